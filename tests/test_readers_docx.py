"""Word documents: what stands on the page, in order, cell by cell."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from docaudit.model import Document, Heading, Paragraph, ParagraphKind, Status, Table
from docaudit.readers import read
from docaudit.readers.docx import package
from docaudit.readers.docx.numbering import counting, render_number

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _package(path: Path, body: str, parts: dict[str, str] | None = None) -> None:
    """Write a Word file from the XML of its body and of other parts (styles, numbering, footnotes, header1 …)."""
    parts = parts or {}
    rels = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{name.rstrip("0123456789")}" Target="{name}.xml"/>' for name in parts
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="{package}">{rels}</Relationships>')
        archive.writestr("word/document.xml", f"<w:document {NS}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)


def _read(folder: Path, body: str, parts: dict[str, str] | None = None) -> Document:
    path = folder / "a.docx"
    _package(path, body, parts)
    return read(path, relative="a.docx")


def p(inner: str, properties: str = "") -> str:
    content = inner if inner.startswith("<") else r(inner)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{content}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(text: str, properties: str = "") -> str:
    inner = text if text.startswith("<") else p(text) if text else "<w:p/>"
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def texts(document: Document) -> list[str]:
    out: list[str] = []
    for block in document.blocks:
        if isinstance(block, Heading):
            out.append(f"H{block.level} {block.text}")
        elif isinstance(block, Paragraph):
            out.append(block.text if block.kind is ParagraphKind.BODY else f"[{block.kind.value}] {block.text}")
        else:
            out.append(f"table {block.index}")
    return out


SPAN2 = '<w:gridSpan w:val="2"/>'
DOWN, UP = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_a_document_made_by_python_docx(tmp_path: Path) -> None:
    paper = docx.Document()
    paper.add_heading("项目任务书", 0)
    paper.add_heading("三、考核指标", 1)
    paper.add_paragraph("申请发明专利不少于5项；\n培养人才80人。")
    paper.add_paragraph("表1-2 指标（单位：项）")
    grid = paper.add_table(3, 3)
    for i, row in enumerate([["一级", "二级", "值"], ["产出", "专利", "≥5"], ["", "论文", "3"]]):
        for j, text in enumerate(row):
            grid.cell(i, j).text = text
    grid.cell(1, 0).merge(grid.cell(2, 0))
    section = paper.sections[0]
    section.header.paragraphs[0].text = "某市科技局"
    section.footer.paragraphs[0].text = "第 1 页"
    path = tmp_path / "任务书.docx"
    paper.save(path)
    document = read(path, relative="甲/任务书.docx")
    assert document.path == "甲/任务书.docx"
    assert document.format == "docx"
    assert texts(document) == [
        "H0 项目任务书",
        "H1 三、考核指标",
        "申请发明专利不少于5项；\n培养人才80人。",
        "[caption] 表1-2 指标（单位：项）",
        "table 1",
        "[header] 某市科技局",
    ]
    (table,) = document.tables
    assert table.caption == "表1-2 指标（单位：项）"
    assert table.texts() == [["一级", "二级", "值"], ["产出", "专利", "≥5"], ["产出", "论文", "3"]]
    assert table.rows[1][0] is table.rows[2][0]
    place = table.rows[2][2].place
    assert (place.where, place.quote, place.headings) == (
        "三、考核指标 › 表1-2 第3行第3列",
        "3",
        ("项目任务书", "三、考核指标"),
    )
    assert document.blocks[2].place.where == "三、考核指标 › 第1段"


def test_merged_cells_of_every_kind(tmp_path: Path) -> None:
    document = _read(
        tmp_path,
        tbl(
            tr(tc("甲", DOWN), tc("乙", SPAN2), tc("丙")),
            tr(tc("", UP), tc("1", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("2")),
            tr(tc("3", SPAN2), tc("4"), properties='<w:gridBefore w:val="1"/>'),
            tr(tc("5"), properties='<w:gridAfter w:val="3"/>'),
        ),
    )
    (table,) = document.tables
    assert table.texts() == [["甲", "乙", "乙", "丙"], ["甲", "1", "1", "2"], ["", "3", "3", "4"], ["5", "", "", ""]]
    assert table.rows[0][0] is table.rows[1][0]
    assert table.rows[1][1] is table.rows[1][2]
    assert table.rows[3][1] is not table.rows[3][2]


def test_a_merge_that_continues_nothing_is_its_own_cell(tmp_path: Path) -> None:
    (table,) = _read(tmp_path, tbl(tr(tc("a", UP), tc("b")), tr(tc("c", UP), tc("d")))).tables
    assert table.texts() == [["a", "b"], ["a", "d"]]
    (other,) = _read(tmp_path, tbl(tr(tc("a"), tc("b")), tr(tc("c", UP), tc("d")))).tables
    assert other.texts() == [["a", "b"], ["c", "d"]]


def test_nested_tables_stand_after_the_outer_one(tmp_path: Path) -> None:
    inner = tbl(tr(tc("年度"), tc("金额")), tr(tc("2021"), tc("10")))
    document = _read(tmp_path, tbl(tr(tc("经费"), tc(p("如下") + inner + "<w:p/>"))) + p("完。"))
    first, second = document.tables
    assert first.rows[0][1].text == "如下\n年度\t金额\n2021\t10"
    assert second.texts() == [["年度", "金额"], ["2021", "10"]]
    assert second.rows[1][1].place.where == "表2（表1 第1行第2列内） 第2行第2列"
    assert texts(document) == ["table 1", "table 2", "完。"]


def test_a_box_around_running_text_is_no_table(tmp_path: Path) -> None:
    inner = tbl(tr(tc("年度"), tc("金额")), tr(tc("2021"), tc("10")))
    document = _read(
        tmp_path, tbl(tr(tc(p("一、项目目标") + p("申请专利5项。") + inner + "<w:p/>")), tr(tc("二、其他")))
    )
    assert texts(document) == ["H1 一、项目目标", "申请专利5项。", "table 1", "H1 二、其他"]
    assert document.tables[0].rows[1][1].place.where == "一、项目目标 › 表1 第2行第2列"


def test_content_controls_at_every_level(tmp_path: Path) -> None:
    def sdt(content: str, properties: str = "") -> str:
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    body = (
        sdt(p("块。"))
        + p(r("项目：") + sdt(r("某平台")) + sdt(r("单击此处输入文字"), "<w:showingPlcHdr/>"))
        + tbl(sdt(tr(sdt(tc("格")), tc(sdt(p("内")))))).replace("</w:tbl>", tr(tc("末"), tc("")) + "</w:tbl>")
        + sdt(
            p("一、概况") + p("二、目标"), '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
        )
    )
    document = _read(tmp_path, body)
    assert texts(document) == ["块。", "项目：某平台", "table 1", "[toc] 一、概况", "[toc] 二、目标"]
    assert document.tables[0].texts() == [["格", "内"], ["末", ""]]


def test_check_boxes(tmp_path: Path) -> None:
    def box(state: str) -> str:
        return (
            f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{state}"/></w14:checkbox></w:sdtPr>'
            f"<w:sdtContent>{r('☒')}</w:sdtContent></w:sdt>"
        )

    sym = '<w:r><w:sym w:font="Wingdings 2" w:char="{}"/></w:r>'
    legacy = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData>'
        '</w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    body = p(
        box("1") + r("是") + box("0") + r("否 ") + sym.format("F052") + sym.format("00A3") + legacy
        + r("R", '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>')
        + '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + r("5")
    )  # fmt: skip
    assert texts(_read(tmp_path, body)) == ["☑是☐否 ☑☐☑☑≥5"]


def test_tracked_changes_are_accepted_and_reported(tmp_path: Path) -> None:
    body = (
        p(r("申请专利") + f"<w:del>{r('3').replace('w:t', 'w:delText')}</w:del><w:ins>{r('5')}</w:ins>" + r("项。"))
        + p(f"<w:moveFrom>{r('旧句。')}</w:moveFrom>", "<w:rPr><w:del/></w:rPr>")
        + p(f"<w:moveTo>{r('新句。')}</w:moveTo>")
        + p(r("前半"), "<w:rPr><w:del/></w:rPr>")
        + p("后半。")
        + tbl(tr(tc("留")), tr(tc("删"), properties="<w:del/>"))
    )
    document = _read(tmp_path, body)
    assert texts(document) == ["申请专利5项。", "新句。", "前半后半。", "table 1"]
    assert document.tables[0].texts() == [["留"]]
    assert document.problems == (
        "文件含未接受的修订（插入 2 处、删除 2 处、删除表格行 1 处），已按接受全部修订后的内容读取",
    )
    assert document.status is Status.READ


def test_hidden_text_is_left_out_and_reported(tmp_path: Path) -> None:
    body = p(r("看得见") + r("看不见", "<w:vanish/>") + r("也看得见", '<w:vanish w:val="0"/>')) + tbl(
        tr(tc("a")), tr(tc("藏"), properties="<w:hidden/>")
    )
    document = _read(tmp_path, body)
    assert texts(document) == ["看得见也看得见", "table 1"]
    assert document.problems == ("有 2 处隐藏文字，未读取",)


def test_fields_show_their_result_only(tmp_path: Path) -> None:
    def complex_field(code: str, result: str) -> str:
        mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
        return (
            mark.format("begin") + f"<w:r><w:instrText>{code}</w:instrText></w:r>" + mark.format("separate") + r(result)
            + mark.format("end")
        )  # fmt: skip

    body = (
        p(r("见") + complex_field("REF _x", "表3") + '<w:fldSimple w:instr="PAGE">' + r("7") + "</w:fldSimple>")
        + p('<w:hyperlink r:id="x">' + r("链接") + "</w:hyperlink>" + r("。"))
        + p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF</w:instrText></w:r>')
        + p("未闭合的域之后。")
    )
    assert texts(_read(tmp_path, body)) == ["见表37", "链接。", "未闭合的域之后。"]


def test_a_table_of_contents_made_by_a_field(tmp_path: Path) -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    document = _read(tmp_path, p(begin + r("一、概况")) + p("二、目标") + p(end) + p("本项目进展顺利。"))
    assert texts(document) == ["[toc] 一、概况", "[toc] 二、目标", "本项目进展顺利。"]


def test_text_boxes_once_and_tables_in_them(tmp_path: Path) -> None:
    content = p("单位：万元") + tbl(tr(tc("a"), tc("b")))
    drawing = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>" + content
        + "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>" + content
        + "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )  # fmt: skip
    document = _read(tmp_path, p(r("正文。") + drawing))
    assert texts(document) == ["正文。", "[textbox] 单位：万元", "table 1"]
    assert document.tables[0].texts() == [["a", "b"]]
    assert document.blocks[1].place.where == "文本框1"


def test_notes_stand_by_their_marks(tmp_path: Path) -> None:
    def notes(kind: str, text: str) -> str:
        return (
            f'<w:{kind}s {NS}><w:{kind} w:id="-1" w:type="separator">{p("线")}</w:{kind}>'
            f'<w:{kind} w:id="2">{p(text)}</w:{kind}></w:{kind}s>'
        )

    body = p(r("经费") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + r("9351万元。")) + tbl(
        tr(tc(p(r("a") + '<w:r><w:endnoteReference w:id="2"/></w:r>')))
    )
    body += p(r("末。") + '<w:r><w:commentReference w:id="2"/></w:r>')
    document = _read(
        tmp_path,
        body,
        {"footnotes": notes("footnote", "不含尾款。"), "endnotes": notes("endnote", "表中数。"),
         "comments": f'<w:comments {NS}><w:comment w:id="2">{p("请核实")}</w:comment></w:comments>'},
    )  # fmt: skip
    assert texts(document) == [
        "经费9351万元。", "[note] 不含尾款。", "table 1", "[note] 表中数。", "末。", "[comment] 请核实",
    ]  # fmt: skip
    assert document.blocks[1].place.where == "脚注1"
    assert document.blocks[3].place.where == "尾注1"


NUMBERING = f"""<w:numbering {NS}>
<w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/><w:pStyle w:val="H1"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="japaneseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2">
<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/><w:suff w:val="nothing"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="3"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"""
STYLES = f"""<w:styles {NS}>
<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:basedOn w:val="N"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="标题 2"/><w:basedOn w:val="N"/></w:style>
<w:style w:type="paragraph" w:styleId="X"><w:name w:val="我的标题"/><w:basedOn w:val="N"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="C"><w:name w:val="题注"/></w:style>
<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="F"><w:name w:val="footnote text"/></w:style>
<w:style w:type="paragraph" w:styleId="B"><w:name w:val="粗"/><w:rPr><w:b/></w:rPr></w:style>
</w:styles>"""


def _list(list_id: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'


def test_automatic_numbers_are_part_of_the_text(tmp_path: Path) -> None:
    body = (
        p("概况", '<w:pStyle w:val="H1"/>')
        + p("背景情况，详见附件。", _list(1, 1))
        + p("第一条内容。", _list(1, 2))
        + p("第二条内容。", _list(1, 2))
        + p("目标", '<w:pStyle w:val="H1"/>')
        + p("再来。", _list(1, 1))
        + p("无号", '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + p("章", _list(2))
        + p("节。", _list(2, 1))
        + p("点。", _list(3))
        + p("重新开始。", _list(4))
        + p("<w:r/>", _list(2, 1))
        + tbl(tr(tc(p("<w:r/>", _list(2, 1))), tc("甲")))
    )
    document = _read(tmp_path, body, {"styles": STYLES, "numbering": NUMBERING})
    assert texts(document) == [
        "H1 一、概况", "（一）背景情况，详见附件。", "1. 第一条内容。", "2. 第二条内容。", "H1 二、目标", "（一）再来。",
        "H1 无号", "3章", "3.1 节。", "点。", "一、重新开始。", "table 1",
    ]  # fmt: skip
    assert document.tables[0].rows[0][0].text == "3.3"


def test_styles_say_what_a_paragraph_is(tmp_path: Path) -> None:
    body = (
        p("二级", '<w:pStyle w:val="H2"/>')
        + p("三级", '<w:pStyle w:val="X"/>')
        + p("大纲级别", '<w:outlineLvl w:val="3"/>')
        + p("概况 ........ 3", '<w:pStyle w:val="T1"/>')
        + p("一句脚注。", '<w:pStyle w:val="F"/>')
        + p("标题样式套在整段上。该项目共申请专利5项。", '<w:pStyle w:val="H2"/>')
        + p("1. 小标题", '<w:pStyle w:val="B"/>')
        + p("1. 申请专利5项；", '<w:pStyle w:val="B"/>')
        + p("经费情况", '<w:pStyle w:val="C"/>')
        + p("单位：万元", '<w:jc w:val="right"/>')
        + tbl(tr(tc("a")))
    )
    document = _read(tmp_path, body, {"styles": STYLES})
    assert texts(document) == [
        "H2 二级", "H3 三级", "H4 大纲级别", "[toc] 概况 ........ 3", "[note] 一句脚注。",
        "标题样式套在整段上。该项目共申请专利5项。", "H5 1. 小标题", "1. 申请专利5项；",
        "[caption] 经费情况", "[caption] 单位：万元", "table 1",
    ]  # fmt: skip
    assert document.tables[0].caption == "经费情况 单位：万元"


def test_a_big_centred_line_is_the_title(tmp_path: Path) -> None:
    paper = docx.Document()
    for text in ("项目支出绩效自评报告", "某市科学技术局", "二〇二三年三月", "项目编号：2021-05"):
        paragraph = paper.add_paragraph()
        paragraph.alignment = 1
        run = paragraph.add_run(text)
        run.bold = True
        run.font.size = Pt(22)
    path = tmp_path / "a.docx"
    paper.save(path)
    assert texts(read(path, relative="a.docx")) == [
        "H0 项目支出绩效自评报告", "某市科学技术局", "二〇二三年三月", "项目编号：2021-05",
    ]  # fmt: skip


def test_characters_of_the_page(tmp_path: Path) -> None:
    body = p(
        r("约\u00a0 5")
        + "<w:r><w:noBreakHyphen/><w:t>6项</w:t><w:softHyphen/><w:tab/><w:t>后</w:t><w:br/><w:t>下行</w:t></w:r>"
        + r("10")
        + r("5", '<w:vertAlign w:val="superscript"/>')
        + "<m:oMath><m:f><m:num><m:r><m:t>实际</m:t></m:r></m:num><m:den><m:r><m:t>目标</m:t></m:r></m:den></m:f></m:oMath>"
    )
    assert texts(_read(tmp_path, body)) == ["约\u00a0 5-6项\t后\n下行10⁵实际/目标"]


def test_what_cannot_be_read_is_reported(tmp_path: Path) -> None:
    body = (
        p(r("正文。") + '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>')
        + p(
            '<w:r><w:drawing><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/></w:drawing></w:r>'
        )
        + '<w:altChunk r:id="x"/>'
        + tbl(tr(tc("a", DOWN)), tr(tc("遮盖", UP)))
    )
    document = _read(tmp_path, body)
    assert document.problems == (
        "有 1 个被合并单元格遮盖的单元格内含文字，未读取",
        "含 1 个嵌入对象（Excel.Sheet.12），其中的内容未读取",
        "含 1 个图表或 SmartArt，其中的数据未读取",
        "含 1 处嵌入的外部文档片段，未读取",
    )
    assert document.status is Status.PARTLY


def test_a_scan_in_word_clothes(tmp_path: Path) -> None:
    picture = '<w:r><w:drawing><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"/></w:drawing></w:r>'
    document = _read(tmp_path, p(picture) + p(picture))
    assert document.status is Status.PARTLY
    assert "2 张图片" in document.problems[0]


def _rewrite(path: Path, change: Callable[[str, bytes], bytes]) -> None:
    with zipfile.ZipFile(path) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, change(name, data))


@pytest.mark.parametrize("oddity", ["strict", "macros", "missing picture", "broken styles"])
def test_odd_packages_are_read(tmp_path: Path, oddity: str) -> None:
    paper = docx.Document()
    paper.add_paragraph("申请专利5项。")
    path = tmp_path / "a.docx"
    paper.save(path)
    wml = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"

    def change(name: str, data: bytes) -> bytes:
        if oddity == "strict":
            return data.replace(wml, b"http://purl.oclc.org/ooxml/wordprocessingml/main").replace(
                OFFICE.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships"
            )
        if oddity == "macros":
            return data.replace(b"wordprocessingml.document.main+xml", b"ms-word.document.macroEnabled.main+xml")
        if oddity == "missing picture" and name == "word/_rels/document.xml.rels":
            gone = f'<Relationship Id="rIdX" Type="{OFFICE}/image" Target="NULL"/></Relationships>'
            return data.replace(b"</Relationships>", gone.encode())
        if oddity == "broken styles" and name == "word/styles.xml":
            return data[:500]
        return data

    _rewrite(path, change)
    document = read(path, relative="a.docx")
    assert texts(document) == ["申请专利5项。"]
    assert bool(document.problems) == (oddity == "broken styles")


def test_styles_of_tables_are_left_out(tmp_path: Path) -> None:
    sheet = (
        '<w:style w:type="table" w:styleId="T"><w:name w:val="表格"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="T2" w:type="table"><w:name w:val="表格2"/></w:style>'
    )
    data = f"<w:styles>{sheet}</w:styles>".encode()
    assert b"heading 1" in package._without_bulk(data)
    assert "表格".encode() not in package._without_bulk(data)
    assert package._without_bulk(b"<w:styles/>") == b"<w:styles/>"


def test_papers_share_a_style_sheet_and_nothing_else(tmp_path: Path) -> None:
    body = p("项目概况", '<w:pStyle w:val="X"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    levels = '<w:lvl w:ilvl="0"><w:start w:val="{}"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    seen = []
    for name, level, start in (("a", 1, 1), ("b", 2, 1), ("c", 1, 4), ("d", 1, 1)):
        styles = f'<w:styles {NS}><w:style w:type="paragraph" w:styleId="X"><w:name w:val="heading {level}"/></w:style></w:styles>'
        lists = (
            f'<w:numbering {NS}><w:abstractNum w:abstractNumId="0">{levels.format(start)}</w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
        )
        folder = tmp_path / name
        folder.mkdir()
        (heading,) = _read(folder, body, {"styles": styles, "numbering": lists}).blocks
        assert isinstance(heading, Heading)
        seen.append((heading.level, heading.text))
    assert seen == [(1, "1. 项目概况"), (2, "1. 项目概况"), (1, "4. 项目概况"), (1, "1. 项目概况")]


def test_comments_in_the_xml_are_looked_through(tmp_path: Path) -> None:
    paper = docx.Document()
    paper.add_paragraph("申请专利5项。")
    path = tmp_path / "a.docx"
    paper.save(path)
    _rewrite(path, lambda name, data: data.replace("专利5".encode(), "专利<!-- x -->1<?y z?>5".encode()))
    assert texts(read(path, relative="a.docx")) == ["申请专利15项。"]


def test_long_tables(tmp_path: Path) -> None:
    rows = [tr(*(tc(f"{i},{j}") for j in range(8))) for i in range(600)]
    (table,) = _read(tmp_path, tbl(*rows)).tables
    assert (len(table.rows), table.width) == (600, 8)
    assert table.rows[599][7].text == "599,7"
    assert table.rows[599][7].place.row == 600


@st.composite
def merged(draw: st.DrawFn) -> list[list[tuple[int, int]]]:
    """For every row the cells as (span, rows above that it continues)."""
    width = draw(st.integers(1, 5))
    rows: list[list[tuple[int, int]]] = []
    for i in range(draw(st.integers(1, 5))):
        if i and draw(st.booleans()):
            rows.append([(span, up + 1 if draw(st.booleans()) else 0) for span, up in rows[-1]])
            continue
        row: list[tuple[int, int]] = []
        left = width
        while left:
            span = draw(st.integers(1, left))
            row.append((span, 0))
            left -= span
        rows.append(row)
    return rows


@settings(max_examples=40, deadline=None)
@given(merged())
def test_merged_grids_come_back(tmp_path_factory: pytest.TempPathFactory, layout: list[list[tuple[int, int]]]) -> None:
    xml = []
    expected = []
    for i, row in enumerate(layout):
        below = layout[i + 1] if i + 1 < len(layout) else []
        cells, shown = [], []
        for j, (span, up) in enumerate(row):
            goes_on = len(below) == len(row) and below[j][0] == span and below[j][1] == up + 1 and below[j][1] > 0
            merge = UP if up else DOWN if goes_on else ""
            cells.append(tc("" if up else f"{i},{j}", f'<w:gridSpan w:val="{span}"/>{merge}'))
            shown.extend([f"{i - up},{j}"] * span)
        xml.append(tr(*cells))
        expected.append(shown)
    (table,) = _read(tmp_path_factory.mktemp("g"), tbl(*xml)).tables
    assert table.texts() == expected
    seen = [[id(cell) for cell in row] for row in table.rows]
    assert [[table.rows[i][j].text for j in range(table.width)] for i in range(len(seen))] == expected
    assert len({one for row in seen for one in row}) == len({text for row in expected for text in row})


@pytest.mark.parametrize(
    ("n", "form", "text"),
    [
        (10, "chineseCounting", "十"), (11, "chineseCountingThousand", "十一"), (20, "japaneseCounting", "二十"),
        (105, "chineseCounting", "一百零五"), (1010, "chineseCounting", "一千零一十"), (10, "ideographDigital", "一〇"),
        (3, "chineseLegalSimplified", "叁"), (27, "lowerLetter", "aa"), (2, "upperLetter", "B"), (4, "lowerRoman", "iv"),
        (9, "upperRoman", "IX"), (3, "decimalEnclosedCircle", "③"), (7, "decimalZero", "07"), (12, "decimalFullWidth", "１２"),
        (2, "ideographTraditional", "乙"), (5, "decimal", "5"), (5, "unknownForm", "5"), (1, "bullet", ""),
    ],
)  # fmt: skip
def test_counters(n: int, form: str, text: str) -> None:
    assert render_number(n, form) == text


@given(st.integers(1, 9999))
def test_counting_says_every_figure(n: int) -> None:
    figures = {ch: str(i) for i, ch in enumerate("零一二三四五六七八九")}
    units = {"十": 10, "百": 100, "千": 1000}
    total = figure = 0
    for ch in counting(n):
        if ch in units:
            total += (figure or 1) * units[ch]
            figure = 0
        else:
            figure = int(figures[ch])
    assert total + figure == n


def test_blocks_know_their_tables(tmp_path: Path) -> None:
    document = _read(tmp_path, p("一。") + tbl(tr(tc("a"))) + tbl(tr(tc(""))) + tbl(tr(tc("b"))))
    assert [block.index for block in document.blocks if isinstance(block, Table)] == [1, 2]


CENTRED = '<w:jc w:val="center"/>'


def test_the_title_of_a_form_section_without_a_table_is_a_heading(tmp_path: Path) -> None:
    document = _read(
        tmp_path,
        p(r("表三　产出情况"), CENTRED)
        + tbl(tr(tc("专利"), tc("6项")))
        + p(r("表四　承担单位意见"), CENTRED)
        + p(r("同意申请验收。")),
    )
    assert [(type(b).__name__, getattr(b, "kind", None)) for b in document.blocks] == [
        ("Paragraph", ParagraphKind.CAPTION),
        ("Table", None),
        ("Heading", None),
        ("Paragraph", ParagraphKind.BODY),
    ]
    assert document.blocks[3].place.where == "表四 承担单位意见 › 第1段"
