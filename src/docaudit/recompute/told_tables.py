"""Figures that the text tells again from a table: the total of the table it points to, and a cell of a line that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docaudit.model import Block, Part, Place, Recomputation, RecomputationKind, Table
from docaudit.recompute.facts import Fact, Facts, content, same_kind
from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.prose import Mention, Sentence, is_count, is_level
from docaudit.recompute.slips import digits_of, one_slip
from docaudit.recompute.values import Value, decimals_of, shown
from docaudit.recompute.words import is_weak_total, squeeze, total_word

_POINTS = re.compile(
    r"(?:详?见|如)(?P<next>下表)|(?:详?见|如)(?P<number>附?表\s*[\d一二三四五六七八九十]+(?:[-－–.]\d+)?)"
)
_NOT_TOLD = re.compile(r"目标|计划|预期|应|其中|平均|每|占|比|较|新增|另|上年|去年|不足|超过|发放|发出|抽")
_APART = re.compile(
    r"第[一二三四五六七八九十\d]+|季度|半年|新增|累计|当年|上年|去年|同期|年初|年末|期初|期末|调整|目标|计划|预算|决算|到位|男|女|城镇|农村|平均|最高|最低|其他|比|较"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NO_PROOF = frozenset({RecomputationKind.PART_WHOLE, RecomputationKind.CONFLICT, RecomputationKind.GRADE})
_NEAR = 10
_REACH = 4
_LEAST = 3
_REST = 2


def told_tables(
    part: Part, grids: Sequence[Grid], facts: Facts, found: Sequence[Recomputation]
) -> Iterator[Recomputation]:
    """Compare the figures of the text that nothing confirms with the table that they are told from."""
    confirmed = {f.id for r in found if r.holds and r.kind not in _NO_PROOF for f in (r.printed, *r.operands)}
    doubted = {f.id for r in found if not r.holds for f in (r.printed, *r.operands)}
    seen = confirmed | doubted
    told = [*_announced(part, grids, facts.sentences, seen)]
    closed = seen | {r.printed.id for r in told}
    yield from told
    lines = _lines(grids)
    for fact in facts.text:
        quantity = fact.value.figure.quantity
        open_ = fact.value.figure.id not in closed and not fact.goal and not quantity.approximate
        if open_ and not fact.value.is_ratio and len(digits_of(quantity)) >= _LEAST:
            near = sorted(k for word in fact.words for k in lines.at.get(word, ()))
            made = _of_line(fact, facts.sentences[fact.at], [lines.each[k] for k in near])
            if made is not None:
                yield made


Named = tuple[Grid, Line, frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of all tables with the words of their labels, and where those are of which one word is the first."""

    each: list[Named]
    at: dict[str, list[int]]


def _lines(grids: Sequence[Grid]) -> _Lines:
    each = [
        (grid, line, words)
        for grid in grids
        if not grid.turned
        for line in grid.lines
        if not total_word(line.label) and not is_weak_total(line.label) and len(squeeze(line.label)) >= _REST
        if (words := content(line.label))
    ]
    at: dict[str, list[int]] = {}
    for k, (_, _, words) in enumerate(each):
        at.setdefault(min(words), []).append(k)
    return _Lines(each, at)


def _of_line(fact: Fact, sentence: Sentence, lines: Sequence[Named]) -> Recomputation | None:
    """待就业454人 beside a line 待就业 whose total is 444: one slip away from one cell of the one line of that name."""
    if sentence.reported or _NOT_TOLD.search(fact.name):
        return None
    hits: list[tuple[Grid, Line, Line, Value]] = []
    for grid, line, words in lines:
        if not words <= fact.words or not _is_named(fact, grid, line):
            continue
        cells = [(h, v) for h in grid.heads if (v := grid.values.get((line.at, h.at))) is not None]
        alike = [(h, v) for h, v in cells if same_kind(v, fact.value)]
        if any(
            v.number == fact.number or v.figure.quantity.number == fact.value.figure.quantity.number for _, v in alike
        ):
            return None
        hits += [(grid, line, h, v) for h, v in alike if _slipped(fact, v)]
    hits = [hit for hit in hits if _is_meant(fact, sentence, hit[0], hit[2])]
    if len(hits) != 1:
        return None
    _, line, _, value = hits[0]
    if any(m.quantity.value == value.number for m in sentence.mentions):
        return None  # the sentence tells both: it knows that there are two
    return _made(fact.value, value, fact.name, other=line.title)


