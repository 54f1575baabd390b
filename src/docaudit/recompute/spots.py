"""The figures of a paragraph in one row, each with the words that name it: what relations over several sentences are read from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from docaudit.recompute.prose import Mention, Sentence, is_level
from docaudit.recompute.words import squeeze

_HARD = re.compile(r"[，,。；;：:、！？\n（(]")
_JOINED = re.compile(r"^(?:以及|[、，,；;。：:和及与））\s])+|(?:[为有达共是约到:：\s]|分别|达到)+$")


@dataclass(frozen=True, slots=True)
class Spot:
    """A figure of a paragraph: its sentence, where it stands in the paragraph's text, and how deep in brackets."""

    sentence: Sentence
    mention: Mention
    start: int
    end: int
    depth: int
    name: str
    """The words of its own piece of the clause before it, without copula and conjunction."""

    @property
    def level(self) -> bool:
        """Whether it is an amount or a count to compute with, and not about so much."""
        return is_level(self.mention) and self.mention.value is not None


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph: its text and its figures in reading order."""

    text: str
    spots: tuple[Spot, ...]

    def gap(self, a: Spot, b: Spot) -> str:
        """The words between two figures."""
        return self.text[a.end : b.start]

    def at(self, spot: Spot) -> int:
        """The number of a figure in its paragraph."""
        return next(k for k, other in enumerate(self.spots) if other is spot)


def rows_of(sentences: Sequence[Sentence]) -> Iterator[Row]:
    """Yield the paragraphs with their figures; what a paragraph reports of other papers is left out."""
    for _, group in groupby((s for s in sentences if not s.reported), key=lambda s: s.paragraph):
        text = ""
        spots: list[Spot] = []
        for sentence in group:
            for mention in sentence.mentions:
                head = text + sentence.text[: mention.start]
                left = max(spots[-1].end if spots else 0, 0)
                spots.append(
                    Spot(
                        sentence,
                        mention,
                        len(text) + mention.start,
                        len(text) + mention.end,
                        _depth(head),
                        _name(head[left:]),
                    )
                )
            text += sentence.text
        yield Row(text, tuple(spots))


def _depth(head: str) -> int:
    return max(0, sum(head.count(mark) for mark in "（(") - sum(head.count(mark) for mark in "）)"))


def _name(words: str) -> str:
    """农药残留超标 of “批次、农药残留超标”: the words behind the last mark."""
    return _JOINED.sub("", _JOINED.sub("", squeeze(_HARD.split(words)[-1])))
