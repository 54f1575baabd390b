"""One spelling for what is typed in many ways, with the way back to the verbatim text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

_CJK = "\u3400-\u4dbf\u4e00-\u9fff〇"
# Sentence punctuation is plain: as ASCII, ， could not be told from a thousands comma.
_PLAIN = rf"{_CJK}0-9A-Za-z，。、；！？“”‘’《》…—\n,.;:()%/\-+=<>\[\]"
_ODD = re.compile(rf"[^{_PLAIN}]+|(?<![^\s])\n+|\n\s+")
_LABELS = re.compile(r"[\u2460-\u24ff\u3220-\u3247\u3280-\u32b0\u2070-\u209c²³¹]")
"""Circled and bracketed numbers label, they do not count; a raised digit is a power or a footnote."""
_SAME = {
    "−": "-",
    "﹣": "-",
    "－": "-",
    "∶": ":",
    "︰": ":",
    "∼": "~",
    "〜": "~",
    "○": "〇",
    "◯": "〇",
    "µ": "μ",
    "％": "%",
}
_DROPPED = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e]")
_POWERS = {"²": "2", "³": "3"}
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:,? \d{3}|,\d{3}|[\u00a0\u2009\u202f]\d{3})+(?!\d)")
_WIDE_COMMA = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")
_WIDE_GROUPED = re.compile(r"(?<![\d.,，])\d{1,3}(?:[，,]\d{3})+(?!\d)")
_GAPPED = re.compile(r"\d\s\d|\d,\s\d")


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised text and its verbatim source.

    `_starts[k]` is where piece `k` of the normalised text begins, `_sources[k]` where it begins in the source; inside a
    piece characters go one to one, and where they do not the piece is one character long.
    """

    text: str
    source: str
    _starts: tuple[int, ...]
    _sources: tuple[int, ...]

    def origin(self, index: int) -> int:
        """Return the index in the verbatim text of the character at `index`; the end maps to the end."""
        if index >= len(self.text):
            return len(self.source)
        piece = bisect_right(self._starts, index) - 1
        return self._sources[piece] + index - self._starts[piece]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the verbatim span of the normalised characters `start` to `end` (exclusive, not empty)."""
        return self.origin(start), self.origin(end - 1) + 1


def normalise(text: str) -> Normalised:
    """Normalise width, compatibility forms, dashes and spaces.

    NFKC character by character, except that Chinese sentence punctuation, circled numbers and raised digits stay.
    Spaces go, also inside words (项 目 编 号) and between figure and unit, except between two Latin letters or
    digits, where one space stays; so do those inside one number (1 850 000).  A line break stays (one, without spaces around it): it may end a row of a cell.
    """
    if text.isascii() and " " not in text and "\t" not in text and "\r" not in text:
        return Normalised(text, text, (0,), (0,))
    source = text
    if _WIDE_COMMA.search(text):
        text = _WIDE_GROUPED.sub(lambda m: m[0].replace("，", ","), text)
    out: list[str] = []
    starts: list[int] = []
    sources: list[int] = []
    length = 0
    done = 0
    inside = _inside_numbers(text)
    for odd in _ODD.finditer(text):
        if odd.start() > done:
            starts.append(length)
            sources.append(done)
            out.append(text[done : odd.start()])
            length += odd.start() - done
        for offset in range(odd.start(), odd.end()):
            before = out[-1][-1] if out else ""
            for char in "" if offset in inside else _one(text, offset, before):
                starts.append(length)
                sources.append(offset)
                out.append(char)
                length += 1
        done = odd.end()
    if done < len(text):
        starts.append(length)
        sources.append(done)
        out.append(text[done:])
    if not starts:
        starts, sources = [0], [0]
    return Normalised("".join(out), source, tuple(starts), tuple(sources))


def _inside_numbers(text: str) -> frozenset[int]:
    """Return where a blank only groups the digits of one number: 1 850 000, 1,850, 000.

    Plain blanks also stand between numbers, so one counts only where the digits behind it could not begin a number
    (000) or a comma before it has begun the grouping; a narrow or no-break space says so itself.
    """
    if not _GAPPED.search(text):
        return frozenset()
    places: set[int] = set()
    for m in _GROUPED.finditer(text):
        blanks = [i for i in range(*m.span()) if text[i].isspace()]
        told = any(text[i] != " " or text[i + 1] == "0" for i in blanks)
        if blanks and (told or (text[blanks[0] - 1] == "," and "," in text[m.start() : blanks[0] - 1])):
            places.update(blanks)
    return frozenset(places)


def _one(text: str, offset: int, before: str) -> str:
    """Return what the odd character at `offset` becomes, given the last character kept before it."""
    char = text[offset]
    if char in _SAME:
        return _SAME[char]
    if char in _POWERS and before.isascii() and before.isalpha():
        return _POWERS[char]
    if _DROPPED.match(char):
        return ""
    if char == "\n":
        return "" if before in ("", "\n") else "\n"
    if char.isspace():
        return " " if _keeps_space(text, offset, before) else ""
    if _LABELS.match(char):
        return char
    plain = unicodedata.normalize("NFKC", char)
    return "".join(_SAME.get(c, c) for c in plain if not c.isspace())


def _keeps_space(text: str, offset: int, before: str) -> bool:
    """Whether the blank at `offset` divides two Latin words, two numbers, or a full stop from a number."""
    if before in ("", " ", "\n"):
        return False
    after = text[offset + 1 : offset + 2]
    if not after or after.isspace():
        return False
    after = unicodedata.normalize("NFKC", after)[:1]
    if not after or not (after.isascii() and after.isalnum()):
        return False
    return (before.isascii() and before.isalnum()) or (before in ".," and after.isdigit())
