"""The shape of findings.json, whose JSON Schema is printed from these models."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from docaudit import model


class _Contract(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Tool(_Contract):
    """What wrote the file."""

    name: str
    version: str


class Place(_Contract):
    """Where something stands; what a format does not have is null."""

    page: int | None
    bbox: tuple[float, float, float, float] | None
    table: int | None
    row: int | None
    column: int | None
    paragraph: int | None
    sheet: str | None
    cell: str | None
    headings: list[str]
    where: str


class Quantity(_Contract):
    """A stated value; numbers are strings so that no digit is lost."""

    text: str
    relation: model.Relation
    low: str | None
    high: str | None
    unit: str | None
    approximate: bool
    multiplier: str = "1"


class CoverageCounts(_Contract):
    """Figures read, figures that became claims, figures that took part in at least one check."""

    figures: int
    in_claims: int
    in_checks: int


class DocumentPart(_Contract):
    """One form or report inside a document."""

    kind: model.Kind
    kind_confidence: float
    title: str
    profile: str
    project_id: str | None
    fields: dict[str, str]


class DocumentEntry(_Contract):
    """One paper; `kind`, `project_id` and `fields` are those of its first part, `parts` has all of them."""

    id: str
    path: str
    sha256: str
    kind: model.Kind
    kind_confidence: float
    project_id: str | None
    status: model.Status
    problems: list[str]
    pages: int | None
    fields: dict[str, str]
    coverage: CoverageCounts
    parts: list[DocumentPart]


class ProjectEntry(_Contract):
    """A project and its papers."""

    id: str
    name: str
    code: str
    document_ids: list[str]


class ClaimEntry(_Contract):
    """One stated value of an indicator."""

    document_id: str
    path: str
    stage: model.Kind
    role: model.Role
    name: str
    quantity: Quantity | None
    text: str | None
    period: str | None
    caliber: dict[str, str]
    confidence: float
    place: Place
    quote: str


class IndicatorEntry(_Contract):
    """The thread of one indicator over all stages."""

    id: str
    project_id: str
    name: str
    polarity: model.Polarity
    claims: list[ClaimEntry]
    chain: str = ""
    """What became of it from paper to paper, in words."""


class OutcomeEntry(_Contract):
    """What became of one rule."""

    rule: str
    clear: int
    found: int
    not_applicable: int
    failed: int


class EvidenceEntry(_Contract):
    """One side of a finding."""

    document_id: str
    path: str
    stage: model.Kind
    place: Place
    quote: str
    doubts: list[str] = Field(default_factory=list)
    """Figures of the quotation that were not recognised surely in the picture of the page."""


class FindingEntry(_Contract):
    """Figures that do not fit; the first evidence is what must be changed."""

    id: str
    code: str
    rule: str
    severity: model.Severity
    confidence: float
    project_id: str
    indicator_id: str | None
    title: str
    message: str
    computation: str
    evidence: list[EvidenceEntry]
    basis: str
    remedy: str
    status: model.FindingStatus


class FindingsFile(_Contract):
    """findings.json."""

    schema_version: Literal["1"] = "1"
    tool: Tool
    documents: list[DocumentEntry]
    projects: list[ProjectEntry]
    indicators: list[IndicatorEntry]
    outcomes: list[OutcomeEntry]
    findings: list[FindingEntry]
    notes: list[str] = Field(default_factory=list)
