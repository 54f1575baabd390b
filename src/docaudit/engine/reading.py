"""Read every paper once: what an earlier run read, or could not read, comes from the store."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from docaudit.cache import key_of
from docaudit.config import Config
from docaudit.engine.crew import Crew, Loss
from docaudit.engine.library import Store
from docaudit.engine.options import Options
from docaudit.engine.outline import Outline, outline
from docaudit.engine.papers import digest_of, read_paper, unreadable
from docaudit.model import Paper, Status
from docaudit.readers import convert_batch
from docaudit.readers.legacy.office import find_office

INTERRUPTED = "审核被中止，这份文书尚未读取"
"""The reason given for papers whose turn did not come before Ctrl-C."""
_ZIP = b"PK\x03\x04"
_HEAD = 1024
"""Bytes in which a PDF says that it is one, and every picture has a zero."""


@dataclass(frozen=True, slots=True)
class File:
    """A paper to read: where it is, what it is called, and the keys of what is known of it ("" where it has none)."""

    path: Path
    relative: str
    outline: str = ""
    paper: str = ""
    failed: str = ""
    converted: Path | None = None


def with_keys(files: Sequence[tuple[Path, str]], options: Options) -> list[File]:
    """Return the files with their keys; failures also depend on the limits and on what converts older formats."""
    config = options.config
    packs = str(config.extractor_packs or "")
    limits = f"{config.timeout} {config.scan_page_timeout} {config.memory} {find_office() or ''}"
    found = []
    for path, relative in files:
        own = (digest_of(path), relative, packs, repr(config.grade_scales))
        if not own[0]:
            found.append(File(path, relative))
            continue
        names = key_of("outline", *own), key_of("paper", *own), key_of("failed", *own, limits)
        found.append(File(path, relative, *names))
    return found


def read_all(
    files: Sequence[File], options: Options, store: Store, crew: Crew, scratch: Path
) -> Iterator[tuple[File, Outline]]:
    """Yield every paper, in the order of `files`; what the store knows is not read again.

    After Ctrl-C the papers not yet read come as unreadable, so that a report can still be written.
    """
    report = options.progress or (lambda *_: None)
    known = {file.relative: found for file in files if (found := _known(file, options, store)) is not None}
    fresh = _read([file for file in files if file.relative not in known], options, store, crew, scratch)
    stopped = False
    for i, file in enumerate(files, 1):
        found = known.pop(file.relative, None)
        if found is None and not stopped:
            try:
                found = next(fresh)
            except KeyboardInterrupt:
                stopped = True
        if found is None:
            remedy = "再次运行即可继续，已读取的不必重读"
            found = outline(Paper(unreadable(file.relative, INTERRUPTED, remedy, digest_of(file.path))))
        yield file, found
        report(i, len(files), file.relative)
    next(fresh, None)  # to its end, or the workers would be taken for abandoned and stopped


def _known(file: File, options: Options, store: Store) -> Outline | None:
    for key in (file.outline, "" if options.retry_unreadable else file.failed):
        found = store.get(key) if key else None
        if isinstance(found, Outline):
            return found
    return None


def _read(files: Sequence[File], options: Options, store: Store, crew: Crew, scratch: Path) -> Iterator[Outline]:
    if not files:
        return
    workers = min(options.config.jobs or os.cpu_count() or 1, len(files))
    converted = convert_batch([file.path for file in files], scratch, workers=workers)
    files = [replace(file, converted=converted.get(file.path)) for file in files]
    config = options.config
    if options.in_process:
        for file in files:
            yield read_one(file, config, store)
        return
    limits = crew.results(
        files,
        lambda file: (pictured_pages, (file.path,)) if _may_have_pictures(file.path) else None,
        lambda _: config.timeout,
    )
    timed = ((file, _time_limit(pages, options)) for file, pages in limits)
    for (file, limit), found in crew.results(
        timed, lambda item: (read_one, (item[0], config, store)), lambda item: item[1]
    ):
        yield found if isinstance(found, Outline) else _lost(file, limit, found, store)


def read_one(file: File, config: Config, store: Store) -> Outline:
    """Read a paper and leave it in the store, so that a run that is killed has not read it in vain."""
    paper = read_paper(file.path, file.relative, config.extractor_packs, file.converted, config.scales())
    found = outline(paper)
    if paper.document.status is Status.UNREADABLE:
        if file.failed:
            store.put(file.failed, found)
        return found
    if file.paper and store.put(file.paper, paper):
        store.put(file.outline, found)
        return found
    return replace(found, whole=paper)


def pictured_pages(path: Path) -> int:
    """Count them in a worker: what reads PDFs is large, and a run that finds everything in its store never needs it."""
    from docaudit.readers import extent  # noqa: PLC0415

    return extent.pictured_pages(path)


def _may_have_pictures(path: Path) -> bool:
    """Whether it is worth a look how many pages must be recognised: not for the packages of office programs, nor for text."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return False
    return not head.startswith(_ZIP) and (b"%PDF" in head or b"\0" in head)


def _time_limit(pages: object, options: Options) -> float:
    """Seconds that a paper may take: scans grow with their pages, which have been counted beforehand."""
    config = options.config
    return config.timeout + config.scan_page_timeout * (pages if isinstance(pages, int) else 0)


def _lost(file: File, limit: float, loss: object, store: Store) -> Outline:
    """Return the entry of a paper that no worker brought back; one that was killed from outside may be tried again."""
    code = loss.code if isinstance(loss, Loss) else 0
    if code is None:
        reason = f"读取超过 {limit:g} 秒，已放弃"
        remedy = "可在 docaudit.toml 中调大 timeout（扫描件为 scan_page_timeout），或人工审阅"
    else:
        reason = f"读取时程序异常退出（代码 {code}）"
        remedy = "文件可能已损坏，请另存一份再试，或人工审阅"
    found = outline(Paper(unreadable(file.relative, reason, remedy, digest_of(file.path))))
    if file.failed and code not in _FROM_OUTSIDE:
        store.put(file.failed, found)
    return found


_FROM_OUTSIDE = (-9, -15, -2)
"""Exit codes of a process that was killed or interrupted: by the system short of memory, or by a person."""
