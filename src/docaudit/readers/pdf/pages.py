"""From what is drawn on a page to its lines and tables; nothing that is heavy outlives the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from docaudit.model.documents import BBox
from docaudit.readers.pdf.columns import in_columns
from docaudit.readers.pdf.content import Glyph, PageContent, Remark
from docaudit.readers.pdf.geometry import turned
from docaudit.readers.pdf.lines import Line, build_lines, join
from docaudit.readers.pdf.ruled import MAX_EDGES, Edge, Grid, GridCell, edges_of, find_grids
from docaudit.readers.pdf.spaced import find_spaced
from docaudit.readers.pdf.trace import Trace, trace_of

_SCANNED_SHARE = 0.45
_FEW_GLYPHS = 30
_OUTLINES = 150


@dataclass(frozen=True, slots=True)
class CellText:
    """A cell as read from one page; row and column count from 0 in its table.

    `head` is the width of its first word, `room` what is left after its last line, both in ems: what decides whether
    the text goes on in another cell.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    bbox: BBox
    page: int
    head: float = 0.0
    room: float = 0.0
    rest: tuple[tuple[int, BBox], ...] = ()
    """Pages and boxes in which it goes on."""


@dataclass(slots=True)
class TableLayout:
    """A table on one page; `xs` are the edges of its columns."""

    bbox: BBox
    xs: list[float]
    height: int
    cells: list[CellText]
    ruled: bool = True
    carried: float = 0.0
    """Where it ends on its last page when it goes over several pages; 0 when it does not."""


@dataclass(slots=True)
class PageLayout:
    """One page in reading orientation; `content.turn` says how it lies."""

    number: int
    width: float
    height: float
    turn: int
    lines: list[Line] = field(default_factory=list)
    tables: list[TableLayout] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    rules: list[tuple[float, float, float]] = field(default_factory=list)
    """Horizontal lines outside tables: x0, x1, height."""
    cell_sizes: Counter[float] = field(default_factory=Counter)
    """Characters in tables by the size of their type."""
    scanned: bool = False
    outlined: bool = False
    blank: bool = False
    crowded: bool = False
    """There are too many lines to look for tables."""
    garbled: bool = False
    """Most characters cannot be told from their font."""
    trace: Trace | None = None
    """Set when the page was recognised from its picture."""

    @property
    def pictured(self) -> bool:
        """Whether what stands on the page can only be read from its picture."""
        return self.scanned or self.outlined or self.garbled


def lay_out(content: PageContent) -> PageLayout:
    """Return the lines and tables of a page."""
    page = PageLayout(content.number, content.width, content.height, content.turn, remarks=content.remarks)
    page.trace = trace_of(content)
    _judge(page, content)
    if not content.glyphs:
        return page
    edges = edges_of(content.boxes, content.width, content.height)
    if len(edges) > MAX_EDGES:
        edges = [edge for edge in edges if edge["width"] + edge["height"] >= 12]
    page.crowded = len(edges) > MAX_EDGES
    grids = find_grids(edges) if edges and not page.crowded else []
    outside, grids = _share_out(content, grids)
    page.tables = [_ruled_table(grid, page) for grid in grids]
    lines = build_lines(outside, content.is_bold)
    page.rules = _rules(edges, grids)
    lines, spaced = find_spaced(lines, page.rules)
    for table in spaced:
        cells = [
            _cell_text((c.row, c.column, c.row_span, c.column_span), c.lines, c.bbox, page.number, c.inner)
            for c in table.cells
        ]
        page.tables.append(TableLayout(table.bbox, table.xs, table.height, cells, ruled=False))
    page.tables.sort(key=lambda table: (table.bbox[1], table.bbox[0]))
    page.lines = in_columns(lines, outside, content.width, content.is_bold) if not spaced else lines
    return page


def _judge(page: PageLayout, content: PageContent) -> None:
    known = sum(1 for glyph in content.glyphs if not glyph.text.isspace())
    few = known < _FEW_GLYPHS
    page.scanned = few and content.image_share >= _SCANNED_SHARE
    page.outlined = few and not page.scanned and content.curves > _OUTLINES
    page.blank = known == 0 and not page.scanned and not page.outlined
    page.garbled = content.unmapped > 0.3 * (known + content.unmapped) and content.unmapped > 20


