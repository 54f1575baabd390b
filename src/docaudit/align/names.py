"""How alike two indicator names are: words and characters, rare ones counting more."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz import fuzz

from docaudit import lexicon
from docaudit.align.abbreviations import abbreviates

Vector = Mapping[str, float]

_ABBREVIATED = 0.9

_VERIFIED = re.compile(
    r"^(?:经|评价组|专家组|评价机构|审计组)*(?:现场|实地)?(?:清点|核实|核查|核定|查实|审定|抽查|盘点|复核|查验)(?:后|的|时)?(?=..)"
)


@lru_cache(maxsize=65536)
def core(name: str) -> str:
    """Return the name without the words that every indicator may carry; the name itself when nothing would be left.

    How somebody came to know the number is no part of the name: 现场清点智能装备 is 智能装备.
    """
    return lexicon.core_name(_VERIFIED.sub("", name.strip())) or name.strip()


@lru_cache(maxsize=65536)
def words(name: str) -> tuple[str, ...]:
    """Return the words of a core name."""
    return tuple(lexicon.tokens(name))


@lru_cache(maxsize=65536)
def grams(name: str) -> tuple[str, ...]:
    """Return the characters and character pairs of a core name."""
    plain = "".join(name.split())
    return (*plain, *(plain[i : i + 2] for i in range(len(plain) - 1)))


@lru_cache(maxsize=65536)
def stem(name: str) -> str:
    """Return a core name without the word for how it is measured: 核心示范面积 and 核心示范片 are both 核心示范."""
    bare = _MEASURE.sub("", name)
    return bare if len(bare) >= _STEM else name


_MEASURE = re.compile(r"(?:总?面积|片区?|总?长度|总?里程|金额|总额)$")
_STEM = 4
"""A stem this short says little: 示范面积 is not 示范片."""


@lru_cache(maxsize=65536)
def word_bag(name: str) -> frozenset[tuple[str, int]]:
    """Return the words of a core name whatever their order."""
    return frozenset(Counter(words(name)).items())


class Weights:
    """How much a word or a pair of characters tells among the names at hand: rare ones more."""

    def __init__(self, names: Iterable[str]) -> None:
        """Count over the distinct core names of one project."""
        distinct = sorted(set(names))
        self._size = len(distinct)
        self._counts: Counter[str] = Counter()
        for name in distinct:
            self._counts.update({*grams(name), *words(name)})
        self._weights: dict[str, float] = {}
        self._vectors: dict[str, tuple[Vector, Vector]] = {}

    def of(self, feature: str) -> float:
        """Return the weight of a feature, 1 or more."""
        known = self._weights.get(feature)
        if known is None:
            known = self._weights[feature] = 1 + math.log((1 + self._size) / (1 + self._counts[feature]))
        return known

    def vectors(self, name: str) -> tuple[Vector, Vector]:
        """Return the weighted words and the weighted characters of a core name, each of length 1."""
        known = self._vectors.get(name)
        if known is None:
            known = self._vectors[name] = (self._vector(words(name)), self._vector(grams(name)))
        return known

    def _vector(self, features: tuple[str, ...]) -> Vector:
        raw = {f: n * self.of(f) for f, n in Counter(features).items()}
        length = math.sqrt(sum(v * v for v in raw.values())) or 1.0
        return {f: v / length for f, v in raw.items()}


_PLAIN = Weights(())


def similarity(a: str, b: str, weights: Weights = _PLAIN) -> float:
    """Return how alike two core names are, 0 to 1; 1 means the same words or known synonyms of one indicator."""
    if a == b or word_bag(a) == word_bag(b):
        return 1.0
    left, right = lexicon.canonical_indicator(a), lexicon.canonical_indicator(b)
    if (left is not None and left == right) or word_bag(stem(a)) == word_bag(stem(b)):
        return 0.92
    words_a, grams_a = weights.vectors(a)
    words_b, grams_b = weights.vectors(b)
    spelled = fuzz.ratio(_sorted_words(a), _sorted_words(b)) / 100
    score = 0.3 * _cosine(words_a, words_b) + 0.5 * _cosine(grams_a, grams_b) + 0.2 * spelled
    bag_a, bag_b = _word_set(a), _word_set(b)
    if (bag_a and bag_a <= bag_b) or (bag_b and bag_b <= bag_a):
        shorter, longer = sorted((len(a), len(b)))
        score = max(score, 0.55 + 0.4 * shorter / max(longer, 1)) if shorter >= 2 else score
    elif left is not None and right is not None:
        score -= 0.15
    if (stem(a), stem(b)) != (a, b):
        score = max(score, similarity(stem(a), stem(b), weights) - 0.03)
    if abbreviates(a, b) or abbreviates(b, a):
        score = max(score, _ABBREVIATED)
    return max(0.0, min(0.97, score))


@lru_cache(maxsize=65536)
def _sorted_words(name: str) -> str:
    return " ".join(sorted(" ".join(words(name)).split()))


@lru_cache(maxsize=65536)
def _word_set(name: str) -> frozenset[str]:
    return frozenset(words(name))


def _cosine(a: Vector, b: Vector) -> float:
    """Return the product of two vectors; exactly rounded, so that the order of a set does not show."""
    return math.fsum(a[f] * b[f] for f in a.keys() & b.keys())


@lru_cache(maxsize=65536)
def heads(name: str) -> tuple[str, ...]:
    """Return the objects that a name counts: those it ends with, and those joined to them by 或, 和 or 、.

    培训企业技术人员 does not count 企业, 新增服务企业数 does.
    """
    plain = lexicon.plain_name(name)
    found = lexicon.spans(plain)
    text = "".join(plain.split())
    counted: list[str] = []
    upto = len(text)
    for _, value, start, end in reversed([item for item in found if item[0] == "object"]):
        between = text[end:upto]
        if not counted:
            acts = [text[a:b] for facet, _, a, b in found if facet == "action" and a >= end]
            for act in acts:
                between = between.replace(act, "")
        if between.strip("或和及与、/" if counted else _COUNTING):
            break
        counted.append(value)
        upto = start
    return tuple(reversed(counted))


_COUNTING = "数量家人项件篇个等情况总的（）()"
