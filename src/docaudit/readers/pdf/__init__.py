"""PDF: text, lines and rectangles from PDFium, tables by pdfplumber's finder, the page and the box of everything."""

from __future__ import annotations

from docaudit.readers.pdf.reader import read_pdf

__all__ = ["read_pdf"]
