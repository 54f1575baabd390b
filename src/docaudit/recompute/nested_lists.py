"""Lists in brackets whose items have brackets of their own: 48家（通过45家（优秀12家、良好33家），结题3家）."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from docaudit.model import Recomputation, RecomputationKind
from docaudit.recompute.facts import depth
from docaudit.recompute.listed_sums import listed_sum
from docaudit.recompute.prose import Mention, Sentence, is_level
from docaudit.recompute.values import total

_K = RecomputationKind
_OPEN = re.compile(r"^\s*[（(]")
_PARTIAL = re.compile(r"^\s*[（(](?:其中|含|包括|主要)|等\s*$|其中")
_NO_PART = re.compile(r"应|尚|另|未完|原|目标|计划|上年|去年|同期|预算|最高|上限|占|比|较|增|减|平均|每")


def nested_lists(sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Recompute the figures whose bracket lists their parts, the brackets within it left out."""
    for sentence in sentences:
        if sentence.reported or len(re.findall(r"[（(]", sentence.text)) < 2:
            continue
        for whole in sentence.mentions:
            made = _nested(sentence, whole) if is_level(whole) and whole.value is not None else None
            if made is not None:
                yield made


def _nested(sentence: Sentence, whole: Mention) -> Recomputation | None:
    opening = _OPEN.match(sentence.text[whole.end :])
    if opening is None or whole.value is None:
        return None
    start = whole.end + opening.end()
    end = _closing(sentence.text, start)
    inside = sentence.text[start:end]
    if not re.search(r"[（(]", inside):
        return None
    own = depth(sentence, whole) + 1
    items = [m for m in sentence.mentions if start <= m.start < end and depth(sentence, m) == own]
    flat = _flat(inside)
    if len(items) < 2 or _PARTIAL.search(sentence.text[whole.end : start] + flat) or re.search(r"[。；;]", flat):
        return None
    if any(not is_level(m) or m.dimension != whole.dimension for m in items) or _NO_PART.search(flat):
        return None
    values = [m.value for m in items if m.value is not None]
    added = sum((v.number for v in values), Decimal(0))
    span = total(v.span for v in values)
    holds = span.meets(whole.value.span)
    if len(values) != len(items) or (not holds and abs(added - whole.value.number) > whole.value.number / 2):
        return None
    return listed_sum(sentence, whole, values, holds=holds, confidence=0.85, units=False)


def _closing(text: str, start: int) -> int:
    level = 1
    for i in range(start, len(text)):
        level += (text[i] in "（(") - (text[i] in "）)")
        if level == 0:
            return i
    return len(text)


def _flat(text: str) -> str:
    """The text without what its brackets hold."""
    kept, level = [], 0
    for mark in text:
        level += mark in "（("
        if not level:
            kept.append(mark)
        level -= mark in "）)" and level > 0
    return "".join(kept)
