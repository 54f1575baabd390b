"""Pairs of indicator names that may mean one indicator: only a person can say."""

from __future__ import annotations

from dataclasses import dataclass

from docaudit.align import core, similarity
from docaudit.model import Audit, Claim, Indicator, Role

_ASK_FROM, _AT_MOST = 0.3, 60
"""Names less alike than that are hardly ever one indicator; nobody answers hundreds of questions."""
_DOUBTFUL = 0.75
"""A link below this was made although the names are unlike, so that a person had better look."""


@dataclass(frozen=True, slots=True)
class Question:
    """Two names, sorted; `left` promises and `right` reports."""

    first: str
    second: str
    project: str
    left: Claim
    right: Claim
    likeness: float


def questions(audit: Audit) -> list[Question]:
    """Return the pairs of names to ask about, the likeliest first.

    They are promises without a result beside results without a promise, and what was put together under unlike names.
    """
    names = {project.id: project.label for project in audit.projects}
    found: dict[tuple[str, str], Question] = {}
    for project in audit.projects:
        own = [i for i in audit.indicators if i.project_id == project.id]
        promised = [claim for i in own if (claim := _only(i, Role.TARGET, Role.ACTUAL)) is not None]
        reported = [claim for i in own if (claim := _only(i, Role.ACTUAL, Role.TARGET)) is not None]
        for left in promised:
            for right in reported:
                likeness = similarity(core(left.name), core(right.name))
                if likeness < _ASK_FROM or not _comparable(left, right) or left.name == right.name:
                    continue
                first, second = sorted((left.name, right.name))
                _keep(found, Question(first, second, names[project.id], left, right, likeness))
        for indicator in own:
            for left, right in _doubtful(indicator):
                first, second = sorted((left.name, right.name))
                likeness = similarity(core(left.name), core(right.name))
                _keep(found, Question(first, second, names[project.id], left, right, likeness))
    return sorted(found.values(), key=lambda q: (-q.likeness, q.first, q.second))[:_AT_MOST]


def _keep(found: dict[tuple[str, str], Question], question: Question) -> None:
    kept = found.get((question.first, question.second))
    if kept is None or kept.likeness < question.likeness:
        found[question.first, question.second] = question


def _doubtful(indicator: Indicator) -> list[tuple[Claim, Claim]]:
    """Return a promise of the indicator with every result that was put to it under another name without much to go by."""
    promised = next((claim for claim in indicator.claims if claim.role is Role.TARGET), None)
    if promised is None:
        return []
    return [
        (promised, claim)
        for claim in indicator.claims
        if claim.role is Role.ACTUAL and indicator.link(claim) < _DOUBTFUL and core(claim.name) != core(promised.name)
    ]


def _only(indicator: Indicator, wanted: Role, absent: Role) -> Claim | None:
    """Return the first claim of a role, where the indicator has none of the other."""
    if any(claim.role is absent for claim in indicator.claims):
        return None
    return next((claim for claim in indicator.claims if claim.role is wanted), None)


def _comparable(left: Claim, right: Claim) -> bool:
    a, b = left.quantity, right.quantity
    if a is None or b is None or a.unit is None or b.unit is None:
        return True
    return a.unit.canonical == b.unit.canonical
