"""Claims of one part that are about one indicator: a row of a table, or the same name said again."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from docaudit import lexicon, quantities
from docaudit.align.apart import Apart, spoken
from docaudit.align.names import core, heads, similarity, word_bag
from docaudit.model import Claim, Part, Role

CROWDED = 6
"""More claims than this in one cell are a narrative."""
IN_ROW = 0.5
"""Names of a target and a result in one table row need not be more alike than this when there are several of each."""

KINDRED = 0.3
"""Nor in one sentence that says nothing else, where both are in one unit."""

ROLES = (Role.TARGET, Role.ACTUAL, Role.BASELINE)
"""Only what is stated of the indicator itself belongs to a thread; weights, scores and rates do not."""

SPLITTING = ("action", "object", "basis", "level", "inclusion")
"""Facets that tell two rows of one paper apart; 人/人次 and 当年/累计 are columns or slips, not other indicators."""


@dataclass(frozen=True)
class Entry:
    """Claims of one part about one indicator, in reading order; `order` is its relative position in the part."""

    part: int
    claims: tuple[Claim, ...]
    order: float

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The distinct core names, in reading order."""
        return tuple(dict.fromkeys(core(claim.name) for claim in self.claims))

    @cached_property
    def spoken(self) -> frozenset[str]:
        """The names as written and their cores."""
        return spoken(claim.name for claim in self.claims)

    @cached_property
    def families(self) -> frozenset[str]:
        """What kind of thing is measured: count, money, ratio …; empty when nothing says so.

        立方米/亩 is a volume too: 亩均用水量 is often given without the 亩.
        """
        found = [c.quantity.unit for c in self.claims if c.quantity is not None and c.quantity.unit is not None]
        found += [whole for unit in found if (whole := quantities.parse_unit(unit.canonical.partition("/")[0]))]
        return frozenset(unit.dimension.split(".")[0] for unit in found if unit.dimension)

    @cached_property
    def units(self) -> frozenset[str]:
        """The units stated."""
        return frozenset(c.quantity.unit.canonical for c in self.claims if c.quantity and c.quantity.unit)

    @cached_property
    def values(self) -> frozenset[Decimal]:
        """The numbers stated, in base units."""
        return frozenset(c.quantity.value for c in self.claims if c.quantity is not None)

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles stated."""
        return frozenset(claim.role for claim in self.claims)

    @cached_property
    def path(self) -> tuple[str, ...]:
        """The header chain of the first claim that has one."""
        return next((claim.path for claim in self.claims if claim.path), ())


def entries_of(part: Part, index: int, apart: Apart, share: str = "") -> tuple[Entry, ...]:
    """Return the part's claims grouped into entries, in reading order; names that are `apart` stay so in one row too.

    Of values that are shared out over places only those of the place `share`, else only wholes.
    """
    claims = [claim for claim in part.claims if claim.role in ROLES and claim.place_of == share]
    position = {claim.id: i for i, claim in enumerate(claims)}
    groups: list[list[Claim]] = []
    by_row: dict[tuple[int, int | None, int | None], list[Claim]] = defaultdict(list)
    for claim in claims:
        place = claim.place
        key = (1, place.table, place.row) if place.table is not None else (0, place.page, place.paragraph)
        by_row[key].append(claim)
    for key, row in by_row.items():
        groups.extend(_answered_in_words(_rows(row, apart) if key[0] else [[claim] for claim in row], apart))
    groups.sort(key=lambda group: position[group[0].id])
    merged = _merge(groups, apart)
    last = max(len(claims) - 1, 1)
    return tuple(
        Entry(index, tuple(sorted(group, key=lambda c: position[c.id])), position[group[0].id] / last)
        for group in merged
    )


def disjoint(a: Claim, b: Claim, facets: Sequence[str] = SPLITTING) -> str | None:
    """Return the first facet in which the two exclude each other; what is not stated excludes nothing.

    The object is what the name counts, not every object that it mentions.
    """
    for facet in facets:
        left = stated(a, facet)
        right = stated(b, facet) if left else ()
        if right and all(lexicon.disjoint(facet, x, y) for x in left for y in right):
            return facet
    return None


def stated(claim: Claim, facet: str) -> tuple[str, ...]:
    """Return what a claim says of one facet."""
    if facet == "object":
        return heads(claim.name)
    values: tuple[str, ...] = getattr(claim.caliber, facet)
    return values


def compatible_families(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two sets of measured things may meet."""
    return not a or not b or bool(a & b)


