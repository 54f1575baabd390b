"""From glyphs to lines of text, and from lines to running text."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from docaudit.readers.pdf.content import Glyph

SPACES = frozenset(" \t\u00a0\u3000\u2002\u2003\u2009")
_CLOSING = frozenset("，。、；：！？）】》」』〉〕”’%％‰,.;:!?)]}…")
_OPENING = frozenset("（【《「『〈〔“‘([{")
_QUOTES = frozenset("“”‘’\"'")
"""Some programs break a line on neither side of these."""
_BEFORE_DIGITS = frozenset("±≥≤＋－−￥¥$№")
_AFTER_DIGITS = frozenset("℃°′″％‰")
_WORD = re.compile(r"[A-Za-z0-9.,+\-/_@%:]+")
_DIGITS_LAST = re.compile(r"\d[.,]?$")
_DIGITS_FIRST = re.compile(r"[.,]?\d")
_LEADERS = re.compile(r"([.…·．‥⋯_])\1{6,}")
_PIECE_GAP = 0.75
"""A gap of that many ems separates two pieces of a line, and stands for a blank."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a line that no wide gap interrupts."""

    x0: float
    x1: float
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A visual line.

    `size` is the height of its type, `head` the width of its first word, which would have to fit at the end of the
    line above, `digit` the width of its first digit if it starts with one.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    head: float
    digit: float
    pieces: tuple[Piece, ...]
    bold: bool = False
    open_end: bool = False
    """The line ends in a blank: a word ended there."""
    region: int = 0
    """Which of the columns of its page it stands in, in reading order."""

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return (self.top + self.bottom) / 2

    @property
    def width(self) -> float:
        """Length of the line."""
        return self.x1 - self.x0


def is_wide(char: str) -> bool:
    """Whether the character is Chinese or set as wide as a Chinese one."""
    return char >= "\u2e80" or char in "“”‘’…—·"


def build_lines(glyphs: Sequence[Glyph], is_bold: Callable[[int], bool] | None = None) -> list[Line]:
    """Return the visual lines of these glyphs from top to bottom, each read from left to right."""
    lines = []
    for row in _rows(_runs(glyphs)):
        line = _line(row, is_bold)
        if line is not None:
            lines.append(line)
    return lines


