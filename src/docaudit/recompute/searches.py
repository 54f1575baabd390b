"""The second pass over running text: what the first left open, or took for right by chance, is looked up by name."""

from __future__ import annotations

from collections.abc import Sequence

from docaudit.model import Part, Recomputation, RecomputationKind
from docaudit.recompute.balances import balances
from docaudit.recompute.facts import Facts
from docaudit.recompute.grid import Grid
from docaudit.recompute.lists import lists
from docaudit.recompute.named_rows import named_rows
from docaudit.recompute.near_misses import near_misses
from docaudit.recompute.partitions import partitions
from docaudit.recompute.proofs import proofs
from docaudit.recompute.prose import Sentence
from docaudit.recompute.ratios import ratios
from docaudit.recompute.search_changes import search_changes
from docaudit.recompute.search_means import search_means
from docaudit.recompute.search_shares import search_shares
from docaudit.recompute.simple_means import simple_means
from docaudit.recompute.surveys import impossible, told_scores
from docaudit.recompute.told_bases import told_bases
from docaudit.recompute.told_gaps import told_gaps
from docaudit.recompute.told_means import told_means
from docaudit.recompute.told_sums import told_sums
from docaudit.recompute.told_tables import told_tables
from docaudit.recompute.told_years import told_years
from docaudit.recompute.twins import twins
from docaudit.recompute.wrong_bases import wrong_bases

_LOOSE = frozenset({RecomputationKind.CONFLICT, RecomputationKind.GRADE, RecomputationKind.LIMIT})


def searched(
    part: Part, grids: Sequence[Grid], sentences: Sequence[Sentence], found: Sequence[Recomputation]
) -> list[Recomputation]:
    """Return the relations with those added that names make plain; a reading by name replaces one that fits by chance."""
    facts = Facts(part, grids, sentences)
    decided = {r.printed.id: r for r in found if r.kind not in _LOOSE}
    more = [
        *search_shares(facts, decided),
        *search_means(facts, decided),
        *search_changes(facts, decided),
        *told_scores(facts),
    ]
    more += told_bases(facts, decided | {r.printed.id: r for r in more})
    doubted = [*wrong_bases(facts, decided | {r.printed.id: r for r in more})]
    more = [r for r in more if r.printed.id not in {d.printed.id for d in doubted}] + doubted
    replaced = {r.printed.id for r in more if not r.holds}
    kept = [r for r in found if not (r.holds and r.printed.id in replaced and r.kind not in _LOOSE)]
    decided |= {r.printed.id: r for r in more}
    told = [*told_means(facts, decided)]
    more += told
    decided |= {r.printed.id: r for r in told}
    told = [*told_years(facts, decided), *told_gaps(facts, decided)]
    more += told
    decided |= {r.printed.id: r for r in told}
    more += impossible(facts, decided)
    more += lists(part, facts, decided)
    funds = {r.printed.id for r in more if r.kind is RecomputationKind.FUNDING}
    kept = [r for r in kept if r.kind is not RecomputationKind.SUM or r.printed.id not in funds]
    decided |= {r.printed.id: r for r in more if r.kind not in _LOOSE}
    told = [*told_sums(facts, decided), *named_rows(facts, grids, decided)]
    more += told
    decided |= {r.printed.id: r for r in told}
    told = list(partitions(sentences, decided))
    more += told
    decided |= {r.printed.id: r for r in told}
    told = list(balances(sentences, decided))
    more += told
    decided |= {r.printed.id: r for r in told}
    told = [*ratios(sentences, decided), *simple_means(sentences, decided)]
    more += told
    decided |= {r.printed.id: r for r in told}
    proven = list(proofs(facts, decided))
    more += proven
    more += near_misses(facts, decided | {r.printed.id: r for r in proven})
    more += twins(facts, [*kept, *more])
    return [*kept, *more, *told_tables(part, grids, facts, [*kept, *more])]
