"""PDFs by reportlab: ruled, three-line and borderless tables, tables over pages, columns, turned and cropped pages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Frame, FrameBreak, PageTemplate, Paragraph, Spacer, Table, TableStyle

from builders.kit import Block, plain, shown
from builders.reading.papers import Source
from builders.render import spans as spans_of

WIDE, TALL = A4
MARGIN = 64.0


@dataclass(frozen=True)
class Look:
    """How a paper is set.  `turn` turns the content on an upright page; `rotate` is the page's own rotation."""

    face: str
    rules: str = "grid"
    columns: int = 1
    turn: bool = False
    rotate: int = 0
    repeat: bool = True
    split_rows: bool = False
    running: str = ""
    size: float = 10.5


def draw(source: Source, path: Path, look: Look) -> None:
    """Set the paper."""
    wide, tall = (TALL, WIDE) if look.turn or source.landscape else (WIDE, TALL)
    gap = 20.0
    column = (wide - 2 * MARGIN - gap * (look.columns - 1)) / look.columns
    frames = [
        Frame(MARGIN + i * (column + gap), MARGIN, column, tall - 2 * MARGIN, 0, 0, 0, 0) for i in range(look.columns)
    ]

    def start(canvas: Any, document: Any) -> None:
        if look.turn:
            canvas.translate(WIDE, 0)
            canvas.rotate(90)
        if look.rotate:
            canvas.setPageRotation(look.rotate)
        if look.running:
            canvas.setFont(look.face, 9)
            canvas.drawString(MARGIN, tall - 40, look.running)
            canvas.drawCentredString(wide / 2, 30, f"— {document.page} —")

    templates = [PageTemplate("page", frames, onPage=start)]
    if look.columns > 1:  # the title stands above both columns
        first = [Frame(MARGIN, tall - MARGIN - 40, wide - 2 * MARGIN, 40, 0, 0, 0, 0)]
        first += [Frame(f.x1, MARGIN, column, tall - 2 * MARGIN - 50, 0, 0, 0, 0) for f in frames]
        templates.insert(0, PageTemplate("first", first, onPage=start, autoNextPageTemplate="page"))
    size = (WIDE, TALL) if look.turn else (wide, tall)
    document = BaseDocTemplate(str(path), pagesize=size, invariant=1)
    document.addPageTemplates(templates)
    flow = [item for block in source.blocks for item in _set(block, look, column)]
    if look.columns > 1:
        flow.insert(1, FrameBreak())
    document.build(flow)


def cropped(path: Path, by: float) -> None:
    """Cut the visible area of every page."""
    document = pypdfium2.PdfDocument(path)
    for page in document:
        wide, tall = page.get_size()
        page.set_cropbox(by, by * 0.8, wide - by, tall - by * 0.6)
    data = path.with_suffix(".tmp")
    document.save(data)
    document.close()
    data.replace(path)


def _styles(look: Look) -> dict[str, ParagraphStyle]:
    size = look.size
    body = ParagraphStyle("body", fontName=look.face, fontSize=size, leading=1.7 * size, firstLineIndent=2 * size, wordWrap="CJK")  # fmt: skip
    flat = ParagraphStyle("flat", parent=body, firstLineIndent=0)
    return {
        "p": body,
        "title": ParagraphStyle("title", parent=flat, fontSize=17, leading=30, alignment=1, spaceAfter=6),
        "h1": ParagraphStyle("h1", parent=flat, fontSize=13, leading=24, spaceBefore=4),
        "h2": ParagraphStyle("h2", parent=flat, fontSize=11.5, leading=21),
        "h3": ParagraphStyle("h3", parent=flat, fontSize=11.5, leading=21),
        "cap": ParagraphStyle("cap", parent=flat, alignment=1),
        "center": ParagraphStyle("center", parent=flat, alignment=1),
        "right": ParagraphStyle("right", parent=flat, alignment=2),
        "note": ParagraphStyle("note", parent=flat, fontSize=9, leading=15),
        "cell": ParagraphStyle("cell", parent=flat, fontSize=9, leading=13),
    }


def _safe(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br/>")


def _set(block: Block, look: Look, room: float) -> list[Any]:
    styles = _styles(look)
    if block.kind != "table":
        return [Paragraph(_safe(plain(block.text)), styles[block.kind])]
    count = len(block.rows[0])
    widths = block.widths or [1.6, *[1.0] * (count - 1)]
    columns = [w / sum(widths) * room for w in widths]
    cells = [["" if c in {"^", "<"} else Paragraph(_safe(shown(c)), styles["cell"]) for c in row] for row in block.rows]
    if look.rules == "grid":
        rules = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    else:
        rules = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    if look.rules == "three":
        rules += [("LINEABOVE", (0, 0), (-1, 0), 1.2, colors.black), ("LINEBELOW", (0, -1), (-1, -1), 1.2, colors.black),
                  ("LINEBELOW", (0, block.heads - 1), (-1, block.heads - 1), 0.6, colors.black)]  # fmt: skip
    rules += [("SPAN", (j, i), (j2, i2)) for i, j, i2, j2 in spans_of(block)]
    repeat = block.heads if look.repeat else 0
    table = Table(cells, colWidths=columns, style=TableStyle(rules), repeatRows=repeat, splitInRow=int(look.split_rows))
    return [Spacer(1, 4), table, Spacer(1, 10)]
