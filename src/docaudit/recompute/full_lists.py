"""How far a list may be off its total and still be meant as the list of all its parts, and what is told of it then.

The less the words say, the nearer it has to come; 其中 alone opens no full list, but parts that exclude each other are
together no more than their whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from docaudit import quantities
from docaudit.model import Recomputation
from docaudit.recompute.kindred import alike, complementary, exclusive, ordered, rest
from docaudit.recompute.linear import adds_up
from docaudit.recompute.list_frames import BACKWARDS, MANY, TOTAL, WITHIN, words_of
from docaudit.recompute.listed_sums import listed_sum
from docaudit.recompute.prose_parts import is_measured
from docaudit.recompute.slips import explained
from docaudit.recompute.spots import Row, Spot
from docaudit.recompute.values import Value

_FULL = re.compile(
    r"^[，,。；;]?(?:(?:即|由[^，,。；;\d]{0,12}(?:组成|构成)|分为|分别[为是]|按[^，,。；;\d]{1,10}(?:分|看|统计|计)|分[^，,。；;\d]{1,6}看)|(?![^：:]*(?:其中|包括|含))[^，,。；;（()\d]{0,16}[：:])"
)
_MADE_OF = re.compile(r"^[^，,。；;\d]{0,6}(?:组成|构成)")
_OVERLAP = re.compile(
    r"党员|民族|女|岁|独居|失能|残疾|贫困|脱贫|示范|标准化|星级|达标|新增|当年|累计|进口|国产化|骨干|重点|智慧|优质|主要|代表|先进|以上|近"
)
_LEAST = 2
_SURE_DIGITS = 3
NONE, SLIGHT, TIGHT, MIDDLE, WIDE, WIDEST = (Decimal(x) for x in ("0", "0.05", "0.1", "0.2", "0.35", "0.5"))
"""Shares of a total by which its list may be off it."""


def reach_before_total(row: Row, items: Sequence[Spot], *, counted: bool) -> Decimal:
    """How far off the list before a total may be and still be meant."""
    names = [s.name for s in items]
    parallel = alike(names)
    full = ordered(names) or exclusive(names) or complementary(names) or rest(names[-1])
    if counted and (full or parallel):
        return WIDE
    if counted or full or parallel == 2 or (parallel and len(items) > _LEAST):
        return MIDDLE
    return TIGHT if len(items) > _LEAST or not row.text[: items[0].start].strip() else SLIGHT


def reach_behind_total(row: Row, whole: Spot, items: Sequence[Spot], opening: str) -> Decimal:
    """How far off the list behind a total may be and still be meant; nothing for one that need not be full."""
    names = [s.name for s in items]
    parallel = alike(names)
    tail = row.text[items[-1].end :]
    if re.match(r"^[^，,。；;、）)]{0,6}等", tail):
        return NONE
    lead = words_of(row, whole)
    many = None if BACKWARDS.search(lead) or TOTAL.search(lead) else MANY.search(lead[-12:] + opening)
    counted = many is not None and quantities.whole(many["n"]) == len(items)
    if _FULL.search(opening) or _MADE_OF.search(tail):
        return WIDEST
    if counted:
        return WIDE
    if BACKWARDS.search(lead) and not WITHIN.search(opening):
        return NONE
    full = complementary(names) or rest(names[-1])
    if WITHIN.search(opening):
        return MIDDLE if full else NONE
    if full:
        return MIDDLE
    return TIGHT if (parallel and len(items) > _LEAST) or exclusive(names) else NONE


def _nouns(row: Row, items: Sequence[Spot]) -> bool:
    """Whether the figures of a list count one thing: 7个县、56个乡镇 count two."""
    found = set()
    for spot in items:
        tail = re.match(r"[^，,。；;：:、（()）\d]{0,8}", row.text[spot.end :])
        found.add(tail[0].strip() if tail else "")
    return len(found - {""}) <= 1 or not any(
        m.mention.quantity.unit and m.mention.quantity.unit.text in "个项家" for m in items
    )


def judged(
    row: Row, whole: Spot, items: Sequence[Spot], reach: Decimal, *, within: bool = False
) -> Recomputation | None:
    """Verify a total by its list or by part of it; else tell the list that comes near enough."""
    printed = whole.mention.value
    values = [s.mention.value for s in items if s.mention.value is not None]
    if printed is None or len(values) != len(items) or is_measured(whole.mention) or not _nouns(row, items):
        return None
    if (part := _fitting(values, printed)) is not None:
        sure = printed.digits >= _SURE_DIGITS or (len(part) == len(values) and reach > 0)
        return listed_sum(whole.sentence, whole.mention, part, holds=True, confidence=0.9) if sure else None
    if not items or items[-1].sentence.rest or not printed.number:
        return None
    if any(v.figure.quantity.approximate for v in values):
        return None
    off = sum((v.number for v in values), Decimal(0)) - printed.number
    share = abs(off) / printed.number
    if within and not reach:
        names = [s.name for s in items]
        if any(_OVERLAP.search(name) for name in names) or off < 0:
            return None
        if ordered(names) or exclusive(names):
            reach = MIDDLE
        elif len(items) > _LEAST and _of_its_kind(whole, names) and explained([(1, v) for v in values], printed):
            reach = WIDE
        elif len(items) > _LEAST and explained([(1, v) for v in values], printed) and printed.digits > _SURE_DIGITS:
            reach = TIGHT
    if not reach or share > reach:
        return None
    sure = reach >= MIDDLE
    return listed_sum(whole.sentence, whole.mention, values, holds=False, confidence=0.85 if sure else 0.75)


def _of_its_kind(whole: Spot, names: Sequence[str]) -> bool:
    """Whether every part is called what the whole is called: 养殖场 of 生猪养殖场、蛋鸡养殖场、肉牛养殖场."""
    heads = {name[-2:] for name in names}
    return len(heads) == 1 and heads.pop() in whole.name


def _fitting(values: Sequence[Value], printed: Value) -> list[Value] | None:
    """The whole list, or it less one or two figures that are parts of others, when it adds up."""
    for drop in range(3):
        if len(values) - drop < _LEAST:
            break
        for left_out in combinations(range(len(values)), drop):
            kept = [v for k, v in enumerate(values) if k not in left_out]
            if adds_up([(1, v) for v in kept], printed):
                return kept
    return None