def _share_out(content: PageContent, grids: list[Grid]) -> tuple[list[Glyph], list[Grid]]:
    """Put the glyphs into the cells they lie in; return those outside, and the grids that hold any text."""
    outside: list[Glyph] = []
    ordered = sorted(grids, key=lambda grid: (grid.xs[-1] - grid.xs[0]) * (grid.ys[-1] - grid.ys[0]))
    boxes = [(grid.bbox, grid) for grid in ordered]

    def cell_at(glyph: Glyph) -> GridCell | None:
        left, upper, right, lower, _, _ = glyph
        x, y = (left + right) / 2, (upper + lower) / 2
        for (x0, top, x1, bottom), grid in boxes:
            if x0 <= x < x1 and top <= y < bottom:
                return grid.at(x, y)
        return None

    for glyph in content.glyphs:
        cell = cell_at(glyph)
        (outside if cell is None else cell.glyphs).append(glyph)
    for angle, glyph in content.sideways:
        cell = cell_at(glyph)
        if cell is not None:
            cell.sideways.append((angle, glyph))
    kept = [grid for grid in grids if any(not g.text.isspace() for cell in grid.cells for g in cell.glyphs)]
    return outside, kept


def _ruled_table(grid: Grid, page: PageLayout) -> TableLayout:
    cells = []
    for cell in sorted(grid.cells, key=lambda c: (c.row, c.column)):
        lines = build_lines(cell.glyphs) or build_lines(_upright(cell, page))
        for line in lines:
            page.cell_sizes[round(line.size * 2) / 2] += len(line.text)
        cells.append(
            _cell_text((cell.row, cell.column, cell.row_span, cell.column_span), lines, cell.bbox, page.number)
        )
    return TableLayout(grid.bbox, grid.xs, len(grid.ys) - 1, cells)


def _upright(cell: GridCell, page: PageLayout) -> list[Glyph]:
    """The sideways glyphs of a cell, turned so that they read from left to right."""
    return [
        Glyph(*turned(glyph[:4], 360 - angle, page.width, page.height), glyph.text, glyph.mark)
        for angle, glyph in cell.sideways
    ]


def _cell_text(
    spans: tuple[int, int, int, int], lines: Sequence[Line], box: BBox, page: int, inner: float = 0.0
) -> CellText:
    """The text of a cell without the breaks of its layout; those of its author stay.

    `inner` is the width that its text may take; 0 finds it from the box.
    """
    if not lines:
        return CellText(*spans, "", box, page)
    if len(lines) > 1 and all(len(line.text) == 1 for line in lines):
        return CellText(*spans, "".join(line.text for line in lines), box, page, 1.0, 99.0)
    margins = [min(line.x0 - box[0], box[2] - line.x1) for line in lines]
    inner = inner or box[2] - box[0] - 2 * min(max(min(margins), 1.0), 7.0)
    text = lines[0].text
    for above, below in pairwise(lines):
        room = inner - above.width
        wrapped = room < below.head + 0.35 * below.size
        number = below.digit > 0 and room < 1.2 * below.digit
        text = join(text, below.text, wrapped=wrapped, number=number, blank=above.open_end)
    first, last = lines[0], lines[-1]
    return CellText(*spans, text, box, page, first.head / first.size, (inner - last.width) / last.size)


def _rules(edges: list[Edge], grids: list[Grid]) -> list[tuple[float, float, float]]:
    rules = []
    for edge in edges:
        if edge["orientation"] != "h" or edge["width"] < 40 or (edge["shade"] and edge["height"] > 3):
            continue
        y = edge["top"]
        middle = (edge["x0"] + edge["x1"]) / 2
        inside = any(
            x0 - 3 <= middle <= x1 + 3 and top - 3 <= y <= bottom + 3 for x0, top, x1, bottom in (g.bbox for g in grids)
        )
        if not inside:
            rules.append((edge["x0"], edge["x1"], y))
    return sorted(rules, key=lambda rule: (rule[2], rule[0]))
