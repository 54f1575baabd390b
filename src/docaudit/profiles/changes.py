"""Read what an approved change makes of the fields of a project: the new leader, end, name, undertaker, budget."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docaudit.model import Field, Heading, Paragraph, Part
from docaudit.profiles.dates import parse_date, parse_period
from docaudit.profiles.prose import fits, lines_of
from docaudit.profiles.schema import FieldVocabulary
from docaudit.profiles.values import is_organisation
from docaudit.profiles.words import squash

_TO = r"(?:变更|调整|更换|更改|替换|改|更名|调减|调增|核减|追加|核定)(?:为|成|至|到)"
_TITLES = r"(?:同志|教授|副教授|研究员|副研究员|博士|高级工程师|工程师|院士|主任|所长|先生|女士)"
_NAME = rf"([\u4e00-\u9fff·]{{2,4}}?){_TITLES}?(?=[,。;、()]|担任|接任|$)"
_ORGANISATION = r"[“《]?([\u4e00-\u9fffA-Za-z0-9()·]{4,40})[”》]?"
_NEW = (
    ("leader", re.compile(rf"(?:负责人|主持人)(?:姓名)?(?:由[^,。;]{{2,12}}?)?{_TO}{_NAME}")),
    ("leader", re.compile(rf"(?:由|同意|改由|改为由){_NAME}(?:担任|接任)[^,。;]{{0,8}}(?:负责人|主持人)")),
    ("leader", re.compile(rf"(?:负责人|主持人)由[\u4e00-\u9fff·]{{2,4}}{_TITLES}?(?:变更|调整|更换|改)为{_NAME}")),
    (
        "undertaker",
        re.compile(
            rf"(?:承担|实施|建设|牵头|依托|责任|项目|申报|业主)单位(?:名称)?(?:由[^,。;]{{4,40}}?)?{_TO}{_ORGANISATION}(?=[,。;]|$)"
        ),
    ),
    ("project_name", re.compile(rf"(?:项目|课题)名称(?:由[^。;]{{4,90}}?)?{_TO}[《“]([^《》“”]{{4,80}})[》”]")),
    (
        "total_budget",
        re.compile(
            rf"(?:总经费|总投资|总预算|项目经费|项目预算|预算总额|经费总额|经费总预算)(?:由[^,。;]{{2,20}}?)?{_TO}"
            r"(\d[\d,]*(?:\.\d+)?(?:万元|亿元|元))"
        ),
    ),
)
_LATER = re.compile(r"(?:延长|延期|顺延|推迟|延后|延迟|展期|延续|调整|变更|延)(?:至|到|为)(?=\d{4}|二[〇○零])")
_BY = re.compile(
    r"(?:延长|延期|顺延|推迟|延后|延迟|展期)(?:[\d一二三四五六七八九十半]+个?[年月天日]),?(?:即|延)?(?:至|到)(?=\d{4}|二[〇○零])"
)
"""延长6个月，至2023年12月31日."""
_ABOUT_TIME = re.compile(r"期|时间|年限|完成|截止|日期|工期|验收")
_TAIL = 30
_YOURS = re.compile(
    r"报来《|(?:你|贵)(?:局|处|馆|库|单位|校|院|公司|所|中心|集团|厂|站|馆|社|企业|研究院|研究所|医院|大学|学院)"
)
_RECEIVED = re.compile(r"(?:请示|申请|来函|来文|报告|函|材料|方案)(?:》)?(?:已)?收悉")
_OPENING = 12


def changed_fields(part: Part, vocabulary: FieldVocabulary) -> Iterator[Field]:
    """Yield the values that hold from the change on, and whom the letter is addressed to as the undertaker."""
    seen: set[str] = set()
    for item in _all(part, vocabulary):
        if item.name not in seen:
            seen.add(item.name)
            yield item


def _all(part: Part, vocabulary: FieldVocabulary) -> Iterator[Field]:
    for line in lines_of(part, shortest=6):
        for name, pattern in _NEW:
            found = pattern.search(line.bare)
            if found is not None and fits(name, found[1], vocabulary):
                yield line.field(name, found.span(1))
        for sentence in re.split(r"(?<=[。;])", line.bare):
            yield from _dates(line.block, sentence)
    yield from addressee(part, vocabulary)


def _dates(block: Paragraph, sentence: str) -> Iterator[Field]:
    """Yield start and end of 执行期由2022年7月至2024年6月延长至2024年12月: 2022-07 and 2024-12."""
    found = _LATER.search(sentence) or _BY.search(sentence)
    if found is None or not _ABOUT_TIME.search(sentence[: found.start()]):
        return
    place = block.place.quoting(block.text.strip())
    tail = sentence[found.end() : found.end() + _TAIL]
    period = parse_period(tail)
    if period is not None:
        yield Field("start", period[0], place)
        yield Field("end", period[1], place)
        return
    end = parse_date(tail)
    if end is None:
        return
    before = parse_period(sentence[: found.start()])
    if before is not None:
        yield Field("start", before[0], place)
    yield Field("end", end, place)


def addressee(part: Part, vocabulary: FieldVocabulary) -> Iterator[Field]:
    """Yield the organisation that a letter about 你单位 or an answer to a request is addressed to."""
    texts = [block for block in part.blocks if isinstance(block, Paragraph | Heading)]
    if not any(_YOURS.search(bare := squash(block.text)) or _RECEIVED.search(bare) for block in texts):
        return
    for block in texts[:_OPENING]:
        whom, colon, rest = squash(block.text).partition(":")
        if colon and (not rest or _YOURS.match(rest)) and is_organisation(whom, vocabulary):
            quote = re.split("[：:]", block.text.strip())[0].strip()
            yield Field("undertaker", quote, block.place.quoting(quote))
            return
