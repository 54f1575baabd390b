"""The grade of an evaluation against its score: by the paper's own scale, by one of the settings, or beyond doubt by 90/80/60."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations, pairwise

from docaudit.model import (
    Field,
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
from docaudit.recompute.grade_scales import Scale, defines, scales_of
from docaudit.recompute.grade_words import CLASSES, TOKEN, standard
from docaudit.recompute.graded import told_grades
from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.prose import Mention, Sentence
from docaudit.recompute.values import Value, digits_text, plain
from docaudit.recompute.weights import score_heads, weight_heads
from docaudit.recompute.words import squeeze, total_word

_LEVEL_LABEL = re.compile(
    r"(?:绩效|评价|自评|评定|评估|考核|结果|综合|验收|结项|鉴定|成绩)?(?:等级|等次|评级|结论等级|评价等第|档次)$"
)
_POINTS_LABEL = re.compile(r"得分|总分|分数|评分|成绩|分值$")
_IN_TEXT = re.compile(
    r"(?:得分|评分|总分|分值|自评分)[^。；;，,\d]{0,12}(\d{1,3}(?:\.\d+)?)\s*分[^。；;]{0,90}?(?:等级|等次|评级|评定|级别|结果)[^。；;，,]{0,8}?[“\"「]?(基本合格|不合格|优秀|良好|中等|一般|合格|较差|优|良|中|差)(?![\u4e00-\u9fff])"
)
_MOVED = re.compile(r"下调|上调|降为|降至|降等|否决")
_FULL = re.compile(r"满分|总分值|标准分|分值|权重")
_TOTAL_POINTS = re.compile(
    r"(?:总得分|总分|总评分?|综合(?:得分|评分|成绩)|最终(?:得分|评分)|合计(?:得分|得)?)(?:为|是|达|共)*$"
)
_USUAL = {
    "优": (Decimal(90), Decimal(100)),
    "良": (Decimal(80), Decimal(90)),
    "中": (Decimal(60), Decimal(80)),
    "差": (Decimal(0), Decimal(60)),
}


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade that the paper gives itself, as written."""

    word: str
    place: Place


def grades(
    part: Part, grids: tuple[Grid, ...], sentences: tuple[Sentence, ...], settings: Sequence[Scale] = ()
) -> Iterator[Recomputation]:
    """Compare each grade with its score, and the grade scales of the paper with each other.

    `settings` are the scales that hold where the paper prints none of its own for the word.
    """
    own = scales_of(part)
    scales = (*own, *settings)
    found: list[Recomputation] = []
    score = total_score(grids)
    labelled = list(_labelled_grades(part)) if score is not None else []
    if score is not None:
        for item in labelled:
            found += _judge(score.figure, score.number, item, scales)
    found += _in_rows(grids, scales)
    known = frozenset(word for scale in scales for word in scale.bounds)
    known |= {word for word, kind in CLASSES.items() if any(CLASSES.get(k) == kind for k in known)}
    told = list(told_grades(part, sentences, grids, known, None if labelled else score))
    for t in told:
        found += _judge(t.figure, t.score.number, Graded(t.word, t.place), scales, t.name)
    found += _in_sentences(sentences, scales, {t.figure.id for t in told})
    yield from found
    yield from _two_scales(own)


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
    stated = [f for f in part.fields if f.name == "grade" and re.fullmatch(TOKEN, squeeze(f.value))]
    if stated:
        for field in stated:
            yield Graded(squeeze(field.value), _worded(part, field))
        return
    for block in part.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for left, cell in pairwise(row):
                    word = squeeze(cell.text)
                    if left is cell or not _LEVEL_LABEL.search(squeeze(left.text).rstrip(":")):
                        continue
                    if re.fullmatch(TOKEN, word):
                        yield Graded(word, cell.place)
        elif isinstance(block, Paragraph):
            text = squeeze(block.text)
            found = re.fullmatch(rf"(.{{0,6}}(?:等级|等次|评级))[:：为]({TOKEN})[。；;]?", text)
            if found:
                yield Graded(found[2], block.place)


def _worded(part: Part, field: Field) -> Place:
    """Where a labelled grade stands; in running text the quotation shows its label too."""
    value = re.escape(field.value.strip())
    for block in part.blocks:
        cells = block.cells() if isinstance(block, Table) else [block]
        for cell in cells:
            if cell.place.where != field.place.where:
                continue
            found = re.search(
                rf"[\u4e00-\u9fff]{{0,8}}(?:等级|等次|评级|结论)\s*[:：为]\s*[“\"]?{value}(?![\u4e00-\u9fff])",
                cell.text,
            )
            if found is not None:
                return field.place.quoting(found[0])
    return field.place


def _in_rows(grids: tuple[Grid, ...], scales: tuple[Scale, ...]) -> Iterator[Recomputation]:
    """A table that lists scores with their grades, a row each; of several scores the one left of the grade."""
    for grid in grids:
        rows = grid.table.rows
        top = min((line.at for line in grid.lines), default=0)
        columns = [
            j
            for j in range(grid.table.width)
            if top and any(_LEVEL_LABEL.search(squeeze(rows[i][j].text)) for i in range(top))
        ]
        points = [h for h in grid.heads if _is_points(h)]
        if not points or grid.turned:
            continue
        for j in columns:
            before = [h for h in points if h.at < j]
            if not before and len(columns) > 1:
                continue
            head = (before or points)[-1]
            for line, value in grid.column(head):
                cell = rows[line.at][j]
                word = squeeze(cell.text)
                if re.fullmatch(TOKEN, word) and not value.is_ratio:
                    yield from _judge(value.figure, value.number, Graded(word, cell.place), scales, line.title)


