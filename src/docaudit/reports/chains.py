"""The life of an indicator in words: 申报书≥5项 → 任务书≥3项（缩水40%）→ 自评6项（申请）→ 验收6项（授权）."""

from __future__ import annotations

from collections.abc import Mapping

from docaudit.checks.bounds import Change, percent, reached, step
from docaudit.checks.sides import measured_alike, value_of
from docaudit.checks.times import span
from docaudit.model import Audit, Claim, Indicator, Kind, Role
from docaudit.reports.text import shorten

ARROW = " → "
_SHORT = {Kind.SELF_EVALUATION: "自评", Kind.ACCEPTANCE_REPORT: "验收", Kind.EVALUATION_REPORT: "绩效评价"}
_REPORTS = (Kind.PROGRESS_REPORT, Kind.SELF_EVALUATION, Kind.ACCEPTANCE_REPORT, Kind.EVALUATION_REPORT)
_FACETS = ("action", "basis", "object", "level", "scope", "inclusion")
_LONGEST = 20


def set_above(audit: Audit) -> dict[str, tuple[Claim, ...]]:
    """Return, by indicator id, what policies and guidelines of the folder set for the indicator."""
    known: dict[Claim, Claim] = {}
    return {name: tuple(known.setdefault(claim, claim) for claim in claims) for name, claims in audit.above}


def chain(indicator: Indicator, demanded: tuple[Claim, ...] = ()) -> str:
    """Return the steps of an indicator from paper to paper, each with what changed; "" for one that stands once."""
    steps: list[Claim] = []
    for kind in Kind:
        known = [c for c in (*demanded, *indicator.claims) if c.stage is kind]
        claim = _spoken(known, Role.ACTUAL if kind in _REPORTS else Role.TARGET)
        if claim is not None:
            steps.append(claim)
    if len(steps) < 2:
        return ""
    words = [
        f"{_SHORT.get(c.stage, c.stage.label)}{_value(c)}{_notes(indicator, steps[:i], c)}" for i, c in enumerate(steps)
    ]
    return ARROW.join(words)


def _spoken(claims: list[Claim], role: Role) -> Claim | None:
    """Return the claim that speaks for a paper: of its role, for the whole time, with a number; the last of several."""
    own = [claim for claim in claims if claim.role is role]
    return max(own, key=lambda c: (span(c).kind == "whole", c.quantity is not None), default=None)


def _value(claim: Claim) -> str:
    return shorten("".join(value_of(claim).split()), _LONGEST)


def _notes(indicator: Indicator, before: list[Claim], claim: Claim) -> str:
    notes = []
    targets = [c for c in before if c.role is Role.TARGET]
    results = [c for c in before if c.role is Role.ACTUAL]
    last = targets[-1] if targets else None
    if last is not None and claim.role is Role.TARGET:
        notes.append(_moved(indicator, last, claim))
    elif last is not None and last.quantity is not None and claim.quantity is not None and measured_alike(last, claim):
        same = span(last).kind == span(claim).kind == "whole"
        if same and claim.stage is not Kind.PROGRESS_REPORT and not reached(indicator, last.quantity, claim.quantity):
            notes.append("未达标")
    notes.append(_caliber(before, claim))
    if claim.role is Role.ACTUAL and results and results[-1].stage is not Kind.PROGRESS_REPORT:
        notes.append(_other_result(results[-1], claim))
    told = [note for note in notes if note]
    return f"（{'，'.join(told)}）" if told else ""


def _moved(indicator: Indicator, old: Claim, new: Claim) -> str:
    if old.quantity is None or new.quantity is None:
        return "量化改为定性" if old.quantity is not None and new.text else ""
    if not measured_alike(old, new) or span(old).kind != span(new).kind:
        return ""
    moved = step(indicator, old.quantity, new.quantity)
    size = percent(abs(moved.percent)) if moved.percent is not None else ""
    said: Mapping[Change, str] = {
        Change.LOWERED: f"缩水{size}" if moved.new < moved.old else f"放宽{size}",
        Change.RAISED: f"提高{size}" if moved.new > moved.old else f"收紧{size}",
        Change.WEAKENED: "由承诺改为力争",
        Change.TURNED: "上下限方向相反",
        Change.OTHER: "不一致",
    }
    return said.get(moved.change, "")


def _caliber(before: list[Claim], claim: Claim) -> str:
    """Return what is counted where the last paper that says so counts something else."""
    mine = claim.caliber.facets()
    apart = []
    for facet in _FACETS:
        known = [values for c in before if (values := c.caliber.facets().get(facet))]
        if facet in mine and known and not set(known[-1]) & set(mine[facet]):
            apart.append("或".join(mine[facet]))
    return "、".join(apart)


def _other_result(old: Claim, new: Claim) -> str:
    if old.quantity is None or new.quantity is None or not measured_alike(old, new):
        return ""
    if old.quantity.value == new.quantity.value or span(old).kind != span(new).kind:
        return ""
    return "多于前次" if new.quantity.value > old.quantity.value else "少于前次"
