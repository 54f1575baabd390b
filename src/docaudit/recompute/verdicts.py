"""What follows from a column's formula for each of its cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Interval, Recomputation, RecomputationKind
from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.operands import is_whole
from docaudit.recompute.proposals import RATES
from docaudit.recompute.repairs import Repairs
from docaudit.recompute.shapes import DAILY, DECLINE, DIFFERENCE, GROWTH, PRODUCT, QUOTIENT, SAME, SUM, Form
from docaudit.recompute.trials import Trial
from docaudit.recompute.values import Value, like, percent, shown
from docaudit.recompute.votes import Ballot, ballots, wins
from docaudit.recompute.words import is_of_which, squeeze

_K = RecomputationKind
_CAPPED = frozenset({_K.EXECUTION_RATE, _K.COMPLETION_RATE, _K.SCORE})
_ALTERNATIVE = 2.0
_SPENT = re.compile(r"使用率|进度|拨付率|兑付率|支付率|支用率|支出占|使用占|拨付占|支出比例?|支出完成")
"""Rates of what was spent; of other things than money they are shares."""
_DISJOINT = Decimal("0.2")
_ZERO = Interval(Decimal(0), Decimal(0))


def chosen(
    grid: Grid, head: Line, kind: RecomputationKind | None, repairs: Repairs
) -> tuple[Ballot, list[Ballot]] | None:
    """Return the formula that the rows of a column choose, and the other readings; None when they choose none."""
    tried = ballots(grid, head, kind, repairs)
    best = next((b for b in tried if wins(b, kind, head)), None)
    return None if best is None else (best, [b for b in tried if b is not best])


def verdicts(
    grid: Grid, head: Line, kind: RecomputationKind | None, ballot: Ballot, others: Sequence[Ballot]
) -> Iterator[Recomputation]:
    """Yield a relation for every cell of a column whose formula is known."""
    told = kind_by(ballot, kind, squeeze(head.label))
    for trial in ballot.trials:
        if trial.fits or _capped(trial, told):
            yield _relation(grid, head, told, ballot, trial, holds=True)
        elif any(t.ceiling for t in trial.terms) or (is_whole(grid, trial.line) and _margin(grid, head, trial)):
            continue
        elif trial.value.number == 1 and trial.value.is_ratio and is_whole(grid, trial.line):
            continue  # a subtotal is all of itself, whatever its parts are shares of
        else:
            other = _other(trial, ballot, others)
            yield _relation(grid, head, told, ballot, trial, holds=False, other=other)
    yield from _all_shares(grid, head, ballot)


def _all_shares(grid: Grid, head: Line, ballot: Ballot) -> Iterator[Recomputation]:
    """The total of a column of shares is 100%, or what the rounded shares add up to (99.9%, 100.1%)."""
    if not any(o.derived in ("total", "all") for o in ballot.shape.operands):
        return
    shares = [t for t in ballot.trials if not is_whole(grid, t.line) and not any(map(is_of_which, t.line.labels))]
    line, total = next(
        ((line, v) for line, v in reversed(list(grid.column(head))) if is_whole(grid, line)), (None, None)
    )
    if (
        line is None
        or total is None
        or len(shares) < 2
        or any(t.value.figure.id == total.figure.id for t in ballot.trials)
    ):
        return
    if ballot.misfits:
        base = grid.values.get((line.at, min(ballot.shape.operands[0].heads)))
        if total.is_ratio and total.number == 1 and base is not None:
            yield _whole_share(head, total, base)
        return
    added = sum((t.value.number for t in shares), Decimal(0))
    if total.number and abs(added / total.number - 1) > _DISJOINT:
        return  # parts of parts stand among the lines
    step = Decimal(1).scaleb(-max(total.decimals, shares[0].value.decimals)) * total.figure.quantity.factor
    slack = step * (len(shares) + 1) / 2
    span = Interval(added - slack, added + slack)
    holds = Interval(total.number, total.number).meets(span)
    shown_sum = percent(added) if total.is_ratio else like(added, total.figure.quantity)
    yield Recomputation(
        kind=_K.SUM,
        printed=total.figure,
        operands=tuple(t.value.figure for t in shares),
        expression=f"{len(shares)}项{squeeze(head.label)}之和 {shown_sum}，表中为 {shown(total.figure)}",
        expected=span,
        holds=holds,
        confidence=1.0 if holds else 0.85,
        label=f"合计（{squeeze(head.label)}）",
    )


def _whole_share(head: Line, total: Value, base: Value) -> Recomputation:
    """The total's own share, where the shares above it do not add up because one of them is wrong."""
    one = Interval(Decimal(1), Decimal(1))
    return Recomputation(
        kind=_K.SHARE,
        printed=total.figure,
        operands=(base.figure,),
        expression=f"{shown(base.figure)} ÷ {shown(base.figure)} = 100%，表中为 {shown(total.figure)}",
        expected=one,
        holds=True,
        label=f"合计（{squeeze(head.label)}）",
    )


