"""Is what a reader quotes really found where it says?  Every kind of file is opened again by other means than the reader's."""

from __future__ import annotations

import csv
import ctypes
import io
import math
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unicodedata import normalize
from xml.etree import ElementTree as ET

import openpyxl
import pypdfium2
import pypdfium2.raw as pdfium

from docaudit.model import Place

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFD = "{http://www.ofdspec.org/2016}"
_SLACK = 0.8
_RADICALS = str.maketrans(
    "⺟⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳", "母见角贝车长门青页风飞食马骨鬼鱼鸟麦黄齐齿龙龟"
)


def compact(text: str) -> str:
    """Without blanks, and with characters in place of radicals that look the same."""
    text = "".join(normalize("NFKC", c) if 0x2F00 <= ord(c) < 0x2FE0 else c for c in text)
    return re.sub(r"\s+", "", text.translate(_RADICALS))


class Marks:
    """Characters with their middles, page by page; a quotation stands where its box says."""

    def __init__(self) -> None:
        self.pages: dict[int, list[tuple[str, float, float]]] = {}
        self.fuzzy: set[int] = set()

    def holds(self, place: Place) -> bool:
        if place.page is None or place.bbox is None:
            return False
        x0, top, x1, bottom = place.bbox
        inside = [
            c
            for c, x, y in self.pages.get(place.page, [])
            if x0 - _SLACK <= x <= x1 + _SLACK and top - _SLACK <= y <= bottom + _SLACK
        ]
        found, quote = compact("".join(inside)), compact(place.quote)
        if place.page in self.fuzzy:
            if len(quote) < 3 and found:  # one character that was misread does not stand elsewhere for that
                return len(found) <= len(quote) + 1
            shared = sum((Counter(normalize("NFKC", found)) & Counter(normalize("NFKC", quote))).values())
            return shared >= 0.8 * min(len(quote), max(1, len(found)))
        # what goes on over the end of a page or a column is found where it begins
        return bool(found) and (quote in found or sorted(found) == sorted(quote[: len(found)]) or _begins(found, quote))


def _begins(found: str, quote: str) -> bool:
    """Whether all that stands in the box is the beginning of the quotation, whatever the order within a line."""
    return len(found) < len(quote) and not Counter(found) - Counter(quote) and quote[:2] in found


def pdf_marks(path: Path) -> Marks:
    """The characters of a PDF as shown: cropped, turned, the origin at the top left."""
    marks = Marks()
    document = pypdfium2.PdfDocument(path)
    for number, page in enumerate(document, 1):
        marks.pages[number] = list(_shown(page))
    document.close()
    return marks


def _shown(page: Any) -> Iterator[tuple[str, float, float]]:
    text = page.get_textpage()
    wide, tall = page.get_size()
    box = [ctypes.c_double() for _ in range(4)]
    x, y = ctypes.c_int(), ctypes.c_int()
    for i in range(pdfium.FPDFText_CountChars(text.raw)):
        code = pdfium.FPDFText_GetUnicode(text.raw, i)
        if code in (0, 10, 13, 32, 0x3000) or pdfium.FPDFText_IsGenerated(text.raw, i) == 1:
            continue
        pdfium.FPDFText_GetCharBox(text.raw, i, *box)
        left, right, bottom, top = (value.value for value in box)
        pdfium.FPDF_PageToDevice(
            page.raw, 0, 0, round(wide * 100), round(tall * 100), 0, (left + right) / 2, (bottom + top) / 2, x, y
        )
        yield ("-" if code in (2, 0xFFFE) else chr(code)), x.value / 100, y.value / 100
    text.close()


def scan_marks(original: Path, about: dict[str, Any]) -> Marks:
    """Where the characters of a scan lie: those of the paper that was scanned, turned like it."""
    source = pdf_marks(original)
    document = pypdfium2.PdfDocument(original)
    marks = Marks()
    own = set(about.get("text_pages", ()))
    angle = math.radians(about["skew"])
    cos, sin = math.cos(angle), math.sin(angle)
    for number, page in enumerate(about["pages"], 1):
        wide, tall = document[page - 1].get_size()
        chars = source.pages[page]
        if number not in own:
            marks.fuzzy.add(number)
            chars = [
                (
                    c,
                    wide / 2 + cos * (x - wide / 2) - sin * (y - tall / 2),
                    tall / 2 + sin * (x - wide / 2) + cos * (y - tall / 2),
                )
                for c, x, y in chars
            ]
        scale = about["scale"]  # places in picture files are in pixels
        marks.pages[number] = [(c, x * scale, y * scale) for c, x, y in chars]
    document.close()
    return marks


def ofd_marks(path: Path) -> Marks:
    """The characters of an OFD file, from its text objects."""
    marks = Marks()
    scale = 72 / 25.4
    with zipfile.ZipFile(path) as package:
        names = [n for n in package.namelist() if re.fullmatch(r"Doc_0/Pages/Page_\d+/Content\.xml", n)]
        for number, name in enumerate(sorted(names, key=lambda n: int(re.findall(r"\d+", n)[1])), 1):
            marks.pages[number] = [
                (c, x * scale, y * scale)
                for item in ET.fromstring(package.read(name)).iter(f"{OFD}TextObject")
                for c, x, y in _drawn(item)
            ]
    return marks


