"""How a check is written: a small pure function over one subject, registered with what it can say.

A check yields `Holds` for every relation it tested and found right, `Hit` for every one that does not fit, and nothing
at all where it does not apply.  Walking, counting, thresholds, severities and wording are the engine's and the
rule packs' business.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from docaudit.model import (
    Bundle,
    Claim,
    Evidence,
    Field,
    Figure,
    Indicator,
    Kind,
    Paper,
    Part,
    Place,
    Project,
    Severity,
)


class Scope(StrEnum):
    """What one call of a check looks at, and so what its positional arguments are."""

    PART = "part"
    """``check(part: Part)``: one form or report."""
    INDICATOR = "indicator"
    """``check(indicator: Indicator, case: Case)``: one thread, and the project around it."""
    PROJECT = "project"
    """``check(case: Case)``: all papers of one project."""
    FOLDER = "folder"
    """``check(folder: Folder)``: everything."""


S = TypeVar("S")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Case:
    """One project with its threads, and the policies and guidelines of the folder that may apply to it."""

    project: Project
    indicators: tuple[Indicator, ...]
    guidelines: tuple[Part, ...] = ()

    def parts(self, *kinds: Kind) -> tuple[Part, ...]:
        """The project's parts of these kinds, in the order of stages."""
        return tuple(part for part in self.project.parts if part.kind in kinds)


@dataclass(frozen=True, slots=True)
class Folder:
    """Everything that was read, unreadable papers included."""

    papers: tuple[Paper, ...]
    cases: tuple[Case, ...]
    gathered: Mapping[tuple[str, str], Bundle | str] = field(default_factory=dict)
    """What was gathered when a paper or a project was at hand, by the gatherer's name and the id of document or
    project; a text is the error that gathering ended with, and is raised where the values are asked for.

    A run over many papers holds only their outlines when the folder is looked at, so that a check of the folder takes
    what it needs from here.
    """

    def by_paper(self, gatherer: Callable[[Paper], Iterable[T]]) -> Iterator[tuple[Paper, tuple[T, ...]]]:
        """Yield every paper with what the gatherer takes from it."""
        for paper in self.papers:
            known = self._known(gatherer.__name__, paper.document.id)
            yield paper, tuple(gatherer(paper)) if known is None else known.values()

    def by_case(self, gatherer: Callable[[Case], Iterable[T]]) -> Iterator[tuple[Case, tuple[T, ...]]]:
        """Yield every project with what the gatherer takes from it."""
        for case in self.cases:
            known = self._known(gatherer.__name__, case.project.id)
            yield case, tuple(gatherer(case)) if known is None else known.values()

    def _known(self, gatherer: str, subject: str) -> Bundle | None:
        known = self.gathered.get((gatherer, subject))
        if known is None or isinstance(known, Bundle):
            return known
        raise RuntimeError(known)


@dataclass(frozen=True, slots=True)
class Holds:
    """A relation that was tested and holds, with its computation, for the 核对记录."""

    computation: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that does not fit.

    `says` fills the placeholders of the rule's message.  `evidence[0]` is what must be changed.  `severity` may replace
    the rule's own (a small integer is only a hint).  `key` makes the finding's stable id, together with project
    and rule: words of the matter that survive a revision; the quotations are used when it is empty.
    """

    evidence: tuple[Evidence, ...]
    says: Mapping[str, str] = field(default_factory=dict)
    computation: str = ""
    confidence: float = 1.0
    severity: Severity | None = None
    key: tuple[str, ...] = ()
    project_id: str | None = None
    """Only for FOLDER checks, whose subject names no project."""
    of_recognition: bool = False
    """Whether the matter is how the paper was recognised, so that doubtful figures weaken nothing."""


Result: TypeAlias = Hit | Holds
CheckFunction: TypeAlias = Callable[..., Iterator[Result]]
F = TypeVar("F", bound=CheckFunction)
G = TypeVar("G", bound=Callable[..., Iterable[Any]])


@dataclass(frozen=True, slots=True)
class Check:
    """A registered check: its function, what it looks at, what it can say, and its thresholds with their defaults."""

    name: str
    function: CheckFunction
    scope: Scope
    says: frozenset[str]
    thresholds: Mapping[str, Any]

    @property
    def ways(self) -> tuple[tuple[Scope, CheckFunction], ...]:
        """Every way to look for what the check is about: its own, then those registered with `also`."""
        return ((self.scope, self.function), *_ALSO.get(self.name, ()))


REGISTRY: dict[str, Check] = {}
_ALSO: dict[str, list[tuple[Scope, CheckFunction]]] = {}
OF_PAPER: dict[str, Callable[[Paper], Iterable[Any]]] = {}
OF_CASE: dict[str, Callable[[Case], Iterable[Any]]] = {}


def also(name: str, scope: Scope) -> Callable[[F], F]:
    """Register another way to look for what the check called `name` is about, over another subject.

    It fills the same placeholders and takes the same thresholds, which it may ignore: ``**_: Any``.
    """

    def register(function: F) -> F:
        _ALSO.setdefault(name, []).append((scope, function))
        return function

    return register


def gather(functions: Mapping[str, Callable[[S], Iterable[Any]]], subject: S) -> dict[str, Bundle | str]:
    """Return what the registered gatherers take from a paper or a project, by their names."""
    found: dict[str, Bundle | str] = {}
    for name, function in functions.items():
        try:
            found[name] = Bundle.of(tuple(function(subject)))
        except Exception as error:  # noqa: BLE001  (our own bug must not cost the auditor the rest of the run)
            found[name] = f"{type(error).__name__}: {error}"
    return found


def of_paper(function: G) -> G:
    """Register what a check of the folder takes from one paper: ``function(paper: Paper)``, small values that pickle."""
    OF_PAPER[function.__name__] = function
    return function


def of_case(function: G) -> G:
    """Register what a check of the folder takes from one project: ``function(case: Case)``, small values that pickle."""
    OF_CASE[function.__name__] = function
    return function


def check(scope: Scope, *, says: tuple[str, ...] = ()) -> Callable[[F], F]:
    """Register a check under its function's name.

    `says` lists the placeholders its hits fill; the function's keyword-only parameters are its thresholds and must have
    defaults, so that a rule pack can be bound against them when it is loaded.
    """

    def register(function: F) -> F:
        thresholds: dict[str, Any] = {}
        for parameter in inspect.signature(function).parameters.values():
            if parameter.kind is inspect.Parameter.KEYWORD_ONLY:
                if parameter.default is inspect.Parameter.empty:
                    raise TypeError(f"{function.__name__}: threshold {parameter.name} needs a default")
                thresholds[parameter.name] = parameter.default
        if function.__name__ in REGISTRY:
            raise TypeError(f"two checks are called {function.__name__}")
        REGISTRY[function.__name__] = Check(function.__name__, function, scope, frozenset(says), thresholds)
        return function

    return register


def evidence(item: Claim | Figure | Field | Place, stage: Kind | None = None) -> Evidence:
    """Return the evidence that a claim, figure, field or place gives; only a claim knows its stage by itself."""
    if isinstance(item, Claim):
        return Evidence(item.place, item.stage)
    place = item if isinstance(item, Place) else item.place
    if stage is None:
        raise TypeError("the stage of a figure, field or place must be said")
    return Evidence(place, stage)
