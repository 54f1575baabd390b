"""Figures that fit what they are bound to once the point is moved, and not as they stand.

亩均增收1380元 of 4.20万亩 makes 5796万元, not 580万元. Bound are an amount for each, how many there are and the total; an
amount that is told again in another unit; and a ratio of one to so many beside what one 元 brings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Interval, Recomputation, RecomputationKind, Unit
from docaudit.recompute.grid import Grid
from docaudit.recompute.prose import Mention, Sentence, bigrams, is_count, is_level
from docaudit.recompute.values import Value, digits_text, like, shown
from docaudit.recompute.words import squeeze

_PER = re.compile(
    r"(?:(?:每|单)(?:一|个)?(?P<each>[\u4e00-\u9fff]{1,3}?)|(?P<mean>(?!平)[\u4e00-\u9fff])均(?!衡|匀|等|摊|为))"
    r"(?:[\u4e00-\u9fff]{0,8})$"
)
_NOT_ALL = re.compile(
    r"最高|最低|不超过|上限|至多|目标|计划|拟|封顶|每年|每月|年均|月均|日均|每天|每日|同比|上年|去年|较"
)
_AGAIN = re.compile(r"(?:折合|约合|[，,；;][即合]|^[即合]|^[^，,。；;\d]{2,20}合)(?:人民币|约|为|共|计|资金)*$")
_ONE_TO = re.compile(r"1\s*[:：∶]\s*(?P<n>\d+(?:\.\d+)?)")
_ONE_BRINGS = re.compile(
    r"每(?:投入|花费|使用|支出|拨付)?\s*1\s*(?:个)?(?:万|亿)?元[^，,。；;\d]{2,18}?(?P<n>\d+(?:\.\d+)?)\s*(?:万|亿)?元"
)
_STOP = frozenset(
    {"资金", "金额", "项目", "其中", "合计", "经费", "部分", "万元", "单位", "共计", "支出", "补贴", "补助"}
)
_POWERS = tuple(Decimal(10) ** k for k in (1, 2, 3, 4, -1, -2, -3, -4))
_WIDTH = Decimal("1.05")
"""How far apart the ends of what a figure may stand for lie at most."""
_COMBINATIONS = 6
_LEAST_DIGITS = 2
_NAME = 4


def decimal_slips(grids: Sequence[Grid], sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Find figures whose point or unit is misplaced; `sentences` are those of one part in reading order."""
    paragraphs: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        if not sentence.reported:
            paragraphs.setdefault(sentence.paragraph, []).append(sentence)
    named = _named_amounts(grids)
    for lines in paragraphs.values():
        for nth, sentence in enumerate(lines):
            yield from _one_brings(sentence)
            for mention in sentence.mentions:
                for found in (_of_each(lines, nth, mention), _told_again(lines, nth, mention, named)):
                    if found is not None:
                        yield found


def _of_each(lines: list[Sentence], nth: int, each: Mention) -> Recomputation | None:
    """An amount for each, against the counts of its paragraph and the totals of its sentence and the one before."""
    sentence = lines[nth]
    said = _PER.search(sentence.clause(each))
    if said is None or each.value is None or not is_level(each) or _NOT_ALL.search(sentence.clause(each)):
        return None
    word = said["mean"] or said["each"]
    unit = next((u for u in (quantities.parse_unit(word[:1]), quantities.parse_unit(word)) if u is not None), None)
    if unit is None or each.dimension is None:
        return None
    exact = said["each"] and (each.dimension or "").startswith("money") and "均" not in sentence.clause(each)
    price = Interval(each.quantity.value, each.quantity.value) if exact else _span(each)
    moved: list[tuple[Mention, Mention, Decimal]] = []
    for window in ([sentence], lines[max(0, nth - 1) : nth + 1]):
        counts, totals = _bound(window, each, unit)
        if counts and totals:
            moved = _moved(price, counts, totals, 1 / unit.scale)
            break
    if len(moved) != 1:
        return None
    count, total, shift = moved[0]
    if exact:
        number = each.quantity.value * count.quantity.value / unit.scale
        text = f"{shown(count.figure)} × {shown(each.figure)} = {like(number, total.quantity)}，文中为 {shown(total.figure)}"
    else:
        number = total.quantity.value / count.quantity.value * unit.scale
        text = f"{shown(total.figure)} ÷ {shown(count.figure)} = {like(number, each.quantity)}，文中为 {shown(each.figure)}"
    label = squeeze(sentence.clause(each)) + shown(each.figure)
    return _made(each, (count, total), text, label, shift)


def _bound(window: list[Sentence], each: Mention, unit: Unit) -> tuple[list[Mention], list[Mention]]:
    """The counts of the unit, each number once, and the levels that may be the total of the amounts for each."""
    near = [(line, m) for line in window for m in line.mentions if is_level(m) and m.value is not None]
    counts = {
        m.quantity.value: m
        for _, m in near
        if m.quantity.unit is not None and m.quantity.unit.canonical == unit.canonical
    }
    totals = [
        m for line, m in near if m.dimension == each.dimension and m is not each and not _PER.search(line.clause(m))
    ]
    return list(counts.values()), totals


def _moved(
    price: Interval, counts: list[Mention], totals: list[Mention], scale: Decimal
) -> list[tuple[Mention, Mention, Decimal]]:
    """The pairs that fit with the point moved, and how far; none where a pair fits as it stands or pairs are many."""
    moved: list[tuple[Mention, Mention, Decimal]] = []
    if len(counts) * len(totals) > _COMBINATIONS:
        return moved
    for count in counts:
        span = quantities.times(quantities.mul(price, _span(count)), scale)
        if not _narrow(span) or count.quantity.value * scale <= 1:
            continue
        for total in totals:
            printed = _span(total)
            if span.meets(printed):
                return []
            shift = next((p for p in _POWERS if quantities.times(printed, p).meets(span)), None)
            digits = total.value.digits if total.value is not None else 0
            if shift is not None and _narrow(printed) and digits >= _LEAST_DIGITS:
                moved.append((count, total, shift))
    return moved


