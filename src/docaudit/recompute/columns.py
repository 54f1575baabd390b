"""Columns (and rows) that are computed from others: 占比, 增速, 执行率, 完成率, 得分率, 差额, 平均, 单价."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Interval, Recomputation, RecomputationKind
from docaudit.recompute.formulas import Candidate, Reading, swapped
from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.operands import figures_columns
from docaudit.recompute.readings import candidates, has_formula, kind_of
from docaudit.recompute.repairs import Repairs
from docaudit.recompute.values import Value, shown
from docaudit.recompute.verdicts import chosen, verdicts
from docaudit.recompute.weights import score_heads, weight_heads
from docaudit.recompute.words import squeeze, total_word

_K = RecomputationKind
_HUNDREDTH = Decimal("0.01")
_SEVERAL = 3
_SET_RATE = re.compile(r"[利费税]率|年化")
_TIMED = re.compile(r"[天日月]数")
"""Where columns hold days or months, a rate of interest is given and not computed."""
_ON_TOP = re.compile(r"含(?:上年|往年|以前年度)?[^（）()]{0,6}(?:结转|结余|追加|调入)")
_MEAN_ROW = re.compile(r"^(?:合计[/或、])?(?:算术|加权)?平均(?:[值数分]|得分)?$|^均[值分]$")
_AMOUNT = re.compile(r"金额|总价|合价|小计|价款|总额")
_ROW = re.compile(
    r"^(?:预算|资金|经费|项目|同比|环比|较上年|比上年|年|占)?(?:执行率|支出率|到位率|完成率|得分率|占比|比重|构成比|比例|增长率|增速|增幅|增长|增减|"
    r"同比|环比|增减率|变动率|平均.{0,4}|人均.{0,4}|户均.{0,4}|均价|单价|差额|差异|增减额|结余|结转结余|剩余|增加额|总额比重)(?:[（(][^（）()]{1,6}[)）])?$"
)


def computed_columns(grid: Grid, repairs: Repairs) -> Iterator[Recomputation]:
    """Recompute every computed column and row of the grid: by the formula its rows bear out, else by its header.

    `repairs` are what figures that sums have shown to be wrong may have to be.
    """
    rows = _rows(grid)
    levels = replace(rows, lines=tuple(line for line in rows.lines if kind_of(line) is None))
    for view in (grid, rows):
        taken: list[frozenset[int]] = []
        for head in sorted(_computable(view), key=lambda h: (_order(h), -h.at)):
            kind = _kind(view, head)
            if kind is None and view.turned:
                continue
            # a rate is one of levels: it does not follow from their changes and means
            own = levels if view.turned and not _MEAN_ROW.search(squeeze(head.label)) else view
            found = chosen(own, head, kind, repairs)
            if found is None:
                if kind is not None and (not view.turned or _ROW.match(squeeze(head.label))):
                    yield from filter(_meant, _column(own, head, kind))
                continue
            used = found[0].shape.heads | {head.at}
            if used in taken:
                continue
            taken.append(used)
            yield from filter(_meant, verdicts(own, head, kind, *found))


def _meant(relation: Recomputation) -> bool:
    """Whether a row follows the rule of its column: one called 续建工程（含上年结转40万元） has more than its columns say."""
    return relation.holds or not _ON_TOP.search(relation.label)


def _order(head: Line) -> int:
    """What is recomputed first: amounts of number and price before the price, and what headers name before the rest."""
    label = squeeze(head.label)
    return 0 if _AMOUNT.search(label) and kind_of(head) is None else 1 if kind_of(head) is not None else 2


def _kind(grid: Grid, head: Line) -> RecomputationKind | None:
    """What a column computes: as its header says, but 增减 in percentages is growth."""
    kind = kind_of(head)
    if kind is _K.DIFFERENCE:
        ratios = [v.is_ratio for _, v in grid.column(head)]
        bases = [v.is_ratio for other in grid.heads if other.at < head.at for _, v in grid.column(other)]
        if ratios and all(ratios) and not all(bases) and not re.search(r"百分点|比重|占比|率", squeeze(head.title)):
            return _K.GROWTH
    return kind


def _rows(grid: Grid) -> Grid:
    """The grid with columns as lines, without weights and scores: a row named 到位率 has a weight, which is no rate."""
    own = {h.at for h in (*weight_heads(grid), *score_heads(grid))}
    view = grid.turn()
    return replace(
        view,
        lines=tuple(line for line in view.lines if line.at not in own),
        values={at: value for at, value in view.values.items() if at[0] not in own},
        bounds={at: value for at, value in view.bounds.items() if at[0] not in own},
    )


def _computable(grid: Grid) -> Iterator[Line]:
    """Columns that may follow from others: no codes, totals, weights or scores, which have rules of their own."""
    own = {h.at for h in (*weight_heads(grid), *score_heads(grid))}
    timed = any(_TIMED.search(squeeze(head.label)) for head in grid.heads)
    for head in figures_columns(grid):
        set_rate = timed and _SET_RATE.search(squeeze(head.label))
        if head.at not in own and not any(map(total_word, head.labels)) and not set_rate:
            yield head


def _column(grid: Grid, head: Line, kind: RecomputationKind) -> Iterator[Recomputation]:
    cells = [
        (line, value)
        for line, value in grid.column(head)
        if kind is not _K.SHARE or not any(map(total_word, line.labels))
    ]
    if not cells or (grid.turned and len(grid.heads) < 2):
        return
    tries = list(candidates(grid, head, kind))
    readings = [[(c, c.read(line)) for c in tries] for line, _ in cells]
    fits = {
        c.words: sum(
            _agrees(value, reading, kind)
            for (_, value), tried in zip(cells, readings, strict=True)
            for own, reading in tried
            if own.words == c.words and reading is not None and not _trivial(value, reading)
        )
        for c in tries
    }
    usable = {
        c.words: sum(r is not None for tried in readings for own, r in tried if own.words == c.words) for c in tries
    }
    order = {c.words: i for i, c in enumerate(tries)}
    direct = {
        c.words: sum(
            r is not None and r.span.meets(v.span)
            for (_, v), tried in zip(cells, readings, strict=True)
            for own, r in tried
            if own.words == c.words
        )
        for c in tries
    }
    leading = max(
        tries,
        key=lambda c: (c.named or fits[c.words] > 0, fits[c.words], c.named, direct[c.words], -order[c.words]),
        default=None,
    )
    if leading is None:
        return
    named = [c for c in tries if c.named]
    proven = fits[leading.words] >= 2 and fits[leading.words] * 2 >= usable[leading.words]
    if not proven and named:
        leading = max(named, key=lambda c: (fits[c.words], -order[c.words]))
        if not fits[leading.words] and len(cells) >= _SEVERAL:
            return  # not one row fits: the column means something else
    for (line, value), tried in zip(cells, readings, strict=True):
        reading = next((r for c, r in tried if c.words == leading.words), None)
        if reading is None:
            continue
        if _agrees(value, reading, kind):
            if proven or named or (_trivial(value, reading) is False and fits[leading.words] >= 1 and len(cells) <= 2):
                yield _made(grid, line, head, kind, value, reading, holds=True)
            continue
        if not (proven or (named and leading.named)):
            continue
        other = next(
            (
                c
                for c, r in tried
                if r is not None and c.named and _same_numerator(c, leading) and _agrees(value, r, kind)
            ),
            None,
        )
        made = _made(grid, line, head, kind, value, reading, holds=False)
        if other is not None:
            if kind is _K.EXECUTION_RATE and not has_formula(head) and not re.search(r"年初|调整", head.label):
                yield replace(made, holds=True)
                continue
            made = replace(made, alternative=f"按{other.words}计算则相符")
        confidence = 0.95 if proven else 0.85
        yield replace(made, confidence=confidence)


def _same_numerator(a: Candidate, b: Candidate) -> bool:
    """Whether two quotients differ in their denominator only: 年初预算 or 调整预算."""
    return a.words != b.words and a.words.split("÷")[0] == b.words.split("÷")[0]


def _agrees(value: Value, reading: Reading, kind: RecomputationKind) -> bool:
    """Whether a printed figure meets a reading; a percentage may be printed without its sign."""
    spans = [value.span]
    if value.dimension is None and reading.operands and reading.operands[0].dimension is not None:
        spans.append(quantities.times(value.span, reading.operands[0].figure.quantity.factor))
    if (
        reading.number != 0
        and not value.is_ratio
        and kind in (_K.SHARE, _K.GROWTH, _K.EXECUTION_RATE, _K.COMPLETION_RATE, _K.SCORE)
    ):
        spans.append(quantities.times(value.span, _HUNDREDTH))
    if any(reading.span.meets(span) for span in spans):
        return True
    if kind is _K.COMPLETION_RATE and reading.number > 1:
        return any(span.meets(Interval(Decimal(1), Decimal(1))) for span in spans)
    if kind in (_K.GROWTH, _K.DIFFERENCE):
        mirrored = Interval(_minus(reading.span.high), _minus(reading.span.low))
        return any(mirrored.meets(span) for span in spans) and kind is _K.DIFFERENCE
    return False


def _minus(number: Decimal | None) -> Decimal | None:
    return None if number is None else -number


def _trivial(value: Value, reading: Reading) -> bool:
    """0, 1 and 100% prove little."""
    return reading.number in (0, 1) or value.number in (0, 1, 100)


def _made(
    grid: Grid, line: Line, head: Line, kind: RecomputationKind, value: Value, reading: Reading, *, holds: bool
) -> Recomputation:
    first, second = (head, line) if grid.turned else (line, head)
    if kind is _K.DIFFERENCE and reading.number < 0 < value.number and len(reading.operands) == 2:
        reading = swapped(reading)
    return Recomputation(
        kind=kind,
        printed=value.figure,
        operands=tuple(v.figure for v in reading.operands),
        expression=f"{reading.text}，表中为 {shown(value.figure)}",
        expected=reading.span,
        holds=holds,
        label=f"{first.title or squeeze(second.title)}（{squeeze(second.label)}）"
        if first.title
        else squeeze(second.label),
    )
