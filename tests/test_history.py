"""The history: what is new, still open, resolved and back again; decisions that hold; two runs at once."""

import threading
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, text

from docaudit.engine import Options, audit
from docaudit.history import History, HistoryError, default_place, folder_name, with_history
from docaudit.model import Decision, FindingStatus, Verdict
from tests.support import postgres

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
FOLDER = "市科技局/2026"


@pytest.fixture(scope="module")
def result(root):
    return audit(root / "corpus" / "dossiers" / "02-smart-road-open-platform", Options(in_process=True))


@pytest.fixture(scope="module")
def server():
    if postgres.programs() is None:
        pytest.skip("no PostgreSQL server programs (Debian package postgresql)")
    pytest.importorskip("psycopg")
    with postgres.cluster() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path):
    """The address of an empty history of either kind."""
    if request.param == "sqlite":
        return str(tmp_path / "deep" / "history.sqlite")
    url = request.getfixturevalue("server")
    name = "h" + uuid.uuid4().hex
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return url.removesuffix("postgres") + name


@pytest.fixture
def history(place):
    with History.open(place) as store:
        yield store


def without(result, *gone):
    return replace(result, findings=tuple(f for f in result.findings if f.id not in gone))


def test_first_run_has_no_changes_to_tell(history, result):
    changes = history.record(FOLDER, result, NOW)
    assert changes.since is None
    assert changes.new == {finding.id for finding in result.findings}
    assert changes.label(result.findings[0].id) == ""


def test_mended_new_and_returning_findings(history, result):
    first, second = result.findings[0].id, result.findings[1].id
    history.record(FOLDER, without(result, second), NOW)
    changes = history.record(FOLDER, without(result, first), NOW + timedelta(days=1))
    assert changes.since == NOW
    assert changes.new == {second}
    assert [past.id for past in changes.resolved] == [first]
    assert changes.resolved[0].message == result.findings[0].message
    assert changes.resolved[0].papers
    assert (changes.label(second), changes.label(result.findings[2].id)) == ("新增", "")
    changes = history.record(FOLDER, result, NOW + timedelta(days=2))
    assert (changes.new, changes.reappeared, changes.resolved) == (frozenset(), {first}, ())
    assert changes.label(first) == "再次出现"
    assert [(run.new, run.reappeared, run.still_open, run.resolved) for run in history.runs(FOLDER)] == [
        (len(result.findings) - 1, 0, 0, 0),
        (1, 0, len(result.findings) - 2, 1),
        (0, 1, len(result.findings) - 1, 0),
    ]


def test_folders_do_not_mix(history, result):
    history.record("甲", result, NOW)
    assert history.record("乙", result, NOW).since is None
    history.decide("甲", [Decision(result.findings[0].id, Verdict.REJECTED)], NOW)
    assert history.decisions("乙") == {}
    assert history.decisions("从未审核") == {}
    assert history.folders() == ("乙", "甲")


def test_decisions_hold_over_runs_and_can_be_taken_back(history, result):
    finding = result.findings[0].id
    history.record(FOLDER, result, NOW)
    decisions = [Decision(finding, Verdict.CONFIRMED, "已与单位核对", "王审计")]
    assert history.decide(FOLDER, decisions, NOW) == 1
    assert history.decide(FOLDER, decisions, NOW) == 0
    history.decide(FOLDER, [Decision(finding, Verdict.REJECTED, "同一口径", "李审计")], NOW + timedelta(hours=1))
    history.record(FOLDER, result, NOW + timedelta(days=1))
    assert history.decisions(FOLDER)[finding].verdict is Verdict.REJECTED
    assert [d.by for d in history.log(FOLDER, finding)] == ["王审计", "李审计"]
    assert history.undo(FOLDER, finding)
    assert history.decisions(FOLDER)[finding].note == "已与单位核对"
    assert history.decide(FOLDER, [Decision(finding, Verdict.WITHDRAWN)], NOW) == 1
    assert history.decisions(FOLDER) == {}
    assert not history.undo(FOLDER, "没有的编号")


def test_decisions_become_statuses(result):
    first, second = result.findings[0].id, result.findings[1].id
    decided = with_history(
        result, {first: Decision(first, Verdict.REJECTED), second: Decision(second, Verdict.PENDING)}, None, "k"
    )
    assert [f.status for f in decided.findings[:3]] == [FindingStatus.REJECTED, FindingStatus.OPEN, FindingStatus.OPEN]
    assert decided.decisions[first].verdict.label == "误报"


def test_known_findings_are_those_of_the_last_run(history, result):
    gone = result.findings[0].id
    history.record(FOLDER, result, NOW)
    history.record(FOLDER, without(result, gone), NOW)
    assert history.known(FOLDER) == {f.id for f in result.findings} - {gone}
    assert history.known("从未审核") == frozenset()


def test_aliases(history):
    history.answer_alias(FOLDER, "乙名", "甲名", same=True)
    history.answer_alias(FOLDER, "丙名", "甲名", same=False)
    assert history.aliases(FOLDER) == [("乙名", "甲名")]
    history.answer_alias(FOLDER, "甲名", "乙名", same=False)
    assert history.aliases(FOLDER) == []
    assert len(history.aliases(FOLDER, same=False)) == 2


def test_trend_per_project(history, result):
    history.record(FOLDER, result, NOW)
    history.record(FOLDER, replace(result, findings=()), NOW + timedelta(days=1))
    totals = [(t.at, t.errors + t.warnings + t.hints) for t in history.trend(FOLDER) if t.project_id]
    assert (NOW, 0) not in totals
    assert sum(n for at, n in totals if at == NOW) == sum(bool(f.project_id) for f in result.findings)
    assert all(n == 0 for at, n in totals if at > NOW)


def test_two_writers_at_once_lose_nothing(place, result):
    errors = []

    def work(name):
        try:
            with History.open(place) as store:
                for _ in range(5):
                    store.record(name, result, NOW)
                    store.decide(name, [Decision(result.findings[0].id, Verdict.CONFIRMED, name)], NOW)
        except HistoryError as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=[name]) for name in ("甲", "乙", "甲")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with History.open(place) as store:
        assert (len(store.runs("甲")), len(store.runs("乙"))) == (10, 5)


def test_what_cannot_be_opened_is_said_in_chinese(tmp_path):
    (tmp_path / "x.sqlite").write_bytes(b"not a database, but long enough to look at" * 40)
    with pytest.raises(HistoryError, match="历史记录无法读写"):
        History.open(str(tmp_path / "x.sqlite"))
    (tmp_path / "file").write_text("")
    with pytest.raises(HistoryError, match="历史记录无法打开"):
        History.open(str(tmp_path / "file" / "history.sqlite"))
    with pytest.raises(HistoryError, match="不是可用的数据库地址"):
        History.open("nosuch://x")


def test_a_password_is_never_shown():
    with pytest.raises(HistoryError) as caught:
        History.open("postgresql://auditor:geheim@127.0.0.1:1/none")
    assert "geheim" not in str(caught.value)
    assert "auditor" in str(caught.value)


def test_where_the_history_is(monkeypatch, tmp_path):
    monkeypatch.setenv("DOCAUDIT_HISTORY", "postgresql://x@y/z")
    assert default_place() == "postgresql://x@y/z"
    monkeypatch.delenv("DOCAUDIT_HISTORY")
    assert default_place().endswith("history.sqlite")
    assert folder_name(tmp_path, "二〇二六") == "二〇二六"
    assert folder_name(tmp_path) == tmp_path.resolve().as_posix()
