"""Papers that are in the folder twice: the same file, the same paper as .docx and as .pdf, or printed and scanned.

Two versions of a paper that differ in one figure or one word are what an audit looks for, so only layout, and what
recognition from a picture gets wrong, may differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from docaudit.duplicates.printed import is_same_print
from docaudit.duplicates.scanned import Sketches, is_same_scan
from docaudit.duplicates.words import Words
from docaudit.model import Document, Paper, Status

__all__ = ["find_duplicates"]

_FORMATS = ("docx", "pdf")
"""Formats by preference, the rest after them."""


def find_duplicates(papers: Sequence[Paper]) -> dict[str, str]:
    """Return the ids of documents that repeat another one, each with the path of that other one.

    Of several copies one that is no scan stays, of these the .docx, then the .pdf, then the first by path.
    """
    kept_by_hash: dict[str, Document] = {}
    kept_by_numbers: dict[tuple[str, ...], list[Words]] = {}
    kept: list[Words] = []
    sketches = Sketches()
    found: dict[str, str] = {}
    read = (Words(paper) for paper in papers if paper.document.status is not Status.UNREADABLE)
    for words in sorted(read, key=_preference):
        document = words.document
        same = kept_by_hash.get(document.sha256) if document.sha256 else None
        if same is not None and (words.is_at_home or _folder(same) == _folder(document)):
            found[document.id] = same.path
            continue
        if words.text:
            others = kept_by_numbers.setdefault(words.numbers, [])
            twin = next(
                (other for other in others if _share_a_home(other, words) and is_same_print(other, words)), None
            )
            if twin is None and words.is_scan:
                sketches.add(kept)
                kept.clear()
                twin = next(
                    (o for o in sketches.like(words) if _share_a_home(o, words) and is_same_scan(o, words)), None
                )
            if twin is not None:
                found[document.id] = twin.document.path
                continue
            others.append(words)
            kept.append(words)
        kept_by_hash.setdefault(document.sha256, document)
    return found


def _preference(words: Words) -> tuple[bool, int, str]:
    form = words.document.format
    rank = _FORMATS.index(form) if form in _FORMATS else len(_FORMATS)
    return words.is_scan, rank, words.document.path


def _share_a_home(one: Words, other: Words) -> bool:
    return other.is_at_home or _folder(one.document) == _folder(other.document)


def _folder(document: Document) -> PurePosixPath:
    return PurePosixPath(document.path).parent
