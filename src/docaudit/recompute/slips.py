"""Slips of the pen: two numbers of one length that differ in one digit, or in two neighbouring digits that changed places."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from docaudit.model import Quantity
from docaudit.recompute.values import Value, decimals_of

SURE_DIGITS = 4
"""Two numbers of so many digits are one slip apart by chance about once in two hundred times."""


def digits_of(quantity: Quantity) -> str:
    """Return the printed digits without point, sign and leading zeros."""
    return "".join(str(d) for d in quantity.number.copy_abs().as_tuple().digits).lstrip("0")


def one_slip(a: str, b: str) -> bool:
    """Whether two strings of digits are one slip apart."""
    if len(a) != len(b) or a == b:
        return False
    apart = [k for k in range(len(a)) if a[k] != b[k]]
    if len(apart) == 1:
        return True
    return len(apart) == 2 and apart[1] == apart[0] + 1 and a[apart[0]] == b[apart[1]] and a[apart[1]] == b[apart[0]]


def slipped(number: Decimal, printed: Quantity, *, least: int = SURE_DIGITS) -> bool:
    """Whether a computed number (base unit), rounded like the printed one, is one slip away from it."""
    own = digits_of(printed)
    if len(own) < least or not printed.factor:
        return False
    step = Decimal(1).scaleb(-decimals_of(printed))
    scaled = abs(number) / printed.factor
    if scaled >= Decimal(10) ** 15:
        return False
    for rounding in (ROUND_HALF_UP, ROUND_DOWN):
        rounded = scaled.quantize(step, rounding=rounding)
        if one_slip("".join(str(d) for d in rounded.as_tuple().digits).lstrip("0"), own):
            return True
    return False


def explained(terms: Sequence[tuple[int, Value]], printed: Value) -> bool:
    """Whether one slip of the pen in one figure explains by how much signed terms are off their result."""
    off = sum((sign * v.number for sign, v in terms), Decimal(0)) - printed.number
    return _slip_to(printed, printed.number + off) or any(_slip_to(v, v.number - sign * off) for sign, v in terms)


def _slip_to(value: Value, number: Decimal) -> bool:
    """Whether a figure would be one slip away from a number."""
    quantity = value.figure.quantity
    scaled = (number / quantity.factor).quantize(Decimal(1).scaleb(-decimals_of(quantity)))
    digits = "".join(str(d) for d in scaled.copy_abs().as_tuple().digits).lstrip("0")
    return number > 0 and one_slip(digits, digits_of(quantity))
