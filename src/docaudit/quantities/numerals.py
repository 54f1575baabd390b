"""From the written numeral to its value."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

DIGITS = "零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
STEPS = "十百千拾佰仟"
SMALL = DIGITS + STEPS
"""What a Chinese numeral below 万 is written with."""

_ONES = {
    char: Decimal(value)
    for char, value in zip("零〇一二两三四五六七八九十", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True)
}
_FORM = re.compile(
    rf"(?:[{DIGITS}]?[千仟])?零?(?:[{DIGITS}]?[百佰])?零?(?:[{DIGITS}]?[十拾])?零?[{DIGITS}]?",
)
_D = "一二三四五六七八九"
_PLAIN = re.compile(rf"(?:([{_D}])百(?=零[{_D}]\Z|[{_D}]十|\Z)零?)?(?:([{_D}]?)十)?([{_D}]?)")
"""What nearly all numerals up to 999 look like, of which nothing is to be asked."""
_LONGEST = 30
"""No figure has more digits than this; an identification number may."""


def value_of(numeral: str) -> Decimal | None:
    """Return the value of an Arabic numeral (thousands commas allowed, digits kept) or a Chinese one, else None.

    Digits that begin with an idle zero (007, 0399) are a name.
    """
    if numeral[:1].isdigit():
        if len(numeral) > _LONGEST or (numeral[0] == "0" and numeral[1:2].isdigit()):
            return None
        return Decimal(numeral.replace(",", ""))
    return _chinese(numeral) if len(numeral) <= _LONGEST else None


def whole(numeral: str) -> int:
    """Return the whole number that a short numeral tells, 12 or 十二; 0 where it is none."""
    return int(numeral) if numeral.isdecimal() else int(_chinese(numeral) or 0)


@lru_cache(maxsize=4096)
def _chinese(numeral: str) -> Decimal | None:
    if numeral in _ONES:
        return _ONES[numeral]
    if numeral and (plain := _PLAIN.fullmatch(numeral)):
        hundreds, tens, ones = plain.groups()
        return Decimal(100 * _digit(hundreds) + 10 * (_digit(tens) or int("十" in numeral)) + _digit(ones))
    for mark, scale in (("亿", Decimal(10**8)), ("万", Decimal(10**4))):
        head, found, tail = numeral.rpartition(mark)
        if found:
            high = _chinese(head) if head else Decimal(1)
            low = _chinese(tail.removeprefix("零")) if tail else Decimal(0)
            return None if high is None or low is None else high * scale + low
    if not _FORM.fullmatch(numeral):
        return None
    if numeral[0] in "百千佰仟":
        numeral = "一" + numeral
    import cn2an  # noqa: PLC0415  (a tenth of a second, and most papers never need it)

    try:
        return Decimal(str(cn2an.cn2an(numeral, "normal")))
    except (ValueError, KeyError):  # cn2an stumbles over some that are none
        return None


def _digit(char: str | None) -> int:
    return 1 + _D.index(char) if char else 0
