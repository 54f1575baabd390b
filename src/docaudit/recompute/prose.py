"""Running text as sentences with their figures: what the text rules search."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from docaudit import quantities
from docaudit.extract.wording import stretches
from docaudit.model import Cell, Figure, Heading, Paragraph, ParagraphKind, Part, Place, Quantity, Relation, Table
from docaudit.recompute.values import Value, loose_value, value_of

_FACTS = (ParagraphKind.BODY, ParagraphKind.CAPTION, ParagraphKind.NOTE, ParagraphKind.TEXTBOX)
_END = re.compile(r"(?<=[。！？!?；;\n])|(?<=[^\d\s]\s{3})")
_CLAUSE = re.compile(r"[，,。；;：:！？\n]")
_YEAR = re.compile(r"((?:19|20)\d\d)\s*年")
_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
_LONG_CELL = 10
_REPORTED = re.compile(
    r"(?:申请报告|申报书|任务书|验收报告|自评报告|可研报告|合同书|中期报告)(?:中|里|上)?(?:为|显示|填报|写|载明|列示|的)"
)


_REST = re.compile(r"[；;，,。\s]*(?:其余|余下|剩余|其他|另外)[^；;。\d]*(?:[；;。]|$)")


@dataclass(frozen=True)
class Mention:
    """A figure in a sentence; `start` and `end` are its span there, `value` is None for bounds and ranges."""

    figure: Figure
    value: Value | None
    start: int
    end: int
    nth: int

    @property
    def quantity(self) -> Quantity:
        """The quantity stated."""
        return self.figure.quantity

    @property
    def dimension(self) -> str | None:
        """What is measured."""
        return self.quantity.dimension


@dataclass(frozen=True)
class Sentence:
    """A sentence with its figures; `paragraph` counts paragraphs and long cells of the part.

    In `text` the comma of 35,218 is a small one (﹐), which ends no clause and is a comma again once the text is squeezed.
    """

    text: str
    place: Place
    paragraph: int
    at: int
    mentions: tuple[Mention, ...]
    verbatim: str = ""
    """The sentence as printed."""
    rest: bool = False
    """Whether a rest without a figure is named right behind it: …；其余为运行维护费."""

    def between(self, left: Mention | None, right: Mention | None) -> str:
        """The words between two figures, or from the start, or to the end."""
        return self.text[left.end if left else 0 : right.start if right else len(self.text)]

    def clause(self, mention: Mention) -> str:
        """The words of the clause before the figure."""
        head = self.text[: mention.start]
        return _CLAUSE.split(head)[-1]

    def before(self, mention: Mention, width: int = 16) -> str:
        """Up to `width` characters before the figure, not past the figure before it."""
        low = self.mentions[mention.nth - 1].end if mention.nth else 0
        return self.text[max(low, mention.start - width) : mention.start]

    def after(self, mention: Mention, width: int = 12) -> str:
        """Up to `width` characters behind the figure, not past the next one."""
        high = self.mentions[mention.nth + 1].start if mention.nth + 1 < len(self.mentions) else len(self.text)
        return self.text[mention.end : min(high, mention.end + width)]

    @cached_property
    def reported(self) -> bool:
        """Whether the sentence tells what other papers say: reported speech is not this paper's own fact."""
        return _REPORTED.search(self.text) is not None

    def year(self, mention: Mention) -> int | None:
        """The year named last before the figure in its sentence."""
        found = _YEAR.findall(self.text[: mention.start])
        return int(found[-1]) if found else None


def sentences_of(part: Part) -> tuple[Sentence, ...]:
    """Return the sentences of a part that hold figures, in reading order, long table cells included."""
    pool: dict[tuple[object, ...], list[Figure]] = {}
    for figure in part.figures:
        pool.setdefault((*_spot(figure.place), figure.quantity.text), []).append(figure)
    result: list[Sentence] = []
    for nth, (text, place) in enumerate(_texts(part)):
        for piece, offset in _pieces(text):
            located = quantities.find(piece)
            if not located:
                continue
            mentions = []
            for k, spot in enumerate(located):
                queue = pool.get((*_spot(place), spot.quantity.text))
                figure = (
                    queue.pop(0) if queue else _figure(part, place, piece, spot.quantity, (nth, offset, spot.start))
                )
                value = value_of(figure) or loose_value(figure)
                mentions.append(Mention(figure, value, spot.start, spot.end, k))
            rest = _REST.match(text, offset + len(piece)) is not None
            result.append(Sentence(_THOUSANDS.sub("﹐", piece), place, nth, len(result), tuple(mentions), piece, rest))
    return tuple(result)


def _spot(place: Place) -> tuple[object, ...]:
    return (place.document, place.page, place.table, place.row, place.column, place.paragraph, place.sheet)


def _texts(part: Part) -> Iterator[tuple[str, Place]]:
    for block in part.blocks:
        if isinstance(block, Paragraph) and block.kind in _FACTS:
            yield block.text, block.place
        elif isinstance(block, Table):
            for cell in block.cells():
                if _is_prose(cell):
                    yield cell.text, cell.place
        elif isinstance(block, Heading) and re.search(r"\d.*[，,。]", block.text):
            yield block.text, block.place


def _is_prose(cell: Cell) -> bool:
    return len(cell.text) >= _LONG_CELL and bool(re.search(r"\d", cell.text)) and quantities.parse(cell.text) is None


def _pieces(text: str) -> Iterator[tuple[str, int]]:
    offset = 0
    for piece in _END.split(text):
        for start, end in stretches(piece, 0, len(piece)):
            if piece[start:end].strip():
                yield piece[start:end], offset + start
        offset += len(piece)


def _figure(part: Part, place: Place, text: str, quantity: Quantity, key: tuple[int, int, int]) -> Figure:
    digest = hashlib.sha1(f"{part.id}|{key}|{quantity.text}".encode()).hexdigest()[:10]
    return Figure(
        id=f"t{digest}",
        quantity=quantity,
        name=text[max(0, key[2] - 12) : key[2]],
        place=place.quoting(text.strip()),
        context=text,
        start=key[2],
        end=key[2] + len(quantity.text),
    )


def is_count(mention: Mention) -> bool:
    """Whether the figure counts things."""
    return (mention.dimension or "").startswith("count")


def is_level(mention: Mention) -> bool:
    """Whether the figure is an amount or a count that can be computed with, not a rate and not a bound."""
    return (
        mention.value is not None
        and not mention.value.is_ratio
        and mention.quantity.growth is None
        and (mention.quantity.relation in (Relation.EQ, Relation.APPROX) or mention.quantity.reached)
    )


def is_percent(mention: Mention) -> bool:
    """Whether the figure is a percentage with a value."""
    return mention.value is not None and mention.value.is_ratio


def bigrams(text: str) -> set[str]:
    """The pairs of neighbouring Chinese characters of a text."""
    return {
        text[i : i + 2]
        for i in range(len(text) - 1)
        if "\u4e00" <= text[i] <= "\u9fff" and "\u4e00" <= text[i + 1] <= "\u9fff"
    }