def kind_by(ballot: Ballot, kind: RecomputationKind | None, label: str) -> RecomputationKind:
    """Return what a column with this header computes: as it says, or as its formula shows."""
    form = ballot.shape.form
    if form in (QUOTIENT, DAILY):
        ratio = ballot.trials[0].value.is_ratio or label.endswith("之比")
        if kind in (None, _K.SHARE) and ratio and _SPENT.search(label) and _of_money(ballot):
            return _K.EXECUTION_RATE
        if not ratio and label.endswith("比"):
            return _K.MEAN
        return kind if kind is not None and kind is not _K.DIFFERENCE else _K.SHARE if ratio else _K.MEAN
    if form.name == "portion":
        return _K.SHARE
    if form in (GROWTH, DECLINE) or form.name == "yearly":
        return kind if kind in RATES else _K.GROWTH
    if form is PRODUCT or form.name == "average":
        return _K.MEAN
    return _K.SUM if form in (SUM, SAME) else _K.DIFFERENCE


def _of_money(ballot: Ballot) -> bool:
    """Whether a quotient is of two amounts of money, and no share of a total."""
    if any(o.derived in ("total", "all", "constant") for o in ballot.shape.operands):
        return False
    return all((t.dimension or "").startswith("money") for t in ballot.trials[0].terms)


def _capped(trial: Trial, kind: RecomputationKind) -> bool:
    """Whether a rate above 100% is printed as 100%."""
    if kind not in _CAPPED or len(trial.terms) != 2 or trial.terms[1].number <= 0:
        return False
    over = trial.terms[0].number >= trial.terms[1].number
    return over and trial.value.number in (1, 100)


def _margin(grid: Grid, head: Line, trial: Trial) -> bool:
    """Whether a total line of a computed column is the sum or the mean of the lines, weighted or not."""
    lines = [(line, v) for line, v in grid.column(head) if not is_whole(grid, line)]
    if len(lines) < 2:
        return False
    numbers = [v.number for _, v in lines]
    span = quantities.interval(trial.value.figure.quantity, exact=False)
    step = (span.high or Decimal(0)) - (span.low or Decimal(0))
    added = sum(numbers, Decimal(0))
    if span.meets(Interval(added - step * len(lines) / 2, added + step * len(lines) / 2)):
        return True
    mean = added / len(numbers)
    return span.meets(Interval(mean - step / 2, mean + step / 2))


def _other(trial: Trial, ballot: Ballot, others: Sequence[Ballot]) -> str:
    """Another reading of the same form that this cell and one more bear out, in words."""
    for other in others:
        if other.shape.form is not ballot.shape.form or other.fits < 2:
            continue
        own = next((t for t in other.trials if t.line.at == trial.line.at), None)
        if own is not None and own.fits and own.weight >= _ALTERNATIVE:
            return other.shape.words
    return ""


def _relation(
    grid: Grid,
    head: Line,
    kind: RecomputationKind,
    ballot: Ballot,
    trial: Trial,
    *,
    holds: bool,
    other: str = "",
) -> Recomputation:
    number, span = _exact(ballot, trial)
    quantity = trial.value.figure.quantity
    terms = trial.terms
    if ballot.shape.form is DIFFERENCE and number * trial.value.number < 0:
        number, terms, span = -number, (terms[1], terms[0]), quantities.sub(_ZERO, span)
    result = percent(number) if trial.value.is_ratio else like(number, quantity, unit=not ballot.shape.form.linear)
    tail = f"（按{other}计算则相符）" if other else ""
    if trial.strict:
        others = sum(t.fits for t in ballot.trials)
        span, tail = Interval(number, number), f"（其余{others}项按表中数计算均相符）"
    first, second = (head, trial.line) if grid.turned else (trial.line, head)
    label = squeeze(second.label)
    share = ballot.misfits / max(1, len(ballot.trials))
    return Recomputation(
        kind=kind,
        printed=trial.value.figure,
        operands=tuple(f for t in terms for f in t.figures),
        expression=f"{ballot.shape.text(terms)} = {result}，表中为 {shown(trial.value.figure)}{tail}",
        expected=span,
        holds=holds,
        confidence=1.0 if holds else 0.75 if other or trial.strict or share > 0.4 else 0.95,
        label=f"{first.title or squeeze(second.title)}（{label}）" if first.title else label,
    )


def _exact(ballot: Ballot, trial: Trial) -> tuple[Decimal, Interval]:
    """Return the computed number and its span in the base units of what is printed."""
    form, quantity = ballot.shape.form, trial.value.figure.quantity
    scale = quantity.unit.scale if quantity.unit is not None and not trial.value.is_ratio else Decimal(1)
    alike = len({t.dimension for t in trial.terms}) == 1
    if form.linear:
        factor = Decimal(1)
        if trial.value.dimension is None and trial.terms[0].dimension is not None:
            factor = 1 / trial.terms[0].factor
        return _computed(form, trial, [Decimal(1)] * len(trial.terms), factor)
    power = Decimal(10) ** ballot.power
    if alike and form is not PRODUCT:
        return _computed(form, trial, [Decimal(1)] * len(trial.terms), power * scale)
    return _computed(
        form, trial, [Decimal(1) if t.dimension == "ratio" else 1 / t.factor for t in trial.terms], power * scale
    )


def _computed(form: Form, trial: Trial, factors: list[Decimal], after: Decimal) -> tuple[Decimal, Interval]:
    numbers = [t.number * f for t, f in zip(trial.terms, factors, strict=True)]
    spans = [quantities.times(t.span, f) for t, f in zip(trial.terms, factors, strict=True)]
    return form.number(numbers) * after, quantities.times(form.exact(spans), after)
