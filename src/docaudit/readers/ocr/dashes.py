"""Dashes in cells that were read as the Chinese numeral 一, set right where the cells around them are figures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from docaudit.readers.ocr.repair import REPAIRED
from docaudit.readers.pdf.pages import CellText, PageLayout, TableLayout

_ONE, _DASH = "一", "—"
_FIGURE = re.compile(r"[<>≤≥+-]?[\d,，.．]+\s*(?:[%％‰]|\w{1,2})?")
_DASHES = re.compile(r"[—–\-－―/]{1,3}")
_NUMBERING = re.compile(r"序号|编号|类别|级别|等级|次序|批次|期")


def mend_dashes(page: PageLayout) -> PageLayout:
    """Return a recognised page with a lone 一 read as — where a numeral cannot stand.

    It cannot where the cells right above and below, down to the next text, are figures and dashes, one of them at
    least, and so is another cell of its row; in a first column and under a heading such as 序号 it may.
    """
    if page.trace is not None:
        for table in page.tables:
            for cell in _dashes(table):
                if _retold(page, cell):
                    table.cells[table.cells.index(cell)] = replace(cell, text=_DASH)
    return page


def _dashes(table: TableLayout) -> list[CellText]:
    first = min((cell.column for cell in table.cells), default=0)
    columns: dict[int, list[CellText]] = {}
    rows: dict[int, list[CellText]] = {}
    for cell in sorted(table.cells, key=lambda cell: cell.row):
        columns.setdefault(cell.column, []).append(cell)
        if cell.column != first:
            rows.setdefault(cell.row, []).append(cell)
    found = []
    for number, column in columns.items():
        if number == first or any(_NUMBERING.search(cell.text) for cell in column):
            continue
        for i, cell in enumerate(column):
            if cell.text.strip() == _ONE and _is_figures(column, i) and any(map(_is_figure, rows[cell.row])):
                found.append(cell)
    return found


def _is_figures(column: list[CellText], at: int) -> bool:
    """Whether a cell stands among figures and dashes: some touch it, or others like it that do."""
    return any(_leads_to_figure(side) for side in (reversed(column[:at]), column[at + 1 :]))


def _leads_to_figure(cells: Iterable[CellText]) -> bool:
    for cell in cells:
        if _is_figure(cell):
            return True
        if cell.text.strip() not in ("", _ONE):
            return False
    return False


def _is_figure(cell: CellText) -> bool:
    text = cell.text.strip()
    return _FIGURE.fullmatch(text) is not None or _DASHES.fullmatch(text) is not None


def _retold(page: PageLayout, cell: CellText) -> bool:
    """Let the trace of the page say what the cell does now; False where the cell is not found in it."""
    trace = page.trace
    if trace is None or cell.rest:
        return False
    at = [i for i in trace.within(cell.bbox) if trace.text[i] == _ONE]
    if len(at) != 1:
        return False
    trace.text = trace.text[: at[0]] + _DASH + trace.text[at[0] + 1 :]
    trace.certainty[at[0]] = REPAIRED
    trace.repairs = (*trace.repairs, (_ONE, _DASH))
    return True
