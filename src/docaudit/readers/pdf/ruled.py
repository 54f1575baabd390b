"""Tables drawn with lines: pdfplumber's table finder on the edges of a page, and the full grid of each table."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pdfplumber import table as finder

from docaudit.model.documents import BBox
from docaudit.readers.pdf.content import Box, Glyph

Edge = dict[str, Any]

MAX_EDGES = 4000
"""Lines on one page beyond which it is a drawing or a map and not a paper."""

_THIN = 3.0
_TOLERANCE = 3.0


@dataclass(slots=True)
class GridCell:
    """A cell of a grid; row and column count from 0."""

    row: int
    column: int
    row_span: int
    column_span: int
    bbox: BBox
    glyphs: list[Glyph] = field(default_factory=list)
    sideways: list[tuple[int, Glyph]] = field(default_factory=list)
    """Glyphs that run up or down, with the degrees clockwise by which they are turned."""


@dataclass(slots=True)
class Grid:
    """A table as drawn: the heights of its rows, the edges of its columns, and its cells in reading order."""

    xs: list[float]
    ys: list[float]
    cells: list[GridCell]
    owner: dict[tuple[int, int], GridCell]

    @property
    def bbox(self) -> BBox:
        """The box around it."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def at(self, x: float, y: float) -> GridCell | None:
        """Return the cell that a point lies in, None when it lies outside."""
        column = bisect_right(self.xs, x) - 1
        row = bisect_right(self.ys, y) - 1
        if not (0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1):
            return None
        cell = self.owner.get((row, column))
        if cell is None:
            box = (self.xs[column], self.ys[row], self.xs[column + 1], self.ys[row + 1])
            cell = GridCell(row, column, 1, 1, box)
            self.owner[row, column] = cell
            self.cells.append(cell)
        return cell


def edges_of(boxes: Sequence[Box], width: float, height: float) -> list[Edge]:
    """Return the horizontal and vertical edges that drawn lines and rectangles make, as pdfplumber wants them."""
    edges: list[Edge] = []
    for x0, top, x1, bottom, shade in boxes:
        wide, tall = x1 - x0, bottom - top
        if wide >= 0.93 * width and tall >= 0.93 * height:
            continue
        if tall < _THIN and wide > tall:
            edges.append(_edge(x0, (top + bottom) / 2, x1, (top + bottom) / 2))
        elif wide < _THIN:
            edges.append(_edge((x0 + x1) / 2, top, (x0 + x1) / 2, bottom))
        else:
            sides = ((x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom))
            edges.extend(_edge(*side, shade=shade) for side in sides)
    return [edge for edge in edges if edge["width"] + edge["height"] >= 1]


def _edge(x0: float, top: float, x1: float, bottom: float, *, shade: bool = False) -> Edge:
    return {
        "object_type": "line",
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "doctop": top,
        "width": x1 - x0,
        "height": bottom - top,
        "orientation": "h" if bottom == top else "v",
        "shade": shade,
    }


def find_grids(edges: list[Edge]) -> list[Grid]:
    """Return the ruled tables among these edges, from top to bottom.  Their cells hold no glyphs yet."""
    merged = finder.merge_edges(edges, _TOLERANCE, _TOLERANCE, _TOLERANCE, _TOLERANCE)
    merged = [edge for edge in merged if edge["width"] + edge["height"] >= _TOLERANCE]
    merged += _missing_sides(merged)
    crossings = finder.edges_to_intersections(merged, _TOLERANCE, _TOLERANCE)
    cells = smallest_cells(crossings)
    grids = [_grid(group) for group in finder.cells_to_tables(cells)]
    return [grid for grid in grids if grid.cells and not _is_shading(grid, edges)]


def smallest_cells(crossings: Mapping[tuple[float, float], Mapping[str, list[Edge]]]) -> list[BBox]:
    """Return the smallest rectangle to the lower right of every crossing whose sides are drawn.

    The same as pdfplumber's `intersections_to_cells`, which looks through all crossings for each of them.
    """
    sides = {point: (_ids(lines["v"]), _ids(lines["h"])) for point, lines in crossings.items()}
    by_x: dict[float, list[float]] = {}
    by_y: dict[float, list[float]] = {}
    for x, y in sorted(sides):
        by_x.setdefault(x, []).append(y)
        by_y.setdefault(y, []).append(x)
    cells: list[BBox] = []
    for x, y in sorted(sides):
        upright, level = sides[x, y]
        ys, xs = by_x[x], by_y[y]
        rights = [right for right in xs[bisect_right(xs, x) :] if not level.isdisjoint(sides[right, y][1])]
        if rights:
            belows = (low for low in ys[bisect_right(ys, y) :] if not upright.isdisjoint(sides[x, low][0]))
            cell = next(
                ((x, y, right, low) for low in belows for right in rights if _closes(sides, x, y, right, low)), None
            )
            if cell is not None:
                cells.append(cell)
    return cells


