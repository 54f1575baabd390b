"""Amounts that are said to keep a ratio or a share, against what they make: 市级13.85亿元、区级7.45亿元，符合7∶3的分担比例."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from docaudit import quantities
from docaudit.checks.base import Hit, Holds, Result, Scope, also, evidence
from docaudit.checks.bounds import percent, plain
from docaudit.checks.datings import sentence_at
from docaudit.checks.moments import texts
from docaudit.model import Part, Place, Quantity, Relation

_KEEPS = re.compile(
    r"(?:符合|满足|遵循|等于|恰为|正好(?:是|为)?)[^，,。；;：:\d]{0,16}?(?:(?P<p>\d+(?:\.\d+)?)%|(?P<r>\d+(?:[:：∶]\d+)+))?"
    r"的?[^，,。；;：:\d]{0,8}(?:比例|约定|要求|规定)"
)
_NEGATED = re.compile(r"(?:不|未|没有|是否|应|须|要)$")
_RATIO = re.compile(r"(?<![\d.:：∶])\d{1,2}(?:[:：∶]\d{1,2})+(?![\d.:：∶])")
_LEAST = re.compile(r"(?:不低于|不少于|不小于|至少)(?:为|达到?)?\s*\d+(?:\.\d+)?\s*[:：∶]")
_OWN = re.compile(r"自筹|自有|配套|企业|社会")
_SLACK = Decimal("0.015")
_HALF = Decimal("0.5")


@also("funding_ratio", Scope.PART)
def said_to_conform(part: Part, **_: Any) -> Iterator[Result]:
    """A ratio between the amounts right before the statement, or a share of a base that the paragraph works out itself."""
    for text, place in texts(part.blocks):
        for found in _KEEPS.finditer(text):
            low, high = sentence_at(text, found.start(), found.end())
            if _NEGATED.search(text[low : found.start()]):
                continue
            here = place.quoting(text[low:high].strip())
            ratios = [found["r"]] if found["r"] else _RATIO.findall(text[low : found.start()])
            if found["p"]:
                yield from _share(part, here, text, low, found)
            elif len(set(ratios)) == 1 and "比例" in found[0] + text[low : found.start()]:
                yield from _ratio(part, here, text, low, found, re.sub("[：∶]", ":", ratios[0]))


def _amounts(text: str, low: int, high: int) -> list[tuple[str, Quantity]]:
    """The amounts of money of a stretch of text, each with the words of its clause before it."""
    spots = [s for s in quantities.find(text[:high]) if s.start >= low]
    return [
        (re.split(r"[，,。；;、：:中]", text[low : s.start])[-1].strip(), s.quantity)
        for s in spots
        if (s.quantity.dimension or "").startswith("money") and s.quantity.relation is Relation.EQ
    ]


def _ratio(part: Part, place: Place, text: str, low: int, found: re.Match[str], ratio: str) -> Iterator[Result]:
    sides = [Decimal(n) for n in ratio.split(":")]
    told = _amounts(text, low, found.start())
    if len(told) != len(sides) or not all(sides) or not all(q.value for _, q in told):
        return
    whole, of_ratio = sum(q.value for _, q in told), sum(sides)
    where = (evidence(place, part.kind),)
    real = [q.value / whole * of_ratio for _, q in told]
    words = "、".join(f"{_name(name)}{plain(q.number)}{_unit(q)}" for name, q in told)
    shown = ":".join(plain(n.quantize(Decimal("0.1"))) for n in real)
    computation = f"{words}为{shown}"
    own = [k for k, (name, _) in enumerate(told) if _OWN.search(name)]
    least = _LEAST.search(text[low : found.end()]) is not None
    enough = least and len(own) == 1 and real[own[0]] >= sides[own[0]]
    if enough or all(abs(a - b) <= _SLACK * of_ratio for a, b in zip(real, sides, strict=True)):
        yield Holds(f"{computation}，与“{ratio}”相符", where)
        return
    yield _hit(place, part, words, shown, ratio)


def _share(part: Part, place: Place, text: str, low: int, found: re.Match[str]) -> Iterator[Result]:
    """The base is the amount of the paragraph of which the share, worked out, stands in the paragraph as well."""
    told = _amounts(text, low, found.start())
    every = _amounts(text, 0, found.start())
    share = Decimal(found["p"]) / 100
    if not told or not share:
        return
    name, own = told[-1]
    values = {q.value for _, q in every}
    where = (evidence(place, part.kind),)
    step = _HALF.scaleb(min(0, -len(found["p"].partition(".")[2]))) / 100
    fitting = [b for b in values if b and b != own.value and abs(own.value / b - share) <= step]
    if fitting:
        yield Holds(f"{_name(name)}{own.text} ÷ {plain(max(fitting) / 10000)}万元 = {found['p']}%", where)
        return
    bases = [b for b in values if b > own.value and any(abs(b * share - v) <= v * step / 10 for v in values if v != b)]
    if len(bases) == 1:
        yield _hit(
            place,
            part,
            f"{_name(name)}{plain(own.number)}{_unit(own)}",
            percent(own.value / bases[0] * 100),
            f"{found['p']}%",
        )


def _hit(place: Place, part: Part, words: str, real: str, ratio: str) -> Hit:
    return Hit(
        evidence=(evidence(place, part.kind),),
        says={"what": words, "ratio": real, "problem": f"与所称“{ratio}”不符"},
        computation=f"{words}为{real}，文中称符合{ratio}",
        confidence=0.85,
        key=("conforms", ratio, words),
    )


def _name(words: str) -> str:
    return re.sub(r"(?:到位|为|是|共|达|承担)+$", "", words)


def _unit(quantity: Quantity) -> str:
    big = {Decimal(10000): "万", Decimal(100000000): "亿"}.get(quantity.multiplier, "")
    return big + (quantity.unit.text if quantity.unit is not None else "")
