"""The formulas of computed columns: what follows from two columns of a line, or from a line and a total."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Interval
from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.values import Value, digits_text, like, percent, shown, total
from docaudit.recompute.words import squeeze, total_word


@dataclass(frozen=True, slots=True)
class Reading:
    """What a figure is if one reading of the table is right."""

    operands: tuple[Value, ...]
    span: Interval
    number: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to read a computed column; `named` when the headers themselves say so."""

    words: str
    read: Callable[[Line], Reading | None]
    named: bool = False


def sum_quotient(grid: Grid, tops: tuple[Line, ...], bottoms: tuple[Line, ...]) -> Candidate:
    """All columns of one group over all of another."""

    def read(line: Line) -> Reading | None:
        above = [v for h in tops if (v := grid.values.get((line.at, h.at)))]
        below = [v for h in bottoms if (v := grid.values.get((line.at, h.at)))]
        if len(above) != len(tops) or len(below) != len(bottoms) or len({v.dimension for v in above + below}) != 1:
            return None
        whole = total(v.span for v in below)
        if _zero(whole):
            return None
        number = sum((v.number for v in above), Decimal(0)) / sum((v.number for v in below), Decimal(0))
        terms = [" + ".join(digits_text(v.figure.quantity) for v in values) for values in (above, below)]
        text = f"（{terms[0]}）÷（{terms[1]}） = {percent(number)}"
        return Reading((*above, *below), quantities.div(total(v.span for v in above), whole), number, text)

    return Candidate(f"{squeeze(tops[0].labels[0])}÷{squeeze(bottoms[0].labels[0])}", read)


def sum_difference(grid: Grid, tops: tuple[Line, ...], bottoms: tuple[Line, ...]) -> Candidate:
    """All columns of one group less all of another."""

    def read(line: Line) -> Reading | None:
        above = [v for h in tops if (v := grid.values.get((line.at, h.at)))]
        below = [v for h in bottoms if (v := grid.values.get((line.at, h.at)))]
        if len(above) != len(tops) or len(below) != len(bottoms) or len({v.dimension for v in above + below}) != 1:
            return None
        number = sum((v.number for v in above), Decimal(0)) - sum((v.number for v in below), Decimal(0))
        terms = [" + ".join(digits_text(v.figure.quantity) for v in values) for values in (above, below)]
        text = f"（{terms[0]}）−（{terms[1]}） = {like(number, above[0].figure.quantity, unit=False)}"
        span = quantities.sub(total(v.span for v in above), total(v.span for v in below))
        return Reading((*above, *below), span, number, text)

    return Candidate(f"{squeeze(tops[0].labels[0])}−{squeeze(bottoms[0].labels[0])}", read)


def _pair(grid: Grid, line: Line, a: Line, b: Line) -> tuple[Value, Value] | None:
    first, second = grid.bounds.get((line.at, a.at)), grid.bounds.get((line.at, b.at))
    if first is None or second is None or first.figure.id == second.figure.id or second.number == 0:
        return None
    return first, second


def quotient(grid: Grid, a: Line, b: Line, *, named: bool, target: bool = False) -> Candidate:
    """`target` takes the denominator as it stands: a target is set, not measured and rounded."""

    def read(line: Line) -> Reading | None:
        pair = _pair(grid, line, a, b)
        if pair is None or pair[0].dimension != pair[1].dimension or _zero(pair[1].span):
            return None
        x, y = pair
        base = Interval(y.number, y.number) if target else y.span
        span, number = quantities.div(x.span, base), x.number / y.number
        return Reading((x, y), span, number, f"{_term(x, y)} ÷ {_term(y, x)} = {percent(number)}")

    return Candidate(f"{squeeze(a.title)}÷{squeeze(b.title)}", read, named)


def growth(grid: Grid, a: Line, b: Line, *, named: bool) -> Candidate:
    """The change from column `b` to column `a`, over `b`."""

    def read(line: Line) -> Reading | None:
        pair = _pair(grid, line, a, b)
        if pair is None or pair[0].dimension != pair[1].dimension or _zero(pair[1].span):
            return None
        x, y = pair
        span = quantities.sub(quantities.div(x.span, y.span), Interval(Decimal(1), Decimal(1)))
        number = (x.number - y.number) / y.number
        return Reading((x, y), span, number, f"（{_term(x, y)} − {_term(y, x)}）÷ {_term(y, x)} = {percent(number)}")

    return Candidate(f"{squeeze(a.title)}比{squeeze(b.title)}", read, named)


