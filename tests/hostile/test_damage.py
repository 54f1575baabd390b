"""Papers cut off and with bytes changed: read, or refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from docaudit.engine import read_paper
from docaudit.model import Status
from tests.hostile.damage import cuts, flips, outcome
from tests.hostile.packages import SOUND
from tests.support.effort import FULL

KINDS = sorted(set(SOUND) - {"zip"})
FLIPS = 5000 if FULL else 200


@pytest.mark.parametrize("kind", KINDS)
def test_the_sound_paper_is_read_in_full(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"a.{kind}"
    path.write_bytes(SOUND[kind]())
    paper = read_paper(path, path.name)
    assert paper.document.status is Status.READ
    assert sum(len(part.figures) for part in paper.parts) >= 4


@pytest.mark.parametrize("kind", KINDS)
def test_cut_off_at_every_tenth(tmp_path: Path, kind: str) -> None:
    for data in cuts(kind, 1000 if FULL else 10):
        said = outcome(data, tmp_path / f"a.{kind}")
        assert said != "no reason"
        assert "（" not in said or "Error" not in said, said


@pytest.mark.parametrize("kind", KINDS)
def test_bytes_changed(tmp_path: Path, kind: str) -> None:
    """Nothing but Unreadable comes out, and the last resort, which can only name an error, is not needed."""
    said = [outcome(data, tmp_path / f"a.{kind}") for data in flips(kind, FLIPS)]
    assert len(said) == FLIPS
    assert not [reason for reason in said if "Error" in reason]
    assert any(reason.startswith("read") for reason in said)


@pytest.mark.parametrize("bad", [b"\xff", b"\x80", b"\xe5", b"\xd6\xd0", b"\xfe\xff"])
def test_one_damaged_byte_costs_one_character(tmp_path: Path, bad: bytes) -> None:
    """GB 18030 takes almost any bytes: a paper in UTF-8 must not be tried as such for one of them."""
    path = tmp_path / "a.md"
    data = SOUND["md"]()
    for at in range(3, len(data), 7):
        path.write_bytes(data[:at] + bad + data[at:])
        document = read_paper(path, path.name).document
        assert document.status is Status.PARTLY, at
        assert "无法解码" in document.problems[0]
