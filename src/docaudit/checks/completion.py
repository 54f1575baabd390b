"""Results against targets: what was not met, and what is called met although it is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from docaudit.align import core
from docaudit.checks.agreed import agreed_instead, met, met_as_approved
from docaudit.checks.base import Case, Hit, Holds, Result, Scope, check, evidence
from docaudit.checks.bounds import percent, ratio, written
from docaudit.checks.facets import facet_between, promise_for
from docaudit.checks.papers import label, per_case
from docaudit.checks.sides import (
    FINAL,
    NUMBERING,
    WEAK_LINK,
    Side,
    confidence,
    doubt,
    is_interim,
    is_midway,
    latest_promise,
    link,
    measured_alike,
    sides,
    value_of,
    weaken,
)
from docaudit.checks.times import same_time, span
from docaudit.model import Claim, Evidence, Indicator, Kind, Paragraph, Part, Place, Role, Severity, Table

JUDGED = (*FINAL, Kind.PROGRESS_REPORT)

_DONE = re.compile(
    r"(?:均|已|全部|全面|圆满|顺利|超额|按期|如期|按时)*(?:已)?(?:完成|达到|达成|实现)了?(?:既定|预定|预期|年度|考核|任务书|合同|约定|全部|规定|各项|的|设定|绩效)*(?:目标|指标|任务|要求)"
    r"|超额完成|全部完成|全面完成|圆满完成|均已完成|均完成|100\s*[%％]\s*完成|完成率(?:为|达|达到|:|：)?\s*100\s*[%％]|已达标|(?<!不|未)达标|已达成|已达到"
)
_CELL_DONE = re.compile(
    r"^(?:是|√|已?完成|已达成|达成|达标|已达标|超额完成|全部完成|已全部完成|100(?:\.0+)?[%％])[。；]?$"
)
_NOT = re.compile(r"(?:未|尚|没有|不|基本|部分|大部分|多数|拟|将|力争|确保|预计|计划|如|若|需|应|为)[^，。；]{0,4}$")
_MONTHS = re.compile(
    r"(?<!\d)(?:1?\d|[一二三四五六七八九十])月?(?:份)?(?:至|到|[-—–~～])(?:[1-9]|1[01]|[一二三四五六七八九十])月|[上下]半年|前(?:[一二三1-3]个?)季度"
)
_STOPS = "，。；！\n,;"
_ADMITTED = re.compile(r"[，,；;][^。]{0,12}(?:未(?:达|完成|实现|能)|尚有|尚未|不足|仅完成)|[，,；;](?:但|除)")
_HEDGED = re.compile(r"未|基本|除|部分|大多|多数|力争|确保")
_OTHERS = re.compile(r"其余|其他|其它")
_AIM = r"(?:指标|目标|任务(?!书)|要求|建设内容|工程内容|工作内容)"
_REACHED = r"(?:完成|达到|达标|达成|实现|落实|兑现|满足)(?!情况|程度|进度|如下|后|时)"
_GENERAL = re.compile(
    rf"{_REACHED}[^，。；]{{0,16}}(?:全部|各项|所有)[^，。；]{{0,14}}(?:指标|目标|任务)"
    rf"|(?:各项|全部|所有|(?<!平)均|全面|圆满)[^，。；]{{0,14}}{_AIM}[^，。；]{{0,14}}{_REACHED}"
    rf"|(?:全面|全部|圆满|超额|(?<!平)均|都)[^，。；]{{0,6}}{_REACHED}[^，。；]{{0,16}}{_AIM}"
    rf"|{_AIM}[^，。；]{{0,8}}(?:均|全部|都|全面|超额)[^，。；]{{0,8}}{_REACHED}"
    rf"|{_AIM}(?:如期|按期|按时|100\s*[%％]){_REACHED}"
    rf"|(?:全面|全部|圆满|超额){_REACHED}[^，。；]{{0,12}}(?:约定|规定|要求|确定|下达)的?(?:各项|全部)?(?:内容|事项)"
    r"|(?:指标|目标|任务)[^，。；]{0,4}(?:完成率|达标率)(?:为|达|达到)?\s*100\s*[%％]"
)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A result that does not meet its target."""

    side: Side
    actual: Claim
    source: Side
    target: Claim
    agreed: bool = False
    """Whether it meets the weaker target that its own paper lists."""


