"""Ratios of two levels told as a:b that names alone have not settled: 带动比1:7.6, 师生比1:15, 按1:1安排，中央850万元，地方850万元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from docaudit.model import Interval, Recomputation, RecomputationKind
from docaudit.recompute.prose import Sentence
from docaudit.recompute.spots import Row, Spot, rows_of
from docaudit.recompute.values import plain, shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_SIDES = re.compile(r"(\d+(?:\.\d+)?)\s*[:：∶比]\s*(\d+(?:\.\d+)?)$")
_CALLED = re.compile(r"(?:比|比例|之比|比率|配比|比重|[按以])(?:分别|约|为|是|达到?|达|关系)*$")
_DEMAND = re.compile(
    r"要求|不低于|不少于|不高于|不超过|至少|应|须|规定|标准|目标|原则上|约定|计划|拟|上年|去年|全国|全省|平均|加权|权重|配合比|比例尺|最高|高于|低于|大于|小于"
)
_SHARED = re.compile(r"的?(?:投入|分担|负担|配套|出资|安排|资金)?(?:比例|之比|比率|比)(?:约|为|是|达到?)*$")
_SKIP = re.compile(r"每|均|占|标准|上年|去年")
_TOTAL = re.compile(r"(?:合计|共计|总计|共|项目总投[入资])$")
_ARRIVED = re.compile(r"已|到位|支付|支出|拨付")
_TWO = 2
_FAR = Decimal("2.5")
_HALF = Decimal("0.5")


def ratios(sentences: Sequence[Sentence], decided: Mapping[str, Recomputation]) -> Iterator[Recomputation]:
    """Recompute the ratios that are still open by the only two levels of their sentence."""
    for row in rows_of(sentences):
        for spot in row.spots:
            if spot.mention.dimension != "ratio_of" or spot.mention.figure.id in decided:
                continue
            if spot.mention.quantity.approximate or spot.mention.value is None:
                continue
            made = _ratio(row, spot)
            if made is not None:
                yield made


def _ratio(row: Row, spot: Spot) -> Recomputation | None:
    sides = _SIDES.search(squeeze(spot.mention.figure.quantity.text))
    lead = re.split(r"[，,。；;（(]", row.text[: spot.start])[-1]
    if sides is None or not _CALLED.search(squeeze(lead)) or _DEMAND.search(lead[-24:]):
        return None
    if re.match(r"\s*[:：∶]\s*\d|以上|以内", row.text[spot.end :]):
        return None
    own = [s for s in row.spots if s.sentence is spot.sentence and s.depth == spot.depth and s is not spot]
    levels = [s for s in own if s.level and _may_stand(row, s)]
    before, behind = [s for s in levels if s.start < spot.start], [s for s in levels if s.start > spot.start]
    apart = bool(behind) and re.search(r"[，,：:]", row.gap(spot, behind[0])) is not None
    pair = _pair(before) or _called(lead, before) or (_pair(behind) if not before and apart else None)
    if pair is None:
        return None
    a, b = _in_order(lead, *pair)
    return _told(spot, Decimal(sides[1]), Decimal(sides[2]), a, b, squeeze(lead))


def _may_stand(row: Row, spot: Spot) -> bool:
    dimension = spot.mention.dimension or ""
    value = spot.mention.value
    lead = re.split(r"[，,。；;：:、（(]", row.text[: spot.start])[-1]
    return (
        dimension.startswith(("count", "money"))
        and value is not None
        and value.number > 0
        and not _SKIP.search(lead)
        and not _TOTAL.search(lead)
        and not spot.mention.quantity.approximate
    )


def _pair(levels: Sequence[Spot]) -> tuple[Spot, Spot] | None:
    """The two levels that there are, or the last two where the first is their sum (基金5亿元，其中财政1亿元、社会4亿元)."""
    numbers = [s.mention.value.number for s in levels if s.mention.value is not None]
    kinds = {(s.mention.dimension or "").split(".")[0] for s in levels}
    if len(kinds) != 1:
        return None
    if len(levels) == _TWO + 1 and numbers[0] == numbers[1] + numbers[2]:
        levels = levels[1:]
    if len(levels) == _TWO + 1 and numbers[2] == numbers[0] + numbers[1]:
        levels = levels[:2]
    if len(levels) != _TWO or len({bool(_ARRIVED.search(s.name)) for s in levels}) > 1:
        return None
    return levels[0], levels[1]


def _called(lead: str, levels: Sequence[Spot]) -> tuple[Spot, Spot] | None:
    """The only two levels that a short name speaks of: 医护比 of 医师 and 护士."""
    short = re.search(r"([\u4e00-\u9fff])([\u4e00-\u9fff])比(?:例)?(?:约|为|是|达到?)*$", squeeze(lead))
    if short is None:
        return None
    of = [[s for s in levels if mark in s.name[-4:]] for mark in short.groups()]
    return (of[0][0], of[1][0]) if len(of[0]) == len(of[1]) == 1 and of[0] != of[1] else None


def _in_order(lead: str, a: Spot, b: Spot) -> tuple[Spot, Spot]:
    """The levels in the order in which the ratio's words name them: 生师比 of 教师 and 学生 is of 学生 first."""
    words = squeeze(_SHARED.sub("", squeeze(lead)))
    first, second = (_where(words, s, other) for s, other in ((a, b), (b, a)))
    return (b, a) if first is not None and second is not None and second < first else (a, b)


