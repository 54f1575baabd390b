"""How faithfully are papers read?  What the readers make of corpus/reading, against the truth beside it.

    python bench/reading_accuracy.py corpus/reading [--floors bench/reading_floors.json] [--only GLOB] [--details]

Cells: precision and recall of cell texts, blanks aside, every table compared with the one of the truth that shares most
with it; merged cells count in every spot they cover.  `grid` is the share of spots that hold the right text at the right
row and column.  Numbers: every number in the cells of the truth, and whether the table that was read has it.  Headings
and paragraphs: found as such, character by character; in scans with nine characters in ten.  Places: the quotation of
every cell, heading and paragraph, looked for at its place with other means than the reader's (reading_places.py).
Scans are compared after NFKC, since a scan does not tell （ from (.  Exit code 1 when a format falls below its floor.
"""

from __future__ import annotations

import argparse
import fnmatch
import json
import re
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unicodedata import normalize

from rapidfuzz import fuzz
from reading_places import LinePlaces, SheetPlaces, WordPlaces, ofd_marks, pdf_marks, scan_marks

from docaudit.model import Document, Heading, Paragraph, Place, Table, Unreadable
from docaudit.readers import convert_batch, read
from docaudit.readers.ocr import is_installed

FLOORS = Path(__file__).with_name("reading_floors.json")
_NUMBER = re.compile(r"[-－]?\d[\d,]*(?:\.\d+)?[%％]?")
_ALIKE = 90.0
Grid = list[list[str]]


