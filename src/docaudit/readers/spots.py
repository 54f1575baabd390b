"""Tables as files tell them, cell by cell with spans, laid out as full grids."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from docaudit.model import Cell, Place

MAX_SPOTS = 2_000_000
"""Grid spots in one table beyond which a file is taken for a bomb rather than a paper."""


@dataclass(frozen=True, slots=True)
class Spot:
    """What a file says about one cell: its top left corner (counted from 0), its spans and its text."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    unit: str | None = None


def fill_grid(
    spots: Iterable[Spot], place: Callable[[Spot], Place], *, height: int | None = None, width: int | None = None
) -> tuple[tuple[Cell, ...], ...]:
    """Return the full grid: rows of equal length, merged cells in every spot they cover, empty cells in the gaps.

    Where spots overlap, the one that comes first keeps the ground; a span is cut back to the rectangle that is free.
    Without `height` and `width` the grid is as large as the spots need.
    """
    spots = list(spots)
    tall = height if height is not None else max((s.row + s.row_span for s in spots), default=0)
    wide = width if width is not None else max((s.column + s.column_span for s in spots), default=0)
    if tall * wide > MAX_SPOTS:
        raise ValueError(f"表格过大：{tall} 行 × {wide} 列")
    grid: list[list[Cell | None]] = [[None] * wide for _ in range(tall)]
    for spot in spots:
        _lay(grid, spot, place)
    for i, row in enumerate(grid):
        for j, cell in enumerate(row):
            if cell is None:
                row[j] = _cell(Spot(i, j, ""), place)
    return tuple(tuple(cell for cell in row if cell is not None) for row in grid)


def _lay(grid: list[list[Cell | None]], spot: Spot, place: Callable[[Spot], Place]) -> None:
    top, left = spot.row, spot.column
    if not (0 <= top < len(grid) and 0 <= left < len(grid[top])) or grid[top][left] is not None:
        return
    if spot.row_span == 1 and spot.column_span == 1:
        grid[top][left] = _cell(spot, place)
        return
    right = left
    while right < min(left + spot.column_span, len(grid[top])) and grid[top][right] is None:
        right += 1
    bottom = top
    while bottom < min(top + spot.row_span, len(grid)) and all(grid[bottom][j] is None for j in range(left, right)):
        bottom += 1
    cell = _cell(replace(spot, row_span=bottom - top, column_span=right - left), place)
    for i in range(top, bottom):
        grid[i][left:right] = [cell] * (right - left)


def _cell(spot: Spot, place: Callable[[Spot], Place]) -> Cell:
    return Cell(spot.text, spot.row, spot.column, place(spot), spot.row_span, spot.column_span, spot.unit)
