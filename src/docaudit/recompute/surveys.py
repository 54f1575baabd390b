"""Percentages of a small count that no whole number gives, and scores by weight and rate told in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from docaudit import quantities
from docaudit.model import Interval, Recomputation, RecomputationKind
from docaudit.recompute.facts import Fact, Facts, depth
from docaudit.recompute.prose import Mention, Sentence, is_count, is_level, is_percent
from docaudit.recompute.values import like, shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_SAID = re.compile(
    r"(?:认为|表示|选择|反映|回答|感到|评价|满意|知晓|了解|同意|支持|建议)[^，,。；;]*(?:占|比例为?)(?:比)?(?:约|为|达)*$"
)
_ASKED = re.compile(r"回收|收回|有效|访谈|受访|调查|样本|问卷|对$|抽样")
_SHARED = re.compile(r"(?:的[\u4e00-\u9fff]{0,6}|[\u4e00-\u9fff])占(?:比)?(?:约|为|达)*$")
_AGREEING = re.compile(r"^的(?:[\u4e00-\u9fff]{1,5}?)(?:认为|表示|选择|反映|愿意|满意|希望|同意|支持|建议)")
_OPENING = re.compile(
    r"^[^，,。；;\d]{0,14}(?:中|里|作了访谈|进行了?(?:访谈|调查|抽查)|开展了?访谈)(?:[，,]|[^，,。；;]*的占(?:比)?(?:为|达|约)*$)"
)
_RATED = re.compile(
    r"^[，,]其?(?:总体|综合|对[\u4e00-\u9fff]{1,8})?(?P<what>满意|知晓|认可|支持|及格|合格|达标|通过|优良|优秀)[率度](?:为|达到?)?$"
)
_OF_PEOPLE = re.compile(r"满意|知晓|认可|支持|及格|通过|优秀")
_TAKEN = re.compile(r"受访|访谈|问卷|答卷|调查|抽[查检样测取]|检测|监测|暗访|测评|样本|填表|回访|走访|考核|到考|参考")
_BRACKETED = re.compile(
    r"^[)）][^，,。；;（()）\d]{0,24}(?:的占(?:比)?|(?:满意|知晓|认可|支持|合格|通过)率)(?:为|达|约)*$"
)
_THINGS = re.compile(r"的(?P<noun>[\u4e00-\u9fff]{2,4})占(?:比)?(?:为|达|约)*$")
_THAT_IS = re.compile(r"^\s*[，,]?即(?:有)?$")
_POWER = Decimal("0.3")
_MOST = 500
_OFF = Decimal("0.1")
_WEIGHT = re.compile(r"(?:权重|分值|满分)(?:为|是)?$")
_SCORE = re.compile(r"(?:得分?|计|实得|评分?)(?:为|了)?$")
_BY_RATE = re.compile(r"按比例|得分率|按率|折算|相应得|据此|比例得")


def impossible(facts: Facts, decided: Mapping[str, Recomputation]) -> Iterator[Recomputation]:
    """Find percentages of answers that cannot be of the people asked: 对27名…访谈，认为…的占65.5%."""
    for i, sentence in enumerate(facts.sentences):
        if sentence.reported:
            continue
        for mention in sentence.mentions:
            if not is_percent(mention) or mention.value is None or mention.figure.id in decided:
                continue
            lead = re.split(r"[，,。；;\n]", sentence.text[: mention.start])[-1]
            if (told := _that_is(facts, i, mention, lead)) is not None:
                yield told
            if _has_part(sentence, mention) or mention.quantity.approximate:
                continue
            base = _rated(facts, i, mention) or (_asked(facts, i, mention) if _SAID.search(lead) else None)
            base = base or _of_things(facts, i, lead)
            if base is None and (_SHARED.search(lead) or _AGREEING.match(sentence.text[mention.end :])):
                base = _among(facts, i, mention) or _sibling(facts, i, mention, decided)
            made = None if base is None else _told(mention, base, lead)
            if made is not None:
                yield made


def _among(facts: Facts, i: int, mention: Mention) -> Fact | None:
    """到考的43人中，…占62.0%; 对52家…作了访谈，其中86.0%的企业认为…: the one count that opens the sentence."""
    sentence = facts.sentences[i]
    opened = [m for m in sentence.mentions[: mention.nth] if is_count(m) and depth(sentence, m) == 0]
    if len(opened) != 1 or not is_level(opened[0]) or opened[0].quantity.approximate:
        return None
    between = sentence.text[opened[0].end : mention.start]
    if not _OPENING.match(between) or re.search(r"[。；;]", between):
        return None
    return facts.of(i, opened[0])


def _rated(facts: Facts, i: int, mention: Mention) -> Fact | None:
    """受访者38人，满意率为85.3%; 抽检62批次，合格率96.4%; B班（38份）表示满意的占88.2%: the count right before it."""
    if not mention.nth:
        return None
    sentence = facts.sentences[i]
    count = sentence.mentions[mention.nth - 1]
    if not is_count(count) or not is_level(count) or count.quantity.approximate:
        return None
    between = sentence.text[count.end : mention.start]
    if _BRACKETED.match(between) and re.search(r"[（(]$", sentence.text[: count.start]):
        return facts.of(i, count)
    rated = _RATED.match(between)
    if rated is None or not _TAKEN.search(sentence.before(count, 14)):
        return None
    people = (count.dimension or "") in ("count.人", "count.份")
    return facts.of(i, count) if people or not _OF_PEOPLE.search(rated["what"]) else None


def _of_things(facts: Facts, i: int, lead: str) -> Fact | None:
    """抽查样地120块，…；达标的样地占95.6%: the one sample of its paragraph that bears the name."""
    said = _THINGS.search(lead)
    if said is None or re.search(r"\d", lead):
        return None
    found = [
        f
        for f in facts.before(i)
        if said["noun"] in f.name and _TAKEN.search(f.name) and (f.value.dimension or "").startswith("count")
    ]
    return found[0] if len(found) == 1 and not found[0].value.figure.quantity.approximate else None


def _that_is(facts: Facts, i: int, mention: Mention, lead: str) -> Recomputation | None:
    """问卷388份…满意率为95.5%，即371人表示满意: the number is told behind its share."""
    sentence = facts.sentences[i]
    if mention.nth + 1 >= len(sentence.mentions) or mention.value is None or mention.quantity.approximate:
        return None
    part = sentence.mentions[mention.nth + 1]
    if not is_count(part) or not is_level(part) or part.value is None:
        return None
    if not _THAT_IS.match(sentence.text[mention.end : part.start]):
        return None
    base = _asked(facts, i, mention) or _rated(facts, i, mention)
    if base is None or base.number < part.value.number or base.number <= 1:
        return None
    share = part.value.number / base.number
    holds = quantities.div(part.value.span, base.value.span).meets(mention.value.span)
    if not holds and abs(share - mention.value.number) > _OFF:
        return None
    return Recomputation(
        kind=_K.SHARE if holds else _K.IMPOSSIBLE,
        printed=mention.figure,
        operands=(part.figure, base.value.figure),
        expression=f"{shown(part.figure)} ÷ {shown(base.value.figure)} = {(share * 100).quantize(Decimal('0.01'))}%，"
        f"文中为 {shown(mention.figure)}",
        expected=quantities.div(part.value.span, base.value.span),
        holds=holds,
        confidence=0.9,
        label=squeeze(lead)[-18:] + shown(mention.figure),
    )


def _sibling(facts: Facts, i: int, mention: Mention, decided: Mapping[str, Recomputation]) -> Fact | None:
    """对合作满意的26家，占92.9%；愿意续签的占94.5%: the base of the bare share before it, which holds."""
    sentence = facts.sentences[i]
    if not re.search(r"的占(?:比)?$", sentence.before(mention, 8)):
        return None
    for k in range(i, max(-1, i - 3), -1):
        other = facts.sentences[k]
        if other.paragraph != sentence.paragraph:
            return None
        for earlier in reversed(other.mentions[: mention.nth] if k == i else other.mentions):
            made = decided.get(earlier.figure.id)
            if not is_percent(earlier) or made is None:
                continue
            if made.kind is not _K.SHARE or not made.holds or len(made.operands) < 2:
                return None
            if not re.search(r"[，,]占$", other.text[: earlier.start]):
                return None
            return next((f for f in facts.text if f.value.figure.id == made.operands[1].id), None)
    return None


def _has_part(sentence: Sentence, mention: Mention) -> bool:
    """Whether the share states the number of answers itself: before it in its clause, or in brackets behind."""
    clause = re.split(r"[，,。；;\n]", sentence.text[: mention.start])
    start = len(sentence.text[: mention.start]) - len(clause[-1])
    if any(
        is_level(m) and is_count(m) and start <= m.start < mention.start and not _is_base(sentence, m, mention)
        for m in sentence.mentions
    ):
        return True
    if (
        mention.nth
        and is_level(sentence.mentions[mention.nth - 1])
        and re.fullmatch(
            r"[，,]占(?:比)?(?:为|达)?", sentence.text[sentence.mentions[mention.nth - 1].end : mention.start]
        )
    ):
        return True
    behind = re.match(r"\s*[（(]", sentence.text[mention.end :])
    return bool(behind) and mention.nth + 1 < len(sentence.mentions)


def _is_base(sentence: Sentence, count: Mention, mention: Mention) -> bool:
    """Whether a count in the clause of a share is what the share is of: 暗访的20个场馆中…的占; B班（38份）…的占."""
    between = sentence.text[count.end : mention.start]
    return bool(
        _OPENING.match(between) or (_BRACKETED.match(between) and sentence.text[: count.start].endswith(("（", "(")))
    )


def _asked(facts: Facts, i: int, mention: Mention) -> Fact | None:
    """The number of people or forms that the share is of: the last one told before it."""
    sentence = facts.sentences[i]
    starts = {m.figure.id: m for m in sentence.mentions}
    own = [f for f in reversed(facts.in_sentence(i)) if starts[f.value.figure.id].start < mention.start]
    for fact in (*own, *facts.before(i)):
        where = facts.sentences[fact.at]
        at = next((m for m in where.mentions if m.figure.id == fact.value.figure.id), None)
        if at is None or not is_count(at) or depth(where, at) > 0:
            continue
        if at.quantity.approximate or not _ASKED.search(where.text[: at.start]):
            return None
        return fact
    return None


def _told(mention: Mention, base: Fact, lead: str) -> Recomputation | None:
    printed, n = mention.value, base.number
    if printed is None or n <= 1 or n > _MOST or n != n.to_integral_value():
        return None
    power = 1 - n / Decimal(10) ** (printed.decimals + 2)
    if power < _POWER:
        return None
    share = printed.number
    low, high = (share * n).to_integral_value(ROUND_FLOOR), (share * n).to_integral_value(ROUND_CEILING)
    holds = any(quantities.div(_exact(k), _exact(n)).meets(printed.span) for k in (low, high))
    near = "、".join(f"{k}÷{n:f}={(k / n * 100).quantize(Decimal('0.01'))}%" for k in dict.fromkeys((low, high)))
    return Recomputation(
        kind=_K.IMPOSSIBLE,
        printed=mention.figure,
        operands=(base.value.figure,),
        expression=f"以 {shown(base.value.figure)} 为基数，最接近的是 {near}，文中为 {shown(mention.figure)}",
        expected=None,
        holds=holds,
        confidence=0.9 if power > Decimal("0.9") else 0.8,
        label=squeeze(lead)[-18:] + shown(mention.figure),
    )


def _exact(number: Decimal) -> Interval:
    return Interval(number, number)


def told_scores(facts: Facts) -> Iterator[Recomputation]:
    """Recompute 权重8分，…率90.05%，按比例得7.60分: weight times rate."""
    for sentence in facts.sentences:
        for mention in sentence.mentions:
            if mention.value is None or mention.dimension != "score" or not _SCORE.search(sentence.before(mention, 6)):
                continue
            made = _score(sentence, mention)
            if made is not None:
                yield made


def _score(sentence: Sentence, score: Mention) -> Recomputation | None:
    before = sentence.mentions[: score.nth]
    weights = [
        m for m in before if m.dimension == "score" and _WEIGHT.search(sentence.before(m, 6)) and m.value is not None
    ]
    if not weights or score.value is None or weights[-1].value is None:
        return None
    weight = weights[-1].value
    rates = [m for m in before if m.start > weights[-1].end and is_percent(m) and m.value is not None]
    if len(rates) != 1 or rates[0].value is None:
        return None
    rate = rates[0].value
    span = quantities.mul(weight.span, rate.span)
    number = weight.number * rate.number
    holds = (
        span.meets(score.value.span) or abs(number - score.value.number) <= Decimal(1).scaleb(-score.value.decimals) / 2
    )
    if not holds and not _BY_RATE.search(sentence.text[rates[0].start : score.end]):
        return None
    return Recomputation(
        kind=_K.SCORE,
        printed=score.figure,
        operands=(weight.figure, rate.figure),
        expression=f"{shown(weight.figure)} × {shown(rate.figure)} = {like(number, score.quantity)}，文中为 {shown(score.figure)}",
        expected=span,
        holds=holds,
        confidence=0.9,
        label=squeeze(sentence.clause(score))[-12:] + shown(score.figure),
    )
