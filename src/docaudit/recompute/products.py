"""Amounts that a price and a count make: 每家资助50万元，共资助12家，合计600万元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Recomputation, RecomputationKind
from docaudit.recompute.change_words import near
from docaudit.recompute.prose import Mention, Sentence, is_count, is_level
from docaudit.recompute.values import like, shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_EACH = re.compile(
    r"(?:每|单)(?:一|个)?(?P<per>[\u4e00-\u9fff]{1,6}?)(?:资助|补助|支持|奖励|补贴|给予|安排|拨付|标准|按|为|的)*$"
)
_BY = re.compile(r"(?:按|以)(?:照)?(?:每)(?P<per>[\u4e00-\u9fff]{1,4}?)$")
_TOTAL = re.compile(
    r"(?:合计|共计|总计|共|总额|总金额|累计)(?:资助|补助|支持|奖励|补贴|拨付|支出|发放|安排|为|达|需|金额|资金)*$"
)
_NOT_ALL = re.compile(r"最高|不超过|上限|以内|至多|平均|目标|计划|拟|其中|封顶")


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
    said = _EACH.search(lead) or _BY.search(lead)
    if said is None or price.value is None or not (price.dimension or "").startswith("money"):
        return None
    unit = quantities.parse_unit(said["per"][:1]) or quantities.parse_unit(said["per"])
    later = sentence.mentions[price.nth + 1 : price.nth + 4]
    counts = [
        m
        for m in later
        if is_count(m)
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
    span, number = quantities.mul(price.value.span, count.span), price.value.number * count.number
    holds = span.meets(whole.span)
    if not holds and (not near(number, whole.number) or count.number <= Decimal(1)):
        return None
    return Recomputation(
        kind=_K.MEAN,
        printed=totals[0].figure,
        operands=(price.figure, counts[0].figure),
        expression=f"{shown(price.figure)} × {shown(counts[0].figure)} = {like(number, totals[0].quantity)}，"
        f"文中为 {shown(totals[0].figure)}",
        expected=span,
        holds=holds,
        confidence=0.85,
        label=squeeze(sentence.clause(totals[0]))[-10:] + shown(totals[0].figure),
    )
