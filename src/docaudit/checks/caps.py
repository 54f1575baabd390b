"""What one of them may get or cost at most, against what one of them got, in the same paragraph: 单园不超过6万元，…获得7.20万元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from docaudit import quantities
from docaudit.checks.base import Hit, Holds, Result, Scope, also, evidence
from docaudit.checks.bounds import plain
from docaudit.checks.told_money import Amount, amounts
from docaudit.model import Part, Place, Table

_CAPPED = re.compile(r"(?:最高|上限|限额|封顶|最多|最高额度?|最高限额)(?:不超过|可?达|为|是|[:：])?\s*$")
_PER = re.compile(r"(?:每一?|单一?)(?!位|价|项指)(?P<unit>[\u4e00-\u9fff])(?P<noun>项目|企业|公厕)?")
_GETS = re.compile(
    r"获得?|领取|领到|享受|得到|补助|资助|奖励|奖补|补贴|支出|列支|开支|安排|核定|拨付|发放|申请|支付|扶持|投入|投资|用款|报销"
)
_KINDS = ("补助", "补贴", "资助", "奖补", "奖励", "配套", "贷款", "经费", "费")
_DRAWN = re.compile(r"带动|撬动|吸引|引导|社会资本|银行|贷款")
_TOTAL = re.compile(
    r"合计|共|总|累计|两年|三年|[一二三四五六七八九十]年|以来|均|各|以上|其中|余下|其余|分别|含|扣除|差额|结余|预算"
)
_ODD = re.compile(
    r"除外|经[^，,。；;]{0,8}(?:批准|同意)|上浮|提高[到至]|调整[为到至]|调增|特殊|放宽|超出|核减|扣回|超标|超限|超过规定|违规|另行|叠加|追加|原则上|暂定|增加到"
)
_OTHER_YEAR = re.compile(r"(?:19|20)\d\d\s*年")
_SUMMED = re.compile(r"共|合计|总计|发放|支出|安排|拨付|花费|使用|报销|开支")
_AVERAGE = re.compile(r"平均每(?P<a>[\u4e00-\u9fff])|(?<!平)每(?P<b>[\u4e00-\u9fff])平均|(?P<c>[\u4e00-\u9fff])均")


@dataclass(frozen=True, slots=True)
class _Cap:
    """A limit: the amount, per what (人、天), what kind of money, and the sentence that sets it."""

    amount: Amount
    units: tuple[str, ...]
    kind: str
    words: str


@also("funding_over_limit", Scope.PART)
def over_its_cap(part: Part, **_: Any) -> Iterator[Result]:
    """An amount is over the limit that the sentence before it, or its own, sets."""
    for block in part.blocks:
        if isinstance(block, Table) or "元" not in block.text:
            continue
        text = block.text
        money = amounts(text)
        caps = [cap for cap in (_cap(amount) for amount in money) if cap is not None]
        if len(caps) == 1 and not _ODD.search(text):
            yield from _facts(part, block.place, text, caps[0], money)


def _cap(amount: Amount) -> _Cap | None:
    """Return the limit that an amount is, told of one of something."""
    lead = amount.clause
    if not (
        amount.text.startswith(("不", "最高", "≤", "至多", "最多", "低于"))
        or _CAPPED.search(lead)
        or re.match(r"\s*(?:以内|封顶|为限|之内)", amount.rest)
        or amount.text.endswith(("以内", "以下", "之内"))
    ):
        return None
    if "不低于" in amount.text or "不少于" in amount.text or re.search(r"实际|未|均", lead):
        return None
    units = tuple(found["unit"] for found in _PER.finditer(lead))
    kind = next((word for word in _KINDS if word in lead), "")
    told_only = re.search(r"最[高多](?:额度?|可?达|为|是)?\s*$", lead) is not None
    if (not units and not kind) or (told_only and not kind):
        return None
    return _Cap(
        amount, units, kind, f"{lead.strip()}{amount.text}{amount.rest if len(amount.rest) < 5 else ''}".strip()
    )


def _facts(part: Part, place: Place, text: str, cap: _Cap, money: list[Amount]) -> Iterator[Result]:
    for amount in money:
        if amount.start <= cap.amount.start or amount.bound:
            continue
        start = max(text.rfind(mark, 0, amount.start) for mark in "。；;！\n") + 1
        sentence = text[start : amount.end]
        clause = amount.clause
        low = max(cap.amount.end, start)
        lead = text[low : amount.start]
        if _OTHER_YEAR.search(lead) and len(_OTHER_YEAR.findall(lead)) > 1:
            continue
        one = _each(cap, amount, lead)
        if one is None:
            continue
        value, shown = one
        if cap.units == () and start > cap.amount.end:
            continue
        where = (evidence(place.quoting(sentence.strip() + amount.rest), part.kind),)
        computation = f"{shown}，规定“{cap.words}”"
        if value <= cap.amount.value:
            yield Holds(computation, where)
            continue
        says = {"paper": "", "what": shown or clause.strip(), "source": "文中所列规定", "limit": cap.words}
        yield Hit(where, says, computation, 0.8, key=("cap", cap.words, amount.clause.strip(), amount.text))


def _each(cap: _Cap, amount: Amount, lead: str) -> tuple[Decimal, str] | None:
    """Return what one of them got, and how it is known: told of one, as an average, or by a total and counts."""
    clause = amount.clause
    other = next((word for word in _KINDS[:-1] if word in clause and word != cap.kind), "")
    if not _GETS.search(clause) or _DRAWN.search(clause) or (other and cap.kind and cap.kind not in clause):
        return None
    average = _AVERAGE.search(clause)
    if average is not None:
        unit = average["a"] or average["b"] or average["c"]
        named = unit in cap.units or (unit == "户" and "户" in cap.units)
        return (amount.value, f"{clause.strip()}{amount.text}") if named and len(cap.units) == 1 else None
    counts = [_count(lead, unit) for unit in cap.units]
    if cap.units and all(count is not None for count in counts) and _SUMMED.search(clause):
        product = Decimal(1)
        for count in counts:
            product *= count or 1
        if product > 0:
            each = amount.value / product
            factors = " ÷ ".join(f"{plain(c)}{u}" for c, u in zip(counts, cap.units, strict=True) if c is not None)
            return each, f"{amount.text} ÷ {factors} = {_yuan(each)}"
    if any(count is not None and count > 1 for count in counts) or _TOTAL.search(clause) or re.search(r"\d", clause):
        return None
    if re.search(r"(?:[二两三四五六七八九十]|\d)+(?:家|个|户|人|名|所|园|村|座|项|县)", lead[-24:]):
        return None
    return amount.value, f"{clause.strip()}{amount.text}"


def _count(lead: str, unit: str) -> Decimal | None:
    """Return the one number of a unit that the words before an amount tell: 5名专家 for 人, 1.2万亩 for 亩."""
    words = {"人": "人|名|位", "天": "天|日", "项": "项|个项目"}.get(unit, re.escape(unit))
    found = re.findall(rf"(\d+(?:\.\d+)?|[一二两三四五六七八九十]{{1,3}})\s*(万)?\s*个?(?:{words})(?!次)", lead)
    if len(found) != 1:
        return None
    number, wan = found[0]
    value = Decimal(number) if re.match(r"\d", number) else Decimal(quantities.whole(number))
    return value * 10000 if wan else value


def _yuan(number: Decimal) -> str:
    return (
        f"{plain((number / 10000).quantize(Decimal('0.01')))}万元"
        if number >= 10000
        else f"{plain(number.quantize(Decimal('0.01')))}元"
    )
