"""Counts in running text against the tables that list the things: 论文12篇 and a list of 11 rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from docaudit import quantities
from docaudit.model import Cell, Figure, Interval, Paragraph, Part, Place, Recomputation, RecomputationKind, Table
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
_KIND = re.compile(r"类型|类别|级别|性质|状态|种类|等级|层次|收录|层级|方式|形式|来源$|类$|级$|阶段$|结论$")
_KIND_TAIL = re.compile(r"(?:来源)?(?:期刊|收录|论文|检索|项目|合同|专利|标准|成果|类|级|的)*$")
_NUMBERED = re.compile(r"^\s*(?:[\[［【](\d{1,2})[\]］】]|[（(](\d{1,2})[)）]|(\d{1,2})[.、．)）](?!\d)|([①-⑳]))")
_ANNOUNCED = re.compile(
    r"(?P<noun>[\u4e00-\u9fff]{2,10}?)(?:的)?(?:清单|目录|名单|列表|名录|明细)?(?:[如见]下|列示?如下|包括|[:：])[:：。]?$"
)
_ANNOUNCES = re.compile(
    r"(?:名单|清单|名录|目录|明细|具体|列表)[^，,。；;\d]{0,6}?(?:如下表?|见下表?|列示如下)(?:所示)?[:：。]?$"
)
_TITLE = re.compile(
    r"(?:附件?|附录)?(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）.、．:：]*)?[:：]?(?P<noun>[\u4e00-\u9fff]{2,10})(?:清单|目录|名单|名录|一览)"
)
_NAMED = re.compile(r"名称|题目|标题|题名|姓名|名$")
_REFERS = re.compile(r"(?:详?见|如|列入|参见|列于)\s*(附?(?:表|件)\s*[\d一二三四五六七八九十]+(?:[-－–.]\d+)?)")
_FILLER = re.compile(
    r"^[（(]?[一二三四五六七八九十\d]{1,2}[)）.、．是]|截至[^，,]*|目前|项目组|课题组|项目期内|执行期内?|全年|本年度?|当年|全市|全县|本期|实际|期间|研究|项目|共计|合计|总计|累计|一共|全部|已经|已|共|现有|发表|出版|形成|取得|获得|申请|授权|获批|获(?!奖)|完成|实现|"
    r"公开|录用|撰写|制修订|修订|牵头|主持|参与|起草|承担|签订|签署|购置|采购|支持|立项|实施|认定|开展|举办|培养|入选|涉及|包括|产出|登记|制定|资助|了|的|各类|相关|有|为|达到?|计|与|和|及|[“”\"（）()《》、\s]|(?:19|20)\d\d年度?"
)
_NOT_ALL = re.compile(
    r"目标|计划|拟|预期|力争|不少于|不低于|年均|每|比上|较上|增加|增长|新增|另|其余|剩余|尚|未|抽|如|例|去年|上年|任务书|合同(?:书|约定|要求|规定|指标|目标|任务|数)"
)
_UNITS = frozenset(
    {"篇", "件", "项", "家", "台", "套", "人", "名", "个", "场", "期", "部", "种", "本", "门", "台套", "所", "处", "座"}
)
SURE_OF_LIST = 0.9
"""From this on the list speaks against a count even where that is the sum of its parts."""
_FEW = 3
_SHORTEST = 2
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: what it lists, how many rows it has, and how many of each kind."""

    place: Place
    title: str
    key: str
    nouns: frozenset[str]
    rows: int
    quantity: Decimal | None
    kinds: dict[str, int]
    number: str
    """表3, as the text may refer to it."""
    own: bool = False
    """Whether it stands right below the paragraph that announces it."""


