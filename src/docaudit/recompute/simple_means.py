"""A mean or a price in a sentence with one amount of its kind and one count: 采购60台，金额27万元，单价4500元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Recomputation, RecomputationKind
from docaudit.recompute.judge import rounded
from docaudit.recompute.mean_words import one_matter
from docaudit.recompute.prose import Sentence
from docaudit.recompute.slips import slipped
from docaudit.recompute.spots import Row, Spot, rows_of
from docaudit.recompute.values import like, shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_MEAN = re.compile(
    r"(?:平均|均价|单价|单[次件台套人户例个辆车]|[人户项家场篇件例次笔台辆车班]均|每[名个台套件次例人户家辆所村张])[^，,。；;：:、\d]{0,10}$"
)
_NOT = re.compile(
    r"标准|最[高低大小多少]|上限|不[超低高少]|目标|计划|要求|应|定额|上年|去年|同期|全[国省市]|每年|年均|月均|日均|另|再"
)
_PART = re.compile(r"其中|占|均|每|单价|比|较|上年|去年")
_PAIR, _DIGITS = 2, 3
_FAR = Decimal("1.6")


def simple_means(sentences: Sequence[Sentence], decided: Mapping[str, Recomputation]) -> Iterator[Recomputation]:
    """Recompute the means that are still open where their sentence leaves one total and one count."""
    for row in rows_of(sentences):
        for spot in row.spots:
            key = spot.mention.figure.id
            if key in decided or not spot.level or spot.mention.quantity.approximate or spot.depth:
                continue
            made = _mean(row, spot)
            if made is not None:
                yield made


def _lead(row: Row, spot: Spot) -> str:
    return squeeze(re.split(r"[，,。；;：:、（(]", row.text[: spot.start])[-1])[-20:]


def _mean(row: Row, spot: Spot) -> Recomputation | None:
    lead = _lead(row, spot)
    said = _MEAN.search(lead)
    printed = spot.mention.value
    if said is None or _NOT.search(lead) or printed is None or not printed.number:
        return None
    others = [s for s in row.spots if s.sentence is spot.sentence and s is not spot and not s.depth]
    if len(others) != _PAIR or not all(s.level and not s.mention.quantity.approximate for s in others):
        return None
    of = (spot.mention.dimension or "").split("/")[0]
    wholes = [s for s in others if of and s.mention.dimension == of]
    counts = [s for s in others if (s.mention.dimension or "").startswith("count") and s not in wholes]
    if len(wholes) != 1 or len(counts) != 1 or any(_PART.search(_lead(row, s)) for s in others):
        return None
    whole, count = wholes[0], counts[0]
    if not one_matter(lead, _lead(row, whole)) or not _of_what(said[0], row, count):
        return None
    a, b = whole.mention.value, count.mention.value
    if a is None or b is None or b.span.low is None or b.span.low <= 0 or b.number <= 1:
        return None
    span, number = quantities.div(a.span, b.span), a.number / b.number
    holds = span.meets(rounded(printed))
    near = 1 / _FAR <= number / printed.number <= _FAR
    if not holds and not near and not slipped(number, spot.mention.quantity, least=_DIGITS):
        return None
    return Recomputation(
        kind=_K.MEAN,
        printed=spot.mention.figure,
        operands=(whole.mention.figure, count.mention.figure),
        expression=f"{shown(whole.mention.figure)} ÷ {shown(count.mention.figure)} = {like(number, spot.mention.quantity)}，"
        f"文中为 {shown(spot.mention.figure)}",
        expected=span,
        holds=holds,
        confidence=0.75,
        label=lead[-12:] + shown(spot.mention.figure),
    )


def _of_what(said: str, row: Row, count: Spot) -> bool:
    """Whether what is counted is what the mean is for each of, as far as its words tell."""
    unit = count.mention.quantity.unit
    per = re.match(r"每(.)|单([^价])|([^平])均(?!价)", said)
    mark = next((g for g in per.groups() if g), "") if per else ""
    if not mark or unit is None:
        return not per
    wanted = quantities.parse_unit(mark)
    tail = re.match(r"[^，,。；;：:、（()\d]*", row.text[count.end :])
    told = count.name + unit.text + (tail[0] if tail else "")
    return mark in told or (wanted is not None and wanted.canonical == unit.canonical)
