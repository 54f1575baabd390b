"""What wrong figures of a table may have to be: rows that come right with those do not speak against a formula."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from docaudit.model import Recomputation, RecomputationKind

Repairs = Mapping[str, tuple[Decimal, ...]]
"""Ids of doubted figures with the values (base units) that would mend the sums they stand in."""

_LINEAR = frozenset({RecomputationKind.SUM, RecomputationKind.DIFFERENCE})


def repairs_of(relations: Iterable[Recomputation]) -> Repairs:
    """Return what the misfits among sums and balances would have their figures be, each on its own."""
    found: dict[str, dict[Decimal, None]] = {}
    for relation in relations:
        span, printed = relation.expected, relation.printed
        if relation.holds or relation.kind not in _LINEAR or span is None or span.low is None or span.high is None:
            continue
        number = (span.low + span.high) / 2
        off = printed.quantity.value - number
        found.setdefault(printed.id, {})[number] = None
        for figure in relation.operands:
            if figure.quantity.factor == printed.quantity.factor:
                own = found.setdefault(figure.id, {})
                own[figure.quantity.value + off] = None
                if relation.kind is RecomputationKind.DIFFERENCE:
                    own[figure.quantity.value - off] = None
    return {key: tuple(numbers) for key, numbers in found.items()}
