"""What one cell says by itself: nothing, a quantity, or words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from docaudit.lexicon import technical_unit, words
from docaudit.model import Cell, Quantity, Unit
from docaudit.quantities import find, parse, with_unit

_BARE = re.compile(r"^\s*(\D{0,6}?[\d,.]*\d)\s*(\D[^，,。；;、\s]{0,11})$")
_PAUSE = re.compile(r"[，,；;]")
_BRACKETED = re.compile(
    r"[(（\[【]\s*(?:单位\s*[:：]\s*)?((?:[^()（）\[\]【】]|[(（][^()（）]{1,3}[)）]){1,12}?)\s*[)）\]】]"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


def distinct(row: Iterable[Cell]) -> list[Cell]:
    """The cells of a row once each, left to right."""
    cells = tuple(row)
    return list(dict(zip(map(id, cells), cells, strict=True)).values())


@lru_cache(maxsize=16384)
def one_line(text: str) -> str:
    """The text without line breaks; between Chinese characters without the blanks of the layout either."""
    joined = ""
    for part in text.split():
        if joined and ord(joined[-1]) < 128 and ord(part[0]) < 128:
            joined += " "
        joined += part
    return joined


def is_band(row: tuple[Cell, ...]) -> bool:
    """Whether one merged cell is all the row has."""
    return len(row) > 1 and all(cell is row[0] for cell in row) and bool(row[0].text.strip())


@lru_cache(maxsize=16384)
def is_blank(text: str) -> bool:
    """Whether the cell says nothing: empty, a dash, 无, ……."""
    return one_line(text) in _blanks()


@lru_cache(maxsize=16384)
def whole_quantity(text: str) -> Quantity | None:
    """The quantity that the whole cell is, or None; a cell of several lines is joined first."""
    if len(text) > 40 or is_blank(text):
        return None
    return parse(text) or _technical(text)


def _technical(text: str) -> Quantity | None:
    """A number with a unit that the vocabulary does not know (≤0.45 kWh/m³, 29角秒): the unit stands for itself."""
    plain = " ".join(text.split())
    located = find(plain)
    match = _BARE.match(plain)
    if len(located) > 1 or match is None:
        return None
    number = parse(match.group(1))
    unit = technical_unit(match.group(2))
    if number is None or number.unit is not None or unit is None:
        return None
    if unit.dimension == "time" and _YEAR.fullmatch(match.group(1).strip()):
        return None
    return replace(with_unit(number, unit), text=text.strip())


def bracketed_unit(text: str) -> Unit | None:
    """The unit in brackets inside a name or header: 成果数量（项）, 噪声（dB，不高于）; the last one counts."""
    for match in reversed(list(_BRACKETED.finditer(text))):
        for said in (match.group(1), _PAUSE.split(match.group(1))[0]):
            unit = unit_of(said)
            if unit is not None:
                return unit
    return None


@lru_cache(maxsize=2048)
def unit_of(text: str) -> Unit | None:
    """The unit that a text is, or None."""
    return technical_unit(text)


@lru_cache(maxsize=1)
def _blanks() -> frozenset[str]:
    return frozenset(words().empty_values)
