"""Indicators that do not fit the class of a project: an applied project judged by its papers alone."""

from __future__ import annotations

from collections.abc import Iterator

from docaudit import lexicon
from docaudit.align import core
from docaudit.checks.base import Case, Hit, Holds, Result, Scope, check, evidence
from docaudit.checks.classes import class_texts
from docaudit.checks.papers import label
from docaudit.model import Claim, Kind, Part, Role


@check(Scope.PROJECT, says=("paper", "sort", "names", "why"))
def class_unfit_indicator(case: Case, *, least: int = 2) -> Iterator[Result]:
    """All targets of a project are of a sort that its class is not to be judged by alone, or none is an output.

    Applies where the papers name one class and the agreement, or the application without one, lists at least `least`
    targets.  One that the vocabulary does not know counts as an output.
    """
    sort = _class_of(case)
    promised = _promised(case, least)
    if sort is None or promised is None:
        return
    part, targets = promised
    process = lexicon.project_classes().process
    names = list(dict.fromkeys(core(claim.name) for claim in targets))
    fitting = [c for c in targets if _has(c, sort.outputs) or not (_has(c, sort.alone) or _has(c, process))]
    if fitting:
        yield Holds(f"{sort.name}类项目列有产出指标“{fitting[0].name}”", (evidence(fitting[0]),))
        return
    alone = [c for c in targets if _has(c, sort.alone)]
    yield Hit(
        evidence=tuple(evidence(claim) for claim in targets[:4]),
        says={
            "paper": label(part, case),
            "sort": sort.name,
            "names": "、".join(names[:5]) + ("等" if len(names) > 5 else ""),
            "why": "没有与该类项目相称的产出指标" if alone else "没有产出指标",
        },
        confidence=0.7,
        key=(sort.name, part.kind.value),
    )


def _promised(case: Case, least: int) -> tuple[Part, list[Claim]] | None:
    for kind in (Kind.TASK_AGREEMENT, Kind.APPLICATION):
        for part in reversed(case.parts(kind)):
            targets = [claim for claim in part.claims if claim.role is Role.TARGET]
            if len({core(claim.name) for claim in targets}) >= least:
                return part, targets
    return None


def _class_of(case: Case) -> lexicon.ProjectClass | None:
    """Return the one class that the papers name where they state a class, else the one that the project's name tells."""
    stated, names, _ = class_texts(case)
    known = lexicon.project_classes().classes
    found = [c for c in known if any(word in text for word in c.named for text in stated)]
    found = found or [c for c in known if any(word in text for word in c.told for text in names)]
    return found[0] if len(found) == 1 else None


def _has(claim: Claim, words: list[str]) -> bool:
    return any(word in claim.name for word in words)
