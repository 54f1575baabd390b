"""The classes that a guideline sets up (方向一、概念验证中心), and which of them a project belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from docaudit.checks.base import Case
from docaudit.checks.papers import per_case, per_part, texts_of
from docaudit.checks.sides import PROMISING
from docaudit.model import Claim, Heading, Kind, Part, Place, Table

_NUMBERING = re.compile(
    r"^(?:(?:方向|专题|类别|领域|第)?[一二三四五六七八九十\d]{1,3}(?:[类章节])?[、.．:：\s]*|[（(][一二三四五六七八九十\d]{1,2}[)）])?"
    r"(?:[A-Za-zＡ-Ｆ甲乙丙丁][类档][:：、\s]+)?"
)
_BRACKETS = re.compile(r"[（(]([^（）()]*)[)）]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SHORTEST = 4
"""Characters that the name of a class must have to be looked for in a project's papers."""
_LONGEST = 30
_SPLIT_FROM = 6
"""Characters that a name must have to be found with a word put in."""
_NO_CLASS = re.compile(
    r"(?:要求|条件|额度|标准|方式|目标|内容|指标|指标值|期限|时间|对象|范围|说明|原则|程序|事项|方向|重点|经费|资金|预算|依据|材料|背景"
    r"|通知|指南|办法|方案|公告|须知|榜单|支持|实施|管理|政策|措施|总则|附则|流程|任务|比例|上限|金额|强度|数量|名称|序号|备注|类别|类型"
    r"|[：:。，；]|\d\s*(?:万元|元|%|项|个|年))$"
)
_OF_INDICATORS = re.compile(r"指标|内容|考核|目标")
_LABEL = re.compile(r"(?:类别|类型|方向|专题|领域|所属指南|平台类别|机构类别)(?:名称)?$")
_LABELLED = re.compile(r"(?:类别|类型|方向|专题|领域)(?:名称)?[：:]([^：:，。；;]{2,40})")
_TITLE_LINE = re.compile(
    r"^(?:(?:方向|专题|类别|领域|第)?[一二三四五六七八九十\d]{1,3}[类章节]?[、.．:：]|[（(][一二三四五六七八九十\d]{1,2}[)）])[^。；;，,：:]{2,36}$"
)
_LEAD = re.compile(r"^([^：:，。；;\d]{2,30})[：:]")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence or a cell of a guideline with the words that say whom it is about: headings, row and column heads."""

    text: str
    """Without blanks; a cell with the heads of its row and column before it."""
    place: Place
    labels: tuple[str, ...]
    part: Part


@per_part
def statements(part: Part) -> tuple[Statement, ...]:
    """Return every sentence, and every cell below a table's first row."""
    return tuple(_statements(part))


def _statements(part: Part) -> Iterator[Statement]:
    chapters: list[Heading] = []
    line = ""
    for block in part.blocks:
        if isinstance(block, Heading):
            chapters = [other for other in chapters if other.level < block.level] + [block]
            line = ""
            continue
        above = tuple(dict.fromkeys((*block.place.headings, *(heading.text for heading in chapters), line)))
        if isinstance(block, Table):
            yield from _cells(part, block, above)
            continue
        text = _bare(block.text)
        if _TITLE_LINE.match(text):
            line = text
            continue
        lead = _LEAD.match(_NUMBERING.sub("", text))
        labels = (*above, *((lead[1],) if lead else ()))
        for sentence in re.split(r"[。；;]", text):
            if sentence:
                yield Statement(sentence, block.place, labels, part)


def _cells(part: Part, table: Table, above: tuple[str, ...]) -> Iterator[Statement]:
    for cell in table.cells():
        leads = [*_row_heads(table, cell.row, cell.column), *_column_head(table, cell.row, cell.column)]
        if not leads:
            continue
        words = list(dict.fromkeys(_bare(other.text) for other in table.rows[cell.row][: cell.column]))
        words = [w for w in (*words, *_column_head(table, cell.row, cell.column)) if w and not re.search(r"\d", w)]
        for sentence in re.split(r"[。；;]", _bare(cell.text)):
            if sentence:
                yield Statement("".join((*words[-2:], "：", sentence)), cell.place, (*above, *leads), part)


def _row_heads(table: Table, row: int, column: int) -> list[str]:
    """Return the first two words of a row before a column that are no number, and do not name an indicator."""
    heads = []
    for cell in table.rows[row][:column]:
        head = _bare(table.rows[0][cell.column].text) if row else ""
        if not re.search(r"\d", cell.text) and not _OF_INDICATORS.search(head):
            heads.append(_bare(cell.text))
    return [head for head in dict.fromkeys(heads) if head][:2]


def _column_head(table: Table, row: int, column: int) -> list[str]:
    head = _bare(table.rows[0][column].text) if row else ""
    return [head] if head and not re.search(r"\d", head) else []


