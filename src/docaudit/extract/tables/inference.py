"""Columns of figures whose headers do not say what they are: target or actual by kind of paper, order and company."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from docaudit.extract.cells import distinct, is_band, whole_quantity
from docaudit.extract.contents import Content
from docaudit.extract.periods import is_mean, is_period
from docaudit.extract.roles import AFTER, BEFORE
from docaudit.extract.tables.draft import MONEY_ROLES, STATED, Frame
from docaudit.extract.units import completed
from docaudit.lexicon import HeaderRole, plain_header
from docaudit.model import Quantity, Relation, Role

_BOUNDS = frozenset({Relation.GE, Relation.LE, Relation.GT, Relation.LT, Relation.RANGE})
_DATED = re.compile(
    r"(?:本期|本年|当年|当期|本季度?|本月|上期|累计|(?:项目|建设|合同|协议|执行|实施|服务|运营)?期(?:满|末)(?:前[一两]年|当年)?)(?:新增|完成)?(?:数|值|量)?"
)
_TIME = re.compile(
    r"(?:(?:19|20)\d\d年)?(?:(?:1[0-2]|0?[1-9])月份?|第?[一二三四1-4]季度|[上下]半年)|(?:19|20)\d\d年度?"
)
_FEWEST = 2
_AMONG = re.compile(r"^其中[:：,，]?")
_MOST = 3
"""More free columns of figures than this are a table of data."""


def inferred(frame: Frame, known: dict[int, Role]) -> dict[int, Role]:
    """The roles of columns of figures that the headers leave open; `known` are those that the headers give."""
    stated = {role for role in known.values() if role in STATED}
    readings = _readings(frame) if not stated and frame.setting.kind in AFTER else []
    if readings:
        return dict.fromkeys(readings, Role.ACTUAL)
    default = frame.default_role
    if default is None and not stated:
        return {}
    named = HeaderRole.NAME in frame.roles
    if not (stated or named or (frame.region.names and _of_many_kinds(frame))):
        return {}
    found = _periods(frame, stated, default, named=named)
    whole = _whole_of_parts(frame, known) if not found and frame.setting.kind in BEFORE else {}
    return found or whole or _free(frame, known, stated)


def _whole_of_parts(frame: Frame, known: dict[int, Role]) -> dict[int, Role]:
    """The column of wholes where units or places share out a target and no header says a side: 北坡 | 南坡 | 库区 | 全区.

    It is the first or the last, and the sum of the others in most rows, which count different things.
    """
    region = frame.region
    free = [
        j
        for j, column in enumerate(region.columns)
        if j not in region.names
        and column.role in {None, HeaderRole.VALUE}
        and column.content in {Content.FIGURES, Content.TOLD}
        and not is_period(column.header)
    ]
    if any(role in STATED for role in known.values()) or len(free) <= _FEWEST or not _of_many_kinds(frame):
        return {}
    values = {j: quantities_of(frame, j) for j in free}
    for whole in (free[-1], free[0]):
        if shared_out(values[whole], [values[j] for j in free if j != whole]):
            return {whole: Role.TARGET}
    return {}


def shared_out(whole: Sequence[Quantity | None], parts: Sequence[Sequence[Quantity | None]]) -> bool:
    """Whether the parts make up the whole in two rows of three at least, and in more rows than one."""
    rows = [(total, [q.number for q in row if q is not None]) for total, *row in zip(whole, *parts, strict=True)]
    told = [(total.number, row) for total, row in rows if total is not None and len(row) >= _FEWEST]
    fitting = sum(1 for total, row in told if sum(row) == total)
    return fitting >= _FEWEST and fitting * 3 >= len(told) * 2


def _periods(frame: Frame, stated: set[Role], default: Role | None, *, named: bool) -> dict[int, Role]:
    """Columns of years, and 数量 or 合计: the side that no other column states."""
    kind = frame.setting.kind
    valued = default if not stated else Role.TARGET if kind in BEFORE else Role.ACTUAL if kind in AFTER else None
    dated = valued
    beside = valued is Role.ACTUAL and Role.ACTUAL in stated and Role.TARGET not in stated
    told: dict[int, Role] = {}
    for j, column in enumerate(frame.region.columns):
        if j in frame.region.names or (beside and not _AMONG.match(column.header)):
            continue  # beside results only 其中：当年新增
        if column.role is None and _is_dated(column.header) and dated is not None:
            told[j] = dated
        elif (
            column.role in {HeaderRole.VALUE, HeaderRole.TOTAL} and (named or frame.region.names) and valued is not None
        ):
            told[j] = valued
    return told


def _readings(frame: Frame) -> list[int]:
    """The columns of a table of measurements, month by month or quarter by quarter, and of their mean; else none.

    What is measured is no count and no money, so that no part of a whole is taken for a result.
    """
    region = frame.region
    free = [
        j for j, column in enumerate(region.columns) if j not in region.names and column.role is not HeaderRole.UNIT
    ]
    times = [j for j in free if _TIME.fullmatch(plain_header(region.columns[j].header))]
    means = [j for j in free if is_mean(plain_header(region.columns[j].header))]
    if len(times) < _FEWEST or set(times) | set(means) != set(free) or not region.names:
        return []
    measured = [q.dimension for j in times for q in quantities_of(frame, j) if q is not None]
    if not measured or any(d is None or d.startswith(("count", "money")) for d in measured):
        return []
    return sorted([*times, *means])


def _is_dated(header: str) -> bool:
    """Whether a header is a period and at most a word for a number (2022年, 本期数, 其中：2023年, 期满前一年)."""
    bare = _AMONG.sub("", plain_header(header))
    return is_period(bare) or _DATED.fullmatch(bare) is not None


def _free(frame: Frame, known: dict[int, Role], stated: set[Role]) -> dict[int, Role]:
    """Columns of figures under unknown words."""
    region, kind = frame.region, frame.setting.kind
    free = [
        j
        for j, column in enumerate(region.columns)
        if j not in region.names
        and column.role in {None, HeaderRole.VALUE}
        and column.content in {Content.FIGURES, Content.TOLD}
        and not is_period(column.header)
    ]
    if not free or len(free) > _MOST or {Role.TARGET, Role.ACTUAL} <= stated:
        return {}
    values = {j: quantities_of(frame, j) for j in {*free, *known}}
    if len(free) > 1 and _is_rate(values, free[-1], [j for j in values if j < free[-1]]):
        free = free[:-1]
    targets = [j for j, role in known.items() if role is Role.TARGET]
    actuals = [j for j, role in known.items() if role is Role.ACTUAL]
    if targets:
        near = [j for j in free if j > targets[0] and _agree(values[targets[0]], values[j])]
        return {near[0]: Role.ACTUAL} if near and kind in AFTER else {}
    if actuals:
        near = [j for j in free if j < actuals[0] and _agree(values[j], values[actuals[0]])]
        return {near[-1]: Role.TARGET} if near and kind in AFTER else {}
    if stated:
        return {free[0]: Role.TARGET} if kind in BEFORE and len(free) == 1 else {}
    return _unnamed(frame, free, values)


def _unnamed(frame: Frame, free: list[int], values: dict[int, list[Quantity | None]]) -> dict[int, Role]:
    """No header says a side: bounds are targets, what follows in a report is actual."""
    kind = frame.setting.kind
    if not _of_many_kinds(frame):
        return {}
    bounded = next((j for j in free if _bounds(values[j])), None)
    if kind in BEFORE:
        chosen = bounded if bounded is not None else free[0]
        return {chosen: Role.TARGET} if bounded is not None or len(free) == 1 else {}
    if len(free) == 1:
        return {free[0]: Role.TARGET if bounded is not None else Role.ACTUAL} if kind in AFTER else {}
    first, second = (bounded, next((j for j in free if j > bounded), None)) if bounded is not None else free[:2]
    if first is None or second is None or not _agree(values[first], values[second]):
        return {}
    return {first: Role.TARGET, second: Role.ACTUAL} if kind in AFTER or bounded is not None else {}


def _of_many_kinds(frame: Frame) -> bool:
    """Whether the rows count different things, as those of indicators do: several units, or bounds among the figures."""
    units: set[str] = set()
    for j, column in enumerate(frame.region.columns):
        if column.content not in {Content.FIGURES, Content.TOLD} or column.role in {
            HeaderRole.WEIGHT,
            HeaderRole.SCORE,
            HeaderRole.RATE,
        }:
            continue
        quantities = quantities_of(frame, j)
        if _bounds(quantities):
            return True
        units = {q.unit.canonical for q in quantities if q is not None and q.unit is not None}
        if len(units) > 1:
            return True
    return False


def is_money(frame: Frame, j: int) -> bool:
    """Whether every figure of a column is an amount of money."""
    said = [q for q in quantities_of(frame, j) if q is not None]
    return bool(said) and all((q.dimension or "").startswith("money") for q in said)


def holds_counts(frame: Frame, j: int) -> bool:
    """Whether a figure of a column has a unit that is not money's."""
    units = [q.dimension for q in quantities_of(frame, j) if q is not None]
    return any(unit is not None and not unit.startswith("money") for unit in units)


