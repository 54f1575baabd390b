"""Dates as papers print them: how precise they are, and where they stand."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from docaudit.model import Block, Field, Heading, Paragraph, ParagraphKind, Part, Place

DAY = re.compile(r"((?:19|20)\d\d)(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
WRITTEN = re.compile(
    r"((?:19|20)\d\d)\s*(?:年|[-./])\s*(\d{1,2})(?:\s*(?:月|[-./])\s*(\d{1,2})?)?|((?:19|20)\d\d)\s*年"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as precise as printed: the first and the last day that it may be, and where it stands."""

    first: date
    last: date
    text: str
    place: Place


def moment(part: Part, name: str) -> Moment | None:
    """Return the date in a labelled field of a part, or None."""
    field = part.field(name)
    return None if field is None else read_moment(field)


def read_moment(field: Field) -> Moment | None:
    """Return the first date in a field, or None."""
    found = DAY.search(field.value) or WRITTEN.search(field.value)
    if found is None:
        return None
    groups = found.groups()
    year, month, day = (groups[3], None, None) if len(groups) > 3 and groups[3] else groups[:3]
    known = made(year, month, day)
    return None if known is None else Moment(*known, text=field.value.strip(), place=field.place)


def made(year: str | None, month: str | None, day: str | None) -> tuple[date, date] | None:
    """The first and the last day that a date of this precision may be; None for a day that does not exist."""
    if year is None:
        return None
    y, m = int(year), int(month) if month else None
    if m is None:
        return date(y, 1, 1), date(y, 12, 31)
    if not 1 <= m <= 12:
        return None
    last = monthrange(y, m)[1]
    if not day:
        return date(y, m, 1), date(y, m, last)
    return (date(y, m, int(day)), date(y, m, int(day))) if 1 <= int(day) <= last else None


def texts(blocks: tuple[Block, ...]) -> Sequence[tuple[str, Place]]:
    """Return every text of the blocks with its place, cells of tables one by one, tables of contents left out."""
    known = _KNOWN.get(id(blocks))
    if known is None:  # many checks ask for those of the parts of one project
        if len(_KNOWN) >= _REMEMBERED:
            _KNOWN.clear()
        known = _KNOWN[id(blocks)] = (blocks, tuple(_texts(blocks)))
    return known[1]


_KNOWN: dict[int, tuple[tuple[Block, ...], tuple[tuple[str, Place], ...]]] = {}
"""Texts by the identity of their blocks, which holds as long as they are here."""
_REMEMBERED = 16


def _texts(blocks: tuple[Block, ...]) -> Iterator[tuple[str, Place]]:
    for block in blocks:
        if isinstance(block, (Paragraph, Heading)):
            if not isinstance(block, Paragraph) or block.kind is not ParagraphKind.TOC:
                yield block.text, block.place
        else:
            for cell in block.cells():
                yield cell.text, cell.place


def written(year: str, month: str, day: str | None) -> str:
    """Write a date as an auditor would."""
    return f"{year}年{int(month)}月" + (f"{int(day)}日" if day else "")
