"""What lies on the reviewer's desk: one audited folder, its findings, and the decisions taken so far."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from docaudit.history import History
from docaudit.model import Audit, Decision, Document, Evidence, Finding, Severity, Verdict
from docaudit.review.names import Question, questions
from docaudit.rules import Rule
from docaudit.sight import Originals, Pages, Picture, fragment, together

UNDECIDED = "未复核"
STATES = (UNDECIDED, *(verdict.label for verdict in Verdict if verdict.label))


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list shows; an empty value lets everything through."""

    project: str = "*"
    rule: str = "*"
    severity: str = "*"
    state: str = "*"
    words: str = ""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One thing to look at: evidence that stands together, its paper, and the block as HTML where there is no page image."""

    number: int
    evidence: tuple[Evidence, ...]
    document: Document | None
    has_picture: bool
    html: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How many findings of a project, or of all, have a decision."""

    id: str
    name: str
    total: int
    decided: int
    worst: Severity | None

    @property
    def percent(self) -> int:
        """Share decided, 0 to 100."""
        return 100 * self.decided // self.total if self.total else 100


class Desk:
    """One folder under review.  May be used by several threads."""

    def __init__(
        self,
        folder: Path,
        name: str,
        history: History,
        run: Callable[[], tuple[Audit, tuple[Rule, ...]]],
        reviewer: str,
    ) -> None:
        self.folder, self.name, self.reviewer = folder, name, reviewer
        self._history, self._run = history, run
        self._lock = threading.RLock()
        self._originals = Originals(folder)
        self._pages = Pages(self._originals)
        self.refresh()

    def refresh(self) -> None:
        """Audit the folder (again) with the aliases that were confirmed since."""
        audit, rules = self._run()
        with self._lock:
            self.audit, self.rules = audit, rules
            self.findings = {finding.id: finding for finding in audit.findings}
            self.documents = {paper.document.id: paper.document for paper in audit.papers}
            self.projects = audit.project_labels
            self._questions = questions(audit)
            self._texts = {f.id: self._text(f) for f in audit.findings}
            self._decisions = self._history.decisions(self.name)

    def close(self) -> None:
        """Take unpacked archives and open papers away."""
        with self._lock:
            self._pages.close()
            self._originals.close()

    def _text(self, finding: Finding) -> str:
        quotes = (f"{e.place.quote} {self.documents[e.place.document].path}" for e in finding.evidence)
        parts = (finding.code, finding.title, finding.message, self.projects.get(finding.project_id, ""), *quotes)
        return " ".join(parts).lower()

    def decision(self, finding: str) -> Decision | None:
        """Return the decision in force on a finding."""
        return self._decisions.get(finding)

    def state(self, finding: str) -> str:
        """Return what the list says of a finding."""
        decision = self._decisions.get(finding)
        return decision.verdict.label if decision is not None else UNDECIDED

    def select(self, wanted: Filter) -> list[Finding]:
        """Return the findings that the filter lets through, in the order of the report."""
        words = wanted.words.lower().split()
        return [
            f
            for f in self.audit.findings
            if wanted.project in ("*", f.project_id)
            and wanted.rule in ("*", f.rule)
            and wanted.severity in ("*", f.severity.value)
            and wanted.state in ("*", self.state(f.id))
            and all(word in self._texts[f.id] for word in words)
        ]

    def decide(self, findings: Sequence[str], verdict: Verdict, note: str) -> int:
        """Take the same decision on several findings; ids that are not on the desk are left out."""
        known = [Decision(f, verdict, note.strip(), self.reviewer) for f in findings if f in self.findings]
        with self._lock:
            written = self._history.decide(self.name, known, datetime.now(UTC))
            self._decisions = self._history.decisions(self.name)
        return written

    def undo(self, finding: str) -> bool:
        """Take back the last decision on a finding."""
        with self._lock:
            done = self._history.undo(self.name, finding)
            self._decisions = self._history.decisions(self.name)
        return done

    def log(self, finding: str) -> tuple[Decision, ...]:
        """Return every decision on a finding, the first first."""
        return self._history.log(self.name, finding)

    def progress(self) -> list[Progress]:
        """Return the progress of every project that has findings, after that of all together (id "*")."""
        groups: dict[str, list[Finding]] = {}
        for finding in self.audit.findings:
            groups.setdefault(finding.project_id, []).append(finding)
        rows = [self._progress(key, self.projects.get(key, key), own) for key, own in groups.items()]
        return [self._progress("*", "全部", list(self.audit.findings)), *rows]

    def _progress(self, key: str, name: str, own: list[Finding]) -> Progress:
        worst = min((f.severity for f in own), key=lambda s: s.rank, default=None)
        return Progress(key, name, len(own), sum(f.id in self._decisions for f in own), worst)

    def exhibits(self, finding: Finding) -> list[Exhibit]:
        """Return what to look at for a finding."""
        shown = []
        for number, group in enumerate(together(finding.evidence)):
            place = group[0].place
            document = self.documents.get(place.document)
            pictured = document is not None and place.bbox is not None and self.has_pages(document)
            html = "" if pictured or document is None else fragment(self.whole(document), [e.place for e in group])
            shown.append(Exhibit(number, group, document, pictured, html))
        return shown

    def whole(self, document: Document) -> Document:
        """Return the paper with its text."""
        with self._lock:
            paper = self.audit.whole.get(document.id)
        return paper.document if paper is not None else document

    def has_pages(self, document: Document) -> bool:
        """Whether the paper's pages can be shown as pictures."""
        with self._lock:
            return self._pages.can_show(document)

    def crop(self, finding: Finding, number: int) -> Picture | None:
        """Return the crop for the nth exhibit of a finding."""
        groups = together(finding.evidence)
        if not 0 <= number < len(groups):
            return None
        places = [e.place for e in groups[number]]
        document = self.documents.get(places[0].document)
        if document is None:
            return None
        with self._lock:
            return self._pages.crop(document, places, quality=60)

    def page(self, document: Document, number: int, finding: Finding | None) -> Picture | None:
        """Return a page of a paper, with what the finding quotes on it boxed."""
        places = finding.places_in(document.id) if finding else ()
        with self._lock:
            return self._pages.page(document, number, places)

    def questions(self) -> list[Question]:
        """Return the pairs of names that may mean one indicator and that nobody has answered."""
        asked = {*self._history.aliases(self.name), *self._history.aliases(self.name, same=False)}
        return [q for q in self._questions if (q.first, q.second) not in asked]

    def answer(self, first: str, second: str, *, same: bool) -> None:
        """Write down the answer to a question; `refresh` makes use of it."""
        self._history.answer_alias(self.name, first, second, same=same)
