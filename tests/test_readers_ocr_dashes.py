"""A dash in a cell that was read as 一 is a dash again where only figures stand, and nowhere else."""

from __future__ import annotations

from array import array

import pytest

from docaudit.readers import ocr

pytest.importorskip("cv2")
if not ocr.is_installed():
    pytest.skip('needs pip install "docaudit[ocr]"', allow_module_level=True)

from docaudit.readers.ocr.dashes import mend_dashes
from docaudit.readers.pdf.pages import CellText, PageLayout, TableLayout
from docaudit.readers.pdf.trace import Trace, doubts_in

FUNDS = (
    ("资金", "全年预算", "分值", "得分"),
    ("总额", "120.5", "10", "9.8"),
    ("财政拨款", "100", "一", "一"),
    ("其他资金", "20.5", "一", "-"),
)


def _page(rows: tuple[tuple[str, ...], ...]) -> PageLayout:
    cells = []
    text, middles = "", array("f")
    for i, row in enumerate(rows):
        for j, words in enumerate(row):
            box = (100.0 * j, 20.0 * i, 100.0 * j + 100, 20.0 * i + 20)
            cells.append(CellText(i, j, 1, 1, words, box, 1))
            for k, char in enumerate(words):
                text += char
                middles.extend((box[0] + 10 + 8 * k, box[1] + 10))
    trace = Trace(text, middles, array("f", [0.99] * len(text)), 0.0, 1.0, ())
    xs = [100.0 * j for j in range(len(rows[0]) + 1)]
    table = TableLayout((0.0, 0.0, xs[-1], 20.0 * len(rows)), xs, len(rows), cells)
    return PageLayout(1, 595, 842, 0, tables=[table], trace=trace)


def _texts(page: PageLayout) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in page.tables[0].cells:
        rows.setdefault(cell.row, []).append(cell.text)
    return [rows[i] for i in sorted(rows)]


def test_a_dash_among_figures_is_set_right_and_doubted() -> None:
    page = mend_dashes(_page(FUNDS))
    assert _texts(page)[2:] == [["财政拨款", "100", "—", "—"], ["其他资金", "20.5", "—", "-"]]
    assert page.trace is not None
    assert page.trace.repairs == (("一", "—"),) * 3
    mended = page.tables[0].cells[10]
    assert doubts_in(mended.text, ((1, mended.bbox),), {1: page.trace}) == ((0, 0.5),)


@pytest.mark.parametrize(
    "rows",
    [
        (("一", "设备费", "30"), ("1", "购置费", "20"), ("2", "试制费", "10")),
        (("项目", "序号", "金额"), ("设备费", "一", "30"), ("购置费", "1", "20")),
        (("项目", "分级", "金额"), ("设备费", "一", "30"), ("购置费", "二", "20")),
        (("项目", "数量", "说明"), ("设备费", "一", "按期"), ("购置费", "2", "按期")),
        (("项目", "结论", "金额"), ("设备费", "一", "30"), ("购置费", "完成", "20")),
    ],
    ids=["first column", "numbering", "another numeral", "no figure beside", "words around"],
)
def test_a_numeral_stays(rows: tuple[tuple[str, ...], ...]) -> None:
    page = mend_dashes(_page(rows))
    assert _texts(page) == [list(row) for row in rows]
    assert page.trace is not None
    assert page.trace.repairs == ()
