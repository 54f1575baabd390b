"""The closed set of formulas that a column may follow, on plain numbers with the intervals behind them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Interval
from docaudit.recompute.operands import Operand, Term

Triple = tuple[float, float, float]
_DAYS = 365
ONE = Interval(Decimal(1), Decimal(1))


@dataclass(frozen=True, slots=True)
class Form:
    """A formula: its name, and how it is reckoned on floats (for the search) and exactly (for the record)."""

    name: str
    floats: Callable[[list[Triple]], Triple | None]
    exact: Callable[[list[Interval]], Interval]
    number: Callable[[list[Decimal]], Decimal]
    pattern: str
    linear: bool = False
    """Whether the operands are of one kind and so is the result."""
    relative: bool = False
    """Whether the result is a change over a level: one less than a quotient."""


def _quotient(x: list[Triple]) -> Triple | None:
    (a, al, ah), (b, bl, bh) = x
    if bl <= 0 <= bh:
        return None
    ends = (al / bl, al / bh, ah / bl, ah / bh)
    return a / b, min(ends), max(ends)


def _growth(x: list[Triple]) -> Triple | None:
    found = _quotient(x)
    return None if found is None or x[1][0] < 0 else (found[0] - 1, found[1] - 1, found[2] - 1)


def _decline(x: list[Triple]) -> Triple | None:
    found = _growth(x)
    return None if found is None else (-found[0], -found[2], -found[1])


def _product(x: list[Triple]) -> Triple | None:
    (a, al, ah), (b, bl, bh) = x
    ends = (al * bl, al * bh, ah * bl, ah * bh)
    return a * b, min(ends), max(ends)


def _linear(signs: tuple[int, ...]) -> Callable[[list[Triple]], Triple | None]:
    def reckon(x: list[Triple]) -> Triple | None:
        number = low = high = 0.0
        for sign, (middle, least, most) in zip(signs, x, strict=True):
            if sign > 0:
                number, low, high = number + middle, low + least, high + most
            else:
                number, low, high = number - middle, low - most, high - least
        return number, low, high

    return reckon


def _linear_exact(signs: tuple[int, ...]) -> Callable[[list[Interval]], Interval]:
    def reckon(spans: list[Interval]) -> Interval:
        result = Interval(Decimal(0), Decimal(0))
        for sign, span in zip(signs, spans, strict=True):
            result = quantities.add(result, span) if sign > 0 else quantities.sub(result, span)
        return result

    return reckon


def _linear_form(name: str, signs: tuple[int, ...]) -> Form:
    pattern = "{0}" + "".join(f" {'+' if s > 0 else '−'} {{{i}}}" for i, s in enumerate(signs) if i)
    return Form(
        name,
        _linear(signs),
        _linear_exact(signs),
        lambda numbers: sum((s * n for s, n in zip(signs, numbers, strict=True)), Decimal(0)),
        pattern,
        linear=True,
    )


QUOTIENT = Form("quotient", _quotient, lambda s: quantities.div(s[0], s[1]), lambda n: n[0] / n[1], "{0} ÷ {1}")
GROWTH = Form(
    "growth",
    _growth,
    lambda s: quantities.sub(quantities.div(s[0], s[1]), ONE),
    lambda n: (n[0] - n[1]) / n[1],
    "（{0} − {1}）÷ {1}",
    relative=True,
)
DECLINE = Form(
    "decline",
    _decline,
    lambda s: quantities.sub(ONE, quantities.div(s[0], s[1])),
    lambda n: (n[1] - n[0]) / n[1],
    "（{1} − {0}）÷ {1}",
    relative=True,
)


def _daily(x: list[Triple]) -> Triple | None:
    found = _quotient(x)
    return None if found is None else (found[0] / _DAYS, found[1] / _DAYS, found[2] / _DAYS)


DAILY = Form(
    "daily",
    _daily,
    lambda s: quantities.div(quantities.div(s[0], s[1]), Interval(Decimal(_DAYS), Decimal(_DAYS))),
    lambda n: n[0] / n[1] / _DAYS,
    "{0} ÷ {1} ÷ 365",
)
"""What was done in a year over what can be done in a day: 负荷率, 使用率."""


def yearly(years: int) -> Form:
    """Return the mean yearly growth over a number of years."""

    def floats(x: list[Triple]) -> Triple | None:
        found = _quotient(x)
        if found is None or found[1] <= 0:
            return None
        root = tuple(end ** (1 / years) - 1 for end in found)
        return root[0], root[1], root[2]

    def number(n: list[Decimal]) -> Decimal:
        return (n[0] / n[1]) ** (1 / Decimal(years)) - 1

    def exact(spans: list[Interval]) -> Interval:
        found = quantities.div(spans[0], spans[1])
        low, high = ((end if end is None else end ** (1 / Decimal(years)) - 1) for end in (found.low, found.high))
        return Interval(low, high)

    return Form("yearly", floats, exact, number, f"（{{0}} ÷ {{1}}）^(1/{years}) − 1", relative=True)


def average(width: int) -> Form:
    """Return the mean of so many operands."""

    def floats(x: list[Triple]) -> Triple | None:
        return sum(t[0] for t in x) / width, sum(t[1] for t in x) / width, sum(t[2] for t in x) / width

    def exact(spans: list[Interval]) -> Interval:
        result = spans[0]
        for span in spans[1:]:
            result = quantities.add(result, span)
        return quantities.div(result, Interval(Decimal(width), Decimal(width)))

    def number(n: list[Decimal]) -> Decimal:
        return sum(n, Decimal(0)) / width

    pattern = "（" + " + ".join(f"{{{k}}}" for k in range(width)) + f"）÷ {width}"
    return Form("average", floats, exact, number, pattern, relative=True)


def portion(percent: Decimal) -> Form:
    """Return the part of an amount that a header states: 省级（25%）."""
    rate = percent / 100
    return Form(
        "portion",
        lambda x: (x[0][0] * float(rate), x[0][1] * float(rate), x[0][2] * float(rate)),
        lambda spans: quantities.mul(spans[0], Interval(rate, rate)),
        lambda numbers: numbers[0] * rate,
        f"{{0}} × {percent}%",
        linear=True,
    )


PRODUCT = Form("product", _product, lambda s: quantities.mul(s[0], s[1]), lambda n: n[0] * n[1], "{0} × {1}")
SAME = _linear_form("same", (1,))
DIFFERENCE = _linear_form("difference", (1, -1))
SUM = _linear_form("sum", (1, 1))
BALANCE = _linear_form("balance", (1, 1, -1))
NET = _linear_form("net", (1, -1, -1))


@dataclass(frozen=True, slots=True)
class Shape:
    """A formula with its operands: one way to read a whole column."""

    form: Form
    operands: tuple[Operand, ...]

    @property
    def heads(self) -> frozenset[int]:
        """The columns it uses."""
        return frozenset().union(*(o.heads for o in self.operands))

    @property
    def words(self) -> str:
        """The formula with the names of its columns."""
        return self.form.pattern.format(*(o.name for o in self.operands)).replace(" ", "")

    def terms(self, at: int) -> tuple[Term, ...] | None:
        """Return the operands of one line, or None where one is missing or the units do not go together."""
        found: list[Term] = []
        for operand in self.operands:
            term = operand.terms.get(at)
            if term is None:
                return None
            found.append(term)
        if (self.form.linear or self.form.relative) and not alike(found):
            return None
        ids = [t.first for t in found if t.first is not None]
        if len(set(ids)) != len(ids) and not any(o.derived in ("all", "together") for o in self.operands):
            return None
        return tuple(found)

    def text(self, terms: tuple[Term, ...]) -> str:
        """Write the arithmetic of one line."""
        same = len({(t.factor, t.dimension) for t in terms}) == 1
        return self.form.pattern.format(*(t.digits if same else t.text for t in terms))


def alike(terms: Sequence[Term]) -> bool:
    """Whether all terms measure the same."""
    return len({term.dimension for term in terms}) == 1
