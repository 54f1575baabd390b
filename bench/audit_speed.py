"""How fast is a whole audit, against merely reading the same files with the usual libraries?

    python bench/audit_speed.py [--rounds 3] [--folder FOLDER]

Text PDFs: plain pdfplumber, `extract_text` and `extract_tables` on every page.  Word files: plain python-docx, every
paragraph and every table cell.  docaudit does all of that and recognises, extracts, recomputes, aligns and checks.  Everything runs
in one process, the two sides in turn, and the ratio of the medians is what counts; absolute times depend on the machine.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from plain_readers import read_docx, read_pdf

from docaudit.engine import Options, audit

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
COPIES = 4
"""Every paper is read under several names, so that a run takes long enough to measure."""


def gather(source: Path, suffix: str, target: Path) -> int:
    """Copy every paper of one format into `target`, several times; returns how many there are."""
    papers = [path for path in sorted(source.rglob(f"*{suffix}")) if _opens(path)]
    for copy in range(COPIES):
        for i, path in enumerate(papers):
            shutil.copy(path, target / f"{copy}-{i:03d}{suffix}")
    return len(papers) * COPIES


def _opens(path: Path) -> bool:
    try:
        return (read_pdf if path.suffix == ".pdf" else read_docx)(path) > 0
    except Exception:  # noqa: BLE001  (the corpus holds broken papers on purpose)
        return False


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare(source: Path, suffix: str, reader: Callable[[Path], int], rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder)
        if not gather(source, suffix, target):
            print(f"{suffix}: no papers below {source}")
            return
        papers = sorted(target.iterdir())
        amount = sum(reader(path) for path in papers)
        audit(target, Options(in_process=True))  # loads the vocabularies; the plain side has just been warmed as well
        plain, ours = [], []
        for _ in range(rounds):
            plain.append(seconds(lambda: [reader(path) for path in papers]))
            ours.append(seconds(lambda: audit(target, Options(in_process=True))))
    a, b = statistics.median(plain), statistics.median(ours)
    what = "pages" if suffix == ".pdf" else "files"
    print(
        f"{suffix:6}{len(papers):6} files {amount:6} {what}   plain {amount / a:8.1f} {what}/s   "
        f"docaudit audit {amount / b:8.1f} {what}/s   speed ratio {a / b:.2f}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=CORPUS)
    options = parser.parse_args()
    compare(options.folder, ".pdf", read_pdf, options.rounds)
    compare(options.folder, ".docx", read_docx, options.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
