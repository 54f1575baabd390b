"""Which levels a derived figure is bound to: by its own word (达标率: what 达标 is said of), by the base it names, by nearness."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from docaudit.model import Recomputation
from docaudit.recompute.facts import Fact, Facts, content, depth, same_kind
from docaudit.recompute.prose import Mention, Sentence, is_level, is_percent
from docaudit.recompute.sides import fitting_size, named_bases
from docaudit.recompute.words import squeeze

_PLAIN = re.compile(
    r"简单|总体|综合|平均|全年|实际|项目|任务|按期|按时|及时|一次性|最终|目标|其中|[一二三四五六七八九十\d]+年期?|[的其毛净年]"
)
_NEAR = 12
_BREAK = r"[，,。；;：:、（()）]"
_VAGUE = re.compile(
    r"[一二三四五六七八九十]是|其中|等|总体|综合|平均|全年|全部|一次性|最终|目前|累计|实际|合计|项目|[当本]年|年度|的"
)
_PRIOR = re.compile(r"(?:比|较|与|相比|上年度?末?|去年|上一年|同期|上届|上期|往年|年初)[^，,。；;、]{0,10}$")
DUE = re.compile(r"应[收缴交付参到入完][\u4e00-\u9fff]{0,6}$")
"""What is due is the whole of a rate and never its part: 应收2312万元."""
_COMPARED = re.compile(r"(?:比|较|与)(?:上年度?|去年|上一年|前一年|同期)[\u4e00-\u9fff]{0,4}$")
_BARE = re.compile(r"资金|经费|金额|总|额|数量?|实际|累计|全部|的")
_TOTAL = re.compile(r"(?:合计|总计|共计|共|总|累计|全部)[\u4e00-\u9fff]{0,6}$")
_ALL = re.compile(r"总|全部|全体|合计")
_ALONE = re.compile(r"^其中|[一两三][家项地类个](?=[即就便已]|$)|约|仅|只|均|也|即|就|便")
_LEFT = re.compile(r"(?:剩余|余下|其余|余款?|结余|尚[有余]|未(?:支付|支出|拨付?|使用|执行)的?)[\u4e00-\u9fff]{0,4}$")
_AROUND = 12


@dataclass(frozen=True, slots=True)
class Open:
    """A derived figure of sentence `i` that no relation has been found for, with the words of its clause before it."""

    facts: Facts
    i: int
    mention: Mention
    lead: str
    decided: Mapping[str, Recomputation] = field(default_factory=dict)
    """The relations found so far, by the id of their figure."""

    @property
    def words(self) -> str:
        """The words before the figure, those included that were read with it (增长)."""
        return self.lead + (self.mention.quantity.growth or "")


_CAME_BACK = re.compile(r"(?:有效|回收|收回)[^，,]{0,4}(?:问卷|答卷|样本|调查表)")


def levels_before(facts: Facts, i: int, mention: Mention, *, prior: bool = False) -> list[tuple[Fact, Mention]]:
    """The levels of a sentence before a figure, the nearest first: of this time, or those of another that it is compared with."""
    sentence = facts.sentences[i]
    by_id = {m.figure.id: m for m in sentence.mentions}
    found = []
    for fact in reversed(facts.in_sentence(i)):
        own = by_id[fact.value.figure.id]
        if own.start >= mention.start or not is_level(own) or depth(sentence, own) > depth(sentence, mention):
            continue
        if bool(_PRIOR.search(sentence.before(own, 14))) is prior:
            found.append((fact, own))
    return found


def percents_before(facts: Facts, i: int, mention: Mention) -> list[Fact]:
    """The percentages of a sentence before a figure, changes left out, the nearest first."""
    sentence = facts.sentences[i]
    found = []
    for earlier in reversed(sentence.mentions[: mention.nth]):
        if is_percent(earlier) and earlier.quantity.growth is None and not earlier.quantity.approximate:
            fact = facts.of(i, earlier)
            found += [fact] if fact is not None else []
    return found


def bracketed(facts: Facts, i: int, mention: Mention, *, prior: bool) -> list[Fact]:
    """The level in the bracket right behind a figure: 减少1.7%（上年121.6万只）."""
    sentence = facts.sentences[i]
    if mention.nth + 1 >= len(sentence.mentions):
        return []
    behind = sentence.mentions[mention.nth + 1]
    words = re.fullmatch(r"\s*[（(]([^（）()\d]{0,14})", sentence.text[mention.end : behind.start])
    fact = facts.of(i, behind) if words is not None and is_level(behind) else None
    return [fact] if fact is not None and words is not None and bool(_PRIOR.search(words[1])) is prior else []


def left_behind(facts: Facts, i: int, mention: Mention) -> Fact | None:
    """What a sentence says is left, behind the rate of what was spent: 执行率88.3%，剩余368.8万元."""
    sentence = facts.sentences[i]
    for behind in sentence.mentions[mention.nth + 1 :]:
        if is_level(behind) and _LEFT.search(sentence.before(behind, 12)):
            return facts.of(i, behind)
    return None


def said_of(sentence: Sentence, mention: Mention) -> str:
    """The words that name a level: those of its clause before it, and the noun behind it."""
    lead = re.split(_BREAK, sentence.before(mention, 14))[-1]
    tail = re.split(_BREAK + r"|\d", sentence.after(mention, 8))[0]
    return squeeze(lead + tail)


def counted(facts: Facts, fact: Fact) -> str:
    """The word behind a number in the text, which stands for its unit where it is none: 12,296 治疗量."""
    sentence = facts.sentences[fact.at]
    own = next((m for m in sentence.mentions if m.figure.id == fact.value.figure.id), None)
    return re.split(_BREAK + r"|\d", sentence.after(own, 8))[0] if own is not None else ""


def bearing(facts: Facts, i: int, mention: Mention, stem: str) -> list[Fact]:
    """The levels that a rate's own word is said of: 达标率 of 达标35次, 过夜率 of 过夜游客14.21万人次; the total behind them first."""
    core = _VAGUE.sub("", stem)[-4:]
    pairs = {core[k : k + 2] for k in range(len(core) - 1)}
    sentence = facts.sentences[i]
    levels = [pair for pair in levels_before(facts, i, mention)[:_AROUND] if pair[0].value.dimension != "time"]
    levels = [(fact, at) for fact, at in levels if not DUE.search(fact.name)]
    scored = [(sum(pair in said_of(sentence, at) for pair in pairs), fact) for fact, at in levels]
    best = max((score for score, _ in scored), default=0)
    own = [fact for score, fact in scored if score == best > 0] + [fact for score, fact in scored if best > score > 0]
    if own and levels[0][0] not in own and _TOTAL.search(sentence.before(levels[0][1], 10)):
        return [levels[0][0], *own]
    return own


