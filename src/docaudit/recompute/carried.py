"""Figures carried from one table to another: indicators by their code (D12), and summaries of the tables behind them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from docaudit.model import Figure, Interval, Recomputation, RecomputationKind
from docaudit.recompute.facts import content, likeness
from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.prose import Sentence
from docaudit.recompute.values import Value, digits_text, plain, shown, total
from docaudit.recompute.weights import score_heads, weight_heads
from docaudit.recompute.words import squeeze, total_word

_K = RecomputationKind
_CODE = re.compile(r"^([A-Z]\d{1,3}(?:[-.]\d{1,2})*)(?=[\u4e00-\u9fff、.．:：])")
_WEIGHT = re.compile(r"(?:权重分?|分值|满分|标准分)(?:为|是|共)?[:：]?$")
_SCORE = re.compile(r"(?:得分?|评分)(?:为|了|是)?[:：]?$")
_COUNT_HEAD = re.compile(r"(?:项目|平台|企业|机构|单位|课题|合同)?(?:个|家|项|件)?数(?:量)?(?:[（(].{1,2}[)）])?$")
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[)）]|\d+[.、．])")
_LEAST = 0.5
_SHARE_APART = Decimal("0.2")
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class _Coded:
    """A weight or a score of a coded indicator, with the table (or −1 for text) that states it."""

    code: str
    name: str
    role: str
    value: Value
    table: int


def carried(grids: Sequence[Grid], sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Compare what several tables, or a table and the text, state of one coded indicator or one group."""
    yield from _codes(grids, sentences)
    titles = _Titles(grids)
    for grid in grids:
        yield from _summary(grid, titles)


