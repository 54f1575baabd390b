"""Texts and tables of strangers within what people write: what comes after can take its time over each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from docaudit.model import Block, Cell, Document, Heading, Paragraph, Status, Table

MAX_PARAGRAPH = 8_000
"""Characters of a paragraph beyond which it is read as several, parted where a sentence ends."""
MAX_HEADING = 1_000
MAX_CELL = 20_000
"""Characters of a cell; whole chapters stand in some forms."""
MAX_COLUMNS = 256
MAX_BLANKS = 200
"""Blanks in a row."""

_ENDS = "。；;！？\n，, "


@dataclass(slots=True)
class _Left:
    """What was left out of a document."""

    texts: int = 0
    tables: int = 0


def within_limits(document: Document) -> Document:
    """Return the document with over-long paragraphs parted, and over-long headings, cells and rows cut off and told."""
    if not any(_is_beyond(block) for block in document.blocks):
        return document
    left = _Left()
    blocks = tuple(made for block in document.blocks for made in _bounded(block, left))
    told = []
    if left.texts:
        told.append(f"有 {left.texts} 处标题或单元格的文字过长，其后部分未读取")
    if left.tables:
        told.append(f"有 {left.tables} 个表格超过 {MAX_COLUMNS} 列，其后各列未读取")
    status = Status.PARTLY if told else document.status
    return replace(document, blocks=blocks, status=status, problems=(*document.problems, *told))


def _is_beyond(block: Block) -> bool:
    if isinstance(block, Table):
        return (bool(block.rows) and len(block.rows[0]) > MAX_COLUMNS) or any(
            len(cell.text) > MAX_CELL for row in block.rows for cell in row
        )
    return len(block.text) > (MAX_HEADING if isinstance(block, Heading) else MAX_PARAGRAPH)


def _bounded(block: Block, left: _Left) -> Iterator[Block]:
    if not _is_beyond(block):
        yield block
    elif isinstance(block, Paragraph):
        for text in _parts(_closed_up(block.text)):
            yield replace(block, text=text, place=block.place.quoting(text))
    elif isinstance(block, Heading):
        left.texts += 1
        text = block.text[:MAX_HEADING]
        yield replace(block, text=text, place=block.place.quoting(text))
    else:
        yield _table(block, left)


def _closed_up(text: str) -> str:
    """The text with endless blanks made fewer."""
    blank = " " * MAX_BLANKS
    return text if blank not in text and "\t" * MAX_BLANKS not in text else "  ".join(text.split())


def _parts(text: str) -> Iterator[str]:
    start = 0
    while len(text) - start > MAX_PARAGRAPH:
        low, high = start + MAX_PARAGRAPH // 2, start + MAX_PARAGRAPH
        end = next((cut + 1 for char in _ENDS if (cut := text.rfind(char, low, high)) >= 0), high)
        yield text[start:end]
        start = end
    if text[start:].strip():
        yield text[start:]


def _table(table: Table, left: _Left) -> Table:
    left.tables += len(table.rows[0]) > MAX_COLUMNS
    made: dict[int, Cell] = {}
    for cell in (cell for row in table.rows for cell in row[:MAX_COLUMNS]):
        if id(cell) not in made:
            made[id(cell)] = _cell(cell, left)
    return replace(table, rows=tuple(tuple(made[id(cell)] for cell in row[:MAX_COLUMNS]) for row in table.rows))


def _cell(cell: Cell, left: _Left) -> Cell:
    span = min(cell.column_span, MAX_COLUMNS - cell.column)
    if len(cell.text) <= MAX_CELL and span == cell.column_span:
        return cell
    left.texts += len(cell.text) > MAX_CELL
    text = cell.text[:MAX_CELL]
    return replace(cell, text=text, place=cell.place.quoting(text), column_span=span)
