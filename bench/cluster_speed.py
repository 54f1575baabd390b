"""How fast a dask cluster of two local workers audits, against the pool of one machine with two processes.

    python bench/cluster_speed.py [--folder corpus/stages] [--copies 3] [--batch 100] [--rounds 1] [--kill]

The folder is copied so that there is enough to do; both write findings.json, which must be the same byte for byte.
With --kill one worker is killed while it reads.  A scheduler, two workers and storage below a temporary folder.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

import dask
from distributed import Client, LocalCluster

from docaudit.cluster import Cluster, audit_on
from docaudit.config import Config
from docaudit.engine import Options, audit
from docaudit.reports import write
from docaudit.rules import load_rules

LEAST = 0.85


def main() -> int:
    """Print the table; 1 where the findings differ or the cluster is slower than it may be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("corpus/stages"))
    parser.add_argument("--copies", type=int, default=3)
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--kill", action="store_true")
    args = parser.parse_args()
    dask.config.set({"distributed.worker.daemon": False})
    with tempfile.TemporaryDirectory() as scratch:
        base = Path(scratch)
        for copy in range(args.copies):
            shutil.copytree(args.folder, base / "papers" / str(copy))
        ratios, same = [], True
        with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
            audit_on(str(args.folder.resolve()), Cluster(cluster.scheduler_address, str(base / "warm")), Config())
            for number in range(args.rounds):
                local, one = _timed(base / "local.json", base, lambda: audit(base / "papers", Options(Config(jobs=2))))
                if args.kill:
                    threading.Timer(one / 3, _kill, [cluster.scheduler_address]).start()
                place = Cluster(cluster.scheduler_address, str(base / f"results{number}"), args.batch)
                shared, two = _timed(base / "dask.json", base, lambda: audit_on(str(base / "papers"), place, Config()))  # noqa: B023
                same = same and local == shared
                ratios.append(one / two)
                print(f"local pool {one:6.1f} s   dask {two:6.1f} s   throughput {one / two:.2f} of the pool's")
    print(f"findings {'the same, byte for byte' if same else 'DIFFER'}")
    return 0 if same and (args.kill or max(ratios) >= LEAST) else 1


def _timed(path: Path, base: Path, run) -> tuple[bytes, float]:
    start = time.perf_counter()
    result = run()
    seconds = time.perf_counter() - start
    write(result, path, load_rules(), base / "papers")
    return path.read_bytes(), seconds


def _kill(address: str) -> None:
    with Client(address, set_as_default=False) as client:
        worker = next(iter(client.run(os.getpid).items()))
        print(f"killing {worker[0]}", file=sys.stderr)
        os.kill(worker[1], signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
