"""OFD: text by its offsets, tables by their lines, templates, and everything that a writer may do otherwise."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docaudit.model import Document, Heading, Paragraph, ParagraphKind, Status, Table, Unreadable
from docaudit.readers import read
from docaudit.readers.ofd import texts
from tests.support.ofd_samples import Doc, line, members, path, rewritten, table, text, write

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "dossiers"
ROWS = [
    ["指标名称", "目标值", "完成值"],
    ["发明专利申请数", "≥5项", "6项"],
    ["发表SCI论文", "3篇", "3.50万元"],
    ["示范面积", "1,200亩", "99.5%"],
]
SENTENCE = "本项目共申请发明专利6项，发表SCI论文3篇，联系 abc@x.com，执行期 2021-2023 年。"


def _read(tmp_path: Path, docs: list[Doc] | Doc, **options: object) -> Document:
    return read(write(tmp_path / "a.ofd", docs, **options), relative="a.ofd")


def _texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if not isinstance(block, Table)]


def _outcome(path: Path) -> str:
    try:
        return read(path, relative=path.name).format
    except Unreadable as error:
        return error.reason


@pytest.mark.parametrize("style", ["grouped", "list", "bare", "single"])
@pytest.mark.parametrize("drawn", [{}, {"thin_box": True}, {"boxes": True}], ids=["lines", "thin", "boxes"])
def test_text_and_tables_however_they_are_written(tmp_path: Path, style: str, drawn: dict[str, bool]) -> None:
    page = (
        text(60, 20, "项目绩效自评表", 6, style=style, font="2")
        + text(25, 40, "一、考核指标", 4, style=style, font="2")
        + text(25, 48, SENTENCE, style=style)
        + table(25, 60, [60, 40, 40], ROWS, style=style, **drawn)
    )
    document = _read(tmp_path, Doc([page]))
    assert (document.format, document.pages, document.status, document.problems) == ("ofd", 1, Status.READ, ())
    assert document.sha256 == hashlib.sha256((tmp_path / "a.ofd").read_bytes()).hexdigest()
    kinds = [type(block) for block in document.blocks]
    assert kinds == [Heading, Heading, Paragraph, Table]
    assert _texts(document) == ["项目绩效自评表", "一、考核指标", SENTENCE]
    assert document.tables[0].texts() == ROWS
    cell = document.tables[0].rows[1][2]
    assert cell.place.where == "第1页 表1 第2行第3列"
    assert cell.place.quote == "6项"
    assert cell.place.headings[-1] == "一、考核指标"
    x0, top, x1, bottom = cell.place.bbox
    assert [round(v / 72 * 25.4) for v in (x0, top, x1, bottom)] == [125, 68, 165, 76]


def test_a_table_over_two_pages_is_one(tmp_path: Path) -> None:
    more = [ROWS[0], ["培养研究生", "8人", "9人"], ["技术标准", "2项", "2项"]]
    first = text(25, 20, SENTENCE) + table(25, 250, [60, 40, 40], ROWS)
    document = _read(tmp_path, Doc([first, table(25, 20, [60, 40, 40], more)]))
    assert [t.texts() for t in document.tables] == [ROWS + more[1:]]
    assert [row[0].place.page for row in document.tables[0].rows] == [1, 1, 1, 1, 2, 2]


def test_the_skeleton_of_a_form_is_in_its_template(tmp_path: Path) -> None:
    labels = [["项目名称", ""], ["项目编号", ""], ["总经费", ""]]
    template = text(70, 15, "任务书", 6) + table(25, 30, [40, 100], labels)
    fill = ["高产小麦示范", "2021-KJ-08", "200万元"]
    page = "".join(text(67, 32.5 + 8 * i, words) for i, words in enumerate(fill))
    document = _read(tmp_path, Doc([page, page], templates={"5": template}, uses={0: "5"}))
    assert document.tables[0].texts() == [[a[0], b] for a, b in zip(labels, fill, strict=True)]
    assert len(document.tables) == 1
    assert _texts(document)[0] == "任务书"


def test_one_code_may_go_over_several_lines(tmp_path: Path) -> None:
    first, second = "申请发明专利不少于五项其中", "授权三项。"
    code = (
        f'<ofd:TextObject Boundary="25 40 60 20" Font="1" Size="4"><ofd:TextCode X="0" Y="3.5" '
        f'DeltaX="g {len(first) - 1} 4 {-4 * (len(first) - 1)} g {len(second) - 1} 4" '
        f'DeltaY="g {len(first) - 1} 0 6 g {len(second) - 1} 0">\n{first}{second}\n</ofd:TextCode></ofd:TextObject>'
    )
    assert _texts(_read(tmp_path, Doc([code]))) == [first, second]


def test_offsets_that_are_too_few_go_on(tmp_path: Path) -> None:
    code = (
        '<ofd:TextObject Boundary="25 40 90 5" Font="1" Size="3.175">'
        '<ofd:TextCode X="0" Y="2.7" DeltaX="g 3 1.5875">24112000000048542163</ofd:TextCode></ofd:TextObject>'
    )
    assert _texts(_read(tmp_path, Doc([code]))) == ["24112000000048542163"]


@pytest.mark.parametrize(
    ("written", "offsets"),
    [
        ("g 3 4.2 2.1", [4.2, 4.2, 4.2, 2.1]),
        ("1 g 2 -2 3", [1, -2, -2, 3]),
        ("1,2 3", [1, 2, 3]),
        ("g 2", []),
        ("1 x 2", [1]),
        ("g -5 1 2", [2]),
        (None, []),
    ],
)
def test_offsets(written: str | None, offsets: list[float]) -> None:
    assert texts._offsets(written) == offsets


def test_columns_of_upright_text_and_turned_pages(tmp_path: Path) -> None:
    """A landscape form on a portrait page: every object turned by its matrix."""
    upright = text(30, 20, SENTENCE) + table(30, 40, [60, 40, 40], ROWS)
    turned = f'<ofd:PageBlock ID="3">{upright}</ofd:PageBlock>'.replace('Font="1"', 'Font="1" CTM="0 1 -1 0 0 0"')
    rebuilt = []
    for piece in turned.split("<ofd:TextObject"):
        if 'Boundary="' not in piece or "TextCode" not in piece:
            rebuilt.append(piece)
            continue
        head, rest = piece.split('Boundary="', 1)
        box, tail = rest.split('"', 1)
        x, y, *_ = map(float, box.split())
        rebuilt.append(f'{head}Boundary="{210 - y} {x} 5 5"{tail}')
    page = "<ofd:TextObject".join(rebuilt)
    page = page.replace('Boundary="0 0 210 297" LineWidth="0.2"', 'Boundary="210 0 210 297" CTM="0 1 -1 0 0 0"')
    document = _read(tmp_path, Doc([page]))
    assert document.tables[0].texts() == ROWS
    assert _texts(document) == [SENTENCE]
    x0, top, x1, bottom = document.tables[0].place.bbox
    assert [round(v / 72 * 25.4) for v in (x0, top, x1, bottom)] == [138, 30, 170, 170]


def test_labels_that_run_down_their_cells(tmp_path: Path) -> None:
    down = (
        '<ofd:TextObject Boundary="30 60 5 30" Font="1" Size="4"><ofd:TextCode X="0" Y="3.5" DeltaY="g 3 6">'
        "产出指标</ofd:TextCode></ofd:TextObject>"
    )
    box = line(25, 58, 40, 58) + line(25, 88, 40, 88) + line(25, 58, 25, 88) + line(40, 58, 40, 88)
    rest = table(40, 58, [40, 40], [["论文", "3篇"], ["专利", "5项"], ["人才", "2人"]], height=10)
    document = _read(tmp_path, Doc([down + box + rest]))
    assert document.tables[0].texts()[0] == ["产出指标", "论文", "3篇"]
    assert document.tables[0].rows[0][0].row_span == 3


def test_objects_in_blocks_and_drawings_in_resources(tmp_path: Path) -> None:
    use = '<ofd:CompositeObject ID="7" ResourceID="50" Boundary="25 60 150 40" CTM="2 0 0 2 0 0"/>'
    doc = Doc(
        [f'<ofd:PageBlock ID="3"><ofd:PageBlock ID="4">{text(25, 20, SENTENCE)}</ofd:PageBlock></ofd:PageBlock>{use}'],
        composites={"50": table(0, 0, [30, 20, 20], ROWS, height=4, size=1.75)},
    )
    document = _read(tmp_path, doc)
    assert document.tables[0].texts() == ROWS
    x0, top, *_ = document.tables[0].place.bbox
    assert (round(x0 / 72 * 25.4), round(top / 72 * 25.4)) == (25, 60)


def test_hidden_objects_and_watermarks_state_nothing(tmp_path: Path) -> None:
    mark = text(40, 100, "内部资料", 20, inner='<ofd:FillColor Value="200 200 200"/>')
    slanted = text(40, 150, "草稿", 4, more=' CTM="0.7 0.7 -0.7 0.7 0 0"')
    hidden = text(25, 40, "旧的指标9项", more=' Visible="false"')
    assert _texts(_read(tmp_path, Doc([text(25, 20, SENTENCE) + mark + slanted + hidden]))) == [SENTENCE]


def test_annotations_signatures_and_attachments(tmp_path: Path) -> None:
    notes = (
        '<ofd:Annot ID="1" Type="Highlight"><ofd:Remark>此处数字待核</ofd:Remark>'
        '<ofd:Appearance Boundary="25 20 50 5"/></ofd:Annot>'
        f'<ofd:Annot ID="2" Type="Path"><ofd:Appearance Boundary="25 60 50 5">{text(0, 0, "补充：专利7项")}'
        "</ofd:Appearance></ofd:Annot>"
        f'<ofd:Annot ID="3" Type="Watermark"><ofd:Appearance Boundary="0 0 210 297">{text(0, 0, "水印")}'
        "</ofd:Appearance></ofd:Annot>"
        '<ofd:Annot ID="4" Type="Stamp"><ofd:Appearance Boundary="0 0 40 40"/></ofd:Annot>'
    )
    doc = Doc([text(25, 20, SENTENCE)], annotations={0: notes}, attachments=["经费明细.xlsx"])
    document = _read(tmp_path, doc, signatures=2)
    assert document.status is Status.READ
    assert document.problems == (
        "含 2 个电子签名或印章，未验证其有效性",
        "含 1 个附件（经费明细.xlsx），附件内容未读取",
    )
    said = [(b.text, b.kind) for b in document.blocks if isinstance(b, Paragraph)]
    assert said[1:] == [("此处数字待核", ParagraphKind.COMMENT), ("补充：专利7项", ParagraphKind.TEXTBOX)]


def test_several_documents_are_read_one_after_the_other(tmp_path: Path) -> None:
    document = _read(tmp_path, [Doc([text(25, 20, "甲。"), text(25, 20, "乙。")]), Doc([text(25, 20, "丙。")])])
    assert document.pages == 3
    assert [(b.text, b.place.page) for b in document.blocks] == [("甲。", 1), ("乙。", 2), ("丙。", 3)]
    assert "文件内含 2 个文档" in document.problems[0]


def _glyphs(words: str, count: int = 4) -> str:
    numbers = " ".join(str(100 + i) for i in range(count))
    transform = f'<ofd:CGTransform CodePosition="0" CodeCount="{len(words)}" GlyphCount="{count}"><ofd:Glyphs>{numbers}</ofd:Glyphs></ofd:CGTransform>'
    return text(25, 60, words or "占", inner=transform).replace(">占<", "><" if not words else ">占<")


def test_subset_fonts_with_characters_are_read(tmp_path: Path) -> None:
    document = _read(tmp_path, Doc([_glyphs("申请专利")]))
    assert _texts(document) == ["申请专利"]
    assert document.problems == ()


@pytest.mark.parametrize("words", ["□□□□", "¤¤¤¤", "????", "\ue11e\ue236\ue28a\ue0c0", ""])
def test_text_without_characters_is_told_and_not_guessed(tmp_path: Path, words: str) -> None:
    document = _read(tmp_path, Doc([text(25, 20, SENTENCE) + _glyphs(words), text(25, 20, "乙。")]))
    assert document.status is Status.PARTLY
    assert document.problems == ("第1页有文字只存字形、没有字符编码（字形压缩），这些文字未能读取；请由原系统重新导出",)
    assert _texts(document) == [SENTENCE, "乙。"]
    with pytest.raises(Unreadable, match="字形压缩"):
        _read(tmp_path, Doc([_glyphs(words)]))


def test_a_page_that_is_missing_costs_itself(tmp_path: Path) -> None:
    doc = Doc([text(25, 20, "甲。"), text(25, 20, "乙。"), text(25, 20, "丙。")])
    files = members([doc])
    del files["Doc_0/Pages/Page_1/Content.xml"]
    files["Doc_0/PublicRes.xml"] = "<broken"
    with zipfile.ZipFile(tmp_path / "b.ofd", "w") as package:
        for name, content in files.items():
            package.writestr(name, content)
    document = read(tmp_path / "b.ofd", relative="b.ofd")
    assert _texts(document) == ["甲。", "丙。"]
    assert document.problems[0] == "第2页缺失或已损坏，未能读取"
    assert "PublicRes.xml" in document.problems[1]
    assert document.status is Status.PARTLY


@pytest.mark.parametrize(
    ("page", "says"),
    [("", "没有文字"), ('<ofd:ImageObject ID="4" ResourceID="9" Boundary="0 0 210 297"/>', "图像")],
)
def test_pages_without_text_say_why(tmp_path: Path, page: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        _read(tmp_path, Doc([page]))


def test_a_locked_file_says_so(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ofd", Doc([text(25, 20, "甲。")]))
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("Encryptions.xml", "<a/>")
    with pytest.raises(Unreadable, match="加密"):
        read(path, relative="a.ofd")


def test_other_namespaces_paths_and_spellings(tmp_path: Path) -> None:
    files = {
        name.replace("Doc_0", "doc_0"): content.replace("http://www.ofdspec.org/2016", "http://www.ofdspec.org")
        .replace("Pages/Page_0/Content.xml", "/Doc_0\\Pages\\Page_0/content.xml")
        for name, content in members([Doc([text(25, 20, SENTENCE)])]).items()
    }  # fmt: skip
    with zipfile.ZipFile(tmp_path / "a.ofd", "w") as package:
        for name, content in files.items():
            package.writestr(name, content)
    assert _texts(read(tmp_path / "a.ofd", relative="a.ofd")) == [SENTENCE]


def test_curves_and_broken_paths_are_no_lines(tmp_path: Path) -> None:
    odd = path("M 0 0 Q 1 1 2 2 B 1 1 2 2 3 3 A 1 1 0 0 1 5 5 C") + path("M 0 L x") + path("") + path("M 1 1 L 9")
    document = _read(tmp_path, Doc([text(25, 20, SENTENCE) + odd]))
    assert _texts(document) == [SENTENCE]
    assert document.tables == ()


@pytest.mark.parametrize("name", ["绩效评价报告", "任务书", "项目申报书", "项目合同"])
def test_a_pdf_rewritten_as_ofd_reads_the_same(tmp_path: Path, name: str) -> None:
    pdf = min(CORPUS.rglob(f"*{name}.pdf"))
    one = read(pdf, relative="a")
    other = read(rewritten(pdf, tmp_path / "a.ofd"), relative="a")
    assert [t.texts() for t in other.tables] == [t.texts() for t in one.tables]
    assert _texts(other) == _texts(one)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damaged_files_never_raise_anything_else(tmp_path: Path, data: st.DataObject) -> None:
    files = members([Doc([text(25, 20, SENTENCE) + table(25, 60, [60, 40, 40], ROWS)], templates={"5": ""})])
    name = data.draw(st.sampled_from(sorted(files)))
    raw = bytearray(files[name].encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
    with zipfile.ZipFile(tmp_path / "a.ofd", "w") as package:
        for member, content in files.items():
            package.writestr(member, bytes(raw) if member == name else content)
    assert "Error" not in _outcome(tmp_path / "a.ofd")
