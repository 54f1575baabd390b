"""Columns (and rows) that are computed from others: 占比, 增速, 执行率, 完成率, 得分率, 差额, 平均, 单价."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import permutations

from docaudit import quantities
from docaudit.model import Interval, Recomputation, RecomputationKind
from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.values import RATIO, Value, decimals_of, digits_text, like, plain, shown, total
from docaudit.recompute.words import squeeze, total_word

_K = RecomputationKind
_KINDS: tuple[tuple[RecomputationKind, re.Pattern[str]], ...] = (
    (_K.EXECUTION_RATE, re.compile(r"执行率|支出率|资金使用率|到位率|预算完成率|支付率")),
    (_K.SCORE, re.compile(r"得分率")),
    (_K.COMPLETION_RATE, re.compile(r"完成率|完成比例|完成度|达成率|实现率|完成比")),
    (
        _K.GROWTH,
        re.compile(
            r"增长率|增速|增幅|增长$|增长[（(]%|同比|环比|增减率|变动率|增减幅度|变动幅度|偏差率|偏离度|增减[（(]%|变化率"
        ),
    ),
    (_K.SHARE, re.compile(r"占比|比重|构成比|比例|份额|占.{1,8}%|占总")),
    (_K.MEAN, re.compile(r"平均|人均|户均|均价|均值|单价|项均|家均|场均|篇均")),
    (
        _K.DIFFERENCE,
        re.compile(
            r"差额|差异|差距|增减额?|结余|结转|剩余|余额|增加额|净增|增长额|变动额|偏差$|偏差值|增加$|减少$|未支出|未执行"
        ),
    ),
)
_NOT_RATE = re.compile(r"得分$|分值|权重|原因|说明|措施")
_DEN = {
    _K.EXECUTION_RATE: re.compile(r"预算|计划|批复|下达|拨付|安排|到位|拨款"),
    _K.COMPLETION_RATE: re.compile(r"目标|指标值|计划|任务|考核|应|预期"),
    _K.SCORE: re.compile(r"分值|权重|满分|标准分|总分"),
}
_NUM = {
    _K.EXECUTION_RATE: re.compile(
        r"执行数|执行金额|执行额|支出|决算|实际使用|已使用|使用金额|支付|已执行|到位|执行情况"
    ),
    _K.COMPLETION_RATE: re.compile(r"完成值|实际|完成数|完成量|完成情况|已完成|实绩|达到|全年完成"),
    _K.SCORE: re.compile(r"得分|自评分|评分|评价分|实得"),
}
_ROW = re.compile(
    r"^(?:预算|资金|经费|项目|同比|环比|较上年|比上年|年|占)?(?:执行率|支出率|到位率|完成率|得分率|占比|比重|构成比|比例|增长率|增速|增幅|增长|增减|"
    r"同比|环比|增减率|变动率|平均.{0,4}|人均.{0,4}|户均.{0,4}|均价|单价|差额|差异|增减额|结余|结转结余|剩余|增加额|总额比重)(?:[（(][^（）()]{1,6}[)）])?$"
)
_LETTER = re.compile(r"[（(]([A-Za-z①-⑳])[)）]")
_FORMULA = re.compile(r"[（(=＝]?\s*([A-Za-z①-⑳])\s*([/÷])\s*([A-Za-z①-⑳])")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a figure is if one reading of the table is right."""

    operands: tuple[Value, ...]
    span: Interval
    number: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to read a computed column; `named` when the headers themselves say so."""

    words: str
    read: Callable[[Line], Reading | None]
    named: bool = False


def computed_columns(grid: Grid) -> Iterator[Recomputation]:
    """Recompute every computed column and row of the grid."""
    for view in (grid, grid.turn()):
        for head in view.heads:
            kind = _kind(head)
            if kind is not None and (not view.turned or _ROW.match(squeeze(head.label))):
                yield from _column(view, head, kind)


def _kind(head: Line) -> RecomputationKind | None:
    label = re.sub(r"[（(][^（）()]*[)）]$", "", squeeze(head.label)) if "得分" in head.label else squeeze(head.label)
    if not label or _NOT_RATE.search(label) or len(label) > 20:
        return None
    return next((kind for kind, pattern in _KINDS if pattern.search(label)), None)


def _column(grid: Grid, head: Line, kind: RecomputationKind) -> Iterator[Recomputation]:
    cells = [(line, value) for line, value in grid.column(head)]
    if not cells or (grid.turned and len(grid.heads) < 2):
        return
    candidates = list(_candidates(grid, head, kind))
    readings = [[(c, c.read(line)) for c in candidates] for line, _ in cells]
    fits = {
        c.words: sum(
            _agrees(value, reading, kind)
            for (_, value), tried in zip(cells, readings, strict=True)
            for own, reading in tried
            if own.words == c.words and reading is not None and not _trivial(value, reading)
        )
        for c in candidates
    }
    usable = {
        c.words: sum(r is not None for tried in readings for own, r in tried if own.words == c.words)
        for c in candidates
    }
    order = {c.words: i for i, c in enumerate(candidates)}
    leading = max(
        candidates, key=lambda c: (c.named or fits[c.words] > 0, fits[c.words], c.named, -order[c.words]), default=None
    )
    if leading is None:
        return
    named = [c for c in candidates if c.named]
    proven = fits[leading.words] >= 2 and fits[leading.words] * 2 >= usable[leading.words]
    if not proven and named:
        leading = max(named, key=lambda c: (fits[c.words], -order[c.words]))
    for (line, value), tried in zip(cells, readings, strict=True):
        reading = next((r for c, r in tried if c.words == leading.words), None)
        if reading is None:
            continue
        if _agrees(value, reading, kind):
            if proven or named or (_trivial(value, reading) is False and fits[leading.words] >= 1 and len(cells) <= 2):
                yield _made(grid, line, head, kind, value, reading, holds=True)
            continue
        if not (proven or (named and leading.named)):
            continue
        other = next(
            (c for c, r in tried if r is not None and c.named and c.words != leading.words and _agrees(value, r, kind)),
            None,
        )
        made = _made(grid, line, head, kind, value, reading, holds=False)
        if other is not None:
            if kind is _K.EXECUTION_RATE and not _has_formula(head):
                yield replace(made, holds=True)
                continue
            made = replace(made, alternative=f"按{other.words}计算则相符")
        confidence = 0.95 if proven else 0.85
        yield replace(made, confidence=confidence)


def _has_formula(head: Line) -> bool:
    return bool(_FORMULA.search(head.label))


def _agrees(value: Value, reading: Reading, kind: RecomputationKind) -> bool:
    """Whether a printed figure meets a reading; a percentage may be printed without its sign."""
    spans = [value.span]
    if (
        reading.number != 0
        and not value.is_ratio
        and kind in (_K.SHARE, _K.GROWTH, _K.EXECUTION_RATE, _K.COMPLETION_RATE, _K.SCORE)
    ):
        spans.append(_hundredth(value.span))
    if any(reading.span.meets(span) for span in spans):
        return True
    if kind is _K.COMPLETION_RATE and reading.number > 1:
        return any(span.meets(Interval(Decimal(1), Decimal(1))) for span in spans)
    if kind in (_K.GROWTH, _K.DIFFERENCE):
        mirrored = Interval(_minus(reading.span.high), _minus(reading.span.low))
        return any(mirrored.meets(span) for span in spans) and kind is _K.DIFFERENCE
    return False


def _minus(number: Decimal | None) -> Decimal | None:
    return None if number is None else -number


def _hundredth(span: Interval) -> Interval:
    return Interval(None if span.low is None else span.low / 100, None if span.high is None else span.high / 100)


def _trivial(value: Value, reading: Reading) -> bool:
    """0, 1 and 100% prove little."""
    return reading.number in (0, 1) or value.number in (0, 1, 100)


def _candidates(grid: Grid, head: Line, kind: RecomputationKind) -> Iterator[Candidate]:
    others = [h for h in grid.heads if h.at != head.at]
    if kind is _K.SHARE:
        yield from _share_candidates(grid, head, others)
        return
    if kind in _DEN:
        letters = _lettered(grid, head, others)
        if letters is not None:
            yield _quotient(grid, letters[0], letters[1], kind, named=True)
        nums = [h for h in others if _NUM[kind].search(squeeze(h.title)) and _kind(h) is None]
        dens = [h for h in others if _DEN[kind].search(squeeze(h.title)) and _kind(h) is None]
        pairs = [(a, b) for a in nums for b in dens if a.at != b.at and not _DEN_ONLY(a, b, kind)]
        pairs.sort(key=lambda p: (abs(p[0].at - head.at) + abs(p[1].at - p[0].at), p[1].at))
        for a, b in pairs[:12]:
            yield _quotient(grid, a, b, kind, named=True)
        if not pairs and letters is None and not grid.turned and kind is not _K.SCORE:
            return
        return
    amounts = [h for h in others if _kind(h) is None][:8]
    if kind is _K.GROWTH:
        for base in amounts:
            yield _lagged(grid, base, named=len(amounts) == 1)
    for a, b in permutations(amounts, 2):
        if kind is _K.GROWTH:
            yield _growth(grid, a, b, named=_adjacent_years(a, b) and len(amounts) == 2)
        elif kind is _K.DIFFERENCE:
            yield _difference(grid, a, b, named=_is_balance(head, a, b) and len(amounts) <= 3)
        else:
            yield _mean(grid, head, a, b, named=_is_unit_price(head, a, b))


def _DEN_ONLY(a: Line, b: Line, kind: RecomputationKind) -> bool:  # noqa: N802
    """A head that reads as both numerator and denominator serves only as what its last label says."""
    return bool(_DEN[kind].search(squeeze(a.label)) and not _NUM[kind].search(squeeze(a.label)))


def _lettered(grid: Grid, head: Line, others: list[Line]) -> tuple[Line, Line] | None:
    """Return numerator and denominator when the header writes its formula: 执行率（B/A）."""
    found = _FORMULA.search(head.label)
    if found is None:
        return None
    named: dict[str, Line] = {}
    for other in others:
        for mark in _LETTER.finditer(other.title):
            named.setdefault(mark[1].upper(), other)
    a, b = named.get(found[1].upper()), named.get(found[3].upper())
    return (a, b) if a is not None and b is not None else None


def _adjacent_years(a: Line, b: Line) -> bool:
    later, earlier = (re.search(r"(?:19|20)\d\d", squeeze(line.title)) for line in (a, b))
    if later and earlier:
        return int(later[0]) > int(earlier[0])
    now, then = squeeze(a.title), squeeze(b.title)
    return bool(re.search(r"本年|本期|当年|今年|决算", now) and re.search(r"上年|上期|去年|基期|上一年", then))


def _is_balance(head: Line, a: Line, b: Line) -> bool:
    plan = re.compile(r"预算|到位|收入|拨付|下达|批复|计划")
    used = re.compile(r"支出|执行|使用|决算|实际")
    label = squeeze(head.label)
    if re.search(r"结余|结转|剩余|余额|未支出|未执行", label):
        return bool(
            plan.search(squeeze(a.title)) and not used.search(squeeze(a.label)) and used.search(squeeze(b.title))
        )
    return False


def _is_unit_price(head: Line, a: Line, b: Line) -> bool:
    return bool(
        "单价" in squeeze(head.label)
        and re.search(r"金额|总价|合计|小计|经费|预算", squeeze(a.label))
        and re.search(r"数量|台套|件数|人数|套数|台数", squeeze(b.label))
    )


def _pair(grid: Grid, line: Line, a: Line, b: Line) -> tuple[Value, Value] | None:
    first, second = grid.bounds.get((line.at, a.at)), grid.bounds.get((line.at, b.at))
    if first is None or second is None or first.figure.id == second.figure.id or second.number == 0:
        return None
    return first, second


def _quotient(grid: Grid, a: Line, b: Line, kind: RecomputationKind, *, named: bool) -> Candidate:
    def read(line: Line) -> Reading | None:
        pair = _pair(grid, line, a, b)
        if pair is None or pair[0].dimension != pair[1].dimension or _zero(pair[1].span):
            return None
        x, y = pair
        span, number = quantities.div(x.span, y.span), x.number / y.number
        return Reading((x, y), span, number, f"{_term(x, y)} ÷ {_term(y, x)} = {_percent(number)}")

    return Candidate(f"{squeeze(a.title)}÷{squeeze(b.title)}", read, named)


def _growth(grid: Grid, a: Line, b: Line, *, named: bool) -> Candidate:
    def read(line: Line) -> Reading | None:
        pair = _pair(grid, line, a, b)
        if pair is None or pair[0].dimension != pair[1].dimension or _zero(pair[1].span):
            return None
        x, y = pair
        span = quantities.sub(quantities.div(x.span, y.span), Interval(Decimal(1), Decimal(1)))
        number = (x.number - y.number) / y.number
        return Reading((x, y), span, number, f"（{_term(x, y)} − {_term(y, x)}）÷ {_term(y, x)} = {_percent(number)}")

    return Candidate(f"{squeeze(a.title)}比{squeeze(b.title)}", read, named)


def _lagged(grid: Grid, base: Line, *, named: bool) -> Candidate:
    """Growth over the line before, where the lines are years that follow each other."""

    def read(line: Line) -> Reading | None:
        year = _year_of(line)
        before = next((own for own in grid.lines if year is not None and _year_of(own) == year - 1), None)
        now = grid.values.get((line.at, base.at))
        then = None if before is None else grid.values.get((before.at, base.at))
        if now is None or then is None or now.dimension != then.dimension or _zero(then.span):
            return None
        span = quantities.sub(quantities.div(now.span, then.span), Interval(Decimal(1), Decimal(1)))
        number = (now.number - then.number) / then.number
        text = f"（{_term(now, then)} − {_term(then, now)}）÷ {_term(then, now)} = {_percent(number)}"
        return Reading((now, then), span, number, text)

    return Candidate(f"{squeeze(base.title)}比上年", read, named)


def _year_of(line: Line) -> int | None:
    years = {int(found) for label in line.labels[-1:] for found in re.findall(r"(?:19|20)\d\d", label)}
    return years.pop() if len(years) == 1 else None


def _difference(grid: Grid, a: Line, b: Line, *, named: bool) -> Candidate:
    def read(line: Line) -> Reading | None:
        pair = _pair(grid, line, a, b)
        if pair is None or pair[0].dimension != pair[1].dimension:
            return None
        x, y = pair
        number = x.number - y.number
        text = f"{_term(x, y)} − {_term(y, x)} = {like(number, x.figure.quantity, unit=False)}"
        return Reading((x, y), quantities.sub(x.span, y.span), number, text)

    return Candidate(f"{squeeze(a.title)}−{squeeze(b.title)}", read, named)


def _mean(grid: Grid, head: Line, a: Line, b: Line, *, named: bool) -> Candidate:
    def read(line: Line) -> Reading | None:
        pair = _pair(grid, line, a, b)
        value = grid.values.get((line.at, head.at))
        if pair is None or value is None or pair[0].is_ratio or pair[1].is_ratio or _zero(pair[1].span):
            return None
        x, y = pair
        number = x.number / y.number
        span = quantities.div(x.span, y.span)
        text = f"{shown(x.figure)} ÷ {shown(y.figure)} = {like(number, value.figure.quantity)}"
        return Reading((x, y), span, number, text)

    return Candidate(f"{squeeze(a.title)}÷{squeeze(b.title)}", read, named)


def _share_candidates(grid: Grid, head: Line, others: list[Line]) -> Iterator[Candidate]:
    bases = [h for h in others if _kind(h) is None]
    bases.sort(key=lambda h: (h.at > head.at, abs(h.at - head.at)))
    for base in bases[:8]:
        wholes = [line for line in grid.lines if total_word(line.label) or any(map(total_word, line.labels))]
        for whole in wholes[-3:]:
            yield _share_of(grid, base, whole)
        yield _share_of_all(grid, base)
        for other in bases[:8]:
            if other.at != base.at:
                yield _quotient(grid, base, other, _K.SHARE, named=False)


def _share_of(grid: Grid, base: Line, whole: Line) -> Candidate:
    def read(line: Line) -> Reading | None:
        part, all_ = grid.values.get((line.at, base.at)), grid.values.get((whole.at, base.at))
        if part is None or all_ is None or part.dimension != all_.dimension or part.is_ratio or _zero(all_.span):
            return None
        number = part.number / all_.number
        text = f"{_term(part, all_)} ÷ {_term(all_, part)} = {_percent(number)}"
        return Reading((part, all_), quantities.div(part.span, all_.span), number, text)

    return Candidate(f"{squeeze(base.title)}占{squeeze(whole.title)}", read)


def _share_of_all(grid: Grid, base: Line) -> Candidate:
    parts = [v for line, v in grid.column(base) if not any(map(total_word, line.labels))]
    whole = total(v.span for v in parts)
    number = sum((v.number for v in parts), Decimal(0))
    mixed = len({v.dimension for v in parts}) != 1 or len(parts) < 2 or number == 0 or _zero(whole)

    def read(line: Line) -> Reading | None:
        part = grid.values.get((line.at, base.at))
        if mixed or part is None or part.is_ratio:
            return None
        share = part.number / number
        text = f"{digits_text(part.figure.quantity)} ÷ 各项之和 {like(number, part.figure.quantity, unit=False)} = {_percent(share)}"
        return Reading((part,), quantities.div(part.span, whole), share, text)

    return Candidate(f"{squeeze(base.title)}占各项之和", read)


def _zero(span: Interval) -> bool:
    return span.low is None or span.high is None or span.low <= 0 <= span.high


def _term(value: Value, other: Value) -> str:
    same = value.figure.quantity.factor == other.figure.quantity.factor
    return digits_text(value.figure.quantity) if same else shown(value.figure)


def _percent(number: Decimal) -> str:
    return plain((number * 100).quantize(Decimal("0.01"))) + "%"


def _made(
    grid: Grid, line: Line, head: Line, kind: RecomputationKind, value: Value, reading: Reading, *, holds: bool
) -> Recomputation:
    first, second = (head, line) if grid.turned else (line, head)
    return Recomputation(
        kind=kind,
        printed=value.figure,
        operands=tuple(v.figure for v in reading.operands),
        expression=f"{reading.text}，表中为 {shown(value.figure)}",
        expected=reading.span,
        holds=holds,
        label=f"{first.title or squeeze(second.title)}（{squeeze(second.label)}）"
        if first.title
        else squeeze(second.label),
    )


def percent_places(value: Value) -> int:
    """Return the decimals that a recomputed percentage should show beside a printed one."""
    return max(2, decimals_of(value.figure.quantity) if value.dimension == RATIO else 2)
