"""The body of a Word document in reading order: headings, paragraphs, tables, and the notes and boxes on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from docaudit.model import ParagraphKind
from docaudit.readers.build import Assembler
from docaudit.readers.docx.inline import Line, Story, Tally
from docaudit.readers.docx.names import ALTERNATE, SDT, TBL, VAL, P, W, child, chosen, value
from docaudit.readers.docx.numbering import Numbering, list_of
from docaudit.readers.docx.styles import Style, Styles
from docaudit.readers.docx.tables import Grid, framed_text, read_grid
from docaudit.readers.outline import (
    SECTION_RANK,
    heading_rank,
    is_toc_line,
    is_unit_line,
    names_form_section,
    numbering,
)
from docaudit.readers.spots import Spot

_LONGEST_HEADING = 80
_DATE = re.compile(r"[0-9０-９〇○一二三四五六七八九十]{2,4}\s*年.*[月日]?")
_UNTITLED = ("目录", "摘要", "前言", "附录", "附件", "附表", "填报说明", "填写说明", "编制说明", "说明")
_SIGNATURE = (
    "委员会",
    "局",
    "厅",
    "公司",
    "中心",
    "大学",
    "学院",
    "研究院",
    "研究所",
    "政府",
    "办公室",
    "部",
    "盖章）",
)
_TITLE_SIZE = 32
_STYLE, _NUMBERED = W + "pStyle", W + "numPr"
_WRAPPERS = frozenset({W + "ins", W + "moveTo", W + "customXml", W + "smartTag"})

Notes: TypeAlias = "dict[tuple[str, str], etree._Element]"  # noqa: SLF001  (lxml has no other name for it)
"""Footnotes, endnotes and comments by kind and id."""
_NOTE_NAMES = {"footnote": "脚注", "endnote": "尾注", "comment": "批注"}


class Body:
    """Walks one document into an `Assembler`."""

    def __init__(self, out: Assembler, styles: Styles, numbers: Numbering, notes: Notes, tally: Tally) -> None:
        self._out = out
        self._styles = styles
        self._numbers = numbers
        self._notes = notes
        self._story = Story(styles, tally)
        self._tally = tally
        self._counts: dict[str, int] = {}
        self._carried = ""
        self._next: tuple[list[etree._Element], int] = ([], 0)
        self.letters = 0
        """Characters of text read, to tell a scan from a paper."""

    def walk(self, node: etree._Element, *, toc: bool = False, box: bool = False) -> None:
        """Add everything in a container of blocks; `toc` and `box` say that it is a table of contents or a text box."""
        blocks = list(_blocks(node))
        for i, part in enumerate(blocks):
            if part.tag == P:
                self._next = (blocks, i + 1)
                self._paragraph(part, toc=toc, box=box)
                self._hanging()
            elif part.tag == TBL:
                framed = framed_text(part)
                for cell in framed or ():
                    self.walk(cell, toc=toc, box=box)
                if framed is None:
                    self._table(read_grid(part, self._cell, self._tally), "（文本框内）" if box else "")
                    self._hanging()
            elif part.tag == SDT:
                gallery = value(child(part, "sdtPr"), "docPartObj", "docPartGallery") or ""
                content = child(part, "sdtContent")
                if content is not None and child(part, "sdtPr", "showingPlcHdr") is None:
                    self.walk(content, toc=toc or gallery == "Table of Contents", box=box)
            elif part.tag == W + "altChunk":
                self._tally.outside += 1

    def lines(self, node: etree._Element) -> Iterator[str]:
        """Yield the text of a container line by line (headers, footers, notes); a row of a table is one line."""
        for part in _blocks(node):
            if part.tag == P:
                yield self._text(part)[0].text
            elif part.tag == TBL:
                yield from _rows_as_text(read_grid(part, self._cell, self._tally).spots)
            elif part.tag == SDT:
                content = child(part, "sdtContent")
                if content is not None:
                    yield from self.lines(content)
        self._story.boxes.clear()
        self._story.notes.clear()

    def _text(self, paragraph: etree._Element) -> tuple[Line, Style]:
        """Read a paragraph with its automatic number in front."""
        name, numbered = _stated(child(paragraph, "pPr"))
        style = self._styles.get(name)
        line = self._story.line(paragraph, style.look)
        list_id, depth = list_of(numbered)
        if list_id is None:
            list_id = style.list_id
            if depth is None and list_id is not None:
                depth = style.list_level
                if depth is None:
                    depth = self._numbers.level_of_style(list_id, name or self._styles.default)
        if list_id is not None and list_id != "0":
            label = self._numbers.label(list_id, depth or 0)
            line.blank = not line.text.strip()
            line.text = label.rstrip() if line.blank else label + line.text
        return line, style

    def _paragraph(self, paragraph: etree._Element, *, toc: bool, box: bool) -> None:
        line, style = self._text(paragraph)
        mark = child(paragraph, "pPr", "rPr")
        if mark is not None and (child(mark, "del") is not None or child(mark, "moveFrom") is not None):
            self._carried += line.text
            return
        text, self._carried = (self._carried + ("" if line.blank else line.text)).strip(), ""
        if not text or (not any(ch.isalnum() for ch in text) and len(text) < 3):
            return
        self.letters += len(text)
        level = _outline(paragraph, style)
        if box:
            self._out.paragraph(text, ParagraphKind.TEXTBOX)
        elif toc or style.toc or (line.toc and level is None) or is_toc_line(text) or _compact(text) == "目录":
            self._out.paragraph(text, ParagraphKind.TOC)
        elif style.note:
            self._out.paragraph(text, ParagraphKind.NOTE)
        elif style.caption:
            self._out.paragraph(text, ParagraphKind.CAPTION)
        else:
            self._story_text(paragraph, text, line, level, style)

    def _story_text(self, paragraph: etree._Element, text: str, line: Line, level: int | None, style: Style) -> None:
        if level is not None:
            self._story.forget_fields()
        if level is not None and _can_head(text):
            found = numbering(text)
            self._out.heading(text, level, rank=found[0] if found is not None else -1.0)
            return
        rank = heading_rank(text, bold=line.bold)
        if rank is not None:
            self._out.ranked_heading(text, rank)
        elif line.bold and line.size >= _TITLE_SIZE and _centred(paragraph, style) and _is_title(text):
            self._out.heading(text, 1 if _compact(text) in _UNTITLED else 0)
        elif names_form_section(text) and _centred(paragraph, style) and not _is_above_table(*self._next):
            self._out.ranked_heading(text, SECTION_RANK)
        else:
            self._out.paragraph(text)

    def _hanging(self) -> None:
        """Add the text boxes and notes that hang on what was just read."""
        notes, self._story.notes = self._story.notes, []
        boxes, self._story.boxes = self._story.boxes, []
        for box in boxes:
            self.walk(box, box=True)
        for kind, name in notes:
            node = self._notes.get((kind, name))
            if node is None:
                continue
            text = "\n".join(line for line in self.lines(node) if line.strip()).strip()
            self._counts[kind] = self._counts.get(kind, 0) + 1
            where = f"{_NOTE_NAMES[kind]}{self._counts[kind]}"
            self._out.note(text, where, ParagraphKind.COMMENT if kind == "comment" else ParagraphKind.NOTE)

    def _table(self, grid: Grid, inside: str = "") -> None:
        self.letters += sum(len(spot.text) for spot in grid.spots)
        made = self._out.table(grid.spots, height=grid.height, width=grid.width, inside=inside)
        for row, column, inner in grid.nested:
            outer = f"（表{made.index} 第{row + 1}行第{column + 1}列内）" if made is not None else ""
            self._table(inner, outer)

    def _cell(self, cell: etree._Element) -> tuple[str, list[Grid]]:
        """Return the text of a cell, that of nested tables included, and those tables."""
        lines: list[str] = []
        nested: list[Grid] = []
        self._collect(cell, lines, nested)
        return "\n".join(lines).strip("\n"), nested

    def _collect(self, node: etree._Element, lines: list[str], nested: list[Grid]) -> None:
        for part in _blocks(node):
            if part.tag == P:
                lines.append(self._text(part)[0].text)
            elif part.tag == TBL:
                grid = read_grid(part, self._cell, self._tally)
                nested.append(grid)
                lines.extend(_rows_as_text(grid.spots))
            elif part.tag == SDT:
                properties = child(part, "sdtPr")
                if child(properties, "showingPlcHdr") is not None:
                    continue
                content = child(part, "sdtContent")
                if content is not None:
                    self._collect(content, lines, nested)


def _blocks(node: etree._Element) -> Iterator[etree._Element]:
    """Yield the blocks of a container, looking through wrappers that mean nothing to a reader."""
    for part in node:
        if part.tag in _WRAPPERS:
            yield from _blocks(part)
        elif part.tag == ALTERNATE:
            branch = chosen(part)
            if branch is not None:
                yield from _blocks(branch)
        else:
            yield part


def _stated(properties: etree._Element | None) -> tuple[str | None, etree._Element | None]:
    """Return the style and the w:numPr that paragraph properties state."""
    style, numbered = None, None
    for node in properties if properties is not None else ():
        tag = node.tag
        if tag == _STYLE:
            style = node.get(VAL)
        elif tag == _NUMBERED:
            numbered = node
    return style, numbered


def _is_above_table(blocks: list[etree._Element], start: int) -> bool:
    """Whether a table is the first of these blocks from `start` on, but for blank lines and a unit line."""
    for part in blocks[start : start + 3]:
        if part.tag != P:
            return bool(part.tag == TBL)
        text = "".join(node.text or "" for node in part.iter(W + "t"))
        if text.strip() and not is_unit_line(text):
            return False
    return False


def _rows_as_text(spots: list[Spot]) -> list[str]:
    rows: dict[int, list[str]] = {}
    for spot in spots:
        rows.setdefault(spot.row, []).append(spot.text)
    return ["\t".join(texts) for texts in rows.values()]


def _outline(paragraph: etree._Element, style: Style) -> int | None:
    """Return the heading level of a paragraph: its own outline level before that of its style."""
    own = value(paragraph, "pPr", "outlineLvl")
    if own is not None and own.isdigit() and style.level is None:
        return int(own) + 1 if int(own) < 9 else None
    return style.level


def _can_head(text: str) -> bool:
    """Whether a paragraph in a heading style is a heading: a style set on whole paragraphs must not hide their facts."""
    return len(text) <= _LONGEST_HEADING and "。" not in text.rstrip("。") and not text.endswith(("；", ";"))


def _centred(paragraph: etree._Element, style: Style) -> bool:
    own = value(paragraph, "pPr", "jc")
    return own == "center" if own is not None else style.centred


def _compact(text: str) -> str:
    return "".join(text.split())


def _is_title(text: str) -> bool:
    line = _compact(text)
    if not 2 <= len(line) <= 50 or line.endswith(("。", "；", "，", "、", "：", ":")) or "：" in line or "__" in line:
        return False
    return not (_DATE.fullmatch(line) or line.endswith(_SIGNATURE) or not any(ch >= "\u4e00" for ch in line))
