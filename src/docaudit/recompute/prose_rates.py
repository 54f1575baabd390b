"""Shares and rates in running text: 占…的Z%, …率达Z%, 预算执行率, 完成率, and which figure they were taken of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from docaudit import quantities
from docaudit.model import Recomputation, RecomputationKind
from docaudit.recompute.bindings import DUE, is_among, of_others, opening
from docaudit.recompute.facts import content
from docaudit.recompute.prose import Mention, Sentence, bigrams, is_level, is_percent
from docaudit.recompute.prose_quotients import fits, plausible, quotient, rate_of
from docaudit.recompute.prose_roles import role_rate
from docaudit.recompute.sides import AMONG, bears
from docaudit.recompute.values import shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_GROWTH = re.compile(r"增长|增加|提高|上升|提升|下降|减少|降低|同比|环比|增幅|增速|超额|百分点|递增|缩短|翻")
_ELSEWHERE = re.compile(r"上年|去年|上一年|同期|往年|全国|全省|行业|平均(?=[^，,。；;占]*率)")
"""A rate of another time or of more than this paper tells: 上年合格率, 全市平均就业率."""
_SHARE = re.compile(r"占")
_RATE = re.compile(r"([\u4e00-\u9fff]{1,10}?率)(?:[（(][^（）()]*[)）])?(?:约|均|仅|达到?|为|是|高达|[:：=]|\s|分别)*$")
_BASE_LEAD = re.compile(
    r"(?:抽检|抽查|抽取|调查|访问|受访|走访|检测|检验|申报|受理|收到|回收|参训|对|共|总|合计|全部|累计|在|发放|全市|全国|总计|其中|的)[^，。；]{0,10}$"
)
_BASE_OPEN = re.compile(r"其中|占")
_SAID = re.compile(r"占([^，。；\d]{0,14}?)(?:的|比例|比重|约|达|为|$)")
_PRIOR = re.compile(r"(?:比|较|与)(?:上年度?|去年|上一年|前一年|同期)[^，,。；;、\d]{0,6}$")
_CHAIN = 2
_SURE = 3
_COMMON = frozenset(
    {"项目", "总数", "全部", "情况", "其中", "数量", "合计", "共计", "企业", "单位", "达到", "实现", "完成"}
)
_FLOWS = frozenset({"支出", "收入", "投入", "结余", "预算", "成本", "利润", "贷款"})
"""Sides of an account: 统筹支出 is no level of 统筹基金."""


@dataclass(frozen=True, slots=True)
class _Base:
    """A figure that a share may have been taken of; `named` when the words say that it is the base."""

    mention: Mention
    sentence: Sentence
    named: bool
    nearby: bool


def rates(sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Recompute every share and rate in the text whose operands the text states."""
    homes = {m.figure.id: (sentence, m) for sentence in sentences for m in sentence.mentions}
    told: tuple[int, Sentence, Mention] | None = None
    for i, sentence in enumerate(sentences):
        if sentence.reported:
            continue
        for mention in sentence.mentions:
            if not is_percent(mention) or mention.quantity.growth is not None:
                continue
            lead = sentence.before(mention, 24)
            if _GROWTH.search(lead) or _ELSEWHERE.search(sentence.clause(mention)):
                continue
            found = role_rate(sentences, i, mention, lead)
            if found is None and (_SHARE.search(lead) or _RATE.search(lead)):
                found = _share(sentences, i, mention, lead, told)
            for made in found or ():
                if made.kind is _K.SHARE and made.holds and _SHARE.search(lead):
                    told = (sentence.paragraph, *homes[made.operands[1].id])
                yield made


