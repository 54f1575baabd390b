"""What the guideline of the class asks of every project, against what this one promises."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docaudit.align import core, similarity
from docaudit.checks.base import Case, Hit, Holds, Result, Scope, check, evidence
from docaudit.checks.bounds import floor_of, numbers
from docaudit.checks.classes import alone, class_names, guidelines, labels_of, own_class
from docaudit.checks.facets import facet_between
from docaudit.checks.papers import per_case
from docaudit.checks.sides import PROMISING, measured_alike, sides, value_of
from docaudit.checks.times import span
from docaudit.model import Claim, Indicator, Kind, Part, Polarity, Relation, Role

_AT_LARGE = re.compile(
    r"全[国省市区县]|专项总|本批|共支持|拟支持|预算|申报单位|申请单位|承担单位|牵头单位|申报人|负责人|上年度|近[一二三两]年|注册|成立|[“‘]?十[三四五]五"
)
_OF_POLICY = 0.95
"""How alike a policy's name must be: it speaks of a whole city, under names that many projects' indicators resemble."""


@check(Scope.INDICATOR, says=("paper", "name", "target", "guideline", "sort", "floor"))
def target_below_guideline(indicator: Indicator, case: Case, *, similar: float = 0.8) -> Iterator[Result]:
    """A target is below what the guideline demands of the class that the project's papers name.

    Applies where the papers name exactly one class of the guideline, and an indicator there has a name at least `similar`
    and is counted alike; both are lower limits of what is better when higher.
    """
    asked = _demands(case)
    promised = next((s for s in reversed(sides(indicator, case)) if s.kind in PROMISING and s.of(Role.TARGET)), None)
    if not asked or promised is None or indicator.polarity is Polarity.LOWER:
        return
    for target in promised.of(Role.TARGET):
        if target.quantity is None or not _floor(target) or span(target).kind in ("interim", "year"):
            continue
        fitting = [
            (score, -i, demand, sort)
            for i, (demand, sort) in enumerate(asked)
            if (score := similarity(core(target.name), core(demand.name))) >= similar
            and measured_alike(demand, target)
            and facet_between(demand, target) is None
        ]
        if not fitting:
            continue
        score, _, demand, sort = max(fitting, key=lambda item: item[:2])
        if demand.quantity is None:
            continue
        if floor_of(target.quantity) >= floor_of(demand.quantity):
            yield Holds(
                f"“{indicator.name}”不低于申报指南：{numbers(demand, target)}", (evidence(target), evidence(demand))
            )
            return
        yield Hit(
            evidence=(evidence(target), evidence(demand)),
            says={
                "paper": promised.label,
                "name": target.name,
                "target": value_of(target),
                "guideline": demand.stage.label,
                "sort": sort,
                "floor": value_of(demand),
            },
            computation=numbers(demand, target),
            confidence=min(target.confidence, demand.confidence) * score,
            key=(core(indicator.name), promised.kind.value),
        )
        return


@per_case
def _demands(case: Case) -> tuple[tuple[Claim, str], ...]:
    """Return the lower limits that the guidelines set for the one class that the project's papers name, and its name.

    What the only guideline asks of every project counts too.
    """
    found: list[tuple[Claim, str]] = []
    for part in guidelines(case):
        if part.kind is not Kind.GUIDELINE:
            continue
        asked = [(c, labels_of(c, part)) for c in part.claims if c.role is Role.TARGET and _floor(c)]
        own = own_class(part, case)
        found += [(c, own) for c, labels in asked if own is not None and own in class_names(labels, part)]
        if alone(part, case):
            found += [(c, "各申报项目") for c in _of_everybody(part, asked)]
    return tuple(found)


def _of_everybody(part: Part, asked: list[tuple[Claim, tuple[str, ...]]]) -> list[Claim]:
    """Return the lower limits that a guideline sets once, for no class, and not for a whole city or programme."""
    known: dict[str, list[tuple[Claim, tuple[str, ...]]]] = {}
    for claim, labels in asked:
        known.setdefault(core(claim.name), []).append((claim, labels))
    return [
        same[0][0]
        for same in known.values()
        if len(same) == 1
        and not class_names(same[0][1], part)
        and same[0][0].quantity is not None
        and same[0][0].quantity.relation in (Relation.GE, Relation.GT)
        and not _AT_LARGE.search(same[0][0].place.quote)
    ]


def above(indicator: Indicator, case: Case, *, similar: float = 0.85) -> tuple[Claim, ...]:
    """Return what policies and the guideline of the project's class set for the indicator: 政策目标, then 评价指标.

    Linked by name (at least `similar`) and by a caliber that does not differ; at most one a paper.
    """
    own = next((c for c in indicator.claims if c.role is Role.TARGET and c.quantity is not None), None)
    own = own or next((c for c in indicator.claims if c.quantity is not None), None)
    if own is None:
        return ()
    asked = [(c, similar) for c, _ in _demands(case)]
    asked += [
        (c, _OF_POLICY)
        for part in guidelines(case)
        if part.kind is Kind.POLICY
        for c in part.claims
        if c.role is Role.TARGET and c.quantity is not None
    ]
    best: dict[str, tuple[float, Claim]] = {}
    for demand, least in asked:
        if not set(core(own.name)) & set(core(demand.name)) or not measured_alike(demand, own):
            continue
        score = similarity(core(own.name), core(demand.name))
        if score >= least and facet_between(demand, own) is None:
            known = best.get(demand.place.document)
            if known is None or score > known[0]:
                best[demand.place.document] = (score, demand)
    return tuple(sorted((claim for _, claim in best.values()), key=lambda c: (c.stage.order, c.id)))


def _floor(claim: Claim) -> bool:
    quantity = claim.quantity
    return quantity is not None and (
        quantity.relation in (Relation.GE, Relation.GT, Relation.EQ, Relation.RANGE) and not quantity.approximate
    )
