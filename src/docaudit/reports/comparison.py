"""The comparison of an indicator over the stages: one spot a stage and role, each with its values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from docaudit.model import Claim, Indicator, Kind, Role
from docaudit.reports.text import shorten

_ROLES = ((Role.BASELINE, "基线"), (Role.TARGET, "目标"), (Role.ACTUAL, "实际"))
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Spot:
    """A column of the comparison: a stage and what its values are."""

    stage: Kind
    role: Role
    label: str


@dataclass(frozen=True, slots=True)
class Cell:
    """The values of one spot, a line each; `changed` where they differ from the last earlier spot of the same role."""

    text: str
    changed: bool


def spots(claims: Iterable[Claim]) -> tuple[Spot, ...]:
    """Return the spots that have any of the claims, in the order of the stages."""
    shown = {(c.stage, c.role) for c in claims}
    return tuple(Spot(kind, role, label) for kind in Kind for role, label in _ROLES if (kind, role) in shown)


def cells(indicator: Indicator, columns: Sequence[Spot], demanded: Sequence[Claim] = ()) -> tuple[Cell, ...]:
    """Return a cell a spot; `demanded` are the claims of policies and guidelines that bind the indicator."""
    found: list[Cell] = []
    last: dict[Role, set[object]] = {}
    for spot in columns:
        above = (c for c in demanded if (c.stage, c.role) == (spot.stage, spot.role))
        group = (*indicator.at(spot.stage, spot.role), *above)
        values = {_essence(claim) for claim in group}
        text = "\n".join(dict.fromkeys(_value(claim) for claim in group))
        found.append(Cell(text, bool(values) and last.get(spot.role, values) != values))
        if values:
            last[spot.role] = values
    return tuple(found)


def _value(claim: Claim) -> str:
    text = shorten(claim.quantity.text if claim.quantity is not None else claim.text or "", _LONGEST)
    return f"{text}（{claim.period.text}）" if claim.period is not None else text


def _essence(claim: Claim) -> object:
    """Return what makes two values the same, however they are written."""
    quantity = claim.quantity
    if quantity is None:
        return claim.text
    unit = quantity.unit.canonical if quantity.unit else None
    return quantity.relation, _base(quantity.low, quantity.factor), _base(quantity.high, quantity.factor), unit


def _base(number: Decimal | None, factor: Decimal) -> Decimal | None:
    return None if number is None else (number * factor).normalize()
