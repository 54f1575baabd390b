"""From the cells of a sheet to lines and tables: several forms may share one sheet."""

from __future__ import annotations

from dataclasses import dataclass, field

from docaudit.readers.outline import is_unit_line, names_table, starts_remark
from docaudit.readers.spots import Spot
from docaudit.readers.xlsx.formats import Shown
from docaudit.readers.xlsx.sheets import Sheet

_BRIDGE = 50
"""Framed empty rows in a row that still belong to one form."""
_REACH = 64
"""How far a merged cell may reach beyond the last cell with content."""
_WIDE = 0.6


@dataclass(frozen=True, slots=True)
class Area:
    """A cell with content and the rectangle it covers; rows and columns count from 1."""

    row: int
    column: int
    bottom: int
    right: int
    shown: Shown

    @property
    def text(self) -> str:
        """What the cell shows."""
        return self.shown.text


@dataclass(slots=True)
class Line:
    """A row above, between or below tables: what it says, cell by cell."""

    areas: list[Area]
    leads: bool = False
    """Whether a table follows it, or nothing but it stands in its band."""


@dataclass(slots=True)
class Grid:
    """A table: its top left cell and its cells relative to that."""

    row: int
    column: int
    height: int
    width: int
    spots: list[Spot]


@dataclass(slots=True)
class _Row:
    number: int
    areas: list[Area] = field(default_factory=list)
    """The areas that begin in this row."""


def lay_out(sheet: Sheet) -> list[Line | Grid]:
    """Return the lines and tables of a sheet in reading order."""
    areas = _areas(sheet)
    framed_rows: dict[int, int] = {}
    for row, _ in sheet.framed:
        framed_rows[row] = framed_rows.get(row, 0) + 1
    found: list[Line | Grid] = []
    for band in _bands(areas, framed_rows):
        found.extend(_split(band, sheet.framed))
    return found


def _areas(sheet: Sheet) -> list[Area]:
    """Return the cells with content, merged ones with their whole rectangle as far as it matters."""
    if not sheet.shown:
        return []
    last_row = max(row for row, _ in sheet.shown) + _REACH
    last_column = max(column for _, column in sheet.shown) + _REACH
    extent = {
        (top, left): (min(bottom, last_row), min(right, last_column)) for top, left, bottom, right in sheet.merges
    }
    return [Area(*spot, *extent.get(spot, spot), shown) for spot, shown in sorted(sheet.shown.items())]


def _bands(areas: list[Area], framed_rows: dict[int, int]) -> list[list[_Row]]:
    """Part the sheet at blank rows; blank rows with frames belong to the form around them."""
    bands: list[list[_Row]] = []
    reach = 0
    for area in areas:
        gap = range(reach + 1, area.row)
        bridged = len(gap) <= _BRIDGE and all(framed_rows.get(row, 0) > 1 for row in gap)
        if not bands or not bridged:
            bands.append([])
        band = bands[-1]
        if not band or band[-1].number != area.row:
            band.append(_Row(area.row))
        band[-1].areas.append(area)
        reach = max(reach, area.bottom)
    return bands


def _split(band: list[_Row], framed: set[tuple[int, int]]) -> list[Line | Grid]:
    """Part one band into lines and tables."""
    left = min(area.column for row in band for area in row.areas)
    right = max(area.right for row in band for area in row.areas)
    frames = any((area.row, area.column) in framed for row in band for area in row.areas)
    found: list[Line | Grid] = []
    rows: list[_Row] = []
    busy_until = 0
    broad = max((i for i, row in enumerate(band) if len(row.areas) > 1), default=-1)
    for i, row in enumerate(band):
        inside = row.number <= busy_until
        busy_until = max(busy_until, *(area.bottom for area in row.areas if area.bottom > area.row), 0)
        below = _Below(any_row=i + 1 < len(band), broad_row=i < broad)
        if not inside and _is_line(row, below, framed, frames=frames, width=right - left + 1, first=not rows):
            found.extend(_tables(rows, framed))
            rows = []
            found.append(Line(row.areas))
        else:
            rows.append(row)
    found.extend(_tables(rows, framed))
    leads = len(found) == 1
    for item in reversed(found):
        if isinstance(item, Line):
            item.leads = leads
        else:
            leads = True
    return found


@dataclass(frozen=True, slots=True)
class _Below:
    """What follows a row in its band: anything, and a row of several cells."""

    any_row: bool
    broad_row: bool


def _is_line(row: _Row, below: _Below, framed: set[tuple[int, int]], *, frames: bool, width: int, first: bool) -> bool:
    """Whether a row stands outside the tables: a title, a unit, a remark."""
    bare = not any((area.row, area.column) in framed for area in row.areas)
    # a row of several cells below a frame may be a total that was typed in later: only labels make it a line
    if frames and bare and (len(row.areas) == 1 or any(":" in area.text or "：" in area.text for area in row.areas)):
        return True
    if any(is_unit_line(area.text) for area in row.areas) and first:
        return True
    if len(row.areas) != 1:
        return False
    area = row.areas[0]
    wide = area.right - area.column + 1 >= max(2, _WIDE * width)
    if first:
        return (wide or (not frames and width > 1)) and (below.broad_row or not below.any_row)
    if frames:
        return False
    return (wide and width > 2 and names_table(area.text)) or (not below.any_row and starts_remark(area.text))


def _tables(rows: list[_Row], framed: set[tuple[int, int]]) -> list[Line | Grid]:
    """Make tables of a run of rows, parted at blank columns; a single column of text is lines."""
    if not rows:
        return []
    areas = [area for row in rows for area in row.areas]
    columns = {j for area in areas for j in range(area.column, area.right + 1)}
    numbers = {row.number for row in rows}
    framed_columns = {column for row, column in framed if row in numbers}
    groups: list[list[int]] = []
    for column in range(min(columns), max(columns) + 1):
        if column not in columns and column not in framed_columns:
            groups.append([])
        elif not groups:
            groups.append([column])
        else:
            groups[-1].append(column)
    groups = [group for group in groups if group]
    parts = [[area for area in areas if group[0] <= area.column <= group[-1]] for group in groups]
    splits = len(parts) > 1 and all(
        len({area.column for area in part}) > 1 and len({area.row for area in part}) > 1 for part in parts
    )
    return [item for part in (parts if splits else [areas]) for item in _grid(part)]


def _grid(areas: list[Area]) -> list[Line | Grid]:
    if len({area.column for area in areas}) == 1 and len({area.right for area in areas}) == 1:
        return [Line([area]) for area in areas]
    top, left = min(area.row for area in areas), min(area.column for area in areas)
    bottom, right = max(area.bottom for area in areas), max(area.right for area in areas)
    spots = [
        Spot(
            area.row - top,
            area.column - left,
            area.text,
            area.bottom - area.row + 1,
            area.right - area.column + 1,
            area.shown.unit,
        )
        for area in areas
    ]
    return [Grid(top, left, bottom - top + 1, right - left + 1, spots)]
