"""Totals in tables: rows and columns headed 合计/小计/总计, 其中 breakdowns, and totals that only their pattern shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from docaudit.model import Interval, Recomputation, RecomputationKind
from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.values import Value, digits_text, like, shown, total
from docaudit.recompute.words import (
    is_of_which,
    is_stock,
    is_weak_total,
    never_summed,
    numbering,
    squeeze,
    total_of,
    total_word,
)

_MAX_SHOWN = 8
_RANK = {"小计": 1, "合计": 2, "共计": 2, "总和": 2, "总分": 2, "总得分": 2, "总计": 3}


@dataclass(frozen=True, slots=True)
class Pool:
    """Lines that together may make up a total, and how that reading is called."""

    name: str
    lines: tuple[Line, ...]


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
    for view in (grid, grid.turn()):
        for line in view.lines:
            word = _total_word(line)
            if word is not None:
                yield from _totals(view, line, word, weak=False)
            elif any(is_weak_total(label) for label in line.labels[-1:]):
                yield from _totals(view, line, "", weak=True)
        yield from _breakdowns(view)


def _total_word(line: Line) -> str | None:
    return next((word for label in reversed(line.labels) if (word := total_word(label))), None)


def _totals(grid: Grid, line: Line, word: str, *, weak: bool) -> Iterator[Recomputation]:
    pools = list(_pools(grid, line, word, weak=weak))
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
            if weak and support[pool.name] < 2 and not _telling(trial):
                continue
            yield _recomputation(grid, line, trial, holds=True, confidence=1.0)
            continue
        pool, trial = max(tried, key=lambda item: (support[item[0].name], -abs(item[1].off), -len(item[1].operands)))
        proven = support[pool.name] >= 2 or any(_telling(t) for t in trials[pool.name])
        confidence = _confidence(trial, len(held), len(by_head), weak=weak, proven=proven)
        if confidence > 0:
            yield _recomputation(grid, line, trial, holds=False, confidence=confidence)


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
    found: list[Value] = []
    seen: set[str] = {printed.figure.id}
    for line in pool.lines:
        value = grid.values.get((line.at, head.at))
        if value is not None and value.figure.id not in seen and _is_addend(grid, line):
            seen.add(value.figure.id)
            found.append(value)
    operands = [v for v in found if v.dimension == printed.dimension]
    if len(operands) < 2 or printed.is_ratio:
        return None
    return _Trial(head, printed, tuple(operands), total(v.span for v in operands), sum(v.number for v in operands))


def _pools(grid: Grid, line: Line, word: str, *, weak: bool) -> Iterator[Pool]:
    """Every set of lines that may make up the total, the most natural first."""
    at = next(i for i, own in enumerate(grid.lines) if own.at == line.at)
    above, below = grid.lines[:at], grid.lines[at + 1 :]
    rest = _rest(line)
    plain_above = [own for own in above if not _total_word(own)]
    plain_below = [own for own in below if not _total_word(own)]
    last = max((i for i, own in enumerate(above) if _total_word(own)), default=-1)
    next_total = next((i for i, own in enumerate(below) if _total_word(own)), len(below))
    rank = _RANK.get(word, 2)
    parts_above = [own for own in above if (w := _total_word(own)) and _RANK.get(w, 2) <= rank]
    parts_below = [own for own in below if (w := _total_word(own)) and _RANK.get(w, 2) <= rank]
    shared = (
        [own for own in grid.lines if own.at != line.at and not _total_word(own) and _shares(own, rest)] if rest else []
    )
    runs: list[tuple[str, list[Line]]] = []
    if shared:
        runs.append(("shared", shared))
    runs += [
        ("since", list(above[last + 1 :])),
        ("above", plain_above),
        ("until", list(below[:next_total])),
        ("below", plain_below),
        ("all", plain_above + plain_below),
    ]
    if len(parts_above) >= 1:
        runs.append(("subtotals", parts_above))
        runs.append(("subtotals+since", parts_above + list(above[last + 1 :])))
        runs.append(("subtotals+loose", parts_above + _loose(above)))
        own = [p for p in parts_above if _RANK.get(_total_word(p) or "", 2) < rank]
        runs.append(("lower", own))
    if len(parts_below) >= 1:
        runs.append(("subtotals below", parts_below))
        runs.append(("subtotals below+loose", parts_below + _loose(below)))
    if weak:
        for size in range(2, min(len(below), 6) + 1):
            runs.append((f"next {size}", list(below[:size])))
        for size in range(2, min(len(above), 6) + 1):
            runs.append((f"last {size}", list(above[-size:])))
    seen: set[tuple[int, ...]] = set()
    for name, lines in runs:
        for variant, kept in _variants(lines):
            key = tuple(own.at for own in kept)
            if len(key) >= 2 and key not in seen:
                seen.add(key)
                yield Pool(f"{name}/{variant}", kept)


def _rest(line: Line) -> tuple[str, ...]:
    """What the labels of a total line say besides 合计: the group it is the total of."""
    rest = [squeeze(label) for label in line.labels if not total_word(label)]
    rest += [what for label in line.labels if (what := total_of(label))]
    return tuple(rest)


def _shares(line: Line, rest: tuple[str, ...]) -> bool:
    own = {squeeze(label) for label in line.labels}
    return any(label in own for label in rest)


def _loose(lines: Iterable[Line]) -> list[Line]:
    """Lines that belong to no group which has a subtotal of its own."""
    lines = list(lines)
    groups = {key for own in lines if _total_word(own) for key in own.keys[:1] if len(own.keys) > 1}
    return [own for own in lines if not _total_word(own) and not (own.keys and own.keys[0] in groups)]


def _variants(lines: list[Line]) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """The lines as they stand, without 其中 and its followers, and by levels of numbering or indentation."""
    yield "all", tuple(lines)
    marks = [i for i, own in enumerate(lines) if any(is_of_which(label) for label in own.labels)]
    if marks:
        for followers in range(7):
            dropped = {i + k for i in marks for k in range(followers + 1)}
            yield f"其中{followers}", tuple(own for i, own in enumerate(lines) if i not in dropped)
        first = {key for i in marks for key in lines[i].keys[:1]}
        yield "其中组", tuple(own for own in lines if not (own.keys and own.keys[0] in first))
    levels = [numbering(own.label) for own in lines]
    kinds = list(dict.fromkeys(level for level in levels if level is not None))
    if kinds:
        for k, kind in enumerate(kinds[:3]):
            yield f"级{kind}", tuple(own for own, level in zip(lines, levels, strict=True) if level == kind)
            if k:
                inner = set(kinds[k:])
                yield f"至级{kind}", tuple(own for own, lv in zip(lines, levels, strict=True) if lv not in inner)
        yield "未编号", tuple(own for own, level in zip(lines, levels, strict=True) if level is None)
        yield "末级", tuple(_leaves(lines, levels, kinds))
    indents = [_indent(own) for own in lines]
    if len(set(indents)) > 1:
        least = min(indents)
        yield "顶格", tuple(own for own, indent in zip(lines, indents, strict=True) if indent == least)
    heads = [len(own.labels) for own in lines]
    if len(set(heads)) > 1:
        least = min(heads)
        yield "外层", tuple(own for own, depth in zip(lines, heads, strict=True) if depth == least)
        yield "内层", tuple(own for own, depth in zip(lines, heads, strict=True) if depth > least)


def _leaves(lines: list[Line], levels: list[int | None], kinds: list[int]) -> Iterator[Line]:
    depth = {kind: i for i, kind in enumerate(kinds)}
    for i, own in enumerate(lines):
        here = levels[i]
        after = levels[i + 1] if i + 1 < len(lines) else None
        if here is not None and after is not None and depth[after] > depth[here]:
            continue
        if here is not None and after is None and i + 1 < len(lines) and here == kinds[0]:
            continue
        yield own


def _indent(line: Line) -> int:
    text = line.label.replace("\u3000", "  ")
    return len(text) - len(text.lstrip())


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
            if big is None or small is None or big.figure.id == small.figure.id:
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


def _recomputation(grid: Grid, line: Line, trial: _Trial, *, holds: bool, confidence: float) -> Recomputation:
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
