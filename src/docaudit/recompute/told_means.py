"""Means by any word that says so: 师均, 案均, 每千人, 百万人次…率, 24.68万元/公顷; total and count stand near."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Interval, Recomputation, RecomputationKind, Unit
from docaudit.recompute.change_words import near
from docaudit.recompute.facts import Fact, Facts, content, depth, likeness
from docaudit.recompute.judge import Reading, rounded
from docaudit.recompute.mean_words import Mean, may_be_of, mean_in
from docaudit.recompute.prose import Mention, Sentence, is_level
from docaudit.recompute.values import like, shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_PLAN = re.compile(r"目标|计划|预算数|预期|上年|去年|同期|应")
_SHIFTS = tuple(Decimal(10) ** k for k in (1, 2, 3, 4, -1, -2, -3, -4))
_MOST = 12
_SURE = 3
_NAMED = 0.5
_ALIKE = frozenset({("count.人次", "count.人"), ("count.家次", "count.家"), ("count.户次", "count.户")})


def told_means(facts: Facts, decided: Mapping[str, Recomputation]) -> Iterator[Recomputation]:
    """Recompute the means that are still open; `decided` holds relations by the id of their figure."""
    for i, sentence in enumerate(facts.sentences):
        if sentence.reported:
            continue
        for mention in sentence.mentions:
            if mention.figure.id in decided or not is_level(mention) or mention.quantity.approximate:
                continue
            mean = mean_in(sentence, mention)
            made = None if mean is None else _recomputed(facts, i, mean)
            if made is not None:
                yield made


def _recomputed(facts: Facts, i: int, mean: Mean) -> Recomputation | None:
    sentence = facts.sentences[i]
    here = [f for f in facts.in_sentence(i) if _before(sentence, f, mean.mention)]
    later = [f for f in facts.in_sentence(i) if _told_after(sentence, f, mean.mention)]
    back = list(facts.before(i, paragraphs=3))
    wholes = [f for f in (*reversed(here), *later, *back) if _is_whole(f, mean)]
    counts = [f for f in (*reversed(here), *back) if _is_count(facts, f, mean)]
    wanted = content(mean.what)
    named = [f for f in wholes if wanted and likeness(wanted, f.words) >= _NAMED]
    for whole in (*named, *[w for w in wholes if w not in named][:_MOST]):
        for count in counts[:_MOST]:
            if not _may_pair(facts, i, whole, count, sure=whole in named):
                continue
            near_by = i in (whole.at, count.at)
            enough = mean.value.digits >= _SURE or (near_by and mean.value.digits > 1) or _exact(whole, count, mean, i)
            if enough and _holds(whole, count, mean):
                return _made(mean, whole, count, holds=True)
    if mean.value.digits >= _SURE and (made := _from_afar(facts, i, mean, wholes, counts)) is not None:
        return made
    return _misfit(facts, i, mean, wholes, counts)


def wholes_of_mean(facts: Facts, i: int, mean: Mean) -> list[Fact]:
    """The totals before a mean in its sentence, the nearest first, else those of the sentences before."""
    sentence = facts.sentences[i]
    here = [f for f in facts.in_sentence(i) if _before(sentence, f, mean.mention) and _is_whole(f, mean)]
    return list(reversed(here)) or [f for f in facts.before(i) if _is_whole(f, mean)]


def counts_of(facts: Facts, i: int, mean: Mean) -> list[Fact]:
    """The counts of what a mean is told of in its sentence, else in the sentences before, the nearest first."""
    here = [f for f in reversed(facts.in_sentence(i)) if _is_count(facts, f, mean)]
    return here or [f for f in facts.before(i) if _is_count(facts, f, mean)]


def mean_of_pair(whole: Fact, count: Fact, mean: Mean) -> Reading | None:
    """Return the mean that a total and a count make, in base units; None for a count that may be nothing."""
    span = _span(whole, count, mean)
    if span.low is None or whole.value.figure.id == count.value.figure.id:
        return None
    number, times = _number(whole, count, mean), "" if mean.times == 1 else f" × {mean.times}"
    text = f"{shown(whole.value.figure)} ÷ {shown(count.value.figure)}{times} = {like(number, mean.mention.quantity)}"
    return Reading((whole.value, count.value), span, number, text)


def _from_afar(
    facts: Facts, i: int, mean: Mean, wholes: Sequence[Fact], counts: Sequence[Fact]
) -> Recomputation | None:
    """A mean one side of which stands near and the other anywhere, under the names that its own words have for both."""
    subject = content(mean.subject + mean.what)
    tops = [f for f in facts.named(subject, i, least=0.75) if subject and _is_whole(f, mean)][:_MOST]
    near_tops = [f for f in wholes if f.at == i] or wholes[:2]
    bottoms = [f for f in facts.named(content(mean.per), i, least=1) if not f.value.is_ratio and f.number > 1][:_MOST]
    bottoms += [f for f in _of_unit(facts, i, mean) if f not in bottoms]
    for whole, count in ((w, c) for w in near_tops for c in bottoms):
        if whole.value.figure.id != count.value.figure.id and _holds(whole, count, mean):
            return _made(mean, whole, count, holds=True)
    rows = [f for f in facts.named(content(mean.subject), i, least=0.75) if f.value.figure.id != mean.mention.figure.id]
    for whole, count in ((w, c) for w in tops for c in (*counts[:_MOST], *rows[:_MOST])):
        if _is_count(facts, count, mean) and whole is not count and _holds(whole, count, mean):
            return _made(mean, whole, count, holds=True)
    return None


def _of_unit(facts: Facts, i: int, mean: Mean) -> list[Fact]:
    """The figures of the unit that 每 names, the nearest in the text first."""
    if mean.unit is None:
        return []
    return [f for f in facts.of_unit(mean.unit, i, _MOST) if f.number > 1]


def _told_after(sentence: Sentence, fact: Fact, mention: Mention) -> bool:
    """Whether a total stands behind its mean: 每期209人，共培训1254人次."""
    own = next((m for m in sentence.mentions if m.figure.id == fact.value.figure.id), None)
    if own is None or own.start < mention.start or own.nth != mention.nth + 1:
        return False
    return bool(
        re.fullmatch(r"[，,]?(?:总?共|合计|总计|累计|总)[\u4e00-\u9fff]{0,6}", sentence.text[mention.end : own.start])
    )


def _exact(whole: Fact, count: Fact, mean: Mean, i: int) -> bool:
    """Whether two figures of the mean's sentence give it without a remainder."""
    return whole.at == count.at == i and _number(whole, count, mean) == mean.value.number


