"""Read number, multiplier and unit at one place of a normalised text; ranges, ratios and fractions included."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from docaudit.model import Unit
from docaudit.quantities.numerals import value_of
from docaudit.quantities.patterns import DOUBLE, FOREIGN, FRACTION, RANGE_MARK, RATIO, TIMES_TEN_THOUSAND, Patterns
from docaudit.quantities.units import MULTIPLIERS, lookup, per
from docaudit.quantities.vocabulary import UnitEntry, entries

_HUNDREDS = {"百": "%", "100": "%", "千": "‰", "1000": "‰"}
_ONES = re.compile(r"[一二三四五六七八九]")
_FROM = re.compile(r"[从由自][^，。；;、\n]{0,8}\Z")
_SIGN_AFTER = "为是:=(约达到至率([~、，,；;\n"


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands at one place: one number or two (a range), in one unit and multiplier."""

    start: int
    end: int
    token_end: int
    """End of the first numeral."""
    written: str
    """The first numeral as written; "" when 万 or 亿 stands alone."""
    number: Decimal
    second: Decimal | None = None
    unit: Unit | None = None
    multiplier: Decimal = Decimal(1)
    more: bool = False
    """余 or 多."""
    chinese: bool = False
    entry: UnitEntry | None = None
    growth: str | None = None


def read_at(text: str, at: int, p: Patterns, *, floor: int) -> Reading | None:
    """Return the reading at `at`, or None when there is no numeral; a sign is not looked for before `floor`."""
    if text[at] == "翻":
        return _doubled(text, at)
    if text[at] == "半":
        unit = lookup("年" if text[at + 1] == "年" else "个月")
        return Reading(at, at + (2 if text[at + 1] == "年" else 3), at + 1, "半", Decimal("0.5"), unit=unit)
    special = _fraction(text, at) or _ratio(text, at, p)
    if special is not None:
        return special
    first = _single(text, at, p)
    if first is None:
        return None
    first = _signed(text, _half(_compound(text, first), text, p), floor)
    if first.more or first.second is not None:
        return first
    return _second(text, first, p) or first


def _single(text: str, at: int, p: Patterns) -> Reading | None:
    m = p.single.match(text, at)
    if m is None:
        return None
    written = m["n"]
    number = _in_tens_of_thousands(written, text, m.end("n")) or (value_of(written) if written else Decimal(1))
    if number is None or text[m.end("n") : m.end("n") + 1] == "几":
        return None
    word = m["u"] or m["ub"] or m["u2"] or m["u2b"]
    unit = lookup(word) if word else None
    stroke = text[m.end("n") : m.end("n") + 1] == "/" and unit is not None and not unit.text.startswith("/")
    if unit is not None and stroke and not (written.isdigit() and _counts(unit)):
        return Reading(at, m.end("n"), m.end("n"), written, number, chinese=not written[:1].isdigit())
    multiplier = MULTIPLIERS[m["m"]] if m["m"] else Decimal(1)
    end = m.end()
    if m["a"] and unit is None and m["m"] is None and _ideograph(text, m.end("a")):
        end = m.end("n")
    if unit is None and text[end - 1 : end] in ("\n", " "):
        end -= 1
    more = bool((m["a"] and end > m.start("a")) or m["a2"])
    if unit is not None and multiplier != 1:
        joined = lookup(m["m"] + unit.text) or lookup(m["m"] + unit.canonical)
        if joined is not None and joined.dimension == unit.dimension:
            unit, multiplier = joined, Decimal(1)
    entry = entries()[word] if word else None
    chinese = not written[:1].isdigit()
    if chinese and not written and unit is None and multiplier == 1:
        return None
    found = Reading(at, end, m.end("n"), written, number, None, unit, multiplier, more, chinese, entry)
    return _divided(text, found, p)


def _in_tens_of_thousands(written: str, text: str, end: int) -> Decimal | None:
    """一亿三千 in front of 万 is 13000 of them."""
    head, found, tail = written.partition("亿")
    if not found or not text.startswith("万", end) or not tail:
        return None
    high, low = value_of(head), value_of(tail)
    return None if high is None or low is None else high * 10000 + low


def _divided(text: str, r: Reading, p: Patterns) -> Reading:
    """万元/项, 元/人: the unit goes on after a stroke."""
    if r.unit is None:
        return r
    m = p.divisor.match(text, r.end) if text[r.end : r.end + 1] == "/" else None
    other = lookup(m["u"]) if m is not None else None
    return r if m is None or other is None else replace(r, unit=per(r.unit, other), end=m.end())