def _where(words: str, spot: Spot, other: Spot) -> int | None:
    """Where the words of a ratio first use a character of a level's name that the other's name has not."""
    own = set(spot.name[-6:] + (spot.mention.quantity.unit.text if spot.mention.quantity.unit else "")) - set(
        other.name
    )
    found = [words.index(mark) for mark in own if mark in words and "\u4e00" <= mark <= "\u9fff"]
    return min(found, default=None)


def _told(spot: Spot, x: Decimal, y: Decimal, a: Spot, b: Spot, lead: str) -> Recomputation | None:
    first, second = a.mention.value, b.mention.value
    if first is None or second is None or not x or not y or spot.mention.value is None:
        return None
    span = _span(x, y)
    number = first.number / second.number
    if _off(1 / number, x / y) < _off(number, x / y):  # which side comes first is not always told
        first, second, number = second, first, 1 / number
    holds = _within(number, span)
    if not holds and not 1 / _FAR <= number / (x / y) <= _FAR:
        return None
    return Recomputation(
        kind=_K.RATIO,
        printed=spot.mention.figure,
        operands=(first.figure, second.figure),
        expression=f"{shown(first.figure)} : {shown(second.figure)} = {_as_told(number, x, y)}，"
        f"文中为 {squeeze(spot.mention.figure.quantity.text)}",
        expected=span,
        holds=holds,
        confidence=0.85,
        label=lead[-14:] + squeeze(spot.mention.figure.quantity.text),
    )


def _off(number: Decimal, told: Decimal) -> Decimal:
    return max(number / told, told / number)


def _span(x: Decimal, y: Decimal) -> Interval:
    """What a ratio may stand for: its sides are rounded, but for the 1 or 100 that the other is set against."""
    low_x, high_x = _side(x, y)
    low_y, high_y = _side(y, x)
    return Interval(low_x / high_y, high_x / max(low_y, Decimal("0.01")))


def _side(side: Decimal, other: Decimal) -> tuple[Decimal, Decimal]:
    if side in (1, 100) and other not in (1, 100):
        return side, side
    exponent = side.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) * _HALF
    if side in (1, 100):
        step = step / 10
    return side - step, side + step


def _within(number: Decimal, span: Interval) -> bool:
    return span.low is not None and span.high is not None and span.low <= number <= span.high


def _as_told(number: Decimal, x: Decimal, y: Decimal) -> str:
    if x == 1 and y != 1:
        return f"1:{plain((1 / number).quantize(Decimal('0.01')))}"
    if x == 100 or y == 100:
        return (
            f"{plain((number * 100).quantize(Decimal('0.1')))}:100"
            if y == 100
            else f"100:{plain((100 / number).quantize(Decimal('0.1')))}"
        )
    return f"{plain(number.quantize(Decimal('0.01')))}:1"
