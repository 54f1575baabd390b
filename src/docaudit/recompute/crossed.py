"""Figures in running text that state a cell of a table of the same paper: the same line and column by name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from docaudit.model import Recomputation, RecomputationKind
from docaudit.recompute.grid import Grid
from docaudit.recompute.prose import Mention, Sentence, is_level
from docaudit.recompute.slips import digits_of, one_slip
from docaudit.recompute.values import Value, shown
from docaudit.recompute.words import is_of_which, squeeze, total_word

_BRACKETS = re.compile(r"[（(][^（）()]*[)）]|[\s“”\"、·:：]")
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[)）]|\d+[.、．]|其中[:：]?)"
)
_TAIL = re.compile(r"(?:金额|数量|人数|总数|总额|数|额|量|值|情况|合计)$")
_FILLER = re.compile(r"[的共约为达到计有已累全部总实际完成数量金额了]")
_NOT_LEVEL = re.compile(
    r"目标|计划|预算|拟|应|力争|预期|不少于|不低于|比|较|占|增|减|降|平均|人均|每|其中|剩余|结余|缺口|新增|净|超|差|上年|去年|同期|原|调整|核减|追加"
)
_SET = re.compile(r"指标|任务|标准|要求|基数|约定|批复|下达|概算|申报|期初|年初|分值|权重|序号|编号")
_AHEAD = re.compile(r"力争|争取|力求|预计|拟|下一步|计划(?:完成|实现|新增|建)|目标(?:为|是|定)|到20\d\d年")
_AHEAD_HEADING = re.compile(r"思路|打算|展望|下一步|工作计划|建议|目标")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SCOPE = re.compile(r"[一二三四1-4]季度|[上下]半年|\d{1,2}月|全[市省国县区]|全院|全校|每")
_WIDTH = 26
_SURE = 4


@dataclass(frozen=True, slots=True)
class Named:
    """A cell with the words that name its line and its column."""

    line: str
    head: str
    years: frozenset[str]
    value: Value
    everything: str
    """All labels and the caption, for the words that the text must not contradict."""
    nth: int
    """Its place among the cells of the paper, in reading order."""


ByLine = dict[str, dict[tuple[str, str | None], list[Named]]]
"""Cells by the name of their line, and by the name and the dimension of their column."""


def crossed(grids: Sequence[Grid], sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Compare every level in the text with the cell that its words name; a difference is told where it looks like a slip."""
    nth = count()
    cells = [cell for grid in grids for view in (grid, grid.turn()) for cell in _cells(view, nth)]
    by_line: ByLine = {}
    for cell in cells:
        by_line.setdefault(cell.line, {}).setdefault((cell.head, cell.value.dimension), []).append(cell)
    if not by_line:
        return
    stated = {(c.value.dimension, c.value.number) for c in cells}
    ahead = -1
    for sentence in sentences:
        if _AHEAD.search(sentence.text) or any(_AHEAD_HEADING.search(h) for h in sentence.place.headings[-2:]):
            ahead = sentence.paragraph
        if sentence.reported or sentence.place.table is not None or sentence.paragraph == ahead:
            continue
        for mention in sentence.mentions:
            if not is_level(mention) or mention.value is None or mention.quantity.approximate:
                continue
            made = _compared(sentence, mention, by_line, stated)
            if made is not None:
                yield made


def _cells(grid: Grid, nth: Iterator[int]) -> Iterator[Named]:
    caption = squeeze(grid.table.caption)
    names = [_name(line.label) for line in grid.lines]
    times = Counter(names)
    for line, name in zip(grid.lines, names, strict=True):
        if len(name) < 2 or times[name] > 1 or total_word(line.label) or _YEAR.fullmatch(name[:4]):
            continue
        if is_of_which(line.label) and len(name) < 3:
            continue
        for head in grid.heads:
            value = grid.values.get((line.at, head.at))
            if value is None or value.is_ratio:
                continue
            everything = "".join((*line.labels, *head.labels, caption))
            years = frozenset(_YEAR.findall(everything))
            yield Named(name, _name(head.label), years, value, squeeze(everything), next(nth))


