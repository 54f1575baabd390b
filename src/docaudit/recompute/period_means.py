"""Means per month, day, week and quarter: 全年举办48场，月均4场; 开放300天，日均接待120人次."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Interval, Recomputation, RecomputationKind
from docaudit.recompute.change_words import near
from docaudit.recompute.judge import rounded
from docaudit.recompute.prose import Mention, Sentence, is_level
from docaudit.recompute.slips import slipped
from docaudit.recompute.values import like, shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_MEAN = re.compile(
    r"(?:(?P<short>[月日天周季])均|平均每(?:个)?(?P<each>月|日|天|周|季度)|每(?:个)?(?P<bare>月|日|天|周|季度)平均)[^，,。；;\d]{0,8}$"
)
_YEAR = re.compile(r"全年|(?:19|20)\d\d年(?!以来|至|[-—]|\d|初|底|末|上|下|[一二三四]季|第)|一年(?:来|内|共)|本年度")
_HALF = re.compile(r"[上下]半年")
_QUARTER = re.compile(r"[一二三四]季度")
_IN_YEAR = {"月": (12,), "季": (4,), "周": (52,), "日": (365, 366)}
_IN_HALF = {"月": (6,), "季": (2,), "周": (26,), "日": (181, 182, 184)}
_IN_QUARTER = {"月": (3,), "周": (13,), "日": (90, 91, 92)}
_SECONDS = {"日": Decimal(86400), "周": Decimal(604800)}
_NO_DAY_OFF = re.compile(r"供水|污水|垃圾|发电|用电|供气|热线|诉求|接警|急救|监测数据")
_REACH = 2
_SURE = 3


def period_means(sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Recompute the means over the months, weeks or days of the time that their sentence names."""
    for i, sentence in enumerate(sentences):
        if sentence.reported:
            continue
        near_by = [s for s in sentences[max(0, i - _REACH) : i] if s.paragraph == sentence.paragraph]
        for mention in sentence.mentions:
            made = _mean(near_by, sentence, mention)
            if made is not None:
                yield made


def _mean(near_by: Sequence[Sentence], sentence: Sentence, mean: Mention) -> Recomputation | None:
    said = _MEAN.search(sentence.text[max(0, mean.start - 24) : mean.start])
    if said is None or mean.value is None or mean.value.is_ratio or mean.quantity.approximate:
        return None
    per = (said["short"] or said["each"] or said["bare"] or "").replace("天", "日")[0]
    wholes = [
        m
        for m in sentence.mentions[: mean.nth]
        if is_level(m) and m.value is not None and m.dimension == mean.dimension and m.dimension is not None
    ]
    counts, sure = _counts(near_by, sentence, mean, per)
    if not counts:
        return None
    for whole in reversed(wholes):
        for count in counts:
            if (made := _made(sentence, whole, mean, count, per, sure=sure)) is not None and made.holds:
                return made
    if len(wholes) == 1 and (sure or _impossible(sentence, wholes[0], mean, counts, per)):
        return _made(sentence, wholes[0], mean, counts[0], per, sure=True)
    told = _of_the_year(near_by, mean) if sure and not wholes else None
    if told is not None:
        made = _made(sentence, told, mean, counts[0], per, sure=True)
        if made is not None and (made.holds or _slip(told, counts[0], mean)):
            return made
    earlier = [
        m for s in reversed(near_by) for m in reversed(s.mentions) if is_level(m) and m.dimension == mean.dimension
    ]
    return _misplaced(sentence, wholes or earlier, mean, counts[0]) if mean.dimension is not None else None


def _impossible(sentence: Sentence, whole: Mention, mean: Mention, counts: Sequence[Decimal], per: str) -> bool:
    """Whether a mean per day is of more days than the year has, or of another number where no day is off (污水, 热线)."""
    if per != "日" or whole.value is None or mean.value is None or not _YEAR.search(sentence.text[: whole.start]):
        return False
    if re.search(r"[。；;]|其中|工作日", sentence.text[whole.end : mean.start]):
        return False
    low, high = whole.value.span.low, rounded(mean.value).high
    if low is not None and high is not None and low > high * max(counts):
        return True
    return bool(_NO_DAY_OFF.search(sentence.clause(whole) + sentence.clause(mean) + sentence.after(whole)))


