"""What must not change a finding: names and order of files, the folder's name, strangers beside it, the unit of money, .docx or .pdf."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from docaudit.engine import Options, audit
from docaudit.model import Audit
from docaudit.readers.legacy.office import find_office

PRINTED = ("blind/05-museum-digitisation", "dossiers/02-smart-road-open-platform")
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


def _words(result: Audit) -> Counter[tuple[str, str]]:
    return Counter((f.code, re.sub(r"\s+", "", unicodedata.normalize("NFKC", f.message))) for f in result.findings)


@pytest.mark.skipif(find_office() is None, reason="no LibreOffice")
@pytest.mark.parametrize("dossier", PRINTED)
def test_printing_to_pdf_changes_nothing(root: Path, tmp_path: Path, dossier: str) -> None:
    source, printed = root / "corpus" / dossier, tmp_path / "pdf"
    expected = _words(audit(source, Options(in_process=True)))
    assert expected
    shutil.copytree(source, printed)
    papers = sorted(printed.rglob("*.docx"))
    assert papers
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    for folder in sorted({paper.parent for paper in papers}):
        own = [str(paper) for paper in papers if paper.parent == folder]
        command = [str(find_office()), home, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *own]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    for paper in papers:
        assert paper.with_suffix(".pdf").is_file()
        paper.unlink()
    assert _words(audit(printed, Options(in_process=True))) == expected


PAPERS = {
    "任务书": "# 泵站改造项目任务书\n\n项目名称：泵站改造项目\n\n## 经费\n\n项目总预算{total}{unit}，其中设备费{part}{unit}、材料费{rest}{unit}。\n\n## 考核指标\n\n1. 新增产值不少于{goal}{unit}。\n",
    "验收报告": "# 泵站改造项目验收报告\n\n项目名称：泵站改造项目\n\n## 经费\n\n项目总预算{total}{unit}，其中设备费{part}{unit}、材料费{rest}{unit}。\n\n## 完成情况\n\n1. 新增产值{done}{unit}，完成任务书规定的指标。\n",
}


@pytest.mark.parametrize("done", ["820", "640"])
@pytest.mark.parametrize("units", [("元", "元"), ("万元", "元"), ("元", "万元"), ("亿元", "万元"), ("千元", "万元")])
def test_stages_may_state_money_in_different_units(tmp_path: Path, units: tuple[str, str], done: str) -> None:
    figures = {"total": "100", "part": "60", "rest": "40", "goal": "800", "done": done}
    codes = []
    for number, chosen in enumerate((("万元", "万元"), units)):
        folder = tmp_path / str(number)
        folder.mkdir()
        for (name, text), unit in zip(PAPERS.items(), chosen, strict=True):
            factor = Decimal(10_000) / {"元": 1, "千元": 1000, "万元": 10_000, "亿元": 100_000_000}[unit]
            own = {key: f"{(Decimal(value) * factor).normalize():f}" for key, value in figures.items()}
            (folder / f"{name}.md").write_text(text.format(unit=unit, **own), encoding="utf-8")
        codes.append(Counter(f.code for f in audit(folder, Options(in_process=True)).findings))
    assert codes[0] == codes[1]
    assert bool(codes[0]) == (done == "640")


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
