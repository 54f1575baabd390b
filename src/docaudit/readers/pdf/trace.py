"""Which characters of a recognised page stand where, and how sure the recogniser was of each, kept small."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from docaudit.model.documents import BBox
from docaudit.readers.pdf.content import PageContent

_DOUBTFUL = 0.95
"""Certainty from which on a character is taken as read."""

_MARKS = frozenset("：:；;，,、。.“”‘’\"'（）()《》〈〉【】[]{}—–-－~～·…•!！?？/|｜")
"""Their forms are mistaken for one another all the time, which matters only inside a number."""

_AHEAD = 40


@dataclass(slots=True)
class Trace:
    """The characters of one page in reading order; `middles` holds x and y of each, in points."""

    text: str
    middles: array[float]
    certainty: array[float]
    skew: float
    zoom: float
    repairs: tuple[tuple[str, str], ...]

    def within(self, box: BBox) -> list[int]:
        """The positions of the characters whose middle lies in a box."""
        x0, top, x1, bottom = box
        middles = self.middles
        return [
            i
            for i in range(len(self.text))
            if x0 - 0.1 <= middles[2 * i] <= x1 + 0.1 and top - 0.1 <= middles[2 * i + 1] <= bottom + 0.1
        ]


def trace_of(content: PageContent) -> Trace | None:
    """Return the trace of a page, None when it was not recognised from its picture."""
    scan = content.scan
    if scan is None:
        return None
    middles: array[float] = array("f")
    certainty: array[float] = array("f")
    for glyph in content.glyphs:
        middles.extend(((glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2))
        certainty.append(scan.certainty[glyph.mark])
    text = "".join(glyph.text for glyph in content.glyphs)
    return Trace(text, middles, certainty, scan.skew, scan.zoom, tuple(scan.repairs))


def doubts_in(
    text: str, places: Iterable[tuple[int, BBox]], traces: Mapping[int, Trace]
) -> tuple[tuple[int, float], ...] | None:
    """Return which characters of a text the recogniser was unsure of, with its certainty.

    `places` are the pages and boxes that the text was read from, in order.  None when none of them was recognised.
    """
    pool: list[tuple[str, float]] = []
    seen = False
    for number, box in places:
        trace = traces.get(number)
        if trace is not None:
            seen = True
            pool += [(trace.text[i], trace.certainty[i]) for i in trace.within(box)]
    if not seen:
        return None
    doubts = []
    for position, certainty in _aligned(text, pool):
        if certainty < _DOUBTFUL and _matters(text, position):
            doubts.append((position, round(certainty, 3)))
    return tuple(doubts)


def _aligned(text: str, pool: list[tuple[str, float]]) -> Iterable[tuple[int, float]]:
    """Each character of the text that is found among the recognised ones, with its certainty."""
    waiting: dict[str, list[int]] = {}
    for i, (char, _) in enumerate(pool):
        waiting.setdefault(char, []).append(i)
    last = -1
    for position, char in enumerate(text):
        own = waiting.get(char)
        if not own or char.isspace():
            continue
        at = next((k for k, i in enumerate(own) if last < i <= last + _AHEAD), 0)
        last = own.pop(at)
        yield position, pool[last][1]


def _matters(text: str, position: int) -> bool:
    if text[position] not in _MARKS or text.strip() == text[position]:
        return True
    after = text[position + 1 : position + 2]
    return text[position - 1 : position].isdigit() and after.isdigit()
