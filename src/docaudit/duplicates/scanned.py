"""Whether a scan shows a paper that is there in print as well (or in another scan).

Recognition loses, adds and changes characters.  Of figures, though, only those may differ whose characters it marked as
doubtful, and numbers that count pages or items: two years of one form differ in little else.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

from rapidfuzz.distance import Indel

from docaudit.duplicates.words import ASIDES, Gist, Words, bare
from docaudit.model import Block, Paragraph, Place, Table

_SHINGLE = 6
"""Characters of the pieces of text whose sample tells which papers are worth comparing."""
_SAMPLE = 8
"""One of so many pieces is sampled."""
_COMMON = 64
"""Papers that share a piece from which on it belongs to a form and not to a paper."""
_ALIKE = 0.5
"""Part of the sample of the smaller paper that the other must have too."""
_COMPARED = 3

_ANCHOR = 12
_STEP = 2_000
"""Characters between two stretches of text that both papers have once, from which on they are compared by pieces."""
_WINDOW = 20_000
"""Characters of a piece beyond which it is not compared."""

_LITTLE = 120
_UNLIKE = 0.02
"""Part of the text whose characters may have been recognised wrongly."""
_ADDED = 0.05
"""Part of the text that may be whole lines which only one of the two shows: stamps, lines lost in a fold."""
_LOST = 4
_GARBLED = 8
_EVERY = 150
"""Characters for which one stretch may differ."""
_DOUBTED_FIGURES = 0.02
_ENUMERATION = re.compile(r"^[^\S\n]*[（(]?\d{1,3}(?:\.\d{1,2})*[）).．、](?!\d)", re.MULTILINE)
_PAGE = re.compile(r"[-—–·\s]*第?\s*\d{1,4}\s*页?(?:\s*[/，,、]?\s*共?\s*\d{1,4}\s*页)?[-—–·\s]*")
_SERIAL = re.compile(r"\s*\d{1,3}\s*")
_DECISIVE = frozenset(
    "不未无非没否免勿零〇一二两三四五六七八九十百千万亿半甲乙丙丁戊优良中差好合及达超增减升降上下左右东南西北前后本去是已完"
    "≥≤<>=%‰±+√☑×"
)
"""Characters that turn a sentence, tell papers of one kind apart, or change a value."""
_DASHES = str.maketrans("—～－", "-~-")
_FIELDS = ("project_name", "project_code", "undertaker")


class Sketches:
    """Finds papers with much the same text, in time linear to the text; `words` fetches the words of a paper."""

    def __init__(self, words: Callable[[Gist], Words]) -> None:
        self._words = words
        self._papers: list[tuple[Gist, int]] = []
        self._by_piece: dict[int, list[int]] = defaultdict(list)

    def add(self, papers: Sequence[Gist]) -> None:
        """Remember papers, in the order of preference."""
        for gist in papers:
            pieces = _sample(self._words(gist).text)
            for piece in pieces:
                if len(self._by_piece[piece]) < _COMMON:
                    self._by_piece[piece].append(len(self._papers))
            self._papers.append((gist, len(pieces)))

    def like(self, gist: Gist) -> Iterator[Gist]:
        """Yield the papers that are most like this one, the best first."""
        pieces = _sample(self._words(gist).text)
        shared: Counter[int] = Counter()
        for piece in sorted(pieces):
            others = self._by_piece.get(piece, ())
            if len(others) < _COMMON:
                shared.update(others)
        for number, count in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_COMPARED]:
            other, size = self._papers[number]
            if count >= _ALIKE * min(size, len(pieces)):
                yield other


def _sample(text: str) -> set[int]:
    found = (crc32(text[i : i + _SHINGLE].encode()) for i in range(len(text) - _SHINGLE + 1))
    return {piece for piece in found if piece % _SAMPLE == 0}


def is_same_scan(one: Words, scan: Words) -> bool:
    """Whether a scan shows the same paper."""
    a, b = _signs(one), _signs(scan)
    if min(len(a.text), len(b.text)) < _LITTLE or not _same_names(one, scan):
        return False
    return _agree(a, b) or _agree(a.without_counts(), b.without_counts())


@dataclass(frozen=True, slots=True)
class _Signs:
    """The bare text of a paper; of each character whether it is doubtful, and counts pages or items; ends of lines."""

    text: str
    doubtful: bytes
    counting: bytes
    edges: frozenset[int]

    def without_counts(self) -> _Signs:
        """The same without the numbers of pages and items."""
        kept = [i for i, counts in enumerate(self.counting) if not counts]
        return _Signs(
            "".join(self.text[i] for i in kept),
            bytes(self.doubtful[i] for i in kept),
            bytes(len(kept)),
            frozenset({*(bisect_left(kept, edge) for edge in self.edges)}),
        )


def _signs(words: Words) -> _Signs:
    text: list[str] = []
    doubtful, counting, edges = bytearray(), bytearray(), {0}
    for line, place, counts in _lines(words.document.blocks):
        doubts = {i for i, _ in place.doubts or ()} if place.quote == line else set[int]()
        for i, char in enumerate(line):
            for sign in bare(char).translate(_DASHES):
                text.append(sign)
                doubtful.append(i in doubts)
                counting.append(i in counts)
        edges.add(len(text))
    return _Signs("".join(text), bytes(doubtful), bytes(counting), frozenset(edges))


def _lines(blocks: Sequence[Block]) -> Iterator[tuple[str, Place, set[int]]]:
    """Yield each line that states something, with the positions of digits that count pages or items."""
    for block in blocks:
        if isinstance(block, Table):
            for cell in block.cells():
                serial = cell.column == 0 and _SERIAL.fullmatch(cell.text)
                yield cell.text, cell.place, _digits(cell.text, 0, len(cell.text)) if serial else _counts(cell.text)
        elif isinstance(block, Paragraph) and block.kind in ASIDES:
            continue
        elif _PAGE.fullmatch(block.text):
            yield block.text, block.place, _digits(block.text, 0, len(block.text))
        else:
            yield block.text, block.place, _counts(block.text)


def _counts(text: str) -> set[int]:
    return {i for found in _ENUMERATION.finditer(text) for i in _digits(text, *found.span())}


def _digits(text: str, start: int, end: int) -> set[int]:
    return {i for i in range(start, end) if text[i].isdigit() or text[i] in ".页第共"}


def _same_names(one: Words, scan: Words) -> bool:
    """Whether the papers name the same project and undertaker, but for characters that are doubtful."""
    for name in _FIELDS:
        left = {bare(f.value) for part in one.paper.parts if (f := part.field(name)) is not None}
        fields = [f for part in scan.paper.parts if (f := part.field(name)) is not None]
        if not left or not fields or any(bare(f.value) in left for f in fields):
            continue
        if not any(f.place.doubts for f in fields):
            return False
    return True


def _agree(one: _Signs, scan: _Signs) -> bool:
    """Whether all that differs can be an error of recognition."""
    length = max(len(one.text), len(scan.text))
    garbled = added = figures = stretches = 0
    swaps: Counter[tuple[str, str]] = Counter()
    for i, j, k, m in _differences(one.text, scan.text):
        left, right = one.text[i:j], scan.text[k:m]
        doubted = any(scan.doubtful[max(0, k - 1) : m + 1]) or any(one.doubtful[max(0, i - 1) : j + 1])
        if any(char.isdigit() or char == "." for char in left + right):
            if _all(one.counting, i, j) and _all(scan.counting, k, m):
                continue
            if not _is_doubted_figure(one, scan, (i, j, k, m)):
                return False
            figures += 1
            continue
        if not left.strip("□") and not right:
            continue  # an empty box to tick is no character to the recogniser
        if min(len(left), len(right)) == 0 and (_is_lines(one, i, j) if left else _is_lines(scan, k, m)):
            added += j - i + m - k
            continue
        if not doubted and {left, right} != {"-", "一"}:
            if _DECISIVE & {*left, *right} or any(char.isascii() for char in left + right):
                return False
            if len(left) > _LOST or len(right) > 1 or len(right) > len(left):
                return False
            swaps[left, right] += 1
        elif max(len(left), len(right)) > _GARBLED:
            return False
        garbled += max(j - i, m - k)
        stretches += 1
    return (
        garbled <= _UNLIKE * length
        and added <= _ADDED * length
        and stretches <= 1 + length / _EVERY
        and figures <= 1 + _DOUBTED_FIGURES * sum(char.isdigit() for char in one.text) / 3
        and all(count == 1 for (_, right), count in swaps.items() if right)
    )


def _all(marks: bytes, start: int, end: int) -> bool:
    return all(marks[start:end])


def _is_doubted_figure(one: _Signs, scan: _Signs, spot: tuple[int, int, int, int]) -> bool:
    """Whether characters stand for as many others, and all are doubtful on a side that was recognised."""
    i, j, k, m = spot
    if j == i or m == k or abs((j - i) - (m - k)) > 1:
        return False
    return _all(scan.doubtful, k, m) or _all(one.doubtful, i, j)


def _is_lines(signs: _Signs, start: int, end: int) -> bool:
    return start in signs.edges and end in signs.edges


def _differences(a: str, b: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield the stretches in which the texts differ: from, to in the one; from, to in the other."""
    i = k = 0
    for j, m in [*_anchors(a, b), (len(a), len(b))]:
        if max(j - i, m - k) > _WINDOW:
            yield i, j, k, m
        else:
            yield from _aligned(a[i:j], b[k:m], i, k)
        i, k = j, m