def _runs(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs that follow one another on one line, in the order in which they were drawn."""
    runs: list[list[Glyph]] = []
    edge = -1e9
    level = size = 0.0
    for glyph in glyphs:
        x0, top, x1, bottom, _, _ = glyph
        if -0.5 * size < x0 - edge < 3 * size and abs(top + bottom - level) < 0.3 * size:
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
        edge, level, size = x1, top + bottom, bottom - top
    return runs


def _rows(runs: list[list[Glyph]]) -> list[list[Glyph]]:
    """The glyphs of runs that stand side by side."""
    if len(runs) == 1:
        return runs
    keyed = []
    for i, run in enumerate(runs):
        level, tallest = 0.0, -math.inf
        for _, top, _, bottom, _, _ in run:
            if bottom - top > tallest:
                level, tallest = top + bottom, bottom - top
        keyed.append((level / 2, i, tallest, run))
    keyed.sort(key=lambda item: item[:2])
    rows: list[list[list[Glyph]]] = []
    middle = size = 0.0
    for mid, _, height, run in keyed:
        if rows and mid - middle < 0.45 * max(size, height):
            rows[-1].append(run)
            if height > size:
                middle, size = mid, height
        else:
            rows.append([run])
            middle, size = mid, height
    return [_woven(row) for row in rows]


def _woven(row: list[list[Glyph]]) -> list[Glyph]:
    """The glyphs of one row from left to right; runs that lie in each other's way are sorted glyph by glyph."""
    row = sorted(row, key=lambda run: run[0].x0)
    glyphs = [glyph for run in row for glyph in run]
    if any(b[0].x0 < a[-1].x1 - 0.5 * (a[-1].x1 - a[-1].x0) for a, b in pairwise(row)):
        glyphs.sort(key=lambda g: g.x0)
    return glyphs


def _line(row: list[Glyph], is_bold: Callable[[int], bool] | None) -> Line | None:
    glyphs = _without_overprint([glyph for glyph in row if glyph.text not in SPACES])
    if not glyphs:
        return None
    size = median([glyph.bottom - glyph.top for glyph in glyphs])
    blanks = [glyph.x0 for glyph in row if glyph.text in SPACES]
    first, final = glyphs[0], glyphs[-1]
    pieces: list[Piece] = []
    text: list[str] = []
    start, end = first.x0, first.x1
    before, left, right = "", first.x0, first.x0
    wide_gap = _PIECE_GAP * size
    blank = 0
    for x0, _, x1, _, char, _ in glyphs:
        gap = x0 - right
        if gap > wide_gap:
            pieces.append(Piece(start, end, "".join(text)))
            start, end, text = x0, x1, []
        elif text:
            while blank < len(blanks) and blanks[blank] < left:
                blank += 1
            if (blank < len(blanks) and blanks[blank] < x0 + 0.1) or _gap_is_blank(before, char, gap, size):
                text.append(" ")
            end = max(end, x1)
        text.append(char)
        before, left, right = char, x0, x1
    pieces.append(Piece(start, end, "".join(text)))
    return Line(
        _LEADERS.sub(r"\1\1\1\1\1\1", " ".join([piece.text for piece in pieces])),
        first.x0,
        min([glyph.top for glyph in glyphs]),
        max([piece.x1 for piece in pieces]),
        max([glyph.bottom for glyph in glyphs]),
        size,
        _head(glyphs, blanks),
        first.x1 - first.x0 if first.text.isdigit() else 0.0,
        tuple(pieces),
        bool(is_bold is not None and is_bold(first.mark)),
        bool(blanks) and max(blanks) >= final.x1 - 0.3 * size,
    )


def _without_overprint(glyphs: list[Glyph]) -> list[Glyph]:
    """Drop glyphs printed twice at nearly the same spot to look bold: 70 must not become 7700."""
    kept: list[Glyph] = []
    lately: tuple[str, str, str] = ("", "", "")
    for glyph in glyphs:
        x0, top, x1, bottom, text, _ = glyph
        for other in kept[-3:] if text in lately else ():
            if (
                other.text == text
                and abs(other.x0 - x0) < 0.25 * (x1 - x0)
                and abs(other.top - top) < 0.25 * (bottom - top)
            ):
                break
        else:
            kept.append(glyph)
            lately = (lately[1], lately[2], text)
    return kept


def _gap_is_blank(left: str, right: str, gap: float, size: float) -> bool:
    """Whether the gap between two glyphs stands for a blank, though none was drawn."""
    return gap > 0.22 * size and not (is_wide(left[-1]) or is_wide(right[0]))


def _head(glyphs: list[Glyph], blanks: list[float]) -> float:
    """Width of the first word of a line, with the punctuation that may not leave it."""
    first = glyphs[0]
    end = first.x1
    for before, glyph in pairwise(glyphs):
        together = (
            before.text in _OPENING
            or glyph.text in _CLOSING
            or before.text in _QUOTES
            or glyph.text in _QUOTES
            or before.text == glyph.text == "—"
            or (before.text in _BEFORE_DIGITS and glyph.text.isdigit())
            or (before.text.isdigit() and glyph.text in _AFTER_DIGITS)
            or (_WORD.fullmatch(before.text) and (glyph.text in _OPENING or _WORD.fullmatch(glyph.text)))
        )
        if not together or any(before.x0 < x < glyph.x0 for x in blanks):
            break
        end = glyph.x1
    return end - first.x0


def join(
    upper: str, lower: str, *, wrapped: bool, number: bool = False, blank: bool = False, broken: str = "\n"
) -> str:
    """Join two lines of one text.

    `wrapped` says that only the layout broke the line; otherwise `broken` keeps the author's break.  `number` says that
    not even one more digit would have fitted, so that digits on both sides are one number.
    """
    if not upper or not lower:
        return upper + lower
    if _DIGITS_LAST.search(upper) and _DIGITS_FIRST.match(lower):
        if wrapped and number and not blank:
            return upper + lower
        return upper + (" " if wrapped else broken) + lower
    if not wrapped:
        return upper + broken + lower
    if is_wide(upper[-1]) or is_wide(lower[0]) or upper[-1] in "-/":
        return upper + lower
    if not blank and not (upper[-1].isalpha() and lower[0].isalpha()):
        return upper + lower
    return upper + " " + lower
