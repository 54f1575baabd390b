"""Numbers in a sentence that state no indicator: ways of speaking, apparatus, and parts of a total that name nothing."""

from __future__ import annotations

import re

from docaudit.extract.against import held_against, is_meeting
from docaudit.extract.naming import is_apparatus_money
from docaudit.extract.periods import is_period
from docaudit.extract.roles import Stance
from docaudit.extract.spoken import AGREED
from docaudit.extract.wording import label_before, open_bracket
from docaudit.lexicon import spans, words
from docaudit.model import Located, Quantity, Relation

ENDS = '，,。；;、：:）)！？!? \n”"以左'
_SHARED_THING = 4
_MEANS = ("人均", "平均", "年均", "天数")
_MEASURED = ("数", "量", "率", "比", "pH", "pH值")
_OWN_TIME = ("执行", "延长", "延期", "顺延", "实施期", "建设期", "项目期")
_SHORT_TIMES = frozenset({"小时", "分钟", "秒"})
"""Bounds in these are promises (有声读物不少于2000小时); those in days and months are mostly terms of the work."""
_BOUNDS = frozenset({Relation.GE, Relation.LE})
_SHARES = ("比重", "比例", "占比", "份额", "比率")
_ANSWERS = frozenset({"满意", "基本满意", "非常满意", "比较满意", "不满意", "实到", "应到"})
_DRAWN = re.compile(r"抽查|抽检|抽取|抽测|随机|(?:调查|走访|回访|访谈)了?$")
_LEFT = re.compile(r"退休|离职|调离|离岗")
_WORKS = ("单位工程", "分部工程", "分项工程", "单元工程", "检验批")
"""What works are divided into to be judged."""
_SHORT = ("主要是", "主要因", "未完成", "尚未", "未达标", "未实施", "未建", "未开展")
_REASONS = ("原因", "划分", "分为", "由于")
_TRADE = re.compile(r"(?:(?:19|20)\d\d年(?:度|底|末)?)?(?:全国|全球|世界|国内外?|行业)(?!首|领先|先进)")
_PAUSES = re.compile(r"[，,；;。]")
_STOCK = re.compile(
    r"(?:(?:目前|截至[^，,。；;]{2,14}|(?:19|20)\d\d年?(?:底|末)?)[，,]?)?"
    r"(?:全(?:市|省|县|区|州|旗|镇|乡|校|院|厂|国|集团|公司|系统|行业)|(?:我|本)?(?:公司|企业|集团|学校|大学|医院))"
    r"(?:[^，,。；;\d]{0,12}|[^。；;]*[，,])(?:现有|共有|拥有|现拥有|设有)"
)
_SAMPLED = re.compile(
    r"抽查|抽检|抽取|抽样|抽测|随机|回收|(?:发放|收回)(?:有效)?(?:调查)?问卷|有效问卷|(?:单位|分部|分项|单元)工程$|检验批$"
)
_SPANNED = re.compile(r"[一-鿿]{1,12}(?:率|比例|次数|量)(?:[达提不超降控≥≤约为]|\d)")
_AMONG = re.compile(r"[，,（(]\s*其中")
_TELLING = frozenset({"object", "level", "action"})


def is_share_indicator(text: str, label: str, quantity: Quantity) -> bool:
    """国际合作论文占比25%, 研发投入占销售收入比重不低于6%; several shares in one sentence are a breakdown."""
    if quantity.relation in _BOUNDS and label.endswith(_SHARES) and label.find("占") > 1:
        return True
    return label.find("占比") >= _SHARED_THING and text.count("占比") <= 2


def states(text: str, stance: Stance, item: Located, name: str, label: str, *, row: bool) -> bool:
    """Whether a named value can be an indicator's; `row` says that it stands in a row which has a name itself."""
    quantity, start, end = item.quantity, item.start, item.end
    if is_apparatus_money(name) or name in words().derived or name.startswith("平均每"):
        return False
    if stance is Stance.TARGET and name == "投资":
        return False
    if stance is Stance.ACTUAL and any(word in name for word in words().pending):
        return False
    if quantity.unit is not None and quantity.unit.canonical == "分" and "满意" not in name:
        return False
    counted = (quantity.dimension or "count").startswith("count")
    if counted and (name.endswith("表示满意") or name in _ANSWERS or name.startswith("其余") or _DRAWN.search(label)):
        return False  # of those who were asked or what was looked at
    if stance is Stance.ACTUAL and (_is_put_in(name, quantity) or _LEFT.search(name) or name.endswith(_WORKS)):
        return False
    if stance is Stance.ACTUAL and (name.endswith(_REASONS) or name.startswith(_SHORT)):
        return False
    if is_period(name) or ("满意" not in name and any(word in _to_clause_end(text, end) for word in words().surveys)):
        return False
    behind = text[end : end + 1]
    if not any(char.isdigit() for char in quantity.text) and behind and behind not in ENDS:
        return False  # 三类数据, 在三个基地: a way of speaking
    opened = open_bracket(text, start)
    told = any(word in text[opened:start] for word in AGREED) or bool(held_against(label)) or is_meeting(label)
    if opened >= 0 and not spans(name) and not told:
        return False
    dimension = quantity.dimension
    if dimension is None:
        colon = text[:start].rstrip().endswith((":", "："))
        return row or colon or _untold(label).endswith(_MEASURED)
    if dimension.startswith("time"):
        bounded = quantity.relation in _BOUNDS and quantity.unit is not None and quantity.unit.canonical in _SHORT_TIMES
        lasting = bounded or any(word in name for word in (*words().durations, *_MEANS))
        return lasting and not any(word in name for word in _OWN_TIME)
    return True


