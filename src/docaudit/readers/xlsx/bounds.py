"""The XML of a sheet cut down to what is read, before openpyxl makes an object of every cell and every merged spot."""

from __future__ import annotations

import re
from itertools import islice

from openpyxl.utils import column_index_from_string, get_column_letter

MAX_CELLS = 400_000
"""Cells per sheet; what comes after is not read."""
_MAX_ROWS = 50_000
"""Rows beyond which those that hold only their height are left out."""
_MAX_MERGED = 150_000
"""Spots that the merged cells of a sheet may cover together; further ones stay single."""
_MAX_WIDTH = 128
"""Columns of one merged cell; a title may be merged over all 16384."""
_MAX_HEIGHT = 50_000

EMPTY = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'

_P = rb"(?:[\w.-]+:)?"
_START = re.compile(rb"<(" + _P + rb")worksheet\b[^>]*>")
_COLUMNS = re.compile(rb"<(" + _P + rb")cols\b[^>]*>.*?</\1cols\s*>", re.DOTALL)
_DATA = re.compile(rb"<(" + _P + rb")sheetData\b[^>]*(?<!/)>(.*?)</\1sheetData\s*>", re.DOTALL)
_MERGE = re.compile(
    rb"<" + _P + rb"mergeCell\s[^>]*?\bref=[\"']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})[\"']"
)
_STRANGE = re.compile(rb"<" + _P + rb"(?:mergeCells|hyperlinks|tableParts)\b")
_CELL = re.compile(rb"<" + _P + rb"c[\s>/]")
_BLANK_CELL = re.compile(rb"<" + _P + rb"c(?:\s[^>]*)?(?:/>|(?<!/)></" + _P + rb"c>)")
_ROW = re.compile(rb"<" + _P + rb"row\b")
_BLANK_ROW = re.compile(rb"<" + _P + rb"row\b[^>]*(?:/>|(?<!/)></" + _P + rb"row>)")
_FONT = re.compile(rb"<(" + _P + rb")rPr\b[^>]*(?<!/)>.*?</\1rPr>", re.DOTALL)
_NO_RESULT = re.compile(
    rb"(?:</" + _P + rb"f>|<" + _P + rb"f\b[^>]*/>)\s*(?:</" + _P + rb"c>|<" + _P + rb"v\s*(?:/>|></))"
)
_AREA = re.compile(rb"\bref=([\"'])(\$?[A-Za-z]+\$?\d+):[^\"']*\1")
_STYLE = re.compile(rb"\s(?:s|style)=[\"'](\d{1,5})[\"']")


def bounded(data: bytes) -> tuple[bytes, bool]:
    """Return a worksheet with only its columns, cells and merged cells, and whether cells were left out.

    Raises ValueError for what is no worksheet.
    """
    start = _START.search(data)
    if start is None:
        raise ValueError("no worksheet")
    found = _DATA.search(data, start.end())
    if found is None:
        if b"sheetData>" in data:
            raise ValueError("cells without an end")
        return EMPTY, False
    prefix, cells = found[1], found[2]
    if _STRANGE.search(cells) is not None:
        raise ValueError("no cells between the cells")
    columns = _COLUMNS.search(data, start.end(), found.start())
    cells, cut = _fewer(_FONT.sub(b"", cells) if b"rPr" in cells else cells, prefix)
    parts = [
        start[0],
        columns[0] if columns is not None else b"",
        b"<%ssheetData>" % prefix,
        cells,
        b"</%ssheetData>" % prefix,
        _merges(data[found.end() :], prefix),
        b"</%sworksheet>" % start[1],
    ]
    return b"".join(parts), cut


def _fewer(cells: bytes, prefix: bytes) -> tuple[bytes, bool]:
    """Leave out empty cells and rows where there are too many, then the rows after the last one that is read in full."""
    if sum(1 for _ in _CELL.finditer(cells)) > MAX_CELLS:
        cells = _BLANK_CELL.sub(b"", cells)
    if sum(1 for _ in _ROW.finditer(cells)) > _MAX_ROWS:
        cells = _BLANK_ROW.sub(b"", cells)
    beyond = next(islice(_CELL.finditer(cells), MAX_CELLS, None), None)
    if beyond is None:
        return cells, False
    return cells[: cells.rfind(b"<%srow" % prefix, 0, beyond.start())], True


def _merges(data: bytes, prefix: bytes) -> bytes:
    """Return the merged cells, cut back to what a sheet of paper may hold."""
    left = _MAX_MERGED
    out: list[bytes] = []
    for match in _MERGE.finditer(data):
        first, last = (column_index_from_string(match[i].decode()) for i in (1, 3))
        top, bottom = int(match[2]), int(match[4])
        right, bottom = min(last, first + _MAX_WIDTH), min(bottom, top + _MAX_HEIGHT)
        spots = (right - first + 1) * (bottom - top + 1)
        if right < first or bottom < top or not 1 < spots <= left:
            continue
        left -= spots
        area = f"{match[1].decode()}{top}:{get_column_letter(right)}{bottom}"
        out.append(b'<%smergeCell ref="%s"/>' % (prefix, area.encode()))
    return b"<%smergeCells>%s</%smergeCells>" % (prefix, b"".join(out), prefix) if out else b""


def plain_text(data: bytes) -> bytes:
    """Return strings or comments without the looks of their runs, and every comment on one cell."""
    return _AREA.sub(rb"ref=\1\2\1", _FONT.sub(b"", data))


def has_empty_results(data: bytes) -> bool:
    """Whether some formula of a worksheet has no stored result."""
    return _NO_RESULT.search(data) is not None


def styles_used(data: bytes) -> int:
    """Return how many styles a style sheet must have for this worksheet."""
    return max((int(number) for number in _STYLE.findall(data)), default=0) + 1
