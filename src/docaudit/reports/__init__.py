"""One output each: the working paper for auditors (xlsx), findings.json for programs, SARIF and JUnit for build servers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from docaudit.model import Audit
from docaudit.rules import Rule


class UnknownFormat(Exception):
    """An output name whose suffix no writer knows; the message is Chinese."""


def write(audit: Audit, path: Path, rules: tuple[Rule, ...], folder: Path) -> None:
    """Write the report that the suffix of `path` asks for; `folder` is what was audited, for links to the papers.

    Raises `UnknownFormat`, or OSError when the file cannot be written.
    """
    writer_for(path)(audit, path, rules, folder)


def writer_for(path: Path) -> Callable[[Audit, Path, tuple[Rule, ...], Path], None]:
    """Return the writer for a file name, so that a wrong one is refused before an hour of reading."""
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        from docaudit.reports.workbook import write_workbook  # noqa: PLC0415

        return write_workbook
    if suffix in (".html", ".htm"):
        from docaudit.reports.html import write_html  # noqa: PLC0415

        return write_html
    if suffix == ".docx":
        from docaudit.reports.evidence_sheets import write_evidence_sheets  # noqa: PLC0415

        return write_evidence_sheets
    if path.name.lower().endswith((".sarif", ".sarif.json")):
        from docaudit.reports.sarif import write_sarif  # noqa: PLC0415

        return write_sarif
    if suffix == ".json":
        from docaudit.reports.findings_json import write_json  # noqa: PLC0415

        return write_json
    if suffix == ".xml":
        from docaudit.reports.junit import write_junit  # noqa: PLC0415

        return write_junit
    raise UnknownFormat(
        f"{path}：不支持的输出格式 {suffix or '（无后缀）'}；可用 .xlsx（底稿）、.html（网页报告）、.docx（审计取证单）、.json（结果数据）、.sarif、.xml（JUnit）。"
    )
