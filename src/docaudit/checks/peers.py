"""Targets far below what the other projects of one guideline class promise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import median

from docaudit.align import core
from docaudit.checks.base import Case, Folder, Hit, Holds, Result, Scope, check, evidence, of_case
from docaudit.checks.bounds import floor_of, percent, plain, written
from docaudit.checks.classes import alone, guidelines, own_class
from docaudit.checks.facets import facet_between
from docaudit.checks.guideline import above
from docaudit.checks.sides import PROMISING, measured_alike, sides, value_of
from docaudit.checks.times import span
from docaudit.model import Claim, Indicator, Kind, Part, Polarity, Relation, Role

_SPREAD = Decimal("1.4826")
"""Turns the median distance from the median into what a standard deviation is for a bell curve."""
_SAME_DEMAND = 0.75
"""How alike the names of a demand and of what answers it must be."""


@dataclass(frozen=True, slots=True)
class _Promise:
    project: str
    paper: str
    stage: Kind
    claim: Claim
    value: Decimal
    guideline: str = ""


@check(Scope.FOLDER, says=("paper", "name", "target", "sort", "count", "median", "share"))
def target_below_peers(folder: Folder, *, peers: int = 5, low: float = 0.5, spread: float = 3.0) -> Iterator[Result]:
    """A project promises far less of an indicator than the other projects of its guideline class.

    Applies to classes of which at least `peers` other projects of the folder promise the same.  Far below is under the
    share `low` of their median, and further from it than `spread` times their usual distance, so that a class whose
    targets differ widely has no outliers.
    """
    for (_, sort, _), promised in _groups(folder).items():
        if len(promised) <= peers:
            continue
        for own in promised:
            others = [p for p in promised if p.project != own.project and _alike(own, p)]
            if len(others) < peers:
                continue
            values = [p.value for p in others]
            middle = median(values)
            usual = median([abs(value - middle) for value in values]) * _SPREAD
            factor = own.claim.quantity.factor if own.claim.quantity is not None else Decimal(1)
            shown = plain((middle / factor).quantize(Decimal("0.01")))
            words = f"“{own.claim.name}”{value_of(own.claim)}，同类{len(others)}个项目的中位数为{shown}"
            below = own.value < middle * Decimal(str(low)) and own.value < min(values)
            if not below or middle - own.value <= usual * Decimal(str(spread)):
                yield Holds(words, (evidence(own.claim),))
                continue
            nearest = sorted(others, key=lambda p: (abs(p.value - middle), p.project))[:3]
            says = {
                "paper": own.paper,
                "name": own.claim.name,
                "target": value_of(own.claim),
                "sort": sort or own.guideline,
                "count": str(len(others)),
                "median": shown,
                "share": percent(own.value / middle * 100),
            }
            yield Hit(
                evidence=(evidence(own.claim), *(evidence(p.claim) for p in nearest)),
                says=says,
                computation=f"{written(own.claim.quantity)} ÷ {shown} = {says['share']}" if own.claim.quantity else "",
                confidence=own.claim.confidence * 0.8,
                key=(core(own.claim.name), own.stage.value),
                project_id=own.project,
            )


def _groups(folder: Folder) -> dict[tuple[str, str, str], list[_Promise]]:
    """Return one promise a project of every indicator, by guideline, class and name.

    Where a guideline sets up classes, the projects whose class is not known are in none.
    """
    groups: dict[tuple[str, str, str], list[_Promise]] = {}
    for _, promised in folder.by_case(promises):
        for group, promise in promised:
            groups.setdefault(group, []).append(promise)
    divided = {guideline for guideline, sort, _ in groups if sort}
    return {group: promised for group, promised in groups.items() if group[1] or group[0] not in divided}


@of_case
def promises(case: Case) -> Iterator[tuple[tuple[str, str, str], _Promise]]:
    """Yield what the project promises under each guideline that has a class for it: guideline, class, name; promise.

    The only guideline of the year that names no class of the project has a class without a name for it.
    """
    sorts = [(part, own_class(part, case)) for part in guidelines(case)]
    sorts = [(part, own) for part, own in sorts if own is not None or alone(part, case)]
    for indicator in case.indicators if sorts else ():
        promise = _promise(indicator, case)
        if promise is None:
            continue
        for guideline, sort in sorts:
            name = _asked_as(indicator, case, guideline) or core(indicator.name)
            yield (guideline.id, sort or "", name), replace(promise, guideline=guideline.title)


def _asked_as(indicator: Indicator, case: Case, guideline: Part) -> str:
    """Return the name under which the guideline asks for it, which the projects put in words of their own."""
    asked = (
        claim for claim in above(indicator, case, similar=_SAME_DEMAND) if claim.place.document == guideline.document
    )
    return next((core(claim.name) for claim in asked), "")


def _promise(indicator: Indicator, case: Case) -> _Promise | None:
    """Return the last promise for the whole project, where more is better and a number stands for it."""
    side = next((s for s in reversed(sides(indicator, case)) if s.kind in PROMISING and s.of(Role.TARGET)), None)
    if side is None or indicator.polarity in (Polarity.LOWER, Polarity.EXACT):
        return None
    for claim in side.of(Role.TARGET):
        quantity = claim.quantity
        if quantity is None or quantity.relation in (Relation.LE, Relation.LT) or span(claim).kind != "whole":
            continue
        dimension = quantity.dimension or "count"
        if floor_of(quantity) > 0 and (dimension.startswith(("count", "money")) or quantity.growth is not None):
            return _Promise(case.project.id, side.label, side.kind, claim, floor_of(quantity))
    return None


def _alike(one: _Promise, other: _Promise) -> bool:
    return measured_alike(one.claim, other.claim) and facet_between(other.claim, one.claim) is None
