"""What a file is by its content, whatever it is called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from docaudit.model import Unreadable
from docaudit.readers.archive import Archive
from docaudit.readers.encoding import decode, reads_like_text
from docaudit.readers.ole import root_names

_HEAD = 8192
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_SEARCH = 64 * 2**20
_PRINT_HINT = "请导出为 PDF 后重试"
_IMAGE_HINT = "请另存为 .png、.jpg 或 .tif 后重试，或提供可复制文字的 PDF 或 .docx"
_UNZIP_HINT = "请解压后将其中的文书放入待审目录"

_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_OTHER_IMAGES = (b"GIF87a", b"GIF89a")
_ARCHIVES = {
    b"Rar!\x1a\x07": "RAR 压缩包",
    b"7z\xbc\xaf\x27\x1c": "7z 压缩包",
    b"\x1f\x8b": "gz 压缩文件",
    b"BZh": "bz2 压缩文件",
    b"\xfd7zXZ\x00": "xz 压缩文件",
}
_OLE_KINDS = (
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("MatOST", "works"),
)
_OLE_SUFFIXES = {".wps": "works", ".doc": "doc", ".xls": "xls", ".et": "xls"}
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.text-template": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.spreadsheet-template": "ods",
}
_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|table)\b",
    re.IGNORECASE | re.DOTALL,
)
_TEXT_SUFFIXES = {
    ".md": "md", ".markdown": "md", ".csv": "csv", ".tsv": "csv", ".txt": "txt", ".text": "txt",
}  # fmt: skip
_SUFFIXES = {
    "docx": (".docx", ".docm", ".dotx", ".dotm"),
    "xlsx": (".xlsx", ".xlsm", ".xltx", ".xltm"),
    "pdf": (".pdf",),
    "md": (".md", ".markdown"),
    "csv": (".csv", ".tsv"),
    "txt": (".txt", ".text"),
    "image": (".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".tif", ".tiff", ".bmp", ".dib"),
    "doc": (".doc", ".dot", ".wps", ".wpt"),
    "works": (".wps",),
    "rtf": (".rtf", ".doc"),
    "odt": (".odt", ".ott"),
    "wordxml": (".xml",),
    "xls": (".xls", ".xlt", ".et", ".ett"),
    "xlsb": (".xlsb",),
    "ods": (".ods", ".ots"),
    "excelxml": (".xml",),
    "html": (".html", ".htm"),
    "htmlsheet": (),
    "ofd": (".ofd",),
}
_NAMES = {
    "docx": "Word 文档",
    "xlsx": "Excel 工作簿",
    "pdf": "PDF",
    "txt": "纯文本",
    "image": "图片",
    "doc": "旧版 Word 文档",
    "works": "Microsoft Works 文档",
    "rtf": "RTF 文档",
    "odt": "OpenDocument 文本",
    "wordxml": "Word XML",
    "xls": "旧版 Excel 工作簿",
    "xlsb": "Excel 二进制工作簿",
    "ods": "OpenDocument 表格",
    "excelxml": "Excel 2003 XML 表格",
    "html": "网页（HTML）",
    "htmlsheet": "网页（HTML）表格",
    "ofd": "OFD 版式文件",
}
_SHEET_SUFFIXES = frozenset({".xls", ".xlsx", ".et"})
_OTHER_DOCUMENTS = frozenset(
    {".doc", ".wps", ".rtf", ".xls", ".et", ".ofd", ".docx", ".docm", ".xlsx", ".xlsm", ".pdf", ".odt", ".ods"}
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is (docx, xlsx, pdf, md, csv, txt, or one of the older kinds) and, when its suffix says otherwise, a sentence about that."""

    name: str
    problem: str = ""


def sniff(path: Path) -> Kind:
    """Return what the file is.

    Raises Unreadable with reason and remedy for every kind that is not read, OSError when it cannot be opened.
    """
    if path.is_dir():
        raise Unreadable("这是一个目录，不是文件", "请指定目录中的文件")
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head:
        raise Unreadable("文件为空（0 字节）", "请重新获取或导出该文件")
    name = _by_content(path, head)
    suffix = path.suffix.lower()
    if suffix in _SUFFIXES[name]:
        return Kind(name)
    shown = f"扩展名是 {suffix}" if suffix else "没有扩展名"
    return Kind(name, f"文件{shown}，内容是 {_NAMES[name]}，已按 {_NAMES[name]} 读取")


