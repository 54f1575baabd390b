"""Papers that are in the folder twice: the same file, the same paper as .docx and as .pdf, or printed and scanned.

Two versions of a paper that differ in one figure or one word are what an audit looks for, so only layout, and what
recognition from a picture gets wrong, may differ.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from docaudit.duplicates.printed import is_same_print, may_be_same_print
from docaudit.duplicates.scanned import Sketches, is_same_scan
from docaudit.duplicates.words import Gist, Words, gist_of
from docaudit.model import Document, Paper, Status

__all__ = ["Gist", "find_duplicates", "find_repeated", "gist_of"]

_FORMATS = ("docx", "pdf")
"""Formats by preference, the rest after them."""


def find_duplicates(papers: Sequence[Paper]) -> dict[str, str]:
    """Return the ids of documents that repeat another one, each with the path of that other one.

    Of several copies one that is no scan stays, of these the .docx, then the .pdf, then the first by path.
    """
    read = {paper.document.id: paper for paper in papers if paper.document.status is not Status.UNREADABLE}
    return find_repeated([gist_of(paper) for paper in read.values()], read.__getitem__)


def find_repeated(gists: Sequence[Gist], whole: Callable[[str], Paper]) -> dict[str, str]:
    """The same of gists; `whole` fetches a paper by its document's id where the gists do not tell."""
    kept_by_hash: dict[str, Document] = {}
    kept_by_numbers: dict[bytes, list[Gist]] = {}
    kept: list[Gist] = []
    found: dict[str, str] = {}

    def words(gist: Gist) -> Words:
        return Words(whole(gist.document.id))

    sketches = Sketches(words)
    for gist in sorted(gists, key=_preference):
        document = gist.document
        same = kept_by_hash.get(document.sha256) if document.sha256 else None
        if same is not None and (gist.is_at_home or _folder(same) == _folder(document)):
            found[document.id] = same.path
            continue
        if gist.length:
            others = kept_by_numbers.setdefault(gist.numbers, [])
            near = (other for other in others if _share_a_home(other, gist))
            twin = next((other for other in near if _is_same_print(other, gist, words)), None)
            if twin is None and gist.is_scan:
                sketches.add(kept)
                kept.clear()
                like = (other for other in sketches.like(gist) if _share_a_home(other, gist))
                twin = next((other for other in like if is_same_scan(words(other), words(gist))), None)
            if twin is not None:
                found[document.id] = twin.document.path
                continue
            others.append(gist)
            kept.append(gist)
        kept_by_hash.setdefault(document.sha256, document)
    return found


def _is_same_print(one: Gist, other: Gist, words: Callable[[Gist], Words]) -> bool:
    return one.text == other.text or (may_be_same_print(one, other) and is_same_print(words(one), words(other)))


def _preference(gist: Gist) -> tuple[bool, int, str]:
    form = gist.document.format
    rank = _FORMATS.index(form) if form in _FORMATS else len(_FORMATS)
    return gist.is_scan, rank, gist.document.path


def _share_a_home(one: Gist, other: Gist) -> bool:
    return other.is_at_home or _folder(one.document) == _folder(other.document)


def _folder(document: Document) -> PurePosixPath:
    return PurePosixPath(document.path).parent
