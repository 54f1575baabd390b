"""Connections: sqlite by default, PostgreSQL by URL, and what is said when one fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

_LOCK = 0x646F6361
"""Any number that other programs on the same server will hardly take."""


class HistoryError(Exception):
    """A history that cannot be opened or written; the message is Chinese and says what to do."""


@contextmanager
def named_errors(place: str) -> Iterator[None]:
    """Turn the errors of the database into `HistoryError`."""
    try:
        yield
    except SQLAlchemyError as error:
        reason = str(error.orig) if isinstance(error, DBAPIError) and error.orig is not None else str(error)
        first = next(iter(reason.strip().splitlines()), type(error).__name__)
        raise HistoryError(f"{shown(place)}：历史记录无法读写（{first}）。") from error
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError) as error:
        raise HistoryError(
            f"{shown(place)}：历史记录的内容已损坏（{type(error).__name__}）；请换一个文件，或从备份恢复。"
        ) from error


def engine_of(place: str) -> Engine:
    """Return the engine for the path of an sqlite file or a URL; raises `HistoryError`, OSError, ModuleNotFoundError."""
    return _server(place) if "://" in place else _file(place)


def lock(connection: Connection) -> None:
    """Let one writer in at a time until the transaction ends; sqlite does so by itself, see `_file`."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def _server(url: str) -> Engine:
    scheme, _, rest = url.partition("://")
    driver = "postgresql+psycopg" if scheme in ("postgres", "postgresql") else scheme
    try:
        return create_engine(f"{driver}://{rest}", pool_pre_ping=True)
    except (SQLAlchemyError, ValueError, TypeError) as error:
        raise HistoryError(f"{shown(url)}：不是可用的数据库地址；应如 postgresql://用户@主机/库名。") from error


def _file(place: str) -> Engine:
    try:
        path = Path(place).expanduser()
        path.parent.mkdir(parents=True, exist_ok=True)
    except (RuntimeError, ValueError) as error:  # ~ of somebody unknown, characters that no path has
        raise HistoryError(f"{place!r}：不是可用的路径；请检查 --history。") from error
    engine = create_engine(f"sqlite:///{path.as_posix()}", connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we begin transactions ourselves, see below
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        # A transaction that reads first and writes later would fail where another run writes in between.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def shown(place: str) -> str:
    """Return the address without a password."""
    if "://" not in place or "@" not in place:
        return place
    scheme, _, rest = place.partition("://")
    who, _, where = rest.rpartition("@")
    return f"{scheme}://{who.partition(':')[0]}@{where}"
