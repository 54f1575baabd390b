"""Characters that are mistaken for others, set right where the rest of the number leaves no other reading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docaudit.readers.ocr.engine import Sign

REPAIRED = 0.5
"""Certainty of a character that was set right."""

_NUMBER_BODY = r"[0-9OoIl|,.，．]"
_FIXES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=\d)[Oo](?=[\d.,%％]|$)|(?<=[\d][.,])[Oo](?=[\dOo]|$)"), "0"),
    (re.compile(r"(?<=[\d.,])[lI|](?=[\d.,%％])|(?<=[\d.,])[lI|]$"), "1"),
    (re.compile(r"(?<=\d)一(?=\d)"), "—"),
    (re.compile(r"^[科≦](?=\d)"), "≤"),
    (re.compile(r"^≧(?=\d)"), "≥"),
)
_NUMBER = re.compile(rf"[≥≤<>＜＞约￥¥]?{_NUMBER_BODY}+[%％]?")
_LOST_POINT = re.compile(r"\d{1,3}(?:,\d{3})+(\d{2})")
_PER_MILLE = re.compile(r"(?<=\d)[%％][0oO○](?![\d.])")
_POINTS = re.compile(r"\d{1,3}(?:[.,]\d{3})+[.,]\d{2}")


def repaired(signs: Sequence[Sign]) -> list[Sign]:
    """Return the characters of one piece of text, with the confusions that its form proves set right."""
    signs = list(signs)
    text = "".join(sign.text for sign in signs)
    if any(len(sign.text) != 1 for sign in signs):
        return signs
    fixed = text
    if _NUMBER.fullmatch(text.strip()) or re.match(r"[科≦≧]\d", text):
        for pattern, right in _FIXES:
            fixed = pattern.sub(right, fixed)
    else:
        fixed = re.sub(r"(?<=\d)一(?=\d)", "—", fixed)
    if _POINTS.fullmatch(fixed) and len({char for char in fixed if char in ".,"}) == 1 and fixed.count(".") != 1:
        fixed = fixed[:-3].replace(".", ",") + "." + fixed[-2:]
    signs = [
        sign if sign.text == char else Sign(char, sign.at, REPAIRED) for sign, char in zip(signs, fixed, strict=True)
    ]
    if _LOST_POINT.fullmatch(fixed):
        before, after = signs[-3], signs[-2]
        signs.insert(-2, Sign(".", (before.at + after.at) / 2, REPAIRED))
    return _per_mille(signs)


def _per_mille(signs: list[Sign]) -> list[Sign]:
    """The characters with ‰ where it was read as a % and a nought: no digit follows a %."""
    text = "".join(sign.text for sign in signs)
    for found in reversed(list(_PER_MILLE.finditer(text))):
        at = found.start()
        signs[at : at + 2] = [Sign("‰", signs[at].at, REPAIRED)]
    return signs
