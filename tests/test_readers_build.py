"""Grids, places and captions: what all readers share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docaudit.model import Heading, Paragraph, ParagraphKind, Place, Table
from docaudit.readers.build import Assembler
from docaudit.readers.identity import document_id, sha256_of
from docaudit.readers.markdown import merge_marks
from docaudit.readers.outline import caption_label, heading_rank, is_toc_line, is_unit_line, unit_at_end
from docaudit.readers.spots import Spot, fill_grid


def _place(spot: Spot) -> Place:
    return Place("d", f"{spot.row},{spot.column}", spot.text)


@st.composite
def tilings(draw: st.DrawFn) -> tuple[int, int, list[Spot]]:
    """A rectangle cut into merged cells without gaps."""
    height, width = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    free = {(i, j) for i in range(height) for j in range(width)}
    spots: list[Spot] = []
    while free:
        row, column = min(free)
        wide = 1
        while (row, column + wide) in free and draw(st.booleans()):
            wide += 1
        tall = 1
        while all((row + tall, column + j) in free for j in range(wide)) and draw(st.booleans()):
            tall += 1
        free -= {(row + i, column + j) for i in range(tall) for j in range(wide)}
        spots.append(Spot(row, column, f"c{len(spots)}", tall, wide))
    return height, width, spots


@given(tilings())
def test_a_merged_cell_is_one_object_in_every_spot_it_covers(tiling: tuple[int, int, list[Spot]]) -> None:
    height, width, spots = tiling
    rows = fill_grid(spots, _place)
    assert len(rows) == height
    assert {len(row) for row in rows} == {width}
    for spot in spots:
        covered = {
            id(rows[i][j])
            for i in range(spot.row, spot.row + spot.row_span)
            for j in range(spot.column, spot.column + spot.column_span)
        }
        assert len(covered) == 1
    assert len({id(cell) for row in rows for cell in row}) == len(spots)
    table = Table(1, rows, Place("d", "", ""))
    assert [(c.row, c.column, c.text, c.row_span, c.column_span) for c in table.cells()] == [
        (s.row, s.column, s.text, s.row_span, s.column_span) for s in spots
    ]


@given(tilings())
def test_markdown_marks_say_the_same_grid(tiling: tuple[int, int, list[Spot]]) -> None:
    height, width, spots = tiling
    marks = [["" for _ in range(width)] for _ in range(height)]
    for spot in spots:
        for i in range(spot.row, spot.row + spot.row_span):
            for j in range(spot.column, spot.column + spot.column_span):
                marks[i][j] = "<" if j > spot.column else "^"
        marks[spot.row][spot.column] = spot.text
    assert sorted(merge_marks(marks), key=lambda s: (s.row, s.column)) == spots


@given(
    st.lists(st.builds(Spot, st.integers(0, 4), st.integers(0, 4), st.just("x"), st.integers(1, 4), st.integers(1, 4)))
)
def test_overlapping_cells_still_give_a_full_grid(spots: list[Spot]) -> None:
    rows = fill_grid(spots, _place, height=5, width=5)
    for i, row in enumerate(rows):
        assert len(row) == 5
        for j, cell in enumerate(row):
            assert cell.row <= i < cell.row + cell.row_span
            assert cell.column <= j < cell.column + cell.column_span


def test_a_grid_beyond_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="过大"):
        fill_grid([Spot(0, 0, "x", 10_000, 10_000)], _place)


def test_ids_and_hashes(tmp_path: Path) -> None:
    assert document_id("甲\\乙.docx") == document_id("甲/乙.docx")
    assert len(document_id("a")) == 11
    (tmp_path / "f").write_bytes(b"abc")
    assert sha256_of(tmp_path / "f").startswith("ba7816bf")


def test_places_are_said_as_a_person_would() -> None:
    out = Assembler("a.docx")
    out.heading("任务书", 0)
    out.heading("三、考核指标", 1, rank=3)
    out.paragraph("第一句。")
    out.paragraph("第二句。")
    out.ranked_heading("（一）产出", 4)
    table = out.table([Spot(0, 0, "a"), Spot(1, 2, "b")])
    assert table is not None
    second = out.blocks[3]
    assert isinstance(second, Paragraph)
    assert second.place.where == "三、考核指标 › 第2段"
    assert second.place.headings == ("任务书", "三、考核指标")
    assert table.rows[1][2].place.where == "三、考核指标 › （一）产出 › 表1 第2行第3列"
    assert (table.rows[1][2].place.row, table.rows[1][2].place.column, table.rows[1][2].place.table) == (2, 3, 1)
    assert table.rows[1][2].place.quote == "b"


def test_numbered_headings_nest_by_their_numbering() -> None:
    out = Assembler("a.txt")
    for text in ("一、甲", "（一）乙", "1.1 丙", "（二）丁", "二、戊"):
        rank = heading_rank(text)
        assert rank is not None
        out.ranked_heading(text, rank)
    assert [block.level for block in out.blocks if isinstance(block, Heading)] == [1, 2, 3, 2, 1]


def test_captions_take_the_unit_line_with_them() -> None:
    out = Assembler("a.docx")
    out.paragraph("如下表所示。")
    out.paragraph("表 1-6  经费情况")
    out.paragraph("（单位：万元）")
    table = out.table([Spot(0, 0, "x")])
    assert table is not None
    assert table.caption == "表 1-6  经费情况 （单位：万元）"
    assert [b.kind for b in out.blocks if isinstance(b, Paragraph)] == [
        ParagraphKind.BODY,
        ParagraphKind.CAPTION,
        ParagraphKind.CAPTION,
    ]
    assert table.place.where == "表1-6"


def test_a_unit_behind_something_else_is_used_and_the_line_stays() -> None:
    out = Assembler("a.docx")
    out.paragraph("项目支出决算表")
    out.paragraph("填报单位：某中心　　　单位：万元")
    table = out.table([Spot(0, 0, "x")])
    assert table is not None
    assert table.caption == "项目支出决算表 单位：万元"
    assert [b.kind for b in out.blocks if isinstance(b, Paragraph)] == [ParagraphKind.CAPTION, ParagraphKind.BODY]


def test_labelled_values_may_stand_between_the_unit_and_the_table() -> None:
    out = Assembler("a.xlsx")
    out.paragraph("研发费用台账汇总（单位：元）")
    out.paragraph("项目名称：热失控预警技术开发")
    out.paragraph("项目编号：KJ-2021-019")
    table = out.table([Spot(0, 0, "x")])
    assert table is not None
    assert table.caption == "单位：元"


def test_a_sentence_between_the_unit_and_the_table_parts_them() -> None:
    out = Assembler("a.docx")
    out.paragraph("上年经费情况（单位：元）")
    out.paragraph("本年度按季度统计，明细如下。")
    table = out.table([Spot(0, 0, "x")])
    assert table is not None
    assert table.caption == ""


def test_the_remark_below_a_table_is_a_note() -> None:
    out = Assembler("a.docx")
    out.table([Spot(0, 0, "x")])
    for text in ("注：", "1.尾款已付。", "2.另有一笔未付。", "项目进展顺利。"):
        out.paragraph(text)
    kinds = [b.kind.value for b in out.blocks if isinstance(b, Paragraph)]
    assert kinds == ["note", "note", "note", "body"]


@pytest.mark.parametrize(
    ("text", "bold", "rank"),
    [
        ("一、项目概况", False, 3),
        ("第二章 绩效目标", False, 1),
        ("第七条 验收考核指标", False, 2.5),
        ("（一）产出目标（34分）", False, 4),
        ("(二)2021年度目标", False, 4),
        ("1.1 项目概况", False, 5.1),
        ("2 主要成果", True, 5),
        ("１．主要内容", True, 5),
        ("1. 主要内容", False, None),
        ("1. 申请发明专利5项", False, None),
        ("一、申请专利5项", False, None),
        ("一、项目名称：某平台", True, None),
        ("（一）加强组织保障。健全机制。", True, None),
        ("1.5 万元", True, None),
        ("3 项专利", True, None),
        ("3D打印技术", True, None),
        ("2021 年度", True, None),
        ("五年来的成效", False, None),
        ("二是抓落实", True, None),
    ],
)
def test_only_headings_are_headings(text: str, bold: bool, rank: float | None) -> None:
    assert heading_rank(text, bold=bold) == rank


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("表 1-1: 内容", "表1-1"),
        ("续表2 经费", "续表2"),
        ("附表3：清单", "附表3"),
        ("表三　产出情况", "表三"),
        ("表1显示，经费增加", None),
        ("表2中数据由单位提供。", None),
        ("表彰情况", None),
    ],
)
def test_captions_are_known_by_their_label(text: str, label: str | None) -> None:
    assert caption_label(text) == label


def test_unit_lines() -> None:
    assert is_unit_line("（单位：万元）")
    assert is_unit_line("金额单位：人民币万元")
    assert not is_unit_line("单位：上海市某某中心")
    assert unit_at_end("承担单位：某公司　单位：元") == "单位：元"
    assert unit_at_end("承担单位：某公司") is None


def test_lines_of_a_table_of_contents() -> None:
    assert is_toc_line("一、项目概况\t9")
    assert is_toc_line("绩效目标……………12")
    assert not is_toc_line("科委办公室\t2023年5月10日印发")
    assert not is_toc_line("合计\t12")
