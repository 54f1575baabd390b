"""The grade of an evaluation against its score, by the paper's own scale or, where that is beyond doubt, by 90/80/60."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations, pairwise

from docaudit.model import (
    Figure,
    Interval,
    Paragraph,
    Part,
    Place,
    Quantity,
    Recomputation,
    RecomputationKind,
    Relation,
    Table,
)
from docaudit.recompute.grade_scales import GRADE, NUM, WORDS, Scale, scales_of
from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.prose import Sentence
from docaudit.recompute.values import Value, digits_text, plain
from docaudit.recompute.weights import score_heads, weight_heads
from docaudit.recompute.words import squeeze, total_word

_LEVEL_LABEL = re.compile(r"(?:绩效|评价|自评|评定|评估|考核|结果|综合)?(?:等级|等次|评级|结论等级)$")
_IN_TEXT = re.compile(
    rf"(?:得分|评分|总分|分值|自评分)[^。；;，,\d]{{0,12}}{NUM}\s*分[^。；;]{{0,90}}?(?:等级|等次|评级|评定|级别|结果)[^。；;，,]{{0,8}}?[“\"「]?(基本合格|不合格|优秀|良好|中等|一般|合格|较差|优|良|中|差)(?![\u4e00-\u9fff])"
)
_DEFAULT = {
    "优": (Decimal(90), Decimal(100)),
    "良": (Decimal(80), Decimal(90)),
    "中": (Decimal(60), Decimal(80)),
    "差": (Decimal(0), Decimal(60)),
}
_CERTAIN = Decimal(5)


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade that the paper gives itself, as written."""

    word: str
    place: Place

    @property
    def grade(self) -> str:
        """The grade under its common name."""
        return WORDS[self.word]


def grades(part: Part, grids: tuple[Grid, ...], sentences: tuple[Sentence, ...]) -> Iterator[Recomputation]:
    """Compare the grade with the total score, and the grade scales of the paper with each other."""
    scales = scales_of(part)
    score = total_score(grids)
    given = list(_labelled_grades(part))
    if score is not None:
        for item in given:
            yield from _judge(score.figure, score.number, item, scales)
    yield from _in_rows(grids, scales)
    yield from _in_sentences(sentences, scales)
    yield from _two_scales(scales)


def total_score(grids: tuple[Grid, ...]) -> Value | None:
    """Return the total of the scores of a table whose weights make about 100; None when there are several such totals."""
    found: list[Value] = []
    for grid in grids:
        weights = weight_heads(grid)
        for head in score_heads(grid):
            for line, value in grid.column(head):
                if _is_grand(line) and not value.is_ratio and _out_of_hundred(grid, line, weights, value):
                    found.append(value)
    return found[0] if len({v.number for v in found}) == 1 else None


def _is_grand(line: Line) -> bool:
    words = [w for label in line.labels if (w := total_word(label))]
    return bool(words) and "小计" not in words


def _out_of_hundred(grid: Grid, line: Line, weights: list[Line], value: Value) -> bool:
    full = [grid.values[line.at, w.at].number for w in weights if (line.at, w.at) in grid.values]
    return any(95 <= number <= 105 for number in full) and value.number <= 100


def _labelled_grades(part: Part) -> Iterator[Graded]:
    stated = [f for f in part.fields if f.name == "grade" and squeeze(f.value) in WORDS]
    if stated:
        yield from (Graded(squeeze(f.value), f.place) for f in stated)
        return
    for block in part.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for left, cell in pairwise(row):
                    word = squeeze(cell.text)
                    if left is not cell and word in WORDS and _LEVEL_LABEL.search(squeeze(left.text).rstrip(":")):
                        yield Graded(word, cell.place)
        elif isinstance(block, Paragraph):
            text = squeeze(block.text)
            found = re.fullmatch(rf"(.{{0,6}}(?:等级|等次|评级))[:：为]({GRADE})[。；;]?", text)
            if found:
                yield Graded(found[2], block.place)


