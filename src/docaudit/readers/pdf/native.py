"""Pages as pdfplumber parses them itself: slow, and asked only where PDFium finds nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pdfplumber

from docaudit.readers.pdf.content import Box, Glyph, PageContent
from docaudit.readers.pdf.geometry import turned
from docaudit.readers.pdf.pdfium import MAX_GLYPHS
from docaudit.readers.pdf.radicals import RADICALS


class NativePages:
    """The pages of one file, opened at the first question."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pdf: Any = None

    def close(self) -> None:
        """Close the file."""
        if self._pdf is not None:
            with suppress(Exception):  # closing walks the pages again, and a broken one raises again
                self._pdf.close()
            self._pdf = None

    @contextmanager
    def page(self, index: int) -> Iterator[PageContent]:
        """Give the page with that index (from 0).  Raises whatever pdfminer raises on it."""
        if self._pdf is None:
            logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns about every odd font
            self._pdf = pdfplumber.open(self._path)
        page = self._pdf.pages[index]
        try:
            yield _read(page, index + 1)
        finally:
            page.close()


def _read(page: Any, number: int) -> PageContent:
    shift_x, shift_top, width, height = _visible(page)
    chars = [char for char in page.chars[:MAX_GLYPHS] if _is_straight(char)]
    turn = _turn(chars)
    wide, tall = (height, width) if turn in (90, 270) else (width, height)
    content = PageContent(number, wide, tall, turn, has_text=bool(page.chars))

    def box(item: Any) -> tuple[float, float, float, float]:
        own = (item["x0"] - shift_x, item["top"] - shift_top, item["x1"] - shift_x, item["bottom"] - shift_top)
        return turned(own, turn, width, height)

    fonts = [str(char.get("fontname", "")).lower() for char in chars]
    for i, char in enumerate(chars):
        x0, top, x1, bottom = box(char)
        angle = (_angle(char) + turn) % 360
        if angle == 180 or not char["text"] or not (0 <= x0 + x1 <= 2 * wide and 0 <= top + bottom <= 2 * tall):
            continue
        glyph = Glyph(x0, top, x1, bottom, RADICALS.get(ord(char["text"][0])) or char["text"], i)
        if angle == 0:
            content.glyphs.append(glyph)
        else:
            content.sideways.append((angle, glyph))
    content.boxes = [Box(*box(item)) for item in page.lines]
    content.boxes += [Box(*box(item), shade=not item.get("stroke")) for item in page.rects]
    content.boxes += [Box(*box(item)) for item in page.curve_edges]
    area = sum(item["width"] * item["height"] for item in page.images)
    content.image_share = min(1.0, float(area) / max(1.0, width * height))
    content.curves = len(page.curves)
    content.is_bold = lambda mark: mark >= 0 and any(word in fonts[mark] for word in ("bold", "black", "hei"))
    return content


def _visible(page: Any) -> tuple[float, float, float, float]:
    """How far the visible part of the page is from its media box (x, top), and its width and height as shown."""
    left, bottom, right, top = _box(page.page_obj.mediabox)
    crop = _box(page.page_obj.cropbox or page.page_obj.mediabox)
    x0, y0, x1, y1 = max(left, crop[0]), max(bottom, crop[1]), min(right, crop[2]), min(top, crop[3])
    if x0 >= x1 or y0 >= y1:
        x0, y0, x1, y1 = left, bottom, right, top
    wide, tall = x1 - x0, y1 - y0
    rotation = page.rotation % 360
    base_x, base_top = page.mediabox[0], page.mediabox[1]
    if rotation == 90:
        return base_x + y0 - bottom, base_top + x0 - left, tall, wide
    if rotation == 180:
        return base_x + right - x1, base_top + y0 - bottom, wide, tall
    if rotation == 270:
        return base_x + top - y1, base_top + right - x1, tall, wide
    return base_x + x0 - left, base_top + top - y1, wide, tall


def _box(raw: Any) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(value) for value in raw)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _is_straight(char: Any) -> bool:
    a, b = char["matrix"][:2]
    return bool(abs(a) < 0.03 * abs(b) or abs(b) < 0.03 * abs(a))


def _angle(char: Any) -> int:
    """Degrees clockwise by which the glyph is turned on the shown page."""
    a, b = char["matrix"][:2]
    if abs(a) >= abs(b):
        return 0 if a > 0 else 180
    return 270 if b > 0 else 90


def _turn(chars: list[Any]) -> int:
    counts = {0: 0, 90: 0, 180: 0, 270: 0}
    for char in chars:
        counts[_angle(char)] += 1
    most = max(counts, key=lambda angle: counts[angle])
    return (360 - most) % 360 if counts[most] > 2 * counts[0] else 0
