"""What a project goes by in its papers, and how well two projects fit: code, name, undertaker, leader."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePosixPath

from rapidfuzz.distance import DamerauLevenshtein

from docaudit.model import Part
from docaudit.profiles.words import squash

SIMILAR = 0.8
_SAME = 0.999
CONTAINED = 6
_DISTINCT_NAME = 8
_FORMER = re.compile(
    r"\((?:原名|曾用名|原项目名称|原)(?:称|为)?:?([^()]{4,})\)|\((?:简称|以下简称)[:“\"]?([^()”\"]{4,})[”\"]?\)"
)
PUNCTUATION = re.compile(r"[《》“”\"'‘’「」()\[\],。、:;·—\-_/]")
_ENDING = re.compile(r"(?<=.{4})(?:项目|课题)$")
_PHASE = re.compile(
    r"([一二三四五六七八九十\d]+)期|第([一二三四五六七八九十\d]+)[批标包]|(?:课题|专题|子课题|标段)([一二三四五六七八九十\d]+)"
)
_NO_CODE = re.compile(r"[^0-9a-z\u4e00-\u9fff]")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


@dataclass(slots=True)
class Group:
    """Parts of one project so far, with the words it goes by, normalised."""

    parts: list[Part] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)
    undertakers: set[str] = field(default_factory=set)
    leaders: set[str] = field(default_factory=set)

    def add(self, part: Part) -> None:
        """Take in a part."""
        self.parts.append(part)
        self.names += [name for name in names_of(part) if name not in self.names]
        self.codes |= {code for code in (code_of(part),) if code}
        self.undertakers |= {who for who in (value_of(part, "undertaker"),) if who}
        self.leaders |= {who for who in (value_of(part, "leader"),) if who}

    def absorb(self, other: Group) -> None:
        """Take in all parts of another group."""
        for part in other.parts:
            self.add(part)


def value_of(part: Part, name: str) -> str:
    """Return a field without blanks and punctuation; empty where the part does not state it."""
    found = part.field(name)
    return PUNCTUATION.sub("", squash(found.value)).casefold() if found is not None else ""


def code_of(part: Part) -> str:
    """Return the normalised code; empty where the part states none."""
    found = part.field("project_code")
    return plain_code(found.value) if found is not None else ""


def plain_code(code: str) -> str:
    """Return a code as codes are compared."""
    return _NO_CODE.sub("", squash(code).casefold())


def plain(name: str) -> str:
    """Return a name as names are compared."""
    return _ENDING.sub("", PUNCTUATION.sub("", name).casefold())


def names_of(part: Part) -> list[str]:
    """Return the normalised name, and the former or short name in brackets behind it."""
    found = part.field("project_name")
    if found is None:
        return []
    bare = squash(found.value)
    other = [name for match in _FORMER.finditer(bare) for name in match.groups() if name]
    names = [plain(_FORMER.sub("", bare)), *(plain(name) for name in other)]
    return [name for name in dict.fromkeys(names) if name]


def fit(one: Group, other: Group) -> float:
    """Return how well two groups are the same project, 0 if they are not."""
    name = max((similar(a, b) for a in one.names for b in other.names), default=0.0)
    one_code = bool(one.codes & other.codes)
    contained = name < SIMILAR and any(is_contained(a, b) for a in one.names for b in other.names)
    if not one_code and name < SIMILAR and not contained:
        return 0.0
    both_coded = bool(one.codes and other.codes)
    same_who = same_organisation(one.undertakers, other.undertakers)
    same_leader = bool(one.leaders & other.leaders)
    strangers = same_who is False and not same_leader
    if one_code:
        unlike = bool(one.names and other.names) and name < 0.3 and strangers
        return 0.0 if unlike else 3.0 + name
    if name < SIMILAR:
        return 0.7 if not both_coded and (same_who is True or same_leader) else 0.0
    if name < _SAME:
        return 0.0 if strangers or (both_coded and not (same_who and _slip(one.codes, other.codes))) else name
    if both_coded and not _slip(one.codes, other.codes) and (strangers or (same_who is None and not same_leader)):
        return 0.0
    short = max(len(item) for item in one.names) < _DISTINCT_NAME
    if strangers and (short or _folders(one) != _folders(other)):
        return 0.0
    return 2.0


@lru_cache(maxsize=8192)
def similar(a: str, b: str) -> float:
    """Return the likeness of two names by their bigrams; names that differ in a number or a phase are not alike."""
    if a == b:
        return 1.0
    if _marks(a) != _marks(b):
        return 0.0
    left, right = bigrams(a), bigrams(b)
    total = sum(left.values()) + sum(right.values())
    return 2 * sum((left & right).values()) / total if total else 0.0


@lru_cache(maxsize=2048)
def _marks(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    phases = tuple(sorted(word for match in _PHASE.finditer(name) for word in match.groups() if word))
    return phases, tuple(sorted(_DIGITS.findall(name)))


@lru_cache(maxsize=2048)
def bigrams(text: str) -> Counter[str]:
    """Count the pairs of neighbouring characters."""
    return Counter(text[i : i + 2] for i in range(len(text) - 1))


def phases_differ(a: str, b: str) -> bool:
    """Whether two names tell of different phases or numbers: 一期 and 二期, 2022 and 2023."""
    return any(x and y and x != y for x, y in zip(_marks(a), _marks(b), strict=True))


def is_contained(a: str, b: str) -> bool:
    """Whether one name is part of the other, of the same phase."""
    short, long = sorted((a, b), key=len)
    return len(short) >= CONTAINED and short in long and _marks(short)[0] == _marks(long)[0]


def same_organisation(left: set[str], right: set[str]) -> bool | None:
    """Whether two papers name the same undertaker; None where one names none."""
    if not left or not right:
        return None
    return any(a in b or b in a or similar(a, b) >= SIMILAR for a in left for b in right)


def _slip(left: set[str], right: set[str]) -> bool:
    """Whether two codes differ by no more than a slip of the pen."""
    return any(
        DamerauLevenshtein.distance(a, b, score_cutoff=2) <= 2 and min(len(a), len(b)) >= 6 for a in left for b in right
    )


def _folders(item: Group) -> set[str]:
    return {str(PurePosixPath(part.path).parent) for part in item.parts}
