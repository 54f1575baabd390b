"""What the cells of a column hold, whatever its header says: figures, units, names, dates, references to evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from docaudit.extract.cells import is_blank, one_line, whole_quantity
from docaudit.lexicon import technical_unit
from docaudit.quantities import find

_SERIAL = re.compile(
    r"^[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[①-⑳]|[A-Za-z]?\d{1,2}(?:[.-]\d{1,2})+)[)）、.．]?$"
)
_REFERENCE = re.compile(
    r"^(?:详?见)?\s*(?:附件|附表|附录|证明材料|佐证材料|佐证|材料|P|第)\s*[\d一二三四五六七八九十]+"
)
_DATE = re.compile(
    r"^(?:(?:19|20)\d\d\s*(?:年|[./-])|第?[一二三四1-4]季度|每年|全年|长期)[\s\d年月日./~—–-]*(?:(?:19|20)?\d*[年月日]?)?(?:底|末|前|初|度|上半年|下半年)?$"
)
_LONG = 24
_MOST = 0.6


class Content(StrEnum):
    """What most of the filled cells of a column are."""

    FIGURES = "figures"
    TOLD = "told"
    """Words with a quantity inside (录用5篇)."""
    UNITS = "units"
    SERIAL = "serial"
    REFERENCES = "references"
    DATES = "dates"
    NAMES = "names"
    """Short texts without a figure."""
    SENTENCES = "sentences"
    BLANK = "blank"
    MIXED = "mixed"


def content_of(texts: Sequence[str]) -> Content:
    """What most of these cells are; BLANK when none says anything."""
    filled = [one_line(text) for text in texts if not is_blank(text)]
    if not filled:
        return Content.BLANK
    counts = dict.fromkeys(Content, 0)
    for text in filled:
        counts[_kind(text)] += 1
    if counts[Content.SERIAL] == len(filled) and not _in_order(filled):
        counts[Content.FIGURES], counts[Content.SERIAL] = counts[Content.SERIAL], 0
    elif counts[Content.SERIAL] < len(filled):
        counts[Content.FIGURES] += counts.pop(Content.SERIAL)
    best = max(counts, key=lambda kind: counts[kind])
    if counts[best] >= _MOST * len(filled):
        return best
    valued = counts[Content.FIGURES] + counts[Content.TOLD]
    if valued >= _MOST * len(filled):
        return Content.TOLD if counts[Content.TOLD] > counts[Content.FIGURES] else Content.FIGURES
    worded = counts[Content.NAMES] + counts[Content.SENTENCES]
    return Content.NAMES if worded >= _MOST * len(filled) else Content.MIXED


@lru_cache(maxsize=16384)
def _kind(text: str) -> Content:
    if _REFERENCE.match(text):
        return Content.REFERENCES
    if _DATE.match(text):
        return Content.DATES
    if _SERIAL.match(text):
        return Content.SERIAL
    if whole_quantity(text) is not None:
        return Content.FIGURES
    if technical_unit(text) is not None:
        return Content.UNITS
    if find(text):
        return Content.TOLD
    return Content.SENTENCES if len(text) > _LONG else Content.NAMES


def _in_order(texts: list[str]) -> bool:
    """Whether cells that could number the rows do: all different, digits rising by one, 1.1 1.2 2.1 step by step."""
    if len(set(texts)) < len(texts):
        return False
    bare = [text.strip("()（）、.．") for text in texts]
    steps = [tuple(map(int, re.findall(r"\d+", text))) for text in bare]
    if all(len(step) == 1 and text.isdigit() for step, text in zip(steps, bare, strict=True)):
        return steps[0][0] <= 1 and all(b[0] - a[0] == 1 for a, b in pairwise(steps))
    if all(len(step) > 1 for step in steps):
        return steps[0][-1] == 1 and all(_follows(a, b) for a, b in pairwise(steps))
    return not any(text.isdigit() for text in bare) and bare[0].lstrip("ABCabc")[:1] in {"1", "一", "①", ""}


def _follows(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether a number of several levels comes right after another: the first level that differs one more, the rest from 1.

    Two decimals that differ by one in the last place do as well; a column of such is rare.
    """
    level = next((k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if level == len(one):
        return other[level:] == (1,)
    return level < len(other) and other[level] == one[level] + 1 and all(n == 1 for n in other[level + 1 :])
