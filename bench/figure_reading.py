"""Is a figure read as the right quantity, unit and relation?  What docaudit reads, against labels made by hand.

    python bench/figure_reading.py [corpus/figures/sample.yaml ...] [--floor 0.97]

Each figure goes the way of the engine: a sentence as a paragraph of a part, a cell in its whole table with the lines
above it (extract/figures.py), so that units of headers, brackets and captions count.  Two shares are printed for every
stratum: of the quantities, those with the labelled value, unit and relation; of what is no quantity (dates, codes,
numbering …), those not read as one.  Everything wrong is listed.  Exit code 1 when one of the two is below the floor.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from docaudit.extract.figures import Spot, spotted
from docaudit.model import Block, Cell, Figure, Heading, Kind, Paragraph, Part, Place, Quantity, Relation, Table, Unit
from docaudit.quantities import parse_unit

FOLDER = Path(__file__).resolve().parents[1] / "corpus" / "figures"
FAMILIES = ("dossiers", "stages", "numbers", "blind")
FLOOR = 0.97
_LABEL = re.compile(r"([≥>≤<余超近约]?)(-?\d+(?:\.\d+)?)(?:~(\d+(?:\.\d+)?))? (\S+)")
_RELATIONS = {
    "≥": Relation.GE, ">": Relation.GT, "≤": Relation.LE, "<": Relation.LT,
    "余": Relation.GE, "超": Relation.GT, "近": Relation.LT, "约": Relation.APPROX,
}  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """One figure of the sample: where it comes from, what it is, what was read."""

    id: str
    stratum: str
    context: str
    label: str
    read: str
    right: bool

    @property
    def counted(self) -> bool:
        """Whether the label says that the figure is a quantity."""
        return not self.label.startswith("not ")


def table_of(stored: dict[str, Any]) -> Table:
    """The table as docaudit's readers gave it; "<" continues the cell to the left, "^" the one above."""
    marks = [line.split("\t") for line in stored["rows"]]
    corner: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(marks):
        for c, mark in enumerate(row):
            corner[r, c] = corner[r, c - 1] if mark == "<" else corner[r - 1, c] if mark == "^" else (r, c)
    cells = {}
    for r, c in set(corner.values()):
        spots = [spot for spot, own in corner.items() if own == (r, c)]
        height, width = max(i for i, _ in spots) - r + 1, max(j for _, j in spots) - c + 1
        text = marks[r][c].replace("\\n", "\n")
        cells[r, c] = Cell(text, r, c, Place("d1", f"第{r + 1}行", text), height, width)
    rows = tuple(tuple(cells[corner[r, c]] for c in range(len(row))) for r, row in enumerate(marks))
    headings = tuple(line[2:] for line in stored["above"] if line.startswith("# "))
    return Table(1, rows, Place("d1", "表1", stored["caption"], headings=headings), stored["caption"])


def blocks_of(entry: dict[str, Any], tables: dict[str, Any]) -> tuple[Block, ...]:
    """The blocks that the figure of an entry is read in; the last one holds it."""
    if "table" not in entry:
        return (Paragraph(entry["text"], Place("d1", "段", entry["text"])),)
    stored = tables[entry["table"]]
    lines: list[Block] = [
        Heading(text[2:], 1, Place("d1", text[2:], text[2:]))
        if text.startswith("# ")
        else Paragraph(text, Place("d1", "段", text))
        for text in stored["above"]
    ]
    return (*lines, table_of(stored))


def read_figure(entry: dict[str, Any], figures: list[tuple[Spot, Figure]], block: int) -> Quantity | None:
    """The quantity among the figures of the blocks that stands where the entry says, or None."""
    spot = (block, entry.get("row", -1), entry.get("column", -1))
    start, end = entry["at"], entry["at"] + len(entry["figure"])
    for at, figure in figures:
        if (at.block, at.row, at.column) == spot and at.start < end and start < at.start + figure.end - figure.start:
            return figure.quantity
    return None


def agrees(label: str, quantity: Quantity | None) -> bool:
    """Whether a reading is what the label says; a label may give alternatives, parted by "or"."""
    return any(_is(one, quantity) for one in label.split(" or "))


def _is(label: str, quantity: Quantity | None) -> bool:
    if label.startswith("not "):
        return quantity is None
    m = _LABEL.fullmatch(label)
    if m is None:
        msg = f"a label that says nothing: {label!r}"
        raise ValueError(msg)
    if quantity is None:
        return False
    relation, low, high, unit = m.groups()
    scale, dimension = _unit(unit)
    if quantity.dimension != dimension or not _related(relation, quantity, ranged=high is not None):
        return False
    said = [Decimal(number) * scale for number in (low, high) if number is not None]
    bounds = [bound * quantity.factor for bound in (quantity.low, quantity.high) if bound is not None]
    return sorted(set(said)) == sorted(set(bounds))


