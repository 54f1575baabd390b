"""Pieces of text on the picture of a page: found, cut where ruled lines pass through them, and recognised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import cv2
import numpy as np

from docaudit.readers.ocr.engine import Engine, Picture, Sign
from docaudit.readers.ocr.lines import Rule

_STACKED = 1.8
"""How much higher than wide a box is that holds characters set one below another."""
_UNSURE, _SURE = 0.5, 0.85
_LEAST_INK, _TALLEST, _LINE = 2.0, 24.0, 6.5
"""What may be text that was overlooked: ink in square points, height in points; half the height of a line around it."""
_LONG, _NARROWED = 8.0, 0.8
_STROKES = frozenset("1Il|丨!iⅠ/ ")


@dataclass(slots=True)
class Piece:
    """A piece of one line, in pixels; `ink` is the height of what is printed, `middle` the height of its middle."""

    x0: float
    top: float
    x1: float
    bottom: float
    ink: float
    signs: list[Sign] = field(default_factory=list)
    stacked: bool = False
    """It is one character of a piece set from top to bottom, or of a line that runs up the page."""
    found_late: bool = False
    """The detector passed over it."""

    @property
    def middle(self) -> float:
        """Height of its middle on the page."""
        return (self.top + self.bottom) / 2

    @property
    def text(self) -> str:
        """What was recognised."""
        return "".join(sign.text for sign in self.signs)


def read_pieces(engine: Engine, grey: Picture, ink: Picture, rules: Sequence[Rule], scale: float) -> list[Piece]:
    """Return the pieces of text on the page; `grey` and `ink` are without the ruled lines."""
    pieces: list[Piece] = []
    for box in engine.find(grey):
        for part in _cut(box, rules):
            piece = _tight(part, ink, scale)
            if piece is None:
                continue
            tall = piece.bottom - piece.top > _STACKED * (piece.x1 - piece.x0)
            pieces.extend(_unstacked(piece, ink, scale) if tall else [piece])
    pieces.extend(_overlooked(pieces, ink, rules, scale))
    read = engine.recognise([_picture(piece, grey) for piece in pieces])
    for piece, signs in zip(pieces, read, strict=True):
        piece.signs = signs
    return [piece for piece in pieces if piece.text.strip() and _is_sure(piece) and not _is_line(piece, rules, scale)]


def _picture(piece: Piece, grey: Picture) -> Picture:
    """The picture of a piece; long lines are narrowed, which the recogniser bears and which saves a fifth of its time."""
    own = grey[_rows(piece), _columns(piece)]
    height, width = own.shape
    if width < _LONG * height:
        return own
    return np.asarray(cv2.resize(own, (round(_NARROWED * width), height), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def certainty_of(pieces: Sequence[Piece]) -> float:
    """Return how sure the recogniser was of all characters together, 0 to 1."""
    all_signs = [sign.certainty for piece in pieces for sign in piece.signs if not sign.text.isspace()]
    return float(np.mean(all_signs)) if all_signs else 0.0


def _is_sure(piece: Piece) -> bool:
    """Whether this is text at all: specks and signatures come out as one or two guessed characters."""
    own = [sign.certainty for sign in piece.signs if not sign.text.isspace()]
    return float(np.mean(own)) >= (_SURE if piece.found_late else _UNSURE)


def _overlooked(pieces: Sequence[Piece], ink: Picture, rules: Sequence[Rule], scale: float) -> list[Piece]:
    """Ink within tables that the detector passed over: single digits and dashes."""
    upright = [rule for rule in rules if rule.upright]
    if not upright:
        return []
    rest = ink.copy()
    for piece in pieces:
        rest[_rows(piece), _columns(piece)] = 0
    rest = np.asarray(cv2.morphologyEx(rest, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)), dtype=np.uint8)
    joined = cv2.dilate(rest, np.ones((max(1, round(scale)), max(1, round(4 * scale))), np.uint8))
    outlines, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for x, y, width, height in sorted(map(cv2.boundingRect, outlines), key=lambda box: (box[1], box[0])):
        middle = y + height / 2
        beside = [rule.at for rule in upright if rule.start <= middle <= rule.end]
        if not beside or not min(beside) < x < x + width < max(beside):
            continue
        filled = int((rest[y : y + height, x : x + width] > 0).sum())
        if _LEAST_INK * scale * scale <= filled and width >= 4 * scale and height <= _TALLEST * scale:
            top, bottom = middle - _LINE * scale, middle + _LINE * scale
            if height > 2 * _LINE * scale:
                top, bottom = y - scale, y + height + scale
            found.append(Piece(x - 2 * scale, top, x + width + 2 * scale, bottom, float(height), found_late=True))
    return found


def _is_line(piece: Piece, rules: Sequence[Rule], scale: float) -> bool:
    """Whether this is what was left of a ruled line."""
    if not set(piece.text) <= _STROKES:
        return False
    middle = (piece.x0 + piece.x1) / 2
    return any(
        rule.upright
        and abs(rule.at - middle) <= 0.5 * (piece.x1 - piece.x0) + scale
        and rule.start <= piece.middle <= rule.end
        for rule in rules
    )


def _rows(piece: Piece) -> slice:
    return slice(max(0, int(piece.top)), int(np.ceil(piece.bottom)))


def _columns(piece: Piece) -> slice:
    return slice(max(0, int(piece.x0)), int(np.ceil(piece.x1)))


def _cut(box: tuple[float, float, float, float], rules: Sequence[Rule]) -> list[tuple[float, float, float, float]]:
    """Cut a box at the upright lines that pass through it: text goes over no border of a cell."""
    x0, top, x1, bottom = box
    middle, edge = (top + bottom) / 2, 0.25 * (bottom - top)
    at = sorted(
        rule.at
        for rule in rules
        if rule.upright and rule.start <= middle <= rule.end and x0 + edge < rule.at < x1 - edge
    )
    ends = [x0, *at, x1]
    return [(a, top, b, bottom) for a, b in pairwise(ends) if b - a >= 3]


def _tight(box: tuple[float, float, float, float], ink: Picture, scale: float) -> Piece | None:
    """The piece in a box, drawn in to its ink from the left and right; None when nothing is printed there."""
    x0, top, x1, bottom = (round(value) for value in box)
    part = ink[max(0, top) : bottom, max(0, x0) : x1]
    columns = np.flatnonzero(part.any(axis=0))
    rows = np.flatnonzero((part > 0).sum(axis=1) >= max(1, 0.01 * part.shape[1]))
    if len(columns) == 0 or len(rows) == 0:
        return None
    first, last = _main_band(rows, part.shape[0])
    margin = 2 * scale
    return Piece(
        max(x0, x0 + columns[0] - margin),
        float(top),
        min(x1, x0 + columns[-1] + 1 + margin),
        float(bottom),
        float(last - first + 1),
    )


def _main_band(rows: np.ndarray, height: int) -> tuple[int, int]:
    """First and last row of the ink that lies over the middle; slivers of the lines above and below are left out."""
    breaks = np.flatnonzero(np.diff(rows) > max(1, 0.08 * height))
    bands = np.split(rows, breaks + 1)
    main = max(bands, key=lambda band: (len(band), -abs(float(band.mean()) - height / 2)))
    return int(main[0]), int(main[-1])


def _unstacked(piece: Piece, ink: Picture, scale: float) -> list[Piece]:
    """The characters of a piece that is set from top to bottom, one piece each."""
    part = ink[_rows(piece), _columns(piece)]
    filled = np.flatnonzero(part.any(axis=1))
    if len(filled) == 0:
        return []
    width = piece.x1 - piece.x0
    bands = [
        (int(band[0]), int(band[-1]) + 1) for band in np.split(filled, np.flatnonzero(np.diff(filled) > scale) + 1)
    ]
    merged: list[tuple[int, int]] = []
    for start, end in bands:
        if merged and end - merged[-1][0] <= 1.05 * width:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    top = int(piece.top)
    return [
        Piece(
            piece.x0, max(piece.top, top + start - scale), piece.x1, top + end + scale, float(end - start), stacked=True
        )
        for start, end in merged
    ]
