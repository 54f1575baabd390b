"""The parts of a Word document, by the packaging rules: only those that are asked for are parsed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from lxml import etree

from docaudit.model import Unreadable
from docaudit.readers.archive import Archive, Relation, parse_xml

_STYLE_END = b"</w:style>"
_STYLE = b"<w:style "
_OF_TABLE = b'w:type="table"'


class Package:
    """A document and the parts it points to.  Raises Unreadable when it has no readable body."""

    def __init__(self, archive: Archive) -> None:
        main = archive.main_part()
        if main is None:
            raise Unreadable("文件不完整，找不到 Word 正文", "请用 Word 打开并另存后重试")
        self.root = archive.xml(main)
        """The w:document."""
        self.relations: Mapping[str, Relation] = {
            name: relation for name, relation in archive.relations(main).items() if relation.target in archive.names
        }
        """The parts that the document points to, by relationship id; only those that exist."""
        self._archive = archive

    def xml(self, name: str) -> etree._Element:
        """Return the root of the part with this name.  Raises Unreadable when it is damaged."""
        return self._archive.xml(name)

    def styles(self, name: str) -> etree._Element:
        """Return the root of a style sheet; its styles of tables, nine parts in ten of some, may be left out."""
        return _style_sheet(self._archive.flat(name))


@lru_cache(maxsize=4)
def _style_sheet(data: bytes) -> etree._Element:
    """Papers that one office wrote on one template share their style sheet; nobody changes what is returned."""
    try:
        return parse_xml(_without_table_styles(data))
    except Unreadable:
        return parse_xml(data)


def _without_table_styles(data: bytes) -> bytes:
    kept = []
    pieces = data.split(_STYLE_END)
    for piece in pieces[:-1]:
        start = piece.rfind(_STYLE)
        head = piece[start : piece.find(b">", start)]
        kept.append(piece[:start] if start >= 0 and _OF_TABLE in head else piece + _STYLE_END)
    return b"".join([*kept, pieces[-1]])
