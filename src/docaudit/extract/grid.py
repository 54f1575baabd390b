"""The regions of a table: header rows with what their columns mean, and the rows below them.

A form is one table with several regions: labelled values, the fund block, the goals, the indicators.  Everything here
works on the identity of cells (a merged cell stands in every spot it covers), so it works on a transposed grid too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from docaudit.extract.cells import distinct, is_band, is_blank, one_line, whole_quantity
from docaudit.extract.periods import is_period
from docaudit.extract.settle import NAME_ROLES, Column, Rows, name_columns, settle
from docaudit.extract.stacked import heads_again, heads_units
from docaudit.lexicon import HeaderRole, column_role, header_role, plain_header, words
from docaudit.model import Cell, Table
from docaudit.quantities import find

RoleOf = Callable[[str], HeaderRole | None]

VALUE_ROLES = frozenset(
    {
        HeaderRole.TARGET,
        HeaderRole.ACTUAL,
        HeaderRole.BASELINE,
        HeaderRole.RATE,
        HeaderRole.WEIGHT,
        HeaderRole.SCORE,
        HeaderRole.BUDGET,
        HeaderRole.ARRIVED,
        HeaderRole.SPENT,
        HeaderRole.INTERIM,
        HeaderRole.BEFORE_CHANGE,
        HeaderRole.EXPECTED_LATER,
        HeaderRole.VALUE,
        HeaderRole.TOTAL,
    }
)
_SIDES = frozenset({HeaderRole.TARGET, HeaderRole.ACTUAL, HeaderRole.BASELINE, HeaderRole.INTERIM})
_WHOLE = frozenset({HeaderRole.NAME, HeaderRole.TARGET, HeaderRole.ACTUAL})
"""What makes a row a header whatever else stands in it."""
_APPARATUS = frozenset({HeaderRole.UNIT, HeaderRole.REMARK, HeaderRole.ORDER})
_OF_PROJECT = ("名称", "编号", "代码")
_HEADER_LENGTH = 26
_MAX_HEADER_ROWS = 3
_CONFIRMED = 10
"""Longest cell of a header that only its composition and the row below it tell."""


@dataclass(frozen=True, slots=True)
class Region:
    """Rows `body` to `bottom` of a grid under the header rows `top` to `body`; no header when those are equal.

    `names` are the columns that say what a row is about, leftmost first.
    """

    rows: Rows
    top: int
    body: int
    bottom: int
    columns: tuple[Column, ...]
    names: tuple[int, ...]
    titles: tuple[str, ...] = ()
    """Full-width rows that stand above."""
    bands: tuple[str, ...] = ()
    """For each body row the full-width row last seen above it inside this region, or ""."""

    @property
    def headed(self) -> bool:
        """Whether the region has a header at all."""
        return self.body > self.top

    def roles(self) -> set[HeaderRole]:
        """The roles of all its columns."""
        return {column.role for column in self.columns if column.role is not None}

    def with_role(self, *roles: HeaderRole) -> list[int]:
        """The columns that have one of these roles, left to right; a merged header's columns all count."""
        return [j for j, column in enumerate(self.columns) if column.role in roles]

    def row_names(self, row: int, column: int) -> tuple[str, ...]:
        """The texts that name the row for a value in `column`, outermost first, without repetitions.

        Where a name header repeats (two lists side by side) only the nearest one to the left counts.
        """
        left = [j for j in self.names if j < column] or list(self.names)
        seen: dict[str, int] = {}
        for j in left:
            seen[plain_header(self.columns[j].header) or str(j)] = j
        kept = sorted(seen.values())
        texts: list[str] = []
        cells: list[Cell] = []
        for j in kept:
            cell = self.rows[row][j]
            if j == column or any(cell is other for other in cells):
                continue
            cells.append(cell)
            text = one_line(cell.text)
            if text and (not texts or texts[-1] != text):
                texts.append(text)
        return tuple(texts)

    def band(self, row: int) -> str:
        """The full-width row last seen above a body row inside this region, or ""."""
        return self.bands[row - self.body] if row > self.body else ""


def regions(table: Table | Rows, role_of: RoleOf = column_role) -> tuple[Region, ...]:
    """Cut a table into regions, top to bottom.  Full-width rows at the top become titles of the first region."""
    if role_of is not column_role or not isinstance(table, Table):
        return _regions(table, role_of)
    known = _CUT.get(id(table))
    if known is None:  # claims, figures and recomputing ask for the same tables, one after the other
        if len(_CUT) >= _REMEMBERED:
            _CUT.clear()
        known = _CUT[id(table)] = (table, _regions(table, role_of))
    return known[1]


_CUT: dict[int, tuple[Table, tuple[Region, ...]]] = {}
"""Tables by their identity, which holds as long as they are here."""
_REMEMBERED = 64


