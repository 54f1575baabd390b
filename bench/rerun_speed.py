"""How much of the first run does a second one take, with nothing changed and with one paper changed?

    python bench/rerun_speed.py [--folder corpus/stages] [--rounds 3]

The folder is copied, audited with an empty cache, audited again, and again after one paper was changed; the time of
`audit` alone, best of the rounds.  Exit code 1 when a second run takes more than 3 % and one changed paper more than 5 %.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from docaudit.cache import Cache
from docaudit.engine import Options, audit

ROOT = Path(__file__).resolve().parents[1]
UNCHANGED, CHANGED = 0.03, 0.05


def seconds(folder: Path, cache: Cache) -> float:
    """One audit."""
    start = time.perf_counter()
    audit(folder, Options(cache=cache))
    return time.perf_counter() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=ROOT / "corpus" / "stages")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        papers = Path(scratch) / "papers"
        shutil.copytree(arguments.folder, papers, ignore=shutil.ignore_patterns("*.yaml"))
        cache = Cache.open(Path(scratch) / "cache")
        first = seconds(papers, cache)
        unchanged = min(seconds(papers, cache) for _ in range(arguments.rounds))
        paper = next(iter(sorted(papers.rglob("*.md"))))
        changed = []
        for i in range(arguments.rounds):
            paper.write_text(paper.read_text(encoding="utf-8") + f"\n\n补充说明第{i + 1}次。\n", encoding="utf-8")
            changed.append(seconds(papers, cache))
    print(f"first run        {first:7.2f} s")
    print(f"nothing changed  {unchanged:7.2f} s  {unchanged / first:6.1%}   target {UNCHANGED:.0%}")
    print(f"one paper        {min(changed):7.2f} s  {min(changed) / first:6.1%}   target {CHANGED:.0%}")
    return int(unchanged / first > UNCHANGED or min(changed) / first > CHANGED)


if __name__ == "__main__":
    sys.exit(main())