def _may_pair(facts: Facts, i: int, whole: Fact, count: Fact, *, sure: bool) -> bool:
    """Whether total and count stand near each other or near the mean, so that no two figures meet by chance."""
    if whole is count or whole.value.figure.id == count.value.figure.id:
        return False
    here = facts.sentences[i].paragraph
    return sure or here in (whole.paragraph, count.paragraph)


def _misfit(facts: Facts, i: int, mean: Mean, wholes: Sequence[Fact], counts: Sequence[Fact]) -> Recomputation | None:
    """A mean whose total is the one figure of its kind right before it, and whose count is the only one of its unit."""
    sentence = facts.sentences[i]
    by_id = {m.figure.id: m for m in sentence.mentions}
    own = [f for f in wholes if f.at == i and depth(sentence, by_id[f.value.figure.id]) == 0]
    own = [f for f in own if not re.search(r"其中|比|占", sentence.before(by_id[f.value.figure.id], 14))]
    close = [f for f in counts if f.at == i] or [
        f for f in counts if 0 < i - f.at <= 2 and f.paragraph == sentence.paragraph
    ]
    if len(own) != 1:
        return None
    if not close and mean.value.digits > _SURE:
        for count in facts.largest(mean.unit) if mean.unit is not None else ():
            if (shift := _shifted(own[0], count, mean)) is not None:
                return _made(mean, own[0], count, holds=False, shift=shift)
    if len({f.number for f in close}) != 1:
        return None
    whole, count = own[0], close[0]
    if not may_be_of(mean.what, whole.name):
        return None
    if count.value.figure.id == whole.value.figure.id or re.search(
        r"[；;]", sentence.text[by_id[whole.value.figure.id].end : mean.mention.start]
    ):
        return None
    number = _number(whole, count, mean)
    if mean.value.digits > _SURE and (shift := _shifted(whole, count, mean)) is not None:
        return _made(mean, whole, count, holds=False, shift=shift)
    if mean.value.digits < 2 or not (
        near(number, mean.value.number) or (count.at == i and _shifted(whole, count, mean))
    ):
        return None
    return _made(mean, whole, count, holds=False)


def _before(sentence: Sentence, fact: Fact, mention: Mention) -> bool:
    own = next((m for m in sentence.mentions if m.figure.id == fact.value.figure.id), None)
    return own is not None and own.start < mention.start


