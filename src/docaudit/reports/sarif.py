"""findings.sarif: SARIF 2.1.0, for code hosts and editors that show what checkers report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from docaudit import __version__
from docaudit.model import Audit, Evidence, Finding, Severity, Status, Verdict
from docaudit.rules import Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SUPPRESSED = {Verdict.REJECTED: "accepted", Verdict.PENDING: "underReview"}


def write_sarif(audit: Audit, path: Path, rules: tuple[Rule, ...], folder: Path) -> None:  # noqa: ARG001
    """Write the findings as SARIF, UTF-8, the same bytes for the same audit."""
    content = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(audit, rules)]}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _run(audit: Audit, rules: tuple[Rule, ...]) -> dict[str, Any]:
    index = {rule.entry.code: i for i, rule in enumerate(rules)}
    paths = audit.paths
    unread = [paper.document for paper in audit.papers if paper.document.status is Status.UNREADABLE]
    return {
        "tool": {
            "driver": {
                "name": "docaudit",
                "version": __version__,
                "semanticVersion": __version__,
                "language": "zh-CN",
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not unread,
                "toolExecutionNotifications": [
                    {
                        "level": "error",
                        "message": {"text": "".join(document.problems)},
                        "locations": [{"physicalLocation": {"artifactLocation": _artifact(document.path)}}],
                    }
                    for document in unread
                ],
            }
        ],
        "results": [_result(finding, index, paths, audit) for finding in audit.findings],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    entry = rule.entry
    return {
        "id": entry.code,
        "name": "".join(word.capitalize() for word in entry.slug.split("-")),
        "shortDescription": {"text": entry.title},
        "fullDescription": {"text": f"{entry.title}。依据：{entry.basis}"},
        "help": {"text": entry.remedy},
        "defaultConfiguration": {"level": _LEVELS[entry.severity]},
        "properties": {"slug": entry.slug},
    }


def _result(finding: Finding, index: dict[str, int], paths: dict[str, str], audit: Audit) -> dict[str, Any]:
    text = f"{finding.message}（核算：{finding.computation}）" if finding.computation else finding.message
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "rank": round(finding.confidence * 100, 1),
        "locations": [_location(e, paths) for e in finding.evidence[:1]],
        "partialFingerprints": {"docauditFinding/v1": finding.id},
        "properties": {"project": finding.project_id, "remedy": finding.remedy},
    }
    if len(finding.evidence) > 1:
        result["relatedLocations"] = [_location(e, paths, i) for i, e in enumerate(finding.evidence[1:], 1)]
    if audit.changes is not None and audit.changes.since is not None:
        known = finding.id in audit.changes.still_open
        result["baselineState"] = "unchanged" if known else "new"
    decision = audit.decisions.get(finding.id)
    if decision is not None and decision.verdict in _SUPPRESSED:
        suppression = {"kind": "external", "status": _SUPPRESSED[decision.verdict]}
        result["suppressions"] = [suppression | ({"justification": decision.note} if decision.note else {})]
    return result


def _location(evidence: Evidence, paths: dict[str, str], number: int | None = None) -> dict[str, Any]:
    place = evidence.place
    # Papers have no lines; code hosts show a result only where it has one.
    region: dict[str, Any] = {"startLine": 1}
    if place.quote:
        region["snippet"] = {"text": place.quote}
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": _artifact(paths.get(place.document, "")), "region": region},
        "logicalLocations": [{"fullyQualifiedName": place.where or evidence.stage.label}],
        "message": {"text": f"{evidence.stage.label} {place.where}".strip()},
    }
    return location if number is None else {"id": number, **location}


def _artifact(path: str) -> dict[str, str]:
    return {"uri": quote(path, safe="/", errors="surrogateescape"), "uriBaseId": "SRCROOT"}
