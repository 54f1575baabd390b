"""The working paper: what stands where, and that a spreadsheet program opens it unharmed."""

import zipfile
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal

import openpyxl
import pytest

from docaudit.model import (
    Audit,
    CheckRecord,
    Claim,
    Coverage,
    Decision,
    Document,
    Evidence,
    Finding,
    Indicator,
    Kind,
    Outcome,
    Paper,
    Part,
    Place,
    Polarity,
    Project,
    Quantity,
    Relation,
    Role,
    Severity,
    Status,
    Verdict,
)
from docaudit.reports import UnknownFormat, write, writer_for
from docaudit.rules import load_rules

RULES = load_rules()
NASTY = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "https://example.org", "a\x00b", "长" * 40_000)


def _claim(stage, role, text, number, where="表1 第1行"):
    quantity = Quantity(text, Relation.GE, Decimal(number), None)
    document = {Kind.APPLICATION: "d1", Kind.TASK_AGREEMENT: "d2"}[stage]
    return Claim(f"{document}-{text}", "申请发明专利", role, stage, Place(document, where, text), quantity)


@pytest.fixture
def result():
    claims = (
        _claim(Kind.APPLICATION, Role.TARGET, "不少于5项", 5),
        _claim(Kind.TASK_AGREEMENT, Role.TARGET, "不少于3项", 3),
    )
    parts = [
        Part(f"d{i}-0", f"d{i}", f"子/{kind.label}.docx", kind, "", 0.9, (), claims=(claim,))
        for i, (kind, claim) in enumerate(zip((Kind.APPLICATION, Kind.TASK_AGREEMENT), claims, strict=True), 1)
    ]
    papers = [Paper(Document(p.document, p.path, "0" * 64, "docx", pages=3), (p,)) for p in parts]
    papers.append(
        Paper(Document("d3", "坏.pdf", "", "pdf", status=Status.UNREADABLE, problems=("文件为空；请重新取得。",)))
    )
    findings = [
        Finding(
            id="STG101-0000000000",
            code="STG101",
            rule="target-lowered",
            severity=Severity.ERROR,
            confidence=0.95,
            project_id="p1",
            title="目标缩水",
            message="任务书目标低于申报书",
            evidence=(Evidence(claims[1].place, Kind.TASK_AGREEMENT), Evidence(claims[0].place, Kind.APPLICATION)),
            computation="5 → 3（−40%）",
            basis="依据",
            remedy="建议",
            indicator_id="i1",
        ),
        *(
            Finding(f"NUM401-{i}", "NUM401", "sum-mismatch", Severity.INFO, 0.5, "p1", text, text, (), text, text, text)
            for i, text in enumerate(NASTY)
        ),
    ]
    return Audit(
        papers=tuple(papers),
        projects=(Project("p1", "甲项目", "K-1", tuple(parts)),),
        indicators=(Indicator("i1", "p1", "申请发明专利", Polarity.HIGHER, claims, (1.0, 0.8)),),
        outcomes=(Outcome("target-lowered", 4, 1, 2, 0), Outcome("sum-mismatch", 0, len(NASTY), 0, 0)),
        findings=tuple(findings),
        records=(CheckRecord("sum-mismatch", "p1", "1 + 2 = 3", (Evidence(claims[0].place, Kind.APPLICATION),)),),
        coverage={"d1": Coverage(10, 5, 8), "d2": Coverage(4, 2, 2), "d3": Coverage()},
    )


@pytest.fixture
def book(result, tmp_path):
    path = tmp_path / "底稿.xlsx"
    write(result, path, RULES, tmp_path)
    return openpyxl.load_workbook(path)


def _rows(sheet, first=3):
    heads = [str(cell.value).replace("\n", "") for cell in sheet[first]]
    return [dict(zip(heads, [cell.value for cell in row], strict=True)) for row in sheet.iter_rows(min_row=first + 1)]


