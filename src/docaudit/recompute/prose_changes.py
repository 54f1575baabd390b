"""Growth, differences and means in running text: 由A增加至B，增长C; A，比B少C; 平均每项C."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Interval, Recomputation, RecomputationKind
from docaudit.recompute.prose import Mention, Sentence, bigrams, is_level
from docaudit.recompute.values import Value, like, plain, shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_UP = re.compile(r"增长|增加|提高|上升|提升|增幅|增速|多|超出|净增|高出?|递增")
_DOWN = re.compile(r"下降|减少|降低|降幅|少|缩减|压缩|回落|低|下滑|减幅")
_FROM = re.compile(r"(?:从|由)[^，,。；;]{0,16}$")
_TO = re.compile(
    r"^[^，,。；;]{0,14}?(?:增加|增长|提高|上升|提升|扩大|发展|下降|减少|降低|降|升|增|减|调整|跃升|回落)?(?:到|至|为)[^，,。；;]{0,14}$"
)
_CHANGE = re.compile(r"(?:增长|增加|提高|上升|提升|增幅|增速|下降|减少|降低|降幅|净增|同比|环比)[^，,。；;\d]{0,8}$")
_AGAINST = re.compile(r"(?:比|较|与|同)[^，,。；;\d]{0,14}$")
_PRIOR = re.compile(r"上年|去年|上一年|前一年|上期|同期|年初|基期")
_RING = re.compile(r"同比|环比")
_BALANCE = re.compile(
    r"(?:结余|结转|剩余|余额|未支出|未使用|尚余|节约|节余|差额|差距|缺口|相差|超出|超支|高出|多出|短缺)(?:资金|经费|金额|为|达|是|了|约)*$"
)
_LESS_MORE = re.compile(r"(?:少|多|高|低|减少|增加|超|差)(?:出|了|于|达)?$")
_MEAN = re.compile(r"(?:平均每?|人均|户均|项均|家均|场均|篇均|均)[^，,。；;\d]{0,22}$")
_CHANGE_WORD = re.compile(r"[增升降减]|提高|下降")
_PER_YEAR = re.compile(r"年均|平均每年|每年平均")
_UNIT_OF_MEAN = re.compile(r"(?:平均每|平均单|平均|每)(?:个|一)?([\u4e00-\u9fff])|(人|户|项|家|场|篇)均")
_YEARS = re.compile(r"(三|两|二|四|五|3|2|4|5)\s*年(?:来|间|内|共|累计|合计|总)")
_SPAN = re.compile(r"((?:19|20)\d\d)\s*年?\s*[-—–~至到]+\s*((?:19|20)\d\d)\s*年")
_NUMBER = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "2": 2, "3": 3, "4": 4, "5": 5}


def changes(sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Recompute the growth, differences and means that the text states."""
    for i, sentence in enumerate(sentences):
        if sentence.reported:
            continue
        for mention in sentence.mentions:
            made = _growth(sentences, i, mention) or _difference(sentence, mention) or _mean(sentences, i, mention)
            if made is not None:
                yield made


def _is_points(mention: Mention) -> bool:
    return mention.quantity.unit is not None and "百分点" in mention.quantity.unit.text


def _growth(sentences: Sequence[Sentence], i: int, change: Mention) -> Recomputation | None:
    """由A增加至B，增长C; B，比上年（的A）增长C; 2020年A，2021年B，同比增长C."""
    sentence = sentences[i]
    if change.value is None or not (change.quantity.growth or _CHANGE.search(sentence.before(change, 14))):
        return None
    percent = change.value.is_ratio and not _is_points(change)
    levels = [
        m
        for m in sentence.mentions[: change.nth]
        if m.value is not None and m.quantity.growth is None and not _CHANGE.search(sentence.before(m, 10))
    ]
    named = _pair_in(sentence, levels, change)
    if named is not None:
        old, new, sure = named
        if old.dimension != new.dimension or old.value is None or new.value is None or old.value.number == 0:
            return None
        if percent and old.value.is_ratio:
            return None
        return _change(sentence, old, new, change, percent=percent, sure=sure)
    return None


def _pair_in(sentence: Sentence, levels: list[Mention], change: Mention) -> tuple[Mention, Mention, bool] | None:
    """Old level, new level, and whether the words tie them together."""
    for a, b in reversed(list(zip(levels, levels[1:], strict=False))):
        if a.dimension != b.dimension:
            continue
        gap = sentence.text[a.end : b.start]
        if _FROM.search(sentence.before(a, 18)) and _TO.match(gap):
            rest = sentence.text[b.end : change.start]
            if re.search(r"[。；;]", rest) or any(m.start > b.end for m in levels):
                return None
            return a, b, True
    if len(levels) >= 2:
        a, b = levels[-2], levels[-1]
        gap = sentence.text[b.end : change.start]
        between = sentence.text[a.end : b.start]
        if a.dimension == b.dimension and not re.search(r"[。；;]", gap + between):
            against = _AGAINST.search(sentence.before(b, 16)) and not re.search(r"[，,]", gap)
            if against and (_PRIOR.search(sentence.before(b, 16)) or sentence.year(b)):
                return b, a, True
            years = sentence.year(a), sentence.year(b)
            prior = _PRIOR.search(sentence.before(a, 20))
            own = (
                sentence.year(b) is not None and years[0] is not None and years[1] == years[0] + 1
                if all(years)
                else False
            )
            if (
                (own or prior)
                and bigrams(sentence.before(a, 14)) & bigrams(sentence.before(b, 14))
                and not _RING.search(gap.replace("同比", ""))
            ):
                return a, b, True
    return None


