"""The two sides of a rate in running text: the figure it is about, and the figures it may have been taken of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docaudit import quantities
from docaudit.recompute.facts import Fact, Facts, content, depth, listed, same_kind
from docaudit.recompute.prose import Mention, Sentence, is_level
from docaudit.recompute.values import Value
from docaudit.recompute.words import squeeze

NAMED = 0.6
BUDGET = re.compile(r"预算|概算|批复|下达|安排")
_COMPARED = re.compile(r"(?:比|较)(?:上年度?|去年|同期|年初|(?:19|20)\d\d年)[^，,。；;]{0,6}$")
_PRIOR = re.compile(r"上年|去年|上一年|同期|比|较")
_COUNTED = re.compile(r"总?(?:人|个|家|项|件|户|份)?数量?$|总额$|金额$|总量$")
_OTHERWISE = re.compile(r"预算|计划|目标|年初|上年|去年|同期|预计")
AMONG = re.compile(r"^[^，,。；;\d]{0,10}中[，,]?[^，,。；;\d]{2,}的占(?:比)?(?:为|达|约)*$")
"""What stands between a whole and the share of its things that are not counted: 20个 场馆中服务态度良好的占 83.0%."""
_JOINED = re.compile(r"[一二三四五六七八九初中高\d]、[一二三四五六七八九十中高\d][级等类期批档星][^，,。；;、]*$")
"""Two things in one word, whose figures are added first: 三、四级手术占."""
OWN_TOTAL = re.compile(r"^(?:全市|全县|全区|全省|全国|全部|全体|总数|总量|全年|全院|全校|总)")


_NOUN = re.compile(
    r"的?(?:问卷|答卷|样本|案件|企业|单位|机构|项目|家庭|户|学生|人员|人数|人次|群众|群体|资金|经费|总?数量?|总?额)+$"
)
_PLANNED = re.compile(r"预算|计划|概算|目标")
_PLANNED_BEHIND = r".{0,3}(?:预算|计划|概算|目标)"
_SUBJECTS = 4
_AROUND = re.compile(
    r"^(?:已经?|全部|所有|总|实际|累计|该|其|同期|当年|本年)+|(?:总?(?:资金|经费|金额|款项|人数|个数|数量|规模)|总?[数额量款]|的)+$"
)


def level_before(facts: Facts, i: int, mention: Mention) -> list[Fact]:
    """The level right before a percentage outside brackets, and the head of the list that it ends, in that order."""
    sentence = facts.sentences[i]
    found: list[Fact] = []
    own = depth(sentence, mention)
    for earlier in reversed(sentence.mentions[: mention.nth]):
        if not is_level(earlier) or depth(sentence, earlier) > own or inside(sentence, earlier, mention):
            continue
        if AMONG.match(sentence.text[earlier.end : mention.start]):
            break
        if _COMPARED.search(sentence.text[max(0, earlier.start - 16) : earlier.start]):
            continue
        fact = facts.of(i, earlier)
        if fact is None:
            continue
        if found and not same_kind(found[0].value, fact.value):
            break
        found.append(fact)
        if not listed(sentence, earlier):
            break
    return [found[0], found[-1]] if len(found) > 1 else found


def fitting_size(fact: Fact, part: Value) -> bool:
    """Whether a figure is large enough to be the whole of a part."""
    return fact.number >= part.number > 0 and fact.value.figure.id != part.figure.id and not fact.value.is_ratio


def paragraph(facts: Facts, i: int, part: Value, *, paragraphs: int = 0) -> list[Fact]:
    """Levels of the part's kind before a percentage in its sentence and paragraph, the nearest first."""
    own = [f for f in reversed(facts.in_sentence(i)) if f.value.figure.id != part.figure.id]
    return [
        f
        for f in (*own, *facts.before(i, paragraphs=paragraphs))
        if same_kind(f.value, part) and fitting_size(f, part) and not _COMPARED.search(f.name)
    ][:30]


