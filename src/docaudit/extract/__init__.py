"""From the blocks of a part to what it states: claims of indicators, and every figure."""

from __future__ import annotations

from dataclasses import replace

from docaudit.extract.figures import figures_of, spotted
from docaudit.model import Part
from docaudit.profiles import Profile

__all__ = ["extract", "figures_of"]


def extract(part: Part, profile: Profile | None) -> Part:
    """The part with its claims and figures read, the figures that became claims pointing to them."""
    return replace(part, figures=tuple(figure for _, figure in spotted(part)))