def _change(
    sentence: Sentence, old: Mention, new: Mention, change: Mention, *, percent: bool, sure: bool
) -> Recomputation | None:
    a, b, c = old.value, new.value, change.value
    if a is None or b is None or c is None or not sure:
        return None
    words = sentence.before(change, 14) + (change.quantity.growth or "") + change.quantity.text
    sign = -1 if _DOWN.search(words) and not _UP.search(words) else 1
    if percent and _PER_YEAR.search(words):
        return _per_year_growth(sentence, old, new, change)
    if percent:
        if a.span.low is None or a.span.low <= 0:
            return None
        span = quantities.sub(quantities.div(b.span, a.span), _ONE)
        number = (b.number - a.number) / a.number
        shown_result = plain((abs(number) * 100).quantize(Decimal("0.01"))) + "%"
        formula = f"（{shown(new.figure)} − {shown(old.figure)}）÷ {shown(old.figure)}"
        kind = _K.GROWTH
    else:
        if change.dimension != new.dimension and not _is_points(change):
            return None
        span, number = quantities.sub(b.span, a.span), b.number - a.number
        shown_result = like(abs(number), change.quantity)
        formula = f"{shown(new.figure)} − {shown(old.figure)}"
        kind = _K.DIFFERENCE
    holds = signed(c.span, sign).meets(span) or (c.number < 0 and c.span.meets(span))
    alternative = ""
    if not holds and percent and quantities.div(b.span, a.span).meets(c.span):
        alternative = f"{shown(change.figure)} 是 {shown(new.figure)} 与 {shown(old.figure)} 之比，不是增长率"
    if not holds and sign * number < 0 and signed(c.span, -sign).meets(span):
        shown_result += "（方向与文字相反）"
    elif not holds and not alternative and not _near(number, c.number * sign):
        return None
    return Recomputation(
        kind=kind,
        printed=change.figure,
        operands=(old.figure, new.figure),
        expression=f"{formula} = {'−' if number < 0 and sign > 0 else ''}{shown_result}，文中为 {shown(change.figure)}",
        expected=span,
        holds=holds,
        confidence=0.9,
        alternative=alternative,
        label=_name_of(new, "下降" if sign < 0 else "增长"),
    )


def _per_year_growth(sentence: Sentence, old: Mention, new: Mention, change: Mention) -> Recomputation | None:
    """年均增长: compound over the years between the two levels, which their sentence names."""
    first, last = sentence.year(old), sentence.year(new)
    a, b, c = old.value, new.value, change.value
    if first is None or last is None or last - first < 2 or a is None or b is None or c is None or a.number <= 0:
        return None
    years = last - first
    grown = Interval(
        None if c.span.low is None else a.number * (1 + c.span.low) ** years,
        None if c.span.high is None else a.number * (1 + c.span.high) ** years,
    )
    holds = grown.meets(b.span) or quantities.div(quantities.sub(b.span, a.span), a.span).meets(_times(c.span, years))
    rate = ((b.number / a.number) ** (Decimal(1) / years) - 1) * 100
    if not holds and not _near(rate / 100, c.number):
        return None
    result = plain(rate.quantize(Decimal("0.01"))) + "%"
    return Recomputation(
        kind=_K.GROWTH,
        printed=change.figure,
        operands=(old.figure, new.figure),
        expression=f"{shown(old.figure)} → {shown(new.figure)}，{years}年年均增长 {result}，文中为 {shown(change.figure)}",
        expected=None,
        holds=holds,
        confidence=0.85,
        label=_name_of(new, "年均增长"),
    )


def _times(span: Interval, factor: int) -> Interval:
    return Interval(None if span.low is None else span.low * factor, None if span.high is None else span.high * factor)


def _name_of(mention: Mention, word: str) -> str:
    """What a change is called: the name of the level that changed, and the word for the change."""
    name = squeeze(mention.figure.name)
    if len(name) < 3 or _CHANGE_WORD.search(name):
        name = ""
    return f"{name[-20:]}{word}"


_ONE = Interval(Decimal(1), Decimal(1))


def one_less(span: Interval) -> Interval:
    """Return the interval less one: what turns a ratio into a growth."""
    return quantities.sub(span, _ONE)


