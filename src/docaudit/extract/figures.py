"""Every quantity of a part, with what it counts and where it stands: what recomputation works on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from docaudit.extract.cells import distinct, one_line, whole_quantity
from docaudit.extract.grid import Region, regions
from docaudit.extract.pairs import two_numbers
from docaudit.extract.periods import is_period, period_of, year_before
from docaudit.extract.signs import signed
from docaudit.extract.units import captions_of, completed, left_texts, stated_unit
from docaudit.extract.wording import clean, has_object, label_after, label_before, says_nothing, sentence_at
from docaudit.lexicon import HeaderRole, column_role, words
from docaudit.model import Cell, Figure, Located, Paragraph, ParagraphKind, Part, Period, Place, Table
from docaudit.quantities import find, with_unit

STATING = frozenset({ParagraphKind.BODY, ParagraphKind.CAPTION, ParagraphKind.NOTE, ParagraphKind.TEXTBOX})
"""The kinds of paragraph that state facts."""

_LONG_CELL = 25
_AFTER = 28
_NOWHERE = Place("", "", "")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a quantity starts: index of the block in the part, row and column of the cell (-1 in a paragraph), offset."""

    block: int
    row: int
    column: int
    start: int


def figures_of(part: Part) -> tuple[Figure, ...]:
    """Every quantity in the part's paragraphs and table cells, in reading order; ids are f1, f2, … within the part."""
    return tuple(figure for _, figure in spotted(part))


def spotted(part: Part) -> list[tuple[Spot, Figure]]:
    """The figures of a part with the spots they stand at."""
    found: list[tuple[Spot, Figure]] = []
    for index, block in enumerate(part.blocks):
        if isinstance(block, Paragraph):
            stream = _in_paragraph(block, index) if block.kind in STATING else iter(())
        elif isinstance(block, Table):
            stream = _in_table(block, index)
        else:
            continue
        for spot, figure in stream:
            found.append((spot, replace(figure, id=f"f{len(found) + 1}")))
    return found


def quantities_in(text: str) -> tuple[Located, ...]:
    """The quantities of a paragraph or cell: the cell as a whole where it is one, else those in its running text."""
    whole = whole_quantity(text)
    if whole is not None:
        start = text.find(whole.text)
        start = max(start, 0)
        return (Located(whole, start, start + len(whole.text) if text[start:].startswith(whole.text) else len(text)),)
    return tuple(find(text))


def name_at(text: str, located: Located, floor: int, ceiling: int) -> str:
    """The words that say what a quantity in running text counts; "" when none stand near.

    `floor` and `ceiling` are the ends of the neighbouring quantities or of the sentence.
    """
    label = label_before(text, located.start, floor)
    before = "" if label.endswith("等") else clean(label)
    before = "" if says_nothing(before) else before
    if before and has_object(before):
        return before
    after = clean(label_after(text, located.end, ceiling))
    if (
        not after
        or len(after) > _AFTER
        or not (not before or has_object(after) or before.endswith(tuple(words().verbs)))
    ):
        return before
    return before + after[after.rfind("的") + 1 :]


def _in_paragraph(block: Paragraph, index: int) -> Iterator[tuple[Spot, Figure]]:
    unit = stated_unit(block.text)
    for located, sentence, figure in _in_text(block.text, block.place.headings):
        if unit is not None and figure.quantity.unit is None and located.start >= unit[0]:
            figure = replace(figure, quantity=with_unit(figure.quantity, unit[1]))
        place = block.place.quoting(sentence)
        yield Spot(index, -1, -1, located.start), replace(figure, place=place)


