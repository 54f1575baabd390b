"""Indicator names: their core, their tokens, their synonyms, and which direction is better."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from docaudit.lexicon.segmenting import new_tokenizer
from docaudit.lexicon.units import technical_unit
from docaudit.lexicon.vocabulary import facets, indicator_words, on_change, squeeze, words
from docaudit.model import Polarity

if TYPE_CHECKING:
    from jieba import Tokenizer

_NUMBERING = re.compile(
    r"^(?:第[一二三四五六七八九十\d]+[章节条项、]|[(（]\s*[一二三四五六七八九十\d]{1,2}\s*[)）]|[一二三四五六七八九十]{1,2}[、.．]"
    r"|\d{1,2}(?:\.\d{1,2})*[、.．)）]\s*(?!\d)|\d{1,2}(?:\.\d{1,2})+\s*(?=[一-鿿])|\d{1,2}\s+(?=[一-鿿])|[①-⑳]|[a-zA-Z][.)）、]|[A-D]\d{1,2}[.．、:：\s-]?(?=[一-鿿]{3})|指标\s*\d+\s*[:：]|[·•●■◆▪–—-]\s*|[，,、。；;:：])+"
)
_UNIT_BRACKETS = re.compile(r"[(（\[【]\s*(?:单位[:：])?\s*([^()（）\[\]【】]{0,8})\s*[)）\]】]")
_PAUSE = re.compile(r"\s*[，,；;]\s*")
_RELATIONS = re.compile(
    r"(?:[≥≤><=＞＜＝≧≦]+|不少于|不低于|不超过|不高于|不小于|不大于|大于等于|小于等于|大于|小于|至少|至多|达到)+$"
)
_PUNCTUATION = re.compile(r"[\s、，,。；;:：“”\"'‘’《》()（）\[\]【】/\\·_\-—]+")


def plain_name(text: str) -> str:
    """The name as written without numbering at its head, unit brackets, relations and stray punctuation at its ends."""
    name = " ".join(text.split())
    name = re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", name)
    before = None
    while before != name:
        before = name
        name = _NUMBERING.sub("", name).strip(" 　:：，,、。；;*")
        name = _RELATIONS.sub("", name).strip()
    return _UNIT_BRACKETS.sub(_drop_unit, name).strip() or name


def _drop_unit(match: re.Match[str]) -> str:
    parts = [part for part in _PAUSE.split(match.group(1).strip()) if not _RELATIONS.fullmatch(part)]
    return "" if not any(parts) or (len(parts) == 1 and technical_unit(parts[0]) is not None) else match.group(0)


@lru_cache(maxsize=65536)
def core_name(name: str) -> str:
    """The words that tell one indicator from another: no units, numbering, relations, spaces or generic words.

    申请发明专利数量（项） and 完成申请发明专利 both give 申请发明专利.  Never empty for a name that is not.
    """
    core = _stripped(name)
    while (again := _stripped(core)) != core:
        core = again
    return core or squeeze(name)


def _stripped(name: str) -> str:
    plain = _PUNCTUATION.sub("", squeeze(plain_name(name)))
    generic = words().generic
    heads, tails = tuple(generic.head), tuple(generic.tail)
    before = None
    while before != plain:
        before = plain
        for word in generic.head if plain.startswith(heads) else ():
            if plain.startswith(word) and len(plain) - len(word) >= 2:
                plain = plain[len(word) :]
                break
        if any(plain.endswith(word) for word in generic.keep_tail):
            continue
        for word in generic.tail if plain.endswith(tails) else ():
            if plain.endswith(word) and len(plain) - len(word) >= 2:
                plain = plain[: -len(word)]
                break
    return plain


@lru_cache(maxsize=65536)
def tokens(name: str) -> tuple[str, ...]:
    """The words of the core name, as jieba cuts them with the field's own words added."""
    return tuple(token for token in _tokenizer().lcut(core_name(name), HMM=False) if token.strip())


@lru_cache(maxsize=65536)
def cuts(text: str) -> frozenset[int]:
    """The positions between the words of a text, both ends included."""
    at = [0]
    for word in _tokenizer().cut(text, HMM=False):
        at.append(at[-1] + len(word))
    return frozenset(at)


@lru_cache(maxsize=65536)
def pieces(text: str) -> tuple[str, ...]:
    """The shortest words that make up a text: 密切接触者 is 密切, 接触, 者; a character no word begins with stands alone."""
    found = sorted(
        ((start, end) for word, start, end in _tokenizer().tokenize(text, mode="search", HMM=False)), key=_short
    )
    at, out = 0, []
    for start, end in found:
        if start >= at:
            out += [text[i] for i in range(at, start)]
            out.append(text[start:end])
            at = end
    return (*out, *text[at:])


def _short(span: tuple[int, int]) -> tuple[int, int]:
    return span[0], span[1]


@lru_cache(maxsize=65536)
def canonical_indicator(name: str) -> str | None:
    """The name under which the vocabulary knows this indicator, or None."""
    table = _synonyms()
    return table.get(squeeze(plain_name(name))) or table.get(core_name(name))


def synonyms(name: str) -> tuple[str, ...]:
    """Every name of the same indicator that the vocabulary knows, the canonical one first; empty when it knows none."""
    canonical = canonical_indicator(name)
    if canonical is None:
        return ()
    entry = next(entry for entry in indicator_words() if entry.name == canonical)
    return tuple(dict.fromkeys((entry.name, *entry.synonyms)))


def polarity(name: str) -> Polarity:
    """Which direction is better, as far as the name alone says: LOWER for 成本 and 误差, UNKNOWN otherwise."""
    plain = squeeze(name)
    if any(word in plain for word in words().lower_is_better):
        return Polarity.LOWER
    return Polarity.UNKNOWN


@lru_cache(maxsize=1)
def _synonyms() -> dict[str, str]:
    table: dict[str, str] = {}
    for entry in indicator_words():
        for word in (entry.name, *entry.synonyms):
            table.setdefault(squeeze(word), entry.name)
    for entry in indicator_words():
        for word in (entry.name, *entry.synonyms):
            table.setdefault(core_name(word), entry.name)
    return table


on_change(_synonyms)
on_change(canonical_indicator)


@lru_cache(maxsize=1)
def _tokenizer() -> Tokenizer:
    own = [
        word for facet in ("action", "object", "level") for value in facets().of(facet).values() for word in value.words
    ]
    return new_tokenizer(squeeze(word) for word in dict.fromkeys((*words().segments, *own)))
