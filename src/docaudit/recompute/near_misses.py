"""Figures that nothing bears out, but that the levels they are bound to nearly make.

监测36次、达标35次，达标率95.8%: the two levels make 97.2%.  Only a rate is verified here, by the levels that it is bound to.  A figure is doubted only when no reading
around it makes it, and the one that its words and its place bind it to makes a number that is a slip of the pen or a small
distance away.  Such a figure is asked about, not accused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from itertools import permutations

from docaudit.model import Recomputation, RecomputationKind
from docaudit.recompute.bindings import Open, back
from docaudit.recompute.change_words import rising
from docaudit.recompute.facts import Facts, same_kind
from docaudit.recompute.judge import Reading, gap, growth_of, ratio, rounded
from docaudit.recompute.near_growth import grown
from docaudit.recompute.near_rates import SPENT, rated
from docaudit.recompute.near_readings import added, apart, points, spread
from docaudit.recompute.prose import Mention, is_level, is_percent
from docaudit.recompute.slips import slipped
from docaudit.recompute.values import decimals_of, shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_CONFIDENCE = 0.75
_NEAR = {_K.GROWTH: Decimal("0.35"), _K.DIFFERENCE: Decimal("0.35"), _K.SUM: Decimal("0.02")}
_CLOSE = Decimal("0.12")
_BARELY = Decimal("0.015")
_RATES = frozenset({_K.SHARE, _K.EXECUTION_RATE, _K.COMPLETION_RATE})
_LEAST = {_K.SUM: 4, _K.DIFFERENCE: 3}
_TRIED = 3
_POINT = len("100")
"""A rate off by ten or a hundred times has its point in the wrong place; by more, a unit is wrong."""
_AROUND = 12
_EXCESS = re.compile(r"超|溢|余|差|减|降|节|损|缺")
"""Rates that may be of the distance of two levels: 超载率, 节资率."""
_PRIOR = re.compile(r"(?:比|较|与)(?:上年度?|去年|上一年|前一年|同期)[\u4e00-\u9fff]{0,4}$")
_CLAUSE = re.compile(r"[，,。；;：:\n（()）]")
_CHANGED = re.compile(
    r"增长|增加|提高|上升|提升|下降|减少|降低|[增降减涨]幅|增速|上涨|回落|压[减缩]|缩[短减]|多|少|高出?(?:了|约)*$|低(?:了|约)*$|节[能电水煤油]率"
)
_APART = re.compile(
    r"(?:(?:结余|结存|剩余|余下|节约|节余|缺口|差额|未到位|未支出|未使用|净增|净减)(?:资金|经费|金额|款项?|额|数|人数|面积)?(?:约|了|为|达|共)*|"
    r"(?:相差|尚[余有欠]|余|多出?|少|高出?|低|超出?|增加|减少|提升|提高|上升|下降|降低)(?:约|了|为|达|于)*)$"
)
_ADDED = re.compile(r"(?:合计|总计|共计|共|一共|累计|总共|相加|加总|之和|总[\u4e00-\u9fff]{0,2})[\u4e00-\u9fff]{0,6}$")
_NO_RATE = re.compile(
    r"同比|环比|百分点|年均|利率|税率|费率|失业|折旧|汇率|(?<!免疫)密度|幅度|浓度|温度|精度|纯度|灵敏度|效率|功率|频率|利润率|收益率|回报率|"
    r"贡献率|准确率|误差|目标|要求|不低于|不少于|标准|上年|去年|同期|全国|全省|平均|概率|权重|约定|上限|翻|倍"
)
_OTHER = re.compile(r"年均|平均|每|目标|计划|要求|不低于|上限|全国|全省|可比|不变价|复合|同期|不足|至少")


def near_misses(facts: Facts, decided: Mapping[str, Recomputation]) -> Iterator[Recomputation]:
    """Doubt the rates, changes, distances, means and sums that are still open; `decided` holds relations by their figure."""
    told = dict(decided)
    for i, sentence in enumerate(facts.sentences):
        if sentence.reported:
            continue
        for mention in sentence.mentions:
            if mention.figure.id in told or mention.value is None or mention.quantity.approximate:
                continue
            lead = _CLAUSE.split(sentence.text[: mention.start])[-1]
            made = _doubt(Open(facts, i, mention, lead, told))
            if made is not None:
                told[mention.figure.id] = made
                yield made


def _doubt(told: Open) -> Recomputation | None:
    """Say what a figure is by its words, and doubt it by the readings of that kind."""
    mention, words = told.mention, told.words
    if is_percent(mention):
        if _CHANGED.search(words):
            other = _OTHER.search(words.replace("年均", ""))
            return None if other else _told(_K.GROWTH, told, grown(told))
        return None if _NO_RATE.search(words) else _told(_kind(told.lead), told, rated(told))
    if mention.dimension == "point":
        return None if _OTHER.search(words) else _told(_K.DIFFERENCE, told, points(told))
    if not is_level(mention) and mention.quantity.growth is None:
        return None
    if (gaps := _APART.search(words)) is not None and not _OTHER.search(words[: gaps.start()].replace("每", "")):
        return _told(_K.DIFFERENCE, told, apart(told))
    if (means := spread(told)) is not None:
        return _told(_K.MEAN, told, means)
    if _OTHER.search(words):
        return None
    if _ADDED.search(told.lead):
        return _told(_K.SUM, told, added(told))
    return None


def _kind(lead: str) -> RecomputationKind:
    """What a rate is called: a rate of execution, of completion, or a share."""
    if SPENT.search(lead):
        return _K.EXECUTION_RATE
    return _K.COMPLETION_RATE if "完成率" in lead else _K.SHARE


def _told(kind: RecomputationKind, told: Open, readings: list[Reading]) -> Recomputation | None:
    """The reading that the figure nearly fits, when it fits none and nothing else makes it."""
    mention, printed = told.mention, told.mention.value
    if printed is None or not readings or max(printed.digits, printed.decimals) < 2:  # 0.08%
        return None
    target = rounded(printed) if kind is _K.MEAN else printed.span
    if kind in _RATES and readings[0].named and printed.digits >= _TRIED and readings[0].span.meets(target):
        return _relation(kind, told, readings[0], holds=True)
    if any(r.span.meets(target) for r in readings):
        return None
    if _made_by_others(kind, told) and not any(_of_two_units(r) and _shift(r.number, mention) for r in readings):
        return None
    for k, reading in enumerate(readings):
        largest = max(abs(reading.number), abs(printed.number))
        off = abs(abs(reading.number) - abs(printed.number)) / largest if largest else Decimal(1)
        shift = "" if kind in (_K.SUM, _K.DIFFERENCE) else _shift(reading.number, mention)
        bound = reading.named and off <= _NEAR.get(kind, _CLOSE)
        slip = slipped(
            reading.number, mention.quantity, least=2 if reading.named else _LEAST.get(kind, _TRIED) + (k > 0)
        )
        if bound or (off <= _BARELY and printed.digits >= _TRIED) or shift or slip:
            return _relation(kind, told, reading, holds=False, shift=shift)
    return None


def _relation(kind: RecomputationKind, told: Open, reading: Reading, *, holds: bool, shift: str = "") -> Recomputation:
    point = kind in _RATES and len(shift) <= _POINT and not _of_two_units(reading)
    return Recomputation(
        kind=_K.CONFLICT if shift and not point else kind,
        printed=told.mention.figure,
        operands=tuple(v.figure for v in reading.operands),
        expression=f"{reading.text}，文中为 {shown(told.mention.figure)}"
        + (f"（与所列数值相差{shift}倍，疑为小数点错位）" if point and shift else ""),
        expected=reading.span,
        holds=holds,
        confidence=_CONFIDENCE,
        alternative=f"与所列数值相差{shift}倍，疑为单位写错" if shift and not point else "",
        label=squeeze(told.words)[-16:].lstrip("、") + shown(told.mention.figure),
    )


def _of_two_units(reading: Reading) -> bool:
    """Whether a reading takes 万元 and 亿元 together, so that a wrong unit is likelier than a wrong rate."""
    return len({v.figure.quantity.factor for v in reading.operands}) > 1


def _made_by_others(kind: RecomputationKind, told: Open) -> bool:
    """Whether any two levels of the paragraph make the figure."""
    printed = told.mention.value
    if printed is None or kind in (_K.SUM, _K.MEAN):
        return False
    up = rising(told.words)
    near = [f for f in (*told.facts.in_sentence(told.i), *back(told.facts, told.i)) if not f.value.is_ratio][:_AROUND]
    near = [f for f in near if f.number > 0 and f.value.figure.id != told.mention.figure.id]
    if kind in _RATES:
        near = [f for f in near if not _PRIOR.search(f.name)]
    excess = kind in _RATES and _EXCESS.search(told.words)
    for a, b in permutations(near, 2):
        made: Reading | None
        if kind is _K.DIFFERENCE:
            made = (
                gap(a.value, b.value, printed) if same_kind(a.value, printed) and same_kind(b.value, printed) else None
            )
        elif kind is _K.GROWTH:
            made = growth_of(a.value, b.value) if up is None or up is (a.number > b.number) else None
        else:
            made = growth_of(a.value, b.value) if excess and same_kind(a.value, b.value) else ratio(a.value, b.value)
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
            if moved and moved.quantize(step, rounding=ROUND_HALF_UP) == abs(printed.number):
                return times
    return ""
