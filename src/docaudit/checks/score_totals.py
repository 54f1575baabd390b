"""Scores that a text adds up, takes off or puts right, against the score it comes to: 基础分100分，加分3分，扣分8.5分，最后得96.5分."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from docaudit.checks.base import Hit, Holds, Result, Scope, also, evidence
from docaudit.checks.bounds import plain
from docaudit.checks.datings import half_width
from docaudit.model import Heading, Part, Place, Table

_POINTS = re.compile(
    r"(?<![\d.〔—–-])(\d{1,3}(?:\.\d+)?)\s*分(?![钟公之数值类布别部项析级店院校行局队一二三四五制]|以[上下])"
)
_IS = r"(?:分?别?为|是|共|计|达|[:：])*\s*$"
_ROLES = (
    ("full", re.compile(r"(?:满分|分值|权重分?|标准分|总分值)" + _IS)),
    ("taken", re.compile(r"(?:合计|共计?|累计|总计)(?:扣|扣减|扣除)分?" + _IS)),
    (
        "base",
        re.compile(r"(?:基础分|基准分|(?:单位|部门)?自评(?:得分|总分|分)|初评(?:得分|分)?|初审得?分|原始得?分)" + _IS),
    ),
    ("off", re.compile(r"(?:扣|扣分|扣减|核减|扣除|调减|扣掉|减分)" + _IS)),
    ("plus", re.compile(r"(?:加分?|核增|调增|奖励分?)" + _IS)),
    (
        "total",
        re.compile(
            r"(?:综合得分|综合评分|总得分|总分|总评分?|最终得分?|最后得分?|合计得?分?|评价得分|得分合计|核定得?分|审定得?分|复核得?分|核定为|实际?得分)"
            + _IS
        ),
    ),
    ("part", re.compile(r"(?:得分|得)" + _IS)),
)
_OWN_PART = re.compile(r"(?:该|本|此)(?:部分|项|类|方面|维度)[\u4e00-\u9fff]{0,4}(?:得分|得|合计得)" + _IS)
_WHOLE = re.compile(r"(?:综合得分|综合评分|总得分|总分|最终得分|评价得分|自评得分|合计得分)" + _IS)
_LOOSE = re.compile(r"其中|平均|均分|上年|去年|最高|最低|单项|其余|其他|去掉|加权|权重系数|折算|较|比|约|[^得]率")
_LIST = re.compile(r"(?:依次|分别)(?:得分?|为|是)*\s*$")
_FAR = Decimal(6)
"""A total further off is one of other scores."""
_FEW, _SOME = 2, 3


@dataclass(frozen=True, slots=True)
class _Score:
    """A score of a text with its role in it."""

    number: Decimal
    role: str
    start: int
    end: int


@also("score_mismatch", Scope.PART)
def scores_added(part: Part, **_: Any) -> Iterator[Result]:
    """A total of scores is what the same paragraph adds, takes off and puts right, or what the sections before it got."""
    known = _known(part)
    for block in part.blocks:
        if not isinstance(block, Table) and "分" in block.text:
            text = half_width(block.text)
            for terms, total in _sums(text, _scores(text)):
                if _shown(total) not in known.get(block.place.paragraph, ()):
                    yield _judged(part, block.place, text, terms, total)
    yield from _over_sections(part, known)


def _known(part: Part) -> dict[int | None, set[str]]:
    """Return the figures of each paragraph that recomputing has judged."""
    found: dict[int | None, set[str]] = {}
    for item in part.recomputations:
        found.setdefault(item.printed.place.paragraph, set()).add(re.sub(r"\s", "", item.printed.quantity.text))
    return found


def _shown(score: _Score) -> str:
    return f"{score.number}分"


def _scores(text: str) -> list[_Score]:
    found: list[_Score] = []
    for match in _POINTS.finditer(text):
        low = found[-1].end if found else 0
        lead = re.split(r"[，,。；;！\n]", text[max(low, match.start() - 14) : match.start()])[-1]
        if re.search(r"[（(]\s*$", lead) or re.match(r"\s*[)）]", text[match.end() :]):
            role = "full"
        else:
            role = next((name for name, pattern in _ROLES if pattern.search(lead)), "")
        if not role and found and re.fullmatch(r"\s*[、和]\s*", text[low : match.start()]):
            role = "listed"
        if _LIST.search(lead):
            role = "listed"
        if (
            role == "part"
            and found
            and not found[-1].role
            and re.fullmatch(r"[，,]?实?得分?为?", text[low : match.start()])
        ):
            found[-1] = replace(found[-1], role="full")
        found.append(_Score(Decimal(match[1]), role, match.start(), match.end()))
    return found


def _sums(text: str, scores: Sequence[_Score]) -> Iterator[tuple[list[tuple[int, _Score]], _Score]]:
    """Yield the terms with their signs and the total that they make."""
    terms: list[_Score] = []
    for score in scores:
        if score.role == "full":
            continue
        if score.role in ("total", "taken"):
            stretch = text[terms[0].end : score.start] if terms else ""
            signed = _signed([t for t in terms if t.role], score)
            if signed and not _LOOSE.search(stretch) and "\n" not in stretch and all(t.role for t in terms):
                yield signed, score
            terms = []
            continue
        terms.append(score)


def _signed(terms: list[_Score], total: _Score) -> list[tuple[int, _Score]]:
    roles = [t.role for t in terms]
    if total.role == "taken":
        return [(1, t) for t in terms] if len(terms) >= _FEW and set(roles) == {"off"} else []
    if roles and roles[0] == "base" and len(terms) > 1 and set(roles[1:]) <= {"off", "plus"}:
        return [(-1 if t.role == "off" else 1, t) for t in terms]
    if len(terms) >= _SOME and (set(roles) == {"part"} or set(roles) == {"listed"}):
        return [(1, t) for t in terms]
    return []


def _over_sections(part: Part, known: dict[int | None, set[str]]) -> Iterator[Result]:
    """该部分得18.5分 at the end of each section, and 综合得分89.0分 at the end of them all."""
    terms: list[_Score] = []
    for block in part.blocks:
        if isinstance(block, (Table, Heading)):
            continue
        text = half_width(block.text)
        for match in _POINTS.finditer(text):
            lead = re.split(r"[，,。；;！\n]", text[max(0, match.start() - 16) : match.start()])[-1]
            score = _Score(Decimal(match[1]), "part", match.start(), match.end())
            if _OWN_PART.search(lead):
                terms.append(score)
            elif _WHOLE.search(lead) and len(terms) >= _SOME:
                if _shown(score) not in known.get(block.place.paragraph, ()):
                    yield _judged(part, block.place, text, [(1, t) for t in terms], score)
                return


def _judged(part: Part, place: Place, text: str, terms: list[tuple[int, _Score]], total: _Score) -> Result:
    number = sum((sign * t.number for sign, t in terms), Decimal(0))
    shown = "".join(f"{' − ' if sign < 0 else ' + '}{plain(t.number)}分" for sign, t in terms).removeprefix(" + ")
    low = max(text.rfind(mark, 0, total.start) for mark in "。；;\n") + 1
    where = (evidence(place.quoting(text[low : total.end].strip()), part.kind),)
    computation = f"{shown} = {plain(number)}分"
    if number == total.number or abs(number - total.number) > _FAR:
        return Holds(f"{computation}，文中为 {plain(total.number)}分", where)
    label = re.split(r"[，,、。；;]", text[low : total.start])[-1].strip()[-12:] + text[total.start : total.end]
    says = {
        "label": label,
        "computation": f"{computation}，文中为 {plain(total.number)}分",
        "printed": f"{plain(total.number)}分",
    }
    return Hit(where, says, f"{computation} ≠ {plain(total.number)}分", 0.8, key=("scores", label, computation))
