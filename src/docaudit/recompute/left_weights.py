"""Weights that an evaluation leaves out and what it makes of the rest: 扣除35.75%权重分后余64.25%，折算得92.00分."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Interval, Recomputation, RecomputationKind
from docaudit.recompute.prose import Mention, Sentence
from docaudit.recompute.values import Value, plain, shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_LEFT_OUT = re.compile(r"(?:扣除|剔除|扣减|剔去|去除|不计|去掉|未考核)[^，,。；;\d]{0,14}$")
_OF_WEIGHT = re.compile(r"权重|分值|标准分")
_REST = re.compile(
    r"(?:剩余|剩下|余下|其余|实际考核|纳入考核|参与评分|有效|尚余|余)(?:的|部分)?(?:指标)?(?:权重分?|分值|总分|满分|权数)?(?:合计|共计|共)?(?:得|为|计|是)*$|得(?:到|出)?$"
)
_GOT = re.compile(r"(?:实际得分|实得分?|得分|评分|得)(?:为|合计|共计|共)*$")
_RESCALED = re.compile(r"(?:折算|换算|折合|还原|折成|换成)[^，,。；;\d]{0,16}$")
_HUNDRED = Decimal(100)
_REACH = 4


def left_weights(sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Recompute the weight that is left of 100 and the score that is rescaled to 100."""
    for i, sentence in enumerate(sentences):
        if sentence.reported or (
            "权重" not in sentence.text and "折" not in sentence.text and "换算" not in sentence.text
        ):
            continue
        near = [s for s in sentences[max(0, i - _REACH) : i] if s.paragraph == sentence.paragraph]
        pairs = [(s, m) for s in (*near, sentence) for m in s.mentions if m.value is not None]
        rest: Mention | None = None
        for k, (where, mention) in enumerate(pairs):
            if where is sentence and (made := _rest(pairs[:k], where, mention)) is not None:
                yield made
            if _is_rest(pairs[:k], where, mention):
                rest = mention
            if where is sentence and rest is not None and (made := _rescaled(pairs[:k], where, mention, rest)):
                yield made


def _is_rest(before: list[tuple[Sentence, Mention]], where: Sentence, mention: Mention) -> bool:
    gone = _left_out(before, mention)
    return gone is not None and before[-1][1] is gone and bool(_REST.search(where.before(mention, 20)))


def _left_out(before: list[tuple[Sentence, Mention]], mention: Mention) -> Mention | None:
    """The weight that was left out, told last before a figure and in its unit."""
    found = [
        m
        for s, m in before
        if m.dimension == mention.dimension
        and _LEFT_OUT.search(s.text[: m.start])
        and _OF_WEIGHT.search(s.text[max(0, m.start - 14) : m.end + 8])
    ]
    return found[-1] if found and mention.dimension in ("ratio", "score") else None


def _rest(before: list[tuple[Sentence, Mention]], where: Sentence, mention: Mention) -> Recomputation | None:
    gone = _left_out(before, mention)
    if gone is None or not _is_rest(before, where, mention):
        return None
    lost, value = gone.value, mention.value
    if lost is None or value is None or mention.quantity.approximate:
        return None
    whole = Decimal(1) if value.is_ratio else _HUNDRED
    number = whole - lost.number
    if number <= 0 or not Decimal("0.5") <= value.number / number <= 2:
        return None
    span = quantities.sub(Interval(whole, whole), lost.span)
    unit = "%" if value.is_ratio else "分"
    return Recomputation(
        kind=_K.SCORE,
        printed=mention.figure,
        operands=(gone.figure,),
        expression=f"100{unit} − {shown(gone.figure)} = {plain(number * (100 if value.is_ratio else 1))}{unit}，"
        f"文中为 {shown(mention.figure)}",
        expected=span,
        holds=span.meets(value.span),
        confidence=0.9,
        label=squeeze(where.clause(mention))[-14:] + shown(mention.figure),
    )


def _rescaled(
    before: list[tuple[Sentence, Mention]], where: Sentence, mention: Mention, rest: Mention
) -> Recomputation | None:
    """实际得分59.11分，折算后得92.00分: what was scored over the weight that is left."""
    value = mention.value
    if mention.dimension != "score" or value is None or not _RESCALED.search(where.text[: mention.start]):
        return None
    scores = [
        m
        for s, m in before
        if m is not rest and m.dimension == "score" and _GOT.search(s.before(m, 8)) and m.value is not None
    ]
    if not scores or scores[-1].value is None or rest.value is None:
        return None
    got = scores[-1].value
    base = rest.value.number * (_HUNDRED if rest.value.is_ratio else 1)
    if base <= 0 or got.number > base:
        return None
    span = _scaled(got, base)
    number = got.number / base * _HUNDRED
    holds = span.meets(value.span)
    if not holds and abs(number - value.number) > _HUNDRED / 10:
        return None
    return Recomputation(
        kind=_K.SCORE,
        printed=mention.figure,
        operands=(scores[-1].figure, rest.figure),
        expression=f"{shown(got.figure)} ÷ {shown(rest.figure)} × 100 = {plain(number.quantize(Decimal('0.01')))}分，"
        f"文中为 {shown(mention.figure)}",
        expected=span,
        holds=holds,
        confidence=0.85,
        label="折算得分" + shown(mention.figure),
    )


def _scaled(got: Value, base: Decimal) -> Interval:
    low, high = got.span.low or Decimal(0), got.span.high or got.number
    return Interval(low / base * _HUNDRED, high / base * _HUNDRED)
