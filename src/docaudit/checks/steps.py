"""The steps that a sentence tells with their dates: what each clause says, of whom, and behind its word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from docaudit.checks.days import Day
from docaudit.lexicon.ways import step_word, steps_by_word, undone

_CLAUSE = re.compile(r"[，,；;（）()]|、(?=[^、，,。；;]{0,16}月)|而(?=.{2,})|但")
_NOISE = re.compile(
    r"[^\u4e00-\u9fff]|时间|日期|其中|并且|并|已经?|即|后|随后|最终|双方|约定|实际|落款|为|是|[于在自从由至到直经]|正式|全面|全部|顺利|工作|后续"
    r"|[年月日号起再才就便均都仅了对向]|上午|下午|当天|当日|组织|进行|完成|实施|开展|提交|出具|形成|报送|召开|印发|发出|取得|办理|予以"
)
_PAPERS = re.compile(r"合同|协议|工程|项目|报告|意见|文件|通知书?|结果|资金|款项")
_ATTRIBUTE = re.compile(r"\s*的(?!时间|日期)|[前后]|时(?!间)|以[前后]|之[前后]|期间|方案|计划|办法|培训")
_TO = re.compile(r"\s*(?:[-—–~～－]{1,3}|至|到)\s*")
_LINK = re.compile(r"(?:至|到|于|在|自|从|由)?\s*$")


@dataclass(frozen=True, slots=True)
class Step:
    """A dated step: its word, its ways and ranks, its date, who or what it is of, what is behind its word, and its clause."""

    word: str
    ranks: dict[int, tuple[int, int]]
    """By way the first and the last step that the clause tells."""
    day: Day
    lead: str
    rest: str
    clause: str


def steps_of(text: str, low: int, high: int, own: list[Day]) -> Iterator[Step]:
    """Yield the dated clauses of a sentence that tell a step, plans and what was not done left out."""
    pieces = list(pieces_of(text, low, high, own))
    subject = ""
    for nth, (start, end, day) in enumerate(pieces):
        if day is None:
            subject = text[start:end]
            continue
        lead, tail = text[start : day.start], text[day.end : end]
        if not bare(tail) and nth + 1 < len(pieces) and pieces[nth + 1][2] is None:
            tail = text[day.end : pieces[nth + 1][1]]
        known = None if undone().search(lead + tail) else steps_in(lead, tail)
        if known is not None:
            who = bare(lead) or bare(known.before) or bare(subject)
            yield Step(known.word, known.ranks, day, who, known.behind, text[start:end])
        subject = ""


def pieces_of(text: str, low: int, high: int, own: list[Day]) -> Iterator[tuple[int, int, Day | None]]:
    """Yield the clauses of a sentence, one with two dates cut before the second, each with its date or span."""
    cuts = [m for m in _CLAUSE.finditer(text, low, high) if not any(d.start <= m.start() < d.end for d in own)]
    bounds = [low, *(m.end() for m in cuts), high]
    for start, end in pairwise(bounds):
        inside = [day for day in own if start <= day.start < end]
        begun = start
        while inside:
            day, *inside = inside
            if inside and _TO.fullmatch(text[day.end : inside[0].start]):
                day = Day(
                    day.first,
                    max(day.last, inside[0].last),
                    day.start,
                    inside[0].end,
                    day.year,
                    text[day.start : inside[0].end],
                )
                inside = inside[1:]
            until = end if not inside else inside[0].start - len(_LINK.search(text[: inside[0].start])[0])  # type: ignore[index]
            yield begun, until, day
            begun = until
        if begun == start and text[start:end].strip("，,；;（）() "):
            yield start, end, None


@dataclass(frozen=True, slots=True)
class Told:
    """The last step word of a clause, the steps that all of them tell by way, and what stands around them."""

    word: str
    ranks: dict[int, tuple[int, int]]
    before: str
    behind: str


def steps_in(lead: str, tail: str) -> Told | None:
    """Return what steps a clause tells, behind its date or else before it, with the words around them."""
    for words in (tail, lead):
        found = list(step_word().finditer(words))
        if not found:
            continue
        behind = words[found[-1].end() :]
        if _ATTRIBUTE.match(behind):
            return None
        ranks: dict[int, tuple[int, int]] = {}
        for word in found:
            for way, rank in steps_by_word()[word[0]]:
                first, last = ranks.get(way, (rank, rank))
                ranks[way] = (min(first, rank), max(last, rank))
        return Told(found[-1][0], ranks, words[: found[0].start()], behind)
    return None


def bare(words: str) -> str:
    """Return a stretch without dates and the words that any clause may have."""
    return _NOISE.sub("", words)


def plain(words: str) -> str:
    """What a stretch names, less the words of steps and of papers and works as such."""
    return _PAPERS.sub("", bare(step_word().sub("", words)))
