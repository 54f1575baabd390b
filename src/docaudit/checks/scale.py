"""Amounts that have the same digits and differ by a power of ten that only a wrong unit explains."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from docaudit import quantities
from docaudit.checks.base import Case, Folder, Hit, Holds, Result, Scope, check, evidence, of_case, of_paper
from docaudit.model import Figure, Interval, Kind, Paper, Part, Recomputation, RecomputationKind, Relation

_SHIFTS = (Decimal(10000), Decimal(100000000), Decimal(1000))
_COMMON = frozenset(
    {"万元", "项目", "资金", "金额", "其中", "合计", "经费", "年度", "单位", "目标", "指标", "完成", "实际"}
)
_TOTAL = re.compile(r"总(?:投入|投资|经费|预算|额|金额)|(?:投资|经费|预算|资金)总额")
_WHEN = re.compile(r"[上下]半年|第?[一二三四1-4]季度|\d+月|年[末底初]|[全当本上每去前]年度?|期[末满初]|(?<=\d)年度?")
"""Says when, which amounts of all kinds have in common."""
_TOTALS = {"总额#1", "总额#2", "总额#3"}
"""The one total of a project goes by many names."""
_SURE_DIGITS = 5
_COARSE, _FINE = Decimal("0.1"), Decimal("0.0005")
"""How far the leading digits of one amount may be apart: of two digits, and of as many as are sure."""
_BY_UNIT = "疑为单位写错"
_SAID_ANYWAY = re.compile(r"[，,]?(?:(?:与所列数值|两处金额单位)相差(?P<times>\d+)?[^，,]*倍)?[，,]?疑为单位写错")
"""What the message says of every such pair itself, the number of times included."""


@dataclass(frozen=True, slots=True)
class _Amount:
    """An amount of money somewhere in the folder, with the words that name it and the project it belongs to."""

    figure: Figure
    stage: Kind
    project: str
    words: frozenset[str]
    digits: int
    span: Interval

    @property
    def value(self) -> Decimal:
        """The amount in 元."""
        return self.figure.quantity.value


@check(Scope.FOLDER, says=("label", "computation", "times"))
def unit_scale(folder: Folder, *, digits: int = 2) -> Iterator[Result]:
    """One amount is not stated 10³, 10⁴ or 10⁸ apart; `digits` are the significant digits that two amounts must share.

    Papers of different projects are compared only where five digits agree (a summary of several projects).
    """
    told: set[tuple[str, Decimal, Decimal]] = set()
    odd: set[tuple[str | None, str]] = set()
    owners = {part.id: case.project.id for case in folder.cases for part in case.project.parts}
    for _, shown in folder.by_paper(wrong_units):
        for part, printed, hit in shown:
            project = owners.get(part)
            if (project, printed) not in odd:
                odd.add((project, printed))
                yield replace(hit, project_id=project)
    spans: Counter[Interval] = Counter()
    for a, b in _pairs(folder, digits, spans):
        small, big = (a, b) if a.value <= b.value else (b, a)
        pair = (a.project, small.value, big.value)
        if pair in told or {(x.project, x.figure.quantity.text) for x in (a, b)} & odd or not _same_matter(a, b):
            continue
        if small.span.meets(big.span):
            if small.figure.quantity.factor != big.figure.quantity.factor and a.project == b.project:
                told.add(pair)
                where = tuple(evidence(x.figure, x.stage) for x in (small, big))
                yield Holds(f"{_shown(small.figure)} = {_shown(big.figure)}", where)
            continue
        times = next((s for s in _SHIFTS if quantities.times(small.span, s).meets(big.span)), None)
        if times is not None:
            told.add(pair)
            yield _hit(small, big, times, spans)


@of_paper
def wrong_units(paper: Paper) -> Iterator[tuple[str, str, Hit]]:
    """Yield the relations of one paper that hold once a unit is changed: part, printed figure, what is said of it."""
    for part in paper.parts:
        for relation in part.recomputations:
            if relation.kind is RecomputationKind.CONFLICT and not relation.holds and _BY_UNIT in relation.alternative:
                yield part.id, relation.printed.quantity.text, _by_relation(part, relation)


@of_case
def money(case: Case) -> Iterator[_Amount]:
    """Yield the amounts of money of one project, in reading order."""
    for part in case.project.parts:
        for figure in part.figures:
            amount = _amount(figure, part.kind, case.project.id)
            if amount is not None:
                yield amount


def _by_relation(part: Part, relation: Recomputation) -> Hit:
    """An amount whose unit another relation of its paper shows to be wrong: a share, a list, the same amount again."""
    figures = (relation.printed, *relation.operands)
    return Hit(
        evidence=tuple(evidence(figure, part.kind) for figure in figures[:4]),
        says={
            "label": relation.printed.name if len(relation.printed.name) > 2 else relation.label,
            "computation": "；".join(filter(None, (relation.expression, _SAID_ANYWAY.sub("", relation.alternative)))),
            "times": _magnitude(relation),
        },
        computation=relation.expression,
        confidence=relation.confidence,
        key=(relation.printed.quantity.text, relation.expression),
    )


def _magnitude(relation: Recomputation) -> str:
    """How many times what is printed is off: as the relation says, else by its two values, else by its two units."""
    said = _SAID_ANYWAY.search(relation.alternative)
    if said is not None and said["times"]:
        return said["times"]
    values = sorted(f.quantity.value for f in (relation.printed, *relation.operands))
    if len(values) == 2 and (times := _ten(values[0], values[1])):
        return times
    money = [
        f.quantity for f in (relation.printed, *relation.operands) if (f.quantity.dimension or "").startswith("money")
    ]
    units = sorted(quantity.factor for quantity in money)
    return (_ten(units[0], units[-1]) if units else "") or "10000"


def _ten(small: Decimal, big: Decimal) -> str:
    """How many times one number is the other, if that is one digit and zeros; else nothing."""
    times = big / small if small > 0 else Decimal(0)
    return f"{times.normalize():f}" if times > 1 and len(times.normalize().as_tuple().digits) == 1 else ""


def _amount(figure: Figure, stage: Kind, project: str) -> _Amount | None:
    quantity = figure.quantity
    level = quantity.relation is Relation.EQ or (quantity.relation is Relation.GE and quantity.reached)
    if not (quantity.dimension or "").startswith("money") or not level or quantity.approximate or quantity.value <= 0:
        return None
    in_table = figure.place.table is not None
    before = "" if in_table else figure.context[: figure.start]
    context = re.split(r"[\d，,。；;：:、（）()]", before)[-1][-14:]
    name = figure.name or (figure.path[-1] if figure.path else "")
    words = set(_TOTALS) if _TOTAL.search(name + context) else set()
    words |= _bigrams(name) | _bigrams(context) | (_bigrams(figure.path[-1]) if in_table and figure.path else set())
    digits = len(quantity.number.normalize().as_tuple().digits)
    light = replace(figure, context="", path=(), period=None, claim=None)
    return _Amount(light, stage, project, frozenset(words - _COMMON), digits, quantities.interval(quantity))


def _bigrams(text: str) -> set[str]:
    chinese = "".join(c for c in _WHEN.sub("", text) if "\u4e00" <= c <= "\u9fff")
    return {chinese[i : i + 2] for i in range(len(chinese) - 1)}


def _pairs(folder: Folder, digits: int, spans: Counter[Interval]) -> Iterator[tuple[_Amount, _Amount]]:
    """Pairs that may be one amount, in reading order; a folder has too many amounts to try all, or to hold them.

    `spans` is filled with what the amounts of the folder stand for.
    """
    own: set[tuple[int, int]] = set()
    kept: dict[int, _Amount] = {}
    sure: list[tuple[int, Decimal]] = []
    owners: dict[int, str] = {}
    for start, amounts in _amounts(folder, digits):
        spans.update(amount.span for amount in amounts)
        for i, j in _near([(i, _leading(amount.value)) for i, amount in enumerate(amounts)], _COARSE):
            if _same_matter(amounts[i], amounts[j]):
                own.add((start + i, start + j))
                kept[start + i], kept[start + j] = amounts[i], amounts[j]
        for i, amount in enumerate(amounts, start):
            if amount.digits >= _SURE_DIGITS:
                sure.append((i, _leading(amount.value)))
                owners[i] = amount.project
    apart = {(i, j) for i, j in _near(sure, _FINE) if owners[i] != owners[j]}
    wanted = {i for pair in apart for i in pair}
    for start, amounts in _amounts(folder, digits) if wanted else ():
        kept.update((i, amount) for i, amount in enumerate(amounts, start) if i in wanted)
    for i, j in sorted(own | apart):
        if (i, j) in own or _same_matter(kept[i], kept[j]):
            yield kept[i], kept[j]


def _amounts(folder: Folder, digits: int) -> Iterator[tuple[int, list[_Amount]]]:
    """Yield the amounts of each project, with the number that its first one has in the folder."""
    start = 0
    for _, found in folder.by_case(money):
        amounts = [amount for amount in found if amount.digits >= digits]
        yield start, amounts
        start += len(amounts)


def _near(leads: Sequence[tuple[int, Decimal]], step: Decimal) -> set[tuple[int, int]]:
    """Return the pairs, the smaller number first, whose leading digits round to one multiple of the step or to the next."""
    buckets: dict[int, list[int]] = defaultdict(list)
    for i, lead in leads:
        buckets[int((lead / step).to_integral_value(ROUND_HALF_UP))].append(i)
    return {
        (min(i, j), max(i, j))
        for bucket, members in buckets.items()
        for i in members
        for j in (*members, *buckets.get(bucket + 1, ()))
        if i != j
    }


def _leading(value: Decimal) -> Decimal:
    return value.scaleb(-value.adjusted())


def _same_matter(a: _Amount, b: _Amount) -> bool:
    """The fewer digits the amounts share, the more of their names must agree."""
    shared = len(a.words & b.words)
    digits = min(a.digits, b.digits)
    if a.project != b.project:
        return digits >= _SURE_DIGITS and shared >= 1
    least = 1 if digits >= 4 else 2 if digits == 3 else 3
    return shared >= least or (shared >= 2 and (a.words <= b.words or b.words <= a.words))


def _hit(small: _Amount, big: _Amount, times: Decimal, spans: Counter[Interval]) -> Hit:
    counts = [sum(n for span, n in spans.items() if x.span.meets(span)) for x in (small, big)]
    first, second = (small, big) if counts[0] <= counts[1] else (big, small)
    return Hit(
        evidence=(evidence(first.figure, first.stage), evidence(second.figure, second.stage)),
        says={
            "label": first.figure.name or second.figure.name or "金额",
            "computation": f"{_shown(big.figure)} 与 {_shown(small.figure)}",
            "times": f"{times:f}",
        },
        computation=f"{_shown(big.figure)} ÷ {_shown(small.figure)} ≈ {times:f}",
        confidence=0.95 if min(small.digits, big.digits) >= 4 else 0.85,
        key=(f"{small.value.normalize()}", f"{big.value.normalize()}"),
        project_id=first.project,
    )


def _shown(figure: Figure) -> str:
    quantity = figure.quantity
    unit = quantity.unit.text if quantity.unit is not None and quantity.unit.text not in quantity.text else ""
    return f"{quantity.text}{unit}"
