"""The grade of an evaluation against its score, by the paper's own scale or, where that is beyond doubt, by 90/80/60."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from docaudit.model import Figure, Heading, Interval, Paragraph, Part, Place, Recomputation, RecomputationKind, Table
from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.prose import Sentence
from docaudit.recompute.values import Value, digits_text, plain
from docaudit.recompute.weights import score_heads, weight_heads
from docaudit.recompute.words import squeeze, total_word

_WORDS = {
    "优秀": "优", "优": "优", "良好": "良", "良": "良", "中等": "中", "一般": "中", "中": "中", "合格": "合格", "基本合格": "合格",
    "较差": "差", "不合格": "差", "差": "差",
}  # fmt: skip
_GRADE = "基本合格|不合格|优秀|良好|中等|一般|合格|较差|优|良|中|差"
_NUM = r"(\d{1,3}(?:\.\d+)?)"
_INCL = r"(?:分)?(?:[（(]?(不?含)[^（()）]{0,4}[)）]?)?(?:分)?"
_SPAN_FIRST = re.compile(
    rf"{_NUM}{_INCL}\s*[-—–~至到]+\s*{_NUM}{_INCL}(?:以内|之间|以下)?\s*(?:[，,]?(?:评定|等级|评价)?(?:为|是|:|：|的?为)?)\s*[“\"「《]?({_GRADE})"
)
_AT_LEAST = re.compile(
    rf"(?:≥|>=|大于等于|不低于)?\s*{_NUM}\s*分?(?:[（(](不?含)[^（()）]{{0,4}}[)）])?\s*分?(及以上|以上|\(含\)以上)?(?:[（(](不?含)[^（()）]{{0,4}}[)）])?\s*(?:[，,]?(?:评定|等级)?(?:为|是|:|：))\s*[“\"「]?({_GRADE})"
)
_GRADE_FIRST = re.compile(rf"({_GRADE})\s*[（(:：]\s*{_NUM}{_INCL}\s*[-—–~至到]+\s*{_NUM}{_INCL}")
_GRADE_AT_LEAST = re.compile(rf"({_GRADE})\s*[（(:：]\s*(?:≥|>=)?{_NUM}\s*分?(?:[（(]含[)）])?(?:及?以上|\(含\)以上)")
_LEVEL_LABEL = re.compile(r"(?:绩效|评价|自评|评定|评估|考核|结果|综合)?(?:等级|等次|评级|结论等级)$")
_IN_TEXT = re.compile(
    rf"(?:得分|评分|总分|分值|自评分)[^。；;，,\d]{{0,12}}{_NUM}\s*分[^。；;]{{0,90}}?(?:等级|等次|评级|评定|级别|结果)[^。；;，,]{{0,8}}?[“\"「]?(基本合格|不合格|优秀|良好|中等|一般|合格|较差|优|良|中|差)(?![\u4e00-\u9fff])"
)
_DEFAULT = {
    "优": (Decimal(90), Decimal(100)),
    "良": (Decimal(80), Decimal(90)),
    "中": (Decimal(60), Decimal(80)),
    "差": (Decimal(0), Decimal(60)),
}
_CERTAIN = Decimal(5)


@dataclass(frozen=True, slots=True)
class Scale:
    """The grades a paper defines: each with its bounds, lower bound included; and the words it defines them by."""

    bounds: dict[str, tuple[Decimal, Decimal]]
    quote: str
    place: Place

    def grade(self, score: Decimal) -> str | None:
        """The grade of a score, or None outside the scale."""
        best: str | None = None
        for grade, (low, high) in self.bounds.items():
            if low <= score < high or (score == high and high == max(h for _, h in self.bounds.values())):
                best = grade
        return best


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade that the paper gives itself, as written."""

    word: str
    place: Place

    @property
    def grade(self) -> str:
        """The grade under its common name."""
        return _WORDS[self.word]


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
    yield from _two_scales(scales, score.figure if score else None)


def scales_of(part: Part) -> tuple[Scale, ...]:
    """Return the grade scales that the part defines, one for each paragraph or cell that holds at least two grades."""
    result = []
    for text, place in _texts(part):
        bounds: dict[str, tuple[Decimal, Decimal]] = {}
        for found in _SPAN_FIRST.finditer(text):
            low, high = sorted((Decimal(found[1]), Decimal(found[3])))
            bounds.setdefault(_WORDS[found[5]], (low, high))
        for found in _GRADE_FIRST.finditer(text):
            low, high = sorted((Decimal(found[2]), Decimal(found[4])))
            bounds.setdefault(_WORDS[found[1]], (low, high))
        for found in _GRADE_AT_LEAST.finditer(text):
            bounds.setdefault(_WORDS[found[1]], (Decimal(found[2]), Decimal(100)))
        for found in _AT_LEAST.finditer(text):
            if "以上" in (found[3] or "") or found[0].lstrip().startswith(("≥", ">=", "大于", "不低于")):
                bounds.setdefault(_WORDS[found[5]], (Decimal(found[1]), Decimal(100)))
        if len(bounds) >= 2:
            result.append(Scale(_ordered(bounds), text.strip()[:160], place))
    return tuple(result)


def _ordered(bounds: dict[str, tuple[Decimal, Decimal]]) -> dict[str, tuple[Decimal, Decimal]]:
    """Cut open upper ends (90以上为优, 80以上为良) at the next higher grade's lower end."""
    lows = sorted({low for low, _ in bounds.values()})
    result = {}
    for grade, (low, high) in sorted(bounds.items(), key=lambda item: item[1][0]):
        above = [other for other in lows if other > low]
        result[grade] = (low, min(high, above[0]) if above else high)
    return result


def _texts(part: Part) -> Iterator[tuple[str, Place]]:
    for block in part.blocks:
        if isinstance(block, (Paragraph, Heading)):
            yield squeeze(block.text), block.place
        else:
            for cell in block.cells():
                yield squeeze(cell.text), cell.place


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
    stated = [f for f in part.fields if f.name == "grade" and squeeze(f.value) in _WORDS]
    if stated:
        yield from (Graded(squeeze(f.value), f.place) for f in stated)
        return
    for block in part.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for left, cell in pairwise(row):
                    word = squeeze(cell.text)
                    if left is not cell and word in _WORDS and _LEVEL_LABEL.search(squeeze(left.text).rstrip(":")):
                        yield Graded(word, cell.place)
        elif isinstance(block, Paragraph):
            text = squeeze(block.text)
            found = re.fullmatch(rf"(.{{0,6}}(?:等级|等次|评级))[:：为]({_GRADE})[。；;]?", text)
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
            if squeeze(cell.text) in _WORDS and not value.is_ratio:
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


def _two_scales(scales: tuple[Scale, ...], figure: Figure | None) -> Iterator[Recomputation]:
    """Two scales in one paper that draw the line of one grade differently."""
    for i, first in enumerate(scales):
        for second in scales[i + 1 :]:
            shared = [g for g in first.bounds if g in second.bounds]
            differing = [g for g in shared if first.bounds[g][0] != second.bounds[g][0]]
            if len(shared) < 2 or not differing or figure is None:
                continue
            grade = differing[0]
            a, b = first.bounds[grade], second.bounds[grade]
            yield Recomputation(
                kind=RecomputationKind.GRADE,
                printed=replace(figure, id=f"{figure.id}-scale", place=second.place.quoting(second.quote)),
                operands=(replace(figure, place=first.place.quoting(first.quote)),),
                expression=f"“{grade}”的下限一处为{plain(a[0])}分，一处为{plain(b[0])}分",
                expected=None,
                holds=False,
                confidence=0.75,
                label="等级标准",
            )
            return
