"""Means whose total and count stand elsewhere: 平均每X, X均Y, found by their names in the paragraph and the paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from docaudit import quantities
from docaudit.model import Recomputation, RecomputationKind, Unit
from docaudit.recompute.facts import Fact, Facts, content, likeness
from docaudit.recompute.judge import Reading, judge, mean_of
from docaudit.recompute.mean_words import may_be_of
from docaudit.recompute.prose import Mention, Sentence, is_level
from docaudit.recompute.values import shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_EACH = re.compile(
    r"(?:平均)?每(?:一|个)?(?P<per>[\u4e00-\u9fff]{1,8}?)(?P<what>(?:平均|支出|投入|接待|拥有|培训|服务|辅导|资助|补助|补贴|用|造价|投资|产|收|照护|参|获)[\u4e00-\u9fff]*)?(?:约|为|达)*$"
)
_SHORT = re.compile(r"(?P<per>[\u4e00-\u9fff])均(?P<what>[\u4e00-\u9fff（）()]{0,10}?)(?:约|为|达)*$")
_BARE = re.compile(r"平均(?P<per>)(?P<what>[\u4e00-\u9fff]{0,8}?)(?:约|为|达)*$")
_NOT_A_MEAN = re.compile(
    r"年均|月均|日均|平均每[年月日天周]|每[年月日天周]|人均(?:GDP|可支配|收入|寿命)|低于|高于|超过|不低于|水平|最[高低大小多少]|上限"
)
_NAMED = 0.6
_HALF = 0.5
_RATE_OF = re.compile(r"标准|按每|补助标准|单价")


def search_means(facts: Facts, decided: Mapping[str, Recomputation]) -> Iterator[Recomputation]:
    """Recompute the means that are still undecided; `decided` holds relations by the id of their figure."""
    for i, sentence in enumerate(facts.sentences):
        if sentence.reported:
            continue
        for mention in sentence.mentions:
            if mention.value is None or not is_level(mention):
                continue
            earlier = decided.get(mention.figure.id)
            if earlier is not None and not (earlier.holds and earlier.kind is _K.MEAN):
                continue
            made = _mean(facts, i, mention)
            if made is not None and not (earlier is not None and made.holds):
                yield made


def _mean(facts: Facts, i: int, mention: Mention) -> Recomputation | None:
    sentence = facts.sentences[i]
    lead = re.split(r"[，,。；;：:！？\n、（(]", sentence.before(mention, 28))[-1]
    if _NOT_A_MEAN.search(lead) or _RATE_OF.search(lead) or mention.value is None:
        return None
    found = _EACH.search(lead) or _SHORT.search(lead) or _BARE.search(lead)
    if found is None or (
        found.re is _EACH
        and "平均" not in lead
        and not re.search(r"每(?:名|家|个|户|人|床|台|场|件|项|千名|万元)", lead)
    ):
        return None
    per, what = found["per"], found["what"] or ""
    value = mention.value
    if value.dimension is None or value.dimension == "score" or per[:1] in ("千", "万", "百"):
        return None
    wholes = _wholes(facts, i, mention, what)
    counts = _counts(facts, i, mention, per)
    if not wholes or not counts:
        return None
    wanted = content(what)
    of_name = [f for f in wholes if wanted and likeness(wanted, f.words) >= _NAMED]
    near_wholes = of_name[:1] or [f for f in wholes if f.at == i] or wholes[:1]
    if not may_be_of(lead, near_wholes[0].name):
        return None
    chosen = _best_count(counts, near_wholes[0], i)
    readings: list[Reading | None] = []
    if chosen is not None:
        readings += [mean_of(near_wholes[0].value, chosen.value, value, named=True)]
    readings += [mean_of(w.value, c.value, value) for w in wholes[:8] for c in counts[:10] if w is not c]
    label = squeeze(lead)[-16:] + shown(mention.figure)
    return judge(
        _K.MEAN,
        mention,
        readings,
        label,
        least=2,
        certain=chosen is not None and len(near_wholes) == 1,
        explicit=len(of_name) == 1 and chosen is not None and len(wanted) >= 2,
    )


def _wholes(facts: Facts, i: int, mention: Mention, what: str) -> list[Fact]:
    """The totals that a mean may be of: the levels of its dimension before it, those that bear its name first."""
    sentence = facts.sentences[i]
    before = [f for f in reversed(facts.in_sentence(i)) if _stands_before(sentence, f, mention)]
    near = [*before, *facts.before(i, paragraphs=1)]
    fitting = (
        [f for f in near if f.value.dimension == mention.value.dimension and f.number > mention.value.number]
        if mention.value
        else []
    )
    wanted = content(what)
    if wanted:
        named = [f for f in fitting if likeness(wanted, f.words) >= _NAMED]
        others = [f for f in fitting if f not in named]
        return [*named, *others] if named else [f for f in others if f.at == i]
    return fitting


def _stands_before(sentence: Sentence, fact: Fact, mention: Mention) -> bool:
    own = next((m for m in sentence.mentions if m.figure.id == fact.value.figure.id), None)
    if own is None or own.start < mention.start:
        return own is not None
    return bool(re.fullmatch(r"\s*[（(][^（）()\d]{0,10}", sentence.text[mention.end : own.start]))


def _counts(facts: Facts, i: int, mention: Mention, per: str) -> list[Fact]:
    """The counts that 每X may be of, the nearest first."""
    unit = quantities.parse_unit(per) if per else None
    found: list[Fact] = []
    for fact in (*reversed(facts.in_sentence(i)), *facts.before(i, paragraphs=3)):
        own = fact.value.figure.quantity.unit
        if re.search(r"每|均", fact.name) or not (fact.value.dimension or "count").startswith(
            ("count", "area", "length")
        ):
            continue
        if fact.value.is_ratio or fact.number <= 1 or fact.value.figure.id == mention.figure.id or own is None:
            continue
        if not per:
            if own.dimension.startswith("count"):
                found.append(fact)
            continue
        if _counts_of(fact, own, per, unit):
            found.append(fact)
    return found


def _counts_of(fact: Fact, own: Unit, per: str, unit: Unit | None) -> bool:
    """Whether a count is of what 每X or X均 names: by its unit, or by the end of its name."""
    if own.text == per or (unit is not None and own.canonical == unit.canonical):
        return True
    if len(per) == 1:
        return (unit is None and per in fact.name) or bool(re.search(per + r"(?:共|有|累计|达|为)*$", fact.name))
    if not per.startswith(own.text):
        return fact.name.endswith(per)
    rest = content(per[len(own.text) :])
    return not rest or likeness(rest, fact.words) >= _HALF


def _best_count(counts: list[Fact], whole: Fact, i: int) -> Fact | None:
    """The one count that goes with a total: of its name, else the only one in its sentence."""
    if whole.words:
        named = [f for f in counts if f.words and likeness(f.words, whole.words) >= 0.6]
        if len({f.number for f in named}) == 1:
            return named[0]
    here = [f for f in counts if f.at == i]
    pool = here or counts
    return pool[0] if len({f.number for f in pool}) == 1 else None
