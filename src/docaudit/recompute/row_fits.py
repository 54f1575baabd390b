"""Whether the printed and the computed value of one row meet, and how much that says."""

from __future__ import annotations

from math import log10

from docaudit.recompute.operands import Term
from docaudit.recompute.shapes import DIFFERENCE, Form, Triple

DIGITS = 6.0
"""So many digits one row may count for at most."""
NEAR = 1e-9
"""How far apart two floats of one value may be."""


def judged(form: Form, printed: Triple, result: Triple, terms: tuple[Term, ...], *, signed: bool) -> tuple[bool, float]:
    """Return whether printed and computed meet, and how many digits their agreement is worth."""
    mirrored = not _meet(printed, result) and form is DIFFERENCE and not signed
    fits = meets(form, printed, result, signed=signed)
    size = abs(printed[0])
    width = max(printed[2] - printed[1], result[2] - result[1], size * 1e-9 if form is not DIFFERENCE else 1e-9)
    plain = any(t.number == 0 for t in terms) or abs(abs(result[0]) - 1) < NEAR or abs(abs(result[0]) - 100) < NEAR
    if form.linear:
        plain = len(terms) > 1 and sum(t.number != 0 for t in terms) < 2
        width = max(width, _step(printed))
    weight = 0.0 if plain or not size else max(0.0, min(DIGITS, log10(size / width)))
    return fits, weight * (0.9 if mirrored else 1.0)


def meets(form: Form, printed: Triple, result: Triple, *, signed: bool) -> bool:
    """Return whether printed and computed meet; of a difference without signs either side may be the greater."""
    if _meet(printed, result):
        return True
    return form is DIFFERENCE and not signed and _meet(printed, (-result[0], -result[2], -result[1]))


def _step(printed: Triple) -> float:
    return max(printed[2] - printed[1], 1.0 if float(printed[0]).is_integer() else 0.0)


def _meet(a: Triple, b: Triple) -> bool:
    if a[1] <= b[2] and b[1] <= a[2]:
        return True
    slack = NEAR * max(1.0, abs(a[0]), abs(b[0]))
    return a[1] <= b[2] + slack and b[1] <= a[2] + slack
