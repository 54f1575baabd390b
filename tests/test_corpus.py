"""The labelled dossiers are well formed: what truth.yaml quotes is printed in the papers, and the mix is as promised."""

import re
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
import yaml

from docaudit.evaluate.truth import Truth
from docaudit.model import Kind

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
ROOT = CORPUS / "dossiers"
DOSSIERS = sorted(path.parent for path in ROOT.glob("*/truth.yaml"))
STAGES = sorted(path.parent for path in (CORPUS / "stages").glob("*/truth.yaml"))
BLIND = sorted(path.parent for path in (CORPUS / "blind").glob("*/truth.yaml"))
NUMBERS = sorted(path.parent for path in (CORPUS / "numbers").glob("*/truth.yaml"))

RULES = {
    "target-lowered",
    "target-changed",
    "actual-conflict",
    "indicator-missing",
    "indicator-added",
    "field-conflict",
    "completion-misstated",
    "target-unmet",
    "caliber-unit",
    "caliber-action",
    "caliber-subject",
    "caliber-period",
    "caliber-basis",
    "caliber-scope",
    "target-too-low",
    "target-below-guideline",
    "target-not-measurable",
    "target-below-peers",
    "target-direction",
    "class-unfit-indicator",
    "sum-mismatch",
    "share-mismatch",
    "growth-mismatch",
    "difference-mismatch",
    "mean-mismatch",
    "completion-rate-mismatch",
    "execution-rate-mismatch",
    "score-mismatch",
    "weight-total",
    "grade-mismatch",
    "part-exceeds-whole",
    "unit-scale",
    "figure-conflict",
    "text-table-conflict",
    "denominator-mismatch",
    "count-list-mismatch",
    "impossible-percentage",
    "date-order",
    "late-acceptance",
    "period-conflict",
    "funding-ratio",
    "funding-over-limit",
    "funding-sum",
    "numbering-clash",
    "document-missing",
    "document-unreadable",
    "document-unrecognised",
    "low-ocr-confidence",
}
PLANTED_TWICE = {
    "target-lowered",
    "target-changed",
    "actual-conflict",
    "indicator-missing",
    "completion-misstated",
    "target-unmet",
    "field-conflict",
    "caliber-unit",
    "caliber-action",
    "caliber-subject",
    "target-too-low",
    "target-not-measurable",
    "sum-mismatch",
    "share-mismatch",
    "growth-mismatch",
    "difference-mismatch",
    "completion-rate-mismatch",
    "execution-rate-mismatch",
    "score-mismatch",
    "weight-total",
    "grade-mismatch",
    "figure-conflict",
    "unit-scale",
    "date-order",
    "numbering-clash",
    "document-missing",
    "document-unreadable",
}
FIELDS = {"project_name", "project_code", "undertaker", "leader", "start", "end", "total_budget"}


def _shown(cell: openpyxl.cell.Cell) -> str:
    value = cell.value
    if isinstance(value, int | float):
        match cell.number_format:
            case "0.00%":
                return f"{value * 100:.2f}%"
            case "#,##0.00":
                return f"{value:,.2f}"
            case "0.00":
                return f"{value:.2f}"
    return "" if value is None else str(value)


@cache
def printed(path: Path) -> str:
    """Everything printed in the paper, without white space."""
    match path.suffix:
        case ".docx":
            parts = [
                node.text or "" for node in docx.Document(str(path)).element.body.iter() if node.tag.endswith("}t")
            ]
        case ".xlsx":
            book = openpyxl.load_workbook(path)
            parts = [_shown(cell) for sheet in book for row in sheet.iter_rows() for cell in row]
        case ".pdf":
            with pypdfium2.PdfDocument(path) as pdf:
                parts = [page.get_textpage().get_text_range() for page in pdf]
        case _:
            parts = [path.read_text(encoding="utf-8")]
    return re.sub(r"[\s\ufffe]", "", "".join(parts))


def truth(folder: Path) -> dict:
    return yaml.safe_load((folder / "truth.yaml").read_text(encoding="utf-8"))


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


def unreadable(data: dict) -> set[str]:
    return {path for item in data["findings"] if item["rule"] == "document-unreadable" for path in item["documents"]}


