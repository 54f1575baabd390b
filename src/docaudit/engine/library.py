"""The whole papers of a run, which are left where they were put when they were read."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from docaudit.model import Paper

_AT_HAND = 8
"""Papers that were asked for last: a report asks for one paper several times in a row."""


class Store(Protocol):
    """Where values are kept by key: a cache, or the memory of a run in one process."""

    def get(self, key: str) -> Any:
        """Return what was put under the key, None where there is nothing."""

    def put(self, key: str, value: Any) -> bool:
        """Keep a value; returns whether it was."""

    def __hash__(self) -> int:
        """What a worker fetched from one store is not another's."""


class Memory:
    """Keeps values as they are, for a run in one process that leaves nothing."""

    def __init__(self) -> None:
        self._values: dict[str, Any] = {}

    def get(self, key: str) -> Any:
        """Return what was put under the key, None where there is nothing."""
        return self._values.get(key)

    def put(self, key: str, value: Any) -> bool:
        """Keep a value."""
        self._values[key] = value
        return True


class Library(Mapping[str, Paper]):
    """Whole papers by document id, fetched from the store when they are asked for.

    One that is no longer there (another run has cleared the cache) is read again by `again` while the run lasts, and
    afterwards is what `again` returns instead: its outline.
    """

    def __init__(self, store: Store, again: Callable[[str], Paper], keep: object = None) -> None:
        self._store, self._again = store, again
        self._keep = keep
        """What must live as long as the papers are asked for: the folder they lie in."""
        self._keys: dict[str, str] = {}
        self._held: dict[str, Paper] = {}
        self._last: OrderedDict[str, Paper] = OrderedDict()

    def add(self, document: str, key: str, paper: Paper | None) -> None:
        """Say under which key a paper is; `paper` where it could not be put there."""
        self._keys[document] = key
        if paper is not None:
            self._held[document] = paper

    def key(self, document: str) -> str:
        """Return the key of a paper, "" where it is not in the store."""
        return "" if document in self._held else self._keys[document]

    def __getitem__(self, document: str) -> Paper:
        key = self._keys[document]
        paper = self._held.get(document) or self._last.get(document)
        if paper is None:
            found = self._store.get(key)
            paper = found if isinstance(found, Paper) else self._again(document)
            self._last[document] = paper
            while len(self._last) > _AT_HAND:
                self._last.popitem(last=False)
        return paper

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)
