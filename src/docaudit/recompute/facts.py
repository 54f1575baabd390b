"""What the figures of a paper are called, in its text and in its tables, and looking them up by name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from docaudit.model import Claim, Figure, Interval, Part, Role, Unit
from docaudit.recompute.grid import Grid
from docaudit.recompute.prose import Mention, Sentence, bigrams, is_level, is_percent
from docaudit.recompute.values import Value, loose_value
from docaudit.recompute.words import is_weak_total, squeeze, total_word

_EMPTY_WORDS = re.compile(
    r"[的了为达约共仅]|全部|总数|总量|总额|数量|合计|累计|其中|实际|完成|情况|截至|已经|项目|(?:19|20)\d\d年度?|[\d.%]+|上年|当年|全年|本年"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_LISTED = re.compile(r"其中|分别|包括|包含|[（(][^（）()]*$")
_GOAL = re.compile(r"目标|计划|任务|要求|指标值|预期|力争|约定|考核|不少于|不低于|应(?!用|对|急|收|届)")
_NAME_WIDTH = 18
_NEAREST = 40
_REACH = 40
_GOAL_LIKE = 0.6


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure with its name; `at` is its sentence and `paragraph` its paragraph, both -1 in a table."""

    value: Value
    name: str
    words: frozenset[str]
    year: int | None
    at: int
    paragraph: int
    goal: bool = False
    total: bool = False
    """Whether it stands in the total row of a table."""
    row: frozenset[str] = frozenset()
    """The words of its row in a table, which set it apart from the other rows."""

    @property
    def number(self) -> Decimal:
        """The printed number in the base unit."""
        return self.value.number


def content(text: str) -> frozenset[str]:
    """Return the character pairs of the words that name a thing, without those that every figure has."""
    return frozenset(pair for piece in _EMPTY_WORDS.split(squeeze(text)) for pair in bigrams(piece))


def likeness(wanted: frozenset[str], words: frozenset[str]) -> float:
    """Return how much of the shorter of two names is in the other, 0 to 1."""
    least = min(len(wanted), len(words))
    return len(wanted & words) / least if least else 0.0


class Facts:
    """Every figure of a part that states a level or a percentage, in reading order, text before tables."""

    def __init__(self, part: Part, grids: Sequence[Grid], sentences: Sequence[Sentence]) -> None:
        self.sentences = sentences
        self._part = part
        self._grids = grids
        self._starts: list[int] = []
        self._text: list[Fact] = []
        for i, sentence in enumerate(sentences):
            self._starts.append(len(self._text))
            self._text += _in_sentence(sentence, i)
        self._starts.append(len(self._text))

    def in_sentence(self, i: int) -> Sequence[Fact]:
        """Return the facts of sentence `i`."""
        return self._text[self._starts[i] : self._starts[i + 1]]

    @property
    def text(self) -> Sequence[Fact]:
        """All facts of the running text."""
        return self._text

    def of(self, i: int, mention: Mention) -> Fact | None:
        """Return the fact of a mention in sentence `i`."""
        return next((f for f in self.in_sentence(i) if f.value.figure.id == mention.figure.id), None)

    def name_of(self, figure: Figure) -> str:
        """Return the name of a figure, nothing for one that is no fact."""
        return self._names.get(figure.id, "")

    @cached_property
    def _names(self) -> dict[str, str]:
        return {f.value.figure.id: f.name for f in (*self.table, *self._text)}

    def before(self, i: int, *, paragraphs: int = 0) -> Iterator[Fact]:
        """Yield the facts of earlier sentences, the nearest first, up to `paragraphs` paragraphs back."""
        here = self.sentences[i].paragraph
        for k in range(i - 1, max(-1, i - _REACH), -1):
            if self.sentences[k].reported:
                continue
            if here - self.sentences[k].paragraph > paragraphs:
                return
            yield from reversed(self.in_sentence(k))

    @cached_property
    def table(self) -> Sequence[Fact]:
        """Return the facts in tables, by line and head."""
        found: dict[str, Fact] = {}
        for grid in self._grids:
            heads = {h.at: h for h in grid.heads}
            lines = {line.at: line for line in grid.lines}
            for (at, column), value in grid.values.items():
                if at not in lines or column not in heads or value.figure.id in found:
                    continue
                name = lines[at].title + "·" + heads[column].title
                years = {int(y) for y in _YEAR.findall(name)}
                year = years.pop() if len(years) == 1 else None
                labels = (*lines[at].labels, *heads[column].labels)
                total = any(total_word(label) or is_weak_total(label) for label in labels)
                goal = bool(_GOAL.search(name))
                row = content(lines[at].label)
                found[value.figure.id] = Fact(value, name, content(name), year, -1, -1, goal, total, row)
        return tuple(found.values())

    @cached_property
    def goals(self) -> Sequence[Fact]:
        """Return the targets that extraction read from forms and text."""
        return tuple(_targets(self._part.claims, self._part.figures))

    def goals_like(self, words: frozenset[str]) -> list[Fact]:
        """Return the targets whose name is mostly that of a figure, in reading order."""
        near = {k for pair in words for k in self._goal_index.get(pair, ())}
        return [goal for k in sorted(near) if likeness((goal := self.goals[k]).words, words) >= _GOAL_LIKE]

    def of_unit(self, unit: Unit, i: int, most: int) -> list[Fact]:
        """Return levels of a unit: the nearest to sentence `i` in the text, the first of the tables, up to `most` of each.

        Of what is measured and not counted (km, ha) any unit of the dimension will do.
        """
        told, tables = self._units.get(_unit_key(unit), ([], []))
        middle = bisect_left(told, i, key=lambda f: f.at)
        near = told[max(0, middle - most) : middle + most]
        return [*sorted(near, key=lambda f: abs(f.at - i))[:most], *tables[:most]]

    def largest(self, unit: Unit) -> Sequence[Fact]:
        """Return the three largest levels of a unit."""
        return self._largest.get(_unit_key(unit), ())

    @cached_property
    def _largest(self) -> dict[str, list[Fact]]:
        return {
            key: sorted((*told, *tables), key=lambda f: -f.number)[:3] for key, (told, tables) in self._units.items()
        }

    @cached_property
    def _units(self) -> dict[str, tuple[list[Fact], list[Fact]]]:
        found: dict[str, tuple[list[Fact], list[Fact]]] = {}
        for fact in (*self._text, *self.table):
            own = fact.value.figure.quantity.unit
            if own is not None and not fact.value.is_ratio and not re.search(r"均|每", fact.name):
                found.setdefault(_unit_key(own), ([], []))[fact.at < 0].append(fact)
        return found

    @cached_property
    def _index(self) -> dict[str, list[int]]:
        return _by_pair(self._text)

    @cached_property
    def _table_index(self) -> dict[str, list[int]]:
        return _by_pair(self.table)

    @cached_property
    def _goal_index(self) -> dict[str, list[int]]:
        return _by_pair(self.goals)

    def named(
        self, wanted: frozenset[str], i: int, *, like: Value | None = None, tables: bool = True, least: float = 0.6
    ) -> list[Fact]:
        """Return the facts whose name holds most of the wanted words, the best and nearest first.

        `like` is a figure whose dimension they must have; `i` is the sentence that asks.
        """
        if not wanted:
            return []
        ranked: list[tuple[float, int, int, Fact]] = []
        middle = self._starts[i]
        hits: dict[int, int] = {}
        for pair in wanted:
            places = self._index.get(pair, ())
            low = max(0, bisect_left(places, middle) - _NEAREST)
            for k in places[low : low + 2 * _NEAREST]:
                hits[k] = hits.get(k, 0) + 1
        for k, count in hits.items():
            if count / len(wanted) >= least:
                ranked.append((-count / len(wanted), abs(self._text[k].at - i), k, self._text[k]))
        if tables:
            hits = {}
            for pair in wanted:
                for k in self._table_index.get(pair, ())[: 4 * _NEAREST]:
                    hits[k] = hits.get(k, 0) + 1
            for k, count in hits.items():
                if count / len(wanted) >= least:
                    ranked.append((-count / len(wanted), 10**6, k, self.table[k]))
        ranked.sort(key=lambda item: item[:3])
        return [f for *_, f in ranked if like is None or same_kind(f.value, like)]


