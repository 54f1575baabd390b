"""Cells between ruled lines: the same as pdfplumber's, only faster."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from pdfplumber import table as finder

from docaudit.readers.pdf.ruled import smallest_cells

LEVEL = st.integers(0, 8).map(lambda n: 10.0 * n)


def _edge(x0: float, top: float, x1: float, bottom: float) -> dict[str, object]:
    return {
        "x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0, "height": bottom - top,
        "orientation": "v" if x0 == x1 else "h",
    }  # fmt: skip


@st.composite
def edges(draw: st.DrawFn) -> list[dict[str, object]]:
    found = []
    for _ in range(draw(st.integers(2, 16))):
        at, a, b = draw(LEVEL), draw(LEVEL), draw(LEVEL)
        low, high = min(a, b), max(a, b)
        if low < high:
            found.append(_edge(at, low, at, high) if draw(st.booleans()) else _edge(low, at, high, at))
    return found


@settings(max_examples=300, deadline=None)
@given(edges())
def test_cells_are_those_of_pdfplumber(drawn: list[dict[str, object]]) -> None:
    crossings = finder.edges_to_intersections(drawn, 3, 3)
    assert smallest_cells(crossings) == finder.intersections_to_cells(crossings)
