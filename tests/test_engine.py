"""A run over a folder: order, isolation of papers, and what happens when our own code is wrong."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from docaudit.checks import Folder
from docaudit.checks.base import Check, Scope
from docaudit.config import Config
from docaudit.engine import NothingToRead, Options, audit, list_files, papers, reading, run
from docaudit.model import Status
from docaudit.reports import write
from docaudit.rules import load_rules, run_rules

PAPER = "# 项目任务书\n\n项目名称：甲\n\n## 考核指标\n\n1. 申请发明专利不少于{n}项。\n"


@pytest.fixture
def folder(tmp_path):
    for n in range(1, 5):
        (tmp_path / f"{n}.md").write_text(PAPER.format(n=n), encoding="utf-8")
    return tmp_path


def test_files_are_listed_in_one_order_without_what_is_no_paper(tmp_path):
    for name in (
        "b.md",
        "a.md",
        "~$a.docx",
        ".hidden.md",
        "docaudit.toml",
        "docaudit-底稿.xlsx",
        "子/c.md",
        "truth.yaml",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    assert [relative for _, relative in list_files(tmp_path, Config())] == ["a.md", "b.md", "子/c.md"]
    assert [r for _, r in list_files(tmp_path, Config(exclude=["子/*"]))] == ["a.md", "b.md"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    (outside / "secret.md").write_text("x", encoding="utf-8")
    (inside / "a.md").write_text("x", encoding="utf-8")
    (inside / "link.md").symlink_to(outside / "secret.md")
    (inside / "folder").symlink_to(outside, target_is_directory=True)
    assert [relative for _, relative in list_files(inside, Config())] == ["a.md"]


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_nothing_to_read(tmp_path, name):
    (tmp_path / "empty").mkdir()
    with pytest.raises(NothingToRead):
        audit(tmp_path / name)


def _spoil(monkeypatch, harm):
    """Let reading 2.md do harm; the pool forks, so its workers inherit this."""
    read = papers.read

    def spoiled(path, *, relative, converted=None):
        if relative == "2.md":
            harm()
        return read(path, relative=relative, converted=converted)

    monkeypatch.setattr(papers, "read", spoiled)


def _divide():
    return 1 / 0


def _three_pages(_path):
    return 3


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (lambda: os._exit(7), "程序异常退出（代码 7）"),
        (lambda: time.sleep(60), "读取超过 4 秒"),
        (_divide, "ZeroDivisionError"),
    ],
    ids=["crash", "hang", "bug"],
)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the harm is inherited by forked workers only")
def test_a_paper_costs_only_itself(folder, monkeypatch, tmp_path_factory, harm, reason):
    _spoil(monkeypatch, harm)
    result = audit(folder, Options(Config(jobs=2, timeout=4)))
    states = {paper.document.path: paper.document.status for paper in result.papers}
    assert states == {"1.md": Status.READ, "2.md": Status.UNREADABLE, "3.md": Status.READ, "4.md": Status.READ}
    broken = next(paper.document for paper in result.papers if paper.document.path == "2.md")
    assert reason in broken.problems[0]
    assert len(broken.sha256) == 64
    # Whoever writes a report asks for the papers: the one that hung or crashed is not read again for that.
    again = []
    monkeypatch.setattr(run, "read_paper", lambda *args: again.append(args))
    assert result.whole[broken.id].document == broken
    write(result, tmp_path_factory.mktemp("out") / "report.html", load_rules(), folder)
    assert again == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the harm is inherited by forked workers only")
def test_a_scan_has_more_time_for_every_page(folder, monkeypatch):
    _spoil(monkeypatch, lambda: time.sleep(60))
    monkeypatch.setattr(reading, "pictured_pages", _three_pages)
    monkeypatch.setattr(reading, "_may_have_pictures", lambda path: path.suffix == ".md")
    result = audit(folder, Options(Config(jobs=2, timeout=2, scan_page_timeout=0.5)))
    broken = next(paper.document for paper in result.papers if paper.document.path == "2.md")
    assert "读取超过 3.5 秒" in broken.problems[0]
    assert "scan_page_timeout" in broken.problems[0]


@pytest.mark.parametrize(
    ("name", "may"), [("p04-long-table.pdf", True), ("w01-styles.docx", False), ("t01-utf8.csv", False)]
)
def test_what_may_hold_scanned_pages_is_told_by_its_first_bytes(name, may):
    assert reading._may_have_pictures(Path(__file__).resolve().parents[1] / "corpus" / "reading" / name) is may


def test_workers_or_none_give_the_same(folder):
    one = audit(folder, Options(in_process=True))
    two = audit(folder, Options(Config(jobs=2)))
    assert one == two


def test_a_process_with_threads_reads_the_same(folder):
    alone = audit(folder, Options(in_process=True))
    with ThreadPoolExecutor(1) as thread:
        threaded = thread.submit(audit, folder, Options(Config(jobs=2), threaded=True)).result()
    assert threaded.papers == alone.papers
    assert threaded.findings == alone.findings


def test_progress_is_told_once_a_paper(folder):
    seen = []
    audit(folder, Options(in_process=True, progress=lambda *step: seen.append(step)))
    assert seen == [(1, 4, "1.md"), (2, 4, "2.md"), (3, 4, "3.md"), (4, 4, "4.md")]


def test_a_check_that_fails_is_counted_and_named():
    rule = load_rules()[0]

    def wrong(_folder):
        raise KeyError("x")
        yield

    broken = replace(rule, check=Check("wrong", wrong, Scope.FOLDER, frozenset(), {}), thresholds={})
    result = run_rules([broken], Folder((), ()))
    assert [(o.clear, o.found, o.not_applicable, o.failed) for o in result.outcomes] == [(0, 0, 0, 1)]
    assert "检查失败" in result.notes[0]
    assert "KeyError" in result.notes[0]


def test_coverage_counts_what_was_read_and_checked(folder):
    result = audit(folder, Options(in_process=True))
    for paper in result.papers:
        coverage = result.coverage[paper.document.id]
        assert coverage.figures >= coverage.in_claims >= 1
        assert coverage.figures >= coverage.in_checks
