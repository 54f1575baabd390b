"""Tables whose columns are the indicators: one row of values below their names, or a row for every project."""

from __future__ import annotations

from collections.abc import Iterator

from docaudit.extract.cells import is_band, is_blank, one_line, whole_quantity
from docaudit.extract.naming import with_object
from docaudit.extract.periods import is_period, period_of
from docaudit.extract.settle import NAME_ROLES
from docaudit.extract.tables.cells import value_cell
from docaudit.extract.tables.columns import is_foreign
from docaudit.extract.tables.draft import INDICATOR_ROLES, Draft, Frame, field_names
from docaudit.extract.wording import clean, is_action
from docaudit.lexicon import HeaderRole, column_role, header_role, plain_header, plain_name, words
from docaudit.model import Role
from docaudit.quantities import find

_NAMING = frozenset({None, HeaderRole.NAME, HeaderRole.WEAK_NAME, HeaderRole.GROUP})
_LEADING = NAME_ROLES | {None, HeaderRole.ORDER, HeaderRole.PERIOD, HeaderRole.REMARK}
_FEWEST = 2
_COUNTING = frozenset({HeaderRole.VALUE, HeaderRole.TARGET, HeaderRole.ACTUAL})
_TOLD = 24
"""A longer cell is a sentence that tells of the indicator, and may name others."""


def has_indicator_columns(frame: Frame) -> bool:
    """Whether the headers of a region name indicators: its one row, or each row of a list of projects, has their values."""
    region = frame.region
    rows = [r for r in range(region.body, region.bottom) if not is_band(region.rows[r])]
    if not rows or is_foreign(frame) or not (len(rows) == 1 or _lists_projects(frame)):
        return False
    valued = _valued(frame)
    lone = {header_role(region.columns[j].header) for j in valued if len(region.columns[j].headers) < _FEWEST}
    if len(valued) < _FEWEST or lone - _NAMING:
        return False
    before = region.columns[: min(valued)]
    named = any(header_role(column.header) is HeaderRole.NAME for column in before)
    sided = any(region.columns[j].role in INDICATOR_ROLES for j in valued)
    alone = not (named or sided) or _lists_projects(frame) or _counts(frame, rows) is not None
    return all(column.role in _LEADING for column in before) and alone


def _counts(frame: Frame, rows: list[int]) -> HeaderRole | None:
    """What the one row says of its values (数量, 实际完成); None where it says nothing or there are more rows."""
    if len(rows) != 1:
        return None
    said = column_role(one_line(frame.region.rows[rows[0]][0].text))
    return said if said in _COUNTING else None


def indicator_columns(frame: Frame) -> Iterator[Draft]:
    """The values of the one row of such a region; none where it lists several projects, for whose paper it is is not said."""
    region = frame.region
    rows = [r for r in range(region.body, region.bottom) if not is_band(region.rows[r])]
    if len(rows) > 1:
        return
    r = rows[0]
    for j in _valued(frame):
        cell, headers = region.rows[r][j], region.columns[j].headers
        role, name = _said(frame, j, _counts(frame, rows))
        if role is None or not name or is_blank(cell.text) or cell is region.rows[r][j - 1]:
            continue
        if any(word in name for word in words().not_indicators):
            continue
        path = tuple(one_line(region.rows[r][k].text) for k in range(min(_valued(frame))))
        period = next((found for text in reversed(headers) if (found := period_of(text))), None)
        yield from value_cell(frame, cell, r, j, name, role, path, period or period_of(frame.captions))


def _said(frame: Frame, j: int, counts: HeaderRole | None) -> tuple[Role | None, str]:
    """The role and the name of a column: 服务企业（家） | 目标 over each other, or the name alone.

    Where the row says what it `counts`, the headers only name: 发明专利 over 授权 is 授权发明专利.
    """
    column = frame.region.columns[j]
    if counts is not None:
        role = INDICATOR_ROLES.get(counts, frame.default_role)
        inner = plain_name(column.header)
        if len(column.headers) > 1 and header_role(column.header) not in INDICATOR_ROLES:
            outer = plain_name(column.headers[-2])
            return role, with_object(clean(inner), outer) if is_action(inner) else outer + inner
        if len(column.headers) < _FEWEST:
            return role, inner
    if column.role in INDICATOR_ROLES and len(column.headers) > 1:
        return INDICATOR_ROLES[column.role], plain_name(column.headers[-2])
    return frame.default_role, plain_name(column.header)


def _valued(frame: Frame) -> list[int]:
    """The columns of values: figures under a header that says neither row number nor remark nor period."""
    region = frame.region
    rows = [r for r in range(region.body, region.bottom) if not is_band(region.rows[r])]
    found: list[int] = []
    for j, column in enumerate(region.columns):
        if not column.header or is_period(column.header):
            continue
        said = header_role(column.header)
        if said not in _NAMING and not (said in INDICATOR_ROLES and len(column.headers) > 1):
            continue
        cells = [region.rows[r][j].text for r in rows if not is_blank(region.rows[r][j].text)]
        if cells and all(whole_quantity(text) is not None or (find(text) and len(text) <= _TOLD) for text in cells):
            found.append(j)
    return found


def _lists_projects(frame: Frame) -> bool:
    """Whether the rows are projects: a column that the form calls 项目名称, and none that names indicators."""
    heads = [plain_header(column.header) for column in frame.region.columns]
    return any(head in field_names() and head.endswith("名称") for head in heads)
