"""Means in running text: a total, a count and 平均每…; 三年累计…，年均…."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Interval, Recomputation, RecomputationKind, Unit
from docaudit.recompute.change_words import last_words, near
from docaudit.recompute.judge import rounded
from docaudit.recompute.mean_words import may_be_of
from docaudit.recompute.prose import Mention, Sentence, is_level
from docaudit.recompute.values import Value, like, shown

_K = RecomputationKind
_MEAN = re.compile(r"(?:平均每?|人均|户均|项均|家均|场均|篇均|均)[^，,。；;\d]{0,22}$")
_PER_YEAR = re.compile(r"年均|平均每年|每年平均")
_EXTREME = re.compile(r"最[高低大小多少]|上限|下限|标准|不超过|不低于|不少于")
_UNIT_OF_MEAN = re.compile(r"(?:平均每|平均单|平均|每)(?:个|一)?([\u4e00-\u9fff])|(人|户|项|家|场|篇)均")
_YEARS = re.compile(r"(三|两|二|四|五|3|2|4|5)\s*年(?:来|间|内|共|累计|合计|总)")
_SPAN = re.compile(r"((?:19|20)\d\d)\s*年?\s*[-—–~至到]+\s*((?:19|20)\d\d)\s*年")
_NUMBER = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "2": 2, "3": 3, "4": 4, "5": 5}


def means(sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Recompute the means whose total and count the sentence or those before it state."""
    for i, sentence in enumerate(sentences):
        if not sentence.reported:
            for mention in sentence.mentions:
                made = _mean(sentences, i, mention)
                if made is not None:
                    yield made


def _mean(sentences: Sequence[Sentence], i: int, mean: Mention) -> Recomputation | None:
    """A total, a count and 平均每…C; a count may stand in the sentences just before."""
    sentence = sentences[i]
    lead = sentence.before(mean, 28)
    if mean.value is None or mean.value.is_ratio or not _MEAN.search(lead) or _EXTREME.search(last_words(lead)):
        return None
    if _PER_YEAR.search(lead):
        return _per_year(sentence, mean)
    found = _UNIT_OF_MEAN.search(lead)
    per = next((g for g in found.groups() if g), "") if found else ""
    reach = [s for s in sentences[max(0, i - 8) : i + 1] if s.paragraph == sentence.paragraph]
    before = [(s, m) for s in reach for m in s.mentions if is_level(m) and m is not mean]
    wholes = [(s, m) for s, m in before if m.dimension == mean.dimension]
    counts = [
        (s, m)
        for s, m in before
        if not _among_parts(s, m)
        and m.dimension != mean.dimension
        and (m.dimension or "").startswith("count")
        and m.value
        and m.value.number > 1
    ]
    pairs = [(s, w, t, c) for s, w in reversed(wholes) for t, c in reversed(counts)]
    for _, whole, _, count in pairs:
        if _mean_fits(whole.value, count.value, mean.value) and (mean.value.digits >= 2):
            return _mean_made(sentence, whole, count, mean, holds=True)
    here = [(w, c) for s, w, t, c in pairs if s is sentence and t is sentence]
    matching = [(w, c) for w, c in here if per and c.quantity.unit is not None and _counts(per, c.quantity.unit)]
    if len(matching) != 1 or len(here) != 1:
        return None
    whole, count = matching[0]
    if (
        whole.value is None
        or count.value is None
        or not may_be_of(lead, sentence.before(whole, 16))
        or not near(whole.value.number / count.value.number, mean.value.number)
    ):
        return None
    return _mean_made(sentence, whole, count, mean, holds=_mean_fits(whole.value, count.value, mean.value))


def _among_parts(sentence: Sentence, mention: Mention) -> bool:
    """Whether the figure stands in brackets or in a list that 其中 opens."""
    before = sentence.text[: mention.start]
    inside = max(before.count("（") + before.count("(") - before.count("）") - before.count(")"), 0)
    return inside > 0 or re.search(r"其中[^。；;]*$", before) is not None


def _counts(per: str, unit: Unit) -> bool:
    """Whether the unit of a count is the one that 平均每… names (每名: 名 is 人)."""
    wanted = quantities.parse_unit(per)
    return per in unit.text or (wanted is not None and wanted.canonical == unit.canonical)


def _mean_fits(whole: Value | None, count: Value | None, mean: Value | None) -> bool:
    if (
        whole is None
        or count is None
        or mean is None
        or count.span.low is None
        or min(count.span.low, whole.number) <= 0
    ):
        return False
    return quantities.div(whole.span, count.span).meets(rounded(mean))


def _mean_made(sentence: Sentence, whole: Mention, count: Mention, mean: Mention, *, holds: bool) -> Recomputation:
    assert whole.value is not None  # noqa: S101  (only called with levels)
    assert count.value is not None  # noqa: S101
    number = whole.value.number / count.value.number
    return Recomputation(
        kind=_K.MEAN,
        printed=mean.figure,
        operands=(whole.figure, count.figure),
        expression=f"{shown(whole.figure)} ÷ {shown(count.figure)} = {like(number, mean.quantity)}，文中为 {shown(mean.figure)}",
        expected=quantities.div(whole.value.span, count.value.span),
        holds=holds,
        confidence=0.85,
        label=last_words(sentence.before(mean, 28)) + shown(mean.figure),
    )


def _per_year(sentence: Sentence, mean: Mention) -> Recomputation | None:
    head = sentence.text[: mean.start]
    years: int | None = None
    if found := list(_YEARS.finditer(head)):
        years = _NUMBER[found[-1][1]]
    elif spans := _SPAN.findall(head):
        years = int(spans[-1][1]) - int(spans[-1][0]) + 1
    if years is None or years < 2 or mean.value is None:
        return None
    wholes = [m for m in sentence.mentions[: mean.nth] if is_level(m) and m.dimension == mean.dimension and m.value]
    for whole in reversed(wholes):
        if whole.value is None:
            continue
        count = Interval(Decimal(years), Decimal(years))
        span, number = quantities.div(whole.value.span, count), whole.value.number / years
        holds = span.meets(rounded(mean.value))
        if not holds and (len(wholes) > 1 or not near(number, mean.value.number)):
            continue
        return Recomputation(
            kind=_K.MEAN,
            printed=mean.figure,
            operands=(whole.figure,),
            expression=f"{shown(whole.figure)} ÷ {years}年 = {like(number, mean.quantity)}，文中为 {shown(mean.figure)}",
            expected=span,
            holds=holds,
            confidence=0.85,
            label=last_words(sentence.before(mean, 28)) + shown(mean.figure),
        )
    return None
