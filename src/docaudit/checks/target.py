"""Targets that ask too little, cannot be measured, or point the wrong way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from docaudit.align import RELATED, core, polarity_by_name
from docaudit.checks.base import Case, Hit, Holds, Result, Scope, check, evidence
from docaudit.checks.bounds import ceiling_of, floor_of, numbers, percent, printed, ratio, written
from docaudit.checks.completion import answered
from docaudit.checks.facets import facet_between
from docaudit.checks.sides import (
    FINAL,
    PROMISING,
    Side,
    confidence,
    doubt,
    link,
    measured_alike,
    sides,
    value_of,
    weaken,
)
from docaudit.checks.times import same_time, span
from docaudit.model import Claim, Indicator, Kind, Polarity, Relation, Role, Severity

_MADE = re.compile(
    r"新|营造|栽|种植|植|造|修复|改造|治理|整治|清|退|引进|引育|招引|招聘|增|添|购置|建设|建成|开展|举办|修建|扩建"
)
"""How the name of a target begins that counts what the project adds."""
_STOCK = re.compile(r"原有|现有|已有|既有|现存|在册|存量|保有")
_BOUNDED = re.compile(
    r"满意|及时|时效|按期|按时|合格率|完成率|覆盖率|执行率|到位率|通过率|达标率|准确率|合规|成本|时间|期限"
)
_OUTPUTS = frozenset({"篇", "项", "人", "人次", "件", "部", "家", "名", "套", "份"})
_MISHAP = re.compile(r"投诉|事故|缺陷|故障|延误|差错|失误|伤亡|死亡|违规|上访")
_GROWTH = re.compile(r"增长|增幅|增速|增加率|提升率|提高率|增值率")
_DIGIT = re.compile(r"[0-9０-９]|[一二两三四五六七八九十百千万]+(?:项|个|家|人|名|篇|件|次|套|份|场|期|种|批|台)")
_ECHO = re.compile(
    r"^(?:达成|达到|完成|实现)?(?:预期|既定|预定|年度|绩效|设定|相关)*(?:指标|目标|要求|效果)(?:值)?(?:达成|完成|实现)?$|^达标$|^(?:已)?完成$|^(?:达成|实现)预期(?:指标|目标|效果)?$"
)
_HARD_GROUPS = ("数量指标", "质量指标", "时效指标", "成本指标", "产出数量", "产出指标", "经济效益")
_SOFT_GROUPS = ("社会效益", "生态效益", "可持续影响", "满意度", "影响力", "社会影响")

VAGUE = (
    "显著", "明显", "有效", "较好", "较大", "进一步", "稳步", "大幅", "不断", "逐步", "持续", "提升", "提高", "增强", "改善", "促进",
    "推动", "得到", "较高", "较强", "较多", "较快", "较低", "良好", "优秀", "及时", "若干", "一批", "一定", "加强", "完善", "优化", "作用", "扩大",
)  # fmt: skip


@check(Scope.INDICATOR, says=("what", "ask"))
def target_too_low(
    indicator: Indicator,
    case: Case,
    *,
    remind: float = 1.2,
    explain: float = 1.3,
    glaring: float = 2.0,
    small: int = 3,
) -> Iterator[Result]:
    """The result is far above the target, or the target asks no more than what was there already.

    `remind`, `explain` and `glaring` are ratios of result to target; targets up to `small` whole things double easily
    and are only ever a hint.
    """
    below = _below_known(indicator, case)
    if below is not None:
        yield below
        return
    for side in sides(indicator, case):
        if side.kind not in FINAL:
            continue
        best: tuple[Decimal, Side, Claim, Claim] | None = None
        for source, target, actual in answered(indicator, case, side):
            if not _may_be_low(indicator, target, actual, case) or _of_another_name(indicator, target, actual):
                continue
            share = _least_ratio(target, actual)
            if share is not None and (best is None or share < best[0]):
                best = (share, source, target, actual)
        if best is None:
            continue
        share, source, target, actual = best
        if share < Decimal(str(remind)):
            yield Holds(_exceeded(target, actual), (evidence(actual), evidence(target)))
            return
        severity = Severity.WARNING if share >= Decimal(str(glaring)) else Severity.INFO
        if _small(target, small):
            severity = Severity.INFO
        asks = share >= Decimal(str(explain))
        yield _too_low(indicator, side, actual, source, target, severity, asks=asks)
        return


@check(Scope.INDICATOR, says=("paper", "name", "text", "why"))
def target_not_measurable(indicator: Indicator, case: Case, *, vague: tuple[str, ...] = VAGUE) -> Iterator[Result]:
    """A target of words alone where a number is asked for; `vague` are words that measure nothing."""
    known = [side for side in sides(indicator, case) if side.of(Role.TARGET)]
    if any(claim.quantity is not None for side in known for claim in side.of(Role.TARGET)):
        first = next(c for side in known for c in side.of(Role.TARGET) if c.quantity is not None)
        yield Holds(f"“{indicator.name}”目标可计量：{value_of(first)}", (evidence(first),))
        return
    for side in known:
        for claim in side.of(Role.TARGET):
            text = " ".join((claim.text or "").split()).rstrip("。；;")
            if not text or _DIGIT.search(text) or _DIGIT.search(claim.name) or side.kind is Kind.EVALUATION_REPORT:
                continue
            echo = _ECHO.match(text) is not None
            if not echo and not any(word in text for word in vague):
                continue
            hard = any(group in step for group in _HARD_GROUPS for step in claim.path)
            soft = any(group in step for group in _SOFT_GROUPS for step in claim.path) or "满意" in claim.name
            promised = side.kind is Kind.TASK_AGREEMENT and not soft
            yield Hit(
                evidence=(evidence(claim),),
                says={
                    "paper": side.label,
                    "name": claim.name,
                    "text": text,
                    "why": "只是复述“达成指标”，无法据以衡量" if echo else "没有可计量的数值或标准",
                },
                confidence=claim.confidence * 0.8,
                severity=Severity.WARNING if echo or hard or promised else Severity.INFO,
                key=(core(indicator.name), side.kind.value),
            )
            return


@check(Scope.INDICATOR, says=("paper", "name", "target"))
def target_direction(indicator: Indicator, case: Case) -> Iterator[Result]:
    """A cost, an error or a time is bounded from below.  A quota (支持平台 ≤3项) is rightly bounded from above."""
    for side in sides(indicator, case):
        for claim in side.of(Role.TARGET):
            quantity = claim.quantity
            if quantity is None or quantity.growth is not None or quantity.reached:
                continue
            bounded = quantity.relation in (Relation.GE, Relation.GT, Relation.LE, Relation.LT)
            if not bounded or polarity_by_name(claim.name) is Polarity.UNKNOWN:
                continue
            if _output(claim) and polarity_by_name(claim.name) is Polarity.LOWER:
                continue
            lower = quantity.relation in (Relation.GE, Relation.GT)
            if not lower or polarity_by_name(claim.name) is Polarity.HIGHER:
                yield Holds(f"“{claim.name}”{value_of(claim)}：方向相符", (evidence(claim),))
                continue
            yield Hit(
                evidence=(evidence(claim),),
                says={"paper": side.label, "name": claim.name, "target": value_of(claim)},
                confidence=claim.confidence * 0.9,
                key=(core(claim.name), value_of(claim)),
            )
            return


def _of_another_name(indicator: Indicator, target: Claim, actual: Claim) -> bool:
    """Whether only the kind of thing counted links the two: 论文 far above 高被引论文 are other papers, no low target."""
    return core(target.name) != core(actual.name) and link(indicator, target, actual) <= RELATED


def _output(claim: Claim) -> bool:
    """Whether what is counted is something made or people served, whatever costs and times its name mentions."""
    unit = claim.quantity.unit if claim.quantity is not None else None
    return unit is not None and unit.canonical in _OUTPUTS and not _MISHAP.search(claim.name)


def _counted(claim: Claim) -> bool:
    return claim.quantity is not None and (claim.quantity.dimension or "").startswith("count")


def _may_be_low(indicator: Indicator, target: Claim, actual: Claim, case: Case) -> bool:
    """Whether a ratio of result to target says anything: counts, amounts and growth, wanted high."""
    goal, got = target.quantity, actual.quantity
    if goal is None or got is None or indicator.polarity in (Polarity.LOWER, Polarity.EXACT):
        return False
    if (
        goal.relation in (Relation.LE, Relation.LT)
        or _BOUNDED.search(target.name)
        or not same_time(target, actual, case)
    ):
        return False
    dimension = goal.dimension or got.dimension or "count"
    if dimension == "ratio":
        return goal.growth is not None or _GROWTH.search(target.name) is not None
    return dimension.startswith(("count", "money"))


def _least_ratio(target: Claim, actual: Claim) -> Decimal | None:
    """Return the smallest ratio that the printed result allows, against the upper end of a range."""
    if target.quantity is None or actual.quantity is None:
        return None
    demanded = ceiling_of(target.quantity) if target.quantity.relation is Relation.RANGE else floor_of(target.quantity)
    least = printed(actual.quantity).low
    if demanded <= 0 or least is None:
        return None
    return least / demanded


def _small(target: Claim, small: int) -> bool:
    quantity = target.quantity
    return quantity is not None and _counted(target) and floor_of(quantity) <= small


def _exceeded(target: Claim, actual: Claim) -> str:
    if target.quantity is None or actual.quantity is None:
        return ""
    share = ratio(target.quantity, actual.quantity)
    return f"{written(actual.quantity)} ÷ {written(target.quantity)} = {percent(share * 100 if share is not None else None)}"


def _too_low(
    indicator: Indicator, side: Side, actual: Claim, source: Side, target: Claim, severity: Severity, *, asks: bool
) -> Hit:
    share = ratio(target.quantity, actual.quantity) if target.quantity and actual.quantity else None
    extent = share * 100 if share is not None else None
    return Hit(
        evidence=(evidence(target), evidence(actual)),
        says={
            "what": f"{side.label}“{actual.name}”实际为“{value_of(actual)}”，"
            f"达到{source.label if source is not side else '其所列'}目标“{value_of(target)}”的{percent(extent)}",
            "ask": ("请说明目标设定是否偏低" if asks else "请复核目标设定是否合理") + doubt(indicator, actual, target),
        },
        computation=_exceeded(target, actual),
        confidence=confidence(indicator, actual, target),
        severity=weaken(severity, indicator, actual, target),
        key=(core(indicator.name), source.kind.value, side.kind.value),
    )


def _below_known(indicator: Indicator, case: Case) -> Hit | None:
    """Return the hit when a target asks no more than the baseline, or than what an earlier year had already reached."""
    known = sides(indicator, case)
    for i, side in enumerate(known):
        if side.kind not in PROMISING and side.kind not in FINAL and side.kind is not Kind.PROGRESS_REPORT:
            continue
        for target in side.of(Role.TARGET):
            asked = [t for t in side.of(Role.TARGET) if span(t) == span(target) and t.quantity is not None]
            for other in known[: i + 1]:
                for before in (*other.of(Role.BASELINE), *other.of(Role.ACTUAL)):
                    if all(_already(indicator, t, before) for t in asked) and _already(indicator, target, before):
                        return _not_above(indicator, side, target, other, before)
    return None


def _already(indicator: Indicator, target: Claim, before: Claim) -> bool:
    goal, had = target.quantity, before.quantity
    if goal is None or had is None or goal.growth is not None or not measured_alike(target, before):
        return False
    if indicator.polarity in (Polarity.EXACT, Polarity.UNKNOWN) or facet_between(
        before, target, link(indicator, before, target)
    ):
        return False
    if "新增" in target.caliber.period and "新增" not in before.caliber.period:
        return False
    if _MADE.match(target.name) and _STOCK.search(before.context or before.place.quote):
        return False  # 营造红树林180公顷, where there were 312 before
    if before.role is Role.ACTUAL:
        first, second = span(before), span(target)
        if (
            first.kind != "year"
            or second.kind != "year"
            or not first.year
            or not second.year
            or first.year >= second.year
        ):
            return False
    elif span(target).kind == "interim":
        return False
    if indicator.polarity is Polarity.LOWER:
        least = printed(had).high
        return least is not None and ceiling_of(goal) >= least and ceiling_of(goal) > 0
    most = printed(had).low
    full = goal.dimension == "ratio" and goal.value >= 1
    return most is not None and 0 < floor_of(goal) <= most and not full


def _not_above(indicator: Indicator, side: Side, target: Claim, other: Side, before: Claim) -> Hit:
    had = "立项时已有的" if before.role is Role.BASELINE else f"{other.label}此前年度实际的"
    better = "不低于" if indicator.polarity is Polarity.LOWER else "不高于"
    return Hit(
        evidence=(evidence(target), evidence(before)),
        says={
            "what": f"{side.label}“{target.name}”目标为“{value_of(target)}”，{better}{had}“{value_of(before)}”",
            "ask": "请说明目标设定是否偏低" + doubt(indicator, before, target),
        },
        computation=numbers(before, target),
        confidence=confidence(indicator, before, target),
        severity=weaken(Severity.WARNING, indicator, before, target),
        key=(core(indicator.name), side.kind.value, before.role.value),
    )
