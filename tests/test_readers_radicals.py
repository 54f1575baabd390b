"""Radicals that stand for ordinary characters."""

from __future__ import annotations

import unicodedata

import pytest

from docaudit.readers.pdf.radicals import RADICALS


@pytest.mark.parametrize(("written", "meant"), ["⻘青", "⻔门", "⻅见", "⻓长", "⻰龙", "⽬目", "⼀一", "⾦金"])
def test_radicals_become_characters(written: str, meant: str) -> None:
    assert RADICALS[ord(written)] == meant


def test_all_of_them_become_ideographs() -> None:
    assert set(range(0x2F00, 0x2FD6)) <= set(RADICALS)
    assert all(unicodedata.name(char).startswith("CJK UNIFIED IDEOGRAPH") for char in RADICALS.values())
