"""How much of the first run does a second one take, with nothing changed and with one paper changed?

    python bench/rerun_speed.py [--folder corpus/stages] [--rounds 3]

The folder is copied, audited with an empty cache, audited again, and again after one paper was changed.  Every audit is a
process of its own, as an auditor's is: what is loaded while it works counts.  The best of the rounds, from the clock and of
the processors (workers included), so that a busy machine can be told.  Exit code 1 when, of the processors, a second run
takes more than 3 % and one changed paper more than 5 %.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from docaudit.cache import Cache
from docaudit.engine import Options, audit

ROOT = Path(__file__).resolve().parents[1]
UNCHANGED, CHANGED = 0.03, 0.05

Taken = tuple[float, float]
"""Seconds by the clock and of the processors."""


def child(folder: Path, cache: Path) -> Taken:
    """Audit in this process."""
    start, before = time.perf_counter(), _processors()
    audit(folder, Options(cache=Cache.open(cache)))
    return time.perf_counter() - start, _processors() - before


def _processors() -> float:
    own, workers = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + workers.ru_utime + workers.ru_stime


def measure(folder: Path, cache: Path) -> Taken:
    """Audit in a new process."""
    command = [sys.executable, __file__, "--child", str(folder), str(cache)]
    clock, processors = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return clock, processors


def best(runs: list[Taken]) -> Taken:
    """The least of each."""
    return min(clock for clock, _ in runs), min(processors for _, processors in runs)


def main() -> int:
    if sys.argv[1:2] == ["--child"]:
        print(json.dumps(child(Path(sys.argv[2]), Path(sys.argv[3]))))
        return 0
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=ROOT / "corpus" / "stages")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        papers, cache = Path(scratch) / "papers", Path(scratch) / "cache"
        shutil.copytree(arguments.folder, papers, ignore=shutil.ignore_patterns("*.yaml"))
        first = measure(papers, cache)
        unchanged = best([measure(papers, cache) for _ in range(arguments.rounds)])
        paper = next(iter(sorted(papers.rglob("*.md"))))
        changed = []
        for i in range(arguments.rounds):
            paper.write_text(paper.read_text(encoding="utf-8") + f"\n\n补充说明第{i + 1}次。\n", encoding="utf-8")
            changed.append(measure(papers, cache))
    print("                    clock        processors")
    for name, run, most in (
        ("first run", first, None),
        ("nothing changed", unchanged, UNCHANGED),
        ("one paper", best(changed), CHANGED),
    ):
        shares = "".join(f"{taken:9.2f} s {taken / whole:6.1%}" for taken, whole in zip(run, first, strict=True))
        print(f"{name:16}{shares}" + (f"   target {most:.0%}" if most else ""))
    return int(unchanged[1] / first[1] > UNCHANGED or best(changed)[1] / first[1] > CHANGED)


if __name__ == "__main__":
    sys.exit(main())
