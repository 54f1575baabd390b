"""Differences in running text: 预算A，支出B，结余C; A，比B少C."""

from __future__ import annotations

import re

from docaudit import quantities
from docaudit.model import Recomputation, RecomputationKind
from docaudit.recompute.change_words import AGAINST, last_words, near
from docaudit.recompute.linear import adds_up
from docaudit.recompute.prose import Mention, Sentence, is_level
from docaudit.recompute.values import like, shown

_K = RecomputationKind
_BALANCE = re.compile(
    r"(?:结余|结转|剩余|余额|未支出|未使用|尚余|节约|节余|差额|差距|缺口|相差|超出|超支|高出|多出|短缺|节省)(?:目标值?|计划数?|预期)?(?:资金|经费|金额|为|达|是|了|约)*$"
)
_LESS_MORE = re.compile(r"(?:少|多|高|低|减少|增加|超|差|节约|节省|超支|结余)(?:出|了|于|达)?$")


def difference(sentence: Sentence, mention: Mention) -> Recomputation | None:
    """预算A，支出B，结余C and A，比B少C."""
    if mention.value is None or mention.value.is_ratio or mention.quantity.growth is not None:
        return None
    lead = sentence.before(mention, 14)
    if not (_LESS_MORE.search(lead) or _BALANCE.search(lead)):
        return None
    levels = [m for m in sentence.mentions[: mention.nth] if is_level(m) and m.dimension == mention.dimension]
    if len(levels) < 2 or mention.dimension is None:
        return None
    a, b = levels[-2], levels[-1]
    between = sentence.text[a.end : b.start]
    compared = bool(AGAINST.search(between)) and bool(_LESS_MORE.search(lead))
    balance = bool(_BALANCE.search(lead)) and _income_and_use(sentence, a, b)
    if not (compared or balance) or re.search(r"[。；;]", between + lead):
        return None
    if a.value is None or b.value is None:
        return None
    span = quantities.sub(a.value.span, b.value.span)
    number = a.value.number - b.value.number
    holds = adds_up([(1, a.value), (-1, b.value)], mention.value) or adds_up(
        [(1, b.value), (-1, a.value)], mention.value
    )
    if not holds and ((len(levels) > 2 and balance) or not near(abs(number), abs(mention.value.number))):
        return None
    first, second = (a, b) if number >= 0 else (b, a)
    return Recomputation(
        kind=_K.DIFFERENCE,
        printed=mention.figure,
        operands=(a.figure, b.figure),
        expression=f"{shown(first.figure)} − {shown(second.figure)} = {like(abs(number), mention.quantity)}，"
        f"文中为 {shown(mention.figure)}",
        expected=span,
        holds=holds,
        confidence=0.9,
        label=last_words(lead) + shown(mention.figure),
    )


def _income_and_use(sentence: Sentence, a: Mention, b: Mention) -> bool:
    first, second = sentence.before(a, 16), sentence.before(b, 16)
    income = re.compile(r"预算|到位|收入|拨付|下达|批复|拨款|总投资|计划|应|目标")
    use = re.compile(r"支出|执行|使用|支付|决算|完成|实际|已")
    return bool(income.search(first) and use.search(second))
