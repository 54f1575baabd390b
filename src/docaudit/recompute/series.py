"""Changes that the text states and a table of years can prove: 2023年3810万元，比2022年增加3070万元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Recomputation, RecomputationKind
from docaudit.recompute.change_words import one_less, signed
from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.prose import Mention, Sentence, is_level
from docaudit.recompute.values import Value, like, plain, shown
from docaudit.recompute.words import squeeze

_AGAINST = re.compile(
    r"(?:(?:比|较|与|同)(?:(?P<year>(?:19|20)\d\d)年度?|上年度?|去年|前一年|上一年)|同比)[^，,。；;\d]{0,14}$"
)
_CHANGE = re.compile(r"增长|增加|提高|上升|下降|减少|降低|多|少")
_DOWN = re.compile(r"下降|减少|降低|少")


def series_changes(grids: Sequence[Grid], sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Recompute a change against an earlier year whose level only a table of the paper states.

    The level in the text must be the table's value of its year, so that the row (or column) is known beyond doubt.
    """
    rows = [row for grid in grids for view in (grid, grid.turn()) for row in _rows(view)]
    if not rows:
        return
    for sentence in sentences:
        if sentence.reported:
            continue
        for change in sentence.mentions:
            lead = sentence.before(change, 26)
            against = _AGAINST.search(lead)
            if (
                change.value is None
                or against is None
                or not _CHANGE.search(against[0] + (change.quantity.growth or ""))
            ):
                continue
            level = next((m for m in reversed(sentence.mentions[: change.nth]) if is_level(m)), None)
            if level is None or re.search(r"[。；;]", sentence.text[level.end : change.start]):
                continue
            year = sentence.year(level)
            before = int(against["year"]) if against["year"] else year - 1 if year else None
            if year is None or before is None:
                continue
            made = _made(rows, level, change, year, before, lead)
            if made is not None:
                yield made


def _rows(grid: Grid) -> Iterator[dict[int, Value]]:
    years = {head.at: year for head in grid.heads if (year := _year(head)) is not None}
    if len(years) < 2 or len(set(years.values())) != len(years):
        return
    for line in grid.lines:
        row = {year: value for at, year in years.items() if (value := grid.values.get((line.at, at))) is not None}
        if len(row) >= 2:
            yield row


def _year(line: Line) -> int | None:
    found = {int(y) for label in line.labels for y in re.findall(r"(?:19|20)\d\d", label)}
    return found.pop() if len(found) == 1 else None


def _made(
    rows: Sequence[dict[int, Value]], level: Mention, change: Mention, year: int, before: int, lead: str
) -> Recomputation | None:
    linked = [row for row in rows if year in row and before in row and _equal(row[year], level.value)]
    if not linked or level.value is None or change.value is None:
        return None
    if len({row[before].number for row in linked}) != 1:
        return None
    old, new = linked[0][before], level.value
    percent = change.value.is_ratio
    if (percent and (old.number <= 0 or new.is_ratio)) or (not percent and change.dimension != new.dimension):
        return None
    sign = -1 if _DOWN.search(lead + (change.quantity.growth or "")) else 1
    number = new.number - old.number
    if percent:
        span = one_less(quantities.div(new.span, old.span))
        result = plain((number / old.number * 100).quantize(Decimal("0.01"))) + "%"
        text = f"（{shown(new.figure)} − {shown(old.figure)}）÷ {shown(old.figure)} = {result}"
    else:
        span = quantities.sub(new.span, old.span)
        text = f"{shown(new.figure)} − {shown(old.figure)} = {like(number, change.quantity)}"
    return Recomputation(
        kind=RecomputationKind.GROWTH if percent else RecomputationKind.DIFFERENCE,
        printed=change.figure,
        operands=(new.figure, old.figure),
        expression=f"{text}，文中为 {shown(change.figure)}",
        expected=span,
        holds=signed(change.value.span, sign).meets(span),
        confidence=0.9,
        label=f"{year}年比{before}年{squeeze(change.quantity.growth or '') or '增减'}",
    )


def _equal(cell: Value, level: Value | None) -> bool:
    return level is not None and cell.dimension == level.dimension and cell.span.meets(level.span)
