"""Distances of two percentages told in one sentence: 92.6%，比上年的85.3%高7.3个百分点; 低于目标值95%，相差2.4个百分点."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Interval, Recomputation, RecomputationKind
from docaudit.recompute.change_words import near
from docaudit.recompute.linear import adds_up
from docaudit.recompute.prose import Mention, Sentence, is_percent
from docaudit.recompute.values import Value, like, shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_ONE = Interval(Decimal(1), Decimal(1))
_POINT = "point"
_AGAINST = re.compile(r"(?:比|较|低于|高于|超过|超出|高出|不及)[^，,。；;\d]{0,14}$")
_APART = re.compile(r"高|低|多|少|相差|差距?|超|提高|下降|增加|减少|提升|上升|降低")
_GOAL = re.compile(r"目标|指标值|计划|要求|标准|任务|约定")
_FROM = re.compile(r"(?:从|由)[^，,。；;]{0,16}$")
_TO = re.compile(r"^[^，,。；;]{0,14}?(?:到|至|为)[^，,。；;]{0,10}$")
_LAST_YEAR = re.compile(r"^[，,]?(?:比|较)(?:上年度?|去年|上一年|同期|上季度|上月)的?$")
_CHANGE = re.compile(r"(?:提高|增长|增加|上升|提升|下降|降低|减少|下滑|回落)了?$")


def point_gaps(sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Recompute the distance between the two percentages that a sentence compares, in points or, by mistake, in per cent."""
    for sentence in sentences:
        if sentence.reported:
            continue
        for mention in sentence.mentions:
            made = None
            if mention.dimension == _POINT:
                made = _against(sentence, mention)
            elif is_percent(mention):
                made = _changed(sentence, mention)
            if made is not None:
                yield made


def _two_before(sentence: Sentence, mention: Mention) -> tuple[Mention, Mention] | None:
    """The last two percentages before a distance, when nothing else stands between."""
    if mention.nth < 2:
        return None
    a, b = sentence.mentions[mention.nth - 2], sentence.mentions[mention.nth - 1]
    if not all(is_percent(m) and m.quantity.growth is None and not m.quantity.approximate for m in (a, b)):
        return None
    if re.search(r"[。；;]", sentence.text[a.start : mention.start]):
        return None
    return a, b


def _against(sentence: Sentence, mention: Mention) -> Recomputation | None:
    pair = _two_before(sentence, mention)
    words = sentence.before(mention, 14) + (mention.quantity.growth or "") + mention.quantity.text
    if pair is None or mention.value is None or mention.quantity.approximate or not _APART.search(words):
        return None
    a, b = pair
    if not _AGAINST.search(sentence.text[a.end : b.start]):
        return None
    return _told(sentence, mention, mention.value, _exact(sentence, a), _exact(sentence, b))


def _exact(sentence: Sentence, mention: Mention) -> Value | None:
    """A percentage as a value; a target is meant to the letter."""
    value = mention.value
    if value is not None and _GOAL.search(sentence.before(mention, 10)):
        return Value(value.figure, Interval(value.number, value.number))
    return value


def _told(
    sentence: Sentence, mention: Mention, printed: Value, first: Value | None, second: Value | None
) -> Recomputation | None:
    if first is None or second is None:
        return None
    big, small = (first, second) if first.number >= second.number else (second, first)
    span, number = quantities.sub(big.span, small.span), big.number - small.number
    size = abs(printed.number)
    holds = adds_up([(1, big), (-1, small)], printed) if printed.number >= 0 else span.meets(printed.span)
    if not holds and not near(number, size):
        return None
    return Recomputation(
        kind=_K.DIFFERENCE,
        printed=mention.figure,
        operands=(big.figure, small.figure),
        expression=f"{shown(big.figure)} − {shown(small.figure)} = {like(number, mention.quantity)}，"
        f"文中为 {shown(mention.figure)}",
        expected=span,
        holds=holds,
        confidence=0.9,
        label=squeeze(sentence.before(mention, 14))[-14:].lstrip("，,") + shown(mention.figure),
    )


def _changed(sentence: Sentence, mention: Mention) -> Recomputation | None:
    """由20%提高到25%，提高5%; 84.8%，比上年的82.3%提高2.5%: a change told in per cent may be points by mistake."""
    pair = _two_before(sentence, mention)
    lead = sentence.text[max(0, mention.start - 8) : mention.start]
    if pair is None or mention.value is None or not (mention.quantity.growth or _CHANGE.search(lead)):
        return None
    old, new = pair
    if _LAST_YEAR.search(sentence.text[old.end : new.start]):
        old, new = new, old
    elif not _FROM.search(sentence.text[: old.start]) or not _TO.match(sentence.text[old.end : new.start]):
        return None
    a, b = old.value, new.value
    if a is None or b is None or a.span.low is None or a.span.low <= 0:
        return None
    points, printed = abs(b.number - a.number), mention.value
    growth = quantities.sub(quantities.div(b.span, a.span), _ONE)
    if growth.meets(printed.span):
        return None
    if points != abs(printed.number):
        return None
    return Recomputation(
        kind=_K.DIFFERENCE,
        printed=mention.figure,
        operands=(old.figure, new.figure),
        expression=f"{shown(new.figure)} − {shown(old.figure)} = {(points * 100).normalize():f}个百分点，文中为 {shown(mention.figure)}",
        expected=quantities.sub(b.span, a.span),
        holds=False,
        confidence=0.75,
        alternative="两个百分比之差应写作百分点，不是百分之几",
        label=squeeze(sentence.before(mention, 14) + (mention.quantity.growth or ""))[-14:].lstrip("，,")
        + shown(mention.figure),
    )
