"""The amounts of money of a paragraph with the words of their clauses, and whether a clause tells the amount of a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Relation

_CUT = re.compile(r"[，,。；;：:（）()、！\n“”]|而(?=.{2,})|但|即(?=\d)")
_GENERIC = re.compile(
    r"实际|本年度?|全年|当年|累计|支出|列支|总额|金额|规模|数额|额度?$|资金$|经费$|投入$|出资$|比例|占比|本项目|该项目|单个项目|项目|所需|应|须|需|按|均|的|可|其|各|一般|费用总|"
    r"[每单][个项家户人座所园村]|规定|办法|细则|要求|明确|约定|根据|按照|依据|管理|政策|标准|最高|原则上"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount with the clause that leads to it, the offsets of both, and the rest of its clause."""

    value: Decimal
    text: str
    start: int
    end: int
    clause: str
    """From the start of the clause to the amount."""
    rest: str
    """From the amount to the end of the clause."""
    bound: bool
    """Whether it is a limit or about an amount, not one that was paid."""


def amounts(text: str) -> list[Amount]:
    """Return the amounts of money of a text in order."""
    found = []
    for spot in quantities.find(text):
        quantity = spot.quantity
        if not (quantity.dimension or "").startswith("money"):
            continue
        low = max((m.end() for m in _CUT.finditer(text, 0, spot.start) if not _in_number(text, m.start())), default=0)
        high = min((m.start() for m in _CUT.finditer(text, spot.end)), default=len(text))
        bound = quantity.relation is not Relation.EQ or quantity.approximate
        found.append(
            Amount(
                quantity.value,
                quantity.text,
                spot.start,
                spot.end,
                text[low : spot.start],
                text[spot.end : high],
                bound,
            )
        )
    return found


def _in_number(text: str, at: int) -> bool:
    return text[at] in ",，" and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


def core(name: str) -> str:
    """Return what a name of money names, without the words that money always has."""
    plain = re.sub(r"[^\u4e00-\u9fff]", "", name)
    less = _GENERIC.sub("", plain)
    return less if len(less) > 1 else plain


def tells(name: str, amount: Amount) -> bool:
    """Whether the clause of an amount is about what a name names."""
    word, clause = core(name), re.sub(r"[^\u4e00-\u9fff]", "", amount.clause)
    return len(word) > 1 and (word in clause or word in core(clause) or (len(clause) > 2 and word.endswith(clause)))


def ungrouped(text: str) -> str:
    """Return a text with its numbers written without marks between thousands."""
    return re.sub(r"(?<=\d)[,，](?=\d{3}(?!\d))", "", text)


def verbatim(text: str, quote: str) -> str:
    """Return what a quotation from the `ungrouped` text is in the text itself."""
    if quote in text:
        return quote
    found = re.search("".join(re.escape(c) + ("[,，]?" if c.isdigit() else "") for c in quote), text)
    return quote if found is None else found[0]
