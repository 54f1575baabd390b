"""Read damaged papers of every format until something breaks the contract of the readers: `python bench/fuzz_readers.py 5000`.

Prints a line per format: papers, read, refused with a reason of their own, refused by the last resort (an error of a
library, by its name), seconds, and the slowest one.  Ends with 1 when a reader raised anything but Unreadable, or took
longer than the limit.  Every paper can be made again from the format, the seed and its number.

`--papers corpus` damages the papers below a folder instead, and also extracts from what can be read.  The tests that try
many inputs (tests/hostile, the loaders of packs, configuration, baselines, histories and working papers among them) go on
for minutes rather than seconds with `DOCAUDIT_HOSTILE=full pytest -n 2 tests/hostile`.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.hostile.damage import PACKED, altered, flips, outcome, spoilt_packages
from tests.hostile.packages import SOUND

from docaudit.engine import read_paper

LIMIT = 10.0
"""Seconds of processor time for one small paper."""
LARGEST = 300_000
"""Bytes of a paper that is damaged."""
LAST_RESORT = re.compile(r"内容可能已损坏（(\w+)）")


def run(kind: str, count: int, seed: int, folder: Path) -> bool:
    """Read `count` damaged papers of a format; whether all kept the contract."""
    good = True
    counts: Counter[str] = Counter()
    errors: Counter[str] = Counter()
    worst = (0.0, -1)
    start = time.process_time()
    for nth, data in enumerate(flips(kind, count, seed=seed)):
        before = time.process_time()
        try:
            said = outcome(data, folder / f"a.{kind}")
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            print(f"{kind} seed {seed} number {nth}: {type(error).__name__}: {error}")
            good = False
            continue
        took = time.process_time() - before
        worst = max(worst, (took, nth))
        if took > LIMIT:
            print(f"{kind} seed {seed} number {nth}: {took:.1f} s")
            good = False
        found = LAST_RESORT.search(said)
        if found is not None:
            errors[found[1]] += 1
        counts["read" if said.startswith("read") else "last resort" if found else "refused"] += 1
    took = time.process_time() - start
    told = ", ".join(f"{name} {times}" for name, times in errors.most_common())
    print(
        f"{kind:5} {count:6} papers: {counts['read']:6} read, {counts['refused']:6} refused, {counts['last resort']:4} last resort ({told}), "
        f"{took:7.1f} s, slowest {worst[0]:.2f} s (number {worst[1]})",
        flush=True,
    )
    return good


def run_papers(papers: list[Path], count: int, seed: int, folder: Path) -> bool:
    """Read and extract from damaged versions of these papers, each chosen by chance; whether all kept the contract."""
    chance = random.Random(seed)
    counts: Counter[str] = Counter()
    good = True
    for nth in range(count):
        source = chance.choice(papers)
        own = random.Random(f"{seed} {nth}")
        data = source.read_bytes()
        packed = source.suffix[1:] in PACKED and nth % 5
        path = folder / f"a{source.suffix}"
        path.write_bytes(next(spoilt_packages(data, 1, own)) if packed else altered(data, own))
        start = time.process_time()
        try:
            document = read_paper(path, path.name).document
        except Exception as error:  # noqa: BLE001  (this is what is looked for)
            print(f"{source} seed {seed} number {nth}: {type(error).__name__}: {error}")
            good = False
            continue
        took = time.process_time() - start
        counts[f"{source.suffix[1:]} {document.status.value}"] += 1
        told = "；".join(document.problems)
        if "Error" in told or "程序处理这份文书时出错" in told or took > LIMIT:
            print(f"{source} seed {seed} number {nth}: {told} {took:.1f} s")
            good = False
    print(", ".join(f"{name} {times}" for name, times in sorted(counts.items())))
    return good


def main() -> int:
    """Run all formats, or those named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=5000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--kinds", nargs="*", default=[kind for kind in SOUND if kind != "zip"])
    parser.add_argument("--papers", type=Path)
    wanted = parser.parse_args()
    if wanted.papers is not None:
        kinds = {f".{kind}" for kind in wanted.kinds}
        papers = sorted(p for p in wanted.papers.rglob("*") if p.suffix in kinds and p.stat().st_size < LARGEST)
        with tempfile.TemporaryDirectory() as folder:
            return 0 if run_papers(papers, wanted.count, wanted.seed, Path(folder)) else 1
    with tempfile.TemporaryDirectory() as folder:
        results = [run(kind, wanted.count, wanted.seed, Path(folder)) for kind in wanted.kinds]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
