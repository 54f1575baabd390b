"""Notes beside a number are sentences about their row and the rows around it: 按期完成（件） | 74 | 按期率97.4%."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Cell, Figure, Interval, Located, Part, Quantity, Recomputation, RecomputationKind
from docaudit.recompute.grid import Grid, Line, quantity_of
from docaudit.recompute.values import RATIO, Value, like, percent, shown, value_of
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_RATE = re.compile(r"(?P<what>[\u4e00-\u9fff]{1,6}?)率(?:约|为|达到?|是)?$")
_SHARE = re.compile(r"占(?:比|总[数量额]?)?(?:约|为|达)?$")
_MEAN = re.compile(r"(?:平均)?(?:每(?P<each>[\u4e00-\u9fff])|(?P<per>[\u4e00-\u9fff])均)(?:约|为|达)?$")
_ELSEWHERE = re.compile(
    r"上年|去年|同期|目标|计划|要求|标准|全[市省国县区]|提高|增|降|减|比|较|不[低高少超]|以上|以下|累计|历年"
)
_CLAUSE = re.compile(r"[，,。；;：:、（）()\n]")
_DIGITS = 3
_Spot = tuple[int | None, int | None, int | None, str]
_SURE, _LIKELY = 0.85, 0.75


@dataclass(frozen=True, slots=True)
class _Note:
    """A figure in a note: the words right before it, the level before it in the note, and the number of its row."""

    figure: Figure
    lead: str
    before: Value | None
    line: Line
    own: Value
    others: tuple[tuple[Line, Value], ...]
    """The same column in the other rows, the nearest above first."""


def note_cells(part: Part, grids: Sequence[Grid]) -> Iterator[Recomputation]:
    """Recompute the rates, shares and means that notes tell of their rows."""
    known: dict[_Spot, Figure] = {
        (f.place.table, f.place.row, f.place.column, f.quantity.text): f for f in part.figures
    }
    for grid in grids:
        for note in _notes(part, grid, known):
            made = _mean(note) if not _is_ratio(note.figure.quantity) else _rate(note)
            if made is not None:
                yield made


def _notes(part: Part, grid: Grid, known: dict[_Spot, Figure]) -> Iterator[_Note]:
    column = next(iter(grid.heads), None)
    if column is None or grid.turned:
        return
    filled = list(grid.column(column))
    for i, (line, own) in enumerate(filled):
        others = (*reversed(filled[:i]), *filled[i + 1 :])
        row = grid.table.rows[line.at]
        for cell in {id(c): c for c in row[column.at + 1 :]}.values():
            if quantity_of(cell) is not None or not re.search(r"率|占|均|每", cell.text):
                continue
            level: Value | None = None
            for spot in quantities.find(cell.text):
                key = (cell.place.table, cell.place.row, cell.place.column, spot.quantity.text)
                figure = known.get(key) or _figure(part, cell, spot)
                clause = _CLAUSE.split(cell.text[: spot.start])[-1]
                value = value_of(figure)
                if value is not None and not spot.quantity.approximate and not _ELSEWHERE.search(clause):
                    yield _Note(figure, squeeze(clause), level, line, own, others)
                level = value if value is not None and not value.is_ratio else level


def _is_ratio(quantity: Quantity) -> bool:
    return quantity.dimension == RATIO


def _rate(note: _Note) -> Recomputation | None:
    found = _RATE.search(note.lead)
    if found is None and not _SHARE.search(note.lead):
        return None
    own_thing = found is not None and _alike(found["what"], note.line.label)
    pairs = [(note.own, base) for _, base in note.others if 0 < note.own.number <= base.number]
    inner = note.before
    within = [(inner, note.own)] if inner is not None and 0 < inner.number <= note.own.number else []
    within = [(a, b) for a, b in within if a.dimension == b.dimension]
    pairs = [(a, b) for a, b in pairs if a.dimension == b.dimension]
    made = _first_fit(_K.SHARE, note, [*within, *pairs])
    if made is not None:
        return made
    above = [(a, b) for a, b in pairs if (b.figure.place.row or 0) < (a.figure.place.row or 0)]
    accused = within if found is None else above if own_thing and not within else []
    return _misfit(_K.SHARE, note, accused)


def _mean(note: _Note) -> Recomputation | None:
    found = _MEAN.search(note.lead)
    value = value_of(note.figure)
    if found is None or value is None or value.dimension is None or value.dimension != note.own.dimension:
        return None
    per = found["each"] or found["per"]
    bases = [(note.own, b) for _, b in note.others if b.dimension != note.own.dimension and b.number > 1]
    made = _first_fit(_K.MEAN, note, bases)
    if made is not None:
        return made
    named = [(line, b) for line, b in note.others if b.dimension != note.own.dimension and b.number > 1]
    named = [(line, b) for line, b in named if per in squeeze(line.label)]
    above = [(note.own, b) for _, b in named if (b.figure.place.row or 0) < (note.own.figure.place.row or 0)]
    return _misfit(_K.MEAN, note, above)


def _alike(what: str, label: str) -> bool:
    """Whether a rate is named after what its row counts (按期率 beside 按期完成), and not after a part of it."""
    return what in squeeze(label)


def _first_fit(kind: RecomputationKind, note: _Note, pairs: Sequence[tuple[Value, Value]]) -> Recomputation | None:
    printed = quantities.interval(note.figure.quantity, exact=False)
    if value_of(note.figure) is None or len(note.figure.quantity.number.as_tuple().digits) < 2:
        return None
    return next((_made(kind, note, a, b, holds=True) for a, b in pairs if _quotient(kind, a, b).meets(printed)), None)


def _misfit(kind: RecomputationKind, note: _Note, pairs: Sequence[tuple[Value, Value]]) -> Recomputation | None:
    """A misfit against the base that comes nearest: sure where the words name the only one."""
    if not pairs or len(note.figure.quantity.number.as_tuple().digits) < _DIGITS:
        return None
    goal = note.figure.quantity.value
    a, b = min(pairs, key=lambda pair: abs(_number(kind, *pair) / goal - 1) if goal else Decimal(1))
    number = _number(kind, a, b)
    if not goal or abs(number / goal - 1) > Decimal("0.2"):
        return None  # so far off it is a rate of something else
    return _made(kind, note, a, b, holds=False, confidence=_SURE if kind is _K.MEAN and len(pairs) == 1 else _LIKELY)


def _number(kind: RecomputationKind, a: Value, b: Value) -> Decimal:
    base = b.number if kind is _K.SHARE else b.number / b.figure.quantity.factor
    return a.number / base


def _quotient(kind: RecomputationKind, a: Value, b: Value) -> Interval:
    base = b.span if kind is _K.SHARE else quantities.times(b.span, 1 / b.figure.quantity.factor)
    return quantities.div(a.span, base)


def _made(
    kind: RecomputationKind, note: _Note, a: Value, b: Value, *, holds: bool, confidence: float = 1.0
) -> Recomputation:
    number = _number(kind, a, b)
    result = percent(number) if kind is _K.SHARE else like(number, note.figure.quantity)
    return Recomputation(
        kind=kind,
        printed=note.figure,
        operands=(a.figure, b.figure),
        expression=f"{shown(a.figure)} ÷ {shown(b.figure)} = {result}，表中为 {shown(note.figure)}",
        expected=_quotient(kind, a, b),
        holds=holds,
        confidence=confidence,
        label=f"{note.line.title}（{note.lead}）",
    )


def _figure(part: Part, cell: Cell, spot: Located) -> Figure:
    digest = hashlib.sha1(f"{part.id}|{cell.place.where}|{spot.start}|{spot.quantity.text}".encode()).hexdigest()[:10]
    return Figure(
        id=f"n{digest}",
        quantity=spot.quantity,
        name=cell.text[max(0, spot.start - 12) : spot.start],
        place=cell.place,
        context=cell.text,
        start=spot.start,
        end=spot.end,
    )
