"""Every formula that a column may follow: quotients, changes, sums and balances of other columns and what derives from them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, permutations

from docaudit import quantities
from docaudit.model import Interval, RecomputationKind
from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.operands import (
    Operand,
    before,
    column_of,
    constant,
    figures_columns,
    operands_of,
    so_far,
    together,
    totals_of,
)
from docaudit.recompute.readings import kind_of
from docaudit.recompute.shapes import (
    BALANCE,
    DAILY,
    DECLINE,
    DIFFERENCE,
    GROWTH,
    NET,
    PRODUCT,
    QUOTIENT,
    SAME,
    SUM,
    Shape,
    average,
    portion,
    yearly,
)
from docaudit.recompute.values import Value
from docaudit.recompute.words import squeeze, total_word

_K = RecomputationKind
RATES = frozenset({_K.EXECUTION_RATE, _K.COMPLETION_RATE, _K.SCORE, _K.SHARE})
_ROLLING = re.compile(r"结余|结存|余额|结转|期末|年末|月末|累计|净|剩余|可用")
_PORTION = re.compile(r"(?<![\d.])(\d{1,2}(?:\.\d{1,2})?)[%％]")
_PER_DAY = re.compile(r"[/每](?:日|天|d)")
_RELATIVE = re.compile(r"(?<!\d)[%％‰]|率$|比例|比重|占比")
_SEVERAL = 3
_DECADES = 20
_LEAST_MEANT, _MOST_MEANT = 3, 12
_MOST_BALANCED = 7


def proposals(
    grid: Grid, head: Line, kind: RecomputationKind | None, cells: list[tuple[Line, Value]]
) -> Iterator[Shape]:
    """Yield the readings of a column; rates are not tried as amounts, nor amounts as rates."""
    columns = operands_of(grid, head)
    ratio = sum(v.is_ratio for _, v in cells) * 2 > len(cells)
    relative = ratio or kind in RATES or kind is _K.GROWTH or bool(_RELATIVE.search(squeeze(head.label)))
    for a, b in permutations(columns, 2):
        yield Shape(QUOTIENT, (a, b))
        if relative:
            yield Shape(GROWTH, (a, b))
            yield Shape(DECLINE, (a, b))
            if _PER_DAY.search(b.name) and not _PER_DAY.search(a.name):
                yield Shape(DAILY, (a, b))
        if not relative or kind is _K.DIFFERENCE:
            yield Shape(DIFFERENCE, (a, b))
    if kind is _K.MEAN:
        levels = [h for h in figures_columns(grid) if h.at != head.at and (grid.turned or kind_of(h) is None)]
        yield from _means(head, [column_of(grid, h) for h in levels])
        yield from _of_one_number(columns, cells)
    if relative:
        yield from _of_one_base(columns, cells)
        for whole, part in ((w, p) for p in together(grid, columns) for w in columns if not w.heads & p.heads):
            yield Shape(QUOTIENT, (part, whole))
        for a, whole in ((a, w) for w in together(grid, columns) for a in columns if a.heads < w.heads):
            yield Shape(QUOTIENT, (a, whole))
        yield from _averages(grid, columns)
        for a in columns:
            yield from (Shape(QUOTIENT, (a, whole)) for whole in totals_of(grid, a))
            yield from (Shape(form, (a, before(grid, a))) for form in (GROWTH, DECLINE))
            running = so_far(grid, a)
            yield from (Shape(QUOTIENT, (b, running)) for b in columns)
        return
    stated = _PORTION.findall(squeeze(head.label))
    if len(stated) == 1:
        yield from (Shape(portion(Decimal(stated[0])), (a,)) for a in columns)
    for a, b in combinations(columns, 2):
        yield Shape(PRODUCT, (a, b))
        yield Shape(SUM, (a, b))
    yield from _rolling(grid, head, kind, columns)


def _of_one_base(columns: list[Operand], cells: list[tuple[Line, Value]]) -> Iterator[Shape]:
    """Shares of one base that the table does not print: 累计支出 over the budget of the paper."""
    results = {}
    for line, value in cells:
        span = value.span if value.is_ratio else Interval(value.number / 100, value.number / 100)
        if span.low is not None and span.high is not None and span.low > 0:
            results[line.at] = (span.low, span.high)
    if len(results) < _SEVERAL:
        return
    for column in columns:
        base = constant(column, results)
        if base is not None:
            yield Shape(QUOTIENT, (column, base))


def _of_one_number(columns: list[Operand], cells: list[tuple[Line, Value]]) -> Iterator[Shape]:
    """Amounts per head of one number that the table does not print: 人均 of the people of another table."""
    results = {}
    for line, value in cells:
        span = quantities.interval(value.figure.quantity, exact=False)
        factor = value.figure.quantity.factor
        if span.low is not None and span.high is not None and span.low > 0:
            results[line.at] = (span.low / factor, span.high / factor)
    if len(results) < _SEVERAL:
        return
    for column in columns:
        base = constant(column, results, bare=True)
        if base is not None:
            yield Shape(QUOTIENT, (column, base))


def _means(head: Line, columns: list[Operand]) -> Iterator[Shape]:
    """The mean of the columns right before or behind a column called 平均."""
    ordered = sorted((o for o in columns if not total_word(o.name.rsplit("·", 1)[-1])), key=lambda o: min(o.heads))
    for side in ([o for o in ordered if min(o.heads) < head.at][::-1], [o for o in ordered if min(o.heads) > head.at]):
        widths = range(_LEAST_MEANT, min(len(side), _MOST_MEANT) + 1)
        for width in (*widths, *([len(side)] if len(side) > _MOST_MEANT else [])):
            yield Shape(average(width), tuple(sorted(side[:width], key=lambda o: min(o.heads))))


def _averages(grid: Grid, columns: list[Operand]) -> Iterator[Shape]:
    """Mean yearly growth between columns whose headers name their years."""
    years = {
        h.at: int(found[0]) for h in grid.heads if len(found := re.findall(r"(?:19|20)\d\d", squeeze(h.label))) == 1
    }
    for a, b in permutations(columns, 2):
        first, last = (years.get(min(o.heads)) for o in (b, a))
        if first is not None and last is not None and 1 < last - first <= _DECADES:
            yield Shape(yearly(last - first), (a, b))


def _rolling(grid: Grid, head: Line, kind: RecomputationKind | None, columns: list[Operand]) -> Iterator[Shape]:
    """What is left or has come together: balances of three columns, and steps from the line before."""
    if kind is not _K.DIFFERENCE and not _ROLLING.search(squeeze(head.label)):
        return
    own = _own(grid, head)
    for a in columns:
        yield Shape(DIFFERENCE, (a, before(grid, a)))
        yield Shape(SUM, (own, a))
        yield Shape(SAME, (so_far(grid, a),))
    for a, b, c in permutations(columns[:_MOST_BALANCED], 3):
        if a.name < b.name:
            yield Shape(BALANCE, (a, b, c))
        if b.name < c.name:
            yield Shape(NET, (a, b, c))
    for a, b in permutations(columns[:_MOST_BALANCED], 2):
        yield Shape(BALANCE, (own, a, b))


def _own(grid: Grid, head: Line) -> Operand:
    return before(grid, column_of(grid, head))
