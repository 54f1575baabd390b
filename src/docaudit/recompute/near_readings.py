"""How a figure that is still open may be made of the levels around it, the reading that its words bind it to first.

A reading is `named` when words and place leave one pair: what a rate is said of and the next level that holds it, the level
of this year and the one of the year before, all items of one list.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import islice

from docaudit import quantities
from docaudit.recompute.bindings import (
    Open,
    back,
    bearing,
    bracketed,
    counted,
    left_behind,
    levels_before,
    percents_before,
    subject_of,
    wholes_of,
)
from docaudit.recompute.facts import Fact, Facts, same_kind
from docaudit.recompute.judge import Reading, gap, growth_of, ratio
from docaudit.recompute.mean_words import mean_in
from docaudit.recompute.told_means import counts_of, mean_of_pair, wholes_of_mean
from docaudit.recompute.values import Value, like, percent, shown, total

_COPULA = r"(?:分别|约|均|仅|只|达到?|为|是|高达|[:：=]|\s)*$"
_RATE = re.compile(r"(?P<stem>[\u4e00-\u9fff“”]{1,8}?)(?P<kind>率|度|比例|比重|进度)" + _COPULA)
SPENT = re.compile(r"(?:执行|支出|支付|到位|拨付)(?:率|进度)")
_SHARE = re.compile(r"占(?:比|到|了)?(?P<base>[^占，,；;。：:\d]*?)(?:的|比例|比重|比)*" + _COPULA)
_MANY = re.compile(
    r"(?P<n>[两二三四五六七八九十]|\d)(?:大|小)?(?![年月季周天日])[\u4e00-\u9fff]{1,3}(?:资金|费用|收入|问题|项目|人员|共|合计|累计|相加|总|之和|一共)"
)
_CARRIED = re.compile(r"结转|年初|期初|上年结[余存]|另有|另外|此外|还有")
"""What a rest may be of besides the two levels before it."""
_TRIED = 3
_ITEMS = 12


def rated(told: Open) -> list[Reading]:
    """A rate by its part and its whole."""
    facts, i, mention, lead = told.facts, told.i, told.mention, told.lead
    if (share := _SHARE.search(lead)) is not None:
        parts, base = subject_of(facts, i, mention, lead[: share.start()]), share["base"]
    elif (rate := _RATE.search(lead)) is not None:
        parts, base = bearing(facts, i, mention, rate["stem"]), ""
        if SPENT.search(lead) and (rest := _with_rest(told)) is not None:
            return [rest]
    else:
        return []
    pairs = ((part, whole) for part in parts[:2] for whole in islice(wholes_of(facts, i, mention, part, base), _TRIED))
    made = (ratio(part.value, whole.value, named=not k) for k, (part, whole) in enumerate(pairs))
    return [reading for reading in made if reading is not None]


def _with_rest(told: Open) -> Reading | None:
    """A rate of what was spent by that and by what its sentence says is left: 支出1846.2万元，执行率88.3%，剩余368.8万元."""
    left = left_behind(told.facts, told.i, told.mention)
    spent = next((f for f, _ in levels_before(told.facts, told.i, told.mention)), None)
    if left is None or spent is None or not same_kind(left.value, spent.value) or not spent.number:
        return None
    a, b = spent.value, left.value
    number = a.number / (a.number + b.number)
    text = f"{shown(a.figure)} ÷（{shown(a.figure)} + {shown(b.figure)}）= {percent(number)}"
    return Reading((a, b), quantities.div(a.span, quantities.add(a.span, b.span)), number, text, named=True)


def grown(told: Open) -> list[Reading]:
    """A growth by the level that it is told of and the one that it is compared with."""
    facts, i, mention = told.facts, told.i, told.mention
    new = [f for f, _ in levels_before(facts, i, mention)]
    old = [f for f, _ in levels_before(facts, i, mention, prior=True)] or bracketed(facts, i, mention, prior=True)
    if not old and len(new) == 2:
        new, old = _by_year(*new)
    if not old:
        return []
    new = _called(facts, i, told.lead, new, old[0]) or new or back(facts, i)
    pairs = [(a, b) for b in old[:1] for a in new[:_TRIED] if _one_thing(facts, a, b)]
    made = (growth_of(a.value, b.value, named=not k) for k, (a, b) in enumerate(pairs))
    return [reading for reading in made if reading is not None]


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
    wholes = wholes_of_mean(facts, i, mean)[:2]
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
    items = [f for f in items if f.number < value.number][:_ITEMS]
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


def _called(facts: Facts, i: int, lead: str, new: list[Fact], old: Fact) -> list[Fact]:
    """The level that the words before a change name: 羊减少1.7%（上年121.6万只） is of 羊118.5万只."""
    subject = re.sub(
        r"(?:比|较|同比|环比|则|也|均|分别|增长|增加|减少|下降|多了?|少了?|上升|提高|降低).*$", "", lead
    ).strip("、和及而")
    if not subject or re.search(r"\d", subject):
        return []
    near = [*facts.in_sentence(i), *facts.before(i)]
    return [
        f for f in near if f.name.endswith(subject) and same_kind(f.value, old.value) and f is not old and f not in new
    ][:1]


def _by_year(a: Fact, b: Fact) -> tuple[list[Fact], list[Fact]]:
    """Of two levels the new one and the old one: by their years, or the one whose year is told is the old one."""
    if a.year == b.year:
        return [a, b], []
    if a.year is None or b.year is None:
        return ([b], [a]) if b.year is None else ([a], [b])
    return ([a], [b]) if a.year > b.year else ([b], [a])


def _one_thing(facts: Facts, new: Fact, old: Fact) -> bool:
    """Whether two levels may be one thing at two times: of one unit, or of one word behind the number where there is none."""
    if new.value.dimension != old.value.dimension or not new.number:
        return False
    if new.value.dimension is None and counted(facts, new) != counted(facts, old):
        return False
    return not new.words or not old.words or new.at == old.at or bool(new.words & old.words) or new.at == old.at - 1
