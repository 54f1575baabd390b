"""A stated value: relation, number as written, unit; and the interval of true values it may stand for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Relation(StrEnum):
    """How the stated number bounds the value."""

    EQ = "eq"
    GE = "ge"
    GT = "gt"
    LE = "le"
    LT = "lt"
    RANGE = "range"
    """Between `low` and `high`, both included (3-4项)."""
    APPROX = "approx"
    """约100项, 100项左右: near the number, on either side."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written and what it means.

    `scale` turns the written number into the base unit of `dimension` (万元: dimension money.CNY, scale 10000, base 元).
    `canonical` is the name under which spellings meet (名 and 人 are both 人; 人次 is not).
    """

    text: str
    canonical: str
    dimension: str
    scale: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval of exact numbers; None is unbounded on that side."""

    low: Decimal | None
    high: Decimal | None

    def meets(self, other: Interval) -> bool:
        """Whether the two have a value in common."""
        below = self.high is not None and other.low is not None and self.high < other.low
        above = self.low is not None and other.high is not None and self.low > other.high
        return not (below or above)

    def contains(self, other: Interval) -> bool:
        """Whether every value of `other` lies in this one."""
        low_ok = self.low is None or (other.low is not None and other.low >= self.low)
        high_ok = self.high is None or (other.high is not None and other.high <= self.high)
        return low_ok and high_ok


@dataclass(frozen=True, slots=True)
class Quantity:
    """A stated value.

    `low` and `high` are numbers in the unit as written, with the written digits kept (1.50 stays 1.50); both are set for
    EQ, APPROX (equal) and RANGE, `low` only for GE and GT, `high` only for LE and LT.  `text` is the verbatim phrase.
    `multiplier` is a 万 or 亿 that belongs to the number and not to the unit (1.3万人次: 1.3, 10000, 人次).
    """

    text: str
    relation: Relation
    low: Decimal | None
    high: Decimal | None
    unit: Unit | None = None
    approximate: bool = False
    """The number is not exact: 余 and 多 (relation GE), 近 (LT), 约 and 左右 (APPROX), 超 and 逾 (GT)."""
    multiplier: Decimal = Decimal(1)
    weak: bool = False
    """力争, 争取: a hope rather than a promise."""
    growth: str | None = None
    """增长 / 提高 / 下降 … when the words say that the number is a change and not a level."""
    reached: bool = False
    """达到, 达: relation GE, a lower bound in a target, but the plain level in a report of what was done."""

    @property
    def number(self) -> Decimal:
        """The one number that stands for this quantity as written: the bound, or the lower end of a range."""
        value = self.low if self.low is not None else self.high
        if value is None:
            msg = "a quantity has at least one bound"
            raise ValueError(msg)
        return value

    @property
    def factor(self) -> Decimal:
        """What turns a written number into the base unit of the dimension."""
        return self.multiplier * (self.unit.scale if self.unit is not None else Decimal(1))

    @property
    def value(self) -> Decimal:
        """`number` in the base unit of the dimension."""
        return self.number * self.factor

    @property
    def level(self) -> bool:
        """Whether the words state one level (5项, 达到5项, 约5项, 5余项, 近5项) and not a bound or a range."""
        return (
            self.relation in (Relation.EQ, Relation.APPROX)
            or self.reached
            or (self.approximate and self.relation in (Relation.GE, Relation.LT))
        )

    @property
    def dimension(self) -> str | None:
        """What is measured (money.CNY, ratio, count.人 …); None for a bare number."""
        return self.unit.dimension if self.unit is not None else None


@dataclass(frozen=True, slots=True)
class Located:
    """A quantity found in a text; ``text[start:end] == quantity.text`` for the text that was searched."""

    quantity: Quantity
    start: int
    end: int
