"""What a target demands, whether a result meets it, and how one target stands to another."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from docaudit import quantities
from docaudit.align import direction
from docaudit.model import Claim, Indicator, Interval, Polarity, Quantity, Relation, Role


class Change(StrEnum):
    """How a later target stands to an earlier one."""

    SAME = "same"
    LOWERED = "lowered"
    """It admits values that the earlier one does not, in the direction that matters."""
    WEAKENED = "weakened"
    """The same number, but hoped for and no longer promised."""
    RAISED = "raised"
    TURNED = "turned"
    """A lower limit became an upper limit, or the other way round."""
    OTHER = "other"
    """Not the same, and nothing says which is better."""


@dataclass(frozen=True, slots=True)
class Step:
    """A change of a target and the two numbers it turns on, in base units."""

    change: Change
    old: Decimal
    new: Decimal

    @property
    def percent(self) -> Decimal | None:
        """By how much the number moved, in percent of the old one; None when that is zero."""
        return (self.new - self.old) / abs(self.old) * 100 if self.old else None


def step(indicator: Indicator, old: Quantity, new: Quantity) -> Step:
    """Return how the target `new` stands to `old`, by the set of values that satisfies each."""
    ways = {direction(indicator, q) for q in (old, new) if _bounded(q)}
    if len(ways) > 1:
        return Step(Change.TURNED, old.value, new.value)
    way = ways.pop() if ways else indicator.polarity
    if way is Polarity.LOWER:
        a, b = _high(old), _high(new)
        change = _compare(b, a)
    elif way is Polarity.UNKNOWN:
        a, b = old.value, new.value
        same = a == b and _high(old) == _high(new)
        change = Change.SAME if same else Change.OTHER
    else:
        a, b = _low(old), _low(new)
        change = _compare(a, b)
    if change is Change.SAME and new.weak and not old.weak:
        change = Change.WEAKENED
    return Step(change, a, b)


def turned(indicator: Indicator, target: Quantity) -> bool:
    """Whether another target of the indicator is bounded from the other side: which way is better is in doubt."""
    others = (claim.quantity for claim in indicator.claims if claim.role is Role.TARGET and claim.quantity is not None)
    way = direction(indicator, target)
    return _bounded(target) and any(_bounded(other) and direction(indicator, other) is not way for other in others)


def printed(quantity: Quantity) -> Interval:
    """Return the interval of true values that a printed result may stand for."""
    return quantities.interval(quantity)


def reached(indicator: Indicator, target: Quantity, actual: Quantity) -> bool:
    """Whether some value that the printed result may stand for meets the target; doubt counts for the paper."""
    stands_for = printed(actual)
    if direction(indicator, target) is Polarity.LOWER:
        return stands_for.low is None or stands_for.low <= _high(target)
    return stands_for.high is None or stands_for.high >= _low(target)


def ratio(target: Quantity, actual: Quantity) -> Decimal | None:
    """Return result over target; None where the target is zero."""
    demanded = _low(target)
    return actual.value / demanded if demanded else None


def floor_of(quantity: Quantity) -> Decimal:
    """Return the least that satisfies the target, in base units."""
    return _low(quantity)


def ceiling_of(quantity: Quantity) -> Decimal:
    """Return the most that satisfies the target, in base units."""
    return _high(quantity)


def percent(value: Decimal | None, *, sign: bool = False) -> str:
    """Return a percentage as an auditor writes it: 40%, 33.3%, −40%."""
    if value is None:
        return ""
    rounded = value.quantize(Decimal("0.1"), ROUND_HALF_UP)
    text = f"{abs(rounded):f}".removesuffix(".0")
    mark = ("−" if rounded < 0 else "+") if sign else ("-" if rounded < 0 else "")
    return f"{mark}{text}%"


def plain(value: Decimal) -> str:
    """Return a number without exponent and trailing zeros."""
    text = f"{value.normalize():f}"
    return text if text != "-0" else "0"


def numbers(old: Claim, new: Claim) -> str:
    """Return the two numbers as the papers write them, for the computation: 5 → 3."""
    if old.quantity is None or new.quantity is None:
        return ""
    return f"{written(old.quantity)} → {written(new.quantity)}"


def written(quantity: Quantity) -> str:
    """Return number or range with the unit's scale, without relation: 3-4, 500万元, 30%."""
    unit = quantity.unit.text if quantity.unit is not None and not quantity.unit.dimension.startswith("count") else ""
    mark = {Decimal(10000): "万", Decimal(100000000): "亿"}.get(quantity.multiplier, "")
    if quantity.relation is Relation.RANGE and quantity.low is not None and quantity.high is not None:
        return f"{quantity.low:f}-{quantity.high:f}{mark}{unit}"
    return f"{quantity.number:f}{mark}{unit}"


def _bounded(quantity: Quantity) -> bool:
    return not quantity.level and quantity.relation in (Relation.GE, Relation.GT, Relation.LE, Relation.LT)


def _low(quantity: Quantity) -> Decimal:
    return (quantity.low if quantity.low is not None else quantity.number) * quantity.factor


def _high(quantity: Quantity) -> Decimal:
    return (quantity.high if quantity.high is not None else quantity.number) * quantity.factor


def _compare(promised: Decimal, now: Decimal) -> Change:
    if promised == now:
        return Change.SAME
    return Change.LOWERED if now < promised else Change.RAISED
