"""So many of each kind with so much each, and what all of it comes to: 一等奖3家各15万元、二等奖5家各10万元，合计123万元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

from docaudit import quantities
from docaudit.checks.base import Hit, Holds, Result, Scope, also, evidence
from docaudit.checks.bounds import plain
from docaudit.checks.told_money import ungrouped, verbatim
from docaudit.model import Part, Table

_COUNT = r"(?P<n>\d+|[一二两三四五六七八九十]{1,3})\s*(?:个|家|名|所|户|人|项|支|村|站|馆|篇|件)[\u4e00-\u9fff]{0,6}?"
_EACH = re.compile(
    rf"{_COUNT}[，,、]?\s*(?:每(?:个|家|名|所|户|人|项|支|村|站|馆|篇|件)|各)(?:获|得|给予|奖励|奖补|补助|资助|发放|奖|补)*\s*(?P<v>\d+(?:\.\d+)?)\s*(?P<u>万元|元)"
)
_TOTAL = re.compile(
    r"(?:合计|共计|总计|共(?:发放|奖补|奖励|补助|安排|需)?|总额)[^，,。；;\d、]{0,10}?(?P<v>\d+(?:\.\d+)?)\s*(?P<u>万元|元)"
)
_BETWEEN = re.compile(r"[、，,；;和及以]?[\u4e00-\u9fff（）()]{0,12}")
_LOOSE = re.compile(r"其中|另|扣除|除|尚|已|累计|含|预算|不超过|最高|约")
_FEWEST = 2


@also("funding_sum", Scope.PART)
def prizes_summed(part: Part, **_: Any) -> Iterator[Result]:
    """The total of a list of counts and amounts is the sum of their products."""
    for block in part.blocks:
        if isinstance(block, Table) or "元" not in block.text:
            continue
        text = ungrouped(block.text)
        start = 0
        for end in [*(m.start() for m in re.finditer(r"[。！\n]", text)), len(text)]:
            sentence, start = text[start:end].strip(), end + 1
            items = list(_EACH.finditer(sentence))
            if len(items) < _FEWEST or any(
                not _BETWEEN.fullmatch(sentence[a.end() : b.start()]) for a, b in pairwise(items)
            ):
                continue
            total = _TOTAL.search(sentence, items[-1].end())
            if (
                total is None
                or total.start() - items[-1].end() > 6
                or _LOOSE.search(sentence[items[0].start() : total.end()])
            ):
                continue
            real = sum((_value(item) * _number(item["n"]) for item in items), Decimal(0))
            told = _value(total)
            terms = " + ".join(f"{_number(item['n'])}×{item['v']}{item['u']}" for item in items)
            shown = f"{terms} = {plain(real / 10000)}万元" if real >= 10000 else f"{terms} = {plain(real)}元"
            where = (evidence(block.place.quoting(verbatim(block.text, sentence)), part.kind),)
            if real == told:
                yield Holds(f"{shown}，与文中相符", where)
                continue
            yield Hit(
                where,
                {"label": re.sub(r"\s", "", total[0]), "computation": f"{shown}，文中为 {total['v']}{total['u']}"},
                f"{shown} ≠ {total['v']}{total['u']}",
                0.85,
                key=("prizes", total[0], terms),
            )


def _value(found: re.Match[str]) -> Decimal:
    return Decimal(found["v"]) * (10000 if found["u"] == "万元" else 1)


def _number(words: str) -> int:
    return quantities.whole(words)
