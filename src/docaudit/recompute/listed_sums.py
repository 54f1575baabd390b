"""How the sum of a list in running text is told: 10 + 12 + 8 = 30，文中为 31."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from docaudit.model import Recomputation, RecomputationKind
from docaudit.recompute.prose import Mention, Sentence
from docaudit.recompute.values import Value, digits_text, like, shown, total
from docaudit.recompute.words import squeeze


def listed_sum(
    sentence: Sentence,
    whole: Mention,
    values: Sequence[Value],
    *,
    holds: bool,
    confidence: float,
    kind: RecomputationKind = RecomputationKind.SUM,
    units: bool | None = None,
) -> Recomputation:
    """Return the relation of a total and its list; `units` None writes units only where they differ."""
    added = sum((v.number for v in values), Decimal(0))
    if units is None:
        units = any(v.figure.quantity.factor != whole.quantity.factor for v in values)
    terms = " + ".join(shown(v.figure) if units else digits_text(v.figure.quantity) for v in values)
    return Recomputation(
        kind=kind,
        printed=whole.figure,
        operands=tuple(v.figure for v in values),
        expression=f"{terms} = {like(added, whole.quantity)}，文中为 {shown(whole.figure)}",
        expected=total(v.span for v in values),
        holds=holds,
        confidence=confidence,
        label=squeeze(sentence.clause(whole))[-14:] + shown(whole.figure),
    )
