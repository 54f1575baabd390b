"""How time and memory grow with the papers: a seeded mix of 100, 1,000 and 10,000 papers, audited and reported.

    python bench/scale.py [--papers 100 1000 10000] [--jobs 2] [--keep FOLDER]

The folders are made by `mixed_folder`: no dossier repeats another, in names, codes or figures, so that neither the cache
nor the search for duplicates has less to do.  Every size is audited by a process of its own with an empty cache, which then
writes findings.json and the workbook.  Time is from the clock and of the processors (children included); memory is
the peak of the parent after each step, and of the largest worker.  `--keep` leaves the folders for another run.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from memory import peak

from docaudit.cache import Cache
from docaudit.config import Config
from docaudit.engine import Options, audit
from docaudit.reports import write
from docaudit.rules import load_rules

TIME, PARENT, WORKER = 1.05, 400, 350
STEPS = (("audit", "audit"), ("json", "findings.json"), ("xlsx", "workbook"))


def child(folder: Path, scratch: Path, jobs: int) -> dict[str, Any]:
    """Audit and report in this process; returns seconds, megabytes and counts."""
    told: dict[str, Any] = {}

    @contextmanager
    def step(name: str) -> Iterator[None]:
        start = time.perf_counter(), _cpu()
        yield
        told[name] = {
            "wall": time.perf_counter() - start[0],
            "cpu": _cpu() - start[1],
            "parent": peak(),
        }

    with step("audit"):
        options = Options(Config(jobs=jobs), cache=Cache.open(scratch / "cache", limit=50_000_000_000))
        result = audit(folder, options)
    for suffix in ("json", "xlsx"):
        with step(suffix):
            out = scratch / f"findings.{suffix}"
            write(result, out, load_rules(), folder)
        told[suffix]["bytes"] = out.stat().st_size
    return told | {
        "worker": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
        "cache": options.cache.size()[1] if options.cache else 0,
        "projects": len(result.projects),
        "indicators": len(result.indicators),
        "findings": len(result.findings),
        "records": len(result.records),
        "unreadable": sum(paper.document.status == "unreadable" for paper in result.papers),
    }


def _cpu() -> float:
    own, workers = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + workers.ru_utime + workers.ru_stime


def measure(folder: Path, jobs: int) -> dict[str, Any]:
    """Audit and report in a new process."""
    with tempfile.TemporaryDirectory() as scratch:
        command = [sys.executable, __file__, "--child", str(folder), scratch, str(jobs)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
        found: dict[str, Any] = json.loads(done.stdout)
        return found


def show(papers: int, run: dict[str, Any]) -> None:
    """Print what one size took."""
    for i, (name, shown) in enumerate(STEPS):
        step = run[name]
        size = f"{step['bytes'] / 1e6:7.1f} MB" if "bytes" in step else " " * 10
        worker = f"{run['worker']:6.0f} MB" if name == "audit" else ""
        print(
            f"{papers if i == 0 else '':>8}  {shown:14}{step['wall']:9.2f} s {step['cpu']:9.2f} s"
            f" {1000 * step['wall'] / papers:8.1f} ms {size} {step['parent']:7.0f} MB {worker}"
        )
    counts = ", ".join(
        f"{run[name]} {name}" for name in ("projects", "indicators", "findings", "records", "unreadable")
    )
    print(f"{'':10}{counts}; cache {run['cache'] / 1e6:.0f} MB", flush=True)


def exponent(sizes: list[int], runs: list[dict[str, Any]], by: str, steps: tuple[str, ...]) -> float:
    """Return the exponent of the time over the papers, from the smallest to the largest size."""
    first, last = (sum(runs[at][name][by] for name in steps) for at in (0, -1))
    return math.log(last / first) / math.log(sizes[-1] / sizes[0])


def main() -> None:
    if sys.argv[1:2] == ["--child"]:
        print(json.dumps(child(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, nargs="+", default=[100, 1_000, 10_000])
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="where the folders of papers stay for another run")
    given = parser.parse_args()
    sizes = sorted(given.papers)
    print(
        f"{'papers':>8}  {'':14}{'clock':>11} {'processors':>11} {'a paper':>11} {'file':>10} {'parent':>10} {'worker':>9}"
    )
    with tempfile.TemporaryDirectory() as scratch:
        runs = []
        for papers in sizes:
            folder = (given.keep or Path(scratch)) / f"papers-{papers}"
            if not folder.exists():
                from mixed_folder import make  # noqa: PLC0415  (its libraries are none of an audit's)

                make(folder, papers=papers)
            runs.append(measure(folder, given.jobs))
            show(papers, runs[-1])
    if len(sizes) > 1:
        print()
        for shown, steps in (("audit", ("audit",)), ("audit and both reports", ("audit", "json", "xlsx"))):
            clock, cpu = (exponent(sizes, runs, by, steps) for by in ("wall", "cpu"))
            print(
                f"exponent of the time, {shown}: {clock:.2f} by the clock, {cpu:.2f} by the processors; target {TIME}"
            )
    parent, worker = max(run["xlsx"]["parent"] for run in runs), max(run["worker"] for run in runs)
    print(f"largest parent {parent:.0f} MB, target {PARENT}; largest worker {worker:.0f} MB, target {WORKER}")


if __name__ == "__main__":
    main()
