"""What a target demands and how one stands to another; what one field's values have in common."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docaudit import quantities
from docaudit.checks.bounds import Change, percent, reached, step, written
from docaudit.checks.fields import _COMPARED
from docaudit.model import Field, Indicator, Place, Polarity

HIGHER = Indicator("i", "p", "申请发明专利", Polarity.HIGHER, ())
LOWER = Indicator("i", "p", "单位成本", Polarity.LOWER, ())
UNKNOWN = Indicator("i", "p", "酸碱度", Polarity.UNKNOWN, ())


@pytest.mark.parametrize(
    ("thread", "old", "new", "expected"),
    [
        (HIGHER, "不少于5项", "不少于3项", Change.LOWERED),
        (HIGHER, "3-4项", "2-4项", Change.LOWERED),
        (HIGHER, "3-4项", "3项", Change.SAME),
        (HIGHER, "5项", "不少于5项", Change.SAME),
        (HIGHER, "不少于5项", "力争5项", Change.WEAKENED),
        (HIGHER, "不少于5项", "8项", Change.RAISED),
        (HIGHER, "不少于5项", "不超过5项", Change.TURNED),
        (LOWER, "不超过50元", "不超过60元", Change.LOWERED),
        (LOWER, "50元", "45元", Change.RAISED),
        (UNKNOWN, "7", "8", Change.OTHER),
    ],
)
def test_step(thread, old, new, expected):
    assert step(thread, quantities.parse(old), quantities.parse(new)).change is expected


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_lowered_and_raised_are_opposites(a, b):
    one, other = quantities.parse(f"≥{a}项"), quantities.parse(f"≥{b}项")
    there, back = step(HIGHER, one, other).change, step(HIGHER, other, one).change
    opposite = {Change.LOWERED: Change.RAISED, Change.RAISED: Change.LOWERED, Change.SAME: Change.SAME}
    assert back is opposite[there]
    assert reached(HIGHER, one, quantities.parse(f"{b}项")) == (b >= a)


@pytest.mark.parametrize(
    ("thread", "target", "actual", "expected"),
    [
        (HIGHER, "不少于80人", "80余人", True),
        (HIGHER, "≥0.5亿元", "5000.00万元", True),
        (HIGHER, "100%", "99.97%", False),
        (HIGHER, "3-4项", "3项", True),
        (HIGHER, "3-4项", "2项", False),
        (LOWER, "≤160元", "175元", False),
        (LOWER, "160元", "155元", True),
    ],
)
def test_reached(thread, target, actual, expected):
    assert reached(thread, quantities.parse(target), quantities.parse(actual)) is expected


def test_figures_are_written_as_in_the_papers():
    assert written(quantities.parse("3-4项")) == "3-4"
    assert written(quantities.parse("不低于500.0万元")) == "500.0万元"
    assert percent(Decimal(-40)) == "-40%"
    assert percent(Decimal(-40), sign=True) == "−40%"
    assert percent(Decimal("33.333"), sign=True) == "+33.3%"


@pytest.mark.parametrize(
    ("field", "one", "other", "same"),
    [
        ("project_code", "21KZ 0700", "21KZ0700", True),
        ("project_code", "SGX2022-0458", "SGX2022-0485", False),
        ("project_code", "2022YFD1700", "沪科发〔2022〕15号", True),
        ("project_name", "道路数据平台建设项目", "道路数据平台建设", True),
        ("project_name", "道路数据平台建设", "道路数字平台建设", False),
        ("undertaker", "江城理工大学", "江城理工", True),
        ("undertaker", "渤海船用环保设备有限公司", "渤海船舶环保工程有限公司", False),
        ("undertaker", "甲乙科技有限公司（原甲乙仪器厂）", "甲乙仪器厂", True),
        ("undertaker", "东城研究院、西城大学", "西城大学", True),
        ("leader", "顾晋川 教授", "顾晋川", True),
        ("leader", "廖望洲", "廖启明", False),
        ("total_budget", "185万元", "1,850,000.00元", True),
        ("total_budget", "1200万元", "1200元", False),
        ("total_budget", "见附表", "1200元", True),
    ],
)
def test_fields_differ_in_substance_only(field, one, other, same):
    def fields(value):
        return (Field(field, value, Place("d", "第1行", value)),)

    assert _COMPARED[field](fields(one), fields(other), 0.6) is same
    assert _COMPARED[field](fields(other), fields(one), 0.6) is same


def test_dates_are_compared_as_precisely_as_both_are_printed():
    def period(start, end):
        return tuple(Field(n, v, Place("d", "第1行", v)) for n, v in (("start", start), ("end", end)))

    assert _COMPARED["period"](period("2021-07", "2023-06"), period("2021-07-01", "2023-06-30"), 0.6)
    assert not _COMPARED["period"](period("2021-07", "2023-06"), period("2021-07", "2023-09"), 0.6)
