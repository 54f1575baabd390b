"""Matrices, and the lines and rectangles that a path draws."""

from __future__ import annotations

from itertools import pairwise

from docaudit.readers.pdf.content import Box

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
MAX_STEPS = 50_000

_TAKES = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""Numbers after each letter of a path; the last two are the point that it leads to."""
_STRAIGHT = 0.5


def product(inner: Matrix, outer: Matrix) -> Matrix:
    """Return the matrix that does the inner one first."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def apply(matrix: Matrix, x: float, y: float) -> Point:
    """Return where a point lies."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def outlines(data: str, matrix: Matrix, *, stroked: bool) -> tuple[list[Box], int]:
    """Return the level and upright lines and the rectangles of a path, and how many of its parts are curved."""
    boxes: list[Box] = []
    curves = 0
    for points, straight in _subpaths(data):
        if not straight:
            curves += 1
        elif len(points) > 1:
            boxes.extend(_boxes([apply(matrix, *point) for point in points], stroked=stroked))
    return boxes, curves


def _subpaths(data: str) -> list[tuple[list[Point], bool]]:
    found: list[tuple[list[Point], bool]] = []
    points: list[Point] = []
    straight = True
    words = data.replace(",", " ").split()[:MAX_STEPS]
    i = 0
    while i < len(words):
        letter = words[i].upper()
        takes = _TAKES.get(letter)
        if takes is None:
            i += 1
            continue
        try:
            values = [float(word) for word in words[i + 1 : i + 1 + takes]]
        except ValueError:
            i += 1
            continue
        i += 1 + takes
        if letter == "C":
            if points and points[0] != points[-1]:
                points.append(points[0])
            continue
        if len(values) < takes:
            break
        if letter in "SM":
            if points:
                found.append((points, straight))
            points, straight = [], True
        straight = straight and letter in "SML"
        points.append((values[-2], values[-1]))
    if points:
        found.append((points, straight))
    return found


def _boxes(corners: list[Point], *, stroked: bool) -> list[Box]:
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    closed = [*corners, corners[0]]
    if len(corners) in (4, 5) and all(_is_square(a, b) for a, b in pairwise(closed)):
        return [Box(min(xs), min(ys), max(xs), max(ys), shade=not stroked)]
    return [
        Box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]), shade=not stroked)
        for a, b in pairwise(corners)
        if _is_square(a, b)
    ]


def _is_square(a: Point, b: Point) -> bool:
    return abs(a[0] - b[0]) < _STRAIGHT or abs(a[1] - b[1]) < _STRAIGHT
