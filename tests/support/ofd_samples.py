"""OFD files for the tests: the writer of the corpus, and the pages of a PDF rewritten."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import escape

from docaudit.readers.pdf.content import Glyph
from docaudit.readers.pdf.pdfium import PdfiumPages

sys.path.append(str(Path(__file__).resolve().parents[2] / "corpus"))

from builders.ofd import Doc, line, members, number, path, table, text, write

__all__ = ["Doc", "line", "members", "path", "rewritten", "table", "text", "write"]


def rewritten(pdf: Path, target: Path) -> Path:
    """The pages of a PDF as OFD: one text object per run of glyphs, one path per line or rectangle."""
    source = PdfiumPages(pdf)
    pages = []
    area = ""
    scale = 25.4 / 72
    for index in range(source.count):
        with source.page(index) as content:
            area = f"0 0 {number(content.width * scale)} {number(content.height * scale)}"
            objects = []
            for run in _runs(content.glyphs):
                size = (run[0].bottom - run[0].top) * scale
                steps = " ".join(number((b.x0 - a.x0) * scale) for a, b in pairwise(run))
                objects.append(
                    f'<ofd:TextObject ID="9" Boundary="{number(run[0].x0 * scale)} {number(run[0].top * scale)} 90 {number(size)}" '
                    f'Font="{2 if content.is_bold(run[0].mark) else 1}" Size="{number(size)}"><ofd:TextCode X="0" '
                    f'Y="{number(0.88 * size)}" DeltaX="{steps}">{escape("".join(g.text for g in run))}</ofd:TextCode></ofd:TextObject>'
                )
            for box in content.boxes:
                x0, y0, x1, y1 = (number(value * scale) for value in box[:4])
                data = f"M {x0} {y0} L {x1} {y0} L {x1} {y1} L {x0} {y1} C"
                objects.append(path(data, more='Stroke="false" Fill="true"' if box.shade else ""))
            pages.append("".join(objects))
    source.close()
    return write(target, Doc(pages, area=area))


def _runs(glyphs: list[Glyph]) -> list[list[Glyph]]:
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        last = runs[-1][-1] if runs else None
        if (
            last is not None
            and abs(last.bottom - glyph.bottom) + abs(last.top - glyph.top) < 0.02
            and last.x0 < glyph.x0
        ):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return runs
