"""What is left, missing or gained, by the words that say so: 欠征, 未到位, 尚有…未归还, 结存, 净增, 盈余, 缩短; their levels stand before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from docaudit import quantities
from docaudit.model import Recomputation, RecomputationKind
from docaudit.recompute.facts import Fact, Facts, depth, same_kind
from docaudit.recompute.judge import Reading, gap, judge
from docaudit.recompute.prose import Mention, Sentence, is_level
from docaudit.recompute.values import Value, like, shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_LEFT = re.compile(
    r"(?:结余|结存|结转|盈余|亏损|节约|节余|节省|未到位|未支出|未归还|未拨付|未使用|未缴|未完成|未执行|欠[拨征缴付]|拖欠|尚[有欠余需]|剩余|其余|余下|缺口|空编|缺编|缺考|短缺|"
    r"核减|审减|净资产|所有者权益|差额|相差)(?:资金|经费|金额|款项?|额|人数|人员|任务|为|达|约|了|共|的)*(?:[（(][^（）()]*[)）])?$"
)
_GAIN = re.compile(
    r"(?:净增加?|增值|收益|实际[\u4e00-\u9fff]{2,6}|最终[\u4e00-\u9fff]{2,8}|[多少高低](?:出|了)?|缩短|压缩|压减|增加|减少)$"
)
_PART = re.compile(r"^[^，,。；;]{0,4}未|^[^，,。；;]{0,6}(?:正在|尚未|仍)")
_CLAUSE = re.compile(r"[，,。；;：:、\n]")
_OTHER = re.compile(r"平均|每|均|目标|计划|上限|限额|不超过|不低于")
_OUT_OF = re.compile(r"^\s*[中里](?!心|间|期)[^。；;]*$")
_PAIR = 2
_NEAR = 12
_SURE = 3


def told_gaps(facts: Facts, decided: Mapping[str, Recomputation]) -> Iterator[Recomputation]:
    """Recompute the remainders and gains that are still open; `decided` holds relations by the id of their figure."""
    for i, sentence in enumerate(facts.sentences):
        if sentence.reported:
            continue
        for mention in sentence.mentions:
            if mention.figure.id in decided or mention.value is None or mention.value.is_ratio or not _plain(mention):
                continue
            lead = _CLAUSE.split(sentence.text[: mention.start])[-1] + (mention.quantity.growth or "")
            left = _LEFT.search(lead.rstrip()) or (_PART.match(sentence.text[mention.end :]) if "尚" in lead else None)
            if left is None and not _GAIN.search(lead):
                continue
            made = _gap(facts, i, mention, lead, sure=left is not None)
            if made is not None:
                yield made


def _plain(mention: Mention) -> bool:
    return mention.dimension is not None and mention.dimension != "point" and not mention.quantity.approximate


def _gap(facts: Facts, i: int, mention: Mention, lead: str, *, sure: bool) -> Recomputation | None:
    sentence, value = facts.sentences[i], mention.value
    if value is None or _OTHER.search(lead):
        return None
    here = _levels(facts, i, mention)
    before = [f for f in facts.before(i, paragraphs=1) if same_kind(f.value, value) and not f.value.is_ratio][:_NEAR]
    exact = len(here) == 2 and sure
    readings: list[Reading | None] = []
    if len(here) == 3 and sure:
        readings += [r for r in _balances(here, value) if r.number > 0]
    readings += [
        gap(a.value, b.value, value, named=exact and _in_order(a, b)) for k, a in enumerate(here) for b in here[k + 1 :]
    ]
    readings += [gap(a.value, b.value, value) for b in here[:3] for a in before if a.number > b.number > 0]
    if not here and (named := _rest_of(facts, i, mention, lead)) is not None:
        return judge(_K.DIFFERENCE, mention, [named], squeeze(lead)[-16:] + shown(mention.figure), least=1)
    if not here:
        readings += [gap(a.value, b.value, value) for k, a in enumerate(before[:4]) for b in before[k + 1 : 4]]
    if len(here) == 3 and not sure:
        readings += list(_balances(here, value))
    label = squeeze(lead)[-16:] + shown(mention.figure)
    made = judge(
        _K.DIFFERENCE, mention, readings, label, least=2 if exact else _SURE, certain=_clean(sentence, mention)
    )
    if made is None or made.holds or sure or made.confidence >= 0.9:
        return made
    return None


def _rest_of(facts: Facts, i: int, mention: Mention, lead: str) -> Reading | None:
    """47个项目中，9个项目完工。其余38个项目: of one thing, all in the sentence before."""
    noun = _noun(facts.sentences[i], mention)
    if mention.value is None or not i or not noun or not re.fullmatch(r"(?:其余|其他|剩余|余下)的?", squeeze(lead)):
        return None
    other = facts.sentences[i - 1]
    if other.paragraph != facts.sentences[i].paragraph or other.reported:
        return None
    alike = [m for m in other.mentions if is_level(m) and m.dimension == mention.dimension and _noun(other, m) == noun]
    if len(alike) != _PAIR or not _OUT_OF.match(other.text[alike[0].end + len(noun) : alike[1].start]):
        return None
    whole, part = alike[0].value, alike[1].value
    return None if whole is None or part is None else gap(whole, part, mention.value, named=whole.number > part.number)


def _noun(sentence: Sentence, mention: Mention) -> str:
    """The two characters behind a figure: 47个 项目."""
    found = re.match(r"[\u4e00-\u9fff]{2}", squeeze(sentence.after(mention, 4)))
    return found[0] if found else ""


def _levels(facts: Facts, i: int, mention: Mention) -> list[Fact]:
    """The levels of the figure's kind before it in its sentence, outside brackets, in reading order."""
    sentence = facts.sentences[i]
    level = depth(sentence, mention)
    by_id = {m.figure.id: m for m in sentence.mentions}
    found = []
    for fact in facts.in_sentence(i):
        own = by_id[fact.value.figure.id]
        alike = mention.value is not None and same_kind(fact.value, mention.value) and not fact.value.is_ratio
        if own.start < mention.start and alike and is_level(own) and depth(sentence, own) <= level:
            found.append(fact)
    return found


def _in_order(a: Fact, b: Fact) -> bool:
    """Whether the larger level comes first, as it does before 结余, 尚有 and 欠."""
    return a.number > b.number > 0


def _clean(sentence: Sentence, mention: Mention) -> bool:
    """Whether nothing but its two levels stands between the sentence's start and the figure: no list, no second subject."""
    return not re.search(r"其中|分别|[；;]", sentence.text[: mention.start])


def _balances(levels: Sequence[Fact], printed: Value) -> Iterator[Reading]:
    """Opening level less both others, or less one and more the other, for three levels in reading order."""
    a, b, c = (f.value for f in levels)
    for first, second in ((-1, -1), (-1, 1), (1, -1)):
        span, number = a.span, a.number
        words = shown(a.figure)
        for sign, value in ((first, b), (second, c)):
            span = quantities.add(span, value.span) if sign > 0 else quantities.sub(span, value.span)
            number += sign * value.number
            words += f" {'+' if sign > 0 else '−'} {shown(value.figure)}"
        yield Reading((a, b, c), span, number, f"{words} = {like(number, printed.figure.quantity)}")
