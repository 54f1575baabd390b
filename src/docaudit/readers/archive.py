"""Zip packages of strangers: members and XML are read within limits, and nothing outside the file is ever fetched."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import unquote

from lxml import etree

from docaudit.model import Unreadable

MAX_TOTAL = 1 * 2**30
"""Uncompressed bytes of all members together."""
MAX_MEMBER = 256 * 2**20
"""Uncompressed bytes of one XML member."""
MAX_XML = 512 * 2**20
"""Bytes of all XML that is handed to a library together."""
MAX_RATIO = 400
"""How much a member of more than 16 MB may shrink when packed; real papers stay below 100."""
MAX_MEMBERS = 20_000

_SMALL = 2 * 2**20
_LOCAL_HEADER = struct.Struct("<26xHH")
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/", b"http://schemas.openxmlformats.org/wordprocessingml/2006/"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/", b"http://schemas.openxmlformats.org/spreadsheetml/2006/"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
_OTHER_ENCODING = re.compile(
    rb"""(?s).{0,3}\0|(?:\xef\xbb\xbf)?<\?xml\s[^>]*?encoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE
)
_PARSER = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
    collect_ids=False,
)
_DAMAGED = "文件已损坏，无法解压"
_SAVE_AGAIN = "请用原软件打开并另存后重试"


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a part of a package points: the last step of the type, and the member's name."""

    kind: str
    target: str


class Archive:
    """An opened zip package.  Every method raises Unreadable for what is broken or too large."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        try:
            self._zip = zipfile.ZipFile(self._file)
            self._members = self._checked()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
            self._file.close()
            raise Unreadable(_DAMAGED, _SAVE_AGAIN) from error
        except BaseException:
            self._file.close()
            raise
        self.names = frozenset(self._members)
        """The names of all members, with forward slashes."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()
        self._file.close()

    def _checked(self) -> dict[str, zipfile.ZipInfo]:
        members = self._zip.infolist()
        suspect = any(m.file_size > 16 * 2**20 and m.file_size > MAX_RATIO * max(m.compress_size, 1) for m in members)
        if suspect or len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_TOTAL:
            raise Unreadable("压缩包解压后过大，疑似压缩炸弹，已拒绝读取", "请确认文件来源，删去无关内容后另存")
        return {m.filename.replace("\\", "/").lstrip("/"): m for m in members}

    def read(self, name: str) -> bytes:
        """Return a member's bytes."""
        member = self._members.get(name)
        if member is None:
            raise Unreadable(f"文件不完整，缺少组成部分 {name}", _SAVE_AGAIN)
        if member.flag_bits & 0x1:
            raise Unreadable("文件已加密，需要密码才能打开", "请取消密码保护后重试")
        try:
            with self._zip.open(member) as stream:
                data = stream.read(MAX_MEMBER + 1)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, OSError) as error:
            raise Unreadable(_DAMAGED, _SAVE_AGAIN) from error
        if len(data) > MAX_MEMBER:
            raise Unreadable("文件内容过大，已拒绝读取", "请拆分文件后重试")
        return data

    def packed(self, name: str) -> bytes:
        """Return a member as it lies in the file, with what the directory says of it: equal ones hold equal members.

        b"" for one that is missing, large or locked.
        """
        member = self._members.get(name)
        if member is None or member.flag_bits & 0x1 or max(member.compress_size, member.file_size) > _SMALL:
            return b""
        self._file.seek(member.header_offset)
        head = self._file.read(_LOCAL_HEADER.size)
        if len(head) < _LOCAL_HEADER.size or not head.startswith(b"PK\x03\x04"):
            return b""
        name_length, extra_length = _LOCAL_HEADER.unpack(head)
        self._file.seek(name_length + extra_length, io.SEEK_CUR)
        said = struct.pack("<LLH", member.CRC, member.file_size, member.compress_type)
        return said + self._file.read(member.compress_size)

    def xml(self, name: str) -> etree._Element:
        """Return the root of an XML member; the strict dialect of OOXML comes back in the usual namespaces."""
        return parse_xml(self.flat(name))

    def flat(self, name: str) -> bytes:
        """Return the bytes of an XML member in the usual namespaces."""
        data = self.read(name)
        if b"http://purl.oclc.org/ooxml/" in data:
            for strict, usual in _STRICT:
                data = data.replace(strict, usual)
        return data

    def repacked(self, changed: Mapping[str, bytes | None] | None = None) -> io.BytesIO:
        """Return the package as a zip in memory that a library may be trusted with.

        XML members are within the limits, without document types, and in the usual namespaces; all others are empty, and
        so are damaged ones.  `changed` replaces, adds or (None) leaves out members.
        """
        changed = changed or {}
        out = io.BytesIO()
        total = 0
        with zipfile.ZipFile(out, "w") as copy:
            for name in sorted(self.names | changed.keys()):
                try:
                    data = changed[name] if name in changed else self.harmless(name)
                except Unreadable:
                    data = b""
                if data is None:
                    continue
                total += len(data)
                if total > MAX_XML:
                    raise Unreadable("文件内容过大，已拒绝读取", "请拆分文件后重试")
                copy.writestr(name, data)
        out.seek(0)
        return out

    def harmless(self, name: str) -> bytes:
        """Return an XML member as UTF-8 in the usual namespaces, without a document type; b"" for other members."""
        if not name.lower().endswith((".xml", ".rels")):
            return b""
        data = self.flat(name)
        # expat, which openpyxl uses, would put internal entities in
        return to_xml(parse_xml(data)) if b"<!DOCTYPE" in data or _OTHER_ENCODING.match(data) is not None else data

    def relations(self, name: str) -> dict[str, Relation]:
        """Return what the part called `name` points to inside the package, by relationship id; {} when nothing."""
        folder, leaf = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", leaf + ".rels")
        if rels not in self._members:
            return {}
        found: dict[str, Relation] = {}
        for node in self.xml(rels).iter(_REL):
            if node.get("TargetMode") == "External":
                continue
            target = unquote(node.get("Target", "")).replace("\\", "/")
            member = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
            found[node.get("Id", "")] = Relation(node.get("Type", "").rsplit("/", 1)[-1], member)
        return found

    def main_part(self, kind: str = "officeDocument") -> str | None:
        """Return the name of the part that the package is about, None when it names none that exists."""
        targets = [r.target for r in self.relations("").values() if r.kind == kind]
        return next((target for target in targets if target in self._members), None)


def parse_xml(data: bytes) -> etree._Element:
    """Parse XML without entities, network or depth beyond libxml2's own limits.  Raises Unreadable."""
    try:
        return etree.fromstring(data, _PARSER)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("文件内部的 XML 已损坏或异常", _SAVE_AGAIN) from error


def to_xml(root: etree._Element) -> bytes:
    """Return an element as UTF-8, without a document type and without references to entities."""
    etree.strip_elements(root, etree.Entity, with_tail=False)
    return etree.tostring(root, encoding="utf-8")
