"""From the blocks of a part to what it states: claims of indicators, and every figure."""

from __future__ import annotations

from dataclasses import replace

from docaudit.extract.claims import claims_of
from docaudit.extract.figures import figures_of, spotted
from docaudit.model import Part
from docaudit.profiles import Profile

__all__ = ["extract", "figures_of"]


def extract(part: Part, profile: Profile | None) -> Part:
    """The part with its claims and figures read, each figure that became a claim pointing to it."""
    claims = claims_of(part, profile)
    at = {item.spot: item.claim.id for item in reversed(claims) if item.claim.quantity is not None}
    figures = tuple(replace(figure, claim=at.get(spot)) for spot, figure in spotted(part))
    return replace(part, claims=tuple(item.claim for item in claims), figures=figures)
