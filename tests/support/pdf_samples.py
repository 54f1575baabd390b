"""Small PDF papers drawn with reportlab, for the tests of the PDF reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

from reportlab.lib.colors import Color, HexColor, black
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

A4 = (595.0, 842.0)
LEFT, RIGHT = 72.0, 523.0


@lru_cache(maxsize=1)
def font() -> str:
    """An embedded Chinese font where the machine has a TrueType one, else the CID font that no PDF embeds."""
    for pattern in ("*.ttf", "*.ttc"):
        for path in sorted(Path("/usr/share/fonts").rglob(pattern)):
            if any(word in path.name.lower() for word in ("wqy", "uming", "ukai", "simsun", "droidsansfallback")):
                try:
                    pdfmetrics.registerFont(TTFont("Chinese", str(path)))
                except (TTFError, OSError):
                    continue
                return "Chinese"
    return cid_font()


@lru_cache(maxsize=1)
def cid_font() -> str:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return "STSong-Light"


class Paper:
    """A canvas whose y counts from the top of the page."""

    def __init__(
        self, path: Path, size: tuple[float, float] = A4, *, face: str | None = None, **options: object
    ) -> None:
        self.canvas = Canvas(str(path), pagesize=size, **options)
        self.size = size
        self.face = face or font()
        self.path = path

    def text(self, x: float, y: float, words: str, size: float = 12, *, centered: bool = False) -> None:
        self.canvas.setFont(self.face, size)
        draw = self.canvas.drawCentredString if centered else self.canvas.drawString
        draw(x, self.size[1] - y - 0.88 * size, words)

    def title(self, y: float, words: str, size: float = 20) -> None:
        self.text(self.size[0] / 2, y, words, size, centered=True)

    def prose(
        self, y: float, words: str, size: float = 12, *, left: float = LEFT, right: float = RIGHT, indent: int = 2
    ) -> float:
        """Set a paragraph; return the height below it."""
        for i, line in enumerate(self.wrap(words, size, left=left, right=right, indent=indent)):
            self.text(left + (indent * size if i == 0 else 0), y, line, size)
            y += 1.6 * size
        return y

    def first_line(self, words: str) -> str:
        return self.wrap(words, 12, left=LEFT, right=RIGHT, indent=2)[0]

    def wrap(self, words: str, size: float, *, left: float, right: float, indent: int) -> list[str]:
        """Break a paragraph into lines; numbers stay whole, closing marks do not start a line."""
        lines, start = [""], left + indent * size
        for token in re.findall(r"[0-9A-Za-z.%]+|.", words):
            width = pdfmetrics.stringWidth(lines[-1] + token, self.face, size)
            if start + width > right and token not in "，。；、":
                lines.append("")
                start = left
            lines[-1] += token
        return lines

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> None:
        self.canvas.setLineWidth(width)
        self.canvas.line(x0, self.size[1] - y0, x1, self.size[1] - y1)

    def box(self, x0: float, y0: float, x1: float, y1: float, *, fill: str | None = None, stroke: bool = True) -> None:
        if fill is not None:
            self.canvas.setFillColor(HexColor(fill))
        self.canvas.rect(x0, self.size[1] - y1, x1 - x0, y1 - y0, stroke=int(stroke), fill=int(fill is not None))
        self.canvas.setFillColor(black)

    def page(self) -> None:
        self.canvas.showPage()

    def save(self) -> Path:
        self.canvas.save()
        return self.path


Cells = Sequence[Sequence[str | None]]
Ruler = Callable[[Paper, float, float, float, float], None]


def hairline(paper: Paper, x0: float, y0: float, x1: float, y1: float) -> None:
    paper.line(x0, y0, x1, y1)


def filled(paper: Paper, x0: float, y0: float, x1: float, y1: float) -> None:
    """A border as office programs export it: a thin filled rectangle."""
    paper.box(x0 - 0.25, y0 - 0.25, max(x1, x0) + 0.25, max(y1, y0) + 0.25, fill="#000000", stroke=False)


def table(
    paper: Paper,
    y: float,
    widths: Sequence[float],
    rows: Cells,
    *,
    left: float = LEFT,
    height: float = 22,
    heights: dict[int, float] | None = None,
    size: float = 10,
    ruler: Ruler = hairline,
    spans: dict[tuple[int, int], tuple[int, int]] | None = None,
) -> float:
    """Draw a ruled table; `spans` gives rows and columns of merged cells; return the height below it.

    Text longer than its cell is wrapped by characters.
    """
    xs = [left]
    for width in widths:
        xs.append(xs[-1] + width)
    ys = [y]
    for i in range(len(rows)):
        ys.append(ys[-1] + (heights or {}).get(i, height))
    spans = spans or {}
    covered = {
        (i + a, j + b) for (i, j), (tall, wide) in spans.items() for a in range(tall) for b in range(wide) if a or b
    }
    for i, row in enumerate(rows):
        for j, words in enumerate(row):
            if (i, j) in covered:
                continue
            tall, wide = spans.get((i, j), (1, 1))
            x0, x1, top, bottom = xs[j], xs[j + wide], ys[i], ys[i + tall]
            for side in ((x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)):
                ruler(paper, *side)
            _cell(paper, words or "", x0 + 4, x1 - 4, (top + bottom) / 2, size)
    return ys[-1]


def _cell(paper: Paper, words: str, x0: float, x1: float, middle: float, size: float) -> None:
    lines = [""]
    for char in words:
        if char == "\n" or pdfmetrics.stringWidth(lines[-1] + char, paper.face, size) > x1 - x0:
            lines.append("")
        lines[-1] += char.strip("\n")
    y = middle - 0.6 * size * len(lines)
    for i, line in enumerate(lines):
        paper.text(x0, y + 1.2 * size * i + 0.1 * size, line, size)


def watermark(paper: Paper, words: str = "内部资料", *, angle: float = 45, size: float = 60) -> None:
    canvas = paper.canvas
    canvas.saveState()
    canvas.setFillColor(Color(0.8, 0.8, 0.8))
    canvas.setFont(paper.face, size)
    canvas.translate(200, 350)
    canvas.rotate(angle)
    canvas.drawString(0, 0, words)
    canvas.restoreState()
