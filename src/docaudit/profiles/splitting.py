"""Cut a document that holds several forms or reports into runs of blocks, one for each of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from docaudit.model import Block, Cell, Heading, Kind, Paragraph, ParagraphKind, Table
from docaudit.profiles.form import FormReader
from docaudit.profiles.looks import banner, title_like
from docaudit.profiles.matching import tail_name
from docaudit.profiles.schema import Profile
from docaudit.profiles.words import is_attachment, is_numbered, squash, title

_TITLE_LENGTH = 40
_LONG_PARAGRAPH = 60
_LONG_TABLE = 3
_LOOK_AHEAD = 8
_SHORTEST = 3
_LONGEST = 200
_REMEMBERED = 8192
"""Lines of which it is known whether they name a paper; longer ones do not come again."""
_MOST_NAMES = 256
_STATING = {ParagraphKind.BODY, ParagraphKind.TEXTBOX, ParagraphKind.CAPTION}
_YEAR = re.compile(r"\(?(?:19|20)\d\d年?度?\)?")
_MENTION = re.compile(
    r"^(?:[表图]\d|[表图][一二三四五六七八九十]|见|详见|填写|参见|按照|根据|依据|关于填|目录)|(?:如下|见下表|附后)$"
)
_CHAPTER = re.compile(r"^(?:(第)([一二三四五六七八九十]{1,3})([部分章])|([一二三四五六七八九十]{1,3})、)")
_SMALL = {word: n for n, word in enumerate("一二三四五六七八九十", 1)}


@dataclass(slots=True)
class Segment:
    """A run of blocks.  `has_content` says whether anything but title lines stands in it."""

    blocks: list[Block] = field(default_factory=list)
    chapters: dict[str, int] = field(default_factory=dict)
    has_content: bool = False
    key: tuple[str, str] = ("", "")
    """Project name and code, once they were needed and found."""

    def add(self, block: Block) -> None:
        """Append a block."""
        self.blocks.append(block)
        if isinstance(block, Table):
            self.has_content |= len(block.rows) > _LONG_TABLE
        else:
            self.has_content |= _chapter(block) is not None or (isinstance(block, Paragraph) and _long(block))


def split(blocks: Sequence[Block], profiles: Sequence[Profile], reader: FormReader) -> list[Segment]:
    """Return the runs of blocks that may be papers of their own; recognition later joins what belongs together.

    A run starts with a sheet, with a title line that is the name of a kind of paper, or with another form's 项目名称.  A chapter that
    continues the numbering of the surrounding paper goes back to it.
    """
    names = names_of(tuple(profiles))
    pieces = [piece for block in blocks for piece in _cut_table(block, names, reader)]
    current = main = Segment()
    segments = [main]
    for i, block in enumerate(pieces):
        sheet = block.place.sheet
        if current.blocks and sheet and sheet != current.blocks[-1].place.sheet:
            current = main = Segment()
            segments.append(current)
        elif current.has_content and (start := _starts(pieces, i, names, reader, current)) is not None:
            carried = _lead_in(current) if start == "form" else []
            del current.blocks[len(current.blocks) - len(carried) :]
            current = Segment(blocks=carried)
            segments.append(current)
        elif (chapter := _chapter(block)) is not None:
            style, number = chapter
            own, outer = current.chapters.get(style), main.chapters.get(style)
            if current is not main and number > 1 and own != number - 1 and outer == number - 1:
                current = main
            current.chapters[style] = number
        current.add(block)
    return [segment for segment in segments if segment.blocks]


def _long(block: Paragraph) -> bool:
    return block.kind is ParagraphKind.BODY and len(squash(block.text)) >= _LONG_PARAGRAPH


def _chapter(block: Block) -> tuple[str, int] | None:
    """Return style and number of a chapter heading: 第三部分 gives ("部", 3), 四、 gives ("、", 4)."""
    if isinstance(block, Table) or len(squash(block.text)) > _TITLE_LENGTH:
        return None
    found = _CHAPTER.match(squash(block.text))
    if found is None:
        return None
    word = found[2] or found[4]
    tens, ten, ones = word.partition("十")
    number = (_SMALL.get(tens, 1) * 10 if ten else 0) + _SMALL.get(ones if ten else tens, 0)
    return (found[3] or "、"), number


class PaperNames:
    """Tells the lines that name a kind of paper, as they stand above a form, from chapters, captions and sentences.

    Letters and supporting documents do not count: as attachments they stay with the paper that brings them.
    """

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._profiles = tuple(profile for profile in profiles if profile.kind is not Kind.OTHER)
        self._ends = tuple(
            name for profile in self._profiles for name in map(squash, profile.names) if len(name) >= _SHORTEST
        )
        self._known: dict[str, bool] = {}

    def __contains__(self, text: str) -> bool:
        if len(text) > _LONGEST:
            return self._is_name(text)
        known = self._known.get(text)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[text] = self._is_name(text)
        return known

    def _is_name(self, text: str) -> bool:
        bare = squash(text)
        if not title_like(text) or is_numbered(bare) or _MENTION.search(bare):
            return False
        cleaned = title(text)
        return len(cleaned) <= _TITLE_LENGTH and cleaned.endswith(self._ends) and tail_name(self._profiles, cleaned) > 0


_NAMES: dict[tuple[int, ...], tuple[tuple[Profile, ...], PaperNames]] = {}


def names_of(profiles: tuple[Profile, ...]) -> PaperNames:
    """Return the names of the papers of some profiles, which are the same for every paper."""
    key = tuple(map(id, profiles))
    if key not in _NAMES:
        if len(_NAMES) >= _MOST_NAMES:
            _NAMES.clear()
        _NAMES[key] = (profiles, PaperNames(profiles))  # what has the ids must live
    return _NAMES[key][1]


def _starts(pieces: Sequence[Block], i: int, names: PaperNames, reader: FormReader, current: Segment) -> str | None:
    """Return "title" or "form" if another paper starts at piece `i`, None if not."""
    block = pieces[i]
    if isinstance(block, Table):
        return _form_starts(block, names, reader, current)
    if isinstance(block, Paragraph) and block.kind not in _STATING:
        return None
    if block.text not in names:
        return None
    attached = is_attachment(squash(block.text))
    if attached and _in_directory(pieces, i):
        return None
    before = pieces[i - 1] if i else None
    attached = attached or (before is not None and not isinstance(before, Table) and is_attachment(squash(before.text)))
    if isinstance(block, Heading) and block.level == 0:
        return "title"
    return "title" if _form_follows(pieces, i, reader, strict=not attached) else None


def _form_starts(table: Table, names: PaperNames, reader: FormReader, current: Segment) -> str | None:
    key = reader.project_key([_head(table)])
    if not any(key):
        return None
    if any(line in names for line in (*banner(table), table.caption)):
        return "title" if not _titled(current.blocks, names) else None
    if not _form_like(current.blocks):
        return None
    if not any(current.key):
        current.key = reader.project_key(current.blocks)
    return "form" if any(own and other and own != other for own, other in zip(current.key, key, strict=True)) else None


def _in_directory(pieces: Sequence[Block], i: int) -> bool:
    """Whether an 附件 line stands in a list of attachments."""
    beside = (pieces[k] for k in (i - 1, i + 1) if 0 <= k < len(pieces))
    return any(not isinstance(block, Table | Heading) and is_attachment(squash(block.text)) for block in beside)


def _titled(blocks: Sequence[Block], names: PaperNames) -> bool:
    """Whether a run so far holds nothing below its last title line."""
    last = blocks[-1] if blocks else None
    return last is not None and not isinstance(last, Table) and last.text in names


def _form_follows(pieces: Sequence[Block], i: int, reader: FormReader, *, strict: bool) -> bool:
    """Whether a form or a report begins right below a title line.

    Inside a chapter it must say whose it is (`strict`); an attachment may also start with any label or with chapter one.
    """
    for block in pieces[i + 1 : i + 1 + _LOOK_AHEAD]:
        if any(reader.project_key([_head(block) if isinstance(block, Table) else block])):
            return True
        if isinstance(block, Table):
            return not strict and any(reader.labels.of(cell.text) for row in block.rows[:3] for cell in row)
        chapter = _chapter(block)
        if chapter is not None:
            return not strict and chapter[1] == 1
        numbered = isinstance(block, Heading) and block.level >= 1 and is_numbered(squash(block.text))
        if numbered or len(squash(block.text)) > _LONG_PARAGRAPH:
            return False
    return False


def _form_like(blocks: Sequence[Block]) -> bool:
    """Whether a run is a form so far: tables with short remarks, no chapters."""
    text = sum(len(block.text) for block in blocks if isinstance(block, Paragraph))
    headings = sum(isinstance(block, Heading) and block.level >= 1 for block in blocks)
    return headings <= 1 and text <= 1500


def _lead_in(segment: Segment) -> list[Block]:
    """Return the lines at the end of a run that head the form that follows: （2022年度）, 填报单位：, 附件3."""
    count = 0
    for block in reversed(segment.blocks):
        if isinstance(block, Table) or count == _LONG_TABLE:
            break
        bare = squash(block.text)
        heads = isinstance(block, Heading) or _YEAR.fullmatch(bare) or is_attachment(bare)
        if not (heads or bare.startswith(("填报单位", "单位:", "金额单位"))):
            break
        count += 1
    return segment.blocks[len(segment.blocks) - count :] if count else []


def _head(table: Table) -> Table:
    """Return the first rows of a table, where a form states whose it is."""
    return replace(table, rows=table.rows[:4])


def _cut_table(block: Block, names: PaperNames, reader: FormReader) -> list[Block]:
    """Cut a table that holds several forms one below the other into one table for each."""
    if not isinstance(block, Table) or len(block.rows) < 2 * _LONG_TABLE:
        return [block]
    cuts = [i for i in range(1, len(block.rows)) if _form_row(block, i, names)]
    if not cuts:
        cuts = _repeated_name_rows(block, reader)
    bounds = [0, *(i for i in cuts if i > _LONG_TABLE), len(block.rows)]
    if len(bounds) == 2:
        return [block]
    return [_slice(block, first, last) for first, last in pairwise(bounds)]


def _form_row(table: Table, i: int, names: PaperNames) -> bool:
    """Whether row `i` is a title over the whole width, below a row that is something else."""
    row = table.rows[i]
    texts = {id(cell): cell.text for cell in row if cell.text.strip()}
    if len(texts) != 1 or row[0].row != i or table.width < 2:
        return False
    cell = next(cell for cell in row if cell.text.strip())
    wide = cell.column_span * 2 > table.width or all(other is cell or not other.text.strip() for other in row)
    return wide and cell.text in names


def _repeated_name_rows(table: Table, reader: FormReader) -> list[int]:
    rows: list[int] = []
    names: set[str] = set()
    for i, row in enumerate(table.rows):
        found = reader.labels.of(row[0].text)
        if row[0].row != i or found is None or found != ("project_name", 0) or reader.labels.is_header(row):
            continue
        value = next((squash(cell.text) for cell in row if cell is not row[0] and cell.text.strip()), "")
        if value and names and value not in names:
            rows.append(i)
        if value:
            names.add(value)
    return rows


def _slice(table: Table, first: int, last: int) -> Table:
    """Return rows `first` to `last` as a table of their own; cells keep their places and their being one cell."""
    moved: dict[int, Cell] = {}

    def shift(cell: Cell) -> Cell:
        if id(cell) not in moved:
            top = max(cell.row, first)
            span = min(cell.row + cell.row_span, last) - top
            moved[id(cell)] = replace(cell, row=top - first, row_span=max(1, span))
        return moved[id(cell)]

    rows = tuple(tuple(shift(cell) for cell in row) for row in table.rows[first:last])
    return replace(table, rows=rows, place=rows[0][0].place, caption=table.caption if first == 0 else "")
