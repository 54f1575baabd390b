"""What `decide` and `history` do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from docaudit.cli.memory import Memory, history_place, user_name
from docaudit.cli.run import plain_errors, stop
from docaudit.config import Config, load_config
from docaudit.history import Entry, History, Trend, folder_key, folder_name
from docaudit.model import NO_PROJECT, UNNAMED, Verdict
from docaudit.reports.workbook import NotAWorkingPaper, read_decisions


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a working paper: how many decisions of each kind it holds, how many were news, what was not understood."""

    counts: tuple[tuple[str, int], ...]
    written: int
    problems: tuple[str, ...]


def take_decisions(workbook: Path, by: str | None, config: Path | None, place: str | None, name: str | None) -> Taken:
    """Write the decisions in a working paper into the history of the folder that it is about."""
    with plain_errors():
        loaded = load_config(config)
        try:
            decided = read_decisions(workbook, by if by is not None else user_name())
        except NotAWorkingPaper as error:
            stop(str(error))
        with _open(loaded, place) as history:
            folder = name or loaded.name or _folder_of(history, decided.folder_key)
            if not folder:
                stop(
                    f"{workbook}：历史记录中没有这份底稿所属的文件夹；请用 --history 指定当时的历史记录，或用 --name 指定名称。"
                )
            written = history.decide(folder, decided.decisions, datetime.now(UTC))
    counts = Counter(d.verdict for d in decided.decisions)
    return Taken(
        tuple((verdict.label, counts[verdict]) for verdict in Verdict if verdict.label and counts[verdict]),
        written,
        decided.problems,
    )


def show_history(folder: Path | None, config: Path | None, place: str | None, name: str | None) -> None:
    """Print runs and trend of one folder, or the names of all."""
    with plain_errors():
        loaded = load_config(config, folder if folder is not None and folder.is_dir() else None)
        with _open(loaded, place) as history:
            wanted = name or loaded.name or (folder_name(folder) if folder is not None else "")
            if not wanted:
                for known in history.folders():
                    typer.echo(known)
                return
            runs, trend = history.runs(wanted), history.trend(wanted)
    if not runs:
        stop(f"{wanted}：历史记录中没有对它的审核。")
    console = Console()
    console.print(_runs(runs))
    console.print(_projects(trend))


def _open(config: Config, place: str | None) -> History:
    chosen = history_place(config, Memory(place=place))
    if chosen is None:
        stop("配置文件中的 history 为空，没有历史记录；请用 --history 指定。")
    return History.open(chosen or "")


def _folder_of(history: History, key: str) -> str:
    return next((known for known in history.folders() if key and folder_key(known) == key), "")


def _runs(runs: tuple[Entry, ...]) -> Table:
    table = Table("审核时间", "文书", "未读取", "新增", "再次出现", "仍存在", "已消除", title="历次审核")
    for run in runs:
        counts = (run.papers, run.unreadable, run.new, run.reappeared, run.still_open, run.resolved)
        table.add_row(_when(run.at), *(str(n) for n in counts))
    return table


def _projects(trend: tuple[Trend, ...]) -> Table:
    """A row a project, its findings in every run: 错误/警告/提示."""
    times = list(dict.fromkeys(t.at for t in trend))
    rows: dict[str, dict[datetime, str]] = {}
    for t in trend:
        label = t.name or (UNNAMED if t.project_id else NO_PROJECT)
        rows.setdefault(label, {})[t.at] = f"{t.errors}/{t.warnings}/{t.hints}"
    table = Table("项目", *(_when(at) for at in times[-_SHOWN:]), title="各项目的问题（错误/警告/提示）")
    for label, cells in rows.items():
        table.add_row(escape(label), *(cells.get(at, "—") for at in times[-_SHOWN:]))
    return table


_SHOWN = 6
"""Runs that fit beside one another in a terminal."""


def _when(at: datetime) -> str:
    return at.astimezone().strftime("%Y-%m-%d %H:%M")
