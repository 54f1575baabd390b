"""Files that a user writes or gives back, damaged in every way: a Chinese sentence with the place, never a traceback."""

from __future__ import annotations

import json
import random
import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from typer.testing import CliRunner

from docaudit.cli.app import app
from docaudit.config import Config, ConfigError, load_config
from docaudit.engine import Options, audit
from docaudit.history import History, HistoryError, with_history
from docaudit.lexicon.vocabulary import Facets, HeaderWords, IndicatorWords, Words
from docaudit.model import Audit, Decision, Verdict
from docaudit.packs import PackError, load_yaml, pack_dir, pack_files
from docaudit.profiles.schema import FieldVocabulary, Profile
from docaudit.reports import write
from docaudit.reports.workbook import NotAWorkingPaper, read_decisions
from docaudit.rules import load_rules
from docaudit.rules.entries import RuleEntry
from tests.hostile.damage import altered, spoilt_packages
from tests.hostile.samples import DONE, TASK
from tests.support.effort import FULL, examples

HAN = re.compile(r"[\u4e00-\u9fff]")
NOW = datetime(2026, 3, 1, tzinfo=UTC)
CONFIG = """timeout = 60
jobs = 2
memory = 2048
cache = "cache"
history = "history.sqlite"
exclude = ["草稿/*"]
aliases = [["专利", "发明专利"]]
not_aliases = [["论文", "专利"]]

[rules]
disable = ["NUM401"]
severity = {TGT301 = "info"}
thresholds = {target-too-low = {remind = 1.2}}

[[overrides]]
paths = ["附件/*"]
severity = {NUM402 = "error"}

[[grade_scales]]
name = "县财政"
bands = {"优" = 90, "良" = 80, "中" = 60}
"""
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(["~nobody/x", "\0", "优", "{", "{what:>9}", "NUM401", "[", "2021-01-01", "x" * 300]),
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)


def said(error: BaseException, path: Path) -> str:
    """The message, which must be Chinese and begin with the file."""
    told = str(error)
    assert told.startswith(str(path)), told
    assert HAN.search(told.removeprefix(str(path))), told
    assert "Traceback" not in told
    return told.removeprefix(str(path))


def refused(path: Path, load: Callable[[Path], object], kind: type[Exception]) -> str | None:
    """What is said of a file that is no use, None where it is of use; any other error comes out."""
    try:
        load(path)
    except kind as error:
        return said(error, path)
    return None


