"""Pages as a scanner hands them over: skewed, grey, speckled, with a red stamp over the text."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from builders.reading.fonts import NOTO


@dataclass(frozen=True)
class Scan:
    """One way of scanning.  `skew` is in degrees clockwise; `noise` the spread of the grey values, 0 to 255."""

    dpi: int = 200
    skew: float = 0.0
    noise: float = 6.0
    blur: float = 0.5
    stamp: bool = False
    grey: bool = True
    quality: int = 45
    bits: bool = False
    """Black and white only."""


def pictures(pdf: Path, scan: Scan, *, pages: list[int], seed: int) -> list[Image.Image]:
    """The pages (counted from 1) as pictures."""
    rng = np.random.default_rng(seed)
    document = pypdfium2.PdfDocument(pdf)
    made = []
    for number in pages:
        page = document[number - 1]
        picture = page.render(scale=scan.dpi / 72).to_pil().convert("RGB")
        if scan.stamp:
            picture = _stamped(picture, scan.dpi, rng)
        if scan.skew:
            picture = picture.rotate(-scan.skew, Image.Resampling.BICUBIC, fillcolor="white")
        if scan.blur:
            picture = picture.filter(ImageFilter.GaussianBlur(scan.blur * scan.dpi / 200))
        values = np.asarray(picture, dtype=np.float32)
        paper = 246 - 8 * np.linspace(0, 1, values.shape[0], dtype=np.float32)[:, None, None]
        values = values * (paper / 255) + 14
        values += rng.normal(0, scan.noise, (*values.shape[:2], 1)).astype(np.float32)
        picture = Image.fromarray(values.clip(0, 255).astype(np.uint8))
        if scan.bits:
            picture = picture.convert("L").point(lambda v: 255 if v > 150 else 0).convert("1")
        elif scan.grey and not scan.stamp:
            picture = picture.convert("L")
        made.append(picture)
    document.close()
    return made


def as_pdf(made: list[Image.Image], scan: Scan, path: Path, *, work: Path) -> None:
    """A PDF of nothing but pictures."""
    canvas = Canvas(str(path), invariant=1)
    add_pages(canvas, made, scan, work)
    canvas.save()


def add_pages(canvas: Canvas, made: list[Image.Image], scan: Scan, work: Path) -> None:
    """Put each picture on a page of its own."""
    for i, picture in enumerate(made):
        wide, tall = picture.width * 72 / scan.dpi, picture.height * 72 / scan.dpi
        canvas.setPageSize((wide, tall))
        if scan.bits:
            canvas.drawImage(ImageReader(picture), 0, 0, wide, tall)
        else:
            file = work / f"page-{i}.jpg"
            picture.save(file, quality=scan.quality)
            canvas.drawImage(str(file), 0, 0, wide, tall)
        canvas.showPage()


def as_image(made: list[Image.Image], scan: Scan, path: Path) -> None:
    """A picture file; several pages make a .tif of several pages."""
    dpi = (scan.dpi, scan.dpi)
    if path.suffix == ".jpg":
        made[0].save(path, quality=scan.quality, dpi=dpi)
    elif path.suffix == ".png":
        made[0].convert("L").quantize(16).save(path, dpi=dpi, optimize=True)
    else:
        how = {"compression": "group4"} if scan.bits else {"compression": "jpeg", "quality": scan.quality}
        made[0].save(path, save_all=True, append_images=made[1:], dpi=dpi, **how)


def _stamped(picture: Image.Image, dpi: int, rng: np.random.Generator) -> Image.Image:
    """A round red stamp, pressed over the text with uneven ink."""
    radius = int(20 / 25.4 * dpi)
    size = 2 * radius + 8
    layer = Image.new("L", (size, size), 0)
    pen = ImageDraw.Draw(layer)
    middle = size / 2
    pen.ellipse((4, 4, size - 4, size - 4), outline=255, width=max(2, dpi // 50))
    points = [
        (middle + (0.3 if i % 2 == 0 else 0.12) * radius * math.sin(i * math.pi / 5),
         middle - (0.3 if i % 2 == 0 else 0.12) * radius * math.cos(i * math.pi / 5))
        for i in range(10)
    ]  # fmt: skip
    pen.polygon(points, fill=255)
    font = ImageFont.truetype(str(NOTO / "NotoSerifCJK-Bold.ttc"), int(0.24 * radius), index=2)
    words = "海州市智能制造研究院"
    for i, char in enumerate(words):
        angle = -120 + 240 * i / (len(words) - 1)
        tile = Image.new("L", (radius // 2, radius // 2), 0)
        ImageDraw.Draw(tile).text((radius / 4, radius / 4), char, fill=255, font=font, anchor="mm")
        tile = tile.rotate(-angle)
        x = middle + 0.8 * radius * math.sin(math.radians(angle)) - radius / 4
        y = middle - 0.8 * radius * math.cos(math.radians(angle)) - radius / 4
        layer.paste(255, (int(x), int(y)), tile)
    ink = np.asarray(layer, dtype=np.float32) / 255 * (0.55 + 0.2 * rng.random((size, size), dtype=np.float32))
    left, top = int(picture.width * 0.55), int(picture.height * 0.18)
    values = np.array(picture, dtype=np.float32)
    area = values[top : top + size, left : left + size]
    area[..., 1:] *= 1 - ink[..., None]
    area[..., 0] *= 1 - 0.15 * ink
    return Image.fromarray(values.clip(0, 255).astype(np.uint8))