def of_others(sentences: Sequence[Sentence], i: int, mention: Mention, stem: str) -> bool:
    """Whether a rate is of fewer or of others than was counted: …，其中市级项目开工率; 线上回收率 after 回收572份.

    So it is when another rate has taken the counts before it, and when its word begins with one that was not told before.
    """
    sentence = sentences[i]
    earlier = sentence.mentions[: mention.nth]
    used = [m for m in earlier if is_percent(m)]
    if used and not any(is_level(m) and m.start > used[-1].end for m in earlier):
        return True
    clause = re.split(_BREAK, sentence.text[: mention.start])[-1]
    head = sentence.text[: mention.start - len(clause)]
    before = "".join(s.text for s in sentences[max(0, i - _NEAR) : i]) + head
    qualifier = _PLAIN.sub("", stem[:-2])
    return len(qualifier) >= 2 and qualifier[:2] not in squeeze(before)


def subject_of(facts: Facts, i: int, mention: Mention, subject: str) -> list[Fact]:
    """What a share is of: the figure that its subject names, else the level right before it."""
    wanted = content(_ALONE.sub("", squeeze(subject)))
    levels = [f for f, _ in levels_before(facts, i, mention) if f.number != 1]  # 柳塘县一家
    if not wanted or re.search(r"\d", subject):
        return levels[:1]
    near = [*levels, *back(facts, i)]
    return [f for f in near if wanted <= f.words or (f.words and f.words <= wanted)][:1] or [
        f for f in levels[:1] if wanted & f.words
    ]


def wholes_of(facts: Facts, i: int, mention: Mention, part: Fact, words: str) -> Iterator[Fact]:
    """What a rate may have been taken of: what its words name, else the nearest level of the part's kind that holds it."""
    if content(words):
        named = [f for f in named_bases(facts, i, words, part) if fitting_size(f, part.value)]
        yield from named
        if named or not _ALL.search(words):
            return
    levels = [f for f, _ in levels_before(facts, i, mention)]
    if part in levels:
        at = levels.index(part)
        levels = levels[at + 1 :] or levels[:at]
    behind = list(totals_behind(facts, i, mention))
    for fact in (*levels, *behind, *back(facts, i)):
        if same_kind(fact.value, part.value) and fitting_size(fact, part.value) and not _COMPARED.search(fact.name):
            yield fact


