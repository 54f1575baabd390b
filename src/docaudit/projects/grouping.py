"""Group the parts of papers into projects: by code, then by name, with the undertaker as support, last by folder."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePosixPath

from docaudit.model import Kind, Paper, Part, Project, Table
from docaudit.profiles.words import squash
from docaudit.projects.index import Homes, Index
from docaudit.projects.kindred import join_kindred
from docaudit.projects.likeness import PUNCTUATION, Group, code_of, fit, names_of, plain, plain_code, value_of

_OUTSIDE = {Kind.POLICY, Kind.GUIDELINE}
_MENTION_TEXT = 60_000


def group(papers: Iterable[Paper], words: Callable[[Part], str] | None = None) -> tuple[Project, ...]:
    """Return the projects of a folder, each with its parts in the order of stages and then of paths.

    `words` fetches what `words_of` says of a part whose blocks are not at hand.

    Policies, guidelines and letters belong to no project; nor does a paper of unknown kind that names none.  A part
    without name and code goes to the project of its document, the only one it mentions, or the only one of its folder.
    """
    parts = sorted((part for paper in papers for part in paper.parts if _takes_part(part)), key=_order)
    named = [part for part in parts if names_of(part) or code_of(part)]
    nameless = [part for part in parts if not (names_of(part) or code_of(part))]
    groups = join_kindred(_named_groups(named))
    homes = Homes(groups)
    alone: dict[str, Group] = {}
    for part in nameless:
        if homes.take_in(part, words or words_of):
            continue
        key = str(PurePosixPath(part.path).parent) if homes.are_none else part.document
        if key not in alone:
            alone[key] = Group()
            groups.append(alone[key])
        alone[key].add(part)
    projects = [_project(item) for item in groups]
    ids = Counter(project.id for project in projects)
    projects = [_told_apart(project) if ids[project.id] > 1 else project for project in projects]
    return tuple(sorted(projects, key=lambda project: (_order(project.parts[0]), project.id)))


def _named_groups(parts: Sequence[Part]) -> list[Group]:
    """Group the parts that state a name or a code; those that state both come first, for they tie names to codes."""
    groups: list[Group] = []
    index = Index()
    for part in sorted(
        parts, key=lambda item: (not (names_of(item) and code_of(item)), not names_of(item), _order(item))
    ):
        single = Group()
        single.add(part)
        fitting = [(score, -i) for i in index.near(single) if (score := fit(single, groups[i])) > 0]
        at = -max(fitting)[1] if fitting else len(groups)
        if fitting:
            groups[at].add(part)
        else:
            groups.append(single)
        index.add(at, single)
    return _merged(groups, index)


def _merged(groups: Sequence[Group], index: Index) -> list[Group]:
    """Merge groups that a later part has tied together, until nothing fits any more.

    The first group that fits a later one takes in the first of these, and again: so that the order decides and not the
    way in which they are found.  Groups before `at` fit none.
    """
    left = [True] * len(groups)
    at = 0
    while at < len(groups):
        later = (i for i in sorted(index.near(groups[at])) if i > at and left[i]) if left[at] else iter(())
        other = next((i for i in later if fit(groups[at], groups[i]) > 0), None)
        if other is None:
            at += 1
            continue
        first: int | None = at
        while first is not None:
            groups[first].absorb(groups[other])
            index.add(first, groups[other])
            left[other] = False
            at = other = first
            earlier = (i for i in sorted(index.near(groups[at])) if i < at and left[i])
            first = next((i for i in earlier if fit(groups[i], groups[at]) > 0), None)
    return [group for group, stays in zip(groups, left, strict=True) if stays]


def _takes_part(part: Part) -> bool:
    if part.kind in _OUTSIDE:
        return False
    return part.kind is not Kind.OTHER or (not part.profile and bool(names_of(part) or code_of(part)))


def _order(part: Part) -> tuple[int, str, str]:
    return part.kind.order, part.path, part.id


def is_nameless(part: Part) -> bool:
    """Whether a part belongs to a project that it does not name, so that its words may tell which."""
    return _takes_part(part) and not (names_of(part) or code_of(part))


def words_of(part: Part) -> str:
    """Return the text of a part as names and codes are looked for in it."""
    pieces = [part.title]
    for block in part.blocks:
        pieces += [cell.text for cell in block.cells()] if isinstance(block, Table) else [block.text]
    return PUNCTUATION.sub("", squash("".join(pieces)[:_MENTION_TEXT])).casefold()


def _project(item: Group) -> Project:
    parts = tuple(sorted(item.parts, key=_order))
    name, code = _most_stated(parts, "project_name"), _most_stated(parts, "project_code")
    shown = name
    if not name and not code:
        folder = PurePosixPath(parts[0].path).parent
        key = "\0" + (parts[0].path if len({part.document for part in parts}) == 1 else str(folder))
        shown = PurePosixPath(parts[0].path).stem if len({part.document for part in parts}) == 1 else folder.name
        return Project(_id(key), shown or "未写明名称的项目", "", parts)
    key = plain_code(code) or plain(squash(name))
    return Project(_id(key), shown or code, code, parts)


def _told_apart(project: Project) -> Project:
    """Return the project under an id that also rests on what tells it from others of the same name."""
    who = next((value for part in project.parts if (value := value_of(part, "undertaker"))), project.parts[0].path)
    return Project(
        _id("\0".join((project.code, plain(squash(project.name)), who))), project.name, project.code, project.parts
    )


def _most_stated(parts: Sequence[Part], name: str) -> str:
    """Return the value that most parts state, the earliest stage's where several do, as printed."""
    values = [found.value for part in parts if (found := part.field(name)) is not None]
    counts = Counter(squash(value) for value in values)
    return max(values, key=lambda value: (counts[squash(value)], -values.index(value)), default="")


def _id(key: str) -> str:
    return "p" + hashlib.sha1(key.encode("utf-8", "surrogatepass")).hexdigest()[:10]
