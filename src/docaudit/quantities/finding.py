"""Find the quantities in a text, and read a cell that is one quantity."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from docaudit.model import Located, Quantity, Relation, Unit
from docaudit.quantities.context import Lead, Tail, lead_of, tail_of
from docaudit.quantities.normalise import Normalised, normalise
from docaudit.quantities.patterns import Patterns, patterns
from docaudit.quantities.reading import Reading, in_currency, in_foreign_unit, read_at

_PADDING = " \n。；;,，、"
_NOTHING = frozenset({"", "-", "—", "——", "–", "/", "//", "\\", "无", "N/A", "n/a", "…", "……"})

_STEPS = ("", "百", "千", "佰", "仟")
"""A numeral that begins so says no number by itself: 百家争鸣."""
_NAMES = re.compile(r"[\u3400-\u9fff]+")


def find(text: str) -> list[Located]:
    """Return all quantities in running text or a cell, in order, not overlapping.

    What only looks like a figure (dates, document numbers, ordinals, section numbers, names with numbers) is left out, as
    is a bare integer that no word marks as a figure.
    """
    return list(_find(text))


@lru_cache(maxsize=8192)
def _find(text: str) -> tuple[Located, ...]:
    norm = normalise(text)
    return tuple(_located(norm, found) for found in _scan(norm.text))


@lru_cache(maxsize=32768)
def parse(text: str) -> Quantity | None:
    """Return the quantity that the whole text states (≥5项, 不少于80人, 3-4项, 1,850,000.00), else None."""
    norm = normalise(text)
    plain = norm.text
    start, end = 0, len(plain)
    while start < end and plain[start] in _PADDING:
        start += 1
    while end > start and plain[end - 1] in _PADDING:
        end -= 1
    if plain[start:end] in _NOTHING or end - start > 60:
        return None
    found = _cell(plain, start, end)
    if found is None:
        return None
    return _located(norm, found).quantity


@dataclass(frozen=True, slots=True)
class _Found:
    """A quantity with its span in the normalised text."""

    start: int
    end: int
    quantity: Quantity


def _located(norm: Normalised, found: _Found) -> Located:
    start, end = norm.span(found.start, found.end)
    return Located(replace(found.quantity, text=norm.source[start:end]), start, end)


def _scan(text: str) -> list[_Found]:
    p = patterns()
    result: list[_Found] = []
    at = 0
    while True:
        m = p.scan.search(text, at)
        if m is None:
            return result
        if m["no"] is not None:
            at = max(m.end(), at + 1)
            continue
        reading = read_at(text, m.start(), p, floor=at)
        if reading is None:
            at = _behind_token(text, m.start(), p)
            continue
        found = _assess(text, reading, p, floor=at, cell=False)
        if found is None:
            at = max(reading.token_end, m.start() + 1)
        else:
            result.append(found)
            at = found.end


def _cell(text: str, start: int, end: int) -> _Found | None:
    p = patterns()
    inner = text[start:end]
    if inner[0] == "(" and inner[-1] == ")":
        return _accounting(text, start, end)
    at = start
    while True:
        m = p.scan.search(text, at)
        if m is None or m.start() >= end:
            return None
        if m["no"] is not None and not _is_plain_number(text[m.start() : end]):
            return None
        where = m.start()
        reading = read_at(text, where, p, floor=start)
        if reading is None:
            return None
        found = _assess(text, reading, p, floor=start, cell=True)
        return found if found is not None and found.end == end and _only_lead(text, start, found, p) else None


def _only_lead(text: str, start: int, found: _Found, p: Patterns) -> bool:
    """Whether nothing but words of the quantity stands in front of it in the cell."""
    return found.start == start or p.chain.fullmatch(text, start, found.start) is not None


def _is_plain_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit() and len(text) <= 14


def _accounting(text: str, start: int, end: int) -> _Found | None:
    """(1,234.50) is a negative amount; (34) is more likely a label or a remark."""
    if "," not in text[start:end] and "." not in text[start:end]:
        return None
    found = _cell(text, start + 1, end - 1)
    if found is None or found.quantity.unit is not None or found.quantity.relation is not Relation.EQ:
        return None
    low = -found.quantity.number
    return _Found(start, end, replace(found.quantity, low=low, high=low))


def _behind_token(text: str, start: int, p: Patterns) -> int:
    """Return where to go on after a numeral that is none."""
    m = p.single.match(text, start)
    return max(m.end("n"), start + 1) if m is not None else start + 1


def _assess(text: str, reading: Reading, p: Patterns, *, floor: int, cell: bool) -> _Found | None:
    """Put the words around a reading to it; None when it turns out to be no figure."""
    lead = lead_of(text, reading.start, p, floor=floor)
    if lead.reached and _is_time(reading.unit) and text.startswith("来", reading.end):
        lead = Lead(reading.start, weak=lead.weak)  # 达到四年来最高水平
    if lead.broken and reading.unit is not None and reading.number < 100 and reading.unit.canonical in p.broken_through:
        lead = Lead(reading.start, weak=lead.weak)
    if cell or lead.bound:
        reading = in_foreign_unit(text, reading)
    if (
        reading.written[:1] in _STEPS
        and reading.chinese
        and not lead.bound
        and text[reading.start - 1 : reading.start] in ("上", "过")
    ):
        lead = Lead(reading.start - 1, over=True, weak=lead.weak)  # 上千家, 过亿元
    tail = tail_of(text, reading, p)
    if lead.currency is not None and reading.unit is None:
        reading = in_currency(reading, lead.currency)
    if not _is_figure(text, reading, lead, tail, p, cell=cell):
        return None
    quantity = _quantity(reading, lead, tail)
    return _Found(lead.start, tail.end, quantity)


def _is_figure(text: str, r: Reading, lead: Lead, tail: Tail, p: Patterns, *, cell: bool) -> bool:
    before = text[r.start - 1 : r.start]
    if (
        before.isascii()
        and before.isalpha()
        and lead.currency is None
        and not (r.unit is not None and not r.unit.text.isascii())
    ):
        return False
    if (
        before
        and before in "-/.~—–×*xX"
        and r.start >= 2
        and text[r.start - 2].isascii()
        and text[r.start - 2].isalnum()
    ):
        return False
    if r.chinese and not _chinese_figure(text, r, lead, tail, p, cell=cell):
        return False
    if r.unit is not None or r.multiplier != 1:
        return True
    if r.chinese:
        return False
    return _bare_figure(text, r, lead, tail, p, cell=cell)


def _bare_figure(text: str, r: Reading, lead: Lead, tail: Tail, p: Patterns, *, cell: bool) -> bool:
    after = text[tail.end : tail.end + 1]
    if (after.isascii() and after.isalnum()) or after in ("/", ":"):
        return False
    ideograph = "\u3400" <= after <= "\u9fff"
    whole = cell or (lead.start == 0 and tail.end == len(text))
    if r.second is not None and not (lead.bound or whole):
        return False
    if whole:
        return True
    digits = r.written
    if after and after in "、.)" and len(digits) <= 2 and not tail.bound:
        return _enumerated(text, r.start, p)
    year = len(digits) == 4 and digits[:2] in ("19", "20")
    if year and (lead.near or lead.about) and lead.relation is None:
        return False
    if text[r.start - 1 : r.start] in ("至", "到") and text[r.start - 2 : r.start - 1].isdigit():
        return False
    if lead.relation is not None or lead.reached or lead.near or lead.about or lead.over or tail.bound:
        return not ideograph or tail.bound
    decimals = len(digits.partition(".")[2])
    if "," in digits or decimals >= 2:
        return not (ideograph and after in "版号级型节章条代世")
    if _enumerated(text, r.start, p):
        return True
    if ideograph or year:
        return False
    return lead.value or (len(digits) >= 3 and r.start > 0 and p.listed.match(text, r.start - 1) is not None)


def _enumerated(text: str, start: int, p: Patterns) -> bool:
    """Whether the number at `start` is one of a list of named figures; 任务1、任务2 is a list of labels."""
    head = max(text.rfind(":", max(0, start - 120), start), text.rfind("(", max(0, start - 120), start))
    m = p.enumeration.match(text, head) if head >= 0 else None
    if m is None or m.end() <= start:
        return False
    names = _NAMES.findall(m[0])
    return len(names) == len(set(names))


def _chinese_figure(text: str, r: Reading, lead: Lead, tail: Tail, p: Patterns, *, cell: bool) -> bool:
    before = text[r.start - 1 : r.start]
    first = r.written[:1]
    if first in ("", "十", "百", "千", "万", "亿") and before and before in "数几好":
        return False
    sure = cell or lead.bound or r.second is not None
    if first in _STEPS and not (lead.bound or tail.bound or r.more):
        return False
    if r.entry is None or sure or r.more:
        return True
    if r.entry.arabic_only or r.unit is None or (r.unit.text.isascii() and r.unit.text != "%"):
        return False
    if r.written == "一" and any(text.endswith(word, 0, r.start) for word in p.not_one):
        return False
    if r.written == "一" or (r.written == "二" and r.unit.dimension.startswith("count.")):
        return not (r.entry.shy or r.written == "二") or p.verbs.search(text, max(0, r.start - 6), r.start) is not None
    return True


def _quantity(r: Reading, lead: Lead, tail: Tail) -> Quantity:
    approximate = r.more or tail.more
    relation, reached = lead.relation, False
    low: Decimal | None = r.number
    high: Decimal | None = r.number
    if r.second is not None:
        return Quantity(
            "",
            Relation.RANGE,
            min(r.number, r.second),
            max(r.number, r.second),
            r.unit,
            multiplier=r.multiplier,
            weak=lead.weak,
            growth=lead.growth,
        )
    if lead.near and _is_time(r.unit):
        relation = None
    elif lead.near and relation is None:
        relation, approximate = Relation.LT, True
    if relation is None or (lead.controlled and tail.relation is not None):
        relation = tail.relation or relation
    if relation is None and lead.about:
        relation = Relation.APPROX
    if relation is None and approximate:
        relation = Relation.GE
    elif relation is None and lead.over:
        relation, approximate = Relation.GT, True
    elif relation is None and lead.reached:
        relation, reached = Relation.GE, True
    elif relation is not None and relation is not Relation.LT:
        approximate = relation is Relation.APPROX
    relation = relation or Relation.EQ
    if relation in (Relation.GE, Relation.GT):
        high = None
    elif relation in (Relation.LE, Relation.LT):
        low = None
    return Quantity(
        "", relation, low, high, r.unit, approximate, r.multiplier, lead.weak, r.growth or lead.growth, reached
    )


def _is_time(unit: Unit | None) -> bool:
    return unit is not None and unit.dimension.startswith("time")
