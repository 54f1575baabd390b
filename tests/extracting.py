"""Parts built in memory for the tests of extraction: a few marks for tables, no files."""

from __future__ import annotations

from docaudit.extract import extract
from docaudit.model import Block, Cell, Claim, Heading, Kind, Paragraph, Part, Place, Table


def grid(text: str, *, index: int = 1, caption: str = "", headings: tuple[str, ...] = ()) -> Table:
    """A table from lines of cells parted by "|"; "<" continues the cell to the left, "^" the one above."""
    lines = [[cell.strip() for cell in line.strip().split("|")] for line in text.splitlines() if line.strip()]
    width = max(len(line) for line in lines)
    lines = [line + [""] * (width - len(line)) for line in lines]
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for i, line in enumerate(lines):
        for j, cell in enumerate(line):
            owner[i, j] = owner[i, j - 1] if cell == "<" else owner[i - 1, j] if cell == "^" else (i, j)
    cells: dict[tuple[int, int], Cell] = {}
    for i, j in sorted(set(owner.values())):
        spots = [spot for spot, own in owner.items() if own == (i, j)]
        words = lines[i][j].replace("\\n", "\n")
        place = Place("d1", f"表{index} 第{i + 1}行", words, headings=headings, table=index, row=i + 1, column=j + 1)
        down, right = max(s[0] for s in spots) - i + 1, max(s[1] for s in spots) - j + 1
        cells[i, j] = Cell(words, i, j, place, down, right)
    rows = tuple(tuple(cells[owner[i, j]] for j in range(width)) for i in range(len(lines)))
    return Table(index, rows, Place("d1", f"表{index}", caption, headings=headings, table=index), caption)


def part(kind: Kind, *blocks: Block | str, profile: str = "") -> Part:
    """A part of these blocks; a string is a paragraph, or a heading when it starts with "# "."""
    made: list[Block] = []
    headings: tuple[str, ...] = ()
    for block in blocks:
        if isinstance(block, str) and block.startswith("# "):
            headings = (block[2:],)
            made.append(Heading(block[2:], 1, Place("d1", block[2:], block[2:])))
        elif isinstance(block, str):
            made.append(Paragraph(block, Place("d1", "段", block, headings=headings)))
        else:
            made.append(
                Table(block.index, block.rows, Place("d1", "表", "", headings=headings), block.caption)
                if isinstance(block, Table)
                else block
            )
    return Part("p1", "d1", "a.md", kind, profile, 1.0, tuple(made))


def read(kind: Kind, *blocks: Block | str) -> list[str]:
    """The claims as lines: role, name, value, and the period where one is said."""
    return [line(claim) for claim in extract(part(kind, *blocks), None).claims]


def line(claim: Claim) -> str:
    """One claim in one line: target 申请发明专利 ge 8 项."""
    if claim.quantity is None:
        return f"{claim.role} {claim.name} “{claim.text}”"
    q = claim.quantity
    bounds = {str(n) for n in (q.low, q.high) if n is not None}
    number = "-".join(str(n) for n in (q.low, q.high)) if len(bounds) == 2 else bounds.pop()
    unit = f" {q.unit.canonical}" if q.unit is not None else ""
    times = "" if q.multiplier == 1 else f"×{q.multiplier}"
    return f"{claim.role} {claim.name} {q.relation} {number}{times}{unit}"
