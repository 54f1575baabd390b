"""Archives as folders: .zip and .tar members go to numbered files, so that no name in them can reach outside.

Papers are packed by people (a region sends one archive per county, which holds one per project), with names in GBK.
"""

from __future__ import annotations

import stat
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from docaudit.model import Unreadable
from docaudit.readers.filenames import printable

MAX_DEPTH = 3
"""Archives within archives; the outermost counts."""
MAX_MEMBERS = 5000
MAX_TOTAL = 2 * 2**30
"""Bytes that one archive and those within it may give."""
MAX_RATIO = 400
"""How much an archive that gives more than 64 MB may have shrunk when packed."""
_FREE = 64 * 2**20
_CHUNK = 1 << 20
_HEAD = 512

_PACKAGES = ("[Content_Types].xml", "OFD.xml")
_UNZIP = "请解压后将其中的文书放入待审目录"
_BOMB = Unreadable("压缩包解压后过大或文件过多，疑似压缩炸弹，已拒绝读取", f"请确认文件来源；{_UNZIP}")
_BROKEN = "压缩包已损坏，无法解压"
_LOCKED = "压缩包设有密码，无法解压"
_TAR_SUFFIXES = (".tar", ".tgz", ".tbz", ".txz")
_UTF8, _ENCRYPTED = 0x800, 0x1
_UNICODE_PATH = 0x7075
_ERRORS = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)


