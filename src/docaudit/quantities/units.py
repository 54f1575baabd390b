"""Units that stand apart from their numbers: in a column header, in brackets after a name, in a column of their own."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from docaudit.model import Quantity, Unit
from docaudit.quantities.normalise import normalise
from docaudit.quantities.vocabulary import entries

_LEAD = re.compile(r"^(?:(?:计量|金额)?单位|币种)[:为]?")
_STEPS = (
    ("万亿", 10**12),
    ("千万", 10**7),
    ("百万", 10**6),
    ("亿", 10**8),
    ("万", 10**4),
    ("千", 10**3),
    ("百", 10**2),
)
MULTIPLIERS = {word: Decimal(value) for word, value in (*_STEPS, ("十万", 10**5))}


def lookup(text: str) -> Unit | None:
    """Return the unit spelled exactly so in normalised text."""
    entry = entries().get(text)
    return entry.unit(text) if entry is not None else None


def per(one: Unit, other: Unit) -> Unit:
    """Return the quotient of two units: 万元/项."""
    return Unit(
        f"{one.text}/{other.text}",
        f"{one.canonical}/{other.canonical}",
        f"{one.dimension}/{other.dimension}",
        one.scale / other.scale,
    )


@lru_cache(maxsize=8192)
def parse_unit(text: str) -> Unit | None:
    """Return the unit that the whole text names: 万元, （万人次）, 单位：元, 万元/项, 篇/部 (the first); else None.

    A multiplier in front of a unit (万人次, 万亩) is folded into the scale; `with_unit` takes it out again.
    """
    plain = normalise(text).text.strip(" \n;；,，。:")
    if plain.startswith("(") and plain.endswith(")"):
        plain = plain[1:-1]
    plain = _LEAD.sub("", plain).strip()
    if not plain or len(plain) > 16:
        return None
    unit = lookup(plain)
    if unit is not None:
        return unit
    for word, scale in _STEPS:
        rest = lookup(plain[len(word) :]) if plain.startswith(word) else None
        if rest is not None and not plain[len(word) :].startswith(("万", "亿", "百")):
            return replace(rest, text=plain, scale=Decimal(scale) * rest.scale)
    for mark in "/或、":
        head, found, tail = plain.partition(mark)
        if found:
            one, other = parse_unit(head), parse_unit(tail)
            if one is None or other is None:
                return None
            if _counts(one) and _counts(other):
                return one
            return per(one, other) if mark == "/" else None
    return None


def with_unit(quantity: Quantity, unit: Unit) -> Quantity:
    """Return the quantity in a unit that was stated elsewhere.

    A unit the quantity already has wins: the cell knows better than its column.  A 万 on both sides (3万 under 万人) is
    taken once when it is the same multiplier.
    """
    if quantity.unit is not None:
        return quantity
    for word, scale in _STEPS:
        rest = lookup(unit.text[len(word) :]) if unit.text.startswith(word) and unit.canonical != unit.text else None
        if rest is not None and rest.canonical == unit.canonical and unit.scale == scale * rest.scale:
            multiplier = Decimal(scale) if quantity.multiplier in (1, scale) else quantity.multiplier
            return replace(quantity, unit=rest, multiplier=multiplier)
    if quantity.multiplier != 1 and unit.dimension.startswith("money."):
        word = next((w for w, value in MULTIPLIERS.items() if value == quantity.multiplier), "")
        whole = lookup(word + "元") if unit.dimension == "money.CNY" else lookup(word + unit.canonical)
        if whole is not None:
            return replace(quantity, unit=whole, multiplier=Decimal(1))
    return replace(quantity, unit=unit)


def _counts(unit: Unit) -> bool:
    return unit.dimension.startswith("count.")