def _compound(text: str, r: Reading) -> Reading:
    """1亿2000万元 is 12000万元."""
    if r.multiplier != MULTIPLIERS["亿"] or r.unit is not None or r.more:
        return r
    m = TIMES_TEN_THOUSAND.match(text, r.end)
    if m is None:
        return r
    number = r.number * 10000 + Decimal(m[1])
    if text.startswith("元", m.end()):
        return replace(r, number=number, multiplier=Decimal(1), unit=lookup("万元"), end=m.end() + 1)
    return replace(r, number=number, multiplier=MULTIPLIERS["万"], end=m.end())


def _half(r: Reading, text: str, p: Patterns) -> Reading:
    """两年半; 3年多, 100元余; 六成五."""
    if r.unit is not None and r.unit.text == "成" and not r.more:
        return _tenths(r, text, p)
    if r.unit is None or not r.unit.dimension.startswith(("time", "money.")):
        return r
    m = p.later.match(text, r.end)
    if m is None:
        return r
    if m["half"]:
        plain = r.unit.dimension.startswith("time") and r.number == r.number.to_integral_value() and not r.more
        return replace(r, number=r.number + Decimal("0.5"), end=m.end()) if plain else r
    return replace(r, more=True, end=m.end())


def _tenths(r: Reading, text: str, p: Patterns) -> Reading:
    """六成五 is 65%, but 六成五家企业 are not."""
    part = _ONES.match(text, r.end)
    if part is None or r.number != r.number.to_integral_value():
        return r
    own = p.single.match(text, r.end)
    if own is not None and (own.end("n") > part.end() or own["u"] or own["m"]):
        return r
    tenths = value_of(part[0])
    return r if tenths is None else replace(r, number=r.number + tenths / 10, end=part.end())


def _second(text: str, first: Reading, p: Patterns) -> Reading | None:
    """Return the whole range when another number follows; None when it is none."""
    mark = RANGE_MARK.match(text, first.end)
    if mark is None or mark.end() >= len(text):
        return _neighbours(text, first, p)
    second = _single(text, mark.end(), p)
    if second is None or second.start == second.token_end or second.more:
        return None
    if mark["mark"] in ("至", "到") and _FROM.search(text, max(0, first.start - 10), first.start):
        return None
    if second.unit is None and second.multiplier == 1 and (first.unit is not None or first.multiplier != 1):
        return None
    shared = first.unit is None and first.multiplier == 1
    low, high = first.number, second.number
    unit, multiplier = second.unit, second.multiplier
    if not shared:
        if (first.unit is None) == (second.unit is None) and _dimension(first) != _dimension(second):
            return None
        low_factor = first.multiplier * (first.unit.scale if first.unit is not None else _scale(second, first))
        high_factor = second.multiplier * (second.unit.scale if second.unit is not None else Decimal(1))
        if first.unit is not None and second.unit is None:
            return None
        if low_factor != high_factor:
            with localcontext() as context:
                context.prec = 40
                low = _plain(low * low_factor / high_factor)
    if shared and low >= high and multiplier != 1:
        low = _plain(low / multiplier)  # 1000~2万人
    if (shared and low >= high) or (unit is None and multiplier == 1 and low >= high):
        return None
    return replace(first, end=second.end, second=high, number=low, unit=unit, multiplier=multiplier, entry=second.entry)


def _neighbours(text: str, first: Reading, p: Patterns) -> Reading | None:
    """专利3、4项 is three or four; a number at the start of a sentence is a label (1、2项任务)."""
    if first.unit is not None or not text.startswith("、", first.end) or not _ideograph(text, first.start - 1):
        return None
    second = _single(text, first.end + 1, p) if first.end + 1 < len(text) else None
    if (
        second is None
        or second.unit is None
        or second.number != first.number + 1
        or text.endswith("别为", 0, first.start)
    ):
        return None
    return replace(first, end=second.end, second=second.number, unit=second.unit, entry=second.entry)


def _scale(second: Reading, first: Reading) -> Decimal:
    """Return the scale of the unit that a first number without one shares: 800万-1000万元, 5千万-1亿元."""
    if second.unit is None or second.unit.dimension != "money.CNY":
        return second.unit.scale if second.unit is not None and first.multiplier == 1 else Decimal(1)
    return Decimal(1)


def _plain(value: Decimal) -> Decimal:
    """Drop the zeros that a conversion left behind, keeping integers integers."""
    value = value.normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def _dimension(r: Reading) -> str | None:
    return r.unit.dimension if r.unit is not None else None


