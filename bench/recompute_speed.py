"""How long does it take to recompute one paper, and does that grow in step with the paper?

    python bench/recompute_speed.py [--rounds 3]

Papers of 10, 50, 200 and 500 pages of 800 characters are put together from sections of the labelled papers, prose and
tables in turn; amounts are multiplied by a number that changes from section to section and now and then get a wrong
digit, so that most relations hold, some do not, and no section comes twice.  Every round makes a paper of its own.
The second bench is one table of 20 to 1000 rows with totals, shares, growth and completion rates.

Printed per size: milliseconds a page (or a row) for extracting, for finding the figures, for the grids and sentences that
recomputing starts from, and for recomputing as a whole.  The exponent is the slope of log(seconds) over log(pages).
Exit code 1 when recomputing takes more than 40 ms a page, or an exponent is above 1.1.
"""

from __future__ import annotations

import argparse
import gc
import math
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from docaudit.engine import warm_up
from docaudit.extract import extract, figures_of
from docaudit.model import Block, Cell, Heading, Kind, Paragraph, ParagraphKind, Part, Place, Table, Unreadable
from docaudit.quantities import finding
from docaudit.readers import read
from docaudit.recompute import recompute
from docaudit.recompute.grid import grids_of
from docaudit.recompute.prose import sentences_of

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
FAMILIES = ("numbers", "dossiers", "stages", "blind")
PAGES, ROWS = (10, 50, 200, 500), (20, 60, 240, 480, 1000)
PAGE = 800
"""Characters on a page: what the pages of such reports hold, tables included."""
PER_PAGE_MS, EXPONENT = 40.0, 1.1
_WRONG = 0.02
_AMOUNT = re.compile(r"(?<![\d.A-Za-z\-—－/])(\d[\d,]*)(\.\d+)?(?![\d.,]|\s*[%％‰年月日分号、.．:：\-—－/A-Za-z个])")

Section = tuple[Block, ...]


def sections() -> list[Section]:
    """Read the labelled Word papers and cut them at their headings."""
    found: list[Section] = []
    for path in sorted(path for family in FAMILIES for path in (CORPUS / family).rglob("*.docx")):
        try:
            blocks = read(path, relative=path.name).blocks
        except Unreadable:
            continue  # the corpus holds broken papers on purpose
        current: list[Block] = []
        for block in blocks:
            if isinstance(block, Heading) and any(not isinstance(b, Heading) for b in current):
                found.append(tuple(current))
                current = []
            if not isinstance(block, Paragraph) or block.kind in (ParagraphKind.BODY, ParagraphKind.CAPTION):
                current.append(block)
        found.append(tuple(current))
    return [section for section in found if size(section) > PAGE // 20]


def size(blocks: Sequence[Block]) -> int:
    """Characters in blocks, every merged cell once."""
    return sum(
        sum(len(cell.text) for cell in block.cells()) if isinstance(block, Table) else len(block.text)
        for block in blocks
    )


def paper(source: list[Section], pages: int, seed: int) -> Part:
    """A paper of about so many pages: the sections in an order of its own, with figures of its own."""
    chance = random.Random(seed)
    blocks: list[Block] = []
    written = tables = 0
    for section in _endless(source, chance):
        if written >= pages * PAGE:
            break
        blocks += _placed(section, len(blocks), tables, chance)
        written += size(section)
        tables += sum(isinstance(block, Table) for block in section)
    return Part(f"p{pages}-{seed}", "bench", "bench.docx", Kind.SELF_EVALUATION, "", 1.0, tuple(blocks))


def _endless(source: list[Section], chance: random.Random) -> Iterator[Section]:
    while True:
        order = list(source)
        chance.shuffle(order)
        yield from order


def _placed(section: Section, at: int, tables: int, chance: random.Random) -> Iterator[Block]:
    """The blocks of a section with new figures and the places they have in the new paper."""
    factor = chance.choice((3, 7, 9, 11, 13, 17, 19, 23, 29, 31, 37))
    for paragraph, block in enumerate(section, at + 1):
        place = replace(block.place, document="bench", page=None, paragraph=paragraph)
        if isinstance(block, Table):
            tables += 1
            yield _table(block, tables, place, factor, chance)
        else:
            text = varied(block.text, factor, chance)
            yield replace(block, text=text, place=replace(place, quote=text))


def _table(table: Table, index: int, place: Place, factor: int, chance: random.Random) -> Table:
    made: dict[int, Cell] = {}
    for cell in (cell for row in table.rows for cell in row):
        if id(cell) not in made:
            text = varied(cell.text, factor, chance)
            own = replace(cell.place, document="bench", page=None, paragraph=None, table=index, quote=text)
            made[id(cell)] = replace(cell, text=text, place=own)
    rows = tuple(tuple(made[id(cell)] for cell in row) for row in table.rows)
    return replace(table, index=index, rows=rows, place=replace(place, table=index, paragraph=None))


def varied(text: str, factor: int, chance: random.Random) -> str:
    """The text with its amounts multiplied and now and then a wrong digit; years, dates and percentages stay."""

    def other(found: re.Match[str]) -> str:
        whole, rest = found[1].replace(",", ""), found[2] or ""
        if not rest and (len(whole) < 2 or re.fullmatch(r"(?:19|20)\d\d", whole)):
            return found[0]
        places = max(0, len(rest) - 1)
        number = round(float(whole + rest) * factor, places)
        if chance.random() < _WRONG:
            number += chance.choice((1, 2, 9, 10)) * 10.0**-places
        return f"{number:,.{places}f}" if "," in found[1] else f"{number:.{places}f}"

    return _AMOUNT.sub(other, text)


def table_paper(rows: int, seed: int) -> Part:
    """A paper of one table of districts: budget, amounts spent in two years, growth, rate, share, and a subtotal every 20."""
    chance = random.Random(seed)
    head = [
        "序号",
        "县区",
        "年初预算（万元）",
        "2022年支出",
        "2023年支出",
        "增长率",
        "执行率",
        "占比",
        "目标户数（户）",
        "完成户数（户）",
        "完成率",
    ]
    amounts = [
        [chance.randint(1000, 90000) / 100 for _ in range(3)] + [chance.randint(20, 900) for _ in range(2)]
        for _ in range(rows)
    ]
    whole = sum(row[2] for row in amounts)
    lines = [head]
    group: list[list[float]] = []
    for i, row in enumerate(amounts, 1):
        group.append(row)
        lines.append(
            [
                str(i),
                f"{chance.choice('东西南北上下新旧')}{chr(0x5000 + i * 7)}{chance.choice('县区市镇')}",
                *_figures(row, whole),
            ]
        )
        if i % 20 == 0:
            lines.append(
                ["", f"第{i // 20}片小计", *_figures([sum(column) for column in zip(*group, strict=True)], whole)]
            )
            group = []
    lines.append(["", "合计", *_figures([sum(column) for column in zip(*amounts, strict=True)], whole)])
    place = Place("bench", "表1", "", table=1)
    cells = tuple(
        tuple(Cell(text, i, j, replace(place, quote=text, row=i + 1, column=j + 1)) for j, text in enumerate(line))
        for i, line in enumerate(lines)
    )
    table = Table(1, cells, place, "表1 各县区资金与任务完成情况（单位：万元）")
    return Part(f"t{rows}-{seed}", "bench", "bench.docx", Kind.EVALUATION_REPORT, "", 1.0, (table,))


def _figures(row: Sequence[float], whole: float) -> list[str]:
    budget, before, now, goal, done = row
    return [
        f"{budget:.2f}",
        f"{before:.2f}",
        f"{now:.2f}",
        f"{now / before - 1:.2%}",
        f"{now / budget:.2%}",
        f"{now / whole:.2%}",
        str(round(goal)),
        str(round(done)),
        f"{done / goal:.2%}",
    ]


def forget() -> None:
    """Empty the memory of texts read before: it holds a short paper whole and a long one not, which is no growth of a layer."""
    finding._find.cache_clear()  # noqa: SLF001
    finding.parse.cache_clear()


LAYERS = ("extract", "figures", "grids", "sentences", "recompute")


def measure(part: Part) -> tuple[dict[str, float], tuple[int, int]]:
    """Processor seconds of each layer on a paper that it has not seen, and how many figures and relations it has."""
    taken: dict[str, float] = {}

    def run(layer: str, work: Callable[[Part], object], given: Part) -> object:
        forget()
        gc.collect()
        start = time.process_time()
        result = work(given)
        taken[layer] = time.process_time() - start
        return result

    extracted = run("extract", lambda given: extract(given, None), part)
    assert isinstance(extracted, Part)
    relations = run("recompute", recompute, extracted)
    assert isinstance(relations, tuple)
    run("figures", figures_of, extracted)
    run("grids", grids_of, extracted)
    run("sentences", sentences_of, extracted)
    return taken, (len(extracted.figures), len(relations))


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """Slope of log(seconds) over log(size), by least squares."""
    xs, ys = [math.log(n) for n in sizes], [math.log(s) for s in seconds]
    mx, my = statistics.mean(xs), statistics.mean(ys)
    return sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True)) / sum((x - mx) ** 2 for x in xs)


