"""The cache: a changed paper is read again and no other, with the same findings; whole entries only; bounded; private."""

import os
import pickle
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from docaudit import cache as cache_module
from docaudit.cache import Cache, CacheError, default_folder, fingerprint, key_of
from docaudit.cli.app import app
from docaudit.config import Config
from docaudit.engine import Options, audit, judging, papers, reading
from docaudit.model import Status

PAPER = "# 项目任务书\n\n项目名称：{name}\n\n## 考核指标\n\n1. 申请发明专利不少于{n}项。\n"
REPORT = "# 项目验收报告\n\n项目名称：{name}\n\n## 完成情况\n\n1. 申请发明专利{n}项。\n"


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "材料"
    for name in ("湖泊预警平台", "山地果园改造"):
        (folder / name).mkdir(parents=True)
        (folder / name / "任务书.md").write_text(PAPER.format(name=name, n=5), encoding="utf-8")
        (folder / name / "验收.md").write_text(REPORT.format(name=name, n=3), encoding="utf-8")
    return folder


@pytest.fixture
def cache(tmp_path):
    return Cache.open(tmp_path / "缓存")


@pytest.fixture
def work(monkeypatch):
    """What is really done: papers read, projects aligned and examined."""
    done = []

    def watch(module, name):
        function = getattr(module, name)

        def watched(*arguments, **options):
            done.append(name)
            return function(*arguments, **options)

        monkeypatch.setattr(module, name, watched)

    watch(papers, "read")
    watch(judging, "align")
    watch(judging, "examine")
    return done


def go(folder, cache, **settings):
    return audit(folder, Options(Config(**settings), in_process=True, cache=cache))


def test_a_second_run_reads_and_checks_nothing(folder, cache, work):
    first = go(folder, cache)
    assert work.count("read") == 4
    work.clear()
    assert go(folder, cache) == first
    assert work == []


def test_the_same_with_and_without(folder, cache):
    assert go(folder, cache) == go(folder, cache) == go(folder, None)


def test_one_changed_paper_is_read_and_its_project_checked(folder, cache, work):
    assert [f.rule for f in go(folder, cache).findings].count("target-unmet") == 2
    (folder / "湖泊预警平台" / "验收.md").write_text(REPORT.format(name="湖泊预警平台", n=6), encoding="utf-8")
    work.clear()
    after = go(folder, cache)
    assert (work.count("read"), work.count("align")) == (1, 1)
    assert after == go(folder, None)
    own = next(project.id for project in after.projects if project.name == "湖泊预警平台")
    assert "target-unmet" not in {f.rule for f in after.findings if f.project_id == own}


def test_other_settings_are_another_matter(folder, cache):
    assert go(folder, cache).findings
    assert not [f for f in go(folder, cache, rules={"disable": ["target-unmet"]}).findings if f.rule == "target-unmet"]
    again = go(folder, cache, rules={"severity": {"target-unmet": "info"}})
    assert {f.severity.value for f in again.findings if f.rule == "target-unmet"} == {"info"}


def test_a_moved_paper_is_told_under_its_new_name(folder, cache):
    go(folder, cache)
    (folder / "湖泊预警平台" / "验收.md").rename(folder / "湖泊预警平台" / "结题.md")
    result = go(folder, cache)
    assert {p.document.path for p in result.papers} >= {"湖泊预警平台/结题.md"}
    assert result == go(folder, None)


def test_other_code_is_another_matter(folder, cache, monkeypatch, work):
    go(folder, cache)
    work.clear()
    monkeypatch.setattr(cache_module, "fingerprint", lambda: "other")
    go(folder, cache)
    assert work.count("read") == 4


