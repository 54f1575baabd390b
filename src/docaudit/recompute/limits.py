"""Upper limits that a paper states itself (2023年支持概念验证中心≤3项) against what it counts elsewhere (2023年，项目数7)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from docaudit.model import Figure, Interval, Part, Recomputation, RecomputationKind, Relation, Table
from docaudit.recompute.grid import Grid
from docaudit.recompute.prose import Mention, Sentence, is_count, is_level
from docaudit.recompute.values import Value, shown
from docaudit.recompute.words import squeeze

_VERB = r"支持|立项|资助|扶持|遴选|择优|入选|认定|补助|新设|布局"
_GIVES = re.compile(_VERB)
_ONE_OF_MANY = re.compile(r"单个|单项|单家|每个|每家|每项|每所|每人|每区|各区|人均|平均|限报|申报|推荐|至多可")
_NOT_DONE = re.compile(
    r"拟|计划|目标|预计|预期|应当|申报|申请|受理|推荐|累计|验收|结项|不超过|比上|较上|增长|新增|其余|其中|存量|上限"
)
_YEARLY = re.compile(r"每年|年均|每一?年度|各年度?(?:均)?不")
_YEARS = re.compile(r"((?:19|20)\d\d)年?度?(?:(?:[-—－–~～]{1,2}|至|到)((?:19|20)\d\d)年?)?")
_FILLER = re.compile(
    r"(?:19|20)\d\d年?度?(?:(?:[-—－–~～]{1,2}|至|到)(?:19|20)\d\d年度?)?|每年度?|年度|当年|本年|全年|共计?|合计|总计|实际|最终|拟|计划|"
    r"重点(?=支持|资助|扶持)|分别|予以|不超过|以内|总数|数量|个数|家数|项数|达到?|为|了|的|[,，、:：“”\"]|" + _VERB
)
_TAIL = re.compile(r"(?:项目)?(?:[（(][^（）()]{1,3}[)）])?数?(?:[（(][^（）()]{1,3}[)）])?$|项目$")
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[)）]|\d+[.、．](?!\d))")
_COUNTED = re.compile(
    rf"^(?:实际|年度|当年)?(?:{_VERB})?(?:项目|平台|机构|单位|中心|企业)?(?:个|家|项)?(?:数量?|个数|家数|情况)(?:[（(][个项家所人名][)）])?$"
)
_WHOLE = re.compile(r"(?:[两二三四五]年|全部|各年)?(?:合计|总计|共计)数?")
_PERIOD = re.compile(_YEARS.pattern + "|" + _WHOLE.pattern)
_STUB = frozenset({"", "年度", "年份"})
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class _Count:
    """A limit, or what was counted: of what, and for which years; no years when the paper names none."""

    figure: Figure
    subject: str
    years: frozenset[int]
    yearly: bool = False


def limits(part: Part, grids: Sequence[Grid], sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Compare the numbers of things supported with the upper limits that tables and text of the paper set for them."""
    stated = [*_table_limits(part), *_text_limits(sentences)]
    by_subject: dict[str, list[_Count]] = {}
    for limit in stated:
        by_subject.setdefault(limit.subject, []).append(limit)
    if not by_subject:
        return
    for done in (*_table_counts(grids, by_subject), *_text_counts(sentences, by_subject)):
        fitting = [limit for limit in by_subject[done.subject] if _same_period(limit, done)]
        fitting = [limit for limit in fitting if limit.figure.id != done.figure.id and not _same_row(limit, done)]
        if fitting and len({limit.figure.quantity.high for limit in fitting}) == 1:
            yield _made(done, fitting[0])


def _same_period(limit: _Count, done: _Count) -> bool:
    """A yearly limit holds for each of its years; any other for exactly its own period."""
    if limit.yearly:
        return len(done.years) == 1 and (not limit.years or done.years <= limit.years)
    return limit.years == done.years


def _same_row(limit: _Count, done: _Count) -> bool:
    """Target and result of one row are compared as an indicator."""
    a, b = limit.figure.place, done.figure.place
    return a.table is not None and (a.table, a.row, a.sheet) == (b.table, b.row, b.sheet)


def _table_limits(part: Part) -> Iterator[_Count]:
    tables = {block.index: block for block in part.blocks if isinstance(block, Table)}
    for figure in part.figures:
        table = None if figure.place.table is None else tables.get(figure.place.table)
        if table is None or not _is_limit(figure) or squeeze(figure.place.quote) != squeeze(figure.quantity.text):
            continue
        labels = _labels(table, figure)
        named = [label for label in labels if _GIVES.search(label) and not _ONE_OF_MANY.search(label)]
        if len(named) != 1 or any(re.search(r"完成|实际|单个|每[个家项所]", label) for label in labels):
            continue
        if len(subject := subject_of(named[0])) >= _SHORTEST:
            texts = (*labels, table.caption, *reversed(figure.place.headings))
            yield _Count(figure, subject, _years(texts), bool(_YEARLY.search("".join(labels))))


def _labels(table: Table, figure: Figure) -> list[str]:
    """What stands left of a cell in its row, a group that is named once above it included, and the head of its column."""
    place = figure.place
    spot = (place.row, place.column, place.cell)
    own = next((c for c in table.cells() if (c.place.row, c.place.column, c.place.cell) == spot), None)
    if own is None or not own.row or not own.column:
        return []
    row, column = own.row, own.column
    left = [squeeze(cell.text) for cell in table.rows[row][:column]]
    if not left[0]:
        left[0] = next((text for above in reversed(table.rows[1:row]) if (text := squeeze(above[0].text))), "")
    return list(dict.fromkeys(text for text in (*left, squeeze(table.rows[0][column].text)) if text))


