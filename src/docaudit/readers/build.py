"""Put a document together block by block, each with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from docaudit.model import Block, Document, Heading, Paragraph, ParagraphKind, Place, Status, Table
from docaudit.readers.identity import document_id, posix, sha256_of
from docaudit.readers.outline import (
    caption_label,
    continues_remark,
    is_field_line,
    is_unit_line,
    names_table,
    starts_remark,
    unit_at_end,
)
from docaudit.readers.spots import Spot, fill_grid

_WHERE_LENGTH = 30
_SEPARATOR = " › "
_ASIDE_WHERE = {ParagraphKind.HEADER: "页眉", ParagraphKind.FOOTER: "页脚", ParagraphKind.TOC: "目录"}


@dataclass(frozen=True, slots=True)
class _Level:
    text: str
    level: int
    rank: float


class Assembler:
    """Collects the blocks of one document in reading order and gives each its place.

    `Place.paragraph` counts paragraphs through the document; `where` counts them under their heading, as a person
    would.  A table is named by the label printed above it (表1-6) if there is one, else by its number.
    """

    def __init__(self, relative: str) -> None:
        self.id = document_id(relative)
        self.relative = posix(relative)
        self.blocks: list[Block] = []
        self.problems: list[str] = []
        self.status = Status.READ
        self.sheet: str | None = None
        self._stack: list[_Level] = []
        self._titles = 0
        self._paragraphs = 0
        self._in_section = 0
        self._tables = 0
        self._labels = False
        self._asides: dict[ParagraphKind, int] = {}

    def problem(self, text: str, *, partly: bool = False) -> None:
        """Note a trouble once; `partly` marks the document as not read in full."""
        if text not in self.problems:
            self.problems.append(text)
        if partly:
            self.status = Status.PARTLY

    def heading(self, text: str, level: int, *, rank: float = -1.0, cell: str | None = None) -> None:
        """Add a heading of a known level (0 is the title of the paper)."""
        while self._stack and self._stack[-1].level >= level:
            self._stack.pop()
        above = self._headings()
        self._stack.append(_Level(text, level, rank))
        if level == 0:
            self._titles += 1
        self._in_section = 0
        self.blocks.append(
            Heading(
                text, level, Place(self.id, self._where(cell or ""), text, headings=above, sheet=self.sheet, cell=cell)
            )
        )

    def ranked_heading(self, text: str, rank: float, *, cell: str | None = None) -> None:
        """Add a heading known only by its numbering: below the nearest heading whose numbering is further out."""
        level = 1
        for above in reversed(self._stack):
            if above.rank < rank:
                level = above.level + 1
                break
        self.heading(text, level, rank=rank, cell=cell)

    def paragraph(self, text: str, kind: ParagraphKind = ParagraphKind.BODY, *, cell: str | None = None) -> None:
        """Add a paragraph; blank ones are left out."""
        if not text.strip():
            return
        if kind is ParagraphKind.BODY and self._is_remark(text):
            kind = ParagraphKind.NOTE
        number = None
        if kind in _ASIDE_WHERE:
            tail = _ASIDE_WHERE[kind]
        elif cell is not None:
            tail = cell
        elif kind is ParagraphKind.TEXTBOX:
            tail = f"文本框{self._count(kind)}"
        else:
            self._paragraphs += 1
            self._in_section += 1
            number = self._paragraphs
            tail = f"第{self._in_section}段"
        where = self._where(tail) if kind not in _ASIDE_WHERE else tail
        place = Place(self.id, where, text, headings=self._headings(), paragraph=number, sheet=self.sheet, cell=cell)
        self.blocks.append(Paragraph(text, place, kind))

    def note(self, text: str, name: str, kind: ParagraphKind = ParagraphKind.NOTE) -> None:
        """Add a footnote, an endnote or a comment under the name a reader would look for (脚注3)."""
        if text.strip():
            place = Place(self.id, self._where(name), text, headings=self._headings())
            self.blocks.append(Paragraph(text, place, kind))

    def table(
        self,
        spots: Iterable[Spot],
        *,
        height: int | None = None,
        width: int | None = None,
        caption: str | None = None,
        inside: str = "",
        name_of: Callable[[int, int], str] | None = None,
    ) -> Table | None:
        """Add a table and return it; nothing is added when no spot holds any text.

        `caption` None takes the lines directly above, which become captions themselves.  `inside` says where a nested
        table stands; `name_of` names the cell of a spreadsheet from row and column counted from 0.
        """
        spots = list(spots)
        if not any(spot.text.strip() for spot in spots):
            return None
        if caption is None:
            caption = self._take_caption()
        self._tables += 1
        index = self._tables
        name = self._name_table(caption, index) + inside
        headings = self._headings()
        around, inner = self._where("?").removesuffix("?"), self._where(name)

        def place(spot: Spot) -> Place:
            cell = name_of(spot.row, spot.column) if name_of is not None else None
            return Place(
                self.id,
                f"{around}{cell}" if cell is not None else f"{inner} 第{spot.row + 1}行第{spot.column + 1}列",
                spot.text,
                headings=headings,
                table=index,
                row=spot.row + 1,
                column=spot.column + 1,
                sheet=self.sheet,
                cell=cell,
            )

        rows = fill_grid(spots, place, height=height, width=width)
        corners = f"{name_of(0, 0)}:{name_of(len(rows) - 1, len(rows[0]) - 1)}" if name_of is not None else None
        own = Place(self.id, self._where(name), caption, headings=headings, table=index, sheet=self.sheet, cell=corners)
        table = Table(index, rows, own, caption)
        self.blocks.append(table)
        return table

    def document(self, path: Path, kind: str) -> Document:
        """Finish: the document with its hash.  Raises OSError."""
        return Document(
            self.id,
            self.relative,
            sha256_of(path),
            kind,
            tuple(self.blocks),
            status=self.status,
            problems=tuple(self.problems),
        )

    def _headings(self) -> tuple[str, ...]:
        return tuple(level.text for level in self._stack)

    def _where(self, tail: str = "") -> str:
        if self.sheet is not None:
            return f"工作表“{self.sheet}” {tail}".rstrip()
        named = self._titles > 1 or (not tail and len(self._stack) == 1)
        path = [level for level in self._stack if level.level > 0 or named]
        steps = [_short(level.text) for level in path[-2:]]
        return _SEPARATOR.join([*steps, tail] if tail else steps)

    def _count(self, kind: ParagraphKind) -> int:
        self._asides[kind] = self._asides.get(kind, 0) + 1
        return self._asides[kind]

    def _name_table(self, caption: str, index: int) -> str:
        label = caption_label(caption)
        if label is not None:
            self._labels = True
            return label
        return f"第{index}个表" if self._labels else f"表{index}"

    def _is_remark(self, text: str) -> bool:
        """Whether a paragraph belongs to the remark right below a table: 注：…, and its numbered lines."""
        above = self.blocks[-1] if self.blocks else None
        if isinstance(above, Table) or (isinstance(above, Paragraph) and above.kind is ParagraphKind.NOTE):
            return starts_remark(text) or (isinstance(above, Paragraph) and continues_remark(above.text, text))
        return False

    def _take_caption(self) -> str:
        """Take the caption from the lines directly above: the label line, and the unit line before or after it.

        Behind labelled values between title and table (项目编号：…) a unit is taken and no label.
        """
        names: list[str] = []
        units: list[str] = []
        passed = False
        for i in range(len(self.blocks) - 1, max(len(self.blocks) - 4, -1), -1):
            block = self.blocks[i]
            if not isinstance(block, Paragraph) or block.kind not in (ParagraphKind.BODY, ParagraphKind.CAPTION):
                break
            text = block.text.strip()
            if is_unit_line(text):
                units.insert(0, text)
            elif (
                not names
                and not passed
                and (block.kind is ParagraphKind.CAPTION or caption_label(text) or names_table(text))
            ):
                names.append(text)
            else:
                unit = unit_at_end(text)
                if unit is not None and not units:
                    units.append(unit)
                    continue
                if names or units or not is_field_line(text):
                    break
                passed = True
                continue
            self.blocks[i] = replace(block, kind=ParagraphKind.CAPTION)
        return " ".join([*names, *units])


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WHERE_LENGTH else line[:_WHERE_LENGTH] + "…"