def inventories(part: Part, sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Compare the counts of the text with the list tables that name the same things."""
    tables = [made for block in part.blocks if isinstance(block, Table) and (made := _listed(block)) is not None]
    yield from _announced_tables(part, tables, sentences)
    lists = [*tables, *_paragraph_lists(part)]
    counts = _counts(sentences) if lists else []
    for listed in lists:
        compared = [
            (told.mention, told.label, count) for told in counts if (count := _count_of(listed, told)) is not None
        ]
        right = {label for mention, label, count in compared if _agrees(mention, listed, label, count)}
        for mention, label, count in compared:
            holds = _agrees(mention, listed, label, count)
            if not holds and (label in right or not _near(mention, count)):
                continue
            yield _made(mention, listed, label, count, holds=holds)


def _announced_tables(part: Part, tables: Sequence[Listed], sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """本批共入选5人，名单如下：, and right below it a table of numbered rows, whatever its heads call them."""
    listed = {table.key: table for table in tables}
    last = {sentence.place: sentence for sentence in sentences if sentence.place.table is None}
    for before, block in pairwise(part.blocks):
        if not isinstance(block, Table) or not isinstance(before, Paragraph) or str(block.index) not in listed:
            continue
        found = _ANNOUNCES.search(squeeze(before.text))
        sentence = last.get(before.place)
        if found is None or sentence is None or found[0] not in squeeze(sentence.text) or sentence.reported:
            continue
        told = [m for m in sentence.mentions if _counted(sentence, m)]
        table = listed[str(block.index)]
        if len(told) != 1 or told[0].value is None or "其中" in sentence.clause(told[0]):
            continue
        holds = told[0].value.number == table.rows
        if holds or (_near(told[0], table.rows) and table.quantity != told[0].value.number):
            yield _made(told[0], table, squeeze(sentence.clause(told[0]))[-10:], table.rows, holds=holds)


def _count_of(listed: Listed, told: Count) -> int | None:
    """How many rows of a list a count of the text is of: all of them, or those of one kind."""
    spelt = [noun for noun in listed.nouns if told.words.endswith(noun) and _FILLER.sub("", noun) == told.label]
    if not told.partial and (told.label in listed.nouns or spelt):
        return listed.rows
    referred = bool(listed.number) and listed.number == told.refers
    kinds = sorted(listed.kinds, key=len, reverse=True)
    kind = next((kind for kind in kinds if _is_kind(told.label, kind)), None)
    if kind is not None and (told.label == kind or referred or told.partial):
        return listed.kinds[kind]
    noun = next((noun for noun in sorted(listed.nouns) if told.label.endswith(noun)), "")
    kind = next((kind for kind in kinds if noun and told.label.removesuffix(noun).endswith(kind)), None)
    if kind is not None:
        return listed.kinds[kind]
    return listed.rows if noun and referred and not told.partial else None


def _is_kind(label: str, kind: str) -> bool:
    return label == kind or (label.startswith(kind) and bool(_KIND_TAIL.fullmatch(label[len(kind) :])))


def _paragraph_lists(part: Part) -> Iterator[Listed]:
    """Paragraphs that count up below one that announces a list: 论文清单如下：, then [1]…, [2]…."""
    blocks = list(part.blocks)
    for k, block in enumerate(blocks):
        if isinstance(block, Table) or len(block.text) > _LONGEST:
            continue
        text = squeeze(block.text)
        announced = _TITLE.fullmatch(text) or _ANNOUNCED.search(_sentence_end(text))
        if announced is None or _PARTIAL.search(announced[0]):
            continue
        rows = 0
        for other in blocks[k + 1 :]:
            item = _NUMBERED.match(other.text) if isinstance(other, Paragraph) else None
            number = next((int(n) for n in item.groups()[:3] if n), None) if item else None
            if item is not None and number is None:
                number = ord(item[4]) - ord("①") + 1
            if number != rows + 1:
                break
            rows += 1
        noun = _LIST.sub("", _FILLER.sub("", announced["noun"]))
        if rows >= _FEW and len(noun) >= _SHORTEST:
            place = block.place.quoting(block.text.strip()[-40:])
            yield Listed(place, announced[0], f"p{k}", frozenset({noun}), rows, None, {}, "", own=True)


def _sentence_end(text: str) -> str:
    return re.split(r"[。；;，,]", text.rstrip("。"))[-1]


def _listed(table: Table) -> Listed | None:
    header = [squeeze(cell.text) for cell in table.rows[0]] if table.rows else []
    caption = squeeze(table.caption)
    if not header or _PARTIAL.search(caption):
        return None
    serial = next((j for j, text in enumerate(header) if _SERIAL.match(text)), None)
    rows = _rows(table, serial) if serial is not None else _unnumbered(table, header, caption)
    if len(rows) < _FEW:
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
    number = re.match(r"附?(?:表|件)\s*[\d一二三四五六七八九十]+(?:[-－–.]\d+)?", caption)
    place = table.place.quoting(table.caption) if table.caption else table.rows[0][0].place
    key = str(table.index)
    return Listed(
        place, table.caption, key, frozenset(nouns), len(rows), quantity, dict(kinds), number[0] if number else ""
    )


def _rows(table: Table, serial: int) -> list[tuple[Cell, ...]]:
    """The rows whose serial numbers count up, if they are all that the table has but totals."""
    rows = [row for row in table.rows[1:] if re.fullmatch(r"\d{1,3}", squeeze(row[serial].text))]
    numbers = [int(squeeze(row[serial].text)) for row in rows]
    others = [row for row in table.rows[1:] if row not in rows and not any(total_word(c.text) for c in row[:3])]
    return rows if numbers == list(range(1, len(rows) + 1)) and not others else []


def _unnumbered(table: Table, header: list[str], caption: str) -> list[tuple[Cell, ...]]:
    """The rows of a table without serial numbers that is called a list and names a thing in each row."""
    if not re.search(r"清单|目录|名单|一览|名录|台账", caption) or not _NAMED.search(header[0]):
        return []
    rows = [row for row in table.rows[1:] if not total_word(row[0].text)]
    names = [squeeze(row[0].text) for row in rows]
    own = all(re.search(r"[\u4e00-\u9fffA-Za-z]", name) for name in names) and len(set(names)) == len(names)
    return rows if own and not any(_PARTIAL.fullmatch(name) for name in names) else []


class Count(NamedTuple):
    """A count in the text: the how manyth, the figure, what it counts, and whether it is a part of others (其中)."""

    nth: int
    mention: Mention
    label: str
    partial: bool
    refers: str
    """The table that its sentence refers to: 表3."""
    words: str
    """Its clause as it stands: 共获授权专利, where the label is 专利."""


def _counts(sentences: Sequence[Sentence]) -> list[Count]:
    """The counts of the text that may be the number of things in a list, in reading order."""
    found: list[Count] = []
    for sentence in sentences:
        if sentence.place.table is not None or sentence.reported:
            continue
        refers = _REFERS.search(squeeze(sentence.text))
        for mention in sentence.mentions:
            label = _counted(sentence, mention)
            if label:
                words = squeeze(sentence.clause(mention))
                found.append(Count(len(found), mention, label, "其中" in words, refers[1] if refers else "", words))
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
    row = Figure(
        id=f"{mention.figure.id}-{listed.key}",
        quantity=mention.quantity,
        name=label,
        place=listed.place,
        context=listed.title,
    )
    return Recomputation(
        kind=RecomputationKind.COUNT_LIST,
        printed=mention.figure,
        operands=(row,),
        expression=f"文中为 {shown(mention.figure)}，{name}所列为 {count} 项",
        expected=Interval(Decimal(count), Decimal(count)),
        holds=holds,
        confidence=SURE_OF_LIST if listed.own else 0.85,
        label=f"{label}{shown(mention.figure)}",
    )
