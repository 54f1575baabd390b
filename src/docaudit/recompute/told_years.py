"""Growth from year to year where the levels of the years are told in a row: 2021年A，2022年B，2023年C，2023年增长P%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from docaudit.model import Recomputation, RecomputationKind
from docaudit.recompute.facts import Facts, depth
from docaudit.recompute.judge import growth_of, judge
from docaudit.recompute.prose import Mention, Sentence, is_level, is_percent
from docaudit.recompute.values import Value, shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_YEAR = re.compile(r"((?:19|20)\d\d)\s*年")
_RANGE = re.compile(r"((?:19|20)\d\d)\s*年?\s*(?:至|到|[-—–~])+\s*((?:19|20)\d\d)\s*年")
_GROWN = re.compile(r"增长|增加|上升|下降|减少|降低|增幅|增速|降幅")
_NOT_YEARLY = re.compile(r"平均|年均|累计|以来|环比|(?:比|较)(?!上年|去年|上一年|前一年)")
_AGAINST = re.compile(r"((?:19|20)\d\d)\s*年(?:比|较)((?:19|20)\d\d)\s*年")
_ROW = 3


def told_years(facts: Facts, decided: Mapping[str, Recomputation]) -> Iterator[Recomputation]:
    """Recompute the yearly growth that is still open; `decided` holds relations by the id of their figure."""
    numbered = list(enumerate(facts.sentences))
    for _, group in groupby(numbered, key=lambda item: item[1].paragraph):
        sentences = [(i, s) for i, s in group if not s.reported]
        rows = _rows(sentences)
        scattered = _series([s for _, s in sentences])
        for i, sentence in sentences:
            for mention, year, base in _rates(sentence):
                told = [levels for at, levels in rows if at <= i]
                levels = told[-1] if told else next(iter(scattered.values())) if len(scattered) == 1 else {}
                if mention.figure.id in decided or year not in levels or base not in levels:
                    continue
                reading = growth_of(levels[year], levels[base], named=True)
                down = bool(re.search(r"下降|减少|降低|降幅", sentence.before(mention, 8) + mention.quantity.text))
                if reading is None or down is (levels[year].number > levels[base].number):
                    continue
                made = judge(_K.GROWTH, mention, [reading], squeeze(f"{year}年增长{shown(mention.figure)}"))
                if made is not None:
                    yield made


def _rows(sentences: Sequence[tuple[int, Sentence]]) -> list[tuple[int, dict[int, Value]]]:
    """The rows of three years and more that one sentence tells, with its index: 其中2021年A、2022年B、2023年C."""
    found: list[tuple[int, dict[int, Value]]] = []
    for i, sentence in sentences:
        dated = [(m, year) for m, year in _dated(sentence) if m.value is not None]
        for dimension in dict.fromkeys(m.dimension for m, _ in dated if m.dimension is not None):
            run = [(m, year) for m, year in dated if m.dimension == dimension]
            if len({year for _, year in run}) == len(run) >= _ROW:
                found.append((i, {year: m.value for m, year in run if m.value is not None}))
    return found


def _series(sentences: list[Sentence]) -> dict[str, dict[int, Value]]:
    """Levels by year of every dimension that is told for three years or more, each year once."""
    found: dict[str, dict[int, Value]] = {}
    broken: set[str] = set()
    for sentence in sentences:
        for mention, year in _dated(sentence):
            dimension, value = mention.dimension, mention.value
            if dimension is None or value is None:
                continue
            own = found.setdefault(dimension, {})
            if year in own and own[year].number != value.number:
                broken.add(dimension)
            own[year] = value
    return {d: years for d, years in found.items() if d not in broken and len(years) >= _ROW}


def _dated(sentence: Sentence) -> Iterator[tuple[Mention, int]]:
    """The levels of a sentence that have a year of their own, one by one or by 2021年至2023年…分别为A、B和C."""
    levels = [m for m in sentence.mentions if is_level(m) and depth(sentence, m) == 0]
    spread = re.search(r"分别为?[^，,。；;\d]{0,12}$", sentence.text[: levels[0].start]) if levels else None
    if spread is not None:
        head = sentence.text[: levels[0].start]
        years = [int(y) for y in _YEAR.findall(head)]
        if (span := _RANGE.search(head)) is not None:
            years = list(range(int(span[1]), int(span[2]) + 1))
        run = levels[: len(years)]
        gaps = [sentence.text[a.end : b.start] for a, b in pairwise(run)]
        if len(run) == len(years) >= 2 and all(re.fullmatch(r"\s*[、，,和及与]\s*", gap) for gap in gaps):
            yield from zip(run, years, strict=True)
        return
    for mention in levels:
        low = sentence.mentions[mention.nth - 1].end if mention.nth else 0
        own = sentence.text[low : mention.start]
        years = [int(y) for y in _YEAR.findall(own)]
        if len(years) == 1 and not re.search(r"占|增长|比|较|目标|计划|平均|其中(?!\s*(?:19|20)\d\d)", own):
            yield mention, years[0]


def _rates(sentence: Sentence) -> Iterator[tuple[Mention, int, int]]:
    """The growth rates of a sentence with year and base year: 2023年增长P%; 2022年比2020年增长P%; 2022年、2023年分别增长P%和Q%."""
    rates = [m for m in sentence.mentions if is_percent(m)]
    for k, mention in enumerate(rates):
        low = sentence.mentions[mention.nth - 1].end if mention.nth else 0
        lead = sentence.text[low : mention.start]
        years = [int(y) for y in _YEAR.findall(lead)]
        words = lead + (mention.quantity.growth or "")
        against = _AGAINST.search(lead)
        if years and _GROWN.search(words) and against is not None and not re.search(r"平均|年均|累计", words):
            yield mention, int(against[1]), int(against[2])
            continue
        if not years or not _GROWN.search(words) or _NOT_YEARLY.search(words):
            continue
        if len(years) == 1 and not _RANGE.search(lead):
            yield mention, years[0], years[0] - 1
        elif "分别" in lead and len(rates) - k >= len(years) and not _RANGE.search(lead):
            run = rates[k : k + len(years)]
            gaps = [sentence.text[a.end : b.start] for a, b in pairwise(run)]
            if all(re.fullmatch(r"\s*[、，,和及与]\s*", gap) for gap in gaps):
                yield from ((m, year, year - 1) for m, year in zip(run, years, strict=True))
