"""Follow every indicator of one project through all its papers."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from docaudit.align.abbreviations import abbreviates
from docaudit.align.apart import Apart
from docaudit.align.entries import entries_of
from docaudit.align.kinds import RELATED, WEAK
from docaudit.align.names import Weights, core, heads, similarity, words
from docaudit.align.polarity import direction, polarity_by_name, polarity_of
from docaudit.align.threads import Thread, Threads
from docaudit.align.told import with_told_results
from docaudit.model import Claim, Indicator, Kind, Project, Role

__all__ = [
    "RELATED",
    "WEAK",
    "abbreviates",
    "align",
    "core",
    "direction",
    "heads",
    "polarity_by_name",
    "polarity_of",
    "similarity",
    "with_told_results",
    "words",
]


def align(
    project: Project, *, aliases: Sequence[Sequence[str]] = (), not_aliases: Sequence[Sequence[str]] = ()
) -> tuple[Indicator, ...]:
    """Return the threads of target, actual and baseline claims over all parts of one project.

    `aliases` are groups of names that a person said are one indicator, `not_aliases` groups of names of which every
    two are not; where both speak of two names, they stay apart.  Threads stand in the order of their first claim,
    claims in the order of the project's parts; `links` say how sure each claim's place in its thread is.

    What a table shares out over places is followed place by place, behind the wholes and only where there is something
    to hold it against: a place's share is no other value of the whole, and no promise of its own.
    """
    apart = Apart(not_aliases)
    called = {core(name): i for i, names in enumerate(aliases) for name in names}
    places = dict.fromkeys(("", *(claim.place_of for part in project.parts for claim in part.claims)))
    found: list[Thread] = []
    for place in places:
        by_part = [entries_of(part, i, apart, place) for i, part in enumerate(project.parts)]
        weights = Weights(name for entries in by_part for entry in entries for name in entry.names)
        threads = Threads(weights, called, apart)
        for entries in by_part:
            if entries:
                threads.take(entries)
        found += [thread for thread in threads.threads if not place or _compares(thread)]
    seen: Counter[str] = Counter()
    return tuple(_indicator(project.id, thread, seen) for thread in found)


def _compares(thread: Thread) -> bool:
    """Whether a thread says more than one side, or is told by more than one part."""
    parts = {entry.part for entry in thread.entries}
    roles = {role for entry in thread.entries for role in entry.roles}
    return len(parts) > 1 or len(roles) > 1


def _indicator(project_id: str, thread: Thread, seen: Counter[str]) -> Indicator:
    order = sorted(range(len(thread.entries)), key=lambda i: (thread.entries[i].part, thread.entries[i].order))
    claims = [claim for i in order for claim in thread.entries[i].claims]
    links = [round(thread.links[i], 3) for i in order for _ in thread.entries[i].claims]
    name = _name(claims)
    key = core(claims[0].name)
    seen[key] += 1
    digest = hashlib.sha1(f"{project_id}\x1f{key}\x1f{seen[key]}".encode()).hexdigest()[:10]
    polarity = polarity_of(name, claims)
    return Indicator(f"i{digest}", project_id, name, polarity, tuple(claims), tuple(links))


def _name(claims: Sequence[Claim]) -> str:
    """What the agreement calls it, else the first promise, else the first words."""
    promised = [claim for claim in claims if claim.role is Role.TARGET]
    agreed = [claim for claim in promised if claim.stage is Kind.TASK_AGREEMENT]
    return (agreed or promised or list(claims))[0].name
