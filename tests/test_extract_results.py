"""What reports tell of results: item by item, held against the outset, month by month, and beside words that qualify the name."""

from __future__ import annotations

import pytest

from docaudit.model import Kind
from tests.extracting import grid, read

TASK, ACCEPTANCE, PROGRESS = Kind.TASK_AGREEMENT, Kind.ACCEPTANCE_REPORT, Kind.PROGRESS_REPORT
EVALUATION = Kind.EVALUATION_REPORT


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "“边坡治理”项完成2.6公里，“蓄水池”项完成13座。",
            ["actual 边坡治理 eq 2.6 公里", "actual 蓄水池 eq 13 座"],
        ),
        ("“植被覆盖率”指标，遥感解译结果为72.3%。", ["actual 植被覆盖率 eq 72.3 %"]),
        ("「技能培训」项462人次。", ["actual 技能培训 eq 462 人次"]),
        ("合同第三条“造林面积”项，变更后为108公顷。", ["target 造林面积 eq 108 公顷"]),
        ("空报率较建设前的34%下降12.5个百分点。", ["baseline 空报率 eq 34 %"]),
        (
            "单台成本48.6万元，较立项时的61.2万元下降20.6%。",
            ["actual 单台成本 eq 48.6 万元", "baseline 单台成本 eq 61.2 万元"],
        ),
        (
            "吨钢能耗0.39吨标准煤，比改造前0.46吨标准煤低。",
            ["actual 吨钢能耗 eq 0.39 吨标准煤", "baseline 吨钢能耗 eq 0.46 吨标准煤"],
        ),
        ("亩均产量较治理前提高12%。", ["actual 亩均产量 eq 12 %"]),
        ("修复档案3960卷，自立项以来累计5120卷。", ["actual 修复档案 eq 3960 卷", "actual 修复档案 eq 5120 卷"]),
        ("培训保管员655人次共412人。", ["actual 培训保管员 eq 655 人次", "actual 培训保管员 eq 412 人"]),
        ("培训农民1126人次，涉及687人。", ["actual 培训农民 eq 1126 人次", "actual 培训农民 eq 687 人"]),
        ("完成1:5万地质测量622平方公里。", ["actual 地质测量 eq 622 平方公里"]),
        (
            "日均通行车辆：目标1100辆；完成单日最高1386辆。",
            ["target 日均通行车辆 eq 1100 辆", "actual 日均通行车辆 eq 1386 辆"],
        ),
        ("培训人员：目标300人次；完成318人次。", ["target 培训人员 eq 300 人次", "actual 培训人员 eq 318 人次"]),
        ("人员：项目组投入固定人员12人。", []),
    ],
)
def test_results_in_sentences(text: str, found: list[str]) -> None:
    assert read(ACCEPTANCE, "# 一、任务完成情况", text) == found


@pytest.mark.parametrize("kind", [PROGRESS, ACCEPTANCE])
def test_measurements_by_month_are_results_of_their_time(kind: Kind) -> None:
    table = grid("""
        监测项目 | 1月 | 2月 | 均值
        氨氮（mg/L） | 1.9 | 1.8 | 1.85
    """)
    assert read(kind, "# 一、断面监测", table, "# 二、任务完成情况", "修复河道2公里。") == [
        "actual 氨氮 eq 1.9 mg/L",
        "actual 氨氮 eq 1.8 mg/L",
        "actual 氨氮 eq 1.85 mg/L",
        "actual 修复河道 eq 2 公里",
    ]


@pytest.mark.parametrize(
    "table",
    [
        "支出 | 1月 | 2月 | 合计\n设备费（万元） | 12 | 30 | 42",
        "站点 | 第一季度 | 第二季度\n到馆（人次） | 300 | 420",
    ],
)
def test_amounts_and_counts_by_month_are_no_measurements(table: str) -> None:
    assert read(PROGRESS, "# 一、基本台账", grid(table), "# 二、任务完成情况", "修复河道2公里。") == [
        "actual 修复河道 eq 2 公里"
    ]


