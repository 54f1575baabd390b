"""Whether a text states targets or actuals: by its section, by the label at its head, by the words of the clause."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from docaudit.lexicon import plain_header, words
from docaudit.model import Block, Heading, Kind, Paragraph, ParagraphKind, Part, Role
from docaudit.profiles import Profile, Section

BEFORE = frozenset({Kind.POLICY, Kind.GUIDELINE, Kind.APPLICATION, Kind.TASK_AGREEMENT, Kind.AMENDMENT})
"""Kinds of paper written before the work: what they state is a target unless they say otherwise."""
AFTER = frozenset({Kind.PROGRESS_REPORT, Kind.SELF_EVALUATION, Kind.ACCEPTANCE_REPORT})
_SAYING = AFTER | BEFORE

_REPORTS = AFTER | {Kind.EVALUATION_REPORT}
_CHECKED = re.compile(r"(?:核查|核验|复核)(?:情况|结果)?$")
"""A heading over what was found right or wrong; other headings of the paper need not say where results stand."""

_ANSWERED = re.compile(r"问题|短板|瓶颈|堵点|痛点|难点")
"""A proposal that goes through the problems says below each what is to be done about it."""
_LABEL = re.compile(r"^\s*(?:[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．]\s*)?([^:：。；;，,\n]{2,20})[:：]")
_PSEUDO_HEADING = re.compile(
    r"^\s*(?:方向[一二三四五六七八九十\d]{1,2}[、.：:]?|第?[一二三四五六七八九十]{1,3}[、.．章节]|[(（][一二三四五六七八九十\d]{1,2}[)）]|\d{1,2}(?:\.\d{1,2}){0,2}[、.．]?\s*)\s*[^。；;，,:：\n]{2,24}[:：]?\s*$"
)
_SHARE_OF = re.compile(r"(?:任务|目标|指标|数|值|量)*的(?:约)?\s*[\d.]+\s*[%％]")
"""完成年度计划的104.4% says nothing of what stands behind it."""
_STEM = 2
"""A section word this short counts only as the last word of a heading or of one of its parts."""
_PROMISES = ("目标", "计划", "任务")
_SIDED_LABELS = ("考核", "验收", "绩效", "任务", "合同", "预期", "计划", "目标", "约定", "设定", "完成")
_STEMMED = frozenset({"target", "actual"})
_SIDE_TOLD = re.compile(
    r"\s*(?:年度|年初|任务书|合同)?(?:目标|计划|任务|要求|约定|完成|实际|实现|达到)(?:值|数|了)?[为：:]?\s*[≥≤不至约]?[^，,；;。]{0,6}\d"
)
_TAIL = re.compile(r"$|[及与和、，,（(:：]|情况|方面|说明|概述|总结|展示|汇总|清单|一览|分析|部分")
_PROFILE_ROLES = {
    Section.TARGETS: "target",
    Section.RESULTS: "actual",
    Section.BASELINE: "baseline",
    Section.FUNDS: "none",
    Section.SCHEDULE: "none",
    Section.PEOPLE: "none",
    Section.BACKGROUND: "none",
}


class Stance(StrEnum):
    """What the text at some point of a paper states when its own words do not say."""

    TARGET = "target"
    ACTUAL = "actual"
    SILENT = "silent"
    """Nothing that is an indicator's: background, funds, schedule."""
    OPEN = "open"
    """What is to be done or on what conditions: what is promised there says so itself."""

    @property
    def role(self) -> Role | None:
        """The role of a claim read there, or None."""
        return {"target": Role.TARGET, "actual": Role.ACTUAL}.get(self.value)


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known before a part is read: its kind, its profile, the stance of text outside all known sections."""

    kind: Kind
    profile: Profile | None
    outside: Stance
    sectioned: bool
    """Whether headings of the part say where targets or results stand."""

    @property
    def default(self) -> Stance:
        """The stance that the kind of paper gives where a section says 指标 but not which side."""
        if self.profile is not None and self.profile.default_role in {Role.TARGET, Role.ACTUAL}:
            return Stance(str(self.profile.default_role))
        return default_stance(self.kind)


def default_stance(kind: Kind) -> Stance:
    """The stance of a paper of this kind as a whole."""
    if kind in BEFORE:
        return Stance.TARGET
    return Stance.ACTUAL if kind in AFTER else Stance.SILENT


def setting_of(part: Part, profile: Profile | None) -> Setting:
    """Look over the headings of a part before reading it."""
    bare = Setting(part.kind, profile, Stance.SILENT, sectioned=False)
    texts = [text for text in _heading_texts(part.blocks) if not _CHECKED.search(plain_header(text))]
    known = [stance_of_heading(text, bare) for text in texts]
    sectioned = any(stance in {Stance.TARGET, Stance.ACTUAL} for stance in known)
    outside = Stance.SILENT if sectioned else bare.default
    return Setting(part.kind, profile, outside, sectioned)


def stance_of_heading(text: str, setting: Setting) -> Stance | None:
    """What stands under a heading, or None when its words do not say."""
    profile = setting.profile
    section = profile.section_of(text) if profile is not None else None
    if section is Section.INDICATORS:
        own = _section_word(text)
        return _mapped(own, setting) if own in {"target", "actual"} else setting.default
    if section is None and setting.kind in _REPORTS and _CHECKED.search(plain_header(text)):
        return Stance.ACTUAL
    word = _PROFILE_ROLES[section] if section is not None else _section_word(text)
    if section is Section.BACKGROUND and _section_word(text) == "work":
        word = "work"
    if word == "target" and setting.kind in AFTER and _sorts_results(text):
        return setting.default
    if word == "none" and setting.kind in BEFORE and is_answered((text,)):
        return Stance.OPEN
    return _mapped(word, setting) if word is not None else None


def is_answered(headings: Iterable[str]) -> bool:
    """Whether the innermost heading names a problem (问题一：货出得去，回不来), below which a proposal says what to do about it."""
    last = next(iter(reversed(tuple(headings))), "")
    return _ANSWERED.search(plain_header(last)) is not None


def _sorts_results(text: str) -> bool:
    """Whether a heading of a report names a sort of indicators and no side (二、业务指标)."""
    plain = plain_header(text)
    return plain.endswith("指标") and not any(word in plain for word in (*_SIDED_LABELS, "约束", "要求", "设计"))


def stance_under(headings: Iterable[str], setting: Setting) -> Stance:
    """The stance below a chain of headings, outermost first: the innermost one that says something decides."""
    chain = [(text, stance) for text in headings if (stance := stance_of_heading(text, setting)) is not None]
    if not chain:
        return setting.outside
    text, stance = chain[-1]
    if stance is Stance.TARGET and setting.kind in _REPORTS and len(chain) > 1 and chain[-2][1] is Stance.ACTUAL:
        # 完成情况 › 约束性指标: the inner heading sorts the indicators, it does not change sides.
        return (
            stance
            if any(word in text for word in ("任务书", "合同", "计划", "年初", "目标", "预期目标"))
            else Stance.ACTUAL
        )
    return stance


def is_unsaid(headings: Iterable[str], setting: Setting) -> bool:
    """Whether no heading says for sure what stands below, in a paper that is before or after the work."""
    known = [stance for text in headings if (stance := stance_of_heading(text, setting)) is not None]
    return (not known or known[-1] is Stance.OPEN) and setting.kind in _SAYING


def label_stance(text: str, setting: Setting) -> tuple[Stance | None, int]:
    """The stance that a label at the head of a text gives (考核指标：…), and where the text behind the label starts."""
    match = _LABEL.match(text)
    if match is None:
        return None, 0
    word = _label_word(match.group(1))
    if word is None or (word == "none" and _SIDE_TOLD.match(text, match.end())):
        return None, 0  # 培训人员：目标300人次，完成318人次
    return _mapped(word, setting), match.end()


def sorts_only(text: str) -> bool:
    """Whether the label at the head of a text names a sort of indicators and no side (其他指标：…)."""
    match = _LABEL.match(text)
    label = plain_header(match.group(1)) if match is not None else ""
    return label.endswith("指标") and not any(word in label for word in _SIDED_LABELS)


def is_pseudo_heading(block: Block) -> bool:
    """Whether a paragraph is a heading that the reader could not tell from text: short, numbered, no full stop."""
    return (
        isinstance(block, Paragraph)
        and block.kind is ParagraphKind.BODY
        and _PSEUDO_HEADING.match(block.text) is not None
    )


def clause_role(sentence: str, position: int, stance: Stance) -> tuple[Role | None, int]:
    """The role that the words before a position in a sentence give, and where they stand; the nearest one decides."""
    head = _masked(sentence[:position])
    best, found = -1, None
    for role, phrases in _strong(stance):
        for phrase in phrases:
            at = head.rfind(phrase)
            if at > best and not (role is Role.TARGET and _SHARE_OF.match(sentence, at + len(phrase))):
                best, found = at, role
    return found, best


def promises(text: str, position: int) -> bool:
    """Whether a clause opens with 目标 or 计划, or sets it directly before the value (参观人次目标20万)."""
    cut = max((text.rfind(char, 0, position) for char in "，,；;。：:"), default=-1)
    clause = _masked(text[cut + 1 : position]).strip(" ")
    return clause.startswith(_PROMISES) or (clause.endswith(_PROMISES) and len(clause) > len(_PROMISES[0]))


def has_cue(text: str, cue: str) -> bool:
    """Whether the text holds one of the words of a cue list of words.yaml."""
    phrases: list[str] = getattr(words().cues, cue)
    return any(phrase in text for phrase in phrases)


def _masked(text: str) -> str:
    """The text with words blanked out that hold a cue by accident (虚拟, 人才计划)."""
    return _compounds().sub(lambda match: "　" * len(match.group()), text)


@lru_cache(maxsize=1)
def _compounds() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words().cues.compounds)))


def _strong(stance: Stance) -> tuple[tuple[Role, tuple[str, ...]], ...]:
    cues = words().cues
    actual = cues.already if stance is Stance.TARGET else cues.strong_actual
    return (Role.TARGET, tuple(cues.strong_target)), (Role.ACTUAL, tuple(actual))


def _mapped(word: str | None, setting: Setting) -> Stance:
    if word in {"none", "baseline", None}:
        return Stance.SILENT
    if word == "work":
        return Stance.OPEN if setting.kind in BEFORE else Stance.SILENT
    if word == "change" or (word == "actual" and setting.kind in BEFORE):
        return Stance.TARGET
    return Stance(str(word))


def _heading_texts(blocks: Iterable[Block]) -> list[str]:
    texts: list[str] = []
    for block in blocks:
        if (isinstance(block, Heading) and block.level > 0) or (
            is_pseudo_heading(block) and isinstance(block, Paragraph)
        ):
            texts.append(block.text)
        elif isinstance(block, Paragraph):
            match = _LABEL.match(block.text)
            if match is not None and _label_word(match.group(1)) in {"target", "actual"}:
                texts.append(match.group(1))
    return texts


@lru_cache(maxsize=4096)
def _section_word(text: str) -> str | None:
    """The list of section words whose word ends last in the heading (the head of a compound stands last)."""
    plain = plain_header(text)
    if any(word in plain for word in words().sections.baseline):
        return "baseline"
    best: tuple[int, int] = (0, 0)
    found = None
    for name, word, searched in _section_words():
        at = plain.rfind(searched)
        if at < 0 or (name in _STEMMED and len(word) <= _STEM and not _TAIL.match(plain, at + len(word))):
            continue
        if (at + len(word), len(word)) > best:
            best, found = (at + len(word), len(word)), name
    return found


@lru_cache(maxsize=1)
def _section_words() -> tuple[tuple[str, str, str], ...]:
    """The words of each section, as listed and as they are looked for."""
    sections = words().sections
    return tuple(
        (name, word, plain_header(word))
        for name in ("target", "actual", "change", "none", "work")
        for word in getattr(sections, name)
    )


@lru_cache(maxsize=4096)
def _label_word(text: str) -> str | None:
    plain = plain_header(text)
    labels = words().text_labels
    for name in ("target", "actual"):
        listed: list[str] = getattr(labels, name)
        if any(plain == plain_header(word) for word in listed):
            return name
    word = _section_word(text)
    if word is None:
        return None
    # A label is shorter than a heading: it must be the section's word and little else.
    listed = getattr(words().sections, word)
    covered = max((len(w) for w in listed if plain_header(w) in plain), default=0)
    return word if covered * 2 >= len(plain) else None
