"""How a run is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from docaudit.cache import Cache
from docaudit.config import Config


@dataclass(frozen=True, slots=True)
class Options:
    """How a run is done; `progress` is called with (done, all, path) after each paper."""

    config: Config = field(default_factory=Config)
    in_process: bool = False
    """Read papers in this process, without a pool: for tests and for one file."""
    progress: Callable[[int, int, str], None] | None = None
    threaded: bool = False
    """Whether the process that starts the pool has threads, as a server's or a cluster's has: it must not be forked."""
    cache: Cache | None = None
    """What earlier runs read and checked; None for a run that neither reads nor leaves anything."""
    retry_unreadable: bool = False
    """Try again what an earlier run could not read, though neither the file nor the limits have changed."""