def _is_points(head: Line) -> bool:
    label = squeeze(head.label)
    return bool(_POINTS_LABEL.search(label)) and "率" not in label


def _in_sentences(
    sentences: tuple[Sentence, ...], scales: tuple[Scale, ...], told: set[str]
) -> Iterator[Recomputation]:
    for sentence in sentences:
        if sentence.reported:
            continue
        for found in _IN_TEXT.finditer(sentence.text):
            score = next((m for m in sentence.mentions if m.start <= found.start(1) < m.end), None)
            if score is None or score.value is None or score.value.is_ratio or score.figure.id in told:
                continue
            if defines(squeeze(found[0])) or _MOVED.search(found[0]):
                continue
            score = _the_total(sentence, score, found.start(2))
            if score is None or score.value is None or score.figure.id in told:
                continue
            given = Graded(found[2], sentence.place.quoting(sentence.verbatim.strip()))
            yield from _judge(score.figure, score.value.number, given, scales)


def _the_total(sentence: Sentence, first: Mention, end: int) -> Mention | None:
    """Of the scores that a clause tells before its grade, the one that the grade is of; None where it does not say which."""
    scores = [
        m
        for m in sentence.mentions
        if first.start <= m.start < end
        and m.dimension == "score"
        and m.quantity.relation.value == "eq"
        and not _FULL.search(sentence.before(m, 6))
    ]
    if len({m.quantity.value for m in scores}) == 1:
        return first
    totals = [m for m in scores if _TOTAL_POINTS.search(sentence.before(m, 10))]
    return totals[0] if len({m.quantity.value for m in totals}) == 1 else None


def _judge(
    figure: Figure, score: Decimal, given: Graded, scales: Sequence[Scale], name: str = ""
) -> Iterator[Recomputation]:
    """By the scales that know the word: those that print it so, before those that print one of its class."""
    if not 0 <= score <= 100:
        return
    word = standard(given.word)
    fitting = [s for s in scales if s.place is not None and s.word(word) is not None]
    fitting = fitting or [s for s in scales if s.word(word) is not None]
    known = [(s, s.word(word), s.grade(score)) for s in fitting if word in s.bounds] or [
        (s, s.word(word), s.grade(score)) for s in fitting
    ]
    if known:
        scale, _, right = known[0]
        if right is None:
            return
        holds = any(grade == own for _, own, grade in known)
        low, high = scale.bounds[right]
        of = "本文书的等级标准" if scale.place is not None else f"配置文件的等级标准“{scale.name}”"
        basis, confidence = f"按{of}（{plain(low)}-{plain(high)}分）", 0.95
    elif word in CLASSES:
        kind = CLASSES[word]
        low, high = _USUAL.get(kind, (Decimal(60), Decimal(80)))
        slack = Decimal(5) if kind in ("良", "中", "合格") else Decimal(0)
        holds = low - slack <= score < high or (score == high == 100)
        right = next((g for g, (a, b) in _USUAL.items() if a <= score < b or score == b == 100), None)
        if right is None:
            return
        basis, confidence = "按通行的90/80/60等级线", 0.75
    else:
        return
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
    """Two scales in two places of one paper that draw the line of one grade differently."""
    known = [scale for scale in scales if not scale.of_other_matter]
    for first, second in combinations(known, 2):
        if first.place is None or second.place is None or first.place.where == second.place.where:
            continue
        ours, theirs = (_by_class(scale) for scale in (first, second))
        shared = [g for g in ours if g in theirs]
        differing = [g for g in shared if first.bounds[ours[g]][0] != second.bounds[theirs[g]][0]]
        if len(shared) < 2:
            continue
        grade = (differing or shared)[0]
        a, b = first.bounds[ours[grade]], second.bounds[theirs[grade]]
        said = (
            f"“{ours[grade]}”的下限一处为{plain(a[0])}分，一处为{plain(b[0])}分"
            if differing
            else f"两处等级标准一致（{'、'.join(ours[g] for g in shared)}）"
        )
        yield Recomputation(
            kind=RecomputationKind.GRADE,
            printed=_bound(second, second.place, theirs[grade]),
            operands=(_bound(first, first.place, ours[grade]),),
            expression=said,
            expected=None,
            holds=not differing,
            confidence=0.75,
            label="等级标准",
        )
        if differing:
            return


def _by_class(scale: Scale) -> dict[str, str]:
    """The scale's words by what they mean in the usual scale."""
    found: dict[str, str] = {}
    for word in sorted(scale.bounds, key=lambda w: scale.bounds[w][0], reverse=True):
        found.setdefault(CLASSES.get(word, word), word)
    return found


def _bound(scale: Scale, place: Place, grade: str) -> Figure:
    """The figure that a scale's lower bound is."""
    low = scale.bounds[grade][0]
    quantity = Quantity(text=f"{plain(low)}分", relation=Relation.GE, low=low, high=None)
    return Figure(id=f"scale-{place.where}-{grade}", quantity=quantity, name=grade, place=place.quoting(scale.quote))
