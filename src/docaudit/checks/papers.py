"""What belongs to one paper: its claims, its texts, what an auditor calls it, and what it only quotes from others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import TypeVar

from docaudit.checks.base import Case
from docaudit.model import Claim, Kind, Paragraph, Part, Place, Table

T = TypeVar("T")

REPORTING = (Kind.PROGRESS_REPORT, Kind.SELF_EVALUATION, Kind.ACCEPTANCE_REPORT, Kind.EVALUATION_REPORT)

_PAPERS = (
    r"(?:(?:验收|自评|绩效自评|自评价|申请|进展|进度|中期|年度|竣工|结题|决算|审计|检查)(?:总结)?(?:报告|材料|表|申请书|申请表|意见|评价表)"
    r"|自评价?|申报书|申请书|任务书|合同书|责任书|申报材料|(?:项目)?单位填报)"
)
_QUOTED = re.compile(
    rf"{_PAPERS}(?:中|里|上|内)?(?:的|所)?(?:为|是|显示|填报|填写|填列|自报|报送|上报|写|载明|所列|列|又|则|记载|称|数据|数值)"
)
_AS_SAID = re.compile(_QUOTED.pattern + r"[为是的：:]*$")
_REMEMBERED = 64
_MOST_CLAIMS = 4096
_SENTENCES = re.compile(r"[。！\n]")
_CLAUSES = re.compile(r"[，,；;]")


def per_case(function: Callable[[Case], T]) -> Callable[[Case], T]:
    """Remember the answer for the case last asked about: checks run over one case after another."""
    last: list[tuple[Case, T]] = []

    def remembered(case: Case) -> T:
        if not last or last[0][0] is not case:
            last[:] = [(case, function(case))]
        return last[0][1]

    return remembered


def per_part(function: Callable[[Part], T]) -> Callable[[Part], T]:
    """Remember the answer for parts that are asked about over and over: the guidelines, for every project."""
    known: dict[int, tuple[Part, T]] = {}

    def remembered(part: Part) -> T:
        if id(part) not in known:
            if len(known) >= _REMEMBERED:
                known.clear()
            known[id(part)] = (part, function(part))
        return known[id(part)][1]

    return remembered


def per_claim(function: Callable[[Claim], T]) -> Callable[[Claim], T]:
    """Remember the answer for claims, which are compared with all others of their indicator by several checks."""
    known: dict[int, tuple[Claim, T]] = {}

    def remembered(claim: Claim) -> T:
        found = known.get(id(claim))
        if found is None:
            if len(known) >= _MOST_CLAIMS:
                known.clear()
            found = known[id(claim)] = (claim, function(claim))
        return found[1]

    return remembered


def owner(claim: Claim, case: Case) -> Part | None:
    """Return the part of the project in which a claim stands."""
    fitting = [p for p in case.project.parts if p.document == claim.place.document and p.kind is claim.stage]
    if len(fitting) > 1:
        return next((p for p in fitting if any(c.id == claim.id for c in p.claims)), None)
    return fitting[0] if fitting else None


def label(part: Part, case: Case) -> str:
    """Return what an auditor calls the paper: its kind, and its file name where the project has several of that kind."""
    alike = [other for other in case.project.parts if other.kind is part.kind]
    if len(alike) == 1:
        return part.kind.label
    return f"{part.kind.label}（{PurePosixPath(part.path).stem}）"


def texts_of(part: Part) -> Iterator[tuple[str, Place]]:
    """Yield every text of a part without blanks, with its place."""
    for block in part.blocks:
        if isinstance(block, Table):
            yield from (("".join(cell.text.split()), cell.place) for cell in block.cells())
        else:
            yield "".join(block.text.split()), block.place


def in_line(place: Place, part: Part, longest: int = 60) -> Place:
    """Return the place with its whole line for quotation, where that is no longer than a label with what it labels."""
    for block in part.blocks if place.table is None else ():
        if isinstance(block, Paragraph) and (block.place.page, block.place.paragraph) == (place.page, place.paragraph):
            line = next((line for line in _SENTENCES.split(block.text) if place.quote in line), "")
            if line and len(line) <= longest:
                return place.quoting(" ".join(line.split()))
    return place


def rows_of(part: Part) -> Iterator[tuple[str, Place]]:
    """Yield every row of the part's tables as one text, with the place of its last cell."""
    for block in part.blocks:
        rows: dict[int, list[tuple[str, Place]]] = {}
        for cell in block.cells() if isinstance(block, Table) else ():
            rows.setdefault(cell.row, []).append(("".join(cell.text.split()), cell.place))
        for cells in rows.values():
            yield " ".join(text for text, _ in cells), cells[-1][1]


def quoted(claim: Claim) -> bool:
    """Whether a report only tells what another paper says: 验收报告中为1人, 自评报告填报 62 人."""
    if claim.stage not in REPORTING or claim.quantity is None:
        return False
    before, found, _ = claim.place.quote.partition(claim.quantity.text)
    if not found and claim.place.table is None:
        before, found, _ = claim.context.partition(claim.quantity.text)
    if not found:
        return False
    *earlier, own = _CLAUSES.split(_SENTENCES.split(before)[-1])
    return _QUOTED.search(own) is not None or any(_AS_SAID.search(clause) for clause in earlier)
