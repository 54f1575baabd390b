"""What is drawn on one page, whichever library read it: glyphs, lines and rectangles, images and annotations.

Lengths are PDF points.  The origin is the top left corner of the page in reading orientation: the page as it is shown,
turned once more if its text runs sideways on it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from docaudit.model.documents import BBox


class Glyph(NamedTuple):
    """One character and the box of its em square."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str
    mark: int
    """What the source knows it by, to ask about its weight; -1 for one that is not in the page's own text."""


class Box(NamedTuple):
    """A drawn line (one side is nearly zero) or the outline of a rectangle."""

    x0: float
    top: float
    x1: float
    bottom: float
    shade: bool = False
    """A filled area without an outline: its sides may be the borders of a cell, or of a highlighted word."""


class Remark(NamedTuple):
    """An annotation with words: a comment, or text typed onto the page."""

    text: str
    bbox: BBox
    typed: bool = False


@dataclass(slots=True)
class Scan:
    """What is known of a page that was recognised from its picture.

    `skew` is by how many degrees its lines fell to the right; `zoom` is how many points of the shown page one point of
    the content is; `certainty` is that of each glyph, by its mark; `repairs` lists what was read, and as what it is
    taken.
    """

    skew: float = 0.0
    zoom: float = 1.0
    certainty: list[float] = field(default_factory=list)
    repairs: list[tuple[str, str]] = field(default_factory=list)


def _never_bold(_mark: int) -> bool:
    return False


@dataclass(slots=True)
class PageContent:
    """One page in reading orientation; `turn` is how many degrees clockwise the shown page was turned for that."""

    number: int
    width: float
    height: float
    turn: int = 0
    glyphs: list[Glyph] = field(default_factory=list)
    sideways: list[tuple[int, Glyph]] = field(default_factory=list)
    """Glyphs that run up or down the page, with the degrees clockwise by which they are turned."""
    boxes: list[Box] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    image_share: float = 0.0
    """Part of the page that the largest image covers, 0 to 1."""
    curves: int = 0
    """Number of curved outlines; very many without text mean that the text was turned into outlines."""
    has_text: bool = False
    """Whether there are text objects, readable or not."""
    unmapped: int = 0
    """Glyphs whose font does not say which characters they are."""
    is_bold: Callable[[int], bool] = _never_bold
    scan: Scan | None = None
    """Set when the page was recognised from its picture."""
