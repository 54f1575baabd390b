"""Amounts that are a price times a number, off by a power of ten: 4台、单价9.60万元，小计3.84万元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from docaudit import quantities
from docaudit.model import Interval, Recomputation, RecomputationKind
from docaudit.recompute.prose import Mention, Sentence, is_level
from docaudit.recompute.values import Value, like, shown
from docaudit.recompute.words import squeeze

_PRICE = re.compile(
    r"(?:单价|[月日年]租金|租金|每[\u4e00-\u9fff]{1,4}(?:每[\u4e00-\u9fff]{1,2})?(?:补助|补贴|资助|奖励|支付|发放|收费|检测|费用|标准|保费|给予|为|的|按)*|标准)(?:为|是|按|即)?$"
)
_PER = re.compile(r"^(?:的标准)?/[\u4e00-\u9fff]")
_TOTAL = re.compile(
    r"(?:小计|合计|共计|总计|总价|金额|计|支出|发放|拨付|兑付|兑现|需|补助|补贴|资金|租金|费用|费|价款|货款)(?:金额|资金|经费|款项?|补助|补贴)?(?:合计|共计)?(?:为|达|了|约)?$"
)
_NO_TOTAL = re.compile(
    r"其中|另|上年|预算|最高|不超过|上限|目标|计划|限额|节约|减少|增加|比|较|原|剩余|结余|均|每|单价"
)
_POWERS = (1, 2, 3, 4)
_DIGITS = 2
_MOST = 3


def priced(sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Find the amounts that their price and number make but for a power of ten."""
    for sentence in sentences:
        if sentence.reported:
            continue
        for whole in sentence.mentions:
            if not _is_money(whole) or not is_level(whole) or whole.value is None:
                continue
            lead = squeeze(sentence.clause(whole))
            said = squeeze(sentence.before(whole, 12))
            if not _TOTAL.search(said) or _NO_TOTAL.search(lead.split("、")[-1]):
                continue
            made = _of(sentence, whole)
            if made is not None:
                yield made


def _of(sentence: Sentence, whole: Mention) -> Recomputation | None:
    earlier = [m for m in sentence.mentions[: whole.nth] if m.value is not None and is_level(m)]
    prices = [m for m in earlier if _is_price(sentence, m)]
    if not prices or whole.value is None:
        return None
    price = prices[-1]
    numbers = [m for m in earlier if not _is_money(m) and m.dimension is not None and m is not price][-_MOST:]
    if not numbers or _interrupted(sentence, price, whole):
        return None
    products = [(price, *chosen) for size in (1, 2) for chosen in combinations(numbers, size)]
    spans = [(p, _product(p)) for p in products]
    if any(span.meets(whole.value.span) for _, span in spans):
        return None
    for members, span in spans:
        if len(members) - 1 < len(numbers):
            continue  # a number between price and total that the product leaves out is a factor, too
        for power in _POWERS:
            size = 10**power
            up, down = quantities.times(span, Decimal(size)), quantities.times(whole.value.span, Decimal(size))
            if (up.meets(whole.value.span) or span.meets(down)) and _telling(whole.value):
                return _made(sentence, members, whole, span, size)
    return None


def _is_money(mention: Mention) -> bool:
    return (mention.dimension or "").startswith("money")


def _is_price(sentence: Sentence, mention: Mention) -> bool:
    unit = mention.quantity.unit
    if not _is_money(mention) and not (unit is not None and re.match(r"[万亿]?元/", unit.text)):
        return False
    behind = sentence.text[mention.end : mention.end + 6]
    return bool(_PRICE.search(squeeze(sentence.before(mention, 16))) or _PER.match(behind)) or (
        unit is not None and "/" in unit.text
    )


def _interrupted(sentence: Sentence, price: Mention, whole: Mention) -> bool:
    """Whether another amount stands between price and total: which of them the number makes is not plain."""
    between = sentence.mentions[price.nth + 1 : whole.nth]
    return any(_is_money(m) for m in between) or bool(re.search(r"[。；;]", sentence.text[price.start : whole.start]))


def _product(members: Sequence[Mention]) -> Interval:
    span = Interval(Decimal(1), Decimal(1))
    for mention in members:
        unit = mention.quantity.unit
        if mention.value is not None and unit is not None:
            own = mention.value.span if "元" in unit.text else quantities.times(mention.value.span, 1 / unit.scale)
            span = quantities.mul(span, own)
    return span


def _telling(value: Value) -> bool:
    digits = "".join(str(d) for d in value.figure.quantity.number.copy_abs().as_tuple().digits).strip("0")
    return len(digits) >= _DIGITS


def _made(sentence: Sentence, members: Sequence[Mention], whole: Mention, span: Interval, size: int) -> Recomputation:
    terms = " × ".join(shown(m.figure) for m in members)
    number = Decimal(1)
    for mention in members:
        unit = mention.quantity.unit
        number *= mention.quantity.value / (1 if unit is None or "元" in unit.text else unit.scale)
    return Recomputation(
        kind=RecomputationKind.CONFLICT,
        printed=whole.figure,
        operands=tuple(m.figure for m in members),
        expression=f"{terms} = {like(number, whole.quantity)}，文中为 {shown(whole.figure)}",
        expected=span,
        holds=False,
        confidence=0.85,
        alternative=f"与所列数值相差{size}倍，疑为单位写错",
        label=squeeze(sentence.clause(whole))[-10:] + shown(whole.figure),
    )
