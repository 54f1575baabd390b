"""How a rate or share that is still open may be made of the levels around it, the reading that its words bind it to first.

What a rate is said of is found by its own word (达标率: 达标35次), by the subject of its share, by the place it has in a list
(占比分别为), or by being the only two levels told before it; its base by the words of the share, by what the sentence says it
is among (审批同意的案件中), by a pronoun (该群体), or by the share before it that holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice, pairwise

from docaudit import quantities
from docaudit.model import RecomputationKind
from docaudit.recompute.bindings import (
    Open,
    alike,
    back,
    bearing,
    is_among,
    left_behind,
    levels_before,
    named_whole,
    of_others,
    opening,
    returned,
    said_of,
    subject_of,
    wholes_of,
)
from docaudit.recompute.facts import Fact, same_kind
from docaudit.recompute.in_turn import shared_in_turn
from docaudit.recompute.judge import ONE, Reading, ratio
from docaudit.recompute.prose import Mention, is_level, is_percent
from docaudit.recompute.sides import fitting_size
from docaudit.recompute.values import percent, shown, total
from docaudit.recompute.words import squeeze

_COPULA = r"(?:分别|约|均|仅|只|达到?|为|是|高达|[:：=]|\s)*$"
_RATE = re.compile(r"(?P<stem>[\u4e00-\u9fffA-Za-zⅠ-Ⅻ“”]{0,8}?)(?P<kind>率|度|面|比例|比重|进度)" + _COPULA)
SPENT = re.compile(r"(?:执行|支出|支付|到位|拨付)(?:率|进度)")
_SHARE = re.compile(r"占(?:比|到|了)?(?P<base>[^占，,；;。：:\d]*?)(?:的|比例|比重|比)*" + _COPULA)
_PAID = re.compile(r"拨付|拨到|支付|支出|列支|兑付|使用|执行|付款")
_THING = re.compile(r"([\u4e00-\u9fff])(?:总?[量额]|造价|金额|价|总)*(?:为|是|约|达)*$")
_CONTRARY = re.compile(r"^(?:无|没有?|不|未(?!来))|(?:不|未|没)[\u4e00-\u9fff]{0,2}$")
_LESS = re.compile(r"漏损|产销差|损耗|流失|损失|耗损|节资|节支|节约|下浮|核减|审减|压减|缩减")
"""Rates of what two levels are apart: 漏损率 of 供水 and 售水, 审减率 of 送审 and 审定."""
_NOT = re.compile(r"^(?:尚?未|不)")
_EMPTY = frozenset("率度的数量额有为实际总共计累应已全年本项目人员资金完成作工的个")
_OPINION = re.compile(r"满意|知晓|认可|支持|好评")
_ANSWER = re.compile(r"反映|认为|表示|选择|觉得|希望|建议|知道|了解|知晓|听说")
_RETURNED = re.compile(r"回收|收回|有效")
_TRIED = 3
_PAIR = 2
_QUALIFIED = 4
_SHORT = 6
_ALL = re.compile(r"总共|合计|总计|一共|共计|共$")


def rated(told: Open) -> list[Reading]:
    """A rate by its part and its whole."""
    lead = _own_lead(told)
    if (pair := shared_in_turn(told)) is not None:
        return _ratios([pair])
    if (share := _SHARE.search(lead)) is not None:
        words = lead[: share.start()]
        parts = _subject(told, words)
        if (answer := _ANSWER.search(words)) is not None:
            parts = [f for f in parts if answer[0] in f.name]  # 参展商反映停车不便的占36.3% is not said of 参展商560份
        return _by_part(told, parts, "", share["base"])
    rate = _RATE.search(lead)
    if rate is None:
        return _ratios(_bracketed(told)) if not squeeze(lead) else []
    if SPENT.search(lead):
        rest = _with_rest(told)
        return [rest] if rest is not None else _by_part(told, _spent(told, lead, rate["stem"]))
    if rate["kind"] in ("比例", "比重"):
        return _by_part(told, _subject(told, re.sub(r"[所占的其]+$", "", rate["stem"])))
    stem = rate["stem"]
    if _RETURNED.search(stem) and (groups := returned(told.facts, told.i, told.mention))[1:]:
        return _of_groups(told, groups)
    if _NOT.match(stem) and len(_NOT.sub("", stem)) >= _PAIR:
        return _not_so(told, _NOT.sub("", stem)) or _by_part(
            told, bearing(told.facts, told.i, told.mention, stem), stem
        )
    if of_others(told.facts.sentences, told.i, told.mention, stem):
        return _apart(told, stem)
    return _by_part(told, _called(told, stem), stem) or _apart(told, stem) or _only_two(told, stem)


def _of_groups(told: Open, groups: list[Fact]) -> list[Reading]:
    """The answers of several groups of what was sent to all of them: 参展商532份、观众1316份 of 总共1960份."""
    whole = next(
        (f for f in back(told.facts, told.i) if _ALL.search(f.name) and same_kind(f.value, groups[0].value)), None
    )
    if whole is None:
        return []
    number = sum((f.number for f in groups), Decimal(0)) / whole.number
    span = quantities.div(total(f.value.span for f in groups), whole.value.span)
    text = f"（{' + '.join(shown(f.value.figure) for f in groups)}）÷ {shown(whole.value.figure)} = {percent(number)}"
    return [Reading((*(f.value for f in groups), whole.value), span, number, text, named=True)]


def _spent(told: Open, lead: str, stem: str) -> list[Fact]:
    """What was spent or has come in, by the verb of its rate: 到位率 is of what is said to be 到位."""
    verb = SPENT.search(lead)
    if verb is None:
        return []
    found = bearing(told.facts, told.i, told.mention, verb[0][:_PAIR])
    if found or verb[0].startswith("到位"):
        return found
    sentence = told.facts.sentences[told.i]
    last = next(iter(levels_before(told.facts, told.i, told.mention)), None)
    paid = last is not None and _PAID.search(said_of(sentence, last[1]))
    return bearing(told.facts, told.i, told.mention, stem) or ([last[0]] if paid and last is not None else [])


def _own_lead(told: Open) -> str:
    """The words that tell what a percentage is: those of the share before it where it only says that one again.

    占八成以上，为81.1%; 约占四成（39.9%）.
    """
    sentence, mention = told.facts.sentences[told.i], told.mention
    if re.fullmatch(_COPULA[:-1], squeeze(told.lead)) is None or not mention.nth:
        return told.lead
    again = sentence.mentions[mention.nth - 1]
    between = squeeze(sentence.text[again.end : mention.start])
    if not (again.dimension == "ratio" and (again.quantity.approximate or re.search("[成半]", again.quantity.text))):
        return told.lead
    if re.fullmatch(r"(?:左右|以上|多|强)?[，,（(](?:为|达|约|即)*", between) is None:
        return told.lead
    return re.split(r"[，,。；;：:\n（()）]", sentence.text[: again.start])[-1]


def _subject(told: Open, words: str) -> list[Fact]:
    """What a share is of: what its words name, the level before it, or the one told behind it (占76.4%，达5342万元)."""
    facts, i, mention = told.facts, told.i, told.mention
    if found := subject_of(facts, i, mention, words):
        return found
    if len(squeeze(words)) >= _PAIR and (part := _behind(told)) is not None:
        return [part]
    return _like(told, squeeze(words))


def _behind(told: Open) -> Fact | None:
    """The level that stands for a share right behind it: 财政性资金占76.4%，达5342万元."""
    sentence, mention = told.facts.sentences[told.i], told.mention
    if mention.nth + 1 >= len(sentence.mentions):
        return None
    level = sentence.mentions[mention.nth + 1]
    between = squeeze(sentence.text[mention.end : level.start])
    if not is_level(level) or re.fullmatch(r"[，,（(](?:达到?|为|共计?|计|即|金额为?|有|约)*", between) is None:
        return None
    return told.facts.of(told.i, level)


def _like(told: Open, words: str) -> list[Fact]:
    """The one level before a share that begins with its subject's first word: 中央补助2180万元，…。中央资金占比."""
    if any(f for f, _ in levels_before(told.facts, told.i, told.mention)):
        return []
    if not _PAIR <= len(words) <= _SHORT or "的" in words:
        return []
    found = [f for f in back(told.facts, told.i) if f.name.startswith(words[:_PAIR])]
    return found if len(found) == 1 else []


