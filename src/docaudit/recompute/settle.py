"""From all relations that were tried to the ones that are reported: one slip is one finding."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Interval, Recomputation, RecomputationKind

_K = RecomputationKind
_QUOTIENTS = frozenset({_K.SHARE, _K.EXECUTION_RATE, _K.COMPLETION_RATE, _K.MEAN})


def settle(found: Iterable[Recomputation]) -> tuple[Recomputation, ...]:
    """Drop what another reading verifies, and every misfit that the same slip explains."""
    relations = list(dict.fromkeys(found))
    right = {(r.kind, r.printed.id) for r in relations if r.holds}
    in_text = {r.printed.id for r in relations if r.holds and r.printed.place.table is None}
    kept = [r for r in relations if r.holds]
    wrong: list[Recomputation] = []
    for relation in relations:
        if relation.holds or relation.printed.id in in_text:
            continue
        if relation.kind is not _K.SUM and (relation.kind, relation.printed.id) in right:
            continue
        wrong.append(relation)
    wrong.sort(key=lambda r: (r.kind is not _K.SUM, -r.confidence))
    reported: list[Recomputation] = []
    for relation in wrong:
        if not any(_same_slip(other, relation) for other in reported):
            reported.append(relation)
    order = {id(r): i for i, r in enumerate(relations)}
    return tuple(sorted(kept + reported, key=lambda r: order[id(r)]))


def _same_slip(first: Recomputation, second: Recomputation) -> bool:
    """Whether correcting one figure of the first relation would mend the second as well."""
    if first.printed.id == second.printed.id and first.kind is second.kind:
        return True
    ids = {f.id for f in (first.printed, *first.operands)}
    shared = ids & {f.id for f in (second.printed, *second.operands)}
    if not shared or first.kind is not _K.SUM:
        return False
    off = _off(first)
    if second.kind is _K.SUM:
        return abs(_off(second)) == abs(off)
    if first.printed.id == second.printed.id:
        return True
    return _mended(first, second, off)


def _off(relation: Recomputation) -> Decimal:
    return relation.printed.quantity.value - sum((f.quantity.value for f in relation.operands), Decimal(0))


def _mended(slip: Recomputation, relation: Recomputation, off: Decimal) -> bool:
    """Whether a quotient, growth or difference fits once the sum's slip is put right in one of its operands."""
    if len(relation.operands) != 2:
        return False
    wanted = quantities.interval(relation.printed.quantity)
    members = {f.id for f in slip.operands}
    for k, figure in enumerate(relation.operands):
        if figure.id in members:
            change = off
        elif figure.id == slip.printed.id:
            change = -off
        else:
            continue
        values = [f.quantity.value for f in relation.operands]
        values[k] += change
        result = _formula(relation.kind, *values)
        if result is not None and any(s.meets(Interval(result, result)) for s in (wanted, _hundredth(wanted))):
            return True
    return False


def _formula(kind: RecomputationKind, a: Decimal, b: Decimal) -> Decimal | None:
    if kind in _QUOTIENTS:
        return a / b if b else None
    if kind is _K.GROWTH:
        return (a - b) / b if b else None
    return a - b if kind is _K.DIFFERENCE else None


def _hundredth(span: Interval) -> Interval:
    return Interval(None if span.low is None else span.low / 100, None if span.high is None else span.high / 100)
