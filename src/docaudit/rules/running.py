"""Run rules over projects and over the folder, and count what became of each."""

from __future__ import annotations

import hashlib
import re
import traceback
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from docaudit.checks import Case, Folder, Hit, Holds, Scope
from docaudit.checks.base import CheckFunction
from docaudit.model import Bundle, CheckRecord, Evidence, Finding, Outcome, Packed, Part, Severity
from docaudit.rules.entries import Rule


@dataclass(frozen=True, slots=True)
class RunResult:
    """What running the rules gave; `touched` are the ids of indicators for which at least one check said something."""

    findings: tuple[Finding, ...]
    records: Sequence[CheckRecord]
    outcomes: tuple[Outcome, ...]
    touched: frozenset[str]
    notes: tuple[str, ...]


@dataclass(slots=True)
class Told:
    """What one rule said of one project (or of what belongs to none)."""

    clear: int = 0
    found: int = 0
    idle: int = 0
    failed: int = 0
    findings: list[Finding] = field(default_factory=list)
    records: list[CheckRecord] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    packed: Bundle | None = None
    """The records, once they have been packed; `records` is empty then."""


def packed(told: Iterable[Told]) -> tuple[Told, ...]:
    """Pack the records of what rules said, in their order; the many that had nothing to say share a few entries."""
    silent: dict[tuple[int, ...], Told] = {}
    result = []
    for one in told:
        if not (one.findings or one.records or one.notes or one.packed):
            counts = (one.clear, one.found, one.idle, one.failed)
            result.append(silent.setdefault(counts, Told(*counts, packed=Bundle.of(()))))
        else:
            if one.packed is None:
                one.packed, one.records = Bundle.of(one.records), []
            result.append(one)
    return tuple(result)


@dataclass(slots=True)
class Examined:
    """What all rules, in their order, said of one project; `touched` as in `RunResult`."""

    told: list[Told]
    touched: set[str]


def examine(rules: Sequence[Rule], parts: Sequence[Part], case: Case | None) -> Examined:
    """Run every rule that looks at a part, an indicator or a project over one project, or over parts that belong to none.

    A check that raises is counted as failed for that subject and named in `notes`; the rest runs on.
    """
    result = Examined([], set())
    owner = case.project.id if case is not None else ""
    for rule in rules:
        told = Told()
        for scope, function in rule.check.ways:
            for arguments, indicator in _subjects(scope, parts, case):
                _run(rule, function, arguments, owner, indicator, told, result.touched)
        result.told.append(told)
    return result


def run_rules(
    rules: Sequence[Rule],
    folder: Folder,
    examined: Callable[[Sequence[Part], Case | None], Examined] | None = None,
) -> RunResult:
    """Run every rule over every subject of its scope; `examined` may know what `examine` would say of a project."""
    ask = examined or (lambda parts, case: examine(rules, parts, case))
    owners = {part.id: case.project.id for case in folder.cases for part in case.project.parts}
    groups: dict[str, list[Part]] = {case.project.id: [] for case in folder.cases}
    stray: list[Part] = []
    for paper in folder.papers:
        for part in paper.parts:
            groups.get(owners.get(part.id, ""), stray).append(part)
    said = [ask(groups[case.project.id], case) for case in folder.cases]
    said.append(ask(stray, None))
    touched = {indicator for one in said for indicator in one.touched}
    return combine(rules, folder, [one.told for one in said], frozenset(touched))


def combine(
    rules: Sequence[Rule],
    folder: Folder,
    said: Sequence[Sequence[Told]],
    touched: frozenset[str] = frozenset(),
) -> RunResult:
    """Put together what all rules said of each project, and let the rules that look at the whole folder speak."""
    findings: list[Finding] = []
    bundles: list[Bundle] = []
    outcomes: list[Outcome] = []
    notes: list[str] = []
    for i, rule in enumerate(rules):
        whole = Told()
        for scope, function in rule.check.ways:
            if scope is Scope.FOLDER:
                _run(rule, function, (folder,), "", None, whole, set())
        every = [*(told[i] for told in said), whole]
        for told in every:
            findings += told.findings
            bundles.append(told.packed if told.packed is not None else Bundle.of(told.records))
            notes += told.notes
        counts = (sum(getattr(t, name) for t in every) for name in ("clear", "found", "idle", "failed"))
        outcomes.append(Outcome(rule.slug, *counts))
    return RunResult(_numbered(findings), Packed(bundles), tuple(outcomes), touched, tuple(notes))


