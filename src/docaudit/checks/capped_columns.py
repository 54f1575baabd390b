"""Rows of a table against a limit: a column of limits beside what was granted, or a limit, share or least that the text tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from docaudit.checks.base import Hit, Holds, Result, Scope, also, evidence
from docaudit.checks.bounds import percent, plain
from docaudit.checks.moments import texts
from docaudit.checks.told_money import core
from docaudit.model import Cell, Part, Table

_UNIT = re.compile(r"[（(][^（）()]*[)）]|\s|[:：]")
_LIMIT = re.compile(r"上限|限额|最高|封顶")
_GRANTED = re.compile(r"核定|实际|获|拨付|发放|资助|补助|奖励|奖补|补贴|列支|支出|安排|金额")
_NOT = re.compile(r"合计|总|小计|申请|申报|拟|配套|自筹|比|率|预算|累计|上限|限额|最高")
_SUM_ROW = re.compile(r"合计|总计|小计|平均")
_NAME = r"[\u4e00-\u9fff]{2,12}?"
_MOST = re.compile(
    rf"(?P<name>{_NAME})(?:[每单一][个名位家户项]?(?P<unit>人|家|户|项|项目|园|村|所|个|企业)?)(?:最高)?(?:不得?超过|不高于|上限为?|最高(?:不超过|为)?)\s*(?P<n>\d+(?:\.\d+)?)\s*(?P<wan>万元|元)"
)
_SHARE = re.compile(
    rf"(?P<name>{_NAME})(?:应|须)?(?P<bound>不得?超过|不得?高于|不得?低于|不得?少于)(?P<base>[\u4e00-\u9fff]{{2,12}}?)的?\s*(?P<p>\d+(?:\.\d+)?)%"
)
_ORDER = re.compile(
    rf"(?P<name>{_NAME})(?:应|须|均)?(?P<bound>不得?超过|不得?高于|不得?低于|不得?少于|不小于)(?P<base>[\u4e00-\u9fff]{{2,12}}?)(?=[（(，,。；;\n]|$)"
)
_EQUAL = re.compile(r"(?:按照?|以)?\s*1\s*[:：∶]\s*1\s*(?:的?比例)?(?:进行|予以|给予|安排|足额)?配套")
_ODD = re.compile(
    r"除外|经[^，,。；;]{0,8}(?:批准|同意)|特殊|放宽|另行|原则上|扣除|分[档段]|重点|一般|[A-Z一二三甲乙丙][类级等档]"
)
_FEWEST = 3
_KINDS = frozenset({"补助", "补贴", "资助", "奖补", "奖励"})


class _Row(NamedTuple):
    """What a row says on two sides of a demand: the number, what it may be, whether it is kept, and how that is shown."""

    cell: Cell
    name: str
    kept: bool
    shown: str


@also("funding_over_limit", Scope.PART)
def over_the_limit_of_a_row(part: Part, **_: Any) -> Iterator[Result]:
    """What a row grants is within the limit of the row, or the one that the text sets for its column."""
    for table in _tables(part):
        heads = _heads(table)
        for j, limit in heads.items():
            if not _LIMIT.search(limit):
                continue
            granted = [
                k for k in (j + 1, j - 1) if k in heads and _GRANTED.search(heads[k]) and not _NOT.search(heads[k])
            ]
            if len(granted) == 1:
                words = f"{heads[granted[0]]}不超过{limit}"
                yield from _told(part, words, _compare(table, granted[0], j, Decimal(1), upper=True), "over")
    for text, _place in texts(part.blocks):
        for found in _MOST.finditer(text) if "元" in text and not _ODD.search(text) else ():
            number = Decimal(found["n"])
            for table in _tables(part):
                own = _column(table, found["name"])
                scale = _scale(table, own) if own is not None else None
                if own is not None and scale is not None:
                    most = number * (10000 if found["wan"] == "万元" else 1) / scale
                    yield from _told(part, found[0], _within(table, own, most), "over")
        for found in _SHARE.finditer(text) if not _ODD.search(text) else ():
            if "超" in found["bound"] or "高" in found["bound"]:
                yield from _shares(part, found)


@also("funding_ratio", Scope.PART)
def below_the_least_of_a_row(part: Part, **_: Any) -> Iterator[Result]:
    """What a row gives of its own is no less than what the text demands: 单位配套不得低于核定资助（1:1）."""
    for text, _place in texts(part.blocks):
        if _ODD.search(text):
            continue
        for found in _SHARE.finditer(text):
            if not ("超" in found["bound"] or "高" in found["bound"]):
                yield from _shares(part, found)
        for found in _ORDER.finditer(text):
            upper = "超" in found["bound"] or "高" in found["bound"]
            for table in _tables(part):
                own, base = _column(table, found["name"]), _column(table, found["base"])
                if own is not None and base is not None and own != base and not upper:
                    yield from _told(part, found[0], _compare(table, own, base, Decimal(1), upper=False), "least")
        if _EQUAL.search(text):
            for table in _tables(part):
                yield from _matched(part, table)


def _matched(part: Part, table: Table) -> Iterator[Result]:
    heads = _heads(table)
    own = [j for j, head in heads.items() if "配套" in head and not re.search(r"比|率|合计|总", head)]
    given = [j for j, head in heads.items() if re.search(r"资助|补助|奖补|下达", head) and not _NOT.search(head)]
    if len(own) == len(given) == 1:
        yield from _told(part, "按1:1配套", _compare(table, own[0], given[0], Decimal(1), upper=False), "least")


def _shares(part: Part, found: re.Match[str]) -> Iterator[Result]:
    upper = "超" in found["bound"] or "高" in found["bound"]
    for table in _tables(part):
        own, base = _column(table, found["name"]), _column(table, found["base"])
        if own is not None and base is not None and own != base:
            rows = _compare(table, own, base, Decimal(found["p"]) / 100, upper=upper)
            yield from _told(part, found[0], rows, "over" if upper else "least")


def _told(part: Part, words: str, rows: list[_Row], sort: str) -> Iterator[Result]:
    """Tell the rows that break a demand which most rows keep."""
    broken = [row for row in rows if not row.kept]
    if len(rows) < _FEWEST or len(broken) * 3 > len(rows):
        return
    for row in rows:
        where = (evidence(row.cell.place.quoting(f"{row.name}，{row.cell.text}"), part.kind),)
        if row.kept:
            yield Holds(f"“{row.name}”{row.shown}，符合“{words}”", where)
            continue
        says = (
            {"paper": "", "what": f"“{row.name}”{row.shown}", "source": "文中所列规定", "limit": words}
            if sort == "over"
            else {"what": f"“{row.name}”", "ratio": row.shown, "problem": f"与“{words}”不符"}
        )
        yield Hit(where, says, f"{row.name}：{row.shown}，规定“{words}”", 0.8, key=("row", words, row.name))


def _tables(part: Part) -> list[Table]:
    return [b for b in part.blocks if isinstance(b, Table) and len(b.rows) > _FEWEST]


def _heads(table: Table) -> dict[int, str]:
    """Return the heads of the columns: the first row in which most cells are words."""
    for row in table.rows[:3]:
        if (
            sum(bool(re.search(r"[\u4e00-\u9fff]", cell.text)) for cell in row) >= max(2, len(row) - 1)
            and len({cell.text for cell in row}) > 1
        ):
            return {j: _UNIT.sub("", cell.text) for j, cell in enumerate(row)}
    return {}


def _column(table: Table, name: str) -> int | None:
    """Return the one column whose head names what a name names."""
    word = core(name)
    found = [
        j
        for j, head in _heads(table).items()
        if head and (core(head) == word or (len(word) > 1 and head in (name, word)))
    ]
    if not found:
        found = [
            j
            for j, head in _heads(table).items()
            if len(word) > 1
            and (word in head or (len(core(head)) > 2 and core(head) in word))
            and not _NOT.search(head.replace("配套", ""))
        ]
    if not found and word[-2:] in _KINDS:
        found = [j for j, head in _heads(table).items() if word[-2:] in head and not _NOT.search(head)]
    return found[0] if len(found) == 1 else None


def _scale(table: Table, j: int) -> Decimal | None:
    heads = " ".join(row[j].text for row in table.rows[:2] if j < len(row))
    words = heads + " " + table.rows[0][0].text
    found = re.search(r"万元|(?<!万)元", words)
    return None if found is None else Decimal(10000 if found[0] == "万元" else 1)


def _number(cell: Cell) -> Decimal | None:
    plain_text = re.sub(r"[,，\s]|万元|元", "", cell.text)
    return Decimal(plain_text) if re.fullmatch(r"\d+(?:\.\d+)?", plain_text) else None


def _data(table: Table) -> Iterator[tuple[tuple[Cell, ...], str]]:
    for row in table.rows[1:]:
        name = next((c.text.strip() for c in row if re.search(r"[\u4e00-\u9fff]{2}", c.text)), "")
        if name and not any(_SUM_ROW.match(cell.text.strip()) for cell in row[:2]):
            yield tuple(row), name


def _within(table: Table, j: int, limit: Decimal) -> list[_Row]:
    rows = [(row[j], name, _number(row[j])) for row, name in _data(table) if j < len(row)]
    return [
        _Row(cell, name, number <= limit, f"{_heads(table)[j]}{cell.text.strip()}")
        for cell, name, number in rows
        if number is not None
    ]


def _compare(table: Table, own: int, base: int, share: Decimal, *, upper: bool) -> list[_Row]:
    heads = _heads(table)
    found = []
    for row, name in _data(table):
        if max(own, base) >= len(row):
            continue
        a, b = _number(row[own]), _number(row[base])
        if a is None or b is None or not b:
            continue
        slack = Decimal("1.005") if share != 1 else Decimal(1)
        kept = a <= b * share * slack if upper else a * slack >= b * share
        shown = f"{heads[own]}{plain(a)}，{heads[base]}{plain(b)}" + (
            "" if share == 1 else f"，为{percent(a / b * 100)}"
        )
        found.append(_Row(row[own], name, kept, shown))
    return found
