"""The time a claim is about, and which claims are about the same time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from docaudit import quantities
from docaudit.checks.base import Case
from docaudit.checks.papers import REPORTING, owner, per_case, per_claim
from docaudit.model import Claim, Part, Period, Role

_YEAR = re.compile(r"(?:19|20)\d\d")
_WHOLE = re.compile(r"完成时|执行期|实施期|项目期|建设期|合同期|期末|期满|结题|验收|总目标|总体|合计|累计|截至|总计")
_ON_THE_WAY = re.compile(r"^届时|中期(?:检查|要求|目标|指标|考核|评估)|阶段(?:性)?(?:目标|要求|考核|检查)")
_INTERIM = re.compile(r"中期|阶段|半年|季度|上半|月")
_PART_OF_YEAR = re.compile(r"半年|季度")
_AVERAGE = re.compile(r"年均|每年|平均")
_DEADLINE = re.compile(r"年[底末]|年度末|前|止")
_YEARS_SO_FAR = re.compile(
    r"(?<![\d第])([一两二三四五六七八九\d])年(?:累计|计划|任务|目标|应|预期|来|间|合计|指标|实际|完成|情况)"
)
_ANNUAL = re.compile(r"年度指标值|年度目标|年初|当年|本年|年度绩效|全年")


@dataclass(frozen=True, slots=True)
class Span:
    """The time of a claim in a form that can be compared: whole, interim, average or year, and which year."""

    kind: str
    year: str = ""


@per_claim
def span(claim: Claim) -> Span:
    """Return the time a claim is about; a claim that says nothing is about the whole project."""
    period = claim.period
    if period is None and claim.role is Role.TARGET and _on_the_way(claim):
        return Span("interim")
    if period is None:
        return Span("year") if any(_ANNUAL.search(step) for step in claim.path) else Span("whole")
    return _span(period)


def _on_the_way(claim: Claim) -> bool:
    """Whether an agreement sets the target for a check half way: 届时 in its name, or the heading it stands under."""
    return claim.stage not in REPORTING and any(
        _ON_THE_WAY.search(words) for words in (claim.name, *claim.path, *claim.place.headings[-1:])
    )


@lru_cache(maxsize=4096)
def _span(period: Period) -> Span:
    if period.basis in ("whole", "cumulative"):
        return Span("whole")
    if period.basis in ("interim", "average"):
        return Span(period.basis, period.text if _PART_OF_YEAR.search(period.text) else "")
    start, end = period.start, period.end
    if start and end:
        return Span("year", start[:4]) if start[:4] == end[:4] else Span("whole")
    if period.basis == "year":
        found = _YEAR.search(start or end or period.text)
        return Span("year", found.group() if found else "")
    if _AVERAGE.search(period.text):
        return Span("average")
    if _WHOLE.search(period.text):
        return Span("whole")
    if _INTERIM.search(period.text):
        return Span("interim", period.text)
    found = _YEAR.search(period.text)
    return Span("year", found.group()) if found else Span("whole")


def same_time(a: Claim, b: Claim, case: Case) -> bool:
    """Whether two claims are about the same time; in a project of one year the year is the whole.

    Of two reports of one kind for two years each is about its own year.
    """
    left, right = (_situated(claim, case) for claim in (a, b))
    if not left.year and not right.year and _report_years(a, b, case):
        return False
    if span(a) == span(b) == Span("year") and not (left.year and right.year):
        return a.stage is b.stage
    if left == right:
        return left.kind != "year" or bool(left.year) or a.stage is b.stage
    if left.kind == right.kind == "year":
        return not left.year or not right.year
    if {left.kind, right.kind} == {"year", "whole"}:
        return one_year(case) or (_is_level(a) and _is_level(b) and (left.year or right.year) == project_end(case))
    return "average" in (left.kind, right.kind) and "whole" in (left.kind, right.kind)


def _situated(claim: Claim, case: Case) -> Span:
    """Return the span as its paper and project make it plain: 本年 of the report for 2021, 到2022年底 when that is the end."""
    known = span(claim)
    if (
        claim.role is Role.TARGET
        and known.kind == "whole"
        and (_before_the_end(claim, case) or _of_some_years(claim, case))
    ):
        return Span("interim")
    if known.kind != "year":
        return known
    if claim.role is Role.TARGET and known.year and _is_state(claim, case):
        if known.year == project_end(case):
            return Span("whole")
        if claim.place.table is not None:
            return Span("interim" if _in_row(claim, case) else "whole")
    if not known.year and claim.stage in REPORTING:
        return Span("year", _heading_year(claim) or paper_year(owner(claim, case)))
    by_end = known.year and claim.period is not None and _DEADLINE.search(claim.period.text)
    return Span("whole") if by_end and known.year == project_end(case) else known


def _in_row(claim: Claim, case: Case) -> tuple[str, ...]:
    """Return the years of the other targets in the row of a table."""
    part, place = owner(claim, case), claim.place
    if part is None or place.table is None or place.row is None:
        return ()
    return tuple(
        span(other).year
        for other in part.claims
        if other.role is Role.TARGET
        and (other.place.table, other.place.row) == (place.table, place.row)
        and other.place.column != place.column
    )


def _is_state(claim: Claim, case: Case) -> bool:
    """Whether a target is what shall be reached by then and no work of one year: by a month, or in years with gaps between.

    A column 2025年6月 beside 中期 says how far things are then; so do columns 2023年 and 2025年 of a plan for five years.
    """
    period = claim.period
    if period is None:
        return False
    if period.start and period.start == period.end and len(period.start) >= len("2025-06"):
        return True
    years = sorted({int(year) for year in (span(claim).year, *_in_row(claim, case)) if year})
    return len(years) > 1 and all(later - earlier > 1 for earlier, later in pairwise(years))


def _heading_year(claim: Claim) -> str:
    """Return the year of the chapter that a claim stands in, of a report on several years with a chapter each."""
    found = next((years for heading in reversed(claim.place.headings) if (years := _YEAR.findall(heading))), [])
    return found[0] if len(found) == 1 else ""


def _before_the_end(claim: Claim, case: Case) -> bool:
    """Whether a target is one up to a day in a year before the project's last: 截至2023年5月 of a project until 2024."""
    period = claim.period
    if period is None or period.basis != "cumulative" or not period.end:
        return False
    return period.end[:4] < project_end(case)


