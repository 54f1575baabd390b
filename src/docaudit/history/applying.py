"""Put what people decided, and what changed since the last run, into an audit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from docaudit.model import Audit, Changes, Decision, Verdict


def with_history(audit: Audit, decisions: Mapping[str, Decision], changes: Changes | None, key: str) -> Audit:
    """Return the audit with the status that each finding got from its decision.

    A finding that was called 已整改 and is reported all the same stays open: the papers have the last word.
    """
    findings = tuple(
        replace(finding, status=decisions[finding.id].verdict.status)
        if finding.id in decisions and decisions[finding.id].verdict is not Verdict.RESOLVED
        else finding
        for finding in audit.findings
    )
    return replace(audit, findings=findings, decisions=dict(decisions), changes=changes, history_key=key)