def _of_the_year(near_by: Sequence[Sentence], mean: Mention) -> Mention | None:
    """The first level of the mean's dimension in the sentences before, where it is one of the whole year."""
    for sentence in near_by:
        for mention in sentence.mentions:
            if is_level(mention) and mention.dimension == mean.dimension is not None:
                return mention if re.search(r"全年|累计|共", sentence.clause(mention)) else None
    return None


def _slip(whole: Mention, count: Decimal, mean: Mention) -> bool:
    """Whether a mean is one slip away from what its whole and its days make."""
    return whole.value is not None and slipped(whole.value.number / count, mean.quantity, least=_SURE)


def _misplaced(sentence: Sentence, wholes: Sequence[Mention], mean: Mention, count: Decimal) -> Recomputation | None:
    """A mean that fits once it is taken ten thousand times larger: 全年6512.8万人次, 日均17.8人次 instead of 17.8万."""
    if mean.value is None or mean.value.digits < 3:
        return None
    for whole in wholes:
        if whole.value is None or whole.value.figure.quantity.factor == mean.value.figure.quantity.factor:
            continue
        span = quantities.div(whole.value.span, Interval(count, count))
        if quantities.times(span, Decimal("0.0001")).meets(rounded(mean.value)):
            return Recomputation(
                kind=_K.CONFLICT,
                printed=mean.figure,
                operands=(whole.figure,),
                expression=f"{shown(whole.figure)} ÷ {count:f} = {like(whole.value.number / count, mean.quantity)}，"
                f"文中为 {shown(mean.figure)}",
                expected=span,
                holds=False,
                confidence=0.85,
                alternative="与所列数值相差10000倍，疑为单位写错",
                label=squeeze(sentence.before(mean, 14))[-12:].lstrip("，,") + shown(mean.figure),
            )
    return None


def _counts(
    near_by: Sequence[Sentence], sentence: Sentence, mean: Mention, per: str
) -> tuple[tuple[Decimal, ...], bool]:
    """How many months or days the time has that the mean is over, and whether the words leave no doubt of it."""
    head = sentence.text[: mean.start]
    for where in (sentence, *reversed(near_by)):
        for mention in where.mentions[: mean.nth] if where is sentence else where.mentions:
            quantity = mention.quantity
            unit = quantity.unit.canonical if quantity.unit is not None else ""
            if per == "月" and mention.dimension == "time" and unit in ("月", "个月") and quantity.value > 1:
                return (quantity.number,), True
            if per == "日" and unit in ("天", "日") and quantity.value > _SECONDS["日"]:
                return (quantity.number,), True
    text = "".join(s.text for s in near_by) + head
    tables = ((_QUARTER, _IN_QUARTER), (_HALF, _IN_HALF), (_YEAR, _IN_YEAR))
    found = [table.get(per, ()) for pattern, table in tables if pattern.search(text)]
    if len(found) != 1:
        return (), False
    return tuple(Decimal(n) for n in found[0]), per in ("月", "季")


def _made(
    sentence: Sentence, whole: Mention, mean: Mention, count: Decimal, per: str, *, sure: bool
) -> Recomputation | None:
    a, printed = whole.value, mean.value
    if a is None or printed is None:
        return None
    span, number = quantities.div(a.span, Interval(count, count)), a.number / count
    holds = span.meets(rounded(printed))
    if not holds and (not sure or not near(number, printed.number)):
        return None
    word = {"月": "个月", "日": "天", "周": "周", "季": "个季度"}[per]
    return Recomputation(
        kind=_K.MEAN,
        printed=mean.figure,
        operands=(whole.figure,),
        expression=f"{shown(whole.figure)} ÷ {count:f}{word} = {like(number, mean.quantity)}，文中为 {shown(mean.figure)}",
        expected=span,
        holds=holds,
        confidence=0.85,
        label=squeeze(sentence.before(mean, 14))[-12:].lstrip("，,") + shown(mean.figure),
    )
