"""Weights of a scoring table: they make 100, and the rows of a group make what its headline says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import islice, pairwise

from docaudit import quantities
from docaudit.model import Figure, Interval, Recomputation, RecomputationKind
from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.sums import sum_text
from docaudit.recompute.values import Value, digits_text, plain, shown, total
from docaudit.recompute.words import squeeze, total_word

HUNDRED = Decimal(100)
_WEIGHT = re.compile(r"分值|权重|标准分|满分|权数|基准分|设定分")
_SCORE = re.compile(r"得分|自评分|评价分|评分$|实得|打分")
_NOT_WEIGHT = re.compile(r"得分|说明|依据|评分标准")
_HEADLINE = re.compile(
    r"(?:[（(【]?(?:权重|分值|共|满分)?[:：]?\s*(\d{1,3}(?:\.\d+)?)\s*(分|%)\s*[）)】]?|[（(](\d{1,3}(?:\.\d+)?)[)）])$"
)


def weight_heads(grid: Grid) -> list[Line]:
    """Return the columns that hold weights (分值, 权重)."""
    return [head for head in grid.heads if _is_weight(head.label)]


@lru_cache(maxsize=4096)
def _is_weight(text: str) -> bool:
    label = squeeze(text)
    return bool(_WEIGHT.search(label)) and not _NOT_WEIGHT.search(label)


def score_heads(grid: Grid) -> list[Line]:
    """Return the columns that hold scores (得分, 自评分)."""
    return [head for head in grid.heads if _is_score(head.label)]


@lru_cache(maxsize=4096)
def _is_score(text: str) -> bool:
    label = re.sub(r"[（(][^（）()]*[)）]", "", squeeze(text))
    product = re.search(r"[=＝].*[×*]", label)  # 加权得分C=A×B is more than the weight A
    return bool(_SCORE.search(label)) and not label.endswith("率") and "标准" not in label and product is None


_ROLES = {"weight": weight_heads, "score": score_heads}


class Funds:
    """The weights and scores of the funds block of a form, which stand in another stretch than the total row."""

    def __init__(self, grids: tuple[Grid, ...]) -> None:
        blocks = [g for g in grids if any("执行率" in squeeze(label) for h in g.heads for label in h.labels[-1:])]
        self._extra = {role: list(_values(blocks, heads)) for role, heads in _ROLES.items()}
        self._roles: dict[str, str] = {}
        for role, heads in _ROLES.items():
            for value in _values(grids, heads):
                self._roles.setdefault(value.figure.id, role)

    def added_to(self, sums: Iterable[Recomputation]) -> Iterator[Recomputation]:
        """Yield the sums, with the weight or score of the funds block added to a total that is off without it."""
        for made in sums:
            role = self._roles.get(made.printed.id)
            yield made if made.holds or role is None else self._added(made, self._extra[role])

    def _added(self, made: Recomputation, extra: list[Value]) -> Recomputation:
        own = {f.id for f in (made.printed, *made.operands)}
        more = list(islice((v for v in extra if v.figure.id not in own and not v.is_ratio), 2))
        if len(more) != 1 or made.expected is None:
            return made
        operands = (*made.operands, more[0].figure)
        added = sum((f.quantity.value for f in operands), Decimal(0))
        off, before = made.printed.quantity.value - added, made.printed.quantity.value - added + more[0].number
        if abs(off) >= abs(before):
            return made
        terms = "、".join(
            (f"{len(made.operands)}项指标之和 {plain(added - more[0].number)}", f"预算执行 {shown(more[0].figure)}")
        )
        return replace(
            made,
            operands=operands,
            expression=f"{terms}，相加为 {plain(added)}，表中为 {digits_text(made.printed.quantity)}",
            holds=off == 0,
            confidence=0.9,
        )


def _values(grids: Iterable[Grid], heads: Callable[[Grid], list[Line]]) -> Iterator[Value]:
    return (value for grid in grids for head in heads(grid) for _, value in grid.column(head))


def weights(grids: tuple[Grid, ...]) -> Iterator[Recomputation]:
    """Recompute the weights in the tables of one part: group headlines, nested weights, and the total of 100."""
    for grid in grids:
        for head in weight_heads(grid):
            yield from _headlines(grid, head)
        yield from _nested(grid)
    yield from _hundreds(grids)


@dataclass(frozen=True, slots=True)
class _Weights:
    """A weight column: its parts, its printed total if it has one, and whether it belongs to a block of funds."""

    grid: Grid
    head: Line
    parts: tuple[Value, ...]
    printed: Value | None

    @property
    def of_funds(self) -> bool:
        """Whether this is the weight of the budget execution rate, beside the funds."""
        return any("执行率" in squeeze(label) for h in self.grid.heads for label in h.labels[-1:])


def _hundreds(grids: tuple[Grid, ...]) -> Iterator[Recomputation]:
    """The weights of a scoring table, with those of the funds block above it, make 100."""
    found = []
    for grid in grids:
        for head in weight_heads(grid):
            cells = [(line, v) for line, v in grid.column(head) if not v.is_ratio or "权重" in squeeze(head.label)]
            printed = next((v for line, v in reversed(cells) if _is_grand(line)), None)
            parts = tuple(v for line, v in cells if not any(map(total_word, line.labels)))
            if parts or printed:
                found.append(_Weights(grid, head, parts, printed))
    funds = [w for w in found if w.of_funds and len(w.parts) <= 2]
    extra = sum((v.number for w in funds for v in w.parts), Decimal(0))
    main = [w for w in found if w not in funds]
    rated = any("执行率" in squeeze(label) for g in grids for h in (*g.heads, *g.lines) for label in h.labels)
    for weights in main:
        yield from _hundred(weights, extra, rated=rated, alone=len(main) == 1)


def _hundred(weights: _Weights, extra: Decimal, *, rated: bool, alone: bool) -> Iterator[Recomputation]:
    """One weight column against 100, alone, with the funds' own weight, or leaving the usual 10 or 20 for it."""
    sample = weights.printed or weights.parts[0]
    whole = Decimal(1) if sample.is_ratio else HUNDRED
    left_out = {Decimal(0), extra} | ({Decimal(10), Decimal(20)} if rated and not extra else set())
    if weights.printed is not None:
        number = weights.printed.number
        if whole * Decimal("0.8") <= number <= whole * Decimal("1.2"):
            fits = any(number + other == whole for other in left_out)
            yield _weight_total(weights.head, weights.printed.figure, (weights.printed,), number, whole, holds=fits)
        return
    if len(weights.parts) < 4 or not score_heads(weights.grid):
        return
    sums = _readings(weights.grid, weights.head)
    if any(s + other == whole for s in sums for other in left_out):
        yield _weight_total(weights.head, weights.parts[0].figure, weights.parts, whole, whole, holds=True)
        return
    own = sums[0] + extra
    if alone and whole * Decimal("0.85") <= own <= whole * Decimal("1.15"):
        yield _weight_total(weights.head, weights.parts[0].figure, weights.parts, own, whole, holds=False)


