"""The lines, rectangles and images that PDFium finds on a page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from docaudit.readers.pdf.content import Box, PageContent
from docaudit.readers.pdf.geometry import View

MAX_PATHS = 20_000
"""Vector paths on one page beyond which the rest is left out."""

_DEEPEST = 6
_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_Point = tuple[float, float]


class Drawings:
    """Walks the objects of a page, also those inside forms."""

    def __init__(self, page: Any, view: View) -> None:
        self._page = page.raw
        self._view = view
        self._floats = tuple(ctypes.c_float() for _ in range(4))
        self._curved = 0
        self._fill, self._stroke = ctypes.c_int(), ctypes.c_int()

    def fill(self, content: PageContent) -> None:
        """Put what is drawn into `content`."""
        area = 0.0
        paths = 0
        for kind, item, matrix in self._objects():
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                paths += 1
                if paths <= MAX_PATHS:
                    content.boxes.extend(self._boxes(item, matrix))
            elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
                content.has_text = True
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                x0, top, x1, bottom = self._bounds(item, matrix)
                wide = min(x1, content.width) - max(x0, 0.0)
                tall = min(bottom, content.height) - max(top, 0.0)
                area += max(0.0, wide) * max(0.0, tall)
        content.curves = self._curved
        content.image_share = min(1.0, area / max(1.0, content.width * content.height))

    def _objects(self) -> Iterator[tuple[int, Any, _Matrix]]:
        for i in range(pdfium.FPDFPage_CountObjects(self._page)):
            item = pdfium.FPDFPage_GetObject(self._page, i)
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_FORM:
                yield from self._inside(item, _IDENTITY, 1)
            else:
                yield kind, item, _IDENTITY

    def _inside(self, form: Any, outer: _Matrix, depth: int) -> Iterator[tuple[int, Any, _Matrix]]:
        matrix = _product(_matrix(form), outer)
        for i in range(pdfium.FPDFFormObj_CountObjects(form)):
            item = pdfium.FPDFFormObj_GetObject(form, i)
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_FORM:
                if depth < _DEEPEST:
                    yield from self._inside(item, matrix, depth + 1)
            else:
                yield kind, item, matrix

    def _boxes(self, path: Any, matrix: _Matrix) -> Iterator[Box]:
        pdfium.FPDFPath_GetDrawMode(path, self._fill, self._stroke)
        stroked = bool(self._stroke.value)
        if not stroked and not self._fill.value:
            return
        count = pdfium.FPDFPath_CountSegments(path)
        if count in (4, 5) and not stroked and matrix is _IDENTITY:
            yield Box(*self._bounds(path, matrix), shade=True)
            return
        own = _product(_matrix(path), matrix)
        for points, straight in _subpaths(path, count):
            self._curved += not straight
            if not straight or len(points) < 2:
                continue
            corners = [_apply(own, point) for point in points]
            yield from self._outline(corners, stroked=stroked)

    def _outline(self, corners: list[_Point], *, stroked: bool) -> Iterator[Box]:
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        if len(corners) in (4, 5) and all(
            abs(a[0] - b[0]) < 0.5 or abs(a[1] - b[1]) < 0.5
            for a, b in zip(corners, corners[1:] + corners[:1], strict=True)
        ):
            yield Box(*self._view.box(min(xs), min(ys), max(xs), max(ys)), shade=not stroked)
            return
        for a, b in pairwise(corners):
            if abs(a[0] - b[0]) < 0.5 or abs(a[1] - b[1]) < 0.5:
                yield Box(*self._view.box(*a, *b), shade=not stroked)

    def _bounds(self, item: Any, matrix: _Matrix) -> tuple[float, float, float, float]:
        left, bottom, right, top = self._floats
        if not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            return 0.0, 0.0, 0.0, 0.0
        one = (left.value, bottom.value)
        other = (right.value, top.value)
        if matrix is not _IDENTITY:
            one, other = _apply(matrix, one), _apply(matrix, other)
        return self._view.box(*one, *other)


def _subpaths(path: Any, count: int) -> Iterator[tuple[list[_Point], bool]]:
    """The points of each part of a path, and whether it has no curves; a closed part ends where it began."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[_Point] = []
    straight = True
    for i in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, i)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if points:
                yield points, straight
            points, straight = [], True
        points.append((x.value, y.value))
        straight = straight and kind != pdfium.FPDF_SEGMENT_BEZIERTO
        if pdfium.FPDFPathSegment_GetClose(segment) and points[0] != points[-1]:
            points.append(points[0])
    if points:
        yield points, straight


def _matrix(item: Any) -> _Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _product(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _apply(matrix: _Matrix, point: _Point) -> _Point:
    a, b, c, d, e, f = matrix
    x, y = point
    return a * x + c * y + e, b * x + d * y + f