@pytest.mark.parametrize(
    ("table", "found"),
    [
        (
            "类别 | 指标 | 方向 | 总目标\n产出 | 改造仓容（万吨） | 正向 | ≥12\n产出 | 改造成本（元/吨） | 逆向 | ≤260",
            ["target 改造仓容 ge 12×10000 吨", "target 改造成本 le 260 元/吨"],
        ),
        (
            "终点名称 | 判定标准 | 预设值\n入组人数 | 签署知情同意 | ≥360例\n失访率 | 未完成访视 | ≤15%",
            ["target 入组人数 ge 360 例", "target 失访率 le 15 %"],
        ),
        (
            "指标 | 区域 | 目标值\n植被覆盖率 | 南坡 | 60%\n植被覆盖率 | 北坡 | 72%",
            ["target 南坡 eq 60 %", "target 北坡 eq 72 %"],
        ),
    ],
)
def test_words_behind_a_name_that_tells_the_rows_apart(table: str, found: list[str]) -> None:
    assert read(TASK, "# 三、考核指标", grid(table)) == found


def test_one_row_of_counts_under_names_of_two_levels() -> None:
    table = grid("""
        类型 | SCI论文 | < | 发明专利 | <
        ^ | 已发表 | 录用 | 申请 | 授权
        数量 | 4篇 | 1篇 | 2项 | 1项
    """)
    assert read(ACCEPTANCE, "# 二、成果情况", table) == [
        "actual 发表SCI论文 eq 4 篇",
        "actual 录用SCI论文 eq 1 篇",
        "actual 申请发明专利 eq 2 项",
        "actual 授权发明专利 eq 1 项",
    ]


def test_what_was_planned_of_a_source_of_funds_is_no_target() -> None:
    table = grid("来源 | 计划数 | 到位数 | 支出数\n资本金 | 1.20 | 1.20 | 1.17", caption="资金使用情况（单位：亿元）")
    assert read(EVALUATION, "# 二、产出情况", table) == [
        "budget 资本金 eq 1.20",
        "arrived 资本金 eq 1.20 亿元",
        "spent 资本金 eq 1.17 亿元",
    ]


def test_sides_of_rows_in_any_words() -> None:
    table = grid("""
        指标 | 栏目 | 内容 | 佐证
        招收学徒 | 目标 | 240人 | 学籍
        ^ | 达成 | 248人 | 学籍
        流失率 | 目标 | ≤8% |
        ^ | 达成 | 7.3% |
    """)
    assert read(ACCEPTANCE, "# 二、指标完成情况", table) == [
        "target 招收学徒 eq 240 人",
        "actual 招收学徒 eq 248 人",
        "target 流失率 le 8 %",
        "actual 流失率 eq 7.3 %",
    ]


def test_proofs_and_tasks_are_no_values_of_an_agreement() -> None:
    table = grid("""
        建设任务 | 绩效指标 | 中期 | 期满目标 | 验收要点
        学徒培养 | 招收学徒（人） | 160 | 240 | 学籍表
        资源建设 | 出版教材（部） | 3 | 8 | 版权页
    """)
    assert read(TASK, "# 一、建设任务与绩效指标", table) == [
        "target 招收学徒 eq 160 人",
        "target 招收学徒 eq 240 人",
        "target 出版教材 eq 3 部",
        "target 出版教材 eq 8 部",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "县乡道优良路率76.2%，农产品外运成本0.60元/吨公里。",
            ["县乡道优良路率 eq 76.2 %", "农产品外运成本 eq 0.60 元/吨公里"],
        ),
        ("期末结核病报告发病率37.2/10万。", ["结核病报告发病率 eq 37.2 /10万"]),
        ("入户调查320户，292户表示满意，群众满意度91.25%。", ["群众满意度 eq 91.25 %"]),
        ("现场抽检图像2000幅，抽查合格率98%。", ["抽查合格率 eq 98 %"]),
    ],
)
def test_findings_of_a_check(text: str, found: list[str]) -> None:
    papers = ("# 一、总体评价", "项目组织有力。", "# 二、质量与效益核查", text)
    assert read(EVALUATION, *papers) == [f"actual {line}" for line in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "2021年报告发病率46.5/10万，高于全省平均水平；规范治疗率89.7%。",
            ["报告发病率 eq 46.5 /10万", "规范治疗率 eq 89.7 %"],
        ),
        ("现有系统误报率18.5%，每年需专人值守。", ["误报率 eq 18.5 %"]),
        ("到2025年规范治疗率将达到95%。", []),
        ("全省规范治疗率91%。", []),
    ],
)
def test_how_things_stood_before_a_proposal(text: str, found: list[str]) -> None:
    goals = "报告发病率降至38/10万以下，规范治疗率不低于92%，误报率不高于5%。"
    claims = read(Kind.APPLICATION, "# 一、现状", text, "# 二、预期目标", goals)
    assert [line for line in claims if line.startswith("baseline")] == [f"baseline {line}" for line in found]