def _is_grand(line: Line) -> bool:
    words = [w for label in line.labels if (w := total_word(label))]
    return bool(words) and "小计" not in words and not any(squeeze(x) for x in line.labels if not total_word(x))


def _readings(grid: Grid, head: Line) -> list[Decimal]:
    """The sums that the weights may make: all of them, or one level of the hierarchy."""
    cells = [(line, v) for line, v in grid.column(head) if not any(map(total_word, line.labels))]
    depths = sorted({len(line.labels) for line, _ in cells})
    sums = [sum((v.number for _, v in cells), Decimal(0))]
    sums += [sum((v.number for line, v in cells if len(line.labels) == depth), Decimal(0)) for depth in depths]
    return sums


def _weight_total(
    head: Line, printed: Figure, operands: tuple[Value, ...], number: Decimal, whole: Decimal, *, holds: bool
) -> Recomputation:
    shown_whole = "100%" if whole == 1 else "100"
    got = plain(number * 100) + "%" if whole == 1 else plain(number)
    sign = "=" if holds else "≠"
    return Recomputation(
        kind=RecomputationKind.WEIGHT_TOTAL,
        printed=printed,
        operands=tuple(v.figure for v in operands),
        expression=f"{squeeze(head.label)}合计 {got} {sign} {shown_whole}",
        expected=Interval(whole, whole),
        holds=holds,
        confidence=0.95 if len(operands) == 1 else 0.8,
        label=f"{squeeze(head.label)}合计",
    )


