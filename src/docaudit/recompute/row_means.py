"""Columns that weigh or spread the ones before them: weighted scores, means of answers, daily and monthly means, interest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

from docaudit import quantities
from docaudit.model import Interval, Recomputation, RecomputationKind
from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.operands import figures_columns
from docaudit.recompute.row_rules import Reckoned, Rule, by_rows, term
from docaudit.recompute.values import Value, plain, shown, total
from docaudit.recompute.words import squeeze, total_word

_K = RecomputationKind
_SCORE = re.compile(r"得分|总分|成绩|评分|总评|[^百十]分(?:[（(].*)?$|综合")
_IN_HEAD = re.compile(
    r"(?:[（(]|权重[:：]?|占比?)(?:权重|占比?)?[:：]?(\d{1,2}(?:\.\d+)?)(%?)分?[)）]?$|[（(](0\.\d+)[)）]$"
)
_POINTS = re.compile(r"^(?:(?P<bare>\d{1,3})分?|.{1,8}[（(](?P<held>\d{1,3})分[)）])$")
_TAIL = r"(?:人数|份数|票数|[（(].{1,6}[)）])?$"
_ANSWERS = tuple(
    re.compile(words + _TAIL)
    for words in (
        r"^(?:非常|很|十分)(?:满意|同意|好|认可)",
        r"^(?:比较|较|基本)?(?:满意|同意|好|认可)",
        r"^(?:一般|中立|不确定)",
        r"^(?:(?:不太?|较不)(?:满意|同意|好|认可)|较差)",
        r"^(?:非常|很|十分)(?:不满意|不同意|不认可|差|不好)",
    )
)
_MEAN = re.compile(r"均分|平均|均值|得分|评分|满意(?:度|率)|指数")
_PERIODS: tuple[tuple[re.Pattern[str], tuple[int, ...]], ...] = (
    (re.compile(r"日均|[/每]日|[/每]天"), (365, 366)),
    (re.compile(r"月均|[/每]月"), (12,)),
    (re.compile(r"季均|每季"), (4,)),
    (re.compile(r"周均|每周"), (52,)),
)
_MONTHS = re.compile(r"(\d{1,2})月?[-—–~～至到](\d{1,2})月")
_SOME = {"上半年": 6, "下半年": 6, "前三季度": 9}
_INTEREST = re.compile(r"利息|租金|应付|应计|贴息|补贴|补助|工资|费|金额")
_BY_MONTH = re.compile(r"月数|月份数|个月|计息月")
_BY_DAY = re.compile(r"天数|日数|计息日")
_FIRST = 4
_NEAT = Decimal("0.05")
_ROUGH = Decimal("0.1")


def row_means(grid: Grid, mended: dict[str, Decimal]) -> Iterator[Recomputation]:
    """Recompute the columns that are means or products of the ones before them, each by the rule its rows bear out."""
    columns = figures_columns(grid)
    for i, head in enumerate(columns):
        before = columns[:i]
        if before:
            yield from by_rows(grid, head, _rules(grid, head, before), mended)


def _rules(grid: Grid, head: Line, before: list[Line]) -> Iterator[Rule]:
    label = squeeze(head.label)
    if _MEAN.search(label):
        yield from _answers(grid, before)
    if _SCORE.search(label) and "率" not in label:
        yield from _weighted(grid, before)
    for words, parts in _PERIODS:
        if words.search(label) and not re.search(r"率|增", label):
            for base in before:
                yield from (_divided(grid, (base,), n) for n in _spans(base, parts))
    if _INTEREST.search(label):
        yield from _interest(grid, before)


def _values(grid: Grid, line: Line, heads: Sequence[Line]) -> tuple[Value, ...] | None:
    values = tuple(v for h in heads if (v := grid.values.get((line.at, h.at))) is not None)
    return values if len(values) == len(heads) == len({v.figure.id for v in values}) else None


def _weighted(grid: Grid, before: list[Line]) -> Iterator[Rule]:
    """Scores times the weights that the headers print, else times the neat weights that the rows bear out."""
    said = [(h, w) for h in before if (w := _weight_in(h)) is not None]
    if len(said) >= 2 and sum(w for _, w in said) == 1:
        yield _score(grid, tuple(h for h, _ in said), tuple(w for _, w in said), named=True)
        return
    for run in _runs(before):
        step = _NEAT if len(run) < _FIRST else _ROUGH
        known: dict[int, tuple[Value, ...] | None] = {}
        for weights in _neat(len(run), step):
            if len(set(weights)) > 1:
                yield _score(grid, run, weights, named=False, known=known)


def _weight_in(head: Line) -> Decimal | None:
    found = _IN_HEAD.search(squeeze(head.label))
    if found is None:
        return None
    return Decimal(found[3]) if found[3] else Decimal(found[1]) / 100


def _runs(before: list[Line]) -> Iterator[tuple[Line, ...]]:
    """The columns that a score may weigh: two to four before it, and those whose names end alike (…组分)."""
    seen: set[tuple[int, ...]] = set()
    ends: dict[str, list[Line]] = {}
    for line in before:
        ends.setdefault(squeeze(line.label)[-2:], []).append(line)
    near = [before[-n:] for n in range(2, _FIRST + 1)]
    for run in (*near, *(group for group in ends.values() if len(group) < len(before))):
        key = tuple(line.at for line in run)
        if 2 <= len(run) <= _FIRST and key not in seen and any(not total_word(line.label) for line in run):
            seen.add(key)
            yield tuple(run)


def _neat(count: int, step: Decimal) -> Iterator[tuple[Decimal, ...]]:
    """Weights of so many terms that are whole steps and make one."""
    parts = int(1 / step)
    for chosen in product(range(1, parts), repeat=count - 1):
        last = parts - sum(chosen)
        if last >= 1:
            yield tuple(n * step for n in (*chosen, last))


def _score(
    grid: Grid,
    heads: tuple[Line, ...],
    weights: tuple[Decimal, ...],
    *,
    named: bool,
    known: dict[int, tuple[Value, ...] | None] | None = None,
) -> Rule:
    """`known` keeps the values of each line for the other weights that are tried on the same columns."""
    known = {} if known is None else known

    def read(line: Line) -> Reckoned | None:
        if line.at not in known:
            values = _values(grid, line, heads)
            known[line.at] = values if values is not None and len({v.dimension for v in values}) == 1 else None
        values = known[line.at]
        if values is None:
            return None
        number = sum((w * v.number for w, v in zip(weights, values, strict=True)), Decimal(0))
        span = total(quantities.times(v.span, w) for w, v in zip(weights, values, strict=True))
        numbers = [v.number for v in values]
        return Reckoned(number, span, values, max(numbers) - min(numbers))

    def text(reckoned: Reckoned) -> str:
        return " + ".join(f"{term(v)}×{plain(w * 100)}%" for w, v in zip(weights, reckoned.operands, strict=True))

    least, digits = (2, 1.0) if named else (_FIRST, 4.0)
    return Rule(_K.SCORE, read, text, named, least, digits, apart=2)


def _answers(grid: Grid, before: list[Line]) -> Iterator[Rule]:
    """The mean of a distribution: points times the number of those who gave them, over all."""
    points = [(h, p) for h in before if (p := _points(h)) is not None]
    if len(points) < 3 or len({p for _, p in points}) != len(points):
        named = [(h, Decimal(5 - k)) for h in before for k in range(5) if _ANSWERS[k].match(squeeze(h.label))]
        points = named if len(named) == len(_ANSWERS) else []
    if not points:
        return
    heads, values = tuple(h for h, _ in points), tuple(p for _, p in points)
    top = max(values)
    for full in dict.fromkeys((Decimal(1), top, top / 100)):
        yield _mean_answer(grid, heads, values, full)


def _points(head: Line) -> Decimal | None:
    found = _POINTS.match(squeeze(head.label))
    return Decimal(found["bare"] or found["held"]) if found else None


def _mean_answer(grid: Grid, heads: tuple[Line, ...], points: tuple[Decimal, ...], full: Decimal) -> Rule:
    """`full` is what the most that can be given counts as, where the mean is printed as a part of it."""

    def read(line: Line) -> Reckoned | None:
        counts = _values(grid, line, heads)
        if counts is None or any(v.is_ratio for v in counts):
            return None
        people = sum((v.number for v in counts), Decimal(0))
        if people <= 0:
            return None
        number = sum((p * v.number for p, v in zip(points, counts, strict=True)), Decimal(0)) / people / full
        return Reckoned(number, Interval(number, number), counts, (max(points) - min(points)) / full)

    def text(reckoned: Reckoned) -> str:
        terms = " + ".join(f"{plain(p)}×{term(v)}" for p, v in zip(points, reckoned.operands, strict=True))
        people = plain(sum((v.number for v in reckoned.operands), Decimal(0)))
        scale = f" ÷ {plain(full)}" if full > 1 else f" × {plain(1 / full)}" if full < 1 else ""
        return f"（{terms}）÷ {people}{scale}"

    return Rule(_K.MEAN, read, text, named=True, least=2, digits=4.0, apart=1)


def _spans(base: Line, parts: tuple[int, ...]) -> Iterator[int]:
    """How many days or months a column is about: what its header says, else a year."""
    label = squeeze(base.label)
    found = _MONTHS.search(label)
    months = int(found[2]) - int(found[1]) + 1 if found else next((n for w, n in _SOME.items() if w in label), 0)
    if months and parts == (12,):
        yield months
    elif not months:
        yield from parts


def _divided(grid: Grid, heads: tuple[Line, ...], parts: int) -> Rule:
    """The product of columns over a number; months, days, counts and set rates multiply as they are printed."""
    whole = Decimal(parts)

    def read(line: Line) -> Reckoned | None:
        values = _values(grid, line, heads)
        if values is None:
            return None
        number, span = values[0].number, values[0].span
        for value in values[1:]:
            factor = value.number if value.is_ratio else value.number / value.figure.quantity.factor
            if factor <= 0:
                return None
            number *= factor
            span = quantities.times(span, factor)
        number, span = number / whole, quantities.div(span, Interval(whole, whole))
        return Reckoned(number, span, values, abs(number))

    def text(reckoned: Reckoned) -> str:
        first, *others = reckoned.operands
        factors = [shown(first.figure), *(shown(v.figure) if v.is_ratio else term(v) for v in others)]
        return " × ".join(factors) + (f" ÷ {parts}" if parts > 1 else "")

    return Rule(_K.MEAN, read, text, named=True, least=2, digits=4.0, apart=2)


def _interest(grid: Grid, before: list[Line]) -> Iterator[Rule]:
    """A yearly amount for some months, a monthly one times its months, or principal × rate × days."""
    for span, yearly in ((_BY_MONTH, (12, 1)), (_BY_DAY, (365, 360, 366, 1))):
        spans = [h for h in before if span.search(squeeze(h.label))]
        amounts = [h for h in before if h not in spans][-_FIRST:]
        for when, base, parts in product(spans, amounts, yearly):
            yield _divided(grid, (base, when), parts)
        for when, base, rate, parts in product(spans, amounts, amounts, yearly):
            if base is not rate and parts > 1 and re.search(r"率", squeeze(rate.label)):
                yield _divided(grid, (base, rate, when), parts)
