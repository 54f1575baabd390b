"""Scores told in text against the rule that the text states: parts by weight, by rate, by share of a full amount, by deduction."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from docaudit import quantities
from docaudit.model import Figure, Interval, Recomputation, RecomputationKind
from docaudit.recompute.prose import Mention, Sentence, is_percent
from docaudit.recompute.values import plain, shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_BLENDED = re.compile(r"合成|构成|组成|加权|权重|占比?|折算|按|比例")
_NAME = re.compile(r"([\u4e00-\u9fff]{2,10}?)(?:成绩|得分|评分|分数|分)?(?:所?占|权重|比重|比例|为|的)*$")
_OPENING = re.compile(r"^.*(?:按|由|以|其中|和|与|及)")
_BLEND = re.compile(r"(?:综合|总|最终|合成|折算|加权)[\u4e00-\u9fff]{0,6}(?:为|是|得|达到?|:)*$")
_FULL = re.compile(r"(?:权重分?|分值|满分|标准分|基准分)(?:为|是|共|计)?[:：]?$")
_BY_RATE = re.compile(r"按[^，,。；;]{0,14}?(?:率|比例|满意度)[^，,。；;]{0,6}?(?:计|乘|得分|折算|赋分)|按比例")
_GOT = re.compile(r"(?:[，,]|^)(?:按比例|折算|计算|相应|应|实|可|实际)?(?:得分?|计)(?:为)?[:：]?$")
_FULL_AMOUNT = re.compile(r"以[^，,。；;\d]{0,12}$")
_IS_FULL = re.compile(r"^[^，,。；;\d]{0,4}(?:为|得)满分")
_SHARE = re.compile(r"按比例[^，,。；;\d]{0,6}(?:得分?|计)(?:为)?$")
_RULE = re.compile(
    r"每(?:有|发现|出现|发生|低于?|降低|下降|少|减少|缺少?|漏|超出?|超过|延期?|延迟|延误|逾期|滞后|晚|差|逾)?"
    r"[^，,。；;\d]{0,10}?(?P<n>\d+(?:\.\d+)?|[一两])?(?P<unit>个百分点|个月|个工作日|小时|%|[天日月项处家人次件例起宗个条户份名])[^，,。；;\d]{0,10}?[，,]?扣(?:减|除)?(?P<off>\d+(?:\.\d+)?)分"
)
_TAKEN = re.compile(r"扣(?:减|除|掉|了)*$")
_TOTAL = re.compile(r"(?:总得分|总分|自评得分|综合得分|最终得分|评价得分|自评分)(?:为|是|计)?[:：]?$")
_ALL_TAKEN = re.compile(r"(?:共|合计|总共|累计|共计|其余[^，,。；;\d]{0,8}|其他[^，,。；;\d]{0,8})扣(?:减|除|掉|了)*$")
_HUNDRED = Decimal(100)
_CLOSE = Decimal("0.25")
_SLIP = 3
_TWO = 2


def told_scoring(sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Recompute the scores of paragraphs and long cells that state how they are scored."""
    weights: dict[str, Mention] = {}
    for _, group in groupby(sentences, key=lambda s: s.paragraph):
        paragraph = [s for s in group if not s.reported]
        if any("分" in s.text for s in paragraph):
            for sentence in paragraph:
                weights = _weights(sentence) or weights
                yield from _blended(sentence, weights)
            yield from _by_rate(paragraph)
            yield from _by_share(paragraph)
            for sentence in paragraph:
                yield from _rate_first(sentence)
                yield from _by_rule(sentence)
                yield from _off_hundred(sentence)


def _blended(sentence: Sentence, weights: dict[str, Mention]) -> Iterator[Recomputation]:
    """综合成绩按笔试40%、面试60%合成，…笔试72.50分、面试86.40分，综合成绩80.84分: all parts in one sentence with the whole."""
    scores: dict[str, Mention] = {}
    in_turn: list[str] = []
    for mention in sentence.mentions if weights else ():
        if mention.dimension != "score" or mention.value is None:
            continue
        lead = _clause(sentence, mention)
        in_turn = list(weights) if re.search(r"(?:得分|成绩|评分)(?:依次|分别)为?$", lead) else in_turn
        if in_turn and (not lead or len(in_turn) == len(weights)):
            scores[in_turn.pop(0)] = mention
            continue
        in_turn = []
        name = next(
            (n for n in weights if re.search(rf"{re.escape(n[-2:])}(?:成绩|得分|评分|平均|分)*(?:为)?$", lead)), ""
        )
        if name:
            scores[name] = mention
        elif len(scores) == len(weights) and _BLEND.search(lead):
            yield _of_parts(sentence, mention, [(scores[n], weights[n]) for n in weights])
            scores = {}


