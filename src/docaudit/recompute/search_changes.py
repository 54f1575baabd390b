"""Changes and distances whose levels stand elsewhere or behind: points between two rates, 与…相差, （上年A）, 审减后."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from docaudit.model import Recomputation, RecomputationKind
from docaudit.recompute.facts import Fact, Facts, content, likeness, same_kind
from docaudit.recompute.judge import Reading, gap, growth_of, judge
from docaudit.recompute.prose import Mention, is_level, is_percent
from docaudit.recompute.values import shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_POINT = "point"
_SHORT_OF = re.compile(r"(?:距离?|与)[^，,。；;]*目标[^，,。；;]*差(?:距为?)?$")
_BELOW = re.compile(
    r"(?:低于|高于|高出|低|高|慢|快|相差|差距|少|多)(?:全市|全省|全国|全县|平均|水平|[\u4e00-\u9fff]){0,8}?(?:约|了|出|为)*$"
)
_APART = re.compile(
    r"(?P<a>[^，,。；;与和比]{2,16})(?:与|和|比)(?P<b>[^，,。；;]{2,16}?)(?:相差|之差|差额|的差额|差)(?:为|约)?$"
)
_DIRECT = re.compile(r"相差|由|从")
_ELSEWHERE = re.compile(r"全[市省国县区]|平均|水平|同期|上年|去年")
_PRIOR = re.compile(
    r"(?:上年|去年|上期|同期|前一年|上一年|(?:19|20)\d\d年)(?:全年|同期|上半年|下半年|底|末)?(?:为|的)?$"
)
_GROWTH = re.compile(r"增长|增加|提高|上升|提升|增幅|增速|下降|减少|降低|降幅|同比")
_AUDITED = re.compile(r"审定|核定|调整后|扣除后|核减后|确认")
_CUT = re.compile(r"审减|核减|调减|扣除|剔除|核销")


def search_changes(facts: Facts, decided: Mapping[str, Recomputation]) -> Iterator[Recomputation]:
    """Recompute the changes and distances that are still undecided; `decided` holds relations by the id of their figure."""
    for i, sentence in enumerate(facts.sentences):
        if sentence.reported:
            continue
        for mention in sentence.mentions:
            if mention.value is None or mention.figure.id in decided:
                continue
            if mention.dimension == _POINT:
                made = _points(facts, i, mention)
            elif is_percent(mention):
                made = _growth(facts, i, mention)
            else:
                made = _apart(facts, i, mention) or _audited(facts, i, mention)
            if made is not None:
                yield made


def _clause(facts: Facts, i: int, mention: Mention) -> str:
    return re.split(r"[，,。；;：:\n（(]", facts.sentences[i].text[: mention.start])[-1]


def _percents_before(facts: Facts, i: int, mention: Mention) -> list[Fact]:
    sentence = facts.sentences[i]
    starts = {m.figure.id: m.start for m in sentence.mentions}
    own = [f for f in reversed(facts.in_sentence(i)) if f.value.is_ratio and starts[f.value.figure.id] < mention.start]
    return [*own, *(f for f in facts.before(i) if f.value.is_ratio)][:12]


def _points(facts: Facts, i: int, mention: Mention) -> Recomputation | None:
    """The distance of two percentages in points."""
    value = mention.value
    if value is None:
        return None
    sentence = facts.sentences[i]
    lead = _clause(facts, i, mention) + mention.quantity.text
    words = re.sub(r"[\d.]+个?百分点.*$", "", lead)
    near = _percents_before(facts, i, mention)
    here = [f for f in near if f.at == i]
    label = squeeze(words)[-16:] + shown(mention.figure)
    readings: list[Reading | None] = []
    if _SHORT_OF.search(words) and len(here) >= 2:
        readings.append(gap(here[1].value, here[0].value, value, named=True))
    if _BELOW.search(words) or _SHORT_OF.search(words) or mention.quantity.growth:
        named = len(here) == 2 and not _ELSEWHERE.search(words) and bool(_DIRECT.search(sentence.text[: mention.start]))
        readings += [
            gap(a.value, b.value, value, named=named and a in here and b in here) for a, b in _pairs(here or near)
        ]
        top = (here or near)[:1]
        far = [f for t in top for f in facts.named(t.words, i, like=t.value, tables=False, least=0.5) if f is not t]
        readings += [gap(top[0].value, f.value, value) for f in far[:40]]
    return judge(_K.DIFFERENCE, mention, readings, label, least=2)


def _pairs(facts: list[Fact]) -> Iterator[tuple[Fact, Fact]]:
    for a in range(len(facts)):
        for b in range(a + 1, len(facts)):
            yield facts[a], facts[b]


def _growth(facts: Facts, i: int, mention: Mention) -> Recomputation | None:
    """增长C%（上年A）: the earlier level stands in brackets behind its growth."""
    sentence = facts.sentences[i]
    lead = sentence.before(mention, 16)
    if not (mention.quantity.growth or _GROWTH.search(lead)):
        return None
    opening = re.match(r"\s*[（(](?P<prior>[^（）()]*?)[\d.﹐,]", sentence.text[mention.end :])
    if opening is None or not _PRIOR.search(opening["prior"]):
        return None
    old = next((m for m in sentence.mentions[mention.nth + 1 :] if is_level(m)), None)
    levels = [
        m for m in sentence.mentions[: mention.nth] if is_level(m) and old is not None and m.dimension == old.dimension
    ]
    if old is None or old.value is None or old.start - mention.end > 24 or not levels:
        return None
    before = [m for m in levels if m.quantity.growth is None]
    gains = [m for m in before if re.search(r"增加|减少|增长|下降", sentence.before(m, 6))]
    new = next((m for m in reversed(before) if m not in gains), None)
    if new is None or new.value is None:
        return None
    reading = growth_of(new.value, old.value, named=True)
    return judge(_K.GROWTH, mention, [reading], squeeze(lead)[-14:] + shown(mention.figure))


def _apart(facts: Facts, i: int, mention: Mention) -> Recomputation | None:
    """A与B相差D: both are found by their names."""
    if mention.value is None or not is_level(mention):
        return None
    lead = re.split(r"[，,。；;：:\n]", facts.sentences[i].text[: mention.start])[-1]
    found = _APART.search(lead) if "差" in lead[-4:] else None
    if found is None:
        return None
    a, b = (_of_name(facts, i, found[side], mention) for side in ("a", "b"))
    if not a or not b:
        return None
    readings: list[Reading | None] = [gap(x.value, y.value, mention.value, named=True) for x in a for y in b]
    label = squeeze(lead)[-20:] + shown(mention.figure)
    return judge(
        _K.DIFFERENCE, mention, readings, label, certain=len({x.number for x in a}) == len({y.number for y in b}) == 1
    )


def _of_name(facts: Facts, i: int, words: str, mention: Mention) -> list[Fact]:
    """The figures of a name: the table's total where a table has it, else every figure that bears all of it."""
    value = mention.value
    if value is None:
        return []
    wanted = content(re.sub(r"数$", "", squeeze(words)))
    pool = [
        f
        for f in facts.named(wanted | bigram_of(words), i, like=value, least=0.7)
        if f.value.figure.id != mention.figure.id
    ]
    exact = [f for f in pool if squeeze(words).rstrip("数") in f.name]
    totals = [f for f in exact if f.total]
    return (totals or exact)[:4]