def labels_of(claim: Claim, part: Part) -> tuple[str, ...]:
    """Return the words that say whom a claim of a guideline is about: headings and, in a table, the heads of row and column."""
    labels = [*claim.place.headings, *claim.path]
    place = claim.place
    table = _tables(part).get(place.table)
    if table is not None and place.row is not None and place.column is not None and place.row <= len(table.rows):
        labels += _row_heads(table, place.row - 1, place.column - 1)
    return tuple(dict.fromkeys(label for label in labels if label and label != claim.name))


@per_part
def _tables(part: Part) -> dict[int | None, Table]:
    return {block.place.table: block for block in reversed(part.blocks) if isinstance(block, Table)}


def variants(label: str) -> list[str]:
    """Return the names of a class: its heading without numbering and brackets, and what stands in the brackets."""
    plain = _NUMBERING.sub("", _bare(label))
    return [_BRACKETS.sub("", plain) or plain, *(inner for inner in _BRACKETS.findall(plain) if inner)]


def class_names(labels: Iterable[str], part: Part) -> tuple[str, ...]:
    """Return those labels, without numbering, that may be the name of a class and not of a chapter or a column."""
    names = []
    for label in labels:
        name = variants(label)[0]
        if _bare(label) == _bare(part.title) or not _SHORTEST <= len(name) <= _LONGEST or _NO_CLASS.search(name):
            continue
        names.append(name)
    return tuple(dict.fromkeys(names))


def own_class(part: Part, case: Case) -> str | None:
    """Return the one class of a guideline that the project's papers name: where they state a class, else anywhere."""
    known = _classes(part)
    for texts in class_texts(case):
        found = {name: [v for v in words if any(_in(v, text) for text in texts)] for name, words in known.items()}
        named = [name for name, words in found.items() if words]
        named = [
            name for name in named if not any(name != other and all(w in other for w in found[name]) for other in named)
        ]
        if named:
            return named[0] if len(named) == 1 else None
    return None


def _in(name: str, text: str) -> bool:
    """Whether a text names a class; a short title may have a word put in: 嵌入式服务综合体, 某街道嵌入式养老服务综合体项目."""
    if name in text:
        return True
    if len(name) < _SPLIT_FROM or len(text) > _LONGEST or name[:2] not in text:
        return False
    pieces = ((re.escape(name[:i]), re.escape(name[i:])) for i in range(2, len(name) - 1))
    return any(re.search(f"{head}[\u4e00-\u9fff]{{1,2}}{tail}", text) for head, tail in pieces)


@per_part
def _classes(part: Part) -> dict[str, list[str]]:
    """Return the classes that a guideline may set up, each with its names."""
    known: dict[str, list[str]] = {}
    for label in dict.fromkeys(label for said in statements(part) for label in said.labels):
        for name in class_names((label,), part):
            known.setdefault(name, []).extend(v for v in variants(label) if len(v) >= _SHORTEST)
    return known


@per_case
def class_texts(case: Case) -> tuple[tuple[str, ...], ...]:
    """Return where a class may be named, the surest first: a field for it, the project's name, any text."""
    stated: list[str] = []
    names: list[str] = []
    rest: list[str] = []
    for part in case.parts(*PROMISING):
        stated += [_bare(field.value) for field in part.fields if field.name == "programme"]
        names += [_bare(field.value) for field in part.fields if field.name == "project_name"]
        rest += [_bare(field.value) for field in part.fields]
        for text, _ in texts_of(part):
            rest.append(text)
            stated += _LABELLED.findall(text)
        for block in part.blocks:
            for row in block.rows if isinstance(block, Table) else ():
                cells = list(dict.fromkeys(_bare(cell.text) for cell in row))
                stated += [value for label, value in pairwise(cells) if _LABEL.search(label)]
    return tuple(stated), tuple(names), tuple(rest)


def same_year(guideline: Part, case: Case) -> bool:
    """Whether the guideline's year, where it has one, is that of the project's start or the one before.

    A policy for several years (2021-2023年) covers the projects that start in them.
    """
    years = [int(year) for year in _YEAR.findall(guideline.title)]
    starts = [field.value for part in case.parts(*PROMISING) if (field := part.field("start")) is not None]
    begun = _YEAR.search(starts[0]) if starts else None
    return not years or begun is None or min(years) <= int(begun.group()) <= max(years) + 1


def guidelines(case: Case) -> tuple[Part, ...]:
    """Return the guidelines and policies of the project's year."""
    return tuple(part for part in case.guidelines if same_year(part, case))


def alone(part: Part, case: Case) -> bool:
    """Whether no other paper of the kind could be meant, so that what it asks of everybody is asked of this project."""
    return part.kind is Kind.GUIDELINE and [p.id for p in guidelines(case) if p.kind is Kind.GUIDELINE] == [part.id]


def only_policy(part: Part, case: Case) -> bool:
    """Whether a policy is all there is above the project: no guideline, no other policy."""
    return part.kind is Kind.POLICY and [p.id for p in case.guidelines] == [part.id]


def _bare(text: str) -> str:
    return "".join(text.split())
