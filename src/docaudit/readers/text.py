"""Plain text: headings by their numbering, paragraphs, tables drawn with characters or set with tabs."""

from __future__ import annotations

from pathlib import Path

from docaudit.model import Document, ParagraphKind
from docaudit.readers.boxes import find_box, read_box
from docaudit.readers.build import Assembler
from docaudit.readers.encoding import decode_file
from docaudit.readers.outline import heading_rank, is_toc_line
from docaudit.readers.spots import Spot

_BLANK = " \t\u3000\f\ufeff"


def read_text(path: Path, *, relative: str) -> Document:
    """Read a text file: a line is a paragraph.

    Raises Unreadable when it is not text, OSError when it cannot be opened.
    """
    out = Assembler(relative)
    lines = decode_file(path, out).split("\n")
    i = 0
    while i < len(lines):
        end = find_box(lines, i)
        if end > i:
            out.table(read_box(lines[i:end]))
            i = end
            continue
        end = _tabbed(lines, i)
        if end > i:
            cells = [line.split("\t") for line in lines[i:end]]
            out.table([Spot(r, c, text.strip()) for r, row in enumerate(cells) for c, text in enumerate(row)])
            i = end
            continue
        _line(lines[i].strip(_BLANK), out)
        i += 1
    return out.document(path, "txt")


def _tabbed(lines: list[str], start: int) -> int:
    """Return the line after a table set with tabs: two or more lines with the same number of tabs between words."""
    tabs = lines[start].strip().count("\t")
    if not tabs or lines[start].startswith(("\t", " ", "\u3000")) or is_toc_line(lines[start]):
        return start
    end = start
    while end < len(lines) and lines[end].strip() and lines[end].count("\t") == lines[start].count("\t"):
        end += 1
    return end if end - start > 1 else start


def _line(text: str, out: Assembler) -> None:
    rank = heading_rank(text)
    if is_toc_line(text):
        out.paragraph(text, ParagraphKind.TOC)
    elif rank is not None:
        out.ranked_heading(text, rank)
    else:
        out.paragraph(text)