def _called(told: Open, stem: str) -> list[Fact]:
    """What a rate's own word is said of, without what is said of its contrary: 满意度 is not of 不满意16份."""
    sentence = told.facts.sentences[told.i]
    found = bearing(told.facts, told.i, told.mention, stem)
    names = {m.figure.id: said_of(sentence, m) for m in sentence.mentions}
    last = max((m.end for m in sentence.mentions[: told.mention.nth] if is_percent(m)), default=0)
    own = {m.figure.id for m in sentence.mentions if m.start >= last}
    found = [f for f in found if f.value.figure.id in own]
    return [f for f in found if not _CONTRARY.search(names.get(f.value.figure.id, "").split(stem[-2:])[0])]


def _by_part(told: Open, parts: list[Fact], stem: str = "", base: str = "") -> list[Reading]:
    """What the parts are of the levels that may hold them, the likeliest base first."""
    facts, i, mention = told.facts, told.i, told.mention
    pairs = []
    for part in parts[:2]:
        wholes = [*_likely(told, part, stem, base), *islice(wholes_of(facts, i, mention, part, base), _TRIED)]
        pairs += [(part, whole) for whole in dict.fromkeys(wholes) if whole.number != part.number]
    return _ratios(pairs)


def _ratios(pairs: list[tuple[Fact, Fact]]) -> list[Reading]:
    made = (ratio(part.value, whole.value, named=not k) for k, (part, whole) in enumerate(pairs))
    return [reading for reading in made if reading is not None]


