"""Figures drawn at random and labelled by hand; `python bench/figure_reading.py` lists what is read wrong."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import yaml

from docaudit.model import Quantity, Relation
from docaudit.quantities import parse

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = sorted((ROOT / "corpus" / "figures").glob("*.yaml"))
sys.path.append(str(ROOT / "bench"))

import figure_reading as bench  # noqa: E402


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_figures_are_read_with_value_unit_and_relation(sample: Path) -> None:
    outcomes = bench.score(sample)
    assert len(outcomes) >= 150
    quantities, others = bench.shares(outcomes)
    wrong = [f"{o.id} {o.context}: {o.label}, read {o.read}" for o in outcomes if not o.right]
    assert quantities >= bench.FLOOR, wrong
    assert others >= bench.FLOOR, wrong


@pytest.mark.parametrize("name", ["sample", "fresh"])
def test_four_in_ten_figures_come_from_public_papers(name: str) -> None:
    sample = ROOT / "corpus" / "figures" / f"{name}.yaml"
    entries = yaml.load(sample.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    public = sum(entry["from"].startswith("《") for entry in entries)
    assert public >= 0.38 * len(entries)


@pytest.mark.parametrize(
    ("label", "cell", "agrees"),
    [
        ("≥5 项", "≥5项", True),
        ("≥5 项", "5项", False),
        ("5 项", "达到5项", True),
        ("5 项", "5件", False),
        ("23000 人次", "2.3万人次", True),
        ("23000 人", "2.3万人次", False),
        ("5 万元", "50000元", True),
        ("5 万元", "5元", False),
        ("3~4 项", "3-4项", True),
        ("3 项", "3-4项", False),
        ("余30 场", "30余场", True),
        ("余30 场", "30场以上", False),
        ("≥2 :1", "≥2:1", True),
        ("≤300 万 or ≤300 万元", "不超过300万", True),
        ("8 -", "8", True),
        ("8 -", "8项", False),
    ],
)
def test_what_agrees_with_a_label(label: str, cell: str, agrees: bool) -> None:
    quantity = parse(cell)
    assert quantity is not None
    assert bench.agrees(label, quantity) is agrees


def test_what_is_no_quantity_must_not_be_read() -> None:
    assert bench.agrees("not date", None)
    assert not bench.agrees("not date", parse("3项"))
    assert not bench.agrees("3 项", None)
    with pytest.raises(ValueError, match="says nothing"):
        bench.agrees("三项", Quantity("", Relation.EQ, None, None))
