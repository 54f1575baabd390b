"""Whether two papers, none of them a scan, are one: only layout may differ.

The numbers must be the same, and of the words no more than whole lines that one of two formats does not show.
"""

from __future__ import annotations

from rapidfuzz.distance import Indel

from docaudit.duplicates.words import Gist, Words

_SHARE = 0.05
"""Part of the longer paper that may be lines which the other does not show."""
_LITTLE = 200
"""Characters below which two papers must be word for word the same."""
_WINDOW = 20_000
"""Characters that differ beyond which two papers are not compared: the comparison takes their product in bits."""


def is_same_print(one: Words, other: Words) -> bool:
    """Whether two papers with the same numbers state the same, word for word but for the layout."""
    if one.text == other.text:
        return True
    return _differ_in_lines(one, other)


def may_be_same_print(one: Gist, other: Gist) -> bool:
    """Whether two papers of the same numbers and other words are worth comparing."""
    apart = abs(one.length - other.length) > _SHARE * max(one.length, other.length)
    return one.document.format != other.document.format and min(one.length, other.length) >= _LITTLE and not apart


def _differ_in_lines(one: Words, other: Words) -> bool:
    """Whether one paper only has some whole lines more, or has them elsewhere, and neither has changed words."""
    a, b = one.text, other.text
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    end = next(
        (i for i, (x, y) in enumerate(zip(reversed(a[start:]), reversed(b[start:]), strict=False)) if x != y),
        min(len(a), len(b)) - start,
    )
    left, right = a[start : len(a) - end], b[start : len(b) - end]
    if max(len(left), len(right)) > _WINDOW:
        return False
    lost = 0
    last = -1
    for step in Indel.opcodes(left, right):
        if step.tag == "equal":
            continue
        if step.src_start == last:
            return False  # words in the place of others
        last = step.src_end
        text, words, at = (left, one, step.src_start) if step.tag == "delete" else (right, other, step.dest_start)
        length = (step.src_end - step.src_start) or (step.dest_end - step.dest_start)
        if any(char.isdigit() for char in text[at : at + length]) or not _is_lines(words, start + at, length):
            return False
        lost += length
    return lost <= _SHARE * max(len(a), len(b))


def _is_lines(words: Words, at: int, length: int) -> bool:
    """Whether a stretch of text is whole lines; it may be told shifted where it begins as the text behind it does."""
    text = words.text
    while True:
        if at in words.edges and at + length in words.edges:
            return True
        if at == 0 or text[at - 1] != text[at + length - 1]:
            break
        at -= 1
    at += 1
    while at + length <= len(text):
        if at in words.edges and at + length in words.edges:
            return True
        if at + length == len(text) or text[at] != text[at + length]:
            break
        at += 1
    return False
