"""Scores by what was taken off: 分值6分…扣2分，得4分, in sentences and in the rows of scoring tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Figure, Interval, Quantity, Recomputation, RecomputationKind
from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.prose import Mention, Sentence
from docaudit.recompute.values import Value, digits_text, plain, shown
from docaudit.recompute.weights import score_heads, weight_heads
from docaudit.recompute.words import squeeze, total_word

_K = RecomputationKind
_WEIGHT = re.compile(r"(?:权重分?|分值|满分|标准分|基准分)(?:为|是|共|计)?[:：]?$")
_OFF = re.compile(r"(?:扣除?|扣减|扣掉)(?:了|去|其)?$")
_SCORE = re.compile(r"(?:得分?|实得|计)(?:为|了)?[:：]?$")
_RULE = re.compile(
    r"每[^，,。；;]{1,14}扣|每(?:有|缺|少|出现|发现|降低|低|个|一|项|处|超|延|晚|增|减|差|下降)|扣完|为止|最多|至多|上限|否则|如果|若|不得分"
)
_REACH = 3
_CELL_OFF = re.compile(r"扣除?(?:减|了)?\s*(\d{1,2}(?:\.\d+)?)\s*分")
_OFF_HEAD = re.compile(r"^扣分(?:值|数|情况)?(?:[（(]分[)）])?$|^扣减分?值?$")
_REASON_HEAD = re.compile(r"原因|说明|理由|依据|扣分|评分过程|评价情况|备注|得分情况")
_SHOWN = 2


def deductions(grids: Sequence[Grid], sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Recompute the scores that a full mark and what was taken off leave."""
    for grid in grids:
        yield from _in_table(grid)
    for i, sentence in enumerate(sentences):
        if sentence.reported:
            continue
        near = [s for s in sentences[max(0, i - _REACH) : i] if s.paragraph == sentence.paragraph]
        yield from _in_sentence(near, sentence)


def _in_sentence(near: Sequence[Sentence], sentence: Sentence) -> Iterator[Recomputation]:
    """分值6分，…扣2分，得4分: of several indicators each full mark opens its own sum."""
    weight: Mention | None = None
    taken: list[Mention] = []
    rule = False
    for where in (*near, sentence):
        rule = rule or bool(_RULE.search(where.text))
        for mention in where.mentions:
            lead = squeeze(where.before(mention, 8))
            if mention.value is None or mention.dimension != "score" or mention.quantity.approximate:
                continue
            if _OFF.search(lead):
                taken.append(mention)
            elif _WEIGHT.search(lead):
                weight, taken, rule = mention, [], bool(_RULE.search(where.text))
            elif _SCORE.search(lead):
                if where is sentence and weight is not None and taken and not rule:
                    yield from _told(sentence, weight, taken, mention)
                weight, taken = None, []


def _told(sentence: Sentence, weight: Mention, taken: list[Mention], score: Mention) -> Iterator[Recomputation]:
    full, got = weight.value, score.value
    off = [m.value for m in taken if m.value is not None]
    if full is None or got is None or got.number > full.number or sum(v.number for v in off) > full.number:
        return
    number = full.number - sum((v.number for v in off), Decimal(0))
    yield Recomputation(
        kind=_K.SCORE,
        printed=score.figure,
        operands=(weight.figure, *(v.figure for v in off)),
        expression=f"{' − '.join([shown(weight.figure), *(shown(v.figure) for v in off)])} = {plain(number)}分，"
        f"文中为 {shown(score.figure)}",
        expected=Interval(number, number),
        holds=number == got.number,
        confidence=0.9,
        label=squeeze(sentence.text)[:16].rstrip("，,") + "…得" + shown(score.figure),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's full mark, score and what was taken off, with the figures of the latter."""

    line: Line
    full: Value
    score: Value
    off: tuple[tuple[Figure, Decimal], ...]

    @property
    def left(self) -> Decimal:
        """What the deductions leave of the full mark."""
        return self.full.number - sum((number for _, number in self.off), Decimal(0))


def _in_table(grid: Grid) -> Iterator[Recomputation]:
    """Rows whose deductions a column gives as numbers or tells as reasons; two other rows must bear the rule out."""
    weights, points = weight_heads(grid), score_heads(grid)
    if grid.turned or not weights or len(points) != 1:
        return
    rows = [row for row in _rows(grid, weights, points[0]) if row.off]
    right = [row for row in rows if row.left == row.score.number]
    for row in rows:
        if row not in right and (len(right) < _SHOWN or len(right) < 2 * (len(rows) - len(right))):
            continue
        terms = " − ".join((digits_text(row.full.figure.quantity), *(plain(number) for _, number in row.off)))
        yield Recomputation(
            kind=_K.SCORE,
            printed=row.score.figure,
            operands=(row.full.figure, *(figure for figure, _ in row.off)),
            expression=f"{terms} = {plain(row.left)}，表中得分为 {digits_text(row.score.figure.quantity)}",
            expected=Interval(row.left, row.left),
            holds=row in right,
            confidence=0.9,
            label=row.line.title,
        )


def _rows(grid: Grid, weights: list[Line], score: Line) -> Iterator[_Row]:
    numbers = [h for h in grid.heads if _OFF_HEAD.match(squeeze(h.label))]
    top = min((line.at for line in grid.lines), default=0)
    reasons = [
        j
        for j in range(grid.table.width)
        if top and any(_REASON_HEAD.search(squeeze(grid.table.rows[i][j].text)) for i in range(top))
    ]
    for line, got in grid.column(score):
        full = next((v for w in reversed(weights) if (v := grid.values.get((line.at, w.at)))), None)
        if full is None or full.is_ratio or got.is_ratio or any(map(total_word, line.labels)):
            continue
        off: list[tuple[Figure, Decimal]] = []
        if len(numbers) == 1 and (value := grid.values.get((line.at, numbers[0].at))) is not None:
            off = [(value.figure, abs(value.number))]
        elif not numbers:
            off = _told_in(grid, line, reasons)
        if off and sum(number for _, number in off) <= full.number:
            yield _Row(line, full, got, tuple(off))


def _told_in(grid: Grid, line: Line, columns: list[int]) -> list[tuple[Figure, Decimal]]:
    """What the reason in a row says was taken off, unless it tells the rule instead of the case."""
    for j in columns:
        cell = grid.table.rows[line.at][j]
        if quantities.parse(cell.text) is not None or _RULE.search(cell.text):
            continue
        found = list(_CELL_OFF.finditer(cell.text))
        if found and not re.search(r"共扣|合计扣|累计扣", cell.text):
            return [(_figure(grid, line, j, item), Decimal(item[1])) for item in found]
    return []


def _figure(grid: Grid, line: Line, j: int, found: re.Match[str]) -> Figure:
    cell = grid.table.rows[line.at][j]
    quantity = quantities.parse(f"{found[1]}分")
    if not isinstance(quantity, Quantity):
        raise TypeError(found[1])
    return Figure(
        id=f"d{grid.table.index}-{cell.row}-{j}-{found.start()}",
        quantity=quantity,
        name=line.label,
        place=cell.place,
        context=cell.text,
        start=found.start(1),
        end=found.end(1),
    )