def _regions(table: Table | Rows, role_of: RoleOf) -> tuple[Region, ...]:
    rows = table.rows if isinstance(table, Table) else table
    found: list[Region] = []
    titles: list[str] = []
    r = 0
    while r < len(rows) and is_band(rows[r]):
        titles.append(one_line(distinct(rows[r])[0].text))
        r += 1
    start = r
    while r < len(rows):
        first = r == start and not found
        again = bool(found) and r == start and found[-1].headed and heads_again(rows, found[-1].body - 1, r)
        again = again or (not first and not is_field_row(rows[r]) and heads_units(rows, r))
        if not (again or is_header(rows, r, role_of, inside=not first) or (first and _looks_like_header(rows, r))):
            r += 1
            continue
        if r > start:
            found.append(_open(rows, start, start, r, role_of, titles))
        body = _header_end(rows, r, role_of)
        end = body
        inner = header_role if any(role_of(one_line(cell.text)) in _SIDES for cell in rows[r]) else role_of
        while end < len(rows) and not (is_header(rows, end, inner, inside=True) or heads_again(rows, body - 1, end)):
            end += 1
        found.append(_open(rows, r, body, end, role_of, titles))
        start = r = end
    if start < len(rows):
        found.append(_open(rows, start, start, len(rows), role_of, titles))
    return tuple(found)


def transposed(rows: Rows) -> Rows:
    """The grid with rows and columns exchanged; the cells are the same objects."""
    return tuple(zip(*rows, strict=True))


def is_header(rows: Rows, r: int, role_of: RoleOf, *, inside: bool) -> bool:
    """Whether row `r` is a header by its words: two cells with different roles, one of them a value or a name.

    `inside` a table the demands are higher: a data row may hold 完成 or 满意度 too.
    """
    cells = [cell for cell in distinct(rows[r]) if cell.text.strip()]
    if len(cells) < 2 or is_field_row(rows[r]):
        return False
    if r > 0 and any(a is b for a, b in zip(rows[r][1:], rows[r - 1][1:], strict=True)):
        return False
    texts = [one_line(cell.text) for cell in cells]
    if any(_is_number(text) for text in texts):
        return False
    roles = [role_of(text) for text in texts]
    known = [role for role in roles if role is not None]
    if len(set(known)) < 2 or not any(role in VALUE_ROLES or role in NAME_ROLES for role in known):
        return False
    strangers = [t for t, role in zip(texts, roles, strict=True) if role is None and not is_period(t)]
    if any(len(text) > _HEADER_LENGTH for text in strangers):
        return False
    if not inside:
        return True
    strict = {header_role(text) for text in texts}
    if strict >= _WHOLE and all(len(text) <= _CONFIRMED for text in texts) and len(set(texts)) == len(texts):
        return True
    if sum(1 for text in texts if header_role(text) is not None) < min(2, len(known)):
        short = all(len(text) <= _CONFIRMED for text in texts) and len(set(texts)) == len(texts)
        return short and _confirmed(rows, r, role_of)
    side = 1 if roles[0] is None else 0
    return len(set(texts)) == len(texts) and len(strangers) - side <= len(cells) // 3


def _confirmed(rows: Rows, r: int, role_of: RoleOf) -> bool:
    """Whether figures stand right below each cell of row `r` that says target or actual."""
    sides = [j for j, cell in enumerate(rows[r]) if role_of(one_line(cell.text)) in _SIDES]
    below = rows[r + 1] if r + 1 < len(rows) else ()
    return bool(sides and below) and all(
        below[j] is not rows[r][j] and (is_blank(below[j].text) or bool(find(below[j].text))) for j in sides
    )


def is_field_row(row: tuple[Cell, ...]) -> bool:
    """Whether the row holds labelled values of a form (项目名称：| … | 负责人：| …)."""
    cells = [cell for cell in distinct(row) if cell.text.strip()]
    if not cells:
        return False
    first = plain_header(cells[0].text)
    ends = one_line(cells[0].text).endswith((":", "："))
    if not ends and sum(1 for cell in cells[1:] if header_role(one_line(cell.text)) is not None) > 1:
        return False
    if first.endswith(_OF_PROJECT) and len(cells) > 1 and plain_header(cells[1].text) in _fields():
        return False  # 项目编号 | 项目名称 | 服务企业: the header of a list of projects
    return first in _fields() or (ends and len(cells) > 1 and len(first) <= _HEADER_LENGTH)


def _looks_like_header(rows: Rows, r: int) -> bool:
    """Whether the first row heads columns of figures although the vocabulary does not know its words."""
    cells = [cell for cell in distinct(rows[r]) if cell.text.strip()]
    if len(cells) < 2 or is_field_row(rows[r]) or len(rows) < r + 2:
        return False
    texts = [one_line(cell.text) for cell in cells]
    if any(_is_number(text) or len(text) > _HEADER_LENGTH for text in texts):
        return False
    below = [i for i in range(r + 1, len(rows)) if header_role(one_line(rows[i][0].text)) not in _APPARATUS]
    for j in range(1, len(rows[r])):
        if rows[r][j] is rows[r][0]:
            continue
        said = [rows[i][j].text for i in below if rows[i][j].text.strip() and rows[i][j] is not rows[r][j]]
        numbers = sum(1 for text in said if whole_quantity(text) is not None or is_blank(text))
        if said and numbers * 2 >= len(said):
            return True
    return False


