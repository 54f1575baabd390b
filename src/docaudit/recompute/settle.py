"""From all relations that were tried to the ones that are reported: one slip is one finding."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Figure, Interval, Recomputation, RecomputationKind
from docaudit.recompute.causes import one_cause
from docaudit.recompute.inventory import SURE_OF_LIST
from docaudit.recompute.values import decimals_of, misfit

_K = RecomputationKind
_QUOTIENTS = frozenset({_K.SHARE, _K.EXECUTION_RATE, _K.COMPLETION_RATE, _K.MEAN})
_NO_PROOF = frozenset({_K.PART_WHOLE, _K.CONFLICT, _K.LIMIT, _K.GRADE})
"""A part that is not more than its whole, a figure told twice and a score in its grade may still be wrong."""
_FORMULAS = _QUOTIENTS | {_K.GROWTH, _K.DIFFERENCE}


def settle(found: Iterable[Recomputation]) -> tuple[Recomputation, ...]:
    """Drop what another reading verifies, and every misfit that the same slip explains."""
    relations = list(dict.fromkeys(found))
    right = {(r.kind, r.printed.id) for r in relations if r.holds and r.kind in _FORMULAS}
    quotients = {r.printed.id for r in relations if r.holds and r.kind in _QUOTIENTS}
    in_text = {r.printed.id for r in relations if r.holds and r.printed.place.table is None and r.kind not in _NO_PROOF}
    added = {r.printed.id for r in relations if r.holds and r.kind is _K.SUM}
    wrong = [
        r
        for r in relations
        if not r.holds
        and (_of_its_own(r) or r.printed.id not in in_text)
        and (r.kind, r.printed.id) not in right
        and not (r.kind is _K.SUM and r.printed.id in quotients)  # the ratio of the totals is no sum of ratios
        and not (r.kind is _K.MEAN and r.printed.id in added)  # in a row of totals and means it is a total
    ]
    sums = {r.printed.id for r in wrong if r.kind is _K.SUM}
    gaps = {r.printed.id for r in wrong if r.kind is _K.DIFFERENCE}
    addends: dict[str, set[int]] = {}
    for relation in wrong:
        for figure in relation.operands:
            if relation.kind is not _K.SUM and figure.id in sums:
                continue
            addends.setdefault(figure.id, set()).add(id(relation))
    doubted = {id(r) for r in wrong if addends.get(r.printed.id, set()) - {id(r)}}
    wrong = sorted(wrong, key=lambda r: (_rank(r, gaps, doubted=id(r) in doubted), -r.confidence))
    reported: dict[int, Recomputation] = {}
    beside: dict[object, list[Recomputation]] = {}
    for relation in wrong:
        spots = _spots(relation)
        near = {id(other): other for spot in spots for other in beside.get(spot, ())}
        if not any(_same_slip(other, relation) or one_cause(other, relation) for other in near.values()):
            reported[id(relation)] = relation
            for spot in spots:
                beside.setdefault(spot, []).append(relation)
    return tuple(r for r in relations if r.holds or id(r) in reported)


def _of_its_own(relation: Recomputation) -> bool:
    """Whether a relation may be wrong though its figure is right elsewhere: a score's grade, a list that tells its count."""
    return relation.kind is _K.GRADE or (relation.kind is _K.COUNT_LIST and relation.confidence >= SURE_OF_LIST)


def _spots(relation: Recomputation) -> set[object]:
    """What two relations have in common when they may have one cause: a figure, or the line of two totals."""
    spots: set[object] = {f.id for f in (relation.printed, *relation.operands)}
    if relation.kind is _K.SUM:
        spots.add(_line(relation.printed))
    return spots


def _rank(relation: Recomputation, gaps: set[str], *, doubted: bool) -> int:
    """What is told first: a figure that two relations doubt is told where it is the result, then sums, then the rest.

    `gaps` are the figures that are wrong as differences: the total of such a column is told as one, too.
    """
    if relation.kind is _K.SUM and relation.printed.id in gaps:
        return 2
    if doubted and relation.kind in (_K.SUM, _K.SCORE, *_FORMULAS):
        return 0
    if relation.kind is _K.CONFLICT:
        return 0
    return 1 if relation.kind is _K.SUM else 2