# --- docaudit.toml


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a=" + "[" * 100_000, "：不是合法的 TOML：括号嵌套过深"),
        ("a=" + "1" * 5000, "：不是合法的 TOML：有的数字过长"),
        ("\n\na=", ":3：不是合法的 TOML"),
        ("timeout=inf", ":1：timeout：应不大于"),
        ("timeout='x'", ":1：timeout：应为数字"),
        ("\nmemory=" + "9" * 30, ":2：memory：应不大于"),
        ("jobs=-1", ":1：jobs：应不小于 0"),
        ("cache='~nobodyhere/x'", ":1：cache：找不到路径中 ~ 所指的用户目录"),
        ("history='~nobodyhere/x'", ":1：history：找不到路径中 ~ 所指的用户目录"),
        ('rule_packs="a\\u0000b"', ":1：rule_packs：路径中有控制字符"),
        ("rules=1", ":1：rules：应为键值表"),
        ("name=1", ":1：name：应为文字"),
        ("[rules]\nseverity={NUM401='bad'}", ":2：rules.severity.NUM401：取值不在允许范围内，可写 'error'、'warning'"),
        ("grade_scales=[{name='x',bands={'优'='nan','良'=1}}]", "应为有限的数字"),
    ],
)
def test_what_is_wrong_with_a_configuration(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "docaudit.toml"
    path.write_text(text, encoding="utf-8")
    told = refused(path, load_config, ConfigError)
    assert told is not None
    assert reason in told


def test_a_configuration_saved_by_notepad(tmp_path: Path) -> None:
    path = tmp_path / "docaudit.toml"
    path.write_bytes(b"\xef\xbb\xbftimeout = 7\n")
    assert load_config(path).timeout == 7


@examples(150)
@given(st.randoms(use_true_random=False))
def test_a_damaged_configuration(tmp_path: Path, chance: random.Random) -> None:
    path = tmp_path / "docaudit.toml"
    path.write_bytes(altered(CONFIG.encode(), chance))
    refused(path, load_config, ConfigError)


@examples(150)
@given(st.sampled_from(sorted(Config.model_fields)), VALUES)
@example("timeout", 1e300)
@example("rules", {"²": None})  # a digit that is no number
def test_any_value_in_a_configuration(tmp_path: Path, key: str, value: Any) -> None:
    path = tmp_path / "docaudit.toml"
    try:
        path.write_text(f"{key} = {_toml(value)}\n", encoding="utf-8")
    except UnicodeEncodeError:
        return
    try:
        loaded = load_config(path)
    except ConfigError as error:
        said(error, path)
        return
    loaded.choice()
    loaded.scales()


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {_toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, float):
        return repr(value).replace("e+", "e")
    return '"none"' if value is None else json.dumps(value)


# --- packs

PACKS: dict[str, tuple[Path, Any]] = {
    "rules": (pack_files("rules")[0], list[RuleEntry]),
    "profile": (next(p for p in pack_files("extractors") if p.parent.name == "profiles"), Profile),
    **{
        name: (pack_dir("extractors") / "vocabulary" / f"{name}.yaml", shape)
        for name, shape in {
            "indicators": list[IndicatorWords],
            "headers": dict[str, HeaderWords],
            "calibers": Facets,
            "words": Words,
            "fields": FieldVocabulary,
        }.items()
    },
}


@cache
def _sound(name: str) -> bytes:
    """A pack with the first entries of every list."""
    data = yaml.safe_load(PACKS[name][0].read_text(encoding="utf-8"))
    short = data[:4] if isinstance(data, list) else {k: _short(v) for k, v in data.items()}
    return yaml.safe_dump(short, allow_unicode=True, sort_keys=False).encode()


def _short(value: Any) -> Any:
    if isinstance(value, list):
        return value[:2]
    return {k: _short(v) for k, v in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize(
    "text",
    [
        "[" * 5000,
        "[" * 300_000,
        "- " * 50_000,
        "[" * 400 + "]" * 400,
        "- a: " + "1" * 5000,
        "- {[1]: 2}",
        "- {{}: 2}",
        "- name: 2021-13-45",
        "- &a [*a]",
        "- &a {<<: *a}",
        "- !!int x",
        "- !!float x",
        "- !!timestamp x",
        "- !!bool x",
        "- !!binary x",
        "- !!python/object/apply:os.system [true]",
        "- 1\n--- 2",
        "\0",
        "- =",
        "- <<: 1",
        "- name: x\n  synonyms: [1]",
    ],
)
def test_yaml_that_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    assert refused(path, lambda p: load_yaml(p, list[IndicatorWords]), PackError) is not None


@pytest.mark.parametrize("name", sorted(PACKS))
def test_damaged_packs(tmp_path: Path, name: str) -> None:
    path, shape = tmp_path / "own.yaml", PACKS[name][1]
    path.write_bytes(_sound(name))
    load_yaml(path, shape)
    chance = random.Random(name)
    told = []
    for _ in range(4000 if FULL else 60):
        path.write_bytes(altered(_sound(name), chance))
        told.append(refused(path, lambda p: load_yaml(p, shape), PackError))
    assert any(told)


@examples(40)
@given(st.sampled_from(sorted(RuleEntry.model_fields)), VALUES)
@example("message", "{")
@example("message", "{what:>999999999999}")
@example("message", "{what!z}")
@example("thresholds", {"remind": float("inf")})
@example("thresholds", {"remind": float("nan")})
@example("thresholds", {"remind": True})
def test_any_value_in_a_rule(tmp_path: Path, key: str, value: Any) -> None:
    entry = {
        "code": "XYZ901", "slug": "own-rule", "title": "自定", "severity": "warning", "check": "target_too_low",
        "message": "{what}", "basis": "示例", "remedy": "示例", key: value,
    }  # fmt: skip
    path = tmp_path / "own.yaml"
    path.write_text(json.dumps([entry]), encoding="utf-8")
    try:
        rules = load_rules(tmp_path)
    except PackError as error:
        said(error, path)
        return
    own = next((rule for rule in rules if rule.slug == entry["slug"]), None)
    if own is not None and own.entry.check == "target_too_low":
        assert own.entry.message.format(what="甲", ask="乙")


@examples(40)
@given(st.sampled_from(sorted(Profile.model_fields)), VALUES)
def test_any_value_in_a_profile(tmp_path: Path, key: str, value: Any) -> None:
    entry = {"id": "own", "title": "自定", "kind": "task", "names": ["任务单"], key: value}
    path = tmp_path / "own.yaml"
    path.write_text(json.dumps(entry), encoding="utf-8")
    refused(path, lambda p: load_yaml(p, Profile), PackError)


# --- the working paper, the baseline, the history


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    folder = tmp_path_factory.mktemp("in")
    (folder / "任务书.md").write_text(TASK, encoding="utf-8")
    (folder / "验收报告.md").write_text(DONE, encoding="utf-8")
    found = audit(folder, Options(in_process=True))
    assert len(found.findings) > 1
    return found


@pytest.fixture(scope="module")
def paper(result: Audit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("paper") / "底稿.xlsx"
    known = {f.id: Decision(f.id, Verdict.CONFIRMED, "已核") for f in result.findings[:2]}
    write(with_history(result, known, None, "k"), path, load_rules(), Path())
    return path


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(10**9), 10**11).map(lambda seconds: datetime(1970, 1, 2) + timedelta(seconds=seconds)),  # noqa: DTZ001  (a sheet knows no zones)
    st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), max_size=20),
    st.sampled_from(["确认", " 误报 ", "已整改", "待核实", "=1/0", "问题编号", "复核结论", "确认,误报"]),
)


