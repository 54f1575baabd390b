"""Formats, widths and the common manner of all sheets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from docaudit.model import Severity

FONT = "微软雅黑"
LINE_HEIGHT = 15
"""Points that a line of the body font takes."""
CELL_LIMIT = 32_000
"""Excel refuses a cell of more than 32 767 characters."""
LINE_LIMIT = 409
"""Excel's greatest row height in points."""
ROWS, LINKS = 1_048_576, 65_530
"""Rows and links that Excel opens in one sheet."""
_FORMULA = ("=", "+", "-", "@", "\t", "\n", "\r")
"""What a formula, or what some program takes for one, begins with."""
_NARROW = re.compile(r"[\x00-\u2e7f]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

COLOURS = {Severity.ERROR: "#F8D7DA", Severity.WARNING: "#FFF3CD", Severity.INFO: "#E2ECF7"}
DIFFERS = "#FCE4D6"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: title, width in characters, and the format of its cells."""

    title: str
    width: float
    format: str = "text"


class Sheets:
    """The workbook with its formats; `link` turns a paper's path into what the workbook can open."""

    def __init__(self, book: Any, link: Callable[[str], str]) -> None:
        self.book = book
        self.link = link
        self._formats: dict[tuple[str, tuple[tuple[str, Any], ...]], Any] = {}
        self._links: Counter[str] = Counter()

    def sheet(self, name: str) -> Any:
        """Return the worksheet called `name`."""
        return self.book.get_worksheet_by_name(name)

    def format(self, kind: str, **extra: Any) -> Any:
        """Return the format of that kind (title, head, text, centre, small, percent, link, total, wide), changed by `extra`."""
        key = kind, tuple(sorted(extra.items()))
        found = self._formats.get(key)
        if found is None:
            properties = {"font_name": FONT, "font_size": 10, "valign": "top", **_KINDS[kind], **extra}
            found = self._formats[key] = self.book.add_format(properties)
        return found

    def format_for(self, text: str, kind: str, **extra: Any) -> Any:
        """Return the format for a text from a paper; one that looks like a formula stays text when its cell is edited."""
        return self.format(kind, **extra, **({"quote_prefix": True} if text.startswith(_FORMULA) else {}))

    def table(
        self, name: str, columns: Sequence[Column], title: str, note: str = "", frozen: int = 0
    ) -> tuple[Any, int]:
        """Set up a sheet that is one table: title row, head row, widths, frozen panes, filter-ready, printed on A4 landscape.

        Returns the worksheet and the first row (from 0) of the body.
        """
        sheet = self.sheet(name)
        # Each row is done before the next begins: a large workbook keeps only the last one.
        sheet.write_string(0, 0, title, self.format("title"))
        sheet.set_row(0, 24)
        if note:
            sheet.write_string(1, 0, note, self.format("note"))
        for i, column in enumerate(columns):
            sheet.set_column(i, i, column.width, self.format("plain"))
            sheet.write_string(2, i, column.title, self.format("head"))
        sheet.set_row(2, 30)
        sheet.freeze_panes(3, frozen)
        page_setup(sheet, title)
        sheet.repeat_rows(2)
        return sheet, 3

    def row(
        self, sheet: Any, row: int, columns: Sequence[Column], values: Sequence[str | float | None], **extra: Any
    ) -> bool:
        """Write one body row and give it the height that its longest cell needs; False, with a word on it, where the sheet is full."""
        if row >= ROWS - 1:
            sheet.write_string(row, 0, "已到一张工作表的行数上限，其余未列出；请分批审核。", self.format("note"))
            return False
        lines = 1
        for i, (column, value) in enumerate(zip(columns, values, strict=True)):
            if isinstance(value, (int, float)):
                sheet.write_number(row, i, value, self.format(column.format, **extra))
            else:
                text = clean(value or "")
                sheet.write_string(row, i, text, self.format_for(text, column.format, **extra))
                lines = max(lines, _lines(text, column.width))
        sheet.set_row(row, min(LINE_LIMIT, LINE_HEIGHT * lines + 4))
        if sheet.constant_memory:
            for kept in (sheet.row_info, sheet.row_sizes):
                kept.pop(row - 1, None)  # that row is in the file; its height would stay in memory
        return True

    def paper(self, sheet: Any, row: int, column: int, text: str, path: str) -> None:
        """Write a text that opens a paper; the rest of too many stay plain text."""
        text = clean(text)
        form = self.format_for(text, "link")
        if self._links[sheet.name] < LINKS:
            self._links[sheet.name] += 1
            sheet.write_url(row, column, "external:" + self.link(path), form, text, "打开文书")
        else:
            sheet.write_string(row, column, text, form)

    def finish(self, sheet: Any, first: int, after: int, columns: Sequence[Column], empty: str) -> None:
        """Add the filter, or say why the table is empty."""
        if after > first:
            sheet.autofilter(first - 1, 0, after - 1, len(columns) - 1)
        else:
            sheet.write_string(first, 0, empty, self.format("note"))


def page_setup(sheet: Any, title: str) -> None:
    """A4 landscape, one page wide, with page numbers."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer(f"&L{title.replace('&', '&&')}&R第 &P 页，共 &N 页")


def clean(text: str) -> str:
    """Return text that a spreadsheet cell can hold."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text if len(text) <= CELL_LIMIT else text[:CELL_LIMIT] + "……（过长，余下从略，见原件）"


def _lines(text: str, width: float) -> int:
    """Estimate how many lines a text takes; a Chinese character is two wide, and the body font a little narrower than Excel's."""
    room = max(1, int(width * 1.15))
    if 2 * len(text) <= room and "\n" not in text:
        return 1
    total = 0
    for line in text.split("\n"):
        wide = len(line) + len(_NARROW.sub("", line))
        total += max(1, -(-wide // room))
    return total


_BORDER = {"border": 1, "border_color": "#BFBFBF"}
_KINDS: dict[str, dict[str, Any]] = {
    "plain": {},
    "title": {"bold": True, "font_size": 16, "valign": "vcenter", "font_color": "#1F3864"},
    "section": {"bold": True, "font_size": 12, "valign": "vcenter", "font_color": "#1F3864"},
    "note": {"font_size": 9, "font_color": "#595959"},
    "head": {
        "bold": True,
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
        "bg_color": "#1F3864",
        "font_color": "#FFFFFF",
        **_BORDER,
    },
    "text": {"text_wrap": True, **_BORDER},
    "centre": {"text_wrap": True, "align": "center", **_BORDER},
    "small": {"font_size": 8, "font_color": "#7F7F7F", **_BORDER},
    "percent": {"align": "center", "num_format": "0%", **_BORDER},
    "link": {"text_wrap": True, "font_color": "#0563C1", "underline": 1, **_BORDER},
    "entry": {"text_wrap": True, "bg_color": "#FFFFE5", **_BORDER},
    "total": {"bold": True, "align": "center", "bg_color": "#F2F2F2", **_BORDER},
}
