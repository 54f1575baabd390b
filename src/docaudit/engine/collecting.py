"""The collector of garbage, which looks at thousands of new objects again and again though hardly one is in a cycle."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_OBJECTS = 20_000
"""New objects after which the collector looks at them; Python's own 700 cost a run a tenth of its time."""


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Let the collector look more seldom while this lasts."""
    before = gc.get_threshold()
    if before[0]:
        gc.set_threshold(max(_OBJECTS, before[0]), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def settle() -> None:
    """In a worker, whose life is one run: leave alone what has been loaded, and look more seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS, *gc.get_threshold()[1:])
