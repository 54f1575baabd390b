"""A share that money may or must have (不得超过管理费的5%, 按合同价款的3%预留) against the amounts that the paragraph tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from docaudit.checks.base import Hit, Holds, Result, Scope, also, evidence
from docaudit.checks.bounds import percent, plain
from docaudit.checks.told_money import Amount, amounts, core, tells, ungrouped, verbatim
from docaudit.model import Part, Place, Table

_WORDS = r"[\u4e00-\u9fff]"
_UP = r"不得?超过|不超|不得?高于|不得?大于|上限为|上限是|控制在"
_LEAST = r"不得?低于|不得?少于|不得?小于|达到|至少(?:为|达到?)?"
_BOUND = re.compile(
    rf"(?P<name>{_WORDS}{{2,18}}?)(?:的?比例|占比)?(?:应当?|须|原则上)?(?P<bound>{_UP}|{_LEAST})(?P<base>{_WORDS}{{0,16}}?)的?\s*(?P<p>\d+(?:\.\d+)?)%"
    rf"(?P<verb>提取|列支|预留|支付|补助|安排|计提|计列|拨付)?(?:的?标准)?(?:[，,（(]?\s*即\s*(?P<told>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>万元|亿元|元))?"
)
_FIXED = re.compile(
    rf"(?P<name>{_WORDS}{{2,16}}?)按(?:照)?(?P<base>{_WORDS}{{2,14}}?)的\s*(?P<p>\d+(?:\.\d+)?)%(?P<verb>预留|提取|计提|支付|计列|补助|拨付|核定|安排)"
)
_FIXED_AS = re.compile(
    rf"(?P<base>{_WORDS}{{2,14}}?)的\s*(?P<p>\d+(?:\.\d+)?)%作为(?P<name>{_WORDS}{{2,12}}?)(?P<verb>预留|提取|支付|拨付|安排|扣留|管理)?(?=[，,。；;]|$)"
)
_OWN = re.compile(r"自筹|自有|出资|配套|资本金|自行|投入")
_WHOLE = re.compile(r"总投资|投资总额|总预算|预算总额|总经费|经费总额|资金总额|概算总?投资?|项目总额")
_ODD = re.compile(
    r"除外|经[^，,。；;]{0,8}(?:批准|同意)|上浮|提高[到至]|调整[为到至]|特殊|放宽|超出|超标|超限|超过规定|违规|不足部分|扣除|分[档段期]|累进|原则上|减去|不符合|未达到?|低于规定|缺口"
)
_LOOSE = re.compile(r"合计|累计|其中|上年|去年|计划|预计|平均|均|余|原|核减|以来|差额|结余")
_SLACK = Decimal("0.005")
"""By how much of itself a share may be off where the amounts are rounded."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """A share: of what, what it is for, whether it is the most, the least or the very share, and its words."""

    name: str
    base: str
    share: Decimal
    sort: str
    verb: str
    words: str
    start: int
    end: int
    limit: Decimal | None
    """The amount that the text gives for it."""


@also("funding_over_limit", Scope.PART)
def over_its_share(part: Part, **_: Any) -> Iterator[Result]:
    """An amount is over the share of another that the paragraph allows."""
    for place, text, rule in _rules(part):
        if rule.sort == "most":
            for own, base in _pairs(text, rule):
                limit = rule.limit if base is None else base.value * rule.share / 100
                if limit is None:
                    continue
                yield _most(part, place, text, rule, own, base, limit)


@also("funding_ratio", Scope.PART)
def off_its_share(part: Part, **_: Any) -> Iterator[Result]:
    """An amount is less than the share that is demanded of it, or not the share that is told of it."""
    for place, text, rule in _rules(part):
        if rule.sort == "most" or (rule.sort == "least" and not _OWN.search(rule.name)):
            continue
        for own, base in _pairs(text, rule):
            if base is None or not base.value:
                continue
            real = own.value / base.value * 100
            low = real < rule.share * (1 - _SLACK)
            high = rule.sort == "exact" and real > rule.share * (1 + _SLACK)
            computation = f"{own.text} ÷ {base.text} = {percent(real)}，文中为“{rule.words}”"
            where = (evidence(place.quoting(verbatim(place.quote, _around(text, rule, own, base))), part.kind),)
            if not low and not high:
                yield Holds(computation, where)
                continue
            says = {
                "what": f"{own.clause.strip()}{own.text}",
                "ratio": percent(real),
                "problem": f"与“{rule.words}”不符" if rule.sort == "exact" else f"低于“{rule.words}”",
            }
            yield Hit(where, says, computation, 0.75, key=("share", rule.words, own.text))


def _most(part: Part, place: Place, text: str, rule: _Rule, own: Amount, base: Amount | None, limit: Decimal) -> Result:
    where = (evidence(place.quoting(verbatim(place.quote, _around(text, rule, own, base))), part.kind),)
    shown = f"{plain((limit / 10000).quantize(Decimal('0.01')))}万元"
    computation = f"{own.clause.strip()}{own.text}，按“{rule.words}”应不超过{shown}"
    if own.value <= limit * (1 + _SLACK):
        return Holds(computation, where)
    what = f"{own.clause.strip()}{own.text}"
    if base is not None and base.value:
        what += f"，为{base.text}的{percent(own.value / base.value * 100)}"
    says = {"paper": "", "what": what, "source": "文中所列规定", "limit": rule.words}
    return Hit(where, says, computation, 0.8, key=("share", rule.words, own.text))


def _rules(part: Part) -> Iterator[tuple[Place, str, _Rule]]:
    for block in part.blocks:
        if isinstance(block, Table) or "%" not in block.text or "元" not in block.text:
            continue
        text = ungrouped(block.text)
        yield from ((block.place, text, rule) for rule in _of(text) if not _odd(text, rule.start, rule.end))


def _odd(text: str, start: int, end: int) -> bool:
    low = max(text.rfind(mark, 0, start) for mark in "。；;\n") + 1
    high = min((at for mark in "。；;\n" if (at := text.find(mark, end)) >= 0), default=len(text))
    return _ODD.search(text[low:high]) is not None


def _of(text: str) -> Iterator[_Rule]:
    for pattern in (_BOUND, _FIXED, _FIXED_AS):
        for found in pattern.finditer(text):
            name = re.split(r"规定|要求|明确|约定|办法|而|但|其中", found["name"])[-1]
            sort = "exact"
            limit = None
            if pattern is _BOUND:
                sort = "most" if re.fullmatch(_UP, found["bound"]) else "least"
                if found["told"]:
                    limit = (
                        Decimal(found["told"].replace(",", "")) * {"万元": 10000, "亿元": 10**8, "元": 1}[found["unit"]]
                    )
            words = re.sub(r"\s+", "", found[0])
            yield _Rule(
                name, found["base"], Decimal(found["p"]), sort, found["verb"] or "", words, *found.span(), limit
            )


def _pairs(text: str, rule: _Rule) -> Iterator[tuple[Amount, Amount | None]]:
    """Yield what was paid with what it is a share of, where the paragraph tells one of each."""
    money = [a for a in amounts(text) if not a.bound and not rule.start <= a.start < rule.end]
    bases = [a for a in money if _is_base(rule, a)]
    own = [a for a in money if a not in bases and _is_own(rule, a) and not _LOOSE.search(a.clause)]
    own = [a for a in own if not _odd(text, a.start, a.end)]
    if rule.limit is not None:
        before = [a for a in money if a.end <= rule.start and text.find("。", a.end, rule.start) < 0]
        yield from ((a, None) for a in (own or before)[-1:])
        return
    for a in own:
        low = max(text.rfind(mark, 0, a.start) for mark in "。；;\n") + 1
        high = min((at for mark in "。；;\n" if (at := text.find(mark, a.end)) >= 0), default=len(text))
        near = [b for b in bases if low <= b.start < high] or bases
        values = {b.value for b in near}
        if len(values) == 1:
            yield a, near[0]
    if not own and rule.verb and len({b.value for b in bases}) == 1:
        yield from (
            (a, bases[0]) for a in money if a not in bases and re.search(rf"(?:实际|共|已)?{rule.verb}$", a.clause)
        )


def _is_base(rule: _Rule, amount: Amount) -> bool:
    if rule.base and len(core(rule.base)) > 1:
        return _ends(core(rule.base).rstrip("款额"), amount.clause)
    return _WHOLE.search(amount.clause[-8:]) is not None


def _is_own(rule: _Rule, amount: Amount) -> bool:
    found = _OWN.findall(rule.name)
    return tells(rule.name, amount) or (bool(found) and amount.clause.rstrip("为是达了共").endswith(found[-1]))


def _ends(word: str, clause: str) -> bool:
    """Whether a clause leads to the amount of just this: 本年管理费168万元, 该项目总投资8000万元."""
    words = re.sub(r"[^\u4e00-\u9fff]", "", clause)
    return (
        re.search(
            rf"{re.escape(word)}(?:总?额|款|费|规模|共计?|合计|总计|总价|为|是|达|投入|金额|下达|支出|资金)*$", words
        )
        is not None
    )


def _around(text: str, rule: _Rule, own: Amount, base: Amount | None) -> str:
    """The clauses from the amount to what it is a share of, and to the rule where that stands in its sentence."""
    start, end = own.start, own.end
    for a, b in ((rule.start, rule.end), (base.start, base.end) if base is not None else (start, end)):
        if not re.search(r"[。；;\n]", text[min(a, start) : max(b, end)]):
            start, end = min(start, a), max(end, b)
    low = max(text.rfind(mark, 0, start) for mark in "，,。；;\n") + 1
    return text[low:end].strip()
