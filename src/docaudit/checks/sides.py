"""One thread as an auditor lays it out: what each paper says, for which time, and what may be set against what."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TypeVar

from docaudit import quantities
from docaudit.checks.base import Case
from docaudit.model import Claim, Indicator, Kind, Part, Period, Place, Role, Severity, Table, Unit

T = TypeVar("T")

PROMISING = (Kind.APPLICATION, Kind.TASK_AGREEMENT, Kind.AMENDMENT)
REPORTING = (Kind.PROGRESS_REPORT, Kind.SELF_EVALUATION, Kind.ACCEPTANCE_REPORT, Kind.EVALUATION_REPORT)
FINAL = (Kind.SELF_EVALUATION, Kind.ACCEPTANCE_REPORT, Kind.EVALUATION_REPORT)

WEAK_LINK = 0.7
"""Below this a finding says that the two may not be one indicator, and counts one step less."""

_ELSEWHERE = re.compile(
    r"(?:验收报告|自评报告|自评价|自评材料|申请报告|申报书|任务书|申报材料|验收材料|进展报告|中期报告)(?:中|里)?(?:为|显示|填报|填写|写|载明|所列|又|则)"
)
_NUMBERING = re.compile(r"^\s*(?:[（(]?\d{1,2}[)）．.、]|[一二三四五六七八九十]{1,2}、|[①-⑳])(?!\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_WHOLE = re.compile(r"完成时|执行期|实施期|项目期|建设期|合同期|期末|期满|结题|验收|总目标|总体|合计|累计|截至|总计")
_INTERIM = re.compile(r"中期|阶段|半年|季度|上半|月")
_AVERAGE = re.compile(r"年均|每年|平均")
_ANNUAL = re.compile(r"年度指标值|年度目标|年初|当年|本年|年度绩效|全年")


@dataclass(frozen=True, slots=True)
class Span:
    """The time of a claim in a form that can be compared: whole, interim, average or year, and which year."""

    kind: str
    year: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """What one paper says in one thread, in reading order."""

    part: Part
    label: str
    claims: tuple[Claim, ...]

    def of(self, role: Role) -> tuple[Claim, ...]:
        """The claims of one role."""
        return tuple(claim for claim in self.claims if claim.role is role)

    @property
    def kind(self) -> Kind:
        """The kind of paper."""
        return self.part.kind


def per_case(function: Callable[[Case], T]) -> Callable[[Case], T]:
    """Remember the answer for the case last asked about: checks run over one case after another."""
    last: list[tuple[Case, T]] = []

    def remembered(case: Case) -> T:
        if not last or last[0][0] is not case:
            last[:] = [(case, function(case))]
        return last[0][1]

    return remembered


@per_case
def _known_sides(case: Case) -> dict[str, tuple[Side, ...]]:
    """Return the dictionary that `sides` fills for this case, by indicator."""
    del case
    return {}


def sides(indicator: Indicator, case: Case) -> tuple[Side, ...]:
    """Return what each part of the project says in the thread, in the order of stages; silent parts are left out.

    What an evaluation only quotes from other papers is left out: it is no statement of its own.
    """
    known = _known_sides(case)
    if indicator.id not in known:
        known[indicator.id] = _sides(indicator, case)
    return known[indicator.id]


def _sides(indicator: Indicator, case: Case) -> tuple[Side, ...]:
    by_part: dict[str, list[Claim]] = {}
    for claim in indicator.claims:
        part = _owner(claim, case)
        if part is not None and not _reported(claim):
            by_part.setdefault(part.id, []).append(claim)
    return tuple(
        Side(part, label(part, case), tuple(by_part[part.id])) for part in case.project.parts if part.id in by_part
    )


def label(part: Part, case: Case) -> str:
    """Return what an auditor calls the paper: its kind, and its file name where the project has several of that kind."""
    alike = [other for other in case.project.parts if other.kind is part.kind]
    if len(alike) == 1:
        return part.kind.label
    return f"{part.kind.label}（{PurePosixPath(part.path).stem}）"


def span(claim: Claim) -> Span:
    """Return the time a claim is about; a claim that says nothing is about the whole project."""
    period = claim.period
    if period is None:
        return Span("year") if any(_ANNUAL.search(step) for step in claim.path) else Span("whole")
    return _span(period)


@lru_cache(maxsize=4096)
def _span(period: Period) -> Span:
    if period.basis in ("whole", "cumulative"):
        return Span("whole")
    if period.basis in ("interim", "average"):
        return Span(period.basis)
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
    left, right = span(a), span(b)
    if not left.year and not right.year and _report_years(a, b, case):
        return False
    if left == right:
        return left.kind != "year" or bool(left.year) or a.stage is b.stage
    if left.kind == right.kind == "year":
        return not left.year or not right.year
    if {left.kind, right.kind} == {"year", "whole"}:
        return one_year(case)
    return "average" in (left.kind, right.kind) and "whole" in (left.kind, right.kind)


def _report_years(a: Claim, b: Claim, case: Case) -> bool:
    """Whether the claims stand in reports for two different years."""
    years = []
    for claim in (a, b) if a.stage in REPORTING and b.stage in REPORTING else ():
        part = _owner(claim, case)
        field = part.field("year") if part is not None else None
        found = _YEAR.search(field.value if field is not None else part.title if part is not None else "")
        years.append(found.group() if found else "")
    return len(years) == 2 and all(years) and years[0] != years[1]


def one_year(case: Case) -> bool:
    """Whether the papers say that the project lasts no longer than a year or so."""
    for part in case.project.parts:
        start, end = part.field("start"), part.field("end")
        if start is not None and end is not None:
            months = [_months(start.value), _months(end.value)]
            if None not in months:
                return (months[1] or 0) - (months[0] or 0) <= 13
    return False


def _months(text: str) -> int | None:
    found = re.search(r"((?:19|20)\d\d)\D{0,3}(\d{1,2})?", text)
    return int(found[1]) * 12 + int(found[2] or 1) if found else None


def latest_promise(
    before: Sequence[Side], claim: Claim, case: Case, *, comparable: bool = True
) -> tuple[Side, Claim] | None:
    """Return the last target that application, agreement or amendment set for the time of `claim`."""
    for side in reversed(before):
        if side.kind not in PROMISING:
            continue
        found = [t for t in side.of(Role.TARGET) if same_time(t, claim, case)]
        if comparable:
            found = [t for t in found if measured_alike(t, claim)]
        if found:
            return side, nearest(claim, found) if side.kind is not Kind.AMENDMENT else found[-1]
    return None


def nearest(claim: Claim, others: Sequence[Claim]) -> Claim:
    """Return the claim that stands closest: same row, then most of the same headings, then the same words, then order."""

    def closeness(other: Claim) -> tuple[bool, int, bool]:
        place, mine = other.place, claim.place
        row = place.document == mine.document and place.table is not None
        row = row and (place.table, place.row) == (mine.table, mine.row)
        return row, len(set(other.path) & set(claim.path)), other.name == claim.name

    return max(others, key=closeness)


def measured_alike(a: Claim, b: Claim) -> bool:
    """Whether both are quantities whose numbers can be compared as they stand."""
    if a.quantity is None or b.quantity is None:
        return False
    if (a.quantity.growth is None) != (b.quantity.growth is None) and _family(a) != "ratio":
        return False
    return same_unit(a.quantity.unit, b.quantity.unit)


def same_unit(a: Unit | None, b: Unit | None) -> bool:
    """Whether numbers in the two units count alike: a unit that is not stated takes a count's, 个 counts anything."""
    if a is None or b is None:
        known = a or b
        return known is None or known.dimension.startswith("count.")
    counted = a.dimension.startswith("count.") and b.dimension.startswith("count.")
    return quantities.comparable(a, b) or (counted and "个" in (a.canonical, b.canonical))


