"""Names shortened as Chinese shortens them: of some words one character is left, and the others stay whole."""

from __future__ import annotations

from functools import lru_cache

from docaudit import lexicon

_SILENT = frozenset("者员的性化等类")
"""Words of one character that a short name may leave out."""
_LONGEST = 60
"""Characters: the longest names of projects."""


@lru_cache(maxsize=65536)
def abbreviates(short: str, long: str) -> bool:
    """Whether a name is the other one with at least two of its words cut down to their first or last characters.

    密接筛查率 is 密切接触者筛查率, 农机 is 农业机械; 职工人次 is not 职工培训人次, which has a word more.
    """
    if not 2 <= len(short) < len(long) <= _LONGEST:
        return False
    if not set(short) <= set(long):
        return False
    return _fits(short, lexicon.pieces(long), 0)


def _fits(short: str, words: tuple[str, ...], cut: int) -> bool:
    """Whether the words can be read as this short name; `cut` words before them were cut down."""
    if not words:
        return not short and cut >= _CUT
    word, rest = words[0], words[1:]
    if short.startswith(word) and _fits(short[len(word) :], rest, cut):
        return True
    if len(word) > 1 and short[:1] and short[0] in (word[0], word[-1]) and _fits(short[1:], rest, cut + 1):
        return True
    return word in _SILENT and _fits(short, rest, cut)


_CUT = 2
"""One word cut down may be a mere coincidence: 新发病率 is not 新增发病率."""
