"""The labels of forms in one vocabulary, and what every way of reading them shares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from docaudit.model import Cell, Place
from docaudit.profiles.schema import FieldSpec, FieldVocabulary
from docaudit.profiles.values import value_of
from docaudit.profiles.words import label, squash

_LABEL_LENGTH = 60
_HEADER_LENGTH = 8
_HEADER_LIKE = re.compile(r"(?:名称|编号|代码|单位|负责人|时间|日期|期限|年限|金额|经费|类别|类型|数|率)$")


@dataclass(frozen=True, slots=True)
class Found:
    """A field as found, before it is decided whether it counts."""

    name: str
    value: str
    place: Place
    rank: int
    """0 for a proper label, 1 for a fallback label or words in prose."""


class Labels:
    """Knows which words are labels of which field; a profile may label fields in its own way."""

    def __init__(self, vocabulary: FieldVocabulary, own: Mapping[str, FieldSpec] | None = None) -> None:
        own = own or {}
        self.vocabulary = vocabulary
        self.specs = {**vocabulary.fields, **own}
        self.words: dict[str, tuple[str, int]] = {}
        replaced = {label(word) for spec in own.values() for word in (*spec.labels, *spec.fallback)}
        for name, spec in self.specs.items():
            for rank, words in enumerate((spec.labels, spec.fallback)):
                for key in map(label, words):
                    if key not in replaced or name in own:
                        self.words.setdefault(key, (name, rank))
        self.list_headers = frozenset(map(label, vocabulary.list_headers))
        self.total_rows = frozenset(map(label, vocabulary.total_rows))
        self.indicator_headers = frozenset(map(label, vocabulary.indicator_headers))
        self.score_headers = frozenset(map(label, vocabulary.score_headers))
        self.score_rows = frozenset(map(label, vocabulary.score_rows))

    def of(self, text: str) -> tuple[str, int] | None:
        """Return field name and rank if `text` is a label, else None."""
        return self.words.get(label(text)) if 0 < len(text) <= _LABEL_LENGTH else None

    def is_header(self, row: Sequence[Cell]) -> bool:
        """Whether a row names columns instead of pairing labels with values."""
        texts = [label(cell.text) for cell in row if cell.text.strip()]
        return len(texts) > 1 and all(self._names_column(text) for text in texts)

    def _names_column(self, text: str) -> bool:
        if text in self.words or text in self.list_headers:
            return True
        return (
            len(text) <= _HEADER_LENGTH and not any(c.isdigit() for c in text) and _HEADER_LIKE.search(text) is not None
        )

    def is_value(self, text: str) -> bool:
        """Whether `text` may stand beside a label as its value."""
        bare = label(text)
        return bool(bare) and bare not in self.words and bare not in self.list_headers

    def made(self, name: str, raw: str, unit: str, place: Place, rank: int, *, prose: bool = False) -> Iterator[Found]:
        """Yield the field that `raw` states, a period as start and end; nothing if it states none."""
        value = value_of(self.specs[name].value, raw, unit, self.vocabulary, prose=prose)
        if not value:
            return
        if name != "period":
            yield Found(name, value, place, rank)
            return
        start, _, end = value.partition("/")
        yield Found("start", start, place, rank)
        yield Found("end", end, place, rank)


def has_colon(text: str) -> bool:
    """Whether a text holds a colon in any shape."""
    return ":" in squash(text)
