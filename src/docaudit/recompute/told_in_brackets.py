"""An amount told again in the brackets behind it: 186.4万元（1864000元）, 2446.8万元（约0.24亿元）, 叁拾贰万元整（320,000.00元）."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from docaudit import quantities
from docaudit.model import Recomputation, RecomputationKind
from docaudit.recompute.prose import Mention, Sentence, is_level
from docaudit.recompute.values import Value, shown
from docaudit.recompute.words import squeeze

_GAP = re.compile(r"^[元整圆正]{0,2}[（(](?:大约|约合|合计|折合|即|约|合|折|计|[¥￥])?(?:人民币)?$")
_SHUT = re.compile(r"^(?:人民币|元|整)?[)）]")
_POWERS = (1, 2, 3, 4, 5, 6, 8)
_TELLING = 2
_OPEN_DIMENSIONS = ("money", "count", "length", "area", "mass", "volume")


def told_in_brackets(sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Compare amounts with the brackets that tell them again and nothing else."""
    for sentence in sentences:
        if sentence.reported:
            continue
        for outer, inner in pairwise(sentence.mentions):
            gap = squeeze(sentence.text[outer.end : inner.start])
            if not _GAP.match(gap) or not _SHUT.match(sentence.text[inner.end :]):
                continue
            made = _compared(sentence, outer, inner)
            if made is not None:
                yield made


def _compared(sentence: Sentence, outer: Mention, inner: Mention) -> Recomputation | None:
    if outer.value is None or inner.value is None or outer.dimension != inner.dimension:
        return None
    if not (is_level(outer) and is_level(inner)) or not (outer.dimension or "").startswith(_OPEN_DIMENSIONS):
        return None
    if (outer.dimension or "").startswith("count") and not _one_unit(outer, inner):
        return None
    rounded = quantities.interval(inner.quantity, exact=False), quantities.interval(outer.quantity, exact=False)
    if rounded[0].meets(rounded[1]):
        return _made(sentence, outer, inner, None)
    if min(_digits(outer.value), _digits(inner.value)) < _TELLING:
        return None
    for power in _POWERS:
        size = Decimal(10) ** power
        if quantities.times(rounded[0], size).meets(rounded[1]) or quantities.times(rounded[1], size).meets(rounded[0]):
            return _made(sentence, outer, inner, size)
    return None


def _one_unit(a: Mention, b: Mention) -> bool:
    units = {m.quantity.unit.canonical for m in (a, b) if m.quantity.unit is not None}
    return len(units) == 1 and a.quantity.factor != b.quantity.factor


def _digits(value: Value) -> int:
    return len("".join(str(d) for d in value.figure.quantity.number.copy_abs().as_tuple().digits).strip("0"))


def _made(sentence: Sentence, outer: Mention, inner: Mention, size: Decimal | None) -> Recomputation:
    return Recomputation(
        kind=RecomputationKind.CONFLICT,
        printed=inner.figure,
        operands=(outer.figure,),
        expression=f"{shown(outer.figure)} {'=' if size is None else '≠'} {shown(inner.figure)}",
        expected=outer.value.span if outer.value is not None else None,
        holds=size is None,
        confidence=0.88,
        alternative="" if size is None else f"与所列数值相差{size:f}倍，疑为单位写错",
        label=squeeze(sentence.clause(outer))[-14:] + shown(outer.figure),
    )
