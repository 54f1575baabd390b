"""The text of one paragraph as the reader of the printed page sees it, and what hangs on it: notes, text boxes."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from docaudit.readers.docx.names import ALTERNATE, SDT, VAL, W14, M, W, child, chosen, number, switch, value
from docaudit.readers.docx.styles import Look, Styles, look_of

_SUPERSCRIPT = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
_WINGDINGS = {0xFE: "☑", 0xA8: "☐", 0x6F: "☐", 0x71: "☐", 0xFD: "☒", 0xFC: "✓", 0xFB: "✗"}
_WINGDINGS_2 = {0x52: "☑", 0x54: "☒", 0x53: "☒", 0xA3: "☐", 0x2A: "☐", 0x50: "✓", 0x4F: "✗"}
_SYMBOL = {
    0xB3: "≥", 0xA3: "≤", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xB0: "°", 0x25: "%",
    0x3C: "<", 0x3D: "=", 0x3E: ">", 0x2B: "+", 0x2D: "−", 0x6D: "μ", 0x44: "Δ", 0x53: "Σ", 0x61: "α", 0x62: "β",
}  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}

_RUN, _TEXT = W + "r", W + "t"
_RUN_PROPERTIES, _RUN_STYLE, _RAISED = W + "rPr", W + "rStyle", W + "vertAlign"
_SKIPPED = frozenset(
    {W + "del", W + "moveFrom", W + "rPr", W + "pPr", W + "sdtPr", W + "sdtEndPr", W + "rt", W + "tbl"}
)
_DRAWN = frozenset({W + "drawing", W + "pict", W + "object"})
_CHART = frozenset(
    {"{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
     "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"}
)  # fmt: skip
_IMAGE = frozenset(
    {"{http://schemas.openxmlformats.org/drawingml/2006/picture}pic", "{urn:schemas-microsoft-com:vml}imagedata"}
)
_OLE = "{urn:schemas-microsoft-com:office:office}OLEObject"
_BOX = W + "txbxContent"


@dataclass(slots=True)
class Tally:
    """What was met and not read, or read in a way the auditor should know; counted over the whole file."""

    hidden: int = 0
    charts: int = 0
    images: int = 0
    objects: dict[str, int] = field(default_factory=dict)
    outside: int = 0
    covered: int = 0


@dataclass(slots=True)
class _Field:
    code: bool = True
    instruction: str = ""


@dataclass(slots=True)
class Line:
    """One paragraph as text, with the looks of its pieces."""

    text: str
    toc: bool
    pieces: list[tuple[str, Look]]
    blank: bool = False
    """Whether `text` is an automatic number and nothing else."""

    @property
    def bold(self) -> bool:
        """Whether all of it stands out."""
        inked = self._inked()
        return bool(inked) and all(look.stands_out for look in inked)

    @property
    def size(self) -> int:
        """Its largest type in half points."""
        return max((look.size or 21 for look in self._inked()), default=0)

    def _inked(self) -> list[Look]:
        return [look for text, look in self.pieces if text.strip()]


class Story:
    """Reads paragraphs one after another: fields run across paragraphs, notes and boxes wait to be fetched."""

    def __init__(self, styles: Styles, tally: Tally) -> None:
        self._styles = styles
        self.tally = tally
        self._fields: list[_Field] = []
        self.notes: list[tuple[str, str]] = []
        """("footnote" | "endnote" | "comment", id) in the order of their marks."""
        self.boxes: list[etree._Element] = []
        self._pieces: list[tuple[str, Look]] = []

    def line(self, paragraph: etree._Element, base: Look) -> Line:
        """Read one w:p; `base` is the look of its style."""
        pieces = self._pieces = []
        in_toc = self._in_toc()
        self._inside(paragraph, base)
        if self._fields:
            in_toc = in_toc or self._in_toc()
            # a field whose code is not closed in its paragraph is damaged; it must not swallow the rest of the paper
            self._fields = [each for each in self._fields if not each.code]
        return Line(pieces[0][0] if len(pieces) == 1 else "".join([text for text, _ in pieces]), in_toc, pieces)

    def forget_fields(self) -> None:
        """Drop open fields: what follows is certainly not part of them."""
        self._fields.clear()

    def _in_toc(self) -> bool:
        return bool(self._fields) and any(each.instruction.lstrip().upper().startswith("TOC") for each in self._fields)

    def _inside(self, node: etree._Element, base: Look) -> None:
        for part in node:
            tag = part.tag
            if tag == _RUN:
                self._run(part, base)
            elif tag in _SKIPPED:
                continue
            elif tag == ALTERNATE:
                branch = chosen(part)
                if branch is not None:
                    self._inside(branch, base)
            elif tag == SDT:
                self._control(part, base)
            elif tag in (M + "oMath", M + "oMathPara"):
                self._add(formula(part), base)
            elif tag in _DRAWN:
                self._drawn(part)
            elif len(part):
                self._inside(part, base)

    def _control(self, node: etree._Element, base: Look) -> None:
        """Read a content control: a check box by its state, nothing while it shows its prompt."""
        properties = child(node, "sdtPr")
        if properties is not None:
            box = properties.find(W14 + "checkbox")
            if box is not None:
                state = box.find(W14 + "checked")
                ticked = state is not None and state.get(W14 + "val", "1") in ("1", "true", "on")
                self._add("☑" if ticked else "☐", base)
                return
            if switch(properties, "showingPlcHdr"):
                return
        content = child(node, "sdtContent")
        if content is not None:
            self._inside(content, base)

    def _add(self, text: str, look: Look) -> None:
        if text and not (self._fields and any(each.code for each in self._fields)):
            self._pieces.append((text, look))

    def _run(self, run: etree._Element, base: Look) -> None:
        look = base
        raised = False
        parts = list(run)
        for part in parts:
            if part.tag == _RUN_PROPERTIES:
                look, raised = self._look(part, base)
                break
        if look.hidden:
            self.tally.hidden += any(node.text for node in run.iter(_TEXT))
            return
        for part in parts:
            tag = part.tag
            if tag == _TEXT:
                self._add(_printed(part.text or "", look, raised=raised), look)
            elif tag != _RUN_PROPERTIES:
                self._piece(part, look, raised=raised)

    def _look(self, properties: etree._Element, base: Look) -> tuple[Look, bool]:
        """Return how the text of a run looks, and whether it is raised."""
        raised = False
        for node in properties:
            tag = node.tag
            if tag == _RUN_STYLE:
                base = self._styles.get(node.get(VAL)).look.over(base)
            elif tag == _RAISED:
                raised = node.get(VAL) == "superscript"
        return look_of(properties).over(base), raised

    def _piece(self, part: etree._Element, look: Look, *, raised: bool) -> None:
        tag = part.tag
        if tag == _TEXT:
            self._add(_printed(part.text or "", look, raised=raised), look)
        elif tag == W + "tab" or tag == W + "ptab":
            self._add("\t", look)
        elif tag in (W + "br", W + "cr"):
            self._add("\n", look)
        elif tag == W + "noBreakHyphen":
            self._add("-", look)
        elif tag == W + "sym":
            self._add(_symbol(part), look)
        elif tag == W + "fldChar":
            self._field(part, look)
        elif tag == W + "instrText":
            if self._fields:
                self._fields[-1].instruction += part.text or ""
        elif tag in (W + "footnoteReference", W + "endnoteReference", W + "commentReference"):
            kind = part.tag.removeprefix(W).removesuffix("Reference")
            self.notes.append((kind, part.get(W + "id", "")))
        elif tag in _DRAWN:
            self._drawn(part)
        elif tag == ALTERNATE:
            branch = chosen(part)
            for inner in branch if branch is not None else ():
                self._piece(inner, look, raised=raised)
        elif tag == W + "ruby":
            base = child(part, "rubyBase")
            if base is not None:
                self._inside(base, look)

    def _field(self, mark: etree._Element, look: Look) -> None:
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            data = child(mark, "ffData")
            if data is not None:
                self._add(_form_field(data), look)
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].code = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _drawn(self, node: etree._Element) -> None:
        """Queue the text boxes of a drawing, once each, and count what cannot be read."""
        stack = [node]
        while stack:
            at = stack.pop()
            if at.tag == _BOX:
                self.boxes.append(at)
            elif at.tag == ALTERNATE:
                branch = chosen(at)
                if branch is not None:
                    stack.append(branch)
            else:
                if at.tag in _CHART:
                    self.tally.charts += 1
                elif at.tag in _IMAGE:
                    self.tally.images += 1
                elif at.tag == _OLE:
                    name = at.get("ProgID") or "未知类型"
                    self.tally.objects[name] = self.tally.objects.get(name, 0) + 1
                stack.extend(reversed(at))


def formula(node: etree._Element) -> str:
    """Return the text of an equation; a fraction as a/b, the rest in reading order."""
    if node.tag == M + "t":
        return node.text or ""
    if node.tag == M + "f":
        top, bottom = node.find(M + "num"), node.find(M + "den")
        if top is not None and bottom is not None:
            return f"{formula(top)}/{formula(bottom)}"
    return "".join(formula(part) for part in node)


def _printed(text: str, look: Look, *, raised: bool) -> str:
    if raised and text.strip() and all(ord(ch) in _SUPERSCRIPT for ch in text):
        return text.translate(_SUPERSCRIPT)
    if look.font is None:
        return text
    table = _FONTS.get(look.font.lower())
    if table is None or table is _SYMBOL:
        return text
    return "".join(
        table.get(ord(ch) & 0xFF, ch) if ord(ch) < 0x100 or 0xF000 <= ord(ch) < 0xF100 else ch for ch in text
    )


def _symbol(node: etree._Element) -> str:
    try:
        code = int(node.get(W + "char", ""), 16)
    except ValueError:
        return ""
    low = code - 0xF000 if 0xF000 <= code < 0xF100 else code
    known = _FONTS.get(node.get(W + "font", "").lower(), {}).get(low)
    if known is not None:
        return known
    return chr(code) if 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def _form_field(data: etree._Element) -> str:
    """Return what a legacy form field shows outside its result: a check box, the entry chosen in a list."""
    box = child(data, "checkBox")
    if box is not None:
        state = switch(box, "checked")
        return "☑" if (state if state is not None else switch(box, "default")) else "☐"
    options = child(data, "ddList")
    if options is not None:
        entries = [entry.get(VAL, "") for entry in options.iterchildren(W + "listEntry")]
        at = number(value(options, "result"))
        return entries[at] if at < len(entries) else ""
    return ""
