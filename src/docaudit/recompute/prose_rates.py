"""Shares and rates in running text: 占…的Z%, …率达Z%, 预算执行率, 完成率, and which figure they were taken of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Recomputation, RecomputationKind
from docaudit.recompute.prose import Mention, Sentence, bigrams, is_level, is_percent
from docaudit.recompute.values import Value, plain, shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_GROWTH = re.compile(r"增长|增加|提高|上升|提升|下降|减少|降低|同比|环比|增幅|增速|超额|百分点|递增|缩短|翻")
_SHARE = re.compile(r"占")
_RATE = re.compile(r"([\u4e00-\u9fff]{1,10}?率)(?:[（(][^（）()]*[)）])?(?:约|均|仅|达到?|为|是|高达|[:：=]|\s|分别)*$")
_EXECUTION = re.compile(r"执行率|支出率|资金使用率|使用率$|支付率")
_COMPLETION = re.compile(
    r"完成率|达成率|完成比例|完成了?(?:年度|计划|目标|任务)[^，。]{0,8}的$|占(?:计划|目标|任务|年度)"
)
_ARRIVAL = re.compile(r"到位率")
_BASE_LEAD = re.compile(r"(?:对|共|总|合计|全部|累计|在|发放|全市|全国|总计|其中|的)[^，。；]{0,10}$")
_BASE_OPEN = re.compile(r"其中|占")
_PLAN = re.compile(r"预算|安排|下达|批复|计划|拨付|拨款|到位|核定|投入|总投资|总经费|总额")
_USED = re.compile(r"支出|执行|使用|支付|花费|列支|决算")
_GOAL = re.compile(r"计划|目标|任务|考核|应|要求|预期|合同约定|约定")
_DONE = re.compile(r"完成|实际|实现|达到|达|已")
_COMMON = frozenset(
    {"项目", "总数", "全部", "情况", "其中", "数量", "合计", "共计", "企业", "单位", "达到", "实现", "完成"}
)


@dataclass(frozen=True, slots=True)
class _Base:
    """A figure that a share may have been taken of; `named` when the words say that it is the base."""

    mention: Mention
    sentence: Sentence
    named: bool
    nearby: bool


def rates(sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Recompute every share and rate in the text whose operands the text states."""
    told: tuple[int, Mention] | None = None
    for i, sentence in enumerate(sentences):
        if sentence.reported:
            continue
        for mention in sentence.mentions:
            if not is_percent(mention) or mention.quantity.growth is not None:
                continue
            lead = sentence.before(mention, 24)
            if _GROWTH.search(lead):
                continue
            found: Iterator[Recomputation] = iter(())
            if _EXECUTION.search(lead) or _ARRIVAL.search(lead):
                words = (_DONE_ARRIVAL, _PLAN) if _ARRIVAL.search(lead) else (_USED, _PLAN)
                found = _of_roles(sentences, i, mention, _K.EXECUTION_RATE, *words)
            elif _COMPLETION.search(lead):
                found = _of_roles(sentences, i, mention, _K.COMPLETION_RATE, _DONE, _GOAL)
            elif _SHARE.search(lead) or _RATE.search(lead):
                found = _share(sentences, i, mention, lead, told)
            for made in found:
                if made.kind is _K.SHARE and made.holds:
                    told = (sentence.paragraph, _mention_of(sentences, made))
                yield made


_DONE_ARRIVAL = re.compile(r"到位")


def _mention_of(sentences: Sequence[Sentence], made: Recomputation) -> Mention:
    """The mention of a share's base."""
    base = made.operands[1].id
    return next(m for s in sentences for m in s.mentions if m.figure.id == base)


def _share(
    sentences: Sequence[Sentence], i: int, percent: Mention, lead: str, told: tuple[int, Mention] | None
) -> Iterator[Recomputation]:
    sentence = sentences[i]
    part = _part(sentence, percent)
    if part is None or part.value is None or percent.value is None or _of_another_kind(part, lead):
        return
    rate = _RATE.search(lead)
    stem = rate[1].removesuffix("率") if rate else ""
    near_part = sentence.before(part, 14) + sentence.after(part, 10)
    related = bool(_SHARE.search(lead)) or bool(bigrams(stem) & bigrams(near_part))
    bases = list(_bases(sentences, i, part, percent, lead))
    if told is not None and told[0] == sentence.paragraph and _SHARE.search(lead) and _can_hold(told[1], part):
        # one base for a chain of shares: A400万元，占33.33%；B800万元，占66.67%
        bases.append(_Base(told[1], sentences[i - 1], named=not any(b.named for b in bases), nearby=True))
    fitting = [b for b in bases if _fits(part.value, b.mention.value, percent.value)]
    named = [b for b in bases if b.named]
    sure = [b for b in fitting if b.sentence is sentence or b.named]
    likely = [b for b in fitting if b.nearby or (related and percent.value.digits >= 3)]
    label = _label(sentence, part, rate)
    if sure or (likely and not (named and related)):
        yield _made(percent, part, (sure or likely)[0].mention, holds=True, kind=_K.SHARE, label=label)
        return
    if not related or not named:
        return
    base = named[0].mention
    number = _quotient(part.value, base.value)
    if number is None or number > 1 or not _plausible(number, percent.value.number):
        return
    made = _made(percent, part, base, holds=False, kind=_K.SHARE, label=label, confidence=0.85)
    if fitting and percent.value.digits >= 3:
        other = fitting[0].mention
        made = replace(
            made,
            operands=(*made.operands, other.figure),
            confidence=0.9,
            alternative=f"{shown(percent.figure)} 对应分母 {shown(other.figure)}，而文中所称基数为 {shown(base.figure)}",
        )
    yield made


