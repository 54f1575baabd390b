"""How many times one level is another: 是2020年的2.2倍, 翻了一番, 自筹与财政资金之比2:1."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import permutations

from docaudit import quantities
from docaudit.model import Figure, Interval, Quantity, Recomputation, RecomputationKind, Relation
from docaudit.recompute.facts import content, likeness
from docaudit.recompute.prose import Mention, Sentence, is_level
from docaudit.recompute.values import plain, shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_TIMES_OF = re.compile(r"(?P<verb>是|为|相当于|达到?|约为)(?P<base>[^，,。；;：:]{0,40})的$")
_FROM_TO = re.compile(
    r"^[^，,。；;]{0,14}?(?:增加|增长|提高|上升|提升|扩大|发展|跃升|增)?(?:到|至|为)[^，,。；;]{0,14}$"
)
_DOUBLED = re.compile(r"翻了?(?P<times>[一两二三])?番")
_TIMES = {None: 1, "一": 1, "两": 2, "二": 2, "三": 3}
_DOUBLED_LOW, _DOUBLED_HIGH = Decimal("0.95"), Decimal("1.5")
_STATED = re.compile(r"(\d+(?:\.\d+)?)\s*[:：]\s*(\d+(?:\.\d+)?)")
_RATIO_LEAD = re.compile(
    r"(?P<a>[\u4e00-\u9fff]{2,12}?)(?:与|和|及|同|对)(?P<b>[\u4e00-\u9fff]{2,12}?)的?(?:投入|配套)?(?:比例|之比|比率|比)(?:关系)?(?:约?为|达到?|是|约)*$"
)
_RATIO_WORD = re.compile(r"(?:比例|之比|比率|配比)(?:约?为|达到?|是|约)*$")
_DEMANDED = re.compile(r"要求|不低于|不少于|应|须|需|规定|标准|目标|承诺|原则上|约定|计划|拟")
_AHEAD = re.compile(r"力争|目标|计划|预计|争取|将|拟|规划")
_FAR = Decimal(3)
_OFF = Decimal("0.15")
_REACH = 4
_MOST = 8
_LEAST = 0.5


def multiples(sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Recompute multiples, doublings and ratios of two levels that the text states."""
    for i, sentence in enumerate(sentences):
        if sentence.reported:
            continue
        for mention in sentence.mentions:
            if mention.quantity.unit is not None and mention.quantity.unit.canonical == "倍":
                made = _multiple(sentence, mention)
            elif mention.dimension == "ratio_of":
                made = _ratio(sentences, i, mention)
            else:
                continue
            if made is not None:
                yield made
        yield from _doubled(sentence)


def _multiple(sentence: Sentence, times: Mention) -> Recomputation | None:
    """A是B的2.2倍: the level within the words of the multiple is the base, the one before them its multiple."""
    value = times.value
    lead = sentence.text[: times.start]
    said = _TIMES_OF.search(lead, max(0, times.start - 60))
    if said is None or value is None or times.quantity.growth is not None:
        return None
    bases = [m for m in sentence.mentions if said.start("base") <= m.start and m.end <= said.end("base")]
    bases = [m for m in bases if is_level(m)]
    before = [m for m in sentence.mentions if m.end <= said.start() and is_level(m)]
    if len(bases) != 1 or not before or bases[0].dimension != before[-1].dimension:
        return None
    new, old = before[-1], bases[0]
    if re.search(r"[。；;]", sentence.text[new.end : said.start()]):
        return None
    return _times(new, old, times, value.span, squeeze(sentence.clause(times))[-16:] + shown(times.figure))


