"""What a reader makes of a file: headings, paragraphs and tables, each with the place where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

BBox: TypeAlias = tuple[float, float, float, float]
"""x0, top, x1, bottom in PDF points, origin at the top left of the page as it is shown."""


NUMERIC = frozenset("0123456789０１２３４５６７８９.．,，%％‰+-－—~～≥≤><＞＜≧≦一二三四五六七八九十百千万亿零〇两")
"""Characters that a value depends on."""
SURE = 0.8
"""Certainty of recognition below which a figure is told as doubtful."""
_FIGURE = re.compile(r"[≥≤><＞＜≧≦]?\d[\d,，.．]*[%％‰]?|[一二两三四五六七八九十百千万亿零〇]{2,}|^\s*[—–\-－一]\s*$")


class Unreadable(Exception):
    """A file that cannot be turned into a `Document`.

    `reason` and `remedy` are Chinese sentences for the auditor: what is wrong with the file, and what to do.
    """

    def __init__(self, reason: str, remedy: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader can go and look for themselves.

    `where` is how a person would say it (第3页 表2 第4行; 三、考核指标 › 表1 第2行); `quote` is verbatim, never normalised.
    Tables, rows, columns, pages and paragraphs count from 1.  Whatever a format does not have stays None: a .docx
    has no pages until it is printed, a PDF has no sheets.
    """

    document: str
    where: str
    quote: str
    page: int | None = None
    bbox: BBox | None = None
    headings: tuple[str, ...] = ()
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None
    doubts: tuple[tuple[int, float], ...] | None = None
    """Positions in `quote` of characters that optical recognition was not sure of, with its certainty (0 to 1); None
    when the text was not recognised from a picture."""

    @property
    def confidence(self) -> float | None:
        """How surely the weakest character of the quotation was recognised; None when it was no picture."""
        return None if self.doubts is None else min((certainty for _, certainty in self.doubts), default=1.0)

    def certainty(self, text: str) -> float:
        """How surely the numbers in `text`, a part of the quotation, were recognised; 1.0 when nothing was in doubt."""
        if not self.doubts:
            return 1.0
        start = max(0, self.quote.find(text))
        end = start + len(text)
        own = [c for i, c in self.doubts if start <= i < end and self.quote[i : i + 1] in NUMERIC]
        return min(own, default=1.0)

    def doubtful(self) -> tuple[tuple[str, float], ...]:
        """The figures of the quotation that were not recognised surely, in order, each with its certainty."""
        doubts = [(i, certainty) for i, certainty in self.doubts or () if certainty < SURE]
        if not doubts:
            return ()
        found: dict[str, float] = {}
        for match in _FIGURE.finditer(self.quote):
            own = [certainty for i, certainty in doubts if match.start() <= i < match.end()]
            if own:
                text = match[0].strip()
                found[text] = min(*own, found.get(text, 1.0))
        return tuple(found.items())

    def quoting(self, quote: str) -> Place:
        """The same place with another verbatim quotation (a part of the paragraph, say)."""
        if not self.doubts:
            return replace(self, quote=quote)
        start = self.quote.find(quote)
        if start < 0:
            return replace(self, quote=quote, doubts=((0, min(c for _, c in self.doubts)),) if quote else ())
        end = start + len(quote)
        return replace(self, quote=quote, doubts=tuple((i - start, c) for i, c in self.doubts if start <= i < end))


class ParagraphKind(StrEnum):
    """What a paragraph is; only `BODY`, `CAPTION`, `NOTE` and `TEXTBOX` state facts about the project."""

    BODY = "body"
    CAPTION = "caption"
    NOTE = "note"
    """A footnote, an endnote, or the remark below a table."""
    TEXTBOX = "textbox"
    HEADER = "header"
    FOOTER = "footer"
    TOC = "toc"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 1 is the outermost, 0 is the title of the paper.  Auto-numbering is part of `text`."""

    text: str
    level: int
    place: Place


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as written, with line breaks of the layout (not of the author) removed."""

    text: str
    place: Place
    kind: ParagraphKind = ParagraphKind.BODY


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table.  `row` and `column` count from 0 and name its top left corner in the grid.

    `unit` is what the file says about the unit outside the text, e.g. 元 or % from an Excel number format; the text of
    a spreadsheet cell is what the auditor sees (100.00%, not 1).
    """

    text: str
    row: int
    column: int
    place: Place
    row_span: int = 1
    column_span: int = 1
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a full grid: `rows[i][j]` is the cell that covers that spot.

    A merged cell stands in every spot it covers, as the same object, so ``rows[2][0] is rows[3][0]`` asks whether two
    spots are one cell.  Rows all have the same length; spots that no cell covers hold an empty cell.
    """

    index: int
    """Which table of the document this is, counted from 1."""
    rows: tuple[tuple[Cell, ...], ...]
    place: Place
    caption: str = ""
    """The caption or the line directly above that names it, with its （单位：万元） if there is one."""

    @property
    def width(self) -> int:
        """Number of grid columns."""
        return len(self.rows[0]) if self.rows else 0

    def cells(self) -> Iterator[Cell]:
        """Every cell once, in reading order."""
        for i, row in enumerate(self.rows):
            for j, cell in enumerate(row):
                if cell.row == i and cell.column == j:
                    yield cell

    def texts(self) -> list[list[str]]:
        """The grid as text, merged cells repeated."""
        return [[cell.text for cell in row] for row in self.rows]


Block: TypeAlias = Heading | Paragraph | Table


class Status(StrEnum):
    """How much of a paper was read."""

    READ = "read"
    PARTLY = "partly"
    UNREADABLE = "unreadable"

    @property
    def label(self) -> str:
        """What a report says."""
        return {"read": "已读取", "partly": "部分读取", "unreadable": "未读取"}[self.value]


@dataclass(frozen=True, slots=True)
class Document:
    """One file as read: its blocks in reading order, and every trouble met on the way (Chinese sentences)."""

    id: str
    path: str
    """Relative to the audited folder, with forward slashes."""
    sha256: str
    format: str
    """docx, pdf, xlsx, txt, md, csv …"""
    blocks: tuple[Block, ...] = ()
    pages: int | None = None
    status: Status = Status.READ
    problems: tuple[str, ...] = ()

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Table))
