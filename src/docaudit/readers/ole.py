"""The container of the old Office formats: what lies at its root, papers put into the paper left out."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

_END = 0xFFFFFFFA
"""Numbers of sectors from which on they are marks."""
_MOST = 4096
"""Sectors of a directory beyond which a file is taken for damaged."""
_ENTRY = 128
_IN_HEADER = 109


def root_names(path: Path) -> set[str] | None:
    """Return the names of the streams and storages at the root; None when the container is damaged."""
    with path.open("rb") as stream:
        try:
            return _Container(stream).root()
        except (IndexError, UnicodeDecodeError):
            return None


class _Container:
    """Finds its way by the table of sectors; raises IndexError where it leads out of the file."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        header = stream.read(512)
        shift = _number(header, 30, 2)
        if shift not in (9, 12):
            raise IndexError
        self._size = 1 << shift
        self._start = _number(header, 48)
        self._tables = [_number(header, 76 + 4 * i) for i in range(_IN_HEADER)]
        self._more = _number(header, 68)

    def root(self) -> set[str]:
        """Return the names of the children of the first entry: a tree of siblings by number."""
        entries = b"".join(self._chain(self._start))
        names: set[str] = set()
        waiting, seen = [_number(entries, 76)], set()
        while waiting:
            at = waiting.pop()
            if at >= _END or at in seen:
                continue
            seen.add(at)
            entry = entries[at * _ENTRY : (at + 1) * _ENTRY]
            length = _number(entry, 64, 2)
            names.add(entry[: max(0, min(length, 64) - 2)].decode("utf-16-le"))
            waiting += [_number(entry, 68), _number(entry, 72)]
        return names

    def _chain(self, sector: int) -> list[bytes]:
        found: list[bytes] = []
        while sector < _END:
            if len(found) == _MOST:
                raise IndexError
            found.append(self._sector(sector))
            sector = self._next(sector)
        return found

    def _sector(self, number: int) -> bytes:
        self._stream.seek((number + 1) * self._size)
        data = self._stream.read(self._size)
        if not data:
            raise IndexError
        return data

    def _next(self, sector: int) -> int:
        table, at = divmod(sector, self._size // 4)
        while table >= len(self._tables):
            more = self._sector(self._more)
            if len(self._tables) > _MOST:
                raise IndexError
            self._tables += [_number(more, 4 * i) for i in range(self._size // 4 - 1)]
            self._more = _number(more, self._size - 4)
        return _number(self._sector(self._tables[table]), 4 * at)


def _number(data: bytes, at: int, size: int = 4) -> int:
    if at + size > len(data):
        raise IndexError
    return int.from_bytes(data[at : at + size], "little")
