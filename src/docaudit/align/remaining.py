"""What is left over on both sides may be one indicator: equal targets, the only ones of a unit, or counted otherwise."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from docaudit import quantities
from docaudit.align.entries import Entry, disjoint, other_window
from docaudit.align.kinds import RELATED, WEAK
from docaudit.align.names import heads, words
from docaudit.align.polarity import polarity_by_name
from docaudit.model import Claim, Kind, Polarity, Quantity, Relation, Role, Unit

SAME_TARGET = 0.5
"""Evidence that two leftovers with one target value need to be called one indicator."""
MARGIN = 0.1
"""A rival this close leaves the choice open."""
NAMED = 0.4
"""Names this alike make it surer."""
NEARLY = 0.8
"""Names this alike are of one thing whatever it is counted in."""
BY_TARGET = 0.65
BY_TARGET_AND_NAME = 0.72

_SORTLESS = frozenset({"项", "个", "件", "家", "次", "份", "种", "套", "批", "%", "元", ""})
"""Units that things of any sort are counted in."""
_PEOPLE = frozenset({"人", "人次", "户"})
_COUNTABLE = frozenset({"count", "labour", "time", "area", "length", "volume", "mass"})
"""What the same work may be measured in; a share or an amount of money is another indicator of it."""
_EMPTY = frozenset(
    {
        "建设",
        "开展",
        "完成",
        "实现",
        "企业",
        "项目",
        "新增",
        "培养",
        "培训",
        "服务",
        "累计",
        "实施",
        "组织",
        "形成",
        "数量",
        "经费",
        "资金",
        "产业",
        "技术",
    }
)
"""Words that things of any sort are named with."""
_REPORTING = (Kind.SELF_EVALUATION, Kind.ACCEPTANCE_REPORT, Kind.EVALUATION_REPORT, Kind.PROGRESS_REPORT)
_LOWER = {Relation.LE, Relation.LT}
_UPPER = {Relation.GE, Relation.GT}

NameScore = Callable[[str, str], float]
Parted = Callable[[Entry, int], bool]
"""Whether a person said that an entry does not belong into a thread."""
Scored = tuple[tuple[int, int], float]


def by_target(
    entries: Sequence[Entry], threads: Mapping[int, Sequence[Entry]], alike: NameScore, parted: Parted
) -> dict[int, tuple[int, float]]:
    """Return for leftover entries the leftover thread that promises the same, and how sure that is.

    A report that repeats what was agreed must repeat it somewhere, whatever it calls it; how telling the value and the
    unit are, where in the list it stands and what the names share decide, and a close rival leaves both alone.
    """
    promising: dict[Decimal, list[int]] = defaultdict(list)
    for t, thread in threads.items():
        for value in dict.fromkeys(value for other in _promises(thread) for value in _values(other)):
            promising[value].append(t)
    scores = {
        (i, t): score
        for i, entry in enumerate(entries)
        for t in sorted({t for value in _values(entry) for t in promising.get(value, ())})
        if not parted(entry, t) and (score := _target_score(entry, threads[t], alike)) > 0
    }
    by_entry: dict[int, list[Scored]] = defaultdict(list)
    by_thread: dict[int, list[Scored]] = defaultdict(list)
    for key, score in scores.items():
        by_entry[key[0]].append((key, score))
        by_thread[key[1]].append((key, score))
    chosen: dict[int, tuple[int, float]] = {}
    for (i, t), score in scores.items():
        if score < SAME_TARGET:
            continue
        rivals = [other for key, other in (*by_entry[i], *by_thread[t]) if key != (i, t)]
        if all(other <= score - MARGIN for other in rivals):
            named = any(_named_alike(entries[i], other, alike) for other in _promises(threads[t]))
            chosen[i] = (t, BY_TARGET_AND_NAME if named else BY_TARGET)
    return chosen


def only_of_unit(
    entries: Sequence[Entry], threads: Mapping[int, Sequence[Entry]], parted: Parted
) -> dict[int, tuple[int, float]]:
    """Return the result that alone of a paper's leftovers has the unit of a promise that alone is left, if they share a word."""
    by_dimension: dict[str, list[int]] = defaultdict(list)
    for t, thread in threads.items():
        for dimension in dict.fromkeys(d for other in _promises(thread) for d in _dimensions(other)):
            by_dimension[dimension].append(t)
    fits = {
        i: [
            t
            for t in sorted({t for d in _dimensions(entry) for t in by_dimension.get(d, ())})
            if any(_one_unit(entry, other) for other in _promises(threads[t]))
        ]
        for i, entry in enumerate(entries)
        if Role.ACTUAL in entry.roles and Role.TARGET not in entry.roles
    }
    wanted = Counter(t for found in fits.values() for t in found)
    chosen: dict[int, tuple[int, float]] = {}
    for i, found in fits.items():
        if len(found) != 1 or wanted[found[0]] != 1 or parted(entries[i], found[0]):
            continue
        promises = _promises(threads[found[0]])
        apart = any(_against(entries[i], other) or opposed(entries[i], other) for other in promises)
        if not apart and any(_shared_word(entries[i], other) for other in promises):
            chosen[i] = (found[0], WEAK)
    return chosen


