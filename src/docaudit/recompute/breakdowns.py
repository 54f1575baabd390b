"""Wholes and their parts in running text: sources of funds, what leaves a rest, parts of a named whole, amounts written twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Interval, Recomputation, RecomputationKind
from docaudit.recompute.facts import Facts, content, depth, likeness
from docaudit.recompute.linear import adds_up
from docaudit.recompute.listed_sums import listed_sum
from docaudit.recompute.prose import Mention, Sentence, is_count, is_level, is_percent
from docaudit.recompute.values import Value, like, shown, total, unit_text
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_SOURCE = re.compile(
    r"中央|省级|省财政|市级|市财政|县级|区级|县财政|区财政|地方|财政|自筹|配套|贷款|社会资本|企业投入|其他资金|承担单位|合作单位|专项资金|专项经费"
)
_FUNDS = re.compile(r"资金|经费|投资|投入|预算|拨款")
_AMONG = re.compile(r"\s*其中")
_STATE = re.compile(r"支出|执行|到位|拨付|下达|使用|支付|结余|到账")
_CONVERTED = re.compile(r"^[，,]?\s*[（(]?\s*(?:折合|约合|合计?|即|也就是|折)(?:人民币)?(?:约|为|共)?$")
_OPENED, _SHUT = re.compile(r"^\s*[（(]\s*$"), re.compile(r"^\s*[)）]")
"""What stands around an amount that only says the one before it in another unit: 2,856,000元（285.60万元）."""
_ALL = re.compile(r"(?:合计|共计|总计|共)(?:为|达)?$")
_REST = re.compile(r"^[，,、]?\s*(?:其余|其他|剩余)(?:为|是|均|用于)")


def sources(sentence: Sentence, whole: Mention) -> Recomputation | None:
    """2860万元，其中中央1200万元、省级906万元、市级700万元: sources of funds leave nothing over."""
    opening = re.match(r"^(?:[^。；;\d]{0,16}?|[。；;]\s*)(?:其中|包括|由|分别为)[：:，,]?", sentence.text[whole.end :])
    if (
        opening is None
        or not (whole.dimension or "").startswith("money")
        or not _FUNDS.search(sentence.before(whole, 16))
    ):
        return None
    items: list[Mention] = []
    for mention in sentence.mentions[whole.nth + 1 :]:
        if (
            not is_level(mention)
            or mention.dimension != whole.dimension
            or depth(sentence, mention) > depth(sentence, whole)
        ):
            break
        between = sentence.text[(items[-1].end if items else whole.end + opening.end()) : mention.start]
        if re.search(r"[。；;]", between) or not _SOURCE.search(between):
            break
        if set(_STATE.findall(between)) - set(_STATE.findall(sentence.clause(whole))):
            return None  # 总经费240万元，其中财政支出180万元: what was spent does not make what was planned
        items.append(mention)
    return _closed(sentence, whole, items, _K.FUNDING)


def run_on(sentence: Sentence, behind: Sequence[Sentence]) -> Sentence:
    """The sentence with the next one of its paragraph, where that tells what it is made of (总经费900万元。其中：…)."""
    if not behind or behind[0].paragraph != sentence.paragraph or not _AMONG.match(behind[0].text):
        return sentence
    shift, known = len(sentence.text), len(sentence.mentions)
    moved = (replace(m, start=m.start + shift, end=m.end + shift, nth=m.nth + known) for m in behind[0].mentions)
    return replace(sentence, text=sentence.text + behind[0].text, mentions=(*sentence.mentions, *moved))


def _closed(sentence: Sentence, whole: Mention, items: list[Mention], kind: RecomputationKind) -> Recomputation | None:
    """A list that must make its total, told when it misses it by less than a tenth or by one slip."""
    values = [m.value for m in items if m.value is not None]
    if len(values) < 2 or len(values) != len(items) or whole.value is None:
        return None
    added = sum((v.number for v in values), Decimal(0))
    holds = adds_up([(1, v) for v in values], whole.value)
    off = abs(added - whole.value.number) / whole.value.number if whole.value.number else Decimal(1)
    if not holds and len(values) < 3 and off > Decimal("0.1"):
        return None
    if not holds and off > Decimal("0.2"):
        return None
    return listed_sum(sentence, whole, values, holds=holds, confidence=0.85, kind=kind)


def rest(sentence: Sentence, whole: Mention) -> Recomputation | None:
    """A中，B、C，其余为…: the parts that are named leave something over."""
    tail = sentence.text[whole.end :]
    if not re.match(r"^\s*(?:中|里|之中)[，,：:]?|^[，,]?其中", tail):
        return None
    items: list[Mention] = []
    for mention in sentence.mentions[whole.nth + 1 :]:
        if not is_level(mention) or mention.dimension != whole.dimension:
            break
        items.append(mention)
        if _REST.match(sentence.text[mention.end :]):
            break
    else:
        return None
    if not items or not _REST.match(sentence.text[items[-1].end :]):
        return None
    return _at_most(whole, items, squeeze(sentence.clause(whole))[-14:] + shown(whole.figure))


def _at_most(whole: Mention, items: list[Mention], label: str) -> Recomputation | None:
    values = [m.value for m in items if m.value is not None]
    if whole.value is None or not values:
        return None
    added = sum((v.number for v in values), Decimal(0))
    span = total(v.span for v in values)
    holds = span.low is None or whole.value.span.high is None or span.low <= whole.value.span.high
    terms = " + ".join(shown(v.figure) for v in values)
    result = f" = {like(added, whole.quantity)}" if len(values) > 1 else ""
    return Recomputation(
        kind=_K.PART_WHOLE,
        printed=values[0].figure,
        operands=(whole.figure, *(v.figure for v in values[1:])),
        expression=f"其中 {terms}{result} {'≤' if holds else '＞'} 总数 {shown(whole.figure)}",
        expected=Interval(None, whole.value.span.high),
        holds=holds,
        confidence=0.85,
        label=label,
    )


def among(facts: Facts, i: int, mention: Mention) -> Recomputation | None:
    """SCI收录41篇，…，SCI论文中影响因子5分以上45篇: a part of a whole that an earlier figure of its name states."""
    sentence = facts.sentences[i]
    head = sentence.text[: mention.start]
    clause = re.split(r"[，,；;。：:\n]", head)[-1]
    found = re.match(r"(?P<whole>[^\d]{2,14}?)中(?!心|国|央|级|间|小|型|期|试|标|介|药|医)", clause)
    if found is None or not is_count(mention):
        return None
    wanted = content(found["whole"]) | frozenset(re.findall(r"[A-Za-z]{2,}", found["whole"]))
    wholes = []
    for other in sentence.mentions[: mention.nth]:
        if not is_level(other) or other.dimension != mention.dimension or other.start > len(head) - len(clause):
            continue
        name = sentence.before(other, 12)
        words = content(name) | frozenset(re.findall(r"[A-Za-z]{2,}", name))
        latin = {word for word in wanted if word.isascii()}
        if latin <= words and likeness(wanted, words) >= 0.5:
            wholes.append(other)
    if len(wholes) != 1:
        return None
    return _at_most(wholes[0], [mention], squeeze(clause)[-16:] + shown(mention.figure))


def wrong_unit(sentence: Sentence, whole: Mention) -> Recomputation | None:
    """A5218.60亿元、B2164.30万元、C1353.60万元，合计8736.50万元: the list adds up once one unit is changed."""
    if not (whole.dimension or "").startswith("money") or not _ALL.search(sentence.before(whole, 10)):
        return None
    items: list[Mention] = []
    for mention in reversed(sentence.mentions[: whole.nth]):
        if mention.end > whole.start - 6 and is_count(mention):
            continue  # 三项合计
        if not is_level(mention) or mention.dimension != whole.dimension:
            break
        items.insert(0, mention)
    odd = [m for m in items if m.quantity.factor != whole.quantity.factor]
    values = [m.value for m in items if m.value is not None]
    if len(odd) != 1 or len(values) < 2 or odd[0].value is None or whole.value is None:
        return None
    rest = total(v.span for v in values if v is not odd[0].value)
    shift = whole.quantity.factor / odd[0].quantity.factor
    mended = quantities.times(odd[0].value.span, shift)
    if not quantities.add(rest, mended).meets(whole.value.span):
        return None
    terms = " + ".join(shown(v.figure) for v in values)
    return Recomputation(
        kind=_K.CONFLICT,
        printed=odd[0].figure,
        operands=(whole.figure, *(v.figure for v in values if v is not odd[0].value)),
        expression=f"{terms} ≠ {shown(whole.figure)}",
        expected=whole.value.span,
        holds=False,
        confidence=0.95,
        alternative=f"{shown(odd[0].figure)} 换作以 {unit_text(whole.quantity)} 为单位时合计相符，疑为单位写错",
        label=squeeze(sentence.clause(odd[0]))[-14:] + shown(odd[0].figure),
    )


def converted(sentence: Sentence, mention: Mention) -> Recomputation | None:
    """4860万元，折合4.86亿元: two ways to write one amount."""
    if not mention.nth or mention.value is None:
        return None
    gap = sentence.text[sentence.mentions[mention.nth - 1].end : mention.start]
    before = _source(sentence, mention)
    if before is None or before.value is None or before.quantity.factor == mention.quantity.factor or "合计" in gap:
        return None
    holds = _equal(before.value, mention.value)
    bracketed = _OPENED.match(gap) and _SHUT.match(sentence.text[mention.end :])
    if not _CONVERTED.match(gap) and not (bracketed and (holds or _shifted(before.value, mention.value))):
        return None
    if not holds and any(
        m.value is not None and m.dimension == mention.dimension and _equal(m.value, mention.value)
        for m in sentence.mentions[: before.nth]
    ):
        return None  # …其中自筹3500万元，折合1.8亿元: the total before the list is converted
    alternative = (
        "折合前后数字相同而单位不一，疑为单位写错" if not holds and _shifted(before.value, mention.value) else ""
    )
    return Recomputation(
        kind=_K.CONFLICT,
        printed=mention.figure,
        operands=(before.figure,),
        expression=f"{shown(before.figure)} {'=' if holds else '≠'} {shown(mention.figure)}",
        expected=before.value.span,
        holds=holds,
        confidence=0.9,
        alternative=alternative,
        label=squeeze(sentence.clause(before))[-14:] + shown(before.figure),
    )


def _source(sentence: Sentence, mention: Mention) -> Mention | None:
    """The amount that is converted: the one before, else one further back that is equal or equal but for its unit."""
    earlier = [
        m
        for m in reversed(sentence.mentions[: mention.nth])
        if m.dimension == mention.dimension and m.value is not None and is_level(m)
    ]
    skipped = sentence.text[earlier[0].end : mention.start] if earlier else ""
    if not earlier or mention.value is None or re.search(r"[。；;]", skipped):
        return None
    if any(not is_percent(m) for m in sentence.mentions[earlier[0].nth + 1 : mention.nth]):
        return None
    first = earlier[0].value
    for other in earlier[1:3]:
        value = other.value
        if value is None or first is None or value.number == first.number or _equal(first, mention.value):
            continue
        if _shifted(value, mention.value):
            return other
    return earlier[0]


def _equal(a: Value, b: Value) -> bool:
    return a.span.meets(_loose(b)) or b.span.meets(_loose(a))


def _loose(value: Value) -> Interval:
    """What a converted amount stands for: rounded to its last digit either way."""
    step = Decimal(1).scaleb(-value.decimals) * value.figure.quantity.factor
    return Interval(value.number - step, value.number + step)


def _shifted(a: Value, b: Value) -> bool:
    return a.number.normalize().as_tuple().digits == b.number.normalize().as_tuple().digits