def is_of_the_trade(name: str, quantity: Quantity) -> bool:
    """Whether a name measures the country or the trade (2022年全国铝板带产量); a count may be an honour (全国劳动模范2人)."""
    counted = (quantity.dimension or "count").startswith("count")
    return not counted and _TRADE.match(name) is not None


def is_stock_of_others(text: str) -> bool:
    """Whether a sentence tells what the region or the whole body has (全市共有黑臭水体24条, 公司现有员工286人)."""
    return _STOCK.match(text) is not None


def _to_clause_end(text: str, end: int) -> str:
    """The text up to the end of the clause around a position."""
    return text[:end] + _PAUSES.split(text[end:], maxsplit=1)[0]


def _is_put_in(name: str, quantity: Quantity) -> bool:
    """Whether a result is what was put in (投入研发人员57人, 投入2446.8万元); what is put to use is one (投入运营车辆20辆)."""
    money = (quantity.dimension or "").startswith("money")
    return name.startswith("投入") and (money or "人员" in name or "人力" in name)


def _untold(label: str) -> str:
    """The words before a bare number without those that lead over to it (系数提高到)."""
    text = label.rstrip("约 ")
    for word in sorted(words().cues.to, key=len, reverse=True):
        text = text.removesuffix(word)
    return text.rstrip("为达到约由从 ")


def of_a_sample(text: str, items: list[Located], i: int) -> bool:
    """Whether a value counts some of those that were drawn before it (抽查115户，合格113户; 回收310份，满意292份)."""
    own = items[i].quantity
    if own.unit is None or not (own.dimension or "").startswith("count"):
        return False
    for k in range(i):
        drawn = _SAMPLED.search(label_before(text, items[k].start, items[k - 1].end if k else 0))
        if drawn is not None and items[k].quantity.unit == own.unit and own.value <= items[k].quantity.value:
            return True
    return False


def breakdown(text: str, items: list[Located]) -> frozenset[int]:
    """The values behind 其中 that add up to the value before it and whose labels name no thing of their own.

    入组371例，其中试验组186例、对照组185例 gives the two groups; 论文5篇，其中SCI论文3篇、EI论文2篇 gives nothing.
    """
    found: set[int] = set()
    for match in _AMONG.finditer(text):
        before = [i for i, item in enumerate(items) if item.end <= match.start() + 1]
        if not before:
            continue
        whole = items[before[-1]].quantity
        parts: list[int] = []
        total = 0 * whole.value
        for i in range(before[-1] + 1, len(items)):
            quantity = items[i].quantity
            if not _alike(whole, quantity):
                continue
            if is_period(label_before(text, items[i].start, items[i - 1].end)):
                break  # 其中2022年620亩、2023年1060亩: the same thing, year by year
            parts.append(i)
            total += quantity.value
            if total >= whole.value:
                break
        if len(parts) > 1 and total == whole.value:
            found.update(i for i in parts if not _tells(text, items, i))
    return frozenset(found)


def _tells(text: str, items: list[Located], i: int) -> bool:
    """Whether the words around a part name a thing before it or an action on the whole behind it (3件已获授权)."""
    label = label_before(text, items[i].start, items[i - 1].end)
    ceiling = items[i + 1].start if i + 1 < len(items) else len(text)
    after = re.split("[，,；;、。]", text[items[i].end : ceiling])[0]
    return any(facet in _TELLING for facet, _, _, _ in spans(label)) or any(
        facet == "action" and value in words().needs_object for facet, value, _, _ in spans(after)
    )


def _alike(whole: Quantity, part: Quantity) -> bool:
    return whole.dimension is not None and whole.dimension == part.dimension


def spans_name(text: str, end: int, quantity: Quantity) -> bool:
    """Whether a span of time opens the name of what the figure behind it measures."""
    return (quantity.dimension or "").startswith("time") and _SPANNED.match(text, end) is not None