def _told_again(
    lines: list[Sentence], nth: int, mention: Mention, named: dict[str, list[Value]]
) -> Recomputation | None:
    """An amount told again in another unit: behind 折合, in the same words, or of a thing that a table names."""
    value, sentence = mention.value, lines[nth]
    if value is None or not is_level(mention) or not (mention.dimension or "").startswith("money"):
        return None
    again = _AGAIN.search(sentence.before(mention, 24)) is not None
    clause = squeeze(sentence.clause(mention))
    name = next((name for name in named if name in clause), None) if again else None
    if name is not None:
        if any(row.span.meets(value.span) for row in named[name]):
            return None
        return next((found for row in named[name] if (found := _unlike(mention, row, name)) is not None), None)
    earlier = [
        (line, m)
        for line in lines[: nth + 1]
        for m in line.mentions
        if m.value is not None
        and is_level(m)
        and m.dimension == mention.dimension
        and m.quantity.factor != mention.quantity.factor
        and (line is not sentence or m.start < mention.start)
    ]
    if any(m.value is not None and m.value.span.meets(value.span) for _, m in earlier):
        return None
    words = bigrams(clause) - _STOP
    for line, other in reversed(earlier):
        theirs = squeeze(line.clause(other))
        if other.value is None or _PER.search(clause) or _PER.search(theirs):
            continue
        if (again and line.at >= sentence.at - 1) or (line is not sentence and words & (bigrams(theirs) - _STOP)):
            found = _unlike(mention, other.value, theirs + shown(other.figure), least=_LEAST_DIGITS)
            if found is not None:
                return found
    return None


def _unlike(mention: Mention, other: Value, label: str, *, least: int = 3) -> Recomputation | None:
    """The finding that two amounts have the same digits in different places, or None."""
    value = mention.value
    if value is None or value.number == other.number or not value.number or not other.number:
        return None
    digits = [v.number.normalize().as_tuple().digits for v in (value, other)]
    shift = next((p for p in _POWERS if value.number * p == other.number), None)
    if shift is None or len(digits[0]) < least or other.figure.quantity.factor == mention.quantity.factor:
        return None
    return Recomputation(
        kind=RecomputationKind.CONFLICT,
        printed=mention.figure,
        operands=(other.figure,),
        expression=f"{shown(other.figure)} ≠ {shown(mention.figure)}",
        expected=other.span,
        holds=False,
        confidence=0.85,
        alternative=f"与所列数值相差{_times(shift)}倍，疑为单位写错",
        label=label,
    )


def _named_amounts(grids: Sequence[Grid]) -> dict[str, list[Value]]:
    """The amounts of money that tables give to a thing that they name, longer names first."""
    found: dict[str, list[Value]] = {}
    for grid in grids:
        for line in grid.lines:
            name = squeeze(line.label)
            if len(name) < _NAME:
                continue
            for head in grid.heads:
                value = grid.values.get((line.at, head.at))
                if value is not None and (value.dimension or "").startswith("money"):
                    found.setdefault(name, []).append(value)
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def _one_brings(sentence: Sentence) -> Iterator[Recomputation]:
    """拉动比为1∶28，即每投入1元带动消费2.8元."""
    ratio = _ONE_TO.search(sentence.text)
    told = _ONE_BRINGS.search(sentence.text, ratio.end()) if ratio is not None else None
    if ratio is None or told is None:
        return
    printed = next((m for m in sentence.mentions if m.start <= told.start("n") < m.end), None)
    base = next((m for m in sentence.mentions if m.start <= ratio.start("n") < m.end), None)
    a, b = Decimal(ratio["n"]), Decimal(told["n"])
    shift = next((p for p in _POWERS if b and b * p == a), None)
    if printed is None or base is None or shift is None:
        return
    yield Recomputation(
        kind=RecomputationKind.CONFLICT,
        printed=printed.figure,
        operands=(base.figure,),
        expression=f"1:{ratio['n']} ≠ {digits_text(printed.quantity)}元",
        expected=None,
        holds=False,
        confidence=0.85,
        alternative=f"与所列数值相差{_times(shift)}倍，疑为单位写错",
        label=squeeze(told[0]),
    )


def _made(each: Mention, others: tuple[Mention, ...], text: str, label: str, shift: Decimal) -> Recomputation:
    return Recomputation(
        kind=RecomputationKind.CONFLICT,
        printed=each.figure,
        operands=tuple(m.figure for m in others),
        expression=text,
        expected=None,
        holds=False,
        confidence=0.85,
        alternative=f"与所列数值相差{_times(shift)}倍，疑为单位写错",
        label=label,
    )


def _span(mention: Mention) -> Interval:
    """What a figure may stand for, a mean also where its unit is counted one by one."""
    quantity = mention.quantity
    step = Decimal(1).scaleb(min(0, int(quantity.number.as_tuple().exponent))) * quantity.factor
    if is_count(mention) and quantity.number == quantity.number.to_integral_value() and quantity.multiplier == 1:
        return Interval(quantity.value, quantity.value)
    return Interval(quantity.value - step / 2, quantity.value + step / 2)


def _narrow(span: Interval) -> bool:
    return span.low is not None and span.high is not None and span.low > 0 and span.high <= span.low * _WIDTH


def _times(shift: Decimal) -> int:
    return int(max(shift, 1 / shift))
