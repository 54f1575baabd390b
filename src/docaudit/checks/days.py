"""The days that a text tells, with or without their year: 2023年4月22日…4月11日, 5月…4月, 3月上旬, 次年1月.

A year that is not printed is that of the date before it in the paragraph, or unknown: then the days are compared with
each other in one common year, and only where they would lie a year apart otherwise (`apart`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from docaudit.checks.datings import half_width
from docaudit.checks.moments import made

_DAY = re.compile(
    r"(?<![\d.〔\[第-])(?:(?P<y>(?:19|20)\d\d)\s*(?:年\s*|[-./](?=\d{1,2}(?:[-./]\d|\D)))|(?P<next>次年|翌年|第二年)|(?P<same>同年|当年|本年|今年))?"
    r"(?<!\d)(?P<m>\d{1,2})\s*(?:月(?:份(?!额))?|[-./](?=\d))\s*(?:(?P<d>\d{1,2})\s*(?:[日号]|(?=\s|$|[，,。；;、）)|至—–~～-]))|(?P<third>[上中下]旬|上半月|下半月|初|底|末))?"
)
_REST = re.compile(r"\s*(?:[-—–~～－]{1,3}|至|到)\s*(?P<d>\d{1,2})\s*[日号]")
_YEAR = re.compile(r"((?:19|20)\d\d)\s*年(?:度|来)?(?!\s*\d{1,2}\s*月)")
_ELSEWHERE = re.compile(r"[比较自从至到与和同截超]\s*$")
_THIRDS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "上半月": (1, 15), "下半月": (16, 31)}
_THIRDS |= {"初": (1, 15), "底": (20, 31), "末": (20, 31)}
_ANY_YEAR = 2023
_WRAP = 120
"""Days by which a step without a year may seem too early: beyond, it is taken for one of the year after."""


@dataclass(frozen=True, slots=True)
class Day:
    """A date or a span in a text: the first and the last day that it may be, its offsets, and how its year is known."""

    first: date
    last: date
    start: int
    end: int
    year: str
    """printed, carried (from the date before), or unknown."""
    text: str = ""
    """As it is printed."""


def days(text: str) -> list[Day]:
    """Return the days and months of a text in order; a span of days of one month is one of them."""
    text = half_width(text)
    found: list[Day] = []
    year: int | None = None
    contexts = [(m.end(), int(m[1])) for m in _YEAR.finditer(text) if not _ELSEWHERE.search(text[: m.start()])]
    for match in _DAY.finditer(text):
        if match["y"] is None and "月" not in match[0]:
            continue
        if match["y"] is None and re.match(r"\s*[内个]|份?以?[来内]", text[match.end() :]):
            continue
        at = max((end for end, _ in contexts if end <= match.start()), default=None)
        if (
            at is not None
            and (not found or found[-1].end < at)
            and not re.search(r"[，,；;]", text[at : match.start()])
        ):
            year = next(told for end, told in contexts if end == at)
        if match["y"]:
            year, how = int(match["y"]), "printed"
        elif match["next"] and year is not None:
            year, how = year + 1, "printed"
        else:
            how = "unknown" if year is None else "carried"
        known = _made(year if year is not None else _ANY_YEAR, match)
        if known is None:
            continue
        end, last = match.end(), known[1]
        rest = _REST.match(text, end) if match["d"] else None
        until = made(str(known[0].year), str(known[0].month), rest["d"]) if rest is not None else None
        if rest is not None and until is not None:
            end, last = rest.end(), max(last, until[1])
        found.append(Day(known[0], last, match.start(), end, how, text[match.start() : end].strip()))
    return found


def _made(year: int, match: re.Match[str]) -> tuple[date, date] | None:
    known = made(str(year), match["m"], match["d"])
    if known is None or not match["third"]:
        return known
    low, high = _THIRDS[match["third"]]
    return known[0] + timedelta(days=low - 1), min(known[1], known[0] + timedelta(days=high - 1))


def too_late(first: Day, then: Day) -> bool:
    """Whether what is told of `first` is surely later than what is told of `then`, which ought to follow it."""
    if first.first <= then.last:
        return False
    if then.year == "printed":
        return first.year == "printed" or (first.year == "carried" and first.start < then.start)
    return (first.first - then.last).days <= _WRAP
