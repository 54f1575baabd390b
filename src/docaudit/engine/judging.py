"""Align and examine one project; what is said of it rests on its own papers, the guidelines and the rules alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from docaudit.align import align, with_told_results
from docaudit.checks import OF_CASE, Case, gather
from docaudit.checks.guideline import above
from docaudit.engine.outline import coverage_of
from docaudit.model import Bundle, Coverage, Indicator, Paper, Part, Project
from docaudit.rules import Rule, Told, examine, packed


@dataclass(frozen=True, slots=True)
class Job:
    """What is judged together: the parts of a project (outlines), or parts of one paper that belong to none.

    `parts` are in the order in which the rules look at them.
    """

    project: Project | None
    parts: tuple[Part, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a job: what every rule said, in the order of the rules, with the records packed."""

    told: tuple[Told, ...]
    indicators: Bundle
    above: Bundle
    """What policies and guidelines set for an indicator: its id, their claims."""
    coverage: dict[str, Coverage]
    """By part."""
    gathered: dict[str, Bundle | str] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Whether a check failed, which another run may repair."""
        return any(told.failed for told in self.told)


@dataclass(frozen=True, slots=True)
class Common:
    """What all projects of a run are judged by."""

    guidelines: tuple[Part, ...]
    rules: tuple[Rule, ...]
    aliases: tuple[tuple[str, ...], ...] = ()
    not_aliases: tuple[tuple[str, ...], ...] = ()


Fetch = Callable[[str], Paper]


def judge_job(job: Job, common: Common, fetch: Fetch) -> Verdict:
    """Judge a project; `fetch` returns the whole paper of a document's id."""
    papers = {name: fetch(name) for name in dict.fromkeys(part.document for part in job.parts)}
    whole = {part.id: part for paper in papers.values() for part in paper.parts}
    parts = [whole.get(part.id, part) for part in job.parts]
    case = None
    indicators: tuple[Indicator, ...] = ()
    if job.project is not None:
        project = replace(job.project, parts=tuple(whole.get(part.id, part) for part in job.project.parts))
        project = with_told_results(project)
        indicators = align(project, aliases=common.aliases, not_aliases=common.not_aliases)
        case = Case(project, indicators, common.guidelines)
    examined = examine(common.rules, parts, case)
    checked = {claim.id for i in indicators if i.id in examined.touched for claim in i.claims}
    return Verdict(
        packed(examined.told),
        Bundle.of(indicators),
        Bundle.of([(i.id, claims) for i in indicators if (claims := above(i, case))] if case is not None else []),
        {part.id: coverage_of(part, checked) for part in parts},
        gather(OF_CASE, case) if case is not None else {},
    )
