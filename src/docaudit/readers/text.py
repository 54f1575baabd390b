"""Plain text: headings by their numbering, paragraphs, and tables drawn with characters."""

from __future__ import annotations

from pathlib import Path

from docaudit.model import Document, ParagraphKind
from docaudit.readers.build import Assembler
from docaudit.readers.encoding import decode_file
from docaudit.readers.outline import heading_rank, is_toc_line


def read_text(path: Path, *, relative: str) -> Document:
    """Read a text file: a line is a paragraph.  Raises Unreadable when it is not text, OSError when it is not there."""
    out = Assembler(relative)
    for line in decode_file(path, out).split("\n"):
        text = line.strip(" \t\u3000\f\ufeff")
        rank = heading_rank(text)
        if is_toc_line(text):
            out.paragraph(text, ParagraphKind.TOC)
        elif rank is not None:
            out.ranked_heading(text, rank)
        else:
            out.paragraph(text)
    return out.document(path, "txt")
