"""`audit` and `check`: run over a folder, for a person and for continuous integration."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from docaudit.cli.chinese import ChineseCommand
from docaudit.cli.options import (
    FOUND,
    UNREADABLE,
    BatchSize,
    ConfigFile,
    Engine,
    EngineName,
    ExtractorsDir,
    Folder,
    FolderName,
    FolderOrUrl,
    HistoryPlace,
    Jobs,
    NoCache,
    NoHistory,
    Outputs,
    RetryUnreadable,
    RulesDir,
    Scheduler,
    Storage,
    app,
)

DEFAULT_OUTPUT = Path("docaudit-底稿.xlsx")
INTERRUPTED = 130


class Threshold(StrEnum):
    """From which severity on `check` fails."""

    ERROR = "error"
    WARNING = "warning"


@app.command("audit", cls=ChineseCommand, help="审核一个文件夹，生成底稿。")
def audit_command(
    folder: FolderOrUrl,
    output: Outputs = None,
    jobs: Jobs = None,
    rules: RulesDir = None,
    extractors: ExtractorsDir = None,
    config: ConfigFile = None,
    history: HistoryPlace = None,
    no_history: NoHistory = False,
    no_cache: NoCache = False,
    retry_unreadable: RetryUnreadable = False,
    name: FolderName = None,
    engine: Engine = EngineName.LOCAL,
    scheduler: Scheduler = None,
    storage: Storage = None,
    batch: BatchSize = 200,
) -> None:
    """Audit a folder and write the reports; exits 3 when not one paper could be read."""
    from docaudit.cli.distributing import runner  # noqa: PLC0415
    from docaudit.cli.memory import Memory  # noqa: PLC0415
    from docaudit.cli.run import run_audit  # noqa: PLC0415
    from docaudit.cli.show import show_summary  # noqa: PLC0415

    outputs = output or [DEFAULT_OUTPUT]
    memory = Memory(place=history, name=name, off=no_history, no_cache=no_cache, retry=retry_unreadable)
    run = runner(folder, engine, scheduler, storage, batch)
    if "://" in folder and name is None:
        memory = replace(memory, name=folder)
    progress = sys.stderr.isatty()
    result = run_audit(Path(folder), outputs, jobs, rules, extractors, config, memory, progress=progress, run=run)
    show_summary(result, outputs)
    if result.interrupted:
        raise typer.Exit(INTERRUPTED)
    raise typer.Exit(UNREADABLE if result.nothing_read else 0)


@app.command("check", cls=ChineseCommand, help="供持续集成使用：打印问题，并以退出码表示结果。")
def check_command(
    folder: Folder,
    fail_on: Annotated[Threshold, typer.Option("--fail-on", help="发现此级别及以上的问题即失败")] = Threshold.ERROR,
    baseline: Annotated[
        str | None,
        typer.Option(
            "--baseline",
            metavar="文件",
            help="基线：--write-baseline 写的文件或以前的 findings.json，或 history（历史记录中的上次审核）；其中已有的问题不再报告",
        ),
    ] = None,
    write_baseline: Annotated[
        Path | None, typer.Option("--write-baseline", metavar="文件", help="把本次的问题和复核结论写成基线文件")
    ] = None,
    output: Outputs = None,
    jobs: Jobs = None,
    rules: RulesDir = None,
    extractors: ExtractorsDir = None,
    config: ConfigFile = None,
    history: HistoryPlace = None,
    no_cache: NoCache = False,
    retry_unreadable: RetryUnreadable = False,
    name: FolderName = None,
) -> None:
    """Print the findings, one a line, and exit 0, 1 or 3.  What reviewers called 误报 is left out, and counted."""
    from docaudit.cli.baseline import known_ids, write_baseline_file  # noqa: PLC0415
    from docaudit.cli.memory import Memory  # noqa: PLC0415
    from docaudit.cli.run import run_audit  # noqa: PLC0415
    from docaudit.cli.show import show_annotations, show_findings  # noqa: PLC0415
    from docaudit.model import FindingStatus, Severity  # noqa: PLC0415

    memory = Memory(
        records=False,
        place=history,
        name=name,
        no_cache=no_cache,
        only_if_asked=baseline != "history",
        retry=retry_unreadable,
    )
    known = known_ids(baseline, folder, config, memory)
    result = run_audit(folder, output or [], jobs, rules, extractors, config, memory, progress=False)
    if write_baseline is not None:
        write_baseline_file(result.audit, write_baseline)
    rejected = [f for f in result.audit.findings if f.status is FindingStatus.REJECTED]
    open_findings = [f for f in result.audit.findings if f.status is not FindingStatus.REJECTED]
    new = [finding for finding in open_findings if finding.id not in known]
    show_findings(result, new, len(open_findings) - len(new), len(rejected))
    if os.environ.get("GITHUB_ACTIONS") == "true":
        show_annotations(result, new, folder)
    if result.unreadable:
        raise typer.Exit(UNREADABLE)
    limit = Severity(fail_on.value).rank
    raise typer.Exit(FOUND if any(f.severity.rank <= limit for f in new) else 0)
