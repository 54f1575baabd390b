"""How soon does the review page answer with 2,000 findings?

    python bench/review_speed.py [--findings 2000] [--folder corpus/dossiers]

The findings of the folder's audit are repeated under new ids, as in report_size.py.  Times are those of the application behind
its guard, without a browser: the list, a filtered list, a finding with its pictures' addresses, a decision.
Exit code 1 when list or detail takes more than 300 ms (median of 30).
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bench"))

from report_size import many  # noqa: E402
from starlette.testclient import TestClient  # noqa: E402

from docaudit.engine import Options, audit  # noqa: E402
from docaudit.history import History, with_history  # noqa: E402
from docaudit.review.desk import Desk  # noqa: E402
from docaudit.review.guard import COOKIE, Guard  # noqa: E402
from docaudit.review.web import application  # noqa: E402
from docaudit.rules import load_rules  # noqa: E402

MILLISECONDS = 300
HOST = "127.0.0.1:8000"


def median(work: Callable[[int], object]) -> float:
    """Milliseconds of thirty calls, the middle one."""
    times = []
    for i in range(30):
        start = time.perf_counter()
        work(i)
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--findings", type=int, default=2000)
    parser.add_argument("--folder", type=Path, default=ROOT / "corpus" / "dossiers")
    arguments = parser.parse_args()
    result = with_history(many(audit(arguments.folder, Options()), arguments.findings), {}, None, "k")
    ids = [finding.id for finding in result.findings]
    own = {"Origin": f"http://{HOST}", "X-Docaudit": "1"}
    with tempfile.TemporaryDirectory() as scratch, History.open(str(Path(scratch) / "h.sqlite")) as history:
        desk = Desk(arguments.folder, "bench", history, lambda: (result, load_rules()), "bench")
        app = Guard(application(desk), "token", frozenset({HOST}))
        with TestClient(app, base_url=f"http://{HOST}", cookies={COOKIE: "token"}) as client:
            figures = {
                "page": median(lambda _: client.get("/").raise_for_status()),
                "list": median(lambda _: client.get("/list?words=%E9%A1%B9").raise_for_status()),
                "detail": median(lambda i: client.get(f"/finding/{ids[i * 61 % len(ids)]}").raise_for_status()),
                "crop": median(lambda i: client.get(f"/finding/{ids[i * 61 % len(ids)]}/crop/0")),
                "decision": median(
                    lambda i: client.post("/decide", data={"finding": ids[i], "verdict": "确认"}, headers=own)
                ),
            }
        desk.close()
    for name, value in figures.items():
        print(f"{name:10}{value:8.1f} ms   target {MILLISECONDS}")
    return int(max(figures["list"], figures["detail"], figures["page"]) > MILLISECONDS)


if __name__ == "__main__":
    sys.exit(main())
