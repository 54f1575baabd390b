"""What guidelines and policies allow: how much money, what share of it, how long, how many projects."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from docaudit import quantities
from docaudit.checks.base import Case
from docaudit.checks.classes import Statement, alone, class_names, guidelines, only_policy, own_class, statements
from docaudit.checks.papers import per_part
from docaudit.model import Located, Part, Quantity, Relation

OWN = r"自筹|自有资金|自有经费|自带资金|自行投入|单位投入|企业投入|单位配套|企业配套|(?<![区市县省方级府政])配套"
GRANT = r"资助|财政|专项经费|专项资金|专项拨款|拨款|补助|补贴|奖补|申请经费|申请资金|申请金额|科委经费|省拨|市拨|支持经费|支持资金|支持额度|支持金额|支持不超过|扶持资金"
_TOTAL = r"总投资|总经费|总预算|总投入|总概算|项目总额|投资总额|经费总额|预算总额|总额|项目投资|项目经费|项目预算"
ITEMS = (
    "间接费用", "间接经费", "劳务费", "专家咨询费", "咨询费", "管理费", "设备购置费", "设备费", "人员费", "会议费", "差旅费", "绩效支出",
    "国际合作与交流费", "材料费", "测试化验加工费", "委托业务费", "培训费", "宣传费", "业务费",
)  # fmt: skip
_ITEM = re.compile("|".join(ITEMS))
_OWN, _GRANT, _ALL = re.compile(OWN), re.compile(GRANT), re.compile(_TOTAL)
_EACH = re.compile(r"每项|每个|单个|单项|每家|每平台|上限|最高|限额|各资助|定额|强度|/项|额度|每课题|项目资助|给予")
_FIRST_YEAR = re.compile(r"立项当年|首年|第一年|当年支持|首期|首批")
_NO_CAP = re.compile(
    r"自筹|合计|总规模|资金池|年度预算|单价|每年|年均|累计|营业收入|销售|注册|设备原值|每人|每平方|不低于|以上的|投入"
)
_COUNTED = re.compile(r"(?:支持|资助|遴选|立项|布局|择优|项目数|名额|数量)")
_TERM = re.compile(
    r"(?:执行期限?|实施期限?|实施周期|项目周期|研究期限?|研究周期|建设期限?|建设周期|执行年限|执行周期|项目期限|起止时间|攻关期限)"
)
_UPPER = re.compile(r"不超过|不得超过|不超|不多于|最长|以内|不高于|不长于|不得长于|最高|上限|限额|定额")
_MONTHS = re.compile(
    r"(?P<mark>不得超过|不超过|不超|不长于|最长|最多|控制在|原则上|一般|为|[：:])*(?:(?P<low>\d{1,2}|[一二两三四五])(?:年|个月)?[-—–~～至到])?"
    r"(?P<high>\d{1,2}|[一二两三四五六])(?P<unit>个月|年)(?P<tail>以内|内|以上|及以上)?"
)
_NET = re.compile(r"扣除|减去|直接费用|直接经费|的部分|超过部分")
_NOT_OURS = re.compile(r"[区市县](?:级|财政)?(?:政府)?(?:按|给予)?配套|不低于市级|上一?年度|近[一二三两]年|成立")


class Sort(StrEnum):
    """What a limit bounds."""

    RATIO = "ratio"
    """Own funds over the grant, at least."""
    OWN_SHARE = "own_share"
    """Own funds over all funds, at least."""
    GRANT_SHARE = "grant_share"
    """The grant over all funds, at most."""
    CAP = "cap"
    FIRST_YEAR = "first_year"
    ITEM = "item"
    """One item of the budget over a base, at most."""
    MONTHS = "months"
    COUNT = "count"
    """Projects of the class, at most."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One bound; `number` is a ratio, an amount in 元, a count of months or of projects; `words` are verbatim."""

    sort: Sort
    number: Decimal
    words: str
    said: Statement
    item: str = ""
    base: str = ""
    """What an item's share is of: grant or total; "" where the words do not say, or the limit is an amount."""


def limits(case: Case, *sorts: Sort) -> Iterator[tuple[Limit, str]]:
    """Yield the limits of these sorts that bind the project, each with the class it is for ("" for everybody)."""
    for part in guidelines(case):
        known = limits_of(part)
        if not any(limit.sort in sorts for limit in known):
            continue
        names = {limit: class_names(limit.said.labels, part) for limit in known}
        every = [name for own in names.values() for name in own]
        own = own_class(part, case)
        general = Counter((limit.sort, limit.item) for limit, classes in names.items() if not classes)
        for limit, classes in names.items():
            if limit.sort not in sorts:
                continue
            named = classes or tuple(name for name in dict.fromkeys(every) if name in limit.said.text)
            if own is not None and own in named:
                yield limit, own
            elif (
                not named
                and general[limit.sort, limit.item] == 1
                and (own is not None or alone(part, case) or only_policy(part, case))
            ):
                yield limit, ""


@per_part
def limits_of(part: Part) -> tuple[Limit, ...]:
    """Return every limit that a guideline or policy states, in reading order."""
    found = [limit for said in statements(part) for limit in _limits(said)]
    return tuple(dict.fromkeys(found))


