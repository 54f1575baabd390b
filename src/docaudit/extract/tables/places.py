"""Tables that share wholes out over places: a row for each place under the names of indicators, or a column for each.

Which of the figures is the whole is not a matter of words alone: the others must make it up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from docaudit.extract.cells import is_band, is_blank, one_line, whole_quantity
from docaudit.extract.contents import Content
from docaudit.extract.naming import is_apparatus_money
from docaudit.extract.periods import is_period, period_of
from docaudit.extract.settle import NAME_ROLES
from docaudit.extract.tables.cells import value_cell
from docaudit.extract.tables.columns import is_foreign, is_schedule
from docaudit.extract.tables.draft import INDICATOR_ROLES, MONEY_ROLES, SIDE_ROLES, Draft, Frame, is_total
from docaudit.extract.tables.inference import quantities_of, shared_out
from docaudit.extract.units import completed
from docaudit.lexicon import HeaderRole, header_role, plain_name, words
from docaudit.model import Quantity, Role

_FEWEST = 2
_VALUED = frozenset({Content.FIGURES, Content.TOLD})
_OPEN = frozenset({None, HeaderRole.VALUE, HeaderRole.TARGET, HeaderRole.ACTUAL, HeaderRole.BASELINE})
_NO_INDICATORS = MONEY_ROLES.keys() | SIDE_ROLES.keys()


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of values: its indicator and its role."""

    at: int
    name: str
    role: Role


def places_down(frame: Frame) -> Iterator[Draft]:
    """The values of a table with a row for each place: of each place under its name, and of the whole; none of other tables."""
    region = frame.region
    rows = _rows(frame)
    whole = _whole_row(frame, rows)
    columns = _columns(frame) if whole is not None else ()
    if whole is None or not _of_kinds(frame, rows, columns) or not _adds_up(frame, rows, whole, columns):
        return
    for r in rows:
        place = "" if r == whole else one_line(region.rows[r][_first(frame)].text)
        for column in columns:
            cell = region.rows[r][column.at]
            if is_blank(cell.text):
                continue
            headers = region.columns[column.at].headers
            period = next((found for text in reversed(headers) if (found := period_of(text))), None)
            path = (place, *headers) if place else headers
            period = period or period_of(frame.captions)
            for draft in value_cell(frame, cell, r, column.at, place + column.name, column.role, path, period):
                yield replace(draft, place_of=place)


def places_across(frame: Frame, values: Mapping[int, Role]) -> dict[int, str]:
    """The columns of the places that share out the one column of targets or results in `values`, and how each is headed."""
    region = frame.region
    stated = [j for j, role in values.items() if role in {Role.TARGET, Role.ACTUAL}]
    free = [
        j
        for j, column in enumerate(region.columns)
        if j not in values
        and j not in region.names
        and column.role in {None, HeaderRole.VALUE}
        and column.content in _VALUED
        and column.header
        and not is_period(column.header)
    ]
    if len(stated) != 1 or len(free) < _FEWEST:
        return {}
    if not shared_out(quantities_of(frame, stated[0]), [quantities_of(frame, j) for j in free]):
        return {}
    return {j: plain_name(region.columns[j].header) for j in free}


def with_places(values: Mapping[int, Role], places: Iterable[int]) -> dict[int, Role]:
    """The roles of the columns, those of the places with the role of the whole."""
    whole = next((role for role in values.values() if role in {Role.TARGET, Role.ACTUAL}), Role.TARGET)
    return dict(sorted((dict(values) | dict.fromkeys(places, whole)).items()))


def shares_out(frame: Frame) -> bool:
    """Whether a table has a row for each place."""
    return next(places_down(frame), None) is not None


def _rows(frame: Frame) -> list[int]:
    region = frame.region
    return [r for r in range(region.body, region.bottom) if not is_band(region.rows[r])]


def _first(frame: Frame) -> int:
    """The column that says the place: the first that does not number the rows."""
    columns = frame.region.columns
    return next((j for j, column in enumerate(columns) if column.role is not HeaderRole.ORDER), 0)


def _whole_row(frame: Frame, rows: Sequence[int]) -> int | None:
    """The row of the total, first or last, behind or before places that are different words without figures."""
    if len(rows) <= _FEWEST or is_foreign(frame) or is_schedule(frame) or frame.roles & _NO_INDICATORS:
        return None
    first = _first(frame)
    said = {r: one_line(frame.region.rows[r][first].text) for r in rows}
    whole = next((r for r in (rows[-1], rows[0]) if is_total((said[r],))), None)
    places = [text for r, text in said.items() if r != whole]
    if whole is None or len(set(places)) < len(places):
        return None
    if any(is_blank(text) or is_period(text) or whole_quantity(text) is not None for text in places):
        return None
    return whole if all(frame.role_of(text) not in INDICATOR_ROLES for text in places) else None


def _columns(frame: Frame) -> tuple[_Column, ...]:
    """The columns of values that name an indicator in their headers; none where one of them cannot be told."""
    region = frame.region
    found: list[_Column] = []
    for j in range(_first(frame) + 1, len(region.columns)):
        column = region.columns[j]
        if column.content not in _VALUED or column.role not in _OPEN | NAME_ROLES or not column.header:
            continue
        sided = column.role in INDICATOR_ROLES
        names = [text for text in column.headers if not is_period(text)]
        names = names[:-1] if sided and len(names) > 1 else names
        name = plain_name(names[-1]) if names else ""
        role = INDICATOR_ROLES[column.role] if sided and column.role is not None else frame.default_role
        if (
            role is None
            or not name
            or header_role(name) in INDICATOR_ROLES
            or (sided and len(column.headers) < _FEWEST)
        ):
            return ()
        if not is_apparatus_money(name) and not any(word in name for word in words().not_indicators):
            found.append(_Column(j, name, role))
    return tuple(found)


def _of_kinds(frame: Frame, rows: Sequence[int], columns: Sequence[_Column]) -> bool:
    """Whether the columns are indicators and not the sorts of one count: several units or sides, and no column of totals."""
    if len({column.name for column in columns}) < _FEWEST or HeaderRole.TOTAL in frame.roles:
        return False
    units = {q.unit.canonical for c in columns for r in rows if (q := _quantity(frame, r, c.at)) is not None and q.unit}
    return len(units) > 1 or len({column.role for column in columns}) > 1


def _adds_up(frame: Frame, rows: Sequence[int], whole: int, columns: Sequence[_Column]) -> bool:
    """Whether the places make up the whole in two columns at least, and in most of those that are no rates."""
    fitting = counted = 0
    for column in columns:
        said = {r: _quantity(frame, r, column.at) for r in rows}
        total, parts = said[whole], [q for r, q in said.items() if r != whole and q is not None]
        if total is None or len(parts) < _FEWEST or total.dimension == "ratio":
            continue
        counted += 1
        fitting += sum(q.number for q in parts) == total.number
    return fitting >= _FEWEST and fitting * 2 > counted


def _quantity(frame: Frame, r: int, j: int) -> Quantity | None:
    cell = frame.region.rows[r][j]
    whole = whole_quantity(cell.text)
    return completed(whole, cell, frame.region, r, j, frame.captions) if whole is not None else None
