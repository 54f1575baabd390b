"""PDFs as office programs export them: what the PDF reader finds is what the Word file says."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from docaudit.model import Document, Heading, Paragraph, ParagraphKind
from docaudit.readers.pdf import read_pdf

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice (soffice) to export PDF")

SENTENCE = (
    "评价组认为，该专项政策目标明确——与本市科技成果转化规划相衔接，资金分配合理，管理制度健全，执行情况总体良好。"
)


def squeezed(text: str) -> str:
    return "".join(text.split())


def report() -> docx.document.Document:
    """Headings, prose over pages, a header, a footer, and a caption with its table."""
    paper = docx.Document()
    paper.styles["Normal"].font.size = Pt(12)
    section = paper.sections[0]
    section.header.paragraphs[0].text = "科技成果转化专项资金绩效评价"
    section.footer.paragraphs[0].text = "内部资料"
    title = paper.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run("绩效评价报告").font.size = Pt(22)
    for i in range(1, 4):
        paper.add_paragraph(f"{'一二三'[i - 1]}、第{'一二三'[i - 1]}部分情况")
        for k in range(5):
            paragraph = paper.add_paragraph(f"本部分第{k + 1}点涉及资金{i * 100 + k}.50万元。" + SENTENCE * 3)
            paragraph.paragraph_format.first_line_indent = Pt(24)
    paper.add_paragraph("表1-1：资金到位情况（单位：万元）")
    table = paper.add_table(3, 3, style="Table Grid")
    for i, row in enumerate(
        (("年度", "预算", "到位"), ("2021年", "2,250.00", "2,250.00"), ("合计", "2,250.00", "2,250.00"))
    ):
        for j, text in enumerate(row):
            table.cell(i, j).text = text
    return paper


def form() -> docx.document.Document:
    """A long table with merged cells, wrapped text and rows over two page ends."""
    paper = docx.Document()
    paper.add_paragraph("以下为各项指标的完成情况。")
    rows = 24
    table = paper.add_table(rows + 2, 5, style="Table Grid")
    for j, text in enumerate(("一级指标", "指标名称", "指标解释", "目标值", "实际完成值")):
        table.cell(0, j).text = text
    for i in range(1, rows + 1):
        table.cell(i, 1).text = f"指标{i}完成率"
        table.cell(i, 2).text = SENTENCE * (1 + i % 3)
        table.cell(i, 3).text = f"≥{i * 37}.{i % 10}万元"
        table.cell(i, 4).text = f"{i * 41:,}.00"
    for top in range(1, rows, 4):
        group = table.cell(top, 0).merge(table.cell(top + 3, 0))
        group.text = f"类别{top}"
    total = table.cell(rows + 1, 0).merge(table.cell(rows + 1, 3))
    total.text = "合计"
    table.cell(rows + 1, 4).text = "12,300.00"
    paper.add_paragraph("说明：以上数据截至2023年6月。")
    return paper


@pytest.fixture(scope="module")
def exported(tmp_path_factory) -> Path:
    """A folder with report and form, each as .docx and .pdf."""
    folder = tmp_path_factory.mktemp("office")
    for name, paper in (("report", report()), ("form", form())):
        paper.save(folder / f"{name}.docx")
    profile = (tmp_path_factory.mktemp("profile")).as_uri()
    command = [OFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, sorted(folder.glob("*.docx")))], check=True, capture_output=True, timeout=180)
    return folder


def read(folder: Path, name: str, *, native: bool = False) -> Document:
    return read_pdf(folder / f"{name}.pdf", relative=f"{name}.pdf", native=native)


@pytest.mark.parametrize("native", [False, True])
def test_every_cell_of_a_long_form_is_that_of_the_word_file(exported, native):
    source = docx.Document(str(exported / "form.docx"))
    expected = [[squeezed(cell.text) for cell in row.cells] for row in source.tables[0].rows]
    document = read(exported, "form", native=native)
    (found,) = document.tables
    assert document.pages >= 3
    assert [[squeezed(text) for text in row] for row in found.texts()] == expected
    assert found.rows[1][0] is found.rows[4][0]
    assert found.rows[-1][0] is found.rows[-1][3]
    assert {cell.place.page for cell in found.cells()} == set(range(1, document.pages + 1))
    notes = [b.text for b in document.blocks if isinstance(b, Paragraph) and b.kind is ParagraphKind.NOTE]
    assert list(map(squeezed, notes)) == ["说明：以上数据截至2023年6月。"]


@pytest.mark.parametrize("native", [False, True])
def test_paragraphs_and_headings_are_those_of_the_word_file(exported, native):
    source = docx.Document(str(exported / "report.docx"))
    expected = [squeezed(paragraph.text) for paragraph in source.paragraphs if paragraph.text.strip()]
    document = read(exported, "report", native=native)
    aside = (ParagraphKind.HEADER, ParagraphKind.FOOTER)
    told = [
        squeezed(b.text)
        for b in document.blocks
        if isinstance(b, Heading) or (isinstance(b, Paragraph) and b.kind not in aside)
    ]
    assert told == expected
    assert [(b.level, squeezed(b.text)) for b in document.blocks if isinstance(b, Heading)] == [
        (0, "绩效评价报告"),
        (1, "一、第一部分情况"),
        (1, "二、第二部分情况"),
        (1, "三、第三部分情况"),
    ]
    assert squeezed(document.tables[0].caption) == "表1-1：资金到位情况（单位：万元）"
    headers = [b.text for b in document.blocks if isinstance(b, Paragraph) and b.kind is ParagraphKind.HEADER]
    assert len(headers) == document.pages
