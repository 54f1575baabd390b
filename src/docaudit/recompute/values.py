"""A figure with the interval it may stand for, and how arithmetic on figures is written for an auditor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from docaudit import quantities
from docaudit.model import Figure, Interval, Quantity, Recomputation, Relation

RATIO = "ratio"
_EXACT = (Relation.EQ, Relation.APPROX)


@dataclass(frozen=True, slots=True)
class Value:
    """A figure that can be computed with: one number, and the closed interval of true values (base units) behind it."""

    figure: Figure
    span: Interval
    number: Decimal = field(init=False, compare=False, repr=False)
    """The printed number in the base unit."""
    dimension: str | None = field(init=False, compare=False, repr=False)
    """What is measured; None for a bare number."""

    def __post_init__(self) -> None:
        """Reckon once what every formula tried asks for."""
        object.__setattr__(self, "number", self.figure.quantity.value)
        object.__setattr__(self, "dimension", self.figure.quantity.dimension)

    @property
    def is_ratio(self) -> bool:
        """Whether this is a percentage or another pure ratio."""
        return self.dimension == RATIO

    @property
    def digits(self) -> int:
        """How many significant digits are printed."""
        shown = self.figure.quantity.number.copy_abs()
        return len(shown.as_tuple().digits) if shown else 1

    @property
    def decimals(self) -> int:
        """How many decimals are printed."""
        return decimals_of(self.figure.quantity)


def value_of(figure: Figure) -> Value | None:
    """Return the figure as something to compute with; None for bounds, ranges and approximate numbers."""
    quantity = figure.quantity
    level = quantity.relation is Relation.EQ or (quantity.relation is Relation.GE and quantity.reached)
    if not level or quantity.approximate or quantity.low is None:
        return None
    return Value(figure, quantities.interval(quantity))


def loose_value(figure: Figure) -> Value | None:
    """Like `value_of`, but an approximate number (约33.94%, 近3项) counts with the interval its words allow."""
    quantity = figure.quantity
    if quantity.relation is Relation.RANGE or (quantity.relation not in _EXACT and not quantity.approximate):
        return None
    return Value(figure, quantities.interval(quantity))


def decimals_of(quantity: Quantity) -> int:
    """Return how many decimals are printed."""
    exponent = quantity.number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def total(spans: Iterable[Interval]) -> Interval:
    """Add intervals."""
    return quantities.total(spans)


def plain(number: Decimal) -> str:
    """Write a number without exponent and without trailing zeros behind the point."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(number: Decimal) -> str:
    """Write a ratio as a percentage with up to two decimals."""
    return plain((number * 100).quantize(Decimal("0.01"))) + "%"


def misfit(relation: Recomputation) -> Decimal:
    """Return by how much the printed total of a sum is off its terms, in base units."""
    return relation.printed.quantity.value - sum((f.quantity.value for f in relation.operands), Decimal(0))


def digits_text(quantity: Quantity) -> str:
    """Return the number as printed, without words around it: 53.02, 1.3万."""
    big = {Decimal(10000): "万", Decimal(100000000): "亿"}.get(quantity.multiplier, "")
    return f"{quantity.number:f}{big}"


def unit_text(quantity: Quantity) -> str:
    """Return the unit as printed, or nothing."""
    return quantity.unit.text if quantity.unit is not None else ""


def shown(figure: Figure) -> str:
    """Return number and unit as printed: 53.02亿元."""
    return digits_text(figure.quantity) + unit_text(figure.quantity)


def like(number: Decimal, quantity: Quantity, *, unit: bool = True) -> str:
    """Write a computed number (base unit) in the unit of a printed quantity, with one or two decimals more if needed."""
    scaled = number / quantity.factor
    places = decimals_of(quantity)
    step = Decimal(1).scaleb(-places)
    rounded = scaled.quantize(step, rounding=ROUND_HALF_UP)
    if rounded == quantity.number or rounded != scaled:
        rounded = scaled.quantize(Decimal(1).scaleb(-max(places, 2)), rounding=ROUND_HALF_UP)
    if rounded == quantity.number and rounded != scaled:
        rounded = scaled.quantize(Decimal(1).scaleb(-places - 2), rounding=ROUND_HALF_UP)
    big = {Decimal(10000): "万", Decimal(100000000): "亿"}.get(quantity.multiplier, "")
    return plain(rounded) + big + (unit_text(quantity) if unit else "")
