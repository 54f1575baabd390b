"""Which files of a folder are papers, those in archives too."""

from __future__ import annotations

import os
from fnmatch import fnmatch
from pathlib import Path

from docaudit.config import Config
from docaudit.engine.papers import digest_of, unreadable
from docaudit.model import Paper
from docaudit.readers.filenames import apart, printable
from docaudit.readers.packed import is_packed, unpack

IGNORED_NAMES = ("~$*", ".*", "Thumbs.db", "desktop.ini", "docaudit.toml", "docaudit-底稿*.xlsx", "truth.yaml")
"""Lock files of office programs, system files, and our own configuration, working papers and labels."""


class NothingToRead(Exception):
    """The folder does not exist or holds no file; the message is Chinese."""


def list_files(folder: Path, config: Config) -> list[tuple[Path, str]]:
    """Return every paper below `folder` with its relative path as it may be shown, sorted, no path twice.

    Links that lead out of the folder are left out, and what is no file: reading a pipe would never end.
    """
    if not folder.exists():
        raise NothingToRead(f"{folder}：文件夹不存在；请检查路径。")
    if folder.is_file():
        return [(folder, printable(folder.name))]
    root = folder.resolve()
    found: dict[str, Path] = {}
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(base) / name
            relative = printable(path.relative_to(folder).as_posix())
            if not is_wanted(relative, config) or not _is_inside(path, root):
                continue
            found[apart(relative, found)] = path
    if not found:
        raise NothingToRead(f"{folder}：文件夹里没有文件；请把要审核的文书放进去再运行。")
    return [(found[relative], relative) for relative in sorted(found)]


def _is_inside(path: Path, root: Path) -> bool:
    """Whether it is a file of the folder; one that is gone is told when it is read."""
    try:
        if path.is_symlink() and not path.resolve().is_relative_to(root):
            return False
        return path.is_file() or not path.exists()
    except (OSError, RuntimeError):
        return False  # a link that leads to itself


def open_archives(
    files: list[tuple[Path, str]], config: Config, into: Path
) -> tuple[list[tuple[Path, str]], list[Paper]]:
    """Put the papers in archives in the place of their archives: 材料.zip/任务书.docx, unpacked below `into`.

    Returns the papers to read, sorted, and an unreadable entry for all that cannot be unpacked, with its reason.
    """
    found: list[tuple[Path, str]] = []
    refused: dict[str, tuple[list[str], str, str]] = {}
    for path, relative in files:
        try:
            packed = is_packed(path)
        except OSError:
            packed = False  # reading it as a paper tells why
        if not packed:
            found.append((path, relative))
            continue
        result = unpack(path, relative, into, wanted=lambda below: is_wanted(below, config))
        found += result.files
        for below, error in result.refused:
            reasons, _, _ = refused.setdefault(below, ([], error.remedy, digest_of(path) if below == relative else ""))
            reasons.append(error.reason)
    entries = [
        Paper(unreadable(below, "；".join(reasons), remedy, digest))
        for below, (reasons, remedy, digest) in refused.items()
    ]
    return sorted(found, key=lambda item: item[1]), entries


def is_wanted(relative: str, config: Config) -> bool:
    """Whether the file at this path below a folder is a paper to audit."""
    steps = relative.split("/")
    if any(fnmatch(steps[-1], pattern) for pattern in IGNORED_NAMES):
        return False
    if any(step.startswith(".") or step == "__MACOSX" for step in steps[:-1]):
        return False
    return not any(fnmatch(relative, pattern) for pattern in config.exclude)
