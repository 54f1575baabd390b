"""What a paragraph style means for reading: heading level, title, caption, table of contents, looks and numbering."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from docaudit.readers.docx.names import VAL, W, child, number, state, value
from docaudit.readers.docx.numbering import list_of

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])(?:\s*(?:char|字符))?", re.IGNORECASE)
_TITLE = frozenset({"title", "标题", "封面标题", "文档标题"})
_CAPTION = frozenset({"caption", "题注", "表题", "表标题", "表格标题", "表头标题", "表名", "图表标题"})
_TOC = re.compile(
    r"(?:toc|目录)\s*(?:[1-9]|heading|标题)?|contents (?:[1-9]|heading)|table of (?:contents|figures)|图表目录",
    re.IGNORECASE,
)
_NOTE = re.compile(r"(?:foot|end)note(?: text)?|[脚尾]注文本|(?:表|图表)注", re.IGNORECASE)
_BOLD, _VANISH, _SIZE, _FONTS = W + "b", W + "vanish", W + "sz", W + "rFonts"
_STANDS_OUT = ("黑体", "simhei", "小标宋", "方正黑", "heiti", "华文中宋")


@dataclass(frozen=True, slots=True)
class Look:
    """How text looks, as far as it is stated; None is inherited."""

    bold: bool | None = None
    hidden: bool | None = None
    size: int | None = None
    """Half points."""
    font: str | None = None

    def over(self, base: Look) -> Look:
        """This look, with what it leaves open taken from `base`."""
        if self is _PLAIN:
            return base
        if base is _PLAIN:
            return self
        return Look(
            self.bold if self.bold is not None else base.bold,
            self.hidden if self.hidden is not None else base.hidden,
            self.size if self.size is not None else base.size,
            self.font if self.font is not None else base.font,
        )

    @property
    def stands_out(self) -> bool:
        """Whether the text is bold or set in a face used for headings."""
        return bool(self.bold) or (self.font is not None and _is_for_headings(self.font))


@lru_cache(maxsize=256)
def _is_for_headings(font: str) -> bool:
    return any(face in font.lower() for face in _STANDS_OUT)


def look_of(properties: etree._Element | None) -> Look:
    """Return the look that run properties state."""
    if properties is None:
        return _PLAIN
    bold = hidden = size = font = None
    for node in properties:
        tag = node.tag
        if tag == _BOLD:
            bold = state(node)
        elif tag == _VANISH:
            hidden = state(node)
        elif tag == _SIZE:
            size = number(node.get(VAL))
        elif tag == _FONTS:
            font = node.get(W + "eastAsia") or node.get(W + "ascii") or node.get(W + "hAnsi")
    if bold is None and hidden is None and size is None and font is None:
        return _PLAIN
    return Look(bold, hidden, size, font)


_PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Style:
    """One style with everything it inherits."""

    level: int | None = None
    """Heading level, 0 for the title of the paper, None for body text."""
    caption: bool = False
    toc: bool = False
    note: bool = False
    centred: bool = False
    look: Look = field(default=_PLAIN)
    list_id: str | None = None
    list_level: int | None = None


class Styles:
    """The styles of one document by id."""

    def __init__(self, root: etree._Element | None) -> None:
        self._nodes: dict[str, etree._Element] = {}
        self._made: dict[str, Style] = {}
        self._base = _PLAIN
        self._unknown = Style()
        self.default = ""
        if root is None:
            return
        self._base = look_of(child(root, "docDefaults", "rPrDefault", "rPr"))
        self._unknown = Style(look=self._base)
        for node in root.iterchildren(W + "style"):
            name = node.get(W + "styleId", "")
            self._nodes.setdefault(name, node)
            if node.get(W + "type") == "paragraph" and node.get(W + "default") in ("1", "true", "on"):
                self.default = name

    def get(self, name: str | None) -> Style:
        """Return the style with this id; the default paragraph style for None, a plain one for an unknown id."""
        key = name if name is not None else self.default
        made = self._made.get(key)
        if made is None:
            if key not in self._nodes:
                return self._unknown
            made = self._made[key] = self._make(key)
        return made

    def _make(self, name: str) -> Style:
        chain: list[etree._Element] = []
        at: str | None = name
        while at is not None and at in self._nodes and self._nodes[at] not in chain and len(chain) < 32:
            chain.append(self._nodes[at])
            at = value(self._nodes[at], "basedOn")
        style = self._unknown
        for node in reversed(chain):
            style = _refine(style, node)
        return style


def _refine(base: Style, node: etree._Element) -> Style:
    name = (value(node, "name") or str(node.get(W + "styleId", ""))).strip()
    properties = child(node, "pPr")
    level, caption, toc, note = base.level, base.caption, base.toc, base.note
    outline = value(properties, "outlineLvl")
    heading = _HEADING.fullmatch(name)
    if heading:
        level = int(heading[1])
    elif name.lower() in _TITLE:
        level = 0
    elif outline is not None:
        level = number(outline) + 1 if number(outline) < 9 else None
    if _TOC.fullmatch(name):
        level, toc = None, True
    elif name.lower() in _CAPTION:
        level, caption = None, True
    elif _NOTE.fullmatch(name):
        level, note = None, True
    centred = value(properties, "jc")
    list_id, list_level = list_of(child(properties, "numPr"))
    return Style(
        level,
        caption,
        toc,
        note,
        centred == "center" if centred is not None else base.centred,
        look_of(child(node, "rPr")).over(base.look),
        list_id if list_id is not None else base.list_id,
        list_level if list_level is not None else base.list_level,
    )