def _by_content(path: Path, head: bytes) -> str:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(path)
    if head.startswith(_OLE):
        return _ole(path)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(_IMAGES) or (head.startswith(b"BM") and head[6:10] == b"\0\0\0\0"):
        return "image"
    if head.startswith(_OTHER_IMAGES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        raise Unreadable("尚不支持这种图片（GIF/WebP）", _IMAGE_HINT)
    for mark, name in _ARCHIVES.items():
        if head.startswith(mark):
            raise Unreadable(f"尚不支持 {name}", f"{_UNZIP_HINT}，或改用 .zip 打包")
    return _text(path, head)


def _zip(path: Path) -> str:
    with Archive(path) as archive:
        names = archive.names
        if "ofd.xml" in {name.lower() for name in names if "/" not in name}:
            return "ofd"
        if "[Content_Types].xml" in names:
            main = (archive.main_part() or "").lower()
            if main.endswith("workbook.bin"):
                return "xlsb"
            for folder, kind in (("word/", "docx"), ("xl/", "xlsx")):
                if main.startswith(folder) or (not main and any(name.startswith(folder) for name in names)):
                    return kind
            if main.startswith("ppt/"):
                raise Unreadable("尚不支持 PowerPoint 演示文稿", _PRINT_HINT)
            return _by_root(archive, archive.main_part())
        if "mimetype" in names and b"opendocument" in archive.read("mimetype"):
            return _open_document(archive)
        if any(name.startswith(("word/", "xl/")) for name in names):
            raise Unreadable("文件不完整，缺少 [Content_Types].xml", "请用原软件打开并另存后重试")
    raise Unreadable("这是压缩包，不是一份文书", f"请用 docaudit audit 审核整个压缩包，或{_UNZIP_HINT[1:]}")


def _by_root(archive: Archive, main: str | None) -> str:
    """Tell a package whose parts lie in unusual folders by its root element."""
    root = str(archive.xml(main).tag).rsplit("}", 1)[-1] if main is not None else ""
    kind = {"document": "docx", "workbook": "xlsx"}.get(root)
    if kind is None:
        raise Unreadable("无法识别的 Office 文件", "请另存为 .docx、.xlsx 或 PDF 后重试")
    return kind


def _open_document(archive: Archive) -> str:
    """Tell a text from a spreadsheet.  Raises Unreadable for other kinds, and for one that is locked."""
    kind = _OPEN_DOCUMENTS.get(archive.read("mimetype").strip())
    if kind is None:
        raise Unreadable("尚不支持这种 OpenDocument 文件", "请另存为 .docx、.xlsx 或 PDF 后重试")
    manifest = "META-INF/manifest.xml"
    if manifest in archive.names and b"encryption-data" in archive.read(manifest):
        raise Unreadable("文件设有打开密码，无法读取", "请取消打开密码，另存后重试")
    return kind


def _ole(path: Path) -> str:
    """Tell the old formats, which share one container, by the streams in it.  Raises Unreadable for others."""
    names = root_names(path)
    if names is None:  # damaged: a name anywhere in it must do
        with path.open("rb") as stream:
            data = stream.read(_OLE_SEARCH)
        known_names = ("EncryptedPackage", *(entry for entry, _ in _OLE_KINDS))
        names = {name for name in known_names if f"{name}\0".encode("utf-16-le") in data}
    if "EncryptedPackage" in names:
        raise Unreadable("文件已用密码加密，无法读取", "请在 Word/Excel 中取消打开密码，另存后重试")
    folded = {name.casefold() for name in names}
    for entry, kind in _OLE_KINDS:
        if entry.casefold() in folded:
            if kind == "ppt":
                raise Unreadable("尚不支持旧版 PowerPoint（.ppt）文件", _PRINT_HINT)
            return kind
    known = _OLE_SUFFIXES.get(path.suffix.lower())
    if known is None:
        raise Unreadable("尚不支持旧版 Office 文件", "请另存为 .docx、.xlsx 或 PDF 后重试")
    return known


def _text(path: Path, head: bytes) -> str:
    suffix = path.suffix.lower()
    known = _TEXT_SUFFIXES.get(suffix)
    if known is None or known == "txt":
        if _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
            return "htmlsheet" if suffix in _SHEET_SUFFIXES else "html"
        if b"<w:wordDocument" in head or b"pkg:package" in head:
            return "wordxml"
        if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
            return "excelxml"
    if known is not None:
        return known
    text, _ = decode(head[: len(head) - len(head) % 4]) if len(head) == _HEAD else decode(head)
    if suffix in _OTHER_DOCUMENTS:
        if text is not None and reads_like_text(text):
            return "txt"
        raise Unreadable(f"文件内容与扩展名 {suffix} 不符，可能已损坏", "请用原软件打开并另存后重试")
    raise Unreadable(f"尚不支持 {suffix or '无扩展名'} 文件", "请另存为 .docx、.xlsx 或 PDF 后重试")
