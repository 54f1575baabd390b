"""Rates by the words that name their sides: 以交付套数计算的入住率, 优秀率 after 优秀6个, 占企业受访者的."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from docaudit.model import Recomputation, RecomputationKind
from docaudit.recompute.facts import Fact, Facts, same_kind
from docaudit.recompute.prose import Mention, Sentence, is_count, is_level, is_percent
from docaudit.recompute.prose_quotients import fits, rate_of
from docaudit.recompute.sides import fitting_size, with_mentions
from docaudit.recompute.values import shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_BY = re.compile(
    r"(?:以|按照?)(?P<base>[^，,。；;：:、\d]{2,12}?)(?:计算|测算|计|为基数|为分母|作分母|口径)的?(?P<stem>[\u4e00-\u9fff]{1,8})率(?:约|为|是|达到?)*$"
)
_NAMED = re.compile(
    r"(?:^|[，,；;、。：:\s])(?P<stem>[\u4e00-\u9fff]{2,4})率(?:[（(](?P<what>[^（）()]{2,12})[)）])?(?:约|为|是|达到?)*$"
)
_GRADED = re.compile(r"合格|及格|满意|达标|优良|通过|认可|知晓|完成|执行|增长|到位|支付|支出")
"""Rates that count what is better as well, or whose base is a plan and not the list."""
_PRIOR = re.compile(r"(?:上年|去年|上一年|前一年|同期|年初)[^，,。；;]{0,6}$")
_QUANTITY = re.compile(r"(?:数量|人数|户数|套数|家数|个数|件数|总数|总量|总额|金额|数|量|额)$")
_TOTAL = re.compile(r"(?:合计|共计|总计|总共|一共|共)(?:有|为)?$")
_TIMES = Decimal("1.6")


def told_bases(facts: Facts, decided: Mapping[str, Recomputation]) -> Iterator[Recomputation]:
    """Recompute rates whose words name their part or their base; `decided` holds relations by the id of their figure."""
    for i, sentence in enumerate(facts.sentences):
        if sentence.reported or "率" not in sentence.text:
            continue
        for mention in sentence.mentions:
            earlier = decided.get(mention.figure.id)
            if not is_percent(mention) or mention.quantity.growth is not None or mention.quantity.approximate:
                continue
            if earlier is not None and not earlier.holds:
                continue
            lead = sentence.text[max(0, mention.start - 40) : mention.start]
            made = _by(facts, i, mention, lead)
            if made is None and earlier is None:
                made = _list_rate(facts, i, mention, lead)
            if made is not None and not (made.holds and earlier is not None):
                yield made


def _by(facts: Facts, i: int, rate: Mention, lead: str) -> Recomputation | None:
    """交付5972套，入住5541套，以交付套数计算的入住率: both sides are called by the words of the rate."""
    said = _BY.search(lead)
    if said is None or rate.value is None:
        return None
    core = _QUANTITY.sub("", squeeze(said["base"]))
    near = [f for f, m in with_mentions(facts, i) if m.start < rate.start]
    near += [f for f in facts.before(i) if not f.value.is_ratio and _is_told(f)]
    parts = _called(near, said["stem"][-2:])
    bases = [f for f in _called(near, core) if not parts or f.value.figure.id != parts[0].value.figure.id]
    if len(core) < 2 or not parts or not bases:
        return None
    part, base = parts[0], bases[0]
    if not same_kind(part.value, base.value) or not fitting_size(base, part.value):
        return None
    by_id = {m.figure.id: m for s in facts.sentences[max(0, i - 40) : i + 1] for m in s.mentions}
    pair = by_id.get(part.value.figure.id), by_id.get(base.value.figure.id)
    if pair[0] is None or pair[1] is None:
        return None
    holds = fits(part.value, base.value, rate.value)
    label = squeeze(said[0])[-16:] + shown(rate.figure)
    made = rate_of(rate, pair[0], pair[1], holds=holds, kind=_K.SHARE, label=label, confidence=0.9)
    others = [f for f in near if fitting_size(f, part.value) and same_kind(f.value, part.value)]
    other = next((f for f in others if fits(part.value, f.value, rate.value)), None)
    if holds or other is None:
        return made
    words = f"{shown(rate.figure)} 对应分母 {shown(other.value.figure)}，而文中所称基数为 {shown(base.value.figure)}"
    return replace(made, operands=(*made.operands, other.value.figure), alternative=words)


def _is_told(fact: Fact) -> bool:
    """Whether a fact states what is, and no goal."""
    return not fact.goal and fact.number > 0


def _called(facts: Sequence[Fact], word: str) -> list[Fact]:
    """The figures whose name holds a word, the latest sentence first, of one sentence in reading order."""
    return [f for f in facts if len(word) >= 2 and word in f.name and not _PRIOR.search(f.name)]


def _list_rate(facts: Facts, i: int, rate: Mention, lead: str) -> Recomputation | None:
    """优秀6个、通过26个、结题3个，合计35个；优秀率: the share of one item of a list that ends in its total."""
    said = _NAMED.search(lead)
    if said is None or rate.value is None or _GRADED.search(said["stem"]):
        return None
    sentence, before = facts.sentences[i], facts.sentences[i].mentions[: rate.nth]
    if not any(is_level(m) for m in before) and i and facts.sentences[i - 1].paragraph == sentence.paragraph:
        sentence, before = facts.sentences[i - 1], facts.sentences[i - 1].mentions
    words = {said["stem"], squeeze(said["what"] or said["stem"])}
    levels = [m for m in before if is_count(m) and is_level(m) and m.value is not None]
    parts = [m for m in levels if _is_of(sentence, m, words)]
    if len(parts) != 1 or parts[0].value is None:
        return None
    part, value = parts[0], parts[0].value
    bases = [m for m in levels if m is not part and m.value is not None and m.value.number >= value.number]
    alike = [m for m in bases if m.dimension == part.dimension and not _PRIOR.search(sentence.before(m, 16))]
    label = said["stem"] + "率" + shown(rate.figure)
    for base in alike:
        if fits(value, base.value, rate.value):
            return rate_of(rate, part, base, holds=True, kind=_K.SHARE, label=label, confidence=0.9)
    named = [m for m in alike if _TOTAL.search(sentence.before(m, 6)) and m.start > part.start]
    if len({m.value.number for m in named if m.value is not None}) != 1 or named[0].value is None:
        return None
    number = value.number / named[0].value.number
    if not rate.value.number or not 1 / _TIMES < number / rate.value.number < _TIMES:
        return None
    return rate_of(rate, part, named[0], holds=False, kind=_K.SHARE, label=label, confidence=0.85)


def _is_of(sentence: Sentence, mention: Mention, words: set[str]) -> bool:
    """Whether a count is of what a rate is called after: 优秀6个, and 90分以上14人 for 优秀率（90分以上）."""
    lead = re.split(r"[，,。；;：:、]", squeeze(sentence.text[: mention.start]))[-1]
    return any(lead.endswith(word) for word in words)
