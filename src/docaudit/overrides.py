"""Findings of the projects and papers for which the configuration says something else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from docaudit.config import Override
from docaudit.model import Finding, Paper, Project


def overridden(
    findings: Sequence[Finding], overrides: Sequence[Override], projects: Sequence[Project], papers: Sequence[Paper]
) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """Return the findings that are left, in their order, with the severities of the overrides; and a note on the rest."""
    if not overrides:
        return tuple(findings), ()
    names = {project.id: (project.name, project.code) for project in projects}
    paths = {paper.document.id: paper.document.path for paper in papers}
    kept = []
    left_out: Counter[str] = Counter()
    for finding in findings:
        own = [o for o in overrides if _meant(finding, o, names.get(finding.project_id, ()), paths)]
        if any(finding.code in o.disable or finding.rule in o.disable for o in own):
            left_out[f"{finding.code} {finding.title}"] += 1
            continue
        severity = finding.severity
        for override in own:
            severity = override.severity.get(finding.code, override.severity.get(finding.rule, severity))
        kept.append(finding if severity is finding.severity else replace(finding, severity=severity))
    notes = tuple(f"按配置的 [[overrides]] 未列出：{title}，{n} 个。" for title, n in sorted(left_out.items()))
    return tuple(kept), notes


def _meant(finding: Finding, override: Override, names: Sequence[str], paths: dict[str, str]) -> bool:
    if any(name and fnmatchcase(name, pattern) for name in names for pattern in override.projects):
        return True
    path = paths.get(finding.evidence[0].place.document, "") if finding.evidence else ""
    return any(fnmatchcase(path, pattern) for pattern in override.paths)
