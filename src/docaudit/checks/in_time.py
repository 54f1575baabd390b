"""What is said to have been done in time, against the two days that are told of it: 5月6日到账，6月28日拨付，拨付及时."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from docaudit import quantities
from docaudit.checks.base import Hit, Holds, Result, Scope, also, evidence
from docaudit.checks.datings import later
from docaudit.checks.days import Day, days
from docaudit.checks.own_deadlines import cites_limit
from docaudit.model import Part, Place, Table

_NUMBER = r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})"
_LIMIT = re.compile(
    rf"{_NUMBER}\s*(?:个)?(?P<work>工作)?(?:自然|日历)?(?P<unit>日|天|月|年)(?:之|以)?内(?![\u4e00-\u9fff]{{0,4}}(?:未|没))"
)
_TIMELY = re.compile(
    r"(?:按期|按时|及时|如期|按规定时[限间])[\u4e00-\u9fff]{0,4}(?=[”」』]?(?:[，,。；;！\n）)]|$))|[\u4e00-\u9fff]{2}及时"
    r"|(?:符合|满足)[^。；;！\n]{0,30}?(?:规定|要求|时限|约定)|(?:均|都|也)?在(?:规定|约定|办法|合同)[^。；;！\n，,]{0,12}?内|未(?:超期|逾期|超时|超过)"
)
_LATE = re.compile(
    r"不符|未能?(?:按|及时|在)|不及时|逾期(?<!未逾期)|超期(?<!未超期)|滞后|延误|拖延|延期|顺延|迟于|晚于|不够及时|除外|扣除|不含|中止|整改"
)
_BUILT, _TAKEN = re.compile(r"完工|竣工|建成|交工"), re.compile(r"验收")
_TO = re.compile(r"\s*(?:[-—–~～－]{1,3}|至|到)\s*")
_FAR = 366
"""Days from the end of the works to their acceptance that nobody calls in time."""


@also("period_conflict", Scope.PART)
def in_time(part: Part, **_: Any) -> Iterator[Result]:
    """按规定应在30日内拨付: a limit in days told beside two days that are said to keep it."""
    for place, sentence, first, then, limit in _claimed(part):
        if limit is not None and limit["unit"] in "日天":
            due = _due(first, limit)
            yield from _told(part, place, sentence, first, then, limit, due)


@also("late_acceptance", Scope.PART)
def accepted_in_time(part: Part, **_: Any) -> Iterator[Result]:
    """A limit in months, or none at all where acceptance comes more than a year after the end of the works."""
    for place, sentence, first, then, limit in _claimed(part):
        if limit is not None and (limit["unit"] in "日天" or cites_limit(limit.string)):
            continue
        if limit is None:
            built = _BUILT.search(sentence, first.end, then.start) or _BUILT.search(sentence, 0, first.start)
            if not built or not _TAKEN.search(sentence, then.end):
                continue
        due = first.last + timedelta(days=_FAR) if limit is None else _due(first, limit)
        where = (evidence(place, part.kind),)
        if then.first <= due:
            yield Holds(f"{first.text}，{then.text}：未晚于 {due:%Y-%m-%d}", where)
            continue
        gone = max((then.first.year - first.last.year) * 12 + then.first.month - first.last.month, 0)
        gone -= then.first.day < first.last.day and gone > 0
        yield Hit(
            evidence=where,
            says={"what": "后一事项", "date": then.text, "base": "前一事项", "end": first.text, "months": str(gone)},
            computation=f"{first.text}至{then.text}，"
            + (f"超过{limit[0]}" if limit is not None else "已满一年，文中称按期"),
            confidence=0.8,
            key=("in time", first.text, then.text),
        )


def _told(
    part: Part, place: Place, sentence: str, first: Day, then: Day, limit: re.Match[str], due: date
) -> Iterator[Result]:
    where = (evidence(place, part.kind),)
    gone = (then.first - first.last).days
    words = f"{first.text}至{then.text}共{gone}天"
    if then.first <= due:
        yield Holds(f"{words}，与“{limit[0]}”相符", where)
    elif sentence:
        yield Hit(
            evidence=where,
            says={"subject": "办理时限", "first": limit[0], "second": words},
            computation=f"{words}，超过“{limit[0]}”",
            confidence=0.8,
            key=("in time", limit[0], words),
        )


def _claimed(part: Part) -> Iterator[tuple[Place, str, Day, Day, re.Match[str] | None]]:
    """Yield sentences that tell two days (or a term and a day) and say that what was done was in time."""
    for block in part.blocks:
        if isinstance(block, Table) or not _TIMELY.search(block.text):
            continue
        text, before, start = block.text, "", 0
        every = days(text)
        for end in [*(m.start() for m in re.finditer(r"[。；;！\n]", text)), len(text)]:
            sentence, low, start = text[start:end], start, end + 1
            own = [day for day in every if low <= day.start < end]
            pair = _pair(text, own)
            if pair is not None and _TIMELY.search(sentence) and not _LATE.search(sentence):
                limits = list(_LIMIT.finditer(sentence)) or list(_LIMIT.finditer(before))
                if len(limits) <= 1:
                    shift = [Day(d.first, d.last, d.start - low, d.end - low, d.year, d.text) for d in pair]
                    yield block.place.quoting(sentence.strip()), sentence, shift[0], shift[1], next(iter(limits), None)
            before = sentence


def _pair(text: str, own: list[Day]) -> tuple[Day, Day] | None:
    """The day that the limit counts from and the day of the deed: two days, or the end of a term and a day."""
    if len(own) == 4 and _TO.fullmatch(text[own[0].end : own[1].start]):
        own = own[2:]  # the term that was agreed, before the two days
    if len(own) == 3 and _TO.fullmatch(text[own[0].end : own[1].start]) and own[0].first < own[1].first:
        own = own[1:]
    if len(own) != 2 or _TO.fullmatch(text[own[0].end : own[1].start]) or own[0].year == "unknown" != own[1].year:
        return None
    return (own[0], own[1]) if own[0].last < own[1].first else None


def _due(first: Day, limit: re.Match[str]) -> date:
    number = quantities.whole(limit["n"])
    if limit["work"]:
        return first.last + timedelta(days=number * 3 // 2 + 5)
    unit = "日" if limit["unit"] in "日天" else limit["unit"]
    return later(first.last, number, unit, at_month_end=True) + timedelta(days=1)
