"""What a printed figure may stand for, and exact arithmetic on such intervals.

Rules of rounding (`interval`), with u one unit of the last written digit, in base units:

- A count, an age, a score, a span of time, a bare number and an amount in 元, written as an integer without 万 or 亿,
  stands for itself.
- Everything else stands for [v − u/2, v + u]: rounded to the nearest, or cut off (papers do both).  Below zero cutting
  off goes the other way: [v − u, v + u/2].  So 33.94% is [33.935, 33.95], 91.33亿元 is ±0.005 and up to 0.01亿.
- 余, 多 reach from v to one step of the last significant digit above it (1200多 is up to 1300, 千余 up to 2000).
  近 reaches as far below, a fifth of v at most.  约, 左右 and fractions in words are within a tenth on either side.
- 达到 states a level like a plain number.  Other bounds (≥, 超过, 以内 …) are open on their side.  A range is itself.

Division and everything else round outward, so a true value is never lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

from docaudit.model import Interval, Quantity, Relation

_PRECISION = 40
_DOWN = Context(prec=_PRECISION, rounding=ROUND_FLOOR)
_UP = Context(prec=_PRECISION, rounding=ROUND_CEILING)
_INF = Decimal("Infinity")
_ZERO = Decimal(0)
_HALF = Decimal("0.5")
_EXACT = ("count.", "age", "score", "time", "labour", "stars", "money.")
_TENTH = Decimal("0.1")
_FIFTH = Decimal("0.2")


def interval(q: Quantity, *, exact: bool | None = None) -> Interval:
    """Return the values that the printed figure may stand for, in base units.

    `exact` True takes the digits as they stand (integers of a budget table that must add up), False rounds even counts
    (a mean printed without decimals); None decides by the rules of this module.
    """
    if q.relation is Relation.RANGE and q.low is not None and q.high is not None:
        return _scaled(q.low, q.high, q.factor)
    if q.relation is Relation.LE or (q.relation is Relation.LT and not q.approximate):
        return _scaled(None, q.number, q.factor)
    if q.relation in (Relation.GE, Relation.GT) and not q.reached and not (q.relation is Relation.GE and q.approximate):
        return _scaled(q.number, None, q.factor)
    return _printed(q, exact)


def admissible(q: Quantity) -> Interval:
    """Return the values that satisfy the quantity as a target, in base units.

    A plain number admits only itself; whether more is welcome is the polarity of the indicator.  A strict bound is
    closed here (超过30 admits 30).  约 and 左右 admit a tenth on either side.
    """
    number = q.number
    if q.relation is Relation.APPROX:
        return _scaled(number - abs(number) * _TENTH, number + abs(number) * _TENTH, q.factor)
    if q.relation in (Relation.GE, Relation.GT):
        return _scaled(number, None, q.factor)
    if q.relation in (Relation.LE, Relation.LT):
        return _scaled(None, number, q.factor)
    return _scaled(q.low, q.high, q.factor)


def _printed(q: Quantity, exact: bool | None) -> Interval:
    value = q.number
    if q.relation is Relation.APPROX or (q.unit is not None and q.unit.canonical.startswith("1/")):
        low, high = value - abs(value) * _TENTH, value + abs(value) * _TENTH
    elif q.relation is Relation.GE and q.approximate:
        low, high = value, value + _step(value)
    elif q.relation is Relation.LT:
        low, high = value - min(_step(value), abs(value) * _FIFTH), value
    elif exact if exact is not None else _stands_for_itself(q):
        low = high = value
    else:
        unit = Decimal(1).scaleb(_exponent(value))
        half = unit * _HALF
        low, high = (value - half, value + unit) if value >= 0 else (value - unit, value + half)
    return _scaled(low, high, q.factor)


def _stands_for_itself(q: Quantity) -> bool:
    if _exponent(q.number) < 0 or q.factor != 1:
        # months and years are scaled for comparison, not rounded
        return _exponent(q.number) == 0 and q.multiplier == 1 and (q.dimension or "").startswith(("time", "labour"))
    return q.dimension is None or q.dimension.startswith(_EXACT)


def _exponent(value: Decimal) -> int:
    """Return the place of the last written digit, 0 for integers."""
    exponent = value.as_tuple().exponent
    return min(int(exponent), 0) if isinstance(exponent, int) else 0


def _step(value: Decimal) -> Decimal:
    """Return one step of the last digit that is not a filling zero: 100 for 1200, 0.1 for 3.6."""
    if not value:
        return Decimal(1)
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(int(exponent)) if isinstance(exponent, int) else Decimal(1)


def _scaled(low: Decimal | None, high: Decimal | None, factor: Decimal) -> Interval:
    return Interval(
        None if low is None else _DOWN.multiply(low, factor),
        None if high is None else _UP.multiply(high, factor),
    )


def add(a: Interval, b: Interval) -> Interval:
    """Return the sums of a value of each."""
    return Interval(_both(a.low, b.low, _DOWN.add), _both(a.high, b.high, _UP.add))


def total(spans: Iterable[Interval]) -> Interval:
    """Return the sums of a value of each; of nothing it is zero."""
    low: Decimal | None = _ZERO
    high: Decimal | None = _ZERO
    for span in spans:
        low = None if low is None or span.low is None else _DOWN.add(low, span.low)
        high = None if high is None or span.high is None else _UP.add(high, span.high)
    return Interval(low, high)


def sub(a: Interval, b: Interval) -> Interval:
    """Return the differences of a value of each."""
    return Interval(_both(a.low, b.high, _DOWN.subtract), _both(a.high, b.low, _UP.subtract))


def mul(a: Interval, b: Interval) -> Interval:
    """Return the products of a value of each."""
    return _closed(*_products(_ends(a), _ends(b)))


def times(a: Interval, factor: Decimal | int) -> Interval:
    """Return the interval in a unit `factor` times smaller; nothing is rounded.  `factor` is above zero."""
    return Interval(None if a.low is None else a.low * factor, None if a.high is None else a.high * factor)


def div(a: Interval, b: Interval) -> Interval:
    """Return the quotients of a value of each; everything when `b` reaches over zero or is zero."""
    low, high = _ends(b)
    if low < 0 < high or low == high == 0:
        return Interval(None, None)
    reciprocal = (
        _ZERO if high.is_infinite() else -_INF if high == 0 else _DOWN.divide(Decimal(1), high),
        _ZERO if low.is_infinite() else _INF if low == 0 else _UP.divide(Decimal(1), low),
    )
    return _closed(*_quotients(_ends(a), (low, high), reciprocal))


def _ends(a: Interval) -> tuple[Decimal, Decimal]:
    return (-_INF if a.low is None else a.low, _INF if a.high is None else a.high)


def _products(a: tuple[Decimal, Decimal], b: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
    pairs = [(x, y) for x in a for y in b]
    return min(_times(x, y, _DOWN) for x, y in pairs), max(_times(x, y, _UP) for x, y in pairs)


def _quotients(
    a: tuple[Decimal, Decimal], b: tuple[Decimal, Decimal], reciprocal: tuple[Decimal, Decimal]
) -> tuple[Decimal, Decimal]:
    """Divide end by end where that can be done, so that 1/3 rounds once; else go over the reciprocal."""
    if any(x.is_infinite() for x in (*a, *b)) or 0 in b:
        return _products(a, reciprocal)
    pairs = [(x, y) for x in a for y in b]
    return min(_DOWN.divide(x, y) for x, y in pairs), max(_UP.divide(x, y) for x, y in pairs)


def _times(x: Decimal, y: Decimal, context: Context) -> Decimal:
    return _ZERO if x == 0 or y == 0 else context.multiply(x, y)


def _closed(low: Decimal, high: Decimal) -> Interval:
    return Interval(None if low.is_infinite() else low, None if high.is_infinite() else high)


def _both(a: Decimal | None, b: Decimal | None, do: Callable[[Decimal, Decimal], Decimal]) -> Decimal | None:
    return None if a is None or b is None else do(a, b)
