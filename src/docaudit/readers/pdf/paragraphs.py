"""From lines to paragraphs, within a page and over its end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median, median_high

from docaudit.model import ParagraphKind
from docaudit.model.documents import BBox
from docaudit.readers.outline import caption_label, heading_rank, is_toc_line, is_unit_line, numbering
from docaudit.readers.pdf.lines import Line, join

_STOPS = tuple("。！？；!?;…")
_MARGIN = 0.15
"""Part of the width of a page that margins take at most, where the paper does not tell."""
_COLUMN_LINES = 6
_LABEL = re.compile(r"[\u4e00-\u9fff（）()、/ \u3000]{2,16}[:：]")
_ENDS = (*_STOPS, "：", ":", "”", "）")


@dataclass(slots=True)
class Column:
    """The left and right margin of the text."""

    left: float
    right: float


@dataclass(slots=True)
class Prose:
    """A paragraph as it stands on a page.

    `head` and `digit` are the widths of its first word and first digit, `room` what is left after its last line.
    """

    text: str
    bbox: BBox
    page: int
    size: float
    bold: bool
    centered: bool
    lines: int
    indented: bool
    head: float
    digit: float
    room: float
    blank: bool
    region: int = 0
    kind: ParagraphKind = ParagraphKind.BODY
    rest: tuple[tuple[int, BBox], ...] = ()
    """Pages and boxes in which it goes on."""


class Margins:
    """Where the text of a paper begins and ends on its pages, learnt from all of them."""

    def __init__(self, pages: Sequence[tuple[float, Sequence[Line]]]) -> None:
        """Take the width and the lines of each page."""
        self._usual: dict[int, Column] = {}
        self._narrow: dict[int, list[Column]] = {}
        by_width: dict[int, list[Line]] = {}
        for width, lines in pages:
            by_width.setdefault(round(width), []).extend(lines)
            self._narrow.setdefault(round(width), []).extend(_columns_of(lines))
        for wide, lines in by_width.items():
            needed = max(3, len(lines) // 50)
            lefts = Counter(round(line.x0) for line in lines)
            rights = Counter(round(line.x1) for line in lines)
            left = min((x for x, n in lefts.items() if n >= needed), default=None)
            right = max((x for x, n in rights.items() if n >= needed), default=None)
            if left is not None and right is not None and right - left > 0.4 * wide:
                self._usual[wide] = Column(float(left), float(right))

    def column(self, lines: Sequence[Line], tables: Sequence[BBox], width: float) -> Column:
        """Return the margins of one page: its own when enough lines keep them, else those of the paper."""
        if not lines:
            return Column(0.0, width)
        left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
        for narrow in self._narrow.get(round(width), ()):
            if abs(left - narrow.left) < 3 and right < narrow.right + lines[0].size and len(lines) > 1:
                return narrow
        full = [line.x1 for line in lines if right - line.x1 < 1.2 * line.size]
        if len(full) >= 3 and right - left > 0.4 * width:
            return Column(left, median_high(full))
        usual = self._usual.get(round(width))
        if usual is not None:
            return Column(min(left, usual.left), max(right, usual.right))
        left = min([left, _MARGIN * width, *(box[0] for box in tables)])
        return Column(left, max([right, (1 - _MARGIN) * width, *(box[2] for box in tables)]))


def _columns_of(lines: Sequence[Line]) -> list[Column]:
    """The columns of a page that is set in several: its last page may fill only one of them."""
    regions: dict[int, list[Line]] = {}
    for line in lines:
        regions.setdefault(line.region, []).append(line)
    if len(regions) < 2:
        return []
    return [margins_of(own) for own in regions.values() if len(own) >= _COLUMN_LINES]


def margins_of(lines: Sequence[Line]) -> Column:
    """The margins that these lines keep; closing marks may hang over the right one."""
    right = max(line.x1 for line in lines)
    full = [line.x1 for line in lines if right - line.x1 < 1.2 * line.size]
    return Column(min(line.x0 for line in lines), median_high(full) if len(full) >= 3 else right)


def build_paragraphs(lines: Sequence[Line], page: int, column: Column) -> list[Prose]:
    """Join lines of one column, in reading order, into paragraphs."""
    found: list[Prose] = []
    group: list[Line] = []
    pitch = _pitch(lines)
    for line in lines:
        if group and _starts_new(group, line, column, pitch):
            found.append(_prose(group, page, column))
            group = []
        group.append(line)
    if group:
        found.append(_prose(group, page, column))
    return found


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance from line to line, in ems."""
    steps = Counter(
        round((below.middle - above.middle) / below.size, 1)
        for above, below in pairwise(lines)
        if 0.8 * below.size < below.middle - above.middle < 3 * below.size
    )
    return max(steps, key=lambda step: (steps[step], -step)) if steps else 1.6


