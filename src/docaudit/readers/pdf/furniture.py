"""What repeats on every page and belongs to none: headers, footers and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from docaudit.model import ParagraphKind
from docaudit.readers.pdf.lines import Line
from docaudit.readers.pdf.pages import PageLayout

_ZONE = 0.12
_DEEPEST = 3
_DIGITS = re.compile(r"[0-9０-９]+|(?<=第)[一二三四五六七八九十百]+(?=页)")
_PAGE_NUMBER = re.compile(
    r"[\-－—–―~～·•|\s\[（(【]*"
    r"(?:第\s*#\s*页\s*[,，/／]?\s*(?:[（(]?\s*共\s*#\s*页\s*[)）]?)?|共\s*#\s*页\s*[,，/／]?\s*第\s*#\s*页"
    r"|(?:page\s*)?#(?:\s*(?:/|／|of)\s*#)?)"
    r"[\-－—–―~～·•|\s\]）)】]*",
    re.IGNORECASE,
)

_Key = tuple[ParagraphKind, str, int]


def find_furniture(pages: Sequence[PageLayout], body_size: float) -> dict[tuple[int, int], ParagraphKind]:
    """Return which lines are headers or footers, by page number and index of the line on its page.

    A header or footer lies outermost and apart from the text; it is a page number, or it says the same at the same
    height on several pages in type no larger than that of the text: the title of a form that fills each page is none.
    """
    found: dict[tuple[int, int], ParagraphKind] = {}
    repeated: Counter[_Key] = Counter()
    for page in pages:
        repeated.update({_key(page, line, where) for where in _SIDES for _, line in _outermost(page, where)})
    needed = 2 if len(pages) <= 4 else 3
    for page in pages:
        for where in _SIDES:
            block: list[tuple[int, Line]] = []
            for index, line in _outermost(page, where):
                numbered = not block and _PAGE_NUMBER.fullmatch(_mask(line)) is not None
                small = line.size <= 1.1 * body_size
                if not numbered and not (small and repeated[_key(page, line, where)] >= needed):
                    break
                block.append((index, line))
            if block and _stands_apart(page, block, where):
                found.update({(page.number, index): where for index, _ in block})
    return found


_SIDES = (ParagraphKind.HEADER, ParagraphKind.FOOTER)


def _outermost(page: PageLayout, where: ParagraphKind) -> Iterator[tuple[int, Line]]:
    """The lines nearest to the edge of the page, from the edge inwards, as far as headers and footers reach."""
    header = where is ParagraphKind.HEADER
    indexed = sorted(enumerate(page.lines), key=lambda item: item[1].middle, reverse=not header)
    for index, line in indexed[:_DEEPEST]:
        depth = line.bottom if header else page.height - line.top
        if depth > _ZONE * page.height:
            return
        if any((table.bbox[1] < line.middle) if header else (table.bbox[3] > line.middle) for table in page.tables):
            return
        yield index, line


def _stands_apart(page: PageLayout, block: list[tuple[int, Line]], where: ParagraphKind) -> bool:
    """Whether a gap separates these lines from the text of the page."""
    own = {index for index, _ in block}
    inner = block[-1][1]
    others = [(line.top, line.bottom) for i, line in enumerate(page.lines) if i not in own]
    others += [(table.bbox[1], table.bbox[3]) for table in page.tables]
    if not others:
        return True
    if where is ParagraphKind.HEADER:
        gap = min(top for top, _ in others) - inner.bottom
    else:
        gap = inner.top - max(bottom for _, bottom in others)
    return gap > (0.2 if _PAGE_NUMBER.fullmatch(_mask(inner)) else 0.8) * inner.size


def _mask(line: Line) -> str:
    return _DIGITS.sub("#", line.text.strip())


def _key(page: PageLayout, line: Line, where: ParagraphKind) -> _Key:
    """Words and height of a line, whatever number of page it has; facing pages may have it at different sides."""
    level = line.top if where is ParagraphKind.HEADER else page.height - line.bottom
    words = "".join(line.text.split())
    if "页" in words or "page" in words.lower() or len(words) <= 16:
        words = _DIGITS.sub("#", words)
    return where, words, round(level / 4)
