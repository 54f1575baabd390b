"""What was agreed, where a report lists targets of its own: whether a change was approved, and what is short of it."""

from __future__ import annotations

import re

from docaudit.align import core, direction, polarity_by_name
from docaudit.checks.base import Case, evidence
from docaudit.checks.bounds import Change, Step, reached, step, turned, written
from docaudit.checks.facets import facet_between
from docaudit.checks.papers import rows_of, texts_of
from docaudit.checks.sides import Side, latest_promise, link, measured_alike, sides
from docaudit.model import Claim, Evidence, Indicator, Kind, Polarity, Relation, Role

_REFUSED = re.compile(r"不同意|不予|未批准|驳回")


def met(indicator: Indicator, target: Claim, actual: Claim) -> bool:
    """Whether a result meets a target; one that cannot be measured, or of which nothing says what is better, is met."""
    if target.quantity is None or actual.quantity is None:
        return True
    if target.quantity.relation is Relation.EQ and direction(indicator, target.quantity) is Polarity.UNKNOWN:
        return True
    return (
        turned(indicator, target.quantity)
        or _upside_down(target)
        or reached(indicator, target.quantity, actual.quantity)
    )


def _upside_down(target: Claim) -> bool:
    """Whether a cost or a rate of loss is bounded from below: then the bound is wrong, and not the result under it."""
    quantity = target.quantity
    if quantity is None or quantity.relation not in (Relation.GE, Relation.GT) or quantity.reached:
        return False
    counted = (quantity.dimension or "count").startswith("count")
    return not counted and quantity.growth is None and polarity_by_name(target.name) is Polarity.LOWER


def met_as_approved(indicator: Indicator, case: Case, target: Claim, actual: Claim) -> bool:
    """Whether a result meets a weaker target that another paper lists and an amendment approves."""
    return any(
        (moved := change_of(indicator, target, other)) is not None
        and moved.change is Change.LOWERED
        and met(indicator, other, actual)
        and approval(indicator, case, side, other) is not None
        for side in sides(indicator, case)
        for other in side.of(Role.TARGET)
    )


def change_of(indicator: Indicator, old: Claim, new: Claim) -> Step | None:
    """Return how the two targets differ, None where their numbers say nothing of each other."""
    if old.quantity is None or new.quantity is None or not measured_alike(old, new):
        return None
    if facet_between(old, new, link(indicator, old, new)) is not None:
        return None
    return step(indicator, old.quantity, new.quantity)


def approval(indicator: Indicator, case: Case, later: Side, new: Claim) -> Evidence | None:
    """Return what approves the change: the amendment itself, or a claim or line of one that names indicator and value."""
    names = dict.fromkeys(core(claim.name) for claim in indicator.claims)
    for part in case.parts(Kind.AMENDMENT):
        texts = list(texts_of(part))
        if any(_REFUSED.search(text) for text, _ in texts):
            continue
        if part.id == later.part.id:
            return evidence(new)
        for side in sides(indicator, case):
            for claim in side.of(Role.TARGET) if side.part.id == part.id else ():
                if claim.quantity and new.quantity and claim.quantity.value == new.quantity.value:
                    return evidence(claim)
        number = written(new.quantity) if new.quantity is not None else ""
        for text, place in (*texts, *rows_of(part)):
            if number and any(name in text for name in names) and re.search(rf"(?<!\d){re.escape(number)}(?!\d)", text):
                return evidence(place, part.kind)
    return None


def agreed_instead(
    indicator: Indicator, case: Case, side: Side, own: Claim, actual: Claim
) -> tuple[Side, Claim] | None:
    """Return the target in force where a report measures its result by a weaker one that nobody approved."""
    known = sides(indicator, case)
    found = latest_promise(known[: known.index(side)], actual, case)
    if found is None:
        return None
    moved = change_of(indicator, found[1], own)
    if moved is None or moved.change is not Change.LOWERED or approval(indicator, case, side, own) is not None:
        return None
    differs = facet_between(found[1], actual, link(indicator, found[1], actual))
    return found if differs is None else None
