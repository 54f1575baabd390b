"""Counts in running text against the tables that list the things: 论文12篇 and a list of 11 rows."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from docaudit import quantities
from docaudit.model import Figure, Interval, Part, Recomputation, RecomputationKind, Table
from docaudit.recompute.prose import Mention, Sentence, is_count, is_level
from docaudit.recompute.values import shown
from docaudit.recompute.words import squeeze, total_word

_SERIAL = re.compile(r"^(?:序号|编号|序|No\.?|NO\.?|#)$")
_LIST = re.compile(r"清单|目录|名单|一览表?|明细表?|列表|名录|台账|汇总表?|统计表|情况表?|表$")
_PARTIAL = re.compile(r"节选|部分|主要|代表|示例|摘录|重点|典型|选取|抽[查样取]|前[十\d]|以上|TOP|等")
_NOUN = re.compile(r"(?:题目|名称|标题|单位名称|题名|姓名|成果名|称)$")
_CAPTION = re.compile(
    r"^(?:附?表|附件|表格)?\s*[\d一二三四五六七八九十]*(?:[-－–.]\d+)?[\s:：、.]*|[（(][^（）()]*[)）]|(?:19|20)\d\d(?:[-—~至](?:19|20)\d\d)?年度?"
)
_QUANTITY = re.compile(r"^(?:数量|台数|件数|套数|台套数?|份数|人数|篇数|场次|次数)")
_KIND = re.compile(r"类型|类别|级别|性质|状态|种类|等级|层次|收录|层级")
_FILLER = re.compile(
    r"截至[^，,]*|目前|项目组|课题组|项目|期间|研究|共计|合计|总计|累计|一共|全部|已经|已|共|现有|发表|出版|形成|取得|获得|申请|授权|获批|完成|实现|"
    r"公开|录用|撰写|购置|采购|支持|立项|实施|认定|开展|举办|培养|入选|涉及|包括|产出|登记|制定|资助|了|的|各类|相关|有|为|达到?|计|与|和|及|[“”\"（）()《》、\s]|(?:19|20)\d\d年度?"
)
_NOT_ALL = re.compile(
    r"目标|计划|拟|预期|力争|不少于|不低于|年均|每|比上|较上|增加|增长|新增|另|其余|剩余|尚|未|抽|如|例|去年|上年|任务书|合同"
)
_UNITS = frozenset(
    {"篇", "件", "项", "家", "台", "套", "人", "名", "个", "场", "期", "部", "种", "本", "门", "台套", "所", "处", "座"}
)
_FEW = 3


@dataclass(frozen=True, slots=True)
class Listed:
    """A list table: what it lists, how many rows it has, and how many of each kind."""

    table: Table
    nouns: frozenset[str]
    rows: int
    quantity: Decimal | None
    kinds: dict[str, int]
    number: str
    """表3, as the text may refer to it."""


def inventories(part: Part, sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Compare the counts of the text with the list tables that name the same things."""
    tables = [made for block in part.blocks if isinstance(block, Table) and (made := _listed(block)) is not None]
    counts = _counts(sentences) if tables else {}
    for listed in tables:
        found = sorted(told for label in {*listed.nouns, *listed.kinds} for told in counts.get(label, ()))
        compared = [
            (mention, label, listed.rows if whole else listed.kinds[label])
            for _, mention, label, partial in found
            if (whole := label in listed.nouns and not partial) or label in listed.kinds
        ]
        right = {label for mention, label, count in compared if _agrees(mention, listed, label, count)}
        for mention, label, count in compared:
            holds = _agrees(mention, listed, label, count)
            if not holds and (label in right or not _near(mention, count)):
                continue
            yield _made(mention, listed, label, count, holds=holds)


