"""True relations against what was recomputed and held: how much of a paper's arithmetic was checked."""

from __future__ import annotations

from docaudit.evaluate.scores import Tally
from docaudit.evaluate.truth import Truth, TruthRelation, plain
from docaudit.model import Audit, Figure, RecomputationKind

ROW = "核算关系"
_NO_ARITHMETIC = frozenset(
    {RecomputationKind.CONFLICT, RecomputationKind.GRADE, RecomputationKind.COUNT_LIST, RecomputationKind.LIMIT}
)


def score_relations(name: str, truth: Truth, result: Audit, tally: Tally) -> None:
    """Count the labelled relations whose printed figure a recomputation verified, each recomputation for one label."""
    held: dict[str, list[Figure]] = {}
    for paper in result.whole.values():
        for part in paper.parts:
            found = {r.printed.id: r.printed for r in part.recomputations if r.holds and r.kind not in _NO_ARITHMETIC}
            held.setdefault(paper.document.path, []).extend(found.values())
    for wanted in truth.relations:
        free = held.get(wanted.document, [])
        best = max(free, key=lambda figure: _agreement(wanted, figure), default=None)
        verified = best is not None and _agreement(wanted, best) > 0
        tally.add(ROW, 1, 0, int(verified))
        if best is not None and verified:
            free.remove(best)
        else:
            tally.details.append(f"[未核] {name}：{wanted.kind} {wanted.about} {wanted.quotes}")


def _agreement(wanted: TruthRelation, figure: Figure) -> float:
    """Return 0 when the figure is not the labelled one, else how well row and column agree."""
    cell, printed = plain(figure.place.quote), plain(figure.quantity.text)
    for quote in map(plain, wanted.quotes):
        if figure.place.table is not None and cell == quote:
            about = plain(wanted.about)
            return 1.0 + sum(plain(label) in about for label in figure.path)
        if printed in quote and quote in plain(figure.context) + cell:
            return 1.0 + len(printed) / len(quote)
    return 0.0
