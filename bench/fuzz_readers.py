"""Read damaged papers of every format until something breaks the contract of the readers: `python bench/fuzz_readers.py 5000`.

Prints a line per format: papers, read, refused with a reason of their own, refused by the last resort (an error of a
library, by its name), seconds, and the slowest one.  Ends with 1 when a reader raised anything but Unreadable, or took
longer than the limit.  Every paper can be made again from the format, the seed and its number.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.hostile.damage import flips, outcome
from tests.hostile.packages import SOUND

LIMIT = 10.0
"""Seconds of processor time for one small paper."""
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


def main() -> int:
    """Run all formats, or those named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=5000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--kinds", nargs="*", default=[kind for kind in SOUND if kind != "zip"])
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = [run(kind, wanted.count, wanted.seed, Path(folder)) for kind in wanted.kinds]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
