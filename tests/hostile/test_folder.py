"""One folder with every hostile paper and a good dossier: all are listed with a reason or read, the good one is as alone."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest

from docaudit.config import Config
from docaudit.engine import Options, audit
from docaudit.model import Audit, Status
from docaudit.reports import write
from docaudit.rules import load_rules
from tests.hostile import archives, office, pdfs, texts
from tests.hostile.conftest import Bait
from tests.hostile.packages import SOUND
from tests.hostile.samples import ALL, DONE, EITHER, READ, TASK, Sample
from tests.support.effort import FULL

assert all(module.__doc__ for module in (archives, office, pdfs, texts))  # they have registered their samples

ODD_NAMES = (
    b"\xff\xfe.md", "县级材料.md".encode("gbk"), b"new\nline.md", b"esc\x1b[31m.md", "dm\u202efdp.md".encode(), b"=1+1.md", b"@SUM(A1).md",
    b"+cmd.md", b"-x.md", b"\ttab.md", b"<img src=x onerror=alert(1)>.md", "长".encode() * 84 + b".md", b"back\\slash.md", b"&amp;'\".md", b"%s{0}$HOME.md",
)  # fmt: skip
LIMIT = 60 if FULL else 25
PARENT, WORKER = 400, 1800
"""Megabytes by which the parent may grow, and that the largest worker may take: recognising pictures takes a thousand."""


def _good(folder: Path) -> None:
    (folder / "好").mkdir(parents=True)
    (folder / "好" / "任务书.md").write_text(TASK, encoding="utf-8")
    (folder / "好" / "验收报告.md").write_text(DONE, encoding="utf-8")


def _mine(result: Audit) -> list[str]:
    own = {p.document.id for p in result.papers if p.document.path.startswith("好/")}
    return sorted(repr(f) for f in result.findings if any(e.place.document in own for e in f.evidence))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, bait: Bait) -> Path:
    base = tmp_path_factory.mktemp("hostile") / "in"
    _good(base)
    for item in ALL:
        (base / item.name).write_bytes(item.make(bait.address))
    names = base / "名"
    names.mkdir()
    for name in ODD_NAMES:
        try:
            Path(os.fsdecode(os.fsencode(str(names)) + b"/" + name)).write_bytes(SOUND["md"]() + name.hex().encode())
        except OSError:
            continue  # a file system that cannot hold such a name
    links = base / "链"
    links.mkdir()
    for name, target in (("外.md", "/etc/passwd"), ("断.md", "nowhere"), ("自.md", "自.md"), ("上", ".."), ("根", "/")):
        (links / name).symlink_to(target)
    if hasattr(os, "mkfifo"):
        os.mkfifo(links / "管道.md")
    (links / "夹.docx").mkdir()
    return base


@pytest.fixture(scope="module")
def result(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Audit:
    cache = tmp_path_factory.mktemp("cache")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = audit(folder, Options(Config(jobs=2, timeout=LIMIT, cache=str(cache))))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    assert grown < PARENT, f"the parent grew by {grown} MB"
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    assert FULL or largest < WORKER, f"a worker took {largest} MB"
    return found


@pytest.mark.parametrize("item", ALL, ids=lambda item: item.name)
def test_every_hostile_paper_is_read_or_refused_with_a_reason(result: Audit, item: Sample) -> None:
    papers = [
        p.document for p in result.papers if p.document.path == item.name or p.document.path.startswith(f"{item.name}/")
    ]
    assert papers
    told = "；".join(problem for paper in papers for problem in paper.problems)
    assert "程序处理这份文书时出错" not in told
    assert FULL or "异常退出" not in told
    for paper in papers:
        if paper.status is Status.UNREADABLE:
            assert paper.problems
            assert any("\u4e00" <= char <= "\u9fff" for char in paper.problems[0])
    if item.says is not EITHER:
        assert item.says in told
    if item.says == READ:
        assert any(paper.status is not Status.UNREADABLE for paper in papers)


def test_the_good_dossier_is_audited_as_if_it_were_alone(result: Audit, tmp_path: Path) -> None:
    _good(tmp_path / "in")
    alone = audit(tmp_path / "in", Options(in_process=True))
    assert {f.code for f in alone.findings} >= {"NUM401", "STG108"}
    assert _mine(result) == _mine(alone) == sorted(repr(f) for f in alone.findings)


def test_nothing_outside_was_asked_for_written_or_told(result: Audit, bait: Bait) -> None:
    assert bait.visitors == []
    assert not list(Path("/tmp").glob("docaudit-escaped*"))
    assert "root:x:" not in "".join(repr(paper) for paper in result.whole.values())
    assert "haha" not in "".join(repr(paper) for paper in result.whole.values())


def test_links_and_pipes_are_left_alone(result: Audit) -> None:
    listed = {p.document.path: p.document.status for p in result.papers if p.document.path.startswith("链/")}
    assert listed in ({"链/断.md": Status.UNREADABLE}, {})


def test_names_are_fit_to_be_shown(result: Audit) -> None:
    names = [p.document.path for p in result.papers]
    assert len(set(names)) == len(names)
    assert len({p.document.id for p in result.papers}) == len(names)
    for name in names:
        name.encode()
        assert not any(char in name for char in "\n\t\x1b\u202e\\")
    assert "名/县级材料.md" in names


@pytest.mark.parametrize("suffix", ["xlsx", "json", "html", "sarif", "xml"])
def test_every_report_can_be_written(result: Audit, folder: Path, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / ("junit.xml" if suffix == "xml" else f"报告.{suffix}")
    write(result, target, rules=load_rules(), folder=folder)
    assert target.stat().st_size > 1000
    if suffix in ("html", "sarif", "xml"):
        assert "<img src=x" not in target.read_text(encoding="utf-8")
