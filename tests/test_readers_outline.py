"""What a line is by its wording alone, where the wording is a trap."""

from __future__ import annotations

import pytest

from docaudit.readers.outline import caption_label, names_form_section


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("表2 示范应用客户分布（单位：家）", "表2"),
        ("表3中期检查情况", "表3"),
        ("表4 可持续影响指标", "表4"),
        ("附表1：明细", "附表1"),
        ("表2显示，本年度完成情况良好", None),
        ("表2 所示各项指标", None),
        ("表5中列出的指标", None),
    ],
)
def test_a_caption_is_told_from_a_sentence_about_a_table(line, label):
    assert caption_label(line) == label


@pytest.mark.parametrize(
    ("line", "is_section"),
    [
        ("表四　承担单位意见", True),
        ("表三 产出情况", True),
        ("表四所列数据", False),
        ("表4 承担单位意见", False),
        ("表二 完成5项专利。", False),
        ("承担单位意见", False),
    ],
)
def test_titles_of_form_sections(line: str, is_section: bool) -> None:
    assert names_form_section(line) is is_section
