"""Figures of the text that are found by their names: what is verified, what is told, and what stays silent."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docaudit import extract, profiles
from docaudit.readers import read
from docaudit.recompute import recompute
from docaudit.recompute.slips import one_slip


def relations(text):
    """The recomputations of a report of one or more paragraphs, as (kind, holds, expression)."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "报告.md"
        path.write_text(f"# 绩效评价报告\n\n{text}\n", encoding="utf-8")
        known = profiles.load_profiles(None)
        parts = profiles.recognise(read(path, relative="报告.md"), known)
    return [
        (r.kind.value, r.holds, r.expression)
        for part in parts
        for r in recompute(extract.extract(part, next((p for p in known if p.id == part.profile), None)))
    ]


def misfits(text):
    return [(kind, expression) for kind, holds, expression in relations(text) if not holds]


@pytest.mark.parametrize(
    ("text", "kind", "expression"),
    [
        (
            (
                "本年收入合计3101.47万元，其中：财政拨款收入2846.15万元、事业收入218.40万元、其他收入36.92万元；"
                "财政拨款收入占91.77%，事业收入占7.40%。"
            ),
            "share",
            "218.40万元 ÷ 3101.47万元 = 7.04%，文中为 7.40%",
        ),
        (
            "1.培训补贴1986.20万元，占支出总额2713.42万元的73.20%；\n\n2.实训基地建设514.87万元，占19.97%。",
            "share",
            "514.87万元 ÷ 2713.42万元 = 18.97%，文中为 19.97%",
        ),
        (
            "失业人员培训2315人次。\n\n失业人员培训补贴518.30万元，平均每人次2389元。",
            "mean",
            "518.30万元 ÷ 2315人次 = 2238.88元，文中为 2389元",
        ),
        (
            "年末实有人数96人，公用经费214.68万元。人均公用经费2.42万元。",
            "mean",
            "214.68万元 ÷ 96人 = 2.24万元，文中为 2.42万元",
        ),
        (
            "行政运行年初预算1296.00万元，支出决算1285.50万元，完成年初预算的101.19%。",
            "execution_rate",
            "1285.50万元 ÷ 1296.00万元 = 99.19%，文中为 101.19%",
        ),
        (
            "护理型床位21426张，占56.0%，距60%的目标还差6.0个百分点。",
            "difference",
            "60% − 56.0% = 4个百分点，文中为 6.0个百分点",
        ),
        (
            "“兑付及时率”权重8分，及时率90.05%，按比例得7.60分。",
            "score",
            "8分 × 90.05% = 7.2分，文中为 7.60分",
        ),
        (
            "将奖补资金的50%与毕业企业数、30%与投融资额、25%与入库数挂钩，三项权重合计100%。",
            "weight_total",
            "50% + 30% + 25% = 105%，文中为 100%",
        ),
        (
            "劳务费及其他206.06万元中，劳务费163.28万元、专家咨询费47.10万元，其余为出版费。",
            "part_whole",
            "其中 163.28万元 + 47.10万元 = 210.38万元 ＞ 总数 206.06万元",
        ),
        ("福彩公益金投入4860万元，折合4.86亿元。", "conflict", "4860万元 ≠ 4.86亿元"),
    ],
)
def test_a_misfit_is_told_where_the_words_leave_one_reading(text, kind, expression):
    assert misfits(text) == [(kind, expression)]


@pytest.mark.parametrize(
    "text",
    [
        "发放问卷300份，回收有效问卷286份，有效回收率95.33%。其中非常满意152份，占53.15%；满意108份，占37.76%。",
        "抽检合格率由2021年的96.2%提高至2023年的98.5%，累计提高2.3个百分点，年均提高1.15个百分点。",
        "“三公”经费支出8.36万元，比上年的9.40万元下降11.06%，占预算12.00万元的69.7%。",
        "项目组成员15人，其中高级职称6人，中级职称5人，博士生3人，硕士生4人。",
        "石桥县入驻率由58%提高到65%，但仍低于全市17.6个百分点。",
        "总投资18000万元，其中省级补助6000万元、市级配套8500万元、医院自筹3500万元，折合1.8亿元。",
        "2021年项目区受益农户8645户。\n\n2022年项目区受益农户8465户。",
        "本次评价共抽取6个县24个乡镇，涉及项目86个、资金2.35亿元，占全部项目资金的38.6%。",
        "全年举办活动12场，其中专场5场、路演7场。满意度达92.6%，处于较高水平。",
    ],
)
def test_nobody_is_accused_where_another_reading_is_possible(text):
    assert misfits(text) == []


def test_a_share_of_another_base_names_both():
    text = "养老床位38260张，其中护理型床位21426张。家庭养老床位5236张，占养老床位总数的24.4%。"
    assert misfits(text) == [("share", "5236张 ÷ 38260张 = 13.69%，文中为 24.4%")]


def test_a_figure_that_a_table_confirms_is_no_slip_of_its_neighbour():
    text = "| 病区 | 手术（例） |\n|---|---|\n| 心内科 | 2577 |\n| 骨科 | 2517 |\n| 合计 | 5094 |\n\n心内科手术2577例。"
    assert misfits(text) == []


@given(st.text("0123456789", min_size=4, max_size=8), st.integers(0, 7), st.text("0123456789", min_size=1, max_size=1))
def test_one_changed_digit_is_one_slip(digits, at, digit):
    changed = digits[: at % len(digits)] + digit + digits[at % len(digits) + 1 :]
    assert one_slip(digits, changed) is (digits != changed)
    assert one_slip(digits, changed) is one_slip(changed, digits)


def test_two_neighbours_that_change_places_are_one_slip_and_others_are_not():
    assert one_slip("8645", "8465")
    assert not one_slip("8645", "8564")
    assert not one_slip("8645", "864")


def test_lines_of_a_table_that_the_text_names_make_its_total():
    text = (
        "三年累计支出财政资金4450万元，支出方向包括验证中心、开放平台、转移机构、特色平台4项。\n\n"
        "| 方向 | 总计（万元） |\n|---|---|\n| 验证中心 | 1060 |\n| 开放平台 | 510 |\n| 转移机构 | 1800 |\n"
        "| 特色平台 | 1080 |\n| 结项尾款 | 1176 |\n| 总计 | 5626 |"
    )
    assert ("sum", True, "1060 + 510 + 1800 + 1080 = 4450万元，文中为 4450万元") in relations(text)
    assert not any("4454" in expression for _, expression in misfits(text.replace("4450", "4454")))


@pytest.mark.parametrize(("each", "verified"), [("20%", True), ("25%", False)])
def test_payments_told_by_turns_make_the_whole(each, verified):
    found = relations(f"三年期项目立项当年拨付60%，中期和验收合格后分别拨付{each}。")
    assert ((("sum", True, "60% + 20% × 2 = 100%") in found), misfits(f"首期拨付60%，其后两次分别拨付{each}。")) == (
        verified,
        [],
    )
