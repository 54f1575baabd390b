"""What a computed cell may be computed from: the columns of its line, the line before it, and the totals."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from docaudit import quantities
from docaudit.model import Figure, Interval, Relation
from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.values import Value, digits_text, like, plain, shown, total
from docaudit.recompute.words import is_identifier, squeeze, total_word

_MOST = 12
_MOST_ADDED = 24
_WHOLE = re.compile(
    r"^(?:全[市省县区国州校院年体部系盟旗]|总体|整体|合计|年度合计|全年合计)$|总额$|总数$|总量$|总人数$|合计数$"
)


@dataclass(frozen=True, slots=True)
class Term:
    """One operand of one cell: its number, what it may stand for (base units), and the figures behind it."""

    number: Decimal
    span: Interval
    factor: Decimal
    dimension: str | None
    figures: tuple[Figure, ...]
    digits: str
    text: str
    ceiling: bool = False
    """Whether it is an upper bound (≤12%), so that less is better."""

    floats: tuple[float, float, float] = field(init=False)
    """Number, lower and upper end, for the search."""
    bare: tuple[float, float, float] = field(init=False)
    """The same as printed, in no unit; a ratio stays a ratio."""
    first: str | None = field(init=False)
    """Id of the first figure behind it."""

    def __post_init__(self) -> None:
        """Reckon the floats once: every formula tried uses them."""
        low = self.span.low if self.span.low is not None else self.number
        high = self.span.high if self.span.high is not None else self.number
        floats = float(self.number), float(low), float(high)
        unit = 1.0 if self.dimension == "ratio" else 1 / float(self.factor)
        object.__setattr__(self, "floats", floats)
        object.__setattr__(self, "bare", tuple(end * unit for end in floats))
        object.__setattr__(self, "first", self.figures[0].id if self.figures else None)


@dataclass(frozen=True, slots=True)
class Operand:
    """A column, or what can be derived from one, with a term for every line that has it."""

    name: str
    heads: frozenset[int]
    terms: Mapping[int, Term]
    derived: str = ""
    """"" for the column itself | "prev" | "sofar" | "together" | "total" | "all" | "constant"."""


def term_of(value: Value) -> Term:
    """Return a value of the table as a term."""
    quantity = value.figure.quantity
    ceiling = quantity.relation in (Relation.LE, Relation.LT)
    return Term(
        value.number,
        value.span,
        quantity.factor,
        value.dimension,
        (value.figure,),
        digits_text(quantity),
        shown(value.figure),
        ceiling,
    )


def is_whole(grid: Grid, line: Line) -> bool:
    """Whether a line is the total of others: by its word, or as the first or last line by 全市, 总体 and the like."""
    if any(map(total_word, line.labels)):
        return True
    edge = bool(grid.lines) and line.at in (grid.lines[0].at, grid.lines[-1].at)
    return edge and bool(_WHOLE.search(squeeze(line.label)))


def figures_columns(grid: Grid) -> list[Line]:
    """Return the columns that hold quantities: no codes, years, serial numbers or telephones."""
    return [h for h in grid.heads if not is_identifier(h.label, [v.figure.quantity for _, v in grid.column(h)])]


def operands_of(grid: Grid, head: Line) -> list[Operand]:
    """Return every operand that a cell of the column `head` may have, columns near it first."""
    others = [h for h in figures_columns(grid) if h.at != head.at]
    others.sort(key=lambda h: abs(h.at - head.at))
    return [column_of(grid, other) for other in others[:_MOST]]


def column_of(grid: Grid, head: Line) -> Operand:
    """Return a column as an operand."""
    terms = {line.at: term_of(v) for line in grid.lines if (v := grid.bounds.get((line.at, head.at))) is not None}
    return Operand(squeeze(head.title), frozenset({head.at}), terms)


def before(grid: Grid, column: Operand) -> Operand:
    """Return the column shifted by one line: what the line before says."""
    lines = [line for line in grid.lines if not is_whole(grid, line)]
    terms = {
        line.at: column.terms[last.at]
        for last, line in pairwise(lines)
        if last.at in column.terms and line.at in column.terms
    }
    return Operand(f"上一行{column.name}", column.heads, terms, "prev")


def so_far(grid: Grid, column: Operand) -> Operand:
    """Return the running sum of a column."""
    terms: dict[int, Term] = {}
    sofar: Term | None = None
    for line in grid.lines:
        if is_whole(grid, line):
            break
        own = column.terms.get(line.at)
        if own is None:
            continue
        if sofar is None:
            sofar = own
            continue
        number = sofar.number + own.number
        figures = (*sofar.figures, own.figures[0]) if len(sofar.figures) < _MOST_ADDED else sofar.figures
        text = like(number, own.figures[0].quantity, unit=False)
        span = quantities.add(sofar.span, own.span)
        sofar = Term(number, span, own.factor, own.dimension, figures, text, text)
        terms[line.at] = sofar
    return Operand(f"{column.name}累计", column.heads, terms, "sofar")


def together(grid: Grid, columns: Sequence[Operand]) -> Iterator[Operand]:
    """Yield the sums of two or three neighbouring columns: 很满意 + 满意."""
    ordered = sorted(columns, key=lambda o: min(o.heads))
    for width in (2, 3):
        for i in range(len(ordered) - width + 1):
            group = ordered[i : i + width]
            terms = {
                line.at: _added([o.terms[line.at] for o in group], joined=True)
                for line in grid.lines
                if all(line.at in o.terms for o in group) and len({o.terms[line.at].dimension for o in group}) == 1
            }
            if len(terms) >= 2 and not any(t.dimension == "ratio" for t in terms.values()):
                name = "+".join(o.name for o in group)
                yield Operand(f"（{name}）", frozenset().union(*(o.heads for o in group)), terms, "together")


def constant(column: Operand, results: Mapping[int, tuple[Decimal, Decimal]], *, bare: bool = False) -> Operand | None:
    """Return the one base that most cells of a rate have in common: column ÷ rate, whatever it is.

    `results` are the lowest and highest value of the rate in each line, as ratios; `bare` ones are means in the units
    printed, and what they have in common is then a whole number.
    """
    spans: list[tuple[Decimal, Decimal]] = []
    for at, (low, high) in results.items():
        term = column.terms.get(at)
        if term is None or low <= 0 or term.number <= 0:
            continue
        ends = quantities.times(term.span, 1 / term.factor) if bare else term.span
        if ends.low is not None and ends.high is not None and ends.low > 0:
            spans.append((ends.low / high, ends.high / low))
    starts, ends_at = sorted(low for low, _ in spans), sorted(high for _, high in spans)
    counts = [bisect_right(starts, low) - bisect_left(ends_at, low) for low, _ in spans]
    if max(counts, default=0) < 3:
        return None
    base = spans[counts.index(max(counts))][0]
    top = min(high for low, high in spans if low <= base <= high)
    sample = next(iter(column.terms.values()))
    middle = (base + top) / 2
    if bare:
        middle = middle.to_integral_value()
        if not base <= middle <= top or middle <= 1:
            return None
        text = plain(middle)
        term = Term(middle, Interval(middle, middle), Decimal(1), None, (), text, text)
        return Operand("同一基数", frozenset(), dict.fromkeys(column.terms, term), "constant")
    text = f"同一基数（约{plain((middle / sample.factor).quantize(Decimal('0.01')))}）"
    term = Term(middle, Interval(base, top), sample.factor, sample.dimension, (), text, text)
    return Operand("同一基数", frozenset(), dict.fromkeys(column.terms, term), "constant")


def totals_of(grid: Grid, column: Operand) -> Iterator[Operand]:
    """Yield what a line may be a share of: the total above or below it, the grand total, or all lines together."""
    wholes = [line for line in grid.lines if is_whole(grid, line) and line.at in column.terms]
    seen: list[dict[int, int]] = []
    choices: tuple[tuple[str, Callable[[Line], int | None]], ...] = (
        ("总计", lambda _: wholes[-1].at if wholes else None),
        ("首行总计", lambda _: wholes[0].at if wholes else None),
        ("本组合计", lambda line: next((own.at for own in wholes if own.at > line.at and _above(own, line)), None)),
        ("上方合计", lambda line: next((own.at for own in reversed(wholes) if own.at < line.at), None)),
    )
    for name, choose in choices:
        chosen = {line.at: at for line in grid.lines if (at := choose(line)) is not None and line.at != at}
        if len(chosen) < 2 or chosen in seen:
            continue
        seen.append(chosen)
        yield Operand(
            f"{column.name}{name}", column.heads, {at: column.terms[whole] for at, whole in chosen.items()}, "total"
        )
    parts = [line.at for line in grid.lines if not is_whole(grid, line) and line.at in column.terms]
    if len(parts) >= 2 and len({column.terms[at].dimension for at in parts}) == 1:
        added = _added([column.terms[at] for at in parts])
        if any(column.terms[line.at].span.meets(added.span) for line in wholes):
            return  # the same as the grand total, which the group totals have a share of as well
        yield Operand(f"{column.name}各项之和", column.heads, dict.fromkeys(parts, added), "all")


def _above(whole: Line, line: Line) -> bool:
    """Whether a total may be that of a line: a subtotal is no part of another one."""
    words = [next((w for label in reversed(own.labels) if (w := total_word(label))), None) for own in (whole, line)]
    return words != ["小计", "小计"]


def _added(terms: list[Term], *, joined: bool = False) -> Term:
    number = sum((t.number for t in terms), Decimal(0))
    sample = terms[0]
    text = like(number, sample.figures[0].quantity, unit=False)
    if joined:
        text = f"（{' + '.join(t.digits for t in terms)}）"
    figures = tuple(f for t in terms for f in t.figures)
    return Term(number, total(t.span for t in terms), sample.factor, sample.dimension, figures, text, text)
