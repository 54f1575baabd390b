"""Papers of one test case: written in Markdown marks, made into the file kind that offices use, and the claims told in lines.

A table row is `| a | b |`; in .docx and .xlsx `<` continues the cell to the left and `^` the one above, and a figure in a
workbook is a number.  A claim is `role | name | value`, a qualitative value in “”.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import openpyxl

from docaudit.engine import read_paper
from docaudit.extract.cells import whole_quantity
from docaudit.model import Claim, Relation, Role

ROLES = (Role.TARGET, Role.ACTUAL, Role.BASELINE)
NUMERAL = re.compile(r"-?\d+(\.\d+)?")
Rows = list[list[str]]


@dataclass(frozen=True)
class Line:
    """A claim as a case tells it."""

    role: str
    name: str
    value: str


def told(lines: Iterable[str] | None) -> list[Line]:
    """Read the claims of a case."""
    return [Line(*(cell.strip() for cell in line.split("|"))) for line in lines or ()]


def claims_of(file: str, text: str, folder: Path) -> list[Claim]:
    """Write the paper and read it back."""
    path = folder / file
    {"docx": _docx, "xlsx": _xlsx}.get(path.suffix[1:], _plain)(path, text)
    paper = read_paper(path, file)
    return [claim for part in paper.parts for claim in part.claims if claim.role in ROLES]


def pair(wanted: Sequence[Line], got: Sequence[Claim]) -> dict[int, int]:
    """Return which claim is which line, one to one; the names that agree best come first."""
    scored = sorted(
        (-_likeness(line, claim), i, k)
        for i, line in enumerate(wanted)
        for k, claim in enumerate(got)
        if _same(line, claim)
    )
    pairs: dict[int, int] = {}
    for score, i, k in scored:
        if score <= -0.4 and i not in pairs and k not in pairs.values():
            pairs[i] = k
    return pairs


def spoken(claim: Claim) -> str:
    """Return a claim as a line of a case."""
    value = claim.quantity.text if claim.quantity else f"“{claim.text}”"
    unit = claim.quantity.unit.canonical if claim.quantity and claim.quantity.unit else ""
    return f"{claim.role.value} | {claim.name} | {value}" + ("" if unit in value else f" [{unit}]")


def _likeness(line: Line, claim: Claim) -> float:
    own, name = _plain_name(claim.name), _plain_name(line.name)
    whole = _plain_name("".join((*claim.path, claim.name)))
    bigrams = {name[i : i + 2] for i in range(len(name) - 1)} or {name}
    shared = sum(bigram in whole for bigram in bigrams) / len(bigrams)
    return shared + (0.8 if own and (own in name or name in own) else 0.0)


def _plain_name(text: str) -> str:
    return re.sub(r"[\s（）()的≥≤]", "", text)


def _same(line: Line, claim: Claim) -> bool:
    if line.role != claim.role.value:
        return False
    if line.value.startswith("“"):
        text = claim.text or ""
        return claim.quantity is None and bool(text) and (text in line.value or line.value.strip("“”") in text)
    wanted, got = whole_quantity(line.value), claim.quantity
    if wanted is None or got is None:
        return False
    one, other = (
        (Relation.EQ, q.low, q.low)
        if q.reached or (claim.role is not Role.TARGET and q.approximate)
        else (q.relation, q.low, q.high)
        for q in (wanted, got)
    )
    scaled = [
        (relation, *(None if n is None else n * q.factor for n in bounds))
        for q, (relation, *bounds) in ((wanted, one), (got, other))
    ]
    units = [q.unit.canonical if q.unit else None for q in (wanted, got)]
    return scaled[0] == scaled[1] and units[0] == units[1]


def _plain(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _blocks(text: str) -> Iterator[str | Rows]:
    """Yield the lines of a text, and its tables as rows of cells."""
    rows: Rows = []
    for line in (*text.splitlines(), ""):
        if line.startswith("|"):
            if not set(line) <= set("|-: "):
                rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
            continue
        if rows:
            yield rows
            rows = []
        if line.strip():
            yield line.strip()


def _owners(rows: Rows) -> dict[tuple[int, int], tuple[int, int]]:
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            owner[i, j] = owner[i, j - 1] if cell == "<" else owner[i - 1, j] if cell == "^" else (i, j)
    return owner


def _spans(rows: Rows) -> Iterator[tuple[int, int, int, int]]:
    """Yield first row, first column, last row, last column of every merged cell."""
    owner = _owners(rows)
    for i, j in sorted(set(owner.values())):
        spots = [spot for spot, own in owner.items() if own == (i, j)]
        last = max(spots)
        if last != (i, j):
            yield i, j, *last


def _docx(path: Path, text: str) -> None:
    document = docx.Document()
    for block in _blocks(text):
        if isinstance(block, list):
            _word_table(document, block)
        elif block.startswith("#"):
            document.add_heading(block.lstrip("# "), len(block) - len(block.lstrip("#")))
        else:
            document.add_paragraph(block)
    document.save(str(path))


def _word_table(document: Any, rows: Rows) -> None:
    table = document.add_table(len(rows), max(map(len, rows)))
    table.style = "Table Grid"
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            if cell not in ("<", "^"):
                table.cell(i, j).text = cell
    for top, left, bottom, right in _spans(rows):
        table.cell(top, left).merge(table.cell(bottom, right))


def _xlsx(path: Path, text: str) -> None:
    book = openpyxl.Workbook()
    sheet, down = book.active, 0
    for block in _blocks(text):
        if isinstance(block, list):
            for i, row in enumerate(block):
                for j, cell in enumerate(row):
                    if cell not in ("<", "^", ""):
                        sheet.cell(down + i + 1, j + 1, float(cell) if NUMERAL.fullmatch(cell) else cell)
            for top, left, bottom, right in _spans(block):
                sheet.merge_cells(
                    start_row=down + top + 1, start_column=left + 1, end_row=down + bottom + 1, end_column=right + 1
                )
            down += len(block) + 1
        elif block.startswith("#"):
            sheet = book.create_sheet(block.lstrip("# ")) if down else sheet
            sheet.title, down = block.lstrip("# "), 0
        else:
            sheet.cell(down + 1, 1, block)
            down += 1
    book.save(path)
