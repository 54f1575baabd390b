"""What of a paper stays at hand when all papers are read: its outline, and what tells whether another repeats it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from docaudit.checks import OF_PAPER, gather
from docaudit.duplicates import Gist, gist_of
from docaudit.model import Bundle, Coverage, Kind, Paper, Part, Place, Status
from docaudit.projects import is_nameless, words_of

_SHARED = (Kind.POLICY, Kind.GUIDELINE)


@dataclass(frozen=True, slots=True)
class Outline:
    """A paper without its text.

    `paper` has no blocks, claims, figures and recomputations, except for policies and guidelines, with which every
    project is compared.  `words` are those of the parts that name no project, by part, packed.  `whole` is the paper
    itself where it could not be left in the store.
    """

    paper: Paper
    gist: Gist | None = None
    words: dict[str, Bundle] = field(default_factory=dict)
    gathered: dict[str, Bundle | str] = field(default_factory=dict)
    whole: Paper | None = None


def outline(paper: Paper) -> Outline:
    """Return the outline of a paper that has just been read."""
    document = paper.document
    light = Paper(replace(document, blocks=()), tuple(_light(part) for part in paper.parts))
    if document.status is Status.UNREADABLE:
        return Outline(light, None, {}, gather(OF_PAPER, paper))
    words = {part.id: Bundle.of((words_of(part),)) for part in paper.parts if is_nameless(part)}
    return Outline(light, gist_of(paper), words, gather(OF_PAPER, paper))


def _light(part: Part) -> Part:
    if part.kind in _SHARED:
        return part
    nowhere = Place(part.document, "", "")
    fields = tuple(replace(item, place=nowhere) for item in part.fields)
    return replace(part, blocks=(), fields=fields, claims=(), figures=(), recomputations=())


def coverage_of(part: Part, checked: set[str]) -> Coverage:
    """Count the figures of a part; `checked` are the ids of the claims that took part in a comparison."""
    used = {f.id for r in part.recomputations for f in (r.printed, *r.operands)}
    in_claims = sum(f.claim is not None for f in part.figures)
    in_checks = sum(f.id in used or f.claim in checked for f in part.figures)
    return Coverage(len(part.figures), in_claims, in_checks)
