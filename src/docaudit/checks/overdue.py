"""How long something was overdue or early, against the days, or the span and its limit, that its sentence tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docaudit import quantities
from docaudit.checks.base import Hit, Holds, Result, Scope, also, evidence
from docaudit.checks.datings import Dated, dated, months, ranged, sentence_at
from docaudit.checks.moments import texts, written
from docaudit.model import Part, Place

_COUNT = r"(?:\d{1,4}|[一二两三四五六七八九十]{1,3})"
_OVER = re.compile(
    r"(?P<told>(?:超期|逾期|延误|推迟|拖延|滞后|提前|超过期限|晚)(?:了|达|共|时间)?\s*"
    rf"(?:(?P<days>{_COUNT})\s*(?:个)?(?:日历|自然)?(?:天|日)|(?P<years>{_COUNT})\s*年(?:(?P<half>半)|[零又]?(?P<rest>{_COUNT})\s*个月)?"
    rf"|(?P<months>{_COUNT})\s*个月))(?![多余来以前后])"
)
_LIMIT = re.compile(
    rf"(?:最长|期限|不超过|不得超过)(?:[^，,。；;\d]{{0,6}}?)(?P<n>{_COUNT})\s*(?P<unit>年|个月)(?![度底末\d])"
)
_DUE = re.compile(r"应|约定|计划|原定|规定|要求|到期|限期|期限|截止|届满|期满")
_LOOSE = re.compile(r"平均|最[长短多少]|分别|左右|[近约余]$|以上|累计")


@also("period_conflict", Scope.PART)
def overdue_conflict(part: Part, **_: Any) -> Iterator[Result]:
    """合同约定10月31日完工，实际1月20日完工，逾期61天; 最长3年，自2019年1月至2023年6月领取，已超期2年零6个月."""
    for text, place in texts(part.blocks):
        for found in _OVER.finditer(text):
            low, high = sentence_at(text, found.start(), found.end())
            lead = text[low : found.start()]
            if _LOOSE.search(lead[-8:]) or re.search(r"应|须|不得|将|拟", lead[-4:]):
                continue
            days = [d for d in dated(text) if low <= d.start and d.end <= found.start()]
            known = _beyond_limit(text, low, found) or (
                _between(days, found) if any(_is_due(text, d) for d in days) else None
            )
            if known is not None:
                holds, shown = known
                yield _judged(part, place.quoting(text[low:high].strip()), found["told"], shown, holds=holds)


def _beyond_limit(text: str, low: int, found: re.Match[str]) -> tuple[bool, str] | None:
    """What a span is longer than the limit of the same sentence."""
    limits = list(_LIMIT.finditer(text, low, found.start()))
    spans = [s for s in ranged(text) if low <= s.start and s.end <= found.start()]
    if (
        len(limits) != 1
        or len(spans) != 1
        or found["days"]
        or "year" in (spans[0].first.precise, spans[0].last.precise)
    ):
        return None
    limit = quantities.whole(limits[0]["n"]) * (12 if limits[0]["unit"] == "年" else 1)
    real = months(spans[0])
    a, b = (written(str(d.first.year), str(d.first.month), None) for d in (spans[0].first, spans[0].last))
    shown = f"{a}至{b}共{real}个月，减去{limits[0]['n']}{limits[0]['unit']}为{real - limit}个月"
    return abs(real - limit - _told_months(found)) <= 1, shown


def _is_due(text: str, day: Dated) -> bool:
    """Whether the clause of a date tells it as one that was agreed or ordered."""
    start = max(text.rfind(mark, 0, day.start) for mark in "，,。；;、\n") + 1
    end = min((at for mark in "，,。；;、\n" if (at := text.find(mark, day.end)) >= 0), default=len(text))
    return _DUE.search(text[start:end]) is not None


def _between(days: list[Dated], found: re.Match[str]) -> tuple[bool, str] | None:
    """What lies between the last two dates before the length: the day due and the day done."""
    if len(days) != 2 or days[0].precise != days[1].precise or days[0].precise == "year":
        return None
    first, last = sorted(days, key=lambda day: day.first)
    if found["days"] and first.precise != "day":
        return None
    a, b = (
        written(str(d.first.year), str(d.first.month), str(d.first.day) if d.precise == "day" else None)
        for d in (first, last)
    )
    gap = (last.first - first.first).days
    if found["days"]:
        return abs(gap - quantities.whole(found["days"])) <= 1, f"{a}至{b}共{gap}天"
    whole = (last.first.year - first.first.year) * 12 + last.first.month - first.first.month
    part_of = 1 if first.precise == "day" and last.first.day != first.first.day else 0
    told = _told_months(found)
    return whole - part_of <= told <= whole + part_of, f"{a}至{b}共{whole}个月"


def _told_months(found: re.Match[str]) -> int:
    if found["months"]:
        return quantities.whole(found["months"])
    rest = 6 if found["half"] else quantities.whole(found["rest"]) if found["rest"] else 0
    return quantities.whole(found["years"]) * 12 + rest


def _judged(part: Part, place: Place, told: str, shown: str, *, holds: bool) -> Result:
    where = (evidence(place, part.kind),)
    if holds:
        return Holds(f"{shown}，与“{told}”相符", where)
    return Hit(
        evidence=where,
        says={"subject": "超期时长", "first": told, "second": shown},
        computation=f"{shown}，与“{told}”不符",
        confidence=0.85,
        key=("overdue", told, shown),
    )
