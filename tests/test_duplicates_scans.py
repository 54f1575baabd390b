"""A scan of a paper that is there in print is counted once; a scan of another version, year or project never is."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from docaudit.duplicates import find_duplicates
from docaudit.engine import read_paper
from docaudit.model import Cell, Document, Field, Heading, Kind, Paper, Paragraph, Part, Place, Table
from tests.support.papers import document

READING = Path(__file__).resolve().parents[1] / "corpus" / "reading"
WORK = [
    "1. 组织开展对口合作交流活动，为企业提供合作信息对接，参加会展活动12场。",
    "2. 举办国际培训班3期，培训学员126人次，同比增长25.3%，学员满意度较高。",
    "3. 全年发放补助资金137.5万元，预算执行率98.21%，资金使用合规，未发现截留挪用。",
    "各部门按照年初计划推进工作，服务意识和质量不断提升，交流合作持续升温，形成了良好的示范效应。",
    "下一步将继续加强过程管理，完善绩效目标设置，推动项目管理水平迈上新的台阶，扩大区域影响。",
]
TABLE = ["| 序号 | 指标 | 目标 | 完成 |", "| 1 | 发明专利 | ≥5项 | 6项 |", "| 2 | 培训班 | 3期 | 3期 |"]
PRINT = "\n".join(["# 项目绩效自评报告", "项目名称：国际孵化器交流合作", *WORK, *TABLE])


def _named(drawn: Document, name: str) -> Paper:
    place = Place(drawn.id, "第2行", f"项目名称：{name}")
    part = Part(f"p-{drawn.id}", drawn.id, drawn.path, Kind.SELF_EVALUATION, "", 1.0, drawn.blocks)
    return Paper(drawn, (replace(part, fields=(Field("project_name", name, place),)),))


def _print(words: str = PRINT, path: str = "自评.docx", name: str = "国际孵化器交流合作") -> Paper:
    drawn = document(words, path=path)
    return _named(replace(drawn, id=f"d-{path}", sha256=path, format=path.rsplit(".", 1)[-1]), name)


def _scan(words: str = PRINT, path: str = "盖章扫描件.pdf", name: str = "国际孵化器交流合作") -> Paper:
    """What recognition makes of a paper; {六} is a character that it is not sure of."""
    drawn = document(words, path=path)

    def told(text: str, place: Place) -> tuple[str, Place]:
        doubts, kept = [], ""
        for piece in re.split(r"(\{.\})", text):
            if piece.startswith("{") and len(piece) == 3:
                doubts.append((len(kept), 0.6))
                kept += piece[1]
            else:
                kept += piece
        return kept, replace(place, quote=kept, doubts=tuple(doubts))

    blocks: list[Heading | Paragraph | Table] = []
    for block in drawn.blocks:
        if isinstance(block, Table):
            cells: dict[int, Cell] = {}
            for cell in block.cells():
                text, place = told(cell.text, cell.place)
                cells[id(cell)] = replace(cell, text=text, place=place)
            blocks.append(replace(block, rows=tuple(tuple(cells[id(c)] for c in row) for row in block.rows)))
        else:
            text, place = told(block.text, block.place)
            blocks.append(replace(block, text=text, place=place))
    return _named(replace(drawn, id=f"d-{path}", sha256=path, format="pdf", blocks=tuple(blocks)), name)


def _found(*papers: Paper) -> dict[str, str]:
    found = find_duplicates(papers)
    assert found == find_duplicates(tuple(reversed(papers)))
    return {key.removeprefix("d-"): other for key, other in found.items()}


@pytest.mark.parametrize(
    "recognised",
    [
        PRINT,
        PRINT.replace("合作交流活动", "合作交流话动"),  # a character for one of its shape
        PRINT.replace("过程管理", "管理"),  # a fold
        PRINT.replace("98.21%", "98.{2}7%").replace("7%", "{7}%"),
        PRINT.replace("| 6项", "| {8}项"),
        PRINT.replace("\n各部门", "\n3\n各部门"),  # the number of a page amid the text
        PRINT.replace("2. 举办", "举办"),
        PRINT.replace("| 2 |", "|  |"),
        PRINT.replace("服务意识和质量不断提升", "服务意识{利}{厨}量不断提升"),
        PRINT + "\n已审核盖章",
    ],
)
def test_errors_of_recognition_make_no_other_paper(recognised: str) -> None:
    assert _found(_print(), _scan(recognised)) == {"盖章扫描件.pdf": "自评.docx"}
    assert _found(_print(path="自评.pdf"), _scan(recognised)) == {"盖章扫描件.pdf": "自评.pdf"}
    assert _found(_scan(path="另一扫描件.pdf"), _scan(recognised))  # of two scans one


def test_what_was_not_recognised_stays_whatever_its_format() -> None:
    assert _found(_scan(path="a.pdf"), _print(path="b.ofd")) == {"a.pdf": "b.ofd"}


@pytest.mark.parametrize(
    "other",
    [
        PRINT.replace("| 6项", "| 8项"),
        PRINT.replace("| 6项", "| "),
        PRINT.replace("98.21%", "9821%"),
        PRINT.replace("137.5万元", "187.5万元"),
        PRINT.replace("≥5项", "5项"),
        PRINT.replace("126人次", "1126人次"),
        PRINT.replace("126人次", "26人次"),
        PRINT.replace("未发现", "发现"),
        PRINT.replace("同比增长", "同比下降"),
        PRINT.replace("学员满意度较高", "学员满意度一般"),
        PRINT.replace("培训班3期", "培训班4期").replace("| 3期 | 3期 |", "| 4期 | 4期 |"),
        PRINT.replace(TABLE[2], ""),
        PRINT + "\n| 3 | 论文 | 2篇 | 2篇 |",
        PRINT.replace("126人次", "{3}{8}{9}人次").replace("12场", "{4}{7}场").replace("25.3", "{9}{6}.{1}"),
        re.sub(r"\d(?=项|期|场|人)", "7", PRINT),
    ],
)
def test_a_scan_of_another_version_is_another_paper(other: str) -> None:
    assert _found(_print(), _scan(other)) == {}
    assert _found(_print(other.replace("{", "").replace("}", "")), _scan()) == {}


def test_a_form_of_another_project_is_another_paper() -> None:
    plain = re.sub(r"\d+(\.\d+)?%?", "若干", PRINT)
    other = plain.replace("国际孵化器交流合作", "国际展览馆交流合作")
    assert _found(_print(plain), _scan(plain)) == {"盖章扫描件.pdf": "自评.docx"}
    assert _found(_print(plain), _scan(other, name="国际展览馆交流合作")) == {}
    near = plain.replace("国际孵化器", "国标孵化器")
    assert _found(_print(plain), _scan(near, name="国标孵化器交流合作")) == {}


def test_the_best_of_many_papers_of_one_form_is_found() -> None:
    forms = [_print(PRINT.replace("137.5", f"{n}37.5").replace("126", f"1{n}6"), f"{n}.docx") for n in range(1, 10)]
    scan = _scan(PRINT.replace("137.5", "637.5").replace("126", "166").replace("合作交流活动", "合作交流话动"))
    assert _found(*forms, scan) == {"盖章扫描件.pdf": "6.docx"}


def test_long_papers_are_compared_to_their_end() -> None:
    chapters = "\n".join(
        f"第{n}章第{n * 7}条规定了{n * 13}项工作的分工，由第{n % 9}组负责落实{n * 3}万元。" for n in range(900)
    )
    words = PRINT + "\n" + chapters
    noisy = words.replace("第300章第2100条规定", "第300章第2100条观定").replace("第800章", "第80{8}章")
    assert _found(_print(words), _scan(noisy)) == {"盖章扫描件.pdf": "自评.docx"}
    assert _found(_print(words), _scan(noisy.replace("2550万元", "2650万元"))) == {}


@pytest.mark.parametrize(
    ("scan", "source"), [("s05-200-form.pdf", "p03-form.pdf"), ("s04-200-stamped-skewed.pdf", "p08-figures.pdf")]
)
def test_recognised_pages_are_their_source(scan: str, source: str) -> None:
    pytest.importorskip("rapidocr")
    papers = [read_paper(READING / name, name) for name in (scan, source, "p01-styles.pdf")]
    assert find_duplicates(papers) == {papers[0].document.id: source}
