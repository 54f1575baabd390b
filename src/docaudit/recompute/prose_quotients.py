"""Quotients of two figures in running text, and how a rate of them is told."""

from __future__ import annotations

from decimal import Decimal

from docaudit import quantities
from docaudit.model import Recomputation, RecomputationKind
from docaudit.recompute.prose import Mention
from docaudit.recompute.values import Value, plain, shown


def quotient(part: Value | None, whole: Value | None) -> Decimal | None:
    """Return part over whole as printed, or None."""
    if part is None or whole is None or whole.number == 0:
        return None
    return part.number / whole.number


def fits(part: Value, whole: Value | None, percent: Value) -> bool:
    """Return whether a printed percentage may be part over whole."""
    if whole is None or whole.span.low is None or whole.span.low <= 0:
        return False
    return quantities.div(part.span, whole.span).meets(percent.span)


def plausible(number: Decimal, printed: Decimal) -> bool:
    """Return whether a rate may have been meant: one several times off was taken of something else."""
    return printed > 0 and Decimal("0.5") <= number / printed <= 2


def rate_of(
    percent: Mention,
    part: Mention,
    whole: Mention,
    *,
    holds: bool,
    kind: RecomputationKind,
    label: str,
    confidence: float = 0.95,
) -> Recomputation:
    """Tell a rate with its arithmetic."""
    assert part.value is not None  # noqa: S101
    assert whole.value is not None  # noqa: S101
    number = part.value.number / whole.value.number
    result = plain((number * 100).quantize(Decimal("0.01"))) + "%"
    return Recomputation(
        kind=kind,
        printed=percent.figure,
        operands=(part.figure, whole.figure),
        expression=f"{shown(part.figure)} ÷ {shown(whole.figure)} = {result}，文中为 {shown(percent.figure)}",
        expected=quantities.div(part.value.span, whole.value.span),
        holds=holds,
        confidence=confidence,
        label=label,
    )
