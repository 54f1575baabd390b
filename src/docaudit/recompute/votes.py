"""The rows of a column choose its formula: of all readings the one that most rows bear out, and the rows that do not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, permutations
from math import log10

from docaudit import quantities
from docaudit.model import RecomputationKind
from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.operands import Operand, Term, before, column_of, operands_of, so_far, totals_of
from docaudit.recompute.shapes import (
    BALANCE,
    DECLINE,
    DIFFERENCE,
    GROWTH,
    NET,
    PRODUCT,
    QUOTIENT,
    SUM,
    Form,
    Shape,
    Triple,
)
from docaudit.recompute.values import Value
from docaudit.recompute.words import is_weak_total, squeeze, total_word

_K = RecomputationKind
RATES = frozenset({_K.EXECUTION_RATE, _K.COMPLETION_RATE, _K.SCORE, _K.SHARE})
_ROLLING = re.compile(r"结余|结存|余额|结转|期末|年末|月末|累计|净|剩余|可用")
_DIGITS = 6.0
_TELLING = 1.4
_NEAR = 1e-9
_FORMS: dict[RecomputationKind, tuple[Form, ...]] = {
    **dict.fromkeys(RATES, (QUOTIENT,)),
    _K.GROWTH: (GROWTH, DECLINE),
    _K.MEAN: (QUOTIENT,),
    _K.DIFFERENCE: (DIFFERENCE, BALANCE, NET),
}


@dataclass(frozen=True, slots=True)
class Trial:
    """One cell under one shape."""

    line: Line
    value: Value
    terms: tuple[Term, ...]
    fits: bool
    weight: float
    """How many digits the agreement is worth; 0 for a cell that proves nothing."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """One shape with what every cell of the column says to it.  `power` is the power of ten between the units."""

    shape: Shape
    power: int
    trials: tuple[Trial, ...]

    @property
    def fits(self) -> int:
        """How many telling cells agree."""
        return sum(t.fits and t.weight >= _TELLING for t in self.trials)

    @property
    def misfits(self) -> int:
        """How many cells disagree."""
        return sum(not t.fits for t in self.trials)

    @property
    def weight(self) -> float:
        """All agreement in digits."""
        return sum(t.weight for t in self.trials if t.fits)


def ballots(grid: Grid, head: Line, kind: RecomputationKind | None) -> list[Ballot]:
    """Return every reading of a column that at least one telling cell bears out, the best first."""
    cells = list(grid.column(head))
    if sum(value.number != 0 for _, value in cells) < 2:
        return []
    totals = {h.at for h in grid.heads if any(total_word(x) or is_weak_total(x) for x in h.labels[-1:])}
    found = []
    for shape in _shapes(grid, head, kind, cells):
        if kind is None and shape.form.linear and totals & shape.heads:
            continue  # the total column is the sum of the others and is checked as that
        ballot = _vote(shape, cells)
        if ballot is not None and ballot.fits:
            found.append(ballot)
    return sorted(found, key=lambda b: (-_merit(b, kind, head), b.shape.words))


def wins(ballot: Ballot, kind: RecomputationKind | None, head: Line) -> bool:
    """Whether the rows bear a reading out beyond chance: more of them without words in the header than with them."""
    if kind is not None and ballot.shape.form in _FORMS.get(kind, ()):
        return ballot.fits >= 2 and ballot.weight >= 4.5 and ballot.fits > ballot.misfits
    told = ballot.shape.form is not SUM and ballot.shape.form is not PRODUCT
    right = all(head.at > at for at in ballot.shape.heads)
    ratio = sum(t.value.is_ratio for t in ballot.trials) * 2 > len(ballot.trials)
    if not (told and (right or ratio)) and not (right and ballot.shape.form is PRODUCT):
        return False
    return ballot.fits >= 3 and ballot.weight >= 7 and ballot.fits >= 3 * ballot.misfits


def _merit(ballot: Ballot, kind: RecomputationKind | None, head: Line) -> float:
    merit = ballot.weight - 3.0 * ballot.misfits
    if kind is not None and ballot.shape.form in _FORMS.get(kind, ()):
        merit += 2.0
    own = set(squeeze(head.label))
    merit += 0.1 * sum(len(own & set(o.name)) > 1 for o in ballot.shape.operands)
    merit -= 0.3 * sum(bool(o.derived) for o in ballot.shape.operands) + 0.5 * (len(ballot.shape.operands) - 2)
    return (
        merit
        - (0.5 if ballot.power not in (0, 2) else 0.0)
        - 0.02 * min(abs(head.at - at) for at in ballot.shape.heads)
    )


def _shapes(grid: Grid, head: Line, kind: RecomputationKind | None, cells: list[tuple[Line, Value]]) -> Iterator[Shape]:
    columns = operands_of(grid, head)
    ratio = sum(v.is_ratio for _, v in cells) * 2 > len(cells)
    relative = ratio or kind in RATES or kind is _K.GROWTH
    for a, b in permutations(columns, 2):
        yield Shape(QUOTIENT, (a, b))
        if relative:
            yield Shape(GROWTH, (a, b))
            yield Shape(DECLINE, (a, b))
        if not relative or kind is _K.DIFFERENCE:
            yield Shape(DIFFERENCE, (a, b))
    if relative:
        for a in columns:
            yield from (Shape(QUOTIENT, (a, whole)) for whole in totals_of(grid, a))
            yield from (Shape(form, (a, before(grid, a))) for form in (GROWTH, DECLINE))
            yield from (Shape(QUOTIENT, (b, so_far(grid, a))) for b in columns)
        return
    for a, b in combinations(columns, 2):
        yield Shape(PRODUCT, (a, b))
        yield Shape(SUM, (a, b))
    yield from _rolling(grid, head, kind, columns)


def _rolling(grid: Grid, head: Line, kind: RecomputationKind | None, columns: list[Operand]) -> Iterator[Shape]:
    """What is left or has come together: balances of three columns, and steps from the line before."""
    if kind is not _K.DIFFERENCE and not _ROLLING.search(squeeze(head.label)):
        return
    own = _own(grid, head)
    for a in columns:
        yield Shape(DIFFERENCE, (a, before(grid, a)))
        yield Shape(SUM, (own, a))
    for a, b, c in permutations(columns[:7], 3):
        if a.name < b.name:
            yield Shape(BALANCE, (a, b, c))
        if b.name < c.name:
            yield Shape(NET, (a, b, c))
    for a, b in permutations(columns[:7], 2):
        yield Shape(BALANCE, (own, a, b))


def _own(grid: Grid, head: Line) -> Operand:
    return before(grid, column_of(grid, head))


def _vote(shape: Shape, cells: list[tuple[Line, Value]]) -> Ballot | None:
    signed = any(v.number < 0 for _, v in cells)
    rows = []
    for line, value in cells:
        terms = shape.terms(line.at)
        frame = None if terms is None else _reckoned(shape.form, terms, value)
        if terms is not None and frame is not None and (shape.form.linear or value.number or not frame[1][0]):
            rows.append((line, value, terms, *frame))
    if len(rows) < 2:
        return None
    power = _power(shape.form, rows)
    if power is None:
        return None
    trials = []
    for line, value, terms, printed, computed in rows:
        fits, weight = _judged(shape.form, printed, _times(computed, 10.0**power), terms, signed=signed)
        trials.append(Trial(line, value, terms, fits, weight))
    return Ballot(shape, power, tuple(trials))


def printed_span(form: Form, value: Value) -> Triple:
    """Return the printed result as number and ends in base units; a rounded quotient is no count even without decimals."""
    span = value.span if form.linear else quantities.interval(value.figure.quantity, exact=False)
    low = span.low if span.low is not None else value.number
    high = span.high if span.high is not None else value.number
    return float(value.number), float(low), float(high)


def _reckoned(form: Form, terms: tuple[Term, ...], value: Value) -> tuple[Triple, Triple] | None:
    """Return printed and computed in one frame: base units where the units go together, else the numbers as printed."""
    printed = printed_span(form, value)
    alike = len({t.dimension for t in terms}) == 1
    unit = float(value.figure.quantity.unit.scale) if value.figure.quantity.unit else 1.0
    if form.linear:
        if value.dimension is None and terms[0].dimension is not None:
            printed = _times(printed, float(terms[0].factor))
        elif value.dimension != terms[0].dimension:
            return None
        inputs = [t.floats for t in terms]
    elif alike and form is not PRODUCT:
        if not value.is_ratio and value.dimension is not None:
            printed = _times(printed, 1 / unit)
        inputs = [t.floats for t in terms]
    else:
        if value.is_ratio and form is QUOTIENT and None not in {t.dimension for t in terms}:
            return None
        printed = _times(printed, 1 / unit) if not value.is_ratio else printed
        inputs = [t.floats if t.dimension == "ratio" else _times(t.floats, 1 / float(t.factor)) for t in terms]
    result = form.floats(inputs)
    return None if result is None else (printed, result)


def _power(form: Form, rows: list[tuple[Line, Value, tuple[Term, ...], Triple, Triple]]) -> int | None:
    """The power of ten between printed and computed that most rows share; none may be chosen where units agree."""
    if form.linear:
        return 0
    votes: dict[int, int] = {}
    for _, value, terms, printed, result in rows:
        if not result[0] or not printed[0] or printed[0] / result[0] <= 0:
            continue
        power = round(log10(printed[0] / result[0]))
        alike = len({t.dimension for t in terms}) == 1
        allowed = (0,) if alike and value.is_ratio else (0, 2) if alike and form is not PRODUCT else range(-8, 9)
        if power in allowed and abs(printed[0] / (result[0] * 10.0**power) - 1) < 0.02:
            votes[power] = votes.get(power, 0) + 1
    return max(votes, key=lambda p: (votes[p], -abs(p)), default=None)


def _times(x: Triple, factor: float) -> Triple:
    return x[0] * factor, x[1] * factor, x[2] * factor


def _judged(
    form: Form, printed: Triple, result: Triple, terms: tuple[Term, ...], *, signed: bool
) -> tuple[bool, float]:
    fits = _meet(printed, result)
    if not fits and form is DIFFERENCE and not signed:
        fits = _meet(printed, (-result[0], -result[2], -result[1]))
    size = abs(printed[0])
    width = max(printed[2] - printed[1], result[2] - result[1], size * 1e-9 if form is not DIFFERENCE else 1e-9)
    plain = any(t.number == 0 for t in terms) or abs(abs(result[0]) - 1) < _NEAR or abs(abs(result[0]) - 100) < _NEAR
    if form.linear:
        plain = sum(t.number != 0 for t in terms) < 2
        width = max(width, _step(printed))
    weight = 0.0 if plain or not size else max(0.0, min(_DIGITS, log10(size / width)))
    return fits, weight


def _step(printed: Triple) -> float:
    return max(printed[2] - printed[1], 1.0 if float(printed[0]).is_integer() else 0.0)


def _meet(a: Triple, b: Triple) -> bool:
    slack = _NEAR * max(1.0, abs(a[0]), abs(b[0]))
    return a[1] <= b[2] + slack and b[1] <= a[2] + slack
