"""Put the entries of all parts of one project into threads: one-to-one per part, best total score."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from docaudit import lexicon
from docaudit.align.apart import Apart
from docaudit.align.assigning import assigned, heaviest
from docaudit.align.entries import Entry, compatible_families, disjoint, other_window
from docaudit.align.kinds import RELATED, WEAK, same_kind
from docaudit.align.names import Weights, grams, similarity, words
from docaudit.align.remaining import by_target, of_other_unit, only_of_unit
from docaudit.model import Role

LINK = 0.55
"""Below this two entries of different papers are not one indicator."""
SAME_PAPER = 0.85
"""Two entries of one paper must be nearly the same to be one indicator; a list of targets and a list of results less so."""
SAME_PAPER_OTHER_ROLE = 0.62
TOGETHER = 3
"""So many results may answer one promise together: 硕士 and 本科生 for 人才."""
CANDIDATES = 12
COMMON = 200
"""A feature that more threads share than this says nothing about which of them is meant."""

SURE = 0.97
"""With this score the only two of one name are one indicator, whatever else is alike."""
REMEMBERED = 200_000
"""Pairs of names whose likeness is kept: the same names come again in every stage."""


@dataclass
class Thread:
    """Entries taken to be about one indicator; `links[i]` is how sure we are of `entries[i]`."""

    entries: list[Entry]
    links: list[float]
    names: dict[str, None] = field(default_factory=dict)
    spoken: set[str] = field(default_factory=set)

    def add(self, entry: Entry, link: float) -> None:
        """Take in one more entry; it belongs no surer than the entry whose name it shares."""
        kin = [own for own, other in zip(self.links, self.entries, strict=True) if set(entry.names) & set(other.names)]
        self.entries.append(entry)
        self.links.append(min(link, max(kin, default=1.0)))
        self.names.update(dict.fromkeys(entry.names))
        self.spoken |= entry.spoken

    def roles_in(self, part: int) -> frozenset[Role]:
        """The roles already stated by one part."""
        return frozenset(role for entry in self.entries if entry.part == part for role in entry.roles)


class Threads:
    """Threads grown part by part, with an index from features of names to the threads that have them."""

    def __init__(self, weights: Weights, aliases: Mapping[str, int], apart: Apart) -> None:
        """Start empty; `aliases` maps core names to the group that a person said they belong to."""
        self.threads: list[Thread] = []
        self._weights = weights
        self._aliases = aliases
        self._apart = apart
        self._likeness: dict[tuple[str, str], float] = {}
        self._index: dict[str, array[int]] = defaultdict(lambda: array("i"))

    def take(self, entries: Sequence[Entry]) -> None:
        """Place the entries of one part: rows with a target first, then the others, then what only the kind links."""
        promised = [entry for entry in entries if Role.TARGET in entry.roles]
        others = [entry for entry in entries if Role.TARGET not in entry.roles]
        left = self._assign(promised)
        left += self._assign(others)
        left = [entry for entry in left if not self._repeat(entry)]
        left = self._remaining(left, by_target(left, self._open(left), self._name_score, self._parted))
        left = self._by_kind(left)
        left = self._remaining(left, only_of_unit(left, self._open(left), self._parted))
        left = self._remaining(left, of_other_unit(left, self._open(left), self._name_score, self._parted))
        for entry in left:
            self._new(entry)

    def _open(self, entries: Sequence[Entry]) -> dict[int, list[Entry]]:
        """Return the threads with a promise of which the entries' part has said nothing yet."""
        if not entries:
            return {}
        part = entries[0].part
        return {
            t: thread.entries
            for t, thread in enumerate(self.threads)
            if not thread.roles_in(part) and any(Role.TARGET in e.roles for e in thread.entries)
        }

    def _remaining(self, entries: Sequence[Entry], chosen: Mapping[int, tuple[int, float]]) -> list[Entry]:
        for i, (t, link) in sorted(chosen.items()):
            self._link(entries[i], t, link)
        return [entry for i, entry in enumerate(entries) if i not in chosen]

    def _assign(self, entries: Sequence[Entry]) -> list[Entry]:
        """Link entries to threads one-to-one; return those for which "no match" is the better choice."""
        named = self._by_name(entries)
        taken = {t for t, _ in named.values()}
        scores: dict[tuple[int, int], float] = {}
        for i, entry in enumerate(entries):
            for t in self._candidates(entry) if i not in named else ():
                if t in taken:
                    continue
                score = self._score(entry, self.threads[t])
                if score >= self._needed(entry, self.threads[t]):
                    scores[i, t] = score
        chosen = named | {i: (t, min(1.0, scores[i, t])) for i, t in _best(scores).items()}
        for i, (t, link) in sorted(chosen.items()):
            self._link(entries[i], t, link)
        return [entry for i, entry in enumerate(entries) if i not in chosen]

    def _by_name(self, entries: Sequence[Entry]) -> dict[int, tuple[int, float]]:
        """Return what needs no choice: the only entry and the only thread of a name, where nothing speaks against it."""
        threads = [{t for name in entry.names for t in self._index.get("~" + name, ())} for entry in entries]
        wanted = Counter(t for found in threads for t in found)
        alone = {i: next(iter(found)) for i, found in enumerate(threads) if len(found) == 1}
        return {
            i: (t, score)
            for i, t in alone.items()
            if wanted[t] == 1 and (score := self._score(entries[i], self.threads[t])) >= SURE
        }

    def _needed(self, entry: Entry, thread: Thread) -> float:
        present = thread.roles_in(entry.part)
        if not present:
            return LINK
        return SAME_PAPER if present & entry.roles else SAME_PAPER_OTHER_ROLE

    def _repeat(self, entry: Entry) -> bool:
        """Link an entry that says once more what a thread of its own part already says."""
        best, score = None, SAME_PAPER
        own_names = set(entry.names)
        for t in self._candidates(entry):
            found = self._score(entry, self.threads[t])
            same = not own_names.isdisjoint(self.threads[t].names)
            if (
                found >= score
                and _same_window(entry, self.threads[t])
                and (same or _no_facet_against(entry, self.threads[t]))
            ):
                best, score = t, found
        if best is not None:
            self._link(entry, best, min(1.0, score))
        return best is not None

    def _by_kind(self, entries: Sequence[Entry]) -> list[Entry]:
        """Link results that are left over to the promise that is left over, when each is the only one of its kind.

        培养复合型人才 promised and 培养硕士研究生 reported: the object has changed, and that is what a check will say.
        """
        results = [e for e in entries if len(e.families) == 1]
        if not results:
            return list(entries)
        open_threads = self._open(results)
        links = [
            {
                t: link
                for t in open_threads
                if not self._parted(e, t)
                and (link := same_kind(e, self.threads[t].entries)) >= (WEAK if Role.ACTUAL in e.roles else RELATED)
            }
            for e in results
        ]
        linked: set[int] = set()
        for t in open_threads:
            found = [i for i, fits in enumerate(links) if t in fits]
            if 0 < len(found) <= TOGETHER and all(len(links[i]) == 1 for i in found):
                for i in found:
                    self._link(results[i], t, links[i][t])
                    linked.add(id(results[i]))
        return [entry for entry in entries if id(entry) not in linked]

    def _candidates(self, entry: Entry) -> list[int]:
        postings = []
        for feature in _features(entry.names, self._aliases):
            posting = self._index.get(feature)
            if posting and (len(posting) <= COMMON or feature.startswith("=")):
                postings.append((posting, self._weights.of(feature)))
        return sorted(heaviest(postings, CANDIDATES))

    def _score(self, entry: Entry, thread: Thread) -> float:
        if self._apart(entry.spoken, thread.spoken):
            return 0.0
        name = 1.0
        if not any(a in thread.names for a in entry.names):
            name = max(self._name_score(a, b) for a in entry.names for b in thread.names)
        if name < 0.35:
            return 0.0
        alike = [other for other in thread.entries if compatible_families(entry.families, other.families)]
        if not alike:
            rates = ["ratio" in families for families in (entry.families, *(o.families for o in thread.entries))]
            return name * 0.8 if name >= 0.95 and len(set(rates)) == 1 else 0.0
        return max(_evidence(name, entry, other) for other in alike)

    def _parted(self, entry: Entry, t: int) -> bool:
        return self._apart(entry.spoken, self.threads[t].spoken)

    def _name_score(self, a: str, b: str) -> float:
        group = self._aliases.get(a)
        if group is not None and group == self._aliases.get(b):
            return 1.0
        known = self._likeness.get((a, b))
        if known is None:
            if len(self._likeness) >= REMEMBERED:
                self._likeness.clear()
            known = self._likeness[a, b] = similarity(a, b, self._weights)
        return known

    def _link(self, entry: Entry, t: int, link: float) -> None:
        self.threads[t].add(entry, link)
        self._post(entry, t)

    def _new(self, entry: Entry) -> None:
        self.threads.append(Thread([], []))
        self._link(entry, len(self.threads) - 1, 1.0)

    def _post(self, entry: Entry, t: int) -> None:
        for feature in (*_features(entry.names, self._aliases), *("~" + name for name in entry.names)):
            posting = self._index[feature]
            if t not in posting[-CANDIDATES:]:
                posting.append(t)