def bench(name: str, sizes: Sequence[int], make: Callable[[int, int], Part], rounds: int) -> tuple[float, float]:
    """Print a table of milliseconds; returns the worst milliseconds of recomputing per unit, and its exponent."""
    print(f"{name:>8}" + "".join(f"{layer:>12}" for layer in LAYERS) + f"{'found':>12}{'relations':>12}")
    medians: dict[str, list[float]] = {layer: [] for layer in LAYERS}
    for n in sizes:
        parts = [make(n, seed * 1000 + n) for seed in range(1, rounds + 1)]
        measured = [measure(part) for part in parts]
        for layer in LAYERS:
            medians[layer].append(statistics.median(taken[layer] for taken, _ in measured))
        print(
            f"{n:8}"
            + "".join(f"{medians[layer][-1] * 1000 / n:9.2f} ms" for layer in LAYERS)
            + "".join(f"{count:12}" for count in measured[0][1]),
            flush=True,
        )
    slopes = {layer: exponent(sizes, medians[layer]) for layer in LAYERS}
    print(f"{'exponent':>8}" + "".join(f"{slopes[layer]:12.2f}" for layer in LAYERS))
    return max(s * 1000 / n for s, n in zip(medians["recompute"], sizes, strict=True)), slopes["recompute"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pages", type=int, nargs="+", default=PAGES)
    parser.add_argument("--rows", type=int, nargs="+", default=ROWS)
    options = parser.parse_args()
    warm_up()
    source = sections()
    measure(paper(source, 2, 0))  # whatever is loaded on first use
    worst, slope = bench("pages", options.pages, lambda n, seed: paper(source, n, seed), options.rounds)
    _, of_rows = bench("rows", options.rows, table_paper, options.rounds)
    good = worst <= PER_PAGE_MS and slope <= EXPONENT and of_rows <= EXPONENT
    print(
        f"recompute: {worst:.1f} ms a page (target {PER_PAGE_MS:.0f}), exponent {slope:.2f} by pages, "
        f"{of_rows:.2f} by rows (target {EXPONENT})   {'ok' if good else 'TOO SLOW'}"
    )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