def _by_pair(facts: Sequence[Fact]) -> dict[str, list[int]]:
    """The facts that bear each pair of characters, by their index."""
    index: dict[str, list[int]] = {}
    for k, fact in enumerate(facts):
        for pair in fact.words:
            index.setdefault(pair, []).append(k)
    return index


def _unit_key(unit: Unit) -> str:
    return unit.canonical if unit.dimension.startswith("count") else unit.dimension


def same_kind(a: Value, b: Value) -> bool:
    """Whether two figures measure the same; a bare number in a table may be any count."""
    if a.dimension == b.dimension:
        return True
    return (a.dimension is None and not b.is_ratio) or (b.dimension is None and not a.is_ratio)


def depth(sentence: Sentence, mention: Mention) -> int:
    """Return how many brackets are open before a figure."""
    head = sentence.text[: mention.start]
    return max(0, sum(head.count(mark) for mark in "（(") - sum(head.count(mark) for mark in "）)"))


def listed(sentence: Sentence, mention: Mention) -> bool:
    """Whether a figure stands in brackets or behind 其中 in its sentence."""
    return bool(_LISTED.search(sentence.text[: mention.start])) or depth(sentence, mention) > 0


def _in_sentence(sentence: Sentence, i: int) -> Iterator[Fact]:
    for mention in sentence.mentions:
        if mention.value is None or not (is_level(mention) or (is_percent(mention) and not mention.quantity.growth)):
            continue
        lead = re.split(r"[，,。；;：:！？\n（）()、]", sentence.before(mention, _NAME_WIDTH))[-1]
        tail = re.split(r"[，,。；;：:！？\n（）()、\d]", sentence.after(mention, 6))[0]
        name = squeeze(lead + ("" if content(lead) else tail))
        goal = bool(_GOAL.search(lead))
        yield Fact(mention.value, name, content(name), sentence.year(mention), i, sentence.paragraph, goal)


def _targets(claims: Iterable[Claim], figures: Iterable[Figure]) -> Iterator[Fact]:
    by_claim = {figure.claim: figure for figure in figures if figure.claim is not None}
    for claim in claims:
        figure = by_claim.get(claim.id)
        if claim.role is not Role.TARGET or claim.quantity is None or figure is None:
            continue
        value = loose_value(figure) or bound_value(figure)
        if value is not None:
            yield Fact(value, claim.name, content(claim.name), None, -1, -1, goal=True)


def bound_value(figure: Figure) -> Value | None:
    """Return a target's bound as a value: ≥95% is 95%, taken as it stands."""
    quantity = figure.quantity
    if quantity.low is not None and quantity.high is not None and quantity.low != quantity.high:
        return None
    return Value(figure, Interval(quantity.value, quantity.value))
