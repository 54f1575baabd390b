"""The words that papers grade with: 优秀 and 优, A＋级, 甲等, 一等, and which of two is the better one."""

from __future__ import annotations

import re

from docaudit import quantities
from docaudit.recompute.words import squeeze

CLASSES = {
    "优秀": "优", "优": "优", "优等": "优", "良好": "良", "良": "良", "良等": "良", "中等": "中", "一般": "中", "中": "中",
    "合格": "合格", "基本合格": "合格", "及格": "合格", "较差": "差", "不合格": "差", "不及格": "差", "差": "差", "差等": "差",
}  # fmt: skip
"""Words that mean one class in the usual scale of four."""
_RANKS = {"优": 0, "好": 0, "较好": 10, "良": 10, "中": 20, "合格": 30, "差": 50}
_PLAIN = r"基本合格|不合格|不及格|优秀|优等|优(?![良质势化先])|良好|良等|良(?!性)|较好|中等|一般|合格|及格|较差|差等|差(?!异|额|距|旅|错)|中(?![小央部期间心国等级])"
_LETTER = r"(?<![A-Za-z])[A-E](?:\+\+?|-(?![\dA-Z]))?(?![A-Za-z\d])(?:级|等次?|档|类)?"
_NUMBERED = (
    r"第?[一二三四五](?:级|等|档)(?![奖标指级学教项功])|[ⅠⅡⅢⅣⅤ](?:级|等|档)|I{1,3}V?(?:级|等|档)|[甲乙丙丁](?:级|等|档)"
)
TOKEN = rf"(?:{_PLAIN}|{_LETTER}|{_NUMBERED})"
"""A grade in squeezed text."""
SPECIAL = rf"(?:{_LETTER}|{_NUMBERED})"
"""A grade that means nothing without a scale."""
_TENS = re.compile(r"[五六七八九]十[一二三四五六七八九]?分")
_SPELLED = re.compile(
    r"(?:一百|[五六七八九]十[一二三四五六七八九]?)(?=分)|[五六七八九]十[一二三四五六七八九]?(?=[至到]?[—-]?[五六七八九]十[一二三四五六七八九]?分|（含）|\(含\)|至)"
)
_ORDER = "一二三四五"
_CELESTIAL = "甲乙丙丁"


def in_digits(text: str) -> str:
    """Return a text that gives scores in Chinese numerals (九十分以上) with them in digits; 十分 alone is no score."""
    if len(_TENS.findall(text)) < 2:
        return text
    return _SPELLED.sub(lambda m: str(quantities.whole(m[0])), text)


def standard(word: str) -> str:
    """Return a grade as a scale and a cell may both write it: A＋级 and A+等 are A+, 第一等 is 一等."""
    text = squeeze(word).strip("“”\"'「」《》【】").removeprefix("第")
    if re.match(r"[A-E]", text):
        return text.rstrip("级等次档类")
    return text


def rank_of(word: str) -> int | None:
    """Return the place of a grade as a user writes it; None for what is no grade."""
    return rank(standard(word)) if re.fullmatch(TOKEN, squeeze(word)) else None


def rank(word: str) -> int:
    """Return the place of a grade among others of its kind; the better one has the smaller rank."""
    if word in CLASSES or word in _RANKS:
        return 35 if word == "基本合格" else _RANKS[CLASSES.get(word, word)]
    if word[0] in "ABCDE":
        return 10 * "ABCDE".index(word[0]) - 3 * word.count("+") + 3 * word.count("-")
    for ladder in (_ORDER, _CELESTIAL):
        if word[0] in ladder:
            return 10 * ladder.index(word[0])
    roman = word.rstrip("级等档")
    return 10 * {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}.get(roman, 9)
