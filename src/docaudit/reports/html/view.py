"""What the page shows, as plain values for its template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from docaudit.model import Audit, Finding, FindingStatus, Severity, Verdict
from docaudit.reports.chains import set_above
from docaudit.reports.comparison import Cell, cells, spots

_STATUS_OF = {
    FindingStatus.OPEN: "未复核",
    FindingStatus.CONFIRMED: "确认",
    FindingStatus.REJECTED: "误报",
    FindingStatus.RESOLVED: "已整改",
}


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
    """One indicator of the comparison."""

    name: str
    cells: tuple[Cell, ...]
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
    demanded = set_above(audit)
    for project in audit.projects:
        own = [i for i in audit.indicators if i.project_id == project.id]
        shown = spots(c for i in own for c in (*i.claims, *demanded.get(i.id, ())))
        if not shown:
            continue
        heads = tuple(f"{spot.stage.label}·{spot.label}" for spot in shown)
        rows = (Row(i.name, cells(i, shown, demanded.get(i.id, ())), tuple(by_indicator.get(i.id, ()))) for i in own)
        found.append(Comparison(names[project.id], heads, tuple(r for r in rows if any(c.text for c in r.cells))))
    return tuple(found)
