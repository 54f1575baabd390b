"""Commands that answer a question without auditing a folder: what was read, which rules there are, how well it works."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from docaudit.cli.chinese import ChineseCommand
from docaudit.cli.options import FOUND, UNREADABLE, USAGE, ConfigFile, ExtractorsDir, Jobs, RulesDir, app


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
    from docaudit.examples import examples  # noqa: PLC0415

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
    show_rule(wanted, *examples(wanted.entry.code))


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


_CACHED = {
    "paper": "文书读取结果",
    "outline": "文书摘要",
    "failed": "未能读取的文书",
    "verdict": "项目核对结果",
    "stray": "不属于任何项目的文书的核对结果",
    "guidelines": "规则和指南",
}
"""What the cache holds, by the kind in its keys."""


@app.command("cache", cls=ChineseCommand, help="显示或清空读取结果的缓存；缓存让再次审核只读有变化的文书。")
def cache_command(
    clear: Annotated[bool, typer.Option("--clear", help="清空缓存")] = False,
    config: ConfigFile = None,
) -> None:
    """Print where the cache is and how large, or clear it."""
    from docaudit.cli.memory import opened_cache  # noqa: PLC0415
    from docaudit.cli.run import plain_errors  # noqa: PLC0415
    from docaudit.config import load_config  # noqa: PLC0415

    with plain_errors():
        cache = opened_cache(load_config(config))
    if cache is None:
        typer.echo("没有使用缓存。")
        return
    if clear:
        cache.clear()
    count, size = cache.size()
    typer.echo(f"{cache.folder}：{count} 项，{size / 1e6:.1f} MB（上限 {cache.limit / 1e6:.0f} MB）")
    told: dict[str, tuple[int, int]] = {}
    for kind, (entries, total) in cache.kinds().items():
        label = _CACHED.get(kind, "其他")
        told[label] = told.get(label, (0, 0))[0] + entries, told.get(label, (0, 0))[1] + total
    for label in dict.fromkeys((*_CACHED.values(), "其他")):
        if label in told:
            typer.echo(f"  {label}：{told[label][0]} 项，{told[label][1] / 1e6:.1f} MB")
