"""Archives that blow up, nest without end, or lead out of the folder."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile

from tests.hostile.packages import MARKDOWN, zipped
from tests.hostile.samples import EITHER, READ, sample


@sample("平炸弹.zip", "压缩炸弹")
def flat(_: str) -> bytes:
    return zipped({"a.md": b"\0" * (80 << 20)})


@sample("套炸弹.zip", "压缩炸弹")
def nested(_: str) -> bytes:
    inner = zipped({f"{i}.md": b" " * (3 << 20) for i in range(9)})
    return zipped({f"{i}.zip": inner for i in range(4)})


@sample("重叠.zip", EITHER)
def overlapping(_: str) -> bytes:
    """Every entry of the directory points to one local header, as the best known bomb of this kind does."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("0000.md", " " * (2 << 20))
        for i in range(1, 400):
            package.writestr(f"{i:04}.md", "")
    raw = bytearray(out.getvalue())
    at = first = raw.find(b"PK\x01\x02")
    while at >= 0:
        raw[at + 16 : at + 28] = raw[first + 16 : first + 28]
        raw[at + 42 : at + 46] = struct.pack("<L", 0)
        at = raw.find(b"PK\x01\x02", at + 4)
    return bytes(raw)


@sample("自身.zip", EITHER)
def deep(_: str) -> bytes:
    data = zipped({"底.md": MARKDOWN.encode()})
    for i in range(50):
        data = zipped({f"{i}.zip": data})
    return data


@sample("万件.zip", "压缩炸弹")
def many(_: str) -> bytes:
    return zipped({f"{i}.md": b"x" for i in range(6000)}, stored=True)


@sample("爬.zip", "指向包外")
def climbing(_: str) -> bytes:
    names = [
        "../../docaudit-escaped.md",
        "/tmp/docaudit-escaped.md",
        "C:\\docaudit-escaped.md",
        "a/../../docaudit-escaped.md",
        "..\\docaudit-escaped.md",
    ]
    return zipped({**{name: MARKDOWN.encode() for name in names}, "好.md": "无".encode()})


@sample("链.zip", "指向包外")
def links(_: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, target in (("a.md", "/etc/passwd"), ("b", "/etc"), ("b/passwd.md", "x")):
            info = zipfile.ZipInfo(name)
            info.external_attr = 0o120777 << 16 if "/" not in name else 0
            package.writestr(info, target)
    return out.getvalue()


@sample("链.tar.gz", "指向包外")
def tar_links(_: str) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as package:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE):
            entry = tarfile.TarInfo("a.md")
            entry.type, entry.linkname = kind, "/etc/passwd"
            package.addfile(entry)
        climbing = tarfile.TarInfo("../../docaudit-escaped.md")
        climbing.size = 1
        package.addfile(climbing, io.BytesIO(b"x"))
    return out.getvalue()


@sample("大.tar", EITHER)
def sparse(_: str) -> bytes:
    """The header promises eight exabytes."""
    entry = tarfile.TarInfo("a.md")
    entry.size = 1 << 63
    return entry.tobuf(tarfile.GNU_FORMAT) + b"x" * 2000


@sample("长名.tar", EITHER)
def long_names(_: str) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as package:
        for name in ("长" * 300 + ".md", "a/" * 400 + "b.md", "新\n行.md", "a\u202edm.md", "=cmd.md"):
            entry = tarfile.TarInfo(name)
            entry.size = len(MARKDOWN.encode())
            package.addfile(entry, io.BytesIO(MARKDOWN.encode()))
    return out.getvalue()


@sample("炸.gz", EITHER)
def gz(_: str) -> bytes:
    return gzip.compress(b"\0" * (8 << 20))


@sample("炸.tar.bz2", EITHER)
def bz(_: str) -> bytes:
    return bz2.compress(b"\0" * (16 << 20))


@sample("炸.tar.xz", EITHER)
def xz(_: str) -> bytes:
    return lzma.compress(b"\0" * (16 << 20), preset=0)


@sample("名.zip", READ)
def names(_: str) -> bytes:
    odd = [
        "新\n行.md",
        "=1+1.md",
        "a\u202edm.md",
        "长" * 80 + ".md",
        "con.md",
        "a\tb.md",
        "<script>.md",
        "a:b.md",
        "a|b?.md",
    ]
    return zipped({name: MARKDOWN.encode() for name in odd})


@sample("名乱.zip", EITHER)
def undecodable_names(_: str) -> bytes:
    raw = zipped({"NNNNNNNN.md": MARKDOWN.encode()})
    return raw.replace(b"NNNNNNNN", b"\xff\xfe\x80\x81\xc0\xaf\x00\x0a")
