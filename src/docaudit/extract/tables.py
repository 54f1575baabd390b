"""Claims in tables: indicator tables of any layout, fund blocks, goal blocks and labelled values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from docaudit.extract.figures import Spot, cell_path, quantities_in
from docaudit.extract.grid import (
    RoleOf,
    Region,
    Rows,
    distinct,
    is_band,
    is_blank,
    is_field_row,
    one_line,
    regions,
    transposed,
    whole_quantity,
)
from docaudit.extract.periods import is_period, period_of
from docaudit.extract.prose import Stated, is_own_action, same_kind, stated_in
from docaudit.extract.roles import BEFORE, Setting, Stance, label_stance
from docaudit.extract.units import completed, left_texts
from docaudit.extract.wording import clean, has_object
from docaudit.lexicon import HeaderRole, broader, core_name, header_role, plain_header, plain_name, spans, technical_unit, words
from docaudit.model import Cell, Period, Quantity, Relation, Role, Table
from docaudit.quantities import with_unit

INDICATOR_ROLES = {
    HeaderRole.TARGET: Role.TARGET,
    HeaderRole.INTERIM: Role.TARGET,
    HeaderRole.ACTUAL: Role.ACTUAL,
    HeaderRole.BASELINE: Role.BASELINE,
}
MONEY_ROLES = {HeaderRole.BUDGET: Role.BUDGET, HeaderRole.ARRIVED: Role.ARRIVED, HeaderRole.SPENT: Role.SPENT}
SIDE_ROLES = {HeaderRole.RATE: Role.RATE, HeaderRole.WEIGHT: Role.WEIGHT, HeaderRole.SCORE: Role.SCORE}
_SIDES = frozenset({HeaderRole.TARGET, HeaderRole.ACTUAL, HeaderRole.BASELINE, HeaderRole.INTERIM})
_QUALITATIVE_LENGTH = 120
_ROW_ROLES = frozenset({Role.TARGET, Role.ACTUAL, Role.BASELINE})
_SIGNS = frozenset(
    {
        "≥",
        "≤",
        "=",
        ">",
        "<",
        "＝",
        "≧",
        "≦",
        ">=",
        "<=",
        "＞",
        "＜",
        "定性",
        "大于等于",
        "小于等于",
        "等于",
        "大于",
        "小于",
        "不少于",
        "不低于",
        "不超过",
        "不高于",
    }
)
_VAGUE_TAILS = ("指标", "类", "方面", "情况", "成果", "目标", "内容", "任务", "产出", "效益")


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim before it has an id: where it stands, and what was read there."""

    spot: Spot
    cell: Cell
    name: str
    role: Role
    path: tuple[str, ...]
    quantity: Quantity | None = None
    text: str | None = None
    period: Period | None = None
    words: str = ""
    """What else states the caliber: the clause, the header."""
    sentence: str = ""
    """Set where the value was read from a sentence inside the cell."""
    confidence: float = 0.95


def table_drafts(table: Table, index: int, stance: Stance, setting: Setting) -> Iterator[Draft]:
    """The claims of one table; `stance` is what the section it stands in states."""
    role_of = _role_of(setting)
    for region in regions(table, role_of):
        reader = _Reader(table, region, index, stance, setting, role_of)
        yield from reader.read()


