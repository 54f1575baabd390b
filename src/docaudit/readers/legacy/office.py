"""LibreOffice without a screen: many files in one call, in a profile of its own that runs no macros and loads no links."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

BATCH = 20
"""Files given to one call: more gain little, and a file that stops LibreOffice costs all after it a second call."""

_START = 30.0
_EACH = 15.0
"""Seconds that a call may take for its start, and for each file."""
_ELSEWHERE = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)


@dataclass(frozen=True, slots=True)
class Target:
    """What a kind of file is turned into: the suffix, the export filter, how the copy is called, the import filter."""

    suffix: str
    export: str
    source: str
    reading: str = ""


def _word(source: str, reading: str = "") -> Target:
    return Target(".docx", "docx:MS Word 2007 XML", source, reading)


def _sheet(source: str, reading: str = "") -> Target:
    return Target(".xlsx", "xlsx:Calc MS Excel 2007 XML", source, reading)


TARGETS = {
    "doc": _word(".doc"),
    "works": _word(".wps"),
    "rtf": _word(".rtf"),
    "odt": _word(".odt"),
    "wordxml": _word(".xml"),
    "html": _word(".html", "HTML (StarWriter)"),
    "xls": _sheet(".xls"),
    "xlsb": _sheet(".xlsb"),
    "ods": _sheet(".ods"),
    "excelxml": _sheet(".xml"),
    "htmlsheet": _sheet(".html", "HTML (StarCalc)"),
}

_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Inet/Settings", "ooInetProxyType", "1"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
"""No macros, no links followed, and a proxy where nobody answers: a paper must not reach out."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file and the kind it was recognised as."""

    path: Path
    kind: str


def find_office() -> str | None:
    """Return the program that converts files, None when it is not installed."""
    named = shutil.which("soffice") or shutil.which("libreoffice")
    return named or next((place for place in _ELSEWHERE if Path(place).is_file()), None)


def convert(jobs: Sequence[Job], into: Path, *, workers: int = 1, limit: float | None = None) -> dict[Path, Path]:
    """Convert files, several calls side by side, and return what became of each; files that failed are left out.

    What is made lies below `into`, which belongs to the caller.  `limit` is the time of one call in seconds.  Nothing
    is raised for a file that is broken, hangs or stops LibreOffice; without LibreOffice the result is empty.
    """
    program = find_office()
    if program is None or not jobs:
        return {}
    batches = [
        (program, group[i : i + BATCH], into, limit) for group in _groups(jobs) for i in range(0, len(group), BATCH)
    ]
    made: dict[Path, Path] = {}
    with ThreadPoolExecutor(max_workers=max(1, workers)) as pool:
        for part in pool.map(lambda batch: _call(*batch), batches):
            made.update(part)
    return made


def _groups(jobs: Iterable[Job]) -> list[list[Job]]:
    """Jobs of one kind together: a call has one export filter."""
    groups: dict[tuple[str, str], list[Job]] = {}
    for job in jobs:
        target = TARGETS[job.kind]
        groups.setdefault((target.export, target.reading), []).append(job)
    return list(groups.values())


def _call(program: str, jobs: Sequence[Job], into: Path, limit: float | None) -> dict[Path, Path]:
    """Convert one batch.  Copies are given out, so that neither names nor lock files of the originals matter."""
    room = Path(tempfile.mkdtemp(dir=into))
    (room / "in").mkdir()
    target = TARGETS[jobs[0].kind]
    made: dict[Path, Path] = {}
    copies: list[Path] = []
    for i, job in enumerate(jobs):
        copy = room / "in" / f"{i:04}{TARGETS[job.kind].source}"
        with contextlib.suppress(OSError):
            shutil.copyfile(job.path, copy)
            copies.append(copy)
            made[job.path] = room / "out" / f"{i:04}{target.suffix}"
    _write_profile(room / "profile")
    command = [
        program, f"-env:UserInstallation={(room / 'profile').as_uri()}",
        "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo", "--nofirststartwizard",
        *([f"--infilter={target.reading}"] if target.reading else []),
        "--convert-to", target.export, "--outdir", str(room / "out"), *map(str, copies),
    ]  # fmt: skip
    _run(command, limit or _START + _EACH * len(jobs))
    shutil.rmtree(room / "profile", ignore_errors=True)
    shutil.rmtree(room / "in", ignore_errors=True)
    return {path: file for path, file in made.items() if file.is_file() and file.stat().st_size}


def _run(command: list[str], limit: float) -> None:
    """Run a program for so many seconds at most; then it ends with everything that it has started."""
    keeper = shutil.which("timeout")
    if keeper is not None and os.name == "posix":
        # It outlives this process, which the pool may stop at any time.
        command = [keeper, "--kill-after=2", f"{limit + 5:g}", *command]
    try:
        child = subprocess.Popen(  # noqa: S603  (LibreOffice, on copies that we named)
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
    except OSError:
        return
    try:
        child.wait(limit)
    except subprocess.TimeoutExpired:
        pass
    finally:
        _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    elif child.poll() is None:
        child.kill()
    child.wait()


def _write_profile(folder: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>\n",
        encoding="utf-8",
    )