def _drawn(item: ET.Element) -> Iterator[tuple[str, float, float]]:
    left, top = (float(v) for v in item.get("Boundary", "").split()[:2])
    matrix = [float(v) for v in item.get("CTM", "1 0 0 1 0 0").split()]
    size = float(item.get("Size", "1"))
    for code in item.iter(f"{OFD}TextCode"):
        x, y = float(code.get("X", 0)), float(code.get("Y", 0)) - 0.38 * size
        steps = _steps(code.get("DeltaX", ""))
        for i, char in enumerate((code.text or "").strip("\n ")):
            if i:
                x += steps[i - 1] if i <= len(steps) else size
            yield char, left + matrix[0] * (x + 0.25 * size) + matrix[4], top + matrix[3] * y + matrix[5]


def _steps(text: str) -> list[float]:
    out: list[float] = []
    parts = iter(text.split())
    for part in parts:
        if part == "g":
            times, step = int(next(parts)), float(next(parts))
            out += [step] * times
        else:
            out.append(float(part))
    return out


class WordPlaces:
    """The tables and paragraphs of a .docx, counted anew."""

    def __init__(self, path: Path, headings: list[str]) -> None:
        with zipfile.ZipFile(path) as package:
            root = ET.fromstring(package.read("word/document.xml"))
        body = root.find(f"{W}body")
        self._tables = [_word_grid(table) for table in root.iter(f"{W}tbl")]
        self._tables = [grid for grid in self._tables if any(grid.values())]
        known = Counter(compact(h) for h in headings)
        self._paragraphs = []
        for node in body.iter(f"{W}p") if body is not None else ():
            text = compact(_words(node))
            if not text or node in self._inside(root):
                continue
            if known[text]:
                known[text] -= 1
                continue
            self._paragraphs.append(text)
        self._all = compact(_words(root))

    def _inside(self, root: ET.Element) -> set[ET.Element]:
        if not hasattr(self, "_celled"):
            self._celled = {p for table in root.iter(f"{W}tbl") for p in table.iter(f"{W}p")}
        return self._celled

    def holds(self, place: Place) -> bool:
        quote = compact(place.quote)
        if place.row is not None and place.table is not None and place.column is not None:
            return self._tables[place.table - 1].get((place.row, place.column)) == quote
        if place.paragraph is not None:
            return self._paragraphs[place.paragraph - 1 : place.paragraph] == [quote]
        return quote in self._all


def _words(node: ET.Element) -> str:
    return "".join(text.text or "" for text in node.iter(f"{W}t"))


def _word_grid(table: ET.Element) -> dict[tuple[int, int], str]:
    cells = {}
    for i, row in enumerate(table.findall(f"{W}tr"), 1):
        before = row.find(f"{W}trPr/{W}gridBefore")
        at = 1 + (int(before.get(f"{W}val", "0")) if before is not None else 0)
        for cell in row.findall(f"{W}tc"):
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            merged = cell.find(f"{W}tcPr/{W}vMerge")
            if merged is None or merged.get(f"{W}val") == "restart":
                cells[i, at] = compact(_words(cell))
            at += int(span.get(f"{W}val", "1")) if span is not None else 1
    return cells


class SheetPlaces:
    """The cells of a workbook, opened by openpyxl."""

    def __init__(self, path: Path) -> None:
        self._book = openpyxl.load_workbook(path, data_only=True)

    def holds(self, place: Place) -> bool:
        if place.sheet is None or place.cell is None:
            return place.quote in self._book.sheetnames
        value = self._book[place.sheet][place.cell.split(":")[0]].value
        quote = compact(place.quote)
        if isinstance(value, int | float):
            said = float(re.sub(r"[,%]", "", quote)) / (100 if quote.endswith("%") else 1)
            return abs(said - value) < 0.006
        return compact(str(value or "")) == quote


class LinePlaces:
    """Rows and columns of .csv files and drawn tables, lines of text."""

    def __init__(self, path: Path) -> None:
        data = path.read_bytes()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("gb18030")
        self._all = compact(re.sub(r"(?m)^[ \t]*#+ |\\", "", text))
        self._tables = [list(csv.reader(io.StringIO(text)))] if path.suffix == ".csv" else list(_drawn_tables(text))

    def holds(self, place: Place) -> bool:
        quote = compact(place.quote)
        if place.table is not None and place.row is not None and place.column is not None:
            return compact(self._tables[place.table - 1][place.row - 1][place.column - 1]) == quote
        return quote in self._all


def _drawn_tables(text: str) -> Iterator[list[list[str]]]:
    rows: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        bar = line[:1]
        if bar in ("│", "|") and not re.fullmatch(r"\|[-:| ]+\|", line):
            rows.append([cell.replace("<br>", " ") for cell in line.strip().strip(bar).split(bar)])
        elif rows and bar not in ("│", "|", "├", "└", "+"):
            yield rows
            rows = []
