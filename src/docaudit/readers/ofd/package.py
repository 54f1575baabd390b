"""The parts of an OFD file: where they lie, what they refer to, and what in them is not read."""

from __future__ import annotations

import math
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from docaudit.model import Unreadable
from docaudit.readers.archive import Archive

A4 = (0.0, 0.0, 210.0, 297.0)
Box = tuple[float, float, float, float]
"""Left, top, width and height in millimetres."""


@dataclass(slots=True)
class Part:
    """One document of the file: its folder, page area, fonts, templates and composite drawings by their ids."""

    base: str
    area: Box = A4
    bold: dict[str, bool] = field(default_factory=dict)
    templates: dict[str, str] = field(default_factory=dict)
    drawings: dict[str, etree._Element] = field(default_factory=dict)
    annotations: dict[str, list[str]] = field(default_factory=dict)
    """Members with the annotations of a page, by the id of the page."""
    attachments: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PageSource:
    """Where a page is described."""

    part: Part
    id: str
    member: str


def local(node: etree._Element) -> str:
    """The name of an element without its namespace, of which there are several in use."""
    return str(node.tag).rsplit("}", 1)[-1]


def child(node: etree._Element, name: str) -> etree._Element | None:
    """The first child of that name, or None."""
    return next((item for item in node if local(item) == name), None)


def children(node: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The children of that name."""
    return (item for item in node if local(item) == name) if node is not None else iter(())


def text_of(node: etree._Element | None) -> str:
    """The text of an element without blanks around it, "" for none."""
    return (node.text or "").strip() if node is not None else ""


def numbers(text: str | None) -> list[float]:
    """The numbers in a blank-separated list, up to the first that is none."""
    found = []
    for item in (text or "").split():
        try:
            value = float(item)
        except ValueError:
            break
        if abs(value) > 1e7 or math.isnan(value):
            break
        found.append(value)
    return found


class Package:
    """An opened OFD file.  Raises Unreadable when it is locked, or its entry is damaged."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._names = {name.lower(): name for name in sorted(archive.names)}
        self._missing: list[str] = []
        if any(name.lower() in ("encryptions.xml", "decryptseed.dat") for name in archive.names):
            raise Unreadable("OFD 文件已加密，无法读取", "请由原系统解除加密后重新导出")
        bodies = list(children(self.xml("OFD.xml"), "DocBody"))
        self._signatures = sum(self._signed(body) for body in bodies)
        roots = [self.member("", text_of(child(body, "DocRoot"))) for body in bodies]
        self._parts = [(root, self._part(root)) for root in roots if root]
        if not self._parts:
            raise Unreadable("OFD 文件不完整，找不到文档", "请重新获取或由原系统重新导出")

    def pages(self) -> Iterator[PageSource]:
        """Give the pages of all documents in their order."""
        for root, part in self._parts:
            for page in children(child(self.xml(root), "Pages"), "Page"):
                yield PageSource(part, page.get("ID", ""), self.member(part.base, page.get("BaseLoc", "")))

    def problems(self) -> list[str]:
        """Return what the auditor must know about parts that are not read."""
        found = []
        if len(self._parts) > 1:
            found.append(f"文件内含 {len(self._parts)} 个文档，已依次读取，页码连续计数")
        if self._signatures:
            found.append(f"含 {self._signatures} 个电子签名或印章，未验证其有效性")
        names = [name for _, part in self._parts for name in part.attachments]
        if names:
            shown = "、".join(names[:3]) + (" 等" if len(names) > 3 else "")
            found.append(f"含 {len(names)} 个附件（{shown}），附件内容未读取")
        if self._missing:
            found.append(f"有 {len(self._missing)} 个组成部分缺失或损坏（{self._missing[0]} 等），已跳过")
        return found

    def xml(self, member: str) -> etree._Element:
        """Return the root of a member.  Raises Unreadable when it is missing or damaged."""
        return self._archive.xml(self._names.get(member.lower(), member))

    def optional(self, member: str) -> etree._Element | None:
        """Return the root of a member that the paper can be read without; None, and noted, when it cannot be had."""
        try:
            return self.xml(member)
        except Unreadable:
            if member not in self._missing:
                self._missing.append(member)
            return None

    def member(self, base: str, location: str) -> str:
        """Return the member that a location means, as seen from a folder; "" for none."""
        location = location.strip().replace("\\", "/")
        if not location:
            return ""
        plain = posixpath.normpath(location.lstrip("/"))
        below = posixpath.normpath(posixpath.join(base, plain))
        # some writers give paths from the root without saying so, and the other way round
        places = (plain, below) if location.startswith("/") else (below, plain)
        return next((place for place in places if place.lower() in self._names), places[0])

    def _signed(self, body: etree._Element) -> int:
        location = text_of(child(body, "Signatures"))
        root = self.optional(self.member("", location)) if location else None
        return sum(1 for _ in children(root, "Signature"))

    def _part(self, root: str) -> Part:
        document = self.xml(root)
        part = Part(posixpath.dirname(root))
        common = child(document, "CommonData")
        if common is not None:
            part.area = area_of(child(common, "PageArea")) or A4
            for name in ("PublicRes", "DocumentRes"):
                for node in children(common, name):
                    self._resources(self.member(part.base, text_of(node)), part)
            for node in children(common, "TemplatePage"):
                part.templates[node.get("ID", "")] = self.member(part.base, node.get("BaseLoc", ""))
        self._annotations(text_of(child(document, "Annotations")), part)
        location = text_of(child(document, "Attachments"))
        listed = self.optional(self.member(part.base, location)) if location else None
        part.attachments = [node.get("Name") or "未命名" for node in children(listed, "Attachment")]
        return part

    def _resources(self, member: str, part: Part) -> None:
        root = self.optional(member) if member else None
        for group in children(root, "Fonts"):
            for font in children(group, "Font"):
                name = (font.get("FontName", "") + font.get("FamilyName", "")).lower()
                heavy = any(word in name for word in ("bold", "black", "heavy", "simhei", "黑体"))
                part.bold[font.get("ID", "")] = heavy or font.get("Bold") == "true"
        for group in children(root, "CompositeGraphicUnits"):
            for unit in children(group, "CompositeGraphicUnit"):
                part.drawings[unit.get("ID", "")] = unit

    def page_resources(self, page: etree._Element, source: PageSource) -> None:
        """Add the resources that only this page names to those of its document."""
        for node in children(page, "PageRes"):
            member = self.member(posixpath.dirname(source.member), text_of(node))
            if member.lower() not in self._names:
                member = self.member(source.part.base, text_of(node))
            self._resources(member, source.part)

    def _annotations(self, location: str, part: Part) -> None:
        if not location:
            return
        member = self.member(part.base, location)
        for page in children(self.optional(member), "Page"):
            own = self.member(posixpath.dirname(member), text_of(child(page, "FileLoc")))
            if own.lower() not in self._names:
                own = self.member(part.base, text_of(child(page, "FileLoc")))
            part.annotations.setdefault(page.get("PageID", ""), []).append(own)


def area_of(node: etree._Element | None) -> Box | None:
    """Return the physical box of a page area, None when it has no sensible one."""
    box = numbers(text_of(child(node, "PhysicalBox"))) if node is not None else []
    if len(box) != 4 or not (1 <= box[2] <= 5000 and 1 <= box[3] <= 5000):
        return None
    return box[0], box[1], box[2], box[3]
