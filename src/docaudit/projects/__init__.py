"""Which parts of papers belong to one project."""

from docaudit.projects.grouping import group, is_nameless, words_of

__all__ = ["group", "is_nameless", "words_of"]
