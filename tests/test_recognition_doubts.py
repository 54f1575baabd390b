"""Findings over figures that were not surely recognised in a picture say so, wherever findings are told."""

from __future__ import annotations

import json
from pathlib import Path
from unittest.mock import patch

import openpyxl
import pytest

from docaudit.engine import Options, audit
from docaudit.model import Audit, Place
from docaudit.reports import write
from docaudit.rules import load_rules
from tests.support.dossier import read_recognised

RULES = load_rules()
SUM = """# 项目绩效自评报告

项目名称：种质资源库建设

本年度还组织培训{extra}。

| 支出科目 | 金额（万元） |
|---|---|
| 设备费 | 60.00 |
| 材料费 | {material} |
| 劳务费 | 20.00 |
| 合计 | 140.00 |
"""


def _audit(folder: Path, material: str, extra: str = "3场") -> Audit:
    (folder / "自评.md").write_text(SUM.replace("{material}", material).replace("{extra}", extra), encoding="utf-8")
    with patch("docaudit.engine.papers.read", read_recognised):
        return audit(folder, Options(in_process=True))


def _sum(result: Audit) -> tuple[str, float]:
    (finding,) = (f for f in result.findings if f.rule == "sum-mismatch")
    return finding.message, finding.confidence


def test_a_finding_names_its_doubtful_figures_and_is_less_sure(tmp_path: Path) -> None:
    plain, sure = _sum(_audit(tmp_path, "30.00"))
    assert "识别存疑" not in plain
    told, unsure = _sum(_audit(tmp_path, "3{ocr=0.6}0.00"))
    assert told == f"{plain}（识别存疑：“30.00”，请先核对原件）"
    assert unsure == 0.6 < sure


@pytest.mark.parametrize("material", ["30.00{ocr=1}", "3{ocr=0.9}0.00"])
def test_figures_surely_recognised_are_told_as_in_print(tmp_path: Path, material: str) -> None:
    assert "识别存疑" not in _sum(_audit(tmp_path, material))[0]


def test_doubts_of_other_figures_are_no_matter(tmp_path: Path) -> None:
    message, confidence = _sum(_audit(tmp_path, "30.00", extra="3{ocr=0.4}场"))
    assert "识别存疑" not in message
    assert confidence == _sum(_audit(tmp_path, "30.00"))[1]


def test_the_finding_about_recognition_itself_is_sure(tmp_path: Path) -> None:
    (finding,) = (f for f in _audit(tmp_path, "3{ocr=0.6}0.00").findings if f.rule == "low-ocr-confidence")
    assert finding.confidence == 1.0
    assert finding.message.count("识别存疑") == 1


def test_every_report_tells_the_doubts_at_the_quotation(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    result = _audit(folder, "3{ocr=0.6}0.00")
    for name in ("底稿.xlsx", "report.html", "findings.json"):
        write(result, tmp_path / name, RULES, folder)
    rows = openpyxl.load_workbook(tmp_path / "底稿.xlsx")["问题清单"].iter_rows(min_row=4, values_only=True)
    (row,) = (row for row in rows if "合计" in str(row[3]))
    assert "“30.00”（识别存疑：“30.00”）" in str(row[7])
    assert "“60.00”（识别存疑" not in str(row[7])
    assert '<em class="doubt">识别存疑：“30.00”</em>' in (tmp_path / "report.html").read_text(encoding="utf-8")
    findings = json.loads((tmp_path / "findings.json").read_text(encoding="utf-8"))["findings"]
    (own,) = (f for f in findings if f["rule"] == "sum-mismatch")
    assert {e["quote"]: e["doubts"] for e in own["evidence"]}["30.00"] == ["30.00"]
    assert {e["quote"]: e["doubts"] for e in own["evidence"]}["60.00"] == []


@pytest.mark.parametrize(
    ("quote", "at", "told"),
    [
        ("到账1,370,000.00元，支出98.21%", 4, ("1,370,000.00",)),
        ("到账1,370,000.00元，支出98.21%", 20, ("98.21%",)),
        ("≥5项", 0, ("≥5",)),
        ("统一管理12个", 1, ()),
        ("完成二十三项", 3, ("二十三",)),
        ("—", 0, ("—",)),
        ("申请发明专利3项", 2, ()),
    ],
)
def test_the_doubtful_figures_of_a_quotation(quote: str, at: int, told: tuple[str, ...]) -> None:
    place = Place("d", "第1段", quote, doubts=((at, 0.5),))
    assert tuple(text for text, _ in place.doubtful()) == told
    assert Place("d", "第1段", quote).doubtful() == Place("d", "第1段", quote, doubts=((at, 0.9),)).doubtful() == ()
