"""Short marks for the stages family: name and quantity are taken from the quote where they stand in it.

``[[quote|t]]``, ``[[quote|t|name]]``, ``[[quote|t|name|quantity]]``; ``t@2023年`` gives a period; as quantity ``+件`` adds a unit to
the quote, ``≥+件`` a relation too, ``~`` makes the quote a qualitative value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from builders import kit
from builders.kit import Block

SHORT = re.compile(r"\[\[([^|\]]+)\|([tab])(?:@([^|\]]+))?(?:\|([^|\]]*))?(?:\|([^|\]]*))?\]\]")
RELATION = r"(?:不少于|不低于|不小于|至少|达到|达|不超过|不高于|不大于|优于|控制在|降到|降至|增至|提高到|由|约|近|力争|≥|≤)?\s*"
VALUE = re.compile(RELATION + r"\d")
CHINESE = re.compile(RELATION + "[一二三四五六七八九十两百千]+[项个篇家人名套件次台份条场部座]")
EMPTY = {"", "—", "-", "/", "^", "<"}


def _mark(m: re.Match[str]) -> str:
    quote, role, period, name, value = m.groups()
    found = VALUE.search(quote) or CHINESE.search(quote)
    if not value:
        value = quote[found.start() :].strip() if found else "~"
    if value == "~":
        value = "~" + quote
    elif "+" in value:
        relation, unit = value.split("+", 1)
        value = relation + quote + unit
    if not name:
        name = quote[: found.start()].strip(" ：:，、“") if found else ""
    if not name:
        raise ValueError(f"no name: {quote}")
    value = re.sub("^(?:由|降到|降至|增至|提高到)", "", value)
    return f"[[{quote}|{role}|{name}|{value}" + (f"|{period}]]" if period else "]]")


def short(text: str) -> str:
    """The text with full marks."""
    return SHORT.sub(_mark, text)


def p(text: str) -> Block:
    return kit.p(short(text))


def paras(text: str) -> list[Block]:
    """One paragraph per line; ``# ``, ``## `` and ``### `` begin headings, ``> `` a note."""
    kinds = {"#": kit.h1, "##": kit.h2, "###": kit.h3, ">": kit.note}
    out = []
    for line in filter(None, (x.strip() for x in text.splitlines())):
        head, _, rest = line.partition(" ")
        out.append(kinds[head](short(rest)) if head in kinds else p(line))
    return out


def note(text: str) -> Block:
    return kit.note(short(text))


def table(text: str, **options: Any) -> Block:
    options.setdefault("lint", False)
    return kit.table(short(text), **options)


def _cell(cell: str, role: str, name: str, unit: str) -> str:
    head, _, period = role.partition("@")
    bare = re.sub(r"[（(]([^（）()\d]{1,9})[)）]$", "", name.replace("\n", ""))
    inside = re.search(r"[（(]([^（）()\d]{1,9})[)）]$", name)
    bare = re.sub(r"^(?:\d+(?:\.\d+)*[.、．]|[（(]\d+[)）]|[①-⑳])\s*", "", bare).strip()
    unit = unit or (inside[1] if inside else "")
    value = "~" + cell
    if re.search(r"\d", cell):
        value = cell + (unit if re.fullmatch(r"[^0-9]*[\d,.\-~～]+", cell) else "")
    elif CHINESE.search(cell):
        value = cell
    return f"[[{cell}|{head}|{bare}|{value}" + (f"|{period}]]" if period else "]]")


def values(text: str, roles: dict[int, str], *, name: int = 0, unit: int | None = None, **options: Any) -> Block:
    """A table whose columns hold values: ``{2: "t@2023年", 4: "a"}``; name and unit are columns."""
    block = table(text, **options)
    grid = kit.filled(block)
    for i in range(block.heads, len(grid)):
        for j, role in roles.items():
            cell = block.rows[i][j]
            if cell not in EMPTY and "[[" not in cell:
                block.rows[i][j] = _cell(cell, role, grid[i][name], grid[i][unit] if unit is not None else "")
    return block


def across(text: str, roles: dict[int, str], *, names: int = 0, skip: Iterable[int] = (0,), **options: Any) -> Block:
    """A transposed table: indicators stand in the row `names`, the rows of `roles` hold values."""
    block = table(text, **options)
    grid = kit.filled(block)
    for i, role in roles.items():
        for j in range(len(grid[i])):
            cell = block.rows[i][j]
            if j not in skip and cell not in EMPTY and "[[" not in cell:
                block.rows[i][j] = _cell(cell, role, grid[names][j], "")
    return block
