"""A table as lines and heads with numbers at their crossings: header rows split off, labels and units read, either way up."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from docaudit import quantities
from docaudit.extract.grid import regions
from docaudit.model import Cell, Figure, Interval, Part, Quantity, Relation, Table
from docaudit.recompute.beside import beside
from docaudit.recompute.values import RATIO, Value, value_of
from docaudit.recompute.words import BLANK, INDEX, is_identifier, squeeze, total_word

_UNIT_IN_LABEL = re.compile(
    r"[（(](?:单位[:：])?\s*([^（()）\d]{1,6})[)）]|/\s*([^/（()）\d]{1,4})$|单位[:：]\s*([^（()）\s]{1,5})"
)
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_MAX_HEADER_ROWS = 3
_RELATIVE = re.compile(r"(?:率|幅度?|占比|比重|增速|同比|环比)(?:[（(][%％]?[)）])?$")
"""A rate without its sign has no unit, whatever the row's label says its levels are in."""
_LEAST_POINTS = 3
_STUB = re.compile(r"^(?:[栏行列]次|序号|编号|[甲乙丙丁]|[A-E])$")
_POINTS = re.compile(r"^(\d{1,3})分?$")
_TITLE_LENGTH = 30
_COUNT_HEAD = re.compile(r"项目数|数量|个数|家数|人数|户数|次数|件数|项数|率|占比|比例")


@dataclass(frozen=True, slots=True)
class Line:
    """A row (or, the other way up, a column) of numbers: its position in the table and the labels that lead to it."""

    at: int
    labels: tuple[str, ...]
    keys: tuple[int, ...]
    """Identity of the cell behind each label: equal for lines that share one merged group cell."""

    @property
    def label(self) -> str:
        """The innermost label."""
        return self.labels[-1] if self.labels else ""

    @property
    def title(self) -> str:
        """The labels, outermost first, as a person would say it; long explanations are left out."""
        texts = [text for label in self.labels if (text := squeeze(label))]
        short = [text for text in texts if len(text) <= _TITLE_LENGTH] or [
            text[:_TITLE_LENGTH] + "…" for text in texts[:1]
        ]
        return "·".join(short)


@dataclass(frozen=True, slots=True)
class Grid:
    """A stretch of a table below one header: `lines` × `heads`, `values` by (line.at, head.at)."""

    table: Table
    lines: tuple[Line, ...]
    heads: tuple[Line, ...]
    values: Mapping[tuple[int, int], Value]
    bounds: Mapping[tuple[int, int], Value]
    """Like `values`, with bounds (≥5项) standing for their number, for rates of actual to target."""
    turned: bool = False
    """Whether lines are columns of the table."""

    def turn(self) -> Grid:
        """Return the same grid with columns as lines."""
        values = {(j, i): value for (i, j), value in self.values.items()}
        bounds = {(j, i): value for (i, j), value in self.bounds.items()}
        return Grid(self.table, self.heads, self.lines, values, bounds, turned=not self.turned)

    def cell(self, line: Line, head: Line) -> Cell:
        """Return the table's cell at a crossing."""
        return self.table.rows[head.at][line.at] if self.turned else self.table.rows[line.at][head.at]

    def column(self, head: Line) -> Iterator[tuple[Line, Value]]:
        """Yield every line that has a number under `head`, each cell once."""
        seen: set[str] = set()
        for line in self.lines:
            value = self.values.get((line.at, head.at))
            if value is not None and value.figure.id not in seen:
                seen.add(value.figure.id)
                yield line, value


class Finder:
    """Finds the figure that extraction read from a cell, or makes one: a cell is one figure wherever it is used."""

    def __init__(self, part: Part) -> None:
        self._part = part.id
        self._known: dict[tuple[int | None, int | None, int | None], Figure] = {
            (f.place.table, f.place.row, f.place.column): f
            for f in part.figures
            if f.place.table is not None and _whole(f)
        }

    def figure(self, table: Table, cell: Cell, quantity: Quantity, labels: tuple[str, ...]) -> Figure:
        """Return the figure of a cell that is one quantity; `labels` may name its unit, the nearest last."""
        spot = (cell.place.table, cell.place.row, cell.place.column)
        known = None if cell.place.table is None else self._known.get(spot)
        if known is None:
            return _figure(self._part, table, cell, quantity, labels)
        lent = known.quantity.unit is not None and quantity.unit is None and known.quantity.dimension != RATIO
        relative = labels and _RELATIVE.search(squeeze(labels[-1]))
        return replace(known, quantity=quantity) if lent and relative else known

    def value(self, table: Table, cell: Cell, labels: tuple[str, ...]) -> Value | None:
        """Return the number in a cell, or None."""
        quantity = quantity_of(cell)
        return None if quantity is None else value_of(self.figure(table, cell, quantity, labels))


