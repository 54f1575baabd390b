"""审计取证单.docx: a sheet a finding, nothing of the papers lost or harmful, the same bytes twice."""

from dataclasses import replace

import docx
import pytest

from docaudit.engine import Options, audit
from docaudit.model import FindingStatus, Severity
from docaudit.reports import write
from docaudit.rules import load_rules

RULES = load_rules()


@pytest.fixture(scope="module")
def folder(root):
    return root / "corpus" / "dossiers" / "02-smart-road-open-platform"


@pytest.fixture(scope="module")
def result(folder):
    return audit(folder, Options(in_process=True))


def sheets(path):
    return [{row.cells[0].text: row.cells[1].text for row in table.rows} for table in docx.Document(path).tables]


def test_a_sheet_for_every_finding_that_is_no_hint(result, folder, tmp_path):
    write(result, tmp_path / "取证单.docx", RULES, folder)
    wanted = [f for f in result.findings if f.severity is not Severity.INFO]
    found = sheets(tmp_path / "取证单.docx")
    assert len(found) == len(wanted) > 1
    for sheet, finding in zip(found, wanted, strict=True):
        assert sheet["事项摘要"] == finding.message
        assert finding.evidence[0].place.where in sheet["核改处"]
        assert sheet["依据"] == finding.basis
        assert sheet["项目名称"]
        assert "盖章" in sheet["证据提供单位意见"]
        assert all(text for label, text in sheet.items() if label != "被审计单位")


def test_what_was_rejected_is_left_out(result, folder, tmp_path):
    rejected = tuple(replace(f, status=FindingStatus.REJECTED) for f in result.findings)
    write(replace(result, findings=rejected), tmp_path / "取证单.docx", RULES, folder)
    assert sheets(tmp_path / "取证单.docx") == []
    assert "没有需要取证的问题" in docx.Document(tmp_path / "取证单.docx").paragraphs[0].text


def test_the_same_bytes_twice(result, folder, tmp_path):
    for name in ("a.docx", "b.docx"):
        write(result, tmp_path / name, RULES, folder)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_characters_that_no_document_can_hold(result, folder, tmp_path):
    odd = replace(result.findings[0], severity=Severity.ERROR, message="坏\x00字\x1b符<w:p>\ud800")
    write(replace(result, findings=(odd,)), tmp_path / "a.docx", RULES, folder)
    assert sheets(tmp_path / "a.docx")[0]["事项摘要"] == "坏字符<w:p>"
