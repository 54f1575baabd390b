"""How many there are of one thing in all, told twice: 共安排项目126个 here, 全部128个项目 there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from docaudit.model import Recomputation, RecomputationKind
from docaudit.recompute.prose import Mention, Sentence, is_count, is_level
from docaudit.recompute.values import shown
from docaudit.recompute.words import squeeze

_ALL = re.compile(r"(?:全部|所有|上述|全[市省县区国校院州]|这|该)(?:的)?$")
_FIRST = re.compile(r"(?:^|[，,。；;:、]|[一二三四五六七八九十]是|用于)$")
_NOUN = re.compile(
    r"^(?P<noun>(?:(?!中(?![心学小国医药介试])|共(?!享)|总(?![公工部])|均|全部|合计|平均|运行|拥有|实现|完成|已|尚|的|为|有|开展|参加|参与|占|通过|获|在|里|内|是|分|按|实施)[\u4e00-\u9fff]){2,14})(?P<tail>中|共|总|均|全部|合计|平均|运行|拥有|尚|的|为|实施|$|[，,。；;])?"
)
_SUM = re.compile(
    r"(?:共|累计|合计|总共|一共|总计)(?:计|已)?(?:安排|支持|立项|实施|建成?|培育|认定|遴选|设立|设有|设|有|达到?|资助|批复)*(?P<noun>[\u4e00-\u9fff]{2,10})$"
)
_NEW_NOUN = re.compile(
    r"(?:新(?:立项|增|建|认定|培育|设立?))(?P<noun>[\u4e00-\u9fff]{2,8})\d+[\u4e00-\u9fff][，,](?:累计|总数|共)(?:达到?|有|为)*$"
)
_PARTIAL = re.compile(
    r"其余|其他|其中|另|抽查|抽取|抽样|选取|部分|首批|第[一二三四五六七八九十\d]+批|新增|前|尚|未|剩余|上年|去年|计划|目标|拟|每|近|约"
)
_YEAR = re.compile(r"(?:19|20)\d\d|上年|去年|同期|截至")
_SHORTEST = 2
_LEAST = 10
_OFF = 3
_REACH = 60


@dataclass(frozen=True, slots=True)
class _Whole:
    """A count of all there are of a noun; `all` where the words leave no doubt that it is of all."""

    noun: str
    unit: str
    mention: Mention
    all: bool
    years: frozenset[str]


def whole_counts(sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Compare the counts of all there are of one thing: one of them must say that it is of all of them."""
    groups: dict[tuple[str, str], list[_Whole]] = {}
    for sentence in sentences:
        if not sentence.reported:
            for whole in _wholes(sentence):
                groups.setdefault((whole.unit, whole.noun[-_SHORTEST:]), []).append(whole)
    for group in groups.values():
        times = Counter(whole.mention.quantity.value for whole in group)
        for k, later in enumerate(group):
            earlier = next((w for w in group[max(0, k - _REACH) : k] if _conflict(w, later, times)), None)
            if earlier is not None:
                yield _made(earlier.mention, later.mention, max(earlier.noun, later.noun, key=len))
                break


def _conflict(a: _Whole, b: _Whole, times: Mapping[Decimal, int]) -> bool:
    """Whether two counts are of one thing and nearly one number; numbers that are both told again are of two things."""
    if not (a.all or b.all) or not (a.noun.endswith(b.noun) or b.noun.endswith(a.noun)):
        return False
    if a.years and b.years and a.years != b.years:
        return False
    one, other = a.mention.quantity.value, b.mention.quantity.value
    most = min(Decimal(_OFF), max(Decimal(1), max(one, other) / _LEAST))
    return 0 < abs(one - other) <= most and min(times[one], times[other]) == 1


def _wholes(sentence: Sentence) -> Iterator[_Whole]:
    for mention in sentence.mentions:
        unit = mention.quantity.unit
        if not is_count(mention) or not is_level(mention) or mention.quantity.approximate or unit is None:
            continue
        if mention.quantity.value < _LEAST:
            continue
        lead = squeeze(sentence.text[: mention.start])
        clause = re.split(r"[，,。；;:]", lead)[-1]
        if _PARTIAL.search(clause):
            continue
        years = frozenset(_YEAR.findall(clause))
        behind = _NOUN.match(squeeze(sentence.text[mention.end :]))
        if behind is not None and behind["tail"] is not None:
            definite = bool(_ALL.search(lead))
            if definite or (_FIRST.search(lead) and behind["tail"] not in ("，", ",", "。", "；", ";", "")):
                yield _Whole(behind["noun"], unit.canonical, mention, definite, years)
                continue
            if _FIRST.search(lead):
                yield _Whole(behind["noun"], unit.canonical, mention, False, years)
                continue
        if (before := _SUM.search(clause)) or (before := _NEW_NOUN.search(lead)):
            yield _Whole(before["noun"], unit.canonical, mention, True, years)


def _made(first: Mention, second: Mention, noun: str) -> Recomputation:
    return Recomputation(
        kind=RecomputationKind.CONFLICT,
        printed=second.figure,
        operands=(first.figure,),
        expression=f"{shown(first.figure)} ≠ {shown(second.figure)}",
        expected=None,
        holds=False,
        confidence=0.82,
        label=f"{noun}总数",
    )
