"""Run everything over a folder: find the files, read the papers side by side, align and check project by project."""

from docaudit.engine.files import IGNORED_NAMES, NothingToRead, list_files, open_archives
from docaudit.engine.options import Options
from docaudit.engine.papers import read_paper, unreadable, warm_up
from docaudit.engine.reading import INTERRUPTED
from docaudit.engine.run import audit

__all__ = [
    "IGNORED_NAMES",
    "INTERRUPTED",
    "NothingToRead",
    "Options",
    "audit",
    "list_files",
    "open_archives",
    "read_paper",
    "unreadable",
    "warm_up",
]
