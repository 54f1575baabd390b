"""Group the parts of papers into projects: by code, then by name, with the undertaker as support, last by folder."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePosixPath

from rapidfuzz.distance import DamerauLevenshtein

from docaudit.model import Kind, Paper, Part, Project, Table
from docaudit.profiles.words import squash

_OUTSIDE = {Kind.POLICY, Kind.GUIDELINE}
_SIMILAR = 0.8
_SAME = 0.999
_CONTAINED = 6
_DISTINCT_NAME = 8
_MENTION_TEXT = 60_000
_FORMER = re.compile(
    r"\((?:原名|曾用名|原项目名称|原)(?:称|为)?:?([^()]{4,})\)|\((?:简称|以下简称)[:“\"]?([^()”\"]{4,})[”\"]?\)"
)
_PUNCTUATION = re.compile(r"[《》“”\"'‘’「」()\[\],。、:;·—\-_/]")
_ENDING = re.compile(r"(?<=.{4})(?:项目|课题)$")
_PHASE = re.compile(
    r"([一二三四五六七八九十\d]+)期|第([一二三四五六七八九十\d]+)[批标包]|(?:课题|专题|子课题|标段)([一二三四五六七八九十\d]+)"
)
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


@dataclass(slots=True)
class _Group:
    """Parts of one project so far, with the words it goes by, normalised."""

    parts: list[Part] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)
    undertakers: set[str] = field(default_factory=set)
    leaders: set[str] = field(default_factory=set)

    def add(self, part: Part) -> None:
        self.parts.append(part)
        self.names += [name for name in _names(part) if name not in self.names]
        self.codes |= {code for code in (_code(part),) if code}
        self.undertakers |= {who for who in (_value(part, "undertaker"),) if who}
        self.leaders |= {who for who in (_value(part, "leader"),) if who}

    def absorb(self, other: _Group) -> None:
        for part in other.parts:
            self.add(part)


def group(papers: Iterable[Paper], words: Callable[[Part], str] | None = None) -> tuple[Project, ...]:
    """Return the projects of a folder, each with its parts in the order of stages and then of paths.

    `words` fetches what `words_of` says of a part whose blocks are not at hand.

    Policies, guidelines and letters belong to no project; nor does a paper of unknown kind that names none.  A part
    without name and code goes to the project of its document, the only one it mentions, or the only one of its folder.
    """
    parts = sorted((part for paper in papers for part in paper.parts if _takes_part(part)), key=_order)
    named = [part for part in parts if _names(part) or _code(part)]
    nameless = [part for part in parts if not (_names(part) or _code(part))]
    groups = _named_groups(named)
    known = list(groups)
    alone: dict[str, _Group] = {}
    for part in nameless:
        home = _home(part, known, words or words_of)
        if home is not None:
            home.parts.append(part)
            continue
        key = part.document if known else str(PurePosixPath(part.path).parent)
        if key not in alone:
            alone[key] = _Group()
            groups.append(alone[key])
        alone[key].add(part)
    projects = [_project(item) for item in groups]
    ids = Counter(project.id for project in projects)
    projects = [_told_apart(project) if ids[project.id] > 1 else project for project in projects]
    return tuple(sorted(projects, key=lambda project: (_order(project.parts[0]), project.id)))


def _takes_part(part: Part) -> bool:
    if part.kind in _OUTSIDE:
        return False
    return part.kind is not Kind.OTHER or (not part.profile and bool(_names(part) or _code(part)))


def _order(part: Part) -> tuple[int, str, str]:
    return part.kind.order, part.path, part.id


def _value(part: Part, name: str) -> str:
    found = part.field(name)
    return _PUNCTUATION.sub("", squash(found.value)).casefold() if found is not None else ""


def _code(part: Part) -> str:
    found = part.field("project_code")
    return re.sub(r"[^0-9a-z\u4e00-\u9fff]", "", squash(found.value).casefold()) if found is not None else ""


def _plain(name: str) -> str:
    return _ENDING.sub("", _PUNCTUATION.sub("", name).casefold())


def _names(part: Part) -> list[str]:
    """Return the normalised name, and the former or short name in brackets behind it."""
    found = part.field("project_name")
    if found is None:
        return []
    bare = squash(found.value)
    other = [name for match in _FORMER.finditer(bare) for name in match.groups() if name]
    names = [_plain(_FORMER.sub("", bare)), *(_plain(name) for name in other)]
    return [name for name in dict.fromkeys(names) if name]


def _named_groups(parts: Sequence[Part]) -> list[_Group]:
    """Group the parts that state a name or a code; those that state both come first, for they tie names to codes."""
    groups: list[_Group] = []
    for part in sorted(parts, key=lambda item: (not (_names(item) and _code(item)), not _names(item), _order(item))):
        single = _Group()
        single.add(part)
        fitting = [(score, -i) for i, other in enumerate(groups) if (score := _fit(single, other)) > 0]
        if fitting:
            groups[-max(fitting)[1]].add(part)
        else:
            groups.append(single)
    return _merged(groups)


def _merged(groups: list[_Group]) -> list[_Group]:
    """Merge groups that a later part has tied together, until nothing fits any more."""
    merged = True
    while merged:
        merged = False
        for i, one in enumerate(groups):
            other = next((item for item in groups[i + 1 :] if _fit(one, item) > 0), None)
            if other is not None:
                one.absorb(other)
                groups = [item for item in groups if item is not other]
                merged = True
                break
    return groups


def _fit(one: _Group, other: _Group) -> float:
    """Return how well two groups are the same project, 0 if they are not."""
    name = max((_similar(a, b) for a in one.names for b in other.names), default=0.0)
    both_coded = bool(one.codes and other.codes)
    same_who = _same_organisation(one.undertakers, other.undertakers)
    same_leader = bool(one.leaders & other.leaders)
    strangers = same_who is False and not same_leader
    if one.codes & other.codes:
        unlike = bool(one.names and other.names) and name < 0.3 and strangers
        return 0.0 if unlike else 3.0 + name
    if name < _SIMILAR:
        contained = any(_contained(a, b) for a in one.names for b in other.names)
        return 0.7 if contained and not both_coded and (same_who is True or same_leader) else 0.0
    if name < _SAME:
        return 0.0 if strangers or (both_coded and not (same_who and _slip(one.codes, other.codes))) else name
    if both_coded and not _slip(one.codes, other.codes) and (strangers or (same_who is None and not same_leader)):
        return 0.0
    short = max(len(item) for item in one.names) < _DISTINCT_NAME
    if strangers and (short or _folders(one) != _folders(other)):
        return 0.0
    return 2.0


@lru_cache(maxsize=65536)
def _similar(a: str, b: str) -> float:
    """Return the likeness of two names by their bigrams; names that differ in a number or a phase are not alike."""
    if a == b:
        return 1.0
    if _marks(a) != _marks(b):
        return 0.0
    left, right = _bigrams(a), _bigrams(b)
    total = sum(left.values()) + sum(right.values())
    return 2 * sum((left & right).values()) / total if total else 0.0


@lru_cache(maxsize=8192)
def _marks(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    phases = tuple(sorted(word for match in _PHASE.finditer(name) for word in match.groups() if word))
    return phases, tuple(sorted(_DIGITS.findall(name)))


@lru_cache(maxsize=8192)
def _bigrams(text: str) -> Counter[str]:
    return Counter(text[i : i + 2] for i in range(len(text) - 1))


def _contained(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return len(short) >= _CONTAINED and short in long and _marks(short)[0] == _marks(long)[0]


def _same_organisation(left: set[str], right: set[str]) -> bool | None:
    """Whether two papers name the same undertaker; None where one names none."""
    if not left or not right:
        return None
    return any(a in b or b in a or _similar(a, b) >= _SIMILAR for a in left for b in right)


def _slip(left: set[str], right: set[str]) -> bool:
    """Whether two codes differ by no more than a slip of the pen."""
    return any(
        DamerauLevenshtein.distance(a, b, score_cutoff=2) <= 2 and min(len(a), len(b)) >= 6 for a in left for b in right
    )


def _folders(item: _Group) -> set[str]:
    return {str(PurePosixPath(part.path).parent) for part in item.parts}


def _home(part: Part, groups: Sequence[_Group], words: Callable[[Part], str]) -> _Group | None:
    """Return the project that a part without name and code belongs to, None if that is not clear."""
    beside = [item for item in groups if any(other.document == part.document for other in item.parts)]
    if len(beside) == 1:
        return beside[0]
    text = words(part)
    mentioned = [item for item in groups if any(len(n) >= _CONTAINED and n in text for n in (*item.names, *item.codes))]
    if len(mentioned) == 1:
        return mentioned[0]
    if mentioned:
        return None
    who = {name for name in (_value(part, "undertaker"),) if name}
    for folder in PurePosixPath(part.path).parents:
        inside = [
            item for item in groups if any(PurePosixPath(other.path).is_relative_to(folder) for other in item.parts)
        ]
        if inside:
            only = inside[0] if len(inside) == 1 else None
            return None if only is not None and _same_organisation(who, only.undertakers) is False else only
    return None


def is_nameless(part: Part) -> bool:
    """Whether a part belongs to a project that it does not name, so that its words may tell which."""
    return _takes_part(part) and not (_names(part) or _code(part))


def words_of(part: Part) -> str:
    """Return the text of a part as names and codes are looked for in it."""
    pieces = [part.title]
    for block in part.blocks:
        pieces += [cell.text for cell in block.cells()] if isinstance(block, Table) else [block.text]
    return _PUNCTUATION.sub("", squash("".join(pieces)[:_MENTION_TEXT])).casefold()


def _project(item: _Group) -> Project:
    parts = tuple(sorted(item.parts, key=_order))
    name, code = _most_stated(parts, "project_name"), _most_stated(parts, "project_code")
    shown = name
    if not name and not code:
        folder = PurePosixPath(parts[0].path).parent
        key = "\0" + (parts[0].path if len({part.document for part in parts}) == 1 else str(folder))
        shown = PurePosixPath(parts[0].path).stem if len({part.document for part in parts}) == 1 else folder.name
        return Project(_id(key), shown or "未写明名称的项目", "", parts)
    key = re.sub(r"[^0-9a-z\u4e00-\u9fff]", "", squash(code).casefold()) or _plain(squash(name))
    return Project(_id(key), shown or code, code, parts)


def _told_apart(project: Project) -> Project:
    """Return the project under an id that also rests on what tells it from others of the same name."""
    who = next((value for part in project.parts if (value := _value(part, "undertaker"))), project.parts[0].path)
    return Project(
        _id("\0".join((project.code, _plain(squash(project.name)), who))), project.name, project.code, project.parts
    )


def _most_stated(parts: Sequence[Part], name: str) -> str:
    """Return the value that most parts state, the earliest stage's where several do, as printed."""
    values = [found.value for part in parts if (found := part.field(name)) is not None]
    counts = Counter(squash(value) for value in values)
    return max(values, key=lambda value: (counts[squash(value)], -values.index(value)), default="")


def _id(key: str) -> str:
    return "p" + hashlib.sha1(key.encode("utf-8", "surrogatepass")).hexdigest()[:10]
