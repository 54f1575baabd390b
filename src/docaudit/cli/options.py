"""The application, and the options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import docaudit
from docaudit.cli.chinese import ChineseGroup

app = typer.Typer(
    cls=ChineseGroup,
    help="核对项目文书中的数据：读取一个文件夹里的申报书、任务书、自评、验收等文书，找出前后不一致、口径不符、目标偏低和算错的数字。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

USAGE, UNREADABLE, FOUND = 2, 3, 1


class EngineName(StrEnum):
    """Where an audit runs."""

    LOCAL = "local"
    DASK = "dask"


Folder = Annotated[Path, typer.Argument(metavar="文件夹", help="要审核的文件夹（或一份文书）", show_default=False)]
Outputs = Annotated[
    list[Path] | None,
    typer.Option(
        "-o",
        "--output",
        metavar="文件",
        help="输出文件，格式看后缀：.xlsx 底稿、.html 网页报告、.docx 审计取证单、.json 结果数据、.sarif、.xml（JUnit）；可多次使用",
    ),
]
Jobs = Annotated[int | None, typer.Option("--jobs", metavar="数量", min=0, help="同时读取文书的进程数；0 为按处理器数")]
RulesDir = Annotated[Path | None, typer.Option("--rules", metavar="目录", help="自己的规则包目录")]
ExtractorsDir = Annotated[Path | None, typer.Option("--extractors", metavar="目录", help="自己的文书模板目录")]
ConfigFile = Annotated[Path | None, typer.Option("--config", metavar="文件", help="配置文件，默认找 docaudit.toml")]


HistoryPlace = Annotated[
    str | None,
    typer.Option("--history", metavar="位置", help="历史记录：sqlite 文件路径，或 postgresql:// 地址；默认在用户目录"),
]
NoHistory = Annotated[bool, typer.Option("--no-history", help="不读也不写历史记录")]
NoCache = Annotated[bool, typer.Option("--no-cache", help="不用以前读取的结果，也不留下")]
RetryUnreadable = Annotated[
    bool,
    typer.Option("--retry-unreadable", help="上次未能读取的文书（损坏、超时等）再试一次；文件或限额有变化时自动再试"),
]
FolderOrUrl = Annotated[
    str,
    typer.Argument(
        metavar="文件夹",
        help="要审核的文件夹（或一份文书）；用 --engine dask 时也可以是各节点都能访问的网址（s3://… 等）",
        show_default=False,
    ),
]
Engine = Annotated[EngineName, typer.Option("--engine", help="在本机（local）还是在 dask 集群（dask）上运行")]
Scheduler = Annotated[
    str | None, typer.Option("--scheduler", metavar="地址", help="dask 调度器的地址，如 tcp://10.0.0.1:8786")
]
Storage = Annotated[
    str | None,
    typer.Option("--storage", metavar="位置", help="各节点共用的存储位置（目录或网址），中间结果放在这里，中断后可续"),
]
BatchSize = Annotated[int, typer.Option("--batch", metavar="数量", min=1, help="集群上每个任务读取的文书数")]
FolderName = Annotated[
    str | None, typer.Option("--name", metavar="名称", help="这个文件夹在历史记录中的名称，默认为其路径")
]


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
