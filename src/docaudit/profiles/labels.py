"""The labels of forms in one vocabulary, and what every way of reading them shares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from docaudit.model import Cell, Place
from docaudit.profiles.schema import FieldSpec, FieldVocabulary
from docaudit.profiles.values import is_organisation, value_of
from docaudit.profiles.words import label, remark, squash

_LABEL_LENGTH = 60
_HEADER_LENGTH = 8
_REMEMBERED = 16384
"""Texts of which it is known what label they are: all papers of a kind have the same."""
_STANDS_ALONE = 4
_COMPOSED_LENGTH = 16
_JOINTS = re.compile(r"[()/、,·]|及其?|和|与|或")
COMPOSED = 1
FALLBACK = 2
_PARTY, _NAME, _CODE = "undertaker", "project_name", "project_code"
_CODE_BEHIND = re.compile(
    r"\s*[(（]\s*(?:[\u4e00-\u9fff]{0,4}(?:编号|代码|号)\s*[:：]?\s*)?((?=[^()（）]*[A-Za-z])(?=[^()（）]*\d{2})[A-Za-z0-9〔〕\[\]\-—–_./]{6,30})\s*[)）]$"
)
"""A code in brackets behind the name: 甲平台（KJ-2021-07）."""
_PLACE = re.compile(r"[\u4e00-\u9fff]{2}(?:镇|乡|街道|村|社区|园|校|馆|室|县|市|区|店|场|会|行|团)(?:\([^()]*\))?$")
_HEADER_LIKE = re.compile(r"(?:名称|编号|代码|单位|负责人|时间|日期|期限|年限|金额|经费|类别|类型|数|率)$")


@dataclass(frozen=True, slots=True)
class Found:
    """A field as found, before it is decided whether it counts."""

    name: str
    value: str
    place: Place
    rank: int
    """0 for a proper label, 1 for a composed one, 2 for a fallback label or words in prose."""


class Labels:
    """Knows which words are labels of which field; a profile may label fields in its own way."""

    def __init__(self, vocabulary: FieldVocabulary, own: Mapping[str, FieldSpec] | None = None) -> None:
        own = own or {}
        self.vocabulary = vocabulary
        self.specs = {**vocabulary.fields, **own}
        self.words: dict[str, tuple[str, int]] = {}
        self._seen: dict[str, tuple[str, int] | None] = {}
        self._of: dict[str, tuple[str, int] | None] = {}
        replaced = {label(word) for spec in own.values() for word in (*spec.labels, *spec.fallback)}
        for name, spec in self.specs.items():
            for rank, words in ((0, spec.labels), (FALLBACK, spec.fallback)):
                for key in map(label, words):
                    if key not in replaced or name in own:
                        self.words.setdefault(key, (name, rank))
        self._composed = tuple(
            (name, _composition(tuple(spec.heads), tuple(spec.before)))
            for name, spec in self.specs.items()
            if spec.heads and name not in own
        )
        self.list_headers = frozenset(map(label, vocabulary.list_headers))
        self.total_rows = frozenset(map(label, vocabulary.total_rows))
        self.indicator_headers = frozenset(map(label, vocabulary.indicator_headers))
        self.old_headers = frozenset(map(label, vocabulary.old_headers))
        self.new_headers = frozenset(map(label, vocabulary.new_headers))
        self.score_headers = frozenset(map(label, vocabulary.score_headers))
        self.score_rows = frozenset(map(label, vocabulary.score_rows))

    def of(self, text: str) -> tuple[str, int] | None:
        """Return field name and rank if `text` is a label, else None."""
        if not 0 < len(text) <= _LABEL_LENGTH:
            return None
        if text not in self._of:
            if len(self._of) >= _REMEMBERED:
                self._of.clear()
                self._seen.clear()
            self._of[text] = self._read(text)
        return self._of[text]

    def _read(self, text: str) -> tuple[str, int] | None:
        bare = label(text)
        known = self.words.get(bare) or self._compose(bare)
        if known is not None:
            return known
        role = self.words.get(label(remark(text)))
        return role if role is not None and self.specs[role[0]].value == "organisation" else None

    def _compose(self, bare: str) -> tuple[str, int] | None:
        """Return the field that a label of its own composition names: 申报高校, 项目研究周期, 课题(专题)主持人."""
        if not 2 < len(bare) <= _COMPOSED_LENGTH or bare in self.list_headers:
            return None
        if bare not in self._seen:
            plain = _JOINTS.sub("", bare)
            found = next((name for name, pattern in self._composed if pattern.fullmatch(plain)), None)
            self._seen[bare] = None if found is None else (found, COMPOSED)
        return self._seen[bare]

    def is_header(self, row: Sequence[Cell]) -> bool:
        """Whether a row names columns instead of pairing labels with values."""
        texts = [label(cell.text) for cell in row if cell.text.strip()]
        return len(texts) > 1 and all(self._names_column(text) for text in texts)

    def _names_column(self, text: str) -> bool:
        if self.of(text) is not None or text in self.list_headers:
            return True
        return (
            len(text) <= _HEADER_LENGTH and not any(c.isdigit() for c in text) and _HEADER_LIKE.search(text) is not None
        )

    def is_value(self, text: str) -> bool:
        """Whether `text` may stand beside a label as its value."""
        bare = label(text)
        return bool(bare) and bare not in self.list_headers and self.of(text) is None

    def made(self, name: str, raw: str, unit: str, place: Place, rank: int, *, prose: bool = False) -> Iterator[Found]:
        """Yield the field that `raw` states, a period as start and end; nothing if it states none."""
        value = value_of(self.specs[name].value, raw, unit, self.vocabulary, prose=prose)
        if not value or (name == _PARTY and rank == COMPOSED and not self._is_party(value)):
            return
        coded = _CODE_BEHIND.search(value) if name == _NAME else None
        if coded is not None:
            yield Found(_CODE, coded.group(1), place, COMPOSED)
            value = value[: coded.start()].strip()
        if name != "period":
            yield Found(name, value, place, rank)
            return
        start, _, end = value.partition("/")
        yield Found("start", start, place, rank)
        yield Found("end", end, place, rank)

    def _is_party(self, value: str) -> bool:
        """Whether a value names an organisation or a place that acts as one, alone or among others."""
        names = re.split(r"[、,，;；/\s]+", value)
        return any(is_organisation(name, self.vocabulary) or _PLACE.search(name) for name in (value, *names))


@lru_cache(maxsize=1024)
def _composition(heads: tuple[str, ...], before: tuple[str, ...]) -> re.Pattern[str]:
    """Return what the composed labels of a field look like; a long head word may stand alone."""
    last = sorted(map(squash, heads), key=lambda word: (-len(word), word))
    alone = [word for word in last if len(word) >= _STANDS_ALONE]
    first = "|".join(map(re.escape, sorted(map(squash, before), key=lambda word: (-len(word), word))))
    return re.compile(
        rf"(?:{first})+(?:{'|'.join(map(re.escape, last))})|(?:{'|'.join(map(re.escape, alone)) or '(?!)'})"
    )


def has_colon(text: str) -> bool:
    """Whether a text holds a colon in any shape."""
    return ":" in squash(text)
