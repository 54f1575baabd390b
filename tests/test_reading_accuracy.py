"""The reading benchmark on a few files of every kind; the whole of it is `python bench/reading_accuracy.py corpus/reading`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from shutil import which

import pytest

from docaudit.readers.ocr import is_installed

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "corpus" / "reading"
sys.path.append(str(ROOT / "bench"))

import reading_accuracy as bench  # noqa: E402

QUICK = (
    "w0[1359]*.docx", "w10*.docx", "p0[1349]*.pdf", "r0[4-9]*.pdf", "r1[0-5]*.pdf", "x*.xlsx", "o0[14]*.ofd", "t*",
)  # fmt: skip


def _short(only: str) -> list[str]:
    scores = bench.run(FOLDER, only)
    assert scores, only
    floors = json.loads(bench.FLOORS.read_text(encoding="utf-8"))
    short = bench.below(bench.by_group(FOLDER, scores), floors)
    return short + [line for own in scores.values() for line in own.wrong[:5]] if short else []


@pytest.mark.parametrize("only", QUICK)
def test_text_formats_keep_their_floors(only: str) -> None:
    assert _short(only) == []


@pytest.mark.skipif(which("soffice") is None, reason="LibreOffice is not installed: .doc, .odt, .rtf not read")
@pytest.mark.slow
def test_older_formats_keep_their_floors() -> None:
    assert _short("l0[137]*") == []


@pytest.mark.skipif(not is_installed(), reason="the extra ocr is not installed: scans not read")
def test_a_scan_keeps_its_floors() -> None:
    assert _short("s06*") == []


def test_every_file_has_its_truth_and_the_set_is_large_enough() -> None:
    truth = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))
    files = {path.name for path in FOLDER.iterdir()} - {"truth.json"}
    assert files == set(truth)
    assert len(files) >= 40
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 8_000_000


def test_the_scorer_sees_what_is_wrong() -> None:
    own = bench.Score()
    bench._tables(own, "a", [[["甲", "5"], ["乙", "6"]]], [[["甲", "5"], ["乙", "8"]]], scan=False)
    assert (own.hits, own.said, own.true) == (3, 4, 4)
    assert own.numbers == [1, 2]
    assert bench.below({"pdf": own}, {"*": {"cells": 0.9, "numbers": 0.5}}) == ["pdf: cells 0.7500 < 0.9"]
