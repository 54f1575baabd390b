"""How a figure that is still open may be made of the levels around it, the reading that its words bind it to first.

A reading is `named` when words and place leave one pair: what a rate is said of and the next level that holds it, the level
of this year and the one of the year before, all items of one list.
"""

from __future__ import annotations

import re
from decimal import Decimal

from docaudit import quantities
from docaudit.recompute.bindings import (
    Open,
    back,
    levels_before,
    percents_before,
)
from docaudit.recompute.facts import Fact, same_kind
from docaudit.recompute.judge import Reading, gap
from docaudit.recompute.mean_words import may_be_of, mean_in
from docaudit.recompute.told_means import counts_of, mean_of_pair, wholes_of_mean
from docaudit.recompute.values import Value, like, shown, total

_MANY = re.compile(
    r"(?P<n>[两二三四五六七八九十]|\d)(?:大|小)?(?![年月季周天日])[\u4e00-\u9fff]{1,3}(?:资金|费用|收入|问题|项目|人员|共|合计|累计|相加|总|之和|一共)"
)
_CARRIED = re.compile(r"结转|年初|期初|上年结[余存]|另有|另外|此外|还有")
"""What a rest may be of besides the two levels before it."""
_EACH = re.compile(r"平均|[户人日月年班场车单]均|每|满分")
"""What the name of a mean or of a full score holds, which no total is made of."""
_TRIED = 3
_ITEMS = 12


def apart(told: Open) -> list[Reading]:
    """A distance by the level that it is told of and the one that it is compared with, or by the only two before it."""
    facts, i, mention, value = told.facts, told.i, told.mention, told.mention.value
    if value is None or told.lead.lstrip().startswith("其中"):
        return []
    new = [f for f, _ in levels_before(facts, i, mention) if same_kind(f.value, value)]
    old = [f for f, _ in levels_before(facts, i, mention, prior=True) if same_kind(f.value, value)]
    if old:
        before = [f for f in back(facts, i) if same_kind(f.value, value) and f.number]
        pairs = [(a, old[0]) for a in (new or _heads(before))[:_TRIED]]
    elif len(new) == 2 and not _CARRIED.search(facts.sentences[i].text[: mention.start]):
        pairs = [(new[1], new[0])]
    else:
        return []
    return [gap(a.value, b.value, value, named=not k) for k, (a, b) in enumerate(pairs)]


def points(told: Open) -> list[Reading]:
    """A distance in points by the only two percentages before it in its sentence."""
    value = told.mention.value
    rates = percents_before(told.facts, told.i, told.mention)
    if value is None or len(rates) != 2:
        return []
    return [gap(rates[0].value, rates[1].value, value, named=True)]


def spread(told: Open) -> list[Reading] | None:
    """A mean by the totals and counts near it; None for a figure that is no mean."""
    facts, i = told.facts, told.i
    mean = mean_in(facts.sentences[i], told.mention)
    if mean is None:
        return None
    wholes = [w for w in wholes_of_mean(facts, i, mean)[:2] if may_be_of(told.lead, w.name)]
    counts = counts_of(facts, i, mean)[:_TRIED]
    made = [mean_of_pair(w, c, mean) for w in wholes for c in counts if w is not c]
    return [reading for reading in made if reading is not None]


def added(told: Open) -> list[Reading]:
    """A total by the items before it: as many as its words say, else all of its sentence, else all of its paragraph."""
    facts, i, mention, value = told.facts, told.i, told.mention, told.mention.value
    if value is None or value.dimension is None:
        return []
    here = [f for f, _ in levels_before(facts, i, mention) if same_kind(f.value, value)]
    items = here if len(here) > 1 else [*here, *(f for f in back(facts, i) if same_kind(f.value, value))]
    items = [f for f in items if f.number < value.number and not _EACH.search(f.name)][:_ITEMS]
    said = _MANY.search(told.lead + facts.sentences[i].text[: mention.start][-8:])
    many = quantities.whole(said["n"].replace("两", "二")) if said else None
    sizes = [many] if many and 1 < many <= len(items) else [len(here)] if len(here) > 1 else []
    sizes += [n for n in range(len(items), 1, -1) if n not in sizes]
    readings = []
    for k, n in enumerate(sizes):
        values = [f.value for f in reversed(items[:n])]
        readings.append(_sum(values, value, named=k == 0 and many == n))
    return readings


def _sum(values: list[Value], printed: Value, *, named: bool) -> Reading:
    number = sum((v.number for v in values), Decimal(0))
    text = " + ".join(shown(v.figure) for v in values) + f" = {like(number, printed.figure.quantity)}"
    return Reading(tuple(values), total(v.span for v in values), number, text, named)


def _heads(before: list[Fact]) -> list[Fact]:
    """The first level of each sentence before, the nearest sentence first: what it is about, not what it is made of."""
    heads: dict[int, Fact] = {}
    for fact in before:
        heads[fact.at] = fact
    return list(heads.values())
