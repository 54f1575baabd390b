"""What the commands do before they print: load, run, write, and turn our errors into messages and exit codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from docaudit.cache import CacheError
from docaudit.cli.memory import Memory, history_place, opened_cache, recall, remember
from docaudit.config import Config, ConfigError, load_config
from docaudit.engine import INTERRUPTED, NothingToRead, Options, audit, read_paper
from docaudit.evaluate import Scores, TruthError, evaluate
from docaudit.history import History, HistoryError, folder_name
from docaudit.model import Audit, Document, Paper, Status
from docaudit.packs import PackError
from docaudit.profiles import load_profiles
from docaudit.reports import UnknownFormat, write, writer_for
from docaudit.rules import Rule, load_rules

if TYPE_CHECKING:
    from docaudit.review.desk import Desk


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run and the rules that were in force."""

    audit: Audit
    rules: tuple[Rule, ...]

    @property
    def unreadable(self) -> list[Document]:
        """The papers that could not be read."""
        return [p.document for p in self.audit.papers if p.document.status is Status.UNREADABLE]

    @property
    def interrupted(self) -> bool:
        """Whether the run was stopped by Ctrl-C before all papers were read."""
        return any(problem.startswith(INTERRUPTED) for document in self.unreadable for problem in document.problems)

    @property
    def nothing_read(self) -> bool:
        """Whether not one paper could be read."""
        return len(self.unreadable) == len(self.audit.papers)


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn what a user can mend into one line and exit code 2."""
    try:
        yield
    except (PackError, ConfigError, NothingToRead, UnknownFormat, TruthError, HistoryError, CacheError) as error:
        stop(str(error))


def stop(message: str) -> NoReturn:
    """Print one line and leave with exit code 2."""
    typer.echo(f"错误：{message}", err=True)
    raise typer.Exit(2)


def settings(
    config: Path | None, folder: Path | None, jobs: int | None, rules: Path | None, extractors: Path | None
) -> Config:
    """Return the configuration with what the command line overrides."""
    loaded = load_config(config, folder if folder is not None and folder.is_dir() else None)
    own = {"jobs": jobs, "rule_packs": rules, "extractor_packs": extractors}
    return loaded.model_copy(update={name: value for name, value in own.items() if value is not None})


def run_audit(
    folder: Path,
    outputs: list[Path],
    jobs: int | None,
    rules: Path | None,
    extractors: Path | None,
    config: Path | None,
    memory: Memory,
    *,
    progress: bool,
    run: Callable[[Path, Options], Audit] | None = None,
) -> Run:
    """Audit the folder (with `run`) and write the outputs; leaves with exit code 2 and one line where the user must mend something."""
    with plain_errors():
        for path in outputs:
            writer_for(path)
            if not path.resolve().parent.is_dir():
                stop(f"{path}：所在的文件夹不存在；请先建立文件夹。")
        chosen = settings(config, folder, jobs, rules, extractors)
        loaded = load_rules(chosen.rule_packs, chosen.choice())
        chosen = recall(folder, chosen, memory)
        options = Options(chosen, cache=opened_cache(chosen, off=memory.no_cache), retry_unreadable=memory.retry)
        result = _with_progress(folder, options, run or audit) if progress else (run or audit)(folder, options)
        result = remember(folder, result, chosen, memory)
        for path in outputs:
            try:
                write(result, path, loaded, folder)
            except OSError as error:
                stop(f"{path}：无法写入（{error.strerror or error}）；文件可能正被打开，请关闭后再试。")
    return Run(result, loaded)


def _with_progress(folder: Path, options: Options, run: Callable[[Path, Options], Audit]) -> Audit:
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    columns = (
        TextColumn("读取文书"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def report(done: int, total: int, path: str) -> None:
            bar.update(task, completed=done, total=total, description=path)

        return run(folder, replace(options, progress=report))


@contextmanager
def desk_for(
    folder: Path,
    jobs: int | None,
    rules: Path | None,
    extractors: Path | None,
    config: Path | None,
    memory: Memory,
    reviewer: str,
) -> Iterator[Desk]:
    """Open the history and audit the folder, for the review page; the run is written down."""
    from docaudit.review.desk import Desk  # noqa: PLC0415

    with plain_errors():
        chosen = settings(config, folder, jobs, rules, extractors)
        place = history_place(chosen, memory)
        if place is None:
            stop("配置文件中的 history 为空，复核结论无处保存；请用 --history 指定。")
        with History.open(place) as history:
            own = folder_name(folder, memory.name or chosen.name)

            def run() -> tuple[Audit, tuple[Rule, ...]]:
                loaded = load_rules(chosen.rule_packs, chosen.choice())
                known = recall(folder, chosen, memory)
                return remember(
                    folder, audit(folder, Options(known, cache=opened_cache(known), threaded=True)), known, memory
                ), loaded

            desk = Desk(folder, own, history, run, reviewer)
            try:
                yield desk
            finally:
                desk.close()


def extract_one(file: Path, extractors: Path | None) -> Paper:
    """Read one paper."""
    with plain_errors():
        load_profiles(extractors)
        if not file.is_file():
            stop(f"{file}：文件不存在；请检查路径。")
    return read_paper(file, file.name, extractors)


def load_all_rules(rules: Path | None) -> tuple[Rule, ...]:
    """Load the rules as they ship, with a user's own."""
    with plain_errors():
        return load_rules(rules)
    raise AssertionError


def evaluate_corpus(corpus: Path, floors: Path | None, jobs: int | None) -> tuple[Scores, list[str]]:
    """Score docaudit on the labelled dossiers below `corpus`; the second value names scores below their floor."""
    with plain_errors():
        scores = evaluate(corpus, jobs=jobs)
        return scores, scores.below(floors)
    raise AssertionError
