"""Sums that the text announces: 三者相加, 四项合计, 两项收益合计, 三年累计, 总得分; their terms stand before them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Recomputation, RecomputationKind
from docaudit.recompute.facts import Facts, depth
from docaudit.recompute.linear import adds_up
from docaudit.recompute.listed_sums import listed_sum
from docaudit.recompute.prose import Mention, Sentence, is_level
from docaudit.recompute.values import Value

_K = RecomputationKind
_SUMS = frozenset({_K.SUM, _K.FUNDING, _K.WEIGHT_TOTAL, _K.PART_WHOLE})
_SAID = re.compile(
    r"(?:(?P<many>[两二三四五六七八九十]|\d{1,2})大?(?:项|者|类|种|级|方|个|组|条|部分|期|批|次|地|档|块|季度|年|科目|来源|渠道)"
    r"(?P<what>[^\d，,。；;]{0,8}?))?(?P<word>合计|共计|总计|相加|加总|之和|总共|一共|累计|共)(?:[\u4e00-\u9fff]{0,6}?)$"
)
_SCORE_TOTAL = re.compile(r"(?:总得分|总分|综合得分|综合评分|最终得分|合计得分?|评价得分|自评得分|总评分)(?:为|是)?$")
_CLAUSE = re.compile(r"[，,。；;：:、\n（(]")
_OTHER = re.compile(r"占|比上年|较上年|同比|目标|计划|平均|人均|上年|去年")
_PRIOR = re.compile(
    r"(?:比|较|由|从)(?:上年度?|去年|上一年|同期|年初|(?:19|20)\d\d年)[^，,。；;]{0,6}$|[均每][^，,。；;]{0,8}$"
)
"""Before what is of another year, or a mean: no term of a sum."""
_MOST = 10
_SURE = 3


def told_sums(facts: Facts, decided: Mapping[str, Recomputation]) -> Iterator[Recomputation]:
    """Recompute the announced sums that are still open; `decided` holds relations by the id of their figure."""
    for i, sentence in enumerate(facts.sentences):
        if sentence.reported:
            continue
        for mention in sentence.mentions:
            earlier = decided.get(mention.figure.id)
            if not is_level(mention) or (earlier is not None and earlier.kind in _SUMS):
                continue
            lead = _CLAUSE.split(sentence.text[: mention.start])[-1]
            if mention.dimension == "score" and _SCORE_TOTAL.search(lead):
                made = _scores(sentence, mention)
            elif (said := _SAID.search(lead)) is not None:
                made = _announced(facts, i, mention, said)
            else:
                made = None
            if made is not None:
                yield made


def _terms(sentence: Sentence, whole: Mention) -> list[Mention]:
    """The figures of the total's dimension before it, bracketed ones left out."""
    level = depth(sentence, whole)
    return [
        m
        for m in sentence.mentions
        if m.start < whole.start
        and m.value is not None
        and is_level(m)
        and m.dimension == whole.dimension
        and depth(sentence, m) <= level
        and not (m.end > whole.start - 14 and _SAID.search(sentence.text[m.start : whole.start]) and _counts(m))
    ]


def _counts(mention: Mention) -> bool:
    """Whether a figure only says how many terms there are: 三项合计."""
    return (mention.dimension or "").startswith("count") and mention.value is not None and mention.value.number <= _MOST


def _announced(facts: Facts, i: int, whole: Mention, said: re.Match[str]) -> Recomputation | None:
    sentence = facts.sentences[i]
    many = said["many"]
    count = None if many is None else quantities.whole(many) or None
    terms = _terms(sentence, whole)
    here = len(terms)
    called = False
    if count is not None and 2 <= count <= _MOST and here < count:
        for k in range(i - 1, max(-1, i - 3), -1):
            other = facts.sentences[k]
            if other.paragraph != sentence.paragraph or other.reported:
                break
            terms = [
                m
                for m in other.mentions
                if is_level(m) and m.dimension == whole.dimension and m.value is not None and depth(other, m) == 0
            ] + terms
        named = _named_terms(facts, i, terms, said["what"] or "")
        called = len(named) == count
        terms = named if called else terms
    if whole.value is None or len(terms) < 2:
        return None
    for run in _runs(terms, count):
        if _adds_up(run, whole.value) and (whole.value.digits >= _SURE or len(run) == len(terms) or count is not None):
            return listed_sum(sentence, whole, _values(run), holds=True, confidence=0.9)
    if count is None or (here < count and not called) or count < 2:
        return None
    run = terms[-count:]
    own = sentence.mentions[run[0].nth : run[0].nth + 1] == (run[0],)
    between = sentence.text[run[0].end if own else 0 : whole.start]
    if len(terms) > count and not re.search(
        r"其中|分别|包括|[。：:]", sentence.text[terms[-count - 1].end : run[0].start]
    ):
        return None
    if _OTHER.search(re.sub(r"占[^，,。；;]*?%", "", between)) or re.search(r"其中", between):
        return None
    added = sum((v.number for v in _values(run)), Decimal(0))
    if abs(added - whole.value.number) > whole.value.number / 5:
        return None
    return listed_sum(sentence, whole, _values(run), holds=False, confidence=0.9)


def _named_terms(facts: Facts, i: int, terms: list[Mention], what: str) -> list[Mention]:
    """The figures that are called what a total is of (两项收入), those of another year and means left out."""
    homes = {m.figure.id: s for s in facts.sentences[max(0, i - 3) : i + 1] for m in s.mentions}
    leads = [(m, homes[m.figure.id].before(m, 18)) for m in terms]
    return [m for m, lead in leads if len(what) > 1 and what in lead and not _PRIOR.search(lead)]


def _runs(terms: Sequence[Mention], count: int | None) -> Iterator[list[Mention]]:
    """The neighbouring figures that a total may be of: as many as it says, the last ones first."""
    if count is not None:
        for end in range(len(terms), count - 1, -1):
            yield list(terms[end - count : end])
        return
    for size in range(2, min(len(terms), _MOST) + 1):
        yield list(terms[-size:])


def _values(run: Sequence[Mention]) -> list[Value]:
    return [m.value for m in run if m.value is not None]


def _adds_up(run: Sequence[Mention], printed: Value) -> bool:
    return adds_up([(1, v) for v in _values(run)], printed)


def _scores(sentence: Sentence, whole: Mention) -> Recomputation | None:
    """A（20分）18.2分、B（25分）23.1分…，总分90.3分; A20分得18.5分，B25分得21.8分…."""
    terms = _terms(sentence, whole)
    got = [m for m in terms if re.search(r"得分?(?:为)?$", sentence.before(m, 4))]
    run = got if len(got) >= 2 else terms
    if len(run) < 2 or whole.value is None:
        return None
    for k in range(len(run) - 1):
        if _adds_up(run[k:], whole.value):
            return listed_sum(sentence, whole, _values(run[k:]), holds=True, confidence=0.9)
    added = sum((v.number for v in _values(run)), Decimal(0))
    gaps = [sentence.text[a.end : b.start] for a, b in zip(run, [*run[1:], whole], strict=True)]
    listed = len(run) >= _SURE and not any(re.search(r"[。；;]|扣|满分|权重|比", gap) for gap in gaps)
    if not listed or abs(added - whole.value.number) > whole.value.number / 10:
        return None
    return listed_sum(sentence, whole, _values(run), holds=False, confidence=0.9)