def grids_of(part: Part) -> tuple[Grid, ...]:
    """Return every stretch of every table of a part that holds numbers."""
    finder = Finder(part)
    return tuple(grid for block in part.blocks if isinstance(block, Table) for grid in _grids(block, finder))


def _whole(figure: Figure) -> bool:
    """Whether the figure is all that its cell says."""
    return squeeze(figure.place.quote) in (
        squeeze(figure.quantity.text),
        squeeze(figure.context[figure.start : figure.end]),
    ) or (quantities.parse(figure.place.quote) is not None)


def _grids(table: Table, finder: Finder) -> Iterator[Grid]:
    numeric = [[quantity_of(cell) for cell in row] for row in table.rows]
    for region in regions(table):
        top, start, end = region.top, region.body, region.bottom
        if start == top and (_heads_columns(table, numeric, top, end) or _points_head(table, numeric, top, end)):
            start = top + 1
        while 0 < start - top < _MAX_HEADER_ROWS and _continues(table, numeric, top, start, end):
            start += 1
        body = start + 1 if start - top > 0 and start + 1 < end and _counts_columns(table, numeric, start) else start
        heads = [_line_of_column(table, j, top, start) for j in range(table.width)]
        used = [j for j in range(table.width) if not any(INDEX.match(squeeze(t)) for t in heads[j].labels[-1:])]
        numbers = [
            j
            for j in used
            if (found := [q for i in range(body, end) if (q := numeric[i][j]) is not None])
            and not is_identifier(heads[j].label, found)
        ]
        for first, last in beside(table, [head.label for head in heads], numbers, range(body, end)):
            columns = [j for j in numbers if first <= j < last]
            if not columns:
                continue
            stub = min(columns)
            values: dict[tuple[int, int], Value] = {}
            bounds: dict[tuple[int, int], Value] = {}
            lines = []
            for i in range(body, end):
                lines.append(_line_of_row(table, numeric, i, stub, (first, last)))
                for j in columns:
                    quantity = numeric[i][j]
                    if quantity is None:
                        continue
                    cell = table.rows[i][j]
                    figure = finder.figure(table, cell, quantity, (*lines[-1].labels, *heads[j].labels))
                    value = value_of(figure)
                    if value is not None:
                        values[i, j] = bounds[i, j] = value
                    elif figure.quantity.relation is not Relation.RANGE:
                        bounds[i, j] = Value(figure, Interval(figure.quantity.value, figure.quantity.value))
            if values:
                lines = _with_groups(table, lines, values, stub, first)
                yield Grid(table, tuple(lines), tuple(heads[j] for j in columns), values, bounds)


def _heads_columns(table: Table, numeric: list[list[Quantity | None]], top: int, end: int) -> bool:
    """Whether a row that extraction takes for labelled values (项目名称 | 自评得分) heads columns of numbers."""
    texts = {id(cell): squeeze(cell.text) for cell in table.rows[top]}
    if any(numeric[top]) or len(texts) < 2 or any(not text or text.endswith(":") for text in texts.values()):
        return False
    below = range(top + 1, end)
    columns = [j for j in range(1, table.width) if sum(numeric[i][j] is not None for i in below) * 2 > len(below)]
    return end - top >= 3 and bool(columns)


def _points_head(table: Table, numeric: list[list[Quantity | None]], top: int, end: int) -> bool:
    """Whether a row heads columns by the points given (项目 | 5分 | 4分 | 3分 | 2分 | 1分 | 合计 | 均分)."""
    points = [int(m[1]) for cell in table.rows[top][1:] if (m := _POINTS.match(squeeze(cell.text)))]
    named = [j for j in range(1, table.width) if numeric[top][j] is None and squeeze(table.rows[top][j].text)]
    steps = {a - b for a, b in pairwise(points)}
    if len(points) < _LEAST_POINTS or len(steps) != 1 or 0 in steps or not named or end - top < _LEAST_POINTS:
        return False
    return all(numeric[i][j] is not None for i in range(top + 1, end) for j in named[-1:])


def _continues(table: Table, numeric: list[list[Quantity | None]], top: int, row: int, end: int) -> bool:
    """Whether a row below the header names the columns of numbers once more (合计 | 专项经费 | 自筹经费)."""
    if row + 1 >= end or any(numeric[row]):
        return False
    columns = [j for j in range(table.width) if any(numeric[i][j] is not None for i in range(row + 1, end))]
    named = [j for j in columns if 0 < len(squeeze(table.rows[row][j].text)) <= _TITLE_LENGTH]
    if len({squeeze(table.rows[row][j].text) for j in named}) < 2:
        return False
    below_one = all(any(squeeze(table.rows[i][j].text) for i in range(top, row)) for j in columns if j not in named)
    return len(named) * 2 > len(columns) or (below_one and not squeeze(table.rows[row][0].text) and row - top >= 1)


