"""What the columns before it add up to: 年初预算 + 追加 − 核减 = 调整后预算, 一季度 + … + 四季度 = 全年, 基础得分 + 加分 − 扣分 = 总分."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import product

from docaudit import quantities
from docaudit.model import Interval, Recomputation, RecomputationKind
from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.operands import figures_columns
from docaudit.recompute.readings import kind_of
from docaudit.recompute.row_rules import Reckoned, Rule, by_rows, term
from docaudit.recompute.values import Value
from docaudit.recompute.words import is_less, is_of_which, never_summed, squeeze, total_word

_K = RecomputationKind
_RESULT = re.compile(
    r"合计|总计|小计|共计|总[分额数计量]|全年|全部|全市|可用|可支配|来源合计|调整后|变更后|调整数|期末|年末|月末|季末|累计|结余|结存|余额|得分|成绩|净额|现有|实有|在册|^计$"
)
_RATES = frozenset({_K.EXECUTION_RATE, _K.COMPLETION_RATE, _K.SCORE, _K.SHARE, _K.GROWTH, _K.MEAN})
_ZERO = Interval(Decimal(0), Decimal(0))
_MOST = 13
_TRIED = 4
"""Up to so many terms every way to sign them is tried; of more only what the headers say."""


def row_sums(grid: Grid, mended: dict[str, Decimal]) -> Iterator[Recomputation]:
    """Recompute the columns that are signed sums of the ones right before them, each by the rule its rows bear out."""
    columns = [h for h in figures_columns(grid) if _added(grid, h)]
    for i, head in enumerate(columns):
        yield from by_rows(grid, head, _rules(grid, head, columns[:i]), mended)


def _added(grid: Grid, head: Line) -> bool:
    """Whether a column holds amounts that are added and taken away."""
    ratios = [v.is_ratio for _, v in grid.column(head)]
    label = squeeze(head.label)
    if 2 * sum(ratios) > len(ratios) or is_of_which(label):
        return False
    return kind_of(head) not in _RATES and not never_summed(label, of_row=False)


def _rules(grid: Grid, head: Line, before: list[Line]) -> Iterator[Rule]:
    named = bool(_RESULT.search(squeeze(head.label)))
    is_total = any(map(total_word, head.labels))
    for width in range(2, min(len(before), _MOST) + 1):
        run = before[-width:]
        worded = tuple(-1 if k and is_less(h.label) else 1 for k, h in enumerate(run))
        signs = {worded, (1,) * width}
        if width <= _TRIED:
            signs |= {(1, *rest) for rest in product((1, -1), repeat=width - 1)}
        for chosen in sorted(signs, reverse=True):
            if (chosen == (1, -1) and kind_of(head) is _K.DIFFERENCE) or (is_total and min(chosen) > 0):
                continue  # a difference, or a plain total: both are recomputed by rules of their own
            terms = tuple(zip(chosen, run, strict=True))
            yield _rule(grid, head, terms, named=named, worded=chosen == worded)


def _rule(grid: Grid, head: Line, terms: tuple[tuple[int, Line], ...], *, named: bool, worded: bool) -> Rule:
    def read(line: Line) -> Reckoned | None:
        printed = grid.values.get((line.at, head.at))
        values = [v for _, own in terms if (v := grid.values.get((line.at, own.at))) is not None]
        if printed is None or len({v.figure.id for v in values}) != len(terms):
            return None
        units = {v.figure.quantity.factor for v in (*values, printed) if v.dimension is not None}
        if len({v.dimension for v in (*values, printed)} - {None}) > 1 or (
            len(units) > 1 and not _same(values, printed)
        ):
            return None
        unit = next(iter(units)) if len(units) == 1 else Decimal(1)
        scale = [Decimal(1) if v.dimension is not None else unit for v in values]
        out = Decimal(1) if printed.dimension is not None else 1 / unit
        number, span = Decimal(0), _ZERO
        for (sign, _), value, factor in zip(terms, values, scale, strict=True):
            number += sign * value.number * factor
            own = quantities.times(value.span, factor)
            span = quantities.add(span, own) if sign > 0 else quantities.sub(span, own)
        telling = sum(v.number != 0 for v in values) >= 2
        number, span = number * out, quantities.times(span, out)
        return Reckoned(number, span, tuple(values), abs(number) if telling else Decimal(0))

    def text(reckoned: Reckoned) -> str:
        parts = [term(reckoned.operands[0])]
        for (sign, _), value in zip(terms[1:], reckoned.operands[1:], strict=True):
            shown = f"（{term(value)}）" if value.number < 0 else term(value)
            parts.append(f"{'+' if sign > 0 else '−'} {shown}")
        return " ".join(parts)

    kind = _K.SUM if all(s > 0 for s, _ in terms) else _K.DIFFERENCE
    meant = named and worded
    likely = named or kind is _K.SUM
    least, digits, apart = (2, 5.0, 2) if meant else (3, 6.5 if likely else 9.0, 3)
    return Rule(kind, read, text, meant, least, digits, exact=True, apart=apart)


def _same(values: list[Value], printed: Value) -> bool:
    """Whether all figures say what they measure, so that their units may differ."""
    return len({v.dimension for v in (*values, printed)}) == 1
