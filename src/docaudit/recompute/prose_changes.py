"""Growth and differences in running text: 由A增加至B，增长C; A，比B少C."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from docaudit import quantities
from docaudit.model import Interval, Recomputation, RecomputationKind
from docaudit.recompute.change_words import AGAINST, REAL, near, signed, subject_of_change
from docaudit.recompute.facts import content
from docaudit.recompute.linear import adds_up
from docaudit.recompute.prose import Mention, Sentence, bigrams, is_level
from docaudit.recompute.prose_differences import difference
from docaudit.recompute.values import like, plain, shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_UP = re.compile(r"增长|增加|提高|上升|提升|增幅|增速|多|超出|净增|高出?|递增")
_DOWN = re.compile(r"下降|减少|降低|降幅|少|缩[减短小]|压[缩减]|回落|低|下滑|减幅|收窄|调减|精简|[下核调]降|慢|差")
_FROM = re.compile(r"(?:从|由)[^，,。；;]{0,16}$")
_TO = re.compile(
    r"^[^，,。；;]{0,14}?(?:增加|增长|提高|上升|提升|扩大|发展|下降|减少|降低|降|升|增|减|调整|跃升|回落)?(?:到|至|为)[^，,。；;]{0,14}$"
)
_CHANGE = re.compile(
    r"(?:增长|增加|提高|上升|提升|增幅|增速|下降|减少|降低|降幅|净增|同比|环比|增产|减产|增收|减收|增值|增效|提速|节电|节水|压[减缩]|缩[短减])"
    r"(?!到|至|为)[^，,。；;\d到至]{0,8}$|(?:[增降减涨]幅|增速|增长率)(?:约|为|达到?|是)*$"
)
_PRIOR = re.compile(
    r"上年|去年|上一年|前一年|上期|同期|年初|基期|对照|基准|(?:实施|改造|建设|修复|治理|处理|施工|项目|培训|干预)前"
)
_STEP = re.compile(r"^(?:增加|增长|减少|下降|净增|多|少)[\d.﹐]+[\u4e00-\u9fff]{1,4}[，,]")
_RING = re.compile(r"同比|环比")
_CHANGE_WORD = re.compile(r"[增升降减]|提高|下降")
_OWN_YEAR = re.compile(r"((?:19|20)\d\d)\s*年(?:同比)?[^，,。；;\d]{0,4}$")
_PART = re.compile(r"其中[\u4e00-\u9fff]{2,10}$")
"""其中线上办结增加74件: of a part, whose levels are not those before it."""
_REACH = 6
_PER_YEAR = re.compile(r"年均|平均每年|每年平均")


def changes(sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Recompute the growth and the differences whose levels the same sentence states."""
    for i, sentence in enumerate(sentences):
        if sentence.reported:
            continue
        earlier = [s for s in sentences[max(0, i - _REACH) : i] if s.paragraph == sentence.paragraph]
        for mention in sentence.mentions:
            made = _growth(sentence, mention, earlier) or _step(sentence, mention) or difference(sentence, mention)
            if made is not None:
                yield made


def _is_points(mention: Mention) -> bool:
    return mention.quantity.unit is not None and "百分点" in mention.quantity.unit.text


def _growth(sentence: Sentence, change: Mention, earlier: Sequence[Sentence]) -> Recomputation | None:
    """由A增加至B，增长C; B，比上年（的A）增长C; 2020年A，2021年B，同比增长C."""
    if change.value is None or not (change.quantity.growth or _CHANGE.search(sentence.before(change, 14))):
        return None
    if "番" in change.quantity.text or _PART.search(sentence.before(change, 18)):
        return None
    percent = change.value.is_ratio and not _is_points(change)
    levels = [
        m
        for m in sentence.mentions[: change.nth]
        if m.value is not None and m.quantity.growth is None and not _CHANGE.search(sentence.before(m, 10))
    ]
    pair = _pair_in(sentence, levels, change) or _pair_over(sentence, levels, earlier)
    if pair is None:
        return None
    old, new = pair
    own_year = _OWN_YEAR.search(sentence.before(change, 14))
    if own_year is not None and sentence.year(new) not in (None, int(own_year[1])):
        return None  # 2022年A，2023年B，2022年增长C: of another step than the last one
    if old.dimension != new.dimension or old.value is None or new.value is None or old.value.number == 0:
        return None
    if percent and old.value.is_ratio:
        return None
    return _change(sentence, old, new, change, percent=percent)


