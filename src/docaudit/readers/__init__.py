"""From a file to a `Document`: headings, paragraphs and tables, each with its place.  One module per kind of file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from docaudit.model import Document, Unreadable
from docaudit.readers.delimited import read_csv
from docaudit.readers.docx import read_docx
from docaudit.readers.legacy import LEGACY, read_legacy
from docaudit.readers.legacy.office import Job, convert
from docaudit.readers.lengths import within_limits
from docaudit.readers.markdown import read_markdown
from docaudit.readers.sniff import sniff
from docaudit.readers.text import read_text

__all__ = ["convert_batch", "read"]

_CURRENT = frozenset(
    {".docx", ".xlsx", ".pdf", ".ofd", ".md", ".txt", ".csv", ".png", ".jpg", ".jpeg", ".tif", ".tiff"}
)


class Reader(Protocol):
    """Turns one kind of file into a document; may raise Unreadable and OSError."""

    def __call__(self, path: Path, *, relative: str) -> Document:
        """Read one file."""
        ...


def read(path: Path, *, relative: str, converted: Path | None = None) -> Document:
    """Read one file; `relative` is its path inside the audited folder and gives the document its id.

    `converted` is what `convert_batch` made of a file of an older format; without it such a file is converted alone.
    Raises Unreadable, and nothing else, when the file cannot be turned into a document.
    """
    try:
        return within_limits(_read(path, relative=relative, converted=converted))
    except Unreadable:
        raise
    except FileNotFoundError as error:
        raise Unreadable("文件不存在", "请检查路径；文件可能在读取前被移走或改名") from error
    except PermissionError as error:
        raise Unreadable("没有权限读取该文件", "请检查文件权限，或关闭正在占用它的程序后重试") from error
    except OSError as error:
        raise Unreadable(f"文件无法打开（{error.strerror or error}）", "请检查文件是否存在、是否有读取权限") from error
    except ImportError as error:  # an installation that is not whole, not a damaged paper
        raise Unreadable(
            f"读取这种文件所需的程序组件无法加载（{error}）", "请重新安装 docaudit 后重试；文件本身未必有问题"
        ) from error
    except Exception as error:
        raise Unreadable(
            f"文件读取失败，内容可能已损坏（{type(error).__name__}）", "请用原软件打开并另存后重试"
        ) from error


def convert_batch(paths: Sequence[Path], into: Path, *, workers: int = 1) -> dict[Path, Path]:
    """Convert the files of older formats among `paths`, many in one call, and return what became of each.

    What is made lies below `into`, an existing folder that belongs to the caller.  Files that need no conversion, or
    could not be converted, are left out; never raises for a file.
    """
    jobs = []
    for path in paths:
        if path.suffix.lower() in _CURRENT:
            continue  # one that is called so and is old all the same is converted when its turn comes
        try:
            kind = sniff(path).name
        except (Unreadable, OSError):
            continue
        if kind in LEGACY:
            jobs.append(Job(path, kind))
    return convert(jobs, into, workers=workers)


def _read(path: Path, *, relative: str, converted: Path | None) -> Document:
    kind = sniff(path)
    if kind.name in LEGACY:
        document = read_legacy(path, relative=relative, kind=kind.name, converted=converted)
    else:
        document = _reader(kind.name)(path, relative=relative)
    if kind.problem:
        document = replace(document, problems=(kind.problem, *document.problems))
    return document


def _reader(kind: str) -> Reader:
    """Return the reader of a kind; those with heavy libraries are imported when the first such paper comes."""
    if kind == "md":
        return read_markdown
    if kind == "csv":
        return read_csv
    if kind == "docx":
        return read_docx
    if kind == "xlsx":
        from docaudit.readers.xlsx import read_xlsx  # noqa: PLC0415

        return read_xlsx
    if kind == "ofd":
        from docaudit.readers.ofd import read_ofd  # noqa: PLC0415

        return read_ofd
    if kind == "pdf":
        from docaudit.readers.pdf import read_pdf  # noqa: PLC0415

        return read_pdf
    if kind == "image":
        from docaudit.readers.ocr.images import read_image  # noqa: PLC0415

        return read_image
    return read_text
