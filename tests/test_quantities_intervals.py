"""What a printed figure may stand for, and arithmetic that never loses a true value."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docaudit.model import Interval, Quantity
from docaudit.quantities import add, admissible, div, interval, mul, parse, parse_unit, sub, with_unit


def quantity(text: str) -> Quantity:
    read = parse(text)
    assert read is not None, text
    return read


def ends(got: Interval) -> tuple[str | None, str | None]:
    return tuple(None if end is None else f"{end.normalize():f}" for end in (got.low, got.high))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("5项", "5", "5"),
        ("986项", "986", "986"),
        ("3年", "36", "36"),
        ("89", "89", "89"),
        ("89分", "89", "89"),
        ("1850000元", "1850000", "1850000"),
        ("33.94%", "0.33935", "0.3395"),
        ("100%", "0.995", "1.01"),
        ("-3.5%", "-0.036", "-0.0345"),
        ("0.00", "-0.005", "0.01"),
        ("91.33亿元", "9132500000", "9134000000"),
        ("9351万元", "93505000", "93520000"),
        ("1,850,000.00元", "1849999.995", "1850000.01"),
        ("1.3万人次", "12500", "14000"),
        ("9.68", "9.675", "9.69"),
        ("2:1", "1.5", "3"),
        ("达到5项", "5", "5"),
        ("达97.50%", "0.97495", "0.9751"),
        ("1200多亿元", "120000000000", "130000000000"),
        ("千余人", "1000", "2000"),
        ("3.6万余项", "36000", "37000"),
        ("20多年", "240", "360"),
        ("近3万人", "24000", "30000"),
        ("近20位", "16", "20"),
        ("近65%", "0.64", "0.65"),
        ("约100项", "90", "110"),
        ("4.4%左右", "0.0396", "0.0484"),
        ("3-4项", "3", "4"),
        ("100%-80%", "0.8", "1"),
        ("不少于5项", "5", None),
        ("超过3000亿元", "300000000000", None),
        ("超亿元", "100000000", None),
        ("不超过500万元", None, "5000000"),
        ("不足20%", None, "0.2"),
    ],
)
def test_interval(text, low, high):
    assert ends(interval(quantity(text))) == (low, high)


def test_exact_takes_the_digits_as_they_stand():
    assert ends(interval(quantity("9351万元"), exact=True)) == ("93510000", "93510000")
    assert ends(interval(quantity("100%"), exact=True)) == ("1", "1")


def test_not_exact_rounds_even_counts():
    assert ends(interval(quantity("5项"), exact=False)) == ("4.5", "6")


def test_one_value_in_two_units_meets():
    in_yuan, in_wan = quantity("1,850,000.00元"), quantity("185万元")
    assert interval(in_yuan).meets(interval(in_wan))
    assert in_yuan.value == in_wan.value


def test_a_column_unit_keeps_the_written_digits():
    unit = parse_unit("万元")
    assert unit is not None
    assert ends(interval(with_unit(quantity("28511.5"), unit))) == ("285114500", "285116000")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("5项", "5", "5"),
        ("≥5项", "5", None),
        ("达到5项", "5", None),
        ("超过30次", "30", None),
        ("100余家", "100", None),
        ("≤500万元", None, "5000000"),
        ("低于5%", None, "0.05"),
        ("3-4项", "3", "4"),
        ("约100项", "90", "110"),
        ("≥2:1", "2", None),
    ],
)
def test_admissible(text, low, high):
    assert ends(admissible(quantity(text))) == (low, high)


@pytest.mark.parametrize(
    ("part", "whole", "rate"),
    [
        ("279项", "822项", "33.94%"),
        ("2447项", "2483项", "98.55%"),
        ("2421项", "2483项", "97.50%"),
        ("1870项", "2483项", "75.31%"),
        ("4614453.11元", "4764453.11元", "96.85%"),
    ],
)
def test_printed_rates_of_real_papers_reproduce(part, whole, rate):
    assert div(interval(quantity(part)), interval(quantity(whole))).meets(interval(quantity(rate)))


@pytest.mark.parametrize(
    ("part", "whole", "rate"), [("1870项", "2421项", "75.31%"), ("215457.6元", "250000元", "86.31%")]
)
def test_wrong_rates_do_not(part, whole, rate):
    assert not div(interval(quantity(part)), interval(quantity(whole))).meets(interval(quantity(rate)))


# arithmetic

FINITE = st.decimals(-(10**6), 10**6, places=3, allow_nan=False)
BOXES = st.tuples(FINITE, FINITE).map(lambda ab: Interval(min(ab), max(ab)))
OPEN = (
    BOXES
    | FINITE.map(lambda a: Interval(a, None))
    | FINITE.map(lambda a: Interval(None, a))
    | st.just(Interval(None, None))
)


@st.composite
def members(draw: st.DrawFn) -> tuple[Interval, Fraction]:
    box = draw(OPEN)
    low = Fraction(box.low) if box.low is not None else Fraction(-(10**7))
    high = Fraction(box.high) if box.high is not None else Fraction(10**7)
    share = Fraction(draw(st.integers(0, 12)), 12)
    return box, low + (high - low) * share


def holds(box: Interval, value: Fraction) -> bool:
    return (box.low is None or Fraction(box.low) <= value) and (box.high is None or value <= Fraction(box.high))


@given(members(), members())
@settings(max_examples=500, deadline=None)
def test_arithmetic_keeps_every_true_value(a, b):
    assert holds(add(a[0], b[0]), a[1] + b[1])
    assert holds(sub(a[0], b[0]), a[1] - b[1])
    assert holds(mul(a[0], b[0]), a[1] * b[1])
    if b[1] != 0:
        assert holds(div(a[0], b[0]), a[1] / b[1])


def test_division_rounds_outward():
    third = div(Interval(Decimal(1), Decimal(1)), Interval(Decimal(3), Decimal(3)))
    assert third.low is not None
    assert third.high is not None
    assert Fraction(third.low) < Fraction(1, 3) < Fraction(third.high)


def test_division_over_zero_says_nothing():
    assert div(Interval(Decimal(1), Decimal(2)), Interval(Decimal(-1), Decimal(1))) == Interval(None, None)
    assert div(Interval(Decimal(1), Decimal(2)), Interval(Decimal(0), Decimal(0))) == Interval(None, None)
    assert ends(div(Interval(Decimal(1), Decimal(2)), Interval(Decimal(0), Decimal(4)))) == ("0.25", None)
