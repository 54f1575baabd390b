"""A stretch between two days against the number of days or months that its own sentence tells or demands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from docaudit import quantities
from docaudit.checks.base import Hit, Holds, Result, Scope, also, evidence
from docaudit.checks.datings import Dated, dated, later, sentence_at
from docaudit.checks.moments import texts
from docaudit.model import Part, Place

_NUMBER = r"(?P<n>\d{1,4}|[一二两三四五六七八九十])"
_LASTED = re.compile(
    rf"(?:历时|用时|耗时|为期|历经|间隔|相隔|时隔|共计?)\s*{_NUMBER}\s*(?:个)?(?:日历)?(?P<unit>天)(?![数气])"
)
_AT_LEAST = re.compile(
    rf"(?:满足|符合|达到|落实)(?:了)?[^。；;，,]{{0,16}}?(?:不少于|不低于|不短于|至少|≥)\s*{_NUMBER}\s*(?:个)?(?P<unit>日|天|月|年)"
)
_WITHIN = re.compile(
    rf"(?:均|也|都|仍|亦|系|属)?在(?:收到[^。；;，,\d]{{0,10}}?)?(?:规定的?|要求的?)?\s*{_NUMBER}\s*(?:个)?(?:自然|日历)?(?P<unit>日|天|月)(?:之内|以内|内)(?=[，,。；;、）)]|$)"
)
_DEMANDED = re.compile(r"应|须|必须|要求(?!的)|规定(?!的)|拟|计划|预计|将|力争|未|没有|原则上")
_ENDED = re.compile(
    r"结束|闭幕|完成|竣工|完工|止|拨付|到账|下达|通过|出具|收官|结项|验收|交付|办结|发布|上线|闭园|撤回|返回"
)
_BEGUN = re.compile(r"开工|启动|签订|开始|进场|开幕|起")
_TO = re.compile(r"至|到|[-—–~～]")
_NEAR = 24
_APART = 30


@also("period_conflict", Scope.PART)
def span_conflict(part: Part, **_: Any) -> Iterator[Result]:
    """自5月20日至7月12日，历时64天; 自8月21日至10月20日，满足“不少于三个月”的要求; 10月9日到县，10月27日分配，在7日之内."""
    for text, place in texts(part.blocks):
        for pattern in (_LASTED, _AT_LEAST, _WITHIN):
            for found in pattern.finditer(text):
                pair = _pair(text, found, pattern)
                if pair is not None:
                    yield _judged(part, place, text, found, pattern, *pair)


def _pair(text: str, found: re.Match[str], pattern: re.Pattern[str]) -> tuple[Dated, Dated] | None:
    """The two days right before the length, the only ones of their sentence but for earlier stretches."""
    low, _ = sentence_at(text, found.start(), found.end())
    lead = _with_year(text[low : found.start()])
    days = dated(lead)
    if len(days) < 2 or any(d.precise != "day" for d in days[-2:]):
        return None
    first, last = days[-2:]
    between, behind = lead[first.end : last.start], lead[last.end :]
    if len(behind) > _NEAR or len(between) > _APART or first.first > last.first:
        return None
    if (
        lead != text[low : found.start()]
        and first.first.month <= 2 < last.first.month
        and "年" not in text[low : found.start()]
    ):
        return None
    if pattern is _LASTED and not (_ENDED.search(behind) or (_TO.search(between) and not _BEGUN.search(behind))):
        return None
    if found[0].startswith("共") and not re.fullmatch(r"[止，,\s]*", behind):
        return None
    if (
        "次年" in lead
        or "翌年" in lead
        or re.search(r"\d", behind)
        or re.search(r"其中|另|工作日", behind + found[0])
        or _DEMANDED.search(behind)
    ):
        return None
    return first, last


def _with_year(text: str) -> str:
    """A sentence that gives no year at all is read in a common one: lengths over February are then left."""
    if re.search(r"(?:19|20)\d\d\s*[年./-]|同年|当年|次年|翌年|上年", text):
        return re.sub(r"同年|当年", "", text)
    found = re.search(r"\d{1,2}\s*月\s*\d{1,2}\s*[日号]", text)
    return text if found is None else f"{text[: found.start()]}2023年{text[found.start() :]}"


def _judged(
    part: Part, place: Place, text: str, found: re.Match[str], pattern: re.Pattern[str], first: Dated, last: Dated
) -> Result:
    number = quantities.whole(found["n"])
    low, _ = sentence_at(text, found.start(), found.end())
    quote = re.sub(r"^[\s，,]+", "", text[low : min(len(text), found.end() + _tail(text[found.end() :]))])
    where = (evidence(place.quoting(quote.strip()), part.kind),)
    days = (last.first - first.first).days
    if pattern is _LASTED:
        holds, shown = days - 1 <= number <= days + 1, f"{days}天（首尾两天都计为{days + 1}天）"
    elif pattern is _AT_LEAST:
        holds, shown = last.first + timedelta(days=2) >= later(first.first, number, found["unit"]), f"{days + 1}天"
    else:
        holds, shown = last.first <= later(first.first, number, found["unit"]) + timedelta(days=1), f"{days}天"
    told = re.sub(r"^.*?(?=不少于|不低于|不短于|至少|≥)", "", found[0])
    words = f"{first.first.month}月{first.first.day}日至{last.first.month}月{last.first.day}日"
    if holds:
        return Holds(f"{words}共{shown}，与“{told}”相符", where)
    return Hit(
        evidence=where,
        says={"subject": "期间长度", "first": told, "second": f"{words}共{shown}"},
        computation=f"{words} 共 {shown}，与“{told}”不符",
        confidence=0.85,
        key=("span", told, words),
    )


def _tail(rest: str) -> int:
    """How much of what follows belongs to the clause."""
    found = re.search(r"[，,。；;\n]", rest)
    return found.start() if found else len(rest)
