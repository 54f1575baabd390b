"""One thread as an auditor lays it out: what each paper says, for which time, and what may be set against what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from docaudit import quantities
from docaudit.align import core
from docaudit.checks.base import Case
from docaudit.checks.papers import REPORTING, label, owner, per_case, quoted
from docaudit.checks.times import paper_year, project_end, same_time
from docaudit.model import Claim, Indicator, Kind, Part, Role, Severity, Unit

PROMISING = (Kind.APPLICATION, Kind.TASK_AGREEMENT, Kind.AMENDMENT)
FINAL = (Kind.SELF_EVALUATION, Kind.ACCEPTANCE_REPORT, Kind.EVALUATION_REPORT)

WEAK_LINK = 0.7
"""Below this a finding says that the two may not be one indicator, and counts one step less."""

_MIDWAY = re.compile(r"中期|阶段(?:性)?(?:自评|评价|评估|检查|总结|进展|报告)")
NUMBERING = re.compile(r"^\s*(?:[（(]?\d{1,2}[)）．.、]|[一二三四五六七八九十]{1,2}、|[①-⑳])(?!\d)")


@dataclass(frozen=True, slots=True)
class Side:
    """What one paper says in one thread, in reading order."""

    part: Part
    label: str
    claims: tuple[Claim, ...]
    interim: bool = False

    def of(self, role: Role) -> tuple[Claim, ...]:
        """The claims of one role."""
        return tuple(claim for claim in self.claims if claim.role is role)

    @property
    def kind(self) -> Kind:
        """The kind of paper; a self-evaluation half way or of an earlier year tells of progress, not of the end."""
        return Kind.PROGRESS_REPORT if self.interim else self.part.kind


@per_case
def _known_sides(case: Case) -> dict[str, tuple[Side, ...]]:
    """Return the dictionary that `sides` fills for this case, by indicator."""
    del case
    return {}


def sides(indicator: Indicator, case: Case) -> tuple[Side, ...]:
    """Return what each part of the project says in the thread, in the order of stages; silent parts are left out.

    What a report only quotes from other papers is left out: it is no statement of its own.
    """
    known = _known_sides(case)
    if indicator.id not in known:
        known[indicator.id] = _sides(indicator, case)
    return known[indicator.id]


def _sides(indicator: Indicator, case: Case) -> tuple[Side, ...]:
    by_part: dict[str, list[Claim]] = {}
    for claim in indicator.claims:
        part = owner(claim, case)
        if part is not None and not quoted(claim):
            by_part.setdefault(part.id, []).append(claim)
    return tuple(
        Side(part, label(part, case), tuple(by_part[part.id]), is_interim(part, case))
        for part in case.project.parts
        if part.id in by_part
    )


def is_midway(part: Part) -> bool:
    """Whether a report says in its title that the project still runs."""
    return part.kind in REPORTING and _MIDWAY.search(part.title) is not None


def is_interim(part: Part, case: Case) -> bool:
    """Whether a report is not about the end: half way, or an evaluation of a year before the project's last."""
    if is_midway(part):
        return True
    if part.kind not in (Kind.SELF_EVALUATION, Kind.EVALUATION_REPORT):
        return False
    year, end = paper_year(part), project_end(case)
    return bool(year and end) and year < end


def latest_promise(
    before: Sequence[Side], claim: Claim, case: Case, *, comparable: bool = True
) -> tuple[Side, Claim] | None:
    """Return the last target in force that was set before for the time of `claim`.

    An agreement supersedes the application: what it does not take up is in force no more.
    """
    for side in reversed(before):
        if side.kind not in PROMISING or (side.kind is Kind.APPLICATION and _agreed(case)):
            continue
        found = [t for t in side.of(Role.TARGET) if same_time(t, claim, case)]
        if comparable:
            found = [t for t in found if measured_alike(t, claim)]
        if found:
            return side, nearest(claim, found) if side.kind is not Kind.AMENDMENT else found[-1]
    return None


@per_case
def _agreed(case: Case) -> bool:
    """Whether an agreement lists targets of its own."""
    return any(c.role is Role.TARGET for part in case.parts(Kind.TASK_AGREEMENT) for c in part.claims)


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
    """Return how sure it is that the claims are about one thing: under one name, or in one row, there is no doubt."""
    rows = {(c.place.document, c.place.table, c.place.row) for c in claims if c.place.table is not None}
    if claims and (len({core(claim.name) for claim in claims}) == 1 or (len(rows) == 1 and _all_in_tables(claims))):
        return 1.0
    return min((indicator.link(claim) for claim in claims), default=1.0)


def _all_in_tables(claims: Sequence[Claim]) -> bool:
    return all(claim.place.table is not None and claim.place.row is not None for claim in claims)


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
    fitting = [c for c in clauses if value in c]
    clause = NUMBERING.sub("", next((c for c in fitting if claim.name in c), fitting[0] if fitting else "")).strip()
    return clause if len(value) + 2 <= len(clause) <= 40 else f"{claim.name}{value}"


def value_of(claim: Claim) -> str:
    """Return the value as written."""
    return claim.quantity.text if claim.quantity is not None else claim.text or ""


def reported_before(earlier: Part, later: Part) -> bool:
    """Whether the dates that two reports print do not say that the one called later is the older."""
    dates = [part.field("report_date") for part in (earlier, later)]
    first, second = (field.value if field is not None else "" for field in dates)
    return not first or not second or first[:7] <= second[:7]
