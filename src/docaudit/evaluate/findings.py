"""Findings and traps against the truth."""

from __future__ import annotations

from collections.abc import Iterable

from docaudit.evaluate.scores import Tally
from docaudit.evaluate.truth import Truth, TruthFinding, TruthTrap, plain
from docaudit.model import Audit, Finding, Severity

_ABOUT_INDICATORS = ("STG", "CAL", "TGT")


def score_findings(name: str, truth: Truth, result: Audit, tally: Tally) -> None:
    """Count right, wrong and missing findings, and traps that caught one."""
    paths = {paper.document.id: paper.document.path for paper in result.papers}
    matched: set[int] = set()
    trapped: set[int] = set()
    for finding in result.findings:
        if not truth.indicators and finding.code.startswith(_ABOUT_INDICATORS):
            continue  # whoever labelled no indicators did not judge them either
        numbers = [i for i, wanted in enumerate(truth.findings) if _same_finding(wanted, finding, paths)]
        trap = next((i for i, t in enumerate(truth.traps) if _is_trap(t, finding, paths)), None)
        matched.update(numbers)
        right = bool(numbers)
        # A hint (提示) is not an accusation: it neither counts against precision nor as caught by a trap.
        counted = finding.severity is not Severity.INFO or right
        if counted and not right and trap is not None:
            trapped.add(trap)
        optional = right and all(truth.findings[i].optional for i in numbers)
        if counted and not optional:
            for row in _rows_of(finding.rule, finding.severity):
                tally.add(row, 0, 1, 0, int(right))
        if not right:
            label = "提示" if not counted else "误报·陷阱" if trap is not None else "误报"
            tally.details.append(f"[{label}] {name}：{finding.severity.value} {finding.rule}：{finding.message}")
    for i, expected in enumerate(truth.findings):
        if expected.optional:
            continue
        for row in ("问题（全部）", f"规则 {expected.rule}"):
            tally.add(row, 1, 0, int(i in matched), 0)
        if i not in matched:
            tally.details.append(
                f"[漏报] {name}：{expected.rule} {expected.about} {expected.quotes}（难度 {expected.difficulty}）"
            )
    tally.traps += len(truth.traps)
    tally.trapped += len(trapped)


def _rows_of(rule: str, severity: Severity) -> Iterable[str]:
    yield "问题（全部）"
    yield f"规则 {rule}"
    if severity is Severity.ERROR:
        yield "问题（错误级）"
    elif severity is Severity.WARNING:
        yield "问题（警告级）"


def _same_finding(wanted: TruthFinding, finding: Finding, paths: dict[str, str]) -> bool:
    if finding.rule not in (wanted.rule, *wanted.also):
        return False
    where = {paths.get(e.place.document, "") for e in finding.evidence}
    if where and not where & set(wanted.documents):
        return False
    if not wanted.quotes:
        return True  # about the paper as a whole
    said = _said(finding)
    return any(plain(quote) in said for quote in (*wanted.quotes, wanted.about) if quote)


def _is_trap(trap: TruthTrap, finding: Finding, paths: dict[str, str]) -> bool:
    where = {paths.get(e.place.document, "") for e in finding.evidence}
    said = _said(finding)
    return finding.rule in trap.rules and trap.document in where and any(plain(q) in said for q in trap.quotes)


def _said(finding: Finding) -> str:
    pieces = (finding.message, finding.computation, *(e.place.quote for e in finding.evidence))
    return "\n".join(plain(piece) for piece in pieces)
