"""What a person sees of a place: the page with the figure boxed, or the paragraph or table with the words marked."""

from docaudit.sight.fragments import fragment, whole
from docaudit.sight.groups import together
from docaudit.sight.originals import Originals
from docaudit.sight.pages import Pages, Picture

__all__ = ["Originals", "Pages", "Picture", "fragment", "together", "whole"]
