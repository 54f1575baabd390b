"""Documents from plain text: "# " is the title, "## " a chapter, "| a | b |" a table row, "[表] " a caption, "=== 名 ===" a sheet."""

from __future__ import annotations

import re
from dataclasses import replace

from docaudit.model import Block, Cell, Document, Heading, Paragraph, ParagraphKind, Place, Table
from tests.extracting import grid


def document(text: str, *, path: str = "材料1.docx") -> Document:
    """The document that `text` draws; a blank line parts two tables."""
    blocks: list[Block] = []
    rows: list[str] = []
    caption = ""
    sheet: str | None = None
    tables = 0

    def close() -> None:
        nonlocal tables, caption
        if rows:
            tables += 1
            blocks.append(_on_sheet(grid("\n".join(rows), index=tables, caption=caption), sheet))
            rows.clear()
            caption = ""

    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("|"):
            rows.append(line.strip()[1:].removesuffix("|"))
            continue
        close()
        if not line.strip():
            continue
        place = Place("d", f"第{number}行", line, paragraph=number, sheet=sheet)
        if found := re.fullmatch(r"=== (.+) ===", line):
            sheet = found[1]
        elif line.startswith("[表] "):
            caption = line[4:]
        elif line.startswith("[页眉] "):
            blocks.append(Paragraph(line[5:], place, ParagraphKind.HEADER))
        elif found := re.match(r"(#+) ", line):
            blocks.append(Heading(line[found.end() :], len(found[1]) - 1, place))
        else:
            blocks.append(Paragraph(line.replace("\\n", "\n"), place))
    close()
    return Document("d", path, "0" * 64, "docx", tuple(blocks))


def _on_sheet(table: Table, sheet: str | None) -> Table:
    if sheet is None:
        return table
    moved: dict[int, Cell] = {}
    for cell in table.cells():
        moved[id(cell)] = replace(cell, place=replace(cell.place, sheet=sheet))
    rows = tuple(tuple(moved[id(cell)] for cell in row) for row in table.rows)
    return replace(table, rows=rows, place=replace(table.place, sheet=sheet))
