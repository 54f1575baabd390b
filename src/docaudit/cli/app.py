"""The commands: what they take, what they print, and their exit codes.

0 done (check: nothing at or above the threshold) · 1 check: findings at or above it · 2 usage, configuration or pack error ·
3 nothing could be read; check: a paper was unreadable.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import docaudit
from docaudit.cli.chinese import ChineseCommand, ChineseGroup

app = typer.Typer(
    cls=ChineseGroup,
    help="核对项目文书中的数据：读取一个文件夹里的申报书、任务书、自评、验收等文书，找出前后不一致、口径不符、目标偏低和算错的数字。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

DEFAULT_OUTPUT = Path("docaudit-底稿.xlsx")
USAGE, UNREADABLE, FOUND = 2, 3, 1

Folder = Annotated[Path, typer.Argument(metavar="文件夹", help="要审核的文件夹（或一份文书）", show_default=False)]
Outputs = Annotated[
    list[Path] | None,
    typer.Option("-o", "--output", metavar="文件", help="输出文件，格式看后缀：.xlsx 底稿、.json 结果数据；可多次使用"),
]
Jobs = Annotated[int | None, typer.Option("--jobs", metavar="数量", min=0, help="同时读取文书的进程数；0 为按处理器数")]
RulesDir = Annotated[Path | None, typer.Option("--rules", metavar="目录", help="自己的规则包目录")]
ExtractorsDir = Annotated[Path | None, typer.Option("--extractors", metavar="目录", help="自己的文书模板目录")]
ConfigFile = Annotated[Path | None, typer.Option("--config", metavar="文件", help="配置文件，默认找 docaudit.toml")]


class Threshold(StrEnum):
    """From which severity on `check` fails."""

    ERROR = "error"
    WARNING = "warning"


def _version(value: bool) -> None:
    if value:
        typer.echo(f"docaudit {docaudit.__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本后退出。")
    ] = False,
) -> None:
    pass


@app.command("audit", cls=ChineseCommand, help="审核一个文件夹，生成底稿。")
def audit_command(
    folder: Folder,
    output: Outputs = None,
    jobs: Jobs = None,
    rules: RulesDir = None,
    extractors: ExtractorsDir = None,
    config: ConfigFile = None,
) -> None:
    """Audit a folder and write the reports; exits 3 when not one paper could be read."""
    from docaudit.cli.run import run_audit  # noqa: PLC0415
    from docaudit.cli.show import show_summary  # noqa: PLC0415

    outputs = output or [DEFAULT_OUTPUT]
    result = run_audit(folder, outputs, jobs, rules, extractors, config, progress=sys.stderr.isatty())
    show_summary(result, outputs)
    raise typer.Exit(UNREADABLE if result.nothing_read else 0)


@app.command("check", cls=ChineseCommand, help="供持续集成使用：打印问题，并以退出码表示结果。")
def check_command(
    folder: Folder,
    fail_on: Annotated[Threshold, typer.Option("--fail-on", help="发现此级别及以上的问题即失败")] = Threshold.ERROR,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", metavar="文件", help="以前的 findings.json；其中已有的问题不再报告")
    ] = None,
    output: Outputs = None,
    jobs: Jobs = None,
    rules: RulesDir = None,
    extractors: ExtractorsDir = None,
    config: ConfigFile = None,
) -> None:
    """Print the findings, one a line, and exit 0, 1 or 3."""
    from docaudit.cli.run import known_ids, run_audit  # noqa: PLC0415
    from docaudit.cli.show import show_findings  # noqa: PLC0415
    from docaudit.model import Severity  # noqa: PLC0415

    known = known_ids(baseline)
    result = run_audit(folder, output or [], jobs, rules, extractors, config, progress=False)
    new = [finding for finding in result.audit.findings if finding.id not in known]
    show_findings(result, new, len(result.audit.findings) - len(new))
    if result.unreadable:
        raise typer.Exit(UNREADABLE)
    limit = Severity(fail_on.value).rank
    raise typer.Exit(FOUND if any(f.severity.rank <= limit for f in new) else 0)


@app.command("extract", cls=ChineseCommand, help="显示从一份文书中读懂了什么：文种、栏目、指标、覆盖情况。")
def extract_command(
    file: Annotated[Path, typer.Argument(metavar="文件", help="一份文书", show_default=False)],
    extractors: ExtractorsDir = None,
) -> None:
    """Print kind, fields, claims and coverage of one paper; exits 3 when it cannot be read."""
    from docaudit.cli.run import extract_one  # noqa: PLC0415
    from docaudit.cli.show import show_paper  # noqa: PLC0415

    paper = extract_one(file, extractors)
    show_paper(paper)
    raise typer.Exit(0 if paper.parts else UNREADABLE)


@app.command("rules", cls=ChineseCommand, help="列出全部规则，或解释一条规则。")
def rules_command(
    rule: Annotated[
        str | None, typer.Argument(metavar="规则", help="规则代码或名称，如 NUM401 或 sum-mismatch", show_default=False)
    ] = None,
    rules: RulesDir = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="打印规则一览（Markdown）")] = False,
) -> None:
    """List the rules, or explain one; exits 2 for a rule that does not exist."""
    from docaudit.cli.run import load_all_rules  # noqa: PLC0415
    from docaudit.cli.show import show_rule, show_rules  # noqa: PLC0415

    loaded = load_all_rules(rules)
    if markdown:
        from docaudit.reports.rule_reference import rule_reference  # noqa: PLC0415

        typer.echo(rule_reference(loaded), nl=False)
        return
    if rule is None:
        show_rules(loaded)
        return
    wanted = next((r for r in loaded if rule.lower() in (r.entry.code.lower(), r.slug)), None)
    if wanted is None:
        typer.echo(f"错误：没有规则 {rule}；用 docaudit rules 查看全部规则。", err=True)
        raise typer.Exit(USAGE)
    show_rule(wanted)


@app.command("eval", cls=ChineseCommand, help="在带标注的样例上计算查准率、查全率和 F1。")
def eval_command(
    corpus: Annotated[
        Path, typer.Argument(metavar="样例目录", help="含 truth.yaml 的目录，逐层查找", show_default=False)
    ],
    floors: Annotated[
        Path | None, typer.Option("--floors", metavar="文件", help="各项指标的下限（YAML）；低于下限时以 1 退出")
    ] = None,
    details: Annotated[bool, typer.Option("--details", help="逐条列出漏报、误报和未对上的指标")] = False,
    jobs: Jobs = None,
) -> None:
    """Print the scores of docaudit on labelled dossiers; exits 1 when one falls below its floor."""
    from docaudit.cli.run import evaluate_corpus  # noqa: PLC0415
    from docaudit.cli.show import show_scores  # noqa: PLC0415

    scores, broken = evaluate_corpus(corpus, floors, jobs)
    show_scores(scores, broken, details=details)
    raise typer.Exit(FOUND if broken else 0)


@app.command("init", cls=ChineseCommand, help="在当前文件夹写一份带说明的 docaudit.toml。")
def init_command(
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件")] = False,
) -> None:
    """Write a commented docaudit.toml; exits 2 when there is one already."""
    from docaudit.cli.template import CONFIG_TEMPLATE  # noqa: PLC0415
    from docaudit.config import FILE_NAME  # noqa: PLC0415

    path = Path(FILE_NAME)
    if path.exists() and not force:
        typer.echo(f"错误：{path} 已存在；如要覆盖请加 --force。", err=True)
        raise typer.Exit(USAGE)
    path.write_text(CONFIG_TEMPLATE, encoding="utf-8")
    typer.echo(f"已写入 {path}。")


@app.command("schema", cls=ChineseCommand, help="打印 findings.json 的 JSON Schema。")
def schema_command() -> None:
    """Print the JSON Schema of findings.json."""
    import json  # noqa: PLC0415

    from docaudit.reports.findings_json import json_schema  # noqa: PLC0415

    typer.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