def _weights(sentence: Sentence) -> dict[str, Mention]:
    """The parts of a blended score by name, where their weights make 100%."""
    found: dict[str, Mention] = {}
    for mention in sentence.mentions:
        if not is_percent(mention) or mention.value is None or mention.quantity.growth is not None:
            continue
        named = _NAME.search(_OPENING.sub("", _clause(sentence, mention) or _bracketed(sentence, mention)))
        if named is None:
            return {}
        found[named[1]] = mention
        if sum((m.quantity.value for m in found.values()), Decimal(0)) == 1 and len(found) >= _TWO:
            distinct = len({name[-2:] for name in found}) == len(found)
            return found if distinct and _BLENDED.search(sentence.text) else {}
    return {}


def _clause(sentence: Sentence, mention: Mention) -> str:
    return re.split(r"[，,。；;：:、（）()\n]", squeeze(sentence.before(mention, 24)))[-1]


def _bracketed(sentence: Sentence, mention: Mention) -> str:
    """The words before a bracket that holds just a weight: 自评得分（40%）."""
    lead = re.sub(r"[（(]$", "", squeeze(sentence.before(mention, 24)))
    return re.split(r"[，,。；;：:、（）()\n]", lead)[-1]


def _of_parts(sentence: Sentence, total: Mention, parts: Sequence[tuple[Mention, Mention]]) -> Recomputation:
    number, span = Decimal(0), Interval(Decimal(0), Decimal(0))
    for score, weight in parts:
        number += score.quantity.value * weight.quantity.value
        own = score.value.span if score.value is not None else Interval(None, None)
        span = quantities.add(span, quantities.mul(own, _exact(weight.quantity.value)))
    text = " + ".join(f"{shown(s.figure)} × {shown(w.figure)}" for s, w in parts)
    return _made(sentence, total, tuple(f for s, w in parts for f in (s.figure, w.figure)), text, number, span)


def _by_rate(paragraph: Sequence[Sentence]) -> Iterator[Recomputation]:
    """满分15分，按满意率计，甲馆92.0%，得13.8分；乙馆84.0%，得12.6分: the rule goes on to the end of the paragraph."""
    full: Mention | None = None
    ruled = False
    for sentence in paragraph:
        for mention in sentence.mentions:
            if mention.dimension != "score" or mention.value is None:
                continue
            lead = squeeze(sentence.before(mention, 10))
            if _FULL.search(lead):
                full, ruled = mention, False
            before = sentence.mentions[mention.nth - 1] if mention.nth else None
            if (
                full is None
                or before is None
                or not _GOT.search(lead)
                or not is_percent(before)
                or before.value is None
            ):
                continue
            between = sentence.text[before.end : mention.start]
            own = full in sentence.mentions
            if own or not ruled or len(between) > _SLIP * 4 or before.quantity.value > 1:
                continue
            yield _made(
                sentence,
                mention,
                (full.figure, before.figure),
                f"{shown(full.figure)} × {shown(before.figure)}",
                full.quantity.value * before.quantity.value,
                quantities.mul(full.value.span, before.value.span) if full.value else before.value.span,
            )
        ruled = ruled or (full is not None and bool(_BY_RATE.search(sentence.text)))


def _rate_first(sentence: Sentence) -> Iterator[Recomputation]:
    """预算执行率92%，该指标分值10分，按执行率乘以分值计算，得9.2分: one rate, one full score, one rule, one score."""
    rates = [m for m in sentence.mentions if is_percent(m) and m.value is not None and m.quantity.value <= 1]
    full = [m for m in sentence.mentions if m.dimension == "score" and _FULL.search(squeeze(sentence.before(m, 10)))]
    got = [m for m in sentence.mentions if m.dimension == "score" and _GOT.search(squeeze(sentence.before(m, 10)))]
    if not len(rates) == len(full) == len(got) == 1 or not rates[0].start < full[0].start < got[0].start:
        return
    value, rate = full[0].value, rates[0].value
    if value is None or rate is None or not _BY_RATE.search(sentence.text[full[0].end : got[0].start]):
        return
    yield _made(
        sentence,
        got[0],
        (full[0].figure, rates[0].figure),
        f"{shown(full[0].figure)} × {shown(rates[0].figure)}",
        full[0].quantity.value * rates[0].quantity.value,
        quantities.mul(value.span, rate.span),
    )


def _by_share(paragraph: Sequence[Sentence]) -> Iterator[Recomputation]:
    """以年开放240天为满分，甲馆开放228天，按比例得8.55分（满分9分）."""
    for sentence in paragraph:
        whole: Mention | None = None
        amount: Mention | None = None
        for mention in sentence.mentions:
            if _FULL_AMOUNT.search(sentence.before(mention, 14)) and _IS_FULL.match(sentence.text[mention.end :]):
                whole, amount = mention, None
            elif whole is not None and mention.dimension == whole.dimension and mention.dimension != "score":
                amount = mention
            elif (
                mention.dimension == "score" and whole is not None and amount is not None and mention.value is not None
            ):
                if _SHARE.search(sentence.text[: mention.start]):
                    full = next((m for m in sentence.mentions if _FULL.search(squeeze(sentence.before(m, 6)))), None)
                    if full is not None and 0 < amount.quantity.value <= whole.quantity.value:
                        number = full.quantity.value * amount.quantity.value / whole.quantity.value
                        text = f"{shown(amount.figure)} ÷ {shown(whole.figure)} × {shown(full.figure)}"
                        operands = (amount.figure, whole.figure, full.figure)
                        yield _made(sentence, mention, operands, text, number, _exact(number))
                amount = None


