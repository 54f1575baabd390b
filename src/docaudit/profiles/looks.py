"""What a run of blocks looks like to somebody leafing through it: titles, headings, form labels, a little text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docaudit.model import Block, Heading, Paragraph, ParagraphKind, Table
from docaudit.profiles.words import is_numbered, label, squash, title, without_numbering

_TITLE_BLOCKS = 30
_TITLE_LENGTH = 60
_BODY_LENGTH = 60
_LABEL_LENGTH = 24
_TEXT_LENGTH = 20_000
_COVER_ROWS = 3
_CELL_TEXT = 3
_SUBTITLE = re.compile(r"(?<=.{4})\s*[—–]{2}.*$")
_STOPS = ("。", "；", ";", "!", "?")


@dataclass(frozen=True, slots=True)
class TitleLine:
    """A line that may be the title: cleaned by `words.title`, with how much it looks like one (0 to 1)."""

    text: str
    strength: float


@dataclass(frozen=True, slots=True)
class Look:
    """The words of a run of blocks by where they stand, all squashed."""

    titles: tuple[TitleLine, ...]
    headings: tuple[str, ...]
    labels: tuple[str, ...]
    text: str

    @property
    def opening(self) -> str:
        """Title lines in one string."""
        return "\n".join(line.text for line in self.titles)


def look_at(blocks: Sequence[Block]) -> Look:
    """Return what `blocks` look like."""
    headings: list[str] = []
    labels: dict[str, None] = {}
    text: list[str] = []
    length = 0
    for block in blocks:
        if isinstance(block, Table):
            for word in _table_labels(block):
                labels.setdefault(word)
            for cell in block.cells():
                if length < _TEXT_LENGTH and len(cell.text) > _CELL_TEXT:
                    text.append(squash(cell.text))
                    length += len(cell.text)
        elif isinstance(block, Heading):
            headings.append(without_numbering(squash(block.text)))
        elif block.kind not in {ParagraphKind.TOC, ParagraphKind.HEADER, ParagraphKind.FOOTER, ParagraphKind.COMMENT}:
            bare = squash(block.text)
            if is_numbered(bare) and len(bare) <= _TITLE_LENGTH // 2 and not bare.endswith(_STOPS):
                headings.append(without_numbering(bare))
            for word in _line_labels(block.text):
                labels.setdefault(word)
            if length < _TEXT_LENGTH:
                text.append(bare)
                length += len(bare)
    return Look(tuple(_titles(blocks)), tuple(headings), tuple(labels), "\n".join(text))


def _table_labels(table: Table) -> Iterator[str]:
    for cell in table.cells():
        if 0 < len(cell.text) <= 2 * _LABEL_LENGTH:
            word = label(cell.text)
            if 1 < len(word) <= _LABEL_LENGTH and not word[0].isdigit():
                yield word
        yield from _line_labels(cell.text[:400])


def _line_labels(text: str) -> Iterator[str]:
    """Yield the words before a colon: 项目名称 and 项目编号 of 项目名称：甲  项目编号：乙."""
    for line in text.splitlines():
        pieces = squash(line).split(":")
        if len(pieces) == 1:
            continue
        wide = line.replace("：", ":").split(":")
        for piece in wide[:-1]:
            words = (
                piece.split("  ")[-1].split("\t")[-1].split("　")[-1] if len(squash(piece)) > _LABEL_LENGTH else piece
            )
            word = label(words)
            if 1 < len(word) <= _LABEL_LENGTH:
                yield word


def title_like(text: str) -> bool:
    """Whether a line could be a title by its shape: short, no label, no sentence."""
    bare = squash(text)
    plain = re.sub(r"\([^()]*\)$", "", bare)
    return (
        1 < len(bare) <= _TITLE_LENGTH and ":" not in plain[:-1].split("》")[-1] and not bare.endswith((*_STOPS, ","))
    )


def banner(table: Table) -> list[str]:
    """Return the texts of the rows at the top of a table that hold one single text over its whole width."""
    lines: list[str] = []
    for row in table.rows[:4]:
        texts = {id(cell): cell.text for cell in row if cell.text.strip()}
        if len(texts) != 1:
            break
        text = next(iter(texts.values()))
        if not title_like(text):
            break
        lines.append(text)
    return lines


def _titles(blocks: Sequence[Block]) -> list[TitleLine]:
    lines: list[tuple[str, float]] = []
    sheet = next((block.place.sheet for block in blocks if block.place.sheet), None)
    run: list[str] = []
    strength = 1.0
    for block in blocks[:_TITLE_BLOCKS]:
        if isinstance(block, Table):
            top = banner(block)
            lines += [(line, strength) for line in (squash(block.caption), *top) if line and title_like(line)]
            lines.append(("".join(top), strength)) if len(top) > 1 else None
            if len(block.rows) - len(top) > _COVER_ROWS:
                break
            run = []
            continue
        if isinstance(block, Paragraph) and block.kind in {ParagraphKind.HEADER, ParagraphKind.FOOTER}:
            lines += [(line, 0.5) for line in block.text.splitlines() if title_like(line)]
            continue
        if isinstance(block, Paragraph) and block.kind in {ParagraphKind.TOC, ParagraphKind.COMMENT}:
            continue
        bare = squash(block.text)
        if not bare:
            continue
        main = isinstance(block, Heading) and block.level == 0
        if not main and is_numbered(bare) and strength < 1.0:
            break
        if not main and (len(bare) > _BODY_LENGTH or bare.endswith("。")):
            strength = min(strength, 0.6)
            run = []
            continue
        if not main and is_numbered(bare):
            strength = min(strength, 0.6)
            run = []
            continue
        if not title_like(block.text):
            run = []
            continue
        own = 1.0 if main else strength * (1.0 if isinstance(block, Heading) else 0.95)
        lines += [(line, own) for line in (block.text, *block.text.splitlines()) if title_like(line)]
        run.append(bare)
        lines += [("".join(run[-n:]), own) for n in (2, 3) if len(run) >= n and len("".join(run[-n:])) <= _TITLE_LENGTH]
    if sheet:
        lines.append((sheet, 0.6))
    best: dict[str, float] = {}
    for line, weight in lines:
        for cleaned in filter(None, (title(line), title(_SUBTITLE.sub("", line)))):
            best[cleaned] = max(best.get(cleaned, 0.0), weight)
    return [TitleLine(text, weight) for text, weight in best.items()]