def _times(new: Mention, old: Mention, times: Mention, printed: Interval, label: str) -> Recomputation | None:
    a, b = new.value, old.value
    if a is None or b is None or b.span.low is None or b.span.low <= 0 or times.value is None:
        return None
    span, number = quantities.div(a.span, b.span), a.number / b.number
    holds = span.meets(printed)
    if not holds and (times.quantity.approximate or not 1 / _FAR <= number / times.value.number <= _FAR):
        return None
    return Recomputation(
        kind=_K.RATIO,
        printed=times.figure,
        operands=(new.figure, old.figure),
        expression=f"{shown(new.figure)} ÷ {shown(old.figure)} = {_rounded(number)}倍，文中为 {shown(times.figure)}",
        expected=span,
        holds=holds,
        confidence=0.9,
        label=label,
    )


def _rounded(number: Decimal) -> str:
    return plain(number.quantize(Decimal("0.01")))


def _doubled(sentence: Sentence) -> Iterator[Recomputation]:
    """由120家增加到240家，翻了一番: twice, or somewhat more, never less."""
    for said in _DOUBLED.finditer(sentence.text):
        levels = [m for m in sentence.mentions if m.end <= said.start() and is_level(m)]
        if len(levels) < 2 or levels[-1].dimension != levels[-2].dimension:
            continue
        old, new = levels[-2], levels[-1]
        rise = sentence.text[old.end : new.start]
        tail = sentence.text[new.end : said.start()]
        opened = re.search(r"(?:从|由)[^，,。；;]{0,16}$", sentence.text[: old.start])
        if not opened or not _FROM_TO.match(rise) or re.search(r"[。；;]", tail) or _AHEAD.search(sentence.text):
            continue
        a, b = new.value, old.value
        if a is None or b is None or b.number <= 0:
            continue
        wanted = Decimal(2 ** _TIMES[said["times"]])
        number = a.number / b.number
        holds = wanted * _DOUBLED_LOW <= number <= wanted * _DOUBLED_HIGH
        if not holds and number > wanted:
            continue
        figure = _told(sentence, said, wanted, new.figure)
        yield Recomputation(
            kind=_K.RATIO,
            printed=figure,
            operands=(new.figure, old.figure),
            expression=f"{shown(new.figure)} ÷ {shown(old.figure)} = {_rounded(number)}倍，文中为“{said[0]}”（{wanted}倍）",
            expected=Interval(wanted * _DOUBLED_LOW, wanted * _DOUBLED_HIGH),
            holds=holds,
            confidence=0.85,
            label=squeeze(sentence.clause(new))[-18:] + shown(new.figure) + "，" + said[0],
        )


def _told(sentence: Sentence, said: re.Match[str], times: Decimal, near: Figure) -> Figure:
    """The figure that 翻一番 is; it holds no digits, so that no reader has found it."""
    quantity = Quantity(text=said[0], relation=Relation.EQ, low=times, high=times)
    return Figure(
        id=f"{near.id}-{said.start()}",
        quantity=quantity,
        name=said[0],
        place=sentence.place.quoting(sentence.verbatim.strip()),
        context=sentence.text,
        start=said.start(),
        end=said.end(),
    )


def _ratio(sentences: Sequence[Sentence], i: int, ratio: Mention) -> Recomputation | None:
    """A与B之比为2:1: the two levels that its words name, or the two that stand before it."""
    sentence = sentences[i]
    stated = _STATED.search(ratio.quantity.text)
    lead = re.split(r"[，,。；;\n]", sentence.text[: ratio.start])[-1]
    if stated is None or _DEMANDED.search(sentence.clause(ratio)) or not _RATIO_WORD.search(lead):
        return None
    if ratio.quantity.relation is not Relation.EQ and not ratio.quantity.reached:
        return None
    found = _named_pair(sentences, i, ratio, lead) or _pair_before(sentence, ratio)
    if found is None:
        return None
    x, y = Decimal(stated[1]), Decimal(stated[2])
    if x <= 0 or y <= 0:
        return None
    expected = Interval(_part(stated[1], -1) / _part(stated[2], 1), _part(stated[1], 1) / _part(stated[2], -1))
    wanted = x / y
    for first, second in (found, *_pairs_near(sentences, i, ratio)):
        if _fits(first, second, expected, wanted):
            return _made(ratio, first, second, expected, stated[0], lead, holds=True)
    first, second = found
    number = _quotient(first, second)
    if number is None or not 1 / _FAR <= number / wanted <= _FAR:
        return None
    if "." not in stated[0] and abs(number / wanted - 1) <= _OFF:
        return None
    return _made(ratio, first, second, expected, stated[0], lead, holds=False)


