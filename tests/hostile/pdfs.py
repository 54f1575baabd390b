"""PDF files that loop, swell or carry what is not to be run; written byte by byte."""

from __future__ import annotations

import zlib

from tests.hostile.packages import pdf as sound
from tests.hostile.samples import EITHER, READ, sample

TEXT = b"BT /F1 12 Tf 72 700 Td (Budget 120, of which 80 and 40) Tj ET"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def write(objects: dict[int, bytes], *, trailer: bytes = b"/Root 1 0 R", tail: bytes | None = None) -> bytes:
    """A PDF of these objects with a sound table of places, unless `tail` stands for it."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    if tail is not None:
        return bytes(out + tail)
    start = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    return bytes(out + b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start))


def stream(data: bytes, more: bytes = b"", *, packed: bool = False) -> bytes:
    if packed:
        data, more = zlib.compress(data, 9), more + b" /Filter /FlateDecode"
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), more, data)


def paper(**changed: bytes) -> dict[int, bytes]:
    """One page with one line of text; `root`, `pages`, `page`, `content`, `font` replace its objects."""
    objects = {
        "root": b"<< /Type /Catalog /Pages 2 0 R >>",
        "pages": b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "page": b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        "content": stream(TEXT),
        "font": FONT,
        **changed,
    }
    return dict(enumerate((objects[key] for key in ("root", "pages", "page", "content", "font")), 1))


@sample("页圈.pdf", EITHER)
def page_tree_in_a_circle(_: str) -> bytes:
    return write(paper(pages=b"<< /Type /Pages /Kids [3 0 R 2 0 R 2 0 R] /Count 3 >>"))


@sample("父圈.pdf", EITHER)
def parents_in_a_circle(_: str) -> bytes:
    objects = paper(page=b"<< /Type /Page /Parent 6 0 R /Contents 4 0 R >>")
    objects[6] = b"<< /Type /Pages /Parent 7 0 R >>"
    objects[7] = b"<< /Type /Pages /Parent 6 0 R >>"
    return write(objects)


@sample("千层页.pdf", EITHER)
def deep_page_tree(_: str) -> bytes:
    objects = paper(pages=b"<< /Type /Pages /Kids [10 0 R] /Count 1 >>")
    for i in range(10, 5010):
        objects[i] = b"<< /Type /Pages /Kids [%d 0 R] /Count 1 /Parent %d 0 R >>" % (i + 1, i - 1)
    objects[5010] = objects[3]
    return write(objects)


@sample("亿页.pdf", EITHER)
def claims_many_pages(_: str) -> bytes:
    return write(paper(pages=b"<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>"))


@sample("同页.pdf", EITHER)
def one_page_many_times(_: str) -> bytes:
    return write(paper(pages=b"<< /Type /Pages /Kids [" + b"3 0 R " * 3100 + b"] /Count 3100 >>"))


@sample("目录圈.pdf")
def outlines_in_a_circle(_: str) -> bytes:
    objects = paper(root=b"<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>")
    objects[6] = b"<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 1 >>"
    objects[7] = b"<< /Title (a) /Parent 6 0 R /Next 7 0 R /First 6 0 R >>"
    return write(objects)


@sample("表圈.pdf", EITHER)
def tables_of_places_in_a_circle(_: str) -> bytes:
    raw = write(paper())
    start = raw.rindex(b"xref\n0")
    return raw.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % start)


@sample("无表.pdf", EITHER)
def no_table_of_places(_: str) -> bytes:
    return write(paper(), tail=b"trailer << /Root 1 0 R >>\nstartxref\n99999999999\n%%EOF")


@sample("巨幅.pdf", EITHER)
def huge_page(_: str) -> bytes:
    return write(
        paper(
            page=b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1e9 1e9] /UserUnit 75000 /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
        )
    )


@sample("怪幅.pdf", EITHER)
def odd_page(_: str) -> bytes:
    return write(
        paper(
            page=b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 0 -99999999999999999999] /CropBox [nan /a] /Rotate 37 /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
        )
    )


@sample("巨图.pdf", EITHER)
def huge_scan(_: str) -> bytes:
    """A page that is a picture of 30,000 × 30,000 pixels, all white."""
    objects = paper(
        page=b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 3000 3000] /Contents 4 0 R /Resources << /XObject << /I 6 0 R >> >> >>",
        content=stream(b"q 3000 0 0 3000 0 0 cm /I Do Q"),
    )
    objects[6] = stream(
        b"\xff" * 1_000_000,
        b"/Type /XObject /Subtype /Image /Width 30000 /Height 30000 /BitsPerComponent 8 /ColorSpace /DeviceGray",
        packed=True,
    )
    return write(objects)


@sample("流炸弹.pdf", EITHER)
def bomb_in_a_stream(_: str) -> bytes:
    bomb = zlib.compress(zlib.compress(b" " * (40 << 20), 9), 9)
    return write(paper(content=stream(bomb, b"/Filter [/FlateDecode /FlateDecode]")))


@sample("对象流炸弹.pdf", EITHER)
def bomb_in_an_object_stream(_: str) -> bytes:
    objects = paper()
    objects[6] = stream(b"7 0 " + b"[" * (20 << 20), b"/Type /ObjStm /N 1000000 /First 4 /Extends 6 0 R", packed=True)
    places = b"".join(b"\x02" + (6).to_bytes(2, "big") + bytes([i % 256]) for i in range(2000))
    objects[8] = stream(places, b"/Type /XRef /Size 2000 /W [1 2 1] /Root 1 0 R /Prev 9 /XRefStm 9")
    raw = write(objects)
    return raw[: raw.rindex(b"xref\n0")] + b"startxref\n%d\n%%%%EOF" % raw.index(b"8 0 obj")


@sample("括号.pdf", EITHER)
def deep_arrays(_: str) -> bytes:
    return write(paper(content=stream(b"[" * 500_000 + TEXT), font=b"[" * 100_000 + b"]" * 100_000))


@sample("表单圈.pdf", "互相嵌套")
def forms_in_circles(_: str) -> bytes:
    """PDFium would be busy with these until a limit of time or memory ends it."""
    objects = paper(
        page=b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R /Y 7 0 R >> >> >>",
        content=stream(TEXT + b" /X Do /Y Do"),
    )
    again = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R /Y 7 0 R >> >>"
    objects[6] = stream(b"/Y Do /X Do " * 10, again)
    objects[7] = stream(b"/X Do /Y Do " * 10, again)
    return write(objects)


@sample("表单环.pdf")
def forms_in_a_ring(_: str) -> bytes:
    """Each draws the other once: PDFium ends this by itself."""
    objects = paper(
        page=b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >> >>",
        content=stream(TEXT + b" /X Do"),
    )
    again = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R /Y 7 0 R >> >>"
    objects[6] = stream(b"/Y Do ", again)
    objects[7] = stream(b"/X Do ", again, packed=True)
    return write(objects)


@sample("表单叠.pdf", EITHER)
def forms_doubling(_: str) -> bytes:
    """Each form draws the next one ten times: 10^9 times at the end."""
    objects = paper(
        page=b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> /XObject << /X 10 0 R >> >> >>",
        content=stream(TEXT + b" /X Do"),
    )
    for i in range(10, 14):
        objects[i] = stream(
            b"/X Do " * 10,
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>" % (i + 1),
        )
    objects[14] = stream(b"0 0 m 9 9 l S " * 10, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    return write(objects)


@sample("坏图.pdf", EITHER)
def broken_pictures(_: str) -> bytes:
    objects = paper(
        page=b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> /XObject << /A 6 0 R /B 7 0 R /C 8 0 R >> >> >>",
        content=stream(TEXT + b" q 500 0 0 500 0 0 cm /A Do /B Do /C Do Q"),
    )
    size = b"/Type /XObject /Subtype /Image /Width 30000 /Height 30000 /BitsPerComponent 1 /ColorSpace /DeviceGray"
    objects[6] = stream(
        bytes.fromhex("00000000300001000000130000ffff0000ffff00000000000000000001"), size + b" /Filter /JBIG2Decode"
    )
    objects[7] = stream(
        bytes.fromhex(
            "0000000c6a5020200d0a870a00000014667479706a703220000000006a703220ff4fff51002f0000ffffffffffffffff"
        ),
        size + b" /Filter /JPXDecode",
    )
    objects[8] = stream(b"\xff\xd8\xff\xe0" + b"\xff" * 200, size + b" /Filter /DCTDecode")
    return write(objects)


@sample("脚本.pdf")
def scripts_and_files(bait: str) -> bytes:
    address = bait.encode()
    objects = paper(
        root=b"<< /Type /Catalog /Pages 2 0 R /OpenAction 6 0 R /AA << /WC 6 0 R >> /Names << /JavaScript << /Names [(a) 6 0 R] >> /EmbeddedFiles << /Names [(a.exe) 7 0 R] >> >> "
        b"/AcroForm << /Fields [9 0 R] /XFA 10 0 R >> >>",
        page=b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> /AA << /O 6 0 R >> /Annots [9 0 R 11 0 R 12 0 R] >>",
    )
    objects[6] = (
        b"<< /S /JavaScript /JS (app.launchURL\\('%s/js'\\); while\\(true\\){}) /Next << /S /URI /URI (%s/uri) >> >>"
        % (address, address)
    )
    objects[7] = b"<< /Type /Filespec /F (a.exe) /EF << /F 8 0 R >> >>"
    objects[8] = stream(b"MZ" + bytes(99), b"/Type /EmbeddedFile")
    objects[9] = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (x) /V (5) /Rect [0 0 9 9] /AA << /C 6 0 R >> >>"
    objects[10] = stream(b'<!DOCTYPE x [<!ENTITY f SYSTEM "%s/xfa">]><x>&f;</x>' % address)
    objects[11] = b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /Launch /F (/bin/true) >> >>"
    objects[12] = b"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (note) /Popup 12 0 R /IRT 12 0 R >>"
    return write(objects)


@sample("外部流.pdf", EITHER)
def stream_from_elsewhere(bait: str) -> bytes:
    return write(
        paper(
            content=b"<< /Length 0 /F << /FS /URL /F (%s/stream) >> /FFilter /FlateDecode >>\nstream\n\nendstream"
            % bait.encode()
        )
    )


@sample("密.pdf", "密码")
def locked(_: str) -> bytes:
    objects = paper()
    objects[6] = (
        b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >>"
    )
    return write(
        objects,
        trailer=b"/Root 1 0 R /Encrypt 6 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]",
    )


@sample("字多.pdf", EITHER)
def very_many_glyphs(_: str) -> bytes:
    return write(paper(content=stream(b"BT /F1 1 Tf " + b"1 0 0 1 72 700 Tm (5) Tj " * 130_000 + b"ET", packed=True)))


@sample("线多.pdf", EITHER)
def very_many_lines(_: str) -> bytes:
    lines = b"".join(
        b"%d 0 m %d 800 l S 0 %d m 590 %d l S " % (i % 590, i % 590, i % 840, i % 840) for i in range(30_000)
    )
    return write(paper(content=stream(TEXT + b" " + lines, packed=True)))


@sample("字体怪.pdf", EITHER)
def odd_fonts(_: str) -> bytes:
    objects = paper(
        font=b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding 6 0 R /ToUnicode 6 0 R /DescendantFonts [5 0 R] >>"
    )
    cmap = (
        b"begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange "
        + b"1 beginbfrange <0000> <ffff> <d800> endbfrange " * 500
    )
    objects[6] = stream(cmap, b"/Type /CMap /CMapName /X /UseCMap 6 0 R")
    return write(objects)


@sample("续.pdf", READ)
def rubbish_around(_: str) -> bytes:
    return b"\0" * 900 + sound() + b"\0" * 3000 + b"%%EOF"


@sample("空.pdf", EITHER)
def nothing_but_a_head(_: str) -> bytes:
    return b"%PDF-1.7\n" + b"0" * 20_000


def endless_patterns(depth: int = 40) -> bytes:
    """A page filled with a pattern that is filled twice with a pattern, and so on: nobody sees the last one."""
    tiling = b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9 /Resources "
    objects = paper(
        page=b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> /Pattern << /P 10 0 R >> >> >>",
        content=stream(TEXT + b" /Pattern cs /P scn 0 0 400 400 re f"),
    )
    for i in range(10, 10 + depth):
        own = b"<< /Pattern << /P %d 0 R >> >>" % (i + 1)
        objects[i] = stream(b"/Pattern cs /P scn 0 0 5 5 re f " * 2, tiling + own)
    objects[10 + depth] = stream(b"0 0 5 5 re f", tiling + b"<< >>")
    return write(objects)


def endless_letters(depth: int = 40) -> bytes:
    """A text whose letter is drawn with four letters of another font, and so on."""
    objects = paper(
        page=b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R /T 10 0 R >> >> >>",
        content=stream(TEXT + b" BT /T 12 Tf 100 100 Td (aa) Tj ET"),
    )
    for i in range(10, 10 + 2 * depth, 2):
        objects[i] = (
            b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 750 750] /FontMatrix [0.001 0 0 0.001 0 0]"
            b" /CharProcs << /a %d 0 R >> /Encoding << /Type /Encoding /Differences [97 /a] >> /FirstChar 97"
            b" /LastChar 97 /Widths [1000] /Resources << /Font << /T %d 0 R >> >> >>" % (i + 1, i + 2)
        )
        objects[i + 1] = stream(b"1000 0 d0 " + b"BT /T 1000 Tf (aa) Tj ET " * 2)
    objects[10 + 2 * depth] = FONT
    return write(objects)
