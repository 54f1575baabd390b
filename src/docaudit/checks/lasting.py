"""Days that follow from others: the end of a term that begins with an event, and what is said to lie within a term."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from docaudit import quantities
from docaudit.checks.around import day_of
from docaudit.checks.base import Hit, Holds, Result, Scope, also, evidence
from docaudit.checks.datings import Dated, dated, later, ranged, sentence_at
from docaudit.checks.happenings import Told, shown
from docaudit.checks.moments import moment, texts
from docaudit.model import Part, Place

_NUMBER = r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})"
_SINCE = re.compile(r"(?:自|从|由)(?P<base>[^，,。；;]{2,30}?)(?:之?日|当日|次日)?起(?:算|计算|计)?(?![始草点止步])")
_LENGTH = re.compile(
    rf"(?<![\d.第前近])(?:共|满|为|计)?{_NUMBER}\s*(?:个)?(?P<unit>月|年|日|天)(?![度内前后\d底末级均])"
)
_UNTIL = re.compile(r"(?:至|到|止于|届满日?为?|截止日?为?|到期日?为?)\s*$")
_WITHIN = re.compile(
    r"(?:均|都|也|仍|亦|全部)?(?:在|处于|未超出|未超过|不超出)(?:项目|课题|合同|任务书|约定|规定|的)*"
    r"(?P<term>(?:执行|实施|建设|研究|合同|协议|项目|服务)(?:期|周期)限?)(?:之内|以内|内|范围内)(?=[，,。；;、）)]|$)"
)
_PLANNED = re.compile(r"拟|计划|预计|应|须|要求|原则上|不得|可以|方可|未")
_SLACK = {"日": 1, "天": 1, "月": 2, "年": 2}


@also("date_order", Scope.PART)
def derived_ends(part: Part, **_: Any) -> Iterator[Result]:
    """自竣工验收之日起36个月，即至2026年12月21日止: the end follows from the day of the event and the length."""
    every = [(text, place) for text, place in texts(part.blocks) if dated(text)]
    for text, place in every:
        for since in _SINCE.finditer(text):
            low, high = sentence_at(text, since.start(), since.end())
            dates = [d for d in dated(text) if low <= d.start < high]
            inside = [d for d in dates if since.start("base") <= d.start < since.end("base")]
            ends = [d for d in dates if d.start >= since.end() and _UNTIL.search(text[since.end() : d.start])]
            lengths = [
                f for f in _LENGTH.finditer(text, low, high) if not any(d.start <= f.start() < d.end for d in dates)
            ]
            if (
                any(low <= span.start < high for span in ranged(text))
                or len(ends) != 1
                or len(lengths) != 1
                or len(dates) != 1 + len(inside)
                or len(inside) > 1
            ):
                continue
            begun = (inside[0], place) if inside else day_of(since["base"], since.start("base"), text, every)
            begun = begun or (None if inside else day_of(since["base"], len(text), "", every))
            if begun is not None and begun[0].precise != "year" and ends[0].precise != "year":
                yield from _ended(
                    part, begun, lengths[0], ends[0], place.quoting(text[low:high].strip()), since["base"]
                )


def _ended(
    part: Part, begun: tuple[Dated, Place], length: re.Match[str], end: Dated, place: Place, base: str
) -> Iterator[Result]:
    number = quantities.whole(length["n"])
    if not number:
        return
    day, there = begun
    due = later(day.first, number, length["unit"]), later(day.last, number, length["unit"])
    slack = timedelta(days=_SLACK[length["unit"]])
    where = (evidence(place, part.kind), evidence(there, part.kind))
    told, start = (shown(Told("", d, d, place, 0)) for d in (end, day))
    due_words = (
        f"{due[0].year}年{due[0].month}月{due[0].day}日" if day.precise == "day" else f"{due[0].year}年{due[0].month}月"
    )
    counted = f"自{start}起{number}{'个' if length['unit'] == '月' else ''}{length['unit']}应至 {due_words} 前后"
    if due[0] - slack - timedelta(days=31 if day.precise == "month" else 0) <= end.last and end.first <= due[1] + slack:
        yield Holds(f"{counted}，与所写 {told} 相符", where)
        return
    early = end.last < due[0]
    name = "届满日期"
    yield Hit(
        evidence=where,
        says={
            "earlier": f"所写{name}" if early else f"推算的{name}",
            "earlier_date": told if early else due_words,
            "later": f"推算的{name}" if early else f"所写{name}",
            "later_date": due_words if early else told,
            "problem": "期限推算不符",
        },
        computation=f"{counted}，文中为 {told}",
        confidence=0.85,
        key=("ends", base, length[0], told),
    )


@also("date_order", Scope.PART)
def within_term(part: Part, **_: Any) -> Iterator[Result]:
    """自筹资金于2024年4月18日到位，在执行期内: what is said to lie within the term of the project does."""
    start, end = moment(part, "start"), moment(part, "end")
    if end is None or (end.last - end.first).days > 31:
        return
    for text, place in texts(part.blocks):
        for found in _WITHIN.finditer(text):
            low, high = sentence_at(text, found.start(), found.end())
            days = [d for d in dated(text) if low <= d.start and d.end <= found.start() and d.precise != "year"]
            if not days or _PLANNED.search(text[low : found.end()]) or any(low <= s.start < high for s in ranged(text)):
                continue
            for day in days:
                clause = text[max(low, *(text.rfind(mark, low, day.start) + 1 for mark in "，,、")) : found.end()]
                where = (evidence(place.quoting(clause.strip()), part.kind), evidence(end.place, part.kind))
                told = shown(Told("", day, day, place, 0))
                if day.first <= end.last and (start is None or day.last >= start.first):
                    yield Holds(f"{told} 在{found['term']}内（{end.text}止）", where)
                    continue
                late = day.first > end.last
                edge = end if late or start is None else start
                yield Hit(
                    evidence=where,
                    says={
                        "earlier": f"{found['term']}结束" if late else "文中日期",
                        "earlier_date": edge.text if late else told,
                        "later": "文中日期" if late else f"{found['term']}开始",
                        "later_date": told if late else edge.text,
                        "problem": f"与“{found[0]}”不符",
                    },
                    computation=f"{told} {'晚' if late else '早'}于 {edge.text}",
                    confidence=0.85,
                    key=("within", told, found["term"]),
                )
