"""Tables as bare text: .csv, and .txt with drawn lines."""

from __future__ import annotations

import csv
import io
import unicodedata

from builders.kit import Block, filled, plain
from builders.reading.papers import Source


def csv_bytes(source: Source, encoding: str) -> bytes:
    """The tables of a paper as comma separated values, merged cells repeated."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for block in source.blocks:
        if block.kind == "table":
            writer.writerows(filled(block))
    return out.getvalue().encode(encoding)


def drawn_text(source: Source, *, ascii_lines: bool) -> str:
    """A paper as plain text with its tables drawn."""
    out = [_drawn(b, ascii_lines=ascii_lines) if b.kind == "table" else plain(b.text) for b in source.blocks]
    return "\n\n".join(out) + "\n"


def _drawn(block: Block, *, ascii_lines: bool) -> str:
    grid = [[cell.replace("\n", " ") for cell in row] for row in filled(block)]
    widths = [max(_width(row[j]) for row in grid) for j in range(len(grid[0]))]
    if not ascii_lines:
        widths = [w + w % 2 for w in widths]
    h, v = ("-", "|") if ascii_lines else ("─", "│")
    top, middle, bottom = ("+++", "+++", "+++") if ascii_lines else ("┌┬┐", "├┼┤", "└┴┘")

    def rule(marks: str) -> str:
        run = [h * ((w + 2) if ascii_lines else (w // 2 + 1)) for w in widths]
        return marks[0] + marks[1].join(run) + marks[2]

    lines = [rule(top)]
    for i, row in enumerate(grid):
        cells = [" " + cell + " " * (w - _width(cell)) + " " for cell, w in zip(row, widths, strict=True)]
        lines.append(v + v.join(cells) + v)
        lines.append(rule(bottom if i == len(grid) - 1 else middle))
    return "\n".join(lines)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)