def _name(label: str) -> str:
    text = _NUMBERING.sub("", squeeze(label))
    return _BRACKETS.sub("", text)


def _compared(
    sentence: Sentence,
    mention: Mention,
    by_line: ByLine,
    stated: set[tuple[str | None, Decimal]],
) -> Recomputation | None:
    value = mention.value
    if value is None or value.is_ratio:
        return None
    lead = _BRACKETS.sub("", squeeze(sentence.before(mention, _WIDTH)))
    clause = _BRACKETS.sub("", squeeze(sentence.clause(mention)))[-_WIDTH:]
    words = clause if len(clause) >= 4 else lead
    year = sentence.year(mention)
    inside = {words[i:j] for i in range(len(words)) for j in range(i + 2, len(words) + 1)} & by_line.keys()
    named: list[Named] = []
    for line in sorted(inside, key=len, reverse=True):
        if named and len(line) < len(named[0].line):
            break
        for (head, dimension), cells in by_line[line].items():
            if dimension == value.dimension and _same_column(words, line, head):
                named += (c for c in cells if not (year and c.years and str(year) not in c.years))
    named.sort(key=lambda c: c.nth)
    if not named or len({c.value.number for c in named}) > 2:
        return None
    equal = next((c for c in named if c.value.span.meets(value.span)), None)
    if equal is not None:
        return _made(mention, equal, holds=True)
    cell = named[0]
    if len({c.value.number for c in named}) > 1 or (value.dimension, value.number) in stated:
        return None
    loose = _SCOPE.search(words) and not _SCOPE.search(cell.everything)
    if loose or not _slip(value, cell.value, named=_TAIL.sub("", cell.head) in words):
        return None
    return _made(mention, cell, holds=False)


def _same_column(words: str, line: str, head: str) -> bool:
    """Whether the words between the line's name and the figure are the column's name, or nothing but filling words."""
    rest = words[words.rindex(line) + len(line) :]
    stem = _TAIL.sub("", head)
    if stem and stem in rest:
        rest = rest.replace(stem, "", 1)
        left = _FILLER.sub("", rest)
        return len(left) <= 2 and not _NOT_LEVEL.search(left)
    left = _FILLER.sub("", rest)
    return not left and not _NOT_LEVEL.search(head) and not _SET.search(head)


def _slip(a: Value, b: Value, *, named: bool) -> bool:
    """Whether two numbers look like one fact, mistyped: equal digits in another order, one digit apart, or nearly equal.

    Where the text does not name the column, four digits must agree but for one slip.
    """
    first, second = digits_of(a.figure.quantity), digits_of(b.figure.quantity)
    alike = one_slip(first, second) or sorted(first) == sorted(second)
    if not named:
        return len(first) >= _SURE and alike
    size = max(abs(a.number), abs(b.number))
    return (len(first) >= _SURE - 1 and alike) or (bool(size) and abs(a.number - b.number) / size < Decimal("0.1"))


def _made(mention: Mention, cell: Named, *, holds: bool) -> Recomputation:
    return Recomputation(
        kind=RecomputationKind.CONFLICT,
        printed=mention.figure,
        operands=(cell.value.figure,),
        expression=f"文中 {shown(mention.figure)} {'=' if holds else '≠'} 表中 {shown(cell.value.figure)}",
        expected=cell.value.span,
        holds=holds,
        confidence=0.85,
        alternative="" if holds or not _shifted(mention, cell) else "两处数字相同而单位相差若干数量级",
        label=f"{cell.line}{cell.head}",
    )


def _shifted(mention: Mention, cell: Named) -> bool:
    """Whether text and cell have the same digits and a different unit: that is told as one wrong unit, not cell by cell."""
    a, b = mention.quantity, cell.value.figure.quantity
    return a.number == b.number and a.factor != b.factor
