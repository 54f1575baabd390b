"""What a document is known by: its id, its path and its hash."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath


def document_id(relative: str) -> str:
    """Return the id of the document at this path: stable across runs and machines."""
    return "d" + hashlib.sha1(posix(relative).encode("utf-8", "surrogatepass")).hexdigest()[:10]


def posix(relative: str) -> str:
    """Return the path with forward slashes."""
    return str(PurePosixPath(relative.replace("\\", "/")))


def sha256_of(path: Path) -> str:
    """Hash the file without holding it in memory.  Raises OSError."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
