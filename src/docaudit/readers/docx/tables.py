"""Tables of WordprocessingML as cells on a grid, in one pass over the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from docaudit.readers.docx.inline import Tally
from docaudit.readers.docx.names import ALTERNATE, SDT, TC, TR, VAL, W, child, chosen, number, value
from docaudit.readers.spots import Spot

_MAX_SPAN = 512
_SPAN, _ACROSS, _DOWN = W + "gridSpan", W + "hMerge", W + "vMerge"


@dataclass(slots=True)
class Grid:
    """The cells of one table, its size, and the nested tables with the grid spot they stand in."""

    spots: list[Spot] = field(default_factory=list)
    height: int = 0
    width: int = 0
    nested: list[tuple[int, int, Grid]] = field(default_factory=list)


def read_grid(table: etree._Element, text_of: Callable[[etree._Element], tuple[str, list[Grid]]], tally: Tally) -> Grid:
    """Return the cells of a w:tbl; `text_of` reads one cell and names the tables inside it."""
    grid = Grid()
    open_above: dict[int, int] = {}
    for row in _members(table, TR):
        properties = child(row, "trPr")
        if child(properties, "del") is not None:
            continue
        if child(properties, "hidden") is not None:
            tally.hidden += 1
            continue
        open_above = _read_row(row, properties, grid, open_above, text_of, tally)
        grid.height += 1
    return grid


def framed_text(table: etree._Element) -> list[etree._Element] | None:
    """Return the cells of a table that is only a frame around running text, None for a table of figures.

    Application forms put whole sections, headings and tables included, into one box.
    """
    rows = [row for row in _members(table, TR) if child(row, "trPr", "del") is None]
    cells = [list(_members(row, TC)) for row in rows]
    if not cells or any(len(row) != 1 for row in cells):
        return None
    boxes = [row[0] for row in cells]
    blocks = [sum(part.tag in (W + "p", W + "tbl", SDT) and _inked(part) for part in box) for box in boxes]
    return boxes if max(blocks) > 1 else None


def _inked(node: etree._Element) -> bool:
    return any(text.text and text.text.strip() for text in node.iter(W + "t"))


def _read_row(
    row: etree._Element,
    properties: etree._Element | None,
    grid: Grid,
    open_above: dict[int, int],
    text_of: Callable[[etree._Element], tuple[str, list[Grid]]],
    tally: Tally,
) -> dict[int, int]:
    """Add one row; `open_above` and the result map a grid column to the spot that may be continued downwards there."""
    at = _count(properties, "gridBefore", 0)
    still_open: dict[int, int] = {}
    merging: int | None = None
    for cell in _members(row, TC):
        span, across, down = _spans(cell)
        text, nested = text_of(cell)
        if across == "continue" and merging is not None:
            spot = grid.spots[merging]
            grid.spots[merging] = Spot(spot.row, spot.column, spot.text, spot.row_span, spot.column_span + span)
        elif down == "continue" and at in open_above:
            own = open_above[at]
            spot = grid.spots[own]
            tall = grid.height - spot.row + 1
            grid.spots[own] = Spot(spot.row, spot.column, spot.text, tall, spot.column_span)
            still_open[at] = own
            merging = None
            tally.covered += bool(text.strip())
        else:
            own = len(grid.spots)
            grid.spots.append(Spot(grid.height, at, text, 1, span))
            grid.nested.extend((grid.height, at, inner) for inner in nested)
            if down is not None:
                still_open[at] = own
            merging = own if across is not None else None
        at += span
    grid.width = max(grid.width, at + _count(properties, "gridAfter", 0))
    return still_open


def _members(node: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield rows or cells, also those wrapped in content controls and the like."""
    for part in node:
        if part.tag == tag:
            yield part
        elif part.tag == SDT:
            content = child(part, "sdtContent")
            if content is not None:
                yield from _members(content, tag)
        elif part.tag in (W + "customXml", W + "ins", W + "moveTo"):
            yield from _members(part, tag)
        elif part.tag == ALTERNATE:
            branch = chosen(part)
            if branch is not None:
                yield from _members(branch, tag)


def _count(properties: etree._Element | None, tag: str, least: int) -> int:
    if properties is None:
        return least
    return min(max(number(value(properties, tag), least), least), _MAX_SPAN)


def _spans(cell: etree._Element) -> tuple[int, str | None, str | None]:
    """Return how many columns a cell takes, and its merges across and down: restart, continue, or None."""
    span, across, down = 1, None, None
    about = child(cell, "tcPr")
    for node in about if about is not None else ():
        tag = node.tag
        if tag == _SPAN:
            span = min(max(number(node.get(VAL), 1), 1), _MAX_SPAN)
        elif tag == _DOWN:
            down = "restart" if node.get(VAL) == "restart" else "continue"
        elif tag == _ACROSS:
            across = "restart" if node.get(VAL) == "restart" else "continue"
    return span, across, down
