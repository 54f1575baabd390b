"""PDF drawings that draw one another: refused before PDFium opens a page, and nothing else is."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from docaudit.model import Unreadable
from docaudit.readers import read
from docaudit.readers.extent import pictured_pages
from docaudit.readers.pdf.nesting import draws_without_end
from tests.hostile import pdfs
from tests.hostile.packages import pdf

PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> /XObject << /X 10 0 R >> >> >>"


def chain(length: int, times: int, leaf: bytes = b"0 0 m 9 9 l S ", *, packed: bool, apart: bool = False) -> bytes:
    """A page that draws form 10, which draws form 11 so often, and so on; `apart` keeps resources in objects of their own."""
    objects = pdfs.paper(page=PAGE, content=pdfs.stream(pdfs.TEXT + b" /X Do"))
    for i in range(10, 10 + length):
        own = b"<< /XObject << /X %d 0 R >> >>" % (i + 1)
        if apart:
            objects[i + 500] = own
            own = b"%d 0 R" % (i + 500)
        more = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources " + own
        objects[i] = pdfs.stream(b"q /X Do Q\n" * times, more, packed=packed)
    objects[10 + length] = pdfs.stream(leaf, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]", packed=packed)
    return pdfs.write(objects)


def lzw(data: bytes) -> bytes:
    """Pack bytes as codes of nine bits each, which a clear code now and then keeps that short."""
    codes = [code for i, byte in enumerate(data) for code in ((256, byte) if i % 200 == 0 else (byte,))]
    bits = "".join(f"{code:09b}" for code in [*codes, 257])
    return int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")


def written_oddly(how: str) -> bytes:
    """Thirty drawings that each draw the next one twice, written as a reader of plain bytes would not expect."""
    data, more, draw = b"q /X Do Q q /X Do Q ", b"", b"/X Do"
    key, subtype, resources = b"/Subtype", b"/Form", True
    match how:
        case "name":
            subtype = b"/F#6frm"
        case "drawn name":
            data = data.replace(draw, b"/#58 Do")
        case "blank":
            data = data.replace(draw, b"/X\0Do")
        case "comment":
            data = data.replace(draw, b"/X %Do\nDo")
        case "hexadecimal":
            data, more = data.hex().encode() + b">", b"/Filter /ASCIIHexDecode"
        case "base 85":
            data, more = b"<~" + base64.a85encode(data) + b"~>", b"/Filter [/A85]"
        case "run length":
            data, more = bytes([len(data) - 1]) + data + b"\x80", b"/Filter /RunLengthDecode"
        case "twice packed":
            data, more = zlib.compress(data).hex().encode() + b">", b"/Filter [/AHx /Fl]"
        case "predictor":
            data = zlib.compress(b"\0" + data)
            more = b"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns %d >>" % 20
        case "LZW":
            data, more = lzw(data), b"/Filter /LZWDecode"
        case "subtype elsewhere":
            subtype = b" 900 0 R"
        case "subtype elsewhere, key as numbers":
            key, subtype = b"/S#75btype", b"%x\n900 0 R"
        case "far head":
            more = b"%" + b"x" * 9000 + b"\n"
        case "resources of others":
            resources = False
    objects = pdfs.paper(page=PAGE, content=pdfs.stream(pdfs.TEXT + b" /X Do"))
    objects[900] = b"/Form"
    for i in range(10, 40):
        own = b"/Resources << /XObject << /X %d 0 R >> >>" % (i + 1) if resources else b""
        told = data.replace(b"/X", b"/X%d" % (i + 1)) if not resources else data
        objects[i] = pdfs.stream(told, b"/Type /XObject " + more + b" " + key + subtype + b" /BBox [0 0 9 9] " + own)
    objects[40] = pdfs.stream(b"0 0 m 9 9 l S ", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    if not resources:
        names = b" ".join(b"/X%d %d 0 R" % (i, i) for i in range(10, 41))
        objects[3] = PAGE.replace(b"/X 10 0 R", b"/X 10 0 R " + names)
    return pdfs.write(objects)


@pytest.mark.parametrize(
    "how",
    [
        "name",
        "drawn name",
        "blank",
        "comment",
        "hexadecimal",
        "base 85",
        "run length",
        "twice packed",
        "predictor",
        "LZW",
        "subtype elsewhere",
        "subtype elsewhere, key as numbers",
        "far head",
        "resources of others",
    ],
)
def test_however_it_is_written(tmp_path: Path, how: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(written_oddly(how))
    assert draws_without_end(path)


@pytest.mark.parametrize(
    "make",
    [
        lambda: pdfs.forms_in_circles(""),
        lambda: chain(30, 2, packed=False),
        lambda: chain(9, 10, packed=True),
        lambda: chain(9, 10, packed=True, apart=True),
        lambda: chain(2, 100, b"0 0 m 9 9 l S " * 2000, packed=True),
    ],
    ids=["circle", "doubling", "packed", "resources apart", "much content"],
)
def test_what_would_never_end_is_refused_at_once(tmp_path: Path, make: Callable[[], bytes]) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(make())
    with pytest.raises(Unreadable) as caught:
        read(path, relative="a.pdf")
    assert "互相嵌套" in caught.value.reason
    assert pictured_pages(path) == 0


@pytest.mark.parametrize(
    "make",
    [
        pdf,
        lambda: pdfs.forms_in_a_ring(""),
        lambda: pdfs.forms_doubling(""),
        lambda: chain(30, 1, packed=True),
        lambda: chain(1, 2000, packed=True),
        lambda: chain(2, 1, b"0 0 m 9 9 l S " * 100_000, packed=True),
        lambda: b"%PDF-1.7 1 0 obj << /Subtype /Form >>",
    ],
    ids=["no forms", "ring", "some", "deep", "a symbol often", "a large drawing", "broken"],
)
def test_what_papers_do_is_not(tmp_path: Path, make: Callable[[], bytes]) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(make())
    assert not draws_without_end(path)
