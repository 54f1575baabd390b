"""The time that a stated value is about."""

from __future__ import annotations

import re
from functools import lru_cache

from docaudit.model import Period

_D = r"(?P<{0}y>(?:19|20)\d\d)\s*(?:年|[./-])\s*(?:度\s*)?(?:(?P<{0}m>1[0-2]|0?[1-9])(?:\s*(?:月份?|[./-])\s*(?:(?P<{0}d>3[01]|[12]\d|0?[1-9])\s*[日号]?)?)?)?"
_DATE = _D.format("a")
_SPAN = re.compile(_D.format("a") + r"\s*(?:起)?\s*(?:至|到|-|—|–|~|～|－)+\s*" + _D.format("b"))
_YEARS = re.compile(r"(?P<a>(?:19|20)\d\d)\s*年?\s*(?:至|到|-|—|–|~|～|－)\s*(?P<b>(?:19|20)\d\d)\s*(?:年|$)")
_UNTIL = re.compile(r"(?:截至|截止到?|截止至|到)\s*" + _DATE + r"\s*(?:年?[末底]|前)?")
_FROM = re.compile(r"自\s*" + _DATE + r"\s*(?:以来|起)")
_YEAR = re.compile(r"(?P<y>(?:19|20)\d\d)\s*年(?!代)(?:度|末|底)?(?!\s*(?:[01]?\d)\s*月)")
_MONTH = re.compile(_DATE)
_BARE_YEAR = re.compile(r"^\s*(?P<y>(?:19|20)\d\d)\s*$")

_WORDS = (
    ("average", ("年均", "年平均", "平均每年", "每年")),
    (
        "whole",
        (
            "执行期内",
            "项目执行期",
            "实施期内",
            "项目实施期",
            "项目期内",
            "合同期内",
            "建设期内",
            "执行期",
            "实施期",
            "合同期",
            "研究期内",
            "项目周期内",
        ),
    ),
    ("interim", ("中期", "阶段性目标")),
    ("cumulative", ("累计", "累积")),
    ("year", ("本年度", "当年", "本年", "年度内", "当年度", "全年", "今年", "年度指标值", "年度目标", "年初目标值")),
)


@lru_cache(maxsize=8192)
def period_of(text: str) -> Period | None:
    """The period that the text names first by date, with the basis its words give; None when it names none.

    截至2023年6月 has only an end; 2021年 lasts from 2021 to 2021.
    """
    basis, word = _basis(text)
    dated = _dated(text)
    part = _PART_OF_YEAR.search(text) if basis is None else None
    if part is not None and dated is None:
        return Period(part.group(), basis="interim")
    if part is not None and dated is not None and dated[3] == "year":
        return Period(f"{dated[0]}{part.group()}", dated[1], dated[2], "interim")
    if dated is not None:
        words, start, end, own = dated
        return Period(words, start, end, own if own == "cumulative" else basis or own)
    return Period(word, basis=basis) if basis is not None else None


_PART_OF_YEAR = re.compile(r"上半年|下半年|(?:前|第)?[一二三四1-4]季度|^(?:1[0-2]|0?[1-9])月份?$")
_MEAN = re.compile(r"(?:全?年|[月季]|年度|期间|各[月季]|总)?(?:平均|均)(?:值|数|浓度|水平)?")


def year_before(text: str, position: int) -> Period | None:
    """The last period named before a position in a sentence, or the first one after it."""
    return period_of(text[:position]) or period_of(text)


def _basis(text: str) -> tuple[str | None, str]:
    for basis, phrases in _WORDS:
        for phrase in phrases:
            if phrase in text:
                return basis, phrase
    return None, ""


def _dated(text: str) -> tuple[str, str | None, str | None, str | None] | None:
    span = _SPAN.search(text)
    if span is not None:
        return span.group().strip(), _iso(span, "a"), _iso(span, "b"), None
    years = _YEARS.search(text)
    if years is not None:
        return years.group().strip(), years["a"], years["b"], None
    until = _UNTIL.search(text)
    if until is not None:
        return until.group().strip(), None, _iso(until, "a"), "cumulative"
    since = _FROM.search(text)
    if since is not None:
        return since.group().strip(), _iso(since, "a"), None, "cumulative"
    found = list(_YEAR.finditer(text))
    if found:
        return found[-1].group().strip(), found[-1]["y"], found[-1]["y"], "year"
    bare = _BARE_YEAR.match(text)
    if bare is not None:
        return bare["y"], bare["y"], bare["y"], "year"
    month = _MONTH.search(text)
    if month is not None and month["am"]:
        return month.group().strip(), _iso(month, "a"), _iso(month, "a"), None
    return None


def _iso(match: re.Match[str], group: str) -> str:
    parts = [match[f"{group}y"]]
    for key in ("m", "d"):
        part = match[f"{group}{key}"]
        if not part:
            break
        parts.append(part.zfill(2))
    return "-".join(parts)


_PERIOD_HEADER = re.compile(
    r"^(?:(?:19|20)\d\d\s*年?\s*(?:度|上半年|下半年|[末底]|(?:1[0-2]|0?[1-9])月)?(?:\s*(?:至|-|~|—)\s*(?:19|20)?\d\d\s*年?)?|近\s*\d\s*年|(?:前|[一二三四1-4]\s*(?:至|到|-|~|—)\s*)[一二三四1-4]\s*季度|\d{1,2}\s*(?:至|到|-|~|—)\s*\d{1,2}\s*月份?|(?:1[0-2]|0?[1-9])\s*月份?|第?[一二三四1-4]季度|上半年|下半年|第[一二三四五1-5]年(?:度)?"
    r"|[一二三四五两]年(?:合计|累计|总计)|本年度?|当年|累计|累计数|合计|总计|全年|执行期合计|执行期累计)$"
)


def is_mean(text: str) -> bool:
    """Whether a header only says that its values are means over time (均值, 年平均值)."""
    return _MEAN.fullmatch("".join(text.split())) is not None


@lru_cache(maxsize=16384)
def is_period(text: str) -> bool:
    """Whether a header is nothing but a period: 2022年, 三年合计, 累计."""
    return _PERIOD_HEADER.match("".join(text.split())) is not None
