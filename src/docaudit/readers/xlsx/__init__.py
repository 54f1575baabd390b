"""Excel workbooks (.xlsx, .xlsm): every visible sheet is a heading with its lines and tables, cells as they are shown.

openpyxl opens them; what floats over a sheet it does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from docaudit.model import Document, ParagraphKind, Unreadable
from docaudit.readers.archive import Archive
from docaudit.readers.build import Assembler
from docaudit.readers.outline import caption_label, heading_rank, is_unit_line, starts_remark
from docaudit.readers.xlsx.bounds import MAX_CELLS
from docaudit.readers.xlsx.layout import Grid, Line, lay_out
from docaudit.readers.xlsx.sheets import Sheet, join_name, load_sheets

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_ENCLOSURE = re.compile(r"附\s*[件表录]\s*[0-9０-９一二三四五六七八九十\-－—]*\s*[:：]?")
_NAMED = 3


def read_xlsx(path: Path, *, relative: str) -> Document:
    """Read a workbook.  Raises Unreadable for one that is damaged, OSError when it cannot be opened."""
    out = Assembler(relative)
    with Archive(path) as archive:
        main = archive.main_part()
        if main is None:
            raise Unreadable("文件不完整，找不到工作簿", "请用 Excel 打开并另存后重试")
        sheets, formats = load_sheets(archive, main)
        if not formats:
            out.problem("单元格的数字格式未能读取，数值按存储值显示，百分比、日期和单位可能与原表不同", partly=True)
        for sheet in sheets:
            _report(sheet, out)
            boxes, charts = _floating(archive, sheet)
            if sheet.shown or sheet.comments or boxes:
                _add(sheet, boxes, out)
            if charts:
                out.problem(f"工作表“{sheet.name}”含 {charts} 个图表，图表中的数据未读取")
    if not sheets:
        raise Unreadable("工作簿中没有可读取的工作表", "请用 Excel 打开并另存后重试")
    return out.document(path, "xlsx")


def _add(sheet: Sheet, boxes: list[str], out: Assembler) -> None:
    out.sheet = sheet.name
    out.heading(sheet.name, 1)
    titled = False
    for item in lay_out(sheet):
        if isinstance(item, Line):
            titled = _line(item, out, titled=titled)
        else:
            _table(item, out)
            titled = False
    for text in boxes:
        out.paragraph(text, ParagraphKind.TEXTBOX)
    for cell, text in sheet.comments:
        out.note(text, f"{cell} 批注", ParagraphKind.COMMENT)


def _line(line: Line, out: Assembler, *, titled: bool) -> bool:
    """Add a line; the first line of words above a table is the heading of its form.  Returns whether there is one."""
    for area in line.areas:
        cell = join_name(area.row, area.column)
        text = area.text.strip()
        rank = heading_rank(text)
        if line.leads and not titled and len(line.areas) == 1 and rank is None and _is_title(text):
            out.heading(text, 2, cell=cell)
            titled = True
        elif rank is not None:
            out.ranked_heading(text, rank, cell=cell)
        else:
            out.paragraph(text, cell=cell)
    return titled


def _is_title(text: str) -> bool:
    if len(text) > 60 or text.endswith(("。", "；", "：", ":")) or _ENCLOSURE.fullmatch(text) or starts_remark(text):
        return False
    if caption_label(text) is not None or is_unit_line(text) or text.startswith(("（", "(")):
        return False
    return "：" not in text and sum("\u4e00" <= ch <= "\u9fff" for ch in text) > 1


def _table(grid: Grid, out: Assembler) -> None:
    def name_of(row: int, column: int) -> str:
        return join_name(grid.row + row, grid.column + column)

    out.table(grid.spots, height=grid.height, width=grid.width, name_of=name_of)


def _floating(archive: Archive, sheet: Sheet) -> tuple[list[str], int]:
    """Return the texts of the text boxes that float over a sheet, and how many charts do."""
    boxes: list[str] = []
    charts = 0
    for member in sheet.drawings:
        if member not in archive.names:
            continue
        try:
            root = archive.xml(member)
        except Unreadable:
            continue
        charts += sum(1 for _ in root.iter(_CHART))
        for shape in root.iter(_XDR + "sp"):
            lines = ["".join(t.text or "" for t in line.iter(_A + "t")) for line in shape.iter(_A + "p")]
            boxes.append("\n".join(line for line in lines if line.strip()))
    return [box for box in boxes if box], charts


def _report(sheet: Sheet, out: Assembler) -> None:
    """Say what the auditor must know about a sheet."""
    name = f"工作表“{sheet.name}”"
    if sheet.hidden:
        out.problem(f"{name}已隐藏，未读取")
    if sheet.hidden_rows:
        out.problem(f"{name}有隐藏的行（{_ranges(sheet.hidden_rows)}），已一并读取")
    if sheet.hidden_columns:
        letters = "、".join(join_name(1, column)[:-1] for column in sheet.hidden_columns[:10])
        out.problem(f"{name}有隐藏的列（{letters}），已一并读取")
    if sheet.uncomputed:
        out.problem(
            f"{name}有 {len(sheet.uncomputed)} 个公式没有保存计算结果（{_some(sheet.uncomputed)}），其数值未读取；"
            "请用 Excel 打开并保存后重试",
            partly=True,
        )
    if sheet.errors:
        out.problem(f"{name}有 {len(sheet.errors)} 个单元格显示错误值（{_some(sheet.errors)}）")
    if sheet.cut:
        out.problem(f"{name}内容超过 {MAX_CELLS} 个单元格，其后部分未读取", partly=True)


def _some(names: list[str]) -> str:
    return "、".join(names[:_NAMED]) + (" 等" if len(names) > _NAMED else "")


def _ranges(numbers: Iterable[int]) -> str:
    """Return row numbers as 3、5–9."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    shown = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[1]}" for run in runs]
    return "、".join(shown[:10]) + (" 等" if len(shown) > 10 else "")