def _in_rows(grids: tuple[Grid, ...], scales: tuple[Scale, ...]) -> Iterator[Recomputation]:
    """A table that lists scores with their grades, a row each."""
    for grid in grids:
        rows = grid.table.rows
        top = min((line.at for line in grid.lines), default=0)
        columns = [
            j
            for j in range(grid.table.width)
            if any(_LEVEL_LABEL.search(squeeze(rows[i][j].text)) for i in range(top)) and top
        ]
        points = [
            h
            for h in grid.heads
            if re.search(r"得分|总分|分数|评分", squeeze(h.label)) and "率" not in squeeze(h.label)
        ]
        if len(columns) != 1 or not points:
            continue
        for line, value in grid.column(points[-1]):
            cell = rows[line.at][columns[0]]
            if squeeze(cell.text) in WORDS and not value.is_ratio:
                yield from _judge(
                    value.figure, value.number, Graded(squeeze(cell.text), cell.place), scales, line.title
                )


def _in_sentences(sentences: tuple[Sentence, ...], scales: tuple[Scale, ...]) -> Iterator[Recomputation]:
    for sentence in sentences:
        if sentence.reported:
            continue
        for found in _IN_TEXT.finditer(sentence.text):
            score = next((m for m in sentence.mentions if m.start <= found.start(1) < m.end), None)
            if score is None or score.value is None or score.value.is_ratio:
                continue
            given = Graded(found[2], sentence.place.quoting(sentence.verbatim.strip()))
            yield from _judge(score.figure, Decimal(found[1]), given, scales)


def _judge(
    figure: Figure, score: Decimal, given: Graded, scales: tuple[Scale, ...], name: str = ""
) -> Iterator[Recomputation]:
    if not 0 <= score <= 100:
        return
    known = [(s, s.grade(score)) for s in scales if given.grade in s.bounds]
    if known:
        scale, right = known[0]
        if right is None:
            return
        holds = any(grade == given.grade for _, grade in known)
        low, high = scale.bounds[right]
        basis, confidence = f"按本文书的等级标准（{plain(low)}-{plain(high)}分）", 0.95
    else:
        low, high = _DEFAULT.get(given.grade, (Decimal(60), Decimal(80)))
        if given.grade == "合格":
            high = Decimal(80)
        slack = Decimal(5) if given.grade in ("良", "中", "合格") else Decimal(0)
        holds = low - slack <= score < high or (score == high == 100)
        right = next((g for g, (a, b) in _DEFAULT.items() if a <= score < b or score == b == 100), None)
        if right is None:
            return
        basis, confidence = "按通行的90/80/60等级线", 0.75
    sign = "为" if holds else "应为"
    tail = "" if holds else f"，文中等级为{given.word}"
    yield Recomputation(
        kind=RecomputationKind.GRADE,
        printed=replace(figure, place=given.place),
        operands=(figure,),
        expression=f"{name and name + '：'}{digits_text(figure.quantity)}分{basis}{sign}{given.word if holds else right}{tail}",
        expected=Interval(low, high),
        holds=holds,
        confidence=confidence,
        label=name or given.word,
    )


def _two_scales(scales: tuple[Scale, ...]) -> Iterator[Recomputation]:
    """Two scales in one paper that draw the line of one grade differently."""
    known = [scale for scale in scales if not scale.of_other_matter]
    for first, second in combinations(known, 2):
        shared = [g for g in first.bounds if g in second.bounds]
        differing = [g for g in shared if first.bounds[g][0] != second.bounds[g][0]]
        if len(shared) < 2:
            continue
        grade = (differing or shared)[0]
        a, b = first.bounds[grade], second.bounds[grade]
        said = (
            f"“{grade}”的下限一处为{plain(a[0])}分，一处为{plain(b[0])}分"
            if differing
            else f"两处等级标准一致（{'、'.join(shared)}）"
        )
        yield Recomputation(
            kind=RecomputationKind.GRADE,
            printed=_bound(second, grade),
            operands=(_bound(first, grade),),
            expression=said,
            expected=None,
            holds=not differing,
            confidence=0.75,
            label="等级标准",
        )
        if differing:
            return


def _bound(scale: Scale, grade: str) -> Figure:
    """The figure that a scale's lower bound is."""
    low = scale.bounds[grade][0]
    quantity = Quantity(text=f"{plain(low)}分", relation=Relation.GE, low=low, high=None)
    place = scale.place.quoting(scale.quote)
    return Figure(id=f"scale-{scale.place.where}-{grade}", quantity=quantity, name=grade, place=place)
