"""Which columns of a region state values, and which tables state none."""

from __future__ import annotations

import re
from dataclasses import replace

from docaudit.extract.cells import one_line
from docaudit.extract.contents import Content, content_of
from docaudit.extract.grid import transposed
from docaudit.extract.naming import is_apparatus_money
from docaudit.extract.periods import is_period
from docaudit.extract.roles import BEFORE
from docaudit.extract.settle import Rows
from docaudit.extract.tables.draft import INDICATOR_ROLES, MONEY_ROLES, SIDE_ROLES, SIDES, Frame, foreign_headers
from docaudit.extract.tables.inference import counts_things, holds_counts, inferred, is_money
from docaudit.lexicon import HeaderRole, header_role, plain_header, plain_name
from docaudit.model import Role

_WORDED = frozenset({Content.NAMES, Content.SENTENCES})
_MOST_ROLES = 8
_END = re.compile(r"(?:项目|建设|合同|执行|实施|服务)?期(?:末|满)(?:累计|合计|目标)?")


def as_meant(frame: Frame) -> Frame:
    """The frame with its columns read by what they hold, where words of money head counts or words of sides head funds."""
    if is_foreign(frame) or is_schedule(frame):
        return frame
    if frame.roles & MONEY_ROLES.keys() and counts_things(frame):
        return counted(frame)
    arrived = HeaderRole.ARRIVED in frame.roles and _is_of_funds(frame)
    return funded(frame) if arrived or _head_funds(frame) else frame


def value_columns(frame: Frame) -> dict[int, Role]:
    """The role of each column that states values; empty for tables that are not about indicators or funds."""
    region = frame.region
    found: dict[int, Role] = {}
    foreign = is_foreign(frame)
    indicator = bool(frame.roles & SIDES) and not foreign and not is_schedule(frame)
    for j, column in enumerate(region.columns):
        role = column.role
        if role is HeaderRole.ACTUAL and frame.setting.kind in BEFORE and column.content in _WORDED:
            continue  # what will be shown as proof when the work is done
        spending = HeaderRole.BUDGET in frame.roles and HeaderRole.TARGET not in frame.roles
        if role is HeaderRole.ACTUAL and spending and is_money(frame, j):
            found[j] = Role.SPENT  # 计划投资 | 实际完成
        elif role in INDICATOR_ROLES and indicator:
            found[j] = INDICATOR_ROLES[role]
        elif role is HeaderRole.SPENT and indicator and not frame.roles & {HeaderRole.ACTUAL, HeaderRole.BUDGET}:
            found[j] = Role.ACTUAL  # 1-7月执行数 beside 年度指标值
        elif role in MONEY_ROLES and (len(frame.roles & MONEY_ROLES.keys()) > 1 or HeaderRole.RATE in frame.roles):
            found[j] = MONEY_ROLES[role]
        elif role in SIDE_ROLES and (
            indicator or frame.roles & (MONEY_ROLES.keys() | {HeaderRole.NAME, HeaderRole.GROUP})
        ):
            found[j] = SIDE_ROLES[role]
    if frame.setting.kind in BEFORE and not frame.roles & {HeaderRole.TARGET, HeaderRole.BEFORE_CHANGE}:
        # 实施前 | 实施后, 中期 | 完成时 in a paper written before the work.
        found = {j: Role.TARGET if role is Role.ACTUAL else role for j, role in found.items()}
    if not foreign and not is_schedule(frame) and not frame.roles & MONEY_ROLES.keys():
        found |= inferred(frame, found)
    return dict(sorted(found.items()))


def _is_of_funds(frame: Frame) -> bool:
    """Whether the sides that the headers tell are amounts like what arrived: 计划数 | 到位数 | 支出数 of a source of funds."""
    sides = frame.region.with_role(HeaderRole.TARGET, HeaderRole.ACTUAL)
    arrived = all(is_money(frame, j) for j in frame.region.with_role(HeaderRole.ARRIVED))
    return (
        bool(sides)
        and HeaderRole.NAME not in frame.roles
        and arrived
        and not any(holds_counts(frame, j) for j in sides)
    )


