"""From a file to a `Document`: headings, paragraphs and tables, each with its place.  One module per kind of file."""

from __future__ import annotations

from pathlib import Path

from docaudit.model import Document, Unreadable
from docaudit.readers.docx import read_docx
from docaudit.readers.markdown import read_markdown
from docaudit.readers.text import read_text

__all__ = ["read"]


def read(path: Path, *, relative: str) -> Document:
    """Read one file; `relative` is its path inside the audited folder and gives the document its id.

    Raises Unreadable, and nothing else, when the file cannot be turned into a document.
    """
    try:
        return _read(path, relative=relative)
    except Unreadable:
        raise
    except OSError as error:
        raise Unreadable(f"文件无法打开（{error.strerror or error}）", "请检查文件是否存在、是否有读取权限") from error
    except Exception as error:
        raise Unreadable(
            f"文件读取失败，内容可能已损坏（{type(error).__name__}）", "请用原软件打开并另存后重试"
        ) from error


def _read(path: Path, *, relative: str) -> Document:
    suffix = path.suffix.lower()
    if suffix in (".md", ".markdown"):
        return read_markdown(path, relative=relative)
    if suffix in (".txt", ".text"):
        return read_text(path, relative=relative)
    if suffix == ".docx":
        return read_docx(path, relative=relative)
    if suffix == ".pdf":
        from docaudit.readers.pdf import read_pdf  # noqa: PLC0415  (slow to import, and most papers need it not)

        return read_pdf(path, relative=relative)
    raise Unreadable(f"尚不支持 {suffix or '无扩展名'} 文件", "请另存为 .docx 或 PDF 后重试")
