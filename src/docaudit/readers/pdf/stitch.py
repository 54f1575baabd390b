"""Tables that go on over the end of a page: one table again, with the rows that the page break cut rejoined."""

from __future__ import annotations

from dataclasses import replace

from docaudit.readers.outline import numbering
from docaudit.readers.pdf.lines import is_wide, join
from docaudit.readers.pdf.pages import CellText, TableLayout

_NEAR = 4.0
_LONG = 30
_STOPS = tuple("。；;！？")

Spots = dict[tuple[int, int], CellText]


def continued(upper: TableLayout, lower: TableLayout, room: float) -> TableLayout | None:
    """Return both as one table, or None when the second does not go on where the first ends.

    `room` is the height that was left below the first on its page, in points: a row that would have fitted there does
    not start the next page.
    """
    shift = upper.xs[0] - lower.xs[0]
    lower_xs = [x + shift for x in lower.xs]
    if abs(upper.xs[-1] - lower_xs[-1]) > _NEAR or upper.ruled != lower.ruled:
        return None
    if not (_among(lower_xs, upper.xs) or _among(upper.xs, lower_xs)):
        return None
    xs = upper.xs if len(upper.xs) >= len(lower_xs) else lower_xs
    above = _on_columns(upper, upper.xs, xs)
    below = _on_columns(lower, lower_xs, xs)
    skipped = _repeated_header(above, below)
    first = [cell for cell in below.cells if cell.row == skipped]
    if first and room > min(cell.bbox[3] - cell.bbox[1] for cell in first) + 24:
        return None
    return _merge(above, below, skipped)


def _among(xs: list[float], others: list[float]) -> bool:
    return all(any(abs(x - other) <= _NEAR for other in others) for x in xs)


def _on_columns(table: TableLayout, own: list[float], xs: list[float]) -> TableLayout:
    """The same table on a finer set of columns."""
    if own is xs or len(own) == len(xs):
        return table
    at = [min(range(len(xs)), key=lambda i: abs(xs[i] - x)) for x in own]
    cells = [
        replace(cell, column=at[cell.column], column_span=at[cell.column + cell.column_span] - at[cell.column])
        for cell in table.cells
    ]
    return TableLayout(table.bbox, list(xs), table.height, cells, table.ruled)


def _spots(table: TableLayout) -> Spots:
    spots: Spots = {}
    for cell in table.cells:
        for i in range(cell.row, cell.row + cell.row_span):
            for j in range(cell.column, cell.column + cell.column_span):
                spots.setdefault((i, j), cell)
    return spots


def _repeated_header(above: TableLayout, below: TableLayout) -> int:
    """Number of rows at the top of the second part that repeat those of the first."""
    upper, lower = _spots(above), _spots(below)
    width = len(above.xs) - 1
    same = 0
    while same < min(above.height, below.height):
        texts = [_words(upper, same, j) for j in range(width)]
        if texts != [_words(lower, same, j) for j in range(width)] or len({t for t in texts if t}) < 2:
            break
        same += 1
    while same and any(cell.row < same < cell.row + cell.row_span for cell in below.cells):
        same -= 1
    return same if same < below.height else 0


def _words(spots: Spots, row: int, column: int) -> str:
    cell = spots.get((row, column))
    return "".join(cell.text.split()) if cell is not None else ""


def _merge(above: TableLayout, below: TableLayout, skipped: int) -> TableLayout:
    upper = _spots(above)
    last = above.height - 1
    lower = [cell for cell in below.cells if cell.row >= skipped]
    pairs = [(cell, upper.get((last, cell.column))) for cell in lower if cell.row == skipped]
    cut = _is_cut_row(pairs)
    held = {cell.column for cell, _ in pairs} if cut else _held(pairs, above, below)
    offset = last - skipped if cut else above.height - skipped
    changed: dict[tuple[int, int], CellText] = {}
    moved: list[CellText] = []
    for cell in lower:
        partner = upper.get((last, cell.column)) if cell.row == skipped and cell.column in held else None
        if partner is None:
            moved.append(replace(cell, row=cell.row + offset))
        else:
            key = (partner.row, partner.column)
            changed[key] = _extended(changed.get(key, partner), cell, offset)
    cells = [changed.get((cell.row, cell.column), cell) for cell in above.cells]
    return TableLayout(above.bbox, above.xs, below.height + offset, cells + moved, above.ruled)


