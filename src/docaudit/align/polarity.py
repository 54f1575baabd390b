"""Which direction is better for an indicator, from its name and from the relations of its targets."""

from __future__ import annotations

import re
from collections.abc import Iterable

from docaudit import lexicon
from docaudit.model import Claim, Indicator, Polarity, Quantity, Relation, Role

_LOWER = re.compile(
    r"成本|误差|能耗|电耗|水耗|耗电|耗水|耗时|功耗|噪声|噪音|时延|延迟|排放|损耗|延误|投诉|事故|缺陷|故障率|故障次数|失败率"
    r"|不良率|次品率|废品率|误报率|漏报率|错误率|丢包率|死亡率|发病率|感染率|流失率|返工率|返修率|超支|偏差率|负债率"
    r"|(?:响应|处理|办理|审批|等待|检测|诊断|计算|恢复|交付|加工|反应|制备|平均|识别|启动)(?:所需)?(?:时间|时长)|周期$|工期|单价|造价|培训费|人均费用|单位费用"
)
_FLIPPED = re.compile(
    r"降低|下降|减少|减排|节约|节省|节能|缩短|压缩|压降|压减|控制率|改善|优化|核算|分析|管理|模型|系统|平台|方法|技术"
)
_LASTING = re.compile(r"无故障|续航|待机|寿命|保持|在线|开放|服务时|工作时|运行时|保修|研发费用|平均无")
_HIGHER = re.compile(
    r"专利|论文|软件著作权|软著|著作|标准|人才|研究生|本科生|学生|培养|培训|满意度|满意率|收入|产值|利润|税收|成交额|交易额"
    r"|合同额|合格率|完成率|准确率|覆盖率|转化|孵化|服务企业|企业数|就业|示范|获奖|奖项|验收通过率|成果|产量|精度|效率"
)
_ACCURACY = re.compile(r"(?:精度|分辨率|检出限|准确度|误差)$")
_LEVEL = re.compile(r"(?:至|到|为|成)$")
_ASIDE = re.compile(r"[（(][^（）()]*[)）]")


def polarity_by_name(name: str, path: Iterable[str] = ()) -> Polarity:
    """Return the direction that the words themselves say; UNKNOWN when they say nothing.

    成本降低率 is better when higher although 成本 alone is better when lower; `path` counts only for the group 成本指标.
    What stands in brackets only explains: 论文（周期累计） is no 周期.
    """
    name = _ASIDE.sub("", name).strip() or name
    if _LASTING.search(name):
        return Polarity.HIGHER
    if _LOWER.search(name) or lexicon.polarity(name) is Polarity.LOWER:
        return Polarity.HIGHER if _FLIPPED.search(name) and not _LEVEL.search(name) else Polarity.LOWER
    if any("成本指标" in step or "成本目标" in step for step in path):
        return Polarity.UNKNOWN
    return Polarity.HIGHER if _HIGHER.search(name) else Polarity.UNKNOWN


def polarity_of(name: str, claims: Iterable[Claim]) -> Polarity:
    """Return the direction of a thread: its words first, then the relations of its targets, then what is counted."""
    claims = tuple(claims)
    said = polarity_by_name(name, (step for claim in claims for step in claim.path))
    if said is Polarity.LOWER:
        return said
    quantities = [c.quantity for c in claims if c.role is Role.TARGET and c.quantity is not None]
    relations = {q.relation for q in quantities}
    if relations and all(_exact(q) for q in quantities):
        return Polarity.EXACT
    if said is not Polarity.UNKNOWN:
        return said
    if relations & {Relation.GE, Relation.GT}:
        return Polarity.UNKNOWN if relations & {Relation.LE, Relation.LT} else Polarity.HIGHER
    if relations & {Relation.LE, Relation.LT}:
        return Polarity.LOWER
    dimensions = {c.quantity.dimension or "" for c in claims if c.quantity is not None}
    counted = any(d.startswith(("count", "money")) or d == "ratio" for d in dimensions)
    return Polarity.HIGHER if counted or _work_done(name, claims) else Polarity.UNKNOWN


def _work_done(name: str, claims: Iterable[Claim]) -> bool:
    """Whether a plain number of 公里, 亩 or 吨 is of something built, treated or made, not of something used up or given off."""
    if _USED_UP.search(name):
        return False
    units = [c.quantity.unit for c in claims if c.quantity is not None]
    return all(unit is not None and (unit.dimension in _EXTENTS or unit.canonical == "公里") for unit in units)


_EXTENTS = ("area", "area.treated", "mass", "power", "energy", "data")
_USED_UP = re.compile(
    r"用[量水电地能气煤油]|消耗|耗|占地|排|残留|泄漏|污染|垃圾|[废弃]|损失|受灾|超载|重量|自重|载荷|单重"
)


def direction(indicator: Indicator, quantity: Quantity) -> Polarity:
    """Return the direction in which one stated target binds: its own relation decides before the thread's polarity.

    达到 binds as the thread does, and 降低10% of something better when lower is better when higher.
    """
    if quantity.relation in (Relation.LE, Relation.LT) or _finer(indicator.name, quantity):
        return Polarity.LOWER
    if quantity.growth is not None and indicator.polarity is Polarity.LOWER:
        return Polarity.HIGHER
    if quantity.relation in (Relation.GE, Relation.GT) and not quantity.reached:
        return Polarity.HIGHER
    return indicator.polarity


def _finer(name: str, quantity: Quantity) -> bool:
    """Whether an accuracy is given as the error that it leaves: 精度优于0.1毫米 means no more than that."""
    kind = (quantity.dimension or "").split(".")[0]
    return _ACCURACY.search(name) is not None and kind in ("length", "angle", "time") and "不低于" not in quantity.text


def _exact(quantity: Quantity) -> bool:
    return quantity.relation is Relation.EQ and quantity.text.lstrip().startswith(("=", "＝", "等于"))