def _share(
    sentences: Sequence[Sentence], i: int, percent: Mention, lead: str, told: tuple[int, Sentence, Mention] | None
) -> Iterator[Recomputation]:
    sentence = sentences[i]
    part = _part(sentence, percent)
    if part is not None and not _SHARE.search(lead) and DUE.search(sentence.before(part, 10)):
        return
    if part is None or part.value is None or percent.value is None or _of_another_kind(part, lead):
        return
    rate = _RATE.search(lead)
    stem = rate[1].removesuffix("率") if rate else ""
    near_part = sentence.before(part, 14) + re.split(r"[，,。；;]", sentence.after(part, 10))[0]
    related = bool(_SHARE.search(lead)) or bool(bigrams(stem) & bigrams(near_part))
    bases = list(_bases(sentences, i, part, percent, lead))
    if (
        told is not None
        and 0 <= sentence.paragraph - told[0] <= _CHAIN
        and _SHARE.search(lead)
        and not _said_base(lead)
        and _can_hold(told[2], part)
    ):
        # one base for a chain of shares: A400万元，占33.33%；B800万元，占66.67%
        bases.append(_Base(told[2], told[1], named=not any(b.named for b in bases), nearby=True))
    fitting = [b for b in bases if fits(part.value, b.mention.value, percent.value)]
    named = [b for b in bases if b.named]
    sure = [b for b in fitting if b.sentence is sentence or b.named]
    likely = [b for b in fitting if b.nearby or (related and percent.value.digits >= 3)]
    label = _label(sentence, part, rate)
    if sure or (likely and not (named and related)):
        yield rate_of(percent, part, (sure or likely)[0].mention, holds=True, kind=_K.SHARE, label=label)
        return
    if not related or not named or _listed(sentence, part) or _of_list(sentence, part, percent):
        return
    if stem and of_others(sentences, i, percent, stem):
        return
    if among := opening(sentence):
        said = [b for b in fitting if is_among(among, re.split(r"[，,。；;]", b.sentence.before(b.mention, 24))[-1])]
        if said:
            yield rate_of(percent, part, said[0].mention, holds=True, kind=_K.SHARE, label=label)
            return
    if (pair := _other_pair(sentence, percent)) is not None:
        yield rate_of(percent, *pair, holds=True, kind=_K.SHARE, label=label)
        return
    words = _base_words(lead)
    known = [b for b in fitting if _bears(b, words)]
    exact = [b for b in bases if _bears(b, words)]
    if words and percent.value.digits >= _SURE and (known or (fitting and not exact)):
        near = known or [b for b in fitting if b.nearby]
        if near:
            yield rate_of(percent, part, near[0].mention, holds=True, kind=_K.SHARE, label=label)
        return
    base = next((b for b in exact if b.sentence.paragraph == sentence.paragraph), named[0]).mention
    number = quotient(part.value, base.value)
    if number is None or number > 1 or not plausible(number, percent.value.number):
        return
    made = rate_of(percent, part, base, holds=False, kind=_K.SHARE, label=label, confidence=0.85)
    if fitting and percent.value.digits >= _SURE:
        other = fitting[0].mention
        made = replace(
            made,
            operands=(*made.operands, other.figure),
            confidence=0.9,
            alternative=f"{shown(percent.figure)} 对应分母 {shown(other.figure)}，而文中所称基数为 {shown(base.figure)}",
        )
    yield made


def _base_words(lead: str) -> str:
    """The words by which a share names its base: 占已拨付经费的 85.5%."""
    said = _SAID.search(lead)
    return squeeze(said[1]) if said and content(said[1]) else ""


def _bears(base: _Base, words: str) -> bool:
    return bears(squeeze(base.sentence.before(base.mention, 16) + base.sentence.after(base.mention, 8)), words)


def _listed(sentence: Sentence, part: Mention) -> bool:
    """Whether the part is the last of a list, so that the share may be the list's: A200万元、B300万元，占…."""
    if not part.nth:
        return False
    before = sentence.mentions[part.nth - 1]
    gap = sentence.text[before.end : part.start]
    return before.dimension == part.dimension and bool(re.fullmatch(r"[^，,。；;]*[、和及][^，,。；;]*", gap))


def _of_list(sentence: Sentence, part: Mention, percent: Mention) -> bool:
    """Whether a share is of the list that its part stands in: 培养博士3名、硕士11名，博士占21.4%."""
    run = [part.nth]
    for step in (-1, 1):
        at = part.nth
        while 0 <= at + step < percent.nth:
            left, right = sorted((at, at + step))
            gap = sentence.text[sentence.mentions[left].end : sentence.mentions[right].start]
            other = sentence.mentions[at + step]
            if not is_level(other) or other.dimension != part.dimension or re.search(r"[，,。；;：:（()）]", gap):
                break
            run.append(at := at + step)
    spans = [m.value.span for k in run if (m := sentence.mentions[k]).value is not None]
    if len(spans) < 2 or part.value is None or percent.value is None:
        return False
    whole = quantities.total(spans)
    return bool(whole.low) and quantities.div(part.value.span, whole).meets(percent.value.span)


def _other_pair(sentence: Sentence, percent: Mention) -> tuple[Mention, Mention] | None:
    """Two other levels of the sentence, brackets behind the share included, of which the share is true."""
    if percent.value is None or percent.value.digits < 3:
        return None
    levels = [m for m in sentence.mentions if is_level(m)]
    for part in levels:
        for whole in levels:
            if (
                part is not whole
                and _can_hold(whole, part)
                and part.value
                and fits(part.value, whole.value, percent.value)
            ):
                return part, whole
    return None


def _of_another_kind(part: Mention, lead: str) -> bool:
    """Whether 占项目总数的 follows an amount of money, or 占资金总额的 a count."""
    said = re.search(r"占([^，。；\d]{0,14})的", lead)
    if said is None:
        return False
    of_money = bool(re.search(r"[额金费]|投资|收入|支出|产值", said[1]))
    of_count = bool(re.search(r"数$|数量|个数|家数|人数", said[1])) and not of_money
    money = (part.dimension or "").startswith("money")
    return (money and of_count) or (not money and of_money)


