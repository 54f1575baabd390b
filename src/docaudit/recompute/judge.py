"""From the readings of a printed figure to what is said of it: verified, misfit, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Interval, Recomputation, RecomputationKind
from docaudit.recompute.linear import adds_up, aligned
from docaudit.recompute.prose import Mention
from docaudit.recompute.slips import slipped
from docaudit.recompute.values import Value, like, percent, shown

_SHIFTS = (Decimal(10000), Decimal("0.0001"))
_FAR = Decimal(3)
_CLOSE = Decimal("1.25")
_SURE = 3
_SLIPS = 6
"""Of more readings that no words name, one would be a slip away by chance too often."""
ONE = Interval(Decimal(1), Decimal(1))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a printed figure is if one reading is right; `named` when its words leave no other."""

    operands: tuple[Value, ...]
    span: Interval
    number: Decimal
    text: str
    named: bool = False


def ratio(a: Value, b: Value, *, named: bool = False) -> Reading | None:
    """Return a over b as a percentage."""
    if b.span.low is None or b.span.low <= 0 or a.figure.id == b.figure.id:
        return None
    number = a.number / b.number
    return Reading(
        (a, b),
        quantities.div(a.span, b.span),
        number,
        f"{shown(a.figure)} ÷ {shown(b.figure)} = {percent(number)}",
        named,
    )


def mean_of(a: Value, b: Value, printed: Value, *, named: bool = False) -> Reading | None:
    """Return a over b in the unit of the printed mean."""
    if b.span.low is None or b.span.low <= 0 or a.figure.id == b.figure.id:
        return None
    number = a.number / b.number
    text = f"{shown(a.figure)} ÷ {shown(b.figure)} = {like(number, printed.figure.quantity)}"
    return Reading((a, b), quantities.div(a.span, b.span), number, text, named)


def gap(a: Value, b: Value, printed: Value, *, named: bool = False) -> Reading:
    """Return the distance between two levels in the unit of the printed difference."""
    big, small = (a, b) if a.number >= b.number else (b, a)
    number = big.number - small.number
    text = f"{shown(big.figure)} − {shown(small.figure)} = {like(number, printed.figure.quantity)}"
    first, second, _ = aligned((big, small, printed))
    span = quantities.sub(first, second)
    if printed.number >= 0 and not adds_up([(1, big), (-1, small)], printed):
        span = Interval(number, number)  # one figure rounded up and the other cut off would be needed to fit
    return Reading((big, small), span, number, text, named)


def growth_of(new: Value, old: Value, *, named: bool = False) -> Reading | None:
    """Return the change from old to new over old, without its sign."""
    if old.span.low is None or old.span.low <= 0 or new.figure.id == old.figure.id:
        return None
    span = quantities.sub(quantities.div(new.span, old.span), ONE)
    number = (new.number - old.number) / old.number
    if number < 0:
        span = Interval(None if span.high is None else -span.high, None if span.low is None else -span.low)
    text = f"（{shown(new.figure)} − {shown(old.figure)}）÷ {shown(old.figure)} = {percent(number)}"
    return Reading((new, old), span, abs(number), text, named)


def judge(
    kind: RecomputationKind,
    mention: Mention,
    readings: Iterable[Reading | None],
    label: str,
    *,
    wide: Sequence[Reading | None] = (),
    least: int = _SURE,
    certain: bool = True,
    explicit: bool = False,
) -> Recomputation | None:
    """Verify a figure by the first reading that fits; else tell the one that was meant, when there is one.

    `wide` are readings that may verify but never accuse.  A reading was meant when all named ones come to one result,
    or when the printed figure is one slip of the pen away from it.  `explicit` says that the words leave no doubt, so
    that another reading which fits is only an explanation.  Fewer than `least` printed digits verify nothing by chance.
    """
    printed = mention.value
    if printed is None:
        return None
    target = rounded(printed) if kind is RecomputationKind.MEAN else printed.span
    tried = [r for r in readings if r is not None]
    named = [r for r in tried if r.named]
    others = [r for r in tried if not r.named]
    for reading in named:
        if reading.span.meets(target):
            return _made(kind, mention, reading, label, holds=True)
    if len({r.number for r in named}) > 1:
        named = [r for r in named if _near(r.number, printed.number, _CLOSE)]
    one = certain and len({r.number for r in named}) == 1
    meant = one and _near(named[0].number, printed.number, _FAR)
    vague = mention.quantity.approximate
    enough = least - 1 if one and explicit else least
    fitting = [r for r in others if not vague and printed.digits >= enough and r.span.meets(target)]
    wider = [r for r in wide if r is not None and not vague and printed.digits >= _SURE and r.span.meets(target)]
    if fitting or wider:
        told = (fitting or wider)[0]
        if (one and explicit) or (meant and (not fitting and kind is not RecomputationKind.SHARE)):
            return _made(
                kind, mention, named[0], label, holds=False, other=told if kind is RecomputationKind.SHARE else None
            )
        return _made(kind, mention, told, label, holds=True)
    if any(r.span.meets(target) for r in others):
        return None
    if shifted := [r for r in named if _shift(r, printed)]:
        return _made(RecomputationKind.CONFLICT, mention, shifted[0], label, holds=False, unit=True)
    if meant:
        return _made(kind, mention, named[0], label, holds=False)
    for reading in (*named, *others[:_SLIPS]):
        if slipped(reading.number, printed.figure.quantity, least=3 if reading.named else 4):
            return _made(kind, mention, reading, label, holds=False)
    return None


def _near(number: Decimal, printed: Decimal, times: Decimal) -> bool:
    if number == 0 or printed == 0:
        return False
    return 1 / times <= abs(printed / number) <= times


def rounded(printed: Value) -> Interval:
    """What a mean may stand for: it is rounded or cut off even where its unit is counted one by one."""
    step = Decimal(1).scaleb(-printed.decimals) * printed.figure.quantity.factor
    low, high = printed.span.low, printed.span.high
    return Interval(
        None if low is None else min(low, printed.number - step / 2),
        None if high is None else max(high, printed.number + step),
    )


def _shift(reading: Reading, printed: Value) -> bool:
    """Whether the reading fits once one amount of money is taken ten thousand times larger or smaller."""
    if len(reading.operands) != 2 or not (reading.operands[0].dimension or "").startswith("money"):
        return False
    if len({v.figure.quantity.factor for v in reading.operands}) != 2 or printed.digits < _SURE:
        return False
    if not printed.is_ratio:
        return False
    return any(quantities.times(reading.span, shift).meets(printed.span) for shift in _SHIFTS)


def _made(
    kind: RecomputationKind,
    mention: Mention,
    reading: Reading,
    label: str,
    *,
    holds: bool,
    unit: bool = False,
    other: Reading | None = None,
) -> Recomputation:
    alternative = "按文中比率反推，两处金额单位相差1万倍，疑为单位写错" if unit else ""
    operands = [v.figure for v in reading.operands]
    if other is not None:
        base, said = other.operands[-1].figure, reading.operands[-1].figure
        alternative = f"{shown(mention.figure)} 对应分母 {shown(base)}，而文中所称基数为 {shown(said)}"
        operands.append(base)
    odd = max((v.figure for v in reading.operands), key=lambda f: f.quantity.factor)
    return Recomputation(
        kind=kind,
        printed=odd if unit else mention.figure,
        operands=(*(f for f in operands if f is not odd), mention.figure) if unit else tuple(operands),
        expression=f"{reading.text}，文中为 {shown(mention.figure)}",
        expected=reading.span,
        holds=holds,
        confidence=0.9 if holds or reading.named else 0.82,
        alternative=alternative,
        label=label,
    )
