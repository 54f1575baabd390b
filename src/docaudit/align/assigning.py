"""Choices among many: the one-to-one choice that costs least, and what most speaks for.

Both are made here for the few that most projects have, and by libraries for many: loading those takes half a second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf

_FEW_ROWS = 40
_FEW_POSTINGS = 4000


def assigned(costs: Sequence[Mapping[int, float]], columns: Sequence[int], unassigned: float) -> list[int | None]:
    """Return the column of each row, None for a row that is better left alone, which costs `unassigned`.

    `costs` has a row's costs by column, 1 where none is given.  Ties are decided alike whoever decides.
    """
    rows = len(costs)
    cost = [[row.get(column, 1.0) for column in columns] + [unassigned] * rows for row in costs]
    if rows > _FEW_ROWS:
        import numpy as np  # noqa: PLC0415
        from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

        chosen = linear_sum_assignment(np.array(cost))[1].tolist()
    else:
        chosen = by_shortest_paths(cost)
    return [columns[at] if at < len(columns) else None for at in chosen]


def by_shortest_paths(cost: Sequence[Sequence[float]]) -> list[int]:
    """Return the column of each row, of which there are no more than columns.

    Step by step what scipy does (Crouse, On implementing 2D rectangular assignment algorithms, 2016).
    """
    rows, columns = len(cost), len(cost[0]) if cost else 0
    u, v = [0.0] * rows, [0.0] * columns
    column_of, row_of = [-1] * rows, [-1] * columns
    path = [-1] * columns
    for current in range(rows):
        shortest = [inf] * columns
        remaining = list(range(columns - 1, -1, -1))
        seen_rows: list[int] = []
        seen_columns: list[int] = []
        least, row, sink = 0.0, current, -1
        while sink < 0:
            seen_rows.append(row)
            index, lowest = -1, inf
            own, idle = cost[row], u[row]
            for at, column in enumerate(remaining):
                reduced = least + own[column] - idle - v[column]
                if reduced < shortest[column]:
                    path[column] = row
                    shortest[column] = reduced
                if shortest[column] < lowest or (shortest[column] == lowest and row_of[column] < 0):
                    lowest, index = shortest[column], at
            least, column = lowest, remaining[index]
            if row_of[column] < 0:
                sink = column
            else:
                row = row_of[column]
            seen_columns.append(column)
            remaining[index] = remaining[-1]
            remaining.pop()
        u[current] += least
        for row in seen_rows[1:]:
            u[row] += least - shortest[column_of[row]]
        for column in seen_columns:
            v[column] -= least - shortest[column]
        column, row = sink, -1
        while row != current:
            row = path[column]
            row_of[column] = row
            column_of[row], column = column, column_of[row]
    return column_of


def heaviest(postings: Sequence[tuple[Sequence[int], float]], most: int) -> list[int]:
    """Return the numbers for which the postings that hold them weigh most together, of equals the smallest."""
    if sum(len(posting) for posting, _ in postings) > _FEW_POSTINGS:
        import numpy as np  # noqa: PLC0415

        weights = [np.full(len(posting), weight) for posting, weight in postings]
        total = np.bincount(np.concatenate([np.asarray(posting) for posting, _ in postings]), np.concatenate(weights))
        found = np.flatnonzero(total)
        best: list[int] = found[np.lexsort((found, -total[found]))[:most]].tolist()
        return best
    shared: dict[int, float] = {}
    for posting, weight in postings:
        for number in posting:
            shared[number] = shared.get(number, 0.0) + weight
    return sorted(shared, key=lambda number: (-shared[number], number))[:most]
