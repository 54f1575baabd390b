"""What the cells of a column hold: numbering of the rows, or figures that look like it."""

import pytest

from docaudit.extract.contents import Content, content_of


@pytest.mark.parametrize(
    "texts",
    [
        ["1", "2", "3"],
        ["一", "二", "三"],
        ["1.1", "1.2", "1.3", "2.1"],
        ["1.1", "1.1.1", "1.1.2", "1.2"],
        ["（1）", "（2）", "（3）"],
        ["A1.1", "A1.2"],
    ],
)
def test_numbering(texts):
    assert content_of(texts) is Content.SERIAL


@pytest.mark.parametrize(
    "texts",
    [
        ["19.83", "10.98", "15.60", "2.49"],
        ["11.63", "5.10", "27.03"],
        ["1.10", "0.98", "1.2"],
        ["12", "15", "9"],
        ["1.1", "1.1", "1.2"],
    ],
)
def test_figures_that_look_like_numbering(texts):
    assert content_of(texts) is Content.FIGURES
