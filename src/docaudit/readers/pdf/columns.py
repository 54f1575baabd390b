"""Pages set in two columns: where the gutter is, and the lines on either side of it in reading order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from docaudit.readers.pdf.content import Glyph
from docaudit.readers.pdf.lines import Line, build_lines

_MIN_LINES = 6
_MIN_GUTTER = 8.0


def in_columns(lines: list[Line], glyphs: Sequence[Glyph], width: float, is_bold: Callable[[int], bool]) -> list[Line]:
    """Return the lines of a page in reading order; `region` counts the columns that they stand in.

    `glyphs` are those that the lines were made of.  A page of one column comes back as it was.
    """
    gutter = _gutter(lines, width)
    if gutter is None:
        return lines
    x = gutter
    ordered: list[Line] = []
    band: list[Line] = []
    region = 0

    def flush() -> None:
        nonlocal region
        if band:
            top, bottom = min(line.top for line in band), max(line.bottom for line in band)
            inside = [g for g in glyphs if top <= (g.top + g.bottom) / 2 <= bottom]
            for side in ([g for g in inside if g.x0 < x], [g for g in inside if g.x0 >= x]):
                region += 1
                ordered.extend(replace(line, region=region) for line in build_lines(side, is_bold))
            region += 1
            band.clear()

    for line in lines:
        if line.x0 < x < line.x1 and not _has_gap_at(line, x):
            flush()
            ordered.append(replace(line, region=region))
        else:
            band.append(line)
    flush()
    return ordered


def _gutter(lines: Sequence[Line], width: float) -> float | None:
    """The middle of the blank strip between two columns of running text, or None."""
    candidates = [
        (left.x1, right.x0)
        for line in lines
        for left, right in pairwise(line.pieces)
        if right.x0 - left.x1 >= _MIN_GUTTER and 0.3 * width < (left.x1 + right.x0) / 2 < 0.7 * width
    ]
    if len(candidates) < _MIN_LINES:
        return None
    start = sorted(right for _, right in candidates)
    x = median(start) - 0.5 * _MIN_GUTTER
    split = [line for line in lines if _has_gap_at(line, x)]
    crossing = [line for line in lines if line.x0 < x < line.x1 and not _has_gap_at(line, x)]
    if len(split) < max(_MIN_LINES, 2 * len(crossing)):
        return None
    full = 0
    for line in split:
        left = [piece for piece in line.pieces if piece.x1 <= x]
        right = [piece for piece in line.pieces if piece.x0 >= x]
        span = 0.35 * width * 0.75
        full += (
            len(left) <= 2
            and len(right) <= 2
            and (left[-1].x1 - left[0].x0 > span or right[-1].x1 - right[0].x0 > span)
        )
    return x if full >= 0.7 * len(split) else None


def _has_gap_at(line: Line, x: float) -> bool:
    return any(left.x1 <= x <= right.x0 for left, right in pairwise(line.pieces))
