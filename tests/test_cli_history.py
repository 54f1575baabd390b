"""Runs are remembered, decisions come back in the working paper, and the second run tells only what changed."""

import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from docaudit.cli.app import app
from docaudit.history import History
from tests.test_cli import REPORT, TASK


@pytest.fixture
def folder(tmp_path, monkeypatch):
    folder = tmp_path / "项目"
    folder.mkdir()
    (folder / "a.md").write_text(TASK, encoding="utf-8")
    (folder / "b.md").write_text(REPORT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def audit(folder, *arguments):
    result = run("audit", folder, "--jobs", 1, "-o", "底稿.xlsx", "-o", "findings.json", *arguments)
    assert result.exit_code == 0, result.output
    return result.output, json.loads(Path("findings.json").read_text(encoding="utf-8"))["findings"]


def decide_in(path, verdicts, *, sort=False, widen=False):
    """Type decisions into the working paper, as a person does who also sorts and widens the sheet."""
    book = openpyxl.load_workbook(path)
    sheet = book["问题清单"]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "问题编号" for cell in row))
    at = {"".join(str(cell.value).split()): cell.column - 1 for cell in head}
    first = head[0].row + 1
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]
    for row in rows:
        if row[at["问题编号"]] in verdicts:
            row[at["复核结论"]], row[at["复核说明"]] = verdicts[row[at["问题编号"]]]
    if sort:
        rows.reverse()
    for i, row in enumerate(rows, first):
        for j, value in enumerate(row, 1):
            sheet.cell(i, j).value = value
    if widen:
        sheet.insert_cols(1, 2)
        sheet.insert_rows(1, 3)
    book.save(path)


def test_a_second_run_over_the_same_papers_says_that_nothing_changed(folder):
    output, first = audit(folder)
    assert "与上次审核相比" not in output
    output, second = audit(folder)
    assert "与上次审核相比没有变化" in output
    assert first == second


def test_a_revised_dossier_tells_what_was_mended_and_what_is_new(folder):
    audit(folder)
    longer = "\n\n编制说明：本报告依据任务书编写。\n\n".join(REPORT.split("\n\n", 1))
    mended = longer.replace("不少于3项", "不少于5项").replace("4项", "6项").replace("12人", "8人")
    (folder / "b.md").write_text(mended, encoding="utf-8")
    output, findings = audit(folder)
    assert "新增 " in output
    assert "已消除：STG101" in output
    assert "STG101" not in {f["code"] for f in findings}
    book = openpyxl.load_workbook("底稿.xlsx")
    cells = [cell.value for row in book["问题清单"].iter_rows() for cell in row]
    assert "新增" in cells
    assert any("上次报告、本次已消除：STG101" in str(row[0].value) for row in book["汇总"].iter_rows())


@pytest.mark.parametrize("moved", [False, True])
def test_decisions_come_back_and_hold(folder, moved):
    _, findings = audit(folder)
    finding = findings[0]["id"]
    decide_in("底稿.xlsx", {finding: ("误报", "批复同意调整")}, sort=moved, widen=moved)
    result = run("decide", "底稿.xlsx", "--by", "王审计")
    assert result.exit_code == 0, result.output
    assert "误报 1；新记入 1 条" in result.output
    assert "新记入 0 条" in run("decide", "底稿.xlsx", "--by", "王审计").output
    _, findings = audit(folder)
    assert [f["status"] for f in findings if f["id"] == finding] == ["rejected"]
    sheet = openpyxl.load_workbook("底稿.xlsx")["问题清单"]
    row = next(row for row in sheet.iter_rows(values_only=True) if finding in row)
    assert {"误报", "批复同意调整"} <= set(row)


def test_called_mended_but_still_there_stays_open(folder):
    _, findings = audit(folder)
    finding = findings[0]["id"]
    decide_in("底稿.xlsx", {finding: ("已整改", None)})
    run("decide", "底稿.xlsx")
    _, findings = audit(folder)
    assert findings[0]["status"] == "open"
    sheet = openpyxl.load_workbook("底稿.xlsx")["问题清单"]
    assert "称已整改\n仍存在" in next(row for row in sheet.iter_rows(values_only=True) if finding in row)


