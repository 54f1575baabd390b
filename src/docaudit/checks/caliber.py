"""口径: promise and result, or two papers, that count different things under one name."""

from __future__ import annotations

from collections.abc import Iterator

from docaudit.align import core, heads
from docaudit.checks.base import Case, Hit, Holds, Result, Scope, check, evidence
from docaudit.checks.facets import Mismatch, both_state, mismatches, pairs
from docaudit.checks.papers import per_case
from docaudit.checks.sides import Side, confidence, doubt, said, weaken
from docaudit.model import Claim, Indicator, Role, Severity

_Pair = tuple[Side, Claim, Side, Claim]

_SAYS = ("name", "later", "new", "became", "earlier", "old", "was", "note")


@check(Scope.INDICATOR, says=_SAYS)
def caliber_unit(indicator: Indicator, case: Case) -> Iterator[Result]:
    """人 against 人次, 亩 against 亩次, 亩均 against 户均: the unit that is counted, or over which is spread, differs."""
    return _facet(indicator, case, "unit", "per")


@check(Scope.INDICATOR, says=_SAYS)
def caliber_action(indicator: Indicator, case: Case) -> Iterator[Result]:
    """申请 where 授权 was promised, 采购 where 安装 was: the state of what is counted differs."""
    return _facet(indicator, case, "action", "step")


@check(Scope.INDICATOR, says=_SAYS)
def caliber_subject(indicator: Indicator, case: Case) -> Iterator[Result]:
    """硕士研究生 where 复合型人才 were promised, 核心期刊 where SCI was: the thing that is counted differs."""
    return _facet(indicator, case, "object", "level")


@check(Scope.INDICATOR, says=_SAYS)
def caliber_period(indicator: Indicator, case: Case) -> Iterator[Result]:
    """存量 where 新增 was promised, 累计 against 当年: the time window differs."""
    return _facet(indicator, case, "period")


@check(Scope.INDICATOR, says=_SAYS)
def caliber_basis(indicator: Indicator, case: Case) -> Iterator[Result]:
    """意向 where 合同 was promised, 含税 against 不含税: the basis of the amount differs."""
    return _facet(indicator, case, "basis", "inclusion")


@check(Scope.INDICATOR, says=_SAYS)
def caliber_scope(indicator: Indicator, case: Case) -> Iterator[Result]:
    """The whole institution where the project was promised: whose results are counted differs."""
    return _facet(indicator, case, "scope")


def _facet(indicator: Indicator, case: Case, *facets: str) -> Iterator[Result]:
    found = [m for m in _mismatches(indicator, case) if m.facet in facets]
    for mismatch in found:
        yield _hit(indicator, mismatch)
    if found:
        return
    for earlier, old, later, new in _pairs(indicator, case):
        if both_state(old, new, facets):
            words = f"{earlier.label}“{said(old)}”与{later.label}“{said(new)}”口径一致"
            yield Holds(words, (evidence(new), evidence(old)))
            return


@per_case
def _known(case: Case) -> tuple[dict[str, list[Mismatch]], dict[str, list[_Pair]]]:
    """Return what `_mismatches` and `_pairs` fill for this case, by indicator: five checks ask for the same."""
    del case
    return {}, {}


def _mismatches(indicator: Indicator, case: Case) -> list[Mismatch]:
    known, _ = _known(case)
    if indicator.id not in known:
        known[indicator.id] = mismatches(indicator, case, _pairs(indicator, case))
    return known[indicator.id]


def _pairs(indicator: Indicator, case: Case) -> list[_Pair]:
    _, known = _known(case)
    if indicator.id not in known:
        known[indicator.id] = list(pairs(indicator, case))
    return known[indicator.id]


def _hit(indicator: Indicator, found: Mismatch) -> Hit:
    old, new = found.old, found.new
    others = [
        claim
        for claim in found.later.of(new.role)
        if claim.id != new.id
        and claim.quantity is not None
        and indicator.link(claim) == indicator.link(new)
        and claim.name != new.name
        and new.role is Role.ACTUAL
    ]
    counted = [head for claim in others for head in heads(claim.name)] if found.facet == "object" else []
    return Hit(
        evidence=(evidence(new), evidence(old), *(evidence(claim) for claim in others)),
        says={
            "name": indicator.name,
            "later": found.later.label,
            "new": "、".join(dict.fromkeys(said(claim) for claim in (new, *others))),
            "became": "、".join(dict.fromkeys((*found.became.split("、"), *counted))),
            "earlier": found.earlier.label,
            "old": said(old),
            "was": found.was,
            "note": doubt(indicator, old, new),
        },
        confidence=confidence(indicator, old, new),
        severity=_severity(indicator, found),
        key=(core(indicator.name), found.facet, found.earlier.kind.value, found.later.kind.value),
    )


def _severity(indicator: Indicator, found: Mismatch) -> Severity:
    """A promise that nothing better answers would otherwise be missing, which is a warning too."""
    if found.old.role is Role.TARGET and found.new.role is Role.ACTUAL:
        return Severity.WARNING
    return weaken(Severity.WARNING, indicator, found.old, found.new)
