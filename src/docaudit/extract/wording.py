"""What running text says around a quantity: its sentence, its clause, and the words that name what is counted."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from docaudit.lexicon import cuts, plain_name, spans, words

_SENTENCE_END = re.compile(r"[。；;！!？?\n\r]")
_STOP = re.compile(r"[一-鿿]\.[一-鿿]")
_CLOSED = re.compile(r"[（(][^（()）]*[)）]")
_JOINED = 30
_LONGEST_SENTENCE = 1000
"""Characters of a stretch without a sentence end beyond which it is cut: what looks at all pairs in a sentence ends."""
_LONGEST_NAME = 200
_PAUSES = "，,；;、 "
_BREAK = '，,；;。：:！!？?（(）)【】[]“”"|\n\r\t'
_BREAKS = re.compile(f"[{re.escape(_BREAK)}]")
_LAST_BREAK = re.compile(f".*{_BREAKS.pattern}", re.DOTALL)
_DATES = re.compile(
    r"^(?:(?:项目|合同|课题|协议|任务|平台|整个)*(?:执行|实施|建设|服务|履行|研究|资助|合作|全)周?期(?:间|内|末|满(?!意))后?"
    r"|(?:项目|合同|课题|协议|任务|平台|整个)周?期(?:间|内|末|满(?!意))后?"
    r"|(?:截至|截止|到|至|自|于|在)?\s*(?:19|20)\d\d\s*年?度?\s*(?:[-—~至到]\s*(?:19|20)?\d\d\s*年?)?(?:\s*\d{1,2}\s*月)?(?:\s*\d{1,2}\s*[日号])?\s*(?:底|末|前|以来|起|期间|间|内)?\s*)"
)

_SINCE = re.compile(
    r"^(?:(?:自|从)[^，,；;。、\d]{1,10}?(?:以来|起|开始|至今)|第?[一二三四]季度|[上下]半年(?!度)|\d{1,2}月份?(?=[^\d]))(?=.)"
)
"""Times without a year at the head of a name (自立项以来, 二季度)."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A piece of a text between sentence ends; ``text[start:end]`` is the sentence, without blanks around it."""

    start: int
    end: int


@lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text in order; an end inside brackets does not count.

    No sentence is longer than a person would write: what goes on is cut at a comma.
    """
    found: list[Sentence] = []
    start = depth = 0
    for i, char in enumerate(text):
        if char in "（(":
            depth += 1
        elif char in "）)":
            depth = max(0, depth - 1)
        elif char == "." and _STOP.match(text, max(i - 1, 0)) and depth == 0:
            _add(found, text, start, i)
            start = i + 1
        elif _SENTENCE_END.match(char) and (depth == 0 or char in "。\n\r"):
            _add(found, text, start, i)
            start, depth = i + 1, 0
    _add(found, text, start, len(text))
    return tuple(found)


def stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span itself where it may be one sentence, else the pieces it is cut into, behind a comma where there is one."""
    while end - start > _LONGEST_SENTENCE:
        low, high = start + _LONGEST_SENTENCE // 2, start + _LONGEST_SENTENCE
        cut = max(text.rfind(char, low, high) for char in _PAUSES) + 1 or high
        yield start, cut
        start = cut
    yield start, end


def sentence_at(text: str, position: int) -> Sentence:
    """The sentence around a position; the whole text when there is none."""
    found = sentences(text)
    at = bisect_right(found, position, key=lambda sentence: sentence.start) - 1
    return found[at] if at >= 0 and position <= found[at].end else Sentence(0, len(text))


def label_before(text: str, start: int, floor: int) -> str:
    """The words directly before a quantity within its clause, not reaching back over `floor` (the last quantity's end).

    Looks over a colon and over a bracket that closes right before the number: 培养人才（硕士）5名 gives 培养人才（硕士）.
    Things joined by 、 are counted together: 示范区、集聚区3个.
    """
    head = text[floor:start].rstrip(" 　\t")
    while head and head[-1] in '：:（(“"【[，,、':
        stop = head[-1] in "，,、"
        head = head[:-1].rstrip()
        if stop:
            return ""
    tail = ""
    if head.endswith(("）", ")")):
        opened = max(head.rfind("（"), head.rfind("("))
        if opened < 0:
            return ""
        head, tail = head[:opened], head[opened:]
    broken = _LAST_BREAK.match(head)
    label = head[broken.end() if broken is not None else 0 :].strip().lstrip("、")
    if len(label) > _JOINED:
        label = label[label.rfind("、") + 1 :]
    return (label + tail).strip()


