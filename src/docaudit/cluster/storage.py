"""What all machines see: the papers to read, and the results of batches, below fsspec URLs (s3://…, file://…, a path)."""

from __future__ import annotations

import pickle
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fsspec
from fsspec.implementations.local import LocalFileSystem

from docaudit.config import Config
from docaudit.engine.files import NothingToRead, is_wanted, list_files
from docaudit.readers.filenames import apart, printable


class ClusterError(Exception):
    """A scheduler that does not answer, workers that cannot do the work, storage that cannot be used; Chinese."""


@dataclass(frozen=True, slots=True)
class SharedCache:
    """What batches and projects gave, by key, below a URL; entries are pickles, so only the run's own users may write there."""

    url: str

    def get(self, key: str) -> Any:
        """Return what was put under the key, None where there is nothing (whole)."""
        files, folder = _opened(self.url)
        try:
            return pickle.loads(files.cat_file(f"{folder}/{key}"))  # noqa: S301  (see the class)
        except FileNotFoundError:
            return None
        except (pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, ValueError):
            return None  # half written by a machine that was lost, or by another version

    def put(self, key: str, value: Any) -> bool:
        """Keep a value, and say that it is kept; raises `ClusterError` where the storage refuses, since another machine waits for it."""
        files, folder = _opened(self.url)
        data = pickle.dumps(value, protocol=5)
        try:
            if isinstance(files, LocalFileSystem):
                # A reader must never see half an entry; object stores show whole objects only.
                files.makedirs(folder, exist_ok=True)
                half = f"{folder}/.{key}-{uuid.uuid4().hex}"
                files.pipe_file(half, data)
                files.mv(half, f"{folder}/{key}")
            else:
                files.pipe_file(f"{folder}/{key}", data)
        except OSError as error:
            raise ClusterError(f"{self.url}：无法写入（{error.strerror or error}）；请检查存储位置和权限。") from error
        return True

    def has(self, key: str) -> bool:
        """Whether there is an entry."""
        files, folder = _opened(self.url)
        return bool(files.exists(f"{folder}/{key}"))


@dataclass(frozen=True, slots=True)
class Remote:
    """A paper in the storage: where it is, the path that reports show, and what changes when its content does."""

    place: str
    path: str
    state: str


def list_papers(url: str, config: Config) -> list[Remote]:
    """Return every paper below a URL or a path, sorted by its path, chosen and named as in a folder of this machine."""
    if "://" not in url:
        found = [(str(path.resolve()), shown) for path, shown in list_files(Path(url), config)]
        files: Any = LocalFileSystem()
    else:
        files, folder = _opened(url)
        try:
            places = sorted(files.find(folder))
        except OSError as error:
            raise ClusterError(f"{url}：无法列出文件（{error.strerror or error}）；请检查地址和权限。") from error
        names: dict[str, str] = {}
        for place in places:
            relative = printable(place[len(folder) :].strip("/"))
            if relative and is_wanted(relative, config):
                names[apart(relative, names)] = place
        found = [(names[shown], shown) for shown in sorted(names)]
    if not found:
        raise NothingToRead(f"{url}：这个位置没有文件；请把要审核的文书放进去再运行。")
    return [Remote(place, shown, str(files.ukey(place))) for place, shown in found]


def fetch(url: str, remote: Remote, into: Path) -> Path:
    """Return a file of this machine with a paper's content; `into` is an empty folder of its own."""
    if "://" not in url:
        return Path(remote.place)
    files, _ = _opened(url)
    target = into / (Path(remote.path).name or "文书")
    files.get_file(remote.place, str(target))
    return target


def _opened(url: str) -> tuple[Any, str]:
    """Return the file system of a URL, and the path there."""
    try:
        files, folder = fsspec.core.url_to_fs(url)
    except (ValueError, ImportError, OSError) as error:
        raise ClusterError(f"{url}：无法打开（{error}）；请检查地址，并安装所需的 fsspec 组件。") from error
    return files, str(folder).rstrip("/")