def _likely(told: Open, part: Fact, stem: str, base: str) -> Iterator[Fact]:
    """The base that the words or the share before leave no doubt of, none where they say nothing."""
    found: list[Fact] = []
    if squeeze(base):
        found = named_whole(told.facts, told.i, told.mention, part, base)
    elif (among := _among(told)) is not None:
        found = [f for f in [among] if same_kind(f.value, part.value)]
    elif len(stem) >= _QUALIFIED and (near := [f for f in back(told.facts, told.i) if f.name.startswith(stem[:2])]):
        found = [f for f in near if same_kind(f.value, part.value)][:1]
    elif (held := _base_before(told)) is not None and alike(held, part):
        found = [held]
    yield from (f for f in found if fitting_size(f, part.value) and f.value.figure.id != part.value.figure.id)


def _among(told: Open) -> Fact | None:
    """What the sentence says its counts are among: 审批同意的案件中，民事类1683件; 该群体中; 512名受访者里."""
    words = opening(told.facts.sentences[told.i])
    earlier = back(told.facts, told.i)
    if re.match(r"^(?:其|该|这|上述)", words):
        return earlier[0] if earlier else None
    found = [f for f in earlier if words and is_among(words, f.name)]
    return found[0] if len({f.number for f in found}) == 1 else None


def _base_before(told: Open) -> Fact | None:
    """The base of the share or rate before, which holds: 开工139个，开工率84.8%；竣工87个，竣工率53.0%."""
    facts, i = told.facts, told.i
    earlier = facts.sentences[i - 1] if i and facts.sentences[i - 1].paragraph == facts.sentences[i].paragraph else None
    here = facts.sentences[i].mentions[: told.mention.nth]
    for mention in (*reversed(here), *(reversed(earlier.mentions) if earlier is not None else ())):
        if not is_percent(mention):
            continue
        made = told.decided.get(mention.figure.id)
        if made is None or not made.holds or made.kind is not RecomputationKind.SHARE or len(made.operands) < _PAIR:
            return None
        return next((f for f in facts.text if f.value.figure.id == made.operands[1].id), None)
    return None


def _bracketed(told: Open) -> list[tuple[Fact, Fact]]:
    """A percentage alone in the bracket behind a level: 有174人（34.0%）."""
    sentence, mention = told.facts.sentences[told.i], told.mention
    if not mention.nth or re.match(r"\s*[)）]", sentence.text[mention.end :]) is None:
        return []
    level = sentence.mentions[mention.nth - 1]
    between = squeeze(sentence.text[level.end : mention.start])
    part = told.facts.of(told.i, level) if is_level(level) and re.fullmatch(r"[（(]占?", between) else None
    if part is None:
        return []
    held = _base_before(told)
    wholes = [held] if held is not None and alike(held, part) and fitting_size(held, part.value) else []
    wholes += islice(wholes_of(told.facts, told.i, mention, part, ""), _TRIED)
    return [(part, whole) for whole in dict.fromkeys(wholes)]


def _pool(told: Open) -> list[Fact]:
    """The levels before a rate since the rate before it, or of the whole sentence before where it has none."""
    sentence = told.facts.sentences[told.i]
    earlier = [m.end for m in sentence.mentions[: told.mention.nth] if is_percent(m)]
    low = earlier[-1] if earlier else 0
    return [f for f, m in reversed(levels_before(told.facts, told.i, told.mention)) if m.start >= low]