def _is_whole(fact: Fact, mean: Mean) -> bool:
    dimension = fact.value.dimension or ""
    alike = (
        dimension == mean.dimension or (mean.dimension, dimension) in _ALIKE or (dimension, mean.dimension) in _ALIKE
    )
    alike = alike or (mean.dimension == "count.次" and dimension.startswith("count.") and dimension.endswith("次"))
    return alike and not fact.value.is_ratio and not re.search(r"均|每", fact.name) and fact.number > 0


def _is_count(facts: Facts, fact: Fact, mean: Mean) -> bool:
    """Whether a figure counts what the mean is of: by its unit, or by the end of its name."""
    unit = fact.value.figure.quantity.unit
    if (
        unit is None
        or fact.value.is_ratio
        or fact.number <= 1
        or re.search(r"均|每", fact.name)
        or _PLAN.search(fact.name)
    ):
        return False
    if mean.unit is not None and (
        unit.canonical in (mean.unit.canonical, mean.unit.canonical + "次") or _measures(unit, mean.unit)
    ):
        return True
    if not unit.dimension.startswith(("count", "money", "area", "length")):
        return False
    if mean.unit is None and len(mean.per) == 1:
        own = mean.per in squeeze(fact.name)[-3:] or mean.per in _behind(facts, fact)
        return own and unit.dimension.startswith("count")
    if len(mean.per) < 2:
        return False
    name = squeeze(fact.name)
    return name.endswith(mean.per) or (likeness(content(mean.per), fact.words) >= 1 and bool(content(mean.per)))


def _measures(unit: Unit, per: Unit) -> bool:
    return unit.dimension == per.dimension and not per.dimension.startswith("count")


def _behind(facts: Facts, fact: Fact) -> str:
    """The noun behind a figure: 六家馆, 214所学校."""
    if fact.at < 0:
        return ""
    sentence = facts.sentences[fact.at]
    own = next(m for m in sentence.mentions if m.figure.id == fact.value.figure.id)
    return re.split(r"[，,。；;：:、（(\d]", sentence.after(own, 4))[0]


def _scale(mean: Mean) -> Decimal:
    """How many base units of its count one 每 is."""
    scale = mean.unit.scale if mean.unit is not None else Decimal(1)
    return scale * mean.times


def _number(whole: Fact, count: Fact, mean: Mean) -> Decimal:
    if "/" in (mean.mention.dimension or ""):
        return whole.number / count.number
    return whole.number / count.number * _scale(mean)


def _span(whole: Fact, count: Fact, mean: Mean) -> Interval:
    low = count.value.span.low
    if low is None or low <= 0:
        return Interval(None, None)
    span = quantities.div(whole.value.span, count.value.span)
    if "/" in (mean.mention.dimension or ""):
        return span
    return quantities.mul(span, Interval(_scale(mean), _scale(mean)))


def _holds(whole: Fact, count: Fact, mean: Mean) -> bool:
    span = _span(whole, count, mean)
    return span.low is not None and span.meets(rounded(mean.value))


def _shifted(whole: Fact, count: Fact, mean: Mean) -> Decimal | None:
    """The power of ten by which the mean is too large or too small, if it fits but for that."""
    span = _span(whole, count, mean)
    if span.low is None or span.high is None:
        return None
    target = rounded(mean.value)
    return next((s for s in _SHIFTS if Interval(span.low * s, span.high * s).meets(target)), None)


def _made(mean: Mean, whole: Fact, count: Fact, *, holds: bool, shift: Decimal | None = None) -> Recomputation:
    number = _number(whole, count, mean)
    times = "" if mean.times == 1 else f" × {mean.times}"
    printed = mean.mention.figure
    size = "" if shift is None else f"{max(shift, 1 / shift):f}"
    return Recomputation(
        kind=_K.MEAN if shift is None else _K.CONFLICT,
        printed=printed,
        operands=(whole.value.figure, count.value.figure),
        expression=f"{shown(whole.value.figure)} ÷ {shown(count.value.figure)}{times} = {like(number, printed.quantity)}，"
        f"文中为 {shown(printed)}",
        expected=_span(whole, count, mean),
        holds=holds,
        confidence=0.9 if holds or shift is not None else 0.85,
        alternative="" if shift is None else f"与所列数值相差{size}倍，疑为单位写错",
        label=(mean.per + ("均" if len(mean.per) == 1 else "") + mean.what)[-12:] + shown(printed),
    )
