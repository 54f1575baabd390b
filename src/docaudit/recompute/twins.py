"""One fact that two places of a paper state one slip of the pen apart: 4283家次 here, 4273家次 there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from docaudit.model import Recomputation, RecomputationKind
from docaudit.recompute.facts import Fact, Facts, likeness
from docaudit.recompute.slips import digits_of, one_slip
from docaudit.recompute.values import decimals_of, shown

_SURE = 4
_TELLING = 3
"""Of 700.00 and 200.00 only one digit tells anything."""
_LIKE = 0.5
_NO_PROOF = frozenset({RecomputationKind.PART_WHOLE, RecomputationKind.CONFLICT})
_COMMON_UNITS = frozenset({"人", "项", "家", "个", "元", "次", "件", "人次", "户", "名", "场", "份"})
_DISTINCT = re.compile(
    r"第[一二三四五六七八九十\d]+|[一二三四]季度|上半年|下半年|新增|累计|当年|上年|去年|同期|年初|年末|调整|目标|计划|预算|决算|执行|到位|支出|收入|"
    r"男|女|城镇|农村|平均|最高|最低|其他|比|较"
)


def twins(facts: Facts, found: Sequence[Recomputation]) -> Iterator[Recomputation]:
    """Find two figures of one name, unit and year that are one slip apart, at least one of which nothing confirms.

    Texts are compared with each other and with tables, never two cells or two figures of one sentence.
    """
    confirmed = Counter(f.id for r in found if r.holds and r.kind not in _NO_PROOF for f in (r.printed, *r.operands))
    stated = Counter((f.value.dimension, f.number) for f in (*facts.text, *facts.table))
    buckets: dict[tuple[str, int, str], list[Fact]] = {}
    told = {
        (f.quantity.dimension or "", f.quantity.value)
        for r in found
        if r.kind is RecomputationKind.CONFLICT and not r.holds
        for f in (r.printed, *r.operands)
    }
    for fact in (*facts.table, *facts.text):
        quantity = fact.value.figure.quantity
        digits = digits_of(quantity)
        if (
            len(digits) < _SURE
            or len(digits.rstrip("0")) < _TELLING
            or fact.value.is_ratio
            or quantity.approximate
            or not fact.words
            or fact.goal
        ):
            continue
        dimension, decimals = fact.value.dimension or "", decimals_of(quantity)
        keys = [(dimension + str(quantity.factor), decimals, pattern) for pattern in _patterns(digits)]
        bare = [("1", decimals, pattern) for *_, pattern in keys] if dimension else []
        if (
            fact.at >= 0
            and not facts.sentences[fact.at].reported
            and (fact.value.dimension or "", fact.number) not in told
        ):
            other = _twin(facts, fact, [f for key in (*keys, *bare) for f in buckets.get(key, ())], confirmed, stated)
            if other is not None:
                told |= {(f.value.dimension or "", f.number) for f in (fact, other)}
                yield _told(fact, other)
        for key in keys:
            bucket = buckets.setdefault(key, [])
            if len(bucket) < 20:
                bucket.append(fact)


def _patterns(digits: str) -> Iterator[str]:
    """Keys that two strings of digits share when they are one slip apart."""
    for k in range(len(digits)):
        yield digits[:k] + "?" + digits[k + 1 :]
    for k in range(len(digits) - 1):
        yield digits[:k] + "".join(sorted(digits[k : k + 2])) + "~" + digits[k + 2 :]


def _twin(
    facts: Facts,
    fact: Fact,
    others: list[Fact],
    confirmed: Mapping[str, int],
    stated: Mapping[tuple[str | None, Decimal], int],
) -> Fact | None:
    own = digits_of(fact.value.figure.quantity)
    for other in others:
        if other.at == fact.at or not one_slip(own, digits_of(other.value.figure.quantity)):
            continue
        sure = [confirmed[f.value.figure.id] > 0 for f in (fact, other)]
        alone = [f.at >= 0 and stated[(f.value.dimension, f.number)] == 1 for f in (fact, other)]
        if all(sure) or not any(alone):
            continue
        if fact.year is not None and other.year is not None and fact.year != other.year:
            continue
        if _same_name(fact, other) and not _told_apart(facts, fact, other):
            return other
    return None


def _told_apart(facts: Facts, a: Fact, b: Fact) -> bool:
    """Whether the sentence of one states the other's number too: the paper knows that there are two."""
    return any(
        any(m.quantity.value == other.number for m in facts.sentences[own.at].mentions)
        for own, other in ((a, b), (b, a))
        if own.at >= 0
    )


def _same_name(a: Fact, b: Fact) -> bool:
    """Whether two names are one: most of the shorter in the longer, and nothing that sets them apart."""
    shared = a.words & b.words
    least = min(len(a.words), len(b.words))
    unit = a.value.figure.quantity.unit
    common = unit is None or unit.canonical in _COMMON_UNITS
    if len(shared) < min(2 if common else 1, least) or len(shared) / least < (_LIKE if common else _LIKE / 2):
        return False
    if b.at < 0:
        return not b.row or likeness(b.row, a.words) >= _LIKE
    apart = set(_DISTINCT.findall(a.name)) ^ set(_DISTINCT.findall(b.name))
    return not (apart - {"累计"})


def _told(fact: Fact, other: Fact) -> Recomputation:
    return Recomputation(
        kind=RecomputationKind.CONFLICT,
        printed=fact.value.figure,
        operands=(other.value.figure,),
        expression=f"文中 {shown(fact.value.figure)} ≠ 表中 {shown(other.value.figure)}"
        if other.at < 0
        else f"{shown(other.value.figure)} ≠ {shown(fact.value.figure)}",
        expected=other.value.span,
        holds=False,
        confidence=0.85,
        label=fact.name.removeprefix("其中") or other.name,
    )
