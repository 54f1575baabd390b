"""The money of a project against what its guideline allows: own share, caps, items, and how many projects there may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from docaudit import quantities
from docaudit.checks.amounts import Amount, Payer, amounts, item
from docaudit.checks.base import Case, Folder, Hit, Holds, Result, Scope, check, of_case
from docaudit.checks.bounds import percent, plain
from docaudit.checks.limits import GRANT, OWN, Limit, Sort, limits
from docaudit.checks.papers import label, texts_of
from docaudit.model import Evidence, Kind, Part, Place, Relation, Severity

_ASKING = (Kind.TASK_AGREEMENT, Kind.APPLICATION)
_OWN_FIRST = re.compile(rf"(?:{OWN})[^，,。；;]{{0,16}}(?:{GRANT})")
_GRANT_FIRST = re.compile(rf"(?:{GRANT})[^，,。；;]{{0,16}}(?:{OWN})")
_RATIO = re.compile(r"(\d+(?:\.\d+)?)[：:∶比](\d+(?:\.\d+)?)")


@check(Scope.PROJECT, says=("what", "ratio", "problem"))
def funding_ratio(case: Case) -> Iterator[Result]:
    """The project brings less of its own money than its guideline asks, or another share than its paper says."""
    for part in _asking(case):
        money = amounts(part)
        own, grant = money.get(Payer.OWN), money.get(Payer.GRANT)
        if own is None or grant is None or not grant.number:
            continue
        for limit, name in limits(case, Sort.RATIO, Sort.OWN_SHARE):
            whole = money[Payer.ALL].number if Payer.ALL in money else own.number + grant.number
            base, what = (grant.number, "自筹÷资助") if limit.sort is Sort.RATIO else (whole, "自筹÷总经费")
            enough = own.number >= limit.number * base
            proof = (_at(own, part), _at(grant, part), Evidence(limit.said.place, limit.said.part.kind))
            computation = (
                f"{what}：{_yuan(own.number)} ÷ {_yuan(base)} = {_share(own.number / base, limit)}，要求{limit.words}"
            )
            if enough:
                yield Holds(computation, proof)
                continue
            problem = f"低于{_source(limit, name)}“{limit.words}”"
            yield _off(
                case, part, own, grant, _share(own.number / base, limit), problem, computation, proof, limit.sort
            )
        yield from _stated(case, part, own, grant)
        return


def _stated(case: Case, part: Part, own: Amount, grant: Amount) -> Iterator[Result]:
    """自筹经费与资助经费之比为2:1, beside amounts that give another one."""
    for text, place in texts_of(part):
        for spot in quantities.find(text):
            if spot.quantity.dimension != "ratio_of" or spot.quantity.relation is not Relation.EQ:
                continue
            clause = re.split(r"[，,。；;]", text[: spot.start])[-1]
            found = _RATIO.search(spot.quantity.text)
            turned = _GRANT_FIRST.search(clause) is not None and not _OWN_FIRST.search(clause)
            if found is None or not (turned or _OWN_FIRST.search(clause)):
                continue
            a, b = Decimal(found[1]), Decimal(found[2])
            top, bottom = (grant.number, own.number) if turned else (own.number, grant.number)
            if not a or not b or not bottom:
                continue
            proof = (Evidence(place, part.kind), _at(own, part), _at(grant, part))
            real = top / bottom * b
            computation = f"{_yuan(top)} : {_yuan(bottom)} = {_short(real)}:{plain(b)}，文中为{spot.quantity.text}"
            if a in (real.quantize(Decimal(1).scaleb(_exponent(a)), way) for way in (ROUND_HALF_UP, ROUND_DOWN)):
                yield Holds(computation, proof)
            else:
                ratio = f"{_short(real)}:{plain(b)}"
                problem = f"与所称“{spot.quantity.text}”不符"
                yield _off(case, part, own, grant, ratio, problem, computation, proof, "stated")


def _off(
    case: Case,
    part: Part,
    own: Amount,
    grant: Amount,
    ratio: str,
    problem: str,
    computation: str,
    proof: tuple[Evidence, ...],
    sort: str,
) -> Hit:
    return Hit(
        evidence=proof,
        says={
            "what": f"{label(part, case)}自筹{_yuan(own.number)}、资助{_yuan(grant.number)}",
            "ratio": ratio,
            "problem": problem,
        },
        computation=computation,
        confidence=0.85,
        key=(str(sort), part.kind.value),
    )


@dataclass(frozen=True, slots=True)
class _Taken:
    """A project that was taken into a class of which a guideline takes so many."""

    guideline: str
    name: str
    number: Decimal
    words: str
    said: Evidence
    first: Evidence | None


@check(Scope.FOLDER, says=("paper", "what", "source", "limit"))
def funding_over_limit(folder: Folder) -> Iterator[Result]:
    """A project gets more than its class may get, spends more on an item, or more projects were taken than allowed."""
    taken: dict[tuple[str, str], list[_Taken]] = {}
    for _, found in folder.by_case(limited_funds):
        for said in found:
            if isinstance(said, _Taken):
                taken.setdefault((said.guideline, said.name), []).append(said)
            else:
                yield said
    for (_, name), projects in taken.items():
        limit = projects[0]
        proof = (limit.said, *(project.first for project in projects if project.first is not None))
        computation = f"“{name}”立项{len(projects)}项，{limit.said.stage.label}为{limit.words}"
        if len(projects) <= limit.number:
            yield Holds(computation, proof)
            continue
        says = {
            "paper": "",
            "what": f"“{name}”共立项{len(projects)}项",
            "source": f"{limit.said.stage.label}的规定",
            "limit": limit.words,
        }
        yield Hit(proof, says, computation, 0.7, key=("count", name), project_id="")


@of_case
def limited_funds(case: Case) -> Iterator[Result | _Taken]:
    """Yield what is to be said of the project's own funds, and where it counts against a number of projects."""
    if not case.guidelines:
        return
    yield from _over(case)
    agreements = case.parts(Kind.TASK_AGREEMENT)
    for limit, name in limits(case, Sort.COUNT):
        if name and agreements:
            part = agreements[0]
            first = next((Evidence(block.place, part.kind) for block in part.blocks), None)
            said = Evidence(limit.said.place, limit.said.part.kind)
            yield _Taken(limit.said.part.id, name, limit.number, limit.words, said, first)