def _subjects(scope: Scope, parts: Sequence[Part], case: Case | None) -> Iterable[tuple[tuple[Any, ...], str | None]]:
    if scope is Scope.PART:
        return [((part,), None) for part in parts]
    if case is None:
        return ()
    if scope is Scope.INDICATOR:
        return [((indicator, case), indicator.id) for indicator in case.indicators]
    return [((case,), None)] if scope is Scope.PROJECT else ()


def _run(
    rule: Rule,
    function: CheckFunction,
    arguments: tuple[Any, ...],
    owner: str,
    indicator: str | None,
    told: Told,
    touched: set[str],
) -> None:
    try:
        results = list(function(*arguments, **rule.thresholds))
        made = [_finding(rule, r, owner, indicator) for r in results if isinstance(r, Hit)]
    except Exception:  # noqa: BLE001  (our own bug must not cost the auditor the rest of the run)
        told.failed += 1
        last = traceback.format_exc(limit=-1).strip().splitlines()
        told.notes.append(
            f"规则 {rule.entry.code} {rule.entry.title} 对一处内容检查失败：{last[-1]}（{last[1].strip()}）"
        )
        return
    held = [r for r in results if isinstance(r, Holds)]
    told.findings += made
    told.records += [CheckRecord(rule.slug, owner, r.computation, r.evidence) for r in held]
    told.clear, told.found = told.clear + len(held), told.found + len(made)
    told.idle += not results
    if results and indicator:
        touched.add(indicator)


def _finding(rule: Rule, hit: Hit, project_id: str, indicator_id: str | None) -> Finding:
    owner = hit.project_id if hit.project_id is not None else project_id
    key = hit.key or tuple(_plain(e.place.quote) for e in hit.evidence)
    digest = hashlib.sha1("\x1f".join((owner, rule.slug, *map(_plain, key))).encode()).hexdigest()
    message = rule.entry.message.format_map(dict(hit.says))
    doubts = {} if hit.of_recognition else _doubts(hit, message)
    if doubts:
        message += f"（识别存疑：{'、'.join(f'“{text}”' for text in doubts)}，请先核对原件）"
    return Finding(
        id=f"{rule.entry.code}-{digest[:10]}",
        code=rule.entry.code,
        rule=rule.slug,
        severity=_severity(rule, hit),
        confidence=round(max(0.0, min(1.0, hit.confidence, *doubts.values())), 2),
        project_id=owner,
        title=rule.entry.title,
        message=message,
        evidence=hit.evidence,
        computation=hit.computation,
        basis=rule.entry.basis,
        remedy=rule.entry.remedy,
        indicator_id=indicator_id,
    )


_SHORT = 30


def _doubts(hit: Hit, message: str) -> dict[str, float]:
    """Return the doubtful figures that the matter rests on: those it tells, and those of a short cell."""
    told = _figures(f"{message} {hit.computation}")
    found: dict[str, float] = {}
    for item in hit.evidence:
        for text, certainty in item.place.doubtful():
            if (item.place.column is not None and len(item.place.quote) <= _SHORT) or not told.isdisjoint(
                _figures(text) or {text}
            ):
                found[text] = min(certainty, found.get(text, 1.0))
    return found


def _figures(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", unicodedata.normalize("NFKC", text).replace(",", "")))


def _severity(rule: Rule, hit: Hit) -> Severity:
    own = rule.entry.severity
    if hit.severity is None:
        return own
    return max(own, hit.severity, key=lambda s: s.rank) if rule.severity_is_chosen else hit.severity


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _numbered(findings: list[Finding]) -> tuple[Finding, ...]:
    """Sort worst first, and tell apart findings whose ids would be equal, in reading order."""
    seen: dict[str, int] = {}
    result = []
    for finding in findings:
        nth = seen[finding.id] = seen.get(finding.id, 0) + 1
        result.append(finding if nth == 1 else replace(finding, id=f"{finding.id}-{nth}"))
    return tuple(
        sorted(result, key=lambda f: (f.severity.rank, f.project_id, f.code, _reading_order(f.evidence), f.id))
    )


def _reading_order(evidence: tuple[Evidence, ...]) -> tuple[Any, ...]:
    if not evidence:
        return ()
    place = evidence[0].place
    return (place.document, place.page or 0, place.table or 0, place.row or 0, place.paragraph or 0, place.column or 0)
