"""Results between the reports of one project."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docaudit.align import core, similarity
from docaudit.checks.base import Case, Holds, Result, Scope, check, evidence
from docaudit.checks.bounds import numbers, printed, reached
from docaudit.checks.changes import differing, label_of
from docaudit.checks.facets import facet_between
from docaudit.checks.papers import REPORTING
from docaudit.checks.sides import FINAL, WEAK_LINK, Side, link, measured_alike, reported_before, sides, value_of
from docaudit.checks.times import same_time, span
from docaudit.model import Claim, Indicator, Polarity, Relation, Role, Severity

_RECOUNTED = re.compile(r"清点|核实|核查|核定|查实|审定|盘点|复核|查验")
_ADDITIVE = ("count", "money")


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
        for later in final:
            yield from _not_every_year(indicator, earlier, later)


def _results(side: Side) -> list[Claim]:
    return [claim for claim in side.of(Role.ACTUAL) if claim.quantity is not None]


def _same_result(indicator: Indicator, case: Case, earlier: Side, later: Side) -> Result | None:
    """Compare the results of two final papers; one pair that agrees settles it."""
    if _adds_up(earlier, later) or _adds_up(later, earlier):
        return None
    apart: list[tuple[Claim, Claim]] = []
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
                apart.append((old, new))
    if not apart:
        return None
    old, new = max(apart, key=lambda pair: (link(indicator, *pair), similarity(core(pair[0].name), core(pair[1].name))))
    verified = [side.label for side, claim in ((later, new), (earlier, old)) if _verified(claim)]
    verdict = f"不一致（{'、'.join(verified)}为核实数）" if verified else "不一致"
    return differing(indicator, earlier, old, later, new, Severity.ERROR, verdict=verdict)


def _not_every_year(indicator: Indicator, earlier: Side, later: Side) -> Iterator[Result]:
    """Compare what a final report says of every single year (三年均在85%以上) with what the report of one year tells."""
    for new in _results(later):
        quantity = new.quantity
        if quantity is None or quantity.relation in (Relation.EQ, Relation.APPROX, Relation.RANGE):
            continue
        clause = next((c for c in _CLAUSES.split(new.place.quote) if quantity.text in c), "")
        if not _EVERY.search(clause):
            continue
        for old in _results(earlier):
            if old.quantity is None or not measured_alike(old, new) or link(indicator, old, new) < WEAK_LINK:
                continue
            if facet_between(old, new, link(indicator, old, new)) is None and not reached(
                indicator, quantity, old.quantity
            ):
                yield differing(
                    indicator, earlier, old, later, new, Severity.WARNING, verdict="不一致（此处称各年均如此）"
                )
                return


_EVERY = re.compile(
    r"(?:[两三四五]|各|每|历|逐)个?年度?(?!初|末|底|中).*(?:均|都)|每年|各年|历年|逐年均|连续[两三四五]年"
)
_CLAUSES = re.compile(r"[，,；;。\n]")


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
        yield differing(indicator, earlier, old, later, new, Severity.WARNING, verdict="少于此前")
