"""The same audit on a dask cluster: the same findings, whatever happens to a worker."""

from __future__ import annotations

import json
import os
import shutil
import signal
import threading
import time
from collections import Counter
from pathlib import Path

import dask
import pytest
from distributed import Client, LocalCluster
from typer.testing import CliRunner

from docaudit.cli.app import app
from docaudit.cluster import Cluster, ClusterError, SharedCache, audit_on
from docaudit.cluster.tasks import Read
from docaudit.config import Config
from docaudit.engine import NothingToRead, Options, audit
from docaudit.engine.judging import Verdict
from docaudit.engine.outline import Outline
from docaudit.reports import write
from docaudit.rules import load_rules

RULES = load_rules()


@pytest.fixture(scope="module")
def papers(root, tmp_path_factory):
    folder = tmp_path_factory.mktemp("cluster") / "项目"
    for name in ("01-validation-platform", "02-smart-road-open-platform", "03-proof-of-concept-centre"):
        shutil.copytree(root / "corpus" / "dossiers" / name, folder / name)
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 no more")
    shutil.make_archive(str(folder / "另一包"), "zip", root / "corpus" / "dossiers" / "04-national-key-rd")
    return folder


@pytest.fixture(scope="module")
def local(papers, tmp_path_factory):
    path = tmp_path_factory.mktemp("local") / "findings.json"
    write(audit(papers, Options(Config(jobs=2))), path, RULES, papers)
    return path.read_bytes()


@pytest.fixture(scope="module")
def workers():
    with (
        dask.config.set({"distributed.worker.daemon": False}),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
    ):
        yield cluster


def _json(result, tmp_path, papers):
    path = tmp_path / "findings.json"
    write(result, path, RULES, papers)
    return path.read_bytes()


def test_the_findings_are_those_of_one_machine(papers, local, workers, tmp_path):
    seen = []
    place = Cluster(workers.scheduler_address, f"file://{tmp_path}/结果", batch=4)
    result = audit_on(str(papers), place, Config(), progress=lambda *step: seen.append(step))
    assert _json(result, tmp_path, papers) == local
    done, count, _ = seen[-1]
    assert done == count == sum(1 for path in papers.rglob("*") if path.is_file() and path.name != "truth.yaml")


def test_a_second_run_reads_and_judges_only_what_is_new(papers, local, workers, tmp_path):
    store = SharedCache(str(tmp_path / "结果"))
    place = Cluster(workers.scheduler_address, store.url, batch=4)

    def entries():
        found = {path.name: path.stat().st_mtime_ns for path in Path(store.url).iterdir()}
        return {name: when for name, when in found.items() if isinstance(store.get(name), Read | Outline | Verdict)}

    audit_on(str(papers), place, Config())
    before = entries()
    (papers / "新.md").write_text("# 项目任务书\n\n项目名称：新\n", encoding="utf-8")
    try:
        audit_on(str(papers), place, Config())
    finally:
        (papers / "新.md").unlink()
    after = entries()
    assert {name: after[name] for name in before} == before
    kinds = Counter(type(store.get(name)) for name in after.keys() - before.keys())
    assert kinds == {Read: 1, Outline: 1, Verdict: 1}


def test_a_worker_that_is_killed_costs_nothing(papers, local, workers, tmp_path):
    killed = []

    def kill():
        time.sleep(0.5)
        with Client(workers.scheduler_address, set_as_default=False) as client:
            name, pid = next(iter(client.run(os.getpid).items()))
            os.kill(pid, signal.SIGKILL)
            killed.append(name)

    thread = threading.Thread(target=kill)
    thread.start()
    result = audit_on(str(papers), Cluster(workers.scheduler_address, str(tmp_path / "结果"), batch=3), Config())
    thread.join()
    assert killed
    assert _json(result, tmp_path, papers) == local


def test_papers_are_fetched_from_a_url(papers, local, workers, tmp_path):
    place = Cluster(workers.scheduler_address, f"file://{tmp_path}/结果", batch=5)
    assert _json(audit_on(f"file://{papers}", place, Config()), tmp_path, papers) == local


def test_workers_that_may_not_start_processes_are_refused(papers, tmp_path):
    with (
        dask.config.set({"distributed.worker.daemon": True}),
        LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster,
        pytest.raises(ClusterError, match="DASK_DISTRIBUTED__WORKER__DAEMON=False"),
    ):
        audit_on(str(papers), Cluster(cluster.scheduler_address, str(tmp_path)), Config())


def test_what_stops_a_run_is_told(papers, workers, tmp_path, monkeypatch):
    with pytest.raises(ClusterError, match="连接不上"):
        audit_on(str(papers), Cluster("tcp://127.0.0.1:9", str(tmp_path)), Config())
    with pytest.raises(NothingToRead):
        audit_on("memory://没有", Cluster(workers.scheduler_address, str(tmp_path)), Config())
    with pytest.raises(ClusterError, match="无法打开"):
        audit_on("没有这种://桶/项目", Cluster(workers.scheduler_address, str(tmp_path)), Config())
    (tmp_path / "占用").write_text("x", encoding="utf-8")
    with pytest.raises(ClusterError, match="无法写入"):
        SharedCache(str(tmp_path / "占用")).put("键", 1)
    monkeypatch.setattr("docaudit.cluster.tasks._contents", lambda _packs: "另一版本")
    with pytest.raises(ClusterError, match="与本机不同"):
        audit_on(str(papers), Cluster(workers.scheduler_address, str(tmp_path)), Config())


def test_half_an_entry_is_none(tmp_path):
    cache = SharedCache(str(tmp_path))
    cache.put("键", [1, 2])
    assert cache.get("键") == [1, 2]
    (tmp_path / "键").write_bytes((tmp_path / "键").read_bytes()[:5])
    assert cache.get("键") is None
    assert cache.get("没有") is None


def test_the_command_says_what_the_engine_needs(papers, workers, tmp_path):
    runner = CliRunner()
    needs = runner.invoke(app, ["audit", str(papers), "--engine", "dask"])
    assert needs.exit_code == 2
    assert "--scheduler" in needs.output
    url = runner.invoke(app, ["audit", "s3://桶/项目"])
    assert url.exit_code == 2
    assert "--engine dask" in url.output
    target = tmp_path / "findings.json"
    where = ["--engine", "dask", "--scheduler", workers.scheduler_address, "--storage", str(tmp_path / "结果")]
    done = runner.invoke(app, ["audit", f"file://{papers}", *where, "--no-history", "-o", str(target)])
    assert done.exit_code == 0, done.output
    assert json.loads(target.read_text(encoding="utf-8"))["findings"]
