"""Load the vocabulary packs: shapes of the YAML, and the merge of shipped words with a user's own."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from docaudit.packs import load_yaml, pack_dir

_EXTRA: list[Path] = []


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class HeaderWords(_Shape):
    """Header words of one role: `ends` count at the end of a header, `whole` only as all of it.

    `heads`, `stems`, `times` and `modal` are the pieces of headers that the vocabulary does not hold as a whole.
    """

    ends: list[str] = []
    whole: list[str] = []
    heads: list[str] = []
    stems: list[str] = []
    times: list[str] = []
    modal: list[str] = []


class FacetValue(_Shape):
    """One value of a caliber facet: the words that state it, the broader values, and where its words mean another thing."""

    words: list[str]
    broader: list[str] = []
    not_in: list[str] = []


class Facets(_Shape):
    """calibers.yaml."""

    action: dict[str, FacetValue] = {}
    object: dict[str, FacetValue] = {}
    basis: dict[str, FacetValue] = {}
    period: dict[str, FacetValue] = {}
    scope: dict[str, FacetValue] = {}
    level: dict[str, FacetValue] = {}
    inclusion: dict[str, FacetValue] = {}
    step: dict[str, FacetValue] = {}
    """How far a thing has come on its way: 采购 before 安装.  It tells no rows of one paper apart."""
    per: dict[str, FacetValue] = {}
    """Over what an amount is spread: 亩均, 户均."""
    overlaps: dict[str, list[tuple[str, str]]] = {}
    ladders: dict[str, list[tuple[str, ...]]] = {}
    """Values of one facet in the order in which they follow upon each other."""

    def of(self, facet: str) -> dict[str, FacetValue]:
        """The values of one facet; empty for a facet without words (unit)."""
        values: dict[str, FacetValue] = getattr(self, facet, {})
        return values


class IndicatorWords(_Shape):
    """One entry of indicators.yaml."""

    name: str
    synonyms: list[str] = []


class Generic(_Shape):
    """Words that a name loses at its head and tail before it is compared."""

    head: list[str]
    tail: list[str]
    keep_tail: list[str] = []


class Cues(_Shape):
    """Words in running text that say what a value is."""

    strong_target: list[str]
    strong_actual: list[str]
    weak_actual: list[str]
    """Count as words of a result only in another clause than the words of a target: 任务书要求5项，完成7项."""
    already: list[str]
    compounds: list[str]
    """What was there before, in a paper that states targets."""
    source: list[str]
    to: list[str]
    changed: list[str]
    compare: list[str]
    among: list[str]


class Sections(_Shape):
    """Heading words by what the section below states."""

    target: list[str]
    actual: list[str]
    baseline: list[str] = []
    change: list[str] = []
    none: list[str]
    work: list[str] = []


class Promises(_Shape):
    """What a sentence says beside a value, where no heading tells that targets stand there."""

    ahead: list[str]
    attained: list[str]
    doing: list[str]
    past: list[str]
    apart: list[str]
    paid: list[str]
    means: list[str]


class TextLabels(_Shape):
    """Labels of a form beside which a whole text stands."""

    target: list[str]
    actual: list[str]


class Qualitative(_Shape):
    """Words of a qualitative value: a degree followed by a change."""

    strong: list[str]
    aims: list[str]
    """Degrees that only an aim is told by: in a report they are a way of speaking."""
    changes: list[str]
    effects: list[str]
    felt: list[str]
    """An effect and how it is felt (带动作用显著)."""
    spared: list[str]
    zero: list[str]
    harms: list[str]
    """`spared` opens a clause that says what harm did not happen, or `zero` ends it."""


class Words(_Shape):
    """words.yaml."""

    generic: Generic
    cues: Cues
    verbs: list[str]
    sections: Sections
    text_labels: TextLabels
    field_labels: list[str]
    not_indicator_headers: list[str]
    placeholder_names: list[str]
    verdicts: list[str]
    empty_values: list[str]
    placeholder_stems: list[str]
    qualitative: Qualitative
    segments: list[str]
    lower_is_better: list[str]
    not_indicators: list[str]
    durations: list[str]
    indicator_money: list[str]
    derived: list[str]
    before_project: list[str]
    background: list[str]
    sources: list[str]
    promises: Promises
    pronouns: list[str]
    needs_object: list[str]
    openers: list[str]
    prepositions: list[str]
    surveys: list[str]
    pending: list[str]
    lead: list[str]
    trail: list[str]
    lead_not_before: list[str]


class ProjectClass(_Shape):
    """One class of projects: how papers call it, and which indicators fit it."""

    name: str
    named: list[str]
    told: list[str]
    outputs: list[str]
    alone: list[str]


class ProjectClasses(_Shape):
    """classes.yaml."""

    process: list[str]
    classes: list[ProjectClass]


class Event(_Shape):
    """One kind of event: the words that tell it in a clause, and those that head a column or a field."""

    name: str
    words: list[str]
    columns: list[str]
    lasting: bool = False
    """Whether it is told by a span, of which the last day counts."""


class Order(_Shape):
    """Two events of which the first is not dated after the second, and how near each other they must be told."""

    first: str
    then: str
    within: Literal["sentence", "paper", "once"]


class Chain(_Shape):
    """Events in the steps that one matter goes through: none of a later step is dated before one of an earlier step."""

    steps: list[list[str]]
    loose: bool = False
    """Whether the words fit any matter, so that what follows them must tell that it is the same."""


class Events(_Shape):
    """events.yaml."""

    events: list[Event]
    order: list[Order]
    chains: list[Chain]
    opening: list[str]


@lru_cache(maxsize=16384)
def squeeze(text: str) -> str:
    """NFKC, no whitespace, Latin letters upper case: the form in which words are looked up.

    May be shorter than `text`; use it for look-ups, never for quotations.
    """
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def use(extra: Path | None) -> None:
    """Add the vocabulary of a user's own packs (``DIR/vocabulary/indicators.yaml``) to the shipped one, process-wide.

    Only indicators.yaml may be added to.  Raises `PackError` for a pack that cannot be used.
    """
    _EXTRA[:] = [extra] if extra is not None else []
    for cached in _CACHES:
        cached.cache_clear()
    indicator_words()


@lru_cache(maxsize=1)
def header_words() -> dict[str, HeaderWords]:
    """Header words by role, in the order of the file."""
    return load_yaml(_path("headers.yaml"), dict[str, HeaderWords])


@lru_cache(maxsize=1)
def facets() -> Facets:
    """All caliber facets."""
    return load_yaml(_path("calibers.yaml"), Facets)


@lru_cache(maxsize=1)
def indicator_words() -> list[IndicatorWords]:
    """Indicators with their synonyms, the shipped ones first."""
    own = [folder / "vocabulary" / "indicators.yaml" for folder in _EXTRA]
    files = [_path("indicators.yaml"), *(path for path in own if path.is_file())]
    return [entry for path in files for entry in load_yaml(path, list[IndicatorWords])]


@lru_cache(maxsize=1)
def words() -> Words:
    """The words of names, sentences and sections."""
    return load_yaml(_path("words.yaml"), Words)


@lru_cache(maxsize=1)
def project_classes() -> ProjectClasses:
    """The classes of projects (分类评价) with the words of their indicators."""
    return load_yaml(_path("classes.yaml"), ProjectClasses)


@lru_cache(maxsize=1)
def events() -> Events:
    """The events that papers date, and the order they come in."""
    return load_yaml(_path("events.yaml"), Events)


def _path(name: str) -> Path:
    return pack_dir("extractors") / "vocabulary" / name


_CACHES = [indicator_words]


def on_change(cached: object) -> None:
    """Register an `lru_cache` that must be cleared when `use` changes the vocabulary."""
    _CACHES.append(cached)  # type: ignore[arg-type]