def _counts_columns(table: Table, numeric: list[list[Quantity | None]], row: int) -> bool:
    """Whether a row only numbers the columns: 栏次 | 1 | 2 | 3 | 4."""
    distinct = {id(cell): q for cell, q in zip(table.rows[row], numeric[row], strict=True) if q is not None}
    numbers = [q.number for q in distinct.values()]
    texts = {squeeze(c.text) for c, q in zip(table.rows[row], numeric[row], strict=True) if q is None} - BLANK
    if len(numbers) < _LEAST_POINTS or any(q.unit is not None for q in distinct.values()):
        return False
    return all(b - a == 1 for a, b in pairwise(numbers)) and all(_STUB.match(text) for text in texts)


def quantity_of(cell: Cell) -> Quantity | None:
    """Return the quantity that a cell is, with the unit of its number format, or None."""
    text = cell.text.strip()
    if not text or len(text) > 40 or squeeze(text) in BLANK:
        return None
    quantity = quantities.parse(text)
    if quantity is None or quantity.growth is not None:
        return None
    if quantity.unit is None and cell.unit:
        unit = quantities.parse_unit(cell.unit)
        quantity = quantities.with_unit(quantity, unit) if unit else quantity
    return quantity


def unit_in(label: str) -> str | None:
    """Return the unit that a label names in brackets or behind a slash, as text."""
    for found in _UNIT_IN_LABEL.finditer(label):
        text = next(group for group in found.groups() if group)
        if quantities.parse_unit(text.strip()) is not None:
            return text.strip()
    return None


def _line_of_column(table: Table, j: int, top: int, start: int) -> Line:
    labels: list[str] = []
    keys: list[int] = []
    for i in range(top, start):
        cell = table.rows[i][j]
        if not squeeze(cell.text) and i < start - 1:
            cell = next((c for c in reversed(table.rows[i][:j]) if squeeze(c.text)), cell)
        if not squeeze(cell.text) or id(cell) in keys or (labels and squeeze(labels[-1]) == squeeze(cell.text)):
            continue
        if cell.column_span >= table.width and table.width > 2:
            continue
        labels.append(cell.text.strip())
        keys.append(id(cell))
    return Line(j, tuple(labels), tuple(keys))


def _line_of_row(
    table: Table, numeric: list[list[Quantity | None]], i: int, stub: int, columns: tuple[int, int]
) -> Line:
    labels: list[str] = []
    keys: list[int] = []
    for j in range(*columns):
        cell = table.rows[i][j]
        text = squeeze(cell.text)
        if numeric[i][j] is not None and not (j < stub and _YEAR.match(text)):
            if j >= stub:
                break
            continue
        if not text or id(cell) in keys or text in BLANK:
            continue
        if j >= stub and labels:
            break
        labels.append(cell.text.rstrip())
        keys.append(id(cell))
    return Line(i, tuple(labels), tuple(keys))


def _with_groups(
    table: Table, lines: list[Line], values: Mapping[tuple[int, int], Value], stub: int, left: int
) -> list[Line]:
    """Give lines the group that stands above them: in an empty first cell's predecessor, or in a row of its own."""
    filled = {i for i, _ in values}
    above: tuple[str, int] | None = None
    banner: tuple[str, int] | None = None
    result = []
    for line in lines:
        first = table.rows[line.at][left]
        if line.at not in filled:
            alone = len({id(cell) for cell in table.rows[line.at] if squeeze(cell.text)}) == 1
            banner = (line.labels[0], line.keys[0]) if alone and line.labels else banner
            result.append(line)
            continue
        if (
            stub - left >= 2
            and not squeeze(first.text)
            and above is not None
            and line.labels
            and not total_word(line.label)
        ):
            line = Line(line.at, (above[0], *line.labels), (above[1], *line.keys))
        elif stub - left >= 2 and len(line.labels) >= 2:
            same = above is not None and squeeze(above[0]) == squeeze(line.labels[0])
            above = above if same else (line.labels[0], line.keys[0])
            line = Line(line.at, line.labels, (above[1] if above else line.keys[0], *line.keys[1:]))
        if banner is not None and banner[0] not in line.labels:
            line = Line(line.at, (banner[0], *line.labels), (banner[1], *line.keys))
        result.append(line)
    return result


def _figure(part: str, table: Table, cell: Cell, quantity: Quantity, labels: tuple[str, ...]) -> Figure:
    if quantity.unit is None:
        named = next((u for label in reversed(labels) if (u := unit_in(label))), None)
        if named is None and not (labels and _COUNT_HEAD.search(labels[-1])):
            named = unit_in(table.caption)
        unit = quantities.parse_unit(named) if named else None
        if unit is not None:
            quantity = quantities.with_unit(quantity, unit)
    digest = hashlib.sha1(f"{part}|{table.index}|{cell.row}|{cell.column}".encode()).hexdigest()[:10]
    context = " | ".join(dict.fromkeys(c.text for c in table.rows[cell.row] if c.text))
    name = labels[-1] if labels else ""
    return Figure(id=f"g{digest}", quantity=quantity, name=name, place=cell.place, path=labels, context=context)