def _pair_in(sentence: Sentence, levels: list[Mention], change: Mention) -> tuple[Mention, Mention] | None:
    """Old and new level, where the words tie them together."""
    for a, b in reversed(list(pairwise(levels))):
        if a.dimension != b.dimension:
            continue
        gap = sentence.text[a.end : b.start]
        if _FROM.search(sentence.before(a, 18)) and _TO.match(gap):
            rest = sentence.text[b.end : change.start]
            if re.search(r"[。；;]", rest) or any(m.start > b.end for m in levels):
                return None
            return a, b
    if len(levels) >= 2:
        a, b = levels[-2], levels[-1]
        gap = sentence.text[b.end : change.start]
        between = sentence.text[a.end : b.start]
        if a.dimension == b.dimension and not re.search(r"[。；;]", gap + between):
            against = AGAINST.search(sentence.before(b, 16)) and not re.search(r"[，,]", _STEP.sub("", gap))
            if against and (_PRIOR.search(sentence.before(b, 16)) or sentence.year(b)):
                return b, a
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
                return a, b
    return None


def _pair_over(
    sentence: Sentence, levels: list[Mention], earlier: Sequence[Sentence]
) -> tuple[Mention, Mention] | None:
    """合同金额1781万元；…合同金额比上年的1426万元增长…: the new level stands before, under the same name."""
    if not levels:
        return None
    old = levels[-1]
    named = re.search(
        r"(?:^|[，,；;。])([\u4e00-\u9fff]{3,12})(?:比|较)(?:上年度?|去年|上一年|同期)的?$", sentence.text[: old.start]
    )
    if named is None:
        return None
    before = [(s, m) for s in earlier for m in s.mentions] + [(sentence, m) for m in levels[:-1]]
    found = [m for s, m in before if is_level(m) and m.dimension == old.dimension and _called(s, m, named[1])]
    return (old, found[0]) if len(found) == 1 else None


def _called(sentence: Sentence, mention: Mention, name: str) -> bool:
    """Whether a figure bears a name, its unit included: 参加3.27万人次 is 参加人次."""
    lead = sentence.before(mention, 20).rstrip("为达共")
    unit = mention.quantity.unit
    return lead.endswith(name) or (unit is not None and (lead + unit.text).endswith(name))


def _change(sentence: Sentence, old: Mention, new: Mention, change: Mention, *, percent: bool) -> Recomputation | None:
    a, b, c = old.value, new.value, change.value
    if a is None or b is None or c is None:
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
        if _PER_YEAR.search(words):
            first, last = sentence.year(old), sentence.year(new)
            if first is None or last is None or last - first < 2:
                return None
            years = Decimal(last - first)
            span, number = quantities.div(span, Interval(years, years)), number / years
        shown_result = like(abs(number), change.quantity)
        formula = f"{shown(new.figure)} − {shown(old.figure)}"
        kind = _K.DIFFERENCE
    holds = signed(c.span, sign).meets(span) or (c.number < 0 and c.span.meets(span))
    if holds and kind is _K.DIFFERENCE and not _PER_YEAR.search(words) and c.number >= 0:
        big, small = (b, a) if b.number >= a.number else (a, b)
        holds = adds_up([(1, big), (-1, small)], c)
    alternative = ""
    if not holds and percent and quantities.div(b.span, a.span).meets(c.span):
        alternative = f"{shown(change.figure)} 是 {shown(new.figure)} 与 {shown(old.figure)} 之比，不是增长率"
    fallen = re.search(r"缩短|压缩|缩减|压减|降|减|回落", sentence.text[old.end : new.start])
    if not holds and number < 0 < sign and fallen and signed(c.span, -1).meets(span):
        holds = True
    if not holds and sign * number < 0 and signed(c.span, -sign).meets(span):
        shown_result += "（方向与文字相反）"
    elif not holds and not alternative and not near(number, c.number * sign):
        return None
    if not holds and percent and (REAL.search(sentence.text[new.end : change.end]) or _foreign(sentence, new, change)):
        return None
    multiple = bool(alternative) and change.quantity.unit is not None and change.quantity.unit.canonical == "倍"
    return Recomputation(
        kind=kind,
        printed=change.figure,
        operands=(old.figure, new.figure),
        expression=f"{formula} = {'−' if number < 0 and sign > 0 else ''}{shown_result}，文中为 {shown(change.figure)}"
        + (f"（{alternative}）" if multiple else ""),
        expected=span,
        holds=holds,
        confidence=0.75 if multiple else 0.9,
        alternative="" if multiple else alternative,
        label=_name_of(new, "下降" if sign < 0 else "增长"),
    )


