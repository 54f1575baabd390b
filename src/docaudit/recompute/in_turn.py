"""Percentages told one for each of the levels before them: 公办19家，民办22家，占比分别为29.7%和34.4%; 分别增长14.8%和17.1%."""

from __future__ import annotations

import re

from docaudit.recompute.bindings import Open, back, levels_before
from docaudit.recompute.facts import Fact, same_kind
from docaudit.recompute.prose import Mention, Sentence, is_level, is_percent
from docaudit.recompute.sides import fitting_size, with_mentions
from docaudit.recompute.values import shown
from docaudit.recompute.words import squeeze

_EACH = re.compile(r"分别(?:占|为|达|是|[^，,。；;\d]{0,10}$)")
_EACH_GROWN = re.compile(r"分别(?:同比|比上年)?")
_AND = re.compile(r"\s*[、，,和及与]\s*(?:占(?:比)?)?\s*")
_PAIR = 2


def _run(sentence: Sentence, mention: Mention) -> list[Mention]:
    """The percentages of one list that a percentage stands in."""
    run = [m for m in sentence.mentions if is_percent(m)]
    low = high = run.index(mention)
    while low and _AND.fullmatch(sentence.text[run[low - 1].end : run[low].start]):
        low -= 1
    while high + 1 < len(run) and _AND.fullmatch(sentence.text[run[high].end : run[high + 1].start]):
        high += 1
    return run[low : high + 1]


def shared_in_turn(told: Open) -> tuple[Fact, Fact] | None:
    """Return part and whole of a share in a list: 共64家，公办19家，民办22家，占比分别为29.7%和34.4%."""
    sentence = told.facts.sentences[told.i]
    run = _run(sentence, told.mention)
    lead = re.split(r"[，,。；;：:\n（()）]", sentence.text[: run[0].start])[-1]
    if len(run) < _PAIR or _EACH.search(lead) is None:
        return None
    levels = [f for f, _ in reversed(levels_before(told.facts, told.i, run[0]))]
    if len(levels) <= len(run):
        return None
    parts, heads = levels[-len(run) :], levels[: -len(run)]
    whole = next((f for f in reversed(heads) if all(same_kind(f.value, p.value) for p in parts)), None)
    if whole is None or not all(fitting_size(whole, part.value) for part in parts):
        return None
    return parts[run.index(told.mention)], whole


def grown_in_turn(told: Open) -> tuple[Fact, Fact] | None:
    """Return new and old level of a growth in a list: A1项、B1亿元，较A2项、B2亿元分别增长p%、q%."""
    facts, i = told.facts, told.i
    sentence = facts.sentences[i]
    run = _run(sentence, told.mention)
    n = len(run)
    if n < _PAIR or not _EACH_GROWN.search(sentence.before(run[0], 14)):
        return None
    levels = [f for f, m in with_mentions(facts, i) if is_level(m) and m.start < run[0].start]
    if len(levels) == n:
        levels = [*reversed(back(facts, i)[:n]), *levels]
    pairs = list(zip(levels[:n], levels[n:], strict=False))
    if len(levels) != 2 * n or any(a.value.dimension != b.value.dimension for a, b in pairs):
        return None
    first, second = pairs[run.index(told.mention)]
    if first.year is not None and second.year is not None and first.year != second.year:
        return (second, first) if first.year < second.year else (first, second)
    head = squeeze(sentence.text[: run[0].start]).split(shown(second.value.figure))[0]
    return (first, second) if re.search(r"比|较|上年|去年", head[-30:]) else None
