"""Finds the groups that may fit without comparing all with all: time grows with the papers, not with their square."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import PurePosixPath

from docaudit.model import Part
from docaudit.projects.likeness import (
    CONTAINED,
    SIMILAR,
    Group,
    bigrams,
    is_contained,
    same_organisation,
    similar,
    value_of,
)


class Index:
    """Groups, by their numbers, found by a code that they share, or by names that are alike or contain one another."""

    def __init__(self) -> None:
        self._by_code: dict[str, set[int]] = defaultdict(set)
        self._by_name: dict[str, set[int]] = {}
        self._by_pair: dict[tuple[str, int], list[str]] = defaultdict(list)
        self._by_start: dict[str, list[str]] = defaultdict(list)

    def add(self, number: int, group: Group) -> None:
        """Say that a group also goes by the names and codes of this one."""
        for code in group.codes:
            self._by_code[code].add(number)
        for name in group.names:
            if name not in self._by_name:
                self._by_name[name] = set()
                self._by_start[name[:CONTAINED]].append(name)
                for pair in _pairs(name):
                    self._by_pair[pair].append(name)
            self._by_name[name].add(number)

    def near(self, group: Group) -> set[int]:
        """Return the numbers of the groups that may fit; `fit` is 0 for all others."""
        found: set[int] = set()
        for code in group.codes:
            found |= self._by_code.get(code, set())
        for name in group.names:
            for other in self._like(name):
                found |= self._by_name[other]
        return found

    def _like(self, name: str) -> set[str]:
        """Return the known names that are like this one, contain it, or stand in it.

        A name that is like it shares two thirds of its pairs of characters, and one that contains it all of them: so it
        has one at least of any third of them and one more, and the rarest are looked up.
        """
        pairs = sorted((len(self._by_pair.get(pair, ())), pair) for pair in _pairs(name))
        looked_up = [pair for _, pair in pairs[: len(pairs) // 3 + 1]]
        near = {other for pair in looked_up for other in self._by_pair.get(pair, ())}
        near |= {
            other
            for i in range(len(name) - CONTAINED + 1)
            for other in self._by_start.get(name[i : i + CONTAINED], ())
            if name.startswith(other, i)
        }
        found = {other for other in near if similar(name, other) >= SIMILAR or is_contained(name, other)}
        return found | {name} if name in self._by_name else found


def _pairs(name: str) -> list[tuple[str, int]]:
    """Return the pairs of neighbouring characters; one that comes again is another."""
    return [(pair, n) for pair, count in bigrams(name).items() for n in range(count)]


class Homes:
    """Finds the project of parts that name none."""

    def __init__(self, groups: list[Group]) -> None:
        self.are_none = not groups
        self._groups = list(groups)
        self._by_document: dict[str, set[int]] = defaultdict(set)
        self._by_folder: dict[str, set[int]] = defaultdict(set)
        self._by_start: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for number, group in enumerate(self._groups):
            for part in group.parts:
                self._remember(number, part)
            for word in (*group.names, *group.codes):
                if len(word) >= CONTAINED:
                    self._by_start[word[:CONTAINED]].append((word, number))

    def take_in(self, part: Part, words: Callable[[Part], str]) -> bool:
        """Give a part to the project it belongs to; returns False where that is not clear."""
        home = self._home(part, words)
        if home is None:
            return False
        self._groups[home].parts.append(part)
        self._remember(home, part)
        return True

    def _remember(self, number: int, part: Part) -> None:
        self._by_document[part.document].add(number)
        for folder in (PurePosixPath(part.path), *PurePosixPath(part.path).parents):
            self._by_folder[str(folder)].add(number)

    def _home(self, part: Part, words: Callable[[Part], str]) -> int | None:
        beside = self._by_document.get(part.document, set())
        if len(beside) == 1:
            return next(iter(beside))
        mentioned = self._mentioned(words(part))
        if mentioned:
            return next(iter(mentioned)) if len(mentioned) == 1 else None
        who = {name for name in (value_of(part, "undertaker"),) if name}
        for folder in PurePosixPath(part.path).parents:
            inside = self._by_folder.get(str(folder), set())
            if inside:
                only = next(iter(inside)) if len(inside) == 1 else None
                if only is not None and same_organisation(who, self._groups[only].undertakers) is False:
                    return None
                return only
        return None

    def _mentioned(self, text: str) -> set[int]:
        """Return the groups whose name or code stands in the text."""
        found: set[int] = set()
        for i in range(len(text) - CONTAINED + 1):
            for word, number in self._by_start.get(text[i : i + CONTAINED], ()):
                if number not in found and text.startswith(word, i):
                    found.add(number)
        return found