def test_what_could_not_be_read_is_tried_again_only_when_it_may_succeed(folder, cache, work):
    (folder / "坏.docx").write_bytes(b"")
    first = go(folder, cache)
    states = {p.document.path: p.document.status for p in first.papers}
    assert states["坏.docx"] is Status.UNREADABLE
    work.clear()
    assert go(folder, cache) == first
    assert work == []
    assert go(folder, cache, timeout=60) == first, "other limits, another try"
    assert work == ["read"]
    work.clear()
    again = audit(folder, Options(Config(), in_process=True, cache=cache, retry_unreadable=True))
    assert (again, work) == (first, ["read"])
    work.clear()
    (folder / "坏.docx").write_text("# 项目任务书\n\n项目名称：湖泊预警平台\n", encoding="utf-8")
    go(folder, cache)
    assert work.count("read") == 1


def test_a_damaged_entry_is_as_if_it_were_not_there(folder, cache):
    first = go(folder, cache)
    for path in cache.folder.glob("??/*"):
        path.write_bytes(path.read_bytes()[:20])
    assert go(folder, cache) == first
    for path in cache.folder.glob("??/*"):
        path.write_bytes(pickle.dumps("something else"))
    assert go(folder, cache) == first


def test_workers_leave_what_they_read(folder, cache):
    result = audit(folder, Options(Config(jobs=2), cache=cache))
    assert cache.size()[0] >= 4
    assert go(folder, cache) == result


def test_what_is_not_used_goes_first(tmp_path):
    cache = Cache.open(tmp_path / "c", limit=1000)
    for i in range(5):
        cache.put(key_of("x", str(i)), "x" * 300)
        os.utime(cache._path(key_of("x", str(i))), (i, i))
    assert cache.get(key_of("x", "0")) == "x" * 300
    cache.trim()
    assert cache.size()[1] <= 800
    assert cache.get(key_of("x", "0")) is not None
    assert cache.get(key_of("x", "1")) is None
    cache.clear()
    assert cache.size() == (0, 0)


def test_two_runs_at_once_see_whole_entries_only(tmp_path):
    cache, wrong = Cache.open(tmp_path / "c"), []

    def work(letter):
        for _ in range(60):
            cache.put("ab" + "0" * 62, letter * 20_000)
            value = cache.get("ab" + "0" * 62)
            if value is not None and len(set(value)) != 1:
                wrong.append(value)

    threads = [threading.Thread(target=work, args=[letter]) for letter in "xyz"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert cache.get("ab" + "0" * 62)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="permissions of POSIX")
def test_a_folder_that_others_can_write_is_not_trusted(tmp_path):
    (tmp_path / "c").mkdir()
    (tmp_path / "c").chmod(0o777)
    with pytest.raises(CacheError, match="可被他人写入"):
        Cache.open(tmp_path / "c")


def test_where_it_is(monkeypatch, tmp_path):
    assert default_folder() is None
    monkeypatch.setenv("DOCAUDIT_CACHE", str(tmp_path))
    assert default_folder() == tmp_path
    monkeypatch.delenv("DOCAUDIT_CACHE")
    assert default_folder().name == "docaudit"


def test_keys_tell_their_parts_apart():
    assert key_of("a", "bc") != key_of("ab", "c")
    assert key_of("x", "甲\udc80") != key_of("x", "甲")
    assert fingerprint() == fingerprint()


def test_the_command_shows_and_clears(folder, monkeypatch, tmp_path):
    assert "没有使用缓存" in CliRunner().invoke(app, ["cache"]).output
    monkeypatch.setenv("DOCAUDIT_CACHE", str(tmp_path / "c"))
    CliRunner().invoke(app, ["audit", str(folder), "--jobs", "1", "-o", str(tmp_path / "a.json")])
    shown = CliRunner().invoke(app, ["cache"]).output
    assert "：0 项" not in shown
    assert re.search(r"文书读取结果：\d+ 项，[\d.]+ MB", shown)
    assert re.search(r"项目核对结果：[1-9]", shown)
    assert "其他" not in shown
    assert "：0 项" in CliRunner().invoke(app, ["cache", "--clear"]).output
    CliRunner().invoke(app, ["audit", str(folder), "--jobs", "1", "--no-cache", "-o", str(tmp_path / "b.json")])
    assert "：0 项" in CliRunner().invoke(app, ["cache"]).output
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_after_ctrl_c_there_is_a_report_and_the_next_run_goes_on(folder, cache, monkeypatch, work):
    original = reading._read

    def interrupted(*arguments):
        for i, paper in enumerate(original(*arguments)):
            if i == 2:
                raise KeyboardInterrupt
            yield paper

    monkeypatch.setattr(reading, "_read", interrupted)
    result = go(folder, cache)
    states = [paper.document.status for paper in result.papers]
    assert states.count(Status.UNREADABLE) == 2
    assert all("审核被中止" in p.document.problems[0] for p in result.papers if p.document.status is Status.UNREADABLE)
    monkeypatch.setattr(reading, "_read", original)
    work.clear()
    assert go(folder, cache) == go(folder, None)
    assert work.count("read") == 1 + 4, "the third had been read when the interruption came"


