"""From the picture of a page to what is drawn on it, as the reader of text pages knows it: glyphs and lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import mean, median

import numpy as np
from numpy.typing import NDArray

from docaudit.readers.ocr.engine import Engine, Picture, Sign, engine
from docaudit.readers.ocr.ink import grey_of, ink_of, skew_of, turned_by
from docaudit.readers.ocr.lines import Rule, find_rules
from docaudit.readers.ocr.pieces import Piece, certainty_of, read_pieces
from docaudit.readers.ocr.repair import repaired
from docaudit.readers.pdf.content import Box, Glyph, PageContent, Scan
from docaudit.readers.pdf.lines import is_wide

_SIZES = (6.5, 7.5, 9.0, 10.5, 12.0, 14.0, 16.0, 18.0, 22.0, 26.0, 32.0, 42.0)
_INK_WIDE, _INK_NARROW = 0.9, 0.72
"""Part of the size of the type that the ink of Chinese characters, and of digits alone, is high."""
_SPACED = 1.3
"""Characters whose pitch is that much more than the height of their ink are letterspaced."""
_ALIKE = 0.12
"""How far sizes of one type scatter that were measured by the pitch of characters; by their ink, twice as much."""
_LONG_SIDE = 842.0
"""Every page is taken for one of A4, in points; a page of another size is drawn that large."""
_POOR = 0.75


def read_picture(picture: NDArray[np.uint8], number: int, width: float, height: float) -> PageContent:
    """Return the content of a page from its picture.

    `picture` is height × width × RGB; `number` counts pages from 1; `width` and `height` are those of the shown page in
    points.  The content says how the page had to be turned and how far it was askew.
    """
    own = engine()
    zoom = max(width, height) / _LONG_SIDE
    width, height = width / zoom, height / zoom
    scale = picture.shape[1] / width
    grey = grey_of(picture, scale)
    turn = 0
    found = _read(own, grey, scale)
    if _lies_sideways(found[0]):
        other, turned = _better(own, grey, scale, ((270, 1), (90, 3)))
        if certainty_of(turned[0]) > certainty_of(found[0]):
            turn, found = other, turned
    elif found[0] and certainty_of(found[0]) < _POOR:
        turned = _read(own, np.ascontiguousarray(np.rot90(grey, 2)), scale)
        if certainty_of(turned[0]) > certainty_of(found[0]) + 0.1:
            turn, found = 180, turned
    pieces, rules, skew = found
    if turn in (90, 270):
        width, height = height, width
    return _content(pieces, rules, PageContent(number, width, height, turn, scan=Scan(skew, zoom)), scale)


def _read(own: Engine, grey: Picture, scale: float) -> tuple[list[Piece], list[Rule], float]:
    """The pieces and lines of a page that stands upright, and its skew in degrees."""
    paper = int(np.median(grey))
    skew = skew_of(ink_of(grey))
    grey = turned_by(grey, skew, paper)
    ink = ink_of(grey)
    rules, mask = find_rules(ink, scale)
    if mask.any():
        grey = grey.copy()
        grey[mask > 0] = paper
        ink[mask > 0] = 0
    return read_pieces(own, grey, ink, rules, scale), rules, skew


def _lies_sideways(pieces: Sequence[Piece]) -> bool:
    stacked = sum(1 for piece in pieces if piece.stacked)
    return stacked >= 12 and stacked > 0.5 * sum(len(piece.signs) for piece in pieces)


def _better(
    own: Engine, grey: Picture, scale: float, turns: Sequence[tuple[int, int]]
) -> tuple[int, tuple[list[Piece], list[Rule], float]]:
    """The way of turning the page (degrees clockwise, quarters counterclockwise) that the recogniser reads best."""
    tried = [(turn, _read(own, np.ascontiguousarray(np.rot90(grey, quarters)), scale)) for turn, quarters in turns]
    return max(tried, key=lambda item: certainty_of(item[1][0]))


def _content(pieces: list[Piece], rules: Sequence[Rule], content: PageContent, scale: float) -> PageContent:
    """Fill in glyphs and lines, in points."""
    scan = content.scan
    sizes = _sizes([(_size(piece) / scale, len(piece.signs), _pitch_of(piece) is not None) for piece in pieces])
    placed = sorted(zip(pieces, sizes, strict=True), key=lambda item: (round(item[0].middle / scale / 4), item[0].x0))
    for piece, size in placed:
        said = piece.text
        signs = repaired(piece.signs)
        if scan is not None and (text := "".join(sign.text for sign in signs)) != said:
            scan.repairs.append((said, text))
        for (x0, x1), sign in zip(_spans(signs, piece, size * scale), signs, strict=True):
            middle = piece.middle / scale
            mark = len(scan.certainty) if scan is not None else -1
            content.glyphs.append(Glyph(x0 / scale, middle - size / 2, x1 / scale, middle + size / 2, sign.text, mark))
            if scan is not None:
                scan.certainty.append(sign.certainty)
    for rule in rules:
        at, start, end = rule.at / scale, rule.start / scale, rule.end / scale
        content.boxes.append(Box(at, start, at, end) if rule.upright else Box(start, at, end, at))
    content.has_text = bool(content.glyphs)
    return content


def _size(piece: Piece) -> float:
    """The size of the type of a piece in pixels, by the height of its ink and the pitch of its characters."""
    wide = [sign for sign in piece.signs if is_wide(sign.text)]
    by_ink = piece.ink / (_INK_WIDE if wide else _INK_NARROW)
    pitch = _pitch_of(piece)
    return pitch if pitch is not None and pitch < _SPACED * by_ink else by_ink


def _pitch_of(piece: Piece) -> float | None:
    """From the middle of one Chinese character to that of the next, in pixels; None where few follow one another."""
    width = piece.x1 - piece.x0
    steps = [
        (b.at - a.at) * width
        for a, b in pairwise(piece.signs)
        if "\u4e00" <= a.text <= "\u9fff" and "\u4e00" <= b.text <= "\u9fff"
    ]
    if len(steps) < 3:
        return None
    usual = median(steps)
    return mean(step for step in steps if abs(step - usual) <= 0.3 * usual)


def _sizes(found: Sequence[tuple[float, int, bool]]) -> list[float]:
    """The sizes of type for measured ones: like ones made equal, and usual ones.

    With each come its number of characters, and whether it was measured by their pitch.
    """
    result = [0.0] * len(found)
    left = set(range(len(found)))

    def near(i: int, size: float) -> bool:
        reach = _ALIKE if found[i][2] else 2 * _ALIKE
        return abs(found[i][0] - size) <= reach * size

    while left:
        weight = {i: sum(found[j][1] for j in left if near(j, found[i][0])) for i in left}
        size = found[max(sorted(left), key=lambda i: weight[i])][0]
        group = [j for j in sorted(left) if near(j, size)]
        middle = median([found[j][0] for j in group])
        usual = min(_SIZES, key=lambda size: abs(size - middle))
        for j in group:
            result[j] = usual
        left -= set(group)
    return result


def _spans(signs: Sequence[Sign], piece: Piece, size: float) -> list[tuple[float, float]]:
    """Where each character begins and ends, in pixels: they touch, unless there is a gap wider than a character."""
    width = piece.x1 - piece.x0
    middles = [piece.x0 + sign.at * width for sign in signs]
    halves = [size / 2 if is_wide(sign.text) else size / 4 for sign in signs]
    spans = [[middle - half, middle + half] for middle, half in zip(middles, halves, strict=True)]
    for (left, right), (a, b) in zip(pairwise(range(len(signs))), pairwise(middles), strict=True):
        if b - a <= halves[left] + halves[right] + 0.8 * size:
            border = (a * halves[right] + b * halves[left]) / (halves[left] + halves[right])
            spans[left][1] = spans[right][0] = border
    return [(x0, max(x0, x1)) for x0, x1 in spans]
