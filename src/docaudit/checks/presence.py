"""Indicators that are promised and then silent, and indicators that were never promised."""

from __future__ import annotations

from collections.abc import Iterator

from docaudit.align import core, similarity
from docaudit.checks.base import Case, Hit, Holds, Result, Scope, check, evidence
from docaudit.checks.papers import label, per_case, texts_of
from docaudit.checks.sides import PROMISING, measured_alike, sides, value_of
from docaudit.checks.times import span
from docaudit.model import Claim, Indicator, Kind, Part, Role, Severity

ANSWERING = (Kind.SELF_EVALUATION, Kind.ACCEPTANCE_REPORT)


@check(Scope.INDICATOR, says=("name", "target", "earlier", "later", "note"))
def indicator_missing(indicator: Indicator, case: Case, *, covered: float = 0.5) -> Iterator[Result]:
    """A promised indicator is silent in the papers that answer for it.

    Applies only where those papers take up at least the share `covered` of what was promised: what was not read or
    is about something else is not silent.
    """
    known = sides(indicator, case)
    promised = next((s for s in reversed(known) if s.kind in PROMISING and s.of(Role.TARGET)), None)
    if promised is None:
        return
    target = min(promised.of(Role.TARGET), key=lambda claim: (claim.quantity is None, span(claim).kind != "whole"))
    due = (Kind.TASK_AGREEMENT,) if promised.kind is Kind.APPLICATION else ANSWERING
    answers = [part for part in case.parts(*due) if _share(case, promised.kind, part) >= covered]
    if not answers or all(span(claim).kind == "year" for claim in promised.of(Role.TARGET)):
        return
    if {side.kind for side in known} & set(due) or any(_likely_there(target, part) for part in answers):
        yield Holds(f"“{indicator.name}”：已有对应内容", (evidence(target),))
        return
    mentioned = any(_mentioned(target, part) for part in answers)
    yield Hit(
        evidence=(evidence(target),),
        says={
            "name": target.name,
            "target": value_of(target),
            "earlier": promised.label,
            "later": "、".join(label(part, case) for part in answers),
            "note": "，虽有提及但未列数值" if mentioned else "",
        },
        confidence=target.confidence * (0.6 if mentioned else 0.85),
        severity=Severity.INFO if mentioned or target.quantity is None else None,
        key=(core(indicator.name), promised.kind.value),
    )


@check(Scope.INDICATOR, says=("name", "target", "earlier", "later"))
def indicator_added(indicator: Indicator, case: Case, *, covered: float = 0.5) -> Iterator[Result]:
    """A target appears first in a later paper although an earlier one lists targets."""
    known = [side for side in sides(indicator, case) if side.of(Role.TARGET)]
    if not known:
        return
    first = known[0]
    before = [part for part in case.parts(*PROMISING) if part.kind.order < first.kind.order and _has_targets(part)]
    if first.kind in (Kind.APPLICATION, Kind.AMENDMENT) or not before:
        if len(known) > 1:
            yield Holds(f"“{indicator.name}”：首见于{first.label}", (evidence(first.claims[0]),))
        return
    source = before[-1]
    target = first.of(Role.TARGET)[0]
    if _share(case, source.kind, first.part) < covered or span(target).kind == "year" or target.quantity is None:
        return
    if _likely_there(target, source):
        return
    yield Hit(
        evidence=(evidence(target),),
        says={
            "name": target.name,
            "target": value_of(target),
            "earlier": label(source, case),
            "later": first.label,
        },
        confidence=target.confidence * 0.8,
        key=(core(indicator.name), first.kind.value),
    )


def _has_targets(part: Part) -> bool:
    return any(claim.role is Role.TARGET for claim in part.claims)


@per_case
def _shares(case: Case) -> dict[tuple[Kind, str, Kind], float]:
    """How much of what papers of a kind promise (in numbers) each part says anything about, by kind, document, kind."""
    promised: dict[Kind, int] = {}
    answered: dict[tuple[Kind, str, Kind], int] = {}
    for indicator in case.indicators:
        for kind in {c.stage for c in indicator.claims if c.role is Role.TARGET and c.quantity is not None}:
            promised[kind] = promised.get(kind, 0) + 1
            for place in {(c.place.document, c.stage) for c in indicator.claims}:
                answered[kind, *place] = answered.get((kind, *place), 0) + 1
    return {key: count / promised[key[0]] for key, count in answered.items()}


def _share(case: Case, kind: Kind, part: Part) -> float:
    return _shares(case).get((kind, part.document, part.kind), 0.0)


def _likely_there(target: Claim, part: Part) -> bool:
    """Whether the part states something that may well be the indicator under another name."""
    name = core(target.name)
    return any(similarity(name, other) >= 0.6 and measured_alike(target, c) for other, c in _named(part))


def _named(part: Part) -> list[tuple[str, Claim]]:
    return [(core(claim.name), claim) for claim in part.claims]


def _mentioned(target: Claim, part: Part) -> bool:
    name = core(target.name)
    return any(name in text for text, _ in texts_of(part))