def _part(sentence: Sentence, percent: Mention) -> Mention | None:
    """The figure that the percentage is about: the one its subject names (国家级占…), else the level right before it."""
    subject = _subject(sentence, percent)
    if subject:
        return _named_by(sentence, percent, subject)
    for mention in reversed(sentence.mentions[: percent.nth]):
        if is_percent(mention):
            return None
        if is_level(mention):
            between = sentence.text[mention.end : percent.start]
            base = re.search(r"占[^，。；]{0,12}$", sentence.text[max(0, mention.start - 14) : mention.start])
            if base and "的" in between and not re.search(r"[，。；]", between):
                continue
            if AMONG.match(between):
                return None  # 暗访的20个场馆中服务态度良好的占: what is counted is not told
            return mention
    return None


def _subject(sentence: Sentence, percent: Mention) -> str:
    """The words that stand between the last comma and 占 and so name what the share is of; nothing for a bare 占."""
    found = re.search(
        r"[，,；;、）)：:](?:其中)?([^，,；;、）)：:\d]*)占[^占，,；;、]*$", sentence.text[: percent.start]
    )
    words = re.sub(r"约|仅|总体|合计|均|共|也|只|其|分别|比重?|所", "", found[1]) if found else ""
    return words if len(words) >= 2 else ""


def _named_by(sentence: Sentence, percent: Mention, subject: str) -> Mention | None:
    """The one level of the sentence whose own words are most of the subject's."""
    wanted = bigrams(subject)
    levels = [m for m in sentence.mentions[: percent.nth] if is_level(m)]
    found = [(len(wanted & bigrams(sentence.before(m, 10))), m) for m in levels]
    best = max((score for score, _ in found), default=0)
    at_best = [m for score, m in found if score == best]
    return at_best[0] if len(at_best) == 1 and best * 5 >= len(wanted) * 3 > 0 else None


def _bases(sentences: Sequence[Sentence], i: int, part: Mention, percent: Mention, lead: str) -> Iterator[_Base]:
    sentence = sentences[i]
    wanted = _said_base(lead)
    for mention in reversed(sentence.mentions[: percent.nth]):
        if mention.figure.id == part.figure.id or not _can_hold(mention, part):
            continue
        if _PRIOR.search(sentence.before(mention, 16)) and "占" not in lead:
            continue
        inside = mention.start > part.end
        opens = bool(_BASE_OPEN.search(sentence.text[mention.end : part.start])) if not inside else True
        led = bool(_BASE_LEAD.search(sentence.before(mention, 12)))
        around = bigrams(sentence.before(mention, 14) + re.split(r"[，,。；;]", sentence.after(mention, 8))[0])
        told = (opens or led) and not _is_part(sentence, mention) and (not wanted or bool(wanted & around))
        yield _Base(mention, sentence, inside or told, nearby=True)
    for k in range(i - 1, -1, -1):
        other = sentences[k]
        same = other.paragraph == sentence.paragraph
        for mention in reversed(other.mentions):
            if not _can_hold(mention, part) or _PRIOR.search(other.before(mention, 16)):
                continue
            around = bigrams(other.before(mention, 14) + re.split(r"[，,。；;]", other.after(mention, 8))[0])
            yield _Base(mention, other, _names(lead, wanted, around) and same, nearby=same and i - k <= 2)
        if i - k > 60:
            break


def _said_base(lead: str) -> set[str]:
    """The words that a share itself has for its base: 占建设总投资的."""
    said = _SAID.search(lead)
    return bigrams(said[1]) - _COMMON if said else set()


def _names(lead: str, wanted: set[str], around: set[str]) -> bool:
    """Whether the words around a level name a base: 支出70.84亿元 is not the 统筹支出, 毕业生97人 are the 毕业人数."""
    shared = wanted & around
    said = _SAID.search(lead)
    if said is not None and said[1][-2:] in _FLOWS - around:
        return False
    sets_apart = said is not None and said[1][:2] in shared
    return bool(shared) and (sets_apart or len(shared) * 2 >= len(wanted))


def _is_part(sentence: Sentence, mention: Mention) -> bool:
    """Whether a figure has its own share right behind it (812份，占86.6%), so that it is a part and no base."""
    if mention.nth + 1 >= len(sentence.mentions):
        return False
    after = sentence.mentions[mention.nth + 1]
    return is_percent(after) and "占" in sentence.text[mention.end : after.start]


def _can_hold(mention: Mention, part: Mention) -> bool:
    if not is_level(mention) or mention.value is None or part.value is None:
        return False
    if mention.dimension != part.dimension and not (mention.dimension is None or part.dimension is None):
        return False
    return mention.value.number >= part.value.number > 0


def _label(sentence: Sentence, part: Mention, rate: re.Match[str] | None) -> str:
    if rate is not None:
        return squeeze(rate[1])
    return squeeze(sentence.clause(part))[-14:] + shown(part.figure)
