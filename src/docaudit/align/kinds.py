"""Whether a result may answer a promise under quite another name: because it counts things of the same kind."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from docaudit import lexicon, quantities
from docaudit.align.entries import Entry
from docaudit.align.names import heads, words
from docaudit.model import Claim, Role

WEAK = 0.6
"""Confidence of a link that only the kind of thing counted speaks for."""
RELATED = 0.7
"""The same, where the verb is one or the one thing contains the other."""

_PEOPLE = frozenset({"人", "人次"})


def same_kind(entry: Entry, thread: Sequence[Entry]) -> float:
    """Return how sure the kind alone makes the link, 0 where it says nothing.

    Kind is the counted object or what contains it (硕士 and 复合型人才 are 人才), else the head word of the name, else
    for people the verb.
    """
    promised = next(e for e in thread if Role.TARGET in e.roles)
    a, b = entry.claims[0], promised.claims[0]
    if not _same_count(a, b):
        return 0.0
    verb = bool(set(a.caliber.action) & set(b.caliber.action))
    left, right = heads(a.name), heads(b.name)
    if _wider(left) & _wider(right):
        inside = bool(set(left) & _wider(right) or set(right) & _wider(left))
        return RELATED if verb or inside else WEAK
    tail_a, tail_b = words(entry.names[0])[-1:], words(promised.names[0])[-1:]
    if tail_a == tail_b and tail_a and len(tail_a[0]) >= 2:
        return WEAK
    people = a.quantity is not None and a.quantity.unit is not None and a.quantity.unit.canonical in _PEOPLE
    return WEAK if people and verb and not (left and right) else 0.0


def _same_count(a: Claim, b: Claim) -> bool:
    if a.quantity is None or b.quantity is None or a.quantity.unit is None or b.quantity.unit is None:
        return False
    one, other = a.quantity.unit, b.quantity.unit
    return quantities.comparable(one, other) or {one.canonical, other.canonical} == _PEOPLE


@lru_cache(maxsize=4096)
def _wider(objects: tuple[str, ...]) -> frozenset[str]:
    """Return the objects and everything broader: 硕士 is a 研究生, 学生 and 人才."""
    return frozenset(
        wide for narrow in objects for wide in _kinds() if wide == narrow or lexicon.broader("object", wide, narrow)
    )


def _kinds() -> tuple[str, ...]:
    return lexicon.facet_values("object")
