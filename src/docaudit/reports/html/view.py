"""What the page shows, as plain values for its template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from docaudit.model import Audit, Claim, Finding, FindingStatus, Indicator, Kind, Role, Severity, Verdict

_STATUS_OF = {
    FindingStatus.OPEN: "未复核",
    FindingStatus.CONFIRMED: "确认",
    FindingStatus.REJECTED: "误报",
    FindingStatus.RESOLVED: "已整改",
}
_ROLES = ((Role.BASELINE, "基线"), (Role.TARGET, "目标"), (Role.ACTUAL, "实际"))


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: its label, its three counts, and their total's share of the longest bar (0 to 100)."""

    label: str
    counts: tuple[int, int, int]
    share: float

    @property
    def total(self) -> int:
        """All three."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator of the comparison: a cell a column, and whether its value differs from the column before."""

    name: str
    cells: tuple[tuple[str, bool], ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The indicators of one project over its stages."""

    project: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]


def status_label(finding: Finding, audit: Audit) -> str:
    """Return the state of a finding as a reviewer says it."""
    decision = audit.decisions.get(finding.id)
    if decision is not None and decision.verdict is Verdict.PENDING:
        return Verdict.PENDING.label
    return _STATUS_OF[finding.status]


def bars(audit: Audit, names: Iterable[tuple[str, str]], key: str) -> tuple[Bar, ...]:
    """Count the findings by an attribute (`project_id`, `rule`), for every name that has any, the most first."""
    counts = Counter((getattr(f, key), f.severity) for f in audit.findings)
    rows = [(label, tuple(counts[value, severity] for severity in Severity)) for value, label in names]
    rows = [row for row in rows if any(row[1])]
    rows.sort(key=lambda row: (-sum(row[1]), row[0]))
    longest = max((sum(numbers) for _, numbers in rows), default=1)
    return tuple(Bar(label, (n[0], n[1], n[2]), 100 * sum(n) / longest) for label, n in rows)


def comparisons(audit: Audit) -> tuple[Comparison, ...]:
    """Return the comparison of every project that has indicators."""
    found = []
    by_indicator: dict[str | None, list[Finding]] = {}
    for finding in audit.findings:
        by_indicator.setdefault(finding.indicator_id, []).append(finding)
    names = audit.project_labels
    for project in audit.projects:
        own = [i for i in audit.indicators if i.project_id == project.id]
        shown = {(c.stage, c.role) for i in own for c in i.claims}
        spots = [(kind, role, label) for kind in Kind for role, label in _ROLES if (kind, role) in shown]
        if not spots:
            continue
        heads = tuple(f"{kind.label}·{label}" for kind, _, label in spots)
        rows = tuple(_row(i, spots, tuple(by_indicator.get(i.id, ()))) for i in own)
        found.append(Comparison(names[project.id], heads, tuple(r for r in rows if any(text for text, _ in r.cells))))
    return tuple(found)


def _row(indicator: Indicator, spots: list[tuple[Kind, Role, str]], findings: tuple[Finding, ...]) -> Row:
    cells: list[tuple[str, bool]] = []
    last: dict[Role, set[object]] = {}
    for kind, role, _ in spots:
        group = indicator.at(kind, role)
        values = {essence(claim) for claim in group}
        text = "\n".join(dict.fromkeys(_value(claim) for claim in group))
        cells.append((text, bool(values) and role in last and last[role] != values))
        if values:
            last[role] = values
    return Row(indicator.name, tuple(cells), findings)


def _value(claim: Claim) -> str:
    text = claim.quantity.text if claim.quantity is not None else claim.text or ""
    text = text if len(text) <= 60 else text[:59] + "…"
    return f"{text}（{claim.period.text}）" if claim.period is not None else text


def essence(claim: Claim) -> object:
    """Return what makes two values the same, however they are written."""
    quantity = claim.quantity
    if quantity is None:
        return claim.text
    unit = quantity.unit.canonical if quantity.unit else None
    return quantity.relation, _base(quantity.low, quantity.factor), _base(quantity.high, quantity.factor), unit


def _base(number: Decimal | None, factor: Decimal) -> Decimal | None:
    return None if number is None else (number * factor).normalize()
