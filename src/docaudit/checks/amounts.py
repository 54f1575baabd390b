"""The money of one project as its papers state it: what it asks for or is granted, what it brings itself, all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from docaudit import quantities
from docaudit.model import Cell, Field, Figure, Part, Place, Quantity, Relation, Table


class Payer(StrEnum):
    """Whose money an amount is."""

    OWN = "自筹"
    GRANT = "资助"
    ALL = "总经费"
    FIRST_YEAR = "立项当年资助"


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in 元, as written, and where it stands."""

    number: Decimal
    text: str
    place: Place


Grid = dict[tuple[int | None, int | None, int | None], Amount]

_FIELDS = {"self_funding": Payer.OWN, "fiscal_budget": Payer.GRANT, "total_budget": Payer.ALL}
_MONEY = r"(?:资金|经费|金额|投资|投入|款|额度?|预算|部分)?"
_LABELS = {
    Payer.OWN: re.compile(rf"^(?:其中)?(?:项目|承担|申报|申请|单位|企业|乙方|依托)*自筹(?:配套)?{_MONEY}$|^(?:单位|企业)配套{_MONEY}$"),
    Payer.GRANT: re.compile(
        rf"^(?:其中)?(?:(?:拟)?申请(?:市|省|区|国家)?(?:级)?(?:财政|科委|专项|资助|补助)?{_MONEY}|(?:市|省|区|县|中央|国家|本级)?(?:级)?"
        rf"(?:财政|科委|科技厅|专项)(?:资助|补助|拨款|支持|科技|专项)?{_MONEY}|(?:拟|立项|核定)?(?:资助|补助|拨款|支持){_MONEY}|专项(?:资金|经费|拨款))$"
    ),
    Payer.ALL: re.compile(r"^(?:项目|本项目|计划|预算|经费|资金|投资)*(?:总|合计)(?:经费|预算|投资|投入|概算|额|金额)*(?:合计)?$"),
}  # fmt: skip
_SUMMED = re.compile(r"^(?:合计|总计|总额|共计|小计|预算数|预算额|预算金额|金额|经费|预算|总预算|数额)$")
_TOTAL_ROW = re.compile(r"^(?:合计|总计|共计|经费合计|总额|资金合计|预算合计|支出合计)$")
_UNIT = re.compile(r"[（(【][^（）()]*[)）】]|\d+[.、]|^[一二三四五六七八九十（）()]+[、.]|[:：*]")
_SAID = {
    Payer.OWN: re.compile(r"自筹(?:经费|资金|投入)?(?:为|共|合计|计)?$|(?:单位|企业)配套(?:经费|资金)?(?:为)?$"),
    Payer.GRANT: re.compile(
        r"(?:申请|资助|财政|补助|专项|科委|拨款)(?:市|省|级|财政|专项|资助|补助)*(?:经费|资金|拨款|金额|额度|支持)*(?:乙方|承担单位|项目单位)?(?:为|共|合计|计)?$"
    ),
    Payer.FIRST_YEAR: re.compile(
        r"(?:立项当年|首年|第一年)(?:财政|专项)?(?:资助|支持|拨付|拨款|下达|到位|补助)(?:经费|资金|额度|金额)?(?:到位|拨付|下达|支持)?(?:为|共)?$"
    ),
}
_LISTED = re.compile(r"\d[^\d]*[，,、；;（(][^\d]*$")
"""A cell that tells several amounts like a sentence: 900万元（省财政400万元，自筹500万元）."""
_PARTLY = re.compile(r"当年|年度|首期|首年|第一年|已|到位|拨付|支出|其余|剩余|比例|每|上年|执行|结余|20\d\d年")


def amounts(part: Part) -> dict[Payer, Amount]:
    """Return the amounts that a paper states without contradiction; one that it states in two sizes is left out."""
    found: dict[Payer, list[Amount]] = {}
    for payer, amount in (*_of_fields(part), *_of_tables(part), *_of_prose(part)):
        found.setdefault(payer, []).append(amount)
    return {payer: known[0] for payer, known in found.items() if len({a.number for a in known}) == 1}


def item(part: Part, name: str, *, of_grant: bool) -> tuple[Amount, Amount | None] | None:
    """Return what the budget table of a paper gives to an item, and the total of the same column.

    `of_grant` asks for the column of public money, which a table with a single column of money may be.
    """
    figures = _money(part)
    for table in part.blocks:
        if not isinstance(table, Table) or len(table.rows) < 3:
            continue
        rows = [row for row in table.rows[1:] if any(_named(cell.text, name) for cell in row[:2])]
        totals = [row for row in table.rows[1:] if any(_TOTAL_ROW.match(label(cell.text)) for cell in row[:2])]
        column = _column(table, figures, of_grant=of_grant)
        if len(rows) != 1 or column is None:
            continue
        own = figures.get(_spot(table, rows[0], column))
        whole = figures.get(_spot(table, totals[0], column)) if len(totals) == 1 else None
        if own is None:
            continue
        if of_grant and _payer(table.rows[0][column].text) is not Payer.GRANT:
            grant = amounts(part).get(Payer.GRANT)
            if grant is None or whole is None or grant.number != whole.number:
                continue
        return own, whole
    return None


def _named(text: str, name: str) -> bool:
    words = label(text)
    return words == name or (words.endswith(name) and len(words) - len(name) <= 2)


