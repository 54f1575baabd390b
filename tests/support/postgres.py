"""A PostgreSQL cluster of the tests' own: made for one session, on loopback, by an unprivileged user."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path | None:
    """Return the folder of initdb and pg_ctl, the newest version's; None where there is no server."""
    found = shutil.which("initdb")
    places = [Path(found).parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: p.parent.name.zfill(4), reverse=True)
    return next((place for place in places if (place / "initdb").exists()), None)


@contextmanager
def cluster() -> Iterator[str]:
    """Start a server and give its URL; stop it and take everything away afterwards."""
    bin_folder = programs()
    assert bin_folder is not None
    base = Path(tempfile.mkdtemp(prefix="pg-"))
    user = None
    if os.geteuid() == 0:  # the server refuses to run as root
        user = next(name for name in ("postgres", "nobody") if _exists(name))
        shutil.chown(base, user)
    data, port = base / "data", _free_port()

    def run(*command: str) -> None:
        subprocess.run(
            command, check=True, user=user, cwd=base, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT, timeout=60
        )

    try:
        run(str(bin_folder / "initdb"), "-D", str(data), "-U", "auditor", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={base} -c fsync=off"
        run(str(bin_folder / "pg_ctl"), "-D", str(data), "-w", "-l", str(base / "log"), "-o", options, "start")
        try:
            yield f"postgresql://auditor@127.0.0.1:{port}/postgres"
        finally:
            run(str(bin_folder / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(base, ignore_errors=True)


def _exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