def label_after(text: str, end: int, ceiling: int) -> str:
    """The words directly behind a quantity up to the next break (5项发明专利); "" when another quantity comes first."""
    rest = text[end:ceiling]
    broken = _BREAKS.search(rest)
    if broken is None and ceiling < len(text) and text[ceiling] not in _BREAK:
        return ""
    return (rest if broken is None else rest[: broken.start()]).strip()


def without_brackets(text: str) -> str:
    """The text with what closed brackets hold blanked out: their words are not about what follows."""
    return _CLOSED.sub(lambda match: "　" * len(match.group()), text)


def open_bracket(text: str, position: int) -> int:
    """Where the bracket opens that a position stands in; -1 outside of brackets."""
    head = text[:position].replace("(", "（").replace(")", "）")
    return head.rfind("（") if head.count("（") > head.count("）") else -1


def clause_at(text: str, start: int, end: int) -> str:
    """The clause around a span of a sentence."""
    left = max((text.rfind(char, 0, start) for char in "，,；;。："), default=-1) + 1
    rights = [at for char in "，,；;。" if (at := text.find(char, end)) >= 0]
    return text[left : min(rights, default=len(text))].strip()


@lru_cache(maxsize=16384)
def clean(name: str) -> str:
    """A name from running text without the words that only say when, whether or how sure (项目执行期内共计…).

    "" for a text that is too long to name anything.
    """
    if len(name) > _LONGEST_NAME:
        return ""
    text = plain_name(name)
    before = None
    while before != text:
        before = text
        text = _SINCE.sub("", _DATES.sub("", text, count=1), count=1).strip(" 　，,、：:；;。．.—-“”\"'*")
        text = _unlead(_untrail(text))
    return _unopened(text)


def says_nothing(name: str) -> bool:
    """Whether a name is made of words that only say when, how or how much (进一步降至)."""
    at = 0
    while at < len(name):
        found = _fillers().match(name, at)
        if found is None:
            return False
        at = found.end()
    return True


def has_object(name: str) -> bool:
    """Whether the name says which thing is counted, in words the vocabulary knows."""
    return any(facet == "object" for facet, _, _, _ in spans(name))


def is_action(name: str) -> bool:
    """Whether the name is nothing but an action (申请, 授权, 已获授权)."""
    bare = clean(name)
    if not bare or has_object(bare):
        return False
    found = [item for item in spans(bare) if item[0] == "action" and item[1] in words().needs_object]
    rest = len(bare) - sum(end - start for _, _, start, end in found)
    return bool(found) and rest <= 2


def qualitative(clause: str, *, aim: bool = False) -> tuple[str, str] | None:
    """Name and value of a clause that ends in or opens with a qualitative value (智能化水平明显提高), or None.

    `aim` tells that the clause states a target.
    """
    if (spared := _spared().match(clause.strip())) is not None:
        return spared["what"] or spared["none"], spared["not"] or spared["zero"]
    if (felt := _felt().match(clause.strip())) is not None:
        return felt.group(1), felt.group(2)
    match = _qualitative(aim=aim).search(clause)
    if match is None:
        led = _led_by_degree().match(clause.strip())
        return (led.group(2), led.group(1)) if led is not None else None
    name = clean(clause[: match.start()])
    for verb in ("得到", "获得", "有了", "实现"):
        name = name.removesuffix(verb)
    return (name, match.group()) if 3 <= len(name) <= 24 else None


@lru_cache(maxsize=2)
def _qualitative(*, aim: bool) -> re.Pattern[str]:
    return re.compile(f"{_changed(aim=aim)}$")


