"""How many pages of a file are pictures, told at a glance: what decides how long reading it may take."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
from PIL import Image

from docaudit.readers.ocr import is_installed
from docaudit.readers.pdf.nesting import draws_without_end

_SAMPLE = 8
"""Pages of a PDF that are looked at; the others are taken to be alike."""
_FEW = 30
"""Characters that a scanned page may have all the same, such as a stamped page number."""
_MOST = 3000


def pictured_pages(path: Path) -> int:
    """Return about how many pages must be recognised from their pictures; 0 where none, and where it cannot be told."""
    if not is_installed():
        return 0
    try:
        with path.open("rb") as stream:
            is_pdf = b"%PDF-" in stream.read(1024)
        return _in_pdf(path) if is_pdf else _in_image(path)
    except Exception:  # noqa: BLE001  # whatever is wrong with a file, reading it tells
        return 0


def _in_pdf(path: Path) -> int:
    if draws_without_end(path):  # reading it will tell
        return 0
    document = pypdfium2.PdfDocument(path)
    try:
        count = min(len(document), _MOST)
        step = max(1, count // _SAMPLE)
        sample = range(0, count, step)
        pictured = sum(_is_pictured(document, index) for index in sample)
    finally:
        document.close()
    return -(-count * pictured // len(sample)) if count else 0


def _is_pictured(document: pypdfium2.PdfDocument, index: int) -> bool:
    page = document[index]
    try:
        text = page.get_textpage()
        try:
            return bool(text.count_chars() < _FEW)
        finally:
            text.close()
    finally:
        page.close()


def _in_image(path: Path) -> int:
    with Image.open(path) as image:
        return min(int(getattr(image, "n_frames", 1)), _MOST)
