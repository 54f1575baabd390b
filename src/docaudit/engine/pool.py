"""Read all papers in worker processes; a paper that crashes, hangs or eats memory costs only itself."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from itertools import islice
from pathlib import Path
from typing import Any

from docaudit.cache import Cache, key_of
from docaudit.config import Config
from docaudit.engine.options import Options
from docaudit.engine.papers import digest_of, read_paper, unreadable, warm_up
from docaudit.model import Paper, Status
from docaudit.readers import convert_batch
from docaudit.readers.extent import pictured_pages

INTERRUPTED = "审核被中止，这份文书尚未读取"
"""The reason given for papers whose turn did not come before Ctrl-C."""
_AHEAD = 8
"""Papers per worker that are under way: the results of more would only wait in memory."""
File = tuple[Path, str]


def read_all(files: Sequence[File], options: Options, scratch: Path) -> Iterator[Paper]:
    """Yield every paper, in the order of `files`; what the cache knows is not read again.

    After Ctrl-C the papers not yet read come as unreadable, so that a report can still be written.
    """
    report = options.progress or (lambda *_: None)
    keys = {path: _key(path, relative, options) for path, relative in files} if options.cache else {}
    known = {path: paper for path, key in keys.items() if (paper := _cached(options.cache, key)) is not None}
    rest = [file for file in files if file[0] not in known]
    fresh = _read(rest, options, scratch, keys)
    stopped = False
    for i, (path, relative) in enumerate(files, 1):
        paper = known.pop(path, None)
        if paper is None and not stopped:
            try:
                paper = next(fresh)
            except KeyboardInterrupt:
                stopped = True
        if paper is None:
            paper = Paper(unreadable(relative, INTERRUPTED, "再次运行即可继续，已读取的不必重读", digest_of(path)))
        yield paper
        report(i, len(files), relative)


def _read(files: Sequence[File], options: Options, scratch: Path, keys: dict[Path, str]) -> Iterator[Paper]:
    if not files:
        return
    workers = min(options.config.jobs or os.cpu_count() or 1, len(files))
    converted = convert_batch([path for path, _ in files], scratch, workers=workers)
    jobs = [(path, relative, converted.get(path), keys.get(path, "")) for path, relative in files]
    if options.in_process:
        for job in jobs:
            yield _read_one(*job, options.config, options.cache)
        return
    yield from _in_pool(jobs, workers, options)


Job = tuple[Path, str, Path | None, str]


def _read_one(
    path: Path, relative: str, converted: Path | None, key: str, config: Config, cache: Cache | None
) -> Paper:
    """Read a paper and leave it in the cache, so that a run that is killed has not read it in vain."""
    paper = read_paper(path, relative, config.extractor_packs, converted, config.scales())
    if cache is not None and key and paper.document.status is not Status.UNREADABLE:
        cache.put(key, paper)
    return paper


def _in_pool(jobs: Sequence[Job], workers: int, options: Options) -> Iterator[Paper]:
    config = options.config
    if not options.threaded:
        warm_up(config.extractor_packs)
    with _pool(workers, options) as pool:
        try:
            ahead = workers * _AHEAD
            glances = _ahead(
                jobs, ahead, lambda job: pool.schedule(pictured_pages, args=[job[0]], timeout=config.timeout)
            )

            def start(item: tuple[Job, Future[int]]) -> tuple[float, Future[Paper]]:
                limit = _time_limit(item[1], config)
                arguments = [*item[0], config, options.cache]
                return limit, pool.schedule(_read_one, args=arguments, timeout=limit)

            for (job, _), (limit, future) in _ahead(glances, ahead, start):
                yield _outcome(job, limit, future, options)
        except (KeyboardInterrupt, GeneratorExit):
            pool.stop()
            raise


def _pool(workers: int, options: Options) -> Any:
    """Return a pool; forked from this process, or, where threads may hold locks, from a server without any."""
    from pebble import ProcessPool  # noqa: PLC0415  (a run without a pool need not load it)

    context: Any = multiprocessing
    if options.threaded:
        forks = "forkserver" in multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("forkserver" if forks else "spawn")
        context.set_forkserver_preload(["docaudit.engine.warm"])
    config = options.config
    return ProcessPool(
        max_workers=workers,
        initializer=_start_worker,
        initargs=[config.extractor_packs, config.memory],
        context=context,
    )


def _ahead(items: Any, count: int, start: Callable[[Any], Any]) -> Iterator[tuple[Any, Any]]:
    """Yield every item with what was started for it, while the next `count` are started already."""
    source = iter(items)
    waiting = deque((item, start(item)) for item in islice(source, count))
    while waiting:
        yield waiting.popleft()
        waiting.extend((item, start(item)) for item in islice(source, 1))


def _outcome(job: Job, limit: float, future: Future[Paper], options: Options) -> Paper:
    from pebble import ProcessExpired  # noqa: PLC0415

    try:
        return future.result()
    except FutureTimeoutError:
        return _timed_out(job, limit)
    except ProcessExpired:
        # The worker may have died of another paper whose turn was just before or after: ask again, alone.
        return _read_alone(job, limit, options)


def _read_alone(job: Job, limit: float, options: Options) -> Paper:
    """Read one paper in a process of its own, so that whatever goes wrong is this paper's doing."""
    from pebble import ProcessExpired  # noqa: PLC0415

    with _pool(1, options) as pool:
        future = pool.schedule(_read_one, args=[*job, options.config, options.cache], timeout=limit)
        try:
            paper: Paper = future.result()
        except FutureTimeoutError:
            paper = _timed_out(job, limit)
        except ProcessExpired as error:
            reason = f"读取时程序异常退出（代码 {error.exitcode}）"
            paper = Paper(unreadable(job[1], reason, "文件可能已损坏，请另存一份再试，或人工审阅", digest_of(job[0])))
    return paper


def _timed_out(job: Job, limit: float) -> Paper:
    reason = f"读取超过 {limit:g} 秒，已放弃"
    remedy = "可在 docaudit.toml 中调大 timeout（扫描件为 scan_page_timeout），或人工审阅"
    return Paper(unreadable(job[1], reason, remedy, digest_of(job[0])))


def _time_limit(glance: Future[int], config: Config) -> float:
    """Seconds that a paper may take: scans grow with their pages, which have been counted beforehand."""
    from pebble import ProcessExpired  # noqa: PLC0415

    try:
        pages = glance.result()
    except (FutureTimeoutError, ProcessExpired):
        pages = 0
    return config.timeout + config.scan_page_timeout * pages


def _start_worker(packs: Path | None, megabytes: int) -> None:
    """Bound the worker's memory where the system can, and load what every paper needs."""
    if megabytes:
        try:
            import resource  # noqa: PLC0415  (not on Windows)

            resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))
        except (ImportError, OSError, ValueError):
            pass  # the time limit is left
    warm_up(packs)


def _key(path: Path, relative: str, options: Options) -> str:
    digest = digest_of(path)
    return (
        key_of("paper", digest, relative, str(options.config.extractor_packs or ""), repr(options.config.grade_scales))
        if digest
        else ""
    )


def _cached(cache: Cache | None, key: str) -> Paper | None:
    found = cache.get(key) if cache is not None and key else None
    return found if isinstance(found, Paper) else None