def _limits(said: Statement) -> Iterator[Limit]:
    text = said.text
    for spot in quantities.find(text):
        clause = _clause(text, spot)
        dimension = spot.quantity.dimension or ""
        if _NOT_OURS.search(clause):
            continue
        if dimension == "ratio_of":
            yield from _ratio(said, clause, spot)
        elif dimension == "ratio":
            yield from _share(said, clause, spot)
        elif dimension.startswith("money"):
            yield from _amount(said, clause, spot)
        elif dimension.startswith("count") and spot.quantity.relation in (Relation.LE, Relation.LT):
            after = text[spot.end : spot.end + 6]
            if _COUNTED.search(clause) and re.search(r"^(?:项目|课题|平台)|[项]$", after or spot.quantity.text[-1]):
                yield Limit(Sort.COUNT, _most(spot.quantity), spot.quantity.text, said)
    yield from _terms(said)


def _clause(text: str, spot: Located) -> str:
    """Return the words from the comma before the quantity up to it; from the one before that, where they are only a few."""
    commas = [m.end() for m in re.finditer(r"[，,]", text[: spot.start])]
    start = commas[-1] if commas else 0
    if commas and spot.start - start < 5:
        start = commas[-2] if len(commas) > 1 else 0
    return text[start : spot.end]


def _ratio(said: Statement, clause: str, spot: Located) -> Iterator[Limit]:
    """单位自筹经费与申请资助经费的比例不低于2:1; with the grant first the ratio is turned round."""
    quantity = spot.quantity
    found = re.search(r"(\d+(?:\.\d+)?)[：:∶比](\d+(?:\.\d+)?)", quantity.text)
    own, grant = _OWN.search(clause), _GRANT.search(clause)
    if found is None or own is None:
        return
    a, b = Decimal(found[1]), Decimal(found[2])
    upper = quantity.relation in (Relation.LE, Relation.LT)
    if grant is not None and grant.start() < own.start():
        if b and a and (upper or b >= a):
            yield Limit(Sort.RATIO, b / a, quantity.text, said)
    elif b and not upper:
        yield Limit(Sort.RATIO, a / b, quantity.text, said)


def _share(said: Statement, clause: str, spot: Located) -> Iterator[Limit]:
    quantity = spot.quantity
    upper = quantity.relation in (Relation.LE, Relation.LT) or _UPPER.search(clause) is not None
    lower = quantity.relation in (Relation.GE, Relation.GT) or re.search(r"不低于|不少于|至少", clause) is not None
    share = quantity.value
    item = _ITEM.search(clause)
    if item is not None:
        if upper and not _NET.search(clause):
            base = "grant" if _GRANT.search(clause) else "total" if _ALL.search(clause) else ""
            yield Limit(Sort.ITEM, share, _bound(clause, quantity), said, item[0], base)
        return
    own, grant, whole = (pattern.search(clause) for pattern in (_OWN, _GRANT, _ALL))
    if own is not None and lower:
        if whole is not None:
            yield Limit(Sort.OWN_SHARE, share, quantity.text, said)
        else:
            yield Limit(Sort.RATIO, share, quantity.text, said)
    elif own is None and grant is not None and whole is not None and upper:
        yield Limit(Sort.GRANT_SHARE, share, _bound(clause, quantity), said)


def _bound(clause: str, quantity: Quantity) -> str:
    """Return the words of an upper bound: 不超过资助经费的20%."""
    found = _UPPER.search(clause)
    return (
        clause[found.start() :]
        if found is not None and found.start() < len(clause) - len(quantity.text)
        else quantity.text
    )


def _amount(said: Statement, clause: str, spot: Located) -> Iterator[Limit]:
    quantity = spot.quantity
    upper = quantity.relation in (Relation.LE, Relation.LT, Relation.RANGE)
    stated = quantity.relation is Relation.EQ and re.search(r"最高|上限|限额|定额|每项|每个|单个|单项", clause)
    if not upper and not stated:
        return
    item = _ITEM.search(clause)
    if item is not None:
        if upper:
            yield Limit(Sort.ITEM, _most(quantity), quantity.text, said, item[0])
        return
    if _NO_CAP.search(clause) or not (_GRANT.search(clause) or re.search(r"额度|支持", clause)):
        return
    if _FIRST_YEAR.search(clause):
        yield Limit(Sort.FIRST_YEAR, _most(quantity), _bound(clause, quantity), said)
    elif _EACH.search(clause):
        yield Limit(Sort.CAP, _most(quantity), _bound(clause, quantity), said)


def _terms(said: Statement) -> Iterator[Limit]:
    """执行期限不超过2年, 实施周期为1-3年: the longest that a project may take."""
    for word in _TERM.finditer(said.text):
        tail = said.text[word.end() : word.end() + 24]
        found = _MONTHS.search(tail)
        if found is None or re.search(r"[，,\d满]|结束", tail[: found.start()]) or found["tail"] in ("以上", "及以上"):
            continue
        bound = found["tail"] in ("以内", "内") or found["low"] or _UPPER.search(tail[: found.end()])
        if not bound and not re.search(r"为|[：:]", tail[: found.end()]):
            continue
        high = Decimal(quantities.whole(found["high"]))
        yield Limit(Sort.MONTHS, high * (12 if found["unit"] == "年" else 1), word[0] + tail[: found.end()], said)


def _most(quantity: Quantity) -> Decimal:
    number = quantity.high if quantity.high is not None else quantity.number
    return number * quantity.factor
