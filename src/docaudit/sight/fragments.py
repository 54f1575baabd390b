"""A paragraph or a stretch of a table as HTML, with what a finding quotes marked; every text is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape

from docaudit.model import Cell, Document, Heading, Paragraph, Place, Table

_HEAD_ROWS = 2
_AROUND = 3
"""Rows shown above and below the rows that are quoted."""
_MOST_ROWS = 24
_ROWS_OF_A_PAPER = 3000
_CELL, _BEFORE, _AFTER = 160, 220, 320
"""Characters of a cell, and of a paragraph before and after the quotation."""


def fragment(document: Document, places: Sequence[Place]) -> str:
    """Return the block that holds the first place, as HTML, with all places of that block marked.

    A table shows its head and the rows around those that are quoted; a long paragraph, the text around the quotation.
    Where no block holds the place, the quotation alone.
    """
    if not places:
        return ""
    first = places[0]
    if first.table is not None:
        table = next((t for t in document.tables if t.index == first.table), None)
        if table is not None:
            return _table(table, [p for p in places if p.table == table.index])
    for block in document.blocks:
        if isinstance(block, (Heading, Paragraph)) and _is_at(block, first):
            return _paragraph(block.text, [p.quote for p in places if _is_at(block, p)])
    return _paragraph(first.quote, [first.quote]) if first.quote else ""


def whole(document: Document, places: Sequence[Place]) -> str:
    """Return all blocks of the document as HTML with the places marked; the block of the first has the id `hit`."""
    written, found, before = [], False, ""
    for block in document.blocks:
        if isinstance(block, Table):
            own = [place for place in places if place.table == block.index]
            table = replace(block, caption="") if block.caption.strip() == before else block
            html = _rows(table, own, range(min(len(table.rows), _ROWS_OF_A_PAPER)))
        else:
            own = [place for place in places if _is_at(block, place)]
            tag = f"h{min(6, 3 + block.level)}" if isinstance(block, Heading) else "p"
            html = f"<{tag}>{marked(block.text, [place.quote for place in own])}</{tag}>"
        before = "" if isinstance(block, Table) else block.text.strip()
        first = bool(own) and not found
        found = found or bool(own)
        written.append(f'<div id="hit">{html}</div>' if first else html)
    return "".join(written)


def _is_at(block: Heading | Paragraph, place: Place) -> bool:
    own = block.place
    if place.table is not None or (own.page, own.paragraph) != (place.page, place.paragraph):
        return False
    return own.where == place.where or place.quote in block.text


def _paragraph(text: str, quotes: Sequence[str]) -> str:
    start = max(0, text.find(quotes[0]) if quotes else 0)
    end = start + (len(quotes[0]) if quotes else 0)
    low, high = max(0, start - _BEFORE), min(len(text), end + _AFTER)
    shown = marked(text[low:high], quotes)
    return f"<p>{'…' if low else ''}{shown}{'…' if high < len(text) else ''}</p>"


def marked(text: str, quotes: Sequence[str]) -> str:
    """Return the text as HTML with every quotation in it marked; overlapping ones become one mark."""
    spans = sorted((at, at + len(quote)) for quote in quotes if quote and (at := text.find(quote)) >= 0)
    pieces, done = [], 0
    for start, end in spans:
        if end <= done:
            continue
        start = max(start, done)
        pieces += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
        done = end
    return "".join([*pieces, escape(text[done:])])


def _table(table: Table, places: Sequence[Place]) -> str:
    height = len(table.rows)
    wanted = {min(height, max(1, p.row)) - 1 for p in places if p.row is not None}
    shown = set(range(min(_HEAD_ROWS, height)))
    for row in sorted(wanted):
        shown |= set(range(max(0, row - _AROUND), min(height, row + _AROUND + 1)))
    if not wanted:
        shown = set(range(min(height, 2 * _AROUND + _HEAD_ROWS)))
    rows = sorted(shown)
    if len(rows) > _MOST_ROWS:  # what is quoted stays
        keep = set(range(min(_HEAD_ROWS, height))) | wanted
        rows = sorted(keep | set(sorted(shown - keep)[: max(0, _MOST_ROWS - len(keep))]))
    return _rows(table, places, rows)


def _rows(table: Table, places: Sequence[Place], rows: Sequence[int]) -> str:
    """Write the rows with these numbers; what is left out between or after them is shown as such."""
    height = len(table.rows)
    gap = f'<tr class="gap"><td colspan="{max(1, table.width)}">⋮</td></tr>'
    lines, before = [], -1
    for i in rows:
        if i != before + 1:
            lines.append(gap)
        lines.append(f"<tr>{_cells(table, i, rows, places)}</tr>")
        before = i
    if before < height - 1:
        lines.append(gap)
    caption = f"<caption>{escape(table.caption)}</caption>" if table.caption else ""
    return f"<table>{caption}{''.join(lines)}</table>"


def _cells(table: Table, i: int, rows: Sequence[int], places: Sequence[Place]) -> str:
    """Write the cells that begin in row `i` of what is shown: a merged cell where its first shown row is."""
    written = []
    for j, cell in enumerate(table.rows[i]):
        if cell.column != j or (i > cell.row and i - 1 in rows):
            continue
        last = i
        while last + 1 in rows and last + 1 < cell.row + cell.row_span:
            last += 1
        spans = f' rowspan="{last - i + 1}"' if last > i else ""
        spans += f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
        own = [place for place in places if _covers(cell, place)]
        text = cell.text if len(cell.text) <= _CELL else cell.text[:_CELL] + "…"
        inner = marked(text, [place.quote for place in own if place.quote != cell.text]).replace("\n", "<br>")
        hit = ' class="hit"' if own else ""
        written.append(f"<td{spans}{hit}>{inner}</td>")
    return "".join(written)


def _covers(cell: Cell, place: Place) -> bool:
    if place.row is None or place.column is None:
        return False
    row, column = place.row - 1, place.column - 1
    return cell.row <= row < cell.row + cell.row_span and cell.column <= column < cell.column + cell.column_span
