"""Counts that point back at what was just counted up: 以上6门课程, 上述三个服务站."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from docaudit.model import Interval, Recomputation, RecomputationKind
from docaudit.recompute.facts import depth
from docaudit.recompute.prose import Mention, Sentence, is_count, is_level
from docaudit.recompute.values import shown
from docaudit.recompute.words import squeeze

_BACK = re.compile(r"(?:^|[，,。；;：:、])(?:以上|上述|前述|这)$")
_OTHER = re.compile(r"目标|计划|上年|去年|每|平均|比|较|占|抽|其中|尚|未|另")
_CLOSE = Decimal("1.5")
_NEAR = Decimal("0.25")
_MEMBERS = 2


def above(sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Compare such a count with the one count of its unit before it in the paragraph, or with the sum of several."""
    for nth, sentence in enumerate(sentences):
        for mention in sentence.mentions:
            if not _plain(mention) or not _BACK.search(squeeze(sentence.text[: mention.start])):
                continue
            before = [
                (s, m)
                for s in sentences[max(0, nth - 12) : nth + 1]
                if sentence.paragraph - 1 <= s.paragraph <= sentence.paragraph
                for m in s.mentions
                if (s is not sentence or m.nth < mention.nth) and _alike(m, mention)
            ]
            here = [(s, m) for s, m in before if s.paragraph == sentence.paragraph] or before
            made = _compared(here, mention, _noun(sentence, mention))
            if made is not None:
                yield made


def _compared(before: Sequence[tuple[Sentence, Mention]], mention: Mention, noun: str) -> Recomputation | None:
    numbers = [m.quantity.value for _, m in before]
    own = mention.quantity.value
    if not numbers or own in numbers or any(_OTHER.search(s.clause(m)) or depth(s, m) for s, m in before):
        return None
    if len(before) >= _MEMBERS:
        added = sum(numbers, Decimal(0))
        if own == added:
            return _made(RecomputationKind.SUM, before, mention, noun, holds=True)
        near = abs(own - added) <= max(Decimal(1), added * _NEAR) and own > max(numbers)
        return _made(RecomputationKind.SUM, before, mention, noun, holds=False) if near else None
    close = max(own, numbers[0]) <= _CLOSE * min(own, numbers[0])
    behind = squeeze(before[0][0].text[before[0][1].end :])
    named = not noun or behind.startswith(noun) or squeeze(before[0][0].clause(before[0][1])).endswith(noun)
    return _made(RecomputationKind.CONFLICT, before, mention, noun, holds=False) if close and named else None


def _plain(mention: Mention) -> bool:
    return is_count(mention) and is_level(mention) and not mention.quantity.approximate and mention.quantity.value > 1


def _alike(a: Mention, b: Mention) -> bool:
    one, other = a.quantity.unit, b.quantity.unit
    if one is None or other is None or not is_level(a):
        return False
    return one.canonical.startswith(other.canonical) or other.canonical.startswith(one.canonical)  # 3门, 2门课程


def _noun(sentence: Sentence, mention: Mention) -> str:
    found = re.match(r"[\u4e00-\u9fff]{2,8}?(?=[均全都已共中内里]|[，,。；;、])", squeeze(sentence.text[mention.end :]))
    return "" if found is None or found[0][0] in "均全都已共中内里" else found[0]


def _made(
    kind: RecomputationKind, before: Sequence[tuple[Sentence, Mention]], mention: Mention, noun: str, *, holds: bool
) -> Recomputation:
    figures = tuple(m.figure for _, m in before)
    added = sum((m.quantity.value for _, m in before), Decimal(0))
    terms = " + ".join(shown(f) for f in figures)
    alone = len(figures) == 1
    sum_ = f"{terms} = {added}，文中为 {shown(mention.figure)}"
    return Recomputation(
        kind=kind,
        printed=mention.figure,
        operands=figures,
        expression=f"{terms} ≠ {shown(mention.figure)}" if alone else sum_,
        expected=Interval(added, added),
        holds=holds,
        confidence=0.78,
        label=noun or shown(mention.figure),
    )