def _is_named(fact: Fact, grid: Grid, line: Line) -> bool:
    """Whether the words of the text are the label and no more than what the table says of all its lines."""
    rest = fact.name.replace(squeeze(line.label), "", 1)
    said = squeeze(grid.table.caption) + "".join(squeeze(h.label) for h in grid.heads)
    return len(re.sub(r"[^\u4e00-\u9fff]|[的为共达到有]", "", rest)) <= _REST or (bool(rest) and rest in said)


def _slipped(fact: Fact, value: Value) -> bool:
    own, other = fact.value.figure.quantity, value.figure.quantity
    return decimals_of(own) == decimals_of(other) and one_slip(digits_of(own), digits_of(other))


def _is_meant(fact: Fact, sentence: Sentence, grid: Grid, head: Line) -> bool:
    """Whether the column is the total, or is named in the sentence, or is that of the year that is told."""
    label = squeeze(head.label)
    told = next(m for m in sentence.mentions if m.figure.id == fact.value.figure.id)
    before = squeeze(sentence.text[: told.start])
    if set(_APART.findall(fact.name)) - set(_APART.findall(label)):
        return False
    years = {y for h in grid.heads for y in _YEAR.findall(h.label)}
    own = set(_YEAR.findall(label))
    if own:
        return own == ({str(fact.year)} if fact.year else {max(years)})
    if total_word(label) or content(label) & content(before):
        return True
    return len([h for h in grid.heads if not re.search(r"率|占比|比例|增", h.label)]) == 1


def _announced(
    part: Part, grids: Sequence[Grid], sentences: Sequence[Sentence], seen: set[str]
) -> Iterator[Recomputation]:
    """收回有效问卷486份，结果见下表, and a table whose total is 468."""
    blocks = list(part.blocks)
    at: dict[Place, int] = {block.place: k for k, block in enumerate(blocks)}
    for sentence in sentences:
        pointed = _POINTS.search(sentence.text)
        if pointed is None or sentence.reported or sentence.place.table is not None:
            continue
        table = _pointed(blocks, at.get(sentence.place), pointed["number"])
        for grid in grids:
            if table is None or grid.table.index != table.index or grid.turned:
                continue
            totals = [
                (head, value)
                for head in grid.heads
                for line, value in grid.column(head)
                if total_word(line.label) and not value.is_ratio
            ]
            numbers = {m.quantity.value for m in sentence.mentions}
            for head, value in totals:
                mention = _total_told(sentence, grid, head, value)
                if mention is None or mention.value is None:
                    continue
                if value.number not in numbers and mention.figure.id not in seen:
                    yield _made(mention.value, value, squeeze(sentence.clause(mention)), other="合计")


def _pointed(blocks: Sequence[Block], k: int | None, number: str | None) -> Table | None:
    if number is not None:
        wanted = squeeze(number)
        found = [
            b
            for b in blocks
            if isinstance(b, Table) and re.match(rf"{re.escape(wanted)}(?![\d.-])", squeeze(b.caption))
        ]
        return found[0] if len(found) == 1 else None
    if k is None:
        return None
    return next((b for b in blocks[k + 1 : k + 1 + _REACH] if isinstance(b, Table)), None)


def _total_told(sentence: Sentence, grid: Grid, head: Line, value: Value) -> Mention | None:
    """The one figure of the sentence that is meant for a total: of its unit, by the words of its table, and close to it."""
    said = squeeze(grid.table.caption) + squeeze(head.label)
    found = []
    for mention in sentence.mentions:
        unit = mention.quantity.unit
        if not is_count(mention) or not is_level(mention) or mention.quantity.approximate or unit is None:
            continue
        clause = squeeze(sentence.clause(mention))
        if _NOT_TOLD.search(clause) or mention.value is None or not value.number:
            continue
        of_unit = value.dimension == mention.dimension or re.search(rf"{unit.canonical}(?:数|[)）]|$)", said)
        named = bool(content(clause) & content(said)) or one_slip(
            digits_of(mention.quantity), digits_of(value.figure.quantity)
        )
        close = abs(mention.quantity.value - value.number) * _NEAR <= value.number
        if of_unit and named and close and len(digits_of(mention.quantity)) >= _REST:
            found.append(mention)
    return found[0] if len(found) == 1 else None


def _made(told: Value, cell: Value, name: str, *, other: str) -> Recomputation:
    return Recomputation(
        kind=RecomputationKind.CONFLICT,
        printed=told.figure,
        operands=(cell.figure,),
        expression=f"文中 {shown(told.figure)} ≠ 表中{other}的 {shown(cell.figure)}",
        expected=cell.span,
        holds=False,
        confidence=0.85,
        label=name[-16:],
    )
