"""The content of a workbook, opened by openpyxl: of each sheet the cells that show something, merges and frames."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from openpyxl.cell import Cell, MergedCell
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import MAC_EPOCH, to_excel
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from docaudit.readers.archive import Archive
from docaudit.readers.xlsx.formats import Shown, show_number, show_text
from docaudit.readers.xlsx.opening import Opened, Source, open_workbook

_CONSTANT = re.compile(r"[+-]?\d+(?:\.\d+)?")
"""A formula that needs no computing: =100, typed for 等于 100."""
_ESCAPE = re.compile(r"_x((?![Dd][89A-Fa-f])[0-9A-Fa-f]{4})_")
"""An escaped character; halves of surrogate pairs are none."""

Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column, counted from 1."""


@dataclass(slots=True)
class Sheet:
    """One sheet; rows and columns count from 1."""

    name: str
    hidden: bool = False
    shown: dict[tuple[int, int], Shown] = field(default_factory=dict)
    framed: set[tuple[int, int]] = field(default_factory=set)
    """Cells with a border, empty ones too."""
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    uncomputed: list[str] = field(default_factory=list)
    """Names of formula cells without a stored result."""
    errors: list[str] = field(default_factory=list)
    comments: list[tuple[str, str]] = field(default_factory=list)
    """Cell names and what is noted on them."""
    cut: bool = False
    drawings: list[str] = field(default_factory=list)
    """Members that hold what floats over the cells."""


def join_name(row: int, column: int) -> str:
    """Return the name of a cell: (7, 2) is B7."""
    return f"{get_column_letter(column)}{row}"


def load_sheets(archive: Archive, main: str) -> tuple[list[Sheet], bool]:
    """Return the sheets of a workbook in their order, and whether its number formats could be read.

    Raises Unreadable when it is damaged.
    """
    return open_workbook(archive, main, _sheets)


def _sheets(opened: Opened) -> list[Sheet]:
    looks = _Looks(opened.book)
    found: list[Sheet] = []
    for worksheet, source in zip(opened.book.worksheets, opened.sources, strict=True):
        sheet = Sheet(source.name, source.hidden, cut=source.cut, drawings=source.drawings)
        if not sheet.hidden:
            _fill(sheet, worksheet, source, looks)
        found.append(sheet)
    return found


class _Looks:
    """What the styles of a workbook say about its cells."""

    def __init__(self, book: Workbook) -> None:
        self.date1904 = book.epoch == MAC_EPOCH
        self._known: dict[int, tuple[str, bool]] = {}

    def of(self, cell: Cell | MergedCell) -> tuple[str, bool]:
        """Return the number format of a cell and whether it has a border."""
        key = cell.style_id
        if key not in self._known:
            border = cell.border
            sides = (border.left, border.right, border.top, border.bottom, border.start, border.end)
            self._known[key] = str(cell.number_format), any(side is not None and side.style for side in sides)
        return self._known[key]


def _fill(sheet: Sheet, worksheet: Worksheet, source: Source, looks: _Looks) -> None:
    formulas = source.unresolved()
    # iter_rows would make every cell up to the last one, however far away that is
    for (row, column), cell in sorted(worksheet._cells.items()):  # noqa: SLF001
        code, framed = looks.of(cell)
        if framed:
            sheet.framed.add((row, column))
        value = cell.value
        formula = formulas.get((row, column))
        if formula is not None:
            if _CONSTANT.fullmatch(formula) is None:
                sheet.uncomputed.append(join_name(row, column))
                continue
            value = float(formula) if "." in formula else int(formula)
        if cell.data_type == "e":
            sheet.errors.append(join_name(row, column))
        shown = _shown(value, code, error=cell.data_type == "e", date1904=looks.date1904)
        if shown is not None and shown.text.strip():
            sheet.shown[row, column] = shown
        if cell.comment is not None:
            sheet.comments.append((join_name(row, column), _unescape(cell.comment.text).strip()))
    sheet.merges = sorted(
        (area.min_row, area.min_col, area.max_row, area.max_col)
        for area in worksheet.merged_cells.ranges
        if area.size["rows"] * area.size["columns"] > 1
    )
    used = max((column for _, column in sheet.shown), default=0)
    filled = {row for row, _ in sheet.shown}
    sheet.hidden_rows = sorted(row for row, about in worksheet.row_dimensions.items() if about.hidden and row in filled)
    for about in worksheet.column_dimensions.values():
        if about.hidden:
            sheet.hidden_columns.extend(range(about.min, min(about.max, used) + 1))
    sheet.hidden_columns.sort()


def _shown(value: object, code: str, *, error: bool, date1904: bool) -> Shown | None:
    """Return what a stored value shows under a number format, None for an empty cell."""
    if value is None:
        return None
    if isinstance(value, bool):
        return Shown("TRUE" if value else "FALSE")
    if isinstance(value, str):
        return Shown(value) if error else show_text(_unescape(value), code)
    if isinstance(value, datetime | date | time | timedelta):
        if not is_date_format(code):
            return Shown(str(value).removesuffix(" 00:00:00"))
        value = to_excel(value, MAC_EPOCH) if date1904 else to_excel(value)
    return show_number(repr(value), code, date1904=date1904)


def _unescape(text: str) -> str:
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")
