"""Papers as if recognised from pictures: `5{ocr=0.6}项` gives the certainty of the character before the mark."""

from __future__ import annotations

import re
from dataclasses import replace

from docaudit.model import Block, Cell, Document, Place, Table

_MARK = re.compile(r"\{ocr=([0-9.]+)\}")


def as_recognised(document: Document) -> Document:
    """The document without the marks and with the doubts they state; unchanged when there is no mark."""
    if not any(_MARK.search(text) for block in document.blocks for text in _texts(block)):
        return document
    return replace(document, blocks=tuple(_block(block) for block in document.blocks))


def _texts(block: Block) -> list[str]:
    return [cell.text for cell in block.cells()] if isinstance(block, Table) else [block.text]


def _block(block: Block) -> Block:
    if not isinstance(block, Table):
        text, doubts = _plain(block.text)
        return replace(block, text=text, place=_place(block.place, text, doubts))
    cells: dict[int, Cell] = {}
    for cell in block.cells():
        text, doubts = _plain(cell.text)
        cells[id(cell)] = replace(cell, text=text, place=_place(cell.place, text, doubts))
    return replace(block, rows=tuple(tuple(cells[id(cell)] for cell in row) for row in block.rows))


def _place(place: Place, text: str, doubts: tuple[tuple[int, float], ...]) -> Place:
    return replace(place, quote=text, doubts=doubts)


def _plain(text: str) -> tuple[str, tuple[tuple[int, float], ...]]:
    plain, doubts, last = "", [], 0
    for mark in _MARK.finditer(text):
        plain += text[last : mark.start()]
        if float(mark[1]) < 1:
            doubts.append((len(plain) - 1, float(mark[1])))
        last = mark.end()
    return plain + text[last:], tuple(doubts)
