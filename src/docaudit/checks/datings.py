"""Every date in a text, spans and dates without a year included, and the length of a span in months."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from docaudit.checks.moments import made

_FULL = (
    r"(?P<y>(?:19|20)\d\d)\s*(?:年\s*(?:(?P<m>\d{1,2})\s*月(?:\s*(?P<d>\d{1,2})\s*[日号])?)?"
    r"|[-./](?P<m2>\d{1,2})(?:[-./](?P<d2>\d{1,2}))?(?![\d%]))"
)
_SHORT = r"(?<!\d)(?P<m3>\d{1,2})\s*月(?:\s*(?P<d3>\d{1,2})\s*[日号])?(?!\s*份?\s*内)"
_DAY_ONLY = r"(?<![\d月.])(?P<d4>\d{1,2})\s*[日号]"
_DATE = re.compile(rf"(?<![\d.〔\[第-]){_FULL}|{_SHORT}|{_DAY_ONLY}")
_HALF_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_TO = re.compile(r"\s*(?:起|开始)?\s*(?:[-—–~～－]{1,3}|至|到)\s*")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a text: the first and the last day it may be, its offsets, and its precision (year, month or day)."""

    first: date
    last: date
    start: int
    end: int
    precise: str


@dataclass(frozen=True, slots=True)
class Ranged:
    """A span of dates in a text with its offsets."""

    first: Dated
    last: Dated
    start: int
    end: int


@lru_cache(maxsize=8192)
def half_width(text: str) -> str:
    """Return a text with its full-width digits as plain ones, offsets kept."""
    return text.translate(_HALF_WIDTH)


def dated(text: str) -> list[Dated]:
    """Return the dates of a text in order; a month or a day without its year or month takes those of the date before it.

    It does so only within a sentence, and not where it would lie before that date: 2023年12月20日…1月5日.
    """
    return list(_dated(text))


@lru_cache(maxsize=8192)
def _dated(text: str) -> tuple[Dated, ...]:
    found: list[Dated] = []
    text = half_width(text)
    for match in _DATE.finditer(text):
        year, month, day = match["y"], match["m"] or match["m2"], match["d"] or match["d2"]
        if year is None:
            before = found[-1] if found and not re.search(r"[。；;\n]", text[found[-1].end : match.start()]) else None
            if before is None or (match["d4"] and before.precise == "year"):
                continue
            year = str(before.last.year)
            month, day = match["m3"] or str(before.last.month), match["d3"] or match["d4"]
            near = text[before.end : match.start()]
            if match["d4"] and not _TO.fullmatch(near):
                continue
            if int(month) < before.first.month or (before.precise == "year" and len(near) > 12):
                continue
        days = made(year, month, day)
        if days is not None:
            precise = "day" if day else "month" if month else "year"
            found.append(Dated(*days, match.start(), match.end(), precise))
    return tuple(found)


def ranged(text: str) -> Iterator[Ranged]:
    """Yield the spans of a text: 2021年7月至2023年6月, 2021.07—2023.06, 2024年3月1日至7日."""
    dates = dated(text)
    for first, last in pairwise(dates):
        if _TO.fullmatch(text[first.end : last.start]) and first.first <= last.last:
            yield Ranged(first, last, first.start, last.end)


def months(span: Ranged) -> int:
    """Return how many months a span touches, its first and last one included."""
    a, b = span.first.first, span.last.last
    return (b.year - a.year) * 12 + b.month - a.month + 1


def later(day: date, number: int, unit: str, *, at_month_end: bool = False) -> date:
    """Return the day so many days (日, 天), months (月) or years after another.

    `at_month_end` keeps the last day of a month the last: three months after 30 June are over on 30 September.
    """
    if unit in ("日", "天"):
        return day + timedelta(days=number)
    year, month = divmod(day.year * 12 + day.month - 1 + number * (12 if unit == "年" else 1), 12)
    last = monthrange(year, month + 1)[1]
    is_last = at_month_end and day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if is_last else min(day.day, last))


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the offsets of the sentence around a stretch of text."""
    low = max((text.rfind(mark, 0, start) for mark in "。；;！\n"), default=-1) + 1
    ends = [at for mark in "。；;！\n" if (at := text.find(mark, end)) >= 0]
    return low, min(ends, default=len(text))
