"""Lists that stand side by side in one table: assets beside liabilities, revenue beside expenditure."""

from __future__ import annotations

from collections.abc import Sequence

from docaudit.model import Table
from docaudit.recompute.words import squeeze

_NAMES = 3
"""Characters that the names of a list have on the average, from which on they are no grades or ticks."""
_OWN = 0.6
"""Part of the names that must differ from one another."""


def beside(table: Table, heads: Sequence[str], numbers: Sequence[int], body: range) -> list[tuple[int, int]]:
    """Return the first column, and the one after the last, of every list in the table; mostly there is one list.

    `heads` are the innermost heads of the columns, `numbers` the columns that hold numbers, `body` the rows below the
    header.  A second list has the same heads after its column of names as the first one after its own.
    """
    plain = [squeeze(head) for head in heads]
    for width in range(2, table.width // 2 + 1):
        starts = range(0, table.width, width)
        pattern = plain[1:width]
        if (
            table.width % width == 0
            and all(pattern)
            and all(plain[start + 1 : start + width] == pattern for start in starts)
            and all(start not in numbers and _names(table, start, body) for start in starts)
            and all(any(start < j < start + width for j in numbers) for start in starts)
        ):
            return [(start, start + width) for start in starts]
    return [(0, table.width)]


def _names(table: Table, column: int, body: range) -> bool:
    """Whether a column holds names, each its own."""
    cells = {id(cell): text for i in body if (text := squeeze((cell := table.rows[i][column]).text))}
    names = list(cells.values())
    return bool(names) and len(set(names)) >= _OWN * len(names) and sum(map(len, names)) >= _NAMES * len(names)
