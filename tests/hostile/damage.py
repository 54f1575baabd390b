"""Sound papers cut off and with bytes changed, the same ones every time."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from docaudit.model import Unreadable
from docaudit.readers import read
from tests.hostile.packages import SOUND, zipped

_VALUE = re.compile(rb'"[^"<>]*"')
_ELEMENT = re.compile(rb"<([\w:]+)\b[^<>]*(?:/>|>[^<>]*</\1>)")
_ODD = (
    b"",
    b"-1",
    b"0",
    b"99999999999",
    b"1e309",
    b"nan",
    b"A0",
    b"../x",
    b"&#x202E;",
    b"1.5",
    b"rId1",
    b"true",
    b"x" * 300,
)
PACKED = ("docx", "xlsx", "ofd")


def cuts(kind: str, parts: int = 10) -> Iterator[bytes]:
    """The paper cut off at every tenth, or at more places."""
    data = SOUND[kind]()
    for part in range(parts):
        yield data[: len(data) * part // parts]


def flips(kind: str, count: int, *, seed: int = 7) -> Iterator[bytes]:
    """The paper with one to eight bytes changed; every second package inside a member, so that the zip itself is sound."""
    chance = random.Random(f"{kind}{seed}")
    data = SOUND[kind]()
    parts = {}
    if kind in PACKED:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
    for nth in range(count):
        if parts and nth % 2:
            name = chance.choice(sorted(parts))
            spoil = _spoilt if chance.random() < 0.7 else _changed
            yield zipped({**parts, name: spoil(parts[name], chance)}, stored=True)
        else:
            yield _changed(data, chance)


def _spoilt(data: bytes, chance: random.Random) -> bytes:
    """XML that stays well formed: values that are none, elements that are gone or twice there."""
    for _ in range(chance.randint(1, 3)):
        found = list((_VALUE if chance.random() < 0.6 else _ELEMENT).finditer(data))
        if not found:
            return data
        match = chance.choice(found)
        instead = b'"%s"' % chance.choice(_ODD) if match[0][:1] == b'"' else match[0] * chance.choice((0, 2, 50))
        data = data[: match.start()] + instead + data[match.end() :]
    return data


def _changed(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(out))
        how = chance.random()
        if how < 0.5:
            out[at] ^= 1 << chance.randrange(8)
        elif how < 0.8:
            out[at] = chance.randrange(256)
        elif how < 0.9:
            del out[at : at + chance.randint(1, 40)]
        else:
            out[at:at] = out[at : at + chance.randint(1, 40)] * chance.randint(1, 3)
        if not out:
            return b"\0"
    return bytes(out)


def outcome(data: bytes, path: Path) -> str:
    """Read the bytes: read, or the reason why not.  Whatever else is raised is a bug and comes out."""
    path.write_bytes(data)
    try:
        document = read(path, relative=path.name)
    except Unreadable as error:
        return error.reason or "no reason"
    return f"read {len(document.blocks)}"


def altered(data: bytes, chance: random.Random) -> bytes:
    """The bytes with some changed, gone, doubled or cut off."""
    if not data:
        return b"\0"
    return data[: chance.randrange(len(data))] if chance.random() < 0.1 else _changed(data, chance)


def spoilt_packages(data: bytes, count: int, chance: random.Random) -> Iterator[bytes]:
    """A zip with one XML member spoiled, the zip itself sound."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for nth in range(count):
        name = chance.choice(sorted(parts))
        spoil = _spoilt if nth % 2 else altered
        yield zipped({**parts, name: spoil(parts[name], chance)}, stored=True)
