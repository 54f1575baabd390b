"""The grid of a table without vertical lines: its columns by the blank strips between them, its rows, its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from docaudit.model.documents import BBox
from docaudit.readers.pdf.lines import Line, Piece, is_wide

_WIDE_GAP = 1.5


@dataclass(slots=True)
class SpacedCell:
    """A cell and the lines in it; row and column count from 0."""

    row: int
    column: int
    row_span: int
    column_span: int
    bbox: BBox
    lines: list[Line] = field(default_factory=list)
    inner: float = 0.0
    """Width of the widest line in its column."""


@dataclass(slots=True)
class SpacedTable:
    """A table whose columns are told apart by blanks; `xs` are the edges of the columns."""

    bbox: BBox
    xs: list[float]
    height: int
    cells: list[SpacedCell]


def wide_pieces(line: Line) -> list[Piece]:
    """The pieces of a line, joined where the gap between them is an ordinary blank."""
    joined: list[Piece] = []
    for piece in line.pieces:
        if joined and piece.x0 - joined[-1].x1 < _WIDE_GAP * line.size:
            joined[-1] = Piece(joined[-1].x0, piece.x1, f"{joined[-1].text} {piece.text}")
        else:
            joined.append(piece)
    return joined


def separators(lines: Sequence[Line]) -> list[float]:
    """Positions of the blank strips that run down between the columns of these lines."""
    spans = [
        (piece.x0, piece.x1) for line in lines for piece in wide_pieces(line) if not _covers_columns(piece, line, lines)
    ]
    size = min((line.size for line in lines), default=10.0)
    found: list[float] = []
    reach: float | None = None
    for x0, x1 in sorted(spans):
        if reach is not None and x0 - reach > 0.45 * size:
            found.append((reach + x0) / 2)
        reach = x1 if reach is None else max(reach, x1)
    return found


def _covers_columns(piece: Piece, own: Line, lines: Sequence[Line]) -> bool:
    """Whether a piece stands over several columns: two pieces of another line lie wholly within it."""
    for line in lines:
        if line is own:
            continue
        within = [p for p in wide_pieces(line) if p.x0 > piece.x0 - 0.8 * own.size and p.x1 < piece.x1 + 0.8 * own.size]
        if len(within) >= 2 and len(wide_pieces(line)) >= 3:
            return True
    return False


def build_table(header: list[Line], body: list[Line], bounds: BBox, split: float | None) -> SpacedTable | None:
    """Return the table with these header and body lines; `split` is the height between two rows of the header.

    None when no blank strip runs through.
    """
    strips = separators(header + body)
    if not strips:
        return None
    xs = [bounds[0], *strips, bounds[2]]
    if split is None:
        heads = [header] if header else []
    else:
        heads = [
            [line for line in header if line.middle <= split],
            [line for line in header if line.middle > split],
        ]
    rows = [row for row in heads if row] + _rows(body, xs)
    cells = [cell for i, row in enumerate(rows) for cell in _cells(i, row, xs)]
    for cell in cells:
        same = [other for other in cells if (other.column, other.column_span) == (cell.column, cell.column_span)]
        cell.inner = max(line.width for other in same for line in other.lines)
    if split is not None and len(heads) == 2 and all(heads):
        _stretch_heads(cells, len(xs) - 1)
    return SpacedTable(bounds, xs, len(rows), cells)


def _rows(lines: list[Line], xs: list[float]) -> list[list[Line]]:
    """Group lines into rows: by the gaps between them if these are of two kinds, else by their first column."""
    rows: list[list[Line]] = []
    gaps = [below.top - above.bottom for above, below in pairwise(lines)]
    size = min((line.size for line in lines), default=10.0)
    limit = _gap_limit(gaps, size)
    for i, line in enumerate(lines):
        if not rows:
            rows.append([line])
        elif limit is not None:
            if gaps[i - 1] > limit or (_fills(line, xs) and any(_fills(own, xs) for own in rows[-1])):
                rows.append([line])
            else:
                rows[-1].append(line)
        elif continues_row(rows[-1], line, xs):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _fills(line: Line, xs: list[float]) -> bool:
    """Whether a line has something in every column."""
    return len({_spot(piece, xs)[0] for piece in wide_pieces(line)}) == len(xs) - 1


def _gap_limit(gaps: list[float], size: float) -> float | None:
    """The gap that tells a new row from a new line in a row; None when all gaps are alike."""
    ordered = sorted(gaps)
    if len(ordered) < 2 or ordered[0] > 0.75 * size:
        return None
    jumps = [(b - a, (a + b) / 2) for a, b in pairwise(ordered) if a <= 0.75 * size]
    jump, middle = max(jumps, default=(0.0, 0.0))
    return middle if jump > 0.3 * size else None


def continues_row(row: list[Line], line: Line, xs: list[float]) -> bool:
    """Whether a line is the second line of wrapped cells: its pieces stand below longer ones, the first column is empty."""
    spots = {_spot(piece, xs)[0] for piece in wide_pieces(line)}
    if 0 in spots:
        return False
    above = {_spot(piece, xs)[0]: piece for own in row for piece in wide_pieces(own)}
    if not spots <= set(above) or len(spots) > max(1, len(above) // 2):
        return False
    return all(xs[j + 1] - above[j].x1 < 2.5 * line.size and not above[j].text[-1].isdigit() for j in spots)


def _spot(piece: Piece, xs: list[float]) -> tuple[int, int]:
    """The first column that a piece stands in, and in how many."""
    inner = xs[1:-1]
    first = sum(1 for x in inner if x <= piece.x0 + 1)
    last = sum(1 for x in inner if x < piece.x1 - 1)
    return first, max(1, last - first + 1)


def _cells(index: int, row: list[Line], xs: list[float]) -> list[SpacedCell]:
    top, bottom = min(line.top for line in row), max(line.bottom for line in row)
    cells: dict[int, SpacedCell] = {}
    for line in row:
        parts: dict[int, list[Piece]] = {}
        for piece in wide_pieces(line):
            first, span = _spot(piece, xs)
            parts.setdefault(first, []).append(piece)
            if first not in cells:
                cells[first] = SpacedCell(index, first, 1, span, (xs[first], top, xs[first + span], bottom))
            elif span > cells[first].column_span:
                cells[first].column_span = span
                cells[first].bbox = (xs[first], top, xs[first + span], bottom)
        for first, pieces in parts.items():
            cells[first].lines.append(_part(line, pieces))
    ordered = [cells[j] for j in sorted(cells)]
    for cell, after in pairwise(ordered):
        cell.column_span = min(cell.column_span, after.column - cell.column)
    return ordered


def _part(line: Line, pieces: list[Piece]) -> Line:
    text = " ".join(piece.text for piece in pieces)
    word = next((i for i, char in enumerate(text) if is_wide(char) or char.isspace()), len(text))
    head = line.size if word == 0 else 0.5 * line.size * word
    digit = 0.5 * line.size if text[:1].isdigit() else 0.0
    return replace(line, text=text, x0=pieces[0].x0, x1=pieces[-1].x1, head=head, digit=digit, pieces=tuple(pieces))


def _stretch_heads(cells: list[SpacedCell], width: int) -> None:
    """In a header of two rows, cells that stand alone in their column cover both."""
    upper = {j: cell for cell in cells if cell.row == 0 for j in range(cell.column, cell.column + cell.column_span)}
    lower = {j: cell for cell in cells if cell.row == 1 for j in range(cell.column, cell.column + cell.column_span)}
    for j in range(width):
        if j in upper and j not in lower and upper[j].column_span == 1:
            upper[j].row_span = 2
        elif j in lower and j not in upper and lower[j].column_span == 1:
            lower[j].row, lower[j].row_span = 0, 2
