"""Tables without vertical lines: three-line tables and tables set with blanks only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from docaudit.model.documents import BBox
from docaudit.readers.pdf.lines import Line, Piece, is_wide

Rule = tuple[float, float, float]
"""A horizontal line: x0, x1, height."""

_SAME_ENDS = 8.0
_MIN_RULE = 100.0
_WIDE_GAP = 1.5
_MAX_HEADER_LINES = 6


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


def find_spaced(lines: list[Line], rules: Sequence[Rule]) -> tuple[list[Line], list[SpacedTable]]:
    """Return the lines outside such tables, and the tables, each in reading order."""
    tables: list[SpacedTable] = []
    lines, tables = _three_line(lines, _full_rules(rules), rules)
    lines, borderless = _borderless(lines)
    return lines, tables + borderless


def _full_rules(rules: Sequence[Rule]) -> list[Rule]:
    """Rules as long as a table is wide; pieces of one rule, drawn cell by cell, are joined."""
    joined: list[Rule] = []
    for x0, x1, y in sorted(rules, key=lambda rule: (round(rule[2] / 2), rule[0])):
        if joined and abs(joined[-1][2] - y) < 2 and x0 - joined[-1][1] < 6:
            joined[-1] = (joined[-1][0], max(joined[-1][1], x1), joined[-1][2])
        else:
            joined.append((x0, x1, y))
    return sorted((rule for rule in joined if rule[1] - rule[0] >= _MIN_RULE), key=lambda rule: rule[2])


def _three_line(lines: list[Line], full: list[Rule], rules: Sequence[Rule]) -> tuple[list[Line], list[SpacedTable]]:
    tables: list[SpacedTable] = []
    i = 0
    while i < len(full):
        found = _from_rule(lines, full, i, rules)
        if found is None:
            i += 1
            continue
        table, used, i = found
        tables.append(table)
        taken = set(map(id, used))
        lines = [line for line in lines if id(line) not in taken]
    return lines, tables


def _from_rule(
    lines: list[Line], full: list[Rule], start: int, rules: Sequence[Rule]
) -> tuple[SpacedTable, list[Line], int] | None:
    """The table that the rule at `start` is the top of: it, its lines, and the index of the next rule to look at."""
    top = full[start]
    below = [k for k in range(start + 1, len(full)) if _same_ends(top, full[k]) and full[k][2] - top[2] > 6]
    if not below:
        return None
    header = _between(lines, top, top[2], full[below[0]][2])
    if not header or len(header) > _MAX_HEADER_LINES or not any(len(_wide_pieces(line)) >= 2 for line in header):
        return None
    body: list[Line] = []
    end, last = full[below[0]][2], below[0]
    for k in below[1:]:
        region = _between(lines, top, end, full[k][2])
        if not region or not _is_tabular(header + body + region, region):
            break
        body, end, last = body + region, full[k][2], k
    if not body:
        tail = _tail(header, [line for line in lines if line.middle > end and _inside(line, top)])
        if len(tail) < 2:
            return None
        body = tail
        end = max(line.bottom for line in tail)
    bounds = (top[0], top[2], top[1], end)
    split = [y for x0, x1, y in rules if top[2] + 4 < y < full[below[0]][2] - 4 and x1 - x0 < 0.9 * (top[1] - top[0])]
    table = _table(header, body, bounds, split[0] if split else None)
    return (table, header + body, last + 1) if table is not None else None


def _same_ends(one: Rule, other: Rule) -> bool:
    return abs(one[0] - other[0]) < _SAME_ENDS and abs(one[1] - other[1]) < _SAME_ENDS


def _inside(line: Line, rule: Rule) -> bool:
    return line.x0 > rule[0] - 12 and line.x1 < rule[1] + 12


def _between(lines: Sequence[Line], rule: Rule, top: float, bottom: float) -> list[Line]:
    return [line for line in lines if top < line.middle < bottom and _inside(line, rule)]


def _wide_pieces(line: Line) -> list[Piece]:
    """The pieces of a line, joined where the gap between them is an ordinary blank."""
    joined: list[Piece] = []
    for piece in line.pieces:
        if joined and piece.x0 - joined[-1].x1 < _WIDE_GAP * line.size:
            joined[-1] = Piece(joined[-1].x0, piece.x1, f"{joined[-1].text} {piece.text}")
        else:
            joined.append(piece)
    return joined


def _is_tabular(lines: list[Line], region: list[Line]) -> bool:
    """Whether the lines of a region keep to columns that they have in common with the lines above them."""
    many = sum(1 for line in region if len(_wide_pieces(line)) >= 2)
    if many < max(1, 0.3 * len(region)):
        return False
    return len(_separators(lines)) >= 1


def _tail(header: list[Line], lines: list[Line]) -> list[Line]:
    """The lines below the header up to the first that does not keep to the columns: a table that no rule ends."""
    tail: list[Line] = []
    bottom = max(line.bottom for line in header)
    for line in lines:
        if line.top - bottom > 2.5 * line.size or (len(_wide_pieces(line)) < 2 and not tail):
            break
        if len(_separators([*header, *tail, line])) < len(_separators(header)):
            break
        tail.append(line)
        bottom = line.bottom
    while tail and len(_wide_pieces(tail[-1])) < 2:
        tail.pop()
    return tail


def _separators(lines: Sequence[Line]) -> list[float]:
    """Positions of the blank strips that run down between the columns of these lines."""
    spans = [
        (piece.x0, piece.x1)
        for line in lines
        for piece in _wide_pieces(line)
        if not _covers_columns(piece, line, lines)
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
        within = [
            p for p in _wide_pieces(line) if p.x0 > piece.x0 - 0.8 * own.size and p.x1 < piece.x1 + 0.8 * own.size
        ]
        if len(within) >= 2 and len(_wide_pieces(line)) >= 3:
            return True
    return False


def _table(header: list[Line], body: list[Line], bounds: BBox, split: float | None) -> SpacedTable | None:
    separators = _separators(header + body)
    if not separators:
        return None
    xs = [bounds[0], *separators, bounds[2]]
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
        elif _continues_row(rows[-1], line, xs):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _fills(line: Line, xs: list[float]) -> bool:
    """Whether a line has something in every column."""
    return len({_spot(piece, xs)[0] for piece in _wide_pieces(line)}) == len(xs) - 1


def _gap_limit(gaps: list[float], size: float) -> float | None:
    """The gap that tells a new row from a new line in a row; None when all gaps are alike."""
    ordered = sorted(gaps)
    if len(ordered) < 2 or ordered[0] > 0.75 * size:
        return None
    jumps = [(b - a, (a + b) / 2) for a, b in pairwise(ordered) if a <= 0.75 * size]
    jump, middle = max(jumps, default=(0.0, 0.0))
    return middle if jump > 0.3 * size else None


def _continues_row(row: list[Line], line: Line, xs: list[float]) -> bool:
    """Whether a line is the second line of wrapped cells: its pieces stand below longer ones, the first column is empty."""
    spots = {_spot(piece, xs)[0] for piece in _wide_pieces(line)}
    if 0 in spots:
        return False
    above = {_spot(piece, xs)[0]: piece for own in row for piece in _wide_pieces(own)}
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
        for piece in _wide_pieces(line):
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


def _borderless(lines: list[Line]) -> tuple[list[Line], list[SpacedTable]]:
    """Tables of three columns or more that nothing but blanks sets apart."""
    tables: list[SpacedTable] = []
    rest: list[Line] = []
    i = 0
    while i < len(lines):
        block = _block(lines, i)
        table = _from_block(block) if len(block) >= 3 else None
        if table is None:
            rest.append(lines[i])
            i += 1
        else:
            tables.append(table)
            i += len(block)
    return rest, tables


def _block(lines: list[Line], start: int) -> list[Line]:
    """The lines from `start` on that keep to the same columns, at least three."""
    first = _wide_pieces(lines[start])
    if len(first) < 3:
        return []
    block = [lines[start]]
    for line in lines[start + 1 :]:
        above = block[-1]
        if line.top - above.bottom > 2.2 * line.size or abs(line.size - lines[start].size) > 0.15 * line.size:
            break
        if len(_wide_pieces(line)) < 2 and not _continues_row([above], line, _edges([*block, line])):
            break
        if len(_separators([*block, line])) < len(first) - 1:
            break
        block.append(line)
    while block and len(_wide_pieces(block[-1])) < 2:
        block.pop()
    return block


def _edges(lines: list[Line]) -> list[float]:
    return [min(line.x0 for line in lines), *_separators(lines), max(line.x1 for line in lines)]


def _from_block(block: list[Line]) -> SpacedTable | None:
    rows = [line for line in block if len(_wide_pieces(line)) >= 3]
    figures = sum(1 for line in rows for piece in _wide_pieces(line) if any(char.isdigit() for char in piece.text))
    if len(rows) < 3 or figures < len(rows) - 1:
        return None
    xs = _edges(block)
    bounds = (xs[0], min(line.top for line in block), xs[-1], max(line.bottom for line in block))
    table = _table([], block, bounds, None)
    return table if table is not None and len(table.xs) >= 4 and table.height >= 3 else None