def _headlines(grid: Grid, head: Line) -> Iterator[Recomputation]:
    """A group that names its own weight, 产出目标(34分), against the weights of its rows."""
    groups: dict[tuple[int, str], list[tuple[Line, Value]]] = {}
    for line, value in grid.column(head):
        if any(map(total_word, line.labels)):
            continue
        for label, key in zip(line.labels, line.keys, strict=True):
            if _HEADLINE.search(squeeze(label)):
                groups.setdefault((key, label), []).append((line, value))
    for (_, label), members in groups.items():
        found = _HEADLINE.search(squeeze(label))
        if found is None or len(members) < 2:
            continue
        values = [v for _, v in members]
        stated = Decimal(found[1] or found[3])
        if found[2] == "%" and values[0].is_ratio:
            stated /= 100
        added = sum((v.number for v in values), Decimal(0))
        inner = [v.number for line, v in members if squeeze(line.labels[-1]) != squeeze(label)]
        holds = stated in (added, sum(inner, Decimal(0)))
        if not holds and abs(stated - added) > max(stated, added) / 2:
            continue
        yield Recomputation(
            kind=RecomputationKind.SUM,
            printed=_headline_figure(grid, members[0][0], label, values[0]),
            operands=tuple(v.figure for v in values),
            expression=f"{_terms(values)} = {plain(added)}，组名中为 {found[0].strip('（()）【】')}",
            expected=Interval(added, added),
            holds=holds,
            confidence=0.95,
            label=squeeze(label),
        )


def _headline_figure(grid: Grid, line: Line, label: str, like: Value) -> Figure:
    """The figure in a group's label; it stands in the label's cell."""
    cell = next((c for c in grid.table.rows[line.at] if c.text.strip() == label.strip()), None)
    if cell is None:
        cell = next((c for row in grid.table.rows for c in row if c.text.strip() == label.strip()), None)
    place = cell.place if cell is not None else like.figure.place
    found = _HEADLINE.search(squeeze(label))
    stated = quantities.parse(found[0].strip("（()）【】")) if found else None
    quantity = stated if stated is not None else like.figure.quantity
    return Figure(id=f"{like.figure.id}h", quantity=quantity, name=squeeze(label), place=place, context=place.quote)


def _terms(values: list[Value]) -> str:
    terms = [digits_text(v.figure.quantity) for v in values]
    return " + ".join(terms) if len(terms) <= 12 else f"{len(terms)}项之和 {' + '.join(terms[:3])} + … + {terms[-1]}"


def _nested(grid: Grid) -> Iterator[Recomputation]:
    """Two weight columns: a first-level weight in a merged cell against the second-level weights beside it."""
    heads = weight_heads(grid)
    for outer, inner in pairwise(heads):
        for line, value in grid.column(outer):
            cell = grid.cell(line, outer)
            span = cell.column_span if grid.turned else cell.row_span
            if span < 2 or any(map(total_word, line.labels)):
                continue
            inside = {cell.row + k for k in range(span)}
            values = [v for own, v in grid.column(inner) if own.at in inside]
            if len(values) < 2 or len({v.dimension for v in (*values, value)}) != 1:
                continue
            added = sum((v.number for v in values), Decimal(0))
            if value.is_ratio and added == 1 and value.number != 1:
                continue
            yield Recomputation(
                kind=RecomputationKind.SUM,
                printed=value.figure,
                operands=tuple(v.figure for v in values),
                expression=sum_text(values, value, added),
                expected=total(v.span for v in values),
                holds=added == value.number,
                confidence=0.9,
                label=f"{line.labels[0] if line.labels else ''}{squeeze(outer.label)}",
            )
