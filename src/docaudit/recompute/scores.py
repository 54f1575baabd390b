"""Scores: within their weight, and weight × rate where the table says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from docaudit.model import Interval, Part, Recomputation, RecomputationKind, Relation, Table
from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.values import Value, digits_text, plain, shown
from docaudit.recompute.weights import score_heads, weight_heads
from docaudit.recompute.words import squeeze, total_word

_RATE = re.compile(r"执行率|完成率|完成比例|完成度")
_BY_RATE = re.compile(
    r"得分[=为](?:分值|权重分?|标准分)[×xX*✕乘以]+(?:完成率|执行率|完成比例|达成率)|得分[=为](?:完成率|执行率|完成比例|达成率)[×xX*✕乘以]+(?:分值|权重分?|标准分)"
)
_POINTS_TIMES = re.compile(r"(\d+(?:\.\d+)?)分?[×xX*✕]")
_TARGET = re.compile(r"指标值|目标值|计划数|计划值|目标")
_ACTUAL = re.compile(r"完成值|实际值|完成数|实际完成|全年完成|完成情况")
_TIMES = re.compile(r"[×xX*✕]|乘以?")


def scores(grids: tuple[Grid, ...], part: Part | None = None) -> Iterator[Recomputation]:
    """Recompute the scores in the tables of one part, whose text may state how they are made: 得分=分值×完成率."""
    stated = part is not None and any(
        not isinstance(block, Table) and _BY_RATE.search(squeeze(block.text)) for block in part.blocks
    )
    for grid in grids:
        yield from _within(grid)
        yield from _products(grid, stated=stated)
        yield from _proportional(grid)


def _within(grid: Grid) -> Iterator[Recomputation]:
    """A score is not more than its weight."""
    weights = weight_heads(grid)
    for score in score_heads(grid):
        before = [w for w in weights if w.at < score.at]
        if not before:
            continue
        weight = before[-1]
        for line, value in grid.column(score):
            full = grid.values.get((line.at, weight.at))
            if full is None or full.is_ratio != value.is_ratio:
                continue
            holds = value.number <= full.number
            if not holds and _misadded(grid, weight, line, value):
                continue  # the total of the weights is what is wrong, and is told where it is added up
            sign = "≤" if holds else "＞"
            yield Recomputation(
                kind=RecomputationKind.SCORE,
                printed=value.figure,
                operands=(full.figure,),
                expression=f"{squeeze(score.label)} {digits_text(value.figure.quantity)} {sign} "
                f"{squeeze(weight.label)} {digits_text(full.figure.quantity)}",
                expected=Interval(None, full.number),
                holds=holds,
                confidence=0.95,
                label=line.title,
            )


def _misadded(grid: Grid, weight: Line, line: Line, value: Value) -> bool:
    """Whether a row of totals prints less than its weights add up to, and its score is within what they do."""
    if not any(total_word(label) for label in line.labels):
        return False
    own = [v.number for row, v in grid.column(weight) if not any(total_word(label) for label in row.labels)]
    return len(own) > 1 and value.number <= sum(own, Decimal(0))


def _products(grid: Grid, *, stated: bool) -> Iterator[Recomputation]:
    """Score = weight × rate, where the header says so, several rows show it, or a budget execution rate is scored."""
    weights, points = weight_heads(grid), score_heads(grid)
    rates = [h for h in grid.heads if _RATE.search(squeeze(h.label)) and h not in weights and h not in points]
    if len(rates) != 1 or not points:
        return
    rate, score = rates[0], points[0]
    times = _POINTS_TIMES.search(squeeze(score.label))
    said = stated or times is not None or any(_TIMES.search(squeeze(h.label)) for h in (rate, score))
    rows = []
    for line, value in grid.column(score):
        share = grid.values.get((line.at, rate.at))
        full = next((v for w in reversed(weights) if (v := grid.values.get((line.at, w.at)))), None)
        weight = Decimal(times[1]) if times else full.number if full is not None and not full.is_ratio else None
        if share is None or not share.is_ratio or weight is None or weight <= 0 or value.number > weight:
            continue
        rows.append(_Product(line, value, share, full, weight))
    telling = sum(row.fits and row.share.number < 1 for row in rows)
    execution = "执行率" in squeeze(rate.label)
    for row in rows:
        if not row.fits and _by_own_rate(grid, row):
            continue  # the rate is what is wrong, and is told where it is computed
        if row.fits or said or telling >= 2 or (execution and row.value.number != row.weight):
            yield row.told(0.9 if said or telling >= 2 else 0.7)


def _by_own_rate(grid: Grid, row: _Product) -> bool:
    """Whether the score follows from the actual and the target of its row, and not from the rate printed beside them."""
    targets = [h for h in grid.heads if _TARGET.search(squeeze(h.label))]
    actuals = [h for h in grid.heads if _ACTUAL.search(squeeze(h.label))]
    if len(targets) != 1 or len(actuals) != 1:
        return False
    target, actual = (grid.bounds.get((row.line.at, h.at)) for h in (targets[0], actuals[0]))
    if target is None or actual is None or not 0 < actual.number < target.number:
        return False
    number = row.weight * actual.number / target.number
    return _near(row.value, Interval(number, number))


@dataclass(frozen=True, slots=True)
class _Product:
    """A row's score beside its rate and weight."""

    line: Line
    value: Value
    share: Value
    full: Value | None
    weight: Decimal

    @property
    def span(self) -> Interval:
        """What the score may be, the rate capped at 100%."""
        low, high = self.share.span.low or Decimal(0), self.share.span.high or Decimal(1)
        return Interval(min(low, Decimal(1)) * self.weight, min(high, Decimal(1)) * self.weight)

    @property
    def fits(self) -> bool:
        """Whether the printed score is weight × rate."""
        return _near(self.value, self.span)

    def told(self, confidence: float) -> Recomputation:
        """The relation, with its arithmetic."""
        product = min(self.share.number, Decimal(1)) * self.weight
        capped = "（封顶100%）" if self.share.number > 1 else ""
        return Recomputation(
            kind=RecomputationKind.SCORE,
            printed=self.value.figure,
            operands=(*((self.full.figure,) if self.full else ()), self.share.figure),
            expression=f"{plain(self.weight)} × {shown(self.share.figure)}{capped} = "
            f"{plain(product.quantize(Decimal('0.01')))}，表中得分为 {digits_text(self.value.figure.quantity)}",
            expected=self.span,
            holds=self.fits,
            confidence=confidence,
            label=self.line.title,
        )