def test_a_finding_is_one_row_with_both_sides(book):
    row = _rows(book["问题清单"])[0]
    assert row["级别"] == "错误"
    assert row["核改处文书"] == "子/任务书.docx"
    assert "不少于3项" in row["核改处位置与原文"]
    assert row["对照处文书"] == "子/申报书.docx"
    assert "不少于5项" in row["对照处位置与原文"]
    assert row["核算过程"] == "5 → 3（−40%）"
    assert row["置信度"] == 0.95
    assert row["项目"] == "甲项目"
    assert row["问题编号"] == "STG101-0000000000"
    assert row["复核结论"] in (None, "")


def test_decisions_have_a_list_to_choose_from(book):
    validation = book["问题清单"].data_validations.dataValidation[0]
    assert validation.formula1 == '"确认,误报,已整改,待核实"'
    heads = [str(cell.value) for cell in book["问题清单"][3]]
    assert str(validation.sqref).startswith(f"{'ABCDEFGHIJKLMNOPQ'[heads.index('复核结论')]}4:")


def test_links_lead_to_the_papers(book):
    links = {
        cell.hyperlink.target.replace("\\", "/")
        for row in book["问题清单"].iter_rows()
        for cell in row
        if cell.hyperlink
    }
    assert links == {"子/任务书.docx", "子/申报书.docx"}


def test_text_of_papers_is_never_a_formula(result, tmp_path):
    path = tmp_path / "x.xlsx"
    write(result, path, RULES, tmp_path)
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
    assert all(b"<f>" not in sheet for sheet in sheets)
    for row in openpyxl.load_workbook(path)["问题清单"].iter_rows():
        assert all(cell.data_type != "f" for cell in row)


def _prefixed(value, lead):
    """The audit with every text of papers and people behind a sign that begins a formula."""
    if type(value) is str:
        return lead + value
    if isinstance(value, (tuple, list)):
        return type(value)(_prefixed(item, lead) for item in value)
    if isinstance(value, dict):
        return {_prefixed(key, lead): _prefixed(item, lead) for key, item in value.items()}
    if not is_dataclass(value):
        return value
    kept = ("rule", "code", "sha256", "format", "doubts")
    return replace(
        value,
        **{f.name: _prefixed(getattr(value, f.name), lead) for f in fields(value) if f.init and f.name not in kept},
    )


@pytest.mark.parametrize(
    "lead", ["=", "+", "-", "@", "\t=", "\r=", "\n=", '=HYPERLINK("http://x")&', "=cmd|' /C calc'!A0"]
)
def test_no_column_of_any_sheet_takes_a_formula(result, tmp_path, lead):
    """Names of projects, papers and indicators, quotations, notes, decisions: typed as text, and text when edited too."""
    decisions = {f.id: Decision(f.id, Verdict.CONFIRMED, "说明", "王") for f in result.findings}
    odd = _prefixed(replace(result, decisions=decisions, notes=("注",)), lead)
    path = tmp_path / "x.xlsx"
    write(odd, path, RULES, tmp_path)
    with zipfile.ZipFile(path) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    assert not [name for name in parts if "externalLink" in name or "connections" in name]
    assert all(b"<f>" not in data and b"<f " not in data for name, data in parts.items() if "worksheets/sheet" in name)
    told = 0
    for sheet in openpyxl.load_workbook(path):
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            assert cell.data_type in ("s", "n", "inlineStr"), (sheet.title, cell.coordinate)
            text = str(cell.value)
            if cell.data_type == "s" and text.startswith(("=", "+", "-", "@", "\t", "\n")):
                told += 1
                assert cell.quotePrefix, (sheet.title, cell.coordinate, text)
    assert told > 20