@check(Scope.INDICATOR, says=("later", "words", "name", "actual", "source", "target", "note"))
def completion_misstated(indicator: Indicator, case: Case) -> Iterator[Result]:
    """A paper says that the indicator, or everything, is done while figures say otherwise.

    The words may stand in the row itself, or be a general statement of a paper; a general statement is one finding
    however many indicators it covers up.
    """
    for side in sides(indicator, case):
        if side.kind not in JUDGED:
            continue
        for _, target, actual in answered(indicator, case, side):
            if own_words(side, actual) is not None and met(indicator, target, actual):
                yield Holds(_compared(target, actual), (evidence(actual), evidence(target)))
        short = shortfall(indicator, case, side)
        words = own_words(side, short.actual) if short is not None else None
        if short is not None and words is not None:
            yield _misstated(indicator, short, side.label, words, None, "")
    for part, text, place in _general_statements(case):
        covered = _covered(case, part)
        if covered and covered[0][0] is indicator:
            short = covered[0][1]
            more = "、".join(f"“{other.name}”" for other, _ in covered[1:4])
            note = f"（另有{more}{'等' if len(covered) > 4 else ''}未达到目标）" if more else ""
            yield _misstated(indicator, short, label(part, case), text, evidence(place, part.kind), note)


@check(Scope.INDICATOR, says=("later", "name", "actual", "source", "target", "note"))
def target_unmet(indicator: Indicator, case: Case) -> Iterator[Result]:
    """A final result does not meet its target, and its row does not pretend that it does; said once per indicator."""
    found: list[Shortfall] = []
    met: list[tuple[Side, Claim]] = []
    for side in sides(indicator, case):
        if side.part.kind not in FINAL or is_midway(side.part):
            continue
        short = shortfall(indicator, case, side) or _short_of_agreed(indicator, case, side)
        if short is not None:
            found.append(short)
        for _, target, actual in answered(indicator, case, side) if short is None else ():
            yield Holds(_compared(target, actual), (evidence(actual), evidence(target)))
            met.append((side, actual))
            break
    called_done = [s for s in found if not s.agreed and own_words(s.side, s.actual) is not None]
    if not found or called_done:
        return
    last = found[-1]
    if met and link(indicator, last.actual, last.target) < WEAK_LINK:
        return
    met = [(side, actual) for side, actual in met if link(indicator, actual) >= WEAK_LINK]
    other = f"（{met[-1][0].label}为“{value_of(met[-1][1])}”）" if met else ""
    yield Hit(
        evidence=(evidence(last.actual), evidence(last.target), *(evidence(short.actual) for short in found[:-1])),
        says=_says(last, last.side.label, other + doubt(indicator, last.actual, last.target)),
        computation=_compared(last.target, last.actual),
        confidence=confidence(indicator, last.actual, last.target),
        severity=weaken(Severity.WARNING, indicator, last.actual, last.target),
        key=(core(indicator.name), last.side.kind.value),
    )


def _says(short: Shortfall, later: str, note: str) -> dict[str, str]:
    return {
        "later": later,
        "name": short.actual.name,
        "actual": value_of(short.actual),
        "source": short.source.label if short.source is not short.side else "其所列",
        "target": value_of(short.target),
        "note": note,
    }


def _misstated(
    indicator: Indicator, short: Shortfall, later: str, words: str, statement: Evidence | None, note: str
) -> Hit:
    figures = (evidence(short.actual), evidence(short.target))
    return Hit(
        evidence=figures if statement is None else (statement, *figures),
        says={**_says(short, later, note + doubt(indicator, short.actual, short.target)), "words": words},
        computation=_compared(short.target, short.actual),
        confidence=confidence(indicator, short.actual, short.target) * (1.0 if statement is None else 0.85),
        severity=weaken(Severity.ERROR, indicator, short.actual, short.target),
        key=(core(indicator.name), short.side.kind.value) if statement is None else (statement.place.quote,),
    )


@per_case
def _general_statements(case: Case) -> list[tuple[Part, str, Place]]:
    """Return the first sentence of each reporting paper that calls everything done."""
    found = []
    for part in case.parts(*JUDGED):
        for block in part.blocks:
            texts = [block.text] if isinstance(block, Paragraph) else []
            if isinstance(block, Table):
                texts = [cell.text for cell in block.cells()]
            hit = next((words for text in texts if (words := _general(text)) is not None), None)
            if hit is not None:
                found.append((part, hit, block.place.quoting(hit)))
                break
    return found


def _general(text: str) -> str | None:
    for found in _GENERAL.finditer(text):
        if _ADMITTED.search(re.split(r"[。\n]", text[found.end() :])[0]):
            continue
        if not _NOT.search(text[: found.start()]) and not _HEDGED.search(found.group()):
            start = max(text.rfind(mark, 0, found.start()) for mark in _STOPS) + 1
            end = min((at for mark in _STOPS if (at := text.find(mark, found.end())) >= 0), default=len(text))
            if not _OTHERS.search(text[start:end]):
                return NUMBERING.sub("", text[start:end]).strip()
    return None


@per_case
def _all_short(case: Case) -> list[tuple[Indicator, Shortfall]]:
    """Return every shortfall of every final paper that its own row does not already misstate."""
    return [
        (indicator, short)
        for indicator in case.indicators
        for side in sides(indicator, case)
        if side.kind in JUDGED
        and (short := shortfall(indicator, case, side)) is not None
        and own_words(side, short.actual) is None
        and link(indicator, short.actual, short.target) >= WEAK_LINK
    ]