def _related(relation: str, quantity: Quantity, *, ranged: bool) -> bool:
    if ranged:
        return quantity.relation is Relation.RANGE
    if not relation:
        return quantity.relation is Relation.EQ or quantity.reached
    loose = relation in "余近约"
    return quantity.relation is _RELATIONS[relation] and (quantity.approximate or not loose)


def _unit(text: str) -> tuple[Decimal, str | None]:
    """Scale and dimension of a unit of a label; "-" for none, "万" for none and a number in tens of thousands."""
    if text in ("-", "万"):
        return Decimal(10000 if text == "万" else 1), None
    ratio = re.fullmatch(r":(\d+)", text)
    if ratio is not None:
        return 1 / Decimal(ratio[1]), "ratio_of"
    unit = parse_unit(text) or Unit(text, text, f"other.{text}")
    return unit.scale, unit.dimension


def score(sample: Path) -> list[Outcome]:
    """Every figure of a sample, read and compared."""
    entries = yaml.load(sample.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    tables = json.loads(sample.with_name(f"{sample.stem}-tables.json").read_text(encoding="utf-8"))
    done: dict[str, tuple[tuple[Block, ...], list[tuple[Spot, Figure]]]] = {}
    outcomes = []
    for entry in entries:
        key = entry.get("table") or entry["text"]
        if key not in done:
            blocks = blocks_of(entry, tables)
            done[key] = blocks, spotted(Part("p1", "d1", "a", Kind.OTHER, "", 1.0, blocks))
        blocks, figures = done[key]
        quantity = read_figure(entry, figures, len(blocks) - 1)
        family = entry["from"].split("/")[0]
        place = "cells" if "table" in entry else "sentences"
        stratum = f"{family if family in FAMILIES else 'public'} {place}"
        right = agrees(entry["is"], quantity)
        outcomes.append(Outcome(entry["id"], stratum, _context(entry, blocks[-1]), entry["is"], said(quantity), right))
    return outcomes


def said(quantity: Quantity | None) -> str:
    """A reading in short."""
    if quantity is None:
        return "nothing"
    bounds = [str(bound) for bound in dict.fromkeys((quantity.low, quantity.high)) if bound is not None]
    unit = quantity.unit.canonical if quantity.unit is not None else "-"
    times = f" ×{quantity.multiplier}" if quantity.multiplier != 1 else ""
    return f"{quantity.relation}{'(≈)' if quantity.approximate else ''} {'~'.join(bounds)}{times} {unit}"


def _context(entry: dict[str, Any], block: Block) -> str:
    start, end = entry["at"], entry["at"] + len(entry["figure"])
    if isinstance(block, Table):
        row, text = block.rows[entry["row"]], block.rows[entry["row"]][entry["column"]].text
        beside = f"  [{entry['table']}: {row[0].text[:16]} | {block.rows[0][entry['column']].text[:16]}]"
    else:
        text, beside = entry["text"], ""
    around = f"{text[max(0, start - 24) : start]}⟦{text[start:end]}⟧{text[end : end + 14]}"
    return (around + beside).replace("\n", "⏎")


def shares(outcomes: list[Outcome]) -> tuple[float, float]:
    """The share right of the quantities, and of what is none; 1 where there are none."""
    parts = [[o.right for o in outcomes if o.counted is counted] for counted in (True, False)]
    quantities, others = (sum(part) / len(part) if part else 1.0 for part in parts)
    return quantities, others


def main() -> int:
    """Print the shares and what is wrong; 1 below the floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("samples", type=Path, nargs="*", default=sorted(FOLDER.glob("*.yaml")))
    parser.add_argument("--floor", type=float, default=FLOOR)
    given = parser.parse_args()
    good = True
    for sample in given.samples:
        outcomes = score(sample)
        strata: dict[str, list[Outcome]] = defaultdict(list)
        for outcome in outcomes:
            strata[outcome.stratum].append(outcome)
        print(f"{sample.name:<22}{'quantities':>22}{'no quantity':>22}")
        for name, group in (*strata.items(), ("all", outcomes)):
            figures = [o.right for o in group if o.counted]
            others = [o.right for o in group if not o.counted]
            print(f"  {name:<20}" + "".join(_share(part) for part in (figures, others)))
        for o in outcomes:
            if not o.right:
                print(f"  {o.id} {o.context}\n      is {o.label}, read: {o.read}")
        good = good and min(shares(outcomes)) >= given.floor
    return 0 if good else 1


def _share(part: list[bool]) -> str:
    return f"{sum(part):>7} of {len(part):>4} {sum(part) / len(part) if part else 1:7.3f}"


if __name__ == "__main__":
    sys.exit(main())
