"""Tables that report on several projects, a row each: one run of blocks for every project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from docaudit.model import Block, Cell, Heading, Table
from docaudit.profiles.form import FormReader
from docaudit.profiles.labels import FALLBACK
from docaudit.profiles.values import is_blank_value
from docaudit.profiles.words import label, squash

_HEADER_ROWS = 3
_MOST_TEXT = 800
_FEWEST = 2
_LEAD = 60
_SUMS = ("合计", "总计", "小计", "平均", "均值", "共计")


def register_of(blocks: Sequence[Block], reader: FormReader) -> tuple[Table, int, int] | None:
    """Return the one table of a run whose rows are projects, its first row of data and the column of their names.

    None where the run says more than this table, or holds none.
    """
    tables = [block for block in blocks if isinstance(block, Table)]
    text = sum(len(block.text) for block in blocks if not isinstance(block, Table))
    if len(tables) != 1 or text > _MOST_TEXT:
        return None
    table = tables[0]
    for i, row in enumerate(table.rows[:_HEADER_ROWS]):
        column = next((cell.column for cell in row if _names_projects(cell, reader)), None)
        if column is None:
            continue
        if any(_judges(cell, reader) for cell in row):
            return None  # a ranking, which the paper as a whole speaks of
        body = max(cell.row + cell.row_span for cell in row if cell.row == i)
        if any(reader.labels.of(cell.text) for below in table.rows[body:] for cell in below):
            return None  # a form of labels and values
        names = [squash(table.rows[k][column].text) for k in _project_rows(table, body, column)]
        wide = len({id(cell) for cell in table.rows[body]}) > _FEWEST if body < len(table.rows) else False
        return (table, body, column) if wide and len(set(names)) == len(names) >= _FEWEST else None
    return None


def projects_of(blocks: Sequence[Block], table: Table, body: int, column: int) -> Iterator[list[Block]]:
    """Yield for every project of a register the short lines above it, and its header with this project's row alone."""
    lead = [block for block in blocks if not isinstance(block, Table)]
    lead = [block for block in lead if isinstance(block, Heading) or len(squash(block.text)) <= _LEAD]
    for i in _project_rows(table, body, column):
        yield [*lead, _picked(table, [*range(body), i])]


def is_summed(table: Table, body: int) -> bool:
    """Whether a register sums its projects up."""
    return any(_is_sum(row) for row in table.rows[body:])


def _names_projects(cell: Cell, reader: FormReader) -> bool:
    found = reader.labels.of(cell.text)
    return found is not None and found[0] == "project_name" and found[1] < FALLBACK


def _judges(cell: Cell, reader: FormReader) -> bool:
    found = reader.labels.of(cell.text)
    judged = found is not None and found[0] in {"total_score", "grade", "conclusion"}
    return judged or label(cell.text) in reader.labels.score_headers


def _project_rows(table: Table, body: int, column: int) -> list[int]:
    rows: list[int] = []
    for i in range(body, len(table.rows)):
        row = table.rows[i]
        if row[column].row == i and not is_blank_value(row[column].text) and not _is_sum(row):
            rows.append(i)
    return rows


def _is_sum(row: Sequence[Cell]) -> bool:
    return any(label(cell.text).startswith(_SUMS) for cell in row[:_HEADER_ROWS])


def _picked(table: Table, kept: Sequence[int]) -> Table:
    """Return some rows of a table as a table of their own; cells keep their places and their being one cell."""
    position = {row: i for i, row in enumerate(kept)}
    made: dict[int, Cell] = {}

    def moved(cell: Cell) -> Cell:
        if id(cell) not in made:
            covered = [position[r] for r in range(cell.row, cell.row + cell.row_span) if r in position]
            made[id(cell)] = replace(cell, row=covered[0], row_span=len(covered))
        return made[id(cell)]

    return replace(table, rows=tuple(tuple(moved(cell) for cell in table.rows[r]) for r in kept))
