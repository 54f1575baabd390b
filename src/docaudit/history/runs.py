"""What one run writes down, and how it differs from the run before."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, update

from docaudit.history import tables
from docaudit.model import Audit, Changes, Finding, PastFinding, Severity


def compare(audit: Audit, known: dict[str, Any], before: Any) -> Changes:
    """Return what the audit has that the rows of earlier findings have not, and the other way round."""
    ids = {finding.id for finding in audit.findings}
    if before is None:
        return Changes(None, new=frozenset(ids))
    lately = {name for name, row in known.items() if row.last_run == before.id}
    gone = [_past(known[name]) for name in sorted(lately - ids)]
    return Changes(
        aware(before.at),
        new=frozenset(ids - known.keys()),
        reappeared=frozenset((ids & known.keys()) - lately),
        still_open=frozenset(ids & lately),
        resolved=tuple(sorted(gone, key=lambda p: (p.severity.rank, p.code, p.message, p.id))),
    )


def _past(row: Any) -> PastFinding:
    return PastFinding(
        row.finding,
        row.code,
        row.rule,
        Severity(row.severity),
        row.project_id,
        row.title,
        row.message,
        tuple(json.loads(row.papers)),
    )


def write_findings(connection: Connection, folder: int, run: int, audit: Audit, known: dict[str, Any]) -> None:
    """Write the findings of a run: new ones, and that known ones were seen again."""
    paths = audit.paths
    fresh = []
    for finding in {finding.id: finding for finding in audit.findings}.values():
        values = {**_row(finding, paths), "last_run": run}
        if finding.id not in known:
            fresh.append({"folder_id": folder, "finding": finding.id, "first_run": run, **values})
            continue
        table = tables.findings
        mine = (table.c.folder_id == folder) & (table.c.finding == finding.id)
        connection.execute(update(table).where(mine).values(values))
    if fresh:
        connection.execute(insert(tables.findings), fresh)


def _row(finding: Finding, paths: dict[str, str]) -> dict[str, Any]:
    papers = dict.fromkeys(paths.get(e.place.document, "") for e in finding.evidence)
    return {
        "code": finding.code,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "project_id": finding.project_id,
        "title": finding.title,
        "message": finding.message,
        "papers": json.dumps(list(papers), ensure_ascii=False),
    }


def write_projects(connection: Connection, run: int, audit: Audit) -> None:
    """Write the counts of every project."""
    counts = Counter((finding.project_id, finding.severity) for finding in audit.findings)
    names = {project.id: project.label for project in audit.projects}
    names.update({project_id: names.get(project_id, "") for project_id, _ in counts})
    rows = [
        {
            "run_id": run,
            "project_id": project_id,
            "name": name,
            "errors": counts[project_id, Severity.ERROR],
            "warnings": counts[project_id, Severity.WARNING],
            "hints": counts[project_id, Severity.INFO],
        }
        for project_id, name in names.items()
    ]
    if rows:
        connection.execute(insert(tables.run_projects), rows)


def naive(at: datetime) -> datetime:
    """UTC without saying so, as the tables keep it."""
    return at.astimezone(UTC).replace(tzinfo=None)


def aware(at: datetime) -> datetime:
    """What the tables keep, as a moment."""
    return at.replace(tzinfo=UTC)
