"""Totals in tables: rows and columns headed 合计/小计/总计, 其中 breakdowns, and totals that only their pattern shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from docaudit.model import Interval, Recomputation, RecomputationKind
from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.pools import LATTER, Pool, children_of, codes_of, pools_of, total_word_of
from docaudit.recompute.values import Value, decimals_of, digits_text, like, misfit, shown, total
from docaudit.recompute.words import (
    is_less,
    is_of_which,
    is_stock,
    is_weak_total,
    never_summed,
    squeeze,
)

_MAX_SHOWN = 8
_MANY = 3
_FEW = 8
_CODED = "codes"
"""Subjects by their codes: the level below a class is all of it."""


@dataclass(frozen=True, slots=True)
class _Trial:
    """One total figure against one pool."""

    head: Line
    printed: Value
    operands: tuple[Value, ...]
    span: Interval
    sum: Decimal

    @property
    def holds(self) -> bool:
        return self.span.meets(self.printed.span)

    @property
    def exact(self) -> bool:
        return self.sum == self.printed.number

    @property
    def off(self) -> Decimal:
        return self.printed.number - self.sum


def sums(grid: Grid) -> Iterator[Recomputation]:
    """Recompute every total of the grid, both ways up; `holds` where any admissible reading of the hierarchy fits."""
    found = list(_sums(grid))
    exact = sum(r.holds and _is_exact(r) and len(r.operands) >= 2 for r in found if r.kind is RecomputationKind.SUM)
    for relation in found:
        if exact >= _MANY and relation.holds and relation.kind is RecomputationKind.SUM and _beyond_rounding(relation):
            yield replace(relation, holds=False, confidence=0.7)
        else:
            yield relation


def _is_exact(relation: Recomputation) -> bool:
    return misfit(relation) == 0 and relation.printed.quantity.number != 0


def _beyond_rounding(relation: Recomputation) -> bool:
    """Whether a sum is two units of the last digit off, in a table whose other sums are right to the last digit."""
    quantity = relation.printed.quantity
    unit = Decimal(1).scaleb(-decimals_of(quantity)) * quantity.factor
    same = all(decimals_of(f.quantity) == decimals_of(quantity) for f in relation.operands)
    return same and len(relation.operands) <= _FEW and abs(misfit(relation)) >= 2 * unit


def _sums(grid: Grid) -> Iterator[Recomputation]:
    for view in (grid, grid.turn()):
        codes = codes_of(view)
        for line in view.lines:
            word = total_word_of(line)
            if word is not None:
                yield from _totals(view, line, word, weak=False)
            elif any(is_weak_total(label) for label in line.labels[-1:]):
                yield from _totals(view, line, "", weak=True)
            elif children := children_of(view, line, codes):
                coded = line.at in codes and all(own.at in codes for own in children)
                name = _CODED if coded else "children"
                yield from _totals(view, line, "", weak=True, pools=[Pool(name, children)])
        yield from _breakdowns(view)


def _totals(
    grid: Grid, line: Line, word: str, *, weak: bool, pools: list[Pool] | None = None
) -> Iterator[Recomputation]:
    pools = [
        Pool(pool.name, tuple(own for own in pool.lines if _is_addend(grid, own)))
        for pool in pools or pools_of(grid, line, word, weak=weak)
    ]
    trials: dict[str, list[_Trial]] = {}
    by_head: dict[int, list[tuple[Pool, _Trial]]] = {}
    for head in grid.heads:
        printed = grid.values.get((line.at, head.at))
        if printed is None or _not_additive(grid, head, line):
            continue
        for pool in pools:
            trial = _trial(grid, head, printed, pool)
            if trial is not None:
                trials.setdefault(pool.name, []).append(trial)
                by_head.setdefault(head.at, []).append((pool, trial))
    support = {name: sum(t.holds and t.sum != 0 for t in tried) for name, tried in trials.items()}
    natural = max((n for name, n in support.items() if not name.startswith(LATTER)), default=0)
    for name in [n for n in trials if n.startswith(LATTER)]:
        if support[name] < _MANY or support[name] <= natural or 2 * support[name] <= len(trials[name]):
            del trials[name]
            by_head = {at: [(p, t) for p, t in tried if p.name != name] for at, tried in by_head.items()}
    held = {at for at, tried in by_head.items() if any(t.holds for _, t in tried)}
    seen: set[str] = set()
    for head in grid.heads:
        tried = by_head.get(head.at)
        if not tried or tried[0][1].printed.figure.id in seen:
            continue
        seen.add(tried[0][1].printed.figure.id)
        fitting = [(p, t) for p, t in tried if t.holds]
        if fitting:
            pool, trial = max(fitting, key=lambda item: (item[1].exact, support[item[0].name], -len(item[1].operands)))
            if weak and pool.name != _CODED and support[pool.name] < 2 and not _telling(trial):
                continue
            yield _recomputation(line, trial, holds=True, confidence=1.0)
            continue
        pool, trial = max(tried, key=lambda item: (support[item[0].name], -abs(item[1].off), -len(item[1].operands)))
        if _amid(trial) or (grid.turned and _takes_away(grid, head, pool) and not _adds(grid, pool, trials[pool.name])):
            continue
        proven = pool.name == _CODED or support[pool.name] >= 2 or any(_telling(t) for t in trials[pool.name])
        confidence = _confidence(trial, len(held), len(by_head), weak=weak, proven=proven)
        if confidence > 0:
            yield _recomputation(line, trial, holds=False, confidence=confidence)


def _confidence(trial: _Trial, held: int, columns: int, *, weak: bool, proven: bool) -> float:
    """How sure it is that the papers meant this sum: a very large difference means that they did not."""
    size = max(abs(trial.printed.number), abs(trial.sum))
    share = abs(trial.off) / size if size else Decimal(0)
    if weak:
        return 0.85 if proven and share < Decimal("0.5") else 0.0
    if held:
        return 0.97 if share < Decimal("0.5") else 0.9
    if columns == 1:
        return 0.95 if share < Decimal("0.2") else 0.8 if share < Decimal("0.5") else 0.0
    return 0.75 if share < Decimal("0.2") and columns == 2 else 0.0


def _takes_away(grid: Grid, head: Line, pool: Pool) -> bool:
    """Whether a row total stands beside deductions: what is added and taken away is weighed by the rows together."""
    found = (grid.values.get((own.at, head.at)) for own in pool.lines if is_less(own.label))
    return any(value is not None and value.number for value in found)


def _adds(grid: Grid, pool: Pool, tried: list[_Trial]) -> bool:
    """Whether most rows add what only sounds like a deduction: 经费使用 among the points of a score."""
    telling = [t for t in tried if _takes_away(grid, t.head, pool)]
    held = sum(t.holds for t in telling)
    return held >= _MANY and 2 * held > len(telling)


def _amid(trial: _Trial) -> bool:
    """Whether a total lies among its terms, three or more above zero: then it is their mean."""
    numbers = [v.number for v in trial.operands if v.number]
    return len(numbers) >= _MANY and min(numbers) > 0 and min(numbers) <= trial.printed.number <= max(numbers)


def _telling(trial: _Trial) -> bool:
    """Whether a sum fits that could hardly fit by chance: three terms or more, four digits or more, to the last one."""
    return trial.exact and len([v for v in trial.operands if v.number]) >= 3 and trial.printed.digits >= 4


def _not_additive(grid: Grid, head: Line, line: Line) -> bool:
    if grid.turned:
        return never_summed(head.label, of_row=True) or any(never_summed(label, of_row=False) for label in line.labels)
    return any(never_summed(label, of_row=False) for label in head.labels) or never_summed(line.label, of_row=True)


def _is_addend(grid: Grid, line: Line) -> bool:
    if grid.turned:
        return not is_stock(line.label) and not never_summed(line.label, of_row=False)
    return not never_summed(line.label, of_row=True)


def _trial(grid: Grid, head: Line, printed: Value, pool: Pool) -> _Trial | None:
    if printed.is_ratio or printed.dimension == "point":
        return None
    found: list[Value] = []
    seen: set[str] = {printed.figure.id}
    for line in pool.lines:
        value = grid.values.get((line.at, head.at))
        if value is not None and value.figure.id not in seen:
            seen.add(value.figure.id)
            found.append(value)
    operands = [v for v in found if _addable(v, printed)]
    if len(operands) < 2:
        return None
    return _Trial(
        head, printed, tuple(operands), total(v.span for v in operands), sum((v.number for v in operands), Decimal(0))
    )


def _addable(value: Value, printed: Value) -> bool:
    """Whether a figure measures what the total does; a bare number beside 合计（项） is a count as well."""
    if value.dimension == printed.dimension:
        return True
    return value.dimension is None and (printed.dimension or "").startswith("count")


def _breakdowns(grid: Grid) -> Iterator[Recomputation]:
    """A part named by 其中 is not more than its whole, which is the line before it."""
    for i, line in enumerate(grid.lines):
        if not any(is_of_which(label) for label in line.labels) or i == 0:
            continue
        whole = next(
            (own for own in reversed(grid.lines[:i]) if not any(is_of_which(label) for label in own.labels)), None
        )
        if whole is None:
            continue
        for head in grid.heads:
            big, small = grid.values.get((whole.at, head.at)), grid.values.get((line.at, head.at))
            if big is None or small is None or big.figure.id == small.figure.id or _not_additive(grid, head, whole):
                continue
            if big.dimension != small.dimension or big.is_ratio:
                continue
            holds = not (small.span.low is not None and big.span.high is not None and small.span.low > big.span.high)
            sign = "≤" if holds else "＞"
            yield Recomputation(
                kind=RecomputationKind.PART_WHOLE,
                printed=small.figure,
                operands=(big.figure,),
                expression=f"{squeeze(line.label)} {shown(small.figure)} {sign} {squeeze(whole.label)} {shown(big.figure)}",
                expected=Interval(None, big.span.high),
                holds=holds,
                confidence=0.9,
                label=f"{squeeze(whole.label)}{_of(head)}",
            )


def _of(head: Line) -> str:
    return f"（{head.title}）" if head.title else ""


def _recomputation(line: Line, trial: _Trial, *, holds: bool, confidence: float) -> Recomputation:
    operands = sorted(trial.operands, key=lambda v: (v.figure.place.row or 0, v.figure.place.column or 0))
    label = f"{line.title or '合计'}{_of(trial.head)}"
    return Recomputation(
        kind=RecomputationKind.SUM,
        printed=trial.printed.figure,
        operands=tuple(v.figure for v in operands),
        expression=sum_text(operands, trial.printed, trial.sum),
        expected=trial.span,
        holds=holds,
        confidence=confidence,
        label=label,
    )


def sum_text(operands: list[Value], printed: Value, result: Decimal) -> str:
    """Write a sum: 10 + 12 + 8 = 30，表中为 31; a long one with its first and last terms."""
    quantity = printed.figure.quantity
    same = all(v.figure.quantity.factor == quantity.factor for v in operands)
    terms = [digits_text(v.figure.quantity) if same else shown(v.figure) for v in operands]
    if len(terms) > _MAX_SHOWN:
        terms = [*terms[:3], "…", *terms[-2:]]
        prefix = f"{len(operands)}项之和 "
    else:
        prefix = ""
    return f"{prefix}{' + '.join(terms)} = {like(result, quantity, unit=not same)}，表中为 {shown(printed.figure) if not same else digits_text(quantity)}"
