"""Columns of percentage points: 比重变化（百分点） is this year's share less last year's, whatever the shares are called."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from docaudit.model import Interval, Recomputation, RecomputationKind
from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.values import Value, plain, shown
from docaudit.recompute.words import squeeze

_POINTS = re.compile(r"百分点|个点|[（(]pct[)）]")
_PERIOD = re.compile(
    r"(?:19|20)\d\d年?度?末?|比?[上去]年(?:同期|末)?|[上去]一?年度?|本年度?末?|今年|当年|[本上]期末?|同期|基期|期[初末]|年[初末]|[（(][^（）()]*[)）]|[·\s]"
)
_THEN = re.compile(r"[上去]一?年|上期|同期|基期|期初|年初|基线|调查前|实施前")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ELSE = re.compile(r"高于|低于|目标|全市|全省|平均|差距")
_AGREE = 2


@dataclass(frozen=True, slots=True)
class _Row:
    line: Line
    now: Value
    then: Value
    told: Value
    gap: Decimal
    """In points."""
    fits: bool


def point_columns(grid: Grid, doubted: Collection[str]) -> Iterator[Recomputation]:
    """Recompute such columns from the two columns of rates that have one name but for their period.

    A change is not accused where one of its rates is `doubted`: that slip is told where it is.
    """
    for head in grid.heads:
        label = squeeze(head.label)
        if not _POINTS.search(label) or _ELSE.search(label):
            continue
        pair = _pair(grid, head)
        if pair is None:
            continue
        rows = [row for line in grid.lines if (row := _row(grid, line, head, *pair)) is not None]
        right = sum(row.fits for row in rows)
        if right < _AGREE or right <= len(rows) - right:
            continue
        for row in rows:
            if row.fits or not {row.now.figure.id, row.then.figure.id} & set(doubted):
                yield _told(row, head)


def _pair(grid: Grid, head: Line) -> tuple[Line, Line] | None:
    """This year's and last year's rate; None where more than one pair, or none, has the name of the change."""
    rates = [h for h in grid.heads if h.at != head.at and _is_rate(grid, h)]
    pairs = []
    for now in rates:
        for then in rates:
            one, other = _PERIOD.sub("", squeeze(now.title)), _PERIOD.sub("", squeeze(then.title))
            if now.at != then.at and (one.endswith(other) or other.endswith(one)) and _later(now, then):
                pairs.append((now, then))
    if len(pairs) > 1:
        stem = re.sub(r"[（(][^（）()]*[)）]", "", squeeze(head.label))
        pairs = [p for p in pairs if any(k and k in stem for k in [_PERIOD.sub("", squeeze(p[0].label))[-2:]])]
    return pairs[0] if len(pairs) == 1 else None


def _is_rate(grid: Grid, head: Line) -> bool:
    values = [v for _, v in grid.column(head)]
    if len(values) < _AGREE or _POINTS.search(squeeze(head.label)):
        return False
    bare = bool(re.search(r"率|占比|比重|比例|[%％]", squeeze(head.title)))
    return all(v.is_ratio for v in values) or (bare and all(v.dimension is None for v in values))


def _later(now: Line, then: Line) -> bool:
    years = [max(map(int, _YEAR.findall(squeeze(h.title))), default=0) for h in (now, then)]
    if all(years):
        return years[0] > years[1]
    return bool(_THEN.search(squeeze(then.title))) and not _THEN.search(squeeze(now.title))


def _row(grid: Grid, line: Line, head: Line, now: Line, then: Line) -> _Row | None:
    a, b, told = (grid.values.get((line.at, h.at)) for h in (now, then, head))
    if a is None or b is None or told is None:
        return None
    gap = a.figure.quantity.number - b.figure.quantity.number
    slack = sum((_half(v) for v in (a, b, told)), Decimal(0))
    off = abs(told.figure.quantity.number - gap)
    return _Row(line, a, b, told, gap, off <= slack or (a.number == b.number and not told.number))


def _half(value: Value) -> Decimal:
    return Decimal(1).scaleb(-value.decimals) / 2


def _told(row: _Row, head: Line) -> Recomputation:
    slack = _half(row.now) + _half(row.then)
    return Recomputation(
        kind=RecomputationKind.DIFFERENCE,
        printed=row.told.figure,
        operands=(row.now.figure, row.then.figure),
        expression=f"{shown(row.now.figure)} − {shown(row.then.figure)} = {plain(row.gap)}个百分点，表中为 {shown(row.told.figure)}",
        expected=Interval(row.gap - slack, row.gap + slack),
        holds=row.fits,
        confidence=1.0 if row.fits else 0.9,
        label=f"{row.line.title}（{squeeze(head.label)}）",
    )
