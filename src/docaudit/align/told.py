"""Results that a report tells where no heading announces them, known by what the project's other papers promise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from docaudit import lexicon
from docaudit.align.names import core, similarity
from docaudit.model import Claim, Figure, Kind, Part, Project, Relation, Role

_PROMISING = frozenset({Kind.APPLICATION, Kind.TASK_AGREEMENT, Kind.AMENDMENT})
_REPORTS = frozenset({Kind.SELF_EVALUATION, Kind.ACCEPTANCE_REPORT, Kind.EVALUATION_REPORT})
_ALIKE = 0.9
_SHORTEST = 3
_CONFIDENCE = 0.65
"""Below what a section of results states: the reader of a finding is asked to look."""
_CLAUSE = re.compile(r"[，,；;。：:（）()]")
_NO_RESULT = re.compile(
    r"目标|计划|要求|约定|任务|合同|协议|规定|指标|应[当达完有不]|拟|将|预[期计]|力争|原[有为定]|立项|建设前|改造前|实施前|基期|现状|上年|去年|上一年"
    r"|(?:19|20)\d\d年(?:底|末)?(?:的|为)|其中|全国|全省|全市|全县|全区|行业|平均|抽[查检样测]|样本|问卷|尚|未|仍|缺|差|少|剩|不足|比|较|占|增长|下降|提高|降低|超出|每"
)
"""Words of a clause that say that its figure is a goal, a start, a part, a sample, a rest or a change."""
_SENTENCE_OF_OTHERS = re.compile(r"全国|全省|全市|全县|全区|行业|同类|其他项目|文献|调整|变更|批复")


@dataclass(frozen=True, slots=True)
class _Promise:
    name: str
    dimension: str


def with_told_results(project: Project) -> Project:
    """Return the project with the results that its reports tell in passing, of what its papers promised.

    A report that tells an indicator's result anywhere else has told it; figures of two values are told of nothing sure.
    """
    promises = _promises(project.parts)
    if not promises:
        return project
    return replace(project, parts=tuple(_with_told(part, promises) for part in project.parts))


def _promises(parts: Sequence[Part]) -> tuple[_Promise, ...]:
    found = (
        _Promise(core(claim.name), claim.quantity.dimension)
        for part in parts
        if part.kind in _PROMISING
        for claim in part.claims
        if claim.role is Role.TARGET and claim.quantity is not None and claim.quantity.dimension is not None
        if not claim.place_of and claim.quantity.growth is None
    )
    return tuple(dict.fromkeys(promise for promise in found if len(promise.name) >= _SHORTEST))


def _with_told(part: Part, promises: Sequence[_Promise]) -> Part:
    if part.kind not in _REPORTS:
        return part
    told = [claim for claim in part.claims if claim.role is Role.ACTUAL and claim.quantity is not None]
    by_promise: dict[_Promise, list[Figure]] = {}
    for figure in part.figures:
        if not _may_be_result(figure):
            continue
        name = core(figure.name)
        best = max(
            (
                (similarity(name, p.name), -i)
                for i, p in enumerate(promises)
                if p.dimension == figure.quantity.dimension
            ),
            default=(0.0, 0),
        )
        if best[0] >= _ALIKE:
            by_promise.setdefault(promises[-best[1]], []).append(figure)
    added = list(_claims(part, by_promise, told))
    return replace(part, claims=(*part.claims, *added)) if added else part


def _claims(part: Part, found: dict[_Promise, list[Figure]], told: Sequence[Claim]) -> Iterator[Claim]:
    for promise, figures in found.items():
        values = {figure.quantity.value for figure in figures}
        known = any(
            claim.quantity is not None
            and claim.quantity.dimension == promise.dimension
            and similarity(core(claim.name), promise.name) >= _ALIKE
            for claim in told
        )
        if known or len(values) > 1:
            continue
        figure = figures[0]
        yield Claim(
            f"{part.id}:{figure.id}",
            figure.name,
            Role.ACTUAL,
            part.kind,
            figure.place,
            figure.quantity,
            path=figure.path,
            caliber=lexicon.calibers(figure.name, _clause(figure), quantity=figure.quantity),
            period=figure.period,
            confidence=_CONFIDENCE,
            context=figure.context,
        )


def _may_be_result(figure: Figure) -> bool:
    """Whether a figure of running text that no claim was read from may be a result, by itself and by its clause."""
    quantity = figure.quantity
    return (
        figure.claim is None
        and figure.place.table is None
        and len(core(figure.name)) >= _SHORTEST
        and quantity.dimension is not None
        and quantity.growth is None
        and not quantity.approximate
        and (quantity.relation is Relation.EQ or quantity.reached)
        and _NO_RESULT.search(_clause(figure)) is None
        and _SENTENCE_OF_OTHERS.search(figure.context) is None
    )


def _clause(figure: Figure) -> str:
    """Return the words of the sentence before the figure, from the last pause on."""
    return _CLAUSE.split(figure.context[: figure.start])[-1]
