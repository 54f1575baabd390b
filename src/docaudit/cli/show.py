"""What the commands print."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from docaudit.cli.run import Run
from docaudit.evaluate import Scores
from docaudit.examples import Example
from docaudit.model import Audit, Claim, Finding, Paper, Severity, Status
from docaudit.rules import Rule

STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def show_summary(run: Run, outputs: list[Path]) -> None:
    """Print counts per project and severity, papers that were not read, and where the reports are."""
    console, audit = Console(), run.audit
    counts = Counter((finding.project_id, finding.severity) for finding in audit.findings)
    table = Table(title="审核结果")
    table.add_column("项目")
    for severity in Severity:
        table.add_column(severity.label, justify="right", style=STYLES[severity])
    table.add_column("合计", justify="right")
    stray = any(project_id == "" for project_id, _ in counts)
    for project_id, name in audit.project_labels.items():
        if not (project_id or stray):
            continue
        own = [counts[project_id, severity] for severity in Severity]
        table.add_row(escape(name), *(str(n) for n in own), str(sum(own)))
    console.print(table)
    states = Counter(paper.document.status for paper in audit.papers)
    figures = sum(c.figures for c in audit.coverage.values())
    checked = sum(c.in_checks for c in audit.coverage.values())
    typer.echo(
        f"文书 {len(audit.papers)} 份：已读取 {states[Status.READ]}，部分读取 {states[Status.PARTLY]}，"
        f"未读取 {states[Status.UNREADABLE]}。"
    )
    typer.echo(f"读出数字 {figures} 个，其中 {checked} 个参与了核对；核对无误的数量关系 {len(audit.records)} 项。")
    _echo_changes(audit)
    _echo_troubles(run)
    for path in outputs:
        typer.echo(f"已写入 {path}")


def _echo_changes(audit: Audit) -> None:
    """Say what is different from the run before, and name what is new."""
    changes = audit.changes
    if changes is None or changes.since is None:
        return
    news = (("新增", len(changes.new)), ("再次出现", len(changes.reappeared)), ("已消除", len(changes.resolved)))
    if not any(n for _, n in news):
        typer.echo("与上次审核相比没有变化。")
        return
    typer.echo("与上次审核相比：" + "，".join(f"{word} {n} 个" for word, n in news if n) + "。")
    for finding in audit.findings:
        label = changes.label(finding.id)
        if label:
            typer.echo(f"　{label}：{finding.code} {finding.title}：{finding.message}")
    for past in changes.resolved:
        typer.echo(f"　已消除：{past.code} {past.title}：{past.message}")


def _echo_troubles(run: Run) -> None:
    for document in run.unreadable:
        typer.echo(f"未读取：{document.path}：{' '.join(document.problems)}", err=True)
    for note in run.audit.notes:
        typer.echo(f"注意：{note}", err=True)
    if run.nothing_read:
        typer.echo("错误：没有一份文书能够读取，未进行任何核对。", err=True)


def show_findings(run: Run, findings: list[Finding], known: int, rejected: int) -> None:
    """Print the findings for a build log: one line each, the place first."""
    paths = run.audit.paths
    for finding in findings:
        where = ""
        if finding.evidence:
            place = finding.evidence[0].place
            where = f"{paths.get(place.document, '')}：{place.where}："
        typer.echo(f"{where}{finding.severity.label} {finding.code} {finding.title}：{finding.message}")
    counts = Counter(finding.severity for finding in findings)
    total = "，".join(f"{severity.label} {counts[severity]}" for severity in Severity)
    left_out = [f"{n} 个{why}" for n, why in ((known, "已在基线中"), (rejected, "经复核为误报")) if n]
    typer.echo(f"共 {len(findings)} 个问题（{total}）" + (f"，另有 {'、'.join(left_out)}。" if left_out else "。"))
    _echo_troubles(run)


def show_annotations(run: Run, findings: list[Finding], folder: Path) -> None:
    """Print the findings again as workflow commands, which GitHub shows beside the files; paths as from the working folder."""
    paths = run.audit.paths
    base = folder if folder.is_dir() else folder.parent
    levels = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
    for finding in findings:
        where = ""
        if finding.evidence:
            place = finding.evidence[0].place
            where = f"file={_property((base / paths.get(place.document, '')).as_posix())},"
        title = _property(f"{finding.code} {finding.title}")
        typer.echo(f"::{levels[finding.severity]} {where}title={title}::{_data(finding.message)}")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def show_paper(paper: Paper) -> None:
    """Print what was understood of one paper."""
    console, document = Console(), paper.document
    typer.echo(
        f"{document.path}：{len(document.blocks)} 个段落和表格" + (f"，{document.pages} 页" if document.pages else "")
    )
    for problem in document.problems:
        typer.echo(f"注意：{problem}")
    for part in paper.parts:
        profile = f"，模板 {part.profile}" if part.profile else ""
        typer.echo(f"\n【{part.kind.label}】{part.title}（置信度 {part.confidence:.0%}{profile}）")
        for item in part.fields:
            typer.echo(f"  {item.name}：{item.value}　（{item.place.where}）")
        if part.claims:
            table = Table("作用", "指标", "数值", "口径", "期间", "位置")
            for claim in part.claims:
                table.add_row(*(escape(text) for text in _claim_row(claim)))
            console.print(table)
        claimed = sum(figure.claim is not None for figure in part.figures)
        typer.echo(f"  数字 {len(part.figures)} 个，读为指标值 {claimed} 个，重新计算 {len(part.recomputations)} 项。")


def _claim_row(claim: Claim) -> tuple[str, ...]:
    value = claim.quantity.text if claim.quantity is not None else claim.text or ""
    caliber = " ".join("/".join(values) for values in claim.caliber.facets().values())
    return claim.role.value, claim.name, value, caliber, claim.period.text if claim.period else "", claim.place.where


def show_rules(rules: tuple[Rule, ...]) -> None:
    """Print all rules, one a line."""
    table = Table("代码", "名称", "级别", "规则")
    for rule in rules:
        entry = rule.entry
        table.add_row(entry.code, entry.slug, entry.severity.label, entry.title)
    Console().print(table)


def show_rule(rule: Rule, fires: Example | None, passes: Example | None) -> None:
    """Explain one rule, with a case that it reports and one that it lets pass."""
    entry = rule.entry
    typer.echo(f"{entry.code} {entry.slug}　{entry.title}（{entry.severity.label}）")
    typer.echo(f"提示语：{entry.message}")
    typer.echo(f"依据：{entry.basis}")
    typer.echo(f"处理建议：{entry.remedy}")
    for name, value in rule.thresholds.items():
        typer.echo(f"阈值 {name} = {value}")
    for title, example in (("会报告的例子", fires), ("不会报告的例子", passes)):
        if example is not None:
            typer.echo(f"\n{title}：{example.name}")
            typer.echo("\n".join(f"    {line}" for line in example.papers.splitlines()))
            for message in example.messages:
                typer.echo(f"  → {message}")
    typer.echo(f'\n停用：在 docaudit.toml 的 [rules] 中写 disable = ["{entry.slug}"]')
    typer.echo(f'调整级别：在 [rules.severity] 中写 {entry.slug} = "info"（error 错误、warning 警告、info 提示）')
    if rule.thresholds:
        typer.echo(f"调整阈值：在 [rules.thresholds.{entry.slug}] 中写上面的阈值")


def show_scores(scores: Scores, broken: list[str], *, details: bool) -> None:
    """Print precision, recall and F1, and what fell below its floor."""
    table = Table("项目", "应有", "报出", "相符", "查准率", "查全率", "F1")
    for row in scores.rows:
        numbers = (row.precision, row.recall, row.f1)
        shown = ("—" if n is None else f"{n:.3f}" for n in numbers)
        table.add_row(escape(row.name), str(row.expected), str(row.reported), str(row.matched), *shown)
    Console().print(table)
    typer.echo(
        f"陷阱 {scores.traps} 处，误报 {scores.trapped} 处；样例 {scores.dossiers} 套，文书 {scores.papers} 份。"
    )
    if details:
        for line in scores.details:
            typer.echo(line)
    for line in broken:
        typer.echo(f"低于下限：{line}", err=True)
