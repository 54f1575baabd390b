"""A period told by its length and by its ends: 三十个月，自2021年7月起至2023年6月止."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docaudit import quantities
from docaudit.checks.base import Hit, Holds, Result, Scope, also, evidence
from docaudit.checks.datings import Ranged, months, ranged, sentence_at
from docaudit.checks.moments import texts, written
from docaudit.model import Part, Place, Table

_NUMBER = r"(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,3})"
_LENGTH = re.compile(
    rf"(?<![近约前后每余上下满第逾过超\d./年—～~-]){_NUMBER}\s*(?P<unit>个月|年)(?P<half>半)?(?![多余来级期度的]|以|\d|左右|月|[前后内上]|至|[-—])"
)
_BEFORE = re.compile(
    r"^\s*[，,]?\s*[（(:：]?\s*(?:即|自|从|由|是|为|起止(?:时间|日期|年月)?|(?:执行|实施|建设|研究|合同|服务|运行|协议|项目)?(?:期|周期|期限|时间|时段)|具体|分别|调整|[为是:：])*\s*$"
)
_AFTER = re.compile(
    r"^\s*(?:止|底|末)?(?:组织)?(?:实施|开展|进行|建设|执行)?\s*[，,]?\s*[（(]?\s*(?:(?:执行|实施|建设|研究|合同|服务|运行|协议|项目|总)?(?:期限?|周期|工期)?(?:为期|历时|持续|连续运行|共计?|合计|总计|计|即|为)*)\s*$"
)
_LOOSE = re.compile(r"不超过|不少于|以上|以内|约(?!定)|近|左右|原则上|一般|最长|不得|累计|延长|延期|顺延|届满|每|其中")
_EXTENDED = re.compile(rf"(?:延期|延长|顺延)(?:期限)?(?:了|为)?\s*{_NUMBER}\s*(?P<unit>个月|年)(?P<half>半)?")
_MOVED = re.compile(r"(?:调整|变更|延长|延)(?:为|至|到)$")
_SHORTEST_NAME = 4


@also("period_conflict", Scope.PART)
def length_conflict(part: Part, **_: Any) -> Iterator[Result]:
    """A length told beside the ends of a period is that of the period, its last month counted or not."""
    for text, place in texts(part.blocks):
        spans = list(ranged(text))
        for span in spans:
            if span.first.precise == "year" or span.last.precise == "year":
                continue
            told = _length_beside(text, span)
            if told is not None:
                yield from _compared(part, place, text, span, *told)
        for found in _EXTENDED.finditer(text):
            yield from _extended(part, text, place, found, spans)


def _length_beside(text: str, span: Ranged) -> tuple[re.Match[str], int] | None:
    """The length that stands right before or right behind a span, and its months."""
    behind = _LENGTH.search(text, span.end, min(len(text), span.end + 24))
    if behind is not None and _AFTER.match(text[span.end : behind.start()]) and _said(text, span.end, behind):
        return behind, _months(behind)
    before = list(_LENGTH.finditer(text, max(0, span.start - 30), span.start))
    if (
        before
        and _BEFORE.match(text[before[-1].end() : span.start])
        and _said(text, before[-1].start() - 12, before[-1])
    ):
        return before[-1], _months(before[-1])
    return None


def _said(text: str, start: int, found: re.Match[str]) -> bool:
    """Whether the length is plain, and no deed of that many years follows it: 三年累计, 三年平均."""
    around = re.split(r"[，,；;。]", text[max(0, start) : found.start()])[-1]
    tail = text[found.end() : found.end() + 3]
    return _LOOSE.search(around) is None and re.match(r"累计|平均|合计|分别|共|内|期间|中|来", tail) is None


def _months(found: re.Match[str]) -> int:
    number = quantities.whole(found["n"])
    return number * (12 if found["unit"] == "年" else 1) + (6 if found["half"] and found["unit"] == "年" else 0)


def _compared(part: Part, place: Place, text: str, span: Ranged, found: re.Match[str], length: int) -> Iterator[Result]:
    """Compare in whole months; of years also the calendar years that a programme ends with."""
    real = months(span)
    low, high = min(span.start, found.start()), max(span.end, found.end())
    words, told = text[span.start : span.end], found[0].strip()
    where = (evidence(place.quoting(_sentence(text, low, high)), part.kind),)
    tolerance = 1 if length >= 12 or found["unit"] == "年" else 0
    years = span.last.last.year - span.first.first.year + 1
    calendar = found["unit"] == "年" and span.last.last.month == 12 and years * 12 == length
    if length - tolerance <= real <= max(length + 1, length + tolerance) or calendar:
        yield Holds(f"{words}，共{real}个月，与“{told}”相符", where)
    elif length:
        yield Hit(
            evidence=where,
            says={"subject": "期间长度", "first": told, "second": f"{words}，共{real}个月"},
            computation=f"{words} 共 {real} 个月 ≠ {told}",
            confidence=0.85,
            key=("length", told, words),
        )


def _sentence(text: str, start: int, end: int) -> str:
    low, high = sentence_at(text, start, end)
    return text[low:high].strip()


def _extended(part: Part, text: str, place: Place, found: re.Match[str], spans: list[Ranged]) -> Iterator[Result]:
    """批准延期12个月，执行期调整为2021年7月至2024年9月, where a row about the same thing gives the old period."""
    moved = next((s for s in spans if s.start > found.end() and _MOVED.search(text[found.end() : s.start])), None)
    if moved is None or moved.last.precise == "year":
        return
    length = _months(found)
    for old, there in _old(part, text, spans, moved):
        where = (
            evidence(place.quoting(_sentence(text, found.start(), moved.end)), part.kind),
            evidence(there, part.kind),
        )
        gap = months(moved) - months(old)
        told = f"{written(str(old.last.last.year), str(old.last.last.month), None)}"
        new = f"{written(str(moved.last.last.year), str(moved.last.last.month), None)}"
        if gap == length:
            yield Holds(f"由{told}延至{new}，共{gap}个月，与“{found[0]}”相符", where)
        else:
            yield Hit(
                evidence=where,
                says={"subject": "延期时长", "first": found[0], "second": f"由{told}延至{new}，共{gap}个月"},
                computation=f"{told} → {new}，共 {gap} 个月 ≠ {found[0]}",
                confidence=0.8,
                key=("extended", found[0], new),
            )
        return


def _old(part: Part, text: str, spans: list[Ranged], moved: Ranged) -> Iterator[tuple[Ranged, Place]]:
    """The period before: told in the same text, or in the row that a table gives to what the text is about."""
    for span in spans:
        if span.end <= moved.start and span.first.first == moved.first.first:
            yield span, part.blocks[0].place
    for table in part.blocks:
        if not isinstance(table, Table):
            continue
        for row in table.rows[1:]:
            if any(len(cell.text.strip()) >= _SHORTEST_NAME and cell.text.strip() in text for cell in row[:3]):
                for cell in row:
                    yield from (
                        (s, cell.place)
                        for s in ranged(cell.text)
                        if s.first.first == moved.first.first and s.last.last < moved.last.last
                    )
