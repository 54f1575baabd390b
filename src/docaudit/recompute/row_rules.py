"""One rule for a whole column: which of several readings its rows bear out, and the rows that do not follow it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import log10

from docaudit import quantities
from docaudit.model import Interval, Recomputation, RecomputationKind
from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.values import Value, digits_text, like, shown
from docaudit.recompute.words import squeeze

_SAMPLE = 8
_SLACK = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What a cell is under one rule: base units, the figures it comes from, and how widely it could have come out."""

    number: Decimal
    span: Interval
    operands: tuple[Value, ...]
    reach: Decimal


@dataclass(frozen=True, slots=True)
class Rule:
    """One reading of a column; `named` where the headers ask for it, so that fewer rows suffice."""

    kind: RecomputationKind
    read: Callable[[Line], Reckoned | None]
    text: Callable[[Reckoned], str]
    named: bool
    least: int
    """Rows that must bear it out."""
    digits: float
    """Decimal digits of agreement that they must show together."""
    exact: bool = False
    """Whether results are sums, right to the last digit, and not rounded quotients."""
    apart: int = 3
    """How many rows must agree for each that does not."""


@dataclass(frozen=True, slots=True)
class _Row:
    line: Line
    value: Value
    reckoned: Reckoned
    fits: bool
    weight: float


def by_rows(grid: Grid, head: Line, rules: Iterable[Rule], mended: dict[str, Decimal]) -> Iterator[Recomputation]:
    """Yield a relation for every cell of the column, by the rule that its rows bear out best; nothing where none is.

    `mended` holds what figures known to be wrong should be, by id; a row that fits with those is not accused again.
    """
    cells = list(grid.column(head))
    sample = cells[:: len(cells) // _SAMPLE + 1] if len(cells) > 2 * _SAMPLE else []
    best: tuple[float, Rule, list[_Row]] | None = None
    for rule in rules:
        if sample and 3 * sum(r.fits for r in _rows(rule, sample)) < len(sample):
            continue
        rows = _rows(rule, cells)
        right = [r for r in rows if r.fits and r.weight > 0]
        wrong = sum(not r.fits and not _explained(r, mended) for r in rows)
        weight = sum(r.weight for r in right)
        if len(right) < rule.least or weight < rule.digits or len(right) < rule.apart * wrong:
            continue
        merit = weight - 3 * wrong + (1 if rule.named else 0)
        if best is None or merit > best[0]:
            best = (merit, rule, rows)
    if best is None:
        return
    _, rule, rows = best
    for row in rows:
        if not row.fits:
            if _explained(row, mended) or not _close(row):
                continue
            mended[row.value.figure.id] = row.reckoned.number
        yield _told(grid, head, rule, row)


def _rows(rule: Rule, cells: list[tuple[Line, Value]]) -> list[_Row]:
    rows = []
    for line, value in cells:
        reckoned = rule.read(line)
        if reckoned is None:
            continue
        span = value.span if rule.exact else quantities.interval(value.figure.quantity, exact=False)
        step = Decimal(1).scaleb(-value.decimals) * value.figure.quantity.factor
        weight = log10(reckoned.reach / step) if reckoned.reach > step and value.number else 0.0
        rows.append(_Row(line, value, reckoned, reckoned.span.meets(span), min(weight, 6.0)))
    if not rule.exact or sum(r.reckoned.number == r.value.number for r in rows) < rule.least:
        return rows
    return [
        _Row(
            r.line,
            r.value,
            r.reckoned,
            r.fits
            and abs(r.reckoned.number - r.value.number)
            <= Decimal(1).scaleb(-r.value.decimals) * r.value.figure.quantity.factor,
            r.weight,
        )
        for r in rows
    ]


def _explained(row: _Row, mended: dict[str, Decimal]) -> bool:
    """Whether a row is only off because a figure it comes from is wrong."""
    return any(v.figure.id in mended for v in row.reckoned.operands)


def _close(row: _Row) -> bool:
    size = max(abs(row.reckoned.number), abs(row.value.number))
    return bool(size) and abs(row.reckoned.number - row.value.number) <= size * _SLACK


def _told(grid: Grid, head: Line, rule: Rule, row: _Row) -> Recomputation:
    quantity = row.value.figure.quantity
    first, second = (head, row.line) if grid.turned else (row.line, head)
    label = squeeze(second.label)
    result = like(row.reckoned.number, quantity, unit=not rule.exact)
    return Recomputation(
        kind=rule.kind,
        printed=row.value.figure,
        operands=tuple(v.figure for v in row.reckoned.operands),
        expression=f"{rule.text(row.reckoned)} = {result}，表中为 {shown(row.value.figure)}",
        expected=row.reckoned.span,
        holds=row.fits,
        confidence=1.0 if row.fits else 0.9,
        label=f"{first.title or squeeze(second.title)}（{label}）" if first.title else label,
    )


def term(value: Value) -> str:
    """Write an operand without its unit."""
    return digits_text(value.figure.quantity)
