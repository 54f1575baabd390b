"""Settings for some projects or papers only."""

import pytest
from typer.testing import CliRunner

from docaudit.cli.app import app
from docaudit.config import Config, ConfigError, Override, load_config
from docaudit.engine import Options, audit
from docaudit.model import Severity
from docaudit.overrides import overridden
from tests.test_cli import REPORT, TASK


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "项目"
    (folder / "旧材料").mkdir(parents=True)
    (folder / "a.md").write_text(TASK, encoding="utf-8")
    (folder / "旧材料" / "b.md").write_text(REPORT, encoding="utf-8")
    return folder


def codes(folder, *overrides):
    result = audit(folder, Options(Config(overrides=list(overrides)), in_process=True))
    return {(f.code, f.severity) for f in result.findings}, result.notes


@pytest.mark.parametrize(
    "scope",
    [
        {"projects": ["KJ2021-*"]},
        {"projects": ["湖泊蓝藻预警平台"]},
        {"paths": ["旧材料/*"]},
        {"projects": ["别的"], "paths": ["*/b.md"]},
    ],
)
def test_a_rule_is_quiet_where_it_was_told_to_be(folder, scope):
    plain, _ = codes(folder)
    assert ("STG101", Severity.ERROR) in plain
    left, notes = codes(folder, Override(disable=["target-lowered"], **scope))
    assert left == plain - {("STG101", Severity.ERROR)}
    assert notes == ("按配置的 [[overrides]] 未列出：STG101 目标缩水，1 个。",)


@pytest.mark.parametrize("scope", [{"projects": ["KJ2022-*"]}, {"paths": ["a.md"]}, {"paths": ["b.md"]}])
def test_other_projects_and_papers_stay_as_they_are(folder, scope):
    plain, _ = codes(folder)
    assert codes(folder, Override(disable=["STG101"], **scope)) == (plain, ())


def test_another_severity(folder):
    found, _ = codes(folder, Override(paths=["旧材料/*"], severity={"STG101": Severity.INFO}))
    assert ("STG101", Severity.INFO) in found


def test_without_overrides_nothing_is_touched():
    assert overridden((), (), (), ()) == ((), ())


def test_mistakes_name_line_and_key(tmp_path):
    path = tmp_path / "docaudit.toml"
    path.write_text('timeout = 9\n\n[[overrides]]\npath = ["a"]\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"docaudit.toml:4：overrides.0.path：不认识的键"):
        load_config(path)
    path.write_text('[[overrides]]\ndisable = ["STG101"]\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="请写 paths 或 projects"):
        load_config(path)


def test_a_rule_that_does_not_exist(folder, tmp_path):
    path = tmp_path / "docaudit.toml"
    path.write_text('[[overrides]]\npaths = ["*"]\ndisable = ["no-such-rule"]\n', encoding="utf-8")
    result = CliRunner().invoke(app, ["audit", str(folder), "--config", str(path), "-o", str(tmp_path / "x.json")])
    assert result.exit_code == 2
    assert "no-such-rule" in result.output


def test_names_cannot_be_one_indicator_and_two(tmp_path):
    path = tmp_path / "docaudit.toml"
    path.write_text('aliases = [["甲数", "乙数", "丙数"]]\nnot_aliases = [["丙数", "甲数"]]\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="“丙数”与“甲数”同时写在"):
        load_config(path)
    path.write_text('aliases = [["甲数", "乙数"]]\nnot_aliases = [["乙数", "丙数"]]\n', encoding="utf-8")
    assert load_config(path).not_aliases == [["乙数", "丙数"]]
