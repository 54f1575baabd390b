"""A count that is told again where it is spoken of: 抽查用人单位46户 here, 延伸抽查的64户用人单位 there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from docaudit.model import Recomputation, RecomputationKind
from docaudit.recompute.prose import Mention, Sentence, is_count, is_level
from docaudit.recompute.slips import SURE_DIGITS, digits_of, one_slip
from docaudit.recompute.values import shown
from docaudit.recompute.words import squeeze

_FILLER = re.compile(
    r"截至[^，,]*?(?:年底|年末|月底|[年月日末底])|(?:19|20)\d\d年度?(?:\d+月(?:\d+日|底)?)?|年末|年底|目前|现有|拥有|共有|设有|设立|建有|建成|配备|配有|共计|合计|总计|累计|一共|总共|全部|所有|上述|以上|"
    r"本次|此次|本年度?|全年|当年|今年|本期|期末|延伸|逐一|已经|我[院市县区省校局]|[全本该各](?:[院市县区省校局园站]|中心|公司|项目)|[“”\"《》]"
)
_ENDS = re.compile(r"^[对经据在从向将把与和及并这现由等]+|[的了为有共达到已约仅]+$")
_SPOKEN_OF = re.compile(r"(?:^|.)(?:[对经在从向据]|全部|所有|上述|以上|逐一|组织|[这该]|全[市县区省国校院园])$")
_CUT = re.compile(r"[，,、。；;：:！？（）()\n]|以及|其中")
_NOUN_ENDS = re.compile(
    r"[中内里均全都已共总未被于在为去分按从对向与和及的有是逐占需应可将进实获通参接完开没不还也又其由用年平各经正无因以每到使先就比较上下办受发收来签承超达出成报评得运也]|$"
)
_PART = re.compile(
    r"其余|其他|其它|另|剩余|尚|未|第[一二三四五六七八九十\d]+|首[批次]|平均|每|增加|减少|前[一二三四五六七八九十\d]|后[一二三四五六七八九十\d]|部分|[至到]少|超过|约|近|余|上年|去年|上一年|同期|历年|不足|分别|各|[中内里](?:有|的)?$"
)
_PLAN = re.compile(
    r"计划|目标|拟|任务|预期|预计|应(?!急|用|届|对)|批复|设计|规划|核定|约定|申报|预算|要求|指标|力争|标准(?!化)"
)
_WHEN = re.compile(r"(?:19|20)\d\d(?=年)|上半年|下半年|[一二三四]季度|\d+月|首批|中期|期初|期末")
_WHERE = re.compile(
    r"[^\W\d_A-Za-z个各级全本我两几该一每的了在和与、县市镇乡区]{1,3}(?:[县市镇乡](?!级|属|直)|(?<![示辐项园校社矿灌库厂景地])区(?!级|属|域|内)|街道)|[A-Z甲乙丙丁][班组]"
)
_WHOLE_CITY = re.compile(r"全[县市镇乡区]|我[县市镇乡区]|本[县市镇乡区]|各[县市镇乡区]")
_NO_NOUN = re.compile(r"^(?:[中内里均全都已共为的是占比较达左以]|在(?![编校册职读建园岗库保贷营])|有(?![效关机限]))")
_SUBJECT = re.compile(r"^(?:[中内里均全都已逐按去]|共(?!享))")
_SHORTEST = 2
_TELLING = 4
_APART = Decimal("1.5")
_REACH = 80


@dataclass(frozen=True, slots=True)
class _Told:
    """A count, the words before it and the noun that may follow it."""

    mention: Mention
    at: int
    front: str
    tail: str
    """What follows the unit, up to the next stop; its noun is as much of it as another telling ends in."""
    opens: bool
    """Whether nothing but words that point back stands before it: 延伸抽查的64户用人单位."""
    plan: bool
    when: frozenset[str]
    where: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Match:
    """How two tellings are of one thing: their common noun, and whether the words before it are the same."""

    noun: str
    same: bool


def retold(sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Compare the counts that a paper speaks of again with where it told them first."""
    told = [t for k, sentence in enumerate(sentences) if not sentence.reported for t in _tellings(sentence, k)]
    by_unit: dict[str, list[_Told]] = {}
    for one in told:
        unit = one.mention.quantity.unit
        by_unit.setdefault(unit.canonical if unit is not None else "", []).append(one)
    for group in by_unit.values():
        yield from _conflicts(group)


def _conflicts(group: Sequence[_Told]) -> Iterator[Recomputation]:
    closed: set[str] = set()
    for k, later in enumerate(group):
        before = group[max(0, k - _REACH) : k]
        for earlier in before:
            if later.mention.figure.id in closed or earlier.at == later.at:
                continue
            match = _match(earlier, later)
            if match is None:
                continue
            if earlier.mention.quantity.value == later.mention.quantity.value:
                if match.same:
                    yield _made(earlier.mention, later.mention, match)
                continue
            if not _differ(earlier, later, match) or _two_things(group, earlier, later, match.noun):
                continue
            closed.add(later.mention.figure.id)
            yield _made(earlier.mention, later.mention, match)


