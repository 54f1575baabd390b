"""Columns by a formula that the paper states in words: 组分＝数据分×60%＋专家分×40%, 总分＝甲×30%＋乙×70%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Interval, Part, Recomputation, RecomputationKind, Table
from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.values import Value, digits_text, plain
from docaudit.recompute.words import squeeze

_WORD = r"[\u4e00-\u9fffA-Za-z]{1,12}"
_FACTOR = r"(?:\d+(?:\.\d+)?%|0?\.\d+)"
_TERM = rf"(?:{_WORD}[×xX*✕]{_FACTOR}|{_FACTOR}[×xX*✕]{_WORD})"
_FORMULA = re.compile(rf"(?P<left>[\u4e00-\u9fff]{{2,12}})[=](?P<right>{_TERM}(?:\+{_TERM})+)")
_NUMBER = re.compile(_FACTOR)
_STEP = Decimal("0.0001")
_TWO = 2


@dataclass(frozen=True, slots=True)
class _Formula:
    left: str
    terms: tuple[tuple[str, Decimal], ...]
    text: str


def score_formulas(part: Part, grids: Sequence[Grid]) -> Iterator[Recomputation]:
    """Recompute the columns whose weighted sum the text states, where at least one row shows that these columns are meant."""
    formulas = list(_stated(part))
    lefts = {f.left for f in formulas}
    for grid in grids if formulas else ():
        right: dict[tuple[int, int], Decimal] = {}
        for formula in formulas:
            for head in grid.heads:
                label = _label(head)
                if not label.endswith(formula.left):
                    continue
                terms = _heads(grid, formula, label.removesuffix(formula.left), lefts, head)
                if terms is not None:
                    yield from _column(grid, head, formula, terms, right)


def _stated(part: Part) -> Iterator[_Formula]:
    seen: set[str] = set()
    for block in part.blocks:
        cells = block.cells() if isinstance(block, Table) else ()
        texts = [cell.text for cell in cells] if isinstance(block, Table) else [block.text]
        for text in texts:
            if "×" not in text and "*" not in text and "x" not in text.lower():
                continue
            for found in _FORMULA.finditer(squeeze(text).replace("＋", "+")):
                terms = []
                for term in found["right"].split("+"):
                    number = _NUMBER.search(term)
                    if number is None:
                        break
                    name = re.sub(r"[×xX*✕]", "", term.replace(number[0], "", 1))
                    factor = Decimal(number[0].rstrip("%")) / (100 if number[0].endswith("%") else 1)
                    terms.append((name, factor))
                if sum(factor for _, factor in terms) == 1 and found[0] not in seen:
                    seen.add(found[0])
                    yield _Formula(re.sub(r"^(?:其中|注|每组|各)", "", found["left"]), tuple(terms), found[0])


def _label(head: Line) -> str:
    return "".join(squeeze(label) for label in head.labels)


def _heads(grid: Grid, formula: _Formula, prefix: str, lefts: set[str], own: Line) -> list[tuple[Line, Decimal]] | None:
    """The column of each term: beside its result under one name, or the one column, or the result column, that bears the name."""
    found = []
    for name, factor in formula.terms:
        heads = [h for h in grid.heads if h.at != own.at]
        alike = [h for h in heads if prefix and _label(h) == prefix + name] or [h for h in heads if _label(h) == name]
        alike = alike or [h for h in heads if name in _label(h)]
        if len(alike) > 1:
            alike = [h for h in alike if any(_label(h).endswith(left) for left in lefts)]
        if len(alike) != 1:
            return None
        found.append((alike[0], factor))
    return found if len({head.at for head, _ in found}) == len(found) else None


def _column(
    grid: Grid,
    head: Line,
    formula: _Formula,
    terms: Sequence[tuple[Line, Decimal]],
    right: dict[tuple[int, int], Decimal],
) -> Iterator[Recomputation]:
    rows = []
    for line, value in grid.column(head):
        cells = [grid.values.get((line.at, h.at)) for h, _ in terms]
        found = [v for v in cells if v is not None and v.is_ratio == value.is_ratio]
        if len(found) == len(terms):
            rows.append((line, value, found))
    made = []
    for line, value, values in rows:
        relation = _told(line, value, values, [f for _, f in terms], formula)
        numbers = [right.get((line.at, h.at), v.number) for (h, _), v in zip(terms, values, strict=True)]
        mended = sum((n * f for n, (_, f) in zip(numbers, terms, strict=True)), Decimal(0))
        # where a part is wrong, that is told where it is computed itself
        fits = relation.holds or (numbers != [v.number for v in values] and Interval(mended, mended).meets(value.span))
        made.append((line, mended, relation, fits))
    fitting = sum(fits for *_, fits in made)
    if not fitting or len(made) < _TWO or fitting * 2 < len(made):
        return
    for line, number, relation, fits in made:
        if not fits:
            right[line.at, head.at] = number
        if relation.holds or not fits:
            yield relation


def _told(
    line: Line, value: Value, values: Sequence[Value], factors: Sequence[Decimal], formula: _Formula
) -> Recomputation:
    span = Interval(Decimal(0), Decimal(0))
    for own, factor in zip(values, factors, strict=True):
        span = quantities.add(span, quantities.mul(own.span, Interval(factor, factor)))
    number = sum((v.number * f for v, f in zip(values, factors, strict=True)), Decimal(0))
    text = " + ".join(
        f"{digits_text(v.figure.quantity)} × {plain(f * 100)}%" for v, f in zip(values, factors, strict=True)
    )
    return Recomputation(
        kind=RecomputationKind.SCORE,
        printed=value.figure,
        operands=tuple(v.figure for v in values),
        expression=f"按“{formula.text}”：{text} = {plain(number.quantize(_STEP))}，表中为 {digits_text(value.figure.quantity)}",
        expected=span,
        holds=span.meets(value.span),
        confidence=0.9,
        label=f"{line.title}（{formula.left}）",
    )
