"""The same paper twice is counted once; two versions of a paper never are."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pytest

from docaudit.duplicates import find_duplicates
from docaudit.engine import Options, audit, read_paper
from docaudit.model import Audit, Document, Kind, Paper, Part, Status
from tests.support.ofd_samples import Doc, table, text, write
from tests.support.papers import document

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "dossiers"
LINES = [f"第{word}项工作按计划推进，单位按时提交了材料并通过了内部评审。" for word in "一二三四五六七八九"]
PAPER = "\n".join(
    ["# 项目自评报告", "项目名称：高产小麦示范", *LINES, "| 指标 | 目标 | 完成 |", "| 发明专利 | 5项 | 3项 |"]
)


def _paper(words: str, path: str, *, sha: str = "", status: Status = Status.READ, kind: Kind = Kind.POLICY) -> Paper:
    drawn = document(words, path=path)
    form = path.rsplit(".", 1)[-1]
    whole = Document(f"d-{path}", path, sha or f"sha-{path}", form, drawn.blocks, status=status)
    return Paper(whole, (Part(f"p-{path}", whole.id, path, kind, "", 1.0, whole.blocks),))


def _found(*papers: Paper) -> dict[str, str]:
    found = find_duplicates(papers)
    assert found == find_duplicates(tuple(reversed(papers)))
    return {key.removeprefix("d-"): other for key, other in found.items()}


def test_the_docx_stays_then_the_pdf_then_the_first_by_path() -> None:
    papers = [_paper(PAPER, path) for path in ("a.md", "b.pdf", "c.docx", "d.docx", "e.ofd")]
    assert _found(*papers) == {"a.md": "c.docx", "b.pdf": "c.docx", "d.docx": "c.docx", "e.ofd": "c.docx"}
    assert _found(*papers[:2]) == {"a.md": "b.pdf"}


def test_files_that_cannot_be_read_are_each_told_by_themselves() -> None:
    assert _found(*(_paper("", f"{n}.doc", sha="x", status=Status.UNREADABLE) for n in "ab")) == {}


@pytest.mark.parametrize(
    "changed",
    [
        PAPER.replace("3项", "5项"),
        PAPER.replace("5项 | 3项", "3项 | 5项"),
        PAPER.replace("通过了内部评审", "未通过内部评审", 1),
        PAPER.replace("发明专利", "专利"),
        PAPER.replace("| 5项 |", "| ≥5项 |"),
        PAPER + "\n| 论文 | 2篇 | 2篇 |",
        PAPER.replace("\n| 发明专利 | 5项 | 3项 |", ""),
    ],
)
def test_two_versions_are_two_papers(changed: str) -> None:
    assert _found(_paper(PAPER, "a.docx"), _paper(changed, "b.pdf")) == {}
    assert _found(_paper(PAPER, "a.docx"), _paper(changed, "b.docx")) == {}


def test_layout_makes_no_other_paper() -> None:
    shown = PAPER.replace("\n第二项", "\n[页眉] 第3页\n第 二 项").replace("（", "(").replace("，", ",")
    assert _found(_paper(PAPER, "a.docx"), _paper(shown, "b.pdf")) == {"b.pdf": "a.docx"}
    glued = PAPER.replace("。\n第三项", "。第三项")
    assert _found(_paper(PAPER, "a.docx"), _paper(glued, "b.pdf")) == {"b.pdf": "a.docx"}


def test_a_line_that_one_format_does_not_show_makes_no_other_paper() -> None:
    more = PAPER.replace(LINES[3], LINES[3] + "\n附件清单")
    assert _found(_paper(PAPER, "a.docx"), _paper(more, "b.pdf")) == {"b.pdf": "a.docx"}
    assert _found(_paper(PAPER, "a.docx"), _paper(more, "b.docx")) == {}
    assert _found(_paper(PAPER, "a.docx"), _paper(more.replace("\n附件清单", "附件清单"), "b.pdf")) == {}
    half = PAPER.replace("\n".join(LINES[2:]), "")
    assert _found(_paper(PAPER, "a.docx"), _paper(half, "b.pdf")) == {}


def test_a_nameless_paper_belongs_to_its_folder() -> None:
    forms = [_paper(PAPER, f"{folder}/表.docx", sha="x", kind=Kind.OTHER) for folder in "甲乙"]
    assert _found(*forms) == {}
    assert _found(forms[0], _paper(PAPER, "甲/表.pdf", kind=Kind.OTHER)) == {"甲/表.pdf": "甲/表.docx"}


def _word(path: Path) -> None:
    paper = docx.Document()
    paper.add_heading("项目绩效自评报告", 0)
    paper.add_paragraph("项目名称：高产小麦示范")
    paper.add_paragraph("第一批60万元，第二批40万元，合计110万元。")
    rows = [["指标名称", "目标值", "完成值"], ["发明专利", "5项", "3项"]]
    grid = paper.add_table(2, 3)
    for i, row in enumerate(rows):
        for j, words in enumerate(row):
            grid.cell(i, j).text = words
    paper.save(path)


def _ofd(path: Path) -> None:
    rows = [["指标名称", "目标值", "完成值"], ["发明专利", "5项", "3项"]]
    write(path, Doc([
        text(60, 20, "项目绩效自评报告", 6) + text(25, 40, "项目名称：高产小麦示范")
        + text(25, 48, "第一批60万元，第二批40万元，合计110万元。") + table(25, 60, [50, 40, 40], rows)
    ]))  # fmt: skip


def _keys(result: Audit) -> list[tuple[str, str]]:
    return sorted((finding.code, finding.message) for finding in result.findings)


def test_findings_of_a_paper_in_two_formats_appear_once(tmp_path: Path) -> None:
    _word(tmp_path / "自评.docx")
    once = audit(tmp_path, Options(in_process=True))
    _ofd(tmp_path / "盖章版.ofd")
    shutil.copy(tmp_path / "自评.docx", tmp_path / "自评 - 副本.docx")
    result = audit(tmp_path, Options(in_process=True))
    assert _keys(result) == _keys(once)
    problems = {p.document.path: p.document.problems for p in result.papers}
    assert problems == {
        "盖章版.ofd": ("与 自评 - 副本.docx 内容相同，未重复核对",),
        "自评 - 副本.docx": (),
        "自评.docx": ("与 自评 - 副本.docx 内容相同，未重复核对",),
    }
    assert all(paper.parts for paper in result.papers)
    kept = {p.document.path: result.coverage[p.document.id].figures for p in result.papers}
    assert kept["自评.docx"] == kept["盖章版.ofd"] == 0
    assert kept["自评 - 副本.docx"] > 0
    assert [len(project.parts) for project in result.projects] == [1]


def test_the_papers_of_a_dossier_are_no_duplicates() -> None:
    folder = min(path for path in CORPUS.iterdir() if path.is_dir())
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in (".docx", ".pdf", ".xlsx")]
    assert files
    assert find_duplicates([read_paper(path, path.relative_to(folder).as_posix()) for path in files]) == {}
