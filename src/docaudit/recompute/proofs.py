"""Figures that no reading by name has settled, verified by the levels around them; nothing is ever accused here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import permutations

from docaudit.model import Recomputation, RecomputationKind
from docaudit.recompute.change_words import rises
from docaudit.recompute.facts import Fact, Facts, likeness, same_kind
from docaudit.recompute.judge import Reading, gap, growth_of, judge, mean_of, ratio
from docaudit.recompute.prose import Mention, Sentence, is_level, is_percent
from docaudit.recompute.values import shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_GROWTH = re.compile(r"增长|增加|提高|上升|提升|增幅|增速|下降|减少|降低|降幅|同比|环比|上涨|回落")
_RATE = re.compile(r"率|占|比|度|完成|强度|约|不足|超|达|[（(]$")
_COMPLETION = re.compile(r"完成|达标|达成")
_EXECUTION = re.compile(r"执行|支出|到位|预算")
_CHANGE = re.compile(
    r"(?:(?:结余|结转|剩余|余额|缺口|差额|差距|净增|增加|减少|增收|增产|追加|调增|调减|相差|尚有|尚余|未到位|节约|节余)[^，,。；;\d]{0,8}"
    r"|(?:多|少|高|低)(?:于|出|了|约)*)$"
)
_MEAN = re.compile(r"平均|[人户家项场篇亩均每]均|均|每")
_PRIOR = re.compile(r"(?:比|较|与)(?:上年度?|去年|上一年|前一年|同期)[\u4e00-\u9fff]{0,4}$")
_AROUND = 15
_FAR = 8
_CLOSE = 4
"""So few readings of the nearest levels are believed even for two digits."""


def proofs(facts: Facts, decided: Mapping[str, Recomputation]) -> Iterator[Recomputation]:
    """Verify rates, changes, distances and means that are still open; `decided` holds relations by the id of their figure."""
    for i, sentence in enumerate(facts.sentences):
        if sentence.reported:
            continue
        for mention in sentence.mentions:
            if mention.value is None or mention.figure.id in decided or mention.quantity.approximate:
                continue
            made = _proof(facts, i, sentence, mention)
            if made is not None and made.holds:
                yield made


def _proof(facts: Facts, i: int, sentence: Sentence, mention: Mention) -> Recomputation | None:
    lead = re.split(r"[，,。；;\n]", sentence.text[: mention.start])[-1][-28:]
    words = lead + (mention.quantity.growth or "")
    label = squeeze(lead)[-16:] + shown(mention.figure)
    value = mention.value
    if value is None:
        return None
    percent = is_percent(mention)
    if percent and not _GROWTH.search(words) and not _RATE.search(lead[-12:]):
        return None
    if not percent and not (_MEAN.search(lead) or mention.quantity.growth or _CHANGE.search(lead)):
        return None
    here, around = _pools(facts, i, mention)
    readings: list[Reading | None]
    if percent:
        if _GROWTH.search(words):
            rising = rises(words)
            pairs = [
                (a, b)
                for a, b in _pairs(here, around)
                if _one_thing(a, b) and (rising is None or rising is (a.number > b.number))
            ]
            readings = [growth_of(a.value, b.value) for a, b in pairs]
            return judge(_K.GROWTH, mention, readings[:_CLOSE], label, wide=readings, least=2)
        kind = (
            _K.COMPLETION_RATE
            if _COMPLETION.search(lead)
            else _K.EXECUTION_RATE
            if _EXECUTION.search(lead)
            else _K.SHARE
        )
        pairs = [(a, b) for a, b in _pairs(here, around) if _may_divide(a, b)]
        readings = [ratio(a.value, b.value) for a, b in pairs]
        return judge(kind, mention, readings[:_CLOSE], label, wide=readings, least=2)
    if not is_level(mention) and mention.quantity.growth is None:
        return None
    if _MEAN.search(lead):
        readings = [
            mean_of(a.value, b.value, value)
            for a, b in _pairs(here, around)
            if a.value.dimension == value.dimension and b.value.dimension != value.dimension and b.number > 1
        ]
        return judge(_K.MEAN, mention, readings[:_CLOSE], label, wide=readings, least=2)
    if mention.quantity.growth or _CHANGE.search(lead):
        readings = [
            gap(a.value, b.value, value)
            for a, b in _pairs(here, around)
            if same_kind(a.value, value) and same_kind(b.value, value) and a.number > b.number
        ]
        return judge(_K.DIFFERENCE, mention, readings[:_CLOSE], label, wide=readings, least=2)
    return None


def _pools(facts: Facts, i: int, mention: Mention) -> tuple[list[Fact], list[Fact]]:
    """The levels of the sentence, and those before it that are near, and of tables those that share their names."""
    starts = {m.figure.id: m.start for m in facts.sentences[i].mentions}
    own = [f for f in facts.in_sentence(i) if not f.value.is_ratio and f.value.figure.id != mention.figure.id]
    own.sort(key=lambda f: abs(starts[f.value.figure.id] - mention.start))
    before = [f for f in facts.before(i, paragraphs=2) if not f.value.is_ratio][:_AROUND]
    own = own or before[:3]
    cells: dict[str, Fact] = {}
    for fact in own[:4]:
        for cell in facts.named(fact.words, i, like=fact.value, least=0.6)[:_FAR]:
            cells[cell.value.figure.id] = cell
    return own[:8], [*own[:8], *before, *cells.values()]


def _pairs(here: list[Fact], around: list[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Pairs of which at least one stands in the sentence, each way round, the nearest first."""
    yield from permutations(here, 2)
    for a in here:
        for b in around:
            if b not in here:
                yield a, b
                yield b, a


def _one_thing(new: Fact, old: Fact) -> bool:
    """Whether two levels may be one thing at two times."""
    if new.value.dimension != old.value.dimension:
        return False
    return not new.words or not old.words or likeness(new.words, old.words) >= 0.3 or new.at == old.at


def _may_divide(part: Fact, whole: Fact) -> bool:
    """Whether a rate may be of two levels: of one kind, or of two counts (人 on 张, 份 of 名)."""
    if _PRIOR.search(whole.name) and not _PRIOR.search(part.name):
        return False  # 比上年的22件增长…；转化8件，转化率: of what there is this year
    if same_kind(part.value, whole.value):
        return True
    return all((f.value.dimension or "").startswith("count") for f in (part, whole)) and part.at == whole.at