def _family(claim: Claim) -> str:
    dimension = claim.quantity.dimension if claim.quantity is not None else None
    return (dimension or "").split(".")[0]


def link(indicator: Indicator, *claims: Claim) -> float:
    """Return how sure it is that the claims belong to the thread, together."""
    return min((indicator.link(claim) for claim in claims), default=1.0)


def confidence(indicator: Indicator, *claims: Claim) -> float:
    """Return extraction times link."""
    return min((claim.confidence for claim in claims), default=1.0) * link(indicator, *claims)


def weaken(severity: Severity, indicator: Indicator, *claims: Claim) -> Severity:
    """Return the severity, one step less where the link is weak."""
    if link(indicator, *claims) >= WEAK_LINK:
        return severity
    return Severity.WARNING if severity is Severity.ERROR else Severity.INFO


def doubt(indicator: Indicator, *claims: Claim) -> str:
    """Return the words that a weak link adds to a message."""
    return "；两处名称不同，请核实是否为同一指标" if link(indicator, *claims) < WEAK_LINK else ""


def said(claim: Claim) -> str:
    """Return name and value as one phrase, verbatim where the paper has them in one phrase."""
    value = claim.quantity.text if claim.quantity is not None else claim.text or ""
    clauses = re.split(r"[，,。；;、：:\n]", claim.place.quote) if value else []
    clause = _NUMBERING.sub("", next((c for c in clauses if value in c), "")).strip()
    return clause if len(value) + 2 <= len(clause) <= 40 else f"{claim.name}{value}"


def value_of(claim: Claim) -> str:
    """Return the value as written."""
    return claim.quantity.text if claim.quantity is not None else claim.text or ""


def reported_before(earlier: Part, later: Part) -> bool:
    """Whether the dates that two reports print do not say that the one called later is the older."""
    dates = [part.field("report_date") for part in (earlier, later)]
    first, second = (field.value if field is not None else "" for field in dates)
    return not first or not second or first[:7] <= second[:7]


def texts_of(part: Part) -> Iterator[tuple[str, Place]]:
    """Yield every text of a part without blanks, with its place."""
    for block in part.blocks:
        if isinstance(block, Table):
            yield from (("".join(cell.text.split()), cell.place) for cell in block.cells())
        else:
            yield "".join(block.text.split()), block.place


def _owner(claim: Claim, case: Case) -> Part | None:
    fitting = [p for p in case.project.parts if p.document == claim.place.document and p.kind is claim.stage]
    if len(fitting) > 1:
        return next((p for p in fitting if any(c.id == claim.id for c in p.claims)), None)
    return fitting[0] if fitting else None


def _reported(claim: Claim) -> bool:
    return claim.stage is Kind.EVALUATION_REPORT and _ELSEWHERE.search(claim.context) is not None