def _of_another_kind(part: Mention, lead: str) -> bool:
    """Whether 占项目总数的 follows an amount of money, or 占资金总额的 a count."""
    said = re.search(r"占([^，。；\d]{0,14})的", lead)
    if said is None:
        return False
    of_money = bool(re.search(r"[额金费]|投资|收入|支出|产值", said[1]))
    of_count = bool(re.search(r"数$|数量|个数|家数|人数", said[1])) and not of_money
    money = (part.dimension or "").startswith("money")
    return (money and of_count) or (not money and of_money)


def _part(sentence: Sentence, percent: Mention) -> Mention | None:
    """The figure that the percentage is about: the last level before it, with no other percentage between."""
    for mention in reversed(sentence.mentions[: percent.nth]):
        if is_percent(mention):
            return None
        if is_level(mention):
            between = sentence.text[mention.end : percent.start]
            base = re.search(r"占[^，。；]{0,12}$", sentence.text[max(0, mention.start - 14) : mention.start])
            if base and "的" in between and not re.search(r"[，。；]", between):
                continue
            return mention
    return None


def _bases(sentences: Sequence[Sentence], i: int, part: Mention, percent: Mention, lead: str) -> Iterator[_Base]:
    sentence = sentences[i]
    said = re.search(r"占([^，。；\d]{0,14}?)(?:的|比例|比重|约|达|为|$)", lead)
    wanted = bigrams(said[1]) - _COMMON if said else set()
    for mention in reversed(sentence.mentions[: percent.nth]):
        if mention.figure.id == part.figure.id or not _can_hold(mention, part):
            continue
        inside = mention.start > part.end
        opens = bool(_BASE_OPEN.search(sentence.text[mention.end : part.start])) if not inside else True
        led = bool(_BASE_LEAD.search(sentence.before(mention, 12)))
        yield _Base(mention, sentence, inside or opens or led, nearby=True)
    for k in range(i - 1, -1, -1):
        other = sentences[k]
        same = other.paragraph == sentence.paragraph
        for mention in reversed(other.mentions):
            if not _can_hold(mention, part):
                continue
            around = bigrams(other.before(mention, 14) + other.after(mention, 8))
            yield _Base(mention, other, bool(wanted & around) and same, nearby=same and i - k <= 2)
        if i - k > 60:
            break


def _can_hold(mention: Mention, part: Mention) -> bool:
    if not is_level(mention) or mention.value is None or part.value is None:
        return False
    if mention.dimension != part.dimension and not (mention.dimension is None or part.dimension is None):
        return False
    return mention.value.number >= part.value.number > 0


def _quotient(part: Value | None, whole: Value | None) -> Decimal | None:
    if part is None or whole is None or whole.number == 0:
        return None
    return part.number / whole.number


def _fits(part: Value, whole: Value | None, percent: Value) -> bool:
    if whole is None or whole.span.low is None or whole.span.low <= 0:
        return False
    return quantities.div(part.span, whole.span).meets(percent.span)


def _plausible(number: Decimal, printed: Decimal) -> bool:
    """A figure that is several times off was taken of something else."""
    return printed > 0 and Decimal("0.5") <= number / printed <= 2


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
        if _fits(a.value, b.value, percent.value):
            yield _made(percent, a, b, holds=True, kind=kind, label=label)
            return
    top, bottom = pairs[0]
    number = _quotient(top.value, bottom.value)
    if len(pairs) > 1 or number is None or not _plausible(number, percent.value.number):
        return
    if kind is _K.COMPLETION_RATE and number > 1 and percent.value.number == 1:
        return
    yield _made(percent, top, bottom, holds=False, kind=kind, label=label, confidence=0.9)


def _made(
    percent: Mention,
    part: Mention,
    whole: Mention,
    *,
    holds: bool,
    kind: RecomputationKind,
    label: str,
    confidence: float = 0.95,
) -> Recomputation:
    assert part.value is not None  # noqa: S101
    assert whole.value is not None  # noqa: S101
    number = part.value.number / whole.value.number
    result = plain((number * 100).quantize(Decimal("0.01"))) + "%"
    return Recomputation(
        kind=kind,
        printed=percent.figure,
        operands=(part.figure, whole.figure),
        expression=f"{shown(part.figure)} ÷ {shown(whole.figure)} = {result}，文中为 {shown(percent.figure)}",
        expected=quantities.div(part.value.span, whole.value.span),
        holds=holds,
        confidence=confidence,
        label=label,
    )


def _label(sentence: Sentence, part: Mention, rate: re.Match[str] | None) -> str:
    if rate is not None:
        return squeeze(rate[1])
    return squeeze(sentence.clause(part))[-14:] + shown(part.figure)