@dataclass(slots=True)
class Unpacked:
    """What came out of an archive: files and their paths below it, and what could not be had, path by path."""

    files: list[tuple[Path, str]] = field(default_factory=list)
    refused: list[tuple[str, Unreadable]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Member:
    name: str
    size: int
    open: Callable[[], IO[bytes] | None]
    link: bool = False
    locked: bool = False


@dataclass(slots=True)
class _Budget:
    """What is left of the limits of one outermost archive."""

    packed: int
    members: int = MAX_MEMBERS
    given: int = 0

    def take(self, size: int) -> None:
        self.given += size
        if self.given > MAX_TOTAL or (self.given > _FREE and self.given > MAX_RATIO * self.packed):
            raise _BOMB


def is_packed(path: Path) -> bool:
    """Whether the file is an archive that is read as a folder; Office and OFD packages are papers.

    A damaged archive is none: reading it as a paper tells what is wrong with it.  Raises OSError.
    """
    if _starts_like_zip(path):
        try:
            with zipfile.ZipFile(path) as package:
                return not _is_package(package, path)
        except _ERRORS:
            return False
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if head[257:262] == b"ustar" or head.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")):
        try:
            return ".tar" in path.suffixes or path.suffix in _TAR_SUFFIXES or tarfile.is_tarfile(path)
        except _ERRORS:
            return False
    return False


def _starts_like_zip(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def _is_package(package: zipfile.ZipFile, path: Path) -> bool:
    names = set(package.namelist())
    if any(name in names for name in _PACKAGES):
        return True
    if "mimetype" in names and package.getinfo("mimetype").file_size < 200:
        return b"opendocument" in package.read("mimetype")
    return path.suffix.lower() != ".zip" and any(name.startswith(("word/", "xl/", "ppt/")) for name in names)


def unpack(path: Path, relative: str, into: Path, *, wanted: Callable[[str], bool] = lambda _: True) -> Unpacked:
    """Unpack an archive, and the archives in it, into `into`, an existing folder that belongs to the caller.

    Members that are not `wanted` (asked by path below the audited folder) are left out silently.  What is locked,
    damaged, unsafe or too large is told in the result under the path of its archive; nothing is raised for it.
    """
    result = Unpacked()
    _unpack(path, relative, into, wanted, result, _Budget(path.stat().st_size), 1)
    return result


def _unpack(
    path: Path, relative: str, into: Path, wanted: Callable[[str], bool], result: Unpacked, budget: _Budget, depth: int
) -> None:
    kept = len(result.files)
    room = Path(tempfile.mkdtemp(dir=into))
    locked = unsafe = 0
    seen: dict[str, int] = {}
    inner: list[tuple[Path, str]] = []
    broken: list[str] = []
    try:
        for member in _members(path):
            budget.members -= 1
            if budget.members < 0:
                raise _BOMB
            if member.link or not _is_safe(member.name):
                unsafe += 1
                continue
            below = printable(f"{relative}/{PurePosixPath(member.name)}")
            if not wanted(below):
                continue
            if member.locked:
                locked += 1
                continue
            seen[below] = seen.get(below, 0) + 1
            if seen[below] > 1:
                below = f"{below}（{seen[below]}）"
                seen[below] = 1
            target = room / f"{len(seen):05}{_suffix(member.name)}"
            try:
                _write(member, target, budget)
            except _ERRORS:
                broken.append(below)
                continue
            (inner if is_packed(target) else result.files).append((target, below))
    except Unreadable as error:
        del result.files[kept:]
        result.refused.append((relative, error))
        return
    except _ERRORS:
        result.refused.append((relative, Unreadable(_BROKEN, "请重新获取或重新压缩后再试")))
        return
    for name in broken:
        result.refused.append((name, Unreadable("该文件在压缩包中已损坏，无法解压", "请重新获取或重新压缩后再试")))
    if locked:
        result.refused.append((relative, Unreadable(f"{_LOCKED}（{locked} 个文件）", f"请取得密码；{_UNZIP}")))
    if unsafe:
        told = f"压缩包中有 {unsafe} 个条目指向包外（绝对路径、..或链接），已拒绝读取"
        result.refused.append((relative, Unreadable(told, f"请确认文件来源；{_UNZIP}")))
    for file, below in inner:
        if depth >= MAX_DEPTH:
            told = f"压缩包嵌套超过 {MAX_DEPTH} 层，未继续解压"
            result.refused.append((below, Unreadable(told, _UNZIP)))
        else:
            _unpack(file, below, into, wanted, result, budget, depth + 1)
    if len(result.files) == kept and not any(name.startswith(relative) for name, _ in result.refused):
        result.refused.append((relative, Unreadable("压缩包里没有可审核的文件", "请核对压缩包内容")))


def _members(path: Path) -> Iterator[_Member]:
    if _starts_like_zip(path):
        with zipfile.ZipFile(path) as package:
            for info in package.infolist():
                if not info.is_dir():
                    link = stat.S_ISLNK(info.external_attr >> 16)
                    locked = bool(info.flag_bits & _ENCRYPTED)
                    yield _Member(_zip_name(info), info.file_size, partial(package.open, info), link, locked)
        return
    with tarfile.open(path) as package:
        for entry in package:
            if not entry.isdir():
                name = entry.name
                if any("\udc80" <= char <= "\udcff" for char in name):
                    name = _guess(name.encode("utf-8", "surrogateescape"))
                yield _Member(name, entry.size, partial(package.extractfile, entry), not entry.isreg())


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name as the packer meant it: zip names without the UTF-8 flag are in the code page of the packer's system."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8:
        name = _extra_name(info.extra) or _guess(name.encode("cp437", "replace"))
    return name.split("\0", 1)[0].replace("\\", "/")


def _guess(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("gb18030", "replace")


def _extra_name(extra: bytes) -> str | None:
    """The UTF-8 name that some packers add beside the one in their code page."""
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        if kind == _UNICODE_PATH and size > 5:
            try:
                return extra[9 : 4 + size].decode("utf-8")
            except UnicodeDecodeError:
                return None
        extra = extra[4 + size :]
    return None


def _is_safe(name: str) -> bool:
    parts = name.split("/")
    return not (name.startswith("/") or ".." in parts or parts[0].endswith(":") or not any(parts))


def _suffix(name: str) -> str:
    """The suffix if it can be part of a file name anywhere: reading tells kinds by content, and asks it in doubt."""
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if len(suffix) <= 10 and suffix[1:].isalnum() and suffix.isascii() else ""


def _write(member: _Member, target: Path, budget: _Budget) -> None:
    if budget.given + member.size > MAX_TOTAL:
        raise _BOMB
    source = member.open()
    if source is None:
        raise tarfile.TarError
    with source, target.open("wb") as out:
        while chunk := source.read(_CHUNK):
            budget.take(len(chunk))
            out.write(chunk)
