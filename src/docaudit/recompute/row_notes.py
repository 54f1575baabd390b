"""What the text below a table says of its rows: 高于全市平均的县区有3个, 研发强度5%以上的企业2家, 前三类合计1965件, 最高与最低相差34.5分."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Interval, Part, Place, Recomputation, RecomputationKind, Relation, Table
from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.prose import Mention, Sentence, bigrams, is_count, is_level, is_percent
from docaudit.recompute.values import Value, plain, shown
from docaudit.recompute.words import is_weak_total, squeeze, total_word

_K = RecomputationKind
_ALL_ROWS = re.compile(r"^(?:全[市省县区州国院校]|平均值?|均值|总体|[\u4e00-\u9fff]{0,4}平均(?:水平|值)?)$")
_MEAN = re.compile(r"(?P<way>高于|超过|优于|低于|不及|未达到?)(?P<base>全[市省县区州院校](?:平均)?|平均|总体|均值)")
_UNDER = re.compile(r"低于|不及|未达")
_FIRST = re.compile(r"前(?P<n>[两二三四五六七八九十]|\d{1,2})(?:大?[类项个名位家大种]|县|区|市)")
_FIRST_SUM = re.compile(r"(?:合计|共计|总计|一共|之和|共|计|相加)(?:受理|发生|完成|实现|为|达|有)*$")
_GAP = re.compile(r"最[高大多].{0,14}最[低小少].{0,12}(?:相差|差距|差值|极差|高出?|差|低)(?:了|为|达|出)?$")
_OTHER = re.compile(r"上年|去年|累计|同比|环比|增长|增加|减少|下降|提高|连续|目标|计划|其余|另|其中|尚|未通过")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NEAR = 3
_CLOSE = Decimal("0.1")
_BEHIND, _AHEAD = 4, 2
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class _Near:
    """A grid that a sentence may be about; `above` when it stands right before it."""

    grid: Grid
    words: frozenset[str]
    """The pairs of characters of its caption, its stub head and the labels of its rows."""


def row_notes(part: Part, grids: Sequence[Grid], sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Compare such statements with the rows of the table that stands above."""
    near = _near(part, grids)
    for sentence in sentences:
        if sentence.reported or sentence.place.table is not None:
            continue
        for one in near.get(_spot(sentence.place), ()):
            for mention in sentence.mentions:
                made = (
                    _counted(one, sentence, mention) or _firsts(one, sentence, mention) or _gap(one, sentence, mention)
                )
                if made is not None:
                    yield made


def _spot(place: Place) -> tuple[object, ...]:
    return place.page, place.paragraph, place.sheet, place.where


def _near(part: Part, grids: Sequence[Grid]) -> dict[tuple[object, ...], list[_Near]]:
    """The grid right above every paragraph, up to a few paragraphs on; nothing for a table with several grids."""
    by_table: dict[int, list[Grid]] = {}
    for grid in grids:
        if not grid.turned:
            by_table.setdefault(grid.table.index, []).append(grid)
    found: dict[tuple[object, ...], list[_Near]] = {}
    last: list[_Near] = []
    since = 0
    for block in part.blocks:
        if isinstance(block, Table):
            own = by_table.get(block.index, [])
            last, since = [_Near(own[0], _words(own[0]))] if len(own) == 1 else [], 0
            continue
        since += 1
        if last and since <= _BEHIND:
            found.setdefault(_spot(block.place), last)
    return found


def _words(grid: Grid) -> frozenset[str]:
    stub = "".join(squeeze(cell.text) for cell in grid.table.rows[0][:2])
    rows = "".join(squeeze(line.label) + "。" for line in grid.lines)
    return frozenset(bigrams(squeeze(grid.table.caption) + "。" + stub + "。" + rows))


def _rows(grid: Grid, head: Line) -> list[tuple[Line, Value]]:
    return [
        (line, value)
        for line, value in grid.column(head)
        if not any(map(total_word, line.labels))
        and not is_weak_total(line.label)
        and not _ALL_ROWS.match(squeeze(line.label))
    ]


