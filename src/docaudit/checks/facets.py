"""Where two claims of one thread count different things: which facet of the caliber, from what to what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from docaudit import lexicon, quantities
from docaudit.align import WEAK, core, heads, similarity
from docaudit.checks.base import Case
from docaudit.checks.papers import REPORTING, per_case, texts_of
from docaudit.checks.sides import (
    FINAL,
    PROMISING,
    Side,
    latest_promise,
    nearest,
    same_unit,
    sides,
)
from docaudit.checks.times import same_time, span
from docaudit.model import Claim, Indicator, Kind, Role, Unit

LEAP = Decimal("1.5")
"""Times by which numbers under names that only the kind of thing links must differ to be of different things."""

_DEFINITION = re.compile(
    r"(?:^|[。；;，,：:（(]|注|说明)(?:本表|本任务书|本项目|文中|其中|上述|所称|所指|表中|[“\"'])*(?P<term>[^。；;，,：:“”\"（）()]{2,20})[”\"]?(?:均)?"
    r"(?:是指|系指|指的是|指(?!标|南|导|定|数|挥|示)|视同|视为|(?:统计)?口径(?:为|包括|含))(?P<means>[^。；;]{2,60})"
)
_EXTENTS = ("area", "length", "volume", "mass")
"""What is built or treated is measured as well as counted; a share, an amount or a time of it says nothing of either."""
_COUNTS = ("count", "labour", "time.class", "area.treated")
_RATE = re.compile(r"/(?:年|月|日|天|季度|小时)$")
"""套/年 and 套 are one unit: over what time is another facet, and a yearly capacity is often written without it."""
_ENDS = re.compile(r"[，,。；;、：:（(\s]")
_UNMIXED = (
    ("存量", "当年"),
    ("存量", "新增"),
    ("累计", "当年"),
    ("累计", "年均"),
    ("年均", "当年"),
    ("存量", "年均"),
    *((mean, "峰值") for mean in ("日均", "年均")),
)
_REMARKED = ("basis", "scope")
_FACETS = ("object", "action", "step", "basis", "inclusion", "unit", "per", "level", "scope", "period")


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Two claims that differ in one facet: what the earlier counts and what the later counts."""

    facet: str
    earlier: Side
    later: Side
    old: Claim
    new: Claim
    was: str
    became: str


def facet_between(old: Claim, new: Claim, link: float = 1.0) -> tuple[str, str, str] | None:
    """Return facet, old and new value of the first facet in which `new` cannot stand for `old`, or None.

    What one side does not state is unknown and no mismatch.  A result that goes further than what was promised
    (授权 for 申请, 到账 for 合同, 发明专利 for 专利) fits.
    """
    fulfils = old.role is Role.TARGET and new.role is Role.ACTUAL
    for facet in _FACETS:
        left, right = _stated(old, facet), _stated(new, facet)
        if fulfils and not left and _falls_short(facet, old, right):
            return facet, _UNSAID[facet], "、".join(right)
        if not left or not right or set(left) & set(right):
            continue
        if all(
            _apart(facet, x, y, fulfils=fulfils or old.role is new.role is Role.TARGET) for x in left for y in right
        ):
            return facet, "、".join(left), "、".join(right)
    if link <= WEAK and core(old.name) != core(new.name) and _leaps(old, new):
        return "object", old.name, new.name
    return None


def _falls_short(facet: str, old: Claim, became: tuple[str, ...]) -> bool:
    """Whether a result that is only an intent answers a promise of something signed, sold or settled."""
    return facet == "basis" and became == ("意向",) and _SETTLED.search(old.name) is not None


_UNSAID = {"basis": "签订"}
_SETTLED = re.compile(r"签约|签订|落户|入驻|引进|成交|融资|订单|销售|转让")


def _leaps(old: Claim, new: Claim) -> bool:
    """Whether the numbers are so far apart that under another name another thing is counted.

    A result from midway is smaller than what was promised for the end, whatever it is called.
    """
    if old.quantity is None or new.quantity is None or not old.quantity.value or not new.quantity.value:
        return True
    share = new.quantity.value / old.quantity.value
    midway = new.stage is Kind.PROGRESS_REPORT or (new.period is not None and new.period.basis == "interim")
    return share >= LEAP or (share <= 1 / LEAP and not midway)


def both_state(old: Claim, new: Claim, facets: Iterable[str]) -> bool:
    """Whether there is one of the facets that both sides state."""
    return any(_stated(old, facet) and _stated(new, facet) for facet in facets)


