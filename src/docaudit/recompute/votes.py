"""The rows of a column choose its formula: of all readings the one that most rows bear out, and the rows that do not."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import log10

from docaudit import quantities
from docaudit.model import Interval, RecomputationKind
from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.operands import Term
from docaudit.recompute.proposals import RATES, proposals
from docaudit.recompute.repairs import Repairs
from docaudit.recompute.row_fits import judged, meets
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
    Form,
    Shape,
    Triple,
    alike,
)
from docaudit.recompute.trials import SEVERAL, TELLING, Printed, Row, Trial, as_printed, to_the_digit
from docaudit.recompute.values import RATIO
from docaudit.recompute.words import is_weak_total, squeeze, total_word

_K = RecomputationKind
_PER = (0, 2, 3, 4, 5)
"""A bare quotient of like things is one, a percentage, or one in a thousand, ten thousand, a hundred thousand."""
_MOST_ROWS = 4
_SAMPLE = 8
_TOLD = 5.5
"""Digits that the rows of a column must agree in where its header does not say what it computes."""
_FAINT = 0.9
_AGREE = 2
_FORMS: dict[RecomputationKind, tuple[Form, ...]] = {
    **dict.fromkeys(RATES, (QUOTIENT, DAILY)),
    _K.GROWTH: (GROWTH, DECLINE),
    _K.MEAN: (QUOTIENT,),
    _K.DIFFERENCE: (DIFFERENCE, BALANCE, NET),
}


@dataclass(frozen=True, slots=True)
class Ballot:
    """One shape with what every cell of the column says to it.  `power` is the power of ten between the units."""

    shape: Shape
    power: int
    trials: tuple[Trial, ...]

    @property
    def fits(self) -> int:
        """How many telling cells agree."""
        return sum(t.fits and t.weight >= TELLING for t in self.trials)

    @property
    def misfits(self) -> int:
        """How many cells disagree of themselves."""
        return sum(not t.fits and not t.explained for t in self.trials)

    @property
    def weight(self) -> float:
        """All agreement in digits."""
        return sum(t.weight for t in self.trials if t.fits)


def ballots(grid: Grid, head: Line, kind: RecomputationKind | None, repairs: Repairs) -> list[Ballot]:
    """Return every reading of a column that at least one telling cell bears out, the best first."""
    cells = list(grid.column(head))
    if sum(value.number != 0 for _, value in cells) < 2:
        return []
    totals = {h.at for h in grid.heads if any(total_word(x) for x in h.labels[-1:])}
    weak = {h.at for h in grid.heads if any(is_weak_total(x) for x in h.labels[-1:])}
    found = []
    column = [Printed.of(line, value) for line, value in cells]
    sample = column[:: len(cells) // _SAMPLE + 1] if len(cells) > 2 * _SAMPLE else []
    for shape in proposals(grid, head, kind, cells):
        if (
            kind is None
            and shape.form.linear
            and len(shape.operands) > 1
            and (totals | (weak if shape.form is not DIFFERENCE else set())) & shape.heads
        ):
            continue  # the total column is the sum of the others and is checked as that
        if sample and (
            (first := _vote(shape, sample, repairs)) is None
            or 3 * sum(t.fits for t in first.trials) < len(first.trials)
        ):
            continue  # a long column: what a tenth of it does not bear out is not its formula
        ballot = _vote(shape, column, repairs)
        if ballot is not None and ballot.fits:
            found.append(ballot)
    return sorted(found, key=lambda b: (-_merit(b, kind, head), b.shape.words))


def wins(ballot: Ballot, kind: RecomputationKind | None, head: Line) -> bool:
    """Whether the rows bear a reading out beyond chance: more of them without words in the header than with them."""
    if any(o.derived == "constant" for o in ballot.shape.operands):
        clear = ballot.fits > 2 * ballot.misfits or (ballot.fits >= _MOST_ROWS and ballot.fits == 2 * ballot.misfits)
        return ballot.fits >= SEVERAL and ballot.weight >= 6 and clear
    if _suits(ballot, kind, head):
        named = all(_stem(o.name) in squeeze(head.label) for o in ballot.shape.operands)
        enough = ballot.fits >= 1 and ballot.weight >= 1.5 if named else ballot.fits >= 2 and ballot.weight >= 3
        rows = sum(t.fits and t.weight >= _FAINT for t in ballot.trials)
        every = sum(t.fits for t in ballot.trials)
        if kind in RATES and ballot.fits >= 1 and every >= SEVERAL and every >= 3 * ballot.misfits:
            return True
        if (
            ballot.shape.form is DIFFERENCE
            and every >= _MOST_ROWS
            and every >= 3 * ballot.misfits
            and ballot.weight >= 3
        ):
            return True
        if not enough and rows >= SEVERAL and ballot.weight >= 4 and rows >= 3 * ballot.misfits:
            return True
        return enough and (ballot.fits > ballot.misfits or (named and ballot.fits >= ballot.misfits))
    told = ballot.shape.form is not SUM and ballot.shape.form is not PRODUCT
    right = all(head.at > at for at in ballot.shape.heads)
    ratio = sum(t.value.is_ratio for t in ballot.trials) * 2 > len(ballot.trials)
    if not (told and (right or ratio)) and not (right and ballot.shape.form is PRODUCT):
        return False
    return ballot.fits >= SEVERAL and ballot.weight >= _TOLD and ballot.fits >= 3 * ballot.misfits


def _suits(ballot: Ballot, kind: RecomputationKind | None, head: Line) -> bool:
    """Whether the header asks for this formula."""
    form = ballot.shape.form
    if form is SAME or (form is SUM and any(o.derived == "prev" for o in ballot.shape.operands)):
        return "累计" in squeeze(head.label)
    named = {"yearly": _K.GROWTH, "average": _K.MEAN}.get(form.name)
    return kind is not None and (form in _FORMS.get(kind, ()) or named is kind)


def _stem(name: str) -> str:
    """The core of a column's name, for finding it in another header: 上一行支出 → 支出."""
    return re.sub(r"^上一行|[（(][^（）()]*[)）]|合计$|总计$|金额$|数$|额$", "", name.rsplit("·", 1)[-1])


