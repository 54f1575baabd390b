"""Pages that are pictures are counted before a paper is read, and lengthen its time."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from docaudit.readers import extent
from docaudit.readers.extent import pictured_pages

READING = Path(__file__).resolve().parents[1] / "corpus" / "reading"


@pytest.fixture(autouse=True)
def _installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extent, "is_installed", lambda: True)


def _scan(path: Path, pages: int) -> Path:
    sheets = [Image.new("L", (60, 80), 255) for _ in range(pages)]
    sheets[0].save(path, save_all=True, append_images=sheets[1:])
    return path


@pytest.mark.parametrize("suffix", ["pdf", "tif"])
def test_scanned_pages_are_counted(tmp_path: Path, suffix: str) -> None:
    assert pictured_pages(_scan(tmp_path / f"a.{suffix}", 101)) == 101
    assert pictured_pages(_scan(tmp_path / f"b.{suffix}", 1)) == 1


def test_other_papers_have_none(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    assert [pictured_pages(READING / name) for name in ("p04-long-table.pdf", "w01-styles.docx", "t01-utf8.csv")] == [
        0
    ] * 3
    assert pictured_pages(broken) == 0
    assert pictured_pages(tmp_path / "missing.pdf") == 0


def test_mixed_papers_count_their_scans() -> None:
    assert 0 < pictured_pages(READING / "s12-mixed.pdf") <= 2


def test_nothing_is_counted_where_nothing_is_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extent, "is_installed", lambda: False)
    assert pictured_pages(READING / "s01-150.pdf") == 0
