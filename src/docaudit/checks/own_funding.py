"""Amounts, shares and quotients of money that break a condition which the same paper states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from docaudit import quantities
from docaudit.checks.base import Hit, Holds, Result, Scope, also, evidence
from docaudit.checks.bounds import percent, plain
from docaudit.checks.datings import sentence_at
from docaudit.checks.limits import GRANT, ITEMS, OWN
from docaudit.checks.moments import texts
from docaudit.checks.own_conditions import Condition, conditions, rows
from docaudit.model import Part, Place, Relation

_ITEM_SHARE = re.compile(
    rf"(?P<item>{'|'.join(ITEMS)})(?:支出|比例)?(?:不得?超过|不高于|控制在)(?P<base>[^，,。；;\d不]{{2,10}})的(?P<p>\d+(?:\.\d+)?)%"
)
_STATED = re.compile(
    rf"(?:{OWN})[^，,。；;\d]{{0,8}}?(?:与|和|:|：)[^，,。；;\d]{{0,8}}?(?:{GRANT})[^，,。；;\d]{{0,6}}?(?:之比|比例)(?:为|是|达到?)?$"
)
_LOOSE = re.compile(r"平均|合计|共|总|累计|核减|原|申报资助|拟|其他|上年|去年|行业|低于|未达")
_SINGLE = re.compile(r"最高|本项目|该项目|该[\u4e00-\u9fff]{1,4}|单个|最大")
_BUT = re.compile(r"除(?:了)?(?P<what>[^，,。；;：:\d]{2,24}?)(?:以外|之外|外)[，,]?")
_CORE = re.compile(r"本项目|该项目|单[个项家支]|每[个项家支]|发行|额度|金额|资金|年度|申请|规模|经费|的|总")


@also("funding_over_limit", Scope.PART)
def own_cap(part: Part, **_: Any) -> Iterator[Result]:
    """An amount exceeds the cap that the same paper states for its class."""
    every = conditions(part)
    for condition in every:
        if not condition.upper or condition.unit != "money":
            continue
        rivals = [c for c in every if c.subject == condition.subject and c.unit == condition.unit]
        for name, figure, place in rows(part, condition, rivals):
            if (figure.quantity.dimension or "").startswith("money") and not _excepted(condition, figure.context):
                yield _cap(part, condition, f"“{name}”{_yuan(figure.quantity.value)}", figure.quantity.value, place)
        yield from _told(part, condition)
    yield from _item_shares(part)


def _excepted(condition: Condition, row: str) -> bool:
    """Whether a row is about what the sentence of the bound leaves out: 除烘干机外，单机补贴不超过5万元."""
    left_out = (name for found in _BUT.finditer(condition.place.quote) for name in re.split(r"[、和及]", found["what"]))
    return any(len(name) > 1 and name in row for name in left_out)


def _told(part: Part, condition: Condition) -> Iterator[Result]:
    """本项目申请市级财政资助520万元, 补助最高的游泳馆为…，补助126.80万元."""
    key = _CORE.sub("", condition.kind or condition.subject)
    own = _CORE.sub("", condition.subject)
    single = bool(condition.kind) or re.search(r"单[个项家]|每[个项家]", condition.place.quote) is not None
    if len(key) < 2:
        return
    for text, place in texts(part.blocks):
        if place.table is not None or (condition.place.quote in text and condition.place.paragraph != place.paragraph):
            continue
        for sentence in re.split(r"[。；;\n]", text):
            for spot in quantities.find(sentence):
                quantity = spot.quantity
                if not (quantity.dimension or "").startswith("money") or quantity.relation is not Relation.EQ:
                    continue
                pieces = re.split(r"[，,]", sentence[: spot.start])
                clause = pieces[-1]
                joined = len(clause.strip()) <= 4 and len(pieces) > 1 and re.search(r"\d", pieces[-2]) is None
                reach = "，".join(pieces[-2:]) if joined else clause
                if key not in reach or _LOOSE.search(reach) or re.search(r"不超|不得|不高于|上限|规定", reach):
                    continue
                if not clause.rstrip().endswith((own[-2:], "资金", "经费", "为")) and own not in clause:
                    continue
                if single and not _SINGLE.search(reach):
                    continue
                if not single and not re.search(r"实际|到位|支出|本项目", reach):
                    continue
                yield _cap(
                    part, condition, f"{reach.strip()}{quantity.text}", quantity.value, place.quoting(sentence.strip())
                )


def _cap(part: Part, condition: Condition, what: str, number: Decimal, place: Place) -> Result:
    where = (evidence(place, part.kind), evidence(condition.place, part.kind))
    computation = f"{what}，规定{condition.words}"
    if number <= condition.number:
        return Holds(computation, where)
    says = {"paper": "", "what": what, "source": "文中所列规定", "limit": condition.words}
    return Hit(where, says, computation, 0.8, key=("own", condition.words, what))


def _item_shares(part: Part) -> Iterator[Result]:
    """设备费不超过资助经费的10%, beside 设备费9.86万元 and 资助经费80万元."""
    every = [(text, place) for text, place in texts(part.blocks) if place.table is None]
    for text, place in every:
        for found in _ITEM_SHARE.finditer(text):
            base = _amount(every, found["base"], "")
            own = _amount(every, found["item"], r"实际|支出|决算|预算")
            if base is None or own is None or not base[0]:
                continue
            share = own[0] / base[0] * 100
            limit = Decimal(found["p"])
            where = (
                evidence(own[1], part.kind),
                evidence(place.quoting(found[0]), part.kind),
                evidence(base[1], part.kind),
            )
            computation = f"{_yuan(own[0])} ÷ {_yuan(base[0])} = {percent(share)}，规定{found[0]}"
            if share <= limit:
                yield Holds(computation, where)
            else:
                what = f"{found['item']}{_yuan(own[0])}，占{percent(share)}"
                says = {"paper": "", "what": what, "source": "文中所列规定", "limit": found[0]}
                yield Hit(where, says, computation, 0.8, key=("own", found[0]))


def _amount(every: list[tuple[str, Place]], name: str, near: str) -> tuple[Decimal, Place] | None:
    """The one amount that stands right behind a name, in clauses with one of the words `near` where given."""
    found: dict[Decimal, Place] = {}
    preferred: dict[Decimal, Place] = {}
    for text, place in every:
        for spot in quantities.find(text):
            quantity = spot.quantity
            if not (quantity.dimension or "").startswith("money") or quantity.relation is not Relation.EQ:
                continue
            clause = re.split(r"[，,。；;、：:]", text[: spot.start])[-1]
            if re.search(rf"{re.escape(name)}(?:为|共|合计|总额)?$", clause):
                here = place.quoting(_sentence(text, spot.start))
                found.setdefault(quantity.value, here)
                if near and re.search(near, clause):
                    preferred.setdefault(quantity.value, here)
    chosen = preferred if len(preferred) == 1 else found
    return next(iter(chosen.items())) if len(chosen) == 1 else None


@also("funding_ratio", Scope.PART)
def own_ratio(part: Part, **_: Any) -> Iterator[Result]:
    """A share or a quotient is below the least that the same paper states for its class."""
    every = conditions(part)
    for condition in every:
        if condition.upper or condition.unit == "money" or not re.search(rf"{OWN}|资本金|配套", condition.subject):
            continue
        rivals = [c for c in every if c.subject == condition.subject and c.unit == condition.unit]
        for name, figure, place in rows(part, condition, rivals):
            number = figure.quantity.value
            if figure.quantity.dimension in (None, "ratio", "ratio_of"):
                yield _least(part, condition, f"“{name}”{condition.subject}", number, figure.quantity.text, place)
        if condition.unit == "quotient":
            yield from _quotients(part, condition)


def _quotients(part: Part, condition: Condition) -> Iterator[Result]:
    """自筹与资助之比为1.73:1; 市县配套与省级配套分别为5860万元、4620万元."""
    sides = re.match(
        r"(?P<a>[\u4e00-\u9fff]{2,10})(?:与|和|同)(?P<b>[\u4e00-\u9fff]{2,10})(?:之比|的?比例)", condition.subject
    )
    for text, place in texts(part.blocks):
        if place.table is not None:
            continue
        spots = quantities.find(text)
        for i, spot in enumerate(spots):
            lead = re.split(r"[，,。；;]", text[: spot.start])[-1]
            if spot.quantity.dimension == "ratio_of" and spot.quantity.relation is Relation.EQ and not condition.kind:
                found = re.search(r"(\d+(?:\.\d+)?)[：:∶](\d+(?:\.\d+)?)", spot.quantity.text)
                if found is None or not Decimal(found[2]) or not _STATED.search(lead) or _LOOSE.search(lead):
                    continue
                number = Decimal(found[1]) / Decimal(found[2])
                yield _least(
                    part,
                    condition,
                    lead.strip(),
                    number,
                    spot.quantity.text,
                    place.quoting(_sentence(text, spot.start)),
                )
            elif sides and i + 1 < len(spots) and re.search(rf"{sides['a']}(?:与|和|、){sides['b']}分别为$", lead):
                other = spots[i + 1].quantity
                if {(q.dimension or "")[:5] for q in (spot.quantity, other)} == {"money"} and other.value:
                    number = spot.quantity.value / other.value
                    told = f"{spot.quantity.text}、{other.text}"
                    yield _least(part, condition, lead.strip(), number, told, place.quoting(f"{lead}{told}"))


def _sentence(text: str, at: int) -> str:
    low, high = sentence_at(text, at, at)
    return text[low:high].strip()


def _least(part: Part, condition: Condition, what: str, number: Decimal, told: str, place: Place) -> Result:
    where = (evidence(place, part.kind), evidence(condition.place, part.kind))
    real = percent(number * 100) if condition.unit == "share" else f"{plain(number.quantize(Decimal('0.01')))}:1"
    computation = f"{what}{told}（{real}），规定{condition.words}"
    if number >= condition.number:
        return Holds(computation, where)
    says = {
        "what": f"{re.sub('[为是]$', '', what)}为{told}",
        "ratio": real,
        "problem": f"低于文中所列规定“{condition.words}”",
    }
    return Hit(where, says, computation, 0.8, key=("own", condition.words, what))


def _yuan(number: Decimal) -> str:
    return f"{plain(number / 10000)}万元" if number >= 10000 else f"{plain(number)}元"
