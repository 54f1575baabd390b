"""What repeats on every page and belongs to none: headers, footers and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from docaudit.model import ParagraphKind
from docaudit.readers.pdf.lines import Line
from docaudit.readers.pdf.pages import PageLayout

_TOP, _BOTTOM = 0.12, 0.88
_NUMBER_TOP, _NUMBER_BOTTOM = 0.1, 0.87
_DIGITS = re.compile(r"[0-9０-９]+|(?<=第)[一二三四五六七八九十百]+(?=页)")
_PAGE_NUMBER = re.compile(
    r"[\-－—–―~～·•|\s\[（(【]*"
    r"(?:第\s*#\s*页\s*[,，/／]?\s*(?:[（(]?\s*共\s*#\s*页\s*[)）]?)?|共\s*#\s*页\s*[,，/／]?\s*第\s*#\s*页"
    r"|(?:page\s*)?#(?:\s*(?:/|／|of)\s*#)?)"
    r"[\-－—–―~～·•|\s\]）)】]*",
    re.IGNORECASE,
)


def find_furniture(pages: Sequence[PageLayout], body_size: float) -> dict[tuple[int, int], ParagraphKind]:
    """Return which lines are headers or footers, by page number and index of the line on its page."""
    found: dict[tuple[int, int], ParagraphKind] = {}
    repeated = _repeated(pages)
    needed = 2 if len(pages) <= 4 else 3
    for page in pages:
        inner_top = min((table.bbox[1] for table in page.tables), default=page.height)
        inner_bottom = max((table.bbox[3] for table in page.tables), default=0.0)
        for i, line in enumerate(page.lines):
            where = _zone(page, line)
            if where is None:
                continue
            if where is ParagraphKind.HEADER and line.top > inner_top:
                continue
            if where is ParagraphKind.FOOTER and line.bottom < inner_bottom:
                continue
            mask = _mask(line)
            small = line.size <= 1.1 * body_size
            numbered = _PAGE_NUMBER.fullmatch(mask) is not None and _is_outermost(page, i, where)
            if (repeated[_key(page, line, where)] >= needed and small) or numbered:
                found[page.number, i] = where
    return found


def _zone(page: PageLayout, line: Line) -> ParagraphKind | None:
    if line.bottom < _TOP * page.height:
        return ParagraphKind.HEADER
    if line.top > _BOTTOM * page.height:
        return ParagraphKind.FOOTER
    return None


def _mask(line: Line) -> str:
    return _DIGITS.sub("#", line.text.strip())


def _key(page: PageLayout, line: Line, where: ParagraphKind) -> tuple[str, str, int]:
    """Words and height of a line; facing pages may have it at different sides."""
    level = line.top if where is ParagraphKind.HEADER else page.height - line.bottom
    return where.value, "".join(_mask(line).split()), round(level / 4)


def _repeated(pages: Sequence[PageLayout]) -> Counter[tuple[str, str, int]]:
    counts: Counter[tuple[str, str, int]] = Counter()
    for page in pages:
        seen = set()
        for line in page.lines:
            where = _zone(page, line)
            if where is not None:
                seen.add(_key(page, line, where))
        counts.update(seen)
    return counts


def _is_outermost(page: PageLayout, index: int, where: ParagraphKind) -> bool:
    """Whether no other line lies further out than this one."""
    line = page.lines[index]
    others = [other for j, other in enumerate(page.lines) if j != index]
    if where is ParagraphKind.HEADER:
        return line.bottom < _NUMBER_TOP * page.height and all(other.middle > line.top for other in others)
    return line.top > _NUMBER_BOTTOM * page.height and all(other.middle < line.bottom for other in others)