def _tellings(sentence: Sentence, at: int) -> Iterator[_Told]:
    for mention in sentence.mentions:
        if not is_count(mention) or not is_level(mention) or mention.quantity.approximate or mention.value is None:
            continue
        if mention.quantity.value < _SHORTEST:
            continue
        head = squeeze(sentence.text[: mention.start])
        before = sentence.mentions[mention.nth - 1].end if mention.nth else 0
        lead = _CUT.split(squeeze(sentence.text[before : mention.start]))[-1]
        clause = squeeze(sentence.clause(mention))
        tail = _CUT.split(squeeze(sentence.text[mention.end :]))[0]
        if _PART.search(lead) or re.search(r"其中|其余|另有?", clause):
            continue
        yield _Told(
            mention=mention,
            at=at,
            front="" if _SPOKEN_OF.search(lead) else _plain(lead),
            tail="" if _NO_NOUN.match(tail) else tail,
            opens=not lead or lead.endswith("的") or bool(_SPOKEN_OF.search(lead)),
            plan=bool(_PLAN.search(clause)),
            when=frozenset(_WHEN.findall(head)),
            where=frozenset(_WHERE.findall(_WHOLE_CITY.sub("", head))),
        )


def _plain(words: str) -> str:
    """The words that say what is counted, without those that say that it is counted."""
    return _ENDS.sub("", _ENDS.sub("", _FILLER.sub("", words)))


def _match(a: _Told, b: _Told) -> _Match | None:
    """The noun that two tellings count, where the words before it agree and one of them points back."""
    if a.plan != b.plan or a.where != b.where or (a.when and b.when and not a.when & b.when):
        return None
    for own, noun, rest, points in _nouns(a, b):
        if not points:
            continue
        if own == rest:
            return _Match(noun, same=True)
        if own and rest and (own.endswith(rest) or rest.endswith(own) or _within(own, rest) or _within(rest, own)):
            return _Match(noun, same=False)
        if not (own and rest) and len(noun) >= _TELLING:
            return _Match(noun, same=False)
    return None


def _nouns(a: _Told, b: _Told) -> Iterator[tuple[str, str, str, bool]]:
    """The words before the common noun in one telling, that noun, the words before it in the other, whether one points back."""
    for one, other in ((a, b), (b, a)):
        if not one.tail:
            continue
        if not other.tail:
            noun = next((one.tail[:k] for k in range(len(one.tail), 1, -1) if other.front.endswith(one.tail[:k])), "")
            if noun and _NOUN_ENDS.match(one.tail[len(noun) :]):
                yield one.front, noun, _plain(other.front[: -len(noun)]), _points(one, noun)
            continue
        noun, more = _cut(one.tail), _cut(other.tail)
        wide = len(one.front) >= _TELLING and len(noun) >= _SHORTEST
        if wide and other.tail.startswith(noun) and one.front in other.tail:
            yield one.front, noun, one.front, _points(one, noun)  # 与12家银行开展见贷即保合作, 开展见贷即保的14家银行
        if len(noun) >= _SHORTEST and more.endswith(noun):
            points, before = _points(one, noun) or _points(other, more), more[: -len(noun)]
            yield one.front, noun, other.front + before, points
            if len(before) >= _SHORTEST:
                yield one.front, noun, before, points
    short = min(a.front, b.front, key=len)
    few = len(digits_of(a.mention.quantity)) < SURE_DIGITS
    if not a.tail and not b.tail and few and len(short) >= _TELLING and max(a.front, b.front, key=len).endswith(short):
        yield "", short, "…", True


def _points(told: _Told, noun: str) -> bool:
    return told.opens or bool(_SUBJECT.match(told.tail[len(noun) :]))


def _cut(tail: str) -> str:
    end = _NOUN_ENDS.search(tail, _SHORTEST)
    return tail[: end.start()] if end else tail


def _within(part: str, whole: str) -> bool:
    """Whether all characters of a text stand in another in their order: 集采 in 集中带量采购."""
    rest = iter(whole)
    return len(part) >= _SHORTEST and all(mark in rest for mark in part)


def _differ(a: _Told, b: _Told, match: _Match) -> bool:
    """Whether two numbers differ as one fact told wrong does: digits in another order, or, of the same words, near."""
    one, other = a.mention.quantity, b.mention.quantity
    digits = digits_of(one), digits_of(other)
    if one.factor == other.factor and sorted(digits[0]) == sorted(digits[1]) and one_slip(*digits):
        return True
    near = max(one.value, other.value) <= _APART * min(one.value, other.value)
    return match.same and near


def _two_things(group: Sequence[_Told], a: _Told, b: _Told, noun: str) -> bool:
    """Whether the paper tells both numbers more than once of the noun: it knows two such things."""
    times = Counter(t.mention.quantity.value for t in group if noun in t.front + t.tail)
    numbers = (a.mention.quantity.value, b.mention.quantity.value)
    return min(times[n] for n in numbers) > 1


def _made(first: Mention, second: Mention, match: _Match) -> Recomputation:
    holds = first.quantity.value == second.quantity.value
    return Recomputation(
        kind=RecomputationKind.CONFLICT,
        printed=second.figure,
        operands=(first.figure,),
        expression=f"{shown(first.figure)} {'=' if holds else '≠'} {shown(second.figure)}",
        expected=None,
        holds=holds,
        confidence=0.78,
        label=match.noun,
    )
