"""The cells of a column under one formula: which agree, what that is worth, and what most of them say about the others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log10

from docaudit import quantities
from docaudit.recompute.grid import Line
from docaudit.recompute.operands import Term
from docaudit.recompute.row_fits import DIGITS, NEAR
from docaudit.recompute.shapes import Triple
from docaudit.recompute.values import Value

SEVERAL = 3
"""Cells from which on agreement is a practice."""
TELLING = 1.4
"""Digits that one cell must agree in to tell anything."""
_RARE = 0.01
"""So seldom do rounded operands give the printed digits in all of some cells when it was worked out from others."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One cell of the column with its printed result as number and ends in base units."""

    line: Line
    value: Value
    exact: Triple
    """By the rules of rounding, for sums and differences."""
    rounded: Triple
    """A rounded quotient is no count even without decimals."""
    unit: float
    dimension: str | None
    """What the printed result measures."""

    @staticmethod
    def of(line: Line, value: Value) -> Printed:
        """Reckon the floats of a cell once: every formula tried uses them."""
        quantity = value.figure.quantity
        spans = (value.span, quantities.interval(quantity, exact=False))
        exact, rounded = (
            (
                float(value.number),
                float(span.low if span.low is not None else value.number),
                float(span.high if span.high is not None else value.number),
            )
            for span in spans
        )
        return Printed(
            line, value, exact, rounded, float(quantity.unit.scale) if quantity.unit else 1.0, value.dimension
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One cell under one shape, before it is judged: printed and computed in one frame."""

    cell: Printed
    terms: tuple[Term, ...]
    printed: Triple
    computed: Triple


@dataclass(frozen=True, slots=True)
class Trial:
    """One cell under one shape."""

    line: Line
    value: Value
    terms: tuple[Term, ...]
    fits: bool
    weight: float
    """How many digits the agreement is worth; 0 for a cell that proves nothing."""
    explained: bool = False
    """Whether it would fit, were it not for a figure that a sum has shown to be wrong."""
    strict: bool = False
    """Whether rounding alone would excuse it, were the other cells not worked out from the figures as printed."""


def as_printed(trials: list[Trial], frames: list[tuple[Triple, Triple]]) -> list[Trial]:
    """Where quotients come out of the figures as printed in cells that rounding could not have made so by chance, all do.

    A cell that is off by more than its last digit is then a misfit although unrounded operands could explain it.
    """
    rows = []
    chance = 1.0
    for trial, (printed, computed) in zip(trials, frames, strict=True):
        step = printed[2] - printed[1]
        off = abs(abs(printed[0]) - abs(computed[0])) if trial.fits else 0.0
        exact = trial.fits and off <= step * (0.5 + NEAR)
        width = computed[2] - computed[1]
        if exact and step > 0 and trial.weight > 0:
            chance *= step / (width + step)
        rows.append((trial, off, step, exact, abs(printed[0])))
    right = sum(exact and trial.weight > 0 for trial, _, _, exact, _ in rows)
    odd = sum(trial.fits and off > 1.01 * step for trial, off, step, *_ in rows)
    if right < SEVERAL or right < SEVERAL * odd or chance > _RARE:
        return trials
    result = []
    for trial, off, step, exact, size in rows:
        if exact and trial.weight > 0 and size > step > 0:
            trial = replace(trial, weight=max(trial.weight, min(DIGITS, log10(size / step))))
        elif trial.fits and off > 1.01 * step:
            trial = replace(trial, fits=False, strict=True)
        result.append(trial)
    return result


def to_the_digit(trials: list[Trial], frames: list[Row], *, signed: bool) -> list[Trial]:
    """Where sums and differences are right to the last digit in most lines, they are meant to be so in all."""
    offs = []
    right = 0
    for trial, frame in zip(trials, frames, strict=True):
        p, c = frame.printed[0], frame.computed[0]
        off = abs(p - c) if signed or p * c >= 0 else abs(abs(p) - abs(c))
        exact = off <= NEAR * max(1.0, abs(p)) and sum(x.number != 0 for x in trial.terms) >= min(2, len(trial.terms))
        right += exact
        offs.append((trial, p, off, exact))
    if right < SEVERAL:
        return trials
    rows = []
    for trial, p, off, exact in offs:
        scale = p / float(trial.value.number) if trial.value.number else 1.0
        step = 10.0**-trial.value.decimals * float(trial.value.figure.quantity.factor) * scale
        rows.append((trial, off, step, exact, abs(p)))
    if right < 2 * sum(off > step / 2 for _, off, step, *_ in rows):
        return trials
    result = []
    for trial, off, step, exact, size in rows:
        weight = log10(size / step) if exact and size >= step else 0.0
        weight = max(TELLING, weight) if weight >= 1 else weight
        result.append(replace(trial, fits=trial.fits and off <= 1.01 * step, weight=max(weight, trial.weight)))
    return result
