"""Workbooks opened by openpyxl, with what it cannot load, or should not, taken out first."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

import openpyxl
from lxml import etree
from openpyxl.utils import coordinate_to_tuple
from openpyxl.workbook import Workbook

from docaudit.model import Unreadable
from docaudit.readers.archive import Archive, Relation, parse_xml, to_xml
from docaudit.readers.xlsx.bounds import EMPTY, bounded, has_empty_results, plain_text, styles_used
from docaudit.readers.xlsx.formats import BUILTIN

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

_STYLES = "xl/styles.xml"
"""Where openpyxl looks for the styles, wherever they are."""
_READ_STYLES: Mapping[str, tuple[str, ...]] = {
    "numFmts": (),
    "numFmt": ("numFmtId", "formatCode"),
    "cellXfs": (),
    "xf": ("numFmtId", "borderId"),
    "borders": (),
    "border": (),
    **dict.fromkeys(("left", "right", "top", "bottom", "start", "end"), ("style",)),
}
"""What is read of a style sheet: elements and their attributes."""
_BARE_STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs>{}</cellXfs></styleSheet>'
)
_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_COMMENTS = '<Relationship Id="{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="/{}"/>'

T = TypeVar("T")


@dataclass(slots=True)
class Source:
    """What the package says about one worksheet before openpyxl sees it."""

    name: str
    hidden: bool
    data: bytes
    cut: bool
    drawings: list[str]

    def unresolved(self) -> dict[tuple[int, int], str]:
        """Return the formulas without a stored result by row and column; openpyxl shows them as empty cells."""
        if not has_empty_results(self.data):
            return {}
        found: dict[tuple[int, int], str] = {}
        row = column = 0
        events = etree.iterparse(io.BytesIO(self.data), events=("start", "end"), tag=(S + "row", S + "c"))
        for event, node in events:
            if node.tag == S + "row" and event == "start":
                row, column = int(node.get("r", row + 1)), 0
            elif event == "end":
                if node.tag == S + "c":
                    row, column = coordinate_to_tuple(node.get("r")) if "r" in node.attrib else (row, column + 1)
                    formula = node.find(S + "f")
                    if formula is not None and node.get("t") != "str" and not node.findtext(S + "v"):
                        found[row, column] = formula.text or ""
                else:
                    node.clear()
        return found


@dataclass(slots=True)
class Opened:
    """A workbook and where each of its worksheets came from."""

    book: Workbook
    sources: list[Source]


def open_workbook(archive: Archive, main: str, use: Callable[[Opened], T]) -> tuple[T, bool]:
    """Open a workbook, hand it to `use`, and return its answer and whether the number formats could be read.

    openpyxl refuses a whole workbook for one odd fill: then the styles are cut down to formats and borders, and in the
    end left out.  Raises Unreadable when nothing helps.
    """
    changed: dict[str, bytes | None] = {name: None for name in archive.names if name.startswith("docProps/")}
    sources = _sources(archive, main, changed)
    member = next((r.target for r in archive.relations(main).values() if r.kind == "styles"), _STYLES)
    styled = member in archive.names
    styles = _styles(archive, member) if styled else []
    most = max((styles_used(source.data) for source in sources), default=1)
    trouble: Exception | None = None
    for style in [*styles, _BARE_STYLES.format("<xf/>" * most).encode()]:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                book = openpyxl.load_workbook(
                    archive.repacked({**changed, _STYLES: style}), data_only=True, keep_links=False
                )
                return use(Opened(book, sources)), style in styles or not styled
        except Unreadable:
            raise
        except Exception as error:  # noqa: BLE001  (openpyxl has as many ways to refuse as files have oddities)
            trouble = error
    raise Unreadable("工作簿内部数据已损坏或异常，无法读取", "请用 Excel 打开并另存后重试") from trouble


def _sources(archive: Archive, main: str, changed: dict[str, bytes | None]) -> list[Source]:
    """Return the worksheets that openpyxl will find, in order; `changed` takes what it is to see in place of members."""
    relations = archive.relations(main)
    found: list[Source] = []
    for node in archive.xml(main).iterfind(f"{S}sheets/{S}sheet"):
        relation = relations.get(node.get(R + "id", ""))
        if relation is None or relation.target not in archive.names or relation.kind == "chartsheet":
            continue
        about = archive.relations(relation.target)
        hidden = node.get("state", "visible") != "visible" or relation.kind != "worksheet"
        name = node.get("name", "")
        try:
            data, cut = (EMPTY, False) if hidden else bounded(archive.harmless(relation.target))
        except ValueError as error:
            raise Unreadable(f"工作表“{name}”的数据已损坏", "请用 Excel 打开并另存后重试") from error
        drawings = [r.target for r in about.values() if r.kind == "drawing" and not hidden]
        found.append(Source(name, hidden, data, cut, drawings))
        changed[relation.target] = data
        changed.update(_attached(archive, relation.target, about))
    for relation in relations.values():
        if relation.kind == "sharedStrings" and relation.target in archive.names:
            changed[relation.target] = plain_text(archive.harmless(relation.target))
    return found


def _attached(archive: Archive, member: str, about: dict[str, Relation]) -> dict[str, bytes | None]:
    """Return what hangs on a sheet with only its comments kept: charts, pictures and pivots are not read there."""
    changed: dict[str, bytes | None] = {}
    kept = ""
    for key, relation in about.items():
        if relation.kind == "comments" and relation.target in archive.names:
            with suppress(Unreadable):
                changed[relation.target] = plain_text(archive.harmless(relation.target))
                kept += _COMMENTS.format(key, relation.target)
    folder, _, leaf = member.rpartition("/")
    changed[f"{folder}/_rels/{leaf}.rels"] = _RELS.format(kept).encode()
    return changed


def _styles(archive: Archive, member: str) -> list[bytes]:
    """Return the style sheet, first whole, then with only its formats and borders; nothing when it is damaged.

    The formats that files name by number only are spelled out as a Chinese Excel shows them: openpyxl knows the
    American ones, and none for some numbers.
    """
    try:
        root = parse_xml(archive.harmless(member))
    except Unreadable:
        return []
    formats = root.find(S + "numFmts")
    if formats is None:
        formats = etree.Element(S + "numFmts")
        root.insert(0, formats)
    stated = {node.get("numFmtId") for node in formats}
    for number, code in BUILTIN.items():
        if str(number) not in stated:
            etree.SubElement(formats, S + "numFmt", numFmtId=str(number), formatCode=code)
    whole = to_xml(root)
    _reduce(root)
    return [whole, to_xml(root)]


def _reduce(root: etree._Element) -> None:
    for part in list(root):
        kept = _READ_STYLES.get(str(part.tag).removeprefix(S))
        if kept is None:
            root.remove(part)
            continue
        for name in set(part.attrib) - set(kept):
            del part.attrib[name]
        _reduce(part)
