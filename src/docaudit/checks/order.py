"""Events in the order they come in: a sample is sent in before it is tested, a meeting held before its outcome is published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from docaudit.checks.base import Hit, Holds, Result, Scope, also, evidence
from docaudit.checks.datings import Dated, dated, ranged, sentence_at
from docaudit.checks.moments import moment, texts, written
from docaudit.lexicon.vocabulary import Events, events
from docaudit.model import Part, Place, Severity, Table

_CLAUSE = re.compile(r"[，,。；;！\n（）()]|、(?=.{0,20}(?:19|20)\d\d)|而(?=.{2,})")
_NOT_DONE = re.compile(r"拟|计划|预计|将于|将在|应于|应在|应当|须|原定|届时|力争|目标|之前|以前|早于|晚于|重新|再次|补")
_FIRST_AFTER = re.compile(r"(?P<event>[\u4e00-\u9fff]{2,10})(?:之后|以后|后)(?:的)?(?:首次|第一次|首轮|首个|首批)")
_BEFORE_IT = re.compile(
    r"(?:完成|通过|开展|组织|进行)了?(?P<event>[\u4e00-\u9fff]{2,8}?)(?:之前|以前|前)的?(?=[\u4e00-\u9fff]{0,6}(?:评估|检查|验收|评审|测试|培训|演练|体检))"
)
_CUT_OFF = re.compile(r"(?:数据|统计|资料)[^。；;，,\d]{0,8}(?:截至|截止(?:到|至|日期|时间|日)?)[为是:：\s]*")
_EARLY = 60
"""Days before the end of a term from which an application for acceptance needs an explanation."""
_VERBS = re.compile(r"^(?:.*?(?:开展|进行|组织|完成|实施)了?)")
_OTHER = re.compile(r"第[一二三四五六七八九十\d]+(?:批|期|次|轮)|[一二三四]期|分别")


@dataclass(frozen=True, slots=True)
class _Told:
    """An event with its day or days, and where it is told."""

    event: str
    first: Dated
    last: Dated
    place: Place
    group: int
    """Events with one number are told in one sentence or one row."""


@also("date_order", Scope.PART)
def event_order(part: Part, **_: Any) -> Iterator[Result]:
    """Events of one sentence, of one row, or of one project told once are dated in the order they come in."""
    vocabulary = events()
    told = [*_clauses(part), *_fields(part)]
    rows = list(_rows(part))
    of_one_project = part.field("project_name") is not None
    seen: set[tuple[str, ...]] = set()
    for order in vocabulary.order:
        pairs = [(a, b) for group in _grouped([*told, *rows]) for a, b in _pairs(group, order.first, order.then)]
        if not pairs and (order.within == "once" or (order.within == "paper" and of_one_project)):
            pairs = _pairs(told, order.first, order.then)
        for first, then in pairs:
            key = (order.first, str(first.first.first), order.then, str(then.last.last))
            if key not in seen:
                seen.add(key)
                yield _judged(part, first, then)
    yield from _around(part, vocabulary)
    yield from _cut_off(part)
    yield from _too_early(part, told)


def _grouped(told: list[_Told]) -> list[list[_Told]]:
    groups: dict[int, list[_Told]] = {}
    for item in told:
        groups.setdefault(item.group, []).append(item)
    return list(groups.values())


def _pairs(told: list[_Told], first: str, then: str) -> list[tuple[_Told, _Told]]:
    """The two events, where each is told with one date only."""
    a, b = ([item for item in told if item.event == name] for name in (first, then))
    alone = all(len({(i.first.first, i.last.last) for i in items}) == 1 for items in (a, b))
    return [(a[0], b[0])] if alone and (a[0].first.start, a[0].place) != (b[0].first.start, b[0].place) else []


def _clauses(part: Part) -> Iterator[_Told]:
    lasting = {event.name for event in events().events if event.lasting}
    for nth, block in enumerate(part.blocks):
        if isinstance(block, Table):
            continue
        text = block.text
        dates = [d for d in dated(text) if d.precise != "year"]
        spans = list(ranged(text))
        start = 0
        for end in [*(m.start() for m in _CLAUSE.finditer(text)), len(text)]:
            own = [d for d in dates if start <= d.start < end]
            low, _ = sentence_at(text, start, start)
            clause, start, begun = text[start:end], end + 1, start
            span = next((s for s in spans if begun <= s.start < end), None)
            if own and len(own) <= 2 and len(clause.strip()) <= own[-1].end - own[0].start + 1:
                start = begun
                continue
            if not own or (len(own) > 1 and (span is None or len(own) > 2)):
                continue
            if _NOT_DONE.search(clause) or _OTHER.search(clause):
                continue
            for name in _named(clause, columns=False):
                place = block.place.quoting(text[low : sentence_at(text, begun, end)[1]].strip())
                first = own[-1] if name in lasting else own[0]
                if name in lasting and span is None:
                    continue
                yield _Told(name, first, own[-1], place, nth * 100_000 + low)


def _fields(part: Part) -> Iterator[_Told]:
    """申请验收日期 | 2024年1月26日: a label beside its date."""
    for table in part.blocks:
        if not isinstance(table, Table):
            continue
        for row in table.rows:
            for label, value in pairwise(row):
                dates = dated(value.text)
                if len(label.text) > 12 or len(dates) != 1 or dated(label.text) or dates[0].precise == "year":
                    continue
                for name in _named(label.text, columns=True):
                    place = value.place.quoting(value.text)
                    yield _Told(name, dates[0], dates[0], place, -1 - table.index * 2)


def _rows(part: Part) -> Iterator[_Told]:
    """A row of a table with several columns of dates."""
    for table in part.blocks:
        if not isinstance(table, Table) or len(table.rows) < 2:
            continue
        heads = {j: _named(cell.text, columns=True) for j, cell in enumerate(table.rows[0])}
        heads = {j: names for j, names in heads.items() if names}
        if len(heads) < 2:
            continue
        for i, row in enumerate(table.rows[1:], 1):
            for j, names in heads.items():
                dates = dated(row[j].text)
                if len(dates) == 1 and dates[0].precise != "year" and len(row[j].text) < 20:
                    quote = "，".join(dict.fromkeys((row[min(1, len(row) - 1)].text, row[j].text)))
                    group = -2 - (table.index * 10_000 + i) * 2
                    yield from (_Told(name, dates[0], dates[0], row[j].place.quoting(quote), group) for name in names)


def _named(text: str, *, columns: bool) -> tuple[str, ...]:
    squeezed = "".join(text.split())
    found = [
        (at, -len(word), event.name)
        for event in events().events
        for word in (event.columns if columns else event.words)
        if (at := squeezed.find(word)) >= 0
    ]
    names: list[str] = []
    reached = -1
    for at, length, name in sorted(found):
        if at >= reached:
            names.append(name)
        reached = max(reached, at - length)
    return tuple(dict.fromkeys(names))


def _judged(part: Part, first: _Told, then: _Told) -> Result:
    where = (evidence(then.place, part.kind), evidence(first.place, part.kind))
    a, b = _words(first), _words(then)
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
            yield _judged(
                part,
                _Told("数据截止日", until, until, there, 0),
                _Told("报告日期", day, day, report.place, 0),
            )
            return


def _too_early(part: Part, told: list[_Told]) -> Iterator[Result]:
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
            "earlier_date": _words(applied[0]),
            "later": "执行期结束",
            "later_date": end.text,
            "problem": "执行期尚未结束",
        },
        computation=f"{_words(applied[0])} 早于 {end.text}，相差 {days} 天",
        confidence=0.8,
        severity=Severity.WARNING,
        key=("early", _words(applied[0]), end.text),
    )


def _around(part: Part, vocabulary: Events) -> Iterator[Result]:
    """2021年5月开展通车后首次观测, 2023年10月完成初期运营前安全评估, beside the day of what they speak of."""
    every = [(text, place) for text, place in texts(part.blocks) if dated(text)]
    for text, place in every:
        for pattern, after in ((_FIRST_AFTER, True), (_BEFORE_IT, False)):
            for found in pattern.finditer(text):
                low, high = sentence_at(text, found.start(), found.end())
                start = max([low, *(text.rfind(mark, 0, found.start()) + 1 for mark in "，,")])
                own = [d for d in dated(text) if start <= d.start and d.end <= found.end()]
                event = _VERBS.sub("", found["event"])
                if len(own) != 1 or len(event) < 2 or _NOT_DONE.search(text[start : found.start()]):
                    continue
                act = _Told("", own[0], own[0], place.quoting(text[low:high].strip()), 0)
                other = _day_of(event, found.start(), text, every, vocabulary)
                if other is None:
                    continue
                day, there = other
                told = _Told(event, day, day, there, 0)
                named = _Told(f"{event}{'后首次' if after else '前'}的事项", own[0], own[0], act.place, 0)
                yield _judged(part, *((told, named) if after else (named, told)))


def _day_of(
    event: str, at: int, text: str, every: list[tuple[str, Place]], vocabulary: Events
) -> tuple[Dated, Place] | None:
    """The one day that is told of an event, in the same text by any word for opening, elsewhere by its own words."""
    days: list[tuple[Dated, Place]] = []
    for other, place in every:
        here = other == text
        words = vocabulary.opening if here and event in vocabulary.opening else [event]
        for word in words:
            for found in re.finditer(re.escape(word), other):
                if (here and found.start() >= at) or re.match(r"前|后|以来|之", other[found.end() : found.end() + 1]):
                    continue
                before = [d for d in dated(other) if d.end <= found.start() and found.start() - d.end <= 8]
                if (
                    before
                    and before[-1].precise != "year"
                    and not re.search(r"[，,。；;]", other[before[-1].end : found.start()])
                ):
                    days.append((before[-1], place.quoting(other[before[-1].start : found.end()])))
    return days[0] if len({(d.first, d.last) for d, _ in days}) == 1 else None


def _words(told: _Told) -> str:
    a, b = (
        written(str(d.first.year), str(d.first.month), str(d.first.day) if d.precise == "day" else None)
        for d in (told.first, told.last)
    )
    return a if a == b else f"{a}至{b}"
