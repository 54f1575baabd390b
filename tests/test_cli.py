"""The commands as a user meets them: exit codes, messages, files."""

import json
import re
import shutil
import subprocess
import sys

import jsonschema
import openpyxl
import pytest
from typer.testing import CliRunner

from docaudit.cli.app import app
from docaudit.config import load_config
from docaudit.examples import examples
from docaudit.reports.findings_json.contract import FindingsFile
from docaudit.rules import load_rules

TASK = """\
# 科技计划项目任务书

项目名称：湖泊蓝藻预警平台

项目编号：KJ2021-07

## 三、考核指标

| 序号 | 考核指标 | 指标值 |
|---|---|---|
| 1 | 申请发明专利 | 不少于5项 |
| 2 | 培养技术经理人 | ≥10人 |
"""
REPORT = """\
# 项目验收报告

项目名称：湖泊蓝藻预警平台

项目编号：KJ2021-07

## 二、任务完成情况

| 序号 | 考核指标 | 任务书指标 | 实际完成情况 |
|---|---|---|---|
| 1 | 申请发明专利 | 不少于3项 | 4项 |
| 2 | 培养技术经理人 | ≥10人 | 12人 |
"""


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "项目"
    folder.mkdir()
    (folder / "a.md").write_text(TASK, encoding="utf-8")
    (folder / "b.md").write_text(REPORT, encoding="utf-8")
    return folder


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_audit_writes_the_working_paper_into_the_current_folder(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run("audit", folder, "--jobs", 1)
    assert result.exit_code == 0, result.output
    assert "已写入 docaudit-底稿.xlsx" in result.output
    book = openpyxl.load_workbook(tmp_path / "docaudit-底稿.xlsx")
    assert book.sheetnames == ["汇总", "问题清单", "指标对照表", "核对记录", "文书清单"]
    assert sorted(path.name for path in folder.iterdir()) == ["a.md", "b.md"]


def test_several_outputs_and_the_json_contract(folder, tmp_path):
    target = tmp_path / "findings.json"
    result = run("audit", folder, "--jobs", 1, "-o", target, "-o", tmp_path / "底稿.xlsx")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "底稿.xlsx").is_file()
    content = json.loads(target.read_text(encoding="utf-8"))
    told = FindingsFile.model_validate(content).model_dump(mode="json")
    assert target.read_text(encoding="utf-8") == json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    schema = json.loads(run("schema").output)
    jsonschema.validate(content, schema)
    lowered = [finding for finding in content["findings"] if finding["rule"] == "target-lowered"]
    assert len(lowered) == 1
    assert lowered[0]["evidence"][0]["path"] == "b.md"
    assert "3项" in lowered[0]["evidence"][0]["quote"]
    assert {document["kind"] for document in content["documents"]} == {"task_agreement", "acceptance_report"}


def test_the_published_schema_is_the_one_in_force(root):
    published = json.loads((root / "docs" / "findings.schema.json").read_text(encoding="utf-8"))
    assert published == json.loads(run("schema").output)


def test_the_same_folder_gives_the_same_bytes(folder, tmp_path):
    for name in ("1.json", "2.json"):
        assert run("audit", folder, "--jobs", 2, "-o", tmp_path / name).exit_code == 0
    assert (tmp_path / "1.json").read_bytes() == (tmp_path / "2.json").read_bytes()


def test_the_name_of_the_folder_does_not_matter(folder, tmp_path):
    other = tmp_path / "另一个名字"
    shutil.copytree(folder, other)
    for name, path in (("1.json", folder), ("2.json", other)):
        run("audit", path, "--jobs", 1, "-o", tmp_path / name)
    first, second = (json.loads((tmp_path / name).read_text(encoding="utf-8")) for name in ("1.json", "2.json"))
    assert first["findings"] == second["findings"]


def test_check_fails_from_the_threshold_on(folder):
    result = run("check", folder, "--jobs", 1)
    assert result.exit_code == 1
    assert "b.md" in result.output
    assert "STG101" in result.output


def test_check_passes_with_everything_in_the_baseline(folder, tmp_path):
    run("audit", folder, "--jobs", 1, "-o", tmp_path / "old.json")
    result = run("check", folder, "--jobs", 1, "--fail-on", "warning", "--baseline", tmp_path / "old.json")
    assert result.exit_code == 0, result.output
    assert "已在基线中" in result.output


def test_check_says_when_a_paper_was_not_read(folder):
    (folder / "c.pdf").write_bytes(b"")
    result = run("check", folder, "--jobs", 1)
    assert result.exit_code == 3
    assert "c.pdf" in result.output


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("audit", "没有这个文件夹"), 2, "文件夹不存在"),
        (("audit", "{folder}", "-o", "x.doc"), 2, "不支持的输出格式"),
        (("audit", "{folder}", "-o", "没有/x.xlsx"), 2, "所在的文件夹不存在"),
        (("audit", "{folder}", "--rules", "没有"), 2, "目录不存在"),
        (("audit", "{folder}", "--config", "没有.toml"), 2, "配置文件无法读取"),
        (("check", "{folder}", "--baseline", "没有.json"), 2, "不是可用的 findings.json"),
        (("rules", "NUM999"), 2, "没有规则 NUM999"),
        (("extract", "没有.docx"), 2, "文件不存在"),
        (("eval", "{folder}"), 2, "没有找到 truth.yaml"),
    ],
)
def test_what_a_user_can_mend_is_one_line(folder, tmp_path, monkeypatch, arguments, code, message):
    monkeypatch.chdir(tmp_path)
    result = run(*(argument.format(folder=folder) for argument in arguments))
    assert result.exit_code == code
    assert message in result.output
    assert "Traceback" not in result.output