def of_other_unit(
    entries: Sequence[Entry], threads: Mapping[int, Sequence[Entry]], alike: NameScore, parted: Parted
) -> dict[int, tuple[int, float]]:
    """Return results that are counted otherwise than the promise which they alone may answer: 课时 for 人时, 人 for 户.

    The names are nearly the same, or both count people and share a word; a check will say that the unit differs.
    """
    fits: dict[int, dict[int, float]] = defaultdict(dict)
    for i, entry in enumerate(entries):
        if Role.ACTUAL not in entry.roles or Role.TARGET in entry.roles:
            continue
        for t, thread in threads.items():
            sure = max((_otherwise(entry, other, alike) for other in _promises(thread)), default=0.0)
            if sure and not parted(entry, t):
                fits[i][t] = sure
    wanted = Counter(t for found in fits.values() for t in found)
    return {
        i: next(iter(found.items())) for i, found in fits.items() if len(found) == 1 and wanted[next(iter(found))] == 1
    }


def _otherwise(entry: Entry, other: Entry, alike: NameScore) -> float:
    mine, theirs = _units(entry, Role.ACTUAL), _units(other, Role.TARGET)
    if not mine or not theirs or any(quantities.comparable(a, b) for a in mine for b in theirs):
        return 0.0
    if not {u.dimension.split(".")[0] for u in (*mine, *theirs)} <= _COUNTABLE or _against(entry, other):
        return 0.0
    if _names_alike(entry, other, alike) >= NEARLY:
        return RELATED
    people = {u.canonical for u in (*mine, *theirs)} <= _PEOPLE
    return WEAK if people and _shared_word(entry, other) else 0.0


def _units(entry: Entry, role: Role) -> list[Unit]:
    return [c.quantity.unit for c in entry.claims if c.role is role and c.quantity and c.quantity.unit]


def _target_score(entry: Entry, thread: Sequence[Entry], alike: NameScore) -> float:
    return max((_pair_score(entry, other, alike) for other in _promises(thread)), default=0.0)


def _pair_score(entry: Entry, other: Entry, alike: NameScore) -> float:
    shared = [
        (a.quantity, b.quantity)
        for a in _targets(entry)
        for b in _targets(other)
        if a.quantity is not None and b.quantity is not None and _same_target(a, b)
    ]
    if not shared or _against(entry, other):
        return 0.0
    value, unit = max((_telling(a), _of_one_sort(a, b)) for a, b in shared)
    place = 0.1 * max(0.0, 1 - 2 * abs(entry.order - other.order))
    agreed = 0.1 if entry.claims[0].stage in _REPORTING else 0.0
    against = 0.3 if disjoint(entry.claims[0], other.claims[0], ("object", "level")) is not None else 0.0
    return value + unit + place + agreed + 0.6 * _names_alike(entry, other, alike) - against


