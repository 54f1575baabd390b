"""A day and the part of the year that its sentence puts it in: 三季度的10月2日, 上半年…最后一轮在8月, 暑期（7月10日至8月31日）…其中9月12日."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from docaudit.checks.base import Hit, Holds, Result, Scope, also, evidence
from docaudit.checks.days import Day, days
from docaudit.model import Part, Place, Table

_Months = frozenset[int]
_PARTS: dict[str, _Months] = {
    **{f"{n}季度": frozenset(range(3 * k + 1, 3 * k + 4)) for k, n in enumerate("一二三四")},
    **{f"{k + 1}季度": frozenset(range(3 * k + 1, 3 * k + 4)) for k in range(4)},
    "上半年": frozenset(range(1, 7)),
    "下半年": frozenset(range(7, 13)),
    "春季": frozenset({2, 3, 4, 5}),
    "夏季": frozenset({5, 6, 7, 8, 9}),
    "秋季": frozenset({8, 9, 10, 11}),
    "冬季": frozenset({11, 12, 1, 2, 3}),
    "暑假": frozenset({6, 7, 8, 9}),
    "暑期": frozenset({6, 7, 8, 9}),
    "寒假": frozenset({12, 1, 2, 3}),
    "国庆": frozenset({9, 10}),
    "春节": frozenset({1, 2, 3}),
    "五一": frozenset({4, 5}),
    "元旦": frozenset({12, 1}),
    "中秋": frozenset({9, 10}),
    "端午": frozenset({5, 6}),
    "清明": frozenset({3, 4}),
}
_NAME = rf"(?P<part>第?(?:{'|'.join(_PARTS)}))(?:期间|假期|小?长假|节假?日?|前后)?"
_OF = re.compile(rf"{_NAME}(?:的|里的|中的|内的|[（(])\s*$")
_MOST = re.compile(
    rf"(?<![比较和与及到至]){_NAME}[^。；;！\n（）()\d]{{0,24}}?(?:最[高多大低少后早晚长忙][^。；;！\n，,\d]{{0,10}}?|峰值|高峰日?|首次|末次)"
    r"[^。；;！\n，,\d]{0,4}(?:在|是|为|出现[在于]|发生[在于]|见[于]|[:：])\s*$"
)
_IN_BRACKETS = re.compile(rf"^\s*[（(]\s*{_NAME}\s*[)）]")
_WITHIN = re.compile(r"(?:其中|其间|期间)[，,]?(?:以|于|在)?\s*$")
_DAYS_OF_MONTH = re.compile(
    r"[日号]\s*(?:[-—–~～－]{1,3}|至|到)\s*\d|\d\s*(?:[-—–~～－]{1,3}|至|到)\s*\d{1,2}\s*[日号]$"
)
_SPANNED = re.compile(r"\s*(?:[-—–~～－]{1,3}|至|到)\s*")


@also("period_conflict", Scope.PART)
def outside_its_season(part: Part, **_: Any) -> Iterator[Result]:
    """A day lies in the quarter, the half or the season that its own sentence names."""
    for block in part.blocks:
        if isinstance(block, Table) or "月" not in block.text:
            continue
        text = block.text
        found = days(text)
        for day in found:
            low = max(text.rfind(mark, 0, day.start) for mark in "。；;！\n") + 1
            named = _named(text, low, day)
            if named is not None:
                yield _judged(part, block.place.quoting(_around(text, low, day.end)), day, named)
        yield from _of_a_span(part, block.place, text, found)


def _named(text: str, low: int, day: Day) -> str | None:
    lead = text[low : day.start]
    match = _OF.search(lead) or _MOST.search(lead) or _IN_BRACKETS.match(text[day.end :])
    return None if match is None else match["part"]


def _judged(part: Part, place: Place, day: Day, named: str) -> Result:
    where = (evidence(place, part.kind),)
    months = _PARTS[named.removeprefix("第")]
    if day.first.month in months or day.last.month in months:
        return Holds(f"{day.text}在{named}内", where)
    return _hit(where, f"{day.text}不在{named}内", named, day.text)


def _hit(where: tuple[Any, ...], computation: str, first: str, second: str) -> Hit:
    return Hit(
        evidence=where,
        says={"subject": "日期与所称时段", "first": first, "second": second},
        computation=computation,
        confidence=0.85,
        key=("season", first, second),
    )


def _of_a_span(part: Part, place: Place, text: str, found: list[Day]) -> Iterator[Result]:
    """7月10日至8月31日免费开放，其中9月12日…: what 其中 names of a span is of it."""
    for a, b, then in (*zip(found, found[1:], found[2:], strict=False), *((d, d, e) for d, e in pairwise(found))):
        low = max(text.rfind(mark, 0, a.start) for mark in "。；;！\n") + 1
        between = text[b.end : then.start]
        told = _SPANNED.fullmatch(text[a.end : b.start]) if a is not b else _DAYS_OF_MONTH.search(a.text)
        if not told or re.search(r"[。；;！\n]", between) or not _WITHIN.search(between) or a.first > b.last:
            continue
        where = (evidence(place.quoting(_around(text, low, then.end)), part.kind),)
        span = text[a.start : b.end]
        if a.first <= then.last and then.first <= b.last:
            yield Holds(f"{then.text}在{span}内", where)
        elif then.year != "printed" or b.year == "printed":
            yield _hit(where, f"{then.text}不在{span}内", span, then.text)


def _around(text: str, low: int, end: int) -> str:
    stop = min((at for mark in "。；;，,！\n" if (at := text.find(mark, end)) >= 0), default=len(text))
    return text[low:stop].strip()