SCRIPT = """
import sys
from pathlib import Path
from docaudit.cache import Cache
from docaudit.config import Config
from docaudit.engine import Options, audit
print("go", flush=True)
audit(Path(sys.argv[1]), Options(Config(jobs=2), cache=Cache.open(Path(sys.argv[2]))))
print("done", flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="signals of POSIX")
@pytest.mark.parametrize("after", [0.3, 1.0, 1.7])
def test_a_killed_run_has_not_read_in_vain(folder, cache, after, work):
    for i in range(30):
        (folder / f"另{i}.md").write_text(PAPER.format(name=f"另{i}", n=i + 1), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(folder), str(cache.folder)], stdout=subprocess.PIPE, start_new_session=True
    )
    process.stdout.readline()
    time.sleep(after)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    resumed = go(folder, cache)
    assert resumed == go(folder, None)
    assert len({p.document.id for p in resumed.papers}) == 34


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of Linux")
def test_a_paper_that_eats_memory_costs_only_itself(folder, monkeypatch):
    read = papers.read

    def greedy(path, *, relative, converted=None):
        if relative.endswith("湖泊预警平台/验收.md"):
            return [bytearray(50_000_000) for _ in range(100)]
        return read(path, relative=relative, converted=converted)

    monkeypatch.setattr(papers, "read", greedy)
    result = audit(folder, Options(Config(jobs=2, memory=1500)))
    broken = [p.document for p in result.papers if p.document.status is Status.UNREADABLE]
    assert [Path(d.path).name for d in broken] == ["验收.md"]
    assert "内存超过限额" in broken[0].problems[0]


def test_the_command_tries_again_what_could_not_be_read(folder, monkeypatch, tmp_path):
    monkeypatch.setenv("DOCAUDIT_CACHE", str(tmp_path / "c"))
    asked = []
    monkeypatch.setattr("docaudit.cli.run.audit", lambda path, options: asked.append(options) or audit(path, options))
    arguments = ["audit", str(folder), "--no-history", "--jobs", "1", "-o", str(tmp_path / "a.json")]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    assert CliRunner().invoke(app, [*arguments, "--retry-unreadable"]).exit_code == 0
    assert [options.retry_unreadable for options in asked] == [False, True]


def test_whole_papers_are_fetched_from_the_cache_and_read_again_where_it_was_cleared(folder, cache, work):
    result = go(folder, cache)
    assert all(not paper.document.blocks for paper in result.papers)
    work.clear()
    own = next(p.document for p in result.papers if p.document.path == "湖泊预警平台/任务书.md")
    assert any("申请发明专利不少于5项" in block.text for block in result.whole[own.id].document.blocks)
    assert work == []
    again = go(folder, cache)
    cache.clear()
    assert again.whole[own.id] == result.whole[own.id]
    assert work == ["read"]


def test_a_project_is_judged_anew_when_its_papers_are_there_and_its_verdict_is_not(folder, cache, work):
    first = go(folder, cache)
    for path in cache.folder.glob("??/*"):
        if type(pickle.loads(path.read_bytes())).__name__ == "Verdict":
            path.unlink()
    work.clear()
    assert go(folder, cache) == first
    assert (work.count("read"), work.count("align")) == (0, 2)
