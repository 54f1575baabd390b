"""Indicators that are promised and then silent, and indicators that were never promised."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docaudit import lexicon
from docaudit.align import core, polarity_by_name, similarity, words
from docaudit.checks.base import Case, Hit, Holds, Result, Scope, check, evidence
from docaudit.checks.papers import label, per_case, rows_of, texts_of
from docaudit.checks.sides import PROMISING, is_interim, measured_alike, sides, value_of
from docaudit.checks.times import project_end, span
from docaudit.model import Claim, Indicator, Kind, Part, Polarity, Relation, Role, Severity

_BARE_VERB = re.compile(
    r"^(?:由|从)?(?:降|提|升|增|减|控制|下降|提高|提升|增加|减少|降低|缩短|达)?(?:低|高|加|少)?(?:到|至|为)$"
)
_SENTENCES = re.compile(r"[。；;！]")

ANSWERING = (Kind.SELF_EVALUATION, Kind.ACCEPTANCE_REPORT)


@check(Scope.INDICATOR, says=("name", "target", "earlier", "later", "note"))
def indicator_missing(
    indicator: Indicator, case: Case, *, covered: float = 0.6, item_by_item: float = 0.75
) -> Iterator[Result]:
    """A promised indicator is silent in the papers that answer for it.

    Applies only where those papers take up at least the share `covered` of what was promised: what was not read or
    is about something else is not silent.  Where their text has the words of the name, or a figure of the same unit that
    answers no promise, the indicator may only not have been recognised: a hint.  Where another paper has it, only one
    that sets results against targets for the share `item_by_item` of the promises is silent.
    """
    known = sides(indicator, case)
    promised = next((s for s in reversed(known) if s.kind in PROMISING and s.of(Role.TARGET)), None)
    if promised is None:
        return
    if _BARE_VERB.match(indicator.name):
        return
    target = min(promised.of(Role.TARGET), key=lambda claim: (claim.quantity is None, span(claim).kind != "whole"))
    answers = [
        part
        for part in case.parts(*_due(promised.kind, case))
        if not is_interim(part, case) and _share(case, promised.kind, part) >= covered
    ]
    ends = [claim for claim in promised.of(Role.TARGET) if not _of_a_year_before(claim, case)]
    if not answers or not ends:
        return
    told = {side.part.id for side in known if side.kind not in PROMISING or promised.kind is Kind.APPLICATION}
    told |= {part.id for part in answers if _likely_there(target, part)}
    due = _due(promised.kind, case)
    reported = (*due, Kind.EVALUATION_REPORT) if due == ANSWERING else due
    elsewhere = any(part.id in told for part in case.parts(*reported))
    answers = [part for part in answers if part.id not in told]
    if elsewhere:
        answers = [part for part in answers if _share(case, promised.kind, part, itemised=True) >= item_by_item]
    if not answers:
        yield Holds(f"“{indicator.name}”：已有对应内容", (evidence(target),))
        return
    note, doubts = _searched(target, answers, case)
    yield Hit(
        evidence=(evidence(target),),
        says={
            "name": target.name,
            "target": value_of(target),
            "earlier": promised.label,
            "later": "、".join(label(part, case) for part in answers),
            "note": note,
        },
        confidence=target.confidence * (0.6 if doubts else 0.85),
        severity=Severity.INFO if doubts or not _promises_something(target) or _part_of_another(target) else None,
        key=(core(indicator.name), promised.kind.value),
    )


@check(Scope.INDICATOR, says=("name", "target", "earlier", "later"))
def indicator_added(indicator: Indicator, case: Case, *, covered: float = 0.5) -> Iterator[Result]:
    """A target appears first in a later paper although an earlier one lists targets."""
    known = [side for side in sides(indicator, case) if side.of(Role.TARGET)]
    if not known:
        return
    first = known[0]
    before = [part for part in case.parts(*PROMISING) if part.kind.order < first.kind.order and _has_targets(part)]
    if first.kind in (Kind.APPLICATION, Kind.AMENDMENT) or not before:
        if len(known) > 1:
            yield Holds(f"“{indicator.name}”：首见于{first.label}", (evidence(first.claims[0]),))
        return
    source = before[-1]
    target = first.of(Role.TARGET)[0]
    if _share(case, source.kind, first.part) < covered or span(target).kind == "year" or target.quantity is None:
        return
    if _likely_there(target, source):
        return
    yield Hit(
        evidence=(evidence(target),),
        says={
            "name": target.name,
            "target": value_of(target),
            "earlier": label(source, case),
            "later": first.label,
        },
        confidence=target.confidence * 0.8,
        key=(core(indicator.name), first.kind.value),
    )


def _due(promised: Kind, case: Case) -> tuple[Kind, ...]:
    """Return the kinds of paper that must answer for a promise: an evaluation only where nobody else reports."""
    unknown = any(_has_targets(part) for part in case.parts(Kind.OTHER))
    if promised is Kind.APPLICATION and (unknown or case.parts(Kind.TASK_AGREEMENT)):
        return (Kind.TASK_AGREEMENT,)
    return ANSWERING if case.parts(*ANSWERING) else (Kind.EVALUATION_REPORT,)


def _of_a_year_before(claim: Claim, case: Case) -> bool:
    known = span(claim)
    return known.kind == "year" and known.year != project_end(case)


def _has_targets(part: Part) -> bool:
    return any(claim.role is Role.TARGET for claim in part.claims)


@per_case
def _shares(case: Case) -> dict[tuple[Kind, str, Kind, bool], float]:
    """How much of what papers of a kind promise (in numbers) each part says anything about, by kind, document, kind.

    The last of the key is whether the part must set a result against a target.
    """
    promised: dict[Kind, int] = {}
    answered: dict[tuple[Kind, str, Kind, bool], int] = {}
    for indicator in case.indicators:
        places: dict[tuple[str, Kind], set[Role]] = {}
        for claim in indicator.claims:
            places.setdefault((claim.place.document, claim.stage), set()).add(claim.role)
        for kind in {c.stage for c in indicator.claims if c.role is Role.TARGET and c.quantity is not None}:
            promised[kind] = promised.get(kind, 0) + 1
            for place, roles in places.items():
                for itemised in (False, True) if {Role.TARGET, Role.ACTUAL} <= roles else (False,):
                    answered[kind, *place, itemised] = answered.get((kind, *place, itemised), 0) + 1
    return {key: count / promised[key[0]] for key, count in answered.items()}


def _share(case: Case, kind: Kind, part: Part, *, itemised: bool = False) -> float:
    return _shares(case).get((kind, part.document, part.kind, itemised), 0.0)


def _likely_there(target: Claim, part: Part) -> bool:
    """Whether the part states something that may well be the indicator under another name."""
    name = core(target.name)
    return any(similarity(name, other) >= 0.6 and measured_alike(target, c) for other, c in _named(part))


def _named(part: Part) -> list[tuple[str, Claim]]:
    return [(core(claim.name), claim) for claim in part.claims]


def _searched(target: Claim, answers: list[Part], case: Case) -> tuple[str, bool]:
    """Return what was looked for and met on the way, in words, and whether that leaves a doubt."""
    told = telling_words(target.name)
    if any(_mentioned(target, told, part) for part in answers):
        return "，虽有提及但未列数值", True
    unclaimed = next(
        (claim for part in answers for claim in _unclaimed(case, part) if _of_its_unit(target, claim)), None
    )
    if unclaimed is not None:
        return f"；另列有“{unclaimed.name}”（“{value_of(unclaimed)}”），请核实是否为同一指标", True
    return f"（已按“{'、'.join(told)}”检索其指标与全文）", False


def telling_words(name: str) -> tuple[str, ...]:
    """Return the words of a name that a paper which speaks of the indicator can hardly do without; the last tells most."""
    plain = core(name)
    found = [word for word in words(plain) if len(word) >= 2 and word not in _SAID_ANYWHERE and not _verb(word)]
    return tuple(dict.fromkeys(found)) or (plain,)


def _verb(word: str) -> bool:
    return any(facet == "action" for facet, *_ in lexicon.spans(word))


_SAID_ANYWHERE = frozenset(
    {
        "建设",
        "开展",
        "完成",
        "实现",
        "新增",
        "新建",
        "累计",
        "项目",
        "数量",
        "组织",
        "形成",
        "获得",
        "取得",
        "达到",
        "以上",
        "年均",
        "有效",
        "相关",
    }
)


def _mentioned(target: Claim, told: tuple[str, ...], part: Part) -> bool:
    """Whether a sentence or row has the whole name, or its last telling word with one more of them."""
    name = core(target.name)
    for text, _ in (*texts_of(part), *rows_of(part)):
        for sentence in _SENTENCES.split(text):
            if name in sentence:
                return True
            if told[-1] in sentence and (len(told) == 1 or any(word in sentence for word in told[:-1])):
                return True
    return False


@per_case
def _promised_threads(case: Case) -> dict[str, str]:
    """Return the indicator of every claim whose indicator was promised."""
    return {
        claim.id: indicator.id
        for indicator in case.indicators
        if any(c.stage in PROMISING and c.role is Role.TARGET for c in indicator.claims)
        for claim in indicator.claims
    }


def _unclaimed(case: Case, part: Part) -> list[Claim]:
    """Return the paper's targets and results that answer no promise."""
    known = _promised_threads(case)
    return [c for c in part.claims if c.role in (Role.TARGET, Role.ACTUAL) and c.id not in known]


