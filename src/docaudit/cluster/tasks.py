"""What the workers do: read one batch of papers, or a list of other work."""

from __future__ import annotations

import hashlib
import multiprocessing
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import docaudit
from docaudit.cluster.storage import Remote, SharedCache, fetch
from docaudit.config import Config
from docaudit.engine import Options, open_archives
from docaudit.engine.crew import Crew, Work
from docaudit.engine.outline import Outline, outline
from docaudit.engine.reading import File, read_all, with_keys
from docaudit.packs import pack_dir


@dataclass(frozen=True, slots=True)
class Batch:
    """Papers below a URL that one task reads; `key` names what they gave, and changes with them and with what reads them."""

    url: str
    papers: tuple[Remote, ...]
    key: str


@dataclass(frozen=True, slots=True)
class Read:
    """What a batch gave: its papers in the order of their paths, and those that are no files of their own."""

    papers: tuple[tuple[File, Outline], ...]
    refused: tuple[Outline, ...]


@dataclass(frozen=True, slots=True)
class Means:
    """What a worker has: the code and packs that it reads with, and whether it may start processes of its own."""

    contents: str
    may_start: bool


def means(config: Config) -> Means:
    """Return what this process has."""
    own = tuple(folder for folder in (config.extractor_packs, config.rule_packs) if folder is not None)
    return Means(_contents(own), not multiprocessing.current_process().daemon)


@lru_cache(maxsize=2)
def _contents(packs: tuple[Path, ...]) -> str:
    """Hash the code and the packs by what stands in them: files of two machines are never of the same time."""
    digest = hashlib.sha256()
    for folder in (Path(docaudit.__file__).parent, pack_dir("extractors"), pack_dir("rules"), *packs):
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".yaml"):
                digest.update(f"{path.relative_to(folder).as_posix()}\x1f".encode() + path.read_bytes())
    return digest.hexdigest()


def read_batch(batch: Batch, config: Config, storage: SharedCache) -> str:
    """Read the papers of a batch, leave them and what they gave in the storage, and return the batch's key.

    They are read in processes that the worker starts, with the limits of every run.
    """
    if storage.has(batch.key):
        return batch.key
    options = Options(config.model_copy(update={"jobs": 1}), threaded=True)
    with TemporaryDirectory(prefix="docaudit-", ignore_cleanup_errors=True) as scratch, Crew(options) as crew:
        folder = Path(scratch)
        files = []
        for number, paper in enumerate(batch.papers):
            own = folder / "in" / str(number)
            own.mkdir(parents=True)
            files.append((fetch(batch.url, paper, own), paper.path))
        (folder / "out").mkdir()
        files, refused = open_archives(files, config, folder / "out")
        papers = tuple(read_all(with_keys(files, options), options, storage, crew, folder / "out"))
    storage.put(batch.key, Read(papers, tuple(map(outline, refused))))
    return batch.key


def do_all(work: Sequence[Work | None]) -> list[Any]:
    """Do one piece of work after the other."""
    return [None if piece is None else piece[0](*piece[1]) for piece in work]