@examples(12)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 18), CELLS), max_size=30), st.randoms())
def test_a_working_paper_with_other_cells(
    paper: Path, tmp_path: Path, cells: list[tuple[int, int, Any]], chance: random.Random
) -> None:
    """Cells of other kinds, rows in another order, head rows gone: decisions, problems with their cell, or a refusal."""
    book = openpyxl.load_workbook(paper)
    sheet = book["问题清单"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    chance.shuffle(rows)
    for i, row in enumerate(rows, 4):
        for j, value in enumerate(row, 1):
            sheet.cell(i, j).value = value
    for row, column, value in cells:
        if not 1 <= row <= 2:
            sheet.cell(row + 1, column).value = value
    path = tmp_path / "x.xlsx"
    book.save(path)
    try:
        decided = read_decisions(path)
    except NotAWorkingPaper as error:
        said(error, path)
        return
    assert all(decision.finding for decision in decided.decisions)
    assert all(re.match(r"问题清单![A-Z]+\d+：", problem) for problem in decided.problems)
    (tmp_path / "h.sqlite").unlink(missing_ok=True)
    with History.open(str(tmp_path / "h.sqlite")) as history:
        folder = "甲"
        history.decide(folder, decided.decisions, NOW)
        kept = {d.finding for d in decided.decisions if d.verdict is not Verdict.WITHDRAWN}
        assert set(history.decisions(folder)) == kept


def test_a_damaged_working_paper(paper: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    data = paper.read_bytes()
    chance = random.Random(7)
    told = 0
    for spoilt in spoilt_packages(data, 600 if FULL else 30, chance):
        path.write_bytes(spoilt)
        told += refused(path, read_decisions, NotAWorkingPaper) is not None
    for tenth in range(10):
        path.write_bytes(data[: len(data) * tenth // 10])
        assert refused(path, read_decisions, NotAWorkingPaper)
    assert told


def test_a_cell_at_the_far_end_of_the_sheet(paper: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(paper)
    book["问题清单"].cell(200_000, 16_384).value = "x"
    book.save(tmp_path / "x.xlsx")
    assert len(read_decisions(tmp_path / "x.xlsx").decisions) == len(read_decisions(paper).decisions)


BASELINE = json.dumps(
    {"schema_version": "1", "findings": [{"id": "NUM401-1", "code": "NUM401", "message": "合计不符"}] * 3},
    ensure_ascii=False,
).encode()


def _baseline(tmp_path: Path, content: bytes) -> str:
    """What `check` says of a baseline; it leaves with 2, or goes on to the folder, which is not there."""
    path = tmp_path / "baseline.json"
    path.write_bytes(content)
    answer = CliRunner().invoke(app, ["check", str(tmp_path / "none"), "--baseline", str(path)])
    assert answer.exit_code == 2
    assert answer.exception is None or isinstance(answer.exception, SystemExit)
    return " ".join(answer.output.split()).replace(str(path), "")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "第 1 行第 1 列起不是合法的 JSON"),
        (b'{"findings": [\n1,]}', "第 2 行第 3 列起不是合法的 JSON"),
        (b"[" * 100_000, "不是可以读取的 JSON"),
        (b"1" * 5000, "不是可以读取的 JSON"),
        (b"\xff\xfe", "不是可以读取的 JSON"),
        (b"[]", "缺少 findings"),
        (b'{"findings": {"id": 1}}', "缺少 findings"),
        (b'{"findings": [{"id": "a"}, {"id": null}]}', "findings 的第 2 项没有 id"),
        (b'{"findings": ["id"]}', "findings 的第 1 项没有 id"),
    ],
)
def test_what_is_wrong_with_a_baseline(tmp_path: Path, content: bytes, reason: str) -> None:
    assert reason in _baseline(tmp_path, content)


@examples(20)
@given(st.randoms(use_true_random=False))
def test_a_damaged_baseline(tmp_path: Path, chance: random.Random) -> None:
    assert HAN.search(_baseline(tmp_path, altered(BASELINE, chance)))


@pytest.fixture(scope="module")
def history(result: Audit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A history with a run and decisions, all in one file."""
    path = tmp_path_factory.mktemp("history") / "history.sqlite"
    with History.open(str(path)) as store:
        store.record("甲", result, NOW)
        store.decide("甲", [Decision(f.id, Verdict.CONFIRMED, "已核", "王") for f in result.findings], NOW)
        store.answer_alias("甲", "专利", "发明专利", same=True)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    return path


def _use(place: str, result: Audit) -> None:
    with History.open(place) as store:
        for folder in store.folders():
            store.runs(folder)
            store.trend(folder)
            store.decisions(folder)
            store.known(folder)
        store.aliases("甲")
        name = result.findings[0].id if result.findings else ""
        store.log("甲", name)
        store.record("甲", result, NOW)
        store.decide("甲", [Decision(name, Verdict.REJECTED)], NOW)


COLUMNS = [
    ("docaudit_run", "at"), ("docaudit_run", "papers"), ("docaudit_run", "version"), ("docaudit_decision", "verdict"),
    ("docaudit_decision", "at"), ("docaudit_decision", "note"), ("docaudit_finding", "papers"),
    ("docaudit_finding", "severity"), ("docaudit_finding", "finding"), ("docaudit_folder", "name"),
    ("docaudit_run_project", "errors"), ("docaudit_about", "schema_version"), ("docaudit_alias", "first"),
]  # fmt: skip
ODD: list[object] = ["", "甲", "2026-99-99", "[", "[" * 20_000, "{}", -1, 1.5, 2**62, b"\xff\x00", "null", "x" * 9999]


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_history_with_other_values(history: Path, result: Audit, tmp_path: Path, table: str, column: str) -> None:
    told = []
    for number, value in enumerate(ODD):
        path = tmp_path / f"{number}.sqlite"
        path.write_bytes(history.read_bytes())
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA foreign_keys=OFF")
            connection.execute(f"UPDATE OR IGNORE {table} SET {column} = ?", [value])
        connection.close()
        less = replace(result, findings=result.findings[1:])  # so that the history has to tell of one that is gone
        told.append(refused(path, lambda p, less=less: _use(str(p), less), HistoryError))
    assert len(told) == len(ODD)


def _pages(data: bytes, count: int, chance: random.Random) -> Iterator[bytes]:
    for _ in range(count):
        out = bytearray(data)
        for _ in range(chance.randint(1, 40)):
            out[chance.randrange(100 if chance.random() < 0.1 else len(out))] = chance.randrange(256)
        yield bytes(out[: chance.randrange(len(out))] if chance.random() < 0.2 else out)


def test_a_damaged_history(history: Path, result: Audit, tmp_path: Path) -> None:
    for number, data in enumerate(_pages(history.read_bytes(), 400 if FULL else 25, random.Random(7))):
        path = tmp_path / f"{number}.sqlite"
        path.write_bytes(data)
        refused(path, lambda p: _use(str(p), result), HistoryError)


@pytest.mark.parametrize(
    "place", ["~nobodyhere/x", "a\0b", "postgresql://h:port/x", "sqlite://?timeout=x", "x://", "://"]
)
def test_places_that_are_none(place: str) -> None:
    with pytest.raises(HistoryError) as caught, History.open(place):
        pass
    assert HAN.search(str(caught.value))
