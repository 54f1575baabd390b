"""The words by which papers say what a row, a column or a sentence computes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from docaudit.model import Quantity

_TOTAL = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d+[.、．])?"
    r"(?P<what>.{0,12}?)(?P<word>合计|总计|小计|共计|总和|总分|总得分)(?:[（(].{0,12}[)）]|数|分|金额|额|值|得分|[/或、](?:平均|均值)[值数]?)?[:：]?$"
)
_BARE_TOTAL = re.compile(r"^(?:计|总 ?计|合 ?计|小 ?计|总额|总数|总体|Total|TOTAL|total|Sum)$")
_WEAK_TOTAL = re.compile(
    r"^(?:全[市省县区国州校院年部体系]|总体|[上下]半年|前三季度)$|^(?:[一二三四五六七八九十]+、|\d+[.、．])?.{0,8}?(?:总投资|总经费|总预算|总额|总金额|总收入|总支出|总人数|总数|总量|资金总额|"
    r"投资总额|预算总额|经费总额|项目总投资额|累计)(?:[（(].{0,12}[)）])?[:：]?$"
)
_LESS = re.compile(
    r"减|扣|退|损|[支流转调迁划移卖售付借贷]出|出[站院库栏校]|离|辞|核销|注销|报废|使用|偿还|兑付|毕业|销户|上缴|收回|领用|发放|处置|消耗|死亡"
)
_OF_WHICH = re.compile(r"^(?:其中|其中[:：].*|其中.{1,12})$")
_RATE_LIKE = re.compile(
    r"率|占比|比重|比例|增速|增幅|同比|环比|平均|人均|[日月季周]均|均价|单价|均值|指数|系数|年龄|满意度|名次|排名|倍数|^每|[\u4e00-\u9fff]均(?![衡匀为已可达按在由有须应])|(?<!占)(?<!同)(?<!环)比$|构成$|^[\u4e00-\u9fff]{2,8}[/÷∶][\u4e00-\u9fff]{2,8}$|目标值|指标值|完成值|强度|密度|浓度"
)
_POINTS = re.compile(r"分值|得分|评分|权重|扣分|自评分")
_RATE_ROW = re.compile(
    r"^(?:占比|比重|比例|构成比|(?:比上年|较上年|同比|环比|年均)?(?:增长率|增长|增速|增幅)|同比|环比|平均值?|平均数|均值|人均|户均|备注|说明)"
    r"(?:[（(].{1,4}[)）])?$"
)
_STOCK = re.compile(r"累计|余额|期末|时点|存量|上年|去年|差额|差异|结余|剩余|增减|目标|计划")
INDEX = re.compile(
    r"^(?:序号|编号|行次|排名|名次|年度|年份|代码|编码|项目编号|合同编号|电话|联系电话|手机|邮编|时间|日期|No\.?|NO\.?|#)$"
)
_IDENTIFIER = re.compile(
    r"编码|代码|编号|序号|行次|科目号|账号|证号|合同号|文号|电话|手机|邮编|学号|工号|身份证|名次|排名|位次|日期|时间$|^年度$|^年份$|^月份$|^届次$|^批次$|页码"
)
BLANK = frozenset({"", "-", "--", "—", "——", "－", "–", "/", "\\", "无", "×", "N/A", "*"})


@lru_cache(maxsize=32768)
def squeeze(text: str) -> str:
    """Return the text in NFKC without white space: the form in which words are compared."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@lru_cache(maxsize=16384)
def total_word(text: str) -> str | None:
    """Return the total word of a label (合计, 小计 …), or None when it is not the label of a total."""
    label = squeeze(text)
    if _BARE_TOTAL.match(label):
        return "小计" if "小" in label else "合计"
    found = _TOTAL.match(label)
    if found is None or "累计" in label or "占" in label:
        return None
    return found["word"]


def total_of(text: str) -> str:
    """Return what a total label says it is the total of: 2021年合计 → 2021年; nothing for a bare 合计."""
    found = _TOTAL.match(squeeze(text))
    return found["what"] if found else ""


@lru_cache(maxsize=16384)
def is_weak_total(text: str) -> bool:
    """Whether the label may be a total but need not be one (总投资, 资金总额)."""
    return bool(_WEAK_TOTAL.match(squeeze(text)))


@lru_cache(maxsize=16384)
def never_summed(text: str, *, of_row: bool) -> bool:
    """Whether the numbers under a label are not to be added up; a row called 完成率 may hold weights, a column may not."""
    label = squeeze(text)
    if of_row:
        return bool(_RATE_ROW.match(label))
    return bool(_RATE_LIKE.search(label)) and not _POINTS.search(label)


def is_identifier(label: str, quantities: Sequence[Quantity]) -> bool:
    """Whether a column names its rows (subject codes, serial numbers, years, telephones) instead of counting something."""
    if _IDENTIFIER.search(squeeze(label)):
        return True
    numbers = [q.number for q in quantities]
    if any(q.unit is not None or q.number != q.number.to_integral_value() for q in quantities) or len(numbers) < 2:
        return False
    if all(1990 <= n <= 2060 for n in numbers):
        return True
    texts = {str(int(n)) for n in numbers}
    if all(len(text) == 11 and text.startswith("1") for text in texts):
        return True
    nested = sum(any(text[:k] in texts for k in range(3, len(text))) for text in texts)
    return len(texts) == len(numbers) and len({len(text) for text in texts}) > 1 and nested * 2 >= len(texts)


def is_stock(text: str) -> bool:
    """Whether a column is no addend of a row sum: 累计, 余额, 上年 and the like."""
    label = squeeze(text)
    return bool(_STOCK.search(label))


@lru_cache(maxsize=16384)
def is_less(text: str) -> bool:
    """Whether a column is taken away in a sum of its row: 扣分, 本年减少, 调出."""
    return bool(_LESS.search(squeeze(text)))


def is_of_which(text: str) -> bool:
    """Whether the label starts a breakdown that need not be complete (其中)."""
    return bool(_OF_WHICH.match(squeeze(text)))


_NUMBERING = (
    re.compile(r"^第?[一二三四五六七八九十]+[、.．]"),
    re.compile(r"^[（(][一二三四五六七八九十]+[)）]"),
    re.compile(r"^\d+[.、．](?!\d)"),
    re.compile(r"^\d+\.\d+(?!\d*[.%])"),
    re.compile(r"^[（(]\d+[)）]"),
    re.compile(r"^[①-⑳]"),
)


@lru_cache(maxsize=16384)
def numbering(text: str) -> int | None:
    """Return the kind of numbering a label starts with (0 is 一、), or None."""
    plain = re.sub(r"\s+", "", text)
    return next((i for i, pattern in enumerate(_NUMBERING) if pattern.match(plain)), None)
