"""Whether a value states a target or a result by its own words, where no heading says so."""

from __future__ import annotations

import re

from docaudit.extract.roles import BEFORE
from docaudit.extract.spoken import Stated
from docaudit.extract.wording import has_object, opening_verb, without_brackets
from docaudit.lexicon import words
from docaudit.model import Kind, Relation, Role
from docaudit.quantities import find

_BOUNDS = frozenset({Relation.GE, Relation.LE})
_OTHERS = re.compile(r"^(?:全国|全省|全市|全县|全区|全州|全行业|各地)")
_DONE = "已"
_CONDITIONS = ("temperature", "time", "concentration", "pressure", "voltage", "data")
"""What is measured in these without a bound is more often how the work is done than what comes of it."""
_EACH = re.compile(r"^每(?:个|处|座|站|所|家|条|台|套|间|栋|孔|点)")
_ROUTINE = re.compile(r"每(?:半年|季度?|月|周|旬)[^，,；;。]*[报会查]")


def looks_ahead(item: Stated) -> bool:
    """Whether the sentence of a value speaks of what is to come."""
    return any(word in item.sentence for word in words().promises.ahead)


def sets_bounds(sentence: str) -> bool:
    """Whether a sentence bounds one of its values (不低于90%, 控制在6%以内), as one that only tells how things are does not."""
    return any(located.quantity.relation in _BOUNDS and not located.quantity.approximate for located in find(sentence))


def is_evident(item: Stated, kind: Kind, *, listed: bool, planned: bool) -> bool:
    """Whether the sentence says by itself that the value is a target or a result of the project.

    A value of a paper before the work is a target where its words set a bound, look ahead or open with a verb of work,
    or where it is listed behind such a one (`listed`), unless they excuse it.  A proposal also tells who proposes: there a
    verb alone promises only under a heading of what is to be done (`planned`).
    """
    if is_excused(item, kind):
        return False
    if kind in BEFORE and item.role is Role.TARGET:
        return _is_promise(item, listed=listed, verbs=planned or kind is not Kind.APPLICATION)
    if item.quantity is None or any(word in item.sentence for word in words().sources):
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


def is_excused(item: Stated, kind: Kind) -> bool:
    """Whether a sentence tells of others, or the words beside a target say what was there, who may apply, what is paid."""
    if speaks_of_others(item):
        return True
    if kind not in BEFORE or item.role is not Role.TARGET:
        return False
    promises = words().promises
    said = _before(item)
    money = item.quantity is not None and not (item.quantity.dimension or "").startswith("count")
    return (
        any(word in said for word in (*promises.past, *promises.apart))
        or any(word in item.clause for word in (_DONE, *promises.apart))
        or (money and any(word in item.clause for word in promises.paid))
        or any(pattern.match(item.name) is not None for pattern in (_OTHERS, _EACH))
        or _ROUTINE.search(item.clause) is not None
    )


def _is_promise(item: Stated, *, listed: bool, verbs: bool) -> bool:
    """Whether a target that nothing excuses is one by its words; `verbs` tells that a verb of work is enough."""
    promises = words().promises
    ahead = listed or looks_ahead(item) or (verbs and any(word in item.sentence for word in promises.attained))
    if item.quantity is None:
        return ahead or verbs
    if item.quantity.relation in _BOUNDS:
        return not item.quantity.approximate
    if item.quantity.unit is None or any(word in item.clause for word in promises.means):
        return False
    if (item.quantity.dimension or "").startswith(_CONDITIONS) and not looks_ahead(item):
        return False
    return ahead or (verbs and (bool(opening_verb(item.name)) or item.name.startswith(tuple(promises.doing))))


def _before(item: Stated) -> str:
    """The words of the sentence up to the value, without what closed brackets hold."""
    at = item.sentence.find(item.quantity.text) if item.quantity is not None else -1
    return without_brackets(item.sentence if at < 0 else item.sentence[:at])