def signed(span: Interval, sign: int) -> Interval:
    """Return the interval, mirrored at zero when `sign` is negative."""
    if sign > 0:
        return span
    return Interval(None if span.high is None else -span.high, None if span.low is None else -span.low)


def _near(number: Decimal, printed: Decimal) -> bool:
    """Whether a printed change may have been meant for this one: same direction, no more than three times off."""
    if number == 0 or printed == 0:
        return True
    ratio = printed / number
    return Decimal(1) / 3 <= ratio <= 3


def _difference(sentence: Sentence, mention: Mention) -> Recomputation | None:
    """预算A，支出B，结余C and A，比B少C."""
    if mention.value is None or mention.value.is_ratio or mention.quantity.growth is not None:
        return None
    lead = sentence.before(mention, 14)
    levels = [m for m in sentence.mentions[: mention.nth] if is_level(m) and m.dimension == mention.dimension]
    if len(levels) < 2 or mention.dimension is None:
        return None
    a, b = levels[-2], levels[-1]
    between = sentence.text[a.end : b.start]
    compared = bool(_AGAINST.search(between)) and bool(_LESS_MORE.search(lead))
    balance = bool(_BALANCE.search(lead)) and _income_and_use(sentence, a, b)
    if not (compared or balance) or re.search(r"[。；;]", between + lead):
        return None
    if a.value is None or b.value is None:
        return None
    span = quantities.sub(a.value.span, b.value.span)
    number = a.value.number - b.value.number
    holds = span.meets(mention.value.span) or signed(span, -1).meets(mention.value.span)
    if not holds and ((len(levels) > 2 and balance) or not _near(abs(number), abs(mention.value.number))):
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
        label=re.sub(r"^.*[，,。；;]", "", squeeze(lead)) + shown(mention.figure),
    )


def _income_and_use(sentence: Sentence, a: Mention, b: Mention) -> bool:
    first, second = sentence.before(a, 16), sentence.before(b, 16)
    income = re.compile(r"预算|到位|收入|拨付|下达|批复|拨款|总投资|计划|应|目标")
    use = re.compile(r"支出|执行|使用|支付|决算|完成|实际|已")
    return bool(income.search(first) and use.search(second))


def _mean(sentences: Sequence[Sentence], i: int, mean: Mention) -> Recomputation | None:
    """A total, a count and 平均每…C; a count may stand in the sentences just before."""
    sentence = sentences[i]
    lead = sentence.before(mean, 28)
    if mean.value is None or mean.value.is_ratio or not _MEAN.search(lead):
        return None
    if _PER_YEAR.search(lead):
        return _per_year(sentence, mean)
    found = _UNIT_OF_MEAN.search(lead)
    per = next((g for g in found.groups() if g), "") if found else ""
    reach = [s for s in sentences[max(0, i - 8) : i + 1] if s.paragraph == sentence.paragraph]
    before = [(s, m) for s in reach for m in s.mentions if is_level(m) and (s is not sentence or m.start < mean.start)]
    wholes = [(s, m) for s, m in before if m.dimension == mean.dimension]
    counts = [
        (s, m)
        for s, m in before
        if m.dimension != mean.dimension and (m.dimension or "").startswith("count") and m.value and m.value.number > 1
    ]
    pairs = [(s, w, t, c) for s, w in reversed(wholes) for t, c in reversed(counts)]
    for _, whole, _, count in pairs:
        if _mean_fits(whole.value, count.value, mean.value) and (mean.value.digits >= 2):
            return _mean_made(sentence, whole, count, mean, holds=True)
    here = [(w, c) for s, w, t, c in pairs if s is sentence and t is sentence]
    matching = [(w, c) for w, c in here if per and c.quantity.unit is not None and per in c.quantity.unit.canonical]
    if len(matching) != 1 or len(here) != 1:
        return None
    whole, count = matching[0]
    if (
        whole.value is None
        or count.value is None
        or not _near(whole.value.number / count.value.number, mean.value.number)
    ):
        return None
    return _mean_made(sentence, whole, count, mean, holds=False)


def _mean_fits(whole: Value | None, count: Value | None, mean: Value | None) -> bool:
    if whole is None or count is None or mean is None or count.span.low is None or count.span.low <= 0:
        return False
    return quantities.div(whole.span, count.span).meets(mean.span)


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
        label=squeeze(sentence.before(mean, 14)) + shown(mean.figure),
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
        holds = span.meets(mean.value.span)
        if not holds and (len(wholes) > 1 or not _near(number, mean.value.number)):
            continue
        return Recomputation(
            kind=_K.MEAN,
            printed=mean.figure,
            operands=(whole.figure,),
            expression=f"{shown(whole.figure)} ÷ {years}年 = {like(number, mean.quantity)}，文中为 {shown(mean.figure)}",
            expected=span,
            holds=holds,
            confidence=0.85,
            label=squeeze(sentence.before(mean, 14)) + shown(mean.figure),
        )
    return None
