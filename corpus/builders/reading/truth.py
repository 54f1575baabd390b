"""What a careful person reads in a paper: from its blocks, never from what a reader made of the file."""

from __future__ import annotations

import re
from typing import Any

from builders.kit import Block, filled, plain
from builders.reading.papers import Source

_LEVELS = {"title": 0, "h1": 1, "h2": 2, "h3": 3}
_TEXTS = {"p", "cap", "note", "right", "center"}


def truth_of(source: Source, **about: Any) -> dict[str, Any]:
    """Tables as full grids, headings with their level, paragraphs; `about` is what a scorer has to know besides."""
    tables, headings, paragraphs = [], [], []
    for block in source.blocks:
        if block.kind == "table":
            tables.append([[re.sub(r"\s+", " ", cell).strip() for cell in row] for row in filled(block)])
        elif block.kind in _LEVELS:
            headings.append([_LEVELS[block.kind], plain(block.text)])
        elif block.kind in _TEXTS:
            paragraphs.append(plain(block.text))
    return {**about, "tables": tables, "headings": headings, "paragraphs": paragraphs}


def only_tables(source: Source) -> Source:
    """The paper without what a bare table file cannot hold."""
    return Source(source.name, [b for b in source.blocks if b.kind in {"table", "sheet"}], source.headings)


def lines_as_text(source: Source) -> Source:
    """The paper in a format that has no headings: they are lines of text."""
    blocks = [Block("p", b.text) if b.kind in _LEVELS else b for b in source.blocks]
    return Source(source.name, blocks, source.headings)
