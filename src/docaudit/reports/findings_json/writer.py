"""findings.json: an audit in the shape of the contract."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import docaudit
from docaudit import model
from docaudit.reports.chains import chain, set_above
from docaudit.reports.findings_json.contract import (
    ClaimEntry,
    CoverageCounts,
    DocumentEntry,
    DocumentPart,
    EvidenceEntry,
    FindingEntry,
    FindingsFile,
    IndicatorEntry,
    OutcomeEntry,
    Place,
    ProjectEntry,
    Quantity,
    Tool,
)
from docaudit.rules import Rule


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of findings.json."""
    schema = FindingsFile.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def write_json(audit: model.Audit, path: Path, rules: tuple[Rule, ...], folder: Path) -> None:  # noqa: ARG001
    """Write findings.json, UTF-8, two spaces, the same bytes for the same audit."""
    content = build(audit).model_dump(mode="json")
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def build(audit: model.Audit) -> FindingsFile:
    """Return the audit in the shape of the contract."""
    owner = {part.id: project.id for project in audit.projects for part in project.parts}
    demanded = set_above(audit)
    paths = audit.paths
    return FindingsFile(
        tool=Tool(name="docaudit", version=docaudit.__version__),
        documents=[_document(paper, owner, audit.coverage[paper.document.id]) for paper in audit.papers],
        projects=[
            ProjectEntry(
                id=p.id, name=p.name, code=p.code, document_ids=list(dict.fromkeys(part.document for part in p.parts))
            )
            for p in audit.projects
        ],
        indicators=[
            IndicatorEntry(
                id=i.id,
                project_id=i.project_id,
                name=i.name,
                polarity=i.polarity,
                claims=[_claim(c, i.link(c), paths) for c in i.claims],
                chain=chain(i, demanded.get(i.id, ())),
            )
            for i in audit.indicators
        ],
        outcomes=[
            OutcomeEntry(rule=o.rule, clear=o.clear, found=o.found, not_applicable=o.not_applicable, failed=o.failed)
            for o in audit.outcomes
        ],
        findings=[_finding(f, paths) for f in audit.findings],
        notes=list(audit.notes),
    )


def _document(paper: model.Paper, owner: dict[str, str], coverage: model.Coverage) -> DocumentEntry:
    document = paper.document
    parts = [
        DocumentPart(
            kind=part.kind,
            kind_confidence=round(part.confidence, 2),
            title=part.title,
            profile=part.profile,
            project_id=owner.get(part.id),
            fields=_fields(part),
        )
        for part in paper.parts
    ]
    first = parts[0] if parts else None
    return DocumentEntry(
        id=document.id,
        path=document.path,
        sha256=document.sha256,
        kind=first.kind if first else model.Kind.OTHER,
        kind_confidence=first.kind_confidence if first else 0.0,
        project_id=next((p.project_id for p in parts if p.project_id), None),
        status=document.status,
        problems=list(document.problems),
        pages=document.pages,
        fields=first.fields if first else {},
        coverage=CoverageCounts(figures=coverage.figures, in_claims=coverage.in_claims, in_checks=coverage.in_checks),
        parts=parts,
    )


def _fields(part: model.Part) -> dict[str, str]:
    fields: dict[str, str] = {}
    for item in part.fields:
        fields.setdefault(item.name, item.value)
    return fields


def _claim(claim: model.Claim, link: float, paths: dict[str, str]) -> ClaimEntry:
    return ClaimEntry(
        document_id=claim.place.document,
        path=paths.get(claim.place.document, ""),
        stage=claim.stage,
        role=claim.role,
        name=claim.name,
        quantity=_quantity(claim.quantity),
        text=claim.text,
        period=claim.period.text if claim.period else None,
        caliber={name: "或".join(values) for name, values in claim.caliber.facets().items()},
        confidence=round(claim.confidence * link, 2),
        place=_place(claim.place),
        quote=claim.place.quote,
    )


def _quantity(quantity: model.Quantity | None) -> Quantity | None:
    if quantity is None:
        return None
    return Quantity(
        text=quantity.text,
        relation=quantity.relation,
        low=_digits(quantity.low),
        high=_digits(quantity.high),
        unit=quantity.unit.text if quantity.unit else None,
        approximate=quantity.approximate,
        multiplier=format(quantity.multiplier, "f"),
    )


def _digits(number: object) -> str | None:
    return None if number is None else format(number, "f")


def _place(place: model.Place) -> Place:
    return Place(
        page=place.page,
        bbox=None if place.bbox is None else (place.bbox[0], place.bbox[1], place.bbox[2], place.bbox[3]),
        table=place.table,
        row=place.row,
        column=place.column,
        paragraph=place.paragraph,
        sheet=place.sheet,
        cell=place.cell,
        headings=list(place.headings),
        where=place.where,
    )


def _finding(finding: model.Finding, paths: dict[str, str]) -> FindingEntry:
    return FindingEntry(
        id=finding.id,
        code=finding.code,
        rule=finding.rule,
        severity=finding.severity,
        confidence=finding.confidence,
        project_id=finding.project_id,
        indicator_id=finding.indicator_id,
        title=finding.title,
        message=finding.message,
        computation=finding.computation,
        evidence=[
            EvidenceEntry(
                document_id=e.place.document,
                path=paths.get(e.place.document, ""),
                stage=e.stage,
                place=_place(e.place),
                quote=e.place.quote,
                doubts=[text for text, _ in e.place.doubtful()],
            )
            for e in finding.evidence
        ],
        basis=finding.basis,
        remedy=finding.remedy,
        status=finding.status,
    )
