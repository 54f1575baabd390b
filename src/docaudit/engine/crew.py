"""Worker processes: a piece of work that crashes, hangs or eats memory costs only itself."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass
from itertools import count, islice
from operator import length_hint
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from docaudit.engine.collecting import settle
from docaudit.engine.options import Options
from docaudit.engine.papers import warm_up

_AHEAD = 8
"""Pieces of work per worker that are under way: the results of more would only wait in memory."""
_WORTH = 4
"""Pieces of work that are worth a worker."""
_RUNS = count()
"""How many runs of this process have had workers: the first leaves it without dictionaries, which only workers need."""
Item = TypeVar("Item")
Work = tuple[Callable[..., Any], tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Loss:
    """Work that brought no result: the exit code of its process, None where its time ran out."""

    code: int | None


class Workers(Protocol):
    """Who does the work: the processes of this machine, or those of a cluster."""

    @property
    def is_at_work(self) -> bool:
        """Whether there are workers already, so that more work costs no start."""

    def results(
        self, items: Iterable[Item], work: Callable[[Item], Work | None], limit: Callable[[Item], float | None]
    ) -> Iterator[tuple[Item, Any]]:
        """Yield every item with the result of its work, in order, as `Crew.results` does."""


class Crew:
    """Worker processes, started when there is work for them and kept until the end.  A context manager."""

    def __init__(self, options: Options) -> None:
        self._options, self._config = options, options.config
        self._workers = self._config.jobs or os.cpu_count() or 1
        self._pool: Any = None
        self._size = 0
        self._expected = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._stop()
        else:
            self._finish()

    @property
    def is_at_work(self) -> bool:
        """Whether there are workers already, so that more work costs no start."""
        return self._pool is not None

    def results(
        self, items: Iterable[Item], work: Callable[[Item], Work | None], limit: Callable[[Item], float | None]
    ) -> Iterator[tuple[Item, Any]]:
        """Yield every item with the result of its work (None for no work) or its `Loss`, in order.

        Where they can be counted, no more workers are started than they are worth.  `limit` is in seconds.  What a
        function raises is raised here; Ctrl-C ends the workers and is raised as well.
        """
        self._expected = length_hint(items, self._expected)
        if self._size < self._wanted():
            self._finish()
        try:
            for item, future in _ahead(
                items, self._workers * _AHEAD, lambda item: self._start(work(item), limit(item))
            ):
                yield item, self._outcome(item, future, work, limit)
        except (KeyboardInterrupt, GeneratorExit):
            self._stop()
            raise

    def _start(self, work: Work | None, limit: float | None) -> Future[Any] | None:
        if work is None:
            return None
        if self._pool is None:
            if not self._size and next(_RUNS) and not self._options.threaded:
                warm_up(self._config.extractor_packs)  # a process that audits again: the workers inherit what it loads
            self._size = self._wanted()
            self._pool = self._new(self._size)
        function, arguments = work
        future: Future[Any] = self._pool.schedule(function, args=list(arguments), timeout=limit)
        return future

    def _new(self, workers: int) -> Any:
        """Return a pool; forked from this process, or, where threads may hold locks, from a server without any."""
        from pebble import ProcessPool  # noqa: PLC0415  (a run without a pool need not load it)

        context: Any = multiprocessing
        if self._options.threaded:
            forks = "forkserver" in multiprocessing.get_all_start_methods()
            context = multiprocessing.get_context("forkserver" if forks else "spawn")
            context.set_forkserver_preload(["docaudit.engine.warm"])
        arguments = [self._config.extractor_packs, self._config.memory]
        return ProcessPool(max_workers=workers, initializer=_start_worker, initargs=arguments, context=context)

    def _outcome(
        self,
        item: Item,
        future: Future[Any] | None,
        work: Callable[[Item], Work | None],
        limit: Callable[[Item], float | None],
    ) -> Any:
        from pebble import ProcessExpired  # noqa: PLC0415

        if future is None:
            return None
        try:
            return future.result()
        except FutureTimeoutError:
            return Loss(None)
        except ProcessExpired:
            # The worker may have died of other work whose turn was just before or after: again, alone.
            return self._alone(work(item), limit(item))

    def _alone(self, work: Work | None, limit: float | None) -> Any:
        """Do one piece of work in a process of its own, so that whatever goes wrong is its doing."""
        from pebble import ProcessExpired  # noqa: PLC0415

        function, arguments = work or (int, ())
        with self._new(1) as pool:
            future = pool.schedule(function, args=list(arguments), timeout=limit)
            try:
                return future.result()
            except FutureTimeoutError:
                return Loss(None)
            except ProcessExpired as error:
                return Loss(error.exitcode)

    def _wanted(self) -> int:
        """Return the workers worth their start: each loads dictionaries first, which takes as long as some papers."""
        return min(self._workers, max(1, self._expected // _WORTH))

    def _finish(self) -> None:
        if self._pool is not None:
            self._pool.close()
            self._pool.join()
            self._pool = None

    def _stop(self) -> None:
        if self._pool is not None:
            self._pool.stop()
            self._pool.join()
            self._pool = None


def _ahead(items: Iterable[Item], most: int, start: Callable[[Item], Any]) -> Iterator[tuple[Item, Any]]:
    """Yield every item with what was started for it, while the next `count` are started already."""
    source = iter(items)
    waiting = deque((item, start(item)) for item in islice(source, most))
    while waiting:
        yield waiting.popleft()
        waiting.extend((item, start(item)) for item in islice(source, 1))


def _start_worker(packs: Path | None, megabytes: int) -> None:
    """Bound the worker's memory where the system can, and load what every paper needs."""
    if megabytes:
        try:
            import resource  # noqa: PLC0415  (not on Windows)

            resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))
        except (ImportError, OSError, ValueError):
            pass  # the time limit is left
    warm_up(packs)
    settle()
