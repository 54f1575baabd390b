"""Targets and results between the stages of one project."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docaudit.align import core, similarity
from docaudit.checks.base import Case, Hit, Holds, Result, Scope, check, evidence
from docaudit.checks.bounds import Change, Step, numbers, percent, printed, step, written
from docaudit.checks.facets import facet_between
from docaudit.checks.papers import REPORTING, texts_of
from docaudit.checks.sides import (
    FINAL,
    PROMISING,
    Side,
    confidence,
    doubt,
    link,
    measured_alike,
    nearest,
    reported_before,
    sides,
    value_of,
    weaken,
)
from docaudit.checks.times import same_time, span
from docaudit.model import Claim, Evidence, Indicator, Kind, Polarity, Role, Severity

_DIGIT = re.compile(r"[0-9０-９一二三四五六七八九十百千两]")
_REFUSED = re.compile(r"不同意|不予|未批准|驳回")
_RECOUNTED = re.compile(r"清点|核实|核查|核定|查实|审定|盘点|复核|查验")
_ADDITIVE = ("count", "money")


@check(Scope.INDICATOR, says=("later", "name", "new", "verdict", "earlier", "old", "note"))
def target_lowered(indicator: Indicator, case: Case) -> Iterator[Result]:
    """A later paper's target admits values that the earlier one's does not, in the direction that matters."""
    for earlier, old, later, new in _successive_targets(indicator, case):
        moved = _step(indicator, old, new)
        if moved is None:
            continue
        if moved.change in (Change.SAME, Change.RAISED):
            yield Holds(f"{label_of(indicator)}：{numbers(old, new)}", (evidence(new), evidence(old)))
        if moved.change not in (Change.LOWERED, Change.WEAKENED):
            continue
        approved = _approval(indicator, case, later, new)
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
                yield _changed(indicator, earlier, old, later, new, "，量化目标改为定性表述", Severity.WARNING)
            continue
        moved = _step(indicator, old, new)
        if moved is None:
            continue
        if moved.change is Change.TURNED:
            yield _changed(indicator, earlier, old, later, new, "，上下限方向相反", Severity.WARNING)
        elif moved.change is Change.OTHER:
            approved = _approval(indicator, case, later, new) is not None
            note, severity = ("；属经批准变更", Severity.INFO) if approved else ("", Severity.WARNING)
            yield _changed(indicator, earlier, old, later, new, note, severity)
        elif moved.change is Change.RAISED and later.kind not in PROMISING:
            yield _changed(indicator, earlier, old, later, new, "，所列目标高于约定", Severity.INFO)
        elif moved.change in (Change.SAME, Change.RAISED):
            yield Holds(f"{label_of(indicator)}：{numbers(old, new)}", (evidence(new), evidence(old)))


@check(Scope.INDICATOR, says=("later", "name", "new", "earlier", "old", "verdict", "note"))
def actual_conflict(indicator: Indicator, case: Case) -> Iterator[Result]:
    """Two papers report different results for the same time, or a later total is below an earlier one."""
    reports = [side for side in sides(indicator, case) if side.kind in REPORTING and _results(side)]
    final = [side for side in reports if side.kind in FINAL]
    for i, later in enumerate(final):
        for earlier in final[:i]:
            result = _same_result(indicator, case, earlier, later)
            if result is not None:
                yield result
                break
    for earlier in (side for side in reports if side.kind not in FINAL):
        for later in final:
            yield from _shrunk(indicator, earlier, later)
            break


def label_of(indicator: Indicator) -> str:
    """Return the thread's name in quotation marks."""
    return f"“{indicator.name}”"


def _successive_targets(indicator: Indicator, case: Case) -> Iterator[tuple[Side, Claim, Side, Claim]]:
    """Each later paper's target with the last one before it for the same time; a restatement must be of one meaning."""
    known = [side for side in sides(indicator, case) if side.of(Role.TARGET)]
    for i, later in enumerate(known):
        targets = later.of(Role.TARGET)
        seen: set[tuple[str, str]] = set()
        for new in targets[-1:] if later.kind is Kind.AMENDMENT else targets:
            if _among_several(new, later):
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


def _step(indicator: Indicator, old: Claim, new: Claim) -> Step | None:
    """Return how the two targets differ, None where their numbers say nothing of each other."""
    if old.quantity is None or new.quantity is None or not measured_alike(old, new):
        return None
    if facet_between(old, new, link(indicator, old, new)) is not None:
        return None
    return step(indicator, old.quantity, new.quantity)


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


def _approval(indicator: Indicator, case: Case, later: Side, new: Claim) -> Evidence | None:
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
        for text, place in texts:
            if number and any(name in text for name in names) and re.search(rf"(?<!\d){re.escape(number)}(?!\d)", text):
                return evidence(place, part.kind)
    return None


def _changed(
    indicator: Indicator, earlier: Side, old: Claim, later: Side, new: Claim, note: str, severity: Severity
) -> Hit:
    return Hit(
        evidence=(evidence(new), evidence(old)),
        says={
            "later": later.label,
            "name": new.name,
            "new": value_of(new),
            "earlier": earlier.label,
            "old": value_of(old),
            "note": note + doubt(indicator, old, new),
        },
        computation=numbers(old, new),
        confidence=confidence(indicator, old, new),
        severity=weaken(severity, indicator, old, new),
        key=(core(indicator.name), earlier.kind.value, later.kind.value),
    )