class _Reader:
    """Reads one region of one table."""

    def __init__(
        self, table: Table, region: Region, index: int, stance: Stance, setting: Setting, role_of: RoleOf
    ) -> None:
        self.table = table
        self.region = region
        self.index = index
        self.stance = stance
        self.setting = setting
        self.role_of = role_of
        self.captions = " ".join((table.caption, *region.titles))
        self.roles = region.roles()

    def read(self) -> Iterator[Draft]:
        """All drafts of the region, row by row."""
        region = self.region
        if not region.headed:
            for r in range(region.body, region.bottom):
                yield from self._labelled(r)
            return
        turned = self._turned()
        if turned is not None:
            for own in regions(turned, self.role_of):
                yield from _Reader(self.table, own, self.index, self.stance, self.setting, self.role_of).body()
            return
        if self._years():
            yield from self._by_year()
            return
        yield from self.body()

    def body(self) -> Iterator[Draft]:
        """The rows of a region with a header."""
        values = self._value_columns()
        for r in range(self.region.body, self.region.bottom):
            row = self.region.rows[r]
            if is_band(row):
                continue
            if is_field_row(row):
                yield from self._labelled(r)
                continue
            yield from self._row(r, values)

    def _value_columns(self) -> dict[int, Role]:
        """The role of each column that states values; empty for tables that are not about indicators or funds."""
        region = self.region
        found: dict[int, Role] = {}
        foreign = self._foreign()
        indicator = bool(self.roles & _SIDES) and not foreign and not self._schedule()
        for j, column in enumerate(region.columns):
            role = column.role
            if role in INDICATOR_ROLES and indicator:
                found[j] = INDICATOR_ROLES[role]
            elif role is HeaderRole.SPENT and indicator and not self.roles & {HeaderRole.ACTUAL, HeaderRole.BUDGET}:
                found[j] = Role.ACTUAL  # 1-7月执行数 beside 年度指标值
            elif role in MONEY_ROLES and (len(self.roles & MONEY_ROLES.keys()) > 1 or HeaderRole.RATE in self.roles):
                found[j] = MONEY_ROLES[role]
            elif role in SIDE_ROLES and (
                indicator or self.roles & (MONEY_ROLES.keys() | {HeaderRole.NAME, HeaderRole.GROUP})
            ):
                found[j] = SIDE_ROLES[role]
        if self.setting.kind in BEFORE and Role.TARGET not in found.values():
            # 实施前 | 实施后 in a paper written before the work.
            found = {j: Role.TARGET if role is Role.ACTUAL else role for j, role in found.items()}
        if not (self.roles & (_SIDES | MONEY_ROLES.keys())) and not foreign:
            default = self._default_role()
            strong = HeaderRole.NAME in self.roles
            for j, column in enumerate(region.columns):
                plain = column.role in {HeaderRole.VALUE, HeaderRole.TOTAL} or (
                    column.role is None and is_period(column.header)
                )
                if plain and strong and default is not None and not self._schedule():
                    found[j] = default
        return found

    def _default_role(self) -> Role | None:
        if self.stance.role is not None:
            return self.stance.role
        return None if self.setting.sectioned else self.setting.default.role

    def _foreign(self) -> bool:
        listed = _foreign_headers()
        return any(plain_header(text) in listed for column in self.region.columns for text in column.headers)

    def _schedule(self) -> bool:
        """Whether the rows are steps in time: 时间 first and nothing that names an indicator."""
        named = self.roles & {HeaderRole.NAME, HeaderRole.GROUP}
        return HeaderRole.PERIOD in self.roles and not named

    def _turned(self) -> Rows | None:
        """The region turned over when its indicators are columns and its roles are rows."""
        region = self.region
        if (
            self.roles & (_SIDES | MONEY_ROLES.keys())
            or region.bottom - region.body > 8
            or region.body - region.top > 1
        ):
            return None
        heads = [one_line(region.rows[r][0].text) for r in range(region.body, region.bottom)]
        said = [self.role_of(text) for text in heads]
        if not any(role in INDICATOR_ROLES for role in said) or any(role is None for role in said):
            return None
        return transposed(region.rows[region.top : region.bottom])

    def _years(self) -> bool:
        """Whether the rows are periods and the columns indicators (年度 | 销售收入 | 净利润)."""
        region = self.region
        if (
            self.stance.role is None
            or self.roles & (_SIDES | MONEY_ROLES.keys() | {HeaderRole.NAME})
            or self._foreign()
        ):
            return False
        heads = [one_line(region.rows[r][0].text) for r in range(region.body, region.bottom)]
        return len(heads) > 1 and all(is_period(text) for text in heads)

    def _by_year(self) -> Iterator[Draft]:
        region, role = self.region, self.stance.role
        for r in range(region.body, region.bottom):
            when = one_line(region.rows[r][0].text)
            period = period_of(when) or Period(when, basis="cumulative")
            for j in range(1, len(region.columns)):
                cell, name = region.rows[r][j], plain_name(region.columns[j].header)
                whole = whole_quantity(cell.text)
                said = region.columns[j].role
                if (
                    role is None
                    or whole is None
                    or said is HeaderRole.RATE
                    or name.endswith(("率", "占比", "比重", "增速", "增幅"))
                ):
                    continue
                if any(word in name for word in words().not_indicators):
                    continue
                quantity = completed(whole, cell, region, r, j, self.captions)
                yield Draft(self._spot(cell, 0), cell, name, role, (when,), quantity, period=period, confidence=0.8)

    def _row(self, r: int, values: dict[int, Role]) -> Iterator[Draft]:
        region = self.region
        done: list[Cell] = []
        named = self._targets_in_names(r, values)
        yield from named
        drafts: list[Draft] = []
        for j, role in values.items():
            cell = region.rows[r][j]
            if any(cell is other for other in done) or (j in region.names and role is not Role.TARGET):
                continue
            done.append(cell)
            if is_blank(cell.text) and not (role is Role.BASELINE and one_line(cell.text) == "无"):
                continue
            if one_line(cell.text) in _SIGNS or self._is_unit_beside(r, j):
                continue
            names, headers, period = cell_path_at(region, r, j, "")
            period = period or self._row_period(r) or period_of(self.captions)
            if region.columns[j].role is HeaderRole.INTERIM:
                period = Period("中期", basis="interim")
            name = self._name(names, role, named)
            if not name or (_is_goal(names) and role in {Role.TARGET, Role.ACTUAL}):
                if role in {Role.TARGET, Role.ACTUAL} and len(one_line(cell.text)) > 8:
                    yield from self._goal(cell, role, (*names, *headers))
                continue
            if self._is_total(names) and role not in MONEY_ROLES.values():
                continue
            drafts += self._cell(cell, r, j, name, role, (*names[:-1], *headers), period)
        yield from self._agreed(drafts)

    def _agreed(self, drafts: list[Draft]) -> Iterator[Draft]:
        """The drafts of one row: a bare number takes the unit of its neighbour, remarks beside a value are dropped."""
        unit = next(
            (
                d.quantity.unit
                for d in drafts
                if d.role in _ROW_ROLES and d.quantity is not None and d.quantity.unit is not None
            ),
            None,
        )
        main = self._main_actual(drafts)
        for draft in drafts:
            if draft.role is Role.ACTUAL and main is not None and draft.cell.column != main:
                continue
            quantity = draft.quantity
            if quantity is not None and quantity.unit is None and unit is not None and draft.role in _ROW_ROLES:
                draft = replace(draft, quantity=with_unit(quantity, unit))
            yield draft

    def _main_actual(self, drafts: list[Draft]) -> int | None:
        """The column that holds the actual value where others only comment on it; None where all of them count."""
        actual = [d for d in drafts if d.role is Role.ACTUAL]
        if len({d.cell.column for d in actual}) < 2 or any(
            is_period(h) or period_of(h) for d in actual for h in self.region.columns[d.cell.column].headers
        ):
            return None
        valued = [d.cell.column for d in actual if d.quantity is not None]
        return min(valued) if valued else min(d.cell.column for d in actual)

    def _is_unit_beside(self, r: int, j: int) -> bool:
        """Whether the cell is the unit of the value to its left, under the same header."""
        columns = self.region.columns
        if j == 0 or columns[j].headers != columns[j - 1].headers or columns[j].role is None:
            return False
        text = one_line(self.region.rows[r][j].text)
        return not any(char.isdigit() for char in text) and technical_unit(text) is not None

    def _signed(self, quantity: Quantity, r: int, j: int) -> Quantity:
        """The quantity with the relation that stands in a cell of its own to its left."""
        for k in range(j - 1, max(j - 3, -1), -1):
            sign = one_line(self.region.rows[r][k].text)
            if sign in _SIGNS and quantity.relation is Relation.EQ:
                whole = whole_quantity(f"{sign}{quantity.text}")
                if whole is not None:
                    return replace(whole, text=quantity.text, unit=quantity.unit or whole.unit)
        return quantity

    def _name(self, names: tuple[str, ...], role: Role, named: list[Draft]) -> str:
        if named and len({draft.name for draft in named}) == 1:
            return named[0].name
        for text in reversed(names):
            bare = plain_name(text)
            if bare and not is_placeholder(text) and whole_quantity(bare) is None:
                return bare if len(bare) <= 60 or role not in {Role.TARGET, Role.ACTUAL} else ""
        return ""

    def _targets_in_names(self, r: int, values: dict[int, Role]) -> list[Draft]:
        """Targets that stand inside the name column (考核指标: 申请发明专利不少于5项 | 完成情况: 6项)."""
        region = self.region
        if Role.TARGET in values.values() or self._foreign() or self._schedule():
            return []
        columns = [j for j in region.names if region.columns[j].role is HeaderRole.NAME]
        role = Role.TARGET if Role.ACTUAL in values.values() else self._default_role()
        if not columns or role is None or (not values and HeaderRole.NAME not in self.roles):
            return []
        if self.roles & (MONEY_ROLES.keys() | {HeaderRole.WEIGHT, HeaderRole.VALUE}) or any(
            v is not Role.ACTUAL for v in values.values()
        ):
            return []
        cell = region.rows[r][columns[-1]]
        if cell is region.rows[r - 1][columns[-1]] or is_placeholder(cell.text):
            return []
        stance = Stance.TARGET if role is Role.TARGET else Stance.ACTUAL
        found = stated_in(cell.text, stance, self.setting)
        return [
            self._from_sentence(cell, item, (*region.row_names(r, columns[-1]),), None)
            for item in found
            if item.role is role
        ]

    def _is_total(self, names: tuple[str, ...]) -> bool:
        return any("".join(name.split()).rstrip(":：") in _totals() for name in names)

    def _row_period(self, r: int) -> Period | None:
        for j in self.region.with_role(HeaderRole.PERIOD):
            found = period_of(self.region.rows[r][j].text)
            if found is not None:
                return found
        return None

    def _cell(
        self, cell: Cell, r: int, j: int, name: str, role: Role, path: tuple[str, ...], period: Period | None
    ) -> Iterator[Draft]:
        header = " ".join(self.region.columns[j].headers)
        whole = whole_quantity(cell.text) or _remarked(cell.text)
        if whole is not None:
            quantity = self._signed(completed(whole, cell, self.region, r, j, self.captions), r, j)
            start = next((item.start for item in quantities_in(cell.text)), 0)
            yield Draft(self._spot(cell, start), cell, name, role, path, quantity, period=period, words=header)
            return
        if role not in {Role.TARGET, Role.ACTUAL, Role.BASELINE}:
            return
        stance = Stance.ACTUAL if role is Role.ACTUAL else Stance.TARGET
        vague = self._vague(name)
        found = self._sided(
            [item for item in stated_in(cell.text, stance, self.setting, row=name) if item.quantity is not None], role
        )
        for i, item in enumerate(found):
            own = self._own_name(item, name, vague=vague, first=i == 0, single=len(found) == 1)
            yield self._from_sentence(cell, item, path, period, name=own, role=item.role)
        text = one_line(cell.text)
        if not found and len(text) <= _QUALITATIVE_LENGTH and (not is_placeholder(text) or role is Role.BASELINE):
            yield Draft(
                self._spot(cell, 0),
                cell,
                name,
                role,
                path,
                text=cell.text.strip(),
                period=period,
                words=header,
                confidence=0.9,
            )

    def _sided(self, found: list[Stated], role: Role) -> list[Stated]:
        """The column's role for all values of a cell, unless the cell itself speaks of both sides (任务书：5项 完成：6项)."""
        sides = {item.role for item in found if item.explicit}
        if {Role.TARGET, Role.ACTUAL} <= sides or Role.BASELINE in sides:
            return found
        return [replace(item, role=role, explicit=True) for item in found]

    def _own_name(self, item: Stated, row: str, *, vague: bool, first: bool, single: bool) -> str:
        """The name of a value in a sentence inside the cell: the row's, unless the sentence names another thing."""
        if core_name(item.name) == core_name(row):
            return row
        if vague:
            return item.name if has_object(item.name) or is_own_action(item.name) or len(item.name) >= 4 else row
        if single or (first and same_kind(item.name, row) and not _narrower(item.name, row)):
            return row
        return item.name if has_object(item.name) or len(item.name) >= 4 else row

    def _vague(self, name: str) -> bool:
        """Whether the row's name is a heading of several indicators rather than one (知识产权指标)."""
        if name.endswith(("指标", "方面", "情况")):
            return True
        return HeaderRole.NAME not in self.roles and (name.endswith(_VAGUE_TAILS) or not has_object(name))

    def _from_sentence(
        self,
        cell: Cell,
        item: Stated,
        path: tuple[str, ...],
        period: Period | None,
        name: str = "",
        role: Role | None = None,
    ) -> Draft:
        path = (*path, item.parent) if item.parent else path
        return Draft(
            self._spot(cell, item.start),
            cell,
            name or item.name,
            role or item.role,
            path,
            item.quantity,
            item.text,
            period=item.period or period,
            words=item.clause,
            sentence=item.sentence,
            confidence=0.88,
        )

    def _goal(self, cell: Cell, role: Role, path: tuple[str, ...]) -> Iterator[Draft]:
        """The sentences of a goal block (预期目标 | 实际完成情况)."""
        stance = Stance.ACTUAL if role is Role.ACTUAL else Stance.TARGET
        for item in stated_in(cell.text, stance, self.setting):
            yield self._from_sentence(cell, item, path, None)

    def _labelled(self, r: int) -> Iterator[Draft]:
        """Labelled values: a whole text beside its label, the money of a form, or an indicator beside its value."""
        cells = [cell for cell in distinct(self.region.rows[r]) if cell.row == r or cell.row_span == 1]
        for cell in cells:
            if is_blank(cell.text) or cell.row != r:
                continue
            labels = left_texts(self.region, r, cell.column)
            if not labels:
                yield from self._inline(cell)
                continue
            label = plain_header(labels[-1])
            stance, _ = label_stance(f"{label}:", self.setting)
            whole = whole_quantity(cell.text)
            role = self.role_of(labels[-1])
            if whole is not None and role in (MONEY_ROLES | SIDE_ROLES):
                quantity = completed(whole, cell, self.region, r, cell.column, self.captions)
                stated = (MONEY_ROLES | SIDE_ROLES)[role]
                yield Draft(
                    self._spot(cell, 0),
                    cell,
                    plain_name(labels[-1]).rstrip(":："),
                    stated,
                    labels[:-1],
                    quantity,
                    period=period_of(label),
                )
            elif whole is not None:
                yield from self._pair(cell, r, labels, whole)
            elif stance in {Stance.TARGET, Stance.ACTUAL}:
                for item in stated_in(cell.text, stance, self.setting):
                    yield self._from_sentence(cell, item, labels, None)
            elif (
                self.stance.role is not None
                and not is_field_row(self.region.rows[r])
                and len(cell.text) <= _QUALITATIVE_LENGTH
            ):
                for item in stated_in(cell.text, self.stance, self.setting, row=plain_name(labels[-1])):
                    yield self._from_sentence(cell, item, labels, None)

    def _inline(self, cell: Cell) -> Iterator[Draft]:
        """A cell that carries its own label (考核指标：1. 申请发明专利5项…)."""
        stance, _ = label_stance(cell.text, self.setting)
        if stance in {Stance.TARGET, Stance.ACTUAL}:
            for item in stated_in(cell.text, stance, self.setting):
                yield self._from_sentence(cell, item, (), None)

    def _pair(self, cell: Cell, r: int, labels: tuple[str, ...], whole: Quantity) -> Iterator[Draft]:
        role = self.stance.role
        name = self._whole_name(plain_name(labels[-1]).rstrip(":："), r, cell.column)
        if (
            role is None
            or is_field_row(self.region.rows[r])
            or not clean(name)
            or is_placeholder(name)
            or self._is_total(labels)
        ):
            return
        if any(word in name for word in words().not_indicators) or header_role(name) in {
            HeaderRole.ORDER,
            HeaderRole.PERIOD,
        }:
            return
        quantity = completed(whole, cell, self.region, r, cell.column, self.captions)
        yield Draft(
            self._spot(cell, 0), cell, name, role, labels[:-1], quantity, period=period_of(name), confidence=0.8
        )

    def _whole_name(self, name: str, r: int, column: int) -> str:
        """其中发明 behind 专利申请 is 其中发明专利申请."""
        if not name.startswith("其中"):
            return name
        before = [
            plain_name(cell.text)
            for cell in distinct(self.region.rows[r][:column])
            if whole_quantity(cell.text) is None
        ]
        parent = next((text for text in reversed(before) if text and not text.startswith("其中")), "")
        return name + parent if parent.startswith("专利") and "专利" not in name else name

    def _spot(self, cell: Cell, start: int) -> Spot:
        return Spot(self.index, cell.row, cell.column, start)


