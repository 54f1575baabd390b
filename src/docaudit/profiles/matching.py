"""How well profiles fit what was seen: what a paper calls itself, then its headings and labels, last its prose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from docaudit.profiles.looks import Look, TitleLine
from docaudit.profiles.schema import Profile
from docaudit.profiles.words import squash

_NAME_WEIGHT = 10.0
_WEAK = 0.4
_COMPOSED = 0.6
_AMBIGUOUS = 0.4
_DECIDED = 1.5
_OUTWEIGHED = 0.25
_REACH = 10
"""How many characters may part the word of the stage from the closing word of a composed title."""
_CLUES_AT_MOST = 9.0
_ACCEPT = 5.5
_TIE = 0.5
_HEADING_LENGTH = 40
_ASIDE = re.compile(r"\([^()]*\)")
_OF_A_YEAR = re.compile(
    r"(?:项目|课题|工程|平台|基地)(?:19|20)\d\d年(?:度|[上下]半年|第?[一二三四1-4]季度|\d{1,2}月)?$"
)
"""What makes a weak name a title: 某某项目2022年工作进展."""
_GOVERNING = re.compile(r"^(?:关于|组织|开展|启动|做好|公开|集中|(?:19|20)\d\d年度?)+")
"""What leads up to a verb that governs the rest of a title: 关于申报某某专项资金的通知."""
_SLACK = 8
"""How much longer than the word a label may be and still be that label."""


@dataclass(frozen=True, slots=True)
class Match:
    """The profile that fits best (None: no profile fits) and how sure we are of the kind, 0 to 1."""

    profile: Profile | None
    confidence: float
    score: float = 0.0


@lru_cache(maxsize=4096)
def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(squash(word) for word in words)


def _quoted(line: str, start: int) -> bool:
    """Whether position `start` stands inside 《》 that closes again before the end."""
    return line.rfind("《", 0, start) > line.rfind("》", 0, start) and "》" in line[start:]


def _names(profile: Profile, line: str) -> tuple[int, bool, bool]:
    """Return the length of the longest name of `profile` in a title line, whether the line ends with it, and whether it is weak."""
    if any(word in line for word in _folded(profile.unless)):
        return 0, False, False
    found = [
        (line.endswith(name), len(name), weak)
        for weak, names in ((False, profile.names), (True, profile.weak_names))
        for name in _folded(names)
        if line.endswith(name) or (name in line and not _quoted(line, line.index(name)))
    ]
    tail, length, weak = max(found, key=lambda item: (item[0], item[1], not item[2]), default=(False, 0, False))
    return length, tail, weak


def tail_name(profiles: Iterable[Profile], line: str) -> int:
    """Return the length of the longest name of any profile that a title line ends with; 0 if it ends with none."""
    return max((length for length, tail, _ in (_names(profile, line) for profile in profiles) if tail), default=0)


def _stem(profile: Profile, line: str, *, deciding: bool = False) -> tuple[int, int]:
    """Return where the last stage word of a composed title ends and how long its closing word is; (0, 0) if it is none.

    With `deciding` only the stems that outweigh names count.
    """
    if any(word in line for word in _folded(profile.unless)):
        return 0, 0
    line = _ASIDE.sub("", line)
    best = (0, 0)
    for stem in profile.stems:
        if (deciding and not stem.decides) or any(word in line for word in _folded(stem.unless)):
            continue
        form = max((len(word) for word in _folded(stem.form) if line.endswith(word)), default=0)
        if not form:
            continue
        front = line[: len(line) - form]
        ends = (front.rfind(word) + len(word) for word in _folded(stem.stage) if word in front)
        end = max(ends, default=0)
        governs = line[-form:].startswith("的") and _GOVERNING.sub("", front).startswith(_folded(stem.stage))
        if end and (len(front) - end <= _REACH or governs) and not _quoted(line, end - 1):
            best = max(best, (end, form))
    return best


def _composed(profiles: Sequence[Profile], line: str) -> dict[str, float]:
    """Return by profile id how strongly a title line is composed as its title.

    The stage word nearest to the end decides; two stages side by side (进展与经费使用情况报告) are ambiguous.
    """
    found = {profile.id: stem for profile in profiles if (stem := _stem(profile, line))[0]}
    last = max(found.values(), default=(0, 0))
    kinds = {profile.kind for profile in profiles if profile.id in found}
    joined = len(kinds) > 1 and any(word in line[-(_REACH + last[1]) :] for word in ("与", "和", "及", "暨", "、"))
    return {
        name: (_AMBIGUOUS if joined else _COMPOSED) if stem == last else _COMPOSED / 4 for name, stem in found.items()
    }


def _name_scores(profiles: Sequence[Profile], titles: Sequence[TitleLine]) -> dict[str, float]:
    """Return by profile id how strongly a title line names it, 0 to 1.

    The head of a Chinese title is its end: 任务书考核指标调整申请 is no 任务书.  Among names that end one line the longest is meant
    (绩效自评价报告 is no 评价报告).
    """
    scores: dict[str, float] = {}
    for line in titles:
        found = {profile.id: _names(profile, line.text) for profile in profiles}
        decided = [profile.id for profile in profiles if _stem(profile, line.text, deciding=True)[0]]
        longest = max((length for length, tail, _ in found.values() if tail), default=0)
        longest_inside = max((length for length, tail, _ in found.values() if not tail), default=0)
        for name, (length, tail, weak) in found.items():
            if not length:
                continue
            if tail:
                factor = 1.0 if length == longest else 0.25
            elif longest:
                factor = 0.05
            else:
                factor = 0.45 if length == longest_inside else 0.15
            factor *= (_COMPOSED if tail and _OF_A_YEAR.search(line.text[:-length]) else _WEAK) if weak else 1.0
            if decided:
                factor *= _OUTWEIGHED
            scores[name] = max(scores.get(name, 0.0), factor * line.strength)
        for name in decided:
            scores[name] = max(scores.get(name, 0.0), _DECIDED * line.strength)
        if not decided and not any(tail and not weak for _, tail, weak in found.values()):
            for name, factor in _composed(profiles, line.text).items():
                scores[name] = max(scores.get(name, 0.0), factor * line.strength)
    return scores


class _Words:
    """Which words a look has where; the profiles ask for many of them again and again."""

    def __init__(self, look: Look) -> None:
        self._labels = look.labels
        opening = look.opening
        self._where = {
            "title": opening,
            "heading": "\n".join(heading for heading in look.headings if len(heading) <= _HEADING_LENGTH),
            "label": "\n".join(look.labels),
            "text": look.text,
        }
        self._front = "\n".join((opening, *look.headings, *look.labels, look.text[:600]))
        self._known: dict[tuple[str, str], bool] = {}

    def has(self, word: str, where: str) -> bool:
        """Whether the word stands there, as a label by itself or nearly so; squashed words hold no line break."""
        known = self._known.get((where, word))
        if known is None:
            known = word in self._where[where]
            if known and where == "label":
                longest = len(word) + _SLACK
                known = any(word in item and len(item) <= longest for item in self._labels)
            self._known[where, word] = known
        return known

    def in_front(self, words: Iterable[str]) -> bool:
        """Whether one of the words stands in a title, a heading, a label or at the beginning of the text."""
        return any(word in self._front for word in words)


def _clue_score(profile: Profile, words: _Words) -> float:
    plus = minus = 0.0
    for clue in profile.clues:
        where, has = clue.where, words.has
        if any(has(word, where) for word in _folded(clue.none)):
            continue
        if not all(has(word, where) for word in _folded(clue.all)):
            continue
        if clue.any and sum(has(word, where) for word in _folded(clue.any)) < clue.at_least:
            continue
        if clue.weight > 0:
            plus += clue.weight
        else:
            minus += clue.weight
    return min(plus, _CLUES_AT_MOST) + minus


def best_match(profiles: Sequence[Profile], look: Look, *, file_name: str = "") -> Match:
    """Return which profile fits a look.  The file name only decides between profiles that fit equally well."""
    words = _Words(look)
    able = [profile for profile in profiles if not profile.requires or words.in_front(_folded(profile.requires))]
    named = _name_scores(able, look.titles)
    scores = {profile.id: _NAME_WEIGHT * named.get(profile.id, 0.0) + _clue_score(profile, words) for profile in able}
    ranked = sorted(able, key=lambda profile: (-scores[profile.id], not profile.requires, profile.id))
    if not ranked or scores[ranked[0].id] < _ACCEPT:
        return Match(None, 0.2, scores[ranked[0].id] if ranked else 0.0)
    first = ranked[0]
    stem = squash(file_name)
    for rival in ranked[1:]:
        if scores[first.id] - scores[rival.id] > _TIE or rival.kind is first.kind:
            continue
        own, other = (max((len(n) for n in _folded(p.names) if n in stem), default=0) for p in (first, rival))
        if other > own:
            first = rival
        break
    score = scores[first.id]
    rival_score = max((scores[p.id] for p in able if p.kind is not first.kind), default=0.0)
    margin = max(0.0, score - max(0.0, rival_score)) / score
    strength = min(1.0, score / _NAME_WEIGHT)
    confidence = round(strength * (0.5 + 0.5 * min(1.0, 2.0 * margin)), 2)
    return Match(first, confidence, score)
