"""One row of an indicator table or fund block, and tables whose rows are years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from docaudit.extract.cells import is_blank, one_line, whole_quantity
from docaudit.extract.grid import Region
from docaudit.extract.naming import is_own_action, with_object
from docaudit.extract.periods import is_mean, is_period, period_of
from docaudit.extract.prose import stated_in
from docaudit.extract.roles import Stance
from docaudit.extract.tables.cells import is_apparatus, value_cell
from docaudit.extract.tables.columns import is_foreign, is_schedule
from docaudit.extract.tables.draft import MONEY_ROLES, STATED, Draft, Frame, is_placeholder, is_total
from docaudit.extract.units import completed
from docaudit.extract.wording import is_action
from docaudit.lexicon import HeaderRole, plain_header, plain_name, words
from docaudit.model import Cell, Period, Role
from docaudit.quantities import with_unit


def year_rows(frame: Frame) -> Iterator[Draft]:
    """The values of a table whose rows are years and whose columns are indicators."""
    region, role = frame.region, frame.stance.role
    for r in range(region.body, region.bottom):
        when = one_line(region.rows[r][0].text)
        period = period_of(when) or Period(when, basis="cumulative")
        for j in range(1, len(region.columns)):
            cell, name = region.rows[r][j], plain_name(region.columns[j].header)
            whole = whole_quantity(cell.text)
            said = region.columns[j].role
            if (
                role is None
                or not name
                or whole is None
                or said is HeaderRole.RATE
                or name.endswith(("率", "占比", "比重", "增速", "增幅"))
            ):
                continue
            if any(word in name for word in words().not_indicators):
                continue
            quantity = completed(whole, cell, region, r, j, frame.captions)
            yield Draft(frame.spot(cell, 0), cell, name, role, (when,), quantity, period=period, confidence=0.8)


def indicator_row(
    frame: Frame, r: int, values: Mapping[int, Role], places: Mapping[int, str] = MappingProxyType({})
) -> Iterator[Draft]:
    """The claims of row `r`; `values` gives the role of each column that states values, `places` those of single places."""
    region = frame.region
    done: list[Cell] = []
    named = _targets_in_names(frame, r, values)
    yield from named
    drafts: list[tuple[int, Draft]] = []
    carried = ""
    for j, role in values.items():
        cell = region.rows[r][j]
        if any(cell is other for other in done) or (j in region.names and role is not Role.TARGET):
            continue
        done.append(cell)
        if is_blank(cell.text) and not (role is Role.BASELINE and one_line(cell.text) == "无"):
            continue
        if is_apparatus(frame, r, j):
            continue
        names, headers, period = _path_at(region, r, j)
        period = period or _row_period(frame, r) or period_of(frame.captions)
        if region.columns[j].role is HeaderRole.INTERIM:
            period = Period("中期", basis="interim")
        name = _name(names, role, named)
        if not name or (_is_goal(names) and role in {Role.TARGET, Role.ACTUAL}):
            if role in {Role.TARGET, Role.ACTUAL} and len(one_line(cell.text)) > 8:
                yield from _goal(frame, cell, role, (*names, *headers))
            continue
        if is_total(names) and role not in MONEY_ROLES.values():
            continue
        name = places.get(j, "") + _grouped(frame, carried or name, j, role)
        found = list(value_cell(frame, cell, r, j, name, role, (*names[:-1], *headers), period))
        if role is Role.TARGET and HeaderRole.NAME not in frame.roles and len(found) == 1 and found[0].sentence:
            carried = found[0].name  # 产出 | 取得证书≥3600人 | 3815人: the target names the row
        drafts += [(j, replace(draft, place_of=places.get(j, ""))) for draft in found]
    yield from _agreed(frame, drafts)
    yield from _dated_remarks(frame, r, [draft for _, draft in drafts])


def _dated_remarks(frame: Frame, r: int, drafts: list[Draft]) -> Iterator[Draft]:
    """A remark that is nothing but a period and a value in the row's unit (2022年1247人次)."""
    actual = next((d for d in drafts if d.role is Role.ACTUAL and d.quantity is not None), None)
    if actual is None or actual.quantity is None or actual.quantity.unit is None:
        return
    for j in frame.region.with_role(HeaderRole.REMARK):
        cell = frame.region.rows[r][j]
        period = period_of(cell.text)
        if period is None or period.start is None or not cell.text.strip().startswith(period.text):
            continue
        whole = whole_quantity(cell.text.strip()[len(period.text) :])
        if whole is not None and whole.unit is not None and whole.unit.canonical == actual.quantity.unit.canonical:
            start = cell.text.find(period.text) + len(period.text)
            yield replace(
                actual, spot=frame.spot(cell, start), cell=cell, quantity=whole, period=period, confidence=0.8
            )


