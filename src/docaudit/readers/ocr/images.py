"""Image files as papers: a photograph or a scan, one page or, in a TIFF, many."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from docaudit.model import Document, Status, Unreadable
from docaudit.readers.identity import document_id, posix, sha256_of
from docaudit.readers.ocr import HOW_TO_INSTALL, is_installed, pixels_per_point
from docaudit.readers.pdf.compose import Composer
from docaudit.readers.pdf.pages import PageLayout, lay_out
from docaudit.readers.pdf.recognition import notes_on, ranges

MAX_PIXELS = 120_000_000
"""Pixels of one page, an A3 sheet at 700 dpi; more is a map or a bomb."""

MAX_PAGES = 500

_SMALLEST = 64
_ENLARGED = 1.1
"""An image whose long side is that much smaller than a scan at 200 dpi is enlarged."""
_BROKEN = ("图片文件已损坏或不完整，无法打开", "请重新扫描或导出该文件")


def read_image(path: Path, *, relative: str) -> Document:
    """Read an image file; the boxes of places are in pixels of the image as it is shown.

    Raises Unreadable when the extra is missing, when the file is broken or too large, or when no text is recognised;
    OSError when it is not there.
    """
    if not is_installed():
        raise Unreadable("图片文件，未安装文字识别（OCR）组件，无法读取文字", HOW_TO_INSTALL)
    pages: list[PageLayout] = []
    broken: list[int] = []
    for number, picture in _pictures(path):
        if picture is None:
            broken.append(number)
        else:
            pages.append(_read(picture, number))
    if not pages:
        raise Unreadable("图片已损坏或图像过大，未能读取", "请以 200—300 dpi 重新扫描或导出")
    if not any(page.lines or page.tables for page in pages):
        raise Unreadable(
            "图片中未识别出文字", "如为照片或插图可忽略；如为文书，请核对扫描是否清晰，或提供 Word 或 PDF 原件"
        )
    problems = [f"第{ranges(broken)}页已损坏或图像过大，未能读取"] if broken else []
    blank = [page.number for page in pages if page.blank]
    if blank:
        problems.append(f"第{ranges(blank)}页未识别出文字")
    return Document(
        document_id(relative),
        posix(relative),
        sha256_of(path),
        path.suffix.lower().lstrip(".") or "image",
        Composer(relative, pages).blocks(),
        pages=len(pages) + len(broken),
        status=Status.PARTLY if problems else Status.READ,
        problems=(*problems, *notes_on(pages)),
    )


def _pictures(path: Path) -> Iterator[tuple[int, Image.Image | None]]:
    """The pages of the file, None for one that cannot be shown."""
    try:
        file = Image.open(path)
    except (UnidentifiedImageError, Image.DecompressionBombError, SyntaxError, ValueError) as error:
        raise Unreadable(*_BROKEN) from error
    with file:
        for number, frame in enumerate(ImageSequence.Iterator(file), 1):
            if number > MAX_PAGES:
                return
            yield number, _shown(frame)


def _shown(frame: Image.Image) -> Image.Image | None:
    if min(frame.size) < _SMALLEST or frame.width * frame.height > MAX_PIXELS:
        return None
    try:
        turned = ImageOps.exif_transpose(frame)
        if turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info:
            turned = turned.convert("RGBA")
            turned = Image.alpha_composite(Image.new("RGBA", turned.size, "white"), turned)
        return turned.convert("RGB")
    except (OSError, SyntaxError, ValueError, ArithmeticError):
        return None


def _read(image: Image.Image, number: int) -> PageLayout:
    import numpy as np  # noqa: PLC0415

    from docaudit.readers.ocr.dashes import mend_dashes  # noqa: PLC0415
    from docaudit.readers.ocr.page import read_picture  # noqa: PLC0415

    width, height = image.size
    factor = pixels_per_point(width, height)
    if factor < 1 or factor > _ENLARGED:
        image = image.resize((round(width * factor), round(height * factor)), Image.Resampling.LANCZOS)
    picture: Any = np.asarray(image)
    return mend_dashes(lay_out(read_picture(picture, number, float(width), float(height))))
