"""How a computed column may be read: which columns it divides, subtracts or compares, and what follows for each line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from docaudit import quantities
from docaudit.model import Interval, RecomputationKind
from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.values import Value, digits_text, like, plain, shown, total
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


def kind_of(head: Line) -> RecomputationKind | None:
    """Return what a header says that its column computes, or None."""
    label = re.sub(r"[（(][^（）()]*[)）]$", "", squeeze(head.label)) if "得分" in head.label else squeeze(head.label)
    if not label or _NOT_RATE.search(label) or len(label) > 20:
        return None
    return next((kind for kind, pattern in _KINDS if pattern.search(label)), None)


def has_formula(head: Line) -> bool:
    """Whether a header writes its formula: 执行率（B/A）."""
    return bool(_FORMULA.search(head.label))


def candidates(grid: Grid, head: Line, kind: RecomputationKind) -> Iterator[Candidate]:
    """Yield every way to read a computed column, the likelier first."""
    others = [h for h in grid.heads if h.at != head.at]
    if kind is _K.SHARE:
        yield from _share_candidates(grid, head, others)
        return
    if kind in _DEN:
        letters = _lettered(head, others)
        if letters is not None:
            yield _quotient(grid, letters[0], letters[1], named=True)
        nums = [h for h in others if _NUM[kind].search(squeeze(h.title)) and kind_of(h) is None]
        dens = [h for h in others if _DEN[kind].search(squeeze(h.title)) and kind_of(h) is None]
        pairs = [(a, b) for a in nums for b in dens if a.at != b.at and not _is_only_base(a, kind)]
        pairs.sort(key=lambda p: (abs(p[0].at - head.at) + abs(p[1].at - p[0].at), p[1].at))
        for a, b in pairs[:12]:
            yield _quotient(grid, a, b, named=True)
        if not pairs and letters is None and not grid.turned and kind is not _K.SCORE:
            return
        return
    amounts = [h for h in others if kind_of(h) is None][:8]
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


def _is_only_base(a: Line, kind: RecomputationKind) -> bool:
    """A head that reads as both numerator and denominator serves only as what its last label says."""
    return bool(_DEN[kind].search(squeeze(a.label)) and not _NUM[kind].search(squeeze(a.label)))


def _lettered(head: Line, others: list[Line]) -> tuple[Line, Line] | None:
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


def _quotient(grid: Grid, a: Line, b: Line, *, named: bool) -> Candidate:
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
    bases = [h for h in others if kind_of(h) is None]
    bases.sort(key=lambda h: (h.at > head.at, abs(h.at - head.at)))
    for base in bases[:8]:
        wholes = [line for line in grid.lines if total_word(line.label) or any(map(total_word, line.labels))]
        for whole in wholes[-3:]:
            yield _share_of(grid, base, whole)
        yield _share_of_all(grid, base)
        for other in bases[:8]:
            if other.at != base.at:
                yield _quotient(grid, base, other, named=False)


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
        if mixed or part is None or part.is_ratio or any(map(total_word, line.labels)):
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