def _column(one: _Near, clause: str, like: Mention | None) -> Line | None:
    """The one column that a clause is about: by the words of its head, of several years the last, or the only one."""
    heads = [h for h in one.grid.heads if len(_rows(one.grid, h)) >= _FEWEST]
    if like is not None:
        heads = [h for h in heads if _suits(one.grid, h, like)]
    said = bigrams(clause)
    most = max((len(bigrams(squeeze(h.label)) & said) for h in heads), default=0)
    best = [h for h in heads if len(bigrams(squeeze(h.label)) & said) == most]
    if len(best) > 1:
        years = {h.at: max(map(int, _YEAR.findall(h.title)), default=0) for h in best}
        last = max(years.values())
        best = [h for h in best if years[h.at] == last] if last and len(set(years.values())) == len(best) else []
    return best[0] if len(best) == 1 else None


def _suits(grid: Grid, head: Line, like: Mention) -> bool:
    values = [v for _, v in _rows(grid, head)]
    if is_percent(like) or like.dimension == "ratio":
        return all(v.is_ratio for v in values)
    unit = like.quantity.unit
    same = all(v.dimension in (like.dimension, None) and not v.is_ratio for v in values)
    if unit is not None and all(v.dimension is None for v in values):
        return same and (
            unit.text in head.label
            or unit.text in grid.table.caption
            or len(grid.heads) == 1
            or (like.dimension or "").startswith(("score", "concentration"))
        )
    return same


def _counted(one: _Near, sentence: Sentence, mention: Mention) -> Recomputation | None:
    """研发强度在5%以上的企业有2家: how many rows are over or under a limit or the mean."""
    if not is_count(mention) or not is_level(mention) or mention.value is None or mention.quantity.approximate:
        return None
    clause = _clause(sentence, mention)
    if _OTHER.search(clause) or mention.quantity.value > len(one.grid.lines):
        return None
    bounds = [m for m in sentence.mentions if m is not mention and _is_bound(m) and _with(sentence, mention, m)]
    mean = _MEAN.search(clause)
    if len(bounds) == 1:
        head = _column(one, clause, bounds[0])
        span = _over(one.grid, head, bounds[0]) if head is not None else None
        said = shown(bounds[0].figure)
    elif mean is not None and not bounds:
        head = _column(one, clause, None)
        span = _around(one.grid, head, under=bool(_UNDER.search(mean["way"]))) if head is not None else None
        said = mean["base"]
    else:
        return None
    if head is None or span is None or not _names_rows(one, sentence, mention):
        return None
    least, most = span
    number = int(mention.quantity.value)
    holds = least <= number <= most
    if not holds and min(abs(number - least), abs(number - most)) > _NEAR:
        return None
    count = number if holds else most if number > most else least
    return _told(
        _K.COUNT_LIST,
        mention,
        (),
        f"表中{squeeze(head.label)}与{said}相比，符合的有 {count} 个，文中为 {shown(mention.figure)}",
        Interval(Decimal(least), Decimal(most)),
        squeeze(clause)[-16:],
        holds=holds,
    )


def _clause(sentence: Sentence, mention: Mention) -> str:
    """The clause of a figure, both sides of it."""
    tail = re.split(r"[，,。；;：:！？\n]", sentence.text[mention.end :])[0]
    return squeeze(sentence.clause(mention) + sentence.text[mention.start : mention.end] + tail)


def _is_bound(mention: Mention) -> bool:
    bound = mention.quantity.relation in (Relation.GE, Relation.GT, Relation.LE, Relation.LT)
    return bound and not mention.quantity.approximate


def _with(sentence: Sentence, mention: Mention, bound: Mention) -> bool:
    """Whether a bound and a count stand in one clause with nothing counted between them."""
    first, second = sorted((mention, bound), key=lambda m: m.start)
    between = sentence.text[first.end : second.start]
    return second.nth == first.nth + 1 and not re.search(r"[，,。；;：:、]", between) and bound.start < mention.start


