"""Tables without vertical lines: three-line tables and tables set with blanks only."""

from __future__ import annotations

from dataclasses import dataclass, field

from docaudit.model.documents import BBox
from docaudit.readers.pdf.lines import Line


@dataclass(slots=True)
class SpacedCell:
    """A cell and the lines in it; row and column count from 0."""

    row: int
    column: int
    row_span: int
    column_span: int
    bbox: BBox
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class SpacedTable:
    """A table whose columns are told apart by blanks; `xs` are the edges of the columns."""

    bbox: BBox
    xs: list[float]
    height: int
    cells: list[SpacedCell]


def find_spaced(lines: list[Line], rules: list[tuple[float, float, float]]) -> tuple[list[Line], list[SpacedTable]]:
    """Return the lines outside such tables, and the tables; `rules` are the horizontal lines (x0, x1, height)."""
    return lines, []
