"""Names of files as they may be shown, stored and sent on: names of strangers hold line breaks, escapes and raw bytes."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping

_TURNING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that show a name in another order than it is written: report\u202efdp.exe."""
_NEVER = frozenset({"Cc", "Cs", "Zl", "Zp"})


def printable(name: str) -> str:
    """Return a path with what no report may carry replaced: control characters, marks of direction, bytes of no encoding.

    Bytes that are not UTF-8 are read as GB 18030, which names from Chinese systems are in; a backslash is no separator.
    """
    if name.isascii() and name.isprintable() and "\\" not in name:
        return name
    if os.name == "posix" and any("\udc80" <= char <= "\udcff" for char in name):
        name = "/".join(map(_decoded, name.split("/")))
    return "".join(
        "＼" if char == "\\" else "\ufffd" if char in _TURNING or unicodedata.category(char) in _NEVER else char
        for char in name
    )


def _decoded(step: str) -> str:
    raw = os.fsencode(step)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace")


def apart(name: str, taken: Mapping[str, object]) -> str:
    """Return the name, with a number where it is taken: 任务书.md（2）."""
    number = 1
    own = name
    while own in taken:
        number += 1
        own = f"{name}（{number}）"
    return own
