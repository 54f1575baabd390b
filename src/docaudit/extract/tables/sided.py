"""Tables with a row for each side of an indicator (指标 | 类型 | 数值), and indicators side by side in several blocks."""

from __future__ import annotations

from collections.abc import Iterator

from docaudit.extract.cells import is_band, is_blank, one_line
from docaudit.extract.contents import Content
from docaudit.extract.grid import transposed
from docaudit.extract.periods import period_of
from docaudit.extract.settle import Rows
from docaudit.extract.tables.cells import value_cell
from docaudit.extract.tables.draft import INDICATOR_ROLES, SIDES, Draft, Frame, is_placeholder
from docaudit.lexicon import HeaderRole, column_role, header_role, plain_name
from docaudit.quantities import find

_VALUED = frozenset({Content.FIGURES, Content.TOLD, Content.MIXED})
_BLOCK = 6
"""Most rows of values below one row of names."""


def side_column(frame: Frame) -> int | None:
    """The column whose cells say the side of their row (指标值, 完成值); None where no column does."""
    region = frame.region
    if frame.roles & (SIDES - {HeaderRole.BASELINE}):
        return None
    rows = [r for r in range(region.body, region.bottom) if not is_band(region.rows[r])]
    for j in range(1, len(region.columns) - 1):
        said = [column_role(one_line(region.rows[r][j].text)) for r in rows if not is_blank(region.rows[r][j].text)]
        sided = [role for role in said if role in INDICATOR_ROLES]
        if len(sided) > 1 and len(sided) == len(said) and {HeaderRole.TARGET, HeaderRole.ACTUAL} <= set(sided):
            return j
    return None


def sided_rows(frame: Frame, side: int) -> Iterator[Draft]:
    """The values of a table whose rows say their side in column `side`."""
    region = frame.region
    value = next(
        (
            j
            for j in range(side + 1, len(region.columns))
            if region.columns[j].content in _VALUED and region.columns[j].role is not HeaderRole.ORDER
        ),
        None,
    )
    if value is None:
        return
    for r in range(region.body, region.bottom):
        role = column_role(one_line(region.rows[r][side].text))
        cell = region.rows[r][value]
        names = tuple(text for text in region.row_names(r, side) if header_role(text) not in INDICATOR_ROLES)
        if is_band(region.rows[r]) or role not in INDICATOR_ROLES or is_blank(cell.text) or not names:
            continue
        name = plain_name(names[-1])
        if name and not is_placeholder(name):
            period = period_of(region.rows[r][side].text)
            yield from value_cell(frame, cell, r, value, name, INDICATOR_ROLES[role], names[:-1], period)


def blocks(frame: Frame) -> list[Rows]:
    """The blocks of a region without header that have their indicators side by side, turned over.

    指标 | 查验通道（条） | 冷链库（平方米） over 期末 | 10 | 6000, and so on with the next indicators below.
    """
    region = frame.region
    found: list[Rows] = []
    r = region.body
    while r < region.bottom - 1:
        end = r + 1
        while end < region.bottom and end - r <= _BLOCK and _is_valued(frame, end):
            end += 1
        if end > r + 1 and _names_columns(frame, r):
            found.append(transposed(region.rows[r:end]))
        r = end
    return found


def _names_columns(frame: Frame, r: int) -> bool:
    """Whether a row holds only names behind a cell that says so (指标 | 机检率 | 通关时间)."""
    first, *others = (one_line(cell.text) for cell in frame.region.rows[r])
    named = [text for text in others if text]
    return (
        header_role(first) is HeaderRole.NAME
        and len(named) > 1
        and len(set(named)) == len(named)
        and not any(find(text) for text in named)
        and all(header_role(text) is None for text in named)
    )


def _is_valued(frame: Frame, r: int) -> bool:
    """Whether a row holds figures behind a cell that says a side or a time."""
    first, *others = (one_line(cell.text) for cell in frame.region.rows[r])
    filled = [text for text in others if not is_blank(text)]
    return frame.role_of(first) in INDICATOR_ROLES and bool(filled) and all(find(text) for text in filled)