def _listed(table: Table) -> Listed | None:
    header = [squeeze(cell.text) for cell in table.rows[0]] if table.rows else []
    serial = next((j for j, text in enumerate(header) if _SERIAL.match(text)), None)
    caption = squeeze(table.caption)
    if serial is None or _PARTIAL.search(caption):
        return None
    rows = [row for row in table.rows[1:] if re.fullmatch(r"\d{1,3}", squeeze(row[serial].text))]
    numbers = [int(squeeze(row[serial].text)) for row in rows]
    others = [row for row in table.rows[1:] if row not in rows and not any(total_word(c.text) for c in row[:3])]
    if len(rows) < _FEW or numbers != list(range(1, len(rows) + 1)) or others:
        return None
    nouns = {_LIST.sub("", _CAPTION.sub("", caption))}
    nouns |= {_NOUN.sub("", text) for text in header if _NOUN.search(text)}
    nouns = {noun for noun in nouns if 2 <= len(noun) <= 8}
    amount = next((j for j, text in enumerate(header) if _QUANTITY.match(text)), None)
    quantity: Decimal | None = None
    if amount is not None:
        parsed = [quantities.parse(row[amount].text) for row in rows]
        quantity = sum((q.number for q in parsed if q is not None), Decimal(0)) if all(parsed) else None
    kinds: Counter[str] = Counter()
    for j, text in enumerate(header):
        if _KIND.search(text):
            kinds.update(value for row in rows if 2 <= len(value := squeeze(row[j].text)) <= 8)
    number = re.match(r"附?表\s*[\d一二三四五六七八九十]+(?:[-－–.]\d+)?", caption)
    return Listed(table, frozenset(nouns), len(rows), quantity, dict(kinds), number[0] if number else "")


class Count(NamedTuple):
    """A count in the text: the how manyth, the figure, what it counts, and whether it is a part of others (其中)."""

    nth: int
    mention: Mention
    label: str
    partial: bool


def _counts(sentences: Sequence[Sentence]) -> dict[str, list[Count]]:
    """The counts of the text that may be the number of things in a list, by what they count."""
    found: dict[str, list[Count]] = {}
    nth = itertools.count()
    for sentence in sentences:
        if sentence.place.table is not None or sentence.reported:
            continue
        for mention in sentence.mentions:
            label = _counted(sentence, mention)
            if label:
                partial = "其中" in squeeze(sentence.clause(mention))
                found.setdefault(label, []).append(Count(next(nth), mention, label, partial))
    return found


def _counted(sentence: Sentence, mention: Mention) -> str:
    """What a figure counts, without filling words; nothing for what is no count of listed things."""
    unit = mention.quantity.unit
    if not is_count(mention) or not is_level(mention) or mention.quantity.approximate or unit is None:
        return ""
    if unit.canonical not in _UNITS or _NOT_ALL.search(sentence.clause(mention)):
        return ""
    words = squeeze(sentence.clause(mention)).split("其中")[-1]
    return _FILLER.sub("", words[-20:]) or _FILLER.sub("", squeeze(sentence.after(mention, 6)))


def _agrees(mention: Mention, listed: Listed, label: str, count: int) -> bool:
    number = mention.value.number if mention.value is not None else Decimal(-1)
    return number == count or (label in listed.nouns and number == listed.quantity)


def _near(mention: Mention, count: int) -> bool:
    """Whether a count is off by so little that it must be meant for the list."""
    number = mention.value.number if mention.value is not None else Decimal(0)
    return abs(number - count) <= max(2, count // 4)


def _made(mention: Mention, listed: Listed, label: str, count: int, *, holds: bool) -> Recomputation:
    name = listed.number or "清单"
    if holds and mention.value is not None:
        count = int(mention.value.number)
    place = listed.table.place.quoting(listed.table.caption) if listed.table.caption else listed.table.rows[0][0].place
    row = Figure(
        id=f"{mention.figure.id}-{listed.table.index}",
        quantity=mention.quantity,
        name=label,
        place=place,
        context=listed.table.caption,
    )
    return Recomputation(
        kind=RecomputationKind.COUNT_LIST,
        printed=mention.figure,
        operands=(row,),
        expression=f"文中为 {shown(mention.figure)}，{name}所列为 {count} 项",
        expected=Interval(Decimal(count), Decimal(count)),
        holds=holds,
        confidence=0.85,
        label=f"{label}{shown(mention.figure)}",
    )
