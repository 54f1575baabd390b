"""From the flow of a paper to the blocks of a document, each with its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from docaudit.model import Block, Heading, Paragraph, ParagraphKind, Place, Table
from docaudit.model.documents import BBox
from docaudit.readers.identity import document_id
from docaudit.readers.outline import SECTION_RANK, heading_rank, names_form_section, numbering
from docaudit.readers.pdf.content import Remark
from docaudit.readers.pdf.flow import Chunk, body_size, build_flow
from docaudit.readers.pdf.geometry import askew, turned
from docaudit.readers.pdf.pages import PageLayout, TableLayout
from docaudit.readers.pdf.paragraphs import Prose
from docaudit.readers.pdf.trace import doubts_in
from docaudit.readers.spots import Spot, fill_grid

_TITLE = 1.15
_LARGER = 1.06
_ASIDE = {ParagraphKind.HEADER: "页眉", ParagraphKind.FOOTER: "页脚", ParagraphKind.TOC: "目录"}
_ASIDES = (*_ASIDE, ParagraphKind.COMMENT)
_UNNUMBERED_SMALL = 7.0
"""Rank of headings without a number that are only bold: below all numbers; large ones rank as 一、."""
_SIGNATURE = re.compile(
    r".*(?:委员会|局|厅|部|大学|学院|研究院|研究所|公司|中心|集团|医院|政府|办公室|[编印监]?制|盖章）?)|.*[年月日]|.*[0-9０-９]"
)
_HEADING_WORDS = re.compile(r"[^\d０-９（(：:_|/]*(?:[0-9０-９]{4}年度?)?[^\d０-９：:_|]*(?<![年月日])")


@dataclass(slots=True)
class _Level:
    text: str
    level: int
    rank: float


class Composer:
    """Turns chunks into blocks, keeping count of paragraphs, tables and headings."""

    def __init__(self, relative: str, pages: Sequence[PageLayout]) -> None:
        self._id = document_id(relative)
        self._pages = {page.number: page for page in pages}
        self._traces = {page.number: page.trace for page in pages if page.trace is not None}
        self._size = body_size(pages)
        self._stack: list[_Level] = []
        self._paragraphs = 0
        self._on_page: dict[int, int] = {}
        self._tables = 0
        self._title: float | None = None
        self._told = False

    def blocks(self) -> tuple[Block, ...]:
        """Return the blocks of the document in reading order."""
        found: list[Block] = []
        pages = list(self._pages.values())
        remarks = {page.number: list(page.remarks) for page in pages}
        for chunk in build_flow(pages, self._size):
            for number in sorted(n for n in remarks if n < chunk.page.number):
                found.extend(self._remark(self._pages[number], remark) for remark in remarks.pop(number))
            if chunk.table is not None:
                found.append(self._table(chunk, chunk.table))
            elif chunk.prose is not None:
                found.append(self._prose(chunk.page, chunk.prose))
        for number in sorted(remarks):
            found.extend(self._remark(self._pages[number], remark) for remark in remarks[number])
        return tuple(found)

    def _prose(self, page: PageLayout, prose: Prose) -> Block:
        level = self._heading_level(page, prose)
        number = self._on_page.get(page.number, 0)
        paragraph = None
        if prose.kind in _ASIDE:
            where = f"第{page.number}页 {_ASIDE[prose.kind]}"
        else:
            number += 1
            self._on_page[page.number] = number
            where = f"第{page.number}页 第{number}段"
            self._paragraphs += 1
            paragraph = self._paragraphs
        headings = tuple(step.text for step in self._stack[:-1] if level is not None) if level is not None else None
        place = Place(
            self._id,
            where,
            prose.text,
            page=page.number,
            bbox=_shown(page, prose.bbox),
            headings=headings if headings is not None else self._headings(),
            paragraph=paragraph,
            doubts=doubts_in(prose.text, ((prose.page, prose.bbox), *prose.rest), self._traces),
        )
        if level is not None:
            return Heading(prose.text, level, place)
        if prose.kind not in _ASIDE:
            self._told = True
        return Paragraph(prose.text, place, prose.kind)

    def _heading_level(self, page: PageLayout, prose: Prose) -> int | None:
        """The level of a heading, which then is the lowest one that is open; None for a paragraph."""
        if prose.kind is not ParagraphKind.BODY:
            return None
        if self._is_title(page, prose):
            self._title = max(self._title or 0.0, prose.size)
            return self._open(prose.text, 0, -1.0)
        large = prose.size > 1.12 * self._size
        rank = heading_rank(prose.text, bold=prose.bold or large)
        if rank is None and prose.size > _LARGER * self._size and prose.lines == 1:
            rank = self._rank_of_larger(prose.text)
        if rank is None:
            rank = self._unnumbered_rank(prose)
        if rank is None or prose.lines > 2:
            return None
        level = next((above.level + 1 for above in reversed(self._stack) if above.rank < rank), 1)
        return self._open(prose.text, level, rank)

    def _rank_of_larger(self, text: str) -> float | None:
        """Rank of a numbered line in slightly larger type, unless it states a figure."""
        found = numbering(text.strip())
        return heading_rank(text, bold=True) if found is not None and not any(map(str.isdigit, found[1])) else None

    def _open(self, text: str, level: int, rank: float) -> int:
        while self._stack and self._stack[-1].level >= level:
            self._stack.pop()
        self._stack.append(_Level(text, level, rank))
        return level

    def _is_title(self, page: PageLayout, prose: Prose) -> bool:
        if not _is_label(prose) or prose.size < _TITLE * self._size or not prose.centered:
            return False
        if _SIGNATURE.fullmatch(prose.text.strip()) and page.number == 1:
            return False
        if self._title is None:
            return not self._told or page.number <= 2
        return prose.size >= 0.95 * self._title and prose.bbox[1] < 0.3 * page.height

    def _unnumbered_rank(self, prose: Prose) -> float | None:
        """Rank of a heading that only its type tells: larger or bold, short, and neither a date nor a signature."""
        text = prose.text.strip()
        if names_form_section(text) and prose.centered and prose.lines == 1:
            return SECTION_RANK
        if not _is_label(prose) or prose.lines > 1 or len(text) > 24 or _SIGNATURE.fullmatch(text):
            return None
        if not _HEADING_WORDS.fullmatch(text):
            return None
        if prose.size >= 1.15 * self._size and (prose.centered or prose.bold):
            return SECTION_RANK
        return _UNNUMBERED_SMALL if prose.bold else None

    def _headings(self) -> tuple[str, ...]:
        return tuple(step.text for step in self._stack)

    def _remark(self, page: PageLayout, remark: Remark) -> Paragraph:
        kind = ParagraphKind.TEXTBOX if remark.typed else ParagraphKind.COMMENT
        name = "文本框" if remark.typed else "批注"
        place = Place(
            self._id,
            f"第{page.number}页 {name}",
            remark.text,
            page=page.number,
            bbox=_shown(page, remark.bbox),
            headings=self._headings(),
        )
        return Paragraph(remark.text, place, kind)

    def _table(self, chunk: Chunk, table: TableLayout) -> Table:
        self._tables += 1
        self._told = True
        index = self._tables
        cells = {(cell.row, cell.column): cell for cell in table.cells}
        pages: dict[int, int] = {}
        for cell in table.cells:
            pages.setdefault(cell.row, cell.page)
        headings = self._headings()

        def place(spot: Spot) -> Place:
            cell = cells.get((spot.row, spot.column))
            page = self._pages[cell.page if cell is not None else pages.get(spot.row, chunk.page.number)]
            return Place(
                self._id,
                f"第{page.number}页 表{index} 第{spot.row + 1}行第{spot.column + 1}列",
                spot.text,
                page=page.number,
                bbox=_shown(page, cell.bbox) if cell is not None else None,
                headings=headings,
                table=index,
                row=spot.row + 1,
                column=spot.column + 1,
                doubts=doubts_in(cell.text, ((cell.page, cell.bbox), *cell.rest), self._traces)
                if cell is not None
                else None,
            )

        spots = [Spot(c.row, c.column, c.text, c.row_span, c.column_span) for c in table.cells]
        rows = fill_grid(spots, place, height=table.height, width=len(table.xs) - 1)
        own = Place(
            self._id,
            f"第{chunk.page.number}页 表{index}",
            chunk.caption,
            page=chunk.page.number,
            bbox=_shown(chunk.page, table.bbox),
            headings=headings,
            table=index,
            doubts=None if chunk.page.trace is None else (),
        )
        return Table(index, rows, own, chunk.caption)


def _is_label(prose: Prose) -> bool:
    text = prose.text
    return 1 < len(text) <= 60 and not any(mark in text for mark in "。；：:？！") and not text.endswith(("，", ","))


def _shown(page: PageLayout, box: BBox) -> BBox:
    """The box on the page as it is shown, to a hundredth of a point."""
    if page.trace is not None:
        box = askew(box, page.trace.skew, page.width, page.height)
    x0, top, x1, bottom = turned(box, (360 - page.turn) % 360, page.width, page.height)
    if page.trace is not None:
        zoom = page.trace.zoom
        x0, top, x1, bottom = x0 * zoom, top * zoom, x1 * zoom, bottom * zoom
    return round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)
