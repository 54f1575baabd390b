"""The words of quantities, from extractors/vocabulary/units.yaml."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from pydantic import BaseModel, ConfigDict, Field

from docaudit.model import Unit
from docaudit.packs import load_yaml, pack_dir


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class UnitEntry(_Strict):
    """One unit; the comments in the pack say what each key means."""

    canonical: str
    spellings: tuple[str, ...] = ()
    dimension: str | None = None
    scale: Decimal = Decimal(1)
    not_before: tuple[str, ...] = ()
    shy: bool = False
    arabic_only: bool = False

    def unit(self, spelling: str) -> Unit:
        """Return the unit as it was spelled."""
        return Unit(spelling, self.canonical, self.dimension or f"count.{self.canonical}", self.scale)


class Before(_Strict):
    """Words directly before a number, by what they say."""

    ge: tuple[str, ...]
    gt: tuple[str, ...]
    le: tuple[str, ...]
    lt: tuple[str, ...]
    eq: tuple[str, ...]
    over: tuple[str, ...]
    reached: tuple[str, ...]
    near: tuple[str, ...]
    about: tuple[str, ...]
    weak: tuple[str, ...]
    growth: tuple[str, ...]
    level: tuple[str, ...]
    level_whole: tuple[str, ...]
    broken_through: tuple[str, ...]
    far_ge: tuple[str, ...]
    far_le: tuple[str, ...]
    filler: tuple[str, ...]
    value: tuple[str, ...]


class After(_Strict):
    """Words directly after number and unit."""

    ge: tuple[str, ...]
    le: tuple[str, ...]
    about: tuple[str, ...]
    le_time: tuple[str, ...]


class Vocabulary(_Strict):
    """The whole pack."""

    units: tuple[UnitEntry, ...]
    interchangeable: tuple[tuple[str, ...], ...]
    before: Before
    tail_of: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    after: After
    counting_verbs: tuple[str, ...]
    not_before_one: tuple[str, ...]
    idioms: tuple[str, ...]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Return the pack that ships with docaudit.  Raises `PackError` when it is damaged."""
    return load_yaml(pack_dir("extractors") / "vocabulary" / "units.yaml", Vocabulary)


@lru_cache(maxsize=1)
def entries() -> dict[str, UnitEntry]:
    """Return every spelling with its entry."""
    return {spelling: entry for entry in vocabulary().units for spelling in (entry.canonical, *entry.spellings)}


@lru_cache(maxsize=1)
def _meeting() -> frozenset[tuple[str, str]]:
    return frozenset((a, b) for group in vocabulary().interchangeable for a in group for b in group)


def comparable(one: Unit | None, other: Unit | None) -> bool:
    """Whether numbers in these units can be set side by side in base units.

    Same dimension, or count units that may name the same thing (专利 5 项 and 5 件).  A unit that is not stated
    can be compared with no stated unit only.
    """
    if one is None or other is None:
        return one is other
    return one.dimension == other.dimension or (one.canonical, other.canonical) in _meeting()
