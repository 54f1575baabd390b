"""Write a quantity as a person would, so that `parse` reads it back."""

from __future__ import annotations

from decimal import Decimal

from docaudit.model import Quantity, Relation
from docaudit.quantities.units import MULTIPLIERS

_SIGNS = {Relation.GE: "≥", Relation.GT: ">", Relation.LE: "≤", Relation.LT: "<", Relation.APPROX: "约"}
_WORDS = {value: word for word, value in MULTIPLIERS.items()}


def render(q: Quantity) -> str:
    """Return the quantity in short: ≥5项, 增长12.5%, 3-4项, 1.3万余人次, 2:1, 力争≥80%."""
    if q.growth == "翻番":
        return _weak(q) + _doubling(q.number)
    more = "余" if q.relation is Relation.GE and q.approximate else ""
    if q.relation is Relation.RANGE and q.low is not None and q.high is not None:
        body = _range(q, q.low, q.high)
    else:
        body = _one(q, _digits(q.number), more)
    return _weak(q) + (q.growth or "") + _sign(q) + body


def _weak(q: Quantity) -> str:
    return "力争" if q.weak else ""


def _sign(q: Quantity) -> str:
    if q.reached:
        return "达到"
    if q.approximate:
        return {Relation.GT: "超", Relation.LT: "近", Relation.APPROX: "约"}.get(q.relation, "")
    return _SIGNS.get(q.relation, "")


def _one(q: Quantity, digits: str, more: str) -> str:
    unit = q.unit.text if q.unit is not None else ""
    if unit.endswith("分之"):
        return unit + digits
    return digits + _WORDS.get(q.multiplier, "") + more + unit


def _range(q: Quantity, low: Decimal, high: Decimal) -> str:
    mark = "~" if low < 0 else "-"
    unit = q.unit.text if q.unit is not None else ""
    if unit.startswith(":"):
        return f"{_digits(low)}{unit}{mark}{_digits(high)}{unit}"
    if unit.endswith("分之"):
        return f"{unit}{_digits(low)}{mark}{unit}{_digits(high)}"
    return f"{_digits(low)}{mark}{_one(q, _digits(high), '')}"


def _doubling(number: Decimal) -> str:
    """100% is 翻番, 300% 翻两番, 700% 翻3番."""
    times = 0
    factor = number / 100 + 1
    while factor > 1:
        factor /= 2
        times += 1
    return "翻番" if times == 1 else f"翻{times}番"


def _digits(value: Decimal) -> str:
    return f"{value:f}"
