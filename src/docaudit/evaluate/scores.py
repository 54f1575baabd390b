"""Counting: rows of precision and recall, and the floors below which they must not fall."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from docaudit.packs import load_yaml


@dataclass(frozen=True, slots=True)
class Row:
    """Counts for one line of the table; `reported` are those that could be right or wrong."""

    name: str
    expected: int
    reported: int
    matched: int
    hits: int
    """Reported items that are right; differs from `matched` when two reports describe one defect."""

    @property
    def precision(self) -> float | None:
        """Right reports among reports; None without reports."""
        return self.hits / self.reported if self.reported else None

    @property
    def recall(self) -> float | None:
        """Found among expected; None when nothing is expected."""
        return self.matched / self.expected if self.expected else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two."""
        p, r = self.precision, self.recall
        if p is None or r is None:
            return None
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass(frozen=True, slots=True)
class Scores:
    """The result of an evaluation."""

    rows: tuple[Row, ...]
    traps: int
    trapped: int
    dossiers: int
    papers: int
    details: tuple[str, ...]

    def below(self, floors: Path | None) -> list[str]:
        """Return a line for every score below its floor.

        `floors` is YAML: row name -> {precision, recall, f1}; a row that does not exist is below its floor.
        """
        if floors is None:
            return []
        rows = {row.name: row for row in self.rows}
        lines = []
        for name, limits in load_yaml(floors, dict[str, dict[Literal["precision", "recall", "f1"], float]]).items():
            for measure, limit in limits.items():
                value: float | None = getattr(rows[name], measure) if name in rows else None
                if value is None or value < limit:
                    lines.append(
                        f"{name} {measure} = {'无' if value is None else format(value, '.3f')}，下限 {limit:.3f}"
                    )
        return lines


@dataclass(slots=True)
class Tally:
    """Running counts by row name."""

    expected: Counter[str] = field(default_factory=Counter)
    reported: Counter[str] = field(default_factory=Counter)
    matched: Counter[str] = field(default_factory=Counter)
    hits: Counter[str] = field(default_factory=Counter)
    details: list[str] = field(default_factory=list)
    traps: int = 0
    trapped: int = 0
    papers: int = 0

    def add(self, name: str, expected: int, reported: int, matched: int, hits: int | None = None) -> None:
        """Add counts to a row; `hits` is `matched` unless several reports may describe one thing."""
        self.expected[name] += expected
        self.reported[name] += reported
        self.matched[name] += matched
        self.hits[name] += matched if hits is None else hits
