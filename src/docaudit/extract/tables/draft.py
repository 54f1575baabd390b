"""What the readers of tables share: the draft of a claim, the region it comes from, and rows that carry nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from docaudit.extract.cells import is_blank
from docaudit.extract.figures import Spot
from docaudit.extract.grid import Region, RoleOf
from docaudit.extract.roles import Setting, Stance
from docaudit.extract.spoken import Stated
from docaudit.lexicon import HeaderRole, plain_header, words
from docaudit.model import Cell, Period, Quantity, Role

INDICATOR_ROLES = {
    HeaderRole.TARGET: Role.TARGET,
    HeaderRole.INTERIM: Role.TARGET,
    HeaderRole.ACTUAL: Role.ACTUAL,
    HeaderRole.BASELINE: Role.BASELINE,
}
MONEY_ROLES = {HeaderRole.BUDGET: Role.BUDGET, HeaderRole.ARRIVED: Role.ARRIVED, HeaderRole.SPENT: Role.SPENT}
SIDE_ROLES = {HeaderRole.RATE: Role.RATE, HeaderRole.WEIGHT: Role.WEIGHT, HeaderRole.SCORE: Role.SCORE}
SIDES = frozenset({HeaderRole.TARGET, HeaderRole.ACTUAL, HeaderRole.BASELINE, HeaderRole.INTERIM})
"""Headers that make a table one of indicators."""
STATED = frozenset({Role.TARGET, Role.ACTUAL, Role.BASELINE})
"""Roles of claims about the indicator itself."""
QUALITATIVE_LENGTH = 120
"""A longer text without a figure is a report, not a value."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim before it has an id: where it stands, and what was read there."""

    spot: Spot
    cell: Cell
    name: str
    role: Role
    path: tuple[str, ...]
    quantity: Quantity | None = None
    text: str | None = None
    period: Period | None = None
    words: str = ""
    """What else states the caliber: the clause, the header."""
    sentence: str = ""
    """Set where the value was read from a sentence inside the cell."""
    confidence: float = 0.95
    place_of: str = ""
    """The place whose share of a whole it is."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A region of a table with all that bears on its reading; `roles` are the roles of its columns."""

    region: Region
    index: int
    stance: Stance
    setting: Setting
    role_of: RoleOf
    captions: str
    roles: frozenset[HeaderRole]

    def spot(self, cell: Cell, start: int = 0) -> Spot:
        """The spot of a quantity inside a cell."""
        return Spot(self.index, cell.row, cell.column, start)

    @property
    def default_role(self) -> Role | None:
        """The role of values whose column does not say: the section's, else that of the kind of paper."""
        if self.stance.role is not None:
            return self.stance.role
        return None if self.setting.sectioned else self.setting.default.role

    def from_sentence(self, cell: Cell, item: Stated, path: tuple[str, ...], period: Period | None = None) -> Draft:
        """The draft of a value read from a sentence inside a cell."""
        return Draft(
            self.spot(cell, item.start),
            cell,
            item.name,
            item.role,
            (*path, item.parent) if item.parent else path,
            item.quantity,
            item.text,
            period=item.period or period,
            words=item.clause,
            sentence=item.sentence,
            confidence=0.88,
        )


def is_total(names: tuple[str, ...]) -> bool:
    """Whether a row is a sum of others (合计, 总分)."""
    return any("".join(name.split()).rstrip(":：") in _totals() for name in names)


def is_placeholder(text: str) -> bool:
    """Whether a cell is what the empty form had printed: 指标1：, ……, 无."""
    bare = "".join(text.split())
    if is_blank(bare):
        return True
    stem = bare.rstrip(":：.…。").rstrip("0123456789０１２３４５６７８９一二三四五").rstrip("…")
    return not stem or (stem in _stems() and stem != bare) or bare in _totals()


@lru_cache(maxsize=1)
def foreign_headers() -> frozenset[str]:
    """Headers of tables that are not about indicators (姓名, 设备名称)."""
    return frozenset(plain_header(word) for word in words().not_indicator_headers)


@lru_cache(maxsize=1)
def field_names() -> frozenset[str]:
    """The labels at the head of forms (项目名称, 承担单位)."""
    return frozenset(plain_header(word) for word in words().field_labels)


@lru_cache(maxsize=1)
def _stems() -> frozenset[str]:
    return frozenset(words().placeholder_stems)


@lru_cache(maxsize=1)
def _totals() -> frozenset[str]:
    return frozenset("".join(word.split()) for word in words().placeholder_names)
