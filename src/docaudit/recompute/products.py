"""Amounts that a price and a count make: 每家资助50万元，共资助12家，合计600万元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Interval, Recomputation, RecomputationKind
from docaudit.recompute.change_words import near
from docaudit.recompute.facts import depth
from docaudit.recompute.prose import Mention, Sentence, is_count, is_level
from docaudit.recompute.values import Value, like, shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_EACH = re.compile(
    r"(?:每|单)(?:一|个)?(?P<per>[\u4e00-\u9fff]{1,6}?)(?:资助|补助|支持|奖励|补贴|给予|安排|拨付|标准|按|为|的)*$"
)
_MEAN = re.compile(r"(?P<per>[\u4e00-\u9fff])均(?!衡|匀|等|摊|为)[\u4e00-\u9fff]{0,8}$")
"""亩均节本增效214.8元."""
_BY = re.compile(r"(?:按|以)(?:照)?(?:每)(?P<per>[\u4e00-\u9fff]{1,4}?)$")
_TOTAL = re.compile(
    r"(?:合计|共计|总计|共|总额|总金额|累计)(?:增[收效产值]|节[支约省本]|创收|收入|资助|补助|支持|奖励|补贴|拨付|支出|发放|安排|为|达|需|金额|资金)*$"
)
_NOT_ALL = re.compile(r"最高|不超过|上限|以内|至多|平均|目标|计划|拟|其中|封顶")
_SURE = 4
_SHIFTS = tuple(Decimal(10) ** k for k in (1, 2, 3, 4))


def products(sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Recompute the totals that a sentence gives beside the amount for each and their number."""
    for sentence in sentences:
        if sentence.reported or _NOT_ALL.search(sentence.text):
            continue
        for price in sentence.mentions:
            made = _product(sentence, price)
            if made is not None:
                yield made


def _product(sentence: Sentence, price: Mention) -> Recomputation | None:
    lead = re.split(r"[，,。；;：:（(]", sentence.text[max(0, price.start - 30) : price.start])[-1]
    mean = _MEAN.search(lead)
    said = mean or _EACH.search(lead) or _BY.search(lead)
    if said is None or price.value is None or not (price.dimension or "").startswith("money"):
        return None
    unit = quantities.parse_unit(said["per"][:1]) or quantities.parse_unit(said["per"])
    later = [m for m in sentence.mentions[price.nth + 1 :] if depth(sentence, m) <= depth(sentence, price)][:3]
    counts = [
        m
        for m in later
        if (is_count(m) or mean)
        and is_level(m)
        and m.quantity.unit is not None
        and unit is not None
        and m.quantity.unit.canonical == unit.canonical
    ]
    totals = [
        m for m in later if m.dimension == price.dimension and is_level(m) and _TOTAL.search(sentence.before(m, 8))
    ]
    if len(counts) != 1 or len(totals) != 1 or totals[0].start < counts[0].start:
        return None
    count, whole = counts[0].value, totals[0].value
    if count is None or whole is None or re.search(r"[。；;]", sentence.text[price.start : totals[0].start]):
        return None
    if unit is None:
        return None
    each = 1 / unit.scale
    span = quantities.mul(price.value.span, quantities.times(count.span, each))
    number = price.value.number * count.number * each
    holds = span.meets(whole.span)
    shift = None if holds else _shift(span, whole)
    if mean is not None and shift is None and not holds:
        return None  # a mean is rounded, and its total may be of other years
    if not holds and shift is None and (not near(number, whole.number) or count.number * each <= 1):
        return None
    return Recomputation(
        kind=_K.MEAN if shift is None else _K.CONFLICT,
        printed=totals[0].figure,
        operands=(price.figure, counts[0].figure),
        expression=f"{shown(price.figure)} × {shown(counts[0].figure)} = {like(number, totals[0].quantity)}，"
        f"文中为 {shown(totals[0].figure)}",
        expected=span,
        holds=holds,
        confidence=0.85,
        alternative="" if shift is None else f"与所列数值相差{shift}倍，疑为单位写错",
        label=squeeze(sentence.clause(totals[0]))[-10:] + shown(totals[0].figure),
    )


def _shift(span: Interval, printed: Value) -> int | None:
    """The power of ten by which a total of many digits is off what it should be, if nothing else is wrong."""
    if printed.digits < _SURE:
        return None
    for size in _SHIFTS:
        if quantities.times(span, size).meets(printed.span) or span.meets(quantities.times(printed.span, size)):
            return int(size)
    return None
