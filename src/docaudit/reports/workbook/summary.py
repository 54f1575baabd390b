"""汇总: what was read, what was checked, what was found, on one page."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from docaudit import __version__
from docaudit.model import NO_PROJECT, UNNAMED, Audit, Severity, Status
from docaudit.reports.workbook.sheets import COLOURS, Sheets, clean, page_setup
from docaudit.rules import Rule


def write_summary(sheets: Sheets, audit: Audit, rules: tuple[Rule, ...], folder: Path) -> None:
    """Write the sheet 汇总."""
    sheet = sheets.sheet("汇总")
    page_setup(sheet, "项目文书数据一致性审核底稿")
    for column, width in enumerate((36, 18, 11, 12, 11, 11, 11)):
        sheet.set_column(column, column, width, sheets.format("plain"))
    sheet.write_string(0, 0, "项目文书数据一致性审核底稿", sheets.format("title"))
    sheet.set_row(0, 28)
    sheet.write_string(
        1, 0, clean(f"审核范围：{folder.resolve().name}　　docaudit {__version__}"), sheets.format("note")
    )
    row = _papers(sheets, sheet, audit, 3)
    row = _severities(sheets, sheet, audit, row + 1)
    row = _projects(sheets, sheet, audit, row + 1)
    row = _rules(sheets, sheet, audit, rules, row + 1)
    _notes(sheets, sheet, audit, row + 1)


def _head(sheets: Sheets, sheet: Any, row: int, title: str, heads: tuple[str, ...]) -> int:
    sheet.write_string(row, 0, title, sheets.format("section"))
    sheet.set_row(row, 20)
    for column, head in enumerate(heads):
        sheet.write_string(row + 1, column, head, sheets.format("head"))
    return row + 2


def _papers(sheets: Sheets, sheet: Any, audit: Audit, row: int) -> int:
    row = _head(sheets, sheet, row, "一、读取与核对范围", ("事项", "数量"))
    states = Counter(paper.document.status for paper in audit.papers)
    coverage = audit.coverage.values()
    figures, in_claims, in_checks = (
        sum(c.figures for c in coverage),
        sum(c.in_claims for c in coverage),
        sum(c.in_checks for c in coverage),
    )
    share = f"（{in_checks / figures:.0%}）" if figures else ""
    facts = (
        ("文书（份）", str(len(audit.papers))),
        ("　其中：已读取", str(states[Status.READ])),
        ("　　　　部分读取", str(states[Status.PARTLY])),
        ("　　　　未读取", str(states[Status.UNREADABLE])),
        ("项目（个）", str(len(audit.projects))),
        ("指标（个）", str(len(audit.indicators))),
        ("读出的数字（个）", str(figures)),
        ("　其中：读为指标值", str(in_claims)),
        ("　　　　至少参与一项核对", f"{in_checks}{share}"),
        ("核对无误的数量关系（项）", str(len(audit.records))),
    )
    for label, value in facts:
        sheet.write_string(row, 0, label, sheets.format("text"))
        sheet.write_string(row, 1, value, sheets.format("centre"))
        row += 1
    return row


def _severities(sheets: Sheets, sheet: Any, audit: Audit, row: int) -> int:
    row = _head(sheets, sheet, row, "二、问题概况", ("级别", "问题数"))
    counts = Counter(finding.severity for finding in audit.findings)
    for severity in Severity:
        sheet.write_string(row, 0, severity.label, sheets.format("centre", bg_color=COLOURS[severity]))
        sheet.write_number(row, 1, counts[severity], sheets.format("centre"))
        row += 1
    sheet.write_string(row, 0, "合计", sheets.format("total"))
    sheet.write_number(row, 1, len(audit.findings), sheets.format("total"))
    row += 1
    for label, count in _compared(audit):
        sheet.write_string(row, 0, label, sheets.format("text"))
        sheet.write_number(row, 1, count, sheets.format("centre"))
        row += 1
    return row


def _compared(audit: Audit) -> list[tuple[str, int]]:
    """What a run that has one before it says of the difference."""
    if audit.changes is None or audit.changes.since is None:
        return []
    changes = audit.changes
    return [
        ("与上次审核相比：新增", len(changes.new)),
        ("　　　　　　　　再次出现", len(changes.reappeared)),
        ("　　　　　　　　已消除", len(changes.resolved)),
    ]


def _projects(sheets: Sheets, sheet: Any, audit: Audit, row: int) -> int:
    row = _head(sheets, sheet, row, "三、按项目", ("项目", "项目编号", *(s.label for s in Severity), "合计"))
    counts = Counter((finding.project_id, finding.severity) for finding in audit.findings)
    rows = [(p.id, p.name or UNNAMED, p.code) for p in audit.projects]
    if any(project_id == "" for project_id, _ in counts):
        rows.append(("", NO_PROJECT, ""))
    for project_id, name, code in rows:
        own = [counts[project_id, severity] for severity in Severity]
        for column, text in enumerate((clean(name), clean(code))):
            sheet.write_string(row, column, text, sheets.format_for(text, "text"))
        for column, count in enumerate([*own, sum(own)], 2):
            sheet.write_number(row, column, count, sheets.format("centre"))
        row += 1
    return row


def _rules(sheets: Sheets, sheet: Any, audit: Audit, rules: tuple[Rule, ...], row: int) -> int:
    heads = ("规则", "代码", "发现问题", "未发现问题", "不适用", "检查失败")
    row = _head(sheets, sheet, row, "四、按规则（没有发现问题不等于没有问题，请看各规则实际核对了多少处）", heads)
    by_slug = {rule.slug: rule for rule in rules}
    first = row
    found = sum(outcome.found > 0 for outcome in audit.outcomes)
    outcomes = sorted(audit.outcomes, key=lambda outcome: -outcome.found)
    for outcome in outcomes:
        rule = by_slug[outcome.rule]
        sheet.write_string(row, 0, rule.entry.title, sheets.format("text"))
        sheet.write_string(row, 1, rule.entry.code, sheets.format("centre"))
        for column, count in enumerate((outcome.found, outcome.clear, outcome.not_applicable, outcome.failed), 2):
            sheet.write_number(row, column, count, sheets.format("centre"))
        row += 1
    if found:
        titles = [by_slug[outcome.rule].entry.title for outcome in outcomes[:found]]
        _chart(sheets, sheet, first, titles, [outcome.found for outcome in outcomes[:found]])
    return row


def _chart(sheets: Sheets, sheet: Any, first: int, titles: list[str], counts: list[int]) -> None:
    after = first + len(titles)
    chart = sheets.book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "发现问题",
            "categories": ["汇总", first, 0, after - 1, 0],
            "values": ["汇总", first, 2, after - 1, 2],
            "categories_data": titles,
            "values_data": counts,
            "fill": {"color": "#1F3864"},
            "gap": 40,
        }
    )
    chart.set_title({"name": "各规则发现的问题数", "name_font": {"size": 11}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 8}})
    chart.set_x_axis({"min": 0, "major_gridlines": {"visible": False}, "num_font": {"size": 8}, "num_format": "0"})
    chart.set_size({"width": 400, "height": min(360, 20 * (after - first) + 90)})
    sheet.insert_chart(3, 2, chart, {"x_offset": 24})


def _notes(sheets: Sheets, sheet: Any, audit: Audit, row: int) -> None:
    unread = [p.document for p in audit.papers if p.document.status is not Status.READ]
    gone = audit.changes.resolved if audit.changes else ()
    lines = [f"{d.path}：{' '.join(d.problems)}" for d in unread] + list(audit.notes)
    lines += [f"上次报告、本次已消除：{past.code} {past.title}：{past.message}" for past in gone]
    if not lines:
        return
    sheet.write_string(row, 0, "五、需要说明的情况", sheets.format("section"))
    for line in lines:
        row += 1
        text = clean(line)
        sheet.merge_range(row, 0, row, 6, text, sheets.format_for(text, "text"))
        sheet.set_row(row, 32)
