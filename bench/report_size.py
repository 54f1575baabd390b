"""How large is report.html with 2,000 findings, and how soon does a browser show it?

    python bench/report_size.py [--findings 2000] [--folder corpus]

The findings of the folder's audit are repeated under new ids until there are enough; repeated crops would be shared,
so every repetition is cropped with a margin of its own.  Needs chromium and chromedriver for the time.
Exit code 1 when the file is larger than 40 MB or takes more than 2 s to load.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support import browser  # noqa: E402

from docaudit.engine import Options, audit  # noqa: E402
from docaudit.model import Audit, Evidence  # noqa: E402
from docaudit.reports import write  # noqa: E402
from docaudit.rules import load_rules  # noqa: E402

MEGABYTES, SECONDS = 40, 2.0


def many(result: Audit, wanted: int) -> Audit:
    """Repeat the findings, each time with boxes a little larger."""
    findings = []
    turn = 0
    while len(findings) < wanted:
        for finding in result.findings:
            evidence = tuple(_grown(e, turn) for e in finding.evidence)
            findings.append(replace(finding, id=f"{finding.id}-{turn}", evidence=evidence))
        turn += 1
    return replace(result, findings=tuple(findings[:wanted]))


def _grown(item: Evidence, turn: int) -> Evidence:
    if item.place.bbox is None:
        return item
    x0, top, x1, bottom = item.place.bbox
    return replace(item, place=replace(item.place, bbox=(x0, top, x1, bottom + turn)))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--findings", type=int, default=2000)
    parser.add_argument("--folder", type=Path, default=ROOT / "corpus" / "dossiers")
    arguments = parser.parse_args()
    result = many(audit(arguments.folder, Options()), arguments.findings)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "report.html"
        start = time.perf_counter()
        write(result, path, load_rules(), arguments.folder)
        size = path.stat().st_size / 1e6
        print(
            f"{len(result.findings)} findings   written in {time.perf_counter() - start:6.1f} s   {size:6.1f} MB   target {MEGABYTES}"
        )
        seconds = _load(path) if browser.is_there() else None
    if seconds is None:
        print("no chromium: loading was not timed")
        return int(size > MEGABYTES)
    print(f"loaded by Chromium in {seconds:.2f} s   target {SECONDS}")
    return int(size > MEGABYTES or seconds > SECONDS)


def _load(path: Path) -> float:
    """Seconds until the page is there, the best of three."""
    timing = "const t = performance.getEntriesByType('navigation')[0]; return t.loadEventEnd - t.startTime"
    seconds = []
    with browser.chromium() as driver:
        for _ in range(3):
            driver.get("about:blank")
            driver.get(path.as_uri() + "#findings")
            seconds.append(float(driver.execute_script(timing)) / 1000)
    return min(seconds)


if __name__ == "__main__":
    sys.exit(main())