def _same_names(row: Iterable[Claim], apart: Apart) -> list[list[Claim]]:
    groups: dict[str, list[list[Claim]]] = {}
    for claim in row:
        known = groups.setdefault(core(claim.name), [])
        home = next((group for group in known if not _parted(group, [claim], apart)), None)
        if home is None:
            known.append([claim])
        else:
            home.append(claim)
    return [group for known in groups.values() for group in known]


def _parted(a: Sequence[Claim], b: Sequence[Claim], apart: Apart) -> bool:
    return apart(spoken(c.name for c in a), spoken(c.name for c in b))


def _rows(row: list[Claim], apart: Apart) -> list[list[Claim]]:
    """Group the claims of one table row: equal names first, then a target and a result that only each other can answer.

    A cell with a whole report in it is no cell of figures: its claims meet by their names alone.
    """
    cells = Counter(claim.place.column for claim in row)
    told = [claim for claim in row if cells[claim.place.column] > CROWDED]
    groups = _same_names((claim for claim in row if cells[claim.place.column] <= CROWDED), apart)
    promised = [g for g in groups if {c.role for c in g} == {Role.TARGET}]
    reached = [g for g in groups if Role.TARGET not in {c.role for c in g}]
    alone = promised[0] if len(promised) == 1 else None
    answers = [g for g in reached if alone is not None and _answers(alone, g, apart)]
    closest = max(answers, key=lambda g: _alike(alone or g, g)) if answers else None
    for actual in sorted(reached, key=lambda g: g is not closest):
        fitting = [g for g in promised if _answers(g, actual, apart)]
        if not fitting:
            continue
        best = max(fitting, key=lambda g: _alike(g, actual))
        if _alike(best, actual) >= IN_ROW or (len(promised) == 1 and actual is closest):
            best.extend(actual)
            promised.remove(best)
            groups.remove(actual)
    return [*groups, *([claim] for claim in told)]


def _answered_in_words(groups: list[list[Claim]], apart: Apart) -> list[list[Claim]]:
    """Join a promise and a result that one sentence sets against each other: 约定文创产品30款，核实上架28款.

    They must be all that is said there, the promise called one, and in one unit or under names that are much alike.
    """
    said: dict[str, list[list[Claim]]] = defaultdict(list)
    for group in groups:
        for quote in {claim.place.quote: None for claim in group}:
            said[quote].append(group)
    for quote, told in said.items():
        if len(told) != 2 or any(len(group) != 1 for group in told):
            continue
        (target,), (actual,) = sorted(told, key=lambda group: group[0].role is not Role.TARGET)
        if (target.role, actual.role) != (Role.TARGET, Role.ACTUAL) or not _set_against(quote, target, actual):
            continue
        if not _parted([target], [actual], apart):
            told[told.index([target])].append(actual)
            groups = [group for group in groups if group != [actual]]
    return groups


def _set_against(quote: str, target: Claim, actual: Claim) -> bool:
    a, b = target.quantity, actual.quantity
    if a is None or b is None or a.unit is None or b.unit is None or quote.count(a.text) != 1 + (a.text == b.text):
        return False
    before, _, after = quote.partition(a.text)
    if _PROMISED.search(re.split(r"[，,；;。（(]", before)[-1]) is None or re.search(r"[；;。]", quote.strip("；;。")):
        return False
    alike = _alike([target], [actual]) >= (KINDRED if a.unit == b.unit else IN_ROW)
    between, found, _ = after.partition(b.text)
    if a.unit == b.unit and found and _DONE.search(between) is not None:
        return True
    aside = b.text in before and re.search(r"[（(][^（()）]*$", before) is not None
    return (a.unit == b.unit and aside) or (alike and (aside or found != ""))