def _head_funds(frame: Frame) -> bool:
    """Whether the headers of all sides themselves speak of funds that move (下达资金 | 支出)."""
    sides = frame.region.with_role(*INDICATOR_ROLES)
    return (
        bool(sides)
        and HeaderRole.NAME not in frame.roles
        and all(is_apparatus_money(plain_name(frame.region.columns[j].header)) and is_money(frame, j) for j in sides)
    )


def funded(frame: Frame) -> Frame:
    """The frame with its sides read as what was planned and what was spent."""
    as_money = {HeaderRole.TARGET: HeaderRole.BUDGET, HeaderRole.ACTUAL: HeaderRole.SPENT}
    columns = tuple(
        replace(column, role=as_money[column.role]) if column.role in as_money else column
        for column in frame.region.columns
    )
    region = replace(frame.region, columns=columns)
    return replace(frame, region=region, roles=frozenset(region.roles()))


def counted(frame: Frame) -> Frame:
    """The frame with words of money (批复, 下达, 执行数) read as sides, for tables whose figures are no money."""
    sided = HeaderRole.TARGET in frame.roles or HeaderRole.BUDGET in frame.roles
    as_side = {
        HeaderRole.BUDGET: HeaderRole.TARGET,
        HeaderRole.ARRIVED: None if sided else HeaderRole.TARGET,
        HeaderRole.SPENT: HeaderRole.ACTUAL,
    }
    columns = tuple(
        replace(column, role=as_side[column.role]) if column.role in as_side else column
        for column in frame.region.columns
    )
    region = replace(frame.region, columns=columns)
    return replace(frame, region=region, roles=frozenset(region.roles()))


def is_foreign(frame: Frame) -> bool:
    """Whether the table lists people, equipment, papers or budget subjects."""
    listed = foreign_headers()
    return any(plain_header(text) in listed for column in frame.region.columns for text in column.headers)


def is_schedule(frame: Frame) -> bool:
    """Whether the rows are steps in time: 时间 before the values and nothing that names an indicator."""
    if HeaderRole.PERIOD not in frame.roles or frame.roles & {HeaderRole.NAME, HeaderRole.GROUP}:
        return False
    values = frame.region.with_role(*INDICATOR_ROLES, HeaderRole.VALUE)
    return not values or min(frame.region.with_role(HeaderRole.PERIOD)) < max(values)


def turned(frame: Frame) -> Rows | None:
    """The region turned over when its indicators are columns and its roles are rows."""
    region = frame.region
    strict = {header_role(column.header) for column in region.columns}
    if strict & (SIDES | MONEY_ROLES.keys() | {HeaderRole.WEIGHT, HeaderRole.SCORE}):
        return None
    if region.bottom - region.body > _MOST_ROLES or region.body - region.top > 1:
        return None
    said = [frame.role_of(one_line(region.rows[r][0].text)) for r in range(region.body, region.bottom)]
    sides = [r for r, role in enumerate(said, region.body) if role in INDICATOR_ROLES]
    known = sum(1 for role in said if role is not None)
    heads = [frame.role_of(column.header) for column in region.columns[1:]]
    across = sum(1 for role in heads if role is not None)
    if not sides or known * 3 < len(said) * 2 or across * len(said) >= known * len(heads):
        return None
    values = [cell.text for r in sides for cell in region.rows[r][1:]]
    if content_of(values) in _WORDED and known < len(said):
        return None
    return transposed(region.rows[region.top : region.bottom])


def are_years(frame: Frame) -> bool:
    """Whether the rows are periods and the columns indicators (年度 | 销售收入 | 净利润)."""
    region = frame.region
    strict = {header_role(column.header) for column in region.columns}
    if frame.stance.role is None or strict & (SIDES | MONEY_ROLES.keys() | {HeaderRole.NAME}) or is_foreign(frame):
        return False
    heads = [one_line(region.rows[r][0].text) for r in range(region.body, region.bottom)]
    return len(heads) > 1 and sum(map(is_period, heads)) >= len(heads) - 1 and all(map(_is_time, heads))


def _is_time(text: str) -> bool:
    """Whether a row is named by a time: a period, or the end of the term (期末, 合同期满)."""
    return is_period(text) or _END.fullmatch(text) is not None
