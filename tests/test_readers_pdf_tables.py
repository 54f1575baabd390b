"""Tables in PDF papers: grids, merged cells, page breaks, three-line and borderless tables, and both parsers alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pytest

from docaudit.model import Document, Paragraph, ParagraphKind, Table
from docaudit.readers.pdf import read_pdf
from tests.support.pdf_samples import LEFT, RIGHT, Paper, cid_font, filled, table

HEAD = ["一级指标", "指标名称", "目标值", "实际完成值", "得分"]
ROWS = [
    HEAD,
    ["产出指标", "申请发明专利", "不少于8项", "9项", "10"],
    [None, "培养技术经理人", "≥15名", "16名", "10"],
    [None, "服务企业", "120家次", "131家次", "10"],
    ["效益指标", "技术合同成交额", "≥1,850.00万元", "1,902.35万元", "20"],
    ["合计", None, None, None, "50"],
]
MERGED = {(1, 0): (3, 1), (5, 0): (1, 4)}
WIDTHS = [70, 110, 100, 100, 60]


def read(path: Path, *, native: bool = False) -> Document:
    return read_pdf(path, relative="样本.pdf", native=native)


def grid(found: Table) -> list[list[str]]:
    """The texts, a merged cell only where it begins."""
    return [
        [cell.text if (cell.row, cell.column) == (i, j) else "" for j, cell in enumerate(row)]
        for i, row in enumerate(found.rows)
    ]


def bodies(document: Document) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, Paragraph) and b.kind is ParagraphKind.BODY]


def test_merged_cells_stand_in_every_spot_as_one_object(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    table(paper, 100, WIDTHS, ROWS, spans=MERGED)
    (found,) = read(paper.save()).tables
    assert found.texts()[1] == ["产出指标", "申请发明专利", "不少于8项", "9项", "10"]
    assert found.rows[1][0] is found.rows[2][0] is found.rows[3][0]
    assert found.rows[5][0] is found.rows[5][3]
    assert found.rows[5][3] is not found.rows[5][4]
    assert (found.rows[1][0].row_span, found.rows[5][0].column_span) == (3, 4)
    assert {len(row) for row in found.rows} == {5}
    cell = found.rows[4][2]
    assert cell.text == "≥1,850.00万元"
    assert (cell.place.where, cell.place.page, cell.place.row, cell.place.column) == ("第1页 表1 第5行第3列", 1, 5, 3)
    assert cell.place.bbox == pytest.approx((252, 188, 352, 210), abs=1)
    assert cell.place.quote == cell.text


def test_wrapped_cells_are_one_line_and_breaks_of_the_author_stay(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    words = "项目资金使用是否符合相关法律法规、制度和规定，是否规范安全"
    rows = [["指标解释", "指标"], [words, "投入与管理\n(36分)"], ["1,850,000.00", "12\n34"]]
    table(paper, 100, [110, 120], rows, height=50)
    (found,) = read(paper.save()).tables
    assert found.texts() == [["指标解释", "指标"], [words, "投入与管理\n(36分)"], ["1,850,000.00", "12\n34"]]


def test_a_number_wrapped_in_a_narrow_cell_is_one_number(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    table(paper, 100, [42, 80], [["金额", "年度"], ["12,345,678.90", "2021"]], height=40)
    (found,) = read(paper.save()).tables
    assert found.texts()[1] == ["12,345,678.90", "2021"]


def test_vertical_labels_are_one_word(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    table(paper, 100, [20, 80], [["绩\n效\n目\n标", "申请专利8项"], ["", "授权3项"]], height=60)
    (found,) = read(paper.save()).tables
    assert found.rows[0][0].text == "绩效目标"


@pytest.mark.parametrize("angle", [90, -90])
@pytest.mark.parametrize("native", [False, True])
def test_a_label_set_sideways_in_its_cell_is_read(tmp_path, angle, native):
    paper = Paper(tmp_path / "a.pdf")
    rows = [["", "申请专利8项", "9项"], ["", "授权专利3项", "3项"]]
    table(paper, 100, [24, 120, 80], rows, height=60, spans={(0, 0): (2, 1)})
    paper.canvas.saveState()
    paper.canvas.translate(LEFT + (16 if angle > 0 else 8), 842 - 160 - (30 if angle > 0 else -30))
    paper.canvas.rotate(angle)
    paper.canvas.setFont(paper.face, 10)
    paper.canvas.drawString(0, 0, "知识产权指标")
    paper.canvas.restoreState()
    (found,) = read(paper.save(), native=native).tables
    assert [row[0].text for row in found.rows] == ["知识产权指标"] * 2


def long_table(paper: Paper, *, header_again: bool, rows: int = 30) -> list[list[str]]:
    data = [[str(i), f"指标{i}", f"{i * 3}项"] for i in range(1, rows + 1)]
    head = ["序号", "指标名称", "目标值"]
    table(paper, 420, [60, 200, 120], [head, *data[:15]], height=23.5)
    paper.page()
    table(paper, 60, [60, 200, 120], [head, *data[15:]] if header_again else data[15:], height=23.5)
    return [head, *data]


@pytest.mark.parametrize("header_again", [True, False])
def test_a_table_goes_on_over_the_page_end(tmp_path, header_again):
    paper = Paper(tmp_path / "a.pdf")
    expected = long_table(paper, header_again=header_again)
    (found,) = read(paper.save()).tables
    assert found.texts() == expected
    assert [row[0].place.page for row in found.rows] == [1] * 16 + [2] * 15
    assert found.rows[20][1].place.where == "第2页 表1 第21行第2列"
    assert found.place.page == 1


def test_a_row_cut_by_the_page_end_is_whole_again(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    first = "建成科技成果转化综合服务平台，汇聚各类技"
    table(paper, 700, [40, 210, 60], [["1", "人才培养", "10"], ["2", first, "20"]], height=40)
    paper.page()
    table(paper, 60, [40, 210, 60], [["", "术经理人共计120名。", ""], ["3", "知识产权", "30"]], height=40)
    (found,) = read(paper.save()).tables
    assert found.texts() == [
        ["1", "人才培养", "10"],
        ["2", first + "术经理人共计120名。", "20"],
        ["3", "知识产权", "30"],
    ]


def test_a_merged_group_goes_on_over_the_page_end(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    rows = [["一级指标", "指标", "分值"], ["产出", "数量", "10"], ["", "质量", "20"]]
    table(paper, 714, [60, 200, 60], rows, height=22, spans={(1, 0): (2, 1)})
    paper.page()
    rows = [["", "时效", "5"], ["", "成本", "5"], ["效益", "经济", "30"]]
    table(paper, 60, [60, 200, 60], rows, height=22, spans={(0, 0): (2, 1)})
    (found,) = read(paper.save()).tables
    assert [row[0].text for row in found.rows] == ["一级指标", "产出", "产出", "产出", "产出", "效益"]
    assert found.rows[1][0] is found.rows[4][0]
    assert [row[1].text for row in found.rows] == ["指标", "数量", "质量", "时效", "成本", "经济"]


def test_tables_with_text_between_or_other_columns_stay_apart(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    table(paper, 700, [100, 100], [["甲", "1"], ["乙", "2"]], height=40)
    paper.page()
    paper.text(LEFT, 60, "下表为经费情况。")
    table(paper, 90, [100, 100], [["丙", "3"], ["丁", "4"]], height=40)
    table(paper, 700, [100, 100], [["戊", "5"], ["己", "6"]], height=40)
    paper.page()
    table(paper, 60, [60, 70, 70], [["庚", "7", "8"], ["辛", "9", "0"]], height=40)
    assert len(read(paper.save()).tables) == 4


def test_a_table_that_ends_high_on_its_page_does_not_go_on(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    table(paper, 100, [100, 100], [["甲", "1"], ["乙", "2"]])
    paper.page()
    table(paper, 60, [100, 100], [["丙", "3"]] * 30)
    assert len(read(paper.save()).tables) == 2


def three_lines(
    paper: Paper, y: float, xs: list[float], rows: list[list[str]], *, size: float = 10, pitch: float = 24
) -> None:
    paper.line(LEFT, y, RIGHT, y, 1.2)
    for i, row in enumerate(rows):
        for x, words in zip(xs, row, strict=True):
            for k, part in enumerate(words.split("\n")):
                paper.text(x, y + 6 + pitch * i + 12 * k, part, size)
    paper.line(LEFT, y + pitch, RIGHT, y + pitch, 0.6)
    paper.line(LEFT, y + pitch * len(rows) + 4, RIGHT, y + pitch * len(rows) + 4, 1.2)


def test_three_line_table(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    paper.prose(70, "下表列出各年度预算执行情况，执行率均达到预期目标。")
    rows = [
        ["年度", "预算数（万元）", "执行数", "执行率"],
        ["2021", "2250.00", "2250.00", "100.00%"],
        ["2022", "2140.00", "1990.20", "93.00%"],
        ["合计", "4390.00", "4240.20", "96.59%"],
    ]
    three_lines(paper, 110, [90, 200, 330, 440], rows)
    paper.prose(250, "由上表可见，资金执行情况总体良好，未发现截留挪用情况。")
    document = read(paper.save())
    (found,) = document.tables
    assert found.texts() == rows
    assert [text[:2] for text in bodies(document)] == ["下表", "由上"]
    assert found.rows[1][1].place.where == "第1页 表1 第2行第2列"


def test_three_line_table_with_wrapped_cells(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    rows = [
        ["指标", "说明", "分值"],
        ["执行率", "反映项目预算执行进度情况的\n重要指标", "8"],
        ["合规性", "资金使用是否合规", "6"],
        ["完整性", "资料是否完整", "4"],
    ]
    three_lines(paper, 110, [90, 200, 440], rows, pitch=34)
    (found,) = read(paper.save()).tables
    expected = [[text.replace("\n", "") for text in row] for row in rows]
    assert found.texts() == expected


def test_borderless_table(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    paper.prose(70, "各单位到位资金如下：")
    rows = [
        ["单位", "2021年", "2022年", "2023年"],
        ["甲研究所", "120", "130.5", "140"],
        ["乙大学", "80", "90", "100"],
        ["丙公司", "60", "70", "80"],
    ]
    for i, row in enumerate(rows):
        for x, words in zip([90, 220, 320, 420], row, strict=True):
            paper.text(x, 100 + 20 * i, words, 10)
    document = read(paper.save())
    (found,) = document.tables
    assert found.texts() == rows
    assert bodies(document) == ["各单位到位资金如下："]


def test_prose_between_rules_is_no_table(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    paper.line(LEFT, 70, RIGHT, 70)
    paper.prose(80, "本报告由评价组独立完成，评价结论以现场核查资料为依据，供主管部门参考。")
    paper.line(LEFT, 130, RIGHT, 130)
    paper.prose(140, "第二部分说明评价方法与过程，包括资料收集、问卷调查与实地访谈等环节。")
    paper.line(LEFT, 190, RIGHT, 190)
    document = read(paper.save())
    assert document.tables == ()
    assert len(bodies(document)) == 2


def test_tables_open_at_the_sides_are_closed(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    rows = [["指标", "目标", "实际"], ["专利", "8", "9"], ["论文", "12", "12"]]
    table(
        paper, 100, [100, 100, 100], rows, ruler=lambda p, x0, y0, x1, y1: p.line(x0, y0, x1, y1) if y0 == y1 else None
    )
    for x in (LEFT + 100, LEFT + 200):
        paper.line(x, 100, x, 166)
    (found,) = read(paper.save()).tables
    assert found.texts() == rows


def test_highlighted_lines_are_no_table(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    for y in (100, 118):
        paper.box(LEFT, y, RIGHT, y + 18, fill="#FFFF00", stroke=False)
    paper.text(LEFT, 103, "突出显示的第一行文字，内容较长以便占满整行")
    paper.text(LEFT, 121, "突出显示的第二行文字")
    document = read(paper.save())
    assert document.tables == ()


def _plain(paper: Paper) -> None:
    table(paper, 100, [100, 200, 100], [["项目名称", "平台", ""], ["负责人", "张三", "13800000000"]])


def _merged(paper: Paper) -> None:
    table(paper, 100, WIDTHS, ROWS, spans=MERGED)


def _filled_borders(paper: Paper) -> None:
    table(paper, 100, WIDTHS, ROWS, spans=MERGED, ruler=filled)


def _wrapped(paper: Paper) -> None:
    words = "项目资金使用是否符合相关法律法规、制度和规定，项目资金使用是否规范和安全。"
    table(paper, 100, [60, 120, 40], [["指标", "解释", "权重"], ["合规性", words, "6"], ["率", words, "8"]], height=80)


def _shaded_head(paper: Paper) -> None:
    paper.box(LEFT, 100, LEFT + 440, 122, fill="#D9E2F3", stroke=False)
    table(paper, 100, WIDTHS, ROWS[:2])


def _two_tables(paper: Paper) -> None:
    end = table(paper, 100, [100, 100], [["年度", "金额"], ["2021", "2250万元"]])
    paper.prose(end + 20, "下表为目标完成情况。")
    table(paper, end + 60, [80, 80, 80], [["指标", "目标", "实际"], ["专利", "8项", "9项"]])


def _dense(paper: Paper) -> None:
    table(paper, 60, [45] * 10, [[f"{i}.{j}" for j in range(10)] for i in range(40)], height=17, size=8)


def _over_pages(paper: Paper) -> None:
    long_table(paper, header_again=True)


def _rotated(paper: Paper) -> None:
    paper.canvas.setPageRotation(90)
    paper.canvas.translate(595, 0)
    paper.canvas.rotate(90)
    table(paper, 100, WIDTHS, ROWS, spans=MERGED)


def _cropped(paper: Paper) -> None:
    paper.canvas.setCropBox((40, 60, 560, 800))
    table(paper, 100, WIDTHS, ROWS, spans=MERGED)


def _fullwidth(paper: Paper) -> None:
    table(paper, 100, [140, 140], [["指标", "数值"], ["２０２３年（含）", "≥３０００　亿元"], ["“四技”合同", "3—4项"]])


def _rectangles(paper: Paper) -> None:
    for i in range(3):
        for j in range(3):
            paper.box(LEFT + 100 * j, 100 + 24 * i, LEFT + 100 * (j + 1), 124 + 24 * i)
            paper.text(LEFT + 100 * j + 5, 106 + 24 * i, f"第{i}行{j}列", 10)


def _inside_a_form(paper: Paper) -> None:
    paper.canvas.beginForm("page")
    table(paper, 100, WIDTHS, ROWS, spans=MERGED)
    paper.canvas.endForm()
    paper.canvas.doForm("page")


SAMPLES: dict[str, Callable[[Paper], None]] = {
    "plain": _plain,
    "merged": _merged,
    "filled borders": _filled_borders,
    "wrapped": _wrapped,
    "shaded head": _shaded_head,
    "two tables": _two_tables,
    "dense": _dense,
    "over pages": _over_pages,
    "rotated": _rotated,
    "cropped": _cropped,
    "full width": _fullwidth,
    "rectangles": _rectangles,
    "inside a form": _inside_a_form,
}


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("embedded", [True, False])
def test_both_parsers_read_the_same_cells(tmp_path, name, embedded):
    paper = Paper(
        tmp_path / "a.pdf",
        (842.0, 595.0) if name == "rotated" else (595.0, 842.0),
        face=None if embedded else cid_font(),
    )
    SAMPLES[name](paper)
    path = paper.save()
    fast, slow = read(path), read(path, native=True)
    assert fast.tables
    assert [grid(t) for t in fast.tables] == [grid(t) for t in slow.tables]
    assert [block.place.where for block in fast.blocks] == [block.place.where for block in slow.blocks]
    for one, other in zip(fast.tables, slow.tables, strict=True):
        assert one.place.bbox == pytest.approx(other.place.bbox, abs=1)


@pytest.mark.parametrize("name", [name for name in SAMPLES if name not in ("over pages", "rotated", "inside a form")])
def test_cells_are_those_of_plain_pdfplumber(tmp_path, name):
    paper = Paper(tmp_path / "a.pdf")
    SAMPLES[name](paper)
    path = paper.save()
    with pdfplumber.open(path) as pdf:
        expected = [
            ["".join((text or "").split()) for row in found for text in row]
            for page in pdf.pages
            for found in page.extract_tables()
        ]
    ours = [["".join(text.split()) for row in grid(found) for text in row] for found in read(path).tables]
    assert ours == expected
