"""findings.json: an audit in the shape of the contract."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from pydantic import BaseModel

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
)
from docaudit.rules import Rule


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of findings.json."""
    schema = FindingsFile.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def write_json(audit: model.Audit, path: Path, rules: tuple[Rule, ...], folder: Path) -> None:  # noqa: ARG001
    """Write findings.json, UTF-8, two spaces, the same bytes for the same audit; one entry at a time is in memory."""
    with path.open("w", encoding="utf-8") as file:
        for i, (name, value) in enumerate(_content(audit)):
            file.write(f'{"," if i else "{"}\n  "{name}": ')
            if isinstance(value, Iterator):
                _write_list(file, value)
            else:
                file.write(_told(value, 2))
        file.write("\n}\n")


def _write_list(file: TextIO, entries: Iterator[BaseModel]) -> None:
    empty = True
    for entry in entries:
        file.write(f"{'[' if empty else ','}\n    {_told(entry.model_dump(mode='json'), 4)}")
        empty = False
    file.write("[]" if empty else "\n  ]")


def _told(value: Any, margin: int) -> str:
    """Return JSON whose lines but the first begin after a margin; strings in JSON hold no line breaks."""
    return json.dumps(value, ensure_ascii=False, indent=2).replace("\n", "\n" + " " * margin)


def _content(audit: model.Audit) -> Iterator[tuple[str, Any]]:
    """Yield the members of `FindingsFile`; lists of entries come as iterators."""
    owner = {part.id: project.id for project in audit.projects for part in project.parts}
    demanded = set_above(audit)
    paths = audit.paths
    yield "schema_version", FindingsFile.model_fields["schema_version"].default
    yield "tool", {"name": "docaudit", "version": docaudit.__version__}
    yield "documents", (_document(paper, owner, audit.coverage[paper.document.id]) for paper in audit.papers)
    yield "projects", map(_project, audit.projects)
    yield "indicators", (_indicator(i, demanded.get(i.id, ()), paths) for i in audit.indicators)
    yield "outcomes", map(_outcome, audit.outcomes)
    yield "findings", (_finding(f, paths) for f in audit.findings)
    yield "notes", list(audit.notes)


def _project(project: model.Project) -> ProjectEntry:
    documents = list(dict.fromkeys(part.document for part in project.parts))
    return ProjectEntry(id=project.id, name=project.name, code=project.code, document_ids=documents)


def _indicator(indicator: model.Indicator, demanded: tuple[model.Claim, ...], paths: dict[str, str]) -> IndicatorEntry:
    return IndicatorEntry(
        id=indicator.id,
        project_id=indicator.project_id,
        name=indicator.name,
        polarity=indicator.polarity,
        claims=[_claim(c, indicator.link(c), paths) for c in indicator.claims],
        chain=chain(indicator, demanded),
    )


def _outcome(outcome: model.Outcome) -> OutcomeEntry:
    return OutcomeEntry(
        rule=outcome.rule,
        clear=outcome.clear,
        found=outcome.found,
        not_applicable=outcome.not_applicable,
        failed=outcome.failed,
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