def subjects(facts: Facts, i: int, mention: Mention, lead: str, share: re.Match[str]) -> list[Fact]:
    """What a share is of: the figure that its subject names (技术服务合同占…), else the level before it."""
    subject = squeeze(re.split(r"[，,；;。、：:）)]", lead[: share.start() + 1])[-1].rstrip("占"))
    if _JOINED.search(lead[: share.start() + 1]):
        return []
    subject = re.sub(r"^其中|约|仅|只|均|也|[\d.﹐,]+.{0,3}$", "", subject)
    if not content(subject) or re.search(r"\d", subject):
        return level_before(facts, i, mention) or _subject_before(facts, i)
    wanted = content(subject)
    near = [f for f in (*facts.in_sentence(i), *facts.before(i, paragraphs=1)) if not f.value.is_ratio]
    scored = [(len(wanted & f.words) / len(wanted), f) for f in near]
    best = max((score for score, _ in scored), default=0.0)
    return [f for score, f in scored if score == best][:2] if best >= NAMED else []


def _subject_before(facts: Facts, i: int) -> list[Fact]:
    """What the sentence before spoke of, when this one has no level of its own: 按到位口径计算，占到位资金的92.23%."""
    if not i or facts.sentences[i - 1].paragraph != facts.sentences[i].paragraph:
        return []
    if any(not f.value.is_ratio for f in facts.in_sentence(i)):
        return []
    levels = [f for f, m in with_mentions(facts, i - 1) if not listed(facts.sentences[i - 1], m)]
    return levels[:_SUBJECTS]


def inside(sentence: Sentence, level: Mention, mention: Mention) -> bool:
    """Whether a level stands within the words of the rate itself: 占预算12.00万元的69.7%."""
    between = sentence.text[level.end : mention.start]
    if re.search(r"[，,；;。：:、]", between) or "的" not in between[:2]:
        return False
    return bool(re.search(r"(?:占|完成|达到?)[^，,；;。\d]*$", sentence.text[: level.start]))


def named_bases(facts: Facts, i: int, words: str, part: Fact) -> list[Fact]:
    """The figures that a share's own words name; of several, those of the part's year, else those of its paragraph."""
    wanted = content(words)
    found = [f for f in facts.named(wanted, i, like=part.value, least=0.75) if not f.goal and (f.at >= 0 or f.total)]
    if len(wanted) == 1:
        found = [f for f in found if f.at < 0 or f.words <= wanted]  # 占总经费的 is of no 自筹经费
    if not _PLANNED.search(words):
        found = [
            f for f in found if f.at < 0 or not re.search(re.escape(squeeze(words)[-2:]) + _PLANNED_BEHIND, f.name)
        ]
    if re.search(r"当年|本年|上年|当期|(?:19|20)\d\d", words):
        found = [f for f in found if f.year is not None and f.year == part.year]
    found = [f for f in found if part.year is None or f.year is None or f.year == part.year]
    return verbatim(found, words)


def cored_bases(facts: Facts, i: int, words: str, part: Fact) -> list[Fact]:
    """The one figure near a share whose name holds the core of the base's words: 占已拨付资金的, 占发行额的."""
    core = _AROUND.sub("", squeeze(words))
    if len(core) < 2:
        return []
    near = [
        f for f in (*reversed(facts.in_sentence(i)), *facts.before(i, paragraphs=1)) if same_kind(f.value, part.value)
    ]
    return [f for f in near if core in f.name and fitting_size(f, part.value) and not f.goal]


def modified_bases(facts: Facts, i: int, words: str, part: Fact) -> list[Fact]:
    """The one figure of the paragraph named by the base's words without their noun: 占不满意问卷的 is of “不满意”33份."""
    kind = _NOUN.sub("", squeeze(words))
    if len(kind) < 2 or kind == squeeze(words):
        return []
    near = [f for f in (*reversed(facts.in_sentence(i)), *facts.before(i)) if same_kind(f.value, part.value)]
    found = [f for f in near if f.name.strip('“”"').endswith(kind) and fitting_size(f, part.value) and not f.goal]
    return found[:1] if len({f.number for f in found}) == 1 else []


def bearing_out(facts: Facts, i: int, words: str, part: Fact, share: Value) -> list[Fact]:
    """The figures anywhere in the paper whose name holds the core of the base's words and which make the share fit."""
    core = _AROUND.sub("", squeeze(words))
    if len(core) < 2:
        return []
    wanted = frozenset(core[k : k + 2] for k in range(len(core) - 1))
    pool = [
        *cored_bases(facts, i, words, part),
        *facts.named(wanted & content(core) or wanted, i, like=part.value, least=0.75),
    ]
    return [
        f
        for f in pool
        if fitting_size(f, part.value) and quantities.div(part.value.span, f.value.span).meets(share.span)
    ][:1]


