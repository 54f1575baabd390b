"""Where the phrases of a vocabulary stand in a text."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.matcher.phrasematcher import PhraseMatcher
    from spacy.tokens.doc import Doc
    from spacy.vocab import Vocab

_FEW = 4000
"""Texts that a process searches without spaCy, which takes a quarter of a second to load: those of some hundred papers."""


class Found(NamedTuple):
    """A phrase and where it stands."""

    start: int
    end: int
    phrase: str


class Phrases:
    """Finds all of them, also where they overlap: in many texts with spaCy, in the first few without loading it."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = tuple(dict.fromkeys(phrases))
        self._by_start: dict[str, list[str]] = {}
        for phrase in self._phrases:
            self._by_start.setdefault(phrase[0], []).append(phrase)
        self._searched = 0

    def found_in(self, text: str) -> list[Found]:
        """Every place of every phrase, in no order."""
        self._searched += 1
        return self.plainly(text) if self._searched <= _FEW else self.matched(text)

    def plainly(self, text: str) -> list[Found]:
        """As `found_in`, by comparing."""
        known = self._by_start
        return [
            Found(at, at + len(phrase), phrase)
            for at, char in enumerate(text)
            if char in known
            for phrase in known[char]
            if text.startswith(phrase, at)
        ]

    def matched(self, text: str) -> list[Found]:
        """As `found_in`, with spaCy's matcher over single characters."""
        vocab, document, matcher = self._matcher
        matches = matcher(document(vocab, words=list(text), spaces=[False] * len(text)))
        return [Found(start, end, vocab.strings[key]) for key, start, end in matches]

    @cached_property
    def _matcher(self) -> tuple[Vocab, type[Doc], PhraseMatcher]:
        _load_matcher()
        from spacy.matcher.phrasematcher import PhraseMatcher  # noqa: PLC0415
        from spacy.tokens.doc import Doc  # noqa: PLC0415
        from spacy.vocab import Vocab  # noqa: PLC0415

        vocab = Vocab()
        matcher = PhraseMatcher(vocab)
        for phrase in self._phrases:
            matcher.add(phrase, [Doc(vocab, words=list(phrase), spaces=[False] * len(phrase))])
        return vocab, Doc, matcher


def _load_matcher() -> None:
    """Load the parts of spaCy that match phrases; the whole package brings its command line and its training as well."""
    if "spacy" in sys.modules:
        return
    spec = importlib.util.find_spec("spacy")
    if spec is None:
        raise ModuleNotFoundError("spacy")
    sys.modules["spacy"] = importlib.util.module_from_spec(spec)
    try:
        for name in ("tokens.doc", "matcher.phrasematcher"):  # in this order: they import each other
            importlib.import_module(f"spacy.{name}")
    finally:
        del sys.modules["spacy"]  # whoever imports it gets all of it