def _codes(grids: Sequence[Grid], sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    found = [*_coded_cells(grids), *_coded_text(sentences)]
    groups: dict[tuple[str, str], list[_Coded]] = {}
    for item in found:
        groups.setdefault((item.code, item.role), []).append(item)
    apart = _other_subjects(groups)
    for (code, role), items in groups.items():
        first = items[0]
        same = [i for i in items if (i.table, first.table) not in apart and _alike(first, i)]
        numbers = Counter(i.value.number for i in same)
        if len(same) < 2 or len(numbers) > 2 or len({i.value.figure.id for i in same}) < 2:
            continue
        most = max(numbers, key=lambda n: (numbers[n], n == first.value.number))
        odd = next((i for i in reversed(same) if i.value.number != most), None)
        printed = odd or same[-1]
        others = [i for i in same if i is not printed and (odd is None or i.value.number == most)]
        sign = "=" if odd is None else "≠"
        yield Recomputation(
            kind=_K.CONFLICT,
            printed=printed.value.figure,
            operands=tuple(i.value.figure for i in others),
            expression=f"{shown(others[0].value.figure)} {sign} {shown(printed.value.figure)}",
            expected=others[0].value.span,
            holds=odd is None,
            confidence=0.85,
            label=f"{code}{first.name}的{role}",
        )


def _alike(a: _Coded, b: _Coded) -> bool:
    return not a.name or not b.name or likeness(content(a.name), content(b.name)) >= _LEAST


def _other_subjects(groups: dict[tuple[str, str], list[_Coded]]) -> set[tuple[int, int]]:
    """Pairs of tables that use one set of codes for different subjects: too many of their figures differ."""
    shared: Counter[tuple[int, int]] = Counter()
    differing: Counter[tuple[int, int]] = Counter()
    for items in groups.values():
        for a in items:
            for b in items:
                if a.table != b.table:
                    shared[a.table, b.table] += 1
                    differing[a.table, b.table] += a.value.number != b.value.number
    return {pair for pair, n in shared.items() if differing[pair] > max(Decimal(1), n * _SHARE_APART)}


def _coded_cells(grids: Sequence[Grid]) -> Iterator[_Coded]:
    for grid in grids:
        scores = score_heads(grid)
        roles = [("分值", weight_heads(grid)[-1:])]
        if len(scores) == 1:
            role = "自评得分" if "自评" in scores[0].label else "得分"
            roles.append((role, scores))
        for line in grid.lines:
            label = squeeze(line.label)
            found = _CODE.match(label)
            if found is None:
                continue
            for role, heads in roles:
                for head in heads:
                    value = grid.values.get((line.at, head.at))
                    if value is not None and not value.is_ratio:
                        yield _Coded(found[1], label[found.end() :].strip("、.．:："), role, value, grid.table.index)


def _coded_text(sentences: Sequence[Sentence]) -> Iterator[_Coded]:
    """Weights and scores that a sentence states of the indicator whose code it, or its heading, starts with."""
    for sentence in sentences:
        if sentence.reported or sentence.place.table is not None:
            continue
        text = squeeze(sentence.text)
        heading = squeeze(sentence.place.headings[-1]) if sentence.place.headings else ""
        found = _CODE.match(text) or _CODE.match(heading)
        if found is None or len(set(re.findall(r"[A-Z]\d{1,3}", text)) - {found[1]}):
            continue
        name = re.split(r"[，,。；;：:（(\d]", found.string[found.end() :].strip("、.．:："))[0]
        for mention in sentence.mentions:
            lead = squeeze(sentence.before(mention, 10))
            if mention.value is None or mention.dimension != "score" or mention.quantity.approximate:
                continue
            if _WEIGHT.search(lead):
                yield _Coded(found[1], name, "分值", mention.value, -1)
            elif _SCORE.search(lead) and "扣" not in lead and "满" not in lead:
                yield _Coded(found[1], name, "自评得分" if "自评" in lead else "得分", mention.value, -1)


def _summary(grid: Grid, titles: _Titles) -> Iterator[Recomputation]:
    """A table whose rows are the titles of other tables: each column against the totals of those tables."""
    details = _details(grid, titles)
    if len(details) < 2:
        return
    for head in grid.heads:
        made = [m for line, detail in details if (m := _carried(grid, line, head, detail)) is not None]
        right = sum(m.holds for m in made)
        yield from (m for m in made if m.holds or (right and right >= len(made) - right))


def _details(grid: Grid, titles: _Titles) -> list[tuple[Line, Grid]]:
    if grid.turned:
        return []
    labels = {line.at: _NUMBERING.sub("", squeeze(line.label)) for line in grid.lines if not total_word(line.label)}
    times = Counter(labels.values())
    found = []
    for line in grid.lines:
        label = labels.get(line.at, "")
        if len(label) < _SHORTEST or times[label] > 1 or label not in titles.together:
            continue
        longer = [other for other in labels.values() if label in other and other != label]
        own = [g for g, title in titles.each if g.table is not grid.table and label in title]
        own = [g for g in own if not any(other in _title(g) for other in longer)]
        if len(own) == 1:
            found.append((line, own[0]))
    return found if len({d.table.index for _, d in found}) == len(found) else []


class _Titles:
    """The titles of all tables, each with its stretch of figures, and in one text to look a name up in at once."""

    def __init__(self, grids: Sequence[Grid]) -> None:
        self.each = [(grid, _title(grid)) for grid in grids]
        self.together = "\n".join(dict.fromkeys(title for _, title in self.each))


def _title(grid: Grid) -> str:
    return squeeze(grid.table.caption) + "|" + squeeze(grid.table.place.sheet or "")


def _carried(grid: Grid, line: Line, head: Line, detail: Grid) -> Recomputation | None:
    value = grid.values.get((line.at, head.at))
    if value is None or value.is_ratio:
        return None
    wanted = squeeze(re.sub(r"[（(][^（）()]*[)）]", "", head.label))
    same = [h for h in detail.heads if squeeze(re.sub(r"[（(][^（）()]*[)）]", "", h.label)) == wanted]
    if len(same) == 1:
        return _amount(value, line, head, detail, same[0])
    rows = [own for own in detail.lines if not any(map(total_word, own.labels)) and _filled(detail, own)]
    if same or not _COUNT_HEAD.fullmatch(squeeze(head.label)) or len(rows) < 2:
        return None
    if abs(value.number - len(rows)) > max(2, len(rows) // 4):
        return None
    return Recomputation(
        kind=_K.COUNT_LIST,
        printed=value.figure,
        operands=_figures(detail, rows[0])[:1],
        expression=f"表中为 {shown(value.figure)}，{_name(detail)}所列为 {len(rows)} 行",
        expected=Interval(Decimal(len(rows)), Decimal(len(rows))),
        holds=value.number == len(rows),
        confidence=0.82,
        label=f"{squeeze(line.label)}{squeeze(head.label)}",
    )


def _filled(grid: Grid, line: Line) -> bool:
    return any((line.at, head.at) in grid.values for head in grid.heads)


def _figures(grid: Grid, line: Line) -> tuple[Figure, ...]:
    return tuple(v.figure for head in grid.heads if (v := grid.values.get((line.at, head.at))) is not None)


def _amount(value: Value, line: Line, head: Line, detail: Grid, column: Line) -> Recomputation | None:
    cells = list(detail.column(column))
    totals = [v for own, v in cells if any(map(total_word, own.labels))]
    parts = [v for own, v in cells if not any(map(total_word, own.labels))]
    used = totals[-1:] or parts
    if not used or used[0].dimension != value.dimension:
        return None
    span, number = total(v.span for v in used), sum((v.number for v in used), Decimal(0))
    holds = span.meets(value.span)
    if not holds and abs(number - value.number) * 2 > max(number, value.number):
        return None
    factor = used[0].figure.quantity.factor
    told = digits_text(used[0].figure.quantity) if totals else plain(number / factor)
    return Recomputation(
        kind=_K.SUM,
        printed=value.figure,
        operands=tuple(v.figure for v in used),
        expression=f"{_name(detail)}合计 {told}，汇总表中为 {digits_text(value.figure.quantity)}",
        expected=span,
        holds=holds,
        confidence=0.85,
        label=f"{squeeze(line.label)}（{squeeze(head.label)}）",
    )


def _name(grid: Grid) -> str:
    number = re.match(r"附?表\s*[\d一二三四五六七八九十]+(?:[-－–.]\d+)?", squeeze(grid.table.caption))
    return number[0] if number else f"《{squeeze(grid.table.caption) or squeeze(grid.table.place.sheet or '')}》"