def _column(table: Table, figures: Grid, *, of_grant: bool) -> int | None:
    """Return the column of public money, or that of all money, None where that is not plain."""
    money = [j for j in range(1, table.width) if any(_spot(table, row, j) in figures for row in table.rows[1:])]
    heads = {j: label(table.rows[0][j].text) for j in money}
    if len(money) == 1:
        return None if of_grant and _payer(heads[money[0]]) is Payer.OWN else money[0]
    wanted = [
        j for j, head in heads.items() if (_payer(head) is Payer.GRANT if of_grant else _SUMMED.match(head) is not None)
    ]
    return wanted[0] if len(wanted) == 1 else None


def _spot(table: Table, row: Sequence[Cell], column: int) -> tuple[int | None, int | None, int | None]:
    place = row[column].place
    return table.place.table, place.row, place.column


def _money(part: Part) -> Grid:
    """Return the amounts in tables by where they stand; in a column of payers a bare number is in the table's one unit."""
    found: Grid = {}
    units: dict[int | None, set[Decimal]] = {}
    bare: list[Figure] = []
    for figure in part.figures:
        place, quantity = figure.place, figure.quantity
        if place.table is None:
            continue
        if (quantity.dimension or "").startswith("money"):
            found[place.table, place.row, place.column] = _amount(figure)
            units.setdefault(place.table, set()).add(quantity.factor)
        elif quantity.unit is None and figure.path and _payer(figure.path[-1]) is not None:
            bare.append(figure)
    for figure in bare:
        place = figure.place
        if len(factors := units.get(place.table, set())) == 1:
            number = figure.quantity.value * next(iter(factors))
            found.setdefault((place.table, place.row, place.column), Amount(number, figure.quantity.text, place))
    return found


def _of_fields(part: Part) -> Iterator[tuple[Payer, Amount]]:
    for field in part.fields:
        payer = _FIELDS.get(field.name)
        quantity = _read(field) if payer is not None else None
        if payer is not None and quantity is not None:
            yield payer, Amount(quantity.value, quantity.text, field.place)


def _read(field: Field) -> Quantity | None:
    """Return the amount of a field; without a unit it says nothing here."""
    spots = [spot.quantity for spot in quantities.find(field.value)]
    money = [
        q for q in spots if (q.dimension or "").startswith("money") and q.relation in (Relation.EQ, Relation.APPROX)
    ]
    return money[0] if len(money) == 1 else None


def _of_tables(part: Part) -> Iterator[tuple[Payer, Amount]]:
    figures = _money(part)
    for table in part.blocks:
        if isinstance(table, Table):
            yield from _rows(table, figures)
            yield from _columns(table, figures)


def _rows(table: Table, figures: Grid) -> Iterator[tuple[Payer, Amount]]:
    """自筹经费 | 300万元; of several columns the one of totals."""
    heads = [label(cell.text) for cell in table.rows[0]]
    for row in table.rows:
        for cell in dict.fromkeys(row):
            payer = _payer(cell.text)
            if payer is None:
                continue
            own: list[Amount] = []
            for other in row[cell.column + 1 :]:
                figure = figures.get((table.place.table, other.place.row, other.place.column))
                if figure is None and other.text.strip() and own:
                    break
                if figure is not None and figure not in own:
                    own.append(figure)
            summed = [f for f in own if f.place.column is not None and _SUMMED.match(heads[f.place.column - 1])]
            if len(own) == 1 or len(summed) == 1:
                yield payer, (summed or own)[0]


def _columns(table: Table, figures: Grid) -> Iterator[tuple[Payer, Amount]]:
    """A column headed 自筹: its figure in the row of totals, or in the only row."""
    if len(table.rows) < 2:
        return
    totals = [row for row in table.rows[1:] if row and any(_TOTAL_ROW.match(label(cell.text)) for cell in row[:2])]
    totals = totals or (list(table.rows[1:]) if len(table.rows) == 2 else [])
    if len(totals) != 1:
        return
    for cell in dict.fromkeys(table.rows[0]):
        payer = _payer(cell.text)
        figure = figures.get((table.place.table, totals[0][cell.column].place.row, totals[0][cell.column].place.column))
        if payer is not None and cell.column_span == 1 and figure is not None:
            yield payer, figure


def _of_prose(part: Part) -> Iterator[tuple[Payer, Amount]]:
    for figure in part.figures:
        quantity = figure.quantity
        if not (quantity.dimension or "").startswith("money"):
            continue
        if figure.place.table is not None and not _LISTED.search(figure.context[: figure.start]):
            continue
        if quantity.relation not in (Relation.EQ, Relation.APPROX):
            continue
        before = re.split(r"[，,。；;、：:（(\s]", figure.context[: figure.start])[-1]
        if _SAID[Payer.FIRST_YEAR].search(before):
            yield Payer.FIRST_YEAR, _amount(figure)
        elif not _PARTLY.search(before):
            for payer in (Payer.OWN, Payer.GRANT):
                if _SAID[payer].search(before):
                    yield payer, _amount(figure)
                    break


def _payer(text: str) -> Payer | None:
    words = label(text)
    return next((payer for payer, pattern in _LABELS.items() if pattern.match(words)), None)


def label(text: str) -> str:
    """Return a label without blanks, numbering, and what stands in brackets."""
    return _UNIT.sub("", "".join(text.split()))


def _amount(figure: Figure) -> Amount:
    return Amount(figure.quantity.value, figure.quantity.text, figure.place)
