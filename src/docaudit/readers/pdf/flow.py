"""The paper as one flow of paragraphs and tables: furniture aside, page breaks closed, captions with their tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from docaudit.model import ParagraphKind
from docaudit.readers.outline import caption_label, is_toc_line, is_unit_line, names_table, numbering
from docaudit.readers.pdf.furniture import find_furniture
from docaudit.readers.pdf.lines import Line
from docaudit.readers.pdf.pages import PageLayout, TableLayout
from docaudit.readers.pdf.paragraphs import (
    Column,
    Margins,
    Prose,
    build_paragraphs,
    continues,
    indents,
    margins_of,
    rejoined,
)
from docaudit.readers.pdf.stitch import continued

_REMARK = ("注：", "注:", "说明：", "说明:", "备注：", "备注:", "数据来源", "资料来源", "注1", "注 1")
_LISTED = re.compile(r"[(（]?[0-9０-９]{1,2}[)）.．、]")
_FOOTNOTE = re.compile(r"[0-9¹²³⁴⁵⁶⁷⁸⁹①-⑳*＊※]{1,2}\s*[\u4e00-\u9fff《“]|[\[［][0-9]{1,2}[\]］]")
_CAPTION_LINES = 3


@dataclass(slots=True)
class Chunk:
    """A paragraph or a table, on the page where it starts."""

    page: PageLayout
    prose: Prose | None = None
    table: TableLayout | None = None
    caption: str = ""


def body_size(pages: Sequence[PageLayout]) -> float:
    """The size that most of the running text is set in, in points."""
    outside: Counter[float] = Counter()
    inside: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            outside[round(line.size * 2) / 2] += len(line.text)
        inside.update(page.cell_sizes)
    sizes = outside if sum(outside.values()) >= 150 else outside + inside
    return max(sizes, key=lambda size: (sizes[size], -size)) if sizes else 10.5


def build_flow(pages: Sequence[PageLayout], size: float) -> list[Chunk]:
    """Return the chunks of all pages in reading order; `size` is that of the running text."""
    furniture = find_furniture(pages, size)
    bodies = [_body(page, furniture) for page in pages]
    floor = _floor(pages, bodies)
    margins = Margins([(page.width, lines) for page, lines in zip(pages, bodies, strict=True)])
    flow: list[Chunk] = []
    laid = [(page, _on_page(page, lines, margins, size)) for page, lines in zip(pages, bodies, strict=True)]
    indented = indents([chunk.prose for _, chunks in laid for chunk in chunks if chunk.prose is not None])
    for page, chunks in laid:
        _close_columns(chunks, indented=indented)
        _close_break(flow, chunks, floor, indented=indented)
        flow.extend(_aside(page, furniture, ParagraphKind.HEADER))
        flow.extend(chunks)
        flow.extend(_aside(page, furniture, ParagraphKind.FOOTER))
    _mark_contents(flow)
    _mark_captions(flow, size)
    return flow


def _body(page: PageLayout, furniture: dict[tuple[int, int], ParagraphKind]) -> list[Line]:
    return [line for i, line in enumerate(page.lines) if (page.number, i) not in furniture]


def _floor(pages: Sequence[PageLayout], bodies: Sequence[list[Line]]) -> float:
    """How far down the pages of the paper are filled, as a part of their height."""
    ends = [
        max([line.bottom for line in lines] + [table.bbox[3] for table in page.tables], default=0.0) / page.height
        for page, lines in zip(pages, bodies, strict=True)
    ]
    return max(ends, default=1.0)


def _on_page(page: PageLayout, lines: list[Line], margins: Margins, size: float) -> list[Chunk]:
    """The paragraphs and tables of one page; each column of the page has margins of its own."""
    chunks: list[Chunk] = []
    tables = sorted(page.tables, key=lambda table: table.bbox[1])
    boxes = [table.bbox for table in tables]
    for _, group in groupby(lines, key=lambda line: line.region):
        own = list(group)
        column = margins.column(own, boxes, page.width)
        if len(own) > 2 and lines[0].region != lines[-1].region:
            column = margins_of(own)
        waiting: list[Line] = []
        for line in own:
            while tables and tables[0].bbox[1] < line.middle and tables[0].bbox[0] < line.x1:
                chunks.extend(_paragraphs(waiting, page, column))
                waiting = []
                chunks.append(Chunk(page, table=tables.pop(0)))
            waiting.append(line)
        chunks.extend(_paragraphs(waiting, page, column))
    chunks.extend(Chunk(page, table=table) for table in tables)
    _mark_notes(chunks, page, size)
    return chunks


def _paragraphs(lines: list[Line], page: PageLayout, column: Column) -> list[Chunk]:
    return [Chunk(page, prose=prose) for prose in build_paragraphs(lines, page.number, column)]


def _aside(page: PageLayout, furniture: dict[tuple[int, int], ParagraphKind], kind: ParagraphKind) -> list[Chunk]:
    chunks = []
    for i, line in enumerate(page.lines):
        if furniture.get((page.number, i)) is kind:
            (prose,) = build_paragraphs([line], page.number, Column(0.0, page.width))
            chunks.append(Chunk(page, prose=replace(prose, kind=kind)))
    return chunks


def _close_break(flow: list[Chunk], chunks: list[Chunk], floor: float, *, indented: bool) -> None:
    """Join the first chunk of a page to the last one of the pages before, if it goes on there."""
    last = next((chunk for chunk in reversed(flow) if not _is_aside(chunk)), None)
    if last is None or not chunks:
        return
    first = next((chunk for chunk in chunks if not _is_note(chunk)), chunks[0])
    if last.table is not None and first.table is not None and first is chunks[0]:
        room = floor * last.page.height - (last.table.carried or last.table.bbox[3])
        joined = continued(last.table, first.table, room)
        if joined is not None:
            joined.carried = first.table.bbox[3]
            last.table = joined
            chunks.remove(first)
    elif (
        last.prose is not None
        and first.prose is not None
        and first is chunks[0]
        and continues(last.prose, first.prose, indented=indented)
    ):
        last.prose = rejoined(last.prose, first.prose)
        chunks.remove(first)


def _close_columns(chunks: list[Chunk], *, indented: bool) -> None:
    """Join paragraphs that go on from the foot of one column to the head of the next."""
    for above, below in list(pairwise(chunks)):
        if above.prose is None or below.prose is None or above.prose.region == below.prose.region:
            continue
        if continues(above.prose, below.prose, indented=indented):
            below.prose = rejoined(above.prose, below.prose)
            chunks.remove(above)


def _is_aside(chunk: Chunk) -> bool:
    return chunk.prose is not None and chunk.prose.kind in (
        ParagraphKind.HEADER,
        ParagraphKind.FOOTER,
        ParagraphKind.NOTE,
    )


def _is_note(chunk: Chunk) -> bool:
    return chunk.prose is not None and chunk.prose.kind is ParagraphKind.NOTE


def _mark_notes(chunks: list[Chunk], page: PageLayout, size: float) -> None:
    """Mark the remarks below tables, and the footnotes at the end of the page."""
    after_table = after_remark = False
    for chunk in chunks:
        prose = chunk.prose
        listed = after_remark and prose is not None and _LISTED.match(prose.text) is not None and len(prose.text) > 15
        after_remark = prose is not None and (listed or (after_table and prose.text.startswith(_REMARK)))
        if prose is not None and after_remark:
            prose.kind = ParagraphKind.NOTE
        after_table = chunk.table is not None
        if prose is not None and prose.size <= 0.75 * size and _FOOTNOTE.match(prose.text):
            prose.kind = ParagraphKind.NOTE
    for chunk in reversed(chunks):
        prose = chunk.prose
        if prose is None or not any(_is_footnote_rule(rule, prose, page, size) for rule in page.rules):
            break
        prose.kind = ParagraphKind.NOTE


def _is_footnote_rule(rule: tuple[float, float, float], prose: Prose, page: PageLayout, size: float) -> bool:
    """Whether a line sets a paragraph apart as a footnote: a short line, or any line when the type is much smaller."""
    x0, x1, y = rule
    if y < 0.5 * page.height or prose.bbox[1] < y:
        return False
    return prose.size <= (0.95 if x1 - x0 < 0.5 * page.width else 0.8) * size


def _mark_contents(flow: list[Chunk]) -> None:
    """Mark the lines of a table of contents, and the word 目录 above them."""
    title: Prose | None = None
    for chunk in flow:
        prose = chunk.prose
        if prose is None or prose.kind is not ParagraphKind.BODY:
            continue
        if is_toc_line(prose.text):
            prose.kind = ParagraphKind.TOC
            if title is not None:
                title.kind = ParagraphKind.TOC
        title = prose if "".join(prose.text.split()) in ("目录", "目次") else None


def _mark_captions(flow: list[Chunk], size: float) -> None:
    """Give each table the label and unit lines directly above it, which become captions themselves."""
    for i, chunk in enumerate(flow):
        if chunk.table is None:
            continue
        taken: list[str] = []
        named = 0
        for above in reversed([c for c in flow[max(0, i - 6) : i] if not _is_aside(c)][-_CAPTION_LINES:]):
            prose = above.prose
            if prose is None or prose.kind is not ParagraphKind.BODY:
                break
            unit = is_unit_line(prose.text)
            plain = prose.lines == 1 and prose.size < 1.2 * size and numbering(prose.text) is None
            label = caption_label(prose.text) is not None or (plain and names_table(prose.text))
            if not unit and (not label or named):
                break
            named += not unit
            prose.kind = ParagraphKind.CAPTION
            taken.append(prose.text)
        taken.reverse()
        chunk.caption = " ".join(sorted(taken, key=is_unit_line))
