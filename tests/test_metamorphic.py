"""What must not change a finding: names and order of files, the folder's name, strangers beside it, the unit of money."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from docaudit.engine import Options, audit
from docaudit.model import Audit

DOSSIERS = ("blind/01-wound-care-trial", "stages/01-highland-vegetables")
STRANGER = (
    "# 海水淡化站任务书\n\n项目名称：海水淡化站\n项目编号：HX-2031-77\n\n## 考核指标\n\n1. 日产淡水不少于900吨。\n"
)
MONEY = """# 泵站改造项目验收报告

项目名称：泵站改造项目

## 经费

| 科目 | 预算（{unit}） | 支出（{unit}） |
|---|---|---|
| 设备费 | {a} | {b} |
| 材料费 | {c} | {d} |
| 合计 | {e} | {f} |

项目总预算{e}{unit}，实际支出{g}{unit}。
"""


def _told(result: Audit) -> Counter[tuple[str, str, tuple[str, ...]]]:
    return Counter((f.code, f.computation, tuple(sorted(e.place.quote for e in f.evidence))) for f in result.findings)


def _run(folder: Path) -> Counter[tuple[str, str, tuple[str, ...]]]:
    return _told(audit(folder, Options(in_process=True)))


@pytest.mark.parametrize("dossier", DOSSIERS)
def test_names_order_and_neighbours_change_nothing(root: Path, tmp_path: Path, dossier: str) -> None:
    source = root / "corpus" / dossier
    papers = sorted(path for path in source.rglob("*") if path.is_file() and path.name != "truth.yaml")
    expected = _run(source)
    assert expected
    moved = tmp_path / "另一个 文件夹（2031）"
    moved.mkdir()
    for number, path in enumerate(reversed(papers)):
        shutil.copy(path, moved / f"{number:02}-x{path.suffix}")
    assert _run(moved) == expected
    (moved / "zz.md").write_text(STRANGER, encoding="utf-8")
    beside = _run(moved)
    assert expected - beside == Counter()
    assert all("海水淡化" in "".join(quotes) or "淡水" in "".join(quotes) for _, _, quotes in beside - expected)


def test_the_unit_of_money_changes_nothing(tmp_path: Path) -> None:
    figures = {"a": "80", "b": "75.5", "c": "20", "d": "18", "e": "110", "f": "93.5", "g": "96"}
    codes = []
    for unit, factor in (("万元", 1), ("元", 10_000)):
        folder = tmp_path / unit
        folder.mkdir()
        scaled = {key: f"{Decimal(value) * factor:f}".removesuffix(".0") for key, value in figures.items()}
        (folder / "验收报告.md").write_text(MONEY.format(unit=unit, **scaled), encoding="utf-8")
        codes.append(Counter(f.code for f in audit(folder, Options(in_process=True)).findings))
    assert codes[0] == codes[1]
    assert codes[0]["NUM401"] == 1
    assert re.search("NUM4", " ".join(codes[0]))
