"""Figures of paragraphs and cells with the unit and relation that the paper gives them elsewhere."""

from __future__ import annotations

import pytest

from docaudit.extract import extract, figures_of
from docaudit.model import Kind, Role, Table
from tests.extracting import grid, part, read


def figures(*blocks: Table | str) -> list[str]:
    """Every figure as relation, number and unit."""
    lines = []
    for figure in figures_of(part(Kind.ACCEPTANCE_REPORT, *blocks)):
        q = figure.quantity
        times = "" if q.multiplier == 1 else f"×{q.multiplier}"
        lines.append(f"{q.relation} {q.number}{times} {q.unit.canonical if q.unit is not None else '-'}")
    return lines


def test_numbers_of_rows_are_no_figures() -> None:
    table = grid("序号 | 科目编码 | 支出项目 | 数量\n1 | 22102 | 设备 | 3\n2 | 22103 | 材料 | 5")
    assert figures(table) == ["eq 3 -", "eq 5 -"]


def test_a_count_is_no_row_number_because_it_counts_up() -> None:
    assert figures(grid("平台 | 建设数量（个）\n甲 | 1\n乙 | 2\n丙 | 3")) == ["eq 1 个", "eq 2 个", "eq 3 个"]


def test_the_money_unit_of_the_heading_holds_for_the_table_below_it() -> None:
    table = grid("建设内容 | 投资 | 自筹 | 占比\n大棚 | 384.0 | 54.0 | 14.1%")
    assert figures("# 四、投资估算（万元）", table) == ["eq 384.0 万元", "eq 54.0 万元", "eq 14.1 %"]
    assert figures("# 四、投资估算（2023年）", table) == ["eq 384.0 -", "eq 54.0 -", "eq 14.1 %"]


def test_a_caption_speaks_before_the_heading() -> None:
    table = grid("建设内容 | 投资\n大棚 | 384.0", caption="表2 投资（单位：元）")
    assert figures("# 四、投资估算（万元）", table) == ["eq 384.0 元"]


def test_the_heading_gives_claims_their_unit_too() -> None:
    table = grid("经济指标 | 目标值 | 完成值\n新增销售收入 | ≥2000 | 2153.2", headings=("三、经济指标（万元）",))
    assert read(Kind.ACCEPTANCE_REPORT, "# 三、经济指标（万元）", table) == [
        "target 新增销售收入 ge 2000 万元",
        "actual 新增销售收入 eq 2153.2 万元",
    ]


def test_a_unit_in_brackets_holds_for_the_bare_amounts_behind_it() -> None:
    text = "共2个来源。资金情况如下（单位：万元）：预算2600，支出2543.2，执行率97.82%。"
    assert figures(text) == ["eq 2 个", "eq 2600 万元", "eq 2543.2 万元", "eq 97.82 %"]


def test_an_organisation_in_brackets_is_no_unit() -> None:
    assert figures("资金情况如下（单位：某研究院）：预算2600，支出2543.2。") == ["eq 2600 -", "eq 2543.2 -"]


@pytest.mark.parametrize(
    ("name", "unit"),
    [("设备购置（台（套））", "台套"), ("整机噪声（dB，不高于）", "分贝"), ("整机噪声（dB(A)，不高于）", "分贝")],
)
def test_units_in_brackets_with_more_in_them(name: str, unit: str) -> None:
    assert figures(grid(f"指标 | 完成值\n{name} | 30")) == [f"eq 30 {unit}"]


def test_a_sign_of_its_own_belongs_to_the_number_behind_it() -> None:
    table = grid("指标名称 | 关系符 | 目标值 | 实际完成值 | 单位\n服务人次 | ≥ | 3 | 4 | 万人次\n投诉 | ≤ | 5 | 2 | 件")
    assert figures(table) == ["ge 3×10000 人次", "eq 4×10000 人次", "le 5 件", "eq 2 件"]
    assert read(Kind.ACCEPTANCE_REPORT, table) == [
        "target 服务人次 ge 3×10000 人次",
        "actual 服务人次 eq 4×10000 人次",
        "target 投诉 le 5 件",
        "actual 投诉 eq 2 件",
    ]


def test_a_year_in_a_cell_is_no_span_of_years() -> None:
    table = grid("年度 | 2021年 | 2022 年\n建设期 | 3年 | 2 年")
    assert figures(table) == ["eq 3 年", "eq 2 年"]


def test_target_and_result_in_one_cell() -> None:
    table = grid("指标 | 目标/完成 | 说明\n发明专利授权（件） | 220/233 | 见附件\n科研经费（亿元） | 1.1 / 1.16 |")
    assert figures(table) == ["eq 220 件", "eq 233 件", "eq 1.1 亿元", "eq 1.16 亿元"]
    assert read(Kind.ACCEPTANCE_REPORT, table) == [
        "target 发明专利授权 eq 220 件",
        "actual 发明专利授权 eq 233 件",
        "target 科研经费 eq 1.1 亿元",
        "actual 科研经费 eq 1.16 亿元",
    ]


def test_the_header_says_which_number_is_the_result() -> None:
    table = grid("指标 | 完成/目标\n授权专利（件） | 233/≥220")
    assert read(Kind.ACCEPTANCE_REPORT, table) == ["actual 授权专利 eq 233 件", "target 授权专利 ge 220 件"]


def test_midway_such_a_target_is_the_one_for_midway() -> None:
    table = grid("指标 | 目标/完成\n授权专利（件） | 220/233", headings=("学科建设中期自评表",))
    claims = extract(part(Kind.PROGRESS_REPORT, "# 学科建设中期自评表", table), None).claims
    assert [(claim.role, claim.period and claim.period.basis) for claim in claims] == [
        (Role.TARGET, "interim"),
        (Role.ACTUAL, "interim"),
    ]


def test_a_stroke_between_numbers_is_no_unit() -> None:
    assert figures(grid("指标 | 得分\n甲 | 220/233")) == []


def test_a_unit_of_the_caption_is_not_cut_at_its_stroke() -> None:
    table = grid("路段 | 观测值 | 占比\n北段 | 58200 | 52.4%", caption="表3 分断面交通量观测（单位：pcu/日）")
    assert figures(table) == ["eq 58200 pcu/日", "eq 52.4 %"]
