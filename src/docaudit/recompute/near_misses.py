"""Rates, changes and distances that nothing bears out, but that the levels they are bound to nearly make.

监测36次、达标35次，达标率95.8%: the two levels make 97.2%.  Nothing is verified here.  A figure is doubted only when no two
levels around it make it, and the pair that its words and its place bind it to makes a number that is a slip of the pen or a
small distance away.  Such a figure is asked about, not accused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice, permutations

from docaudit.model import Recomputation, RecomputationKind
from docaudit.recompute.bindings import bearing, counted, levels_before, subject_of, wholes_of
from docaudit.recompute.change_words import rises
from docaudit.recompute.facts import Fact, Facts, same_kind
from docaudit.recompute.judge import Reading, gap, growth_of, ratio
from docaudit.recompute.prose import Mention, is_level, is_percent
from docaudit.recompute.slips import slipped
from docaudit.recompute.values import decimals_of, shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_CONFIDENCE = 0.75
_NEAR = {_K.GROWTH: Decimal("0.35")}
_CLOSE = Decimal("0.12")
_BARELY = Decimal("0.015")
_TRIED = 3
_AROUND = 12
_CLAUSE = re.compile(r"[，,。；;：:\n（()）]")
_COPULA = r"(?:分别|约|均|仅|只|达到?|为|是|高达|[:：=]|\s)*$"
_RATE = re.compile(r"(?P<stem>[\u4e00-\u9fff“”]{1,8}?)(?P<kind>率|度|比例|比重)" + _COPULA)
_SHARE = re.compile(r"占(?:比|到|了)?(?P<base>[^占，,；;。：:\d]*?)(?:的|比例|比重|比)*" + _COPULA)
_CHANGED = re.compile(r"增长|增加|提高|上升|提升|下降|减少|降低|增幅|增速|降幅|上涨|回落|压减")
_LEFT = re.compile(
    r"(?:结余|结存|剩余|节约|节余|缺口|差额|相差|尚[余有欠]|未到位|未支出|未使用|余|净增|净减|多|少|超出?)(?:资金|经费|金额|[\u4e00-\u9fff]{0,4})"
    + _COPULA
)
_NO_RATE = re.compile(
    r"同比|环比|百分点|年均|利率|税率|费率|失业|折旧|汇率|密度|幅度|浓度|温度|精度|纯度|灵敏度|效率|功率|频率|利润率|收益率|回报率|"
    r"贡献率|准确率|误差|覆盖|普及|知晓|目标|要求|不低于|不少于|标准|上年|去年|同期|全国|全省|平均|概率|权重|约定|上限|翻|倍"
)
_EXECUTED = re.compile(r"(?:执行|支出|支付|到位)率")
_OTHER = re.compile(r"年均|平均|每|目标|计划|要求|不低于|上限|全国|全省|百分点|可比|不变价|复合")


@dataclass(frozen=True, slots=True)
class _Open:
    """A derived figure that no relation has been found for, with the words of its clause before it."""

    facts: Facts
    i: int
    mention: Mention
    lead: str


def near_misses(facts: Facts, decided: Mapping[str, Recomputation]) -> Iterator[Recomputation]:
    """Doubt the rates, changes and distances that are still open; `decided` holds relations by the id of their figure."""
    for i, sentence in enumerate(facts.sentences):
        if sentence.reported:
            continue
        for mention in sentence.mentions:
            if mention.figure.id in decided or mention.value is None or mention.quantity.approximate:
                continue
            lead = _CLAUSE.split(sentence.text[: mention.start])[-1]
            made = _doubt(_Open(facts, i, mention, lead))
            if made is not None:
                yield made


def _doubt(told: _Open) -> Recomputation | None:
    words = told.lead + (told.mention.quantity.growth or "")
    if is_percent(told.mention):
        if _CHANGED.search(words):
            return None if _OTHER.search(words) else _told(_K.GROWTH, told, _grown(told))
        return None if _NO_RATE.search(words) else _told(_kind(told.lead), told, _rated(told))
    if is_level(told.mention) and _LEFT.search(told.lead) and not _OTHER.search(words):
        return _told(_K.DIFFERENCE, told, _apart(told))
    return None


def _kind(lead: str) -> RecomputationKind:
    """What a rate is called: a rate of execution, of completion, or a share."""
    if _EXECUTED.search(lead):
        return _K.EXECUTION_RATE
    return _K.COMPLETION_RATE if "完成率" in lead else _K.SHARE


def _rated(told: _Open) -> list[Reading]:
    """A rate by its part and its whole, the bound pair first."""
    facts, i, mention, lead = told.facts, told.i, told.mention, told.lead
    if (share := _SHARE.search(lead)) is not None:
        parts, base = subject_of(facts, i, mention, lead[: share.start()]), share["base"]
    elif (rate := _RATE.search(lead)) is not None:
        parts, base = bearing(facts, i, mention, rate["stem"]), ""
    else:
        return []
    pairs = ((part, whole) for part in parts[:2] for whole in islice(wholes_of(facts, i, mention, part, base), _TRIED))
    return [made for part, whole in pairs if (made := ratio(part.value, whole.value)) is not None]


def _grown(told: _Open) -> list[Reading]:
    """A growth by the level that it is told of and the one that it is compared with."""
    facts, i, mention = told.facts, told.i, told.mention
    new = [f for f, _ in levels_before(facts, i, mention)]
    old = [f for f, _ in levels_before(facts, i, mention, prior=True)]
    if not old and len(new) == 2:
        new, old = _by_year(*new)
    if not old:
        return []
    new = new or _back(facts, i)
    pairs = [(a, b) for b in old[:1] for a in new[:_TRIED] if _one_thing(facts, a, b)]
    return [made for a, b in pairs if (made := growth_of(a.value, b.value)) is not None]


def _by_year(a: Fact, b: Fact) -> tuple[list[Fact], list[Fact]]:
    """Of two levels the new one and the old one: by their years, or the one whose year is told is the old one."""
    if a.year == b.year:
        return [a, b], []
    if a.year is None or b.year is None:
        return ([b], [a]) if b.year is None else ([a], [b])
    return ([a], [b]) if a.year > b.year else ([b], [a])


def _apart(told: _Open) -> list[Reading]:
    """What is left or missing by the two levels before it."""
    value = told.mention.value
    levels = [f for f, _ in levels_before(told.facts, told.i, told.mention)]
    if value is None:
        return []
    alike = [f for f in levels if same_kind(f.value, value)]
    if len(alike) != 2 or len(levels) != 2:
        return []
    return [gap(alike[1].value, alike[0].value, value)]


def _one_thing(facts: Facts, new: Fact, old: Fact) -> bool:
    """Whether two levels may be one thing at two times: of one unit, or of one word behind the number where there is none."""
    if new.value.dimension != old.value.dimension or not new.number:
        return False
    if new.value.dimension is None and counted(facts, new) != counted(facts, old):
        return False
    return not new.words or not old.words or new.at == old.at or bool(new.words & old.words) or new.at == old.at - 1


def _back(facts: Facts, i: int) -> list[Fact]:
    return [f for f in facts.before(i) if not f.value.is_ratio][:_AROUND]


def _told(kind: RecomputationKind, told: _Open, readings: Sequence[Reading]) -> Recomputation | None:
    """The reading that the figure nearly fits, when it fits none and nothing else makes it."""
    mention, printed = told.mention, told.mention.value
    if printed is None or not readings or printed.digits < 2:
        return None
    if any(r.span.meets(printed.span) for r in readings) or _made_by_others(kind, told):
        return None
    for k, reading in enumerate(readings):
        largest = max(abs(reading.number), abs(printed.number))
        off = abs(abs(reading.number) - abs(printed.number)) / largest if largest else Decimal(1)
        shift = _shift(reading.number, mention)
        if (
            (k == 0 and off <= _NEAR.get(kind, _CLOSE))
            or off <= _BARELY
            or shift
            or slipped(reading.number, mention.quantity, least=_TRIED)
        ):
            return Recomputation(
                kind=_K.CONFLICT if shift else kind,
                printed=mention.figure,
                operands=tuple(v.figure for v in reading.operands),
                expression=f"{reading.text}，文中为 {shown(mention.figure)}",
                expected=reading.span,
                holds=False,
                confidence=_CONFIDENCE,
                alternative=f"与所列数值相差{shift}倍，疑为单位写错" if shift else "",
                label=squeeze(told.lead + (mention.quantity.growth or ""))[-16:].lstrip("、") + shown(mention.figure),
            )
    return None


def _made_by_others(kind: RecomputationKind, told: _Open) -> bool:
    """Whether any two levels of the paragraph make the figure."""
    printed = told.mention.value
    rising = rises(told.lead + (told.mention.quantity.growth or ""))
    near = [f for f in (*told.facts.in_sentence(told.i), *_back(told.facts, told.i)) if not f.value.is_ratio][:_AROUND]
    for a, b in permutations((f for f in near if f.number > 0 and f.value.figure.id != told.mention.figure.id), 2):
        if printed is None:
            return True
        if kind is _K.DIFFERENCE:
            made = (
                gap(a.value, b.value, printed) if same_kind(a.value, printed) and same_kind(b.value, printed) else None
            )
        elif kind is _K.GROWTH:
            made = growth_of(a.value, b.value) if rising is None or rising is (a.number > b.number) else None
        else:
            made = ratio(a.value, b.value)
        if made is not None and made.span.meets(printed.span):
            return True
    return False


def _shift(number: Decimal, mention: Mention) -> str:
    """By how many times a figure is too large or too small, when it fits but for that; nothing else."""
    printed = mention.quantity
    step = Decimal(1).scaleb(-decimals_of(printed))
    scaled = abs(number) / printed.factor
    for times in ("10", "100", "1000", "10000"):
        for moved in (scaled * Decimal(times), scaled / Decimal(times)):
            if moved.quantize(step, rounding=ROUND_HALF_UP) == abs(printed.number):
                return times
    return ""