def _merit(ballot: Ballot, kind: RecomputationKind | None, head: Line) -> float:
    merit = ballot.weight - 3.0 * ballot.misfits
    if _suits(ballot, kind, head):
        merit += 2.0
    own = set(squeeze(head.label))
    merit += 0.1 * sum(len(own & set(o.name)) > 1 for o in ballot.shape.operands)
    if any(o.derived == "constant" for o in ballot.shape.operands):
        merit -= 4.0
    merit -= 0.3 * sum(bool(o.derived) for o in ballot.shape.operands) + 0.5 * max(0, len(ballot.shape.operands) - 2)
    return (
        merit
        - (0.5 if ballot.power not in (0, 2) else 0.0)
        - 0.02 * min((abs(head.at - at) for at in ballot.shape.heads), default=0)
    )


def _vote(shape: Shape, cells: list[Printed], repairs: Repairs) -> Ballot | None:
    form = shape.form
    rows = []
    for cell in cells:
        terms = shape.terms(cell.line.at)
        if terms is None:
            continue
        frame = _reckoned(form, terms, cell)
        if frame is not None and (form.linear or cell.exact[0] or not frame[1][0]):
            rows.append(Row(cell, terms, *frame))
    if len(rows) < 2:
        return None
    power = _power(form, rows)
    if power is None:
        return None
    signed = any(cell.exact[0] < 0 for cell in cells)
    frames = [(row.printed, _times(row.computed, 10.0**power)) for row in rows]
    if not any(meets(form, *frame, signed=signed) for frame in frames):
        return None
    trials = [
        Trial(row.cell.line, row.cell.value, row.terms, *judged(form, *frame, row.terms, signed=signed))
        for row, frame in zip(rows, frames, strict=True)
    ]
    trials = to_the_digit(trials, rows, signed=signed) if form.linear else as_printed(trials, frames)
    fixed = any(o.derived == "constant" for o in shape.operands)
    if repairs and not fixed and sum(t.fits for t in trials) >= _AGREE:
        trials = [
            replace(t, explained=True) if not t.fits and _mended(form, power, t, row.cell, repairs) else t
            for t, row in zip(trials, rows, strict=True)
        ]
    return Ballot(shape, power, tuple(trials))


def _mended(form: Form, power: int, trial: Trial, cell: Printed, repairs: Repairs) -> bool:
    """Whether a cell fits once one of its operands is what a sum says it should be."""
    for i, term in enumerate(trial.terms):
        for number in repairs.get(term.first or "", ()) if len(term.figures) == 1 else ():
            shift = number - term.number
            span = quantities.add(term.span, Interval(shift, shift))
            terms = (*trial.terms[:i], replace(term, number=number, span=span), *trial.terms[i + 1 :])
            frame = _reckoned(form, terms, cell)
            if frame is not None:
                printed, computed = frame[0], _times(frame[1], 10.0**power)
                if judged(form, printed, computed, terms, signed=False)[0]:
                    return True
    return False


def _reckoned(form: Form, terms: tuple[Term, ...], cell: Printed) -> tuple[Triple, Triple] | None:
    """Return printed and computed in one frame: base units where the units go together, else the numbers as printed."""
    printed = cell.exact if form.linear and form.name != "portion" else cell.rounded
    dimension = cell.dimension
    if form.linear:
        if dimension is None and terms[0].dimension is not None:
            printed = _times(printed, float(terms[0].factor))
        elif dimension == "point" and terms[0].dimension in (RATIO, None):
            printed = _times(printed, float(terms[0].factor) / cell.unit)
        elif dimension != terms[0].dimension:
            return None
        inputs = [t.floats for t in terms]
    elif form is not PRODUCT and alike(terms):
        if dimension is not None and dimension != RATIO:
            printed = _times(printed, 1 / cell.unit)
        inputs = [t.floats for t in terms]
    else:
        if dimension == RATIO and form is QUOTIENT and all(t.dimension is not None for t in terms):
            return None
        printed = _times(printed, 1 / cell.unit) if dimension != RATIO else printed
        inputs = [t.bare for t in terms]
    result = form.floats(inputs)
    return None if result is None else (printed, result)


def _power(form: Form, rows: list[Row]) -> int | None:
    """The power of ten between printed and computed that most rows share; none may be chosen where units agree."""
    if form.linear:
        return 0
    votes: dict[int, int] = {}
    for row in rows:
        printed, result = row.printed[0], row.computed[0]
        if not result or not printed or printed / result <= 0:
            continue
        power = round(log10(printed / result))
        if abs(printed / (result * 10.0**power) - 1) >= 0.02:
            continue
        same = alike(row.terms)
        if power in (
            (0,) if same and row.cell.dimension == RATIO else _PER if same and form is not PRODUCT else range(-8, 9)
        ):
            votes[power] = votes.get(power, 0) + 1
    return max(votes, key=lambda p: (votes[p], -abs(p)), default=None)


def _times(x: Triple, factor: float) -> Triple:
    if factor == 1:
        return x
    return x[0] * factor, x[1] * factor, x[2] * factor
