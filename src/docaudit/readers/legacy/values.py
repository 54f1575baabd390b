"""Workbooks by calamine, where LibreOffice is missing: values and merged cells, but no number formats."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import python_calamine as calamine
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from docaudit.model import Document, Status, Unreadable
from docaudit.readers.identity import sha256_of
from docaudit.readers.xlsx import read_xlsx

MAX_CELLS = 2_000_000
NO_FORMATS = "本机没有可用的 LibreOffice，只读取了单元格的值，数字格式未读取（百分比、日期、单位可能与所见不同）；请另存为 .xlsx 后重试"


def read_values(path: Path, *, relative: str, kind: str) -> Document:
    """Read a workbook.  Raises Unreadable when it is locked or damaged."""
    with tempfile.TemporaryDirectory(prefix="docaudit-") as scratch:
        copy = Path(scratch, "a.xlsx")
        _copy(path, copy)
        document = read_xlsx(copy, relative=relative)
    return replace(
        document,
        sha256=sha256_of(path),
        format=kind,
        status=Status.PARTLY,
        problems=(NO_FORMATS, *document.problems),
    )


def _copy(path: Path, made: Path) -> None:
    """Write the values of a workbook as .xlsx, for the one reader that knows how to lay out sheets."""
    try:
        source = calamine.CalamineWorkbook.from_path(path)
    except calamine.PasswordError as error:
        raise Unreadable("文件设有打开密码，无法读取", "请用 Excel 取消打开密码，另存后重试") from error
    except Exception as error:  # its errors share no base but Exception
        raise Unreadable("旧版 Excel 文件已损坏，无法读取", "请用 Excel 或 WPS 打开，另存为 .xlsx 后重试") from error
    book = openpyxl.Workbook()
    book.remove(book.active)
    for about in source.sheets_metadata:
        if about.typ is not calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = book.create_sheet(about.name)
        if about.visible is not calamine.SheetVisibleEnum.Visible:
            sheet.sheet_state = "hidden"
        values = source.get_sheet_by_name(about.name)
        if values.total_height * values.total_width > MAX_CELLS:
            raise Unreadable("工作表过大，已拒绝读取", "请删去无关内容，另存为 .xlsx 后重试")
        for i, row in enumerate(values.iter_rows(), 1):
            for j, value in enumerate(row, 1):
                if value not in ("", None):
                    cell = sheet.cell(i, j)
                    cell.value = _plain(value)
                    if isinstance(value, str):
                        cell.data_type = "s"  # a text, and no formula, whatever it begins with
        for (top, left), (bottom, right) in values.merged_cell_ranges or ():
            with suppress(ValueError):
                sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    if not book.worksheets:
        raise Unreadable("工作簿中没有可读取的工作表", "请用 Excel 打开并另存后重试")
    book.save(made)


def _plain(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, str):
        return ILLEGAL_CHARACTERS_RE.sub("", value)
    return value
