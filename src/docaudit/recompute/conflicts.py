"""One fact stated twice in one paper with two values, or the same digits in two units."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from docaudit.model import Interval, Kind, Paragraph, Part, Place, Recomputation, RecomputationKind
from docaudit.recompute.forms import Labelled
from docaudit.recompute.grades import total_score
from docaudit.recompute.grid import Grid
from docaudit.recompute.prose import Sentence, is_level
from docaudit.recompute.values import Value, shown
from docaudit.recompute.words import squeeze

_OF_ONE_PROJECT = frozenset(
    {
        Kind.APPLICATION,
        Kind.TASK_AGREEMENT,
        Kind.PROGRESS_REPORT,
        Kind.SELF_EVALUATION,
        Kind.ACCEPTANCE_REPORT,
        Kind.FINANCIAL_REPORT,
    }
)
_SHIFTS = (Decimal(10000), Decimal(1000), Decimal(100000000))
_DROP = re.compile(
    r"[的了]|截至.{0,12}?[，,]|共计|合计|总计|共|已|累计|目前|本项目|项目|实际|完成|实现|金额|数量|总额|总数|情况|为|达到?|[（(][^（）()]*[)）]|\d+年度?|[^\u4e00-\u9fffA-Za-z]"
)
_NOT_A_FACT = re.compile(
    r"目标|计划|预期|预计|拟|不少于|不低于|力争|要求|指标值|应(?!用|对|急|答)|其中|平均|每|单个|人均|新增|去年|上年|比|较|占|增|减|约定|考核|如|例"
)
_ONE_OF_MANY = re.compile(r"^\s*[“\"「《][^”\"」》]{3,40}[”\"」》](?:项目|工程|专项|课题|子项)")
"""“…”项目全年预算数…: the fact is of the project that the sentence names, which need not be the paper's."""
_ENTRY = re.compile(r"[（(][一二三四五六七八九十\d]{1,2}[)）](?P<title>[^，,。；;：:\d]{3,20})[。：:]")
_OF_MONEY = re.compile(r"经费|资金|预算|投资|支出|投入|情况|完成|管理|绩效")
_WHOLE = re.compile(r"(?:累计|合计|总计|一共|共)(?:已|计|有)?([^，。]{3,16})$")
_TOTAL_FACTS = (
    ("总投资", re.compile(r"(?:项目)?总投资(?:金额|额)?(?:合计|共计)?(?:为|达|约)?$")),
    ("总经费", re.compile(r"(?:项目)?(?:总经费|经费总额|总预算|预算总额|经费总预算)(?:合计|共计)?(?:为|达)?$")),
    ("预算数", re.compile(r"(?:当年|年初|全年|本年)?预算(?:数|金额|安排|资金)(?:合计|共计|总额)?(?:为|达)?$")),
    (
        "执行数",
        re.compile(
            r"(?:实际支出|支出合计|合计支出|累计支出|预算执行数|实际执行|执行数|实际使用|支出总额)(?:金额|资金|数|经费)?(?:合计|共计)?(?:为|达)?$"
        ),
    ),
    ("自评得分", re.compile(r"(?:自评|评价|综合)(?:总)?(?:得分|总分|评分|分)(?:合计)?(?:为|达)?$")),
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A value with the name it is known by and the year it is about."""

    name: str
    year: str
    value: Value
    source: str
    """text or table"""


def conflicts(
    part: Part, grids: Sequence[Grid], sentences: Sequence[Sentence], forms: Sequence[Labelled]
) -> Iterator[Recomputation]:
    """Compare every fact of the part that is stated more than once, each pair of places at most once."""
    facts = [*_text_facts(part, sentences), *_table_facts(part, grids, forms)]
    groups: dict[tuple[str, str, str], list[Fact]] = {}
    for fact in facts:
        dimension = "score" if "得分" in fact.name else fact.value.dimension or ""
        key = (fact.name, fact.year, dimension)
        groups.setdefault(key, []).append(fact)
    for (name, _, _), same in groups.items():
        first = same[0]
        if len({f.value.number for f in same}) > 2:
            continue
        for other in same[1:]:
            if other.value.figure.id == first.value.figure.id:
                continue
            yield _compared(name, first, other)
            if not first.value.span.meets(other.value.span):
                break


def _compared(name: str, a: Fact, b: Fact) -> Recomputation:
    holds = a.value.span.meets(b.value.span)
    alternative = ""
    if not holds and (a.value.dimension or "").startswith("money") and a.value.number and b.value.number:
        big, small = sorted((a.value.number, b.value.number), reverse=True)
        if any(big == small * shift for shift in _SHIFTS):
            alternative = "两处数字相同而单位相差若干数量级"
    sign = "=" if a.value.number == b.value.number else "≈" if holds else "≠"
    return Recomputation(
        kind=RecomputationKind.CONFLICT,
        printed=b.value.figure,
        operands=(a.value.figure,),
        expression=f"{shown(a.value.figure)} {sign} {shown(b.value.figure)}",
        expected=Interval(a.value.span.low, a.value.span.high),
        holds=holds,
        confidence=0.85,
        alternative=alternative,
        label=name,
    )


def _text_facts(part: Part, sentences: Sequence[Sentence]) -> Iterator[Fact]:
    """Facts in running text: of the paper as a whole by their fixed names, others by the words right before the figure."""
    if part.kind not in _OF_ONE_PROJECT:
        return
    entries = _entries(part)
    for sentence in sentences:
        if sentence.reported:
            continue
        for mention in sentence.mentions:
            if not is_level(mention) or mention.value is None or mention.quantity.approximate:
                continue
            lead = squeeze(sentence.before(mention, 22))
            clause = squeeze(sentence.clause(mention))
            if _NOT_A_FACT.search(clause) or _NOT_A_FACT.search(lead):
                continue
            if _ONE_OF_MANY.search(sentence.text[: mention.start]) or sentence.place in entries:
                continue
            year = str(sentence.year(mention) or "")
            known = next((name for name, pattern in _TOTAL_FACTS if pattern.search(lead)), None)
            if known is not None and (mention.dimension or "").startswith(("money", "score")):
                yield Fact(known, year, mention.value, "text")
            elif known is None and (whole := _WHOLE.search(clause)):
                name = _DROP.sub("", whole[1])
                if len(name) >= 4:
                    yield Fact(name, year, mention.value, "text")


def _entries(part: Part) -> set[Place]:
    """The paragraphs that tell of several projects in turn: （二）山羊胚胎移植产业化。…, （三）食用菌液体菌种。…."""
    found = {
        block.place
        for block in part.blocks
        if isinstance(block, Paragraph)
        and (entry := _ENTRY.match(block.text.strip()))
        and not _OF_MONEY.search(entry["title"])
    }
    return found if len(found) > 1 else set()


def _table_facts(part: Part, grids: Sequence[Grid], forms: Sequence[Labelled]) -> Iterator[Fact]:
    if part.kind not in _OF_ONE_PROJECT:
        return
    for item in forms:
        if not item.alone:
            continue
        label = re.sub(r"[（(][^（）()]*[)）]", "", item.label)
        for name, pattern in _TOTAL_FACTS:
            if pattern.fullmatch(label) and (item.value.dimension or "").startswith(("money", "score")):
                yield Fact(name, "", item.value, "table")
    score = total_score(tuple(grids))
    if score is not None:
        yield Fact("自评得分", "", score, "table")
