"""Recomputation on hand-made parts: readings of a hierarchy, one slip once, rounding, named bases."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docaudit.extract.figures import figures_of
from docaudit.model import Cell, Kind, Paragraph, Part, Place, RecomputationKind, Table
from docaudit.recompute import recompute

K = RecomputationKind


def table(rows, caption="", index=1):
    """A table from rows of text; "^" is one with the cell above, "<" with the one to the left."""
    grid = []
    for i, row in enumerate(rows):
        cells = []
        for j, text in enumerate(row):
            if text == "^":
                cells.append(grid[i - 1][j])
            elif text == "<":
                cells.append(cells[j - 1])
            else:
                place = Place("d", f"表{index} 第{i + 1}行第{j + 1}列", text, table=index, row=i + 1, column=j + 1)
                height = next((k for k in range(i + 1, len(rows)) if rows[k][j] != "^"), len(rows)) - i
                width = next((k for k in range(j + 1, len(row)) if row[k] != "<"), len(row)) - j
                cells.append(Cell(text, i, j, place, row_span=height, column_span=width))
        grid.append(cells)
    return Table(index, tuple(map(tuple, grid)), Place("d", f"表{index}", "", table=index), caption)


def part(*blocks, kind=Kind.SELF_EVALUATION):
    made = [
        Paragraph(b, Place("d", f"第{i}段", b, paragraph=i)) if isinstance(b, str) else b
        for i, b in enumerate(blocks, 1)
    ]
    bare = Part("p", "d", "d.md", kind, "", 1.0, tuple(made))
    return Part("p", "d", "d.md", kind, "", 1.0, tuple(made), figures=figures_of(bare))


def misfits(*blocks, **options):
    return [r for r in recompute(part(*blocks, **options)) if not r.holds]


def verified(*blocks, **options):
    return [r for r in recompute(part(*blocks, **options)) if r.holds]


BUDGET = [
    ["科目", "预算", "<", "<", "支出", "<", "<"],
    ["^", "合计", "财政", "自筹", "合计", "财政", "自筹"],
    ["一、直接费用", "460.00", "180.00", "280.00", "452.10", "178.10", "274.00"],
    ["1.设备费", "260.00", "80.00", "180.00", "258.00", "80.00", "178.00"],
    ["2.业务费", "120.00", "60.00", "60.00", "116.10", "58.10", "58.00"],
    ["3.劳务费", "80.00", "40.00", "40.00", "78.00", "40.00", "38.00"],
    ["二、间接费用", "40.00", "20.00", "20.00", "40.00", "20.00", "20.00"],
    ["合计", "500.00", "200.00", "300.00", "492.10", "198.10", "294.00"],
]


def test_every_sum_of_a_nested_budget_is_verified():
    found = recompute(part(table(BUDGET, "（单位：万元）")))
    sums = [r for r in found if r.kind is K.SUM]
    assert all(r.holds for r in found)
    assert len(sums) == 6 + 6 + 12  # the total row, 直接费用 of its three subjects, and both 合计 columns of six rows


@pytest.mark.parametrize("row", range(2, 8))
@pytest.mark.parametrize("column", range(1, 7))
def test_one_slip_in_a_nested_budget_is_one_finding(row, column):
    rows = [list(r) for r in BUDGET]
    rows[row][column] = str(Decimal(rows[row][column]) + 50)
    found = misfits(table(rows, "（单位：万元）"))
    assert len(found) == 1
    touched = {f.place.quote for r in found for f in (r.printed, *r.operands)}
    assert rows[row][column] in touched


@given(
    st.lists(st.lists(st.integers(1, 900), min_size=2, max_size=4), min_size=2, max_size=6).filter(
        lambda rows: len({len(r) for r in rows}) == 1
    )
)
@settings(max_examples=25, deadline=None)
def test_right_totals_are_never_found(rows):
    head = ["地区", *(f"第{i}类（家）" for i in range(len(rows[0]))), "合计（家）"]
    body = [[f"甲{i}区", *map(str, r), str(sum(r))] for i, r in enumerate(rows)]
    foot = ["合计", *(str(sum(c)) for c in zip(*rows, strict=True)), str(sum(map(sum, rows)))]
    found = recompute(part(table([head, *body, foot])))
    assert [r for r in found if not r.holds] == []
    assert len([r for r in found if r.kind is K.SUM]) == len(rows[0]) + 1 + len(rows) + 1


@given(st.integers(1, 999), st.integers(1, 999))
@settings(max_examples=40, deadline=None)
def test_a_share_rounded_or_cut_off_is_right(a, b):
    part_, whole = sorted((a, a + b))
    exact = Decimal(part_) / Decimal(whole) * 100
    step = Decimal("0.01")
    for rounding in ("ROUND_HALF_UP", "ROUND_DOWN"):
        text = f"共调查企业{whole}家，其中满意{part_}家，占{exact.quantize(step, rounding=rounding)}%。"
        assert misfits(text) == []


def test_percent_cells_are_never_summed_and_a_huge_difference_is_no_sum():
    rows = [["指标", "完成率"], ["甲", "95%"], ["乙", "80%"], ["合计", "88%"]]
    assert recompute(part(table(rows))) == ()
    rows = [["指标", "数量"], ["甲", "95"], ["乙", "80"], ["合计", "9000"]]
    assert recompute(part(table(rows))) == ()


def test_a_total_at_the_end_of_a_table_cut_by_a_page_is_no_finding():
    rows = [["科目", "预算", "支出"], ["设备费", "20.5", "18.0"], ["材料费", "10.0", "9.5"], ["合计", "330.5", "300.0"]]
    assert misfits(table(rows)) == []


def test_group_headline_against_its_rows():
    rows = [
        ["一级指标", "指标名称", "权重", "自评分"],
        ["产出目标(34分)", "培训班", "20", "20"],
        ["^", "出访", "13", "12"],
        ["效果目标(66分)", "影响力", "40", "38"],
        ["^", "满意度", "26", "25"],
        ["合计", "<", "99", "95"],
    ]
    found = misfits(table(rows))
    assert {(r.kind, r.label) for r in found} == {(K.SUM, "产出目标(34分)"), (K.WEIGHT_TOTAL, "权重合计")}
    assert next(r for r in found if r.kind is K.SUM).expression == "20 + 13 = 33，组名中为 34分"


def test_the_named_base_is_told_with_the_base_that_fits():
    [found] = misfits(
        "对2483项项目进行了动态跟踪，其中有效跟踪2447项，有效跟踪率达98.55%；有效填报2421项，填报率达97.50%。"
        "根据对2421项数据的统计，实现销售的有1870项，销售实现率75.31%；利润总额204.76亿元。"
    )
    assert found.kind is K.SHARE
    assert found.alternative == "75.31% 对应分母 2483项，而文中所称基数为 2421项"
    assert found.expression == "1870项 ÷ 2421项 = 77.24%，文中为 75.31%"


def test_a_verified_relation_names_the_figures_of_extraction():
    own = part("项目预算400万元，实际支出384.2万元，预算执行率96.05%。")
    [relation] = recompute(own)
    assert relation.holds
    assert {relation.printed.id, *(f.id for f in relation.operands)} <= {f.id for f in own.figures}


@pytest.mark.parametrize(
    "text",
    [
        "培养硕士研究生人数，验收报告中为1人，自评报告中又显示为2人。",
        "2023年第四季度成交额126.00亿元，同比增长12.00%（上年同期112.50亿元），环比增长5.00%（第三季度120.00亿元）。",
        "共抽查32个项目，涉及资金1.26亿元，占项目总数的21.3%、资金总额的35.7%。",
        "2023年投入5亿元，其中抽查32个项目、涉及资金1.26亿元，占项目总数的21.3%。",
        "接待来访54批次、合计180人；完成出访共计6批次、合计16人。",
        "服务企业80家：装备制造类20家、生物医药类15家等。",
        "财政按60%、20%、20%分三次拨付300万元、100万元、100万元。",
    ],
)
def test_what_is_no_relation_is_left_alone(text):
    assert misfits(text) == []


def test_two_misfits_from_one_wrong_level_are_one_finding():
    found = misfits("目标值为510万元，实际完成1102.81万元，完成率220.56%，超出目标602.81万元。")
    assert len(found) == 1


def test_recomputation_is_deterministic():
    own = part(table(BUDGET), "项目预算500万元，实际支出485万元，结余25万元。")
    assert recompute(own) == recompute(own)


def test_a_mean_of_one_digit_is_right_when_it_fits():
    assert misfits("开放课题立项15项、资助90万元，项均6万元。") == []


def test_a_part_named_behind_another_figure_is_held_against_its_whole():
    [found] = misfits("新增就业57人，完成率95%，其中研发岗位就业61人。")
    assert found.kind is K.PART_WHOLE
    assert misfits("在孵企业3864家，从业人员41230人，平均每家企业10.7人，其中大专以上33808人。") == []
