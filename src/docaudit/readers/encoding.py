"""From bytes to text: which encoding a text file is in."""

from __future__ import annotations

import codecs
from pathlib import Path

from docaudit.model import Unreadable
from docaudit.readers.build import Assembler

MAX_TEXT = 64 * 2**20
"""Bytes of a text file beyond which it is a log or a dump, not a paper."""

_SURE = 8
"""Characters beyond ASCII for every one lost that show that a file is UTF-8 for all its damage."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode_file(path: Path, out: Assembler) -> str:
    """Return the text of a file, noting in `out` when some of it could not be decoded.

    Tries the byte order mark, UTF-8, UTF-16 without a mark, then GB 18030.  Raises Unreadable when the file is too
    large or is no text, OSError when it cannot be opened.
    """
    if path.stat().st_size > MAX_TEXT:
        raise Unreadable(f"文本文件超过 {MAX_TEXT // 2**20} MB，不像是项目文书", "请拆分文件，或只保留需要核对的部分")
    data = path.read_bytes()
    text, lost = decode(data)
    if text is None or not reads_like_text(text):
        raise Unreadable("不是文本文件，内容无法识别", "请确认文件类型，另存为 .docx 或 PDF 后重试")
    if lost:
        out.problem(f"有 {lost} 个字符无法解码，已用“\ufffd”代替；建议另存为 UTF-8 编码", partly=True)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def decode(data: bytes) -> tuple[str | None, int]:
    """Return the text and how many characters could not be decoded; None for bytes that are no text."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            text = data.decode(name, "replace")
            return text, text.count("\ufffd")
    if b"\x00" in data:
        return _utf16(data), 0
    try:
        return data.decode("utf-8"), 0
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    if sum(not char.isascii() for char in text) > _SURE * lost:  # GB 18030 makes nonsense of such bytes, not an error
        return text, lost
    try:
        return data.decode("gb18030"), 0
    except UnicodeDecodeError:
        pass
    best = min((data.decode(name, "replace") for name in ("utf-8", "gb18030")), key=lambda t: t.count("\ufffd"))
    lost = best.count("\ufffd")
    return (best, lost) if lost * 20 <= len(best) else (None, lost)


def _utf16(data: bytes) -> str | None:
    """Decode UTF-16 without a byte order mark, recognised by what it gives: Chinese and Latin text."""
    for name in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        usual = sum(1 for ch in text if ch.isascii() or "\u3000" <= ch <= "\u9fff" or "\uff00" <= ch <= "\uffef")
        if usual * 10 >= len(text) * 8 and reads_like_text(text):
            return text
    return None


def reads_like_text(text: str) -> bool:
    """Whether a decoded text is free of the control characters that binary data turns into."""
    odd = sum(1 for ch in text if not (ch.isprintable() or ch in "\t\r\n\f\u3000\xa0\u2028\u2029\ufeff\u200b\xad"))
    return odd * 50 <= len(text)