def _over(case: Case) -> Iterator[Result]:
    for limit, name in limits(case, Sort.CAP, Sort.GRANT_SHARE, Sort.FIRST_YEAR, Sort.ITEM):
        mended = False
        for part in _asking(case):
            found = _measured(limit, part)
            if found is None:
                continue
            amount, base, what = found
            size = amount.number / base.number if base is not None else amount.number
            proof = (
                _at(amount, part),
                *((_at(base, part),) if base is not None else ()),
                Evidence(limit.said.place, limit.said.part.kind),
            )
            computation = _reckoned(amount, base, limit)
            if size <= limit.number:
                yield Holds(computation, proof)
                mended = True  # an application above the limit, cut in the agreement, is worth a note
                continue
            says = {"paper": label(part, case), "what": what, "source": _source(limit, name), "limit": limit.words}
            key = (limit.sort.value, limit.item, part.kind.value)
            note = Severity.INFO if mended else None
            yield Hit(proof, says, computation, 0.85, key=key, project_id=case.project.id, severity=note)
            break


def _measured(limit: Limit, part: Part) -> tuple[Amount, Amount | None, str] | None:
    """Return what a limit bounds in a paper: the amount, what it is a share of, and how a person says it."""
    if limit.sort is Sort.ITEM:
        found = item(part, limit.item, of_grant=limit.base == "grant")
        if found is None or (limit.number <= 1 and (found[1] is None or not found[1].number or not limit.base)):
            return None
        amount, whole = found
        if limit.number > 1:
            return amount, None, f"{limit.item}{_yuan(amount.number)}"
        share = percent(amount.number / whole.number * 100) if whole is not None else ""
        return amount, whole, f"{limit.item}{_yuan(amount.number)}，占{share}"
    money = amounts(part)
    if limit.sort is Sort.FIRST_YEAR:
        first = money.get(Payer.FIRST_YEAR)
        return (first, None, f"立项当年资助{_yuan(first.number)}") if first is not None else None
    grant, whole = money.get(Payer.GRANT), money.get(Payer.ALL)
    if grant is None:
        return None
    if limit.sort is Sort.CAP:
        return grant, None, f"资助经费{_yuan(grant.number)}"
    if whole is None or not whole.number:
        return None
    return grant, whole, f"资助经费{_yuan(grant.number)}，占总经费的{percent(grant.number / whole.number * 100)}"


def _reckoned(amount: Amount, base: Amount | None, limit: Limit) -> str:
    if base is None:
        return f"{_yuan(amount.number)}，规定{limit.words}"
    share = percent(amount.number / base.number * 100)
    return f"{_yuan(amount.number)} ÷ {_yuan(base.number)} = {share}，规定{limit.words}"


def _asking(case: Case) -> tuple[Part, ...]:
    """Return the papers that settle the money, the last word first: an agreement supersedes the application."""
    return tuple(part for kind in _ASKING for part in reversed(case.parts(kind)))


def _source(limit: Limit, name: str) -> str:
    return f"{limit.said.part.kind.label}对“{name}”的规定" if name else f"{limit.said.part.kind.label}的规定"


def _at(amount: Amount, part: Part) -> Evidence:
    place: Place = amount.place
    return Evidence(place, part.kind)


def _yuan(number: Decimal) -> str:
    return f"{plain(number / 10000)}万元" if number >= 10000 else f"{plain(number)}元"


def _share(number: Decimal, limit: Limit) -> str:
    return f"{_short(number)}:1" if _RATIO.search(limit.words) else percent(number * 100)


def _short(number: Decimal) -> str:
    return plain(number.quantize(Decimal("0.01"), ROUND_HALF_UP))


def _exponent(number: Decimal) -> int:
    """Return the last digit to which a ratio is compared: what is printed, and tenths where it is whole."""
    exponent = number.as_tuple().exponent
    return min(exponent, -1) if isinstance(exponent, int) else -1
