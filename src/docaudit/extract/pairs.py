"""Cells that hold two numbers because their column is about two things: 目标/完成 | 220/233."""

from __future__ import annotations

import re

from docaudit.lexicon import HeaderRole, column_role
from docaudit.model import Located
from docaudit.quantities import parse

_BETWEEN = re.compile(r"[及与和、/／]")
_NUMBER = r"[≥≤<>]?\s*\d[\d,]*(?:\.\d+)?%?"
_SLASHED = re.compile(rf"\s*({_NUMBER})\s*[/／]\s*({_NUMBER})\s*")


def both_sides(header: str) -> bool:
    """Whether a header announces target and result in one cell (设定与完成情况, 目标/完成)."""
    parts = _BETWEEN.split(header)
    roles = {column_role(part) for part in parts}
    return len(parts) == 2 and HeaderRole.ACTUAL in roles and bool(roles & {HeaderRole.TARGET, HeaderRole.EITHER})


def result_first(header: str) -> bool:
    """Whether such a header names the result before the target (完成/目标)."""
    return column_role(_BETWEEN.split(header)[0]) is HeaderRole.ACTUAL


def two_numbers(text: str, header: str) -> tuple[Located, ...]:
    """The two numbers of a cell 220/233 under a header of both sides; none for any other cell."""
    match = _SLASHED.fullmatch(text)
    if match is None or not both_sides(header):
        return ()
    found = [(parse(match[group]), match.start(group), match.end(group)) for group in (1, 2)]
    located = tuple(Located(quantity, start, end) for quantity, start, end in found if quantity is not None)
    return located if len(located) == len(found) else ()
