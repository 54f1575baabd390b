"""A paper set on OFD pages: lines of text with their places, ruled tables with merged cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from builders.kit import Block, plain, shown
from builders.ofd import Doc, line, text, width, write
from builders.reading.papers import Source
from builders.render import spans as spans_of

LEFT, RIGHT, TOP, BOTTOM = 25.0, 185.0, 25.0, 275.0
_SIZES = {"title": 6.0, "h1": 4.6, "h2": 4.0, "h3": 4.0, "cap": 3.5, "note": 3.0, "right": 3.5, "center": 3.5, "p": 3.7}
_CELL = 3.2
_CLOSING = "，。；、：）”%"


class Setter:
    """Sets blocks one below the other, page after page."""

    def __init__(self, *, style: str, thin_box: bool) -> None:
        self._style, self._thin = style, thin_box
        self._pages: list[list[str]] = [[]]
        self._y = TOP

    def set(self, source: Source) -> list[str]:
        """The objects of every page."""
        for block in source.blocks:
            if block.kind == "table":
                self._table(block)
            else:
                self._text(block)
        return ["".join(objects) for objects in self._pages]

    def _room(self, height: float) -> None:
        if self._y + height > BOTTOM:
            self._pages.append([])
            self._y = TOP

    def _text(self, block: Block) -> None:
        size = _SIZES[block.kind]
        indent = 2 * size if block.kind == "p" else 0.0
        font = "2" if block.kind in {"title", "h1", "h2", "h3"} else "1"
        for i, words in enumerate(wrapped(plain(block.text), size, RIGHT - LEFT, indent)):
            self._room(1.7 * size)
            wide = sum(width(c, size) for c in words)
            x = {"title": (LEFT + RIGHT - wide) / 2, "cap": (LEFT + RIGHT - wide) / 2, "center": (LEFT + RIGHT - wide) / 2,
                 "right": RIGHT - wide}.get(block.kind, LEFT + (indent if i == 0 else 0))  # fmt: skip
            self._pages[-1].append(text(x, self._y, words, size, style=self._style, font=font))
            self._y += 1.7 * size
        self._y += 1.5

    def _table(self, block: Block) -> None:
        count = len(block.rows[0])
        widths = block.widths or [1.0] * count
        xs = [LEFT]
        for w in widths:
            xs.append(xs[-1] + w / sum(widths) * (RIGHT - LEFT))
        spans = {(i, j): (i2, j2) for i, j, i2, j2 in spans_of(block)}
        lines = {}
        heights = [7.0] * len(block.rows)
        for i, row in enumerate(block.rows):
            for j, cell in enumerate(row):
                if cell in {"^", "<"}:
                    continue
                i2, j2 = spans.get((i, j), (i, j))
                own = [
                    part
                    for words in shown(cell).split("\n")
                    for part in wrapped(words, _CELL, xs[j2 + 1] - xs[j] - 3, 0)
                ]
                lines[i, j] = (own, i2, j2)
                if i2 == i:
                    heights[i] = max(heights[i], 1.3 * _CELL * len(own) + 2.6)
        for row in self._pieces(block, heights):
            ys = {row[0]: self._y}
            for i in row:
                ys[i + 1] = ys[i] + heights[i]
            for (i, j), (own, i2, j2) in lines.items():
                if i in row:
                    self._cell(own, xs[j], ys[i], xs[j2 + 1], ys[min(i2 + 1, row[-1] + 1)])
            self._y = ys[row[-1] + 1] + 3

    def _pieces(self, block: Block, heights: list[float]) -> Iterator[list[int]]:
        """The rows that share a page; the page is turned between them."""
        pieces: list[list[int]] = [[]]
        y = self._y
        for i, height in enumerate(heights):
            if y + height > BOTTOM and pieces[-1] and "^" not in block.rows[i]:
                yield pieces[-1]
                pieces.append([])
                self._pages.append([])
                self._y = y = TOP
            pieces[-1].append(i)
            y += height
        yield pieces[-1]

    def _cell(self, own: list[str], x0: float, y0: float, x1: float, y1: float) -> None:
        objects = self._pages[-1]
        for side in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            objects.append(line(*side, thin_box=self._thin))
        y = (y0 + y1) / 2 - 0.65 * _CELL * len(own) + 0.15 * _CELL
        for words in own:
            if words:
                objects.append(text(x0 + 1.5, y, words, _CELL, style=self._style))
            y += 1.3 * _CELL


def wrapped(words: str, size: float, room: float, indent: float) -> list[str]:
    """Break a text into lines; numbers stay whole, closing marks hang over the margin."""
    lines, used = [""], indent
    for token in re.findall(r"[ -~]+|.", words):
        wide = sum(width(c, size) for c in token)
        if lines[-1] and used + wide > room and token not in _CLOSING:
            lines.append("")
            used = 0.0
        lines[-1] += token
        used += wide
    return lines


def ofd(source: Source, path: Path, *, style: str = "grouped", thin_box: bool = False) -> None:
    """Write the paper."""
    write(path, Doc(Setter(style=style, thin_box=thin_box).set(source)))