def _of_some_years(claim: Claim, case: Case) -> bool:
    """Whether a report measures by what was planned for its first years: 两年计划 of a project of three years."""
    if claim.stage not in REPORTING:
        return False
    told = (found for words in (*claim.path, *claim.place.headings[-1:]) for found in _YEARS_SO_FAR.finditer(words))
    years = [length.value for match in told if (length := quantities.parse(f"{match[1]}年")) is not None]
    lasting = _lasting(case)
    return bool(years) and lasting is not None and all(n + 2 < lasting for n in years)  # 年 is counted in months


def _is_level(claim: Claim) -> bool:
    """Whether a target is a state, which the last year's column gives for the end: a share, but no growth."""
    quantity = claim.quantity
    return (
        claim.role is Role.TARGET and quantity is not None and quantity.dimension == "ratio" and quantity.growth is None
    )


def _report_years(a: Claim, b: Claim, case: Case) -> bool:
    """Whether the claims stand in reports for two different years."""
    if a.stage not in REPORTING or b.stage not in REPORTING:
        return False
    years = [paper_year(owner(claim, case)) for claim in (a, b)]
    return all(years) and years[0] != years[1]


def paper_year(part: Part | None) -> str:
    """Return the year that a report is about, "" when it does not say."""
    if part is None:
        return ""
    field = part.field("year")
    found = _YEAR.search(field.value if field is not None else part.title)
    return found.group() if found else ""


@per_case
def project_end(case: Case) -> str:
    """Return the latest year in which the papers say that the project ends, "" when none says."""
    ends = (part.field("end") for part in case.project.parts)
    found = [match.group() for end in ends if end is not None and (match := _YEAR.search(end.value))]
    return max(found, default="")


def one_year(case: Case) -> bool:
    """Whether the papers say that the project lasts no longer than a year or so."""
    lasting = _lasting(case)
    return lasting is not None and lasting <= 13


@per_case
def _lasting(case: Case) -> int | None:
    """Return the months from the project's start to its end as the first paper with both says, None where none does."""
    for part in case.project.parts:
        start, end = part.field("start"), part.field("end")
        if start is not None and end is not None:
            months = [_months(start.value), _months(end.value)]
            if None not in months:
                return (months[1] or 0) - (months[0] or 0)
    return None


def _months(text: str) -> int | None:
    found = re.search(r"((?:19|20)\d\d)\D{0,3}(\d{1,2})?", text)
    return int(found[1]) * 12 + int(found[2] or 1) if found else None
