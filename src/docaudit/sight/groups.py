"""Which pieces of evidence are looked at together."""

from __future__ import annotations

from collections.abc import Sequence

from docaudit.model import Evidence


def together(evidence: Sequence[Evidence]) -> tuple[tuple[Evidence, ...], ...]:
    """Return the evidence in groups that one crop or one fragment can show, in the order of their first pieces."""
    groups: dict[object, list[Evidence]] = {}
    for item in evidence:
        place = item.place
        paragraph = None if place.table is not None else (place.paragraph, place.where)
        groups.setdefault((place.document, place.page, place.sheet, place.table, paragraph), []).append(item)
    return tuple(tuple(group) for group in groups.values())
