"""`decide` and `history`: take back what reviewers typed into the working paper, and tell what became of a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from docaudit.cli.chinese import ChineseCommand
from docaudit.cli.options import USAGE, ConfigFile, FolderName, HistoryPlace, app


@app.command("decide", cls=ChineseCommand, help="取回审计人员在底稿中填写的复核结论，记入历史，供以后的审核使用。")
def decide_command(
    workbook: Annotated[Path, typer.Argument(metavar="底稿.xlsx", help="填好复核结论的底稿", show_default=False)],
    by: Annotated[str | None, typer.Option("--by", metavar="姓名", help="复核人，默认为当前用户")] = None,
    config: ConfigFile = None,
    history: HistoryPlace = None,
    name: FolderName = None,
) -> None:
    """Write the decisions of a working paper into the history; exits 2 where the file or the history is of no use."""
    from docaudit.cli.decisions import take_decisions  # noqa: PLC0415

    taken = take_decisions(workbook, by, config, history, name)
    for problem in taken.problems:
        typer.echo(f"注意：{problem}", err=True)
    counts = "，".join(f"{label} {n}" for label, n in taken.counts) or "没有填写结论"
    typer.echo(f"底稿中的复核结论：{counts}；新记入 {taken.written} 条。")
    if taken.problems:
        raise typer.Exit(USAGE)


@app.command("history", cls=ChineseCommand, help="显示对一个文件夹的历次审核：新增、消除的问题和各项目的变化。")
def history_command(
    folder: Annotated[
        Path | None, typer.Argument(metavar="文件夹", help="审核过的文件夹；不写则列出全部", show_default=False)
    ] = None,
    config: ConfigFile = None,
    history: HistoryPlace = None,
    name: FolderName = None,
) -> None:
    """Print the runs over a folder and the trend of its projects, or the names of all folders."""
    from docaudit.cli.decisions import show_history  # noqa: PLC0415

    show_history(folder, config, history, name)