def _ratio(text: str, at: int, p: Patterns) -> Reading | None:
    """2:1, 4比1: dimension ratio_of, the second number as the unit."""
    m = RATIO.match(text, at)
    if m is None or not Decimal(m[2]):
        return None
    behind = p.single.match(text, m.start(2))
    if behind is not None and behind.end() > behind.end("n"):
        return None
    unit = ratio_unit(m[2])
    first = Reading(at, m.end(), m.end(1), m[1], Decimal(m[1]), None, unit)
    mark = RANGE_MARK.match(text, m.end())
    other = RATIO.match(text, mark.end()) if mark is not None else None
    if other is None or other[2] != m[2]:
        return first
    return replace(first, end=other.end(), second=Decimal(other[1]))


def ratio_unit(consequent: str) -> Unit:
    """Return the unit of a ratio with this second number."""
    with localcontext() as context:
        context.prec = 40
        return Unit(f":{consequent}", f":{consequent}", "ratio_of", 1 / Decimal(consequent))


def _fraction(text: str, at: int) -> Reading | None:
    """百分之五 is 5%; 三分之一 keeps its denominator as the unit."""
    m = FRACTION.match(text, at)
    if m is None:
        return None
    whole, _, decimals = m[2].partition("点")
    number = value_of(whole)
    if number is not None and decimals:
        number = Decimal(f"{number}.{''.join(str(value_of(c)) for c in decimals)}")
    denominator = value_of(m[1])
    if number is None or not denominator:
        return None
    word = _HUNDREDS.get(m[1])
    unit = lookup(word) if word else None
    return Reading(at, m.end(), m.end(), m[0], number, None, unit or fraction_unit(m[1], denominator), Decimal(1))


def fraction_unit(word: str, denominator: Decimal) -> Unit:
    """Return the unit of 三分之…: a third."""
    with localcontext() as context:
        context.prec = 40
        return Unit(f"{word}分之", f"1/{denominator}", "ratio", 1 / denominator)


def _doubled(text: str, at: int) -> Reading | None:
    """翻番 is a growth of 100%, 翻两番 of 300%."""
    m = DOUBLE.match(text, at)
    if m is None:
        return None
    times = value_of(m[1]) if m[1] else Decimal(1)
    if times is None:
        return None
    return Reading(at, m.end(), m.end(), m[0], 100 * (Decimal(2) ** times - 1), None, lookup("%"), growth="翻番")


def _signed(text: str, r: Reading, floor: int) -> Reading:
    """Take a minus in front that is no dash: after 为, 是, a bracket, a relation, or at the start."""
    at = r.start - 1
    if r.chinese or at < floor or text[at] not in "-+±":
        return r
    before = text[at - 1 : at] if at > 0 else ""
    warm = r.unit is not None and r.unit.dimension == "temperature" and _ideograph(text, at - 1)
    if text[at] != "±" and before and before not in _SIGN_AFTER and before not in "<>≤≥" and not warm:
        return r
    if text[at] == "±" and before and before in "<>≤≥":
        return replace(r, start=at)
    if text[at] == "±":
        return replace(r, start=at, number=-r.number, second=r.number)
    if text[at] == "+":
        return replace(r, start=at)
    return replace(r, start=at, number=-r.number)


def in_foreign_unit(text: str, r: Reading) -> Reading:
    """Return the reading with the technical unit behind it that the vocabulary does not know (5.2 S/cm)."""
    m = FOREIGN.match(text, r.end)
    if m is None or r.unit is not None or r.multiplier != 1 or r.chinese:
        return r
    return replace(r, unit=Unit(m[1], m[1], f"other.{m[1]}"), end=m.end())


def in_currency(r: Reading, name: str) -> Reading:
    """Return the reading in the currency whose sign stands in front: ¥300万 is 300万元."""
    word = next((w for w, value in MULTIPLIERS.items() if value == r.multiplier), "") if r.multiplier != 1 else ""
    unit = lookup(word + name)
    return replace(r, unit=unit, multiplier=Decimal(1)) if unit is not None else replace(r, unit=lookup(name))


def _counts(unit: Unit) -> bool:
    """1418/名 is a slip of the pen; 二/% is not."""
    return unit.dimension.startswith("count.") and not unit.text.isascii()


def _ideograph(text: str, at: int) -> bool:
    return at >= 0 and "\u3400" <= text[at : at + 1] <= "\u9fff"