def _of_its_unit(target: Claim, claim: Claim) -> bool:
    """Whether a figure has the very unit of the target and the unit is no ratio: percentages are of anything."""
    if target.quantity is None or claim.quantity is None or target.quantity.unit is None or claim.quantity.unit is None:
        return False
    return target.quantity.unit.dimension != "ratio" and measured_alike(target, claim)


def _part_of_another(target: Claim) -> bool:
    """Whether the target is a part of one that stands before it: 专利申请6项，其中发明专利4项."""
    before = target.place.quote.partition(value_of(target))[0]
    return "其中" in re.split(r"[，,；;。]", before)[-1]


def _promises_something(target: Claim) -> bool:
    """Whether the target is surely a promise: a number with a direction; -20℃～60℃ is a condition of work.

    A plain number in running text may be told for another reason (前人估算约900万吨, 每站配2套).
    """
    quantity = target.quantity
    if quantity is None or (target.place.table is None and quantity.relation in (Relation.EQ, Relation.APPROX)):
        return False
    directed = polarity_by_name(target.name) is not Polarity.UNKNOWN
    counted = (quantity.dimension or "count").startswith(("count", "money")) or quantity.dimension == "ratio"
    return counted or directed or quantity.relation not in (Relation.EQ, Relation.RANGE)
