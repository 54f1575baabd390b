"""The parts of a Word document: by python-docx, and by the bare archive for what python-docx refuses and Word opens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import docx
from docx.opc.part import XmlPart
from lxml import etree

from docaudit.model import Unreadable
from docaudit.readers.archive import Archive, Relation, parse_xml


class Package(Protocol):
    """What the walk needs to know of a container."""

    root: etree._Element
    """The w:document."""
    relations: Mapping[str, Relation]
    """The parts that the document points to, by relationship id; only those that exist."""

    def xml(self, name: str) -> etree._Element:
        """Return the root of the part with this name.  Raises Unreadable when it is damaged."""
        ...


def open_package(archive: Archive) -> Package:
    """Open a Word document.  Raises Unreadable when it has no readable body."""
    try:
        return _DocxPackage(archive)
    except Unreadable:
        raise
    except Exception:  # noqa: BLE001  (a missing picture, macros, a damaged style sheet: python-docx has many ways to refuse)
        return _ArchivePackage(archive)


class _DocxPackage:
    """A document opened by python-docx.

    Parts are taken by their relationships: `document.styles` and the like make up what a paper does not have.
    """

    def __init__(self, archive: Archive) -> None:
        document = docx.Document(archive.repacked())
        self._parts = {str(part.partname).lstrip("/"): part for part in document.part.related_parts.values()}
        self.relations: Mapping[str, Relation] = {
            name: Relation(relation.reltype.rsplit("/", 1)[-1], str(relation.target_part.partname).lstrip("/"))
            for name, relation in document.part.rels.items()
            if not relation.is_external
        }
        self.root = _uncommented(document.element)

    def xml(self, name: str) -> etree._Element:
        part = self._parts[name]
        return _uncommented(part.element) if isinstance(part, XmlPart) else parse_xml(part.blob)


class _ArchivePackage:
    """A document read by the packaging rules alone."""

    def __init__(self, archive: Archive) -> None:
        main = archive.main_part()
        if main is None:
            raise Unreadable("文件不完整，找不到 Word 正文", "请用 Word 打开并另存后重试")
        self.root = archive.xml(main)
        self.relations: Mapping[str, Relation] = {
            name: relation for name, relation in archive.relations(main).items() if relation.target in archive.names
        }
        self._archive = archive

    def xml(self, name: str) -> etree._Element:
        return self._archive.xml(name)


def _uncommented(root: etree._Element) -> etree._Element:
    """Join the text around XML comments: lxml would show only what stands before them."""
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    return root
