"""Where the history is kept, and under which name a folder is remembered."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from platformdirs import user_data_path

VARIABLE = "DOCAUDIT_HISTORY"


def default_place() -> str:
    """Return the address of the history: the environment's DOCAUDIT_HISTORY, or a file of the user's own.

    Never inside the audited folder.
    """
    return os.environ.get(VARIABLE) or str(user_data_path("docaudit", appauthor=False) / "history.sqlite")


def folder_name(folder: Path, name: str = "") -> str:
    """Return the name under which the runs over a folder belong together: the one that was given, or where it lies."""
    return name or folder.resolve().as_posix()


def folder_key(name: str) -> str:
    """Return what a working paper says instead of the name, which may show where on a machine the papers lie."""
    return hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:16]
