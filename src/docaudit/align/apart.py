"""Names that a person said are not one indicator."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations

from docaudit.align.names import core


class Apart:
    """Which names must not meet in one thread.

    Two names with one core (专利数 and 专利数量) are told apart as they are written, others by their cores.
    """

    def __init__(self, groups: Iterable[Sequence[str]] = ()) -> None:
        """Take groups of names of which every two are different indicators."""
        self._others: defaultdict[str, set[str]] = defaultdict(set)
        for names in groups:
            for one, other in combinations(dict.fromkeys(name.strip() for name in names), 2):
                a, b = core(one), core(other)
                if a == b:
                    a, b = one, other
                self._others[a].add(b)
                self._others[b].add(a)

    def __call__(self, a: AbstractSet[str], b: AbstractSet[str]) -> bool:
        """Whether a name of `a` and a name of `b` (as written, or cores) must not meet."""
        if not self._others:
            return False
        return any(not b.isdisjoint(self._others[name]) for name in a if name in self._others)


def spoken(names: Iterable[str]) -> frozenset[str]:
    """Return names as they are written and their cores."""
    return frozenset(form for name in names for form in (name.strip(), core(name)))
