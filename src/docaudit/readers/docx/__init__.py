"""Word documents (.docx, .docm, .dotx), read by a walk over the XML of the parts that matter."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from lxml import etree

from docaudit.model import Document, ParagraphKind, Unreadable
from docaudit.readers.archive import Archive
from docaudit.readers.build import Assembler
from docaudit.readers.docx.body import Body, Notes
from docaudit.readers.docx.inline import Tally
from docaudit.readers.docx.names import R, W, child
from docaudit.readers.docx.numbering import Numbering
from docaudit.readers.docx.package import Package
from docaudit.readers.docx.styles import Styles

T = TypeVar("T")

_NOTE_TAGS = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}
_INSERTED = (W + "ins", W + "moveTo")
_CHANGES = (*_INSERTED, W + "del", W + "moveFrom")
_PAGE_NUMBER = re.compile(r"[\s\d第页共/\-—–－of Page总IVXivx·.]*")
_LITTLE_TEXT = 50


def read_docx(path: Path, *, relative: str) -> Document:
    """Read a Word document.  Raises Unreadable for one that is damaged, OSError when it cannot be opened."""
    out = Assembler(relative)
    with Archive(path) as archive:
        package = Package(archive)
        body = child(package.root, "body")
        if body is None:
            raise Unreadable("文件不完整，找不到 Word 正文", "请用 Word 打开并另存后重试")
        tally = Tally()
        walker = Body(
            out,
            _part(package, "styles", package.styles, out) or Styles(None),
            Numbering(_part(package, "numbering", package.lists, out)),
            _notes(package, out),
            tally,
        )
        walker.walk(body)
        _margins(package, walker, out)
        _report(package.root, tally, walker.letters, out)
    return out.document(path, "docx")


def _part(package: Package, kind: str, load: Callable[[str], T], out: Assembler) -> T | None:
    """Load a part that the document can be read without; None when it is missing or damaged."""
    target = next((relation.target for relation in package.relations.values() if relation.kind == kind), None)
    if target is None:
        return None
    try:
        return load(target)
    except Unreadable:
        out.problem(f"组成部分 {target} 已损坏，已跳过；标题层级、编号或注释可能缺失", partly=True)
        return None


def _notes(package: Package, out: Assembler) -> Notes:
    notes: Notes = {}
    for part, tag in _NOTE_TAGS.items():
        root = _part(package, part, package.xml, out)
        for node in root.iterchildren(W + tag) if root is not None else ():
            if node.get(W + "type", "normal") == "normal":
                notes[tag, node.get(W + "id", "")] = node
    return notes


def _margins(package: Package, walker: Body, out: Assembler) -> None:
    """Add headers and footers after the body, each text once; page numbers alone say nothing."""
    seen: set[tuple[ParagraphKind, str]] = set()
    for tag, kind in (("headerReference", ParagraphKind.HEADER), ("footerReference", ParagraphKind.FOOTER)):
        for reference in package.root.iter(W + tag):
            relation = package.relations.get(reference.get(R + "id", ""))
            if relation is None:
                continue
            try:
                part = package.xml(relation.target)
            except Unreadable:
                out.problem(f"组成部分 {relation.target} 已损坏，已跳过", partly=True)
                continue
            for line in walker.lines(part):
                text = line.strip()
                if (kind, text) not in seen and _PAGE_NUMBER.fullmatch(text) is None:
                    seen.add((kind, text))
                    out.paragraph(text, kind)


def _report(root: etree._Element, tally: Tally, letters: int, out: Assembler) -> None:
    """Say what the auditor must know about how the file was read."""
    inserted = deleted = rows = 0
    for node in root.iter(*_CHANGES):
        if node.tag in _INSERTED:
            inserted += _has(node, W + "t")
        elif (parent := node.getparent()) is not None and parent.tag == W + "trPr":
            rows += node.tag == W + "del"
        else:
            deleted += _has(node, W + "delText", W + "t")
    if inserted or deleted or rows:
        counts = [(inserted, "插入"), (deleted, "删除"), (rows, "删除表格行")]
        stated = "、".join(f"{name} {count} 处" for count, name in counts if count)
        out.problem(f"文件含未接受的修订（{stated}），已按接受全部修订后的内容读取")
    if tally.hidden:
        out.problem(f"有 {tally.hidden} 处隐藏文字，未读取")
    if tally.covered:
        out.problem(f"有 {tally.covered} 个被合并单元格遮盖的单元格内含文字，未读取")
    for name, count in sorted(tally.objects.items()):
        if not name.startswith("Equation"):
            out.problem(f"含 {count} 个嵌入对象（{name}），其中的内容未读取")
    equations = sum(count for name, count in tally.objects.items() if name.startswith("Equation"))
    if equations:
        out.problem(f"含 {equations} 个公式对象（公式编辑器 3.0），其中的内容未读取")
    if tally.charts:
        out.problem(f"含 {tally.charts} 个图表或 SmartArt，其中的数据未读取")
    if tally.outside:
        out.problem(f"含 {tally.outside} 处嵌入的外部文档片段，未读取", partly=True)
    if tally.images and letters < _LITTLE_TEXT:
        out.problem(f"几乎没有文字，却有 {tally.images} 张图片，可能是扫描件；图片中的文字未读取", partly=True)


def _has(node: etree._Element, *tags: str) -> bool:
    return any(found.text for found in node.iter(*tags))
