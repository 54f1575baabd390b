"""The guide: its links hold, its examples do what it says, its settings and options exist."""

import re
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from docaudit.cli.app import app
from docaudit.config import Config, GradeScale, Override, RulesSection, load_config
from docaudit.rules import load_rules

PAGES = ("index.md", "guide.md", "review.md", "ci.md", "config.md", "extend.md")


def _pages(site):
    return [page for page in sorted(site.glob("*.html")) if page.name != "404.html"]


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_the_site_builds_and_every_link_and_picture_is_there(root, tmp_path):
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "-q",
        "-f",
        str(root / "mkdocs.yml"),
        "-d",
        str(tmp_path / "site"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert {page.replace(".md", ".html") for page in PAGES} <= {path.name for path in (tmp_path / "site").iterdir()}
    for page in _pages(tmp_path / "site"):
        for source in re.findall(r"""(?:src|href)=["']([^"'#]+)""", page.read_text(encoding="utf-8")):
            if not source.startswith(("http:", "https:", "data:")):
                assert (tmp_path / "site" / source.split("#")[0]).exists(), f"{page.name}: {source}"


def test_the_site_loads_nothing_from_elsewhere(root, tmp_path):
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "-q",
        "-f",
        str(root / "mkdocs.yml"),
        "-d",
        str(tmp_path / "site"),
    ]
    subprocess.run(command, check=True, cwd=tmp_path)
    for page in _pages(tmp_path / "site"):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"""<(?:script|img|link)[^>]+(?:src|href)=["'](?:https?:)?//""", text), page.name


@pytest.fixture
def example(root, tmp_path, monkeypatch):
    """The files of the worked example, written where its page says."""
    text = (root / "docs" / "extend.md").read_text(encoding="utf-8")
    for name, content in re.findall(r'```\w+ title="([^"]+)"\n(.*?)```', text, re.DOTALL):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_example_of_a_new_paper(example):
    result = run("check", "材料", "--extractors", "模板", "--fail-on", "warning", "--jobs", 1)
    assert "STG108 目标未完成" in result.output
    assert "不少于30家" in result.output
    assert "26家" in result.output
    assert "STG108" not in run("check", "材料", "--jobs", 1).output
    shown = run("extract", "材料/回执单.md", "--extractors", "模板").output
    assert "station_slip" in shown


def test_the_example_of_a_new_rule(example):
    assert "目标偏低（本市口径）" in run("rules", "TGT391", "--rules", "规则").output
    assert {rule.entry.code for rule in load_rules(example / "规则")} - {r.entry.code for r in load_rules()} == {
        "TGT391"
    }
    assert run("audit", "材料", "--rules", "规则", "--extractors", "模板", "-o", "x.json", "--jobs", 1).exit_code == 0


def test_the_example_configuration_is_valid(root, tmp_path):
    text = (root / "docs" / "config.md").read_text(encoding="utf-8")
    path = tmp_path / "docaudit.toml"
    path.write_text(re.search(r"```toml\n(.*?)```", text, re.DOTALL).group(1), encoding="utf-8")
    config = load_config(path)
    assert len(config.overrides) == 2
    assert load_rules(None, config.choice())
    sections = (Config, RulesSection, Override, GradeScale)
    known = {"explain"}.union(*(section.model_fields for section in sections))
    for key in re.findall(r"`([a-z_]+)`", text):
        assert key in known, key


@pytest.mark.parametrize("page", [*PAGES, "../README.md", "../README.zh-CN.md"])
def test_commands_and_options_exist(root, page):
    text = (root / "docs" / page).read_text(encoding="utf-8")
    for command, rest in re.findall(r"^docaudit (\w+)(.*)$", text, re.MULTILINE):
        told = run(command, "--help").output
        assert "用法：" in told, command
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", rest.split("#")[0]):
            assert option in told, f"{command} {option}"