@pytest.fixture(params=[*DOSSIERS, *STAGES, *NUMBERS, *BLIND], ids=lambda path: f"{path.parent.name}/{path.name}")
def dossier(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_schema(dossier: Path) -> None:
    data = truth(dossier)
    assert set(data) - {"relations"} == {
        "title",
        "source",
        "licence",
        "layouts",
        "documents",
        "projects",
        "indicators",
        "findings",
        "traps",
    }
    assert data["licence"] == "CC0-1.0"
    paths = [item["path"] for item in data["documents"]]
    kinds = {str(kind) for kind in Kind}
    for item in data["documents"]:
        assert set(item) <= {"path", "kind", "parts", "fields", "unreadable"}
        assert item["kind"] in kinds
        assert all(part["kind"] in kinds for part in item.get("parts", []))
        assert set(item.get("fields", {})) <= FIELDS
        for name in ("start", "end"):
            assert re.fullmatch(r"\d{4}(-\d\d){0,2}", item.get("fields", {}).get(name, "2000"))
    assert len(paths) == len(set(paths))
    names = {item["name"] for item in data["projects"]}
    for project in data["projects"]:
        assert set(project) <= {"name", "code", "documents"}
        assert set(project["documents"]) <= set(paths)
    for indicator in data["indicators"]:
        assert indicator.get("project") in {None, *names}
        for claim in indicator["claims"]:
            assert claim["document"] in paths
            assert claim["role"] in {"target", "actual", "baseline"}
            assert ("quantity" in claim) != ("text" in claim)
    for finding in data["findings"]:
        assert set(finding) <= {"rule", "also", "documents", "about", "quotes", "optional", "difficulty"}
        assert {finding["rule"], *finding.get("also", [])} <= RULES
        assert finding["documents"]
        assert set(finding["documents"]) <= set(paths)
        assert isinstance(finding["optional"], bool)
        assert finding["difficulty"] in {1, 2, 3}
        assert finding["quotes"] or finding["rule"] == "document-unreadable"
    for trap in data["traps"]:
        assert set(trap) == {"document", "about", "quotes", "rules", "why"}
        assert trap["document"] in paths
        assert trap["rules"]
        assert set(trap["rules"]) <= RULES
    Truth.model_validate(data)


def test_the_folder_holds_exactly_the_listed_papers(dossier: Path) -> None:
    files = {path.relative_to(dossier).as_posix() for path in dossier.rglob("*") if path.is_file()}
    assert files == {item["path"] for item in truth(dossier)["documents"]} | {"truth.yaml"}


def test_quotes_are_printed(dossier: Path) -> None:
    data = truth(dossier)
    text = {
        item["path"]: printed(dossier / item["path"])
        for item in data["documents"]
        if item["path"] not in unreadable(data)
    }
    missing = [
        (claim["document"], claim["quote"])
        for indicator in data["indicators"]
        for claim in indicator["claims"]
        if squeeze(claim["quote"]) not in text[claim["document"]]
    ]
    missing += [
        (item["documents"], quote)
        for item in data["findings"]
        for quote in item["quotes"]
        if not any(squeeze(quote) in text[path] for path in item["documents"])
    ]
    missing += [
        (item["document"], q)
        for item in data["traps"]
        for q in item["quotes"]
        if squeeze(q) not in text[item["document"]]
    ]
    missing += [
        (item["document"], q)
        for item in data.get("relations", [])
        for q in item["quotes"]
        if squeeze(q) not in text[item["document"]]
    ]
    missing += [
        (item["path"], value)
        for item in data["documents"]
        for name, value in item.get("fields", {}).items()
        if name not in {"start", "end"} and squeeze(value) not in text[item["path"]]
    ]
    assert missing == []


def test_unreadable_papers_are_unreadable() -> None:
    seen = 0
    for folder in DOSSIERS:
        for name in unreadable(truth(folder)):
            seen += 1
            path = folder / name
            if path.stat().st_size:
                with pytest.raises(pypdfium2.PdfiumError):
                    pypdfium2.PdfDocument(path)
    assert seen >= 2


def test_the_mix_is_as_promised() -> None:
    data = [truth(folder) for folder in DOSSIERS]
    papers = [item["path"] for one in data for item in one["documents"]]
    required = [item for one in data for item in one["findings"] if not item["optional"]]
    traps_only = [one for one in data if one["traps"] and all(item["optional"] for item in one["findings"])]
    counts = {rule: sum(item["rule"] == rule for item in required) for rule in PLANTED_TWICE}
    assert len(data) >= 10
    assert len(papers) >= 30
    assert len(traps_only) * 3 >= len(data)
    assert {Path(path).suffix for path in papers} == {".docx", ".pdf", ".xlsx", ".md", ".txt"}
    assert len(required) >= 70
    assert {rule for rule, n in counts.items() if n < 2} == set()
    assert sum(path.stat().st_size for path in ROOT.rglob("*") if path.is_file()) < 6_000_000


def test_the_stages_family_goes_through_all_stages() -> None:
    data = [truth(folder) for folder in STAGES]
    papers = [item for one in data for item in one["documents"]]
    required = [item for one in data for item in one["findings"] if not item["optional"]]
    assert len(data) == 51
    assert len(papers) >= 40
    assert sum(not one["findings"] for one in data) == 10
    assert sum(item["kind"] == "amendment" for item in papers) == 17
    assert len(required) >= 70
    assert sum(len(one["traps"]) for one in data) >= 70
    assert {item["difficulty"] for item in required} == {1, 2, 3}


def test_the_papers_of_figures_are_as_promised() -> None:
    data = [truth(folder) for folder in NUMBERS]
    required = [item for one in data for item in one["findings"] if not item["optional"]]
    relations = [item for one in data for item in one["relations"]]
    assert len(data) >= 24
    assert len(required) >= 110
    assert sum(len(one["traps"]) for one in data) >= 150
    assert len(relations) >= 300
    assert len({item["kind"] for item in relations}) == 10
    assert any(not one["findings"] for one in data)


def test_the_blind_family_is_as_promised() -> None:
    data = [truth(folder) for folder in BLIND]
    required = [item for one in data for item in one["findings"] if not item["optional"]]
    assert len(data) == 8
    assert sum(bool(one["indicators"]) for one in data) == 5
    assert len(required) >= 45
    assert sum(len(one["traps"]) for one in data) >= 45
    assert {item["difficulty"] for item in required} == {1, 2, 3}
