"""Whether printed amounts add up, when all of them are rounded in one way."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from docaudit.model import Interval
from docaudit.recompute.values import Value, decimals_of

_WAN = Decimal(10_000)
_CENTS = 2
_HALF = Decimal("0.5")
_MONEY = "money."


def aligned(values: Sequence[Value]) -> tuple[Interval, ...]:
    """Return what each figure of one relation may stand for, in base units.

    An amount in 元 or 万元 without decimals beside others of its unit with two is meant to the cent: 80万元 is 80.00万元.
    """
    cents = {
        v.figure.quantity.factor for v in values if (v.dimension or "").startswith(_MONEY) and v.decimals >= _CENTS
    }
    return tuple(
        Interval(v.number, v.number)
        if not v.decimals and v.figure.quantity.factor in cents and v.figure.quantity.factor <= _WAN and _plain(v)
        else v.span
        for v in values
    )


def _plain(value: Value) -> bool:
    return (value.dimension or "").startswith(_MONEY) and not value.figure.quantity.approximate


def adds_up(terms: Sequence[tuple[int, Value]], printed: Value) -> bool:
    """Whether terms with their signs (1, -1) come to the printed figure: all of them rounded, or all of them cut off."""
    values = [v for _, v in terms]
    spans = aligned([*values, printed])
    off = printed.number - sum((sign * v.number for sign, v in terms), Decimal(0))
    if any(v.figure.quantity.approximate for v in (*values, printed)):
        return _meets(terms, spans, printed)
    steps = [
        _step(v) if span.low != span.high else Decimal(0) for v, span in zip((*values, printed), spans, strict=True)
    ]
    own = steps[-1]
    slack = sum(steps, Decimal(0)) * _HALF
    if off == 0 or abs(off) < slack:
        return True
    # cut off: every true value lies less than a step above the printed one
    above = sum((step for (sign, _), step in zip(terms, steps, strict=False) if sign > 0), Decimal(0))
    below = sum((step for (sign, _), step in zip(terms, steps, strict=False) if sign < 0), Decimal(0))
    return -(below + own) < off < above


def _step(value: Value) -> Decimal:
    return Decimal(1).scaleb(-decimals_of(value.figure.quantity)) * value.figure.quantity.factor


def _meets(terms: Sequence[tuple[int, Value]], spans: Sequence[Interval], printed: Value) -> bool:
    low: Decimal | None = Decimal(0)
    high: Decimal | None = Decimal(0)
    for (sign, _), span in zip(terms, spans, strict=False):
        first, last = (span.low, span.high) if sign > 0 else (span.high, span.low)
        low = None if low is None or first is None else low + sign * first
        high = None if high is None or last is None else high + sign * last
    return Interval(low, high).meets(printed.span)