def counts_things(frame: Frame) -> bool:
    """Whether the figures under words of money have units and none of them is money."""
    units = [
        q.dimension
        for j, column in enumerate(frame.region.columns)
        if column.role in MONEY_ROLES
        for q in quantities_of(frame, j)
        if q is not None
    ]
    return bool(units) and all(unit is not None and not unit.startswith("money") for unit in units)


def quantities_of(frame: Frame, j: int) -> list[Quantity | None]:
    """The quantity of each row in a column with its unit, None where the cell is none."""
    region = frame.region
    found: list[Quantity | None] = []
    for r in range(region.body, region.bottom):
        if is_band(region.rows[r]) or len(distinct(region.rows[r])) < 2:
            continue
        cell = region.rows[r][j]
        whole = whole_quantity(cell.text)
        found.append(completed(whole, cell, region, r, j, frame.captions) if whole is not None else None)
    return found


def _bounds(quantities: Sequence[Quantity | None]) -> bool:
    said = [q for q in quantities if q is not None]
    return sum(1 for q in said if q.relation in _BOUNDS and not q.approximate) * 3 >= len(said) > 0


def _agree(one: Sequence[Quantity | None], other: Sequence[Quantity | None]) -> bool:
    """Whether two columns measure the same things row by row: units meet wherever both state one."""
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a is not None and b is not None]
    units = [(a.unit.canonical, b.unit.canonical) for a, b in pairs if a.unit is not None and b.unit is not None]
    return bool(pairs) and sum(1 for a, b in units if a == b) * 2 >= len(units)


def _is_rate(values: dict[int, list[Quantity | None]], j: int, left: Sequence[int]) -> bool:
    """Whether a column of percentages is the second of two columns to its left divided by the first."""
    if len(left) < 2:
        return False
    target, actual = sorted(left)[-2:]
    rows = list(zip(values[target], values[actual], values[j], strict=True))
    told = [(a.number, b.number, c.number) for a, b, c in rows if a is not None and b is not None and c is not None]
    fitting = sum(1 for a, b, c in told if a and abs(b / a * 100 - c) < Decimal("1.5"))
    return bool(told) and fitting * 2 > len(told)