def _apart(told: Open, stem: str) -> list[Reading]:
    """A rate of what two levels are apart: 漏损率 of 供水量 and 售水量, 审减率 of 送审 and 审定."""
    levels = _pool(told)
    if len(levels) == 1 and _LESS.search(stem):
        levels = [*levels, *_other_side(told, levels[0])]
    if _LESS.search(stem) is None or len(levels) not in (_PAIR, _PAIR + 1):
        return []
    big, small = levels[:_PAIR] if levels[0].number >= levels[1].number else (levels[1], levels[0])
    if not same_kind(big.value, small.value) or not small.number or big.number == small.number:
        return []
    if len(levels) > _PAIR and levels[2].number != big.number - small.number:
        return []
    return [_less(big, small)]


def _other_side(told: Open, level: Fact) -> list[Fact]:
    """The one level of the paragraph that is of the same thing: 当年售水412.5万立方米 …。供水量486.2万立方米，漏损率."""
    thing = _THING.search(level.name)
    near = [f for f in back(told.facts, told.i) if thing and same_kind(f.value, level.value)]
    found = [
        f for f in near if (other := _THING.search(f.name)) and thing and other[1] == thing[1] and f.name != level.name
    ]
    return found if len(found) == 1 else []


def _less(big: Fact, small: Fact) -> Reading:
    a, b = big.value, small.value
    number = (a.number - b.number) / a.number
    text = f"（{shown(a.figure)} − {shown(b.figure)}）÷ {shown(a.figure)} = {percent(number)}"
    return Reading((a, b), quantities.sub(ONE, quantities.div(b.span, a.span)), number, text, named=True)


def _not_so(told: Open, stem: str) -> list[Reading]:
    """未办结率7.3% beside 办结率92.7%, which holds: together they are all."""
    sentence = told.facts.sentences[told.i]
    for mention in reversed(sentence.mentions[: told.mention.nth]):
        made = told.decided.get(mention.figure.id)
        if (
            made is None
            or not is_percent(mention)
            or not sentence.before(mention, 12).rstrip("为达约是").endswith(stem + "率")
        ):
            continue
        if made.holds and len(made.operands) == _PAIR and made.kind is not RecomputationKind.GROWTH:
            facts = [next((f for f in told.facts.text if f.value.figure.id == o.id), None) for o in made.operands]
            if facts[0] is not None and facts[1] is not None:
                return [_less(facts[1], facts[0])]
    return []


def _only_two(told: Open, stem: str) -> list[Reading]:
    """A rate after the only two levels before it, one of which says a word of it: 应收2146.8万元，实收2059.3万元，收缴率."""
    levels = _pool(told)
    if len(levels) != _PAIR or not same_kind(levels[0].value, levels[1].value):
        return []
    first, second = levels
    sentence = told.facts.sentences[told.i]
    by_id: dict[str, Mention] = {m.figure.id: m for m in sentence.mentions}
    own = [by_id[f.value.figure.id] for f in levels]
    if any(re.search(r"[。；;]", sentence.text[a.end : b.start]) for a, b in pairwise([*own, told.mention])):
        return []
    said = [set(said_of(sentence, m)) - _EMPTY for m in own]
    linked = (set(stem[-2:]) - _EMPTY) & (said[0] | said[1])
    opened = re.match(r"[^，,。；;\d]{0,8}[里中内][，,]", sentence.text[own[0].end :])
    if not (linked or (opened and not _OPINION.search(stem))) or re.search("平均|均", said_of(sentence, own[1])):
        return []
    part, whole = (first, second) if first.number < second.number else (second, first)
    return _ratios([(part, whole)]) if part.number > Decimal(0) else []


def _with_rest(told: Open) -> Reading | None:
    """A rate of what was spent by that and by what its sentence says is left: 支出1846.2万元，执行率88.3%，剩余368.8万元."""
    left = left_behind(told.facts, told.i, told.mention)
    spent = next((f for f, _ in levels_before(told.facts, told.i, told.mention)), None)
    if left is None or spent is None or not same_kind(left.value, spent.value) or not spent.number:
        return None
    a, b = spent.value, left.value
    number = a.number / (a.number + b.number)
    text = f"{shown(a.figure)} ÷（{shown(a.figure)} + {shown(b.figure)}）= {percent(number)}"
    return Reading((a, b), quantities.div(a.span, quantities.add(a.span, b.span)), number, text, named=True)
