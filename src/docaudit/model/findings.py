"""What a run reports: findings with evidence, what was checked and holds, and the counts that show nothing was skipped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from docaudit.model.claims import Claim, Coverage, Indicator, Kind, Paper, Project
from docaudit.model.documents import Place

if TYPE_CHECKING:
    from docaudit.model.decisions import Changes, Decision


UNNAMED, NO_PROJECT = "（未写项目名称）", "（不属于某一项目）"


class Severity(StrEnum):
    """How bad the matter is if the finding is right; how sure we are is the finding's confidence."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 is the worst."""
        return ("error", "warning", "info").index(self.value)

    @property
    def label(self) -> str:
        """What the spreadsheet says."""
        return {"error": "错误", "warning": "警告", "info": "提示"}[self.value]


class FindingStatus(StrEnum):
    """What a person decided."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One side of a finding: a place with its quotation, and the stage of the paper it stands in."""

    place: Place
    stage: Kind


@dataclass(frozen=True, slots=True)
class Finding:
    """Figures that do not fit.  `evidence[0]` is what must be changed, the others are what it contradicts."""

    id: str
    code: str
    rule: str
    severity: Severity
    confidence: float
    project_id: str
    title: str
    message: str
    evidence: tuple[Evidence, ...]
    computation: str = ""
    basis: str = ""
    remedy: str = ""
    indicator_id: str | None = None
    status: FindingStatus = FindingStatus.OPEN

    def places_in(self, document: str) -> tuple[Place, ...]:
        """Return the places of the evidence in one document."""
        return tuple(item.place for item in self.evidence if item.place.document == document)


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """A relation that was recomputed and holds: the proof that it was checked."""

    rule: str
    project_id: str
    computation: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one rule over the run.  Silence is never a pass."""

    rule: str
    clear: int = 0
    found: int = 0
    not_applicable: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Audit:
    """The whole result of a run, in a deterministic order.

    `papers` and the parts of `projects` are outlines: no blocks, claims, figures and recomputations, except for
    policies and guidelines, which every project is compared with.  The whole papers are in `whole`.
    """

    papers: tuple[Paper, ...]
    projects: tuple[Project, ...]
    indicators: Sequence[Indicator]
    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]
    records: Sequence[CheckRecord]
    coverage: dict[str, Coverage]
    """By document id."""
    notes: tuple[str, ...] = ()
    """What the reader of the report must know: checks that failed, rules switched off, papers left out."""
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    """What reviewers said, by finding id; empty where no history is kept."""
    changes: Changes | None = None
    """This run against the one before; None where no history is kept."""
    history_key: str = ""
    """Says which folder's history decisions on this audit belong to; empty where no history is kept."""
    above: Sequence[tuple[str, tuple[Claim, ...]]] = ()
    """What policies and guidelines of the folder set for an indicator: its id, their claims."""
    whole: Mapping[str, Paper] = field(default_factory=dict, compare=False, repr=False)
    """The papers that were read, by document id, with all that stands in them; each is fetched when it is asked for."""

    @property
    def paths(self) -> dict[str, str]:
        """The path of every paper by its document's id."""
        return {paper.document.id: paper.document.path for paper in self.papers}

    @property
    def project_labels(self) -> dict[str, str]:
        """What a report calls every project by its id; "" is what belongs to none."""
        return {**{project.id: project.label or UNNAMED for project in self.projects}, "": NO_PROJECT}
