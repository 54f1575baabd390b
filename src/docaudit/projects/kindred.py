"""Join projects whose papers name them differently but agree on who does what, when and for how much."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import combinations
from pathlib import PurePosixPath

from docaudit.profiles.words import squash
from docaudit.projects.likeness import Group, is_contained, phases_differ, same_organisation, similar

_ENOUGH = 5
_ALIKE = 0.5
_PROGRAMME = re.compile(r".*(?:专项|资金|计划|基金|行动|支出|预算|补助|债券)")
_MOST = 8
"""More groups than this with the same people or the same sum are peers; so time stays linear to the papers."""
_AMOUNT = re.compile(r"(\d[\d,]*(?:\.\d+)?)(亿元|千元|万元|元)")
_UNITS = {"元": 1, "千元": 1_000, "万元": 10_000, "亿元": 100_000_000}


def join_kindred(groups: Sequence[Group]) -> list[Group]:
    """Return the groups with those joined that all agree with one another and could be one project's papers.

    A name alone may be wrong, or that of the programme.  Groups with different codes or phases, or with papers of one
    kind, stay apart: a unit that reports on several projects does so in the same forms.
    """
    facts = [_Facts(group) for group in groups]
    by_folder: dict[str, int] = defaultdict(int)
    for item in facts:
        for folder in item.folders:
            by_folder[folder] += 1
    tied: dict[int, set[int]] = defaultdict(set)
    for a, b in _pairs(facts, by_folder):
        alone = any(by_folder[folder] == 2 for folder in facts[a].folders & facts[b].folders)
        if _agreement(groups[a], groups[b], facts[a], facts[b]) + alone >= _ENOUGH:
            tied[a].add(b)
            tied[b].add(a)
    gone: set[int] = set()
    for first in sorted(tied):
        others = tied[first]
        if first in gone or any(tied[other] | {other} != others | {first} for other in others):
            continue  # it could as well belong elsewhere
        for other in sorted(others):
            groups[first].absorb(groups[other])
            gone.add(other)
    return [group for i, group in enumerate(groups) if i not in gone]


class _Facts:
    """What the papers of a group say besides name and code."""

    def __init__(self, group: Group) -> None:
        self.kinds = {part.kind for part in group.parts}
        self.folders = {str(PurePosixPath(part.path).parent) for part in group.parts}
        self.sums = {amount for part in group.parts if (amount := _amount(_stated(part.field("total_budget"))))}
        self.terms = {
            (start[:7], end[:7])
            for part in group.parts
            if (start := _stated(part.field("start"))) and (end := _stated(part.field("end")))
        }


def _stated(found: object) -> str:
    return str(getattr(found, "value", ""))


def _amount(text: str) -> Decimal | None:
    """Return a sum in yuan; None where no unit tells what the number means."""
    found = _AMOUNT.match(squash(text))
    return Decimal(found[1].replace(",", "")) * _UNITS[found[2]] if found else None


def _pairs(facts: Sequence[_Facts], by_folder: dict[str, int]) -> list[tuple[int, int]]:
    """Return the pairs worth looking at: the two groups of one folder, and those that share a sum or a term in it."""
    buckets: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for i, item in enumerate(facts):
        for folder in item.folders:
            keys: Iterable[object] = (*item.sums, *item.terms) if by_folder[folder] > _MOST else ("",)
            for key in keys:
                buckets[folder, key].append(i)
    found = {pair for members in buckets.values() if len(members) <= _MOST for pair in combinations(members, 2)}
    return sorted(found)


def _agreement(one: Group, other: Group, left: _Facts, right: _Facts) -> int:
    """Return in points how much two groups agree; 0 where they cannot be one project."""
    if (one.codes and other.codes) or left.kinds & right.kinds:
        return 0
    if any(phases_differ(a, b) for a in one.names for b in other.names):
        return 0
    who = same_organisation(one.undertakers, other.undertakers)
    leader = bool(one.leaders & other.leaders)
    strangers = bool(one.leaders and other.leaders) and not leader
    if who is False or (strangers and who is not True) or not (who or leader):
        return 0
    points = 1 if who else 0
    points += 2 if leader else -1 if strangers else 0
    if left.sums and right.sums:
        points += 2 if left.sums & right.sums else -1
    if left.terms and right.terms:
        points += 1 if left.terms & right.terms else -1
    alike = any(similar(a, b) >= _ALIKE or is_contained(a, b) for a in one.names for b in other.names)
    programme = any(_PROGRAMME.fullmatch(name) for name in (*one.names, *other.names))
    return points + (alike or programme)
