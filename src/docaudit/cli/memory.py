"""What a run takes from the history and leaves there."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from docaudit.cache import Cache, CacheError, default_folder
from docaudit.config import Config
from docaudit.history import History, HistoryError, default_place, folder_key, folder_name, with_history
from docaudit.model import Audit


@dataclass(frozen=True, slots=True)
class Memory:
    """How a command uses the history: whether it writes its run down, and what the command line says of the place."""

    records: bool = True
    place: str | None = None
    name: str | None = None
    off: bool = False
    no_cache: bool = False
    only_if_asked: bool = False
    """`check` runs where nobody keeps a history, so it takes one only where the user names it."""
    retry: bool = False
    """Whether papers that could not be read are tried again though nothing has changed."""


def history_place(config: Config, memory: Memory) -> str | None:
    """Return where the history is, or None where none is kept."""
    if memory.off:
        return None
    place = memory.place if memory.place is not None else config.history
    if place is None and not memory.only_if_asked:
        return default_place()
    return place or None


def recall(folder: Path, config: Config, memory: Memory) -> Config:
    """Return the configuration with the names that reviewers said mean one indicator, and those that do not."""
    with _opened(config, memory) as history:
        if history is None:
            return config
        name = _name(folder, config, memory)
        same, other = history.aliases(name), history.aliases(name, same=False)
    answered = {
        "aliases": [*config.aliases, *(list(pair) for pair in same)],
        "not_aliases": [*config.not_aliases, *(list(pair) for pair in other)],
    }
    return config.model_copy(update=answered) if same or other else config


def remember(folder: Path, audit: Audit, config: Config, memory: Memory) -> Audit:
    """Return the audit with people's decisions and with what changed, after writing the run down.

    A history in the user's own place that cannot be written costs a note; one that the user named, the run.
    """
    name = _name(folder, config, memory)
    try:
        with _opened(config, memory, lenient=False) as history:
            if history is None:
                return audit
            changes = history.record(name, audit, datetime.now(UTC)) if memory.records else None
            return with_history(audit, history.decisions(name), changes, folder_key(name))
    except HistoryError as error:
        if memory.place is not None or config.history is not None:
            raise
        return replace(audit, notes=(*audit.notes, f"{error}本次审核没有记入历史，复核结论未带入。"))


def known_to_history(folder: Path, config: Config, memory: Memory) -> frozenset[str]:
    """Return the ids of what the last run that was written down reported; raises `HistoryError`."""
    with _opened(config, memory, lenient=False) as history:
        if history is None:
            raise HistoryError("配置文件中的 history 为空，没有历史记录可作基线；请用 --history 指定。")
        return history.known(_name(folder, config, memory))


def opened_cache(config: Config, *, off: bool = False) -> Cache | None:
    """Return the cache of the run, None where none is wanted; one that cannot be used in the user's own place is done without.

    Raises `CacheError` for one that the configuration names.
    """
    folder = Path(config.cache) if config.cache else default_folder() if config.cache is None else None
    if off or folder is None:
        return None
    try:
        return Cache.open(folder)
    except CacheError:
        if config.cache:
            raise
        return None


def user_name() -> str:
    """Return who is deciding, as the machine knows them; empty where it does not."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


@contextmanager
def _opened(config: Config, memory: Memory, *, lenient: bool = True) -> Iterator[History | None]:
    place = history_place(config, memory)
    if place is None:
        yield None
        return
    try:
        history = History.open(place)
    except HistoryError:
        if not lenient or memory.place is not None or config.history is not None:
            raise
        yield None  # `remember` will tell
        return
    with history:
        yield history


def _name(folder: Path, config: Config, memory: Memory) -> str:
    return folder_name(folder, memory.name or config.name)
