"""Reading as one would without docaudit: every paragraph, line and table cell by the usual libraries, nothing kept."""

from __future__ import annotations

from pathlib import Path

import docx
import pdfplumber


def read_pdf(path: Path) -> int:
    """Plain pdfplumber, `extract_text` and `extract_tables` on every page; returns the number of pages."""
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.extract_tables()
            page.close()
        return len(pdf.pages)


def read_docx(path: Path) -> int:
    """Plain python-docx; returns 1, since a Word file has no pages until it is printed."""
    document = docx.Document(str(path))
    for paragraph in document.paragraphs:
        _ = paragraph.text
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                _ = cell.text
    return 1
