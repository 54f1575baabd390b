"""A bad pack stops the run at once and names file, line and reason."""

import pytest
from pydantic import BaseModel, ConfigDict

from docaudit.packs import PackError, load_yaml
from docaudit.rules import Choice, load_rules


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str
    words: list[str] = []


def _write(tmp_path, text, name="own.yaml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("title: a\nwords: [a\n", 3, "不是合法的 YAML"),
        ("title: a\nworts: [a]\n", 2, "不认识的键"),
        ("words: [a]\n", 1, "缺少必填项"),
        ("title: a\nwords: b\n", 2, "应为列表"),
        ("title: a\ntitle: b\n", 2, "键 title 重复"),
        ("title: a\nwords:\n  - b\n  - [c]\n", 4, "应为文字"),
    ],
)
def test_line_and_reason(tmp_path, text, line, reason):
    path = _write(tmp_path, text)
    with pytest.raises(PackError) as caught:
        load_yaml(path, Shape)
    assert str(caught.value).startswith(f"{path}:{line}：")
    assert reason in str(caught.value)


def test_not_utf8(tmp_path):
    path = tmp_path / "gbk.yaml"
    path.write_bytes("title: 规则".encode("gbk"))
    with pytest.raises(PackError, match="无法读取"):
        load_yaml(path, Shape)


RULE = """\
- code: XYZ901
  slug: own-rule
  title: 自定
  severity: warning
  check: {check}
  thresholds: {{{thresholds}}}
  message: "{message}"
  basis: 示例
  remedy: 示例
"""


@pytest.mark.parametrize(
    ("check", "thresholds", "message", "reason"),
    [
        ("no_such_check", "", "x", "没有名为 no_such_check 的检查"),
        ("target_too_low", "no_such: 1", "x", "没有阈值 no_such"),
        ("target_too_low", "", "{no_such}", "占位符 no_such 不存在"),
    ],
)
def test_a_rule_is_bound_when_it_is_loaded(tmp_path, check, thresholds, message, reason):
    path = _write(tmp_path, RULE.format(check=check, thresholds=thresholds, message=message))
    with pytest.raises(PackError, match=reason) as caught:
        load_rules(tmp_path)
    assert str(caught.value).startswith(f"{path}:1：XYZ901：")


def test_a_code_is_used_once(tmp_path):
    _write(tmp_path, RULE.format(check="target_too_low", thresholds="", message="x") * 2)
    with pytest.raises(PackError, match="XYZ901 重复"):
        load_rules(tmp_path)


def test_a_users_entry_replaces_ours(tmp_path):
    text = RULE.format(check="target_too_low", thresholds="", message="x").replace("XYZ901", "TGT301")
    _write(tmp_path, text)
    rule = next(rule for rule in load_rules(tmp_path) if rule.entry.code == "TGT301")
    assert (rule.slug, rule.entry.message) == ("own-rule", "x")


def test_configuration_chooses_rules():
    rules = load_rules(None, Choice(off=frozenset({"TGT301"}), severity={"sum-mismatch": "info"}))
    by_code = {rule.entry.code: rule for rule in rules}
    assert "TGT301" not in by_code
    assert by_code["NUM401"].entry.severity == "info"
    with pytest.raises(PackError, match="NUM999 不存在"):
        load_rules(None, Choice(off=frozenset({"NUM999"})))
