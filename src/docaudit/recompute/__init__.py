"""Find every arithmetic relation that a paper's figures ought to satisfy, and whether they do."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from docaudit.model import Part, Recomputation
from docaudit.recompute.above import above
from docaudit.recompute.budgets import named_budgets
from docaudit.recompute.carried import carried
from docaudit.recompute.columns import computed_columns
from docaudit.recompute.conflicts import conflicts
from docaudit.recompute.crossed import crossed
from docaudit.recompute.decimal_slips import decimal_slips
from docaudit.recompute.deductions import deductions
from docaudit.recompute.enumerations import enumerations
from docaudit.recompute.forms import form_parts, form_rates, labelled
from docaudit.recompute.grade_scales import Scale, scale_of
from docaudit.recompute.grade_words import rank_of
from docaudit.recompute.grades import grades
from docaudit.recompute.grid import grids_of
from docaudit.recompute.header_formulas import apart_from_whole, header_formulas
from docaudit.recompute.inventory import inventories
from docaudit.recompute.left_weights import left_weights
from docaudit.recompute.limits import limits
from docaudit.recompute.multiples import multiples
from docaudit.recompute.named_lists import named_lists
from docaudit.recompute.nested_lists import nested_lists
from docaudit.recompute.note_cells import note_cells
from docaudit.recompute.period_means import period_means
from docaudit.recompute.point_columns import point_columns
from docaudit.recompute.point_gaps import point_gaps
from docaudit.recompute.priced import priced
from docaudit.recompute.products import products
from docaudit.recompute.prose import sentences_of
from docaudit.recompute.prose_changes import changes
from docaudit.recompute.prose_means import means
from docaudit.recompute.prose_rates import rates
from docaudit.recompute.prose_sums import list_sums
from docaudit.recompute.repairs import repairs_of
from docaudit.recompute.retold import retold
from docaudit.recompute.row_means import row_means
from docaudit.recompute.row_notes import row_notes
from docaudit.recompute.row_sums import row_sums
from docaudit.recompute.samples import samples
from docaudit.recompute.score_formulas import score_formulas
from docaudit.recompute.scores import scores
from docaudit.recompute.searches import searched
from docaudit.recompute.series import series_changes
from docaudit.recompute.settle import settle
from docaudit.recompute.stocks import stocks
from docaudit.recompute.subsets import subsets
from docaudit.recompute.sums import sums
from docaudit.recompute.told_in_brackets import told_in_brackets
from docaudit.recompute.told_scoring import told_scoring
from docaudit.recompute.told_weights import told_weights
from docaudit.recompute.two_units import two_units
from docaudit.recompute.weights import Funds, weights
from docaudit.recompute.whole_counts import whole_counts

__all__ = ["Scale", "rank_of", "recompute", "scale_of"]


def recompute(part: Part, scales: Sequence[Scale] = ()) -> tuple[Recomputation, ...]:
    """Return the relations of a part in reading order of their kind: tables, scores, text, grades, repeated facts.

    `holds` is True where a reading fits; a misfit is returned only where the paper meant the relation, and one slip
    once.  `scales` are the grade scales of the settings, for papers that print none.  Figures are those of `part.figures` wherever extraction has read them.
    """
    grids = grids_of(part)
    sentences = sentences_of(part)
    forms = labelled(part)
    funds = Funds(grids)
    found: list[Recomputation] = []
    for grid in grids:
        mended: dict[str, Decimal] = {}
        added = list(funds.added_to(sums(grid)))
        signed = list(row_sums(grid, mended))
        found += added
        found += computed_columns(grid, repairs_of((*added, *signed)))
        found += signed
        found += row_means(grid, mended)
        found += header_formulas(grid)
        found += apart_from_whole(grid)
        found += point_columns(grid, {r.printed.id for r in found if not r.holds})
    found += note_cells(part, grids)
    found += row_notes(part, grids, sentences)
    found += weights(grids)
    found += scores(grids, part)
    found += deductions(grids, sentences)
    found += score_formulas(part, grids)
    found += form_rates(forms)
    found += form_parts(forms)
    found += rates(sentences)
    found += named_budgets(sentences)
    found += samples(part, grids, sentences)
    found += list_sums(sentences)
    found += nested_lists(sentences)
    found += changes(sentences)
    found += means(sentences)
    found += period_means(sentences)
    found += products(sentences)
    found += point_gaps(sentences)
    found += stocks(sentences)
    found += multiples(sentences)
    found += left_weights(sentences)
    found += told_scoring(sentences)
    found += told_weights(part)
    found += series_changes(grids, sentences)
    found += grades(part, grids, sentences, scales)
    found += conflicts(part, grids, sentences, forms)
    found += crossed(grids, sentences)
    found += carried(grids, sentences)
    found += two_units(sentences)
    found += told_in_brackets(sentences)
    found += priced(sentences)
    found += decimal_slips(grids, sentences)
    found += whole_counts(sentences)
    found += retold(sentences)
    found += above(sentences)
    found += subsets(sentences)
    found += limits(part, grids, sentences)
    found += inventories(part, sentences)
    found += enumerations(part, sentences)
    found += named_lists(sentences)
    return settle(searched(part, grids, sentences, found))