def _features(names: Iterable[str], aliases: Mapping[str, int]) -> list[str]:
    found: dict[str, None] = {}
    for name in names:
        found.update(dict.fromkeys((*words(name), *grams(name))))
        canonical = lexicon.canonical_indicator(name)
        if canonical is not None:
            found["=" + canonical] = None
        if name in aliases:
            found[f"=#{aliases[name]}"] = None
    return list(found)


def _evidence(name: float, entry: Entry, other: Entry) -> float:
    """Return the name's score, moved by what else speaks for or against the two being one indicator."""
    score = name
    score += 0.05 * _path_overlap(entry.path, other.path)
    if len(entry.claims) and len(other.claims):
        score += 0.03 * (1 - abs(entry.order - other.order))
    score += _value_bonus(entry.values, other.values)
    against = disjoint(entry.claims[0], other.claims[0])
    if against is not None:
        score -= 0.3 if against == "object" else 0.12
    if other_window(entry.claims[0], other.claims[0]):
        score -= 0.25
    if entry.units and other.units:
        score += 0.03 if entry.units & other.units else -0.03
    return max(0.0, min(1.0, score))


def _path_overlap(a: Sequence[str], b: Sequence[str]) -> float:
    left, right = set(a), set(b)
    return len(left & right) / len(left | right) if left and right else 0.0


