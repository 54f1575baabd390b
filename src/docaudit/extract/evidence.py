"""Whether a value states a target or a result by its own words, where no heading says so."""

from __future__ import annotations

from docaudit.extract.spoken import Stated
from docaudit.extract.wording import has_object, opening_verb
from docaudit.lexicon import words
from docaudit.model import Relation, Role

_BOUNDS = frozenset({Relation.GE, Relation.LE})


def is_evident(item: Stated) -> bool:
    """Whether the clause has a verb of work and a thing counted, and does not speak of the country or of a policy."""
    if item.quantity is None or speaks_of_others(item) or any(word in item.sentence for word in words().sources):
        return False
    if item.role is Role.TARGET:
        return item.quantity.relation in _BOUNDS and not item.quantity.approximate
    dimension = item.quantity.dimension or ""
    active = bool(opening_verb(item.name)) or any(verb in item.clause for verb in words().cues.weak_actual)
    counted = dimension.startswith("count") or (dimension.startswith("money") and has_object(item.name))
    return active and counted


def speaks_of_others(item: Stated) -> bool:
    """Whether the sentence tells of the country, the trade, or who the applicant is."""
    return any(word in item.sentence for word in words().background)
