"""Put the five sheets of the working paper together."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from docaudit.model import Audit
from docaudit.reports.workbook.decided import FOLDER_PROPERTY
from docaudit.reports.workbook.findings import write_findings
from docaudit.reports.workbook.lists import write_documents, write_indicators, write_records
from docaudit.reports.workbook.sheets import Sheets
from docaudit.reports.workbook.summary import write_summary
from docaudit.rules import Rule

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_MANY = 20_000
"""Rows beyond which a book in memory would take more than a run may."""
SHEET_NAMES = ("汇总", "问题清单", "指标对照表", "核对记录", "文书清单")


@dataclass(frozen=True, slots=True)
class _Links:
    """Where the papers lie, as seen from the workbook."""

    folder: Path
    book: Path

    def to(self, path: str) -> str:
        base = self.folder if self.folder.is_dir() else self.folder.parent
        paper = base / path
        # a paper in an archive is opened by its archive
        target = next((parent for parent in paper.parents if parent.is_file()), paper).resolve()
        try:
            return Path(os.path.relpath(target, self.book.resolve().parent)).as_posix()
        except ValueError:  # another drive
            return target.as_posix()


def write_workbook(audit: Audit, path: Path, rules: tuple[Rule, ...], folder: Path) -> None:
    """Write the working paper to `path`; raises OSError when that is not possible."""
    rows = len(audit.findings) + len(audit.indicators) + len(audit.records) + len(audit.papers)
    options: dict[str, Any] = {
        # Text from papers stays text, whatever it begins with.
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        # A large book is written row by row, its text in the cells; a small one with a table of its texts, which every
        # viewer knows.
        "in_memory": rows <= _MANY,
        "constant_memory": rows > _MANY,
    }
    book = xlsxwriter.Workbook(str(path), options)
    # The same audit gives the same bytes; the time of the run is the file's own date.
    book.set_properties({"title": "docaudit 审核底稿", "created": _EPOCH})
    if audit.history_key:
        book.set_custom_property(FOLDER_PROPERTY, audit.history_key)
    sheets = Sheets(book, _Links(folder, path).to)
    for name in SHEET_NAMES:
        book.add_worksheet(name)
    write_summary(sheets, audit, rules, folder)
    write_findings(sheets, audit)
    write_indicators(sheets, audit)
    write_records(sheets, audit, rules)
    write_documents(sheets, audit)
    try:
        book.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        raise OSError(str(error)) from error