def _value_bonus(a: frozenset[Decimal], b: frozenset[Decimal]) -> float:
    shared = a & b
    if not shared:
        return 0.0
    telling = max(len(value.normalize().as_tuple().digits) for value in shared)
    return 0.15 if telling >= 4 else 0.08 if telling >= 2 or max(shared) >= 10 else 0.04


def _same_window(entry: Entry, thread: Thread) -> bool:
    own = [other for other in thread.entries if other.part == entry.part]
    return not any(other_window(entry.claims[0], other.claims[0]) for other in own)


def _no_facet_against(entry: Entry, thread: Thread) -> bool:
    own = [other for other in thread.entries if other.part == entry.part] or thread.entries
    return all(disjoint(entry.claims[0], other.claims[0]) is None for other in own)


def _best(scores: Mapping[tuple[int, int], float]) -> dict[int, int]:
    """Return the one-to-one choice with the highest total; leaving both sides unmatched costs what `LINK` is worth.

    Candidates fall into small connected groups, each solved by itself.
    """
    by_row: dict[int, list[int]] = defaultdict(list)
    by_column: dict[int, list[int]] = defaultdict(list)
    for i, t in sorted(scores):
        by_row[i].append(t)
        by_column[t].append(i)
    return {
        i: t
        for rows, columns in _components(by_row, by_column)
        for i, t in zip(
            rows, assigned([{t: 1 - scores[i, t] for t in by_row[i]} for i in rows], columns, 1 - LINK), strict=True
        )
        if t is not None and (i, t) in scores
    }


def _components(
    by_row: Mapping[int, Sequence[int]], by_column: Mapping[int, Sequence[int]]
) -> list[tuple[list[int], list[int]]]:
    seen: set[int] = set()
    found = []
    for start in sorted(by_row):
        if start in seen:
            continue
        seen.add(start)
        rows, columns, queue = [start], set(by_row[start]), [start]
        while queue:
            for t in by_row[queue.pop()]:
                columns.add(t)
                for i in by_column[t]:
                    if i not in seen:
                        seen.add(i)
                        rows.append(i)
                        queue.append(i)
        found.append((sorted(rows), sorted(columns)))
    return found