_PROMISED = re.compile(r"目标|计划|约定|合同|任务|应(?!用)|要求|指标值|承诺")
_DONE = re.compile(r"^\s*[，,、）)]\s*(?:经)?(?:实际|核实|核定|完成|已|现|签|共|累计|合计|实有|清点|查实|抽查)")


def _answers(target: list[Claim], actual: list[Claim], apart: Apart) -> bool:
    """Whether target and result stand in different cells and measure what can be compared."""
    columns = {c.place.column for c in target} & {c.place.column for c in actual} - {None}
    return not columns and _may_be_one(target, actual) and not _parted(target, actual, apart)


def _alike(a: list[Claim], b: list[Claim]) -> float:
    return similarity(core(a[0].name), core(b[0].name))


def _may_be_one(a: list[Claim], b: list[Claim]) -> bool:
    return compatible_families(Entry(0, tuple(a), 0).families, Entry(0, tuple(b), 0).families)


def _merge(groups: list[list[Claim]], apart: Apart) -> list[list[Claim]]:
    """Join groups of the whole part that say the same name in any order of words."""
    merged: list[list[Claim]] = []
    by_name: dict[frozenset[tuple[str, int]], list[list[Claim]]] = defaultdict(list)
    for group in groups:
        bag = word_bag(core(group[0].name))
        alike = (known for known in by_name[bag] if _mergeable(known, group))
        home = next((known for known in alike if not _parted(known, group, apart)), None)
        if home is None:
            by_name[bag].append(group)
            merged.append(group)
        else:
            home.extend(group)
    return _restated(merged, apart)


def _restated(groups: list[list[Claim]], apart: Apart) -> list[list[Claim]]:
    """Join a promise that is said again with what counts: 放流苗种1800万尾, 放流苗种按成活数不少于1800万尾考核."""
    joined = list(groups)
    by_value: dict[tuple[Decimal, str], list[list[Claim]]] = defaultdict(list)
    for group in groups:
        for claim in group:
            if claim.role is Role.TARGET and claim.quantity is not None and claim.quantity.unit is not None:
                by_value[claim.quantity.value, claim.quantity.unit.canonical].append(group)
    for (value, _), alike in by_value.items():
        if len(alike) != 2 or len(value.normalize().as_tuple().digits) < 2:
            continue
        short, long = sorted(alike, key=lambda group: len(core(group[0].name)))
        name, other = core(short[0].name), core(long[0].name)
        restated = len(name) >= 4 and name != other and other.startswith(name) and short in joined and long in joined
        if restated and disjoint(short[0], long[0]) is None and not _parted(short, long, apart):
            short.extend(long)
            joined.remove(long)
    return joined


def _mergeable(a: list[Claim], b: list[Claim]) -> bool:
    return _may_be_one(a, b) and disjoint(a[0], b[0]) is None and not other_window(a[0], b[0])


def _window(claim: Claim) -> frozenset[str]:
    before = "" if claim.place.table is not None or claim.quantity is None else claim.place.quote
    clause = re.split(r"[，,；;。]", before.partition(claim.quantity.text)[0])[-1] if claim.quantity and before else ""
    return _windows_in(claim.name + clause)


@lru_cache(maxsize=65536)
def _windows_in(text: str) -> frozenset[str]:
    return frozenset(_WINDOW_WORDS.get(word, word) for word in _WINDOWS.findall(text))


_WINDOWS = re.compile(r"新增|净增|新建|累计|存量|现有|总数|第[一二三四1-4]季度|[上下]半年|年均|当年")
_WINDOW_WORDS = {"存量": "累计", "现有": "累计", "总数": "累计", "净增": "新增", "新建": "新增"}


def other_window(a: Claim, b: Claim) -> bool:
    """Whether two claims differ in the words for the time that is counted: 新增 and 累计, 第四季度 and nothing.

    Of a table only the name counts, since its headers speak for whole columns.
    """
    left, right = _window(a), _window(b)
    parts = ("季度", "半年")
    if any(part in word for word in left ^ right for part in parts):
        return True
    return bool(left and right and left.isdisjoint(right))