def _extended(upper: CellText, lower: CellText, offset: int) -> CellText:
    span = max(upper.row_span, lower.row + lower.row_span + offset - upper.row)
    if not lower.text:
        return replace(upper, row_span=span)
    text = join(upper.text, lower.text, wrapped=_runs_on(upper, lower))
    rest = (*upper.rest, (lower.page, lower.bbox), *lower.rest)
    return replace(upper, text=text, row_span=span, room=lower.room, rest=rest)


def _runs_on(upper: CellText, lower: CellText) -> bool:
    """Whether the text above ran to the edge of its cell, so that only the layout broke it."""
    return bool(upper.text) and upper.room < lower.head + 0.35


def _is_cut_row(pairs: list[tuple[CellText, CellText | None]]) -> bool:
    """Whether the first row of a page is the rest of the last row of the page before.

    Its cells then only go on where the text above ran to the edge of its cell, and the cells that were complete, such
    as the number or the name of the row, are empty.
    """
    going_on = [(cell, upper) for cell, upper in pairs if cell.text]
    if not going_on or any(
        upper is None or upper.column != cell.column or upper.column_span != cell.column_span or not upper.text
        for cell, upper in going_on
    ):
        return False
    if not all(upper is not None and _runs_on(upper, cell) for cell, upper in going_on):
        return False
    complete = [upper for cell, upper in pairs if not cell.text and upper is not None and upper.text]
    if complete:
        return True
    return len(pairs) == 1 and all(upper is not None and not upper.text.endswith(_STOPS) for _, upper in going_on)


def _held(pairs: list[tuple[CellText, CellText | None]], above: TableLayout, below: TableLayout) -> set[int]:
    """The columns in which the first cell of the page belongs to a merged cell above the break, in a row of its own.

    Either it is an empty leading cell of a column with merged cells, or a long text runs on in it; an empty cell beside
    such a text is merged like it.
    """
    same = {
        cell.column: (cell, upper)
        for cell, upper in pairs
        if upper is not None and upper.text and (upper.column, upper.column_span) == (cell.column, cell.column_span)
    }
    running = {column for column, (cell, upper) in same.items() if _is_cut_text(upper, cell)}
    if not any(len(same[column][1].text) >= _LONG for column in running):
        running = set()
    held = set(running)
    leading = True
    for cell, _ in sorted(pairs, key=lambda pair: pair[0].column):
        leading = leading and not cell.text
        if cell.text or cell.column not in same:
            continue
        beside = {cell.column - 1, cell.column + cell.column_span} & running
        if beside or (leading and _is_grouped(cell, above, below)):
            held.add(cell.column)
    return held


def _is_cut_text(upper: CellText, lower: CellText) -> bool:
    if len(upper.text) < 8 or upper.text.endswith(_STOPS) or not lower.text or numbering(lower.text) is not None:
        return False
    return _runs_on(upper, lower) and is_wide(upper.text[-1]) and is_wide(lower.text[0])


def _is_grouped(cell: CellText, above: TableLayout, below: TableLayout) -> bool:
    """Whether the column has merged cells, and this empty cell is not one of several in a row."""
    grouped = any(c.column == cell.column and c.row_span > 1 for table in (above, below) for c in table.cells)
    under = next((c for c in below.cells if c.row == cell.row + cell.row_span and c.column == cell.column), None)
    return grouped and (under is None or under.text != "" or cell.row_span > 1)
