"""Papers to files: .docx, .xlsx, .md, .txt, and .pdf by LibreOffice or reportlab.  Fixed time stamps throughout."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from reportlab.lib import colors, pdfencrypt
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from builders.kit import Block, N, Paper, filled, plain, shown

STAMP = dt.datetime(2024, 1, 2, 3, 4, 5)  # noqa: DTZ001 - office formats know no zone
ZIP_STAMP = (2024, 1, 2, 3, 4, 6)


def fixed_zip(path: Path) -> None:
    with zipfile.ZipFile(path) as z:
        items = [(i.filename, z.read(i)) for i in z.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in items:
            if name == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2024-01-02T03:04:05Z", data)
            info = zipfile.ZipInfo(name, ZIP_STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(info, data)


def spans(b: Block) -> list[tuple[int, int, int, int]]:
    """Merged areas as (row, column, last row, last column)."""
    out = []
    for i, row in enumerate(b.rows):
        for j, cell in enumerate(row):
            if cell in {"^", "<"}:
                continue
            last_row, last_col = i, j
            while last_col + 1 < len(row) and row[last_col + 1] == "<":
                last_col += 1
            while last_row + 1 < len(b.rows) and b.rows[last_row + 1][j] == "^":
                last_row += 1
            if (last_row, last_col) != (i, j):
                out.append((i, j, last_row, last_col))
    return out


def docx(paper: Paper, path: Path) -> None:
    doc = Document()
    core = doc.core_properties
    core.author, core.title, core.comments = "", "", ""
    core.created = core.modified = STAMP
    base = doc.styles["Normal"]
    base.font.name, base.font.size = "Times New Roman", Pt(11)
    base.element.rPr.rFonts.set(qn("w:eastAsia"), paper.font)
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3", "Caption"):
        style = doc.styles[name]
        style.font.name, style.font.color.rgb = "Times New Roman", RGBColor(0, 0, 0)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "黑体")
    for border in doc.styles["Title"].element.findall(".//" + qn("w:pBdr")):
        border.getparent().remove(border)
    section = doc.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if paper.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2.4)
    for b in paper.blocks:
        text = plain(b.text)
        if b.kind == "title":
            par = doc.add_paragraph(text, style="Title" if paper.headings == "style" else None)
            par.alignment = WD_ALIGN_PARAGRAPH.CENTER
            for run in par.runs:
                run.font.size, run.bold = Pt(18), True
        elif b.kind == "cover":
            for i, line in enumerate(text.split("\n")):
                par = doc.add_paragraph(line)
                if i == 0 or not re.search(r"[:：]", line):
                    par.alignment = WD_ALIGN_PARAGRAPH.CENTER
                for run in par.runs:
                    run.font.size, run.bold = (Pt(20), True) if i == 0 else (Pt(13), False)
                par.paragraph_format.space_after = Pt(14)
            doc.add_page_break()
        elif b.kind in {"h1", "h2", "h3"}:
            if paper.headings == "style":
                doc.add_heading(text, level=int(b.kind[1]))
            else:
                par = doc.add_paragraph()
                par.add_run(text).bold = True
        elif b.kind == "cap":
            par = doc.add_paragraph(text, style="Caption" if paper.headings == "style" else None)
            par.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif b.kind in {"right", "center"}:
            par = doc.add_paragraph(text)
            par.alignment = WD_ALIGN_PARAGRAPH.RIGHT if b.kind == "right" else WD_ALIGN_PARAGRAPH.CENTER
        elif b.kind == "break":
            doc.add_page_break()
        elif b.kind == "table":
            _docx_table(doc, b)
        else:
            par = doc.add_paragraph(text)
            if b.kind == "p":
                par.paragraph_format.first_line_indent = Pt(22)
            else:
                for run in par.runs:
                    run.font.size = Pt(9)
    doc.save(path)
    fixed_zip(path)


def _docx_table(doc: Document, b: Block) -> None:
    n, m = len(b.rows), len(b.rows[0])
    tab = doc.add_table(n, m)
    tab.style = "Table Grid"
    grid = [list(r.cells) for r in tab.rows]
    for i, j, i2, j2 in spans(b):
        grid[i][j].merge(grid[i2][j2])
    for i, row in enumerate(b.rows):
        for j, cell in enumerate(row):
            if cell in {"^", "<"}:
                continue
            target = tab.cell(i, j)
            target.text = shown(cell)
            for par in target.paragraphs:
                for run in par.runs:
                    run.font.size = Pt(9.5)
                    run.bold = i < b.heads or None
    if b.widths:
        for row in tab.rows:
            for cell, w in zip(row.cells, b.widths, strict=False):
                cell.width = Cm(w)
    doc.add_paragraph()


def xlsx(paper: Paper, path: Path) -> None:
    book = Workbook()
    book.properties.creator, book.properties.created, book.properties.modified = "", STAMP, STAMP
    ws = book.active
    first, row = True, 1
    thin = Side(style="thin")
    for b in paper.blocks:
        if b.kind == "sheet":
            if first:
                ws.title = b.text
            else:
                ws = book.create_sheet(b.text)
            first, row = False, 1
        elif b.kind == "table":
            for i, line in enumerate(b.rows):
                for j, cell in enumerate(line):
                    target = ws.cell(row + i, j + 1)
                    target.border = Border(left=thin, right=thin, top=thin, bottom=thin)
                    target.alignment = Alignment(wrap_text=True, vertical="center")
                    if isinstance(cell, N):
                        target.value, target.number_format = cell.value, cell.fmt
                    elif cell not in {"^", "<"}:
                        target.value = plain(cell)
                    if i < b.heads:
                        target.font = Font(bold=True)
            for i, j, i2, j2 in spans(b):
                ws.merge_cells(start_row=row + i, start_column=j + 1, end_row=row + i2, end_column=j2 + 1)
            row += len(b.rows)
            if b.widths:
                for j, w in enumerate(b.widths):
                    ws.column_dimensions["ABCDEFGHIJKLMNOP"[j]].width = w * 2.4
        else:
            target = ws.cell(row, 1, plain(b.text))
            wide = max((len(x.rows[0]) for x in paper.blocks if x.kind == "table"), default=4)
            ws.merge_cells(start_row=row, start_column=1, end_row=row, end_column=wide)
            target.alignment = Alignment(horizontal="center" if b.kind == "title" else "left", wrap_text=True)
            if b.kind == "title":
                target.font = Font(bold=True, size=16)
            row += 1
    book.save(path)
    fixed_zip(path)


def text(paper: Paper, path: Path) -> None:
    md = path.suffix == ".md"
    out = []
    for b in paper.blocks:
        if b.kind == "table" and md:
            grid = filled(b)
            lines = ["| " + " | ".join(c.replace("\n", "<br>") for c in r) + " |" for r in grid]
            lines.insert(1, "|" + "---|" * len(grid[0]))
            out.append("\n".join(lines))
        elif b.kind == "table":
            out.append("\n".join("　".join(r) for r in filled(b)))
        elif b.kind in {"h1", "h2", "h3"} and md:
            out.append("#" * (int(b.kind[1]) + 1) + " " + plain(b.text))
        elif b.kind == "title" and md:
            out.append("# " + plain(b.text))
        elif b.kind != "break":
            out.append(plain(b.text))
    path.write_text("\n\n".join(out) + "\n", encoding="utf-8")


def pdf_reportlab(paper: Paper, path: Path) -> None:
    """A page of one column, or of two when the engine is "columns"."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    body = ParagraphStyle(
        "body", fontName="STSong-Light", fontSize=10.5, leading=18, firstLineIndent=21, wordWrap="CJK"
    )
    flat = ParagraphStyle("flat", parent=body, firstLineIndent=0)
    small = ParagraphStyle("small", parent=flat, fontSize=9, leading=13)
    big = ParagraphStyle("big", parent=flat, fontSize=16, leading=26, alignment=1)
    head = ParagraphStyle("head", parent=flat, fontSize=12, leading=22)
    mid = ParagraphStyle("mid", parent=flat, alignment=1)
    end = ParagraphStyle("end", parent=flat, alignment=2)
    styles = {"title": big, "h1": head, "h2": head, "h3": head, "cap": mid, "center": mid, "right": end, "note": small}

    def safe(s: str) -> str:
        return s.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br/>")

    flow = []
    for b in paper.blocks:
        if b.kind == "table":
            data = [["" if c in {"^", "<"} else Paragraph(safe(shown(c)), small) for c in row] for row in b.rows]
            rules = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
            rules += [("SPAN", (j, i), (j2, i2)) for i, j, i2, j2 in spans(b)]
            width = sum(b.widths) if b.widths else 0
            room = 232 if paper.engine == "columns" else 450
            cols = [w / width * room for w in b.widths] if b.widths else [room / len(b.rows[0])] * len(b.rows[0])
            flow += [Table(data, colWidths=cols, style=TableStyle(rules), repeatRows=b.heads), Spacer(1, 8)]
        elif b.kind == "break":
            flow.append(PageBreak())
        elif b.kind == "cover":
            lines = plain(b.text).split("\n")
            flow += [
                Spacer(1, 60),
                *(Paragraph(safe(x), big if i == 0 else mid) for i, x in enumerate(lines)),
                PageBreak(),
            ]
        else:
            flow.append(Paragraph(safe(plain(b.text)), styles.get(b.kind, body)))
    encrypt = pdfencrypt.StandardEncryption(paper.password, strength=128) if paper.password else None
    if paper.engine == "columns":
        news = BaseDocTemplate(str(path), pagesize=A4, invariant=1, encrypt=encrypt)
        bare = {"leftPadding": 0, "rightPadding": 0}
        frames = [Frame(x, 50, 232, A4[1] - 100, id=f"column{x}", **bare) for x in (50, 312)]
        news.addPageTemplates([PageTemplate(id="two", frames=frames)])
        news.build(flow)
        return
    doc = SimpleDocTemplate(str(path), pagesize=A4, invariant=1, encrypt=encrypt, leftMargin=70, rightMargin=70)
    doc.build(flow)


def pdfs_by_office(jobs: list[tuple[Path, Path]], profile: Path) -> None:
    """Convert (docx, pdf) pairs in one run of LibreOffice."""
    if not jobs:
        return
    with tempfile.TemporaryDirectory() as tmp:
        for i, (source, _) in enumerate(jobs):
            shutil.copy(source, Path(tmp) / f"{i:03}.docx")
        command = [
            "soffice",
            f"-env:UserInstallation=file://{profile}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            tmp,
        ]
        command += [str(Path(tmp) / f"{i:03}.docx") for i in range(len(jobs))]
        subprocess.run(
            command,
            check=True,
            capture_output=True,
            timeout=400,
            env={"SOURCE_DATE_EPOCH": "1704164645", "HOME": str(profile), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        )
        for i, (_, target) in enumerate(jobs):
            data = (Path(tmp) / f"{i:03}.pdf").read_bytes()
            data = re.sub(rb"\(D:\d{14}", b"(D:20240102030405", data)
            data = re.sub(rb"<[0-9A-F]{32}>", b"<" + b"0" * 32 + b">", data)
            data = re.sub(rb"/DocChecksum /[0-9A-F]{32}", b"/DocChecksum /" + b"0" * 32, data)
            target.write_bytes(data)
