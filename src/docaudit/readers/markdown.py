"""Markdown: headings, pipe tables and paragraphs.

Two marks of our own let a pipe table say what is merged: a cell holding only ``^`` is one with the cell above, only
``<`` one with the cell to its left.
"""

from __future__ import annotations

import re
from pathlib import Path

from docaudit.model import Document, ParagraphKind
from docaudit.readers.build import Assembler
from docaudit.readers.encoding import decode_file
from docaudit.readers.lengths import MAX_COLUMNS
from docaudit.readers.outline import heading_rank
from docaudit.readers.spots import Spot

_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*")
_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)、．]|[（(]\d{1,3}[）)])\s*\S|\s*[（(]?[一二三四五六七八九十]{1,3}[)）、]")
_BULLET = re.compile(r"\s*[-*+]\s+")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_LINK = re.compile(r"!?\[([^\]\[]*)\]\([^()\s]*\)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CAPTION_LENGTH = 100


def read_markdown(path: Path, *, relative: str) -> Document:
    """Read a Markdown file.  Raises Unreadable when it is not text, OSError when it cannot be opened."""
    out = Assembler(relative)
    text = _COMMENT.sub("", decode_file(path, out))
    lines = text.splitlines()
    titled = _single_title(lines)
    block: list[str] = []
    i = 0
    while i < len(lines):
        line = lines[i]
        heading = _HEADING.fullmatch(line)
        if heading:
            _flush(block, out)
            out.heading(_plain(heading[2]), len(heading[1]) - titled)
        elif _is_row(line) and i + 1 < len(lines) and (_RULE.fullmatch(lines[i + 1]) or _is_row(lines[i + 1])):
            _above(block, out)
            i = _table(lines, i, out)
            continue
        elif not line.strip() or _FENCE.match(line) or re.fullmatch(r"\s*([-*_])(\s*\1){2,}\s*", line):
            _flush(block, out)
        else:
            if _ITEM.match(line) or (block and _ends(block[-1])):
                _flush(block, out)
            block.append(line)
        i += 1
    _flush(block, out)
    return out.document(path, "md")


def _single_title(lines: list[str]) -> int:
    """Return 1 when the first line is the only # heading, which makes it the title, else 0."""
    levels = [(i, len(found[1])) for i, line in enumerate(lines) if (found := _HEADING.fullmatch(line))]
    first = next((i for i, line in enumerate(lines) if line.strip()), None)
    tops = [i for i, level in levels if level == 1]
    return int(len(tops) == 1 and tops[0] == first)


def _ends(line: str) -> bool:
    return line.endswith(("  ", "\\"))


def _is_row(line: str) -> bool:
    return line.strip().startswith("|") and line.strip().count("|") >= 2


def _above(block: list[str], out: Assembler) -> None:
    """Make the last line before a table its caption when nothing separates them."""
    if not block:
        return
    last = block.pop()
    _flush(block, out)
    text = _plain(last.strip())
    short = len(text) <= _CAPTION_LENGTH and not text.endswith(("。", "；", ";"))
    out.paragraph(text, ParagraphKind.CAPTION if short else ParagraphKind.BODY)


def _flush(block: list[str], out: Assembler) -> None:
    if not block:
        return
    text = _join([_BULLET.sub("", line, count=1) if i == 0 else line for i, line in enumerate(block)])
    block.clear()
    bold = _STRONG.fullmatch(text) is not None
    text = _plain(text)
    rank = heading_rank(text, bold=bold)
    if rank is not None:
        out.ranked_heading(text, rank)
    else:
        out.paragraph(text)


def _join(lines: list[str]) -> str:
    """Join lines that the layout broke: nothing between Chinese, a blank between Latin words."""
    text = ""
    for line in lines:
        piece = line.rstrip("\\").strip().lstrip(">").strip()
        gap = " " if text and piece and text[-1].isascii() and piece[0].isascii() else ""
        text += gap + piece
    return text


def _plain(text: str) -> str:
    text = _LINK.sub(r"\1", _STRONG.sub(r"\2", text))
    return re.sub(r"\\([|*_#\\<^])", r"\1", _BREAK.sub("\n", text))


def _cells(line: str) -> list[str]:
    row = line.strip().removeprefix("|")
    if row.endswith("|") and not row.endswith("\\|"):
        row = row[:-1]
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", row)]


def _table(lines: list[str], start: int, out: Assembler) -> int:
    """Add the table that starts at line `start` and return the number of the first line after it."""
    rows: list[list[str]] = []
    end = start
    while end < len(lines) and (_is_row(lines[end]) or _RULE.fullmatch(lines[end])) and lines[end].strip():
        if not _RULE.fullmatch(lines[end]):
            rows.append(_cells(lines[end])[: MAX_COLUMNS + 1])  # one more than is kept, so that the loss is told
        end += 1
    out.table(merge_marks(rows), height=len(rows), width=max(map(len, rows), default=0))
    return end


def merge_marks(rows: list[list[str]]) -> list[Spot]:
    """Return the cells of a table whose merged cells are marked ``^`` (one with above) and ``<`` (one with left)."""
    width = max(map(len, rows), default=0)
    grid = [row + [""] * (width - len(row)) for row in rows]
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    extent: dict[tuple[int, int], tuple[int, int]] = {}
    for i, row in enumerate(grid):
        for j, text in enumerate(row):
            up, left = owner.get((i - 1, j)), owner.get((i, j - 1))
            own = up if text == "^" and up else left if text == "<" and left else (i, j)
            owner[i, j] = own
            bottom, right = extent.get(own, own)
            extent[own] = max(bottom, i), max(right, j)
    return [
        Spot(i, j, "" if grid[i][j] in ("^", "<") else _plain(grid[i][j]), bottom - i + 1, right - j + 1)
        for (i, j), (bottom, right) in extent.items()
    ]
