"""One wrong figure behind two misfits: what it would have to be for each, and whether that is the same number."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from docaudit.model import Figure, Recomputation, RecomputationKind
from docaudit.recompute.values import decimals_of

_K = RecomputationKind
_QUOTIENTS = frozenset({_K.SHARE, _K.EXECUTION_RATE, _K.COMPLETION_RATE, _K.MEAN, _K.SCORE})
_LINEAR = frozenset({_K.SUM, _K.DIFFERENCE})
_HALF = Decimal("0.5")
_FAR = Decimal(10) ** 15


def one_cause(first: Recomputation, second: Recomputation) -> bool:
    """Whether one figure that both use, set to one other number, makes both hold."""
    if first.expected is None or second.expected is None:
        return False
    shared = {f.id: f for f in (first.printed, *first.operands)}
    for figure in (second.printed, *second.operands):
        if figure.id in shared and any(
            low <= high2 and low2 <= high
            for low, high in _wanted(first, figure)
            for low2, high2 in _wanted(second, figure)
        ):
            return True
    return False


def _wanted(relation: Recomputation, figure: Figure) -> Iterator[tuple[Decimal, Decimal]]:
    """Yield what the figure would have to be (base units) for the relation to hold, where that is told from what it is."""
    printed = relation.printed.quantity
    span = relation.expected
    if span is None or span.high is None:
        return
    if span.low is None:
        if figure.id == relation.printed.id and figure.quantity.value > span.high:
            yield -_FAR, span.high
        return
    expected = (span.low + span.high) / 2
    slack = (span.high - span.low) / 2 + Decimal(1).scaleb(-decimals_of(printed)) * printed.factor * _HALF
    value = figure.quantity.value
    if figure.id == relation.printed.id:
        yield from _apart(value, expected, slack)
    elif relation.kind in _LINEAR:
        unit = figure.quantity.factor if printed.unit is None and figure.quantity.unit is not None else Decimal(1)
        shift = (printed.value - expected) * unit
        for number in (value + shift, value - shift) if relation.kind is _K.DIFFERENCE else (value + shift,):
            yield from _apart(value, number, slack * unit)
    else:
        for goal in _goals(relation):
            yield from _mends(relation, figure, goal, expected, slack)


def _goals(relation: Recomputation) -> Iterator[Decimal]:
    """The printed result in the units of what was expected: a bare number may be a percentage."""
    number = relation.printed.quantity.value
    yield number
    if relation.printed.quantity.unit is None:
        yield number / 100


def _mends(
    relation: Recomputation, figure: Figure, goal: Decimal, expected: Decimal, slack: Decimal
) -> Iterator[tuple[Decimal, Decimal]]:
    """What an operand of a quotient or a growth would have to be."""
    if relation.kind is _K.GROWTH:
        goal, expected = goal + 1, expected + 1
    elif relation.kind not in _QUOTIENTS:
        return
    if goal <= 0 or expected <= 0:
        return
    if relation.kind in (_K.SCORE, _K.MEAN) and not _is_quotient(relation, expected, slack):
        yield from _of_product(relation, figure, goal, expected, slack)
        return
    if len(relation.operands) > 2 and not _is_quotient(relation, expected, slack):
        yield from _of_share(relation, figure, goal, expected, slack)
        return
    values = {f.id: f.quantity.value for f in relation.operands}
    own, numbers = figure.quantity.value, list(values.values())
    above = sum(numbers[:-1], Decimal(0)) if len(numbers) > 2 and figure.id != relation.operands[-1].id else own
    if figure.id == relation.operands[-1].id and len(numbers) > 1:
        number = own * expected / goal
    else:
        number = own + above * (goal / expected - 1)
    yield from _apart(own, number, abs(above) * slack / min(goal, expected))


def _is_quotient(relation: Recomputation, expected: Decimal, slack: Decimal) -> bool:
    """Whether what was expected is the sum of the first operands over the last one."""
    *above, below = [f.quantity.value for f in relation.operands]
    result = sum(above, Decimal(0)) / below if above and below else Decimal(0)
    return abs(result - expected) <= slack


def _of_share(
    relation: Recomputation, figure: Figure, goal: Decimal, expected: Decimal, slack: Decimal
) -> Iterator[tuple[Decimal, Decimal]]:
    """What one of the addends of a whole would have to be for the share of the first operand in it."""
    part, *addends = [f.quantity.value for f in relation.operands]
    whole, own = sum(addends, Decimal(0)), figure.quantity.value
    if whole and abs(part / whole - expected) <= slack and figure.id != relation.operands[0].id:
        yield from _apart(own, own + whole * (expected / goal - 1), abs(whole) * slack / min(goal, expected))


def _of_product(
    relation: Recomputation, figure: Figure, goal: Decimal, expected: Decimal, slack: Decimal
) -> Iterator[tuple[Decimal, Decimal]]:
    """What a factor of weight × rate or number × price would have to be."""
    factors = [f.quantity.value for f in relation.operands]
    if len(factors) == 2 and abs(factors[0] * factors[1] - expected) <= slack:
        own = figure.quantity.value
        yield from _apart(own, own * goal / expected, abs(own) * slack / min(goal, expected))


def _apart(value: Decimal, number: Decimal, slack: Decimal) -> Iterator[tuple[Decimal, Decimal]]:
    """A wanted number with its slack, unless that is so wide that the figure as printed would nearly do."""
    if abs(number - value) > 2 * slack:
        yield number - slack, number + slack
