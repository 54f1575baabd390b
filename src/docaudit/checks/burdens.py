"""The ratio in which several payers share, against what each paid: 市、区负担比例为7∶3, 市级18640万元，区级4660万元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

from docaudit.checks.base import Hit, Holds, Result, Scope, also, evidence
from docaudit.checks.bounds import plain
from docaudit.checks.conformity import said_to_conform
from docaudit.checks.told_money import Amount, amounts, core, ungrouped, verbatim
from docaudit.model import Kind, Part, Place, Table

_NUMBER = r"\d+(?:\.\d+)?"
_RATIO = re.compile(rf"(?<![\d:：∶.])({_NUMBER})\s*[:：∶]\s*({_NUMBER})(?:\s*[:：∶]\s*({_NUMBER}))?(?![\d:：∶])")
_PARTIES = re.compile(
    r"(?P<names>[\u4e00-\u9fff]{1,9}(?:[、与和及同][\u4e00-\u9fff]{1,9}){1,2}?)(?P<tail>(?:[两二三]级|各级|财政|双方|[两三]方|之间|资金|补助|出资|投入|负担|分担|承担|配套|安排|的|分别|实行)*"
    r"(?:按照?|以)?(?:之比|的?比例|比)?(?:应当?)?(?:不得?低于|不小于|不少于|达到|超过|不得?高于|不超过)?(?:为|是|按照?|达)?)$"
)
_MATCHED = re.compile(r"(?P<name>[\u4e00-\u9fff]{1,6})按照?$")
_LOOSE = re.compile(
    r"约|左右|平均|原则|一般|大致|接近|调整[为到]|由[^，。；;]*到|缺口|不足|尚未|未到位|超额|垫|上年|去年"
)
_ASKING = frozenset({Kind.APPLICATION, Kind.TASK_AGREEMENT})
_LEVELS = "中央省市县区乡镇村街"
_TOTAL = re.compile(r"共|合计|总|资金$")
_SLACK = Decimal("0.01")
_LEVEL = re.compile(rf"(?:中央|[{_LEVELS}])(?:级|财政|本级)?$")
_BOUND = re.compile(r"不得?低于|不小于|不少于|达到|超过|不得?高于|不超过")
_OWN_MONEY = re.compile(r"自筹|自有|配套|社会资本|企业")


@also("funding_ratio", Scope.PART)
def off_the_burden(part: Part, **_: Any) -> Iterator[Result]:
    """What the payers paid stands in the ratio that the paragraph tells of them."""
    told = {item.place.paragraph for hit in said_to_conform(part) if isinstance(hit, Hit) for item in hit.evidence}
    for block in part.blocks:
        if isinstance(block, Table) or "元" not in block.text or block.place.paragraph in told:
            continue
        text = ungrouped(block.text)
        for found in _RATIO.finditer(text):
            low = max(text.rfind(mark, 0, found.start()) for mark in "。；;\n") + 1
            high = min((at for mark in "。；;\n" if (at := text.find(mark, found.end())) >= 0), default=len(text))
            lead = re.split(r"[，,：（(]", text[low : found.start()])[-1]
            parties = _parties(lead)
            parts = [Decimal(number) for number in found.groups() if number]
            if parties is None or len(parties[0]) != len(parts) or not all(parts):
                continue
            names, bound = parties
            if (part.kind in _ASKING and re.search("自筹|自有", "".join(names))) or (bound and "分别为" in text):
                continue
            money = amounts(text)
            near = [a for a in money if low <= a.start < high]
            for among in (near, money):
                known = _paid(text, names, among)
                if sum(a is not None for a in known) > 1 or (among is near and any(known)):
                    break
            if not _LOOSE.search(text[low:high]):
                yield from _judged(part, block.place, text, found[0], names, parts, bound, known, near)


def _parties(lead: str) -> tuple[list[str], str] | None:
    found = _PARTIES.search(lead)
    if found is None:
        return None
    names = re.split(r"[、与和及同]", found["names"])
    names[-1] = re.sub(
        r"(?:[两二三]级|各级|双方|[两三]方|负担|分担|承担|实行|应?按照?|的?比例|之比|预算).*$", "", names[-1]
    )
    if all(_LEVEL.fullmatch(name) for name in names[1:]) and (level := _LEVEL.search(names[0])) is not None:
        names[0] = level[0]
    bound = _BOUND.search(lead)
    return (names, bound[0] if bound is not None else "") if all(names) else None


def _paid(text: str, names: list[str], money: list[Amount]) -> list[Amount | None]:
    """Return what each payer paid, None where that is not told or told twice."""
    for nth, amount in enumerate(money):
        listed = money[nth : nth + len(names)]
        gaps = [text[a.end : b.start] for a, b in pairwise(listed)]
        if re.search(r"分别为?$", amount.clause) and len(listed) == len(names) and set(gaps) <= {"、", "，", "和"}:
            return list(listed)
    known: list[Amount | None] = []
    for name in names:
        own = [a for a in money if not a.bound and _pays(name, names, a)]
        known.append(own[0] if len({a.value for a in own}) == 1 else None)
    return known


def _pays(name: str, names: list[str], amount: Amount) -> bool:
    clause = re.sub(r"[^\u4e00-\u9fffA-Z]", "", amount.clause)
    return _named(name, clause) and not any(_named(other, clause) for other in names if other != name)


def _named(name: str, clause: str) -> bool:
    level = re.fullmatch(rf"([{_LEVELS}]|中央)(?:级|财政|本级)?", name)
    if level is not None:
        return (
            re.search(
                rf"(?<![各两三多几某该\dA-Z甲乙丙丁]){level[1]}(?:级|本级|财政|配套|承担|负担|补助|拨|下达|安排|投入|出资|资金|到位|$)",
                clause,
            )
            is not None
        )
    return core(name) in clause or core(name) in core(clause)


def _judged(
    part: Part,
    place: Place,
    text: str,
    told: str,
    names: list[str],
    parts: list[Decimal],
    bound: str,
    known: list[Amount | None],
    near: list[Amount],
) -> Iterator[Result]:
    """Compare each pair of payers, or a payer and the total before the ratio."""
    pairs = [(a, p, n) for a, p, n in zip(known, parts, names, strict=True) if a is not None]
    if len(pairs) == 1 and not bound:
        whole = next((a for a in near if a.end <= pairs[0][0].start and _TOTAL.search(a.clause) and not a.bound), None)
        if whole is not None:
            pairs.append((whole, sum(parts, Decimal(0)), "合计"))
    if len(pairs) < 2:
        return
    (a, p, one), (b, q, two) = pairs[:2]
    if not b.value or not a.value:
        return
    real, due = a.value / b.value, p / q
    off = real < due * (1 - _SLACK), real > due * (1 + _SLACK)
    most = re.match(r"不得?高于|不超过", bound) is not None
    # 财政与自筹不低于1:2 asks for own money: more of it than told is no breach.
    turned = bool(_OWN_MONEY.search(two)) and not _OWN_MONEY.search(one)
    wrong = off[most != turned] if bound else any(off)
    shown = f"{a.text} : {b.text} = {plain(real.quantize(Decimal('0.01')))}:1"
    computation = f"{one}与{two}：{shown}，文中为{told}（{plain(due.quantize(Decimal('0.01')))}:1）"
    low = max(text.rfind(mark, 0, min(a.start, b.start, text.find(told))) for mark in "。；;\n") + 1
    where = (
        evidence(
            place.quoting(verbatim(place.quote, text[low : max(a.end, b.end, text.find(told) + len(told))].strip())),
            part.kind,
        ),
    )
    if not wrong:
        yield Holds(computation, where)
        return
    says = {
        "what": f"{one}{a.text}、{two}{b.text}",
        "ratio": f"{plain(real.quantize(Decimal('0.01')))}:1",
        "problem": f"与文中所称比例“{told}”不符",
    }
    yield Hit(where, says, computation, 0.8, key=("burden", told, a.text, b.text))
