"""Pages that are only pictures, recognised where the extra for it is installed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pypdfium2

from docaudit.readers.ocr import is_installed, pixels_per_point
from docaudit.readers.pdf.pages import PageLayout, lay_out

Picture: TypeAlias = tuple[Any, float, float]
"""Height × width × RGB, and the width and height of the shown page in points."""

_REPAIRS = 5


@dataclass(slots=True)
class Recognised:
    """The pages of a paper after recognition, and what the auditor must know of it."""

    pages: list[PageLayout]
    notes: list[str] = field(default_factory=list)


def recognise_pictured(
    pages: Sequence[PageLayout], picture_of: Callable[[int, Callable[[float, float], float]], Picture]
) -> Recognised:
    """Return the pages with those that are only pictures replaced by what was recognised.

    `picture_of` gives the picture of a page by its number, at the scale that a function of its width and height tells.
    Where nothing was recognised, or the extra is missing, the page stays as it is.
    """
    if not any(page.pictured for page in pages) or not is_installed():
        return Recognised(list(pages))
    result = [_recognised(page, picture_of) if page.pictured else page for page in pages]
    return Recognised(result, notes_on(result))


def _recognised(page: PageLayout, picture_of: Callable[[int, Callable[[float, float], float]], Picture]) -> PageLayout:
    from docaudit.readers.ocr.dashes import mend_dashes  # noqa: PLC0415
    from docaudit.readers.ocr.page import read_picture  # noqa: PLC0415

    try:
        picture, width, height = picture_of(page.number, pixels_per_point)
    except pypdfium2.PdfiumError:
        return page
    found = mend_dashes(lay_out(read_picture(picture, page.number, width, height)))
    if found.blank:
        return page
    found.remarks = page.remarks
    return found


def notes_on(pages: Sequence[PageLayout]) -> list[str]:
    """Which pages were recognised from their pictures, and which numbers were set right."""
    traced = [(page.number, page.trace) for page in pages if page.trace is not None and not page.blank]
    notes = []
    if traced:
        numbers = ranges([number for number, _ in traced])
        notes.append(f"第{numbers}页为图像，文字由文字识别（OCR）得到，数字请对照原件")
    repairs = [f"第{number}页“{said}”按“{meant}”读取" for number, trace in traced for said, meant in trace.repairs]
    if repairs:
        more = f"等{len(repairs)}处" if len(repairs) > _REPAIRS else ""
        notes.append(f"文字识别结果已按数字格式更正：{'；'.join(repairs[:_REPAIRS])}{more}，请对照原件")
    return notes


def ranges(numbers: Sequence[int]) -> str:
    """Return page numbers as a person would list them: 3、5—8."""
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return "、".join(str(a) if a == b else f"{a}—{b}" for a, b in spans)
