"""What a table header, or the label beside a value, says about the values under it."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from docaudit.lexicon.vocabulary import header_words, squeeze


class HeaderRole(StrEnum):
    """The part that a column plays; the first nine are roles of claims too."""

    TARGET = "target"
    ACTUAL = "actual"
    BASELINE = "baseline"
    RATE = "rate"
    WEIGHT = "weight"
    SCORE = "score"
    BUDGET = "budget"
    ARRIVED = "arrived"
    SPENT = "spent"
    INTERIM = "interim"
    """A target for the middle of the project."""
    BEFORE_CHANGE = "before_change"
    """A target that an amendment replaces."""
    EXPECTED_LATER = "expected_later"
    """A forecast (全年预计完成值): neither target nor actual."""
    NAME = "name"
    WEAK_NAME = "weak_name"
    """A name only in the company of a target or actual column (项目, 内容)."""
    EITHER = "either"
    """The name or the target, which the other columns decide (考核指标)."""
    GROUP = "group"
    UNIT = "unit"
    PERIOD = "period"
    ORDER = "order"
    RELATION = "relation"
    """≥, ≤ or = in a column of its own."""
    REMARK = "remark"
    VALUE = "value"
    """A value whose role the section or the kind of paper decides."""
    TOTAL = "total"


_BRACKETS = re.compile(r"[(\[【〔<《][^()\[\]【】〔〕<>《》]*[)\]】〕>》]")
_NUMBERING = re.compile(r"^(?:[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．]|第[一二三四五六七八九十]+[章节条])+")
_YEAR = re.compile(r"^(?:19|20)\d\d(?:[-~至—–](?:19|20)?\d\d)?年?度?(?:末|底)?|^第?[一二三四1-4]季度")


@lru_cache(maxsize=16384)
def plain_header(text: str) -> str:
    """The header without spaces, numbering, bracketed remarks and final colon, in look-up form."""
    plain = squeeze(text)
    stripped = _BRACKETS.sub("", plain)
    while stripped != plain:
        plain, stripped = stripped, _BRACKETS.sub("", stripped)
    return _NUMBERING.sub("", plain).rstrip(":：*")


@lru_cache(maxsize=4096)
def header_role(text: str) -> HeaderRole | None:
    """The role of a column with this header, or None when the words say nothing.

    A whole-word match wins over an ending, a longer ending over a shorter one.
    """
    plain = plain_header(text)
    if not plain or len(plain) > 24:
        return None
    whole, ends = _tables()
    role = whole.get(plain) or _ending(plain, ends)
    if role is None:
        rest = _YEAR.sub("", plain, count=1)
        if rest != plain and rest:
            role = whole.get(rest) or _ending(rest, ends)
    return role


def _ending(plain: str, ends: dict[str, HeaderRole]) -> HeaderRole | None:
    for start in range(len(plain)):
        role = ends.get(plain[start:])
        if role is not None:
            return role
    return None


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, HeaderRole], dict[str, HeaderRole]]:
    whole: dict[str, HeaderRole] = {}
    ends: dict[str, HeaderRole] = {}
    for name, entry in header_words().items():
        role = HeaderRole(name)
        for word in entry.ends:
            ends.setdefault(squeeze(word), role)
        for word in (*entry.whole, *entry.ends):
            whole.setdefault(squeeze(word), role)
    return whole, ends