def _agreed(frame: Frame, drafts: list[tuple[int, Draft]]) -> Iterator[Draft]:
    """The drafts of one row: a bare number takes the unit of its neighbour, remarks beside a value are dropped."""
    units = {
        d.name: d.quantity.unit for _, d in reversed(drafts) if d.role in STATED and d.quantity and d.quantity.unit
    }
    main = _main_actuals(frame, drafts)
    for j, draft in drafts:
        if draft.role is Role.ACTUAL and j not in main:
            continue
        quantity = draft.quantity
        unit = units.get(draft.name)
        if quantity is not None and quantity.unit is None and unit is not None and draft.role in STATED:
            draft = replace(draft, quantity=with_unit(quantity, unit))
        yield draft


def _main_actuals(frame: Frame, drafts: list[tuple[int, Draft]]) -> set[int]:
    """The columns that hold actual values; of several under one header only the first with a figure counts.

    The others comment on it (实际值 | 完成情况说明).  Columns of different periods or groups stand side by side.
    """
    columns = sorted({j for j, draft in drafts if draft.role is Role.ACTUAL})
    valued = {j for j, draft in drafts if draft.role is Role.ACTUAL and draft.quantity is not None}
    groups: dict[tuple[str, ...], list[int]] = {}
    for j in columns:
        headers = frame.region.columns[j].headers
        dated = tuple(header for header in headers if is_period(header) or is_mean(header) or period_of(header))
        named = next((draft.name for k, draft in drafts if k == j), "")
        groups.setdefault((named, *headers[:-1], *dated), []).append(j)
    return {next((j for j in group if j in valued), group[0]) for group in groups.values()}


def _grouped(frame: Frame, name: str, j: int, role: Role) -> str:
    """The name with the action of its column group: under 授权 the row 发明专利 is 授权发明专利."""
    outer = frame.region.columns[j].headers[:-1]
    if role not in STATED or not outer or not is_action(outer[-1]) or is_own_action(name):
        return name
    return with_object(outer[-1], name)


def _name(names: tuple[str, ...], role: Role, named: list[Draft]) -> str:
    if named and len({draft.name for draft in named}) == 1:
        return named[0].name
    for text in reversed(names):
        bare = plain_name(text)
        if bare and not is_placeholder(text) and whole_quantity(bare) is None:
            return bare if len(bare) <= 60 or role not in {Role.TARGET, Role.ACTUAL} else ""
    return ""


def _targets_in_names(frame: Frame, r: int, values: Mapping[int, Role]) -> list[Draft]:
    """Targets that stand inside the name column (考核指标: 申请发明专利不少于5项 | 完成情况: 6项)."""
    region = frame.region
    if Role.TARGET in values.values() or is_foreign(frame) or is_schedule(frame):
        return []
    columns = [j for j in region.names if region.columns[j].role is HeaderRole.NAME]
    role = Role.TARGET if Role.ACTUAL in values.values() else frame.default_role
    if not columns or role is None or (not values and HeaderRole.NAME not in frame.roles):
        return []
    scored = frame.roles & {HeaderRole.WEIGHT, HeaderRole.SCORE, HeaderRole.RATE} and Role.ACTUAL not in values.values()
    if scored or frame.roles & (MONEY_ROLES.keys() | {HeaderRole.VALUE}):
        return []
    cell = region.rows[r][columns[-1]]
    if cell is region.rows[r - 1][columns[-1]] or is_placeholder(cell.text):
        return []
    stance = Stance.TARGET if role is Role.TARGET else Stance.ACTUAL
    found = stated_in(cell.text, stance, frame.setting)
    return [
        frame.from_sentence(cell, item, (*region.row_names(r, columns[-1]),), None)
        for item in found
        if item.role is role
    ]


def _row_period(frame: Frame, r: int) -> Period | None:
    for j in frame.region.with_role(HeaderRole.PERIOD):
        found = period_of(frame.region.rows[r][j].text)
        if found is not None:
            return found
    return None


def _goal(frame: Frame, cell: Cell, role: Role, path: tuple[str, ...]) -> Iterator[Draft]:
    """The sentences of a goal block (预期目标 | 实际完成情况)."""
    stance = Stance.ACTUAL if role is Role.ACTUAL else Stance.TARGET
    for item in stated_in(cell.text, stance, frame.setting):
        yield frame.from_sentence(cell, item, path, None)


def _path_at(region: Region, r: int, j: int) -> tuple[tuple[str, ...], tuple[str, ...], Period | None]:
    """Row names, column headers and period of a spot of the grid, which may be a transposed one."""
    headers = region.columns[j].headers
    names = region.row_names(r, j)
    band = region.band(r)
    if band:
        names = (band, *names)
    period = next((found for text in (*reversed(headers), *reversed(names)) if (found := period_of(text))), None)
    return names, headers, period


def _is_goal(names: tuple[str, ...]) -> bool:
    """Whether a row is named by the label of a goal (年度总体目标) and not by an indicator."""
    labels = words().text_labels
    plain = plain_header(names[-1])
    return any(plain == plain_header(word) for word in (*labels.target, *labels.actual))