def pairs(indicator: Indicator, case: Case) -> Iterator[tuple[Side, Claim, Side, Claim]]:
    """Yield what an auditor would set against what: promise and result, promise and promise, result and result."""
    all_sides = sides(indicator, case)
    for i, side in enumerate(all_sides):
        for actual in side.of(Role.ACTUAL) if side.kind in REPORTING else ():
            found = promise_for(all_sides[: i + 1], actual, case)
            if found is None and side.kind in FINAL and _one_of_years(actual):
                found = _whole_promise(all_sides[: i + 1])
                found = found if found and min(indicator.link(actual), indicator.link(found[1])) > WEAK else None
            if found is not None:
                yield found[0], found[1], side, actual
    for i, side in enumerate(all_sides):
        for target in side.of(Role.TARGET):
            before = [s for s in all_sides[:i] if s.kind in PROMISING and s.of(Role.TARGET)]
            alike = [t for t in before[-1].of(Role.TARGET) if same_time(t, target, case)] if before else []
            if alike:
                yield before[-1], nearest(target, alike), side, target
    results = [side for side in all_sides if side.kind in FINAL and side.of(Role.ACTUAL)]
    for one, other in pairwise(results):
        for actual in other.of(Role.ACTUAL):
            alike = [a for a in one.of(Role.ACTUAL) if same_time(a, actual, case)]
            if alike:
                yield one, nearest(actual, alike), other, actual


def _one_of_years(actual: Claim) -> bool:
    """Whether a result is of one year, for which nothing may have been promised: the last report should tell the whole."""
    period = actual.period
    by_month = period is not None and len(period.start or "") > len("2023")
    return not by_month and (
        (span(actual).kind == "year" and actual.place.table is None) or "当年" in actual.caliber.period
    )


def _whole_promise(upto: tuple[Side, ...]) -> tuple[Side, Claim] | None:
    """Return what the paper itself, else the last before it, sets for the whole project."""
    for side in reversed(upto):
        whole = [t for t in side.of(Role.TARGET) if span(t).kind == "whole" and t.quantity is not None]
        if whole and (side is upto[-1] or side.kind in PROMISING):
            return side, whole[-1]
    return None


def promise_for(upto: tuple[Side, ...], actual: Claim, case: Case) -> tuple[Side, Claim] | None:
    """Return the target that a result answers: its own row's, else the last that was set before for the same time."""
    side = upto[-1]
    row = (actual.place.table, actual.place.row)
    own = [t for t in side.of(Role.TARGET) if t.place.table is not None and (t.place.table, t.place.row) == row]
    own = own or [t for t in side.of(Role.TARGET) if same_time(t, actual, case)]
    if own:
        return side, nearest(actual, own)
    return latest_promise(upto[:-1], actual, case, comparable=False)


def mismatches(indicator: Indicator, case: Case, compared: Iterable[tuple[Side, Claim, Side, Claim]]) -> list[Mismatch]:
    """Return at most one mismatch per facet, and none where the same papers also have a pair that fits."""
    found: dict[str, Mismatch] = {}
    fitting: set[tuple[str, str, str]] = set()
    for earlier, old, later, new in compared:
        if old.quantity is None or new.quantity is None:
            continue
        differs = facet_between(old, new, min(indicator.link(old), indicator.link(new))) or _unlike(old, new, case)
        if differs is None or _defined_alike(differs[1], differs[2], case) or _also_in(old, new, differs[0]):
            fitting.add((earlier.part.id, later.part.id, new.role.value))
        elif differs[0] not in found:
            found[differs[0]] = Mismatch(differs[0], earlier, later, old, new, differs[1], differs[2])
    return [m for m in found.values() if (m.earlier.part.id, m.later.part.id, m.new.role.value) not in fitting]


def _unlike(old: Claim, new: Claim, case: Case) -> tuple[str, str, str] | None:
    """Return what a result that is far above its promise says of itself and the promise does not: a wider scope, other people.

    The promise says nothing of its scope, so the words alone prove nothing: no promise of the project is of that width,
    and the number is out of all proportion, or the result has a name of its own.
    """
    if old.role is not Role.TARGET or new.role is not Role.ACTUAL or old.quantity is None or new.quantity is None:
        return None
    if old.quantity.unit is None or new.quantity.unit is None or not same_unit(old.quantity.unit, new.quantity.unit):
        return None
    far = old.quantity.value > 0 and new.quantity.value / old.quantity.value >= LEAP
    own = phrase(new)
    wide = tuple(v for f, v, _, _ in lexicon.spans(own) if f == "scope" and v in _WIDE)
    ratio = old.quantity.unit.dimension == "ratio"
    if wide and not old.caliber.scope and not set(wide) & _promised_scopes(case):
        renamed = similarity(core(new.name), core(old.name)) < _ALIKE
        if renamed if ratio else far:
            return "scope", "本项目", "、".join(wide)
    one_clause = old.place.quote == new.place.quote and own and core(new.name) != core(old.name)
    people = old.quantity.unit.canonical == new.quantity.unit.canonical == "人"
    if one_clause and people and far and similarity(core(new.name), core(old.name)) < _STRANGE:
        return "object", old.name, new.name
    return None


_WIDE = frozenset({"全市", "本单位"})
_ALIKE = 0.7
_STRANGE = 0.3
"""Names less alike than that, in one clause, are of two things."""


