"""Amounts that have the same digits and differ by a power of ten that only a wrong unit explains."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from docaudit import quantities
from docaudit.checks.base import Case, Hit, Holds, Result, Scope, check, evidence
from docaudit.model import Figure, Interval, Kind, Relation

_SHIFTS = (Decimal(10000), Decimal(100000000), Decimal(1000))
_COMMON = frozenset(
    {"万元", "项目", "资金", "金额", "其中", "合计", "经费", "年度", "单位", "预算数", "目标", "指标", "完成", "实际"}
)


_TOTAL = re.compile(r"总(?:投入|投资|经费|预算|额|金额)|(?:投资|经费|预算|资金)总额")
_TOTALS = {"总额#1", "总额#2", "总额#3"}
"""The one total of a project goes by many names."""


@dataclass(frozen=True, slots=True)
class _Amount:
    """An amount of money somewhere in the project, with the words that name it."""

    figure: Figure
    stage: Kind
    words: frozenset[str]
    digits: int
    span: Interval


@check(Scope.PROJECT, says=("label", "computation", "times"))
def unit_scale(case: Case, *, digits: int = 2) -> Iterator[Result]:
    """One amount is not stated 10³, 10⁴ or 10⁸ apart; `digits` are the significant digits that two amounts must share."""
    amounts = [a for part in case.project.parts for f in part.figures if (a := _amount(f, part.kind)) is not None]
    told: set[tuple[Decimal, Decimal]] = set()
    for a, b in combinations(amounts, 2):
        if a.digits < digits or b.digits < digits:
            continue
        small, big = sorted((a, b), key=lambda x: x.figure.quantity.value)
        values = (small.figure.quantity.value, big.figure.quantity.value)
        if not _same_name(a, b) or values in told:
            continue
        if small.span.meets(big.span):
            if small.figure.quantity.factor != big.figure.quantity.factor:
                told.add(values)
                yield Holds(
                    f"{_shown(small.figure)} = {_shown(big.figure)}",
                    tuple(evidence(x.figure, x.stage) for x in (small, big)),
                )
            continue
        times = next((s for s in _SHIFTS if _times(small.span, s).meets(big.span)), None)
        if times is None:
            continue
        told.add(values)
        first, second = _rarer(small, big, amounts)
        computation = f"{_shown(big.figure)} 与 {_shown(small.figure)}"
        yield Hit(
            evidence=(evidence(first.figure, first.stage), evidence(second.figure, second.stage)),
            says={
                "label": first.figure.name or second.figure.name or "金额",
                "computation": computation,
                "times": f"{times:f}",
            },
            computation=f"{_shown(big.figure)} ÷ {_shown(small.figure)} ≈ {times:f}",
            confidence=0.95 if min(a.digits, b.digits) >= 4 else 0.85,
            key=(f"{small.figure.quantity.value.normalize()}", f"{big.figure.quantity.value.normalize()}"),
        )


def _amount(figure: Figure, stage: Kind) -> _Amount | None:
    quantity = figure.quantity
    level = quantity.relation is Relation.EQ or (quantity.relation is Relation.GE and quantity.reached)
    if not (quantity.dimension or "").startswith("money") or not level or quantity.approximate or quantity.value <= 0:
        return None
    name = figure.name or (figure.path[-1] if figure.path else "")
    before = figure.context[: figure.start] if figure.place.table is None else ""
    context = re.split(r"[\d，,。；;：:、（）()]", before)[-1][-14:]
    words = _TOTALS if _TOTAL.search(name + context) else set()
    heads = "".join(figure.path[-1:]) if figure.place.table is not None else ""
    words = words | _bigrams(name) | _bigrams(context) | _bigrams(heads)
    digits = len(quantity.number.normalize().as_tuple().digits)
    return _Amount(figure, stage, frozenset(words - _COMMON), digits, quantities.interval(quantity))


def _bigrams(text: str) -> set[str]:
    chinese = "".join(c for c in text if "\u4e00" <= c <= "\u9fff")
    return {chinese[i : i + 2] for i in range(len(chinese) - 1)}


def _same_name(a: _Amount, b: _Amount) -> bool:
    """The fewer digits the amounts share, the more of their names must agree."""
    shared = len(a.words & b.words)
    digits = min(a.digits, b.digits)
    least = 1 if digits >= 4 else 2 if digits == 3 else 3
    return shared >= least or (shared >= 2 and (a.words <= b.words or b.words <= a.words))


def _times(span: Interval, factor: Decimal) -> Interval:
    return Interval(None if span.low is None else span.low * factor, None if span.high is None else span.high * factor)


def _rarer(a: _Amount, b: _Amount, amounts: list[_Amount]) -> tuple[_Amount, _Amount]:
    """The two, the one first whose value fewer places of the project state."""
    counts = [sum(x.span.meets(other.span) for other in amounts) for x in (a, b)]
    return (a, b) if counts[0] <= counts[1] else (b, a)


def _shown(figure: Figure) -> str:
    quantity = figure.quantity
    unit = quantity.unit.text if quantity.unit is not None and quantity.unit.text not in quantity.text else ""
    return f"{quantity.text}{unit}"