def _over(grid: Grid, head: Line, bound: Mention) -> tuple[int, int]:
    rows = _rows(grid, head)
    limit = bound.quantity.value
    values = [v.number if v.dimension is not None else v.number * bound.quantity.factor for _, v in rows]
    above = bound.quantity.relation in (Relation.GE, Relation.GT)
    strict = sum(v > limit if above else v < limit for v in values)
    return strict, sum(v >= limit if above else v <= limit for v in values)


def _around(grid: Grid, head: Line, *, under: bool) -> tuple[int, int] | None:
    whole = [
        value
        for line, value in grid.column(head)
        if _ALL_ROWS.match(squeeze(line.label)) or (value.is_ratio and any(map(total_word, line.labels)))
    ]
    if len(whole) != 1:
        return None
    values = [v.number for _, v in _rows(grid, head)]
    count = sum(v < whole[0].number if under else v > whole[0].number for v in values)
    return count, count


def _names_rows(one: _Near, sentence: Sentence, mention: Mention) -> bool:
    """Whether what is counted are the rows of the table: 县区, 企业, 站点 in its stub, its caption or its labels."""
    stub = "".join(squeeze(cell.text)[-1:] for cell in one.grid.table.rows[0][:2])
    marks = set(stub + "".join(squeeze(line.label)[-1:] for line in one.grid.lines))
    unit = mention.quantity.unit
    noun = re.sub(r"[的有共仅为]", "", squeeze(sentence.text))
    return bool(bigrams(noun) & one.words) or (unit is not None and unit.text in marks)


def _firsts(one: _Near, sentence: Sentence, mention: Mention) -> Recomputation | None:
    """前三类合计1965件，占78.6%: the sum of the first rows, or of the largest, and its share of all."""
    said = _FIRST.search(squeeze(sentence.text[: mention.start]))
    if said is None or mention.value is None or mention.quantity.approximate or not _about(one, sentence):
        return None
    number = quantities.whole(said["n"])
    between = squeeze(sentence.text[: mention.start])[said.end() :]
    if re.search(r"[。；;]", between) or _OTHER.search(between):
        return None
    if is_percent(mention) and re.search(r"占(?!比重?[高低])", between) and between.count("占") == 1:
        return _share_of_firsts(one, sentence, mention, number)
    if not is_level(mention) or not _FIRST_SUM.search(between) or re.search(r"\d", between):
        return None
    sums = _sums(one, squeeze(sentence.text), mention, number)
    if sums is None:
        return None
    head, rows = sums
    fit = next(
        (chosen for chosen in rows if sum((v.number for v in chosen), Decimal(0)) == _own(mention, chosen)), None
    )
    chosen = fit or rows[0]
    added = sum((v.number for v in chosen), Decimal(0))
    if fit is None and abs(added - _own(mention, chosen)) > added * _CLOSE:
        return None
    terms = " + ".join(plain(v.figure.quantity.number) for v in chosen)
    return _told(
        _K.SUM,
        mention,
        tuple(chosen),
        f"{terms} = {plain(added / chosen[0].figure.quantity.factor)}，文中为 {shown(mention.figure)}",
        Interval(added, added),
        squeeze(said[0]) + squeeze(head.label),
        holds=fit is not None,
    )


def _about(one: _Near, sentence: Sentence) -> bool:
    """Whether a sentence is about the table: by its words, or by a unit that one of its heads names."""
    units = {m.quantity.unit.text for m in sentence.mentions if m.quantity.unit is not None}
    heads = [squeeze(head.label) for head in one.grid.heads]
    return bool(bigrams(sentence.text) & one.words) or any(
        f"（{u}）" in h or f"({u})" in h for u in units for h in heads
    )


def _own(mention: Mention, values: Sequence[Value]) -> Decimal:
    """The figure in the unit of the cells, which may be bare."""
    return (
        mention.quantity.value if values[0].dimension is not None else mention.quantity.value / mention.quantity.factor
    )


