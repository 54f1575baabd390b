"""The PDF reader on papers drawn here: text, headings, furniture, notes, and what cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption

from docaudit.model import Document, Heading, Paragraph, ParagraphKind, Status, Unreadable
from docaudit.readers.pdf import read_pdf
from tests.support.pdf_samples import LEFT, RIGHT, Paper, cid_font, table, watermark

LONG = (
    "本项目围绕科技成果转化的关键环节开展工作，三年内累计服务企业120家次，申请发明专利8项，其中授权3项，培养技术经理人15名，"
    "形成可复制可推广的服务模式，为区域产业发展提供支撑。"
)


def read(path: Path) -> Document:
    return read_pdf(path, relative="材料/样本.pdf")


def paragraphs(document: Document, kind: ParagraphKind = ParagraphKind.BODY) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, Paragraph) and b.kind is kind]


def headings(document: Document) -> list[tuple[int, str]]:
    return [(b.level, b.text) for b in document.blocks if isinstance(b, Heading)]


def test_lines_are_joined_to_the_paragraph_and_the_place_names_page_and_paragraph(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    y = paper.prose(80, LONG)
    paper.prose(y, "第二段说明经费使用情况，全部支出合计200万元。")
    document = read(paper.save())
    assert paragraphs(document) == [LONG, "第二段说明经费使用情况，全部支出合计200万元。"]
    second = document.blocks[1].place
    assert (second.where, second.page, second.paragraph) == ("第1页 第2段", 1, 2)
    x0, top, x1, bottom = second.bbox
    assert LEFT <= x0 < x1 <= RIGHT
    assert y - 2 < top < bottom < y + 14
    assert document.path == "材料/样本.pdf"
    assert (document.format, document.pages, document.status, document.problems) == ("pdf", 1, Status.READ, ())
    assert len(document.sha256) == 64


def test_non_embedded_gb_font_is_read(tmp_path):
    paper = Paper(tmp_path / "a.pdf", face=cid_font())
    paper.prose(80, LONG)
    assert paragraphs(read(paper.save())) == [LONG]


def test_a_paragraph_goes_on_over_the_page_end(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    words = LONG * 2
    cut = paper.first_line(words)
    paper.prose(80, LONG)
    paper.prose(140, LONG)
    paper.prose(700, cut)
    paper.page()
    paper.prose(72, words[len(cut) :], indent=0)
    paper.prose(200, "另一段。")
    texts = paragraphs(read(paper.save()))
    assert words in texts
    assert texts[-1] == "另一段。"


def test_headings_title_and_their_chain(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    paper.title(80, "项目绩效自评价报告")
    paper.text(LEFT, 140, "一、基本情况", 14)
    y = paper.prose(170, LONG)
    paper.text(LEFT, y + 10, "（一）资金使用情况")
    y = paper.prose(y + 34, LONG)
    paper.text(LEFT, y + 10, "二、目标完成情况", 14)
    y = paper.prose(y + 40, "1. 申请发明专利5项")
    paper.prose(y, LONG)
    document = read(paper.save())
    assert headings(document) == [
        (0, "项目绩效自评价报告"),
        (1, "一、基本情况"),
        (2, "（一）资金使用情况"),
        (1, "二、目标完成情况"),
    ]
    assert "1. 申请发明专利5项" in paragraphs(document)
    last = document.blocks[-1].place
    assert last.headings == ("项目绩效自评价报告", "二、目标完成情况")


def test_headers_footers_and_page_numbers_are_set_aside(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    for number, form in enumerate(("第1页 共4页", "第2页 共4页", "第3页 共4页", "第4页 共4页"), 1):
        paper.text(LEFT, 40, "上海市科学技术委员会科研计划项目", 9)
        paper.prose(80, f"第{number}部分内容。" + LONG)
        paper.text(270, 800, form, 9)
        paper.page()
    document = read(paper.save())
    assert paragraphs(document, ParagraphKind.HEADER) == ["上海市科学技术委员会科研计划项目"] * 4
    assert paragraphs(document, ParagraphKind.FOOTER) == [f"第{i}页 共4页" for i in range(1, 5)]
    assert len(paragraphs(document)) == 4
    assert all(text.startswith("第") for text in paragraphs(document))


@pytest.mark.parametrize("form", ["- 1 -", "—1—", "1", "1/6", "第 1 页", "第一页", "第1页，共6页", "Page 1 of 6"])
def test_a_page_number_alone_is_a_footer(tmp_path, form):
    paper = Paper(tmp_path / "a.pdf")
    paper.prose(80, LONG)
    paper.text(290, 790, form, 9)
    document = read(paper.save())
    assert paragraphs(document) == [LONG]
    assert paragraphs(document, ParagraphKind.FOOTER) == [form]


def test_repeated_titles_of_forms_are_not_headers(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    for name in ("甲", "乙", "丙"):
        paper.title(60, "项目支出绩效自评表", 18)
        table(paper, 110, [100, 200], [["项目名称", f"{name}项目"], ["得分", "95"]])
        paper.prose(200, LONG)
        paper.page()
    document = read(paper.save())
    assert headings(document) == [(0, "项目支出绩效自评表")] * 3
    assert len(document.tables) == 3


def test_contents_lines_are_marked(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    paper.title(80, "目    录", 16)
    paper.text(LEFT, 120, "一、项目概况" + "." * 90 + "3")
    paper.text(LEFT, 140, "二、绩效指标完成情况" + "…" * 20 + "12")
    document = read(paper.save())
    marked = paragraphs(document, ParagraphKind.TOC)
    assert marked == ["目 录", "一、项目概况......3", "二、绩效指标完成情况………………12"]
    assert not [text for level, text in headings(document) if level > 0 and "概况" in text]


def test_captions_units_and_remarks_belong_to_their_table(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    paper.prose(80, LONG)
    paper.title(180, "表1-2：专项资金预算执行情况", 12)
    paper.text(430, 205, "（单位：万元）", 10)
    table(paper, 225, [120, 120, 120], [["年度", "预算数", "执行数"], ["2021", "200.00", "198.50"]])
    paper.text(LEFT, 280, "注：执行数截至2021年12月31日。", 10)
    document = read(paper.save())
    assert document.tables[0].caption == "表1-2：专项资金预算执行情况 （单位：万元）"
    assert paragraphs(document, ParagraphKind.CAPTION) == ["表1-2：专项资金预算执行情况", "（单位：万元）"]
    assert paragraphs(document, ParagraphKind.NOTE) == ["注：执行数截至2021年12月31日。"]


def test_footnotes_are_notes(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    y = paper.prose(80, LONG)
    paper.prose(y, LONG)
    paper.line(LEFT, 720, LEFT + 140, 720)
    paper.text(LEFT, 726, "① 数据来源于2021年度决算报表。", 9)
    document = read(paper.save())
    assert paragraphs(document, ParagraphKind.NOTE) == ["① 数据来源于2021年度决算报表。"]


def test_two_columns_are_read_one_after_the_other(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    paper.title(60, "科技成果转化平台建设进展", 16)
    left = "左栏" + LONG * 2
    right = "右栏" + LONG * 2
    paper.prose(120, left, 10, left=60, right=285)
    paper.prose(123, right, 10, left=310, right=535)
    texts = paragraphs(read(paper.save()))
    assert texts == [left, right]


def test_watermarks_are_left_out(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    paper.prose(80, LONG)
    watermark(paper)
    watermark(paper, "草稿", angle=0)
    document = read(paper.save())
    assert paragraphs(document) == [LONG]
    assert len(document.blocks) == 1


def test_doubly_printed_digits_count_once(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    for shift in (0.0, 0.4):
        paper.text(LEFT + shift, 80, "完成率为70%，共计1100项")
    assert paragraphs(read(paper.save())) == ["完成率为70%，共计1100项"]


def test_numbers_are_not_glued_over_a_gap(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    paper.text(LEFT, 80, "12")
    paper.text(LEFT + 60, 80, "34")
    assert paragraphs(read(paper.save())) == ["12 34"]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_rotated_pages_are_read_upright(tmp_path, rotation):
    """The same landscape page, stored in each of the four ways that show it upright."""
    wide, tall = 842.0, 595.0
    paper = Paper(tmp_path / "a.pdf", (wide, tall))  # reportlab swaps the sides of the stored page itself
    canvas = paper.canvas
    canvas.setPageRotation(rotation)
    canvas.translate(*{0: (0, 0), 90: (tall, 0), 180: (wide, tall), 270: (0, wide)}[rotation])
    canvas.rotate(rotation)
    paper.prose(60, LONG, right=770)
    table(paper, 150, [120, 300, 120], [["指标", "目标值", "实际值"], ["发明专利", "不少于8项", "9项"]])
    document = read(paper.save())
    assert paragraphs(document) == [LONG]
    assert document.tables[0].texts() == [["指标", "目标值", "实际值"], ["发明专利", "不少于8项", "9项"]]
    box = document.tables[0].place.bbox
    assert box == pytest.approx((72, 150, 612, 194), abs=1.5)


def test_a_table_set_sideways_is_read_and_its_box_is_that_of_the_shown_page(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    paper.canvas.translate(595, 0)
    paper.canvas.rotate(90)
    paper.size = (842.0, 595.0)
    table(paper, 100, [120, 300], [["指标", "目标值"], ["发明专利", "不少于8项"]], left=100)
    document = read(paper.save())
    (found,) = document.tables
    assert found.texts() == [["指标", "目标值"], ["发明专利", "不少于8项"]]
    assert found.place.bbox == pytest.approx((100, 842 - 520, 144, 842 - 100), abs=1.5)


def test_what_is_cropped_away_is_not_read_and_boxes_start_at_the_crop(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    paper.text(LEFT, 20, "裁切线外的文字")
    paper.prose(100, LONG)
    paper.canvas.setCropBox((50, 40, 560, 792))
    document = read(paper.save())
    assert paragraphs(document) == [LONG]
    assert document.blocks[0].place.bbox[0] == pytest.approx(LEFT - 50, abs=1)
    assert document.blocks[0].place.bbox[1] == pytest.approx(100 - 50, abs=2)


def test_values_of_form_fields_are_read_where_they_stand(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    table(paper, 100, [100, 250], [["项目名称", ""], ["是否结题", ""]])
    form = paper.canvas.acroForm
    form.textfield(name="name", value="Platform 2021", x=176, y=842 - 118, width=230, height=14, borderWidth=0)
    form.checkbox(name="done", checked=True, x=176, y=842 - 141, size=12)
    document = read(paper.save())
    assert document.tables[0].texts() == [["项目名称", "Platform 2021"], ["是否结题", "☑"]]


def test_annotations_are_comments(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    paper.prose(80, LONG)
    paper.canvas.textAnnotation("请核对执行率", Rect=[100, 700, 120, 720])
    document = read(paper.save())
    (comment,) = [b for b in document.blocks if isinstance(b, Paragraph) and b.kind is ParagraphKind.COMMENT]
    assert comment.text == "请核对执行率"
    assert comment.place.where == "第1页 批注"


def test_scanned_pages_are_named(tmp_path):
    Image.new("L", (600, 800), 200).save(tmp_path / "scan.png")
    paper = Paper(tmp_path / "a.pdf")
    paper.prose(80, LONG)
    for _ in range(2):
        paper.page()
        paper.canvas.drawImage(str(tmp_path / "scan.png"), 0, 0, 595, 842)
    paper.page()
    paper.prose(80, LONG)
    document = read(paper.save())
    assert document.status is Status.PARTLY
    assert len(document.problems) == 1
    assert document.problems[0].startswith("第2—3页为扫描图像")
    assert "其中内容未参与核对" in document.problems[0]
    assert document.pages == 4


def test_a_scan_without_any_text_is_unreadable(tmp_path):
    Image.new("L", (600, 800), 200).save(tmp_path / "scan.png")
    paper = Paper(tmp_path / "a.pdf")
    paper.canvas.drawImage(str(tmp_path / "scan.png"), 0, 0, 595, 842)
    with pytest.raises(Unreadable) as caught:
        read(paper.save())
    assert "扫描件，无文字层" in caught.value.reason
    assert caught.value.remedy


def test_blank_pages_alone_are_unreadable(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    paper.page()
    with pytest.raises(Unreadable, match="没有文字"):
        read(paper.save())


def test_a_locked_file_asks_for_its_password(tmp_path):
    paper = Paper(tmp_path / "a.pdf", encrypt=StandardEncryption("secret", canPrint=0))
    paper.prose(80, LONG)
    with pytest.raises(Unreadable, match="密码") as caught:
        read(paper.save())
    assert "解除" in caught.value.remedy


def test_a_file_that_opens_without_password_is_read(tmp_path):
    paper = Paper(tmp_path / "a.pdf", encrypt=StandardEncryption("", ownerPassword="owner", canCopy=0))
    paper.prose(80, LONG)
    assert paragraphs(read(paper.save())) == [LONG]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "0 字节"),
        (b"not a pdf at all", "不是有效的 PDF"),
        (b"%PDF-1.7\n%%EOF", "损坏"),
        (b"PK\x03\x04" * 50, "不是有效"),
    ],
)
def test_garbage_is_unreadable(tmp_path, content, reason):
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=reason):
        read(path)


def test_a_truncated_file_never_raises_anything_else(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    for _ in range(3):
        paper.prose(80, LONG)
        paper.page()
    whole = paper.save().read_bytes()
    outcomes = []
    for share in (0.1, 0.3, 0.5, 0.7, 0.9, 0.99):
        path = tmp_path / "cut.pdf"
        path.write_bytes(whole[: int(len(whole) * share)])
        try:
            document = read(path)
        except Unreadable as error:
            outcomes.append(bool(error.remedy))
        else:
            outcomes.append(document.status is Status.PARTLY and bool(document.problems))
    assert outcomes == [True] * 6


def test_reading_twice_gives_the_same(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    paper.title(60, "项目任务书")
    table(paper, 110, [100, 200], [["项目名称", "平台"], ["得分", "95"]])
    paper.prose(200, LONG)
    path = paper.save()
    assert read(path) == read(path)
