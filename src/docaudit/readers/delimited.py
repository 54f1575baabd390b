"""Comma, semicolon or tab separated tables (.csv, .tsv)."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from docaudit.model import Document, Unreadable
from docaudit.readers.build import Assembler
from docaudit.readers.encoding import decode_file
from docaudit.readers.outline import is_unit_line
from docaudit.readers.spots import Spot

_DELIMITERS = (",", "\t", ";", "|", "，", "；")
_SAMPLE = 200
_MAX_FIELD = 1_000_000


def read_csv(path: Path, *, relative: str) -> Document:
    """Read a delimited file: blank lines part tables, lines with a single filled cell above a table are its caption.

    Raises Unreadable when it is not text, OSError when it cannot be opened.
    """
    out = Assembler(relative)
    text = decode_file(path, out)
    delimiter = _delimiter(text.split("\n")[:_SAMPLE], "\t" if path.suffix.lower() == ".tsv" else ",")
    csv.field_size_limit(_MAX_FIELD)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise Unreadable(f"CSV 格式有误，无法分列（{error}）", "请用 Excel 打开并另存为 .xlsx 后重试") from error
    block: list[tuple[int, list[str]]] = []
    for i, row in enumerate(rows):
        if any(cell.strip() for cell in row):
            block.append((i, row))
        else:
            _add(block, out)
            block = []
    _add(block, out)
    return out.document(path, "csv")


def _delimiter(lines: list[str], usual: str) -> str:
    """Return the delimiter that cuts most lines into the same number of fields; `usual` wins a draw."""
    best, score = usual, (0.0, 0)
    for candidate in (usual, *(each for each in _DELIMITERS if each != usual)):
        counts = [len(row) for row in csv.reader(lines, delimiter=candidate) if any(cell.strip() for cell in row)]
        wide = [count for count in counts if count > 1]
        if not wide:
            continue
        common = max(set(wide), key=lambda count: (wide.count(count), count))
        found = (wide.count(common) / len(counts), common)
        if found > score and (candidate in ",\t;" or found[0] > 0.8):
            best, score = candidate, found
    return best


def _add(block: list[tuple[int, list[str]]], out: Assembler) -> None:
    """Add one run of rows: leading rows with one filled cell as lines, the rest as a table."""
    while block and len(filled := [cell.strip() for cell in block[0][1] if cell.strip()]) == 1:
        rest_is_wide = any(sum(bool(cell.strip()) for cell in row) > 1 for _, row in block[1:])
        if not rest_is_wide and len(block) > 1 and not is_unit_line(filled[0]) and len(block[0][1]) > 1:
            break
        out.paragraph(filled[0])
        block = block[1:]
    width = max((len(row) for _, row in block), default=0)
    spots = [Spot(i, j, text) for i, (_, row) in enumerate(block) for j, text in enumerate(row)]
    out.table(spots, height=len(block), width=width)