def _in_text(text: str, path: tuple[str, ...], pair: tuple[Located, ...] = ()) -> Iterator[tuple[Located, str, Figure]]:
    located = pair or quantities_in(text)
    named: dict[int, str] = {}
    for i, item in enumerate(located):
        sentence = sentence_at(text, item.start)
        end = max(sentence.end, item.end)
        start = min(sentence.start, item.start)
        floor = max(start, located[i - 1].end if i else 0)
        ceiling = min(end, located[i + 1].start if i + 1 < len(located) else len(text))
        said = text[start:end]
        offset = item.start - start
        name = name_at(text, item, floor, ceiling) or _earlier_name(text, located, i, start, named)
        figure = Figure(
            "",
            item.quantity,
            name,
            _NOWHERE,
            path=path,
            context=said,
            start=offset,
            end=item.end - start,
            period=year_before(said, offset),
        )
        yield item, said, figure


def _earlier_name(text: str, located: tuple[Located, ...], i: int, start: int, named: dict[int, str]) -> str:
    """The name of the last named quantity before this one in the sentence; `named` keeps what has been found out."""
    for k in range(i - 1, -1, -1):
        if located[k].start < start:
            break
        if k not in named:
            floor = max(start, located[k - 1].end if k else 0)
            named[k] = name_at(text, located[k], floor, located[k].end)
        if named[k]:
            return named[k]
    return clean(label_before(text, located[i].start, start))


def _in_table(table: Table, index: int) -> Iterator[tuple[Spot, Figure]]:
    for region in regions(table):
        captions = captions_of(table, region)
        for r in range(region.top, region.bottom):
            for cell in distinct(region.rows[r]):
                if cell.row == r and cell.text.strip() and not _numbers_rows(region, cell):
                    yield from _in_cell(region, cell, index, captions)


def _numbers_rows(region: Region, cell: Cell) -> bool:
    """Whether the cell is a bare number under 序号 or 编码: it names the row and says nothing about it."""
    if cell.row < region.body or column_role(region.columns[cell.column].header) is not HeaderRole.ORDER:
        return False
    return cell.text.strip().isdigit()


def _in_cell(region: Region, cell: Cell, index: int, captions: str) -> Iterator[tuple[Spot, Figure]]:
    if cell.row < region.body and is_period(cell.text):
        return
    names, headers, period = cell_path(region, cell, captions)
    path = (*names, *headers)
    whole = whole_quantity(cell.text)
    pair = two_numbers(cell.text, region.columns[cell.column].header) if cell.row >= region.body else ()
    row_text, offset = _row_text(region, cell)
    for located, sentence, figure in _in_text(cell.text, path, pair):
        spot = Spot(index, cell.row, cell.column, located.start)
        in_row = whole is not None or len(cell.text) <= _LONG_CELL
        changed: dict[str, Any] = {
            "place": cell.place if in_row else cell.place.quoting(sentence),
            "period": figure.period or period,
        }
        if whole is not None or pair:
            quantity = completed(located.quantity, cell, region, cell.row, cell.column, captions)
            changed["quantity"] = signed(quantity, region.rows[cell.row], cell.column)
            changed["name"] = names[-1] if names else ""
        if in_row:
            changed |= {"context": row_text, "start": offset + located.start, "end": offset + located.end}
        yield spot, replace(figure, **changed)


def cell_path(region: Region, cell: Cell, captions: str) -> tuple[tuple[str, ...], tuple[str, ...], Period | None]:
    """Row headers, column headers and period of a cell; the captions give a period only when nothing nearer does."""
    if not region.headed:
        names = left_texts(region, cell.row, cell.column)
        return names, (), period_of(names[-1]) if names else None
    headers = region.columns[cell.column].headers
    if cell.row < region.body:
        return (), headers, None
    names = region.row_names(cell.row, cell.column)
    band = region.band(cell.row)
    if band:
        names = (band, *names)
    period = next((found for text in (*reversed(headers), *reversed(names)) if (found := period_of(text))), None)
    return names, headers, period or period_of(captions)


def _row_text(region: Region, cell: Cell) -> tuple[str, int]:
    """The row as one line, cells parted by " | ", and where the cell's own text starts in it."""
    parts: list[str] = []
    offset = at = 0
    for other in distinct(region.rows[cell.row]):
        text = other.text if other is cell else one_line(other.text)
        if other is cell:
            offset = at
        parts.append(text)
        at += len(text) + 3
    return " | ".join(parts), offset
