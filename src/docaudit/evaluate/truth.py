"""The labels beside a dossier (truth.yaml), as pydantic models; corpus/README.md describes them in words."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from pydantic import BaseModel, ConfigDict

from docaudit.model import Kind, Role


class TruthError(Exception):
    """A corpus that cannot be used; the message is Chinese."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TruthPart(_Strict):
    """One form of a paper that holds several."""

    kind: Kind
    title: str = ""
    project: str = ""
    fields: dict[str, str] = {}


class TruthDocument(_Strict):
    """What a careful person sees in one paper."""

    path: str
    kind: Kind = Kind.OTHER
    parts: list[TruthPart] = []
    fields: dict[str, str] = {}
    unreadable: bool = False
    note: str = ""


class TruthProject(_Strict):
    """A project and its papers."""

    name: str
    code: str = ""
    documents: list[str] = []


class TruthClaim(_Strict):
    """One stated value."""

    document: str
    role: Role
    name: str
    quantity: str | None = None
    text: str | None = None
    quote: str = ""
    period: str | None = None


class TruthIndicator(_Strict):
    """The thread of one indicator."""

    name: str
    project: str = ""
    claims: list[TruthClaim]


class TruthFinding(_Strict):
    """A defect that a careful auditor reports."""

    rule: str
    also: list[str] = []
    documents: list[str]
    about: str = ""
    quotes: list[str]
    optional: bool = False
    difficulty: Literal[1, 2, 3] = 1
    note: str = ""


class TruthTrap(_Strict):
    """Something that looks wrong and is right."""

    document: str
    about: str = ""
    quotes: list[str]
    rules: list[str]
    why: str


class TruthRelation(_Strict):
    """Printed figures that hold when they are recomputed; `about` names row and column where the quotation is a cell."""

    document: str
    kind: Literal[
        "sum",
        "share",
        "growth",
        "difference",
        "mean",
        "completion_rate",
        "execution_rate",
        "score",
        "weight_total",
        "part_whole",
    ]
    quotes: list[str]
    about: str = ""


class Truth(_Strict):
    """truth.yaml."""

    title: str
    source: str
    licence: str
    layouts: list[str] = []
    note: str = ""
    documents: list[TruthDocument]
    projects: list[TruthProject] = []
    indicators: list[TruthIndicator] = []
    findings: list[TruthFinding] = []
    traps: list[TruthTrap] = []
    relations: list[TruthRelation] = []


def plain(text: str) -> str:
    """Return text without spaces and in one width, so that quotations can be compared."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
