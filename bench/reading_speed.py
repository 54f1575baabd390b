"""How fast are papers read, against the usual libraries, and how much memory does it take?

    python bench/reading_speed.py [--rounds 3] [--folder corpus] [--no-scans]

Text PDFs: plain pdfplumber, `extract_text` and `extract_tables` on every page.  Word files: plain python-docx, every
paragraph and every cell of every table.  Both sides read the same files in turn in one process, after each has read
them once; the ratio of the best rounds is what counts.  Memory: the peak of a process that reads one PDF of 50, 150 and 300
pages, with libraries and all.  Scans: seconds a page, one thread of everything.
Exit code 1 when a ratio falls below its target.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2
from plain_readers import read_docx, read_pdf

from docaudit.model import Unreadable
from docaudit.readers import read
from docaudit.readers.ocr import is_installed

ROOT = Path(__file__).resolve().parents[1]
READING = ROOT / "corpus" / "reading"
PDF_RATIO, DOCX_RATIO, MEGABYTES, PER_PAGE = 3.5, 3.0, 250, 1.3
_FLAT = 1.5


def ours(path: Path) -> None:
    read(path, relative=path.name)


def papers(folder: Path, suffix: str) -> list[Path]:
    """Every text paper of one kind that opens; only PDFs with tables."""
    found = []
    for path in sorted(folder.rglob(f"*{suffix}")):
        if path.name.startswith("s") and path.resolve().parent == READING:
            continue
        try:
            document = read(path, relative=path.name)
        except Unreadable:
            continue
        if suffix != ".pdf" or document.tables:
            found.append(path)
    return found


def seconds(work: Callable[[Path], object], paths: list[Path]) -> float:
    """Processor time: other work on the machine does not count."""
    start = time.process_time()
    for path in paths:
        work(path)
    return time.process_time() - start


def compare(name: str, paths: list[Path], plain: Callable[[Path], object], rounds: int, target: float) -> bool:
    """Print the ratio of one kind of file; returns whether the target is met."""
    seconds(plain, paths)
    usual, mine = [], []
    for _ in range(rounds):
        usual.append(seconds(plain, paths))
        mine.append(seconds(ours, paths))
    a, b = min(usual), min(mine)
    print(
        f"{name:28}{len(paths):5} files   plain {a:7.2f} s   docaudit {b:7.2f} s   ratio {a / b:5.2f}   target {target}"
    )
    return a / b >= target


def long_pdf(target: Path, pages: int) -> None:
    """A PDF of many pages of prose and tables, from papers of the corpus."""
    out = pypdfium2.PdfDocument.new()
    sources = [
        pypdfium2.PdfDocument(READING / name)
        for name in ("p04-long-table.pdf", "p01-styles.pdf", "r02-not-embedded.pdf")
    ]
    while len(out) < pages:
        for source in sources:
            out.import_pages(source)
    for _ in range(len(out) - pages):
        out[len(out) - 1].close()
        out.del_page(len(out) - 1)
    out.save(target)
    out.close()


def memory() -> bool:
    """Print peak memory by number of pages."""
    code = (
        "import resource,sys,time;from pathlib import Path;from docaudit.readers import read;t=time.perf_counter();"
        "d=read(Path(sys.argv[1]),relative='a.pdf');"
        "u=resource.getrusage(resource.RUSAGE_SELF);s=Path('/proc/self/status');"
        # ru_maxrss counts what the starting process had before exec
        "peak=[int(x.split()[1]) for x in s.read_text().splitlines() if x.startswith('VmHWM')] if s.exists() else [u.ru_maxrss];"
        "print(peak[0]/1024,d.pages,time.perf_counter()-t,u.ru_utime+u.ru_stime)"
    )
    peaks = []
    with tempfile.TemporaryDirectory() as folder:
        for pages in (50, 150, 300):
            path = Path(folder) / f"{pages}.pdf"
            long_pdf(path, pages)
            said = subprocess.run(
                [sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True
            ).stdout
            peak, count, spent, cpu = (float(part) for part in said.split())
            peaks.append(peak)
            print(
                f"memory, PDF of {int(count):3} pages      peak {peak:6.0f} MB   {spent:6.2f} s ({cpu:.2f} s of processor time)   target {MEGABYTES} MB"
            )
    print(f"memory, 300 pages against 50  {peaks[-1] / peaks[0]:.2f} times   target {_FLAT}")
    return peaks[-1] <= MEGABYTES and peaks[-1] / peaks[0] <= _FLAT


def scans() -> bool:
    """Print the time that a scanned page takes on one core."""
    if not is_installed():
        print('scans left out: pip install "docaudit[ocr]"')
        return True
    code = (
        "import sys,time,json,resource;from pathlib import Path;from docaudit.readers import read;\n"
        "def cpu():\n u=resource.getrusage(resource.RUSAGE_SELF); return u.ru_utime+u.ru_stime\n"
        "read(Path(sys.argv[1]),relative='a');out=[]\n"
        "for p in sys.argv[1:]:\n t=time.perf_counter();c=cpu();d=read(Path(p),relative='a');"
        "out.append([p.rsplit('/')[-1],d.pages,time.perf_counter()-t,cpu()-c])\n"
        "print(json.dumps(out))"
    )
    truth = json.loads((READING / "truth.json").read_text(encoding="utf-8"))
    names = [str(READING / n) for n, about in truth.items() if about["group"] == "scan" and "text_pages" not in about]
    command = [sys.executable, "-c", code, *names]
    if hasattr(os, "sched_setaffinity"):
        core = str(min(os.sched_getaffinity(0)))
        command = ["taskset", "-c", core, *command]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rows = json.loads(said.splitlines()[-1])
    pages = sum(row[1] for row in rows)
    wall, cpu = sum(row[2] for row in rows), sum(row[3] for row in rows)
    print(
        f"scans {pages:3} pages, one core     {wall / pages:.2f} s a page ({cpu / pages:.2f} s of processor time)   target {PER_PAGE}"
    )
    return cpu / pages <= PER_PAGE


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=ROOT / "corpus")
    parser.add_argument("--no-scans", action="store_true")
    options = parser.parse_args()
    met = [
        compare("text PDFs with tables", papers(options.folder, ".pdf"), read_pdf, options.rounds, PDF_RATIO),
        compare("Word files", papers(options.folder, ".docx"), read_docx, options.rounds, DOCX_RATIO),
        memory(),
    ]
    if not options.no_scans:
        met.append(scans())
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
