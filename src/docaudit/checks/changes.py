"""Two values of one thread that differ between papers, as a finding tells them."""

from __future__ import annotations

from docaudit.align import core
from docaudit.checks.base import Hit, evidence
from docaudit.checks.bounds import numbers
from docaudit.checks.sides import Side, confidence, doubt, value_of, weaken
from docaudit.model import Claim, Indicator, Severity


def label_of(indicator: Indicator) -> str:
    """Return the thread's name in quotation marks."""
    return f"“{indicator.name}”"


def differing(
    indicator: Indicator,
    earlier: Side,
    old: Claim,
    later: Side,
    new: Claim,
    severity: Severity,
    *,
    verdict: str = "",
    note: str = "",
) -> Hit:
    """Return the hit for a later value that is not the earlier one; `verdict` and `note` fill the message's own words."""
    return Hit(
        evidence=(evidence(new), evidence(old)),
        says={
            "later": later.label,
            "name": new.name,
            "new": value_of(new),
            "earlier": earlier.label,
            "old": value_of(old),
            "verdict": verdict,
            "note": note + doubt(indicator, old, new),
        },
        computation=numbers(old, new),
        confidence=confidence(indicator, old, new),
        severity=weaken(severity, indicator, old, new),
        key=(core(indicator.name), earlier.kind.value, later.kind.value),
    )
