"""Pictures of the pages of PDFs, scans and images, with a box around what a finding quotes."""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from docaudit.model import Document, Place
from docaudit.model.documents import BBox
from docaudit.sight.originals import Originals
from docaudit.sight.painter import Painter

_ABOVE_AND_BELOW = 90
"""Pixels of the page shown around the box, so that the reader sees the row above and the row below."""
_BOXES = ((200, 30, 30), (30, 90, 190))
"""What must be looked at first, and the figures that it is compared with."""
_WHITE, _MARGIN = 235, 14
_KEPT = 4
"""Rendered pages in memory; the findings of a paper come one after the other."""
_IMAGES = frozenset({"png", "jpg", "jpeg", "tif", "tiff", "bmp", "webp", "image"})


@dataclass(frozen=True, slots=True)
class Picture:
    """An encoded picture; `data` is WebP, `width` and `height` are in pixels."""

    data: bytes
    width: int
    height: int


class Pages:
    """Renders pages of the audited papers.  To be closed; not to be used by two threads at once."""

    def __init__(self, originals: Originals) -> None:
        self._originals = originals
        self._rendered: OrderedDict[tuple[str, int], tuple[Image.Image, float] | None] = OrderedDict()
        self._painter = Painter()

    def close(self) -> None:
        """End the process that renders and forget the rendered pages."""
        self._painter.close()
        self._rendered.clear()

    def crop(self, document: Document, places: Sequence[Place], quality: int = 50) -> Picture | None:
        """Return the stretch of the first place's page with a box around every place on that page, red around the first.

        None for a paper without pages (a Word file, a workbook), a place without a box, or a file that cannot be shown.
        """
        boxed = [place for place in places if place.page is not None and place.bbox is not None]
        if not boxed or boxed[0].page is None:
            return None
        number = boxed[0].page
        shown = self._page(document, number)
        if shown is None:
            return None
        image, scale = shown
        boxes = [_scaled(place.bbox, scale) for place in boxed if place.page == number and place.bbox is not None]
        top = max(0, int(min(box[1] for box in boxes)) - _ABOVE_AND_BELOW)
        bottom = min(image.height, int(max(box[3] for box in boxes)) + _ABOVE_AND_BELOW)
        if bottom - top < 2:
            return None
        band = _with_boxes(image, boxes).crop((0, top, image.width, bottom))
        return _encoded(_without_margins(band), quality)

    def page(self, document: Document, number: int, places: Sequence[Place] = (), quality: int = 60) -> Picture | None:
        """Return a whole page, with a box around every place on it."""
        shown = self._page(document, number)
        if shown is None:
            return None
        image, scale = shown
        boxes = [_scaled(p.bbox, scale) for p in places if p.page == number and p.bbox is not None]
        return _encoded(_with_boxes(image, boxes), quality)

    def can_show(self, document: Document) -> bool:
        """Whether the paper is of a kind that has pages to show, and is still there."""
        return (document.format == "pdf" or document.format in _IMAGES) and self._originals.find(
            document.path
        ) is not None

    def _page(self, document: Document, number: int) -> tuple[Image.Image, float] | None:
        """Return the page as it is shown and the pixels per unit of its places."""
        key = (document.id, number)
        if key not in self._rendered:
            self._rendered[key] = self._render(document, number)
            while len(self._rendered) > _KEPT:
                self._rendered.popitem(last=False)
        self._rendered.move_to_end(key)
        return self._rendered[key]

    def _render(self, document: Document, number: int) -> tuple[Image.Image, float] | None:
        pdf = document.format == "pdf"
        path = self._originals.find(document.path) if pdf or document.format in _IMAGES else None
        return None if path is None else self._painter.paint(path, number, pdf=pdf)


def _scaled(box: BBox | None, scale: float) -> BBox:
    x0, top, x1, bottom = box or (0.0, 0.0, 0.0, 0.0)
    return x0 * scale - 3, top * scale - 3, x1 * scale + 3, bottom * scale + 3


def _with_boxes(image: Image.Image, boxes: Sequence[BBox]) -> Image.Image:
    drawn = image.copy()
    pen = ImageDraw.Draw(drawn)
    for number, (x0, top, x1, bottom) in reversed(list(enumerate(boxes))):
        if x1 > x0 and bottom > top:
            pen.rectangle((x0, top, x1, bottom), outline=_BOXES[min(number, 1)], width=3)
    return drawn


def _without_margins(image: Image.Image) -> Image.Image:
    """Cut off the white to the left and right, so that the words are as large as the room allows."""
    ink = image.convert("L").point(lambda value: 255 if value < _WHITE else 0).getbbox()
    if ink is None:
        return image
    return image.crop((max(0, ink[0] - _MARGIN), 0, min(image.width, ink[2] + _MARGIN), image.height))


def _encoded(image: Image.Image, quality: int) -> Picture:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=quality, method=4)
    return Picture(out.getvalue(), image.width, image.height)