def test_indicators_stand_side_by_side_and_changes_are_coloured(book):
    sheet = book["指标对照表"]
    row = _rows(sheet)[0]
    assert (row["申报书目标"], row["任务书目标"]) == ("不少于5项", "不少于3项")
    assert row["变化过程"] == "申报书不少于5项 → 任务书不少于3项（缩水40%）"
    assert row["涉及问题"] == "STG101 目标缩水"
    heads = [str(cell.value).replace("\n", "") for cell in sheet[3]]
    plain, changed = (sheet.cell(4, heads.index(name) + 1).fill.fgColor.rgb for name in ("申报书目标", "任务书目标"))
    assert changed == "FFFCE4D6"
    assert plain != changed


def test_papers_that_were_not_read_are_listed_with_the_reason(book):
    row = _rows(book["文书清单"])[2]
    assert row["状态"] == "未读取"
    assert row["读取情况说明"] == "文件为空；请重新取得。"


def test_the_summary_counts_outcomes(book):
    cells = [[cell.value for cell in row] for row in book["汇总"].iter_rows()]
    assert ["目标缩水", "STG101", 1, 4, 2, 0] in [row[:6] for row in cells]
    assert any(row[0] and "坏.pdf" in str(row[0]) for row in cells)


def test_records_show_the_computation(book):
    assert _rows(book["核对记录"])[0]["核算过程"] == "1 + 2 = 3"


def test_every_sheet_prints_on_a4_landscape_with_its_head(book):
    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.orientation == "landscape"
        if sheet.title != "汇总":
            assert sheet.print_title_rows == "$3:$3"
            assert sheet.freeze_panes is not None


def test_the_same_audit_gives_the_same_bytes(result, tmp_path):
    for name in ("1.xlsx", "2.xlsx"):
        write(result, tmp_path / name, RULES, tmp_path)
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()


def test_an_unknown_suffix_is_refused(tmp_path):
    with pytest.raises(UnknownFormat, match="不支持的输出格式"):
        writer_for(tmp_path / "x.doc")


def test_a_large_book_looks_like_a_small_one(result, tmp_path, monkeypatch):
    write(result, tmp_path / "small.xlsx", RULES, tmp_path)
    monkeypatch.setattr("docaudit.reports.workbook.book._MANY", 0)
    write(result, tmp_path / "large.xlsx", RULES, tmp_path)
    with zipfile.ZipFile(tmp_path / "large.xlsx") as archive:
        assert b"inlineStr" in archive.read("xl/worksheets/sheet2.xml")
    small, large = (openpyxl.load_workbook(tmp_path / f"{name}.xlsx") for name in ("small", "large"))
    for one, two in zip(small, large, strict=True):
        looks = [
            [
                [
                    (
                        c.value,
                        repr((c.font, c.fill, c.border, c.alignment, c.number_format)),
                        c.hyperlink and c.hyperlink.target,
                    )
                    for c in row
                ]
                for row in sheet.iter_rows()
            ]
            for sheet in (one, two)
        ]
        assert looks[0] == looks[1]
        heights = [{n: row.height for n, row in sheet.row_dimensions.items()} for sheet in (one, two)]
        assert heights[0] == heights[1]
        assert one.auto_filter.ref == two.auto_filter.ref


def test_a_full_sheet_says_that_the_rest_is_left_out(result, tmp_path, monkeypatch):
    monkeypatch.setattr("docaudit.reports.workbook.sheets.ROWS", 8)
    monkeypatch.setattr("docaudit.reports.workbook.sheets.LINKS", 1)
    write(result, tmp_path / "底稿.xlsx", RULES, tmp_path)
    book = openpyxl.load_workbook(tmp_path / "底稿.xlsx")
    assert [cell.value for cell in book["问题清单"]["A"]][3:] == [
        1,
        2,
        3,
        4,
        "已到一张工作表的行数上限，其余未列出；请分批审核。",
    ]
    papers = [row[1] for row in book["文书清单"].iter_rows(min_row=4)]
    assert [bool(cell.hyperlink) for cell in papers] == [True, False, False]
    assert all(cell.value for cell in papers)