def _aligned(a: str, b: str, i: int, k: int) -> Iterator[tuple[int, int, int, int]]:
    last: tuple[int, int, int, int] | None = None
    for step in Indel.opcodes(a, b):
        if step.tag == "equal":
            continue
        spot = (i + step.src_start, i + step.src_end, k + step.dest_start, k + step.dest_end)
        if last is not None and last[1] == spot[0] and last[3] == spot[2]:
            last = (last[0], spot[1], last[2], spot[3])
            continue
        if last is not None:
            yield last
        last = spot
    if last is not None:
        yield last


def _anchors(a: str, b: str) -> list[tuple[int, int]]:
    """Return ends of pieces of the texts: stretches that both have once, in one order, not too near to one another."""
    if max(len(a), len(b)) <= _STEP:
        return []
    once_a, once_b = _once(a), _once(b)
    pairs = sorted((at, once_b[piece]) for piece, at in once_a.items() if piece in once_b)
    found: list[tuple[int, int]] = []
    for i, k in _rising(pairs):
        if i - (found[-1][0] if found else 0) >= _STEP:
            found.append((i, k))
    return found


def _once(text: str) -> dict[str, int]:
    pieces = [text[i : i + _ANCHOR] for i in range(len(text) - _ANCHOR + 1)]
    count = Counter(pieces)
    return {piece: i for i, piece in enumerate(pieces) if count[piece] == 1}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of pairs that rise in both."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, k) in enumerate(pairs):
        at = bisect_left(tails, k)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [k]
        ends[at : at + 1] = [number]
    found: list[tuple[int, int]] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]
