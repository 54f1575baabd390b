"""Rates whose two sides are known by their own words: 预算 and 支出, 目标 and 完成, 到位 and 预算."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docaudit.model import Recomputation, RecomputationKind
from docaudit.recompute.prose import Mention, Sentence, is_level
from docaudit.recompute.prose_quotients import fits, plausible, quotient, rate_of
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_EXECUTION = re.compile(r"执行率|支出率|资金使用率|支付率")
_USE = re.compile(r"使用率(?:约|为|是|达到?)*$")
"""Of money the rate at which it is spent, of things the share of them that is in use."""
_COMPLETION = re.compile(
    r"完成率|达成率|完成比例|完成了?(?:年度|计划|目标|任务)[^，。]{0,8}的$|占(?:计划|目标|任务|年度)"
)
_ARRIVAL = re.compile(r"到位率")
_PLAN = re.compile(
    r"预算|安排|下达|批复|计划|拨付|拨款|到位|核定|投入|总投资|总经费|总额|(?:调整|追加|变更|调剂)[后为]"
)
_USED = re.compile(r"支出|执行|使用|支付|花费|列支|决算")
_GOAL = re.compile(r"计划|目标|任务|考核|应|要求|预期|合同约定|约定")
_DONE = re.compile(r"完成|实际|实现|达到|达|已")
_DONE_ARRIVAL = re.compile(r"到位")


def role_rate(sentences: Sequence[Sentence], i: int, percent: Mention, lead: str) -> Iterator[Recomputation] | None:
    """Recompute 执行率, 到位率 and 完成率; None when the words before the percentage name none of them."""
    if _ARRIVAL.search(lead):
        return _of_roles(sentences, i, percent, _K.EXECUTION_RATE, _DONE_ARRIVAL, _PLAN)
    if _EXECUTION.search(lead) or (_USE.search(lead) and _of_money(sentences[i], percent)):
        return _of_roles(sentences, i, percent, _K.EXECUTION_RATE, _USED, _PLAN)
    if _COMPLETION.search(lead):
        return _of_roles(sentences, i, percent, _K.COMPLETION_RATE, _DONE, _GOAL)
    return None


def _of_money(sentence: Sentence, percent: Mention) -> bool:
    """Whether the level told last before a rate is an amount of money."""
    last = next((m for m in reversed(sentence.mentions[: percent.nth]) if is_level(m)), None)
    return last is not None and (last.dimension or "").startswith("money")


def _of_roles(
    sentences: Sequence[Sentence],
    i: int,
    percent: Mention,
    kind: RecomputationKind,
    above: re.Pattern[str],
    below: re.Pattern[str],
) -> Iterator[Recomputation]:
    """A rate whose numerator and denominator are known by their own words, in the sentence or the paragraph before it."""
    reach = [s for s in sentences[max(0, i - 2) : i + 1] if s.paragraph == sentences[i].paragraph]
    tops: list[Mention] = []
    bottoms: list[Mention] = []
    for sentence in reach:
        for mention in sentence.mentions:
            if not is_level(mention) or (sentence is sentences[i] and mention.start > percent.start):
                continue
            words = sentence.before(mention, 14)
            last_above = max((m.end() for m in above.finditer(words)), default=0)
            last_below = max((m.end() for m in below.finditer(words)), default=0)
            if last_above > last_below:
                tops.append(mention)
            elif last_below:
                bottoms.append(mention)
    pairs = [
        (a, b)
        for a in reversed(tops)
        for b in reversed(bottoms)
        if a.dimension == b.dimension and b.value is not None and b.value.number > 0
    ]
    if not pairs or percent.value is None:
        return
    label = re.sub(r"^.*[，,。；;：:]", "", squeeze(sentences[i].before(percent, 14))).rstrip("为达是约的") or "比率"
    for a, b in pairs:
        assert a.value is not None  # noqa: S101  (levels have values)
        if fits(a.value, b.value, percent.value):
            yield rate_of(percent, a, b, holds=True, kind=kind, label=label)
            return
    bottom_ids = {b.figure.id for _, b in pairs}
    others = [m for s in reach for m in s.mentions if is_level(m) and m.figure.id not in bottom_ids]
    for b in dict.fromkeys(b for _, b in pairs):
        for a in others:  # 处置批而未供土地634公顷、闲置土地218公顷，批而未供处置完成年度任务600公顷的105.7%
            if a.value is not None and a.dimension == b.dimension and fits(a.value, b.value, percent.value):
                yield rate_of(percent, a, b, holds=True, kind=kind, label=label)
                return
    own = {m.figure.id for m in sentences[i].mentions}
    pairs = [(a, b) for a, b in pairs if a.figure.id in own and b.figure.id in own] or pairs
    top, bottom = pairs[0]
    number = quotient(top.value, bottom.value)
    if len(pairs) > 1 or number is None or not plausible(number, percent.value.number):
        return
    if kind is _K.COMPLETION_RATE and number > 1 and percent.value.number == 1:
        return
    yield rate_of(percent, top, bottom, holds=False, kind=kind, label=label, confidence=0.9)
