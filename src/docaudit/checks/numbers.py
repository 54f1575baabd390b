"""Numbers inside one paper: relations that were recomputed, told as findings or as proof that they hold."""

from __future__ import annotations

from collections.abc import Iterator

from docaudit.checks.base import Hit, Holds, Result, Scope, check, evidence
from docaudit.model import Part, Recomputation, RecomputationKind, Severity

_SAYS = ("label", "computation", "printed")
_K = RecomputationKind


@check(Scope.PART, says=_SAYS)
def sum_mismatch(part: Part, *, sure: float = 0.8) -> Iterator[Result]:
    """A total is the sum of its parts in at least one admissible reading of the hierarchy."""
    return _told(part, _K.SUM, sure)


@check(Scope.PART, says=(*_SAYS, "what"))
def share_mismatch(part: Part, *, sure: float = 0.8) -> Iterator[Result]:
    """A share, a multiple or a ratio is one level divided by another.

    A share that fits another whole is the business of `denominator_mismatch`.
    """
    yield from _told(part, _K.SHARE, sure, explained=False)
    yield from _told(part, _K.RATIO, sure, explained=False)


@check(Scope.PART, says=(*_SAYS, "alternative"))
def denominator_mismatch(part: Part) -> Iterator[Result]:
    """A share that does not follow from the base its sentence names, but does from another figure of the paper."""
    for relation in part.recomputations:
        if relation.kind is _K.SHARE and not relation.holds and relation.alternative:
            yield _hit(part, relation, None)


@check(Scope.PART, says=_SAYS)
def growth_mismatch(part: Part, *, sure: float = 0.8) -> Iterator[Result]:
    """A growth rate is the change over the earlier level."""
    return _told(part, _K.GROWTH, sure)


@check(Scope.PART, says=_SAYS)
def difference_mismatch(part: Part, *, sure: float = 0.8) -> Iterator[Result]:
    """A difference, a balance or an increase is one level less the other."""
    return _told(part, _K.DIFFERENCE, sure)


@check(Scope.PART, says=_SAYS)
def mean_mismatch(part: Part, *, sure: float = 0.8) -> Iterator[Result]:
    """A mean or a unit price is the total over the count."""
    return _told(part, _K.MEAN, sure)


@check(Scope.PART, says=_SAYS)
def completion_rate_mismatch(part: Part, *, sure: float = 0.8) -> Iterator[Result]:
    """A completion rate is actual over target, or 100% where the actual exceeds it."""
    return _told(part, _K.COMPLETION_RATE, sure)


@check(Scope.PART, says=_SAYS)
def execution_rate_mismatch(part: Part, *, sure: float = 0.8) -> Iterator[Result]:
    """A budget execution rate is spending over one of the budgets that the paper states."""
    return _told(part, _K.EXECUTION_RATE, sure)


@check(Scope.PART, says=_SAYS)
def score_mismatch(part: Part, *, sure: float = 0.8) -> Iterator[Result]:
    """A score is within its weight and is weight times rate where the table says so; a scoring rate is score over weight."""
    return _told(part, _K.SCORE, sure)


@check(Scope.PART, says=_SAYS)
def weight_total(part: Part, *, sure: float = 0.8) -> Iterator[Result]:
    """The weights of a scoring table make 100."""
    return _told(part, _K.WEIGHT_TOTAL, sure)


@check(Scope.PART, says=_SAYS)
def grade_mismatch(part: Part, *, sure: float = 0.8) -> Iterator[Result]:
    """The grade is the one that the scale gives to the score, and a paper uses one scale."""
    return _told(part, _K.GRADE, sure)


@check(Scope.PART, says=_SAYS)
def part_exceeds_whole(part: Part, *, sure: float = 0.8) -> Iterator[Result]:
    """What 其中 introduces is not more than its whole."""
    return _told(part, _K.PART_WHOLE, sure)


@check(Scope.PART, says=_SAYS)
def figure_conflict(part: Part, *, sure: float = 0.8) -> Iterator[Result]:
    """One fact has one value in one paper; where a table is against the text, another rule tells it."""
    chosen = [r for r in _of(part, _K.CONFLICT) if not _text_against_table(r)]
    return _each(part, chosen, sure, explained=False)


@check(Scope.PART, says=_SAYS)
def text_table_conflict(part: Part, *, sure: float = 0.8) -> Iterator[Result]:
    """The text states a fact as its table does."""
    return _each(part, [r for r in _of(part, _K.CONFLICT) if _text_against_table(r)], sure, explained=False)


@check(Scope.PART, says=_SAYS)
def count_list_mismatch(part: Part, *, sure: float = 0.8) -> Iterator[Result]:
    """A stated count is the number of items that the list behind it, or the list table, holds."""
    return _told(part, _K.COUNT_LIST, sure)


@check(Scope.PART, says=_SAYS)
def impossible_percentage(part: Part, *, sure: float = 0.8) -> Iterator[Result]:
    """A percentage of answers is that of a whole number of the people asked."""
    return _told(part, _K.IMPOSSIBLE, sure)


@check(Scope.PART, says=_SAYS)
def limit_exceeded(part: Part) -> Iterator[Result]:
    """What a paper counts stays within the upper limit that the same paper sets for the same class and period."""
    return _told(part, _K.LIMIT, 0.0)


@check(Scope.PART, says=_SAYS)
def funding_sum(part: Part, *, sure: float = 0.8) -> Iterator[Result]:
    """The sources of funds make the total."""
    return _told(part, _K.FUNDING, sure)


def _of(part: Part, kind: RecomputationKind) -> list[Recomputation]:
    return [relation for relation in part.recomputations if relation.kind is kind]


def _text_against_table(relation: Recomputation) -> bool:
    """Whether one side stands in a table of numbers and the other in running text."""
    figures = (relation.printed, *relation.operands)
    return len({figure.place.table is not None for figure in figures}) == 2


def _told(part: Part, kind: RecomputationKind, sure: float, *, explained: bool = True) -> Iterator[Result]:
    """Tell every relation of a kind; below `sure` a misfit is a warning, with a reading that fits only a note."""
    return _each(part, _of(part, kind), sure, explained=explained)


def _each(part: Part, relations: list[Recomputation], sure: float, *, explained: bool) -> Iterator[Result]:
    for relation in relations:
        if relation.holds:
            operands = tuple(evidence(f, part.kind) for f in relation.operands[:3])
            yield Holds(relation.expression, (evidence(relation.printed, part.kind), *operands))
        elif not relation.alternative:
            yield _hit(part, relation, Severity.WARNING if relation.confidence < sure else None)
        elif explained:
            yield _hit(part, relation, Severity.INFO)


def _hit(part: Part, relation: Recomputation, severity: Severity | None) -> Hit:
    places = dict.fromkeys((relation.printed.place, *(f.place for f in relation.operands)))
    computation = relation.expression
    if relation.alternative:
        computation = f"{computation}；{relation.alternative}"
    return Hit(
        evidence=tuple(evidence(place, part.kind) for place in list(places)[:8]),
        says={
            "label": relation.label or relation.printed.name or "数据",
            "computation": computation,
            "printed": relation.printed.quantity.text,
            "alternative": relation.alternative,
            "what": "倍数（比例）" if relation.kind is _K.RATIO else "占比",
        },
        computation=computation,
        confidence=min([relation.confidence, *(place.certainty(place.quote) for place in places)]),
        severity=severity,
        key=(relation.kind.value, relation.label, relation.printed.quantity.text, relation.expression),
    )
