"""From the space of a PDF page, which may be cropped and rotated, to the page in reading orientation."""

from __future__ import annotations

import math
from collections.abc import Iterable

from docaudit.model.documents import BBox


class View:
    """How one page is looked at: its visible box in page space (x0, y0, x1, y1; y upwards), and the rotation."""

    def __init__(self, box: BBox, rotation: int) -> None:
        left, bottom, right, top = box
        wide, tall = right - left, top - bottom
        self.width, self.height = (tall, wide) if rotation in (90, 270) else (wide, tall)
        self._x, self._y = {
            0: ((1.0, 0.0, -left), (0.0, -1.0, top)),
            90: ((0.0, 1.0, -bottom), (1.0, 0.0, -left)),
            180: ((-1.0, 0.0, right), (0.0, 1.0, -bottom)),
            270: ((0.0, -1.0, top), (-1.0, 0.0, right)),
        }[rotation]

    def boxes(self, corners: Iterable[tuple[float, float, float, float]]) -> list[BBox]:
        """Return where many pairs of corners lie, lower left before upper right."""
        if self._x[0] == 1.0:
            left, top = -self._x[2], self._y[2]
            return [(x0 - left, top - y1, x1 - left, top - y0) for x0, y0, x1, y1 in corners]
        return [self.box(*pair) for pair in corners]

    def box(self, x0: float, y0: float, x1: float, y1: float) -> BBox:
        """Return where two opposite corners lie: x0, top, x1, bottom."""
        (a, b, c), (d, e, f) = self._x, self._y
        ax, bx = a * x0 + b * y0 + c, a * x1 + b * y1 + c
        ay, by = d * x0 + e * y0 + f, d * x1 + e * y1 + f
        if ax > bx:
            ax, bx = bx, ax
        return (ax, ay, bx, by) if ay <= by else (ax, by, bx, ay)


def turned(box: BBox, turn: int, width: float, height: float) -> BBox:
    """Turn a box clockwise together with its page; `width` and `height` are those of the page before turning."""
    x0, top, x1, bottom = box
    if turn == 90:
        return height - bottom, x0, height - top, x1
    if turn == 180:
        return width - x1, height - bottom, width - x0, height - top
    if turn == 270:
        return top, width - x1, bottom, width - x0
    return box


def askew(box: BBox, angle: float, width: float, height: float) -> BBox:
    """Return the upright box around a box that is turned clockwise by `angle` degrees about the middle of its page."""
    if angle == 0:
        return box
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    x0, top, x1, bottom = box
    points = [(x - width / 2, y - height / 2) for x in (x0, x1) for y in (top, bottom)]
    xs = [width / 2 + cos * x - sin * y for x, y in points]
    ys = [height / 2 + sin * x + cos * y for x, y in points]
    return min(xs), min(ys), max(xs), max(ys)