@dataclass(frozen=True, slots=True)
class _Rule:
    """每低1个百分点扣0.5分: so many points off for so many of a unit."""

    step: Decimal
    unit: str
    off: Decimal
    end: int


def _by_rule(sentence: Sentence) -> Iterator[Recomputation]:
    """每滞后1个月扣1分，滞后2个月，扣2分，得4分."""
    text = squeeze(sentence.text)
    found = list(_RULE.finditer(text))
    if len(found) != 1:
        return
    item = found[0]
    step = Decimal(item["n"]) if item["n"] and item["n"][0].isdigit() else Decimal(2 if item["n"] == "两" else 1)
    rule = _Rule(step, item["unit"].removeprefix("个"), Decimal(item["off"]), item.end())
    amounts: list[Mention] = []
    full: Mention | None = None
    for mention in sentence.mentions:
        at = len(squeeze(sentence.text[: mention.start]))
        lead = squeeze(sentence.before(mention, 10))
        if mention.dimension == "score" and _FULL.search(lead):
            full = mention
        if at < rule.end or mention.value is None:
            continue
        if mention.dimension == "score":
            if len(amounts) != 1 or rule.step <= 0:
                return
            lost = amounts[0].quantity.number / rule.step * rule.off
            if _TAKEN.search(lead):
                text = f"{shown(amounts[0].figure)} × {plain(rule.off)}分" + (
                    f" ÷ {plain(rule.step)}" if rule.step != 1 else ""
                )
                yield _made(sentence, mention, (amounts[0].figure,), text, lost, _exact(lost), exact=True)
                return
            if re.search(r"(?:得分?|计)(?:为)?$", lead) and full is not None and full.quantity.value >= lost:
                left = full.quantity.value - lost
                text = f"{shown(full.figure)} − {shown(amounts[0].figure)} × {plain(rule.off)}分"
                yield _made(sentence, mention, (full.figure, amounts[0].figure), text, left, _exact(left), exact=True)
            return
        if mention.quantity.text.rstrip().endswith(rule.unit) and not mention.quantity.approximate:
            amounts.append(mention)


def _off_hundred(sentence: Sentence) -> Iterator[Recomputation]:
    """执行率分值10分，得9.67分，其余指标扣2.5分，自评总得分97.17分."""
    full: Mention | None = None
    lost: list[tuple[Mention, ...]] = []
    whole = False
    for mention in sentence.mentions:
        if mention.dimension != "score" or mention.value is None:
            continue
        lead = squeeze(sentence.before(mention, 14))
        if _FULL.search(lead):
            full = mention
        elif _TOTAL.search(lead):
            if whole and lost:
                yield from _left(sentence, mention, lost)
            return
        elif _TAKEN.search(lead):
            if whole:
                return
            whole = bool(_ALL_TAKEN.search(lead))
            lost.append((mention,))
        elif full is not None and re.search(r"得分?(?:为)?$", lead) and mention.quantity.value <= full.quantity.value:
            lost.append((full, mention))
            full = None


def _left(sentence: Sentence, total: Mention, lost: Sequence[tuple[Mention, ...]]) -> Iterator[Recomputation]:
    number = _HUNDRED
    terms = ["100分"]
    for item in lost:
        if len(item) == 1:
            number -= item[0].quantity.value
            terms.append(shown(item[0].figure))
        else:
            number -= item[0].quantity.value - item[1].quantity.value
            terms.append(f"（{shown(item[0].figure)} − {shown(item[1].figure)}）")
    if abs(total.quantity.value - number) <= _SLIP:
        figures = tuple(m.figure for item in lost for m in item)
        yield _made(sentence, total, figures, " − ".join(terms), number, _exact(number), exact=True)


def _made(
    sentence: Sentence,
    score: Mention,
    operands: tuple[Figure, ...],
    text: str,
    number: Decimal,
    span: Interval,
    *,
    exact: bool = False,
) -> Recomputation:
    value = score.value
    step = Decimal(1).scaleb(-value.decimals) if value is not None else Decimal(0)
    holds = value is not None and (
        number == value.number if exact else span.meets(value.span) or abs(number - value.number) <= step / 2
    )
    return Recomputation(
        kind=_K.SCORE,
        printed=score.figure,
        operands=operands,
        expression=f"{text} = {plain(number.quantize(Decimal('0.01')))}分，文中为 {shown(score.figure)}",
        expected=span,
        holds=holds,
        confidence=0.88,
        label=_label(sentence, score),
    )


def _label(sentence: Sentence, score: Mention) -> str:
    return squeeze(sentence.clause(score))[-14:] + shown(score.figure)


def _exact(number: Decimal) -> Interval:
    return Interval(number, number)