def _named_alike(a: Entry, b: Entry, alike: NameScore) -> bool:
    counted = set(heads(a.claims[0].name)) & set(heads(b.claims[0].name))
    return bool(counted) or _names_alike(a, b, alike) >= NAMED


def _names_alike(a: Entry, b: Entry, alike: NameScore) -> float:
    return max(alike(x, y) for x in a.names for y in b.names)


def _promises(thread: Sequence[Entry]) -> list[Entry]:
    return [entry for entry in thread if Role.TARGET in entry.roles]


def _targets(entry: Entry) -> list[Claim]:
    return [claim for claim in entry.claims if claim.role is Role.TARGET and claim.quantity is not None]


def _values(entry: Entry) -> list[Decimal]:
    return [claim.quantity.value for claim in _targets(entry) if claim.quantity is not None]


def _dimensions(entry: Entry) -> list[str]:
    return list(dict.fromkeys(c.quantity.dimension for c in entry.claims if c.quantity and c.quantity.dimension))


def _same_target(a: Claim, b: Claim) -> bool:
    """Whether two targets ask for the same amount, in the same direction and unit, for the same year."""
    one, other = a.quantity, b.quantity
    if one is None or other is None or one.value != other.value:
        return False
    if Relation.RANGE in (one.relation, other.relation) and one.high != other.high:
        return False
    relations = {one.relation, other.relation}
    if relations & _LOWER and relations & _UPPER:
        return False
    years = {c.period.start[:4] for c in (a, b) if c.period is not None and c.period.start}
    return _units_meet(one, other) and len(years) <= 1


def _units_meet(a: Quantity, b: Quantity) -> bool:
    if a.unit is None or b.unit is None:
        known = a.unit or b.unit
        return known is None or known.dimension.startswith("count")
    return quantities.comparable(a.unit, b.unit)


def _telling(quantity: Quantity) -> float:
    digits = len(quantity.number.normalize().as_tuple().digits)
    return 0.4 if digits >= 3 else 0.3 if digits == 2 and quantity.number % 5 != 0 else 0.2


def _of_one_sort(a: Quantity, b: Quantity) -> float:
    known = {q.unit.canonical for q in (a, b) if q.unit is not None}
    if len(known) == 1 and "/" in next(iter(known)):
        return 0.15
    dimensions = {q.unit.dimension.split(".")[0] for q in (a, b) if q.unit is not None}
    if not known or len(known) > 1 or dimensions & {"ratio", "money"} or known & _SORTLESS:
        return 0.05
    return 0.1 if known & {"人", "人次"} else 0.15


def _one_unit(entry: Entry, other: Entry) -> bool:
    return any(
        a.quantity is not None
        and b.quantity is not None
        and a.quantity.unit is not None
        and b.quantity.unit is not None
        and quantities.comparable(a.quantity.unit, b.quantity.unit)
        and (a.quantity.growth is None) == (b.quantity.growth is None)
        for a in entry.claims
        if a.role is Role.ACTUAL
        for b in _targets(other)
    )


def _against(a: Entry, b: Entry) -> bool:
    return other_window(a.claims[0], b.claims[0])


def opposed(a: Entry, b: Entry) -> bool:
    """Whether the names say opposite directions: a cost is no income."""
    directions = {polarity_by_name(entry.names[0]) for entry in (a, b)}
    return {Polarity.LOWER, Polarity.HIGHER} <= directions


def _shared_word(a: Entry, b: Entry) -> bool:
    """Whether a word of one name stands in the other, whole or inside a longer word."""
    return _common(a.names, b.names) or _common(b.names, a.names)


def _common(names: Sequence[str], others: Sequence[str]) -> bool:
    told = [w for name in names for w in words(name) if len(w) >= 2 and w not in _EMPTY]
    return any(word in other for word in told for other in others)
