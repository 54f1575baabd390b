"""问题清单: one row a finding, both sides quoted, with columns for the reviewer's decision."""

from __future__ import annotations

from docaudit.model import VERDICTS_BY_LABEL, Audit, Evidence, Finding, FindingStatus, Place, Verdict
from docaudit.reports.text import shorten
from docaudit.reports.workbook.sheets import COLOURS, Column, Sheets

DECISION_TITLE, NOTE_TITLE, ID_TITLE = "复核结论", "复核说明", "问题编号"
COLUMNS = (
    Column("序号", 4.5, "centre"),
    Column("级别", 5.5, "centre"),
    Column("问题类型", 9),
    Column("问题说明", 30),
    Column("核改处\n文书", 11, "link"),
    Column("核改处\n位置与原文", 26),
    Column("对照处\n文书", 11, "link"),
    Column("对照处\n位置与原文", 26),
    Column("核算过程", 17),
    Column("依据", 16),
    Column("处理建议", 16),
    Column("置信度", 6.5, "percent"),
    Column(DECISION_TITLE, 8.5, "entry"),
    Column(NOTE_TITLE, 13, "entry"),
    Column("项目", 20),
    Column("规则", 8, "small"),
    Column("与上次\n相比", 8, "centre"),
    Column(ID_TITLE, 18, "small"),
)
_SIDES = (4, 6)
_DECISION, _LAST_PRINTED = 12, 13
_DONE = "#7F7F7F"
"""What was called a false alarm is written in grey."""


def write_findings(sheets: Sheets, audit: Audit) -> None:
    """Write the sheet 问题清单."""
    note = (
        "“核改处”是应当核实修改的一处，“对照处”是与它不相符的另一处。请在“复核结论”中选择：确认、误报、已整改、待核实。"
    )
    sheet, first = sheets.table("问题清单", COLUMNS, "问题清单", note, frozen=4)
    names = {project.id: project.label for project in audit.projects}
    paths = audit.paths
    row = first
    for nth, finding in enumerate(audit.findings, 1):
        done = finding.status is FindingStatus.REJECTED
        if not sheets.row(sheet, row, COLUMNS, _values(nth, finding, names, paths, audit), **_grey(done)):
            break
        sheet.write_string(
            row, 1, finding.severity.label, sheets.format("centre", bg_color=COLOURS[finding.severity], **_grey(done))
        )
        for column, side in zip(_SIDES, (finding.evidence[:1], finding.evidence[1:]), strict=True):
            if side:
                sheets.paper(sheet, row, column, _papers(side, paths), paths.get(side[0].place.document, ""))
        row += 1
    if row > first:
        sheet.data_validation(
            first,
            _DECISION,
            row - 1,
            _DECISION,
            {
                "validate": "list",
                "source": list(VERDICTS_BY_LABEL),
                "error_title": "复核结论",
                "error_message": "请从下拉列表中选择。",
            },
        )
    sheet.print_area(0, 0, max(first, row - 1), _LAST_PRINTED)
    sheets.finish(sheet, first, row, COLUMNS, "本次审核未发现问题；检查了哪些内容见“核对记录”和“汇总”。")


def _values(
    nth: int, finding: Finding, names: dict[str, str], paths: dict[str, str], audit: Audit
) -> list[str | float | None]:
    decision = audit.decisions.get(finding.id)
    main, others = finding.evidence[:1], finding.evidence[1:]
    return [
        nth,
        finding.severity.label,
        finding.title,
        finding.message,
        _papers(main, paths),
        _quotes(main, paths),
        _papers(others, paths),
        _quotes(others, paths),
        finding.computation,
        finding.basis,
        finding.remedy,
        finding.confidence,
        decision.verdict.label if decision else "",
        decision.note if decision else "",
        names.get(finding.project_id, ""),
        finding.code,
        _change(finding, audit),
        finding.id,
    ]


def _change(finding: Finding, audit: Audit) -> str:
    decision = audit.decisions.get(finding.id)
    if decision is not None and decision.verdict is Verdict.RESOLVED:
        return "称已整改\n仍存在"
    return audit.changes.label(finding.id) if audit.changes else ""


def _grey(done: bool) -> dict[str, str]:
    return {"font_color": _DONE} if done else {}


def _papers(evidence: tuple[Evidence, ...], paths: dict[str, str]) -> str:
    return "\n".join(dict.fromkeys(paths.get(e.place.document, "") for e in evidence))


def _quotes(evidence: tuple[Evidence, ...], paths: dict[str, str]) -> str:
    """Quote every place under its location; where several papers are quoted, each location names its paper."""
    several = len({e.place.document for e in evidence}) > 1
    blocks = []
    for item in evidence:
        path = paths.get(item.place.document, "")
        where = f"{path} {item.place.where}" if several and item.place.where != path else item.place.where
        quote = shorten(item.place.quote.strip())
        blocks.append(f"{where}\n“{quote}”{doubts(item.place)}" if quote else where)
    return "\n".join(dict.fromkeys(blocks))


def doubts(place: Place) -> str:
    """Return the words that follow a quotation with figures that were not recognised surely."""
    figures = "、".join(f"“{text}”" for text, _ in place.doubtful())
    return f"（识别存疑：{figures}）" if figures else ""