def _header_end(rows: Rows, top: int, role_of: RoleOf) -> int:
    """The first row below `top` that is not part of the header."""
    end = top + 1
    while end < len(rows) and end - top < _MAX_HEADER_ROWS and _continues_header(rows, top, end, role_of):
        end += 1
    return end


def _continues_header(rows: Rows, top: int, r: int, role_of: RoleOf) -> bool:
    """Whether row `r` splits the header above it: each of its own cells lies under a wider header cell."""
    above, row = rows[r - 1], rows[r]
    own = [j for j in range(len(row)) if row[j] is not above[j] and row[j].text.strip()]
    if not own or any(_is_number(one_line(row[j].text)) or len(one_line(row[j].text)) > _HEADER_LENGTH for j in own):
        return False
    if all(_width(above, j) > _width(row, j) for j in own) or _spans_to(rows, top, r, role_of):
        return True
    wide = sum(1 for j in own if _width(above, j) > _width(row, j))
    if wide * 2 >= len(own) == len(row) and r + 1 < len(rows) and _is_figures(rows[r + 1]):
        return True  # 服务类 over two names, 评价 over one
    # Merges that the file lost: the header above has gaps just where this row speaks.
    gaps = {j for j in range(len(above)) if not above[j].text.strip()}
    silent = [j for j in range(len(row)) if not row[j].text.strip()]
    speaks = any(role_of(one_line(row[j].text)) in VALUE_ROLES or is_period(row[j].text) for j in own)
    return bool(gaps) and r == top + 1 and bool(silent) and speaks and all(j in gaps or j + 1 in gaps for j in own)


def _is_figures(row: tuple[Cell, ...]) -> bool:
    """Whether every filled cell behind the first is a quantity, and most are filled."""
    cells = distinct(row)[1:]
    said = [cell.text for cell in cells if not is_blank(cell.text)]
    return len(said) * 2 > len(cells) > 1 and all(whole_quantity(text) is not None for text in said)


def _spans_to(rows: Rows, top: int, r: int, role_of: RoleOf) -> bool:
    """Whether the name header at the left ends in row `r`, which then is a header row too."""
    corner = rows[top][0]
    return (
        role_of(one_line(corner.text)) in NAME_ROLES | {HeaderRole.ORDER}
        and rows[r][0] is corner
        and r + 1 < len(rows)
        and rows[r + 1][0] is not corner
        and len(distinct(rows[top])) > 1
        and not any(find(cell.text) or "。" in cell.text for cell in distinct(rows[r]))
    )


def _width(row: tuple[Cell, ...], j: int) -> int:
    return sum(1 for cell in row if cell is row[j])


def _open(rows: Rows, top: int, body: int, bottom: int, role_of: RoleOf, titles: list[str]) -> Region:
    columns = tuple(_column(rows, top, body, bottom, j, role_of) for j in range(len(rows[top])))
    columns = settle(rows, body, bottom, columns)
    names = name_columns(rows, body, bottom, columns)
    return Region(rows, top, body, bottom, columns, names, tuple(titles), tuple(_bands(rows[body:bottom])))


def _bands(rows: Rows) -> Iterator[str]:
    band = ""
    for row in rows:
        yield band
        if is_band(row):
            band = one_line(row[0].text)


def _column(rows: Rows, top: int, body: int, bottom: int, j: int, role_of: RoleOf) -> Column:
    texts: list[str] = []
    cells: list[Cell] = []
    for i in range(top, body):
        cell = rows[i][j]
        source = cell
        if not cell.text.strip() and i < body - 1 and j > 0:
            source = _filled(rows[i], j)
        if any(source is other for other in cells):
            continue
        cells.append(source)
        text = one_line(source.text)
        if text and (not texts or texts[-1] != text):
            texts.append(text)
    if body < bottom and cells and len(cells) == 1 and body > top and j == 0 and rows[body][j] is cells[0]:
        return Column(tuple(texts), None)  # a label at the side of the block, beside header and rows alike
    known = [role for text in reversed(texts) if (role := role_of(text)) is not None]
    telling = (role for role in known if role not in {HeaderRole.TOTAL, HeaderRole.PERIOD})
    return Column(tuple(texts), next(telling, known[-1] if known else None))


def _filled(row: tuple[Cell, ...], j: int) -> Cell:
    """The nearest header cell to the left that says something: what a lost merge would have covered."""
    for k in range(j, -1, -1):
        if row[k].text.strip():
            return row[k]
    return row[j]


def _is_number(text: str) -> bool:
    return not is_period(text) and whole_quantity(text) is not None


@lru_cache(maxsize=1)
def _fields() -> frozenset[str]:
    return frozenset(plain_header(label) for label in words().field_labels)
