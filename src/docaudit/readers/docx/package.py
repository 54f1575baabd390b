"""The parts of a Word document, by the packaging rules: only those that are asked for are parsed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from lxml import etree

from docaudit.model import Unreadable
from docaudit.readers.archive import Archive, Relation, parse_xml
from docaudit.readers.docx.numbering import Lists
from docaudit.readers.docx.styles import Styles

T = TypeVar("T")

_STYLE, _STYLE_END = b"<w:style ", b"</w:style>"
_OF_TABLE = b'w:type="table"'
_LATENT, _LATENT_END = b"<w:latentStyles", b"</w:latentStyles>"

_ROOM = 4
"""How many style sheets, and how many lists, are kept for the papers to come."""
_known_styles: dict[bytes, Styles] = {}
_known_lists: dict[bytes, Lists] = {}


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

    def styles(self, name: str) -> Styles:
        """Return the styles of the sheet with this name.  Raises Unreadable when it is damaged."""
        return self._shared(name, _known_styles, lambda data: Styles(_style_sheet(data)))

    def lists(self, name: str) -> Lists:
        """Return the lists of the numbering part with this name.  Raises Unreadable when it is damaged."""
        return self._shared(name, _known_lists, lambda data: Lists(parse_xml(data)))

    def _shared(self, name: str, known: dict[bytes, T], make: Callable[[bytes], T]) -> T:
        """Make something of a part once: papers of one office come with the same style sheet, byte for byte."""
        packed = self._archive.packed(name)
        if packed in known:
            return known[packed]
        made = make(self._archive.flat(name))
        if packed:
            while len(known) >= _ROOM:
                del known[next(iter(known))]
            known[packed] = made
        return made


def _style_sheet(data: bytes) -> etree._Element:
    """Return the root of a style sheet; what nobody asks for, nine parts in ten of some, may be left out."""
    try:
        return parse_xml(_without_bulk(data))
    except Unreadable:
        return parse_xml(data)


def _without_bulk(data: bytes) -> bytes:
    """Leave out the styles of tables, and the list of styles that Word might show in its menus."""
    kept: list[bytes] = []
    at = 0
    while (mark := data.find(_OF_TABLE, at)) >= 0 and (end := data.find(_STYLE_END, mark)) >= 0:
        start = data.rfind(_STYLE, at, mark)
        if start >= 0 and b">" not in data[start:mark]:
            kept.append(data[at:start])
        else:
            kept.append(data[at : end + len(_STYLE_END)])
        at = end + len(_STYLE_END)
    kept.append(data[at:])
    start, end = kept[0].find(_LATENT), kept[0].find(_LATENT_END)
    if 0 <= start < end:
        kept[0] = kept[0][:start] + kept[0][end + len(_LATENT_END) :]
    return b"".join(kept)