def test_a_word_that_is_no_decision_is_named_with_its_cell(folder):
    _, findings = audit(folder)
    decide_in("底稿.xlsx", {findings[0]["id"]: ("算了吧", None)})
    result = run("decide", "底稿.xlsx")
    assert result.exit_code == 2
    assert "问题清单!M4：复核结论“算了吧”不认识" in result.output


def test_clearing_a_decision_withdraws_it(folder):
    _, findings = audit(folder)
    finding = findings[0]["id"]
    decide_in("底稿.xlsx", {finding: ("确认", None)})
    run("decide", "底稿.xlsx")
    decide_in("底稿.xlsx", {finding: (None, None)})
    assert "新记入 1 条" in run("decide", "底稿.xlsx").output
    _, findings = audit(folder)
    assert findings[0]["status"] == "open"


def test_what_is_no_working_paper(folder, tmp_path):
    (tmp_path / "x.xlsx").write_text("nothing")
    assert "不是可以打开的 .xlsx 文件" in run("decide", "x.xlsx").output
    assert "文件不存在" in run("decide", "none.xlsx").output
    openpyxl.Workbook().save("empty.xlsx")
    result = run("decide", "empty.xlsx")
    assert result.exit_code == 2
    assert "没有找到“问题编号”和“复核结论”两列" in result.output


def test_a_working_paper_of_an_unknown_folder(folder, monkeypatch, tmp_path):
    audit(folder, "--no-history")
    result = run("decide", "底稿.xlsx")
    assert result.exit_code == 2
    assert "没有这份底稿所属的文件夹" in result.output
    assert "新记入 0 条" in run("decide", "底稿.xlsx", "--name", "甲").output


def test_check_leaves_out_what_was_rejected_and_what_is_in_the_baseline(folder, monkeypatch, tmp_path):
    place = tmp_path / "own.sqlite"
    _, findings = audit(folder, "--history", place)
    assert run("check", folder, "--jobs", 1).exit_code == 1
    decide_in("底稿.xlsx", {f["id"]: ("误报", "") for f in findings})
    run("decide", "底稿.xlsx", "--history", place)
    result = run("check", folder, "--jobs", 1, "--history", place)
    assert result.exit_code == 0
    assert f"{len(findings)} 个经复核为误报" in result.output
    assert run("check", folder, "--jobs", 1, "--write-baseline", "基线.json").exit_code == 1
    result = run("check", folder, "--jobs", 1, "--baseline", "基线.json")
    assert result.exit_code == 0
    assert f"{len(findings)} 个已在基线中" in result.output
    result = run("check", folder, "--jobs", 1, "--baseline", "history", "--history", place)
    assert result.exit_code == 0


def test_check_needs_no_history(folder, monkeypatch, tmp_path):
    monkeypatch.setenv("DOCAUDIT_HISTORY", str(folder / "a.md" / "history.sqlite"))
    result = run("check", folder, "--jobs", 1)
    assert result.exit_code == 1
    assert "历史记录" not in result.output


def test_a_history_that_cannot_be_written_costs_a_note_not_the_run(folder, monkeypatch):
    monkeypatch.setenv("DOCAUDIT_HISTORY", str(folder / "a.md" / "history.sqlite"))
    output, findings = audit(folder)
    assert "历史记录无法打开" in output
    assert findings
    result = run("audit", folder, "--jobs", 1, "--history", folder / "a.md" / "x.sqlite")
    assert result.exit_code == 2


def test_the_history_of_a_folder(folder):
    audit(folder)
    audit(folder)
    result = run("history", folder)
    assert result.exit_code == 0, result.output
    assert "历次审核" in result.output
    assert "湖泊蓝藻预警平台" in result.output
    assert folder.resolve().as_posix() in run("history").output.replace("\n", "")
    assert run("history", folder.parent / "别处").exit_code == 2


def test_history_in_the_configuration_is_relative_to_it(folder, tmp_path):
    (tmp_path / "docaudit.toml").write_text('history = "记录/h.sqlite"\nname = "验收"\n', encoding="utf-8")
    audit(folder)
    assert (tmp_path / "记录" / "h.sqlite").is_file()
    assert "湖泊蓝藻预警平台" in run("history").output
    with History.open(str(tmp_path / "记录" / "h.sqlite")) as history:
        assert history.folders() == ("验收",)