def lagged(grid: Grid, base: Line, *, named: bool) -> Candidate:
    """Growth over the line before, where the lines are years that follow each other."""

    def read(line: Line) -> Reading | None:
        year = _year_of(line)
        before = next((own for own in grid.lines if year is not None and _year_of(own) == year - 1), None)
        now = grid.values.get((line.at, base.at))
        then = None if before is None else grid.values.get((before.at, base.at))
        if now is None or then is None or now.dimension != then.dimension or _zero(then.span):
            return None
        span = quantities.sub(quantities.div(now.span, then.span), Interval(Decimal(1), Decimal(1)))
        number = (now.number - then.number) / then.number
        text = f"（{_term(now, then)} − {_term(then, now)}）÷ {_term(then, now)} = {percent(number)}"
        return Reading((now, then), span, number, text)

    return Candidate(f"{squeeze(base.title)}比上年", read, named)


def _year_of(line: Line) -> int | None:
    years = {int(found) for label in line.labels[-1:] for found in re.findall(r"(?:19|20)\d\d", label)}
    return years.pop() if len(years) == 1 else None


def difference(grid: Grid, a: Line, b: Line, *, named: bool) -> Candidate:
    """Column `a` less column `b`."""

    def read(line: Line) -> Reading | None:
        pair = _pair(grid, line, a, b)
        if pair is None or pair[0].dimension != pair[1].dimension:
            return None
        x, y = pair
        number = x.number - y.number
        text = f"{_term(x, y)} − {_term(y, x)} = {like(number, x.figure.quantity, unit=False)}"
        return Reading((x, y), quantities.sub(x.span, y.span), number, text)

    return Candidate(f"{squeeze(a.title)}−{squeeze(b.title)}", read, named)


def swapped(reading: Reading) -> Reading:
    """Return a difference the other way round, for a column that prints its amount without a sign."""
    y, x = reading.operands
    number = -reading.number
    text = f"{_term(x, y)} − {_term(y, x)} = {like(number, x.figure.quantity, unit=False)}"
    return Reading((x, y), quantities.sub(x.span, y.span), number, text)


def mean(grid: Grid, head: Line, a: Line, b: Line, *, named: bool) -> Candidate:
    """Column `a` over column `b`, in the unit of `head`; also a unit price, amount over number."""

    def read(line: Line) -> Reading | None:
        pair = _pair(grid, line, a, b)
        value = grid.values.get((line.at, head.at))
        if pair is None or value is None or pair[0].is_ratio or pair[1].is_ratio or _zero(pair[1].span):
            return None
        x, y = pair
        number = x.number / y.number
        span = quantities.div(x.span, y.span)
        text = f"{shown(x.figure)} ÷ {shown(y.figure)} = {like(number, value.figure.quantity)}"
        return Reading((x, y), span, number, text)

    return Candidate(f"{squeeze(a.title)}÷{squeeze(b.title)}", read, named)


def share_of(grid: Grid, base: Line, whole: Line) -> Candidate:
    """Column `base` of a line over that of the total line `whole`."""

    def read(line: Line) -> Reading | None:
        part, all_ = grid.values.get((line.at, base.at)), grid.values.get((whole.at, base.at))
        if part is None or all_ is None or part.dimension != all_.dimension or part.is_ratio or _zero(all_.span):
            return None
        number = part.number / all_.number
        text = f"{_term(part, all_)} ÷ {_term(all_, part)} = {percent(number)}"
        return Reading((part, all_), quantities.div(part.span, all_.span), number, text)

    return Candidate(f"{squeeze(base.title)}占{squeeze(whole.title)}", read)


def share_of_all(grid: Grid, base: Line) -> Candidate:
    """Column `base` of a line over the sum of all lines that are no totals."""
    parts = [v for line, v in grid.column(base) if not any(map(total_word, line.labels))]
    whole = total(v.span for v in parts)
    number = sum((v.number for v in parts), Decimal(0))
    mixed = len({v.dimension for v in parts}) != 1 or len(parts) < 2 or number == 0 or _zero(whole)

    def read(line: Line) -> Reading | None:
        part = grid.values.get((line.at, base.at))
        if mixed or part is None or part.is_ratio or any(map(total_word, line.labels)):
            return None
        share = part.number / number
        text = f"{digits_text(part.figure.quantity)} ÷ 各项之和 {like(number, part.figure.quantity, unit=False)} = {percent(share)}"
        return Reading((part,), quantities.div(part.span, whole), share, text)

    return Candidate(f"{squeeze(base.title)}占各项之和", read)


def _zero(span: Interval) -> bool:
    return span.low is None or span.high is None or span.low <= 0 <= span.high


def _term(value: Value, other: Value) -> str:
    same = value.figure.quantity.factor == other.figure.quantity.factor
    return digits_text(value.figure.quantity) if same else shown(value.figure)
