"""Events in the order they come in: a sample is sent in before it is tested, a meeting held before its outcome is published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Any

from docaudit.checks.base import Hit, Holds, Result, Scope, also, evidence
from docaudit.checks.chains import out_of_step
from docaudit.checks.datings import Dated, dated, sentence_at
from docaudit.checks.happenings import Told, grouped, shown, told_in_fields, told_in_rows, told_in_text
from docaudit.checks.moments import moment, texts
from docaudit.checks.ways import out_of_way
from docaudit.lexicon.vocabulary import events
from docaudit.model import Part, Severity

_CUT_OFF = re.compile(r"(?:数据|统计|资料)[^。；;，,\d]{0,8}(?:截至|截止(?:到|至|日期|时间|日)?)[为是:：\s]*")
_ON_THAT = re.compile(r"据此|随后|随即|其后|旋即|紧接着|继而")
_ASIDE = re.compile(r"追溯|倒签|补[办签]|颠倒|早于|先于|不符|计划|拟|预计")
_EARLY = 60
"""Days before the end of a term from which an application for acceptance needs an explanation."""


@also("date_order", Scope.PART)
def event_order(part: Part, **_: Any) -> Iterator[Result]:
    """Events of one sentence, of one row, or of one project told once are dated in the order they come in."""
    clauses, fields = list(told_in_text(part)), list(told_in_fields(part))
    told = [*(item for item in clauses if not item.one_of_several), *fields]
    groups = grouped([*told, *told_in_rows(part)])
    days: set[tuple[object, ...]] = set()
    for first, then in (*_ordered(part, told, groups), *_stepped(clauses, groups)):
        key = (first.group, then.group, first.first.first, then.last.last)
        if key not in days:
            days.add(key)
            yield judged(part, first, then)
    known = {(first, last) for *_, first, last in days}
    yield from (judged(part, a, b) for a, b in _following_on(part) if (a.first.first, b.last.last) not in known)
    yield from out_of_way(part, known)
    yield from _cut_off(part)
    yield from _too_early(part, told)


def _ordered(part: Part, told: list[Told], groups: list[list[Told]]) -> Iterator[tuple[Told, Told]]:
    """Yield the pairs of events that have an order wherever they are told near each other."""
    of_one_project = part.field("project_name") is not None
    for order in events().order:
        pairs = [pair for group in groups for pair in _pairs(group, order.first, order.then)]
        if not pairs and (order.within == "once" or (order.within == "paper" and of_one_project)):
            pairs = _pairs(told, order.first, order.then)
        yield from pairs


def _stepped(clauses: list[Told], groups: list[list[Told]]) -> Iterator[tuple[Told, Told]]:
    """Yield the pairs of steps of one matter, told in one sentence, one row or one form."""
    vocabulary = events()
    for group in grouped(clauses):
        yield from out_of_step(group, vocabulary)
    ordered = [
        (first, then)
        for chain in vocabulary.chains
        for earlier, later in combinations(chain.steps, 2)
        for first in earlier
        for then in later
    ]
    for group in groups:
        if not group[0].clause:
            yield from (pair for names in ordered for pair in _pairs(group, *names))


def _pairs(told: list[Told], first: str, then: str) -> list[tuple[Told, Told]]:
    """The two events, where each is told with one date only."""
    a, b = ([item for item in told if item.event == name] for name in (first, then))
    alone = all(len({(i.first.first, i.last.last) for i in items}) == 1 for items in (a, b))
    return [(a[0], b[0])] if alone and (a[0].first.start, a[0].place) != (b[0].first.start, b[0].place) else []


def judged(part: Part, first: Told, then: Told) -> Result:
    """Return what follows from two events of which the first is not dated after the other."""
    where = (evidence(then.place, part.kind), evidence(first.place, part.kind))
    a, b = shown(first), shown(then)
    if first.first.first <= then.last.last:
        return Holds(f"{first.event} {a}，{then.event} {b}：先后相符", where)
    return Hit(
        evidence=where,
        says={
            "earlier": then.event,
            "earlier_date": b,
            "later": first.event,
            "later_date": a,
            "problem": "先后颠倒",
        },
        computation=f"{then.event} {b} 早于 {first.event} {a}",
        confidence=0.85,
        key=(then.event, b, first.event, a),
    )


def _following_on(part: Part) -> Iterator[tuple[Told, Told]]:
    """甲单位8月25日提交申请，乙单位据此于8月2日组织预验收: what is said to follow on the clause before it, whatever it is."""
    for text, place in texts(part.blocks):
        said = _ON_THAT.search(text)
        dates = [d for d in dated(text) if d.precise != "year"] if said is not None else []
        for first, then in pairwise(dates):
            low, high = sentence_at(text, first.start, then.end)
            between, clause = text[first.end : then.start], re.split(r"[，,；;]", text[then.end : high])[0]
            word = _ON_THAT.search(re.split(r"[，,；;]", between)[-1]) or re.match(_ON_THAT, clause)
            apart = len(re.findall(r"[，,；;]", between)) == 1 and not re.search(r"[。！？\n]", between)
            if word is None or not apart or _ASIDE.search(text[low : then.end] + clause):
                continue
            here = place.quoting(text[low:high].strip())
            yield Told("其前所述之事", first, first, here, 0), Told(f"“{word[0]}”所述之事", then, then, here, 0)


def _cut_off(part: Part) -> Iterator[Result]:
    """A paper is not dated before the day up to which its data are."""
    report = moment(part, "report_date")
    if report is None:
        return
    for text, place in texts(part.blocks):
        for found in _CUT_OFF.finditer(text):
            until = next((d for d in dated(text) if d.start == found.end() and d.precise == "day"), None)
            if until is None:
                continue
            day = Dated(report.first, report.last, 0, 0, "day" if report.first == report.last else "month")
            there = place.quoting(text[found.start() : until.end])
            yield judged(
                part,
                Told("数据截止日", until, until, there, 0),
                Told("报告日期", day, day, report.place, 0),
            )
            return


def _too_early(part: Part, told: list[Told]) -> Iterator[Result]:
    """Acceptance is not applied for long before the term is over, unless the paper says that it was ahead of time."""
    end = moment(part, "end")
    applied = [item for item in told if item.event == "提交验收材料"]
    if end is None or len({item.first.first for item in applied}) != 1 or (end.last - end.first).days > 31:
        return
    days = (end.first - applied[0].last.last).days
    if days < _EARLY or any(re.search(r"提前|终止|中止", text) for text, _ in texts(part.blocks)):
        return
    where = (evidence(applied[0].place, part.kind), evidence(end.place, part.kind))
    yield Hit(
        evidence=where,
        says={
            "earlier": "验收申请日期",
            "earlier_date": shown(applied[0]),
            "later": "执行期结束",
            "later_date": end.text,
            "problem": "执行期尚未结束",
        },
        computation=f"{shown(applied[0])} 早于 {end.text}，相差 {days} 天",
        confidence=0.8,
        severity=Severity.WARNING,
        key=("early", shown(applied[0]), end.text),
    )
