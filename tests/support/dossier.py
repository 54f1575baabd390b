"""The notation in which rules are tested: a dossier in a few lines, or papers in Markdown.

In papers, `5{ocr=0.6}项` says that the paper was recognised from a picture and how sure the recogniser was of the 5.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from unittest.mock import patch

from docaudit import quantities
from docaudit.align import align
from docaudit.checks import Case, Folder
from docaudit.engine import Options, audit
from docaudit.lexicon import calibers
from docaudit.model import Claim, Document, Finding, Kind, Outcome, Paper, Part, Period, Place, Project, Role
from docaudit.readers import read
from docaudit.rules import load_rules, run_rules
from tests.support.recognised import as_recognised

STAGES = {kind.label: kind for kind in Kind}
ROLES = {"目标": Role.TARGET, "实际": Role.ACTUAL, "基线": Role.BASELINE}


def run_papers(papers: dict[str, str]) -> tuple[tuple[Finding, ...], tuple[Outcome, ...]]:
    """Write the papers to a folder and audit it, whole pipeline."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in papers.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        with patch("docaudit.engine.papers.read", read_recognised):
            result = audit(Path(folder), Options(in_process=True))
    assert not result.notes, result.notes
    return result.findings, result.outcomes


def read_recognised(path: Path, **options: Any) -> Document:
    """Read a paper, and take the marks of recognition in it for what they say."""
    return as_recognised(read(path, **options))


def run_dossier(text: str) -> tuple[tuple[Finding, ...], tuple[Outcome, ...]]:
    """Run the rules on claims written as `stage | role | name | value [| period]`, one a line."""
    by_stage: dict[Kind, list[Claim]] = {}
    for line in text.strip().splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        stage, role, name, value = cells[:4]
        claims = by_stage.setdefault(STAGES[stage], [])
        claims.append(_claim(STAGES[stage], ROLES[role], name, value, cells[4] if len(cells) > 4 else "", len(claims)))
    parts = [
        Part(
            id=f"{kind.value}-0",
            document=kind.value,
            path=f"{kind.label}.md",
            kind=kind,
            profile="",
            confidence=1.0,
            blocks=(),
            title=kind.label,
            claims=tuple(claims),
        )
        for kind, claims in sorted(by_stage.items(), key=lambda item: item[0].order)
    ]
    papers = tuple(Paper(Document(id=p.document, path=p.path, sha256="", format="md"), (p,)) for p in parts)
    shared = (Kind.POLICY, Kind.GUIDELINE)
    project = Project("p1", "示例项目", "", tuple(p for p in parts if p.kind not in shared))
    case = Case(project, align(project), tuple(p for p in parts if p.kind in shared))
    result = run_rules(load_rules(), Folder(papers, (case,)))
    assert not result.notes, result.notes
    return result.findings, result.outcomes


def _claim(stage: Kind, role: Role, name: str, value: str, period: str, nth: int) -> Claim:
    quantity = quantities.parse(value)
    return Claim(
        id=f"{stage.value}-0-c{nth}",
        name=name,
        role=role,
        stage=stage,
        place=Place(stage.value, f"表1 第{nth + 1}行", value, table=1, row=nth + 1),
        quantity=quantity,
        text=None if quantity else value,
        caliber=calibers(name, value, quantity=quantity),
        period=Period(period) if period else None,
        context=f"{name}：{value}",
    )
