"""One part of a whole in running text: 57人，其中研发岗位61人; 22套设备中有25套; a part is no more than its whole."""

from __future__ import annotations

import re

from docaudit.model import Recomputation, RecomputationKind
from docaudit.recompute.prose import Mention, Sentence, is_count, is_level
from docaudit.recompute.values import shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_OUT_OF = re.compile(
    r"^[^，,。；;、（）()\d]{0,14}[中里][，,]?(?:(?:已|仅|只|共|尚|还)?有|[^，,。；;、（）()\d]{2,20}的(?:有|为|共|达)?|(?:已)?完成|已)$"
)
_FAR, _UNITS_APART = 3, 10000
_NOT_ADDED = frozenset(
    {"time", "temperature", "concentration", "pressure", "frequency", "sound", "ratio", "score", "stars"}
)


_NAMED = 2
"""Characters that a part and its whole end in, where another figure stands between them."""


def part_of(sentence: Sentence, part: Mention) -> Recomputation | None:
    """57人，完成率95%，其中研发岗位61人: what 其中 names, against the last figure of its unit."""
    opening = re.search(r"其中[\u4e00-\u9fffA-Za-z“”]{0,12}$", sentence.text[: part.start])
    if opening is None or part.value is None or is_measured(part):
        return None
    before = [m for m in sentence.mentions[: part.nth] if m.end <= opening.start() and is_level(m) and same(m, part)]
    before = [
        m
        for m in before
        if not inside_brackets(sentence, m)
        and not re.search(r"平均|人均|均|每|各(?![类项种地级])", sentence.before(m, 10))
    ]
    if (
        not before
        or before[-1].value is None
        or part.value.number > _most(before[-1], part) * before[-1].value.number
        or re.search(r"[。；;]", sentence.text[before[-1].end : opening.start()])
    ):
        return None
    whole = before[-1]
    named = squeeze(sentence.before(part, 12))[-_NAMED:]
    if len(before) > 1 and len(named) == _NAMED and not squeeze(sentence.before(whole, 12)).endswith(named):
        # 应收2312万元，收缴2146万元，其中当年应收2208万元: the whole that goes by the part's name
        whole = next((m for m in reversed(before) if squeeze(sentence.before(m, 12)).endswith(named)), whole)
    holds = whole.value is not None and part.value.number <= whole.value.number
    return Recomputation(
        kind=_K.PART_WHOLE,
        printed=part.figure,
        operands=(whole.figure,),
        expression=f"其中一项 {shown(part.figure)} {'≤' if holds else '＞'} 总数 {shown(whole.figure)}",
        expected=None,
        holds=holds,
        confidence=0.85,
        label=squeeze(sentence.clause(whole))[-14:] + shown(whole.figure),
    )


def _most(whole: Mention, part: Mention) -> int:
    """How much more than its whole a part may be that is still meant as one: amounts in two units may be off by these."""
    money = (part.dimension or "").startswith("money")
    return _UNITS_APART if money and whole.quantity.factor != part.quantity.factor else _FAR


def among(sentence: Sentence, part: Mention) -> Recomputation | None:
    """22套在线监测设备中有25套未校准; 18件授权专利中，第一发明人为…的有19件: counted things out of a counted lot."""
    if part.nth == 0 or part.value is None or not is_count(part) or part.quantity.approximate:
        return None
    whole = sentence.mentions[part.nth - 1]
    if not is_count(whole) or not is_level(whole) or not same(whole, part) or whole.value is None:
        return None
    if whole.quantity.unit is None or part.quantity.unit is None or whole.quantity.approximate:
        return None
    if _OUT_OF.match(sentence.text[whole.end : part.start]) is None or inside_brackets(sentence, whole):
        return None
    if part.value.number > _FAR * whole.value.number:
        return None
    holds = part.value.number <= whole.value.number
    return Recomputation(
        kind=_K.PART_WHOLE,
        printed=part.figure,
        operands=(whole.figure,),
        expression=f"其中 {shown(part.figure)} {'≤' if holds else '＞'} 总数 {shown(whole.figure)}",
        expected=None,
        holds=holds,
        confidence=0.9,
        label=squeeze(sentence.text[whole.start : part.start])[:16] + "…" + shown(part.figure),
    )


def is_measured(mention: Mention) -> bool:
    """Whether the figure is a time or a degree, of which a part may be more than the whole: 平均6.8分钟，其中老城区8.1分钟."""
    dimension = mention.dimension or ""
    return dimension.split(".")[0] in _NOT_ADDED and not dimension.startswith("time.term")


def inside_brackets(sentence: Sentence, mention: Mention) -> bool:
    """Return whether a figure stands in brackets."""
    before = sentence.text[: mention.start]
    return before.count("（") + before.count("(") > before.count("）") + before.count(")")


def same(a: Mention, b: Mention) -> bool:
    """Return whether two figures measure the same, both with a unit."""
    if a.dimension != b.dimension:
        return False
    units = (a.quantity.unit, b.quantity.unit)
    return a.dimension is not None and all(u is not None for u in units)
