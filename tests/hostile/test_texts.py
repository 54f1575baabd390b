"""Lines that repeat one thing without end go through the whole reading, extraction and recomputation in bounded time."""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from docaudit.engine import read_paper, warm_up
from docaudit.extract.wording import sentences
from docaudit.model import Status
from docaudit.readers import read
from docaudit.readers.lengths import MAX_CELL, MAX_COLUMNS, MAX_PARAGRAPH
from docaudit.readers.xlsx.formats import Shown
from docaudit.readers.xlsx.layout import lay_out
from docaudit.readers.xlsx.sheets import Sheet
from tests.hostile.texts import UNITS, paper

SECONDS = 60
"""Of processor time for a paper of a few pages: no measure of speed, what goes wrong here takes minutes."""


@contextmanager
def patience(seconds: int) -> Iterator[None]:
    """Stop what takes more processor time than that."""

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize("unit", UNITS)
def test_one_thing_over_and_over(tmp_path: Path, unit: str) -> None:
    warm_up()
    path = tmp_path / "a.md"
    path.write_text(paper(unit), encoding="utf-8")
    with patience(SECONDS):
        found = read_paper(path, path.name)
    assert not any("出错" in problem for problem in found.document.problems)
    refused = found.document.status is Status.UNREADABLE
    assert refused == (unit == "\u202e")  # marks of direction alone are no text
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 4 << 20


def test_a_long_stretch_is_cut_into_sentences_that_lose_nothing() -> None:
    text = "完成论文5篇，" * 1000
    found = sentences(text)
    assert max(s.end - s.start for s in found) <= 1000
    assert "".join(text[s.start : s.end] for s in found) == text
    assert all(text[s.end - 1] == "，" for s in found)


def test_a_long_paragraph_is_parted_where_sentences_end(tmp_path: Path) -> None:
    text = "完成申请发明专利5项，培训人员200人次。" * 2000
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    document = read(tmp_path / "a.txt", relative="a.txt")
    assert document.status is Status.READ
    assert "".join(block.text for block in document.blocks) == text
    assert all(len(block.text) <= MAX_PARAGRAPH and block.text.endswith("。") for block in document.blocks)
    assert all(block.place.quote == block.text for block in document.blocks)


def test_cells_and_rows_without_end_are_cut_off_and_told(tmp_path: Path) -> None:
    wide, long = MAX_COLUMNS + 500, "五" * (MAX_CELL + 9)
    (tmp_path / "a.csv").write_text(
        ",".join(["项"] * wide) + "\n" + ",".join([long] + ["5"] * (wide - 1)), encoding="utf-8"
    )
    document = read(tmp_path / "a.csv", relative="a.csv")
    table = document.tables[0]
    assert document.status is Status.PARTLY
    assert (table.width, len(table.rows[1][0].text)) == (MAX_COLUMNS, MAX_CELL)
    assert any("过长" in problem for problem in document.problems)
    assert any(f"{MAX_COLUMNS} 列" in problem for problem in document.problems)


def test_layout_of_a_sheet_takes_every_row_once() -> None:
    """Ten thousand rows of one cell were compared with all rows below them."""
    sheet = Sheet("表", shown={(row, 1): Shown(f"第{row}行") for row in range(1, 10_001)})
    with patience(SECONDS):
        items = lay_out(sheet)
    assert len(items) == 10_000
