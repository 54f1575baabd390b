"""`review`: a local page on which findings are looked at and decided."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from docaudit.cli.chinese import ChineseCommand
from docaudit.cli.options import USAGE, ConfigFile, ExtractorsDir, FolderName, HistoryPlace, Jobs, RulesDir, app


@app.command("review", cls=ChineseCommand, help="在浏览器中逐条复核：问题与文书原件并排，确认、误报、待核实随手记录。")
def review_command(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="要审核的文件夹", show_default=False)],
    port: Annotated[int, typer.Option("--port", metavar="端口", min=0, max=65535, help="端口；0 为任选")] = 0,
    by: Annotated[str | None, typer.Option("--by", metavar="姓名", help="复核人，默认为当前用户")] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="是否自动打开浏览器")] = True,
    jobs: Jobs = None,
    rules: RulesDir = None,
    extractors: ExtractorsDir = None,
    config: ConfigFile = None,
    history: HistoryPlace = None,
    name: FolderName = None,
) -> None:
    """Audit the folder and serve the review page on the loopback address until Ctrl-C; exits 2 where that cannot be."""
    try:
        from docaudit.review.server import serve  # noqa: PLC0415
    except ModuleNotFoundError as error:
        typer.echo(f"错误：复核网页需要 {error.name}；请运行 pip install 'docaudit[ui]'。", err=True)
        raise typer.Exit(USAGE) from error
    from docaudit.cli.memory import Memory, user_name  # noqa: PLC0415
    from docaudit.cli.run import desk_for, stop  # noqa: PLC0415

    typer.echo("正在审核……", err=True)
    reviewer = by if by is not None else user_name()
    memory = Memory(place=history, name=name)

    def announce(address: str) -> None:
        typer.echo(f"请在浏览器中打开（只有这台机器能访问）：\n{address}\n按 Ctrl-C 结束。")
        sys.stdout.flush()
        if browser:
            typer.launch(address)

    with desk_for(folder, jobs, rules, extractors, config, memory, reviewer) as desk:
        try:
            serve(desk, port, announce)
        except OSError as error:
            stop(f"端口 {port} 无法使用（{error.strerror or error}）；请用 --port 换一个。")
