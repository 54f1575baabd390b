"""How long a project may take, as its guideline says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from docaudit.checks.base import Case, Hit, Holds, Result
from docaudit.checks.limits import Sort, limits
from docaudit.checks.papers import label
from docaudit.model import Evidence, Kind, Part

_DATE = re.compile(r"((?:19|20)\d\d)\D{0,3}(\d{1,2})(?:\D{0,3}(\d{1,2}))?")
_LEEWAY = Decimal("1.1")
"""Months by which a period may be longer: it is counted with or without its first and last day."""


def over_term(case: Case) -> Iterator[Result]:
    """Yield what the guideline's longest period says to that of the agreement, or of the application without one."""
    for kind in (Kind.TASK_AGREEMENT, Kind.APPLICATION):
        for part in case.parts(kind):
            months = _months(part)
            end = part.field("end")
            if months is None or end is None:
                continue
            for limit, _ in limits(case, Sort.MONTHS):
                proof = (Evidence(end.place, part.kind), Evidence(limit.said.place, limit.said.part.kind))
                start = part.field("start")
                shown = f"{start.value if start is not None else ''}至{end.value}"
                computation = f"{shown}共{months.quantize(Decimal(1))}个月，{limit.said.part.kind.label}为{limit.words}"
                if months <= limit.number + _LEEWAY:
                    yield Holds(computation, proof)
                    continue
                says = {
                    "field": "执行期限",
                    "later": label(part, case),
                    "new": shown,
                    "earlier": limit.said.part.kind.label,
                    "old": limit.words,
                    "note": "；请核实是否经批准延长",
                }
                yield Hit(proof, says, computation, 0.8, key=("term", part.kind.value))
            return


def _months(part: Part) -> Decimal | None:
    start, end = part.field("start"), part.field("end")
    dates = [_DATE.search(field.value) for field in (start, end) if field is not None]
    if len(dates) != 2 or dates[0] is None or dates[1] is None:
        return None
    (y1, m1, d1), (y2, m2, d2) = (found.groups() for found in dates if found is not None)
    whole = Decimal((int(y2) - int(y1)) * 12 + int(m2) - int(m1))
    return whole + (Decimal(int(d2) - int(d1) + 1) / 30 if d1 and d2 else 1)