def _covered(case: Case, part: Part) -> list[tuple[Indicator, Shortfall]]:
    """Return the shortfalls that a general statement of the paper covers up, one for each indicator.

    They stand in the paper itself or in another final one; where its own figures meet the target it does not
    contradict itself.  A paper from midway speaks of the targets that it lists itself, and a final one not of midway.
    """
    midway = part.kind not in FINAL or is_interim(part, case)
    covered: dict[str, tuple[Indicator, Shortfall]] = {}
    for indicator, short in _all_short(case):
        own = short.side.part.id == part.id
        if midway and not (own and short.source.part.id == part.id):
            continue
        if not own and short.side.kind not in FINAL:
            continue
        if not own and _meets(indicator, case, part):
            continue
        if own or indicator.id not in covered:
            covered[indicator.id] = indicator, short
    return list(covered.values())


def _meets(indicator: Indicator, case: Case, part: Part) -> bool:
    """Whether the paper's own figures meet the target."""
    own = [side for side in sides(indicator, case) if side.part.id == part.id]
    return any(met(indicator, target, actual) for side in own for _, target, actual in answered(indicator, case, side))


def answered(indicator: Indicator, case: Case, side: Side) -> Iterator[tuple[Side, Claim, Claim]]:
    """Yield each result of a paper with the target that it answers, where the numbers can be compared."""
    known = sides(indicator, case)
    upto = known[: known.index(side) + 1]
    for actual in side.of(Role.ACTUAL):
        if actual.quantity is None:
            continue
        found = promise_for(upto, actual, case)
        if found is not None and found[1].quantity is None:
            found = latest_promise(upto[:-1], actual, case)
        if found is None:
            continue
        source, target = found
        if side.kind is Kind.PROGRESS_REPORT and source is not side and span(target).kind == "whole":
            continue
        if not measured_alike(target, actual) or facet_between(target, actual, link(indicator, target, actual)):
            continue
        yield source, target, actual


def shortfall(indicator: Indicator, case: Case, side: Side) -> Shortfall | None:
    """Return what is short in this paper; None as soon as one reading of its figures meets the target."""
    short: list[Shortfall] = []
    for source, target, actual in answered(indicator, case, side):
        if target.period is None and actual.period is not None and not same_time(target, actual, case):
            continue
        if _part_of_year(actual):
            continue
        if met(indicator, target, actual) or met_as_approved(indicator, case, target, actual):
            return None
        short.append(Shortfall(side, actual, source, target))
    if not short:
        return None
    return min(short, key=lambda s: (-link(indicator, s.actual, s.target), s.actual.id))


def _short_of_agreed(indicator: Indicator, case: Case, side: Side) -> Shortfall | None:
    """Return a result that meets only the target which its paper lists in the place of the agreed one."""
    for source, own, actual in answered(indicator, case, side) if side.kind in FINAL else ():
        found = agreed_instead(indicator, case, side, own, actual) if source is side else None
        if found is not None and not met(indicator, found[1], actual):
            return Shortfall(side, actual, *found, agreed=True)
    return None


def _part_of_year(actual: Claim) -> bool:
    """Whether the clause of a result says that it counts some months only: 1月至6月查档4870人次."""
    before = actual.place.quote.partition(value_of(actual))[0]
    return _MONTHS.search(re.split(r"[，,；;。]", before)[-1]) is not None


def _compared(target: Claim, actual: Claim) -> str:
    if target.quantity is None or actual.quantity is None:
        return ""
    share = ratio(target.quantity, actual.quantity)
    shown = f"（目标的{percent(share * Decimal(100))}）" if share is not None else ""
    return f"实际{written(actual.quantity)}，目标{value_of(target)}{shown}"


def own_words(side: Side, actual: Claim) -> str | None:
    """Return what the row or sentence of the result itself says about being done."""
    place = actual.place
    for claim in side.part.claims:
        same_row = place.table is not None and (claim.place.table, claim.place.row) == (place.table, place.row)
        if same_row and claim.role is Role.RATE and claim.quantity is not None and claim.quantity.value >= _full(claim):
            return f"完成率{value_of(claim)}"
    for piece in re.split(r"[\n\t|｜]+", actual.context):
        for clause in re.split(r"[，,；;。]", piece) if place.table is not None else ():
            if _CELL_DONE.match(clause.strip()):
                return clause.strip()
        for found in _DONE.finditer(piece):
            admitted = _ADMITTED.search(re.split(r"。", piece[found.end() :])[0])
            clause = re.split(r"[，,；;。]", piece[: found.start()])[-1]
            if not admitted and not _NOT.search(piece[: found.start()]) and not _OTHERS.search(clause):
                return found.group()
    return None


def _full(claim: Claim) -> Decimal:
    unit = claim.quantity.unit if claim.quantity is not None else None
    return Decimal(100) * (unit.scale if unit is not None else Decimal(1))
