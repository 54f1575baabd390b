"""What the guideline of the class asks of every project, against what this one promises."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docaudit.align import core, similarity
from docaudit.checks.base import Case, Hit, Holds, Result, Scope, check, evidence
from docaudit.checks.bounds import floor_of, numbers
from docaudit.checks.facets import facet_between
from docaudit.checks.papers import per_case, texts_of
from docaudit.checks.sides import PROMISING, measured_alike, sides, value_of
from docaudit.checks.times import span
from docaudit.model import Claim, Indicator, Kind, Part, Polarity, Relation, Role

_NUMBERING = re.compile(
    r"^(?:方向|专题|类别|第)?[一二三四五六七八九十\d]{1,3}(?:[类章节])?[、.．:：\s]*|^[（(][一二三四五六七八九十\d]{1,2}[)）]"
)
_BRACKETS = re.compile(r"[（(]([^（）()]*)[)）]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SHORTEST = 4
"""Characters that the name of a class must have to be looked for in a project's papers."""


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
            (score, -i, demand)
            for i, demand in enumerate(asked)
            if (score := similarity(core(target.name), core(demand.name))) >= similar
            and measured_alike(demand, target)
            and facet_between(demand, target) is None
        ]
        if not fitting:
            continue
        demand = max(fitting)[2]
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
                "sort": _variants(demand.path[-1])[0],
                "floor": value_of(demand),
            },
            computation=numbers(demand, target),
            confidence=min(target.confidence, demand.confidence) * max(fitting)[0],
            key=(core(indicator.name), promised.kind.value),
        )
        return


@per_case
def _demands(case: Case) -> tuple[Claim, ...]:
    """Return the lower limits that the guidelines set for the one class that the project's papers name."""
    own = [text for part in case.parts(*PROMISING) for text, _ in texts_of(part)]
    own += ["".join(field.value.split()) for part in case.parts(*PROMISING) for field in part.fields]
    found: list[Claim] = []
    for part in case.guidelines:
        if part.kind is Kind.GUIDELINE and _same_year(part, case):
            found.extend(_of_class(part, own))
    return tuple(found)


def _of_class(part: Part, texts: list[str]) -> list[Claim]:
    claims = [c for c in part.claims if c.role is Role.TARGET and len(c.path) >= 2 and _floor(c)]
    named = [label for label in dict.fromkeys(c.path[-1] for c in claims) if _named(label, texts)]
    return [c for c in claims if c.path[-1] == named[0]] if len(named) == 1 else []


def _named(label: str, texts: list[str]) -> bool:
    return any(variant in text for variant in _variants(label) for text in texts if len(variant) >= _SHORTEST)


def _variants(label: str) -> list[str]:
    """Return the names of a class: its heading without numbering and brackets, and what stands in the brackets."""
    plain = _NUMBERING.sub("", "".join(label.split()))
    return [_BRACKETS.sub("", plain) or plain, *(inner for inner in _BRACKETS.findall(plain) if inner)]


def _floor(claim: Claim) -> bool:
    quantity = claim.quantity
    return quantity is not None and (
        quantity.relation in (Relation.GE, Relation.GT, Relation.EQ, Relation.RANGE) and not quantity.approximate
    )


def _same_year(guideline: Part, case: Case) -> bool:
    """Whether the guideline's year, where it has one, is that of the project's start or the one before."""
    year = _YEAR.search(guideline.title)
    starts = [field.value for part in case.parts(*PROMISING) if (field := part.field("start")) is not None]
    begun = _YEAR.search(starts[0]) if starts else None
    return year is None or begun is None or 0 <= int(begun.group()) - int(year.group()) <= 1
