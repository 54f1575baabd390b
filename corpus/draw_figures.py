"""Draw figures at random from papers, to be labelled by hand:

    python corpus/draw_figures.py corpus/figures/NAME --seed N --count 500 [--public FOLDER] [--folders FOLDER ...]

Writes NAME.yaml (one figure a line, its label empty) and NAME-tables.json (the tables that cells were drawn from).  A
figure is any run of digits or of Chinese numerals, so that what docaudit takes for no figure is drawn as well; only the
readers of files are docaudit's.  Four of nine come from the public papers in `--public`, which are not part of this
repository: what is drawn is copied.  The others come from the four corpora, or `--folders`, in equal shares; of each source half stand in
sentences and half in table cells, and one in seven of those in sentences is written in Chinese numerals.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from docaudit.model import Document, Heading, Paragraph, ParagraphKind, Table, Unreadable
from docaudit.readers import read

HERE = Path(__file__).resolve().parent
FAMILIES = ("dossiers", "stages", "numbers", "blind")
SUFFIXES = (".docx", ".xlsx", ".pdf", ".md", ".txt")
PUBLIC_SHARE = 4 / 9
CHINESE_SHARE = 1 / 7
_NUMERAL = re.compile(r"\d+(?:[,，]\d{3})*(?:\.\d+)?|(?<![\d万亿千百])[〇零一二两三四五六七八九十百千万亿半]+")
_ENDS = re.compile(r"(?<=[。！？\n])")
_ABOVE = 3
"""How many lines above a table are kept with it."""
_UNSTATED = {ParagraphKind.HEADER, ParagraphKind.FOOTER, ParagraphKind.TOC, ParagraphKind.COMMENT}


@dataclass
class Pool:
    """What can be drawn from one source: figures in sentences (digits, Chinese numerals) and in cells."""

    digits: list[dict[str, object]] = field(default_factory=list)
    chinese: list[dict[str, object]] = field(default_factory=list)
    cells: list[dict[str, object]] = field(default_factory=list)


def papers(folder: Path, *, public: bool) -> Iterator[tuple[str, Document]]:
    """Every paper below a folder that can be read, with the name that the sample gives it."""
    seen: Counter[str] = Counter()
    for path in sorted(folder.rglob("*")):
        if path.suffix not in SUFFIXES or (public and path.suffix != ".docx"):
            continue
        try:
            document = read(path, relative=path.name)
        except Unreadable:
            continue
        if not public:
            yield path.relative_to(HERE).as_posix(), document
            continue
        name = title(document)
        seen[name] += 1
        yield f"《{name}》" + (f"（{seen[name]}）" if seen[name] > 1 else ""), document


def title(document: Document) -> str:
    """The first heading of a paper without its blanks: the name under which a public paper can be found."""
    headings = (block.text for block in document.blocks if isinstance(block, Heading))
    return "".join(next(headings, document.path).split())


def grid(table: Table) -> list[str]:
    """The table as lines of cells parted by tabs; "<" continues the cell to the left, "^" the one above."""
    lines = []
    for r, row in enumerate(table.rows):
        marks = []
        for c, cell in enumerate(row):
            if (cell.row, cell.column) == (r, c):
                marks.append(cell.text.replace("\t", " ").replace("\n", "\\n"))
            else:
                marks.append("<" if cell.column < c else "^")
        lines.append("\t".join(marks))
    return lines


def above(document: Document, index: int) -> list[str]:
    """The lines between a table and the table before it, three at most; headings begin with "# "."""
    lines: list[str] = []
    for block in reversed(document.blocks[max(0, index - _ABOVE) : index]):
        if isinstance(block, Table):
            break
        lines.append(f"# {block.text}" if isinstance(block, Heading) else block.text)
    return lines[::-1]


def pool_of(sources: Iterator[tuple[str, Document]], tables: dict[str, dict[str, object]]) -> Pool:
    """Every numeral of the papers; the tables met are put into `tables`."""
    pool = Pool()
    for name, document in sources:
        for index, block in enumerate(document.blocks):
            if isinstance(block, Paragraph) and block.kind not in _UNSTATED:
                for sentence in _ENDS.split(block.text):
                    for m in _NUMERAL.finditer(sentence):
                        entry = {"from": name, "text": sentence.strip(), "figure": m[0]}
                        entry["at"] = m.start() - (len(sentence) - len(sentence.lstrip()))
                        (pool.digits if m[0][0].isdigit() else pool.chinese).append(entry)
            elif isinstance(block, Table):
                key = f"{name} 表{block.index}"
                tables[key] = {"above": above(document, index), "caption": block.caption, "rows": grid(block)}
                for cell in block.cells():
                    for m in _NUMERAL.finditer(cell.text):
                        entry = {"from": name, "table": key, "row": cell.row, "column": cell.column}
                        pool.cells.append({**entry, "figure": m[0], "at": m.start()})
    return pool


def draw(pool: Pool, count: int, dice: random.Random) -> list[dict[str, object]]:
    """`count` figures of a source, half in sentences and half in cells."""
    sentences = count - count // 2
    chinese = round(sentences * CHINESE_SHARE)
    drawn = dice.sample(pool.digits, min(sentences - chinese, len(pool.digits)))
    drawn += dice.sample(pool.chinese, min(chinese, len(pool.chinese)))
    return drawn + dice.sample(pool.cells, min(count // 2, len(pool.cells)))


def spot(entry: dict[str, object]) -> tuple[object, ...]:
    """Where a figure stands."""
    return tuple(entry.get(key) for key in ("from", "table", "row", "column", "at", "text"))


def line(entry: dict[str, object]) -> str:
    """An entry in one line of YAML."""
    return "- {" + ", ".join(f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in entry.items()) + "}"


def main() -> None:
    """Draw and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", type=Path, help="where to write, without suffix")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--without", type=Path, help="a sample whose figures are left out where they are drawn again")
    parser.add_argument("--public", type=Path, help="folder of public papers (.docx)")
    parser.add_argument("--folders", type=Path, nargs="+", default=[HERE / family for family in FAMILIES])
    given = parser.parse_args()
    dice = random.Random(given.seed)
    tables: dict[str, dict[str, object]] = {}
    drawn: list[dict[str, object]] = []
    public = round(given.count * PUBLIC_SHARE) if given.public else 0
    if given.public:
        drawn += draw(pool_of(papers(given.public, public=True), tables), public, dice)
    share, rest = divmod(given.count - public, len(given.folders))
    for i, folder in enumerate(given.folders):
        drawn += draw(pool_of(papers(folder.resolve(), public=False), tables), share + (i < rest), dice)
    given.target.parent.mkdir(parents=True, exist_ok=True)
    drawn = [{"id": f"{given.seed}-{n:03}", "is": "", **entry} for n, entry in enumerate(drawn, 1)]
    if given.without:
        known = {spot(e) for e in yaml.load(given.without.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)}
        drawn = [entry for entry in drawn if spot(entry) not in known]
    lines = [line(entry) for entry in drawn]
    given.target.with_suffix(".yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    used = sorted({str(entry["table"]) for entry in drawn if "table" in entry})
    kept = {key: tables[key] for key in used}
    text = json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True)
    given.target.with_name(f"{given.target.name}-tables.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
