"""What people decide about findings, and how findings change from run to run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from docaudit.model.findings import FindingStatus, Severity


class Verdict(StrEnum):
    """What a reviewer says of a finding."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    RESOLVED = "resolved"
    PENDING = "pending"
    WITHDRAWN = "withdrawn"
    """An earlier decision was taken back; the finding is open again."""

    @property
    def label(self) -> str:
        """What the spreadsheet and the page say; empty for a decision that was taken back."""
        return _LABELS[self]

    @property
    def status(self) -> FindingStatus:
        """What the finding's status becomes."""
        return _STATUS.get(self, FindingStatus.OPEN)


_LABELS = {
    Verdict.CONFIRMED: "确认",
    Verdict.REJECTED: "误报",
    Verdict.RESOLVED: "已整改",
    Verdict.PENDING: "待核实",
    Verdict.WITHDRAWN: "",
}
_STATUS = {
    Verdict.CONFIRMED: FindingStatus.CONFIRMED,
    Verdict.REJECTED: FindingStatus.REJECTED,
    Verdict.RESOLVED: FindingStatus.RESOLVED,
}
VERDICTS_BY_LABEL = {label: verdict for verdict, label in _LABELS.items() if label}
"""确认 → Verdict.CONFIRMED, and so on: what a reviewer may choose from."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One reviewer's word on one finding; `at` is a moment in UTC."""

    finding: str
    verdict: Verdict
    note: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PastFinding:
    """What the history keeps of a finding that an earlier run reported."""

    id: str
    code: str
    rule: str
    severity: Severity
    project_id: str
    title: str
    message: str
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """A run against the run before it; ids of findings, and what an earlier run reported and this one does not."""

    since: datetime | None
    """When the run before was recorded; None when this is the first."""
    new: frozenset[str] = frozenset()
    reappeared: frozenset[str] = frozenset()
    still_open: frozenset[str] = frozenset()
    resolved: tuple[PastFinding, ...] = ()

    def label(self, finding: str) -> str:
        """What a report says of a finding; empty in a first run and for what was there before."""
        if self.since is None:
            return ""
        return "新增" if finding in self.new else "再次出现" if finding in self.reappeared else ""