def _results(side: Side) -> list[Claim]:
    return [claim for claim in side.of(Role.ACTUAL) if claim.quantity is not None]


def _same_result(indicator: Indicator, case: Case, earlier: Side, later: Side) -> Result | None:
    """Compare the results of two final papers; one pair that agrees settles it."""
    if _adds_up(earlier, later) or _adds_up(later, earlier):
        return None
    differing: list[tuple[Claim, Claim]] = []
    for new in _results(later):
        for old in _results(earlier):
            if not same_time(old, new, case) or not measured_alike(old, new) or _other_day(old, new):
                continue
            if (
                facet_between(old, new, link(indicator, old, new)) is not None
                or old.quantity is None
                or new.quantity is None
            ):
                continue
            if printed(old.quantity).meets(printed(new.quantity)):
                return Holds(f"{label_of(indicator)}：{numbers(old, new)}", (evidence(new), evidence(old)))
            if not _told_elsewhere(old, new, later) and not _told_elsewhere(new, old, earlier):
                differing.append((old, new))
    if not differing:
        return None
    old, new = max(
        differing, key=lambda pair: (link(indicator, *pair), similarity(core(pair[0].name), core(pair[1].name)))
    )
    verified = [side.label for side, claim in ((later, new), (earlier, old)) if _verified(claim)]
    verdict = f"不一致（{'、'.join(verified)}为核实数）" if verified else "不一致"
    return _conflict(indicator, earlier, old, later, new, verdict, Severity.ERROR)


def _adds_up(whole: Side, split: Side) -> bool:
    """Whether one paper's several results under other names make the single result of the other: 发表4篇 and 录用1篇."""
    parts = [c.quantity for c in _results(split) if c.quantity is not None]
    totals = [c.quantity for c in _results(whole) if c.quantity is not None]
    if len(totals) != 1 or len(parts) < 2 or len({core(c.name) for c in _results(split)}) < len(parts):
        return False
    if len({q.unit for q in (*parts, *totals)}) > 1:
        return False
    return sum(q.value for q in parts) == totals[0].value


def _told_elsewhere(one: Claim, other: Claim, side: Side) -> bool:
    """Whether the paper of `other` has the value of `one` too, for another time or under a longer form of its name."""
    mine = one.quantity
    if mine is None or len(mine.number.normalize().as_tuple().digits) < 2:
        return False
    name = core(one.name)
    return any(
        claim.role is Role.ACTUAL
        and claim.id != other.id
        and claim.quantity is not None
        and (claim in side.claims or name in core(claim.name))
        and measured_alike(one, claim)
        and printed(mine).meets(printed(claim.quantity))
        for claim in side.part.claims
    )


def _other_day(a: Claim, b: Claim) -> bool:
    """Whether both say as of which day they count, and the days differ."""
    days = [c.period.end for c in (a, b) if c.period is not None and c.period.basis == "cumulative" and c.period.end]
    return len(days) == 2 and days[0] != days[1]


def _verified(claim: Claim) -> bool:
    """Whether the words before the value say that somebody counted again."""
    value = value_of(claim)
    before = claim.place.quote.partition(value)[0] if value else ""
    return _RECOUNTED.search(re.split(r"[，,；;。]", before)[-1]) is not None


def _shrunk(indicator: Indicator, earlier: Side, later: Side) -> Iterator[Result]:
    """Compare an interim result with a final one: what was counted once cannot become less."""
    if indicator.polarity in (Polarity.LOWER, Polarity.EXACT) or not reported_before(earlier.part, later.part):
        return
    pairs = [
        (old, new)
        for old in _results(earlier)
        for new in _results(later)
        if measured_alike(old, new)
        and span(new).kind == "whole"
        and facet_between(old, new, link(indicator, old, new)) is None
        and old.quantity is not None
        and (old.quantity.dimension or "").split(".")[0] in _ADDITIVE
        and "存量" not in (*old.caliber.period, *new.caliber.period)
    ]
    for old, new in pairs:
        if old.quantity is None or new.quantity is None:
            continue
        before, after = printed(old.quantity), printed(new.quantity)
        if before.low is None or after.high is None or after.high >= before.low:
            yield Holds(f"{label_of(indicator)}：{numbers(old, new)}", (evidence(new), evidence(old)))
            return
    if pairs:
        old, new = pairs[0]
        yield _conflict(indicator, earlier, old, later, new, "少于此前", Severity.WARNING)


def _conflict(
    indicator: Indicator, earlier: Side, old: Claim, later: Side, new: Claim, verdict: str, severity: Severity
) -> Hit:
    return Hit(
        evidence=(evidence(new), evidence(old)),
        says={
            "later": later.label,
            "name": new.name,
            "new": value_of(new),
            "earlier": earlier.label,
            "old": value_of(old),
            "verdict": verdict,
            "note": doubt(indicator, old, new),
        },
        computation=numbers(old, new),
        confidence=confidence(indicator, old, new),
        severity=weaken(severity, indicator, old, new),
        key=(core(indicator.name), earlier.kind.value, later.kind.value),
    )