def _proportional(grid: Grid) -> Iterator[Recomputation]:
    """Score = weight × actual ÷ target for targets that were missed, where another row of the table shows that rule."""
    targets = [h for h in grid.heads if _TARGET.search(squeeze(h.label))]
    actuals = [h for h in grid.heads if _ACTUAL.search(squeeze(h.label))]
    weights, points = weight_heads(grid), score_heads(grid)
    if not targets or len(actuals) != 1 or len(points) != 1 or not weights:
        return
    rows = []
    for line, value in grid.column(points[0]):
        target, actual = grid.bounds.get((line.at, targets[-1].at)), grid.bounds.get((line.at, actuals[0].at))
        full = grid.values.get((line.at, weights[-1].at))
        if target is None or actual is None or full is None or target.dimension != actual.dimension:
            continue
        capped = target.figure.quantity.relation in (Relation.LE, Relation.LT)
        if capped or not 0 < actual.number < target.number or not value.number < full.number:
            continue
        rows.append(_Share(line, value, actual, target, full))
    if any(row.fits and row.value.digits >= 2 for row in rows) or sum(row.fits for row in rows) >= 2:
        yield from (row.told() for row in rows)


@dataclass(frozen=True, slots=True)
class _Share:
    """A row whose target was missed, with its score."""

    line: Line
    value: Value
    actual: Value
    target: Value
    full: Value

    @property
    def number(self) -> Decimal:
        """The score that the share of the target earns."""
        return self.full.number * self.actual.number / self.target.number

    @property
    def fits(self) -> bool:
        """Whether the printed score is that."""
        return _near(self.value, Interval(self.number, self.number))

    def told(self) -> Recomputation:
        """The relation, with its arithmetic."""
        return Recomputation(
            kind=RecomputationKind.SCORE,
            printed=self.value.figure,
            operands=(self.full.figure, self.actual.figure, self.target.figure),
            expression=f"{digits_text(self.full.figure.quantity)} × {shown(self.actual.figure)} ÷ {shown(self.target.figure)}"
            f" = {plain(self.number.quantize(Decimal('0.01')))}，表中得分为 {digits_text(self.value.figure.quantity)}",
            expected=Interval(self.number, self.number),
            holds=self.fits,
            confidence=0.7,
            label=self.line.title,
        )


def _near(value: Value, span: Interval) -> bool:
    """Scores are rounded to the printed place; a decimal may also be cut off, a whole number may not."""
    step = Decimal(1).scaleb(-value.decimals)
    low, high = value.number - step / 2, value.number + (step if value.decimals else step / 2)
    slack = Decimal("0.01")
    return Interval(low - slack, high + slack).meets(span)
