"""A folder of many dossiers, made by a seeded script from the papers of the corpus with other names and figures.

    python bench/mixed_folder.py OUT --dossiers 100 [--seed 1]

Each dossier is one of the corpus's whose papers are Word files.  Three papers of five stay Word files, one becomes a PDF,
and of one the tables go into a workbook beside it.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
import openpyxl
from docx.table import Table
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as Grid

from docaudit.engine import read_paper

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
FONT = "STSong-Light"
_NUMBER = re.compile(r"(?<![\d.\-〔\[])\d{2,3}(?=(?:\.\d+)?(?:万元|人|项|家|个|台|篇|亩|%))")
_WORDS = "云岭江湾松溪石桥青禾白鹭长河平湖新塘红土南屏北川东阳西华金沙银杏柳林梅园竹海杉木樟树桂花"


@dataclass(frozen=True)
class Source:
    """The papers of a dossier of the corpus, with what names it in them, the longest first."""

    papers: tuple[Path, ...]
    names: tuple[str, ...]
    codes: tuple[str, ...]


def sources() -> list[Source]:
    """Return every dossier that has at least three sound Word files, without guidelines."""
    found = []
    for folder in sorted(path for path in CORPUS.glob("*/*") if path.is_dir()):
        words = re.compile("指南|方案|办法|通知")
        papers = [p for p in sorted(folder.rglob("*.docx")) if not words.search(p.name) and _opens(p)][:5]
        if len(papers) >= 3:
            fields = [f for p in papers for part in read_paper(p, p.name).parts for f in part.fields]
            names = {f.value.strip() for f in fields if f.name in ("project_name", "undertaker", "partner")}
            codes = {f.value.strip() for f in fields if f.name == "project_code"}
            found.append(Source(tuple(papers), _longest_first(names), _longest_first(codes)))
    return found


def _longest_first(words: set[str]) -> tuple[str, ...]:
    return tuple(sorted((word for word in words if len(word) > 3), key=lambda word: (-len(word), word)))


def _opens(path: Path) -> bool:
    try:
        docx.Document(str(path))
    except Exception:  # noqa: BLE001  (the corpus holds broken papers on purpose)
        return False
    return True


def make(out: Path, dossiers: int | None = None, seed: int = 1, papers: int | None = None) -> int:
    """Write a folder of so many dossiers, or of so many papers; returns the number of papers."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    chance, known, count = random.Random(seed), sources(), 0
    for n in itertools.count():
        if n == dossiers or (papers is not None and count >= papers):
            break
        folder = out / f"{n:05d}"
        folder.mkdir(parents=True)
        place = "".join(chance.sample(_WORDS, 6)) + f"{chance.choice('甲乙丙丁戊己庚辛')}区"
        change = chance.randint(1, 8)
        source = known[n % len(known)]
        for i, path in enumerate(source.papers):
            if papers is not None and count >= papers:
                break
            paper = docx.Document(str(path))
            _vary(paper, source, place, f"{n:05d}", change)
            sort = (n + i) % 5
            count += _write(paper, folder / f"{i}{path.stem}", sort if papers is None or papers - count > 1 else 0)
    return count


def _vary(paper: Any, source: Source, place: str, number: str, change: int) -> None:
    """Name another project, undertaker and code, and change figures alike in all papers of a dossier."""
    texts = [*paper.paragraphs, *(p for table in paper.tables for c in _cells(table) for p in c.paragraphs)]
    for paragraph in texts:
        text = paragraph.text
        name = next((name for name in source.names if name in text), None)
        if name is not None:
            text = text.replace(name, place + name)
        text = _NUMBER.sub(lambda found: str(int(found[0]) + change), text)
        for code in source.codes:
            text = text.replace(code, f"{code}{number}")
        if text != paragraph.text and paragraph.runs:
            paragraph.runs[0].text = text
            for run in paragraph.runs[1:]:
                run.text = ""


def _cells(table: Table) -> list[Any]:
    return list({id(cell._tc): cell for row in table.rows for cell in row.cells}.values())  # noqa: SLF001


def _write(paper: Any, path: Path, sort: int) -> int:
    if sort == 1:
        _as_pdf(paper, path.with_suffix(".pdf"))
        return 1
    paper.save(str(path.with_suffix(".docx")))
    if sort == 3 and paper.tables:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for k, table in enumerate(paper.tables, 1):
            sheet = book.create_sheet(f"表{k}")
            for row in table.rows:
                sheet.append([cell.text for cell in row.cells])
        book.save(path.with_suffix(".xlsx"))
        return 2
    return 1


def _as_pdf(paper: Any, path: Path) -> None:
    style = ParagraphStyle("body", fontName=FONT, fontSize=10, leading=15, wordWrap="CJK")
    story: list[Any] = []
    for block in paper.iter_inner_content():
        if isinstance(block, Table):
            rows = [[Paragraph(escape(cell.text), style) for cell in row.cells] for row in block.rows]
            width = max((len(row) for row in rows), default=0)
            if width:
                rows = [row + [""] * (width - len(row)) for row in rows]
                story += [
                    Grid(
                        rows,
                        colWidths=[460 / width] * width,
                        style=[("GRID", (0, 0), (-1, -1), 0.5, "black")],
                        splitInRow=1,
                    ),
                    Spacer(1, 6),
                ]
        elif block.text.strip():
            story.append(Paragraph(escape(block.text), style))
    SimpleDocTemplate(str(path), invariant=1).build(story)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--dossiers", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    print(f"{make(arguments.out, arguments.dossiers, arguments.seed)} papers")


if __name__ == "__main__":
    main()
