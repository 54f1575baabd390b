"""Markdown, plain text and delimited files."""

from __future__ import annotations

from pathlib import Path

import pytest

from docaudit.model import Document, Heading, Paragraph, ParagraphKind, Status
from docaudit.readers import read


def _read(folder: Path, name: str, content: str | bytes) -> Document:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(path, relative=name)


def _shape(document: Document) -> list[str]:
    out: list[str] = []
    for block in document.blocks:
        if isinstance(block, Heading):
            out.append(f"H{block.level} {block.text}")
        elif isinstance(block, Paragraph):
            out.append(f"{block.kind.value} {block.text}")
        else:
            out.append(f"table {len(block.rows)}x{block.width}")
    return out


def test_markdown(tmp_path: Path) -> None:
    document = _read(
        tmp_path,
        "自评.md",
        """# 项目绩效自评价

## 一、概况
项目名称：**某平台**
其余从略。

- 申请发明专利不少于5项
- 培养人才80人

表1-6：投入情况（单位：万元）
| 一级 | 二级 | 值 |
|:--|---|--:|
| 产出 | 专利 | 5 \\| 6 |
| ^ | 论文<br>专著 | 6 |
| 合计 | < | 11 |

注：数据截至年末。
""",
    )
    assert document.format == "md"
    assert _shape(document) == [
        "H0 项目绩效自评价",
        "H1 一、概况",
        "body 项目名称：某平台其余从略。",
        "body 申请发明专利不少于5项",
        "body 培养人才80人",
        "caption 表1-6：投入情况（单位：万元）",
        "table 4x3",
        "note 注：数据截至年末。",
    ]
    (table,) = document.tables
    assert table.caption == "表1-6：投入情况（单位：万元）"
    assert table.texts() == [
        ["一级", "二级", "值"],
        ["产出", "专利", "5 | 6"],
        ["产出", "论文\n专著", "6"],
        ["合计", "合计", "11"],
    ]
    assert table.rows[1][0] is table.rows[2][0]
    assert table.rows[3][0] is table.rows[3][1]
    assert table.rows[2][2].place.where == "一、概况 › 表1-6 第3行第3列"


def test_markdown_line_right_above_a_table_is_its_caption_whatever_it_says(tmp_path: Path) -> None:
    document = _read(tmp_path, "a.md", "经费如下\n| a | b |\n|---|---|\n| 1 | 2 |\n")
    assert document.tables[0].caption == "经费如下"
    assert _shape(document)[0] == "caption 经费如下"


def test_markdown_keeps_marks_without_a_partner(tmp_path: Path) -> None:
    (table,) = _read(tmp_path, "a.md", "| < | ^ |\n|---|---|\n| ≥5 | <3 |\n").tables
    assert table.rows[1][1].text == "<3"
    assert len({id(cell) for row in table.rows for cell in row}) == 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    document = _read(tmp_path, "a.txt", "一、项目概况\r\n申请专利５项，经费〇万元。\r\n".encode(encoding))
    assert _shape(document) == ["H1 一、项目概况", "body 申请专利５项，经费〇万元。"]
    assert document.problems == ()


def test_a_few_broken_bytes_are_reported(tmp_path: Path) -> None:
    document = _read(tmp_path, "a.txt", ("申请专利五项。" * 20).encode() + b"\xff\xfe\xff")
    assert document.status is Status.PARTLY
    assert "无法解码" in document.problems[0]


BOX = """表1 指标（单位：项）
┌────┬────┬────┐
│一级│指标│目标│
├────┼────┼────┤
│产出│专利│   5│
│    ├────┼────┤
│    │论文│   3│
├────┴────┼────┤
│合计     │   8│
└─────────┴────┘
+------+-----+
| name | val |
+======+=====+
| a    | 1   |
| b    | 2   |
|      | 3   |
+------+-----+
"""


def test_drawn_tables(tmp_path: Path) -> None:
    first, second = _read(tmp_path, "a.txt", BOX).tables
    assert first.caption == "表1 指标（单位：项）"
    assert first.texts() == [
        ["一级", "指标", "目标"],
        ["产出", "专利", "5"],
        ["产出", "论文", "3"],
        ["合计", "合计", "8"],
    ]
    assert first.rows[1][0] is first.rows[2][0]
    assert second.texts() == [["name", "val"], ["a", "1"], ["b", "2 3"]]


def test_drawn_tables_with_wide_and_with_crooked_rules(tmp_path: Path) -> None:
    wide = "┏━━┳━━┓\n┃一级┃目标┃\n┣━━╋━━┫\n┃产出┃   5┃\n┗━━┻━━┛\n"
    crooked = "┌──┬──┐\n│一级指标名称│目标│\n├──┼──┤\n│产出│ 5 │\n└──┴──┘\n"
    first, second = _read(tmp_path, "a.txt", wide + crooked).tables
    assert first.texts() == [["一级", "目标"], ["产出", "5"]]
    assert second.texts() == [["一级指标名称", "目标"], ["产出", "5"]]


def test_tables_set_with_tabs(tmp_path: Path) -> None:
    document = _read(tmp_path, "a.txt", "指标\t目标\n专利\t5\n某办公室\t2023年印发之件\n\n单独\t一行\n")
    assert document.tables[0].texts()[1] == ["专利", "5"]
    assert _shape(document)[-1] == "body 单独\t一行"


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_delimited(tmp_path: Path, delimiter: str, encoding: str) -> None:
    lines = [
        "项目支出决算表",
        "单位：万元",
        "",
        "科目,预算,决算",
        '"设备,费",100,98.5',
        "合计,100,98.5",
        "",
        "科目,数",
        "甲,1",
    ]
    text = "\r\n".join(
        line if '"' in line and delimiter == "," else line.replace('"设备,费"', "设备费").replace(",", delimiter)
        for line in lines
    )
    document = _read(tmp_path, "a.csv", text.encode(encoding))
    first, second = document.tables
    assert first.rows[1][2].text == "98.5"
    assert first.rows[1][0].text == ("设备,费" if delimiter == "," else "设备费")
    assert first.caption == "项目支出决算表 单位：万元"
    assert second.texts() == [["科目", "数"], ["甲", "1"]]
    assert document.format == "csv"


def test_paragraph_kinds_of_text(tmp_path: Path) -> None:
    document = _read(tmp_path, "a.txt", "目标……………3\n项目名称：某平台\n")
    assert [b.kind for b in document.blocks if isinstance(b, Paragraph)] == [ParagraphKind.TOC, ParagraphKind.BODY]