def named_whole(facts: Facts, i: int, mention: Mention, part: Fact, words: str) -> list[Fact]:
    """The one figure near a share that bears the words of its base, its unit aside: 占有效问卷的, 占民事案件的 of 民事援助案件764件.

    该群体 and 其 are what was spoken of last.
    """
    said = re.sub(r"总数|总量|总额|总(?=[\u4e00-\u9fff])|数$|数量$|额$|的$", "", squeeze(words))
    here = [f for f, _ in levels_before(facts, i, mention) if f is not part]
    near = [f for f in (*here, *facts.before(i, paragraphs=1)) if not f.value.is_ratio and not f.goal]
    if re.match(r"^(?:该|其|这|上述)", said):
        before = [f for f in near if f.at != part.at] or near
        return before[:1] if before and same_kind(before[0].value, part.value) else []
    found = [f for f in near if is_told(said, f.name) and alike(f, part)]
    found = found or _anywhere(facts, part, said)
    return found[:1] if len({f.number for f in found}) == 1 else []


def _anywhere(facts: Facts, part: Fact, words: str) -> list[Fact]:
    """The figures of the paper that are called by the words of a base: 实际使用 in the total row for 实际使用资金."""
    core = _BARE.sub("", words)
    if len(core) < 2:
        return []
    totals = [f for f in facts.table if f.total and _BARE.sub("", re.sub(r"^.*·|[（(].*$", "", f.name)) == core]
    told = [f for f in facts.text if _BARE.sub("", f.name) == core and not f.goal]
    return [f for f in (*totals, *told) if same_kind(f.value, part.value) and fitting_size(f, part.value)]


_OPENING = re.compile(
    r"\s*在?(?P<x>[^，,。；;：:\d]{2,24}?)(?:之)?[中里内](?=[，,]|(?![\u4e00-\u9fff]{0,2}[级学央心小型])[\u4e00-\u9fff“])"
)


def opening(sentence: Sentence) -> str:
    """What a sentence says that its counts are among: 审批同意的案件中，民事类1683件; nothing where it does not."""
    found = _OPENING.match(sentence.text)
    levels = [m for m in sentence.mentions if is_level(m)]
    return squeeze(found["x"]) if found and not (levels and levels[0].start < found.end()) else ""


def is_among(words: str, name: str) -> bool:
    """Whether a level's words say what an opening names, its noun aside: 审批同意2074件 for 审批同意的案件中."""
    core = words.rsplit("的", 1)[0] if "的" in words[2:] else words
    return is_told(core, squeeze(name).rstrip("的为共有是约达")) or is_told(words, squeeze(name))


def is_told(words: str, name: str) -> bool:
    """Whether all characters of a base's words stand in a name in their order: 民事案件 in 民事援助案件, 有效问卷 in 回收有效问卷."""
    if len(words) < 2:
        return False
    rest = iter(name)
    return words in name or (len(words) >= 4 and name.endswith(words[-2:]) and all(c in rest for c in words))


def alike(a: Fact, b: Fact) -> bool:
    """Whether two levels are of one kind, answers and those who gave them included: 有效问卷512份, 满意的386人."""
    return same_kind(a.value, b.value) or {a.value.dimension, b.value.dimension} == {"count.人", "count.份"}


def back(facts: Facts, i: int) -> list[Fact]:
    """The levels of the sentences before in the same paragraph, the nearest first."""
    return [f for f in facts.before(i) if not f.value.is_ratio][:_AROUND]


def totals_behind(facts: Facts, i: int, mention: Mention) -> Iterator[Fact]:
    """Totals that the sentence tells behind a share: 重点对象5306人，占44.1%；…，两类共12819人."""
    sentence = facts.sentences[i]
    by_id = {m.figure.id: m for m in sentence.mentions}
    for fact in facts.in_sentence(i):
        own = by_id[fact.value.figure.id]
        if own.start > mention.start and is_level(own) and _TOTAL.search(sentence.before(own, 10)):
            yield fact
    if i + 1 < len(facts.sentences) and facts.sentences[i + 1].paragraph == sentence.paragraph:
        for fact in facts.in_sentence(i + 1):
            after = next(m for m in facts.sentences[i + 1].mentions if m.figure.id == fact.value.figure.id)
            if is_level(after) and _TOTAL.search(facts.sentences[i + 1].before(after, 10)):
                yield fact


def returned(facts: Facts, i: int, mention: Mention) -> list[Fact]:
    """The answers that came back, one for each group that was asked, of the sentence that told them last before a figure."""
    near = [*(f for f, _ in levels_before(facts, i, mention)), *back(facts, i)]
    found = [f for f in near if _CAME_BACK.search(f.name) and (f.value.dimension or "").startswith("count")]
    return [f for f in reversed(found) if f.at == found[0].at]