def cell_path_at(
    region: Region, r: int, j: int, captions: str
) -> tuple[tuple[str, ...], tuple[str, ...], Period | None]:
    """`cell_path` for a spot of a grid that may be transposed."""
    headers = region.columns[j].headers
    names = region.row_names(r, j)
    band = region.band(r)
    if band:
        names = (band, *names)
    period = next((found for text in (*reversed(headers), *reversed(names)) if (found := period_of(text))), None)
    return names, headers, period or period_of(captions)


def _narrower(name: str, row: str) -> bool:
    """Whether the name says more than the row's: a narrower thing, or an action where the row has none."""
    things = [value for facet, value, _, _ in spans(name) if facet == "object"]
    classes = [value for facet, value, _, _ in spans(row) if facet == "object"]
    deeper = any(broader("object", above, thing) for above in classes for thing in things)
    return deeper or (is_own_action(name) and not is_own_action(row))


def _remarked(text: str) -> Quantity | None:
    """The quantity at the head of a cell whose rest is a remark without figures (218 J/g，已完成)."""
    head, _, rest = text.partition(next((char for char in text if char in "，,；;（(\n"), "\0"))
    if not rest or any(char.isdigit() for char in rest) or quantities_in(rest):
        return None
    return whole_quantity(head)


def _is_goal(names: tuple[str, ...]) -> bool:
    """Whether a row is named by the label of a goal (年度总体目标) and not by an indicator."""
    labels = words().text_labels
    plain = plain_header(names[-1])
    return any(plain == plain_header(word) for word in (*labels.target, *labels.actual))


