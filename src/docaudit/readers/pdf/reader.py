"""Opening a PDF, reading its pages one by one, and telling what could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pypdfium2

from docaudit.model import Document, Status, Unreadable
from docaudit.readers.identity import document_id, posix, sha256_of
from docaudit.readers.ocr import HOW_TO_INSTALL, INSTALL, is_installed
from docaudit.readers.pdf.compose import Composer
from docaudit.readers.pdf.native import NativePages
from docaudit.readers.pdf.nesting import draws_without_end
from docaudit.readers.pdf.pages import PageLayout, lay_out
from docaudit.readers.pdf.pdfium import PdfiumPages
from docaudit.readers.pdf.recognition import ranges, recognise_pictured

MAX_PAGES = 3000
"""Pages that are read; a paper of a project has a few hundred."""


def read_pdf(path: Path, *, relative: str, native: bool = False) -> Document:
    """Read a PDF file; `native` leaves all parsing to pdfplumber, which is slow and meant for comparison.

    Raises Unreadable when the file is locked, broken or nothing but images; OSError when it is not there.
    """
    if draws_without_end(path):
        raise Unreadable("PDF 中的图形互相嵌套，展开后过大，已拒绝读取", "请用原软件重新导出为 PDF，或提供 Word 原件")
    source = PdfiumPages(path)
    fallback = NativePages(path)
    problems: list[str] = []
    try:
        count = source.count
        pages, broken = _layouts(source, fallback, native=native)
        recognised = recognise_pictured(pages, lambda number, scale: source.picture(number - 1, scale=scale))
    finally:
        source.close()
        fallback.close()
    pages = recognised.pages
    _refuse(pages, broken, count)
    if count > MAX_PAGES:
        problems.append(f"共 {count} 页，只读取了前 {MAX_PAGES} 页")
    if not _is_complete(path):
        problems.append("文件结尾不完整，可能没有下载或保存完，后面的内容可能缺失")
    problems += _problems(pages, broken)
    blocks = Composer(relative, pages).blocks()
    partly = bool(problems)
    problems += recognised.notes
    return Document(
        document_id(relative),
        posix(relative),
        sha256_of(path),
        "pdf",
        blocks,
        pages=count,
        status=Status.PARTLY if partly else Status.READ,
        problems=tuple(problems),
    )


def _layouts(source: PdfiumPages, fallback: NativePages, *, native: bool) -> tuple[list[PageLayout], list[int]]:
    """The pages that could be read, and the numbers of those that could not."""
    pages: list[PageLayout] = []
    broken: list[int] = []
    for index in range(min(source.count, MAX_PAGES)):
        page = None if native else _fast(source, index)
        if page is None:
            page = _slow(fallback, index)
        if page is None:
            broken.append(index + 1)
        else:
            pages.append(page)
    return pages, broken


def _fast(source: PdfiumPages, index: int) -> PageLayout | None:
    """The page by PDFium; None when it is broken, or has text that PDFium does not see."""
    try:
        with source.page(index) as content:
            if content.has_text and not content.glyphs:
                return None
            return lay_out(content)
    except (pypdfium2.PdfiumError, ValueError, ArithmeticError, LookupError):
        return None


def _slow(fallback: NativePages, index: int) -> PageLayout | None:
    try:
        with fallback.page(index) as content:
            return lay_out(content)
    except Exception:  # noqa: BLE001  # pdfminer raises anything at all on broken pages
        return None


def _refuse(pages: Sequence[PageLayout], broken: Sequence[int], count: int) -> None:
    """Raise Unreadable when no page has any text."""
    if any(page.lines or page.tables for page in pages):
        return
    pictured = [page.number for page in pages if page.pictured]
    if pictured and not is_installed():
        what = "扫描件，无文字层" if any(page.scanned for page in pages) else "文字已转为图形，没有文字层"
        raise Unreadable(f"{what}（第{ranges(pictured)}页），且未安装文字识别（OCR）组件，无法读取文字", HOW_TO_INSTALL)
    if pictured:
        raise Unreadable(
            "扫描件，无文字层，图像中也未能识别出文字", "请核对扫描是否清晰，或提供可复制文字的 PDF 或 Word 原件"
        )
    if broken or count == 0:
        raise Unreadable("PDF 文件已损坏，没有可读取的页面", "请重新下载或导出该文件")
    raise Unreadable("文件中没有文字", "请核对是否为空白文件，或提供 Word 原件")


def _is_complete(path: Path) -> bool:
    """Whether the file ends as a PDF ends; PDFium mends files that do not, as far as it can."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - 4096))
        return b"%%EOF" in stream.read()


def _problems(pages: Sequence[PageLayout], broken: Sequence[int]) -> list[str]:
    if not broken and not any(page.pictured or page.crowded for page in pages):
        return []
    missing = "" if is_installed() else f"（未安装文字识别组件，安装命令：{INSTALL}）"
    failed = "" if missing else "，未能识别出文字"
    told = (
        (broken, "已损坏，未能读取"),
        ([page.number for page in pages if page.scanned], f"为扫描图像{failed}，其中内容未参与核对{missing}"),
        ([page.number for page in pages if page.outlined], f"的文字已转为图形{failed}，其中内容未参与核对{missing}"),
        ([page.number for page in pages if page.garbled], f"的字体缺少编码信息，文字可能为乱码，请核对原件{missing}"),
        ([page.number for page in pages if page.crowded], "线条过多，未按表格读取"),
    )
    return [f"第{ranges(numbers)}页{what}" for numbers, what in told if numbers]
