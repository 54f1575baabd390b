"""What was added to a page: values of form fields, typed text and comments."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

from docaudit.model.documents import BBox
from docaudit.readers.pdf.content import Glyph, PageContent, Remark
from docaudit.readers.pdf.geometry import View

MAX_ANNOTATIONS = 5000
"""Annotations on one page beyond which the rest is left out."""

_SILENT = (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP)
_HIDDEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_TICKS = (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON)
_TEXTS = (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX)


def read_annotations(document: Any, page: Any, view: View, content: PageContent) -> None:
    """Put field values as glyphs where they are shown, and other annotations as remarks, into `content`."""
    for i in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), MAX_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, i)
        if not annotation:
            continue
        try:
            _read(document, annotation, view, content)
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _read(document: Any, annotation: Any, view: View, content: PageContent) -> None:
    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    rect = pdfium.FS_RECTF()
    if kind in _SILENT or pdfium.FPDFAnnot_GetFlags(annotation) & _HIDDEN:
        return
    if not pdfium.FPDFAnnot_GetRect(annotation, rect):
        return
    box = view.box(rect.left, rect.bottom, rect.right, rect.top)
    if kind == pdfium.FPDF_ANNOT_WIDGET:
        if document.formenv is not None:
            _lay_out(_field_value(document.formenv.raw, annotation), box, content)
        return
    text = _string(annotation, b"Contents").strip()
    if text:
        typed = kind == pdfium.FPDF_ANNOT_FREETEXT and "Typewriter" in _string(annotation, b"IT")
        content.remarks.append(Remark(" ".join(text.split()), box, typed))


def _field_value(form: Any, annotation: Any) -> str:
    kind = pdfium.FPDFAnnot_GetFormFieldType(form, annotation)
    if kind in _TICKS:
        return "☑" if pdfium.FPDFAnnot_IsChecked(form, annotation) else ""
    if kind not in _TEXTS:
        return ""
    size = pdfium.FPDFAnnot_GetFormFieldValue(form, annotation, None, 0)
    buffer = ctypes.create_string_buffer(max(2, size))
    pdfium.FPDFAnnot_GetFormFieldValue(
        form, annotation, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), max(2, size)
    )
    return buffer.raw[: max(0, size - 2)].decode("utf-16-le", "replace")


def _string(annotation: Any, key: bytes) -> str:
    size = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")


def _lay_out(value: str, box: BBox, content: PageContent) -> None:
    """Set the value as glyphs of even width inside its field, so that it is read where it is shown."""
    lines = [line.strip() for line in value.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    if not lines:
        return
    x0, top, x1, bottom = box
    size = min(10.5, max(1.0, (bottom - top) / len(lines)))
    for i, line in enumerate(lines):
        step = min(size, max(0.1, x1 - x0 - 2) / len(line))
        middle = (
            (top + bottom) / 2 if len(lines) == 1 else top + (i + 0.5) * min(1.3 * size, (bottom - top) / len(lines))
        )
        for j, char in enumerate(line):
            left = x0 + 1 + j * step
            content.glyphs.append(Glyph(left, middle - size / 2, left + step, middle + size / 2, char, -1))
