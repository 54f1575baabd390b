"""The steps that a matter goes through, by the words that tell them in a clause (ways.yaml)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from docaudit.packs import load_yaml, pack_dir


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Way(_Shape):
    """The steps of one kind of matter in their order, each with the words that tell it."""

    name: str
    doers: Literal["one", "any"]
    """Whether all steps are of one subject, or each may be taken by another."""
    steps: list[list[str]]
    loose: bool = False
    """Whether the words fit any matter, so that it must be plain that both are of the same."""


class Ways(_Shape):
    """ways.yaml."""

    ways: list[Way]
    aside: list[str]
    undone: list[str]


@lru_cache(maxsize=1)
def ways() -> Ways:
    """Return the ways that matters go, and the words of what goes none."""
    return load_yaml(pack_dir("extractors") / "vocabulary" / "ways.yaml", Ways)


@lru_cache(maxsize=1)
def step_word() -> re.Pattern[str]:
    """Return a pattern of every word of a step, longer ones first."""
    words = {word for way in ways().ways for step in way.steps for word in step}
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))))


@lru_cache(maxsize=1)
def steps_by_word() -> dict[str, tuple[tuple[int, int], ...]]:
    """Return for each word the ways and the steps that it tells, by their numbers."""
    known: dict[str, list[tuple[int, int]]] = {}
    for nth, way in enumerate(ways().ways):
        for rank, step in enumerate(way.steps):
            for word in step:
                known.setdefault(word, []).append((nth, rank))
    return {word: tuple(places) for word, places in known.items()}


@lru_cache(maxsize=1)
def aside() -> re.Pattern[str]:
    """Return a pattern of the words that tell of an odd order."""
    return re.compile("|".join(map(re.escape, ways().aside)))


@lru_cache(maxsize=1)
def undone() -> re.Pattern[str]:
    """Return a pattern of the words of what is not done yet, or not at all."""
    return re.compile("|".join(map(re.escape, ways().undone)))