def _same_slip(first: Recomputation, second: Recomputation) -> bool:
    """Whether correcting one figure of the first relation would mend the second as well."""
    if first.kind is second.kind and first.printed.id == second.printed.id:
        return True
    members, others = (first.printed, *first.operands), (second.printed, *second.operands)
    shared = {f.id for f in members} & {f.id for f in others}
    if first.kind is _K.SUM and second.kind is _K.SUM:
        return abs(misfit(first)) == abs(misfit(second)) and (bool(shared) or _same_line(first.printed, second.printed))
    if not shared:
        return False
    if first.kind is _K.CONFLICT and second.kind in _FORMULAS and len(first.operands) == 1:
        return bool(first.alternative) or _mended(first, second, misfit(first))
    if len(first.operands) == 2 and {f.id for f in first.operands} == {f.id for f in second.operands}:
        return True
    if first.kind is _K.SUM and second.kind is _K.PART_WHOLE:
        return True
    if first.kind is _K.SUM and second.kind is _K.DIFFERENCE and _same_amount(second, abs(misfit(first))):
        return True
    if first.kind is _K.SUM and second.kind in _FORMULAS:
        return _mended(first, second, misfit(first))
    if second.kind is _K.SUM and first.kind in (_K.DIFFERENCE, _K.SCORE):
        return first.printed.id in {f.id for f in second.operands} and _same_amount(first, abs(misfit(second)))
    return False


def _same_amount(relation: Recomputation, off: Decimal) -> bool:
    """Whether a result is off its formula by what a sum is off, within the formula's own rounding."""
    span, printed = relation.expected, relation.printed.quantity
    if span is None or span.low is None or span.high is None:
        return False
    factor = relation.operands[0].quantity.factor if printed.unit is None else Decimal(1)
    distances = [abs(printed.value * factor - bound) for bound in (span.low, span.high)]
    step = Decimal(1).scaleb(-decimals_of(printed)) * printed.factor * factor
    return any(min(distances) - 2 * step <= x <= max(distances) + 2 * step for x in (off, off * factor))


def _same_line(a: Figure, b: Figure) -> bool:
    """Whether two totals stand in one row of one table: a row that is off by the same everywhere has one cause."""
    return a.place.row is not None and _line(a) == _line(b)


def _line(figure: Figure) -> tuple[object, ...]:
    return figure.place.sheet, figure.place.table, figure.place.row


def _mended(slip: Recomputation, relation: Recomputation, off: Decimal) -> bool:
    """Whether a quotient, growth, difference or mean fits once the sum's slip is put right in one of its figures."""
    members = {f.id for f in slip.operands}
    if relation.kind is _K.MEAN and len(relation.operands) > 2:
        return _mended_mean(slip.printed.id, relation, off)
    if len(relation.operands) != 2:
        return False
    a, b = relation.operands
    for changed in (relation.printed, a, b):
        change = off if changed.id in members else -off if changed.id == slip.printed.id else None
        if change is None:
            continue
        first, second = (f.quantity.value + (change if f is changed else 0) for f in (a, b))
        wanted = quantities.interval(relation.printed.quantity)
        if changed is relation.printed and wanted.low is not None and wanted.high is not None:
            wanted = Interval(wanted.low + change, wanted.high + change)
        result = _formula(relation.kind, first, second)
        spans = (wanted, quantities.times(wanted, Decimal("0.01")), quantities.times(wanted, a.quantity.factor))
        if result is not None and any(s.meets(Interval(result, result)) for s in spans):
            return True
    return False


def _mended_mean(wrong: str, relation: Recomputation, off: Decimal) -> bool:
    """Whether the mean of several figures fits once one of them is less by what it is off as a sum."""
    if wrong not in {f.id for f in relation.operands}:
        return False
    number = (sum((f.quantity.value for f in relation.operands), Decimal(0)) - off) / len(relation.operands)
    return quantities.interval(relation.printed.quantity, exact=False).meets(Interval(number, number))


def _formula(kind: RecomputationKind, a: Decimal, b: Decimal) -> Decimal | None:
    if kind in _QUOTIENTS:
        return a / b if b else None
    if kind is _K.GROWTH:
        return (a - b) / b if b else None
    return a - b if kind is _K.DIFFERENCE else None