def _foreign(sentence: Sentence, level: Mention, change: Mention) -> bool:
    """Whether the clause of a change names something else than its level: 培训1200人，比上年增加120人，其中教师增长12%."""
    lead = re.split(r"[，,。；;：:（(]", sentence.text[level.end : change.start])
    subject = subject_of_change(lead[-1]) if len(lead) > 1 else ""
    unit = level.quantity.unit
    if not content(subject) or (unit is not None and subject.rstrip("数量额") in unit.text):
        return False
    return not content(subject) & content(sentence.text[: level.start])


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
    holds = grown.meets(b.span) or quantities.div(quantities.sub(b.span, a.span), a.span).meets(
        quantities.times(c.span, years)
    )
    rate = ((b.number / a.number) ** (Decimal(1) / years) - 1) * 100
    if not holds and not near(rate / 100, c.number):
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


def _name_of(mention: Mention, word: str) -> str:
    """What a change is called: the name of the level that changed, and the word for the change."""
    name = squeeze(mention.figure.name)
    if len(name) < 3 or _CHANGE_WORD.search(name):
        name = ""
    return f"{name[-20:]}{word}"


_ONE = Interval(Decimal(1), Decimal(1))


def _step(sentence: Sentence, change: Mention) -> Recomputation | None:
    """B，比上年净增D，增长C: the earlier level is B less D."""
    if change.value is None or not change.value.is_ratio or change.nth < 2 or _is_points(change):
        return None
    step, level = sentence.mentions[change.nth - 1], sentence.mentions[change.nth - 2]
    words = sentence.before(step, 16) + (step.quantity.growth or "") + sentence.text[step.start : step.end]
    gap = sentence.text[level.end : step.start] + sentence.text[step.end : change.start]
    change_words = sentence.before(change, 8) + (change.quantity.growth or "")
    if step.value is None or level.value is None or step.dimension != level.dimension or step.value.is_ratio:
        return None
    if re.search(r"相比|相较|比较", gap) or AGAINST.search(re.sub(r"\d+\s*年", "", sentence.before(level, 18))):
        return None  # 与上年158.72万元相比: the level is the earlier one
    if not re.search(r"比|较", words) or re.search(r"[。；;]", gap) or not is_level(level):
        return None
    down = bool(re.search(r"减少|下降|降低", words))
    if not (down or re.search(r"净增|增加|增长|多", words)) or not re.search(r"[增升降]|提高|减少", change_words):
        return None
    d = signed(step.value.span, -1 if down else 1)
    earlier = quantities.sub(level.value.span, d)
    before = level.value.number - (-step.value.number if down else step.value.number)
    if earlier.low is None or earlier.low <= 0:
        return None
    span, number = quantities.div(d, earlier), step.value.number / before
    holds = span.meets(signed(change.value.span, -1 if down else 1))
    if not holds and (not near(number, change.value.number) or _foreign(sentence, level, change)):
        return None
    return Recomputation(
        kind=_K.GROWTH,
        printed=change.figure,
        operands=(level.figure, step.figure),
        expression=f"{shown(step.figure)} ÷ （{shown(level.figure)} {'+' if down else '−'} {shown(step.figure)}） = "
        f"{plain((number * 100).quantize(Decimal('0.01')))}%，文中为 {shown(change.figure)}",
        expected=span,
        holds=holds,
        confidence=0.85,
        label=_name_of(level, "下降" if down else "增长"),
    )
