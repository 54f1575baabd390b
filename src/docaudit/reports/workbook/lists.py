"""指标对照表, 核对记录 and 文书清单."""

from __future__ import annotations

from collections import defaultdict

from docaudit.model import Audit, Finding, Part, Project, Status
from docaudit.reports.chains import chain, set_above
from docaudit.reports.comparison import cells, spots
from docaudit.reports.text import shorten
from docaudit.reports.workbook.sheets import DIFFERS, Column, Sheets, clean
from docaudit.rules import Rule


def write_indicators(sheets: Sheets, audit: Audit) -> None:
    """Write the sheet 指标对照表: a row an indicator, the values of every stage side by side."""
    demanded = set_above(audit)
    shown = spots(c for i in audit.indicators for c in (*i.claims, *demanded.get(i.id, ())))
    columns = (
        Column("项目", 20),
        Column("指标", 30),
        *(Column(f"{spot.stage.label}\n{spot.label}", 15) for spot in shown),
        Column("变化过程", 44),
        Column("对齐置信度", 8, "percent"),
        Column("涉及问题", 22),
    )
    note = "底色表示同一类数值与前一阶段不同；对齐置信度低于 70% 的，请先核实是否为同一指标。"
    sheet, first = sheets.table("指标对照表", columns, "指标对照表", note, frozen=2)
    names = {project.id: project.label for project in audit.projects}
    problems: dict[str | None, list[Finding]] = defaultdict(list)
    for finding in audit.findings:
        problems[finding.indicator_id].append(finding)
    row = first
    for indicator in audit.indicators:
        set_by = demanded.get(indicator.id, ())
        compared = cells(indicator, shown, set_by)
        if not any(cell.text for cell in compared):
            continue
        link = min((indicator.link(c) for c in indicator.claims), default=1.0)
        values: list[str | float | None] = [
            names.get(indicator.project_id, ""),
            indicator.name,
            *(cell.text for cell in compared),
            chain(indicator, set_by),
            link,
            _titles(problems.get(indicator.id, [])),
        ]
        if not sheets.row(sheet, row, columns, values):
            break
        for at, cell in enumerate(compared, 2):
            if cell.changed:
                text = clean(cell.text)
                sheet.write_string(row, at, text, sheets.format_for(text, "text", bg_color=DIFFERS))
        row += 1
    sheets.finish(sheet, first, row, columns, "未从文书中读出指标；请在“文书清单”查看各份文书的读取情况。")


def _titles(findings: list[Finding]) -> str:
    return "\n".join(dict.fromkeys(f"{f.code} {f.title}" for f in findings))


def write_records(sheets: Sheets, audit: Audit, rules: tuple[Rule, ...]) -> None:
    """Write the sheet 核对记录: what was recomputed or compared, and holds."""
    columns = (
        Column("序号", 6, "centre"),
        Column("核对结论", 24),
        Column("项目", 22),
        Column("核算过程", 56),
        Column("文书", 24),
        Column("位置", 38),
        Column("原文", 42),
    )
    note = "以下各项经重新计算或比对，未发现不符。"
    sheet, first = sheets.table("核对记录", columns, "核对记录", note, frozen=2)
    titles = {rule.slug: rule.entry.title for rule in rules}
    names = {project.id: project.label for project in audit.projects}
    paths = audit.paths
    row = first
    for nth, record in enumerate(audit.records, 1):
        values: list[str | float | None] = [
            nth,
            f"未发现：{titles.get(record.rule, record.rule)}",
            names.get(record.project_id, ""),
            record.computation,
            "\n".join(dict.fromkeys(paths.get(e.place.document, "") for e in record.evidence)),
            "\n".join(dict.fromkeys(e.place.where for e in record.evidence)),
            "\n".join(dict.fromkeys(shorten(e.place.quote, 120) for e in record.evidence)),
        ]
        if not sheets.row(sheet, row, columns, values):
            break
        row += 1
    sheets.finish(sheet, first, row, columns, "没有可以核对的数量关系；请在“文书清单”查看各份文书的读取情况。")


def write_documents(sheets: Sheets, audit: Audit) -> None:
    """Write the sheet 文书清单: every paper, what it was taken for, and how much of it was understood."""
    columns = (
        Column("序号", 6, "centre"),
        Column("文书", 34, "link"),
        Column("文种", 16),
        Column("识别置信度", 8, "percent"),
        Column("状态", 9, "centre"),
        Column("所属项目", 28),
        Column("页数", 6, "centre"),
        Column("数字\n（个）", 8, "centre"),
        Column("读为指标\n（个）", 8, "centre"),
        Column("参与核对\n（个）", 8, "centre"),
        Column("参与核对\n占比", 8, "percent"),
        Column("读取情况说明", 60),
    )
    note = "未读取、部分读取或未识别文种的文书，本次审核没有覆盖或只覆盖一部分，不能视为没有问题。"
    sheet, first = sheets.table("文书清单", columns, "文书清单", note, frozen=2)
    owner = {part.id: project for project in audit.projects for part in project.parts}
    row = first
    for nth, paper in enumerate(audit.papers, 1):
        document, coverage = paper.document, audit.coverage[paper.document.id]
        share = coverage.in_checks / coverage.figures if coverage.figures else None
        values: list[str | float | None] = [
            nth,
            document.path,
            _kinds(paper.parts),
            min((part.confidence for part in paper.parts), default=None),
            document.status.label,
            _projects(paper.parts, owner),
            document.pages,
            coverage.figures,
            coverage.in_claims,
            coverage.in_checks,
            share,
            "\n".join(document.problems),
        ]
        if not sheets.row(sheet, row, columns, values):
            break
        sheets.paper(sheet, row, 1, document.path, document.path)
        if document.status is not Status.READ:
            sheet.write_string(row, 4, document.status.label, sheets.format("centre", bg_color="#F8D7DA"))
        row += 1
    sheets.finish(sheet, first, row, columns, "没有文书。")


def _kinds(parts: tuple[Part, ...]) -> str:
    return "\n".join(dict.fromkeys(part.kind.label for part in parts))


def _projects(parts: tuple[Part, ...], owner: dict[str, Project]) -> str:
    names = [owner[part.id].label for part in parts if part.id in owner]
    return "\n".join(dict.fromkeys(names))
