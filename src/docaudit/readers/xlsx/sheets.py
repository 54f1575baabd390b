"""The stored content of a workbook: its sheets, and of each sheet the cells that show something, merges and frames."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from docaudit.model import Unreadable
from docaudit.readers.archive import Archive
from docaudit.readers.xlsx.formats import Shown, format_code, show_number, show_text

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

MAX_CELLS = 400_000
"""Cells with content per sheet; what comes after is not read."""

_NAME = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_CONSTANT = re.compile(r"[+-]?\d+(?:\.\d+)?")
"""A formula that needs no computing: =100, typed for 等于 100."""
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SIDES = frozenset(S + side for side in ("left", "right", "top", "bottom", "start", "end"))
_TRUE = ("1", "true", "on")

Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column, counted from 1."""


@dataclass(slots=True)
class Sheet:
    """One sheet; rows and columns count from 1."""

    name: str
    hidden: bool = False
    shown: dict[tuple[int, int], Shown] = field(default_factory=dict)
    framed: set[tuple[int, int]] = field(default_factory=set)
    """Cells with a border, empty ones too."""
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    uncomputed: list[str] = field(default_factory=list)
    """Names of formula cells without a stored result."""
    errors: list[str] = field(default_factory=list)
    cut: bool = False
    drawings: list[str] = field(default_factory=list)
    """Members that hold what floats over the cells."""


@dataclass(slots=True)
class _Styles:
    codes: list[str]
    framed: list[bool]

    def code(self, index: int) -> str:
        return self.codes[index] if 0 <= index < len(self.codes) else "General"

    def is_framed(self, index: int) -> bool:
        return 0 <= index < len(self.framed) and self.framed[index]


