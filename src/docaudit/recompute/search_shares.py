"""Shares and rates whose sides stand elsewhere: found by their names in the sentence, the paragraph, the paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from docaudit.model import Recomputation, RecomputationKind
from docaudit.recompute.facts import Fact, Facts, content, likeness, same_kind
from docaudit.recompute.judge import Reading, judge, ratio
from docaudit.recompute.prose import Mention, Sentence, is_level, is_percent
from docaudit.recompute.sides import (
    BUDGET,
    OWN_TOTAL,
    bearing_out,
    bears,
    cored_bases,
    fitting_size,
    following,
    goals_for,
    inside,
    is_own_total,
    kin,
    level_before,
    list_head,
    modified_bases,
    named_bases,
    own_total,
    paragraph,
    subjects,
    with_mentions,
)
from docaudit.recompute.values import shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_CHANGE = re.compile(
    r"增长|增加|提高|上升|提升|下降|减少|降低|同比|环比|增幅|增速|降幅|超额|百分点|递增|缩短|翻|相差|差距"
)
_COPULA = r"(?:约|仅|仅占|为|达到?|高达|不足|的|是|到|:|：|\s)*$"
_SHARE = re.compile(r"(?:^|[^只])占(?:比|到)?(?P<base>[^占，,；;。：:]*?)(?:比例|比重|比)?" + _COPULA)
_RATE = re.compile(r"(?P<stem>[\u4e00-\u9fff“”]{1,12}?)(?P<kind>率|强度|度)(?:[（(][^（）()]*[)）])?" + _COPULA)
_DONE = re.compile(
    r"(?:完成|达到|达|为|占|实现)了?(?P<what>[^，,；;。：:\d]{0,10}?(?:目标|计划|任务|预算|概算|指标|全年)[^，,；;。：:]{0,16}?)的?"
    + _COPULA
)
_NOT_A_RATE = re.compile(
    r"满意度|年均|利率|税率|费率|失业率|覆盖度|折旧|汇率|密度|幅度|进度|浓度|温度|精度|纯度|灵敏度|准确率|效率|功率|频率|利用率"
)
_SPENT = re.compile(r"支出|执行|使用|支付|列支")
_GRANTED = re.compile(r"拨付|到位|下达|预算|批复|拨款")
_KNOWN = (
    (
        "研发强度",
        re.compile(r"研发(?:投入|经费|费用)|R&D"),
        re.compile(r"营业收入|销售收入|主营业务|产值|生产总值|GDP"),
    ),
    (
        "研发投入强度",
        re.compile(r"研发(?:投入|经费|费用)|R&D"),
        re.compile(r"营业收入|销售收入|主营业务|产值|生产总值|GDP"),
    ),
)


def search_shares(facts: Facts, decided: Mapping[str, Recomputation]) -> Iterator[Recomputation]:
    """Recompute the percentages that are still undecided; `decided` holds relations by the id of their figure."""
    told = dict(decided)
    for i, mention in _open(facts, told, doubtful=True):
        made = _percent(facts, i, mention, _lead(facts.sentences[i], mention))
        earlier = told.get(mention.figure.id)
        if made is not None and earlier is not None:
            made = None if made.holds else _explained(facts, made, earlier, _lead(facts.sentences[i], mention))
        if made is not None:
            told[mention.figure.id] = made
            yield made
    bases = _bases_told(facts, told)
    for i, mention in _open(facts, told):
        made = _beside(facts, i, mention, bases)
        if made is not None:
            yield made


def _explained(facts: Facts, made: Recomputation, earlier: Recomputation, lead: str) -> Recomputation | None:
    """A misfit by the base that the words name, with the base by which the share does fit; None if they name that one."""
    if made.alternative or len(earlier.operands) < 2 or len(made.operands) < 2:
        return made
    base, said = earlier.operands[1], made.operands[1]
    share = _SHARE.search(lead)
    if share is not None and content(share["base"]):
        names = [facts.name_of(figure) for figure in (said, base)]
        if not bears(names[0], share["base"]) or bears(names[1], share["base"]):
            return None
    words = f"{shown(made.printed)} 对应分母 {shown(base)}，而文中所称基数为 {shown(said)}"
    return replace(made, operands=(*made.operands, base), alternative=words)


def _open(facts: Facts, told: Mapping[str, Recomputation], *, doubtful: bool = False) -> Iterator[tuple[int, Mention]]:
    """Percentages that no relation has been found for, changes left out; `doubtful` adds shares of an unnamed base."""
    for i, sentence in enumerate(facts.sentences):
        if sentence.reported:
            continue
        for mention in sentence.mentions:
            if not is_percent(mention) or mention.quantity.growth is not None or mention.value is None:
                continue
            lead = _lead(sentence, mention)
            if _CHANGE.search(lead[-24:]):
                continue
            made = told.get(mention.figure.id)
            if made is None or (doubtful and made.holds and made.kind is _K.SHARE and _SHARE.search(lead)):
                yield i, mention


def _bases_told(facts: Facts, told: Mapping[str, Recomputation]) -> dict[int, list[Fact]]:
    """The bases of the shares that were verified, by paragraph."""
    found: dict[int, list[Fact]] = {}
    by_id = {f.value.figure.id: f for f in facts.text}
    for i, sentence in enumerate(facts.sentences):
        for mention in sentence.mentions:
            made = told.get(mention.figure.id)
            if made is None or made.kind is not _K.SHARE or not made.holds or len(made.operands) < 2:
                continue
            base = by_id.get(made.operands[1].id)
            if base is not None and "占" in _lead(sentence, mention):
                found.setdefault(facts.sentences[i].paragraph, []).append(base)
    return found


def _beside(facts: Facts, i: int, mention: Mention, bases: Mapping[int, list[Fact]]) -> Recomputation | None:
    """A bare share among shares of one base: A400万元，占33.33%；B800万元，占66.67%."""
    sentence = facts.sentences[i]
    lead = _lead(sentence, mention)
    share = _SHARE.search(lead)
    if share is None or squeeze(share["base"]):
        return None
    here = sentence.paragraph
    siblings = [base for k in (here, here - 1, here - 2, here + 1) for base in bases.get(k, ())]
    parts = subjects(facts, i, mention, lead, share)
    own = [base for base in bases.get(here) or siblings if not _told_later(facts, base, i, mention)]
    readings = [
        ratio(part.value, base.value, named=True)
        for part in parts[:1]
        for base in own
        if same_kind(base.value, part.value) and fitting_size(base, part.value)
    ]
    return judge(_K.SHARE, mention, readings, squeeze(lead)[-16:].lstrip("、") + shown(mention.figure))


def _told_later(facts: Facts, base: Fact, i: int, mention: Mention) -> bool:
    """Whether a base stands behind the share in the same paragraph: 补助到位448万元，占70%；连同自筹共1006万元，支出806万元，占80%."""
    if base.at < 0 or base.paragraph != facts.sentences[i].paragraph:
        return False
    if base.at != i:
        return base.at > i
    return any(
        told.figure.id == base.value.figure.id and told.start > mention.start for told in facts.sentences[i].mentions
    )


def _lead(sentence: Sentence, mention: Mention) -> str:
    """The words from the start of the clause to a percentage, brackets that are closed taken out."""
    head = re.sub(r"[（(][^（）()]*[)）]", "", sentence.text[: mention.start])
    return re.split(r"[，,。；;！？\n（(]", head)[-1]


def _percent(facts: Facts, i: int, mention: Mention, lead: str) -> Recomputation | None:
    label = squeeze(lead)[-16:].lstrip("、") + shown(mention.figure)
    if (done := _DONE.search(lead)) is not None and not lead.rstrip().endswith("率"):
        return _completion(facts, i, mention, lead, done["what"], label)
    if (share := _SHARE.search(lead)) is not None:
        return _share(facts, i, mention, lead, share, label)
    rate = _RATE.search(lead)
    if rate is not None and not _NOT_A_RATE.search(lead):
        return _rate(facts, i, mention, rate["stem"] + rate["kind"], label)
    return None


def _share(facts: Facts, i: int, mention: Mention, lead: str, share: re.Match[str], label: str) -> Recomputation | None:
    sentence = facts.sentences[i]
    parts = subjects(facts, i, mention, lead, share)
    printed = mention.value
    if not parts or printed is None:
        return None
    inner = [m for m in sentence.mentions[: mention.nth] if is_level(m) and inside(sentence, m, mention)]
    base_words = share["base"]
    readings: list[Reading | None] = []
    explicit = False
    for part in parts:
        named: list[Fact] = []
        if inner and (fact := facts.of(i, inner[-1])) is not None and fact.value.figure.id != part.value.figure.id:
            named = [fact]
        elif base_words and is_own_total(base_words, part):
            named = bearing_out(facts, i, base_words, part, printed) or own_total(facts, i, part)
        elif content(base_words):
            named = named_bases(facts, i, OWN_TOTAL.sub("", base_words), part)
            cored = cored_bases(facts, i, base_words, part)
            named = bearing_out(facts, i, base_words, part, printed) or named or _only(cored)
            if not named and (named := modified_bases(facts, i, base_words, part)):
                explicit = len(parts) == 1
        elif not base_words:
            named = list_head(facts, i, mention, part)
        told_again = part.value.number if printed.number < 1 else None
        named = [f for f in named if fitting_size(f, part.value) and f.number != told_again]
        said = re.sub(r"总数|总量|总额|数量|数$|总", "", squeeze(base_words))
        explicit = explicit or (
            len(said) >= 3 and len(parts) == 1 and any(f.name.endswith(said) and f.at >= 0 for f in named)
        )
        readings += [ratio(part.value, f.value, named=True) for f in named[:6]]
        readings += [ratio(part.value, f.value) for f in paragraph(facts, i, part.value, paragraphs=1)]
    wide = [ratio(p.value, f.value) for p in parts for f in kin(facts, i, p)]
    spent = _SPENT.search(parts[0].name) and _GRANTED.search(base_words)
    return judge(_K.EXECUTION_RATE if spent else _K.SHARE, mention, readings, label, wide=wide, explicit=explicit)


def _only(found: list[Fact]) -> list[Fact]:
    """Return the figures of one value, or none."""
    return found[:1] if len({f.number for f in found}) == 1 else []


def _completion(facts: Facts, i: int, mention: Mention, lead: str, what: str, label: str) -> Recomputation | None:
    sentence = facts.sentences[i]
    kind = _K.EXECUTION_RATE if BUDGET.search(what) else _K.COMPLETION_RATE
    levels = [(f, m) for f, m in with_mentions(facts, i) if m.start < mention.start]
    inner = [f for f, m in levels if inside(sentence, m, mention)]
    after = [f for f, m in following(facts, i, mention)]
    done = [f for f in level_before(facts, i, mention) if not f.goal and f not in inner]
    goals_here = [f for f, m in levels if f.goal or (kind is _K.EXECUTION_RATE and BUDGET.search(f.name))]
    if not done:
        wanted = goals_here[-1].words if goals_here else content(lead)
        done = [f for f in facts.before(i) if not f.goal and not f.value.is_ratio and likeness(f.words, wanted) >= 0.3]
        if kind is _K.EXECUTION_RATE:
            done = [f for f in done if not BUDGET.search(f.name)]  # an adjusted budget is nothing spent
        done = done[:2]
    done = [f for f in done if f not in goals_here]
    readings: list[Reading | None] = []
    for part in done[:2]:
        explicit = [f for f in (*inner, *after, *goals_here) if same_kind(f.value, part.value)]
        named = explicit or goals_for(facts, i, part, what)
        readings += [ratio(part.value, f.value, named=True) for f in named[:6]]
        rest = [f for f, _ in levels if f not in done and f not in named and same_kind(f.value, part.value)]
        readings += [ratio(f.value, goal.value) for f in rest for goal in named[:1]]
        near = [
            f
            for f in (*facts.in_sentence(i), *facts.before(i, paragraphs=1))
            if same_kind(f.value, part.value) and (f.goal or BUDGET.search(f.name))
        ]
        readings += [ratio(part.value, f.value) for f in near[:12]]
    wide = [ratio(p.value, f.value) for p in done[:2] for f in facts.named(p.words, i, like=p.value, least=0.5)[:40]]
    return judge(kind, mention, readings, label, wide=wide)


def _rate(facts: Facts, i: int, mention: Mention, name: str, label: str) -> Recomputation | None:
    for known, above, below in _KNOWN:
        if name.endswith(known):
            near = [f for f in (*reversed(facts.in_sentence(i)), *facts.before(i)) if not f.value.is_ratio]
            tops = [f for f in near if above.search(f.name)][:1]
            bottoms = [f for f in near if below.search(f.name)][:1]
            return judge(_K.SHARE, mention, [ratio(a.value, b.value, named=True) for a in tops for b in bottoms], label)
    parts = level_before(facts, i, mention)
    if not parts:
        return None
    kind = (
        _K.EXECUTION_RATE
        if re.search(r"执行率|支出率|支付率|到位率", name)
        else _K.COMPLETION_RATE
        if "完成率" in name
        else _K.SHARE
    )
    readings: list[Reading | None] = []
    for part in parts:
        readings += [ratio(part.value, f.value) for f in paragraph(facts, i, part.value, paragraphs=1)]
        if kind is _K.COMPLETION_RATE:
            readings += [ratio(part.value, f.value) for f in goals_for(facts, i, part, "")]
    wide = [ratio(p.value, f.value) for p in parts for f in kin(facts, i, p)]
    return judge(kind, mention, readings, label, wide=wide)