def _starts_new(group: list[Line], line: Line, column: Column, pitch: float) -> bool:
    above = group[-1]
    size = max(above.size, 1.0)
    if abs(line.size - above.size) > 0.12 * size:
        return True
    step = (line.middle - above.middle) / size
    if step > max(1.35 * pitch, pitch + 0.45) or step < 0.5:
        return True
    if len(group) == 1 and _LABEL.match(above.text) and _LABEL.match(line.text):
        return True
    if column.right - above.x1 >= line.head + 0.7 * size:
        return not (_is_centered(above, column) and _is_centered(line, column) and _same_title(above, line))
    if above.x0 - column.left > 0.4 * (column.right - column.left) or (
        line.x0 - column.left > 6 * size and abs(line.x0 - above.x0) > 0.5 * size and not _LABEL.match(group[0].text)
    ):
        return not (above.size > 14 and _is_centered(line, column) and _same_title(above, line))
    if is_toc_line(above.text) or is_toc_line(line.text) or caption_label(line.text) or is_unit_line(line.text):
        return True
    indent = line.x0 - column.left > 0.8 * size
    if indent and line.x0 - above.x0 > 0.8 * size and len(group) > 1:
        return True
    numbered = numbering(line.text) is not None and (
        group[0].x0 - column.left <= 0.8 * size or heading_rank(line.text, bold=line.bold) is not None
    )
    return (indent or numbered) and above.text.endswith(_ENDS)


def _same_title(above: Line, below: Line) -> bool:
    """Whether two centered lines are one title: set alike, and larger or bolder than a list would be."""
    return above.bold == below.bold and above.size > 14 and abs(above.size - below.size) < 0.5


def _is_centered(line: Line, column: Column) -> bool:
    least = 1.5 if line.size <= 14 else 0.7
    return line.x0 - column.left > least * line.size and _is_symmetric(line, column)


def _is_symmetric(line: Line, column: Column) -> bool:
    left, right = line.x0 - column.left, column.right - line.x1
    return abs(left - right) < max(1.2 * line.size, 0.12 * (left + right))


def _prose(group: list[Line], page: int, column: Column) -> Prose:
    text = group[0].text
    for above, below in pairwise(group):
        room = column.right - above.x1
        number = below.digit > 0 and room < 1.2 * below.digit
        text = join(text, below.text, wrapped=True, number=number, blank=above.open_end)
    last = group[-1]
    box = (
        min(line.x0 for line in group),
        min(line.top for line in group),
        max(line.x1 for line in group),
        max(line.bottom for line in group),
    )
    size = median([line.size for line in group])
    room = column.right - last.x1
    return Prose(
        text,
        box,
        page,
        size,
        all(line.bold for line in group),
        _is_centered(last, column) and all(_is_symmetric(line, column) for line in group),
        len(group),
        group[0].x0 - column.left > 0.8 * size,
        group[0].head,
        group[0].digit,
        room,
        last.open_end,
        group[0].region,
    )


def indents(paragraphs: Sequence[Prose]) -> bool:
    """Whether the paper marks new paragraphs by an indent."""
    long = [prose for prose in paragraphs if prose.lines > 1]
    return len(long) >= 3 and sum(prose.indented for prose in long) >= 0.6 * len(long)


def continues(upper: Prose, lower: Prose, *, indented: bool) -> bool:
    """Whether the second paragraph is the rest of the first, cut by the end of a page or column.

    `indented` says that a new paragraph would show by its indent.
    """
    if lower.indented or lower.centered or abs(upper.size - lower.size) > 0.08 * upper.size:
        return False
    if upper.kind is not lower.kind or (upper.text.endswith(_STOPS) and not indented):
        return False
    if numbering(lower.text) is not None and not (indented and upper.lines > 1):
        return False
    return upper.room < lower.head + 0.7 * upper.size


def rejoined(upper: Prose, lower: Prose) -> Prose:
    """Return the whole of a paragraph that was cut; it stands where it begins."""
    number = lower.digit > 0 and upper.room < 1.2 * lower.digit
    text = join(upper.text, lower.text, wrapped=True, number=number, blank=upper.blank)
    rest = (*upper.rest, (lower.page, lower.bbox), *lower.rest)
    return replace(upper, text=text, room=lower.room, blank=lower.blank, lines=upper.lines + lower.lines, rest=rest)
