"""Tables without vertical lines: three-line tables and tables set with blanks only."""

from __future__ import annotations

from collections.abc import Sequence

from docaudit.readers.pdf.lines import Line
from docaudit.readers.pdf.spaced_grid import SpacedTable, build_table, continues_row, separators, wide_pieces

Rule = tuple[float, float, float]
"""A horizontal line: x0, x1, height."""

_SAME_ENDS = 8.0
_MIN_RULE = 100.0
_MAX_HEADER_LINES = 6


def find_spaced(lines: list[Line], rules: Sequence[Rule]) -> tuple[list[Line], list[SpacedTable]]:
    """Return the lines outside such tables, and the tables, each in reading order."""
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
    if not header or len(header) > _MAX_HEADER_LINES or not any(len(wide_pieces(line)) >= 2 for line in header):
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
    table = build_table(header, body, bounds, split[0] if split else None)
    return (table, header + body, last + 1) if table is not None else None


def _same_ends(one: Rule, other: Rule) -> bool:
    return abs(one[0] - other[0]) < _SAME_ENDS and abs(one[1] - other[1]) < _SAME_ENDS


def _inside(line: Line, rule: Rule) -> bool:
    return line.x0 > rule[0] - 12 and line.x1 < rule[1] + 12


def _between(lines: Sequence[Line], rule: Rule, top: float, bottom: float) -> list[Line]:
    return [line for line in lines if top < line.middle < bottom and _inside(line, rule)]


def _is_tabular(lines: list[Line], region: list[Line]) -> bool:
    """Whether the lines of a region keep to columns that they have in common with the lines above them."""
    many = sum(1 for line in region if len(wide_pieces(line)) >= 2)
    if many < max(1, 0.3 * len(region)):
        return False
    return len(separators(lines)) >= 1


def _tail(header: list[Line], lines: list[Line]) -> list[Line]:
    """The lines below the header up to the first that does not keep to the columns: a table that no rule ends."""
    tail: list[Line] = []
    bottom = max(line.bottom for line in header)
    for line in lines:
        if line.top - bottom > 2.5 * line.size or (len(wide_pieces(line)) < 2 and not tail):
            break
        if len(separators([*header, *tail, line])) < len(separators(header)):
            break
        tail.append(line)
        bottom = line.bottom
    while tail and len(wide_pieces(tail[-1])) < 2:
        tail.pop()
    return tail


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
    first = wide_pieces(lines[start])
    if len(first) < 3:
        return []
    block = [lines[start]]
    for line in lines[start + 1 :]:
        above = block[-1]
        if line.top - above.bottom > 2.2 * line.size or abs(line.size - lines[start].size) > 0.15 * line.size:
            break
        if len(wide_pieces(line)) < 2 and not continues_row([above], line, _edges([*block, line])):
            break
        if len(separators([*block, line])) < len(first) - 1:
            break
        block.append(line)
    while block and len(wide_pieces(block[-1])) < 2:
        block.pop()
    return block


def _edges(lines: list[Line]) -> list[float]:
    return [min(line.x0 for line in lines), *separators(lines), max(line.x1 for line in lines)]


def _from_block(block: list[Line]) -> SpacedTable | None:
    rows = [line for line in block if len(wide_pieces(line)) >= 3]
    figures = sum(1 for line in rows for piece in wide_pieces(line) if any(char.isdigit() for char in piece.text))
    if len(rows) < 3 or figures < len(rows) - 1:
        return None
    xs = _edges(block)
    bounds = (xs[0], min(line.top for line in block), xs[-1], max(line.bottom for line in block))
    table = build_table([], block, bounds, None)
    return table if table is not None and len(table.xs) >= 4 and table.height >= 3 else None
