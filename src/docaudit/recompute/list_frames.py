"""Which figures of a paragraph make one list with a total before or behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from docaudit.recompute.kindred import complementary, ordered, rest
from docaudit.recompute.prose import bigrams
from docaudit.recompute.spots import Row, Spot

TOTAL = re.compile(
    r"(?:合计|总计|共计|总共|一共|累计|相加|加总|之和|合起来|加起来|总[数额量和]|总投入|总投资|总支出|总收入|总人数|总经费|可用资金|有效问卷"
    r"|(?<!公)共(?!同)|(?<![\u4e00-\u9fff])计)[\u4e00-\u9fff]{0,6}$"
)
MANY = re.compile(
    r"(?<![\d年月第.])(?P<n>[两二三四五六七八九十]|\d)(?:个|大)?"
    r"(?:项|者|类|种|级|方|组|条|部分|期|批次?|次|地|档|块|段|季度|年|片|标段|镇|村|县|单位|部门|科目|来源|渠道)(?!以|内)"
)
BACKWARDS = re.compile(r"以上|上述|前述|这")
BREAK = re.compile(
    r"比|较|增长|同比|环比|目标|计划|平均|人均|均|每|上年(?!结[转余存])|去年|同期|单价|标准|不低于|不超过|最高|最低|达标|年初|年末|原有"
)
WITHIN = re.compile(r"其中|包括|包含|含")
_SUBLIST = re.compile(r"其中|[（(]")
_USED = re.compile(r"支出|执行|使用|支付|到位|拨付|兑付|结算|完成|实现")
_UNUSED = re.compile(r"未|尚|结余|剩余|待")
_FORMS = re.compile(r"问卷|样本|受访|受调查|被调查")
_MOST = 14
_REACH = 34


def may_add(item: Spot, whole: Spot) -> bool:
    """Whether a figure can be a term of a total: of its unit, or a number of answers beside a number of forms."""
    a, b = item.mention, whole.mention
    if not item.level or a.quantity.unit is None or b.quantity.unit is None:
        return False
    if a.dimension == b.dimension:
        return True
    counted = (a.dimension or "").startswith("count") and (b.dimension or "").startswith("count")
    return counted and bool(_FORMS.search(whole.name))


def list_before(row: Row, k: int, *, counted: bool) -> list[Spot]:
    """The figures before a total that make one list with it, in reading order."""
    whole = row.spots[k]
    items: list[Spot] = []
    right = whole
    for spot in reversed(row.spots[:k]):
        gap = row.gap(spot, right)
        if spot.depth > whole.depth:
            continue
        if spot.depth < whole.depth or (
            items and spot.mention.dimension != items[0].mention.dimension and may_add(spot, whole)
        ):
            break
        if spot.mention.value is not None and spot.mention.value.is_ratio:
            continue
        if not may_add(spot, whole):
            if (counted and not items) or (spot.mention.dimension or "").startswith("time"):
                continue
            if counted and (spot.mention.dimension or "") != whole.mention.dimension:
                continue
            break
        if BREAK.search(words_of(row, spot)):
            if counted:
                continue
            break
        if len(gap) > _REACH * (2 if counted else 1) or len(items) == _MOST:
            break
        if re.search(r"[。！？]", gap) and not (
            _goes_on(items, spot) or (right is whole and _called(row, spot, whole))
        ):
            break
        if _SUBLIST.search(spot.name) or re.search(r"其中[^，,。；;\d]*$", row.text[: spot.start]):
            items = []
            break
        items.insert(0, spot)
        right = spot
        if TOTAL.search(spot.name) and not ordered([spot.name]):
            break
    return items


def _called(row: Row, spot: Spot, whole: Spot) -> bool:
    """Whether a total in a sentence of its own is of the list before it: 以上三批合计, 第二批到货52台。两批共116台."""
    lead = words_of(row, whole)
    many = MANY.search(lead)
    return (
        bool(BACKWARDS.search(lead))
        or (many is not None and many[0][len(many["n"]) :] in spot.name)
        or bool(bigrams(spot.name) & bigrams(lead))
    )


def _goes_on(items: Sequence[Spot], spot: Spot) -> bool:
    """Whether a list goes on over the end of a sentence."""
    return bool(items) and ordered([spot.name, *(s.name for s in items)])


def words_of(row: Row, spot: Spot) -> str:
    """The words of the clause before a figure, those of the items of its list included."""
    return re.split(r"[，,。；;：:（(]", row.text[: spot.start])[-1][-16:]


def spent(whole: Spot, items: Sequence[Spot]) -> bool:
    """Whether a list tells what became of a whole, and not its parts: 经费240万元，其中财政资金支出180万元."""
    return (
        not _USED.search(whole.name)
        and any(_USED.search(s.name) and not _UNUSED.search(s.name) for s in items)
        and not any(_UNUSED.search(s.name) for s in items)
    )


def opens(opening: str, name: str) -> bool:
    """Whether nothing but the words that open a list stands between a total and it, when a sentence ends there."""
    head, mark, tail = WITHIN.sub("", opening).rpartition("。")
    name = WITHIN.sub("", name)
    return not mark or (len(tail) <= len(name) + 2 and len(head) < _REACH // 2)


def siblings(row: Row, whole: Spot, items: Sequence[Spot]) -> bool:
    """Whether the figure before a list is but one more item: 首批58处、次批36处; 病虫（402株）、硬化地面（318株）."""
    gap = row.gap(whole, items[0])
    if re.match(r"^[^，,。；;：:（(]{0,6}[)）]?[、和及与]", gap):
        return True
    names = [s.name for s in items]
    if re.search(r"其中|包括|[：:]|[（(]", gap):
        return False
    k = row.at(whole)
    before = row.spots[k - 1] if k else None
    if before is not None and may_add(before, whole) and not re.search(r"[。；;]", row.gap(before, whole)):
        return not TOTAL.search(whole.name)
    return complementary([whole.name, *names]) or (ordered(names) and ordered([whole.name, *names]))


def list_behind(row: Row, k: int) -> list[Spot]:
    """The figures behind a total that follow each other as one list, in reading order."""
    whole = row.spots[k]
    items: list[Spot] = []
    left, depth = whole, whole.depth
    for spot in row.spots[k + 1 :]:
        gap = row.gap(left, spot)
        if not items:
            depth = spot.depth
        if spot.depth > depth or (spot.mention.value is not None and spot.mention.value.is_ratio):
            continue
        if spot.depth < depth or not may_add(spot, whole) or len(gap) > _REACH or len(items) == _MOST:
            break
        if BREAK.search(gap) or (TOTAL.search(spot.name) and not rest(spot.name)):
            break
        ends = items and (WITHIN.search(gap) or re.search(r"[。！？\n]", gap)) and not _goes_on(items, spot)
        if ends and not complementary([*(s.name for s in items), spot.name]):
            break
        if spot.mention.value is None or whole.mention.value is None:
            break
        if spot.mention.value.number > whole.mention.value.number * Decimal("1.2"):
            break
        items.append(spot)
        left = spot
        if rest(spot.name):
            break
    return items
