"""The history of a folder: its runs, what they found, what people decided.

Every run, decision and alias belongs to a folder's name.  Findings are told apart by their stable id, so decisions hold
when papers are revised.  All writing is done in one transaction each; two runs at once do not lose anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import Connection, Engine, func, insert, select

from docaudit import __version__
from docaudit.history import tables
from docaudit.history.database import HistoryError, engine_of, lock, named_errors, shown
from docaudit.history.runs import aware, compare, naive, write_findings, write_projects
from docaudit.model import Audit, Changes, Decision, Status, Verdict


@dataclass(frozen=True, slots=True)
class Entry:
    """One run as the history tells it."""

    at: datetime
    version: str
    papers: int
    unreadable: int
    new: int
    reappeared: int
    still_open: int
    resolved: int


@dataclass(frozen=True, slots=True)
class Trend:
    """The findings of one project in one run."""

    at: datetime
    project_id: str
    name: str
    errors: int
    warnings: int
    hints: int


class History:
    """The store; `open` it, and use it as a context manager."""

    def __init__(self, engine: Engine, place: str) -> None:
        self._engine = engine
        self.place = place

    @classmethod
    def open(cls, place: str) -> Self:
        """Open a history, and make it where there is none.

        `place` is the path of an sqlite file, or a URL: postgresql://user@host/database.  Raises `HistoryError`.
        """
        try:
            store = cls(engine_of(place), place)
            with store._writing() as connection:
                tables.metadata.create_all(connection)
                version = connection.scalar(select(tables.about.c.schema_version))
                if version is None:
                    connection.execute(insert(tables.about).values(schema_version=tables.SCHEMA_VERSION))
        except ModuleNotFoundError as error:
            raise HistoryError(
                f"连接 {shown(place)} 需要 {error.name}；请运行 pip install 'docaudit[postgres]'。"
            ) from error
        except OSError as error:
            raise HistoryError(f"{shown(place)}：历史记录无法打开（{error.strerror or error}）。") from error
        if version is not None and version != tables.SCHEMA_VERSION:
            raise HistoryError(
                f"{shown(place)}：历史记录由另一版本的 docaudit 建立（结构版本 {version}）；请换一个文件。"
            )
        return store

    def close(self) -> None:
        """Give connections back."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def record(self, folder: str, audit: Audit, at: datetime) -> Changes:
        """Write down a run and return what is different from the run before."""
        with self._writing() as connection:
            own = _folder(connection, folder)
            before = _last_run(connection, own)
            known = {row.finding: row for row in connection.execute(_of(tables.findings, own))}
            changes = compare(audit, known, before)
            unreadable = sum(paper.document.status is Status.UNREADABLE for paper in audit.papers)
            number = connection.scalar(
                insert(tables.runs)
                .values(
                    folder_id=own,
                    at=naive(at),
                    version=__version__,
                    papers=len(audit.papers),
                    unreadable=unreadable,
                    new=len(changes.new),
                    reappeared=len(changes.reappeared),
                    still_open=len(changes.still_open),
                    resolved=len(changes.resolved),
                )
                .returning(tables.runs.c.id)
            )
            write_findings(connection, own, number, audit, known)
            write_projects(connection, number, audit)
        return changes

    def decide(self, folder: str, decisions: Iterable[Decision], at: datetime) -> int:
        """Add decisions; what says the same as the decision in force is not written again.  Returns how many were."""
        with self._writing() as connection:
            own = _folder(connection, folder)
            current = _current(connection, own)
            fresh = []
            for decision in decisions:
                old = current.get(decision.finding)
                if old is None and decision.verdict is Verdict.WITHDRAWN:
                    continue
                if old is not None and (old.verdict, old.note) == (decision.verdict, decision.note):
                    continue
                current[decision.finding] = decision
                fresh.append(
                    {
                        "folder_id": own,
                        "finding": decision.finding,
                        "verdict": decision.verdict.value,
                        "note": decision.note,
                        "by": decision.by,
                        "at": naive(decision.at or at),
                    }
                )
            if fresh:
                connection.execute(insert(tables.decisions), fresh)
        return len(fresh)

    def undo(self, folder: str, finding: str) -> bool:
        """Take back the last decision on a finding, so that the one before it holds; returns whether there was one."""
        with self._writing() as connection:
            own = _folder(connection, folder)
            table = tables.decisions
            mine = (table.c.folder_id == own) & (table.c.finding == finding)
            last = connection.scalar(select(func.max(table.c.id)).where(mine))
            if last is None:
                return False
            connection.execute(table.delete().where(table.c.id == last))
        return True

    def decisions(self, folder: str) -> dict[str, Decision]:
        """Return the decision in force on each finding; those taken back are left out."""
        with self._reading() as connection:
            current = _current(connection, _folder_or_none(connection, folder))
        return {k: d for k, d in current.items() if d.verdict is not Verdict.WITHDRAWN}

    def log(self, folder: str, finding: str) -> tuple[Decision, ...]:
        """Return every decision ever taken on a finding, the first first."""
        table = tables.decisions
        with self._reading() as connection:
            own = _folder_or_none(connection, folder)
            rows = connection.execute(_of(table, own).where(table.c.finding == finding).order_by(table.c.id))
            return tuple(_decision(row) for row in rows)

    def answer_alias(self, folder: str, first: str, second: str, *, same: bool) -> None:
        """Write down whether two names mean one indicator."""
        first, second = sorted((first, second))
        table = tables.aliases
        with self._writing() as connection:
            own = _folder(connection, folder)
            mine = (table.c.folder_id == own) & (table.c.first == first) & (table.c.second == second)
            connection.execute(table.delete().where(mine))
            connection.execute(insert(table).values(folder_id=own, first=first, second=second, same=int(same)))

    def aliases(self, folder: str, *, same: bool = True) -> list[tuple[str, str]]:
        """Return the pairs of names that people said mean one indicator (or, with `same=False`, do not)."""
        table = tables.aliases
        with self._reading() as connection:
            own = _folder_or_none(connection, folder)
            rows = connection.execute(
                _of(table, own).where(table.c.same == int(same)).order_by(table.c.first, table.c.second)
            )
            return [(row.first, row.second) for row in rows]

    def known(self, folder: str) -> frozenset[str]:
        """Return the ids of the findings that the last run reported."""
        with self._reading() as connection:
            own = _folder_or_none(connection, folder)
            last = _last_run(connection, own)
            if last is None:
                return frozenset()
            rows = connection.execute(_of(tables.findings, own).where(tables.findings.c.last_run == last.id))
            return frozenset(row.finding for row in rows)

    def runs(self, folder: str) -> tuple[Entry, ...]:
        """Return all runs over a folder, the first first."""
        with self._reading() as connection:
            own = _folder_or_none(connection, folder)
            rows = connection.execute(_of(tables.runs, own).order_by(tables.runs.c.id))
            return tuple(
                Entry(aware(r.at), r.version, r.papers, r.unreadable, r.new, r.reappeared, r.still_open, r.resolved)
                for r in rows
            )

    def trend(self, folder: str) -> tuple[Trend, ...]:
        """Return the counts of every project in every run, by time and project."""
        runs, own_rows = tables.runs, tables.run_projects
        with self._reading() as connection:
            own = _folder_or_none(connection, folder)
            query = (
                select(runs.c.at, own_rows)
                .join(runs, runs.c.id == own_rows.c.run_id)
                .where(runs.c.folder_id == own)
                .order_by(runs.c.id, own_rows.c.project_id)
            )
            return tuple(
                Trend(aware(r.at), r.project_id, r.name, r.errors, r.warnings, r.hints)
                for r in connection.execute(query)
            )

    def folders(self) -> tuple[str, ...]:
        """Return the names of all folders that were ever audited, sorted."""
        with self._reading() as connection:
            return tuple(connection.scalars(select(tables.folders.c.name).order_by(tables.folders.c.name)))

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with named_errors(self.place), self._engine.begin() as connection:
            lock(connection)
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with named_errors(self.place), self._engine.connect() as connection:
            yield connection


def _of(table: Any, folder: int | None) -> Any:
    return select(table).where(table.c.folder_id == folder)


def _folder(connection: Connection, name: str) -> int:
    """Return the id of the folder, and make it where there is none."""
    query = select(tables.folders.c.id).where(tables.folders.c.name == name)
    found = connection.scalar(query)
    if found is None:
        found = connection.scalar(insert(tables.folders).values(name=name).returning(tables.folders.c.id))
    return int(found)


def _folder_or_none(connection: Connection, name: str) -> int | None:
    return connection.scalar(select(tables.folders.c.id).where(tables.folders.c.name == name))


def _last_run(connection: Connection, folder: int | None) -> Any:
    runs = tables.runs
    return connection.execute(_of(runs, folder).order_by(runs.c.id.desc()).limit(1)).first()


def _current(connection: Connection, folder: int | None) -> dict[str, Decision]:
    rows = connection.execute(_of(tables.decisions, folder).order_by(tables.decisions.c.id))
    return {row.finding: _decision(row) for row in rows}


def _decision(row: Any) -> Decision:
    return Decision(row.finding, Verdict(row.verdict), row.note, row.by, aware(row.at))
