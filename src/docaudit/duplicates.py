"""Papers that are in the folder twice: the same file, or the same paper as .docx and as .pdf.

Two versions of a paper that differ in one figure or one word are what an audit looks for, so only layout may differ:
the numbers must be the same, and of the words no more than whole lines that one of two formats does not show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from unicodedata import normalize

from rapidfuzz.distance import Indel

from docaudit.model import Document, Kind, Paper, Paragraph, ParagraphKind, Status, Table

_ASIDES = (ParagraphKind.HEADER, ParagraphKind.FOOTER, ParagraphKind.TOC, ParagraphKind.COMMENT)
_FORMATS = ("docx", "pdf")
"""Formats by preference, the rest after them."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SIGNS = frozenset("%‰.<>=≥≤≦≧±+-~～—√☑□×")
_SHARE = 0.05
"""Part of the longer paper that may be lines which the other does not show."""
_LITTLE = 200
"""Characters below which two papers must be word for word the same."""
_WINDOW = 20_000
"""Characters that differ beyond which two papers are not compared: the comparison takes their product in bits."""


def find_duplicates(papers: Sequence[Paper]) -> dict[str, str]:
    """Return the ids of documents that repeat another one, each with the path of that other one.

    Of several copies the .docx stays, then the .pdf, then the first by path.
    """
    kept_by_hash: dict[str, Document] = {}
    kept_by_numbers: dict[tuple[str, ...], list[_Words]] = {}
    found: dict[str, str] = {}
    for paper in sorted(papers, key=_preference):
        document = paper.document
        if document.status is Status.UNREADABLE:
            continue  # each file that cannot be read is told by itself
        words = _Words(paper)
        same = kept_by_hash.get(document.sha256) if document.sha256 else None
        if same is not None and (words.is_at_home or _folder(same) == _folder(document)):
            found[document.id] = same.path
            continue
        if words.text:
            others = kept_by_numbers.setdefault(words.numbers, [])
            twin = next((other for other in others if _is_same(other, words)), None)
            if twin is not None:
                found[document.id] = twin.document.path
                continue
            others.append(words)
        kept_by_hash.setdefault(document.sha256, document)
    return found


def _preference(paper: Paper) -> tuple[int, str]:
    document = paper.document
    rank = _FORMATS.index(document.format) if document.format in _FORMATS else len(_FORMATS)
    return rank, document.path


def _folder(document: Document) -> PurePosixPath:
    return PurePosixPath(document.path).parent


@dataclass(eq=False)
class _Words:
    """What a paper states, without blanks and punctuation."""

    paper: Paper

    @property
    def document(self) -> Document:
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
    def lines(self) -> tuple[str, ...]:
        return tuple(line for line in map(_bare, _lines(self.document)) if line)

    @cached_property
    def text(self) -> str:
        return "".join(self.lines)

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        return tuple(sorted(number for line in self.lines for number in _NUMBER.findall(line)))

    @cached_property
    def edges(self) -> frozenset[int]:
        """Where in the text lines begin and end."""
        at, found = 0, {0}
        for line in self.lines:
            at += len(line)
            found.add(at)
        return frozenset(found)


def _lines(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Table):
            yield from (cell.text for cell in block.cells())
        elif not (isinstance(block, Paragraph) and block.kind in _ASIDES):
            yield block.text


def _bare(text: str) -> str:
    return "".join(char for char in normalize("NFKC", text) if char.isalnum() or char in _SIGNS)


def _is_same(one: _Words, other: _Words) -> bool:
    if not (other.is_at_home or _folder(one.document) == _folder(other.document)):
        return False
    if one.text == other.text:
        return True
    if one.document.format == other.document.format or min(len(one.text), len(other.text)) < _LITTLE:
        return False
    return _differ_in_lines(one, other)


def _differ_in_lines(one: _Words, other: _Words) -> bool:
    """Whether one paper only has some whole lines more, or has them elsewhere, and neither has changed words."""
    a, b = one.text, other.text
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    end = next(
        (i for i, (x, y) in enumerate(zip(reversed(a[start:]), reversed(b[start:]), strict=False)) if x != y),
        min(len(a), len(b)) - start,
    )
    left, right = a[start : len(a) - end], b[start : len(b) - end]
    if max(len(left), len(right)) > _WINDOW:
        return False
    lost = 0
    last = -1
    for step in Indel.opcodes(left, right):
        if step.tag == "equal":
            continue
        if step.src_start == last:
            return False  # words in the place of others
        last = step.src_end
        text, words, at = (left, one, step.src_start) if step.tag == "delete" else (right, other, step.dest_start)
        length = (step.src_end - step.src_start) or (step.dest_end - step.dest_start)
        if any(char.isdigit() for char in text[at : at + length]) or not _is_lines(words, start + at, length):
            return False
        lost += length
    return lost <= _SHARE * max(len(a), len(b))


def _is_lines(words: _Words, at: int, length: int) -> bool:
    """Whether a stretch of text is whole lines; it may be told shifted where it begins as the text behind it does."""
    text = words.text
    while True:
        if at in words.edges and at + length in words.edges:
            return True
        if at == 0 or text[at - 1] != text[at + length - 1]:
            break
        at -= 1
    at += 1
    while at + length <= len(text):
        if at in words.edges and at + length in words.edges:
            return True
        if at + length == len(text) or text[at] != text[at + length]:
            break
        at += 1
    return False
