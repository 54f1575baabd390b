"""The words that make a figure a mean: 师均, 案均, 每千人, 百万人次…率, 24.68万元/公顷; of how many of what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from docaudit import quantities
from docaudit.model import Unit
from docaudit.recompute.prose import Mention, Sentence
from docaudit.recompute.values import Value

_THOUSANDS = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10_000, "十万": 100_000, "百万": 1_000_000}
_COPULA = r"(?:约|为|达到?|仅|共|有|是)*$"
_EACH = re.compile(
    r"每(?:一|1)?(?P<k>百万|十万|万|千|百)?(?:个|名|位|家|座|台|件|场|项|所|条|张|班次)?(?P<per>[\u4e00-\u9fff]{0,8}?)(?P<what>[\u4e00-\u9fff]{0,10}?)"
    + _COPULA
)
_SHORT = re.compile(
    r"(?<![日月年平加])(?P<k>)(?P<per>单?[\u4e00-\u9fff])均(?!衡|为单|匀|等|摊)(?P<what>[\u4e00-\u9fff]{0,12}?)"
    + _COPULA
)
_RATE = re.compile(
    r"(?<![\d.])(?P<k>百万|十万|万|千|百)(?P<per>[\u4e00-\u9fff]{1,5}?)(?P<what>[\u4e00-\u9fff]{2,8}率)" + _COPULA
)
_AFTER = re.compile(r"^[/／](?P<k>百万|十万|万|千|百)?(?P<per>[\u4e00-\u9fff]{1,3})")
_NOT = re.compile(
    r"标准|不低于|不超过|不少于|以内|上限|目标|计划|要求|定额|规定|最高|最低|补助|奖补?|资助|每[年月日天周季]|上年|去年|同期|全国|全省|平均水平|比"
)
_OUTCOME = re.compile(r"增收|收入|产值|产量|利润|销售|效益|节约|节本|增产|节电|补贴|奖励|贷款|租金|授信")
_BROUGHT = re.compile(r"增收|产值|利润|效益|增产")
_CLAUSE = re.compile(r"[，,。；;：:！？\n、（(]")


@dataclass(frozen=True, slots=True)
class Mean:
    """A printed mean: of how many of what it is, and what is divided."""

    mention: Mention
    value: Value
    dimension: str
    times: int
    per: str
    what: str
    unit: Unit | None
    subject: str = ""
    """The words before 每 in its clause: 灌排渠道每公里造价."""


def mean_in(sentence: Sentence, mention: Mention) -> Mean | None:
    """Return what a figure is the mean of by the words around it, None for one that is no mean."""
    lead = _CLAUSE.split(sentence.before(mention, 30))[-1]
    value = mention.value
    if value is None or value.number <= 0 or _NOT.search(lead):
        return None
    dimension = mention.dimension or ""
    if "/" in dimension:
        _, _, per = (mention.quantity.unit.text if mention.quantity.unit else "").partition("/")
        return Mean(mention, value, dimension.split("/")[0], 1, per, "", quantities.parse_unit(per)) if per else None
    if not dimension or dimension in ("score", "ratio", "point") or value.is_ratio:
        return None
    found = (
        _SHORT.search(lead) or _RATE.search(lead) or _EACH.search(lead) or _AFTER.match(sentence.text[mention.end :])
    )
    if found is None:
        return None
    per, what = found["per"], "" if found.re is _AFTER else found["what"]
    if found.re in (_EACH, _RATE):
        per, what = _divided(per + what)
    per = per.removeprefix("单")
    if not per:
        return None
    subject = "" if found.re is _AFTER else lead[: found.start()]
    return Mean(mention, value, dimension, _THOUSANDS[found["k"] or ""], per, what, quantities.parse_unit(per), subject)


def _divided(words: str) -> tuple[str, str]:
    """What 每 is about and what is told of it: 名护理员平均照护 is of 护理员, 公里造价 of 公里."""
    head, word, tail = words.partition("平均")
    if word:
        return head, tail
    for size in range(min(4, len(words)), 0, -1):
        if quantities.parse_unit(words[:size]) is not None:
            return words[:size], words[size:]
    found = re.match(r"(.{2,4}?)(拥有|接待|投入|支出|培训|承担|覆盖|服务|管理|收入|产出?|照护|耗|配|获)", words)
    return (found[1], words[found.end(1) :]) if found else (words, "")


def one_matter(mean: str, whole: str) -> bool:
    """Whether the words of a mean and of its total are of one matter: 户均增收 is not of what was spent."""
    return {m[0] for m in _OUTCOME.finditer(mean)} == {m[0] for m in _OUTCOME.finditer(whole)}


def may_be_of(mean: str, whole: str) -> bool:
    """Whether a total may be that of a mean: it speaks of what the mean is said to have brought, if the mean does."""
    brought = {m[0] for m in _BROUGHT.finditer(mean)}
    return not brought or bool(brought & {m[0] for m in _BROUGHT.finditer(whole)}) or "增" in whole