def split_name(name: str) -> tuple[int, int] | None:
    """Return (row, column) of a cell name such as B7, counted from 1; None when it is none."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


@lru_cache(maxsize=1024)
def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def join_name(row: int, column: int) -> str:
    """Return the name of a cell: (7, 2) is B7."""
    return f"{_letters(column)}{row}"


def load_sheets(archive: Archive, main: str) -> list[Sheet]:
    """Return the sheets of a workbook in their order.  Raises Unreadable when it is damaged."""
    book = archive.xml(main)
    relations = archive.relations(main)
    by_kind = {relation.kind: relation.target for relation in relations.values()}
    strings = _strings(archive, by_kind.get("sharedStrings"))
    styles = _styles(archive, by_kind.get("styles"))
    about = book.find(S + "workbookPr")
    date1904 = about is not None and about.get("date1904", "0").lower() in _TRUE
    sheets: list[Sheet] = []
    for node in book.iterfind(f"{S}sheets/{S}sheet"):
        relation = relations.get(node.get(R + "id", ""))
        if relation is None or relation.kind != "worksheet" or relation.target not in archive.names:
            continue
        sheet = Sheet(node.get("name", ""), node.get("state", "visible") != "visible")
        if not sheet.hidden:
            _load(archive, relation.target, sheet, strings, styles, date1904=date1904)
        sheets.append(sheet)
    return sheets


def _strings(archive: Archive, name: str | None) -> list[str]:
    if name is None or name not in archive.names:
        return []
    return [_rich(node) for node in archive.xml(name).iterchildren(S + "si")]


def _rich(node: etree._Element) -> str:
    """Return the text of a string item, its runs joined, phonetic guides left out."""
    parts: list[str] = []
    for part in node:
        if part.tag == S + "t":
            parts.append(part.text or "")
        elif part.tag == S + "r":
            parts.extend(text.text or "" for text in part.iterchildren(S + "t"))
    return _unescape("".join(parts))


def _unescape(text: str) -> str:
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _styles(archive: Archive, name: str | None) -> _Styles:
    if name is None or name not in archive.names:
        return _Styles([], [])
    root = archive.xml(name)
    custom = {
        _int(node.get("numFmtId"), -1): _unescape(node.get("formatCode", ""))
        for node in root.iterfind(f"{S}numFmts/{S}numFmt")
    }
    borders = [
        any(side.tag in _SIDES and side.get("style", "none") != "none" for side in node)
        for node in root.iterfind(f"{S}borders/{S}border")
    ]
    codes: list[str] = []
    framed: list[bool] = []
    for node in root.iterfind(f"{S}cellXfs/{S}xf"):
        codes.append(format_code(_int(node.get("numFmtId")), custom))
        border = _int(node.get("borderId"))
        framed.append(0 <= border < len(borders) and borders[border])
    return _Styles(codes, framed)


def _int(text: str | None, default: int = 0) -> int:
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default


def _load(archive: Archive, member: str, sheet: Sheet, strings: list[str], styles: _Styles, *, date1904: bool) -> None:
    """Read one sheet row by row, so that memory holds only what shows."""
    row_at = 0
    column_at = 0
    stream = io.BytesIO(archive.flat(member))
    events = etree.iterparse(
        stream, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        for event, node in events:
            if event == "start":
                if node.tag == S + "row":
                    row_at = _int(node.get("r"), row_at + 1)
                    column_at = 0
                    if node.get("hidden", "0").lower() in _TRUE:
                        sheet.hidden_rows.append(row_at)
                continue
            if node.tag == S + "c":
                spot = split_name(node.get("r", "")) or (row_at, column_at + 1)
                column_at = spot[1]
                if len(sheet.shown) >= MAX_CELLS:
                    sheet.cut = True
                    break
                _cell(node, spot, sheet, strings, styles, date1904=date1904)
            elif node.tag == S + "row":
                node.clear()
                while node.getprevious() is not None:
                    del node.getparent()[0]
            elif node.tag == S + "mergeCell":
                _merge(node, sheet)
            elif node.tag == S + "col" and node.get("hidden", "0").lower() in _TRUE:
                first, last = _int(node.get("min"), 1), _int(node.get("max"), 1)
                sheet.hidden_columns.extend(range(first, min(last, first + 200) + 1))
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"工作表“{sheet.name}”的数据已损坏", "请用 Excel 打开并另存后重试") from error
    used = max((column for _, column in sheet.shown), default=0)
    sheet.hidden_columns = [column for column in sheet.hidden_columns if column <= used]
    filled = {row for row, _ in sheet.shown}
    sheet.hidden_rows = [row for row in sheet.hidden_rows if row in filled]
    sheet.drawings = [r.target for r in archive.relations(member).values() if r.kind == "drawing"]


def _merge(node: etree._Element, sheet: Sheet) -> None:
    first, _, last = node.get("ref", "").partition(":")
    start, end = split_name(first), split_name(last)
    if start is not None and end is not None and start != end:
        top, bottom = sorted((start[0], end[0]))
        left, right = sorted((start[1], end[1]))
        sheet.merges.append((top, left, bottom, right))


def _cell(
    node: etree._Element,
    spot: tuple[int, int],
    sheet: Sheet,
    strings: list[str],
    styles: _Styles,
    *,
    date1904: bool,
) -> None:
    style = _int(node.get("s"))
    if styles.is_framed(style) and len(sheet.framed) < MAX_CELLS:
        sheet.framed.add(spot)
    kind = node.get("t", "n")
    stored = node.findtext(S + "v")
    code = styles.code(style)
    if kind == "inlineStr":
        item = node.find(S + "is")
        shown = show_text(_rich(item), code) if item is not None else None
    elif not stored:
        formula = node.find(S + "f")
        if formula is None or kind == "str":
            return
        if _CONSTANT.fullmatch(formula.text or "") is None:
            sheet.uncomputed.append(join_name(*spot))
            return
        shown = show_number(formula.text or "", code, date1904=date1904)
    elif kind == "s":
        at = _int(stored, -1)
        shown = show_text(strings[at], code) if 0 <= at < len(strings) else None
    elif kind == "str":
        shown = show_text(_unescape(stored), code)
    elif kind == "b":
        shown = Shown("TRUE" if stored == "1" else "FALSE")
    elif kind == "e":
        sheet.errors.append(join_name(*spot))
        shown = Shown(stored)
    elif kind == "d":
        shown = Shown(stored.removesuffix("T00:00:00"))
    else:
        shown = show_number(stored, code, date1904=date1904)
    if shown is not None and shown.text.strip():
        sheet.shown[spot] = shown
