"""Labelled values on forms: 预算数 185万元 | 执行数 185万元 | 执行率 100%, each in a cell beside its label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from docaudit import quantities
from docaudit.model import Interval, Part, Recomputation, RecomputationKind, Table
from docaudit.recompute.grid import Finder, quantity_of
from docaudit.recompute.values import Value, like, plain, shown
from docaudit.recompute.words import squeeze

_RATE = re.compile(r"(?:预算|资金|经费)?(?:执行|支出|使用)率")
_SPENT = re.compile(r"执行数|执行金额|支出数|实际支出|支出金额|决算数|已使用|累计支出|支出合计|实际执行|执行额")
_BUDGET = re.compile(
    r"预算数|预算金额|预算总额|预算额|批复金额|下达金额|安排金额|总预算|资金总额|到位金额|到位资金|拨款金额|预算$|预算[（(]"
)
_DISJOINT = re.compile(r"发明|实用新型|外观|硕士|博士|本科|男|女|财政|自筹|贷款|配套")
_OTHER_YEAR = re.compile(r"上年|去年|下年|明年|上一年")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A number in a cell and the label of the cell to its left."""

    label: str
    value: Value
    alone: bool = True
    """Whether no other number follows in the next cell: a labelled value and not a row of a table."""


def labelled(part: Part) -> tuple[Labelled, ...]:
    """Return every number of the part's tables that stands right of a label, in reading order."""
    find = Finder(part)
    result = []
    for block in part.blocks:
        if not isinstance(block, Table):
            continue
        for row in block.rows:
            for at, (left, cell) in enumerate(pairwise(row)):
                label = squeeze(left.text)
                if left is cell or not 2 <= len(label) <= 24 or quantities.parse(left.text) is not None:
                    continue
                value = find.value(block, cell, (left.text,))
                if value is not None:
                    after = next((c for c in row[at + 2 :] if c is not cell), None)
                    result.append(Labelled(label.rstrip(":"), value, after is None or quantity_of(after) is None))
    return tuple(result)


def form_rates(items: Sequence[Labelled]) -> Iterator[Recomputation]:
    """Recompute the budget execution rate that a form states beside budget and spending."""
    items = [item for item in items if not _OTHER_YEAR.search(item.label)]
    rates = [item for item in items if _RATE.search(item.label) and "得分" not in item.label and item.value.is_ratio]
    spent = [item for item in items if _SPENT.search(item.label) and not _RATE.search(item.label)]
    budgets = [
        item for item in items if _BUDGET.search(item.label) and not _RATE.search(item.label) and item not in spent
    ]
    if len(rates) != 1 or len(spent) != 1 or not budgets:
        return
    rate, used = rates[0], spent[0]
    usable = [b for b in budgets if b.value.dimension == used.value.dimension and b.value.number > 0]
    if not usable:
        return
    fitting = [b for b in usable if _quotient(used, b).meets(rate.value.span)]
    base = fitting[0] if fitting else usable[-1]
    number = used.value.number / base.value.number
    result = plain((number * 100).quantize(Decimal("0.01"))) + "%"
    yield Recomputation(
        kind=RecomputationKind.EXECUTION_RATE,
        printed=rate.value.figure,
        operands=(used.value.figure, base.value.figure),
        expression=f"{shown(used.value.figure)} ÷ {shown(base.value.figure)} = {result}，表中为 {shown(rate.value.figure)}",
        expected=_quotient(used, base),
        holds=bool(fitting),
        confidence=0.95 if len(usable) == 1 else 0.8,
        label=rate.label,
    )


def form_parts(items: Sequence[Labelled]) -> Iterator[Recomputation]:
    """A labelled number, 其中 and the parts that follow it in the same row: together they are not more than it."""
    rows: dict[tuple[int | None, int | None], list[Labelled]] = {}
    for item in items:
        place = item.value.figure.place
        rows.setdefault((place.table, place.row), []).append(item)
    for row in rows.values():
        at = next((i for i, item in enumerate(row) if i and item.label.startswith("其中")), None)
        if at is None:
            continue
        whole = row[at - 1]
        parts: list[Value] = []
        for item in row[at:]:
            if parts and not _DISJOINT.search(item.label):
                break
            if item.value.dimension != whole.value.dimension or item.value.is_ratio or item.value in parts:
                break
            parts.append(item.value)
        if not parts:
            continue
        added = sum((v.number for v in parts), Decimal(0))
        holds = added <= whole.value.number
        terms = " + ".join(shown(v.figure) for v in parts)
        total = f" = {like(added, whole.value.figure.quantity)}" if len(parts) > 1 else ""
        yield Recomputation(
            kind=RecomputationKind.PART_WHOLE,
            printed=whole.value.figure,
            operands=tuple(v.figure for v in parts),
            expression=f"其中 {terms}{total} {'≤' if holds else '＞'} {whole.label} {shown(whole.value.figure)}",
            expected=None,
            holds=holds,
            confidence=0.9,
            label=whole.label,
        )


def _quotient(a: Labelled, b: Labelled) -> Interval:
    return quantities.div(a.value.span, b.value.span)