_Sides = dict[tuple[float, float], tuple[frozenset[BBox], frozenset[BBox]]]


def _closes(sides: _Sides, x: float, y: float, right: float, low: float) -> bool:
    """Whether the right and the lower side of a rectangle are drawn."""
    corner = sides.get((right, low))
    return (
        corner is not None
        and not corner[0].isdisjoint(sides[right, y][0])
        and not corner[1].isdisjoint(sides[x, low][1])
    )


def _ids(edges: list[Edge]) -> frozenset[BBox]:
    return frozenset((edge["x0"], edge["top"], edge["x1"], edge["bottom"]) for edge in edges)


def _missing_sides(edges: list[Edge]) -> list[Edge]:
    """Edges that close tables drawn open at the left, the right, the top or the bottom."""
    closing: list[Edge] = []
    for group in _connected(edges):
        level = [edge for edge in group if edge["orientation"] == "h"]
        upright = [edge for edge in group if edge["orientation"] == "v"]
        if len(level) < 2 or not upright:
            continue
        for end, outer in (("x0", min), ("x1", max)):
            x = outer(edge[end] for edge in level)
            ends = [edge["top"] for edge in level if abs(edge[end] - x) <= _TOLERANCE]
            if len(ends) >= max(2, 0.5 * len(level)) and all(abs(edge["x0"] - x) > _TOLERANCE for edge in upright):
                closing.append(_edge(x, min(ends), x, max(ends)))
        if len(upright) < 2:
            continue
        for end, outer in (("top", min), ("bottom", max)):
            y = outer(edge[end] for edge in upright)
            ends = [edge["x0"] for edge in upright if abs(edge[end] - y) <= _TOLERANCE]
            far = all(abs(edge["top"] - y) > 2 * _TOLERANCE for edge in level)
            if len(ends) >= max(2, 0.5 * len(upright)) and far:
                closing.append(_edge(min(ends), y, max(ends), y))
    return closing


def _connected(edges: list[Edge]) -> list[list[Edge]]:
    """Edges grouped by touching one another."""
    parent = list(range(len(edges)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    upright = [(i, edge) for i, edge in enumerate(edges) if edge["orientation"] == "v"]
    for j, level in enumerate(edges):
        if level["orientation"] != "h":
            continue
        y, left, right = level["top"], level["x0"] - _TOLERANCE, level["x1"] + _TOLERANCE
        for i, edge in upright:
            if left <= edge["x0"] <= right and edge["top"] - _TOLERANCE <= y <= edge["bottom"] + _TOLERANCE:
                parent[root(i)] = root(j)
    groups: dict[int, list[Edge]] = {}
    for i, edge in enumerate(edges):
        groups.setdefault(root(i), []).append(edge)
    return list(groups.values())


def _grid(boxes: list[BBox]) -> Grid:
    xs = _levels([value for box in boxes for value in (box[0], box[2])])
    ys = _levels([value for box in boxes for value in (box[1], box[3])])
    grid = Grid(xs, ys, [], {})
    for box in sorted(boxes, key=lambda b: (b[1], b[0])):
        left, right = _nearest(xs, box[0]), _nearest(xs, box[2])
        top, bottom = _nearest(ys, box[1]), _nearest(ys, box[3])
        if right == left or bottom == top:
            continue
        cell = GridCell(top, left, bottom - top, right - left, box)
        grid.cells.append(cell)
        for i in range(top, bottom):
            for j in range(left, right):
                grid.owner.setdefault((i, j), cell)
    return grid


def _levels(values: list[float]) -> list[float]:
    """The distinct positions among values that scatter a little."""
    levels: list[float] = []
    for value in sorted(values):
        if not levels or value - levels[-1] > 1.5:
            levels.append(value)
    return levels


def _nearest(levels: list[float], value: float) -> int:
    i = bisect_right(levels, value)
    if i == len(levels) or (i > 0 and value - levels[i - 1] <= levels[i] - value):
        return i - 1
    return i


def _is_shading(grid: Grid, edges: list[Edge]) -> bool:
    """Whether a grid of one row or one column is only the background of highlighted lines."""
    if len(grid.xs) > 2 and len(grid.ys) > 2:
        return False
    x0, top, x1, bottom = grid.bbox
    return not any(
        not edge["shade"]
        and edge["x0"] >= x0 - _TOLERANCE
        and edge["x1"] <= x1 + _TOLERANCE
        and edge["top"] >= top - _TOLERANCE
        and edge["bottom"] <= bottom + _TOLERANCE
        and edge["orientation"] == "v"
        for edge in edges
    )