def verbatim(found: list[Fact], words: str) -> list[Fact]:
    """Of several figures those whose name is the wanted words to the letter, if there are such."""
    said = squeeze(words)
    short = re.sub(r"总数|总量|总额|数量|数$", "", said)
    for name in (said, short):
        if exact := [f for f in found if f.at >= 0 and (f.name.endswith(name) or f.name == name)]:
            return exact
    return found


def bears(name: str, words: str) -> bool:
    """Whether a figure's name says all of the words for a base, and is not of a plan or another year instead."""
    wanted = content(_COUNTED.sub("", squeeze(words)))
    other = set(_OTHERWISE.findall(name)) - set(_OTHERWISE.findall(words))
    return bool(wanted) and wanted <= content(name) and not other


def is_own_total(words: str, part: Fact) -> bool:
    """Whether a share is of all there is of its own kind: 占全市的, 占总人次的."""
    rest = re.sub(r"[的总]|数$", "", OWN_TOTAL.sub("", words))
    unit = part.value.figure.quantity.unit
    return bool(OWN_TOTAL.search(words)) and (not rest or (unit is not None and rest in (unit.text, unit.canonical)))


def own_total(facts: Facts, i: int, part: Fact) -> list[Fact]:
    """占全市的: the largest figure of the part's own name and unit."""
    named = facts.named(part.words, i, like=part.value)
    near = [*facts.in_sentence(i), *facts.before(i, paragraphs=2)]
    for pool in (named, near):
        found = [f for f in pool if same_kind(f.value, part.value) and not f.goal and not _PRIOR.search(f.name)]
        found = [f for f in found if fitting_size(f, part.value)]
        if found:
            return [max(found, key=lambda f: f.number)]
    return []


def list_head(facts: Facts, i: int, mention: Mention, part: Fact) -> list[Fact]:
    """The one whole in the sentence that an 其中 before the part opens."""
    sentence = facts.sentences[i]
    opened = sentence.text.rfind("其中", 0, mention.start)
    if opened < 0:
        return []
    before = [f for f, m in with_mentions(facts, i) if m.end <= opened and same_kind(f.value, part.value)]
    return before[-1:] if len(before) == 1 else []


def with_mentions(facts: Facts, i: int) -> Iterator[tuple[Fact, Mention]]:
    """The levels of a sentence with their mentions."""
    by_id = {m.figure.id: m for m in facts.sentences[i].mentions}
    for fact in facts.in_sentence(i):
        if not fact.value.is_ratio:
            yield fact, by_id[fact.value.figure.id]


def kin(facts: Facts, i: int, part: Fact) -> list[Fact]:
    """Figures anywhere in the paper that share words with the part, and its tables' figures that do."""
    return [
        f
        for f in facts.named(part.words, i, like=part.value, least=0.5)
        if fitting_size(f, part.value) and not _COMPARED.search(f.name)
    ][:40]


def following(facts: Facts, i: int, mention: Mention) -> Iterator[tuple[Fact, Mention]]:
    """The figure in the bracket right behind a rate: 完成目标的107.5%（目标80人）."""
    sentence = facts.sentences[i]
    opening = re.match(r"\s*[（(]([^（）()]*)[)）]", sentence.text[mention.end :])
    if opening is None:
        return
    end = mention.end + opening.end()
    for fact, other in with_mentions(facts, i):
        if mention.end < other.start < end:
            yield fact, other


def goals_for(facts: Facts, i: int, part: Fact, what: str) -> list[Fact]:
    """The targets of the part's name: in forms, in tables, in the text before."""
    if BUDGET.search(what):
        wanted = content(what)
        return verbatim(facts.named(wanted, i, like=part.value, least=0.75), what)
    found = [f for f in facts.goals_like(part.words) if same_kind(f.value, part.value)]
    if not found:
        found = [f for f in facts.named(part.words, i, like=part.value) if f.goal]
    return found
