"""Tables that go on over the end of a page: one table again, with the rows that the page break cut rejoined."""

from __future__ import annotations

from dataclasses import replace

from docaudit.readers.pdf.lines import join
from docaudit.readers.pdf.pages import CellText, TableLayout

_NEAR = 4.0
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
    first = [cell for cell in lower if cell.row == skipped]
    pairs = [(cell, upper.get((last, cell.column))) for cell in first]
    cut = _is_cut_row(pairs)
    offset = last - skipped if cut else above.height - skipped
    changed: dict[tuple[int, int], CellText] = {}
    moved: list[CellText] = []
    for cell in lower:
        partner = upper.get((last, cell.column)) if cell.row == skipped else None
        if partner is not None and (cut or (not cell.text and _goes_on(partner, cell, above, below))):
            key = (partner.row, partner.column)
            partner = changed.get(key, partner)
            changed[key] = _extended(partner, cell, offset)
            continue
        moved.append(replace(cell, row=cell.row + offset))
    cells = [changed.get((cell.row, cell.column), cell) for cell in above.cells]
    height = below.height + offset
    return TableLayout(above.bbox, above.xs, height, cells + moved, above.ruled)


def _extended(upper: CellText, lower: CellText, offset: int) -> CellText:
    text = join(upper.text, lower.text, wrapped=upper.full)
    span = lower.row + lower.row_span + offset - upper.row
    return replace(upper, text=text, row_span=max(upper.row_span, span), full=lower.full if lower.text else upper.full)


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
    if not all(upper is not None and upper.full for _, upper in going_on):
        return False
    complete = [upper for cell, upper in pairs if not cell.text and upper is not None and upper.text]
    if complete:
        return True
    return len(pairs) == 1 and all(upper is not None and not upper.text.endswith(_STOPS) for _, upper in going_on)


def _goes_on(upper: CellText, lower: CellText, above: TableLayout, below: TableLayout) -> bool:
    """Whether an empty cell at the top of a page belongs to the merged cell above the break."""
    if upper.column != lower.column or upper.column_span != lower.column_span or not upper.text:
        return False
    grouped = any(cell.column == lower.column and cell.row_span > 1 for table in (above, below) for cell in table.cells)
    leading = not any(cell.text for cell in below.cells if cell.row == lower.row and cell.column < lower.column)
    return grouped and leading