def _sums(one: _Near, said: str, like: Mention | None, number: int) -> tuple[Line, list[list[Value]]] | None:
    """The column, and the rows that the first so many may be: those on top, those that are largest."""
    levels = [h for h in one.grid.heads if not any(v.is_ratio for _, v in _rows(one.grid, h))]
    head = _column(one, said, like)
    if head is None and len(levels) == 1:
        head = levels[0]
    if head is None or head not in levels:
        return None
    rows = [v for _, v in _rows(one.grid, head)]
    if len(rows) <= number or number < 2:
        return None
    return head, [rows[:number], sorted(rows, key=lambda v: -v.number)[:number]]


def _share_of_firsts(one: _Near, sentence: Sentence, mention: Mention, number: int) -> Recomputation | None:
    sums = _sums(one, squeeze(sentence.text), None, number)
    if sums is None:
        return None
    head, rows = sums
    parts = [v for _, v in _rows(one.grid, head)]
    wholes = {v.number for line, v in one.grid.column(head) if any(map(total_word, line.labels))}
    whole = wholes.pop() if len(wholes) == 1 else sum((v.number for v in parts), Decimal(0))
    if not whole:
        return None
    printed = quantities.interval(mention.quantity, exact=False)
    shares = [sum((v.number for v in chosen), Decimal(0)) / whole for chosen in rows]
    fit = next((k for k, share in enumerate(shares) if Interval(share, share).meets(printed)), None)
    k = fit or 0
    if fit is None and abs(shares[k] - mention.quantity.value) > _CLOSE:
        return None
    return _told(
        _K.SHARE,
        mention,
        tuple(rows[k]),
        f"前{number}项合计 ÷ {plain(whole)} = {plain((shares[k] * 100).quantize(Decimal('0.01')))}%，文中为 {shown(mention.figure)}",
        Interval(shares[k], shares[k]),
        f"前{number}项占比（{squeeze(head.label)}）",
        holds=fit is not None,
    )


def _gap(one: _Near, sentence: Sentence, mention: Mention) -> Recomputation | None:
    """最高分与最低分相差34.5分: the distance between the ends of a column."""
    lead = re.split(r"[。；;]", squeeze(sentence.text[: mention.start]))[-1]
    found = _GAP.search(lead)
    if found is None or mention.quantity.approximate or re.search(r"\d", found[0]):
        return None
    point = mention.dimension == "point"
    heads = [
        h
        for h in one.grid.heads
        if len(_rows(one.grid, h)) >= _FEWEST and all(v.is_ratio for _, v in _rows(one.grid, h)) is point
    ]
    said = bigrams(lead)
    named = [h for h in heads if bigrams(squeeze(h.label)) & said] or heads
    if len(named) != 1:
        return None
    values = [v for _, v in _rows(one.grid, named[0])]
    high, low = max(values, key=lambda v: v.number), min(values, key=lambda v: v.number)
    gap = high.figure.quantity.number - low.figure.quantity.number
    printed = mention.quantity.number * mention.quantity.multiplier
    holds = abs(gap - printed) <= Decimal(1).scaleb(-high.decimals) if point else gap == printed
    if not holds and abs(gap - printed) > max(gap, printed) * _CLOSE:
        return None
    return _told(
        _K.DIFFERENCE,
        mention,
        (high, low),
        f"{shown(high.figure)} − {shown(low.figure)} = {plain(gap)}，文中为 {shown(mention.figure)}",
        None,
        squeeze(lead)[-14:],
        holds=holds,
    )


def _told(
    kind: RecomputationKind,
    mention: Mention,
    values: Sequence[Value],
    expression: str,
    expected: Interval | None,
    label: str,
    *,
    holds: bool,
) -> Recomputation:
    return Recomputation(
        kind=kind,
        printed=mention.figure,
        operands=tuple(v.figure for v in values),
        expression=expression,
        expected=expected,
        holds=holds,
        confidence=0.82,
        label=label,
    )