@dataclass
class Score:
    """What was right, of how much; scores add up."""

    files: int = 0
    hits: int = 0
    said: int = 0
    true: int = 0
    spots: int = 0
    placed: int = 0
    numbers: list[int] = field(default_factory=lambda: [0, 0])
    headings: list[int] = field(default_factory=lambda: [0, 0])
    levels: list[int] = field(default_factory=lambda: [0, 0])
    paragraphs: list[int] = field(default_factory=lambda: [0, 0])
    places: list[int] = field(default_factory=lambda: [0, 0])
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        for name in ("files", "hits", "said", "true", "spots", "placed", "seconds"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("numbers", "headings", "levels", "paragraphs", "places"):
            mine, theirs = getattr(self, name), getattr(other, name)
            setattr(self, name, [a + b for a, b in zip(mine, theirs, strict=True)])
        self.wrong += other.wrong

    def figures(self) -> dict[str, float]:
        """Every measure as a share of 1."""
        texts = [a + b for a, b in zip(self.headings, self.paragraphs, strict=True)]
        return {
            "cells": 2 * self.hits / max(1, self.said + self.true) if self.said + self.true else 1.0,
            "grid": self.placed / self.spots if self.spots else 1.0,
            "numbers": _share(self.numbers),
            "headings": _share(self.headings),
            "levels": _share(self.levels),
            "paragraphs": _share(self.paragraphs),
            "texts": _share(texts),
            "places": _share(self.places),
        }


def _share(pair: list[int]) -> float:
    return pair[0] / pair[1] if pair[1] else 1.0


def score(folder: Path, name: str, truth: dict[str, Any], converted: Path | None) -> Score:
    """Read one file and compare."""
    own = Score(files=1)
    start = time.perf_counter()
    try:
        document = read(folder / name, relative=name, converted=converted)
    except Unreadable as error:
        own.wrong.append(f"{name}: unreadable: {error.reason}")
        document = Document("", name, "", "")
    own.seconds = time.perf_counter() - start
    scan = truth["group"] == "scan"
    _tables(own, name, [table.texts() for table in document.tables], truth["tables"], scan=scan)
    _texts(own, name, document, truth, scan=scan)
    _places(own, folder, name, document, truth, converted)
    return own


def _plain(text: str, *, scan: bool) -> str:
    text = re.sub(r"\s+", "", text)
    return normalize("NFKC", text).replace("—", "-").replace("“", '"').replace("”", '"') if scan else text


def _tables(own: Score, name: str, said: list[Grid], true: list[Grid], *, scan: bool) -> None:
    said = [[[_plain(c, scan=scan) for c in row] for row in grid] for grid in said]
    true = [[[_plain(c, scan=scan) for c in row] for row in grid] for grid in true]
    own.said += sum(_bag(grid).total() for grid in said)
    for number, grid in enumerate(true, 1):
        bag = _bag(grid)
        own.true += bag.total()
        best = max(said, key=lambda other: (_bag(other) & bag).total(), default=[])
        if best:
            said.remove(best)
        shared = (bag & _bag(best)).total()
        own.hits += shared
        right = [
            (i, j)
            for i, row in enumerate(grid)
            for j, c in enumerate(row)
            if best[i : i + 1] and best[i][j : j + 1] == [c]
        ]
        own.spots += sum(map(len, grid))
        own.placed += len(right)
        if shared < bag.total() or _bag(best) - bag:
            lost, extra = list((bag - _bag(best)).elements()), list((_bag(best) - bag).elements())
            own.wrong.append(
                f"{name} table {number}: lost {lost[:12]} ({len(lost)}), instead {extra[:12]} ({len(extra)})"
            )
        numbers, found = _numbers(grid), _numbers(best)
        own.numbers[0] += (numbers & found).total()
        own.numbers[1] += numbers.total()
    own.wrong += [f"{name}: a table that is none: {grid[:2]}" for grid in said]


def _bag(grid: Grid) -> Counter[str]:
    return Counter(c for row in grid for c in row if c)


def _numbers(grid: Grid) -> Counter[str]:
    return Counter(n for row in grid for c in row for n in _NUMBER.findall(c))


def _texts(own: Score, name: str, document: Document, truth: dict[str, Any], *, scan: bool) -> None:
    headings = [(_plain(b.text, scan=scan), b.level) for b in document.blocks if isinstance(b, Heading)]
    paragraphs = [_plain(b.text, scan=scan) for b in document.blocks if isinstance(b, Paragraph)]
    if truth["group"] == "spreadsheet":
        paragraphs += [text for text, _ in headings]
    for level, text in truth["headings"]:
        own.headings[1] += 1
        at = _find(_plain(text, scan=scan), [t for t, _ in headings], scan=scan)
        if at is None:
            own.wrong.append(f"{name}: heading lost: {text}")
            continue
        own.headings[0] += 1
        own.levels[1] += 1
        own.levels[0] += headings.pop(at)[1] == level
    for text in truth["paragraphs"]:
        own.paragraphs[1] += 1
        at = _find(_plain(text, scan=scan), paragraphs, scan=scan)
        if at is None:
            near = max(paragraphs, key=lambda p: fuzz.ratio(p, _plain(text, scan=scan)), default="")
            own.wrong.append(f"{name}: paragraph lost: {text}\n      nearest: {near}")
            continue
        own.paragraphs[0] += 1
        paragraphs.pop(at)


def _find(text: str, among: list[str], *, scan: bool) -> int | None:
    if text in among:
        return among.index(text)
    if not scan or not among:
        return None
    at = max(range(len(among)), key=lambda i: fuzz.ratio(among[i], text))
    return at if fuzz.ratio(among[at], text) >= _ALIKE else None


def _places(
    own: Score, folder: Path, name: str, document: Document, truth: dict[str, Any], converted: Path | None
) -> None:
    if not document.blocks:
        return
    path = converted or folder / name
    known: Any
    if truth["group"] == "scan":
        known = scan_marks(folder / truth["original"], truth)
    elif path.suffix == ".pdf":
        known = pdf_marks(path)
    elif path.suffix == ".ofd":
        known = ofd_marks(path)
    elif path.suffix == ".docx":
        known = WordPlaces(path, [text for _, text in truth["headings"]])
    elif path.suffix == ".xlsx":
        known = SheetPlaces(path)
    elif path.suffix in {".csv", ".txt", ".md"}:
        known = LinePlaces(path)
    else:
        return
    for place in _all_places(document):
        if not place.quote.strip():
            continue
        own.places[1] += 1
        try:
            right = known.holds(place)
        except (LookupError, ValueError):
            right = False
        own.places[0] += right
        if not right:
            own.wrong.append(f"{name}: not found at {place.where}: {place.quote!r}")


def _all_places(document: Document) -> list[Place]:
    places = []
    for block in document.blocks:
        places += [cell.place for cell in block.cells()] if isinstance(block, Table) else [block.place]
    return places


def run(folder: Path, only: str = "*") -> dict[str, Score]:
    """The scores of all files whose names match, by name; scans are left out where nothing can recognise them."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    names = [n for n in truth if fnmatch.fnmatch(n, only) and (truth[n]["group"] != "scan" or is_installed())]
    with tempfile.TemporaryDirectory() as work:
        converted = convert_batch([folder / name for name in names], Path(work))
        return {name: score(folder, name, truth[name], converted.get(folder / name)) for name in names}


def by_group(folder: Path, scores: dict[str, Score]) -> dict[str, Score]:
    """The scores summed up by kind of file."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    groups: dict[str, Score] = {}
    for name, own in scores.items():
        groups.setdefault(truth[name]["group"], Score()).add(own)
    return groups


def below(groups: dict[str, Score], floors: dict[str, dict[str, float]]) -> list[str]:
    """What falls short of its floor; `*` names the floors of every kind."""
    short = []
    for group, own in groups.items():
        needed = {**floors.get("*", {}), **floors.get(group, {})}
        figures = own.figures()
        short += [f"{group}: {k} {figures[k]:.4f} < {v}" for k, v in needed.items() if figures[k] < v]
    return short


def show(rows: dict[str, Score]) -> None:
    columns = ("cells", "grid", "numbers", "headings", "levels", "paragraphs", "texts", "places")
    print(f"{'':34}{'files':>6}" + "".join(f"{c:>11}" for c in columns) + f"{'s':>8}")
    for name, own in rows.items():
        figures = own.figures()
        print(f"{name:34}{own.files:6}" + "".join(f"{figures[c]:11.4f}" for c in columns) + f"{own.seconds:8.1f}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--floors", type=Path, default=FLOORS)
    parser.add_argument("--only", default="*", help="files to read, as a glob")
    parser.add_argument("--details", action="store_true", help="every file, and everything that is wrong")
    options = parser.parse_args()
    scores = run(options.folder, options.only)
    if options.details:
        for own in scores.values():
            print("\n".join(own.wrong), end="\n" if own.wrong else "")
        show(scores)
        print()
    groups = by_group(options.folder, scores)
    show(groups)
    if not is_installed():
        print('scans left out: pip install "docaudit[ocr]"')
    short = below(groups, json.loads(options.floors.read_text(encoding="utf-8")))
    print("\n".join(f"below the floor: {line}" for line in short) or "all floors kept")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
