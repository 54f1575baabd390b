"""审计取证单.docx: one sheet a finding, to be signed by the auditor and answered by the unit that supplied the papers."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from docaudit.model import Audit, Evidence, Finding, FindingStatus, Project, Severity
from docaudit.reports.text import shorten
from docaudit.rules import Rule

_FONT, _TITLE_FONT = "宋体", "黑体"
_LABEL_WIDTH, _WIDTH = Cm(3.6), Cm(17.0)
_QUOTE = 240
"""Characters of a quotation: a sheet is one page."""
_PLACES = 6
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def write_evidence_sheets(audit: Audit, path: Path, rules: tuple[Rule, ...], folder: Path) -> None:  # noqa: ARG001
    """Write a sheet for every finding that is neither a hint nor called 误报, in the order of the working paper.

    The same audit gives the same bytes.  Raises OSError when the file cannot be written.
    """
    document = docx.Document()
    document.core_properties.title = "审计取证单"
    document.core_properties.author = "docaudit"
    document.core_properties.created = document.core_properties.modified = _EPOCH
    _page(document)
    wanted = [f for f in audit.findings if f.severity is not Severity.INFO and f.status is not FindingStatus.REJECTED]
    projects = {project.id: project for project in audit.projects}
    paths = audit.paths
    for number, finding in enumerate(wanted, 1):
        _sheet(document, number, finding, projects.get(finding.project_id), paths)
        if number < len(wanted):
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    if not wanted:
        document.add_paragraph("本次审核没有需要取证的问题（提示和经复核为误报的不列入）。")
    document.save(str(path))
    _without_times(path)


def _page(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    style = document.styles["Normal"]
    style.font.size = Pt(10.5)
    _font(style, _FONT)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(2)
    style.paragraph_format.line_spacing = 1.15


def _font(styled: Any, name: str) -> None:
    styled.font.name = name
    styled.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _sheet(document: Any, number: int, finding: Finding, project: Project | None, paths: dict[str, str]) -> None:
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run("审计取证单")
    run.bold, run.font.size = True, Pt(18)
    _font(run, _TITLE_FONT)
    line = document.add_paragraph(f"第 {number} 号　　问题编号：{finding.id}")
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    table = document.add_table(rows=0, cols=2)
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, (_LABEL_WIDTH, _WIDTH - _LABEL_WIDTH), strict=True):
        column.width = width
    for label, text in _rows(finding, project, paths):
        cells = table.add_row().cells
        cells[0].width, cells[1].width = _LABEL_WIDTH, _WIDTH - _LABEL_WIDTH
        cells[0].paragraphs[0].add_run(label).bold = True
        lines = text.split("\n")
        cells[1].paragraphs[0].add_run(lines[0])
        for line_text in lines[1:]:
            cells[1].add_paragraph(line_text)


def _rows(finding: Finding, project: Project | None, paths: dict[str, str]) -> list[tuple[str, str]]:
    name = project.label if project is not None else ""
    rows = [
        ("项目名称", f"{name}（{project.code}）" if project is not None and project.code and project.name else name),
        ("被审计单位", _field(project, "undertaker")),
        ("审计事项", f"{finding.title}（{finding.code}，{finding.severity.label}，置信度 {finding.confidence:.0%}）"),
        ("事项摘要", finding.message),
        ("核改处", _places(finding.evidence[:1], paths)),
        ("对照处", _places(finding.evidence[1:], paths)),
        ("核算过程", finding.computation),
        ("依据", finding.basis),
        ("处理建议", finding.remedy),
    ]
    signed = "签名：　　　　　　　　　　　　　　　　年　　月　　日"
    return [
        *((label, _printable(text)) for label, text in rows if text or label in ("项目名称", "被审计单位")),
        ("审计人员", f"\n\n{signed}"),
        ("证据提供单位意见", f"\n\n\n（盖章）　　负责人{signed}"),
    ]


def _field(project: Project | None, name: str) -> str:
    parts = project.parts if project is not None else ()
    return next((item.value for part in parts for item in part.fields if item.name == name), "")


def _places(evidence: tuple[Evidence, ...], paths: dict[str, str]) -> str:
    blocks = []
    for item in evidence[:_PLACES]:
        quote = shorten(item.place.quote.strip(), _QUOTE)
        where = f"{item.stage.label}《{paths.get(item.place.document, '')}》{item.place.where}"
        blocks.append(f"{where}：“{quote}”" if quote else where)
    if len(evidence) > _PLACES:
        blocks.append(f"另有 {len(evidence) - _PLACES} 处，见底稿。")
    return "\n".join(dict.fromkeys(blocks))


def _printable(text: str) -> str:
    """Return text that XML can hold."""
    return "".join(c for c in text if c in "\n\t" or (c.isprintable() or c == "\u3000")).strip("\n")


def _without_times(path: Path) -> None:
    """Write the package again with the times of its parts set to one moment."""
    with zipfile.ZipFile(path) as package:
        parts = [(info.filename, package.read(info)) for info in package.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts:
            package.writestr(zipfile.ZipInfo(name, _NO_TIME), data, zipfile.ZIP_DEFLATED)
