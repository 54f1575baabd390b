"""Targets between the stages of one project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from docaudit.align import core
from docaudit.checks.agreed import approval, change_of
from docaudit.checks.base import Case, Hit, Holds, Result, Scope, check, evidence
from docaudit.checks.bounds import Change, Step, numbers, percent
from docaudit.checks.changes import differing, label_of
from docaudit.checks.sides import (
    PROMISING,
    Side,
    confidence,
    doubt,
    measured_alike,
    nearest,
    sides,
    value_of,
    weaken,
)
from docaudit.checks.times import same_time, span
from docaudit.model import Claim, Indicator, Kind, Role, Severity

_DIGIT = re.compile(r"[0-9０-９一二三四五六七八九十百千两]")


@check(Scope.INDICATOR, says=("later", "name", "new", "verdict", "earlier", "old", "note"))
def target_lowered(indicator: Indicator, case: Case) -> Iterator[Result]:
    """A later paper's target admits values that the earlier one's does not, in the direction that matters."""
    for earlier, old, later, new in _successive_targets(indicator, case):
        moved = change_of(indicator, old, new)
        if moved is None:
            continue
        if moved.change in (Change.SAME, Change.RAISED):
            yield Holds(f"{label_of(indicator)}：{numbers(old, new)}", (evidence(new), evidence(old)))
        if moved.change not in (Change.LOWERED, Change.WEAKENED):
            continue
        approved = approval(indicator, case, later, new)
        weakened = moved.change is Change.WEAKENED
        severity = weaken(Severity.WARNING if weakened else Severity.ERROR, indicator, old, new)
        proof = (evidence(new), evidence(old), *((approved,) if approved and approved.place != new.place else ()))
        yield Hit(
            evidence=proof,
            says={
                "later": later.label,
                "name": new.name,
                "new": value_of(new),
                "verdict": _verdict(moved),
                "earlier": earlier.label,
                "old": value_of(old),
                "note": _extent(moved) + ("；属经批准变更" if approved else "") + doubt(indicator, old, new),
            },
            computation=_computation(moved, old, new),
            confidence=confidence(indicator, old, new),
            severity=Severity.INFO if approved else severity,
            key=(core(indicator.name), earlier.kind.value, later.kind.value),
        )


@check(Scope.INDICATOR, says=("later", "name", "new", "earlier", "old", "note"))
def target_changed(indicator: Indicator, case: Case) -> Iterator[Result]:
    """A later paper states another target without one being plainly lower: other words, other sign, or restated."""
    for earlier, old, later, new in _successive_targets(indicator, case):
        if new.quantity is None or old.quantity is None:
            if old.quantity is not None and new.text and not _DIGIT.search(new.text):
                yield differing(indicator, earlier, old, later, new, Severity.WARNING, note="，量化目标改为定性表述")
            continue
        moved = change_of(indicator, old, new)
        if moved is None:
            continue
        if moved.change is Change.TURNED:
            yield differing(indicator, earlier, old, later, new, Severity.WARNING, note="，上下限方向相反")
        elif moved.change is Change.OTHER:
            approved = approval(indicator, case, later, new) is not None
            note, severity = ("；属经批准变更", Severity.INFO) if approved else ("", Severity.WARNING)
            yield differing(indicator, earlier, old, later, new, severity, note=note)
        elif moved.change is Change.RAISED and later.kind not in PROMISING:
            yield differing(indicator, earlier, old, later, new, Severity.INFO, note="，所列目标高于约定")
        elif moved.change in (Change.SAME, Change.RAISED):
            yield Holds(f"{label_of(indicator)}：{numbers(old, new)}", (evidence(new), evidence(old)))


def _successive_targets(indicator: Indicator, case: Case) -> Iterator[tuple[Side, Claim, Side, Claim]]:
    """Each later paper's target with the last one before it for the same time; a restatement must be of one meaning."""
    known = [side for side in sides(indicator, case) if side.of(Role.TARGET)]
    for i, later in enumerate(known):
        targets = later.of(Role.TARGET)
        seen: set[tuple[str, str]] = set()
        for new in targets[-1:] if later.kind is Kind.AMENDMENT else targets:
            if _among_several(new, later) or _planned_so_far(new, later, known[:i]):
                continue
            for earlier in reversed(known[:i]):
                olds = [
                    t for t in earlier.of(Role.TARGET) if same_time(t, new, case) and not _among_several(t, earlier)
                ]
                if not olds:
                    continue
                old = olds[-1] if earlier.kind is Kind.AMENDMENT else _closest_value(new, olds)
                key = (earlier.part.id, repr(span(new)))
                if key not in seen:
                    seen.add(key)
                    yield earlier, old, later, new
                break


def _planned_so_far(new: Claim, later: Side, before: list[Side]) -> bool:
    """Whether a progress report measures by what the first years, but not all, were to bring together."""
    if later.kind is not Kind.PROGRESS_REPORT or new.quantity is None:
        return False
    for earlier in before:
        planned = {}
        for claim in earlier.of(Role.TARGET):
            time = span(claim)
            if time.kind == "year" and time.year and claim.quantity is not None and measured_alike(claim, new):
                planned[time.year] = claim.quantity.value
        so_far = list(accumulate(value for _, value in sorted(planned.items())))
        if new.quantity.value in so_far[:-1]:
            return True
    return False


def _among_several(claim: Claim, side: Side) -> bool:
    """Whether a qualitative claim stands beside a quantity of the same paper, which then speaks for both."""
    return claim.quantity is None and any(c.quantity is not None for c in side.of(claim.role))


def _closest_value(claim: Claim, others: list[Claim]) -> Claim:
    """Return the claim with the same value if there is one: of two readings the one that fits is meant."""
    if claim.quantity is not None:
        for other in others:
            if other.quantity is not None and measured_alike(other, claim):
                a, b = other.quantity, claim.quantity
                if a.value == b.value and a.relation is b.relation:
                    return other
    return nearest(claim, others)


def _verdict(moved: Step) -> str:
    if moved.change is Change.WEAKENED:
        return "弱于"
    return "低于" if moved.new < moved.old else "宽于"


def _extent(moved: Step) -> str:
    if moved.change is Change.WEAKENED:
        return "（由承诺改为力争）"
    size = percent(abs(moved.percent)) if moved.percent is not None else ""
    if not size:
        return ""
    return f"（缩水{size}）" if moved.new < moved.old else f"（放宽{size}）"


def _computation(moved: Step, old: Claim, new: Claim) -> str:
    if moved.percent is None or moved.change is Change.WEAKENED:
        return numbers(old, new)
    return f"{numbers(old, new)}（{percent(moved.percent, sign=True)}）"