def _quotient(first: Mention, second: Mention) -> Decimal | None:
    a, b = first.value, second.value
    if a is None or b is None or a.number <= 0 or b.number <= 0:
        return None
    return a.number / b.number


def _fits(first: Mention, second: Mention, expected: Interval, wanted: Decimal) -> bool:
    a, b, number = first.value, second.value, _quotient(first, second)
    if a is None or b is None or number is None:
        return False
    return quantities.div(a.span, b.span).meets(expected) and abs(number / wanted - 1) <= _OFF


def _pairs_near(sentences: Sequence[Sentence], i: int, ratio: Mention) -> Iterator[tuple[Mention, Mention]]:
    """Every two levels of one kind in the paragraph of a ratio: another of them may be what it is of."""
    near = [s for s in sentences[max(0, i - _REACH) : i + 1] if s.paragraph == sentences[i].paragraph]
    levels = [m for s in near for m in s.mentions if is_level(m) and m is not ratio]
    for first, second in permutations(levels[-_MOST:], 2):
        if first.dimension == second.dimension:
            yield first, second


def _made(
    ratio: Mention, first: Mention, second: Mention, expected: Interval, stated: str, lead: str, *, holds: bool
) -> Recomputation:
    number = _quotient(first, second) or Decimal(1)
    told = f"{_rounded(number)}:1" if number >= 1 or stated.endswith(":1") else f"1:{_rounded(1 / number)}"
    return Recomputation(
        kind=_K.RATIO,
        printed=ratio.figure,
        operands=(first.figure, second.figure),
        expression=f"{shown(first.figure)} : {shown(second.figure)} = {told}，文中为 {stated}",
        expected=expected,
        holds=holds,
        confidence=0.85,
        label=squeeze(lead)[-16:].lstrip("，,") + stated,
    )


def _part(text: str, way: int) -> Decimal:
    """One side of a ratio with half its last digit more or less; the 1 that it is told against is exact."""
    number = Decimal(text)
    if text == "1":
        return number
    exponent = number.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return number + way * step / 2


def _named_pair(sentences: Sequence[Sentence], i: int, ratio: Mention, lead: str) -> tuple[Mention, Mention] | None:
    """The levels that the ratio's words name, in its sentence or its paragraph."""
    said = _RATIO_LEAD.search(lead)
    if said is None:
        return None
    near = [s for s in sentences[max(0, i - _REACH) : i + 1] if s.paragraph == sentences[i].paragraph]
    levels = [
        (s, m) for s in near for m in s.mentions if is_level(m) and (s is not sentences[i] or m.end <= ratio.start)
    ]
    chosen: list[Mention] = []
    for name in (said["a"], said["b"]):
        wanted = content(name)
        ranked = [(likeness(wanted, content(s.before(m, 14))), m) for s, m in levels if wanted]
        best = max((score for score, _ in ranked), default=0.0)
        named = [m for score, m in ranked if score == best and score >= _LEAST]
        if len({m.quantity.value for m in named}) != 1:
            return None
        chosen.append(named[-1])
    first, second = chosen
    return (first, second) if first.figure.id != second.figure.id and first.dimension == second.dimension else None


def _pair_before(sentence: Sentence, ratio: Mention) -> tuple[Mention, Mention] | None:
    """分别为3000万元和9600万元，比例为1:3.2: the only two levels before it."""
    levels = [m for m in sentence.mentions[: ratio.nth] if is_level(m)]
    if len(levels) != 2 or levels[0].dimension != levels[1].dimension or levels[0].dimension is None:
        return None
    if "分别" not in sentence.text[: levels[0].start]:
        return None
    return levels[0], levels[1]