def bigram_of(words: str) -> frozenset[str]:
    """Return the pairs of a name whose words are all common ones (全年预算数), which `content` would drop."""
    plain = re.sub(r"数$", "", squeeze(words))
    return frozenset(plain[k : k + 2] for k in range(len(plain) - 1)) if not content(plain) else frozenset()


def _audited(facts: Facts, i: int, mention: Mention) -> Recomputation | None:
    """审定支出C, 审减B: C is what was told before, less B."""
    value = mention.value
    sentence = facts.sentences[i]
    lead = re.split(r"[，,。；;：:\n]", sentence.text[: mention.start])[-1]
    if value is None or not is_level(mention) or not _AUDITED.search(lead):
        return None
    cuts = [
        m
        for m in sentence.mentions
        if m.value is not None
        and m is not mention
        and m.dimension == mention.dimension
        and _CUT.search(sentence.before(m, 8))
    ]
    if len(cuts) != 1 or cuts[0].value is None:
        return None
    cut = cuts[0].value
    wanted = content(_AUDITED.sub("", lead))
    before = [
        f
        for f in facts.before(i, paragraphs=4)
        if same_kind(f.value, value) and f.number > max(cut.number, value.number)
    ]
    readings = [
        gap(fact.value, cut, value, named=bool(wanted) and likeness(wanted, fact.words) >= 0.6) for fact in before[:20]
    ]
    return judge(_K.DIFFERENCE, mention, readings, squeeze(lead)[-14:] + shown(mention.figure), certain=False)