def test_an_empty_folder(tmp_path):
    result = run("audit", tmp_path)
    assert result.exit_code == 2
    assert "没有文件" in result.output


def test_a_folder_in_which_nothing_can_be_read(tmp_path, monkeypatch):
    folder = tmp_path / "f"
    folder.mkdir()
    (folder / "a.docx").write_bytes(b"PK\x03\x04 broken")
    (folder / "b.pdf").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    result = run("audit", folder)
    assert result.exit_code == 3
    assert "a.docx" in result.output
    assert "没有一份文书能够读取" in result.output


def test_a_broken_paper_costs_only_itself(folder, tmp_path):
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 broken")
    (folder / "empty.xlsx").write_bytes(b"")
    result = run("audit", folder, "-o", tmp_path / "out.json")
    assert result.exit_code == 0
    content = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    states = {document["path"]: document["status"] for document in content["documents"]}
    assert states == {"a.md": "read", "b.md": "read", "broken.docx": "unreadable", "empty.xlsx": "unreadable"}
    unread = {e["path"] for f in content["findings"] if f["rule"] == "document-unreadable" for e in f["evidence"]}
    assert unread == {"broken.docx", "empty.xlsx"}
    assert any(finding["rule"] == "target-lowered" for finding in content["findings"])


def test_a_broken_pack_stops_the_run(folder, tmp_path):
    (tmp_path / "own.yaml").write_text("- code: X\n", encoding="utf-8")
    result = run("audit", folder, "--rules", tmp_path)
    assert result.exit_code == 2
    assert "own.yaml:1" in result.output


def test_extract_shows_what_was_understood(folder):
    result = run("extract", folder / "a.md")
    assert result.exit_code == 0
    assert "任务书" in result.output
    assert "申请发明专利" in result.output


def test_rules_are_listed_and_explained():
    assert "NUM401" in run("rules").output
    explained = run("rules", "sum-mismatch").output
    assert "依据" in explained
    assert "停用" in explained


def test_the_rule_reference_is_in_step(root):
    assert (root / "docs" / "rules.md").read_text(encoding="utf-8") == run("rules", "--markdown").output


def test_init_writes_a_configuration_that_loads(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("init").exit_code == 0
    assert load_config(None).timeout == 120
    assert run("init").exit_code == 2
    assert run("init", "--force").exit_code == 0


def test_a_wrong_key_is_named_with_its_line(folder, tmp_path):
    path = tmp_path / "own.toml"
    path.write_text("timeout = 60\n\n[rules]\ndisabel = []\n", encoding="utf-8")
    result = run("audit", folder, "--config", path)
    assert result.exit_code == 2
    assert f"{path}:4：rules.disabel" in result.output


def test_the_command_line_speaks_chinese():
    def main(*arguments):
        command = [sys.executable, "-m", "docaudit", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    code, text = main("audit", "--help")
    assert code == 0
    assert not re.findall(r"Usage|Options|Arguments|Show this|required", text)
    assert "用法：docaudit audit" in text
    for arguments, message in (
        (("audit",), "缺少参数 文件夹"),
        (("audit", "x", "y"), "多余的参数"),
        (("nonsense",), "没有命令 nonsense"),
        (("audit", "x", "--nonsense"), "没有选项 --nonsense"),
        (("audit", "x", "--jobs", "many"), "--jobs 的取值不合要求"),
        (("check", "x", "--fail-on", "info"), "--fail-on 的取值"),
    ):
        code, text = main(*arguments)
        assert code == 2, text
        assert message in text
        assert "Error" not in text


def test_a_rule_is_explained_with_a_case_that_it_reports_and_one_that_it_lets_pass():
    output = run("rules", "target-lowered").output
    assert "会报告的例子：任务书把下限调低" in output
    assert "申报书 | 目标 | 申请发明专利 | 不少于5项" in output
    assert "→ 任务书“申请发明专利”目标为“不少于3项”，低于申报书的“不少于5项”（缩水40%）" in output
    assert "不会报告的例子：" in output
    assert 'disable = ["target-lowered"]' in output


@pytest.mark.parametrize("rule", [rule.entry.code for rule in load_rules()])
def test_every_rule_has_its_examples(rule):
    fires, passes = examples(rule)
    assert fires.messages
    assert passes is None or passes.messages == ()


def test_a_command_loads_only_what_it_needs():
    heavy = [
        "sqlalchemy",
        "scipy",
        "spacy",
        "jieba",
        "pdfplumber",
        "pypdfium2",
        "openpyxl",
        "xlsxwriter",
        "docx",
        "starlette",
        "pydantic",
    ]
    code = f"import sys, docaudit.cli.app; print(*(name for name in {heavy} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
