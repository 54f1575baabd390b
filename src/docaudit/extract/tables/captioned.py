"""Tables of one indicator that only their caption names: 追溯企业数（家） over 目标 and 实际 year by year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docaudit.extract.cells import bracketed_unit, is_band, one_line, whole_quantity
from docaudit.extract.naming import is_apparatus_money
from docaudit.extract.periods import is_period, period_of
from docaudit.extract.tables.draft import INDICATOR_ROLES, Draft, Frame
from docaudit.extract.units import completed
from docaudit.extract.wording import clean
from docaudit.lexicon import HeaderRole, plain_name
from docaudit.model import Cell, Period, Role
from docaudit.quantities import find, with_unit

_LABEL = re.compile(r"^\s*[（(]?[图表]\s*[\d一二三四五六七八九十]+(?:[-—.]\d+)*\s*[)）]?[:：、.．\s]*")
_TAIL = re.compile(
    r"(?:(?:分年度|年度|历年|各年|逐年|目标|计划|实际|与|及|和|完成|实现|进展|变化|增长|对比|对照|统计|汇总)*(?:情况|统计表|对比表|趋势图?|表|图|一览)|(?:目标|计划)[与及和](?:实际|完成))(?=\s*[（(]|$)"
)
_LONGEST = 40
_SUMS = frozenset({"合计", "总计", "累计", "小计"})


def caption_name(caption: str) -> str:
    """The indicator that a caption names, whose unit stands in a bracket at its end; "" for any other caption."""
    text = _LABEL.sub("", one_line(caption), count=1)
    if len(text) > _LONGEST or not text.endswith((")", "）")) or bracketed_unit(text) is None or "。" in text:
        return ""
    name = clean(plain_name(_TAIL.sub("", text)))
    return "" if find(name) or is_period(name) or is_apparatus_money(name) else name


def is_captioned(frame: Frame) -> bool:
    """Whether a table says only sides and times and its caption the indicator."""
    return bool(caption_name(frame.captions)) and bool(_cells(frame))


def captioned(frame: Frame) -> Iterator[Draft]:
    """The values of such a table."""
    name, unit = caption_name(frame.captions), bracketed_unit(frame.captions)
    for cell, role, said in _cells(frame):
        quantity = whole_quantity(cell.text)
        if quantity is None or unit is None:
            continue
        quantity = with_unit(completed(quantity, cell, frame.region, cell.row, cell.column, ""), unit)
        period = period_of(said) or (Period(said, basis="cumulative") if said in _SUMS else None)
        yield Draft(frame.spot(cell), cell, name, role, (said,), quantity, period=period)


def _cells(frame: Frame) -> list[tuple[Cell, Role, str]]:
    """The cells of values with their role and time; none unless one edge of the table says all sides and the other all times."""
    region = frame.region
    rows = [r for r in range(region.body, region.bottom) if not is_band(region.rows[r])]
    heads = [one_line(column.header) for column in region.columns]
    sides = [one_line(region.rows[r][0].text) for r in rows]
    if len(heads) < 2 or not rows or any(not text for text in (*heads[1:], *sides)):
        return []
    if all(_side(frame, text) for text in sides) and all(map(_is_time, heads[1:])):
        return [
            (region.rows[r][j], role, heads[j])
            for r, text in zip(rows, sides, strict=True)
            for j in range(1, len(heads))
            if (role := _side(frame, text)) is not None
        ]
    if all(map(_is_time, sides)) and any(_side(frame, text) for text in heads[1:]):
        return [
            (region.rows[r][j], role, text)
            for r, text in zip(rows, sides, strict=True)
            for j in range(1, len(heads))
            if (role := _side(frame, heads[j])) is not None
        ]
    return []


def _side(frame: Frame, text: str) -> Role | None:
    said = frame.role_of(text)
    return INDICATOR_ROLES[said] if said in INDICATOR_ROLES and said is not HeaderRole.INTERIM else None


def _is_time(text: str) -> bool:
    return is_period(text) or text in _SUMS
