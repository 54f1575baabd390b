"""Scoring tables: weights that make 100, groups that make their headline, scores within weights, score = weight × rate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from docaudit.model import Figure, Interval, Recomputation, RecomputationKind
from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.sums import sum_text
from docaudit.recompute.values import Value, digits_text, plain, shown, total
from docaudit.recompute.words import squeeze, total_word

HUNDRED = Decimal(100)
_WEIGHT = re.compile(r"分值|权重|标准分|满分|权数|基准分|设定分")
_SCORE = re.compile(r"得分|自评分|评价分|评分$|实得|打分")
_NOT_WEIGHT = re.compile(r"得分|执行率|说明|依据")
_HEADLINE = re.compile(
    r"(?:[（(【]?(?:权重|分值|共|满分)?[:：]?\s*(\d{1,3}(?:\.\d+)?)\s*(分|%)\s*[）)】]?|[（(](\d{1,3}(?:\.\d+)?)[)）])$"
)
_RATE = re.compile(r"执行率|完成率|完成比例|完成度")
_TIMES = re.compile(r"[×xX*✕]|乘以?")


def weight_heads(grid: Grid) -> list[Line]:
    """Return the columns that hold weights (分值, 权重)."""
    return [h for h in grid.heads if _WEIGHT.search(squeeze(h.label)) and not _NOT_WEIGHT.search(squeeze(h.label))]


def score_heads(grid: Grid) -> list[Line]:
    """Return the columns that hold scores (得分, 自评分)."""
    return [
        h for h in grid.heads if _SCORE.search(squeeze(h.label)) and "率" not in squeeze(h.label).removesuffix("率得分")
    ]


def scores(grids: tuple[Grid, ...]) -> Iterator[Recomputation]:
    """Recompute everything about weights and scores in the tables of one part."""
    for grid in grids:
        for head in weight_heads(grid):
            yield from _headlines(grid, head)
        yield from _nested(grid)
        yield from _within(grid)
        yield from _products(grid)
    yield from _hundreds(grids)


def _hundreds(grids: tuple[Grid, ...]) -> Iterator[Recomputation]:
    """The weights of a scoring table, with those of the funds block above it, make 100."""
    found: list[tuple[Grid, Line, list[Value], Value | None]] = []
    for grid in grids:
        for head in weight_heads(grid):
            cells = list(grid.column(head))
            printed = next(
                (v for line, v in reversed(cells) if any(map(total_word, line.labels)) and _is_grand(line)), None
            )
            parts = [v for line, v in cells if not any(map(total_word, line.labels))]
            found.append((grid, head, parts, printed))
    for i, (grid, head, parts, printed) in enumerate(found):
        whole = Decimal(1) if (printed or parts[0] if parts else printed) and _is_share((printed, *parts)) else HUNDRED
        others = [sum(v.number for v in p) for k, (_, _, p, _) in enumerate(found) if k != i]
        if printed is not None:
            fits = printed.number == whole or any(printed.number + other == whole for other in others)
            if whole * Decimal("0.8") <= printed.number <= whole * Decimal("1.2"):
                yield _weight_total(head, printed.figure, (printed,), printed.number, whole, holds=fits)
            continue
        if len(parts) < 4 or not score_heads(grid):
            continue
        sums = _readings(grid, head)
        if any(
            s == whole or s + other == whole for s in sums for other in (Decimal(0), sum(others, Decimal(0)), *others)
        ):
            yield _weight_total(head, parts[0].figure, tuple(parts), whole, whole, holds=True)
            continue
        own = sum((v.number for v in parts), Decimal(0))
        if len(found) == 1 and whole * Decimal("0.85") <= own <= whole * Decimal("1.15") and own == sums[0]:
            yield _weight_total(head, parts[0].figure, tuple(parts), own, whole, holds=False)


def _is_share(values: tuple[Value | None, ...]) -> bool:
    return any(v is not None and v.is_ratio for v in values)


def _is_grand(line: Line) -> bool:
    words = [w for label in line.labels if (w := total_word(label))]
    return "小计" not in words and not any(squeeze(label) for label in line.labels if not total_word(label))


def _readings(grid: Grid, head: Line) -> list[Decimal]:
    """The sums that the weights may make: all of them, or one level of the hierarchy."""
    cells = [(line, v) for line, v in grid.column(head) if not any(map(total_word, line.labels))]
    depths = sorted({len(line.labels) for line, _ in cells})
    sums = [sum((v.number for _, v in cells), Decimal(0))]
    sums += [sum((v.number for line, v in cells if len(line.labels) == depth), Decimal(0)) for depth in depths]
    return sums


def _weight_total(
    head: Line, printed: Figure, operands: tuple[Value, ...], number: Decimal, whole: Decimal, *, holds: bool
) -> Recomputation:
    shown_whole = "100%" if whole == 1 else "100"
    got = plain(number * 100) + "%" if whole == 1 else plain(number)
    sign = "=" if holds else "≠"
    return Recomputation(
        kind=RecomputationKind.WEIGHT_TOTAL,
        printed=printed,
        operands=tuple(v.figure for v in operands),
        expression=f"{squeeze(head.label)}合计 {got} {sign} {shown_whole}",
        expected=Interval(whole, whole),
        holds=holds,
        confidence=0.95 if len(operands) == 1 else 0.8,
        label=f"{squeeze(head.label)}合计",
    )


def _headlines(grid: Grid, head: Line) -> Iterator[Recomputation]:
    """A group that names its own weight, 产出目标(34分), against the weights of its rows."""
    groups: dict[tuple[int, str], list[tuple[Line, Value]]] = {}
    for line, value in grid.column(head):
        if any(map(total_word, line.labels)):
            continue
        for label, key in zip(line.labels, line.keys, strict=True):
            if _HEADLINE.search(squeeze(label)):
                groups.setdefault((key, label), []).append((line, value))
    for (_, label), members in groups.items():
        found = _HEADLINE.search(squeeze(label))
        if found is None or len(members) < 2:
            continue
        values = [v for _, v in members]
        stated = Decimal(found[1] or found[3])
        if found[2] == "%" and values[0].is_ratio:
            stated /= 100
        added = sum((v.number for v in values), Decimal(0))
        inner = [v.number for line, v in members if squeeze(line.labels[-1]) != squeeze(label)]
        holds = stated in (added, sum(inner, Decimal(0)))
        if not holds and abs(stated - added) > max(stated, added) / 2:
            continue
        yield Recomputation(
            kind=RecomputationKind.SUM,
            printed=_headline_figure(grid, members[0][0], label, values[0]),
            operands=tuple(v.figure for v in values),
            expression=f"{_terms(values)} = {plain(added)}，组名中为 {found[0].strip('（()）【】')}",
            expected=Interval(added, added),
            holds=holds,
            confidence=0.95,
            label=squeeze(label),
        )


def _headline_figure(grid: Grid, line: Line, label: str, like: Value) -> Figure:
    """The figure in a group's label; it stands in the label's cell."""
    cell = next((c for c in grid.table.rows[line.at] if c.text.strip() == label.strip()), None)
    if cell is None:
        cell = next((c for row in grid.table.rows for c in row if c.text.strip() == label.strip()), None)
    place = cell.place if cell is not None else like.figure.place
    return Figure(
        id=f"{like.figure.id}h", quantity=like.figure.quantity, name=squeeze(label), place=place, context=place.quote
    )


def _terms(values: list[Value]) -> str:
    terms = [digits_text(v.figure.quantity) for v in values]
    return " + ".join(terms) if len(terms) <= 12 else f"{len(terms)}项之和 {' + '.join(terms[:3])} + … + {terms[-1]}"


def _nested(grid: Grid) -> Iterator[Recomputation]:
    """Two weight columns: a first-level weight in a merged cell against the second-level weights beside it."""
    heads = weight_heads(grid)
    for outer, inner in zip(heads, heads[1:], strict=False):
        for line, value in grid.column(outer):
            cell = grid.cell(line, outer)
            span = cell.column_span if grid.turned else cell.row_span
            if span < 2 or any(map(total_word, line.labels)):
                continue
            inside = {cell.row + k for k in range(span)}
            values = [v for own, v in grid.column(inner) if own.at in inside]
            if len(values) < 2 or len({v.dimension for v in (*values, value)}) != 1:
                continue
            added = sum((v.number for v in values), Decimal(0))
            if value.is_ratio and added == 1 and value.number != 1:
                continue
            yield Recomputation(
                kind=RecomputationKind.SUM,
                printed=value.figure,
                operands=tuple(v.figure for v in values),
                expression=sum_text(values, value, added),
                expected=total(v.span for v in values),
                holds=added == value.number,
                confidence=0.9,
                label=f"{line.labels[0] if line.labels else ''}{squeeze(outer.label)}",
            )


def _within(grid: Grid) -> Iterator[Recomputation]:
    """A score is not more than its weight."""
    weights = weight_heads(grid)
    for score in score_heads(grid):
        before = [w for w in weights if w.at < score.at]
        if not before:
            continue
        weight = before[-1]
        for line, value in grid.column(score):
            full = grid.values.get((line.at, weight.at))
            if full is None or full.is_ratio != value.is_ratio:
                continue
            holds = value.number <= full.number
            sign = "≤" if holds else "＞"
            yield Recomputation(
                kind=RecomputationKind.SCORE,
                printed=value.figure,
                operands=(full.figure,),
                expression=f"{squeeze(score.label)} {digits_text(value.figure.quantity)} {sign} "
                f"{squeeze(weight.label)} {digits_text(full.figure.quantity)}",
                expected=Interval(None, full.number),
                holds=holds,
                confidence=0.95,
                label=line.title,
            )


def _products(grid: Grid) -> Iterator[Recomputation]:
    """Score = weight × rate, where the header says so, several rows show it, or a budget execution rate is scored."""
    weights, points = weight_heads(grid), score_heads(grid)
    rates = [h for h in grid.heads if _RATE.search(squeeze(h.label)) and h not in weights and h not in points]
    if len(rates) != 1 or not weights or not points:
        return
    rate, weight, score = rates[0], weights[-1], points[0]
    said = any(_TIMES.search(squeeze(h.label)) for h in (rate, score))
    execution = "执行率" in squeeze(rate.label)
    rows = []
    for line, value in grid.column(score):
        share, full = grid.values.get((line.at, rate.at)), grid.values.get((line.at, weight.at))
        if share is None or full is None or not share.is_ratio or full.is_ratio or full.number <= 0:
            continue
        low, high = (
            min(b, Decimal(1)) * full.number for b in (share.span.low or Decimal(0), share.span.high or Decimal(1))
        )
        rows.append((line, value, share, full, Interval(low, high)))
    fits = [_near(value, span) for _, value, _, _, span in rows]
    telling = sum(fit and share.number < 1 for fit, (_, _, share, _, _) in zip(fits, rows, strict=True))
    for fit, (line, value, share, full, span) in zip(fits, rows, strict=True):
        if not fit and not (said or telling >= 2 or (execution and value.number != full.number)):
            continue
        if not fit and value.number > full.number:
            continue
        product = min(share.number, Decimal(1)) * full.number
        capped = "（封顶100%）" if share.number > 1 else ""
        yield Recomputation(
            kind=RecomputationKind.SCORE,
            printed=value.figure,
            operands=(full.figure, share.figure),
            expression=f"{digits_text(full.figure.quantity)} × {shown(share.figure)}{capped} = "
            f"{plain(product.quantize(Decimal('0.01')))}，表中得分为 {digits_text(value.figure.quantity)}",
            expected=span,
            holds=fit,
            confidence=0.9 if said or telling >= 2 else 0.7,
            label=line.title,
        )


def _near(value: Value, span: Interval) -> bool:
    """Scores are rounded to the printed place; a decimal may also be cut off, a whole number may not."""
    step = Decimal(1).scaleb(-value.decimals)
    low, high = value.number - step / 2, value.number + (step if value.decimals else step / 2)
    slack = Decimal("0.01")
    return Interval(low - slack, high + slack).meets(span)
