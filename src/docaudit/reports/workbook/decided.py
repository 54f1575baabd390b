"""Take back the decisions that a reviewer typed into the working paper, however the sheet was sorted or widened since."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from docaudit.model import VERDICTS_BY_LABEL, Decision, Verdict
from docaudit.reports.workbook.findings import DECISION_TITLE, ID_TITLE, NOTE_TITLE

FOLDER_PROPERTY = "docaudit-folder"
"""The custom property of the workbook that says which folder's history its decisions belong to."""
_ROWS_TO_HEAD = 30
"""A reviewer may have put a few rows above the head row, hardly more."""


class NotAWorkingPaper(Exception):
    """A file from which no decisions can be taken; the message is Chinese."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What a working paper says: the key of the folder's history, decisions in the order of the rows, and cells not understood."""

    folder_key: str
    decisions: tuple[Decision, ...]
    problems: tuple[str, ...]


def read_decisions(path: Path, by: str = "") -> Decided:
    """Read the decisions of every sheet that has the columns 问题编号 and 复核结论; raises `NotAWorkingPaper`.

    A row without a decision withdraws an earlier one; a cell that says something else is a problem, and the row is left
    as it was.
    """
    try:
        # Rows as they come: a cell at the far end of the sheet must not make a billion empty ones.
        with warnings.catch_warnings():
            import openpyxl  # noqa: PLC0415  (whoever writes a working paper need not be able to read one)

            warnings.simplefilter("ignore")  # what openpyxl finds odd is no matter of the reviewer's
            book = openpyxl.load_workbook(path, data_only=True, read_only=True)
            try:
                return _decided(book, path, by)
            finally:
                book.close()
    except NotAWorkingPaper:
        raise
    except FileNotFoundError as error:
        raise NotAWorkingPaper(f"{path}：文件不存在；请检查路径。") from error
    except Exception as error:  # openpyxl raises whatever a damaged part of the package makes it stumble over
        raise NotAWorkingPaper(f"{path}：不是可以打开的 .xlsx 文件；请用 docaudit 生成的底稿。") from error


def _decided(book: Any, path: Path, by: str) -> Decided:
    found: dict[str, Decision] = {}
    problems: list[str] = []
    tables = 0
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what the sheet says of its size need not be true
        rows = sheet.iter_rows(values_only=True)
        columns = _head(rows)
        if columns is None:
            continue
        tables += 1
        at, head = columns
        for number, row in enumerate(rows, head + 1):
            spot = f"{sheet.title}!{xl_col_to_name(at[DECISION_TITLE])}{number}"
            _take(row, at, spot, by, found, problems)
    if not tables:
        raise NotAWorkingPaper(f"{path}：没有找到“{ID_TITLE}”和“{DECISION_TITLE}”两列；请用 docaudit 生成的底稿。")
    folder = next((str(p.value) for p in book.custom_doc_props.props if p.name == FOLDER_PROPERTY and p.value), "")
    return Decided(folder, tuple(found.values()), tuple(problems))


def _head(rows: object) -> tuple[dict[str, int], int] | None:
    """Read rows up to the head row; returns its columns by title, and its number."""
    for number, row in enumerate(rows, 1):  # type: ignore[arg-type, var-annotated]
        titles = {"".join(str(value).split()): i for i, value in enumerate(row) if value is not None}
        if ID_TITLE in titles and DECISION_TITLE in titles:
            return titles, number
        if number >= _ROWS_TO_HEAD:
            break
    return None


def _take(
    row: tuple[object, ...],
    at: dict[str, int],
    spot: str,
    by: str,
    found: dict[str, Decision],
    problems: list[str],
) -> None:
    finding = _text(row, at[ID_TITLE])
    if not finding:
        return
    said, note = _text(row, at[DECISION_TITLE]), _text(row, at.get(NOTE_TITLE))
    verdict = VERDICTS_BY_LABEL.get(said) if said else (Verdict.PENDING if note else Verdict.WITHDRAWN)
    if verdict is None:
        options = "、".join(VERDICTS_BY_LABEL)
        problems.append(f"{spot}：复核结论“{said}”不认识，未采用；请填写：{options}。")
        return
    earlier = found.get(finding)
    if earlier is not None and earlier.verdict is not Verdict.WITHDRAWN:
        if verdict is not Verdict.WITHDRAWN and (earlier.verdict, earlier.note) != (verdict, note):
            problems.append(f"{spot}：问题 {finding} 有两行结论不同，采用了先出现的一行；请核对。")
        return
    found[finding] = Decision(finding, verdict, note, by)


def _text(row: tuple[object, ...], at: int | None) -> str:
    value = row[at] if at is not None and at < len(row) else None
    return "" if value is None else str(value).strip()