@lru_cache(maxsize=1)
def _led_by_degree() -> re.Pattern[str]:
    """显著提升学生工程实践能力: the value first, then a name that ends in what can be more or less."""
    return re.compile(f"({_changed()})了?([^，,、]{{2,20}}(?:能力|水平|影响力|竞争力|质量|效率|效益|满意度))$")


@lru_cache(maxsize=1)
def _felt() -> re.Pattern[str]:
    """示范带动作用显著, 社会效益良好: an effect and how it is felt."""
    listed = words().qualitative
    return re.compile(
        f"([^，,、]{{2,20}}(?:{'|'.join(listed.effects)}))(?:十分|较为|更加|比较)?({'|'.join(listed.felt)})$"
    )


@lru_cache(maxsize=1)
def _spared() -> re.Pattern[str]:
    """杜绝较大及以上安全事故, 群体性事件零发生: that something did not happen."""
    listed = words().qualitative
    harm = f"[^，,、无零]{{1,16}}(?:{'|'.join(listed.harms)})"
    head, tail = "|".join(listed.spared), "|".join(listed.zero)
    return re.compile(
        f"(?:全周期|全年|全程|期内|建设期|项目)*(?:(?P<not>{head})(?P<what>{harm})(?:发生)?|(?P<none>{harm})(?P<zero>{tail}))$"
    )


def _changed(*, aim: bool = False) -> str:
    listed = words().qualitative
    said = (*listed.strong, *listed.aims) if aim else listed.strong
    degrees = "|".join(sorted(map(re.escape, said), key=len, reverse=True))
    return f"(?:{degrees})(?:{'|'.join(map(re.escape, listed.changes))})"


def opening_verb(name: str) -> str:
    """The verb that opens a name (培养硕士研究生: 培养), or ""."""
    for verb in _verbs():
        if name.startswith(verb) and len(name) > len(verb):
            return verb
    return ""


def _unopened(text: str) -> str:
    """The name from its verb on, where the words before only say for whom or with what (面向园区企业开展专题培训)."""
    if not text.startswith(tuple(words().openers)):
        return text
    found = [
        at for verb in _verbs() if len(verb) > 1 and (at := text.find(verb, 3)) > 0 and len(text) - at > len(verb) + 1
    ]
    return text[min(found) :] if found else text


def _unlead(text: str) -> str:
    if not text.startswith(_longest("lead")):
        return text
    for word in _longest("lead"):
        rest = text[len(word) :]
        if text.startswith(word) and len(rest) >= 2 and not rest.startswith(tuple(words().lead_not_before)):
            if not is_cut(text, len(word)):
                continue  # the first half of a word
            return rest
    return text


def _untrail(text: str) -> str:
    if not text.endswith(_longest("trail")):
        return text
    for word in _longest("trail"):
        if text.endswith(word) and len(text) - len(word) >= 2:
            if not is_cut(text, len(text) - len(word)):
                continue  # the second half of a word
            return text[: -len(word)]
    return text


def is_cut(text: str, at: int) -> bool:
    """Whether a word ends at `at` and another begins; what looks like one word there may be two halves."""
    return at in cuts(text)


@lru_cache(maxsize=2)
def _longest(which: str) -> tuple[str, ...]:
    listed: list[str] = getattr(words(), which)
    return tuple(sorted(dict.fromkeys(listed), key=lambda word: (-len(word), word)))


@lru_cache(maxsize=1)
def _fillers() -> re.Pattern[str]:
    listed = dict.fromkeys((*words().trail, *words().lead, *words().cues.to))
    return re.compile("|".join(map(re.escape, sorted(listed, key=lambda word: (-len(word), word)))))


@lru_cache(maxsize=1)
def _verbs() -> tuple[str, ...]:
    return tuple(sorted(dict.fromkeys(words().verbs), key=lambda word: (-len(word), word)))


def _add(found: list[Sentence], text: str, start: int, end: int) -> None:
    for first, last in stretches(text, start, end):
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if last > first:
            found.append(Sentence(first, last))