@per_case
def _promised_scopes(case: Case) -> frozenset[str]:
    """Return the scopes that the project's own promises and name are of."""
    names = [case.project.name]
    names += [c.name + c.place.quote for part in case.parts(*PROMISING) for c in part.claims if c.role is Role.TARGET]
    return frozenset(v for name in names for f, v, _, _ in lexicon.spans(name) if f == "scope")


def _also_in(old: Claim, new: Claim, facet: str) -> bool:
    """Whether the clause of a result gives a figure in the promised unit too: 举办培训46场、458人次."""
    unit = old.quantity.unit if old.quantity is not None else None
    if facet != "unit" or unit is None or new.quantity is None:
        return False
    clauses = [c for c in re.split(r"[，,；;。：:\n]", new.place.quote) if new.quantity.text in c]
    others = [spot.quantity.unit for clause in clauses for spot in quantities.find(clause)]
    return any(other is not None and other.canonical == unit.canonical for other in others)


def _defined_alike(was: str, became: str, case: Case) -> bool:
    """Whether a paper of the project itself says that the one counts as the other: 注：复合型人才指硕士、博士研究生."""
    if not was or not became:
        return False
    return any(
        one in meant[0] and other in meant[1]
        for meant in _definitions(case)
        for one, other in ((was, became), (became, was))
    )


@per_case
def _definitions(case: Case) -> tuple[tuple[str, str], ...]:
    """Return what the project's papers define, and the words that they say it means."""
    found = [
        (match["term"], match["means"])
        for part in case.project.parts
        for text, _ in texts_of(part)
        for match in _DEFINITION.finditer(text)
    ]
    return tuple(dict.fromkeys(found))


def _stated(claim: Claim, facet: str) -> tuple[str, ...]:
    key = (id(claim), facet)
    known = _STATED.get(key)
    if known is None:  # a claim is compared with all others of its indicator, by several checks
        if len(_STATED) >= _MOST_STATED:
            _STATED.clear()
        known = _STATED[key] = (claim, _said(claim, facet))
    return known[1]


_STATED: dict[tuple[int, str], tuple[Claim, tuple[str, ...]]] = {}
"""What claims state, by their identity, which holds as long as they are here."""
_MOST_STATED = 8192


def _said(claim: Claim, facet: str) -> tuple[str, ...]:
    if facet == "object":
        return heads(phrase(claim)) or heads(claim.name)
    if facet == "unit":
        unit = claim.quantity.unit if claim.quantity is not None else None
        return (unit.canonical,) if unit is not None and (_counts(unit) or _extends(unit)) else ()
    own = lexicon.spoken(facet, phrase(claim))
    if facet in _REMARKED and claim.role is Role.ACTUAL:
        own = own or lexicon.spoken(facet, remark(claim))
    values: tuple[str, ...] = own or getattr(claim.caliber, facet, ()) or lexicon.spoken(facet, claim.name)
    return values


def remark(claim: Claim) -> str:
    """Return what the row of a result says behind it, where a column for remarks tells what was counted."""
    if claim.place.table is None or claim.quantity is None:
        return ""
    cells = claim.context.split(" | ")
    at = next((i for i, cell in enumerate(cells) if claim.quantity.text in cell and i + 1 < len(cells)), None)
    return " ".join(cell for cell in cells[at + 1 :] if not re.search(r"\d", cell)) if at is not None else ""


def _counts(unit: Unit) -> bool:
    return unit.dimension.startswith(_COUNTS) and "/" not in _RATE.sub("", unit.canonical)


def _extends(unit: Unit) -> bool:
    return unit.dimension in _EXTENTS


def phrase(claim: Claim) -> str:
    """Return the words right before the value: what this result itself says it counts, not what its row is called.

    Where the sentence has the value several times, the one is meant before which the claim's name stands.
    """
    return _phrase(claim.quantity.text, claim.place.quote, claim.name) if claim.quantity is not None else ""


@lru_cache(maxsize=4096)
def _phrase(value: str, quote: str, name: str) -> str:
    if not value or value not in quote:
        return ""
    told = [_ENDS.split(before)[-1] for before in quote.split(value)[:-1]]
    return next((words for words in told if name in words), told[0])


def _apart(facet: str, old: str, new: str, *, fulfils: bool) -> bool:
    if facet == "unit":
        one, other = (quantities.parse_unit(_RATE.sub("", unit)) for unit in (old, new))
        if one is not None and other is not None and not (_counts(one) or _counts(other)):
            return False
        return not same_unit(one, other)
    if facet == "period":
        return (old, new) in _UNMIXED or (new, old) in _UNMIXED
    ahead = lexicon.further(facet, old, new)
    if ahead is not None:
        return not fulfils or not ahead
    if facet in ("action", "step"):
        return False
    if facet in ("object", "level") and lexicon.broader(facet, new, old):
        return not lexicon.overlapping(facet, old, new)
    return lexicon.disjoint(facet, old, new)
