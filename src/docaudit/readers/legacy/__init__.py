"""Files of older office programs: turned into .docx or .xlsx by LibreOffice where it is installed, and read as such.

Without LibreOffice a workbook is read by calamine (values only) and a .doc by antiword or catdoc (text only).
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from docaudit.model import Document, Status, Unreadable
from docaudit.readers.docx import read_docx
from docaudit.readers.identity import sha256_of
from docaudit.readers.legacy.office import TARGETS, Job, convert, find_office
from docaudit.readers.text import read_text

__all__ = ["LEGACY", "find_office", "read_legacy"]

CONVERTED = "经 LibreOffice 转换读取"

_ALONE = 90.0
"""Seconds that converting one file may take, the start of LibreOffice included."""
_TEXT_TIME = 30.0


@dataclass(frozen=True, slots=True)
class _About:
    name: str
    package: str
    save_as: str


_WRITER, _CALC = "libreoffice-writer-nogui", "libreoffice-calc-nogui"
_AS_WORD, _AS_SHEET = "用 Word 或 WPS 另存为 .docx", "用 Excel 或 WPS 另存为 .xlsx"
LEGACY = {
    "doc": _About("旧版 Word（.doc/.wps）", _WRITER, _AS_WORD),
    "works": _About("Microsoft Works（.wps）", _WRITER, _AS_WORD),
    "rtf": _About("RTF", _WRITER, _AS_WORD),
    "odt": _About("OpenDocument 文本（.odt）", _WRITER, _AS_WORD),
    "wordxml": _About("Word XML", _WRITER, _AS_WORD),
    "xls": _About("旧版 Excel（.xls/.et）", _CALC, _AS_SHEET),
    "xlsb": _About("Excel 二进制工作簿（.xlsb）", _CALC, _AS_SHEET),
    "ods": _About("OpenDocument 表格（.ods）", _CALC, _AS_SHEET),
    "excelxml": _About("Excel 2003 XML 表格", _CALC, _AS_SHEET),
    "html": _About("网页（HTML）", _WRITER, "用 Word 或 Excel 打开并另存为 .docx 或 .xlsx"),
    "htmlsheet": _About("网页（HTML）", _CALC, "用 Excel 打开并另存为 .xlsx"),
}
"""The kinds of file read here, and what an auditor is told about each."""

_BY_CALAMINE = ("xls", "xlsb", "ods")


def read_legacy(path: Path, *, relative: str, kind: str, converted: Path | None = None) -> Document:
    """Read a file of one of the kinds in `LEGACY`; `converted` is what a batch has made of it already.

    Raises Unreadable when it is locked or damaged, or when no program that could read it is there; OSError when it
    cannot be opened.
    """
    if kind == "doc" and _is_locked(path):
        raise Unreadable("文件设有打开密码，无法读取", "请用 Word 取消打开密码，另存后重试")
    if converted is not None:
        return _as_converted(path, converted, relative, kind)
    if find_office() is not None:
        with tempfile.TemporaryDirectory(prefix="docaudit-", ignore_cleanup_errors=True) as scratch:
            made = convert([Job(path, kind)], Path(scratch), limit=_ALONE)
            if path in made:
                return _as_converted(path, made[path], relative, kind)
    if kind in _BY_CALAMINE:
        from docaudit.readers.legacy.values import read_values  # noqa: PLC0415  (most folders hold no such file)

        return read_values(path, relative=relative, kind=kind)
    if kind == "doc":
        document = _text_only(path, relative)
        if document is not None:
            return document
    raise _refusal(kind)


def _as_converted(path: Path, made: Path, relative: str, kind: str) -> Document:
    if TARGETS[kind].suffix == ".docx":
        document = read_docx(made, relative=relative)
    else:
        from docaudit.readers.xlsx import read_xlsx  # noqa: PLC0415

        document = read_xlsx(made, relative=relative)
    return _own(document, path, kind, CONVERTED)


def _own(document: Document, path: Path, kind: str, *problems: str) -> Document:
    """Return what was read from another form of the file as the document of the file itself."""
    return replace(
        document, sha256=sha256_of(path), format=_FORMATS.get(kind, kind), problems=(*problems, *document.problems)
    )


_FORMATS = {"works": "wps", "wordxml": "xml", "excelxml": "xml", "htmlsheet": "html"}


def _text_only(path: Path, relative: str) -> Document | None:
    """Read the words of a .doc by antiword or catdoc; None when neither is there or can."""
    for command in (["antiword", "-m", "UTF-8.txt", "-w", "0"], ["catdoc", "-d", "utf-8", "-w"]):
        program = shutil.which(command[0])
        if program is None:
            continue
        try:
            run = subprocess.run(  # noqa: S603  (a program of the system, the file as its only argument)
                [program, *command[1:], str(path.absolute())],
                capture_output=True, check=False, timeout=_TEXT_TIME, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            continue
        if run.returncode != 0 or not run.stdout.strip():
            continue
        with tempfile.TemporaryDirectory(prefix="docaudit-") as scratch:
            text = Path(scratch, "a.txt")
            text.write_bytes(run.stdout)
            document = read_text(text, relative=relative)
        told = (
            f"仅文本：本机没有可用的 LibreOffice，由 {command[0]} 读出文字，表格与格式可能有误；请另存为 .docx 后重试"
        )
        return replace(_own(document, path, "doc", told), status=Status.PARTLY)
    return None


def _refusal(kind: str) -> Unreadable:
    about = LEGACY[kind]
    if find_office() is None:
        return Unreadable(
            f"{about.name} 文件需要 LibreOffice 转换，本机没有安装",
            f"请安装 LibreOffice（Debian/Ubuntu：apt install {about.package}），或{about.save_as} 后重试",
        )
    return Unreadable(
        f"{about.name} 文件未能由 LibreOffice 转换，可能已损坏或设有密码",
        f"请{about.save_as} 后重试；若已安装的 LibreOffice 不全，请补装 {about.package}",
    )


def _is_locked(path: Path) -> bool:
    """Whether the header of a Word 97 file says that its text is encrypted."""
    with path.open("rb") as stream:
        while sector := stream.read(512):
            if (
                sector[:2] == b"\xec\xa5"
                and len(sector) > 12
                and 0xC0 <= int.from_bytes(sector[2:4], "little") <= 0x112
            ):
                return bool(sector[11] & 0x01)
    return False