def _text_limits(sentences: Sequence[Sentence]) -> Iterator[_Count]:
    for sentence in sentences:
        for mention in sentence.mentions:
            clause = squeeze(sentence.clause(mention))
            if sentence.reported or not _is_limit(mention.figure) or not _GIVES.search(clause):
                continue
            whole = squeeze(sentence.text[: mention.start])
            if _ONE_OF_MANY.search(clause) or re.search(r"调整|原|上一轮|修订", whole):
                continue
            subject = subject_of(clause) or _noun_behind(sentence, mention)
            if len(subject) >= _SHORTEST:
                yield _Count(mention.figure, subject, _told_years(sentence, mention), bool(_YEARLY.search(whole)))


def _is_limit(figure: Figure) -> bool:
    quantity = figure.quantity
    counts = (quantity.dimension or "").startswith("count")
    return counts and quantity.relation in (Relation.LE, Relation.LT) and not quantity.approximate


def _table_counts(grids: Sequence[Grid], wanted: Iterable[str]) -> Iterator[_Count]:
    for grid in grids:
        heads = {head.at: head for head in grid.heads}
        lines = {line.at: line for line in grid.lines}
        several = len({year for line in (*grid.lines, *grid.heads) for year in _years(line.labels)})
        for (at, column), value in grid.values.items():
            if at in lines and column in heads and _is_number(value):
                labels = (*lines[at].labels, *heads[column].labels)
                subject = _counted(labels, wanted)
                years = _years((*labels, grid.table.caption, *reversed(value.figure.place.headings)))
                whole = several and any(_WHOLE.search(squeeze(label)) for label in labels)
                if subject and not (whole and len(years) < several):
                    yield _Count(value.figure, subject, years)


def _is_number(value: Value) -> bool:
    counts = value.dimension is None or value.dimension.startswith("count")
    return counts and value.number == value.number.to_integral_value() and not value.figure.quantity.approximate


def _counted(texts: Iterable[str], wanted: Iterable[str]) -> str:
    """The class that a cell counts, where its other labels say nothing but the year and that it is a number of things."""
    labels = [squeeze(label) for label in texts]
    own = [(label, subject_of(label)) for label in labels]
    found = {subject for label, subject in own if subject in wanted and not _ONE_OF_MANY.search(label)}
    rest = [label for label, subject in own if subject not in found]
    rest = [plain for label in rest if (plain := _PERIOD.sub("", label)) not in _STUB]
    if len(found) != 1 or not all(map(_COUNTED.match, rest)):
        return ""
    said = bool(rest) or any(
        subject in found and _GIVES.search(label) and label.endswith(("数", "数量")) for label, subject in own
    )
    return found.pop() if said else ""


def _text_counts(sentences: Sequence[Sentence], wanted: Iterable[str]) -> Iterator[_Count]:
    for sentence in sentences:
        if sentence.reported or sentence.place.table is not None:
            continue
        for mention in sentence.mentions:
            clause = squeeze(sentence.clause(mention))
            if not is_count(mention) or not is_level(mention) or not _GIVES.search(clause):
                continue
            if mention.quantity.approximate or _NOT_DONE.search(clause) or _ONE_OF_MANY.search(clause):
                continue
            subject = subject_of(clause) or _noun_behind(sentence, mention)
            if subject in wanted:
                yield _Count(mention.figure, subject, _told_years(sentence, mention))


def _noun_behind(sentence: Sentence, mention: Mention) -> str:
    """What a count is of where its name follows it: 支持不超过3个概念验证中心."""
    found = re.match(r"[\u4e00-\u9fff]{2,16}", squeeze(sentence.after(mention, 18)))
    return subject_of(found[0]) if found else ""


def subject_of(label: str) -> str:
    """Return what is counted, without the words for supporting and counting: 支持概念验证中心数量 → 概念验证中心."""
    return _TAIL.sub("", _FILLER.sub("", _NUMBERING.sub("", squeeze(label))))


def _years(texts: Iterable[str]) -> frozenset[int]:
    """The years that the nearest text names, a span with all of its years."""
    for text in texts:
        years: set[int] = set()
        for found in _YEARS.finditer(squeeze(text)):
            first, last = int(found[1]), int(found[2] or found[1])
            years |= set(range(first, last + 1)) if last - first < 20 else {first, last}
        if years:
            return frozenset(years)
    return frozenset()


def _told_years(sentence: Sentence, mention: Mention) -> frozenset[int]:
    pieces = re.split(r"[，,；;。]", sentence.text[: mention.start])
    return _years((*reversed(pieces), *reversed(sentence.place.headings)))


def _made(done: _Count, limit: _Count) -> Recomputation:
    quantity = limit.figure.quantity
    high = quantity.value
    number = done.figure.quantity.value
    holds = number < high if quantity.relation is Relation.LT else number <= high
    sign = "未超过" if holds else "超过"
    years = sorted(done.years)
    period = "" if not years else f"{years[0]}年" if len(years) == 1 else f"{years[0]}—{years[-1]}年"
    return Recomputation(
        kind=RecomputationKind.LIMIT,
        printed=done.figure,
        operands=(limit.figure,),
        expression=f"实际 {shown(done.figure)}，{sign}上限 {squeeze(quantity.text)}",
        expected=Interval(Decimal(0), high),
        holds=holds,
        confidence=0.85,
        label=f"{period}{done.subject}",
    )
