"""OFD (GB/T 33190), the fixed layout of government systems: a zip of XML pages, read by the table engine of PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from docaudit.model import Document, Status, Unreadable
from docaudit.readers.archive import Archive
from docaudit.readers.identity import document_id, posix, sha256_of
from docaudit.readers.ofd.package import Package
from docaudit.readers.ofd.page import read_page
from docaudit.readers.pdf.compose import Composer
from docaudit.readers.pdf.pages import PageLayout, lay_out

__all__ = ["read_ofd"]

MAX_PAGES = 3000
_SHOWN = 10
_EXPORT_AGAIN = "请由原系统导出 PDF 或 Word 文件后重试"


def read_ofd(path: Path, *, relative: str) -> Document:
    """Read an OFD file; several documents in one file are read one after the other, pages counted through.

    Raises Unreadable when it is locked, damaged, or has no page with readable text; OSError when it cannot be opened.
    """
    pages: list[PageLayout] = []
    broken: list[int] = []
    unmapped: dict[int, int] = {}
    with Archive(path) as archive:
        package = Package(archive)
        numbered = list(enumerate(package.pages(), 1))
        for number, source in numbered[:MAX_PAGES]:
            try:
                content = read_page(package, source, number)
            except Unreadable:
                broken.append(number)
                continue
            if content.unmapped:
                unmapped[number] = content.unmapped
            pages.append(lay_out(content))
        problems = package.problems()
    _refuse(pages, broken, unmapped)
    partly = []
    if len(numbered) > MAX_PAGES:
        partly.append(f"共 {len(numbered)} 页，只读取了前 {MAX_PAGES} 页")
    told = (
        (broken, "缺失或已损坏，未能读取"),
        (sorted(unmapped), "有文字只存字形、没有字符编码（字形压缩），这些文字未能读取；请由原系统重新导出"),
        ([page.number for page in pages if page.scanned], "为图像，其中内容未参与核对"),
        ([page.number for page in pages if page.outlined], "的文字已转为图形，其中内容未参与核对"),
        ([page.number for page in pages if page.crowded], "线条过多，未按表格读取"),
    )
    partly += [f"第{_listed(numbers)}页{what}" for numbers, what in told if numbers]
    return Document(
        document_id(relative),
        posix(relative),
        sha256_of(path),
        "ofd",
        Composer(relative, pages).blocks(),
        pages=len(numbered),
        status=Status.PARTLY if partly else Status.READ,
        problems=(*partly, *problems),
    )


def _refuse(pages: Sequence[PageLayout], broken: Sequence[int], unmapped: dict[int, int]) -> None:
    """Raise Unreadable when no page has any text."""
    if any(page.lines or page.tables for page in pages):
        return
    if unmapped:
        raise Unreadable("OFD 文件的文字只存字形、没有字符编码（字形压缩），无法读取", _EXPORT_AGAIN)
    if any(page.scanned or page.outlined for page in pages):
        raise Unreadable("OFD 文件的页面是图像，没有文字", _EXPORT_AGAIN)
    if broken:
        raise Unreadable("OFD 文件已损坏，没有可读取的页面", _EXPORT_AGAIN)
    raise Unreadable("文件中没有文字", "请核对是否为空白文件")


def _listed(numbers: Sequence[int]) -> str:
    return "、".join(map(str, numbers[:_SHOWN])) + (f"等{len(numbers)}" if len(numbers) > _SHOWN else "")
