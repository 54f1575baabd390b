"""Totals and the lists that they are of, before or behind them, over a whole paragraph.

What makes a list one of all parts is told by its names (一档/二档/三档, 男/女, …其他), by the words that open it (由…组成, 按…分)
and by how near it comes to its total.  The less the words say, the nearer it has to come; 其中 alone opens no full list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from docaudit import quantities
from docaudit.model import Recomputation, RecomputationKind
from docaudit.recompute.full_lists import WIDE, judged, reach_before_total, reach_behind_total
from docaudit.recompute.kindred import alike, complementary, ordered
from docaudit.recompute.list_frames import (
    BACKWARDS,
    BREAK,
    MANY,
    TOTAL,
    WITHIN,
    list_before,
    list_behind,
    may_add,
    opens,
    siblings,
    spent,
    words_of,
)
from docaudit.recompute.prose import Sentence, bigrams
from docaudit.recompute.spots import Row, Spot, rows_of

_K = RecomputationKind
_LOOSE = frozenset({_K.CONFLICT, _K.GRADE, _K.LIMIT, _K.PART_WHOLE, _K.COUNT_LIST})
_SPANNING = re.compile(r"^(?:全年|上半年|下半年|全[市县省区州旗]|前三季度)")
_SEASON = re.compile(r"季度|半年|\d月|[一二三四五六七八九十]月")
_DEED = re.compile(r"完成|实现|带动|撬动|形成|惠及|带来|支出|使用|执行|验收|创造|节约|获得|取得|合格|结业|在岗")
_LEAST = 2
_REACH = 40


def partitions(sentences: Sequence[Sentence], decided: Mapping[str, Recomputation]) -> Iterator[Recomputation]:
    """Recompute the totals of lists that are still open; `decided` holds relations by the id of their figure."""
    closed = {key for key, r in decided.items() if r.kind not in _LOOSE}
    closed |= {f.id for r in decided.values() if r.kind is _K.PART_WHOLE and not r.holds for f in r.operands}
    parts = {f.id for r in decided.values() if r.kind in (_K.SUM, _K.FUNDING) for f in r.operands}
    before: Row | None = None
    for row in rows_of(sentences):
        used: set[str] = set()
        for read in (_told_behind, _told_before):
            for k, whole in enumerate(row.spots):
                key = whole.mention.figure.id
                if not whole.level or key in closed or key in used or whole.mention.quantity.approximate:
                    continue
                made = read(row, k) or (_told_a_paragraph_before(before, row, k) if before is not None else None)
                if made is None or (not made.holds and any(f.id in parts for f in made.operands)):
                    continue
                used |= {f.id for f in (made.printed, *made.operands)}
                yield made
        before = row


def _told_a_paragraph_before(before: Row, row: Row, k: int) -> Recomputation | None:
    """以上三批资金合计1000万元: as many figures as it says, all that the paragraph before tells of the kind."""
    whole = row.spots[k]
    lead = words_of(row, whole)
    many = MANY.search(lead)
    if many is None or not BACKWARDS.search(lead) or not TOTAL.search(lead) or "其中" in lead:
        return None
    if any(may_add(s, whole) for s in row.spots[:k]):
        return None
    items = [s for s in before.spots if may_add(s, whole) and not s.depth and not BREAK.search(words_of(before, s))]
    if quantities.whole(many["n"]) != len(items) or not (
        alike([s.name for s in items]) or ordered([s.name for s in items])
    ):
        return None
    return judged(before, whole, items, WIDE)


def _told_behind(row: Row, k: int) -> Recomputation | None:
    """第一期42人，第二期38人，第三期45人，共培训125人: the total stands behind its list."""
    whole = row.spots[k]
    lead = words_of(row, whole)
    many = MANY.search(lead)
    items = list_before(row, k, counted=many is not None)
    names = [s.name for s in items]
    if len(items) < _LEAST:
        return None
    said = (
        bool(TOTAL.search(lead)) or _spans(lead, names) or (many is not None and (ordered(names) or not any(names[1:])))
    )
    if not said or _another_deed(lead, row.text[max(0, items[0].start - _REACH) : items[-1].end]):
        return None
    count = quantities.whole(many["n"]) if many is not None else None
    if count is not None and _LEAST <= count < len(items):
        items = _so_many(items, count, lead)
    elif count is not None and count > len(items):
        return None
    return judged(row, whole, items, reach_before_total(row, items, counted=count == len(items)))


def _another_deed(lead: str, told: str) -> bool:
    """Whether a total is of what came of the things before it: 投入省级资金300万元、市级资金150万元，累计完成投资480万元."""
    return any(word not in told for word in _DEED.findall(lead))


def _spans(lead: str, names: Sequence[str]) -> bool:
    """Whether the list is all that the year or the county of a total has: its seasons, or the same deed in each place."""
    where = _SPANNING.match(lead)
    if where is None:
        return False
    seasons = [_SEASON.search(name) for name in names]
    if any(seasons):
        kinds = {m[0] for m in seasons if m is not None}
        size = {"全年": (2, 4, 12), "上半年": (2, 6), "下半年": (2, 6), "前三季度": (3, 9)}.get(where[0], ())
        halves = any("半年" in kind for kind in kinds)
        return all(seasons) and len(names) in size and (len(names) != _LEAST or halves or "半年" in where[0])
    return all(bigrams(name) & bigrams(lead) for name in names)


def _so_many(items: list[Spot], count: int, lead: str) -> list[Spot]:
    """As many figures as a total says it is of: those that are called what it is, else the last ones that one pattern names."""
    wanted = bigrams(lead)
    called = [s for s in items if bigrams(s.name) & wanted]
    if len(called) == count:
        return called
    last, more = [s.name for s in items[-count:]], [s.name for s in items[-count - 1 :]]
    apart = (ordered(last) and not ordered(more)) or alike(last) > alike(more)
    return items[-count:] if apart or complementary(last) else []


def _told_before(row: Row, k: int) -> Recomputation | None:
    """养殖场86家，其中生猪养殖场41家、…: the list stands behind its total."""
    whole = row.spots[k]
    items = list_behind(row, k)
    if len(items) < _LEAST or BREAK.search(words_of(row, whole)):
        return None
    opening = row.gap(whole, items[0])
    if not opens(opening, items[0].name) or siblings(row, whole, items) or spent(whole, items):
        return None
    return judged(
        row, whole, items, reach_behind_total(row, whole, items, opening), within=bool(WITHIN.search(opening))
    )
