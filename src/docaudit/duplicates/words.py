"""What a paper states, without blanks and punctuation."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from unicodedata import normalize

from docaudit.model import Document, Kind, Paper, Paragraph, ParagraphKind, Place, Table

ASIDES = (ParagraphKind.HEADER, ParagraphKind.FOOTER, ParagraphKind.TOC, ParagraphKind.COMMENT)
_SIGNS = frozenset("%‰.<>=≥≤≦≧±+-~～—√☑□×")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(eq=False)
class Words:
    """One paper and its words."""

    paper: Paper

    @property
    def document(self) -> Document:
        """The file."""
        return self.paper.document

    @cached_property
    def is_at_home(self) -> bool:
        """Whether the paper says itself where it belongs; any other belongs to the folder it lies in."""
        return all(
            part.kind in (Kind.POLICY, Kind.GUIDELINE)
            or part.field("project_name") is not None
            or part.field("project_code") is not None
            for part in self.paper.parts
        )

    @cached_property
    def is_scan(self) -> bool:
        """Whether some of the paper was recognised from pictures."""
        return any(place.doubts is not None for _, place in _texts(self.document))

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Paragraphs and cells that say anything."""
        return tuple(line for line in (bare(text) for text, _ in _texts(self.document)) if line)

    @cached_property
    def text(self) -> str:
        """All lines in one."""
        return "".join(self.lines)

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """Every number, sorted."""
        return tuple(sorted(number for line in self.lines for number in _NUMBER.findall(line)))

    @cached_property
    def edges(self) -> frozenset[int]:
        """Where in the text lines begin and end."""
        at, found = 0, {0}
        for line in self.lines:
            at += len(line)
            found.add(at)
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Gist:
    """What tells, without its words, which other papers one may repeat; `numbers` and `text` are digests."""

    document: Document
    is_at_home: bool
    is_scan: bool
    length: int
    numbers: bytes
    text: bytes


def gist_of(paper: Paper) -> Gist:
    """Return the gist of a paper that was read."""
    words = Words(paper)
    return Gist(
        replace(paper.document, blocks=()),
        words.is_at_home,
        words.is_scan,
        len(words.text),
        _digest(" ".join(words.numbers)),
        _digest(words.text),
    )


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _texts(document: Document) -> Iterator[tuple[str, Place]]:
    for block in document.blocks:
        if isinstance(block, Table):
            yield from ((cell.text, cell.place) for cell in block.cells())
        elif not (isinstance(block, Paragraph) and block.kind in ASIDES):
            yield block.text, block.place


def bare(text: str) -> str:
    """Return a text without blanks and punctuation; what a value depends on stays."""
    return "".join(char for char in normalize("NFKC", text) if char.isalnum() or char in _SIGNS)
