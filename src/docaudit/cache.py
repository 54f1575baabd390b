"""What earlier runs read and checked, kept by content so that a changed paper is read again and no other.

One file an entry, written beside its place and moved there, so that two runs at once and a killed run leave whole entries
only.  Entries are pickles: they are read only from a folder that belongs to the user and that nobody else can write.
"""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import sys
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

import docaudit
from docaudit.packs import pack_dir

VARIABLE = "DOCAUDIT_CACHE"
LIMIT = 2_000_000_000
"""Bytes; `trim` takes away what was not used for longest."""
_LIBRARIES = ("pdfplumber", "pdfminer.six", "pypdfium2", "lxml", "openpyxl", "python-calamine", "rapidocr", "openvino", "onnxruntime", "jieba", "spacy")  # fmt: skip


class CacheError(Exception):
    """A folder that cannot be used as a cache; the message is Chinese."""


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of entries.  Whatever is wrong with an entry, it is as if it were not there."""

    folder: Path
    limit: int = LIMIT

    @classmethod
    def open(cls, folder: Path, limit: int = LIMIT) -> Cache:
        """Open a cache, and make its folder; raises `CacheError` for one that others could write."""
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            state = folder.stat()
        except OSError as error:
            raise CacheError(f"{folder}：缓存无法使用（{error.strerror or error}）。") from error
        if hasattr(os, "getuid") and (state.st_uid != os.getuid() or state.st_mode & 0o022):
            raise CacheError(f"{folder}：缓存目录不属于当前用户或可被他人写入，未使用。")
        return cls(folder, limit)

    def get(self, key: str) -> Any:
        """Return what was put under the key, None where there is nothing (whole)."""
        path = self._path(key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        collecting = gc.isenabled()
        gc.disable()  # thousands of small objects are made, none is garbage
        try:
            value = pickle.loads(data)  # noqa: S301  (written by ourselves, see the module's docstring)
            os.utime(path)
        except Exception:  # noqa: BLE001  (an entry of another version, a damaged one)
            path.unlink(missing_ok=True)
            return None
        finally:
            if collecting:
                gc.enable()
        return value

    def put(self, key: str, value: Any) -> bool:
        """Keep a value, and return whether it is kept; a full disk or a lost folder costs the entry only."""
        path = self._path(key)
        try:
            path.parent.mkdir(exist_ok=True, mode=0o700)
            with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
                file.write(pickle.dumps(value, protocol=5))
            Path(file.name).replace(path)
        except OSError:
            return False
        return True

    def size(self) -> tuple[int, int]:
        """Return the number of entries and their bytes."""
        sizes = self.kinds().values()
        return sum(count for count, _ in sizes), sum(size for _, size in sizes)

    def kinds(self) -> dict[str, tuple[int, int]]:
        """Return the number of entries and their bytes by what they are of, as `key_of` was told."""
        found: dict[str, tuple[int, int]] = {}
        for _, size, path in self._entries():
            kind = path.name.partition("-")[2]
            count, total = found.get(kind, (0, 0))
            found[kind] = count + 1, total + size
        return found

    def trim(self) -> None:
        """Take away what was not used for longest until a fifth of the limit is free; entries half written long ago, too."""
        entries = sorted(self._entries())
        total = sum(size for _, size, _ in entries)
        if total <= self.limit:
            return
        for _, size, path in entries:
            if total <= self.limit * 0.8:
                break
            path.unlink(missing_ok=True)
            total -= size

    def clear(self) -> None:
        """Take away all entries."""
        for _, _, path in self._entries():
            path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]

    def _entries(self) -> list[tuple[float, int, Path]]:
        found = []
        for path in self.folder.glob("??/*"):
            try:
                state = path.stat()
            except OSError:  # another run has taken it away
                continue
            found.append((state.st_mtime, state.st_size, path))
        return found


def default_folder() -> Path | None:
    """Return where the cache is: the environment's DOCAUDIT_CACHE, or the user's own place; None where that is empty."""
    chosen = os.environ.get(VARIABLE)
    if chosen is not None:
        return Path(chosen) if chosen else None
    return user_cache_path("docaudit", appauthor=False)


def key_of(kind: str, *parts: str) -> str:
    """Return the key for what these parts determine, together with this code, its packs and the libraries that read.

    It ends with `-` and the kind, a word in ASCII that may stand in a file's name.
    """
    digest = hashlib.sha256(fingerprint().encode())
    for part in (kind, *parts):
        data = part.encode("utf-8", "surrogateescape")
        digest.update(len(data).to_bytes(8, "big") + data)
    return f"{digest.hexdigest()}-{kind}"


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Return a digest that changes with the code, the packs that ship, Python, and the libraries that read papers."""
    lines = [docaudit.__version__, sys.version]
    for name in _LIBRARIES:
        try:
            lines.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            lines.append(f"{name} -")
    folders = [Path(docaudit.__file__).parent, pack_dir("extractors"), pack_dir("rules")]
    lines += [line for folder in folders for line in files_in(folder)]
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


def files_in(folder: Path) -> list[str]:
    """Return a line a file of code or packs, which changes when the file does."""
    lines = []
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".py", ".yaml"):
            state = path.stat()
            lines.append(f"{path.relative_to(folder)} {state.st_size} {state.st_mtime_ns}")
    return lines
