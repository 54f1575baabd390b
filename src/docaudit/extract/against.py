"""Words around a value that set it against another: a goal it meets, a year before, or how it was come by."""

from __future__ import annotations

import re

from docaudit.lexicon import spans
from docaudit.model import Quantity

_GOAL = "(?:合同|任务书|申报书|年度|中期|阶段|期末|期满|预期|预定|既定|计划|考核|规定|约定|设定|目标|指标|要求|任务|的|所|值|数|量)"
_MEETING = re.compile(
    rf"(?:均|已|也|仍|略)?(?:满足|符合|(?:优于|好于|高于|低于|超过|超出|多于|少于|大于|小于|达到|完成|超额完成)(?:了)?{_GOAL})(?:了)?{_GOAL}*(?:为)?"
)
_MEETS = re.compile(r"^(?:均|已|也|仍|超额)*(?:满足|符合|完成|达到|超过|超出|实现|优于|高于|低于)(?:了)?")
_KNOWN = re.compile(
    r"^(?:已|均|再|另)?经.*(?:检测|检验|测试|测定|测量|测评|评测|测算|试验|核查|核实|核对|核定|鉴定|认定|查验|审定|审计|统计|比对|评估|查阅|复核|清点)(?:后|结果)?(?:为|达|达到|，)?$"
)
_CHANGE = re.compile(r"^(?:比|较)(?![例重率赛好])[^，,]{2,}$")
_STATED = re.compile(
    r"^(?:含|其中|其中含|截至目前|截至申报时|申报时|立项时)?(?:现有|现状|现为|目前|已有|原有|立项时|申报时|基期|建设前|实施前)(?:水平|基础|值|数)?(?:为|约|仅|有|仅有)?$"
)

_TREATED = re.compile(
    r"([^，,。；;、\d]{1,12}?)(?:全部|分别|逐一|统一)?(?:进行|实施|开展|予以|加以)了?([^，,。；;、\d（(]{2,10})"
)
_USED = re.compile(
    r"([^，,。；;、\d]{0,10}?)(?:得到|进行|开展|实现|投入|稳定|成功|推广)*(应用|推广|示范|使用|试用|部署|落地|装机|试点)(?!的|情况)"
)
_PER = re.compile(r"(?:控制在|为|约|(?:经)?[^，]{0,4}(?:确认|核定|测算|核算|核实|审定)(?:为)?)?(?:平均)?每[一-鿿]{1,3}")
_HELD_AGAINST = re.compile(
    r"(.{2,}?)(?:未|没有|尚未|已|基本|均|超额|全面)+(?:完成|达到|实现)(?:了)?(?:年度|全年|合同|任务书|绩效|预期|既定)*(?:目标|任务|计划)(?:值|数|要求)?"
)
_COMPLETED = re.compile(r"(?:实际|已|累计|共|总体|整体)*(?:完成|兑现)(?:了|率|比例)?")
_EXCEEDED = re.compile(rf"(?:已)?(?:超出|超额|高出|多出)(?:了)?{_GOAL}+")
_COMPARING = re.compile(r"(?:未能?达到?|达不到|不及|优于|好于|高于|低于|超过|超出|超|多于|少于)")
_GOAL_BEHIND = re.compile(r"的(?:考核|年度|绩效|预期|任务书|合同|规定|既定)*(?:要求|目标|规定|约定|任务|标准)")
_LOOKED_AT = re.compile(
    r"统计|分析|调查|评价|评审|检查|核查|抽查|回访|访谈|比较|测算|核对|核实|调研|走访|考核|研究|说明|奖励|补助|支持"
)


def treated(behind: str) -> str:
    """What is done to the things counted before `behind` (对18处 危岩体进行锚固: 危岩体锚固), "" where they are only looked at."""
    match = _TREATED.match(behind)
    return match[1] + match[2] if match is not None and _LOOKED_AT.search(match[2]) is None else ""


def used_at(label: str, behind: str) -> str:
    """What is done at the places counted before `behind` (产品在23家 主机厂应用: 主机厂应用), "" where nothing is."""
    match = _USED.match(behind) if label.endswith("在") else None
    return match[1] + match[2] if match is not None else ""


def is_per(name: str) -> bool:
    """Whether words before a value only say of how much of the thing it is (控制在每吨, 审计确认每亩)."""
    return _PER.fullmatch(name) is not None


def is_completion(label: str, quantity: Quantity) -> bool:
    """Whether a percentage only says how much of the task is done (完成104%)."""
    return quantity.unit is not None and quantity.unit.canonical == "%" and _COMPLETED.fullmatch(label) is not None


def is_margin(label: str) -> bool:
    """Whether a value is by how much a goal was exceeded (超出中期指标1件)."""
    return _EXCEEDED.fullmatch(label) is not None


def held_against(label: str) -> str:
    """The name before words that a goal was met or missed, the goal in a bracket behind them (服务点未完成目标（300个）), or ""."""
    match = _HELD_AGAINST.fullmatch(label.strip())
    return match[1] if match is not None else ""


def outright(text: str, quantity: Quantity, end: int) -> str:
    """The words of a goal without those that compare a result with it (优于24小时以内 的要求: 24小时以内)."""
    match = _COMPARING.match(quantity.text)
    if match is None or _GOAL_BEHIND.match(text, end) is None:
        return quantity.text
    return quantity.text[match.end() :]


def is_meeting(label: str) -> bool:
    """Whether the words before a value only say that it is the goal that was met (优于中期值, 满足)."""
    return _MEETING.fullmatch(label.strip()) is not None


def without_meeting(label: str) -> str:
    """The words before a goal without those that say it was met (完成装机应用 60台的任务: 装机应用)."""
    return _MEETS.sub("", label.strip())


def is_how_known(label: str) -> bool:
    """Whether the words before a value only say how it was come by (经第三方机构检测为)."""
    return _KNOWN.match(label.strip()) is not None


def is_change_against(label: str) -> bool:
    """Whether the words before a value hold it against another and name nothing (比2020年, 较变更后任务多)."""
    return _CHANGE.match(label.strip()) is not None


def is_state_before(label: str) -> bool:
    """Whether the words before a value only say that it is how things stood at the outset (现有, 立项时)."""
    return _STATED.match(label.strip()) is not None


def tells_itself(name: str) -> bool:
    """Whether a name that reads like the header of a column says what is counted all the same (成果转化到账金额)."""
    found = spans(name)
    return any(facet == "object" for facet, _, _, _ in found) or (
        len(name) >= _FULL and any(facet == "action" and start == 0 for facet, _, start, _ in found)
    )


def shares_word(name: str, other: str) -> bool:
    """Whether two names have two characters in a row in common."""
    return any(name[i : i + 2] in other for i in range(len(name) - 1))


_FULL = 6
