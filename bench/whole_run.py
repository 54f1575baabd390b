"""A whole audit of a mixed folder: against merely reading it, again, with one paper changed, and with more papers.

    python bench/whole_run.py [--dossiers 100] [--more 1000] [--rounds 1]

The folder is made by `mixed_folder`.  Plain reading is pdfplumber (text and tables), python-docx and openpyxl in one
process.  Every measure is a process of its own; times are from the clock and of the processors (children included), so
that a busy machine can be told; memory is the peak of the parent and of the largest worker.  `--more` audits a larger
folder as well (10,000 papers are about 2,250 dossiers) and prints the exponent of the time over the papers.
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
from pathlib import Path
from typing import Any

import openpyxl
from memory import peak
from mixed_folder import make
from plain_readers import read_docx, read_pdf

from docaudit.cache import Cache
from docaudit.config import Config
from docaudit.engine import Options, audit


def read_xlsx(path: Path) -> int:
    """Plain openpyxl: every cell."""
    book = openpyxl.load_workbook(path)
    return sum(1 for sheet in book for row in sheet.iter_rows(values_only=True) for _ in row)


READERS = {".pdf": read_pdf, ".docx": read_docx, ".xlsx": read_xlsx}


def child(what: str, folder: Path, cache: Path) -> dict[str, Any]:
    """Do one thing in this process and say what it took: seconds and megabytes."""
    start = time.perf_counter()
    if what == "plain":
        for path in sorted(folder.rglob("*")):
            if path.suffix in READERS:
                READERS[path.suffix](path)
    elif what == "one":
        audit(folder, Options(in_process=True))
    else:
        audit(folder, Options(Config(jobs=2), cache=Cache.open(cache, limit=50_000_000_000)))
    wall = time.perf_counter() - start
    own, workers = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        "wall": wall,
        "cpu": own.ru_utime + own.ru_stime + workers.ru_utime + workers.ru_stime,
        "parent": peak(),
        "worker": workers.ru_maxrss / 1024,
    }


def measure(what: str, folder: Path, cache: Path, rounds: int = 1) -> dict[str, float]:
    """Do it in a new process, several times; the quickest counts."""
    command = [sys.executable, __file__, "--child", what, str(folder), str(cache)]
    runs = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(rounds)]
    return min(runs, key=lambda run: run["wall"])


def show(name: str, run: dict[str, float], other: dict[str, float] | None = None, target: str = "") -> None:
    """Print a line of the table; the ratio is to the other run, by the clock and by the processors."""
    ratio = f"{run['wall'] / other['wall']:7.1%} {run['cpu'] / other['cpu']:7.1%}" if other else " " * 15
    print(
        f"{name:26}{run['wall']:8.2f} s {run['cpu']:8.2f} s  {ratio}  {target:8}"
        f"{run['parent']:6.0f} MB {run['worker']:6.0f} MB",
        flush=True,
    )


def change(folder: Path, round_: int) -> None:
    """Change one paper."""
    import docx  # noqa: PLC0415

    path = min(folder.rglob("*.docx"))
    paper = docx.Document(str(path))
    paper.add_paragraph(f"补充说明第{round_}次。")
    paper.save(str(path))


def main() -> None:
    if sys.argv[1:2] == ["--child"]:
        print(json.dumps(child(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dossiers", type=int, default=100)
    parser.add_argument("--more", type=int, default=0, help="dossiers of the larger folder")
    parser.add_argument("--rounds", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder, cache = Path(scratch) / "papers", Path(scratch) / "cache"
        papers = make(folder, given.dossiers)
        print(f"{papers} papers             clock     processors   ratio of both   target   parent    worker")
        plain = measure("plain", folder, cache, given.rounds)
        show("plain reading", plain)
        show("audit, one process", measure("one", folder, cache, given.rounds), plain, "100%")
        first = measure("two", folder, cache)
        show("audit, two workers", first, plain, "55%")
        show("  nothing changed", measure("two", folder, cache, given.rounds), first, "3%")
        change(folder, 1)
        show("  one paper changed", measure("two", folder, cache), first, "5%")
        if given.more:
            larger = Path(scratch) / "more"
            many = make(larger, given.more)
            run = measure("two", larger, Path(scratch) / "cache2")
            show(f"{many} papers, two workers", run, first)
            steps = math.log(many / papers)
            clock, cpu = (math.log(run[by] / first[by]) / steps for by in ("wall", "cpu"))
            print(f"exponent of the time: {clock:.2f} by the clock, {cpu:.2f} by the processors; target 1.05")


if __name__ == "__main__":
    main()
