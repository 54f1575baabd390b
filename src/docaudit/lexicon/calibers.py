"""Caliber facets of a text, and how their values relate."""

from __future__ import annotations

from functools import lru_cache

from docaudit.lexicon.phrases import Found, Phrases
from docaudit.lexicon.vocabulary import facets, squeeze
from docaudit.model import Caliber, Quantity

FACETS = ("action", "object", "basis", "period", "scope", "level", "inclusion")
"""The facets that a caliber holds."""
_WORDED = (*FACETS, "step", "per")
"""All facets that have words."""


def calibers(*texts: str, quantity: Quantity | None = None) -> Caliber:
    """Everything that the texts (a name, its header path, its sentence) say about what is counted.

    Of values of one facet the most specific stand: 发明专利 hides 专利.  `quantity` gives the counting unit.
    """
    found: dict[str, tuple[str, ...]] = {}
    for text in texts:
        for facet, value, _, _ in spans(text):
            found[facet] = (*found.get(facet, ()), value)
    stated = {facet: _most_specific(facet, values) for facet, values in found.items()}
    unit = quantity.unit if quantity is not None else None
    if unit is not None:
        stated["unit"] = (unit.canonical,)
    return Caliber(**stated)


@lru_cache(maxsize=8192)
def spans(text: str) -> tuple[tuple[str, str, int, int], ...]:
    """Each value of a caliber's facets stated in the text: facet, value, start and end in the squeezed text, in order.

    Within one facet the longest phrase wins where phrases overlap.
    """
    return tuple(item for item in _spoken(text) if item[0] in FACETS)


def spoken(facet: str, text: str) -> tuple[str, ...]:
    """The values of one facet, of a caliber or not, that the text states, in reading order."""
    return _by_facet(text).get(facet, ())


@lru_cache(maxsize=8192)
def _by_facet(text: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for facet, value, _, _ in _spoken(text):
        found[facet] = (*found.get(facet, ()), value)
    return found


@lru_cache(maxsize=8192)
def _spoken(text: str) -> tuple[tuple[str, str, int, int], ...]:
    plain = squeeze(text)
    if not plain:
        return ()
    phrases, meanings = _vocabulary()
    taken: list[tuple[str, str, int, int]] = []
    for start, end, phrase in sorted(phrases.found_in(plain), key=_longest_first):
        for facet, value in meanings[phrase]:
            if any(f == facet and start < e and s < end for f, _, s, e in taken):
                continue
            taken.append((facet, value, start, end))
    stated = [item for item in taken if item[1]]
    return tuple(sorted(stated, key=lambda item: (item[2], item[3], _WORDED.index(item[0]))))


def broader(facet: str, a: str, b: str) -> bool:
    """Whether `a` is a strictly broader value than `b`: 专利 than 发明专利."""
    return a != b and a in _ancestors(facet, b)


def disjoint(facet: str, a: str, b: str) -> bool:
    """Whether a number counted under `a` must not be set against one counted under `b`.

    Values of which one is broader, or which the vocabulary calls overlapping, are not disjoint; values that the
    vocabulary does not know are disjoint only for the counting unit.
    """
    if a == b or broader(facet, a, b) or broader(facet, b, a):
        return False
    if facet == "unit":
        return True
    known = facets().of(facet)
    if a not in known or b not in known:
        return False
    return not overlapping(facet, a, b)


def overlapping(facet: str, a: str, b: str) -> bool:
    """Whether the vocabulary says that what counts as the one may count as the other."""
    pairs = facets().overlaps.get(facet, [])
    return (a, b) in pairs or (b, a) in pairs


def further(facet: str, a: str, b: str) -> bool | None:
    """Whether `b` comes after `a` on a ladder of the vocabulary, as 授权 after 申请; None where no ladder has both."""
    for ladder in facets().ladders.get(facet, ()):
        if a in ladder and b in ladder:
            return ladder.index(b) > ladder.index(a)
    return None


def facet_values(facet: str) -> tuple[str, ...]:
    """All values the vocabulary knows for a facet, in the order of the file."""
    return tuple(facets().of(facet))


def _longest_first(found: Found) -> tuple[int, int, str]:
    return found.start - found.end, found.start, found.phrase


def _most_specific(facet: str, values: tuple[str, ...]) -> tuple[str, ...]:
    unique = tuple(dict.fromkeys(values))
    return tuple(v for v in unique if not any(broader(facet, v, other) for other in unique))


@lru_cache(maxsize=1024)
def _ancestors(facet: str, value: str) -> frozenset[str]:
    known = facets().of(facet)
    found: set[str] = set()
    todo = [value]
    while todo:
        entry = known.get(todo.pop())
        for parent in entry.broader if entry is not None else ():
            if parent not in found:
                found.add(parent)
                todo.append(parent)
    return frozenset(found)


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[Phrases, dict[str, list[tuple[str, str]]]]:
    """All phrases, and by phrase its meanings (facet, value); "" blocks the facet."""
    meanings: dict[str, list[tuple[str, str]]] = {}
    for facet in _WORDED:
        for value, entry in facets().of(facet).items():
            for word in entry.words:
                meanings.setdefault(squeeze(word), []).append((facet, value))
            for word in entry.not_in:
                meanings.setdefault(squeeze(word), []).append((facet, ""))
    for stated in meanings.values():
        stated.sort(key=lambda meaning: meaning[1] == "")
    return Phrases(meanings), meanings