def is_placeholder(text: str) -> bool:
    """Whether a cell is what the empty form had printed: 指标1：, ……, 无."""
    bare = "".join(text.split())
    if is_blank(bare):
        return True
    stem = bare.rstrip(":：.…。").rstrip("0123456789０１２３４５６７８９一二三四五").rstrip("…")
    return not stem or (stem in _stems() and stem != bare) or bare in _totals()


def _role_of(setting: Setting) -> RoleOf:
    """Header roles with the profile's own words for what the vocabulary does not know."""
    profile = setting.profile

    def role(text: str) -> HeaderRole | None:
        known = header_role(text)
        if known is not None or profile is None:
            return known
        column = profile.column_of(text)
        if column is None:
            return None
        return HeaderRole.REMARK if column == "method" else HeaderRole(column)

    return role


@lru_cache(maxsize=1)
def _stems() -> frozenset[str]:
    return frozenset(words().placeholder_stems)


@lru_cache(maxsize=1)
def _totals() -> frozenset[str]:
    return frozenset("".join(word.split()) for word in words().placeholder_names)


@lru_cache(maxsize=1)
def _foreign_headers() -> frozenset[str]:
    return frozenset(plain_header(word) for word in words().not_indicator_headers)


__all__ = ["Draft", "cell_path", "is_placeholder", "table_drafts"]
