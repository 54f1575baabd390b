"""The pictures of a report: each once, and no more than a browser opens in a moment."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from docaudit.model import Audit, Document, Evidence, Finding
from docaudit.sight import Pages, fragment, together

LIMIT = 27_000_000
"""Bytes of all pictures before they are written as text, which takes a third more: a report stays below 40 MB."""
_THRIFTY = 0.5
"""From that share of the limit on, pictures are written more coarsely."""
_FINE, _COARSE = 50, 20


@dataclass(frozen=True, slots=True)
class Exhibit:
    """What is shown for the evidence that stands together in one place: a picture's number, or HTML."""

    evidence: tuple[Evidence, ...]
    path: str
    picture: int | None = None
    width: int = 0
    height: int = 0
    html: str = ""

    @property
    def doubts(self) -> tuple[str, ...]:
        """The figures in it that were not recognised surely, as written."""
        return tuple(dict.fromkeys(f"“{text}”" for item in self.evidence for text, _ in item.place.doubtful()))


class Album:
    """Collects the exhibits of all findings; `data` has the pictures in order, as base64."""

    def __init__(self, audit: Audit, pages: Pages) -> None:
        self._documents = {paper.document.id: paper.document for paper in audit.papers}
        self._whole = audit.whole
        self._pages = pages
        self._numbers: dict[str, int] = {}
        self._size = 0
        self.data: list[str] = []
        self.left_out = 0

    def exhibits(self, finding: Finding) -> tuple[Exhibit, ...]:
        """Return what to show for a finding: evidence on one page or in one block together, in order."""
        return tuple(self._exhibit(group) for group in together(finding.evidence))

    def _exhibit(self, group: tuple[Evidence, ...]) -> Exhibit:
        document = self._documents.get(group[0].place.document)
        if document is None:
            return Exhibit(group, "")
        places = [item.place for item in group]
        shown = self._picture(document, group)
        if shown is not None:
            return Exhibit(group, document.path, *shown)
        return Exhibit(group, document.path, html=fragment(self._text(document), places))

    def _text(self, document: Document) -> Document:
        paper = self._whole.get(document.id)
        return paper.document if paper is not None else document

    def _picture(self, document: Document, group: tuple[Evidence, ...]) -> tuple[int, int, int] | None:
        if group[0].place.bbox is None:
            return None
        if self._size > LIMIT:
            self.left_out += 1
            return None
        quality = _COARSE if self._size > LIMIT * _THRIFTY else _FINE
        picture = self._pages.crop(document, [item.place for item in group], quality)
        if picture is None:
            return None
        digest = hashlib.sha256(picture.data).hexdigest()
        if digest not in self._numbers:
            self._numbers[digest] = len(self.data)
            self.data.append(base64.b64encode(picture.data).decode("ascii"))
            self._size += len(picture.data)
        return self._numbers[digest], picture.width, picture.height
