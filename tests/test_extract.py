"""Claims read from forms, tables and sentences of every layout the field uses; expectations to the cell."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docaudit.extract import extract, figures_of
from docaudit.model import Claim, Kind, Role
from tests.extracting import grid, line, part, read

TASK, ACCEPTANCE, SELF, APPLICATION, PROGRESS = (
    Kind.TASK_AGREEMENT,
    Kind.ACCEPTANCE_REPORT,
    Kind.SELF_EVALUATION,
    Kind.APPLICATION,
    Kind.PROGRESS_REPORT,
)


def claims(kind: Kind, *blocks: object) -> tuple[Claim, ...]:
    return extract(part(kind, *blocks), None).claims  # type: ignore[arg-type]


# Tables


def test_central_self_evaluation_form_with_all_its_blocks() -> None:
    form = grid(
        """
        项目名称 | 科普能力提升 | < | < | < | < | < | <
        主管部门 | 市科技局 | < | < | 实施单位 | 市科技馆 | < | <
        项目资金（万元） |  | 年初预算数 | 全年预算数（A） | 全年执行数（B） | 分值 | 执行率（B/A） | 得分
        ^ | 年度资金总额 | 120 | 118 | 113.28 | 10 | 96.00% | 9.6
        年度总体目标 | 预期目标 | < | < | 实际完成情况 | < | < | <
        ^ | 开展科普讲座30场。 | < | < | 开展科普讲座32场。 | < | < | <
        绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值（A） | 实际完成值（B） | 分值 | 得分
        ^ | 产出指标 | 数量指标 | 举办科普讲座 | ≥30场 | 32场 | 20 | 20
        ^ | ^ | 质量指标 | 展品完好率 | ≥95% | 97% | 10 | 10
        ^ | 效益指标 | 社会效益指标 | 公众科学素质 | 显著提升 | 显著提升 | 30 | 28
        总分 | < | < | < | < | < | 100 | 97.6
        """
    )
    assert read(SELF, form) == [
        "budget 年度资金总额 eq 120 万元",
        "budget 年度资金总额 eq 118 万元",
        "spent 年度资金总额 eq 113.28 万元",
        "weight 年度资金总额 eq 10",
        "rate 年度资金总额 eq 96.00 %",
        "score 年度资金总额 eq 9.6",
        "target 开展科普讲座 eq 30 场",
        "actual 开展科普讲座 eq 32 场",
        "target 举办科普讲座 ge 30 场",
        "actual 举办科普讲座 eq 32 场",
        "weight 举办科普讲座 eq 20",
        "score 举办科普讲座 eq 20",
        "target 展品完好率 ge 95 %",
        "actual 展品完好率 eq 97 %",
        "weight 展品完好率 eq 10",
        "score 展品完好率 eq 10",
        "target 公众科学素质 “显著提升”",
        "actual 公众科学素质 “显著提升”",
        "weight 公众科学素质 eq 30",
        "score 公众科学素质 eq 28",
    ]


def test_the_groups_of_a_form_are_the_path_of_its_claims() -> None:
    table = grid(
        """
        一级指标 | 二级指标 | 三级指标 | 年初目标值(A) | 实际完成值(B)
        产出指标 | 数量指标 | 培训人次 | 200人次 | 210人次
        ^ | ^ | 编印手册 | 1000册 | 1000册
        """
    )
    second = claims(SELF, table)[2]
    assert (second.name, second.path) == ("编印手册", ("产出指标", "数量指标", "年初目标值(A)"))
    assert (second.place.table, second.place.row, second.place.column) == (1, 3, 4)


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("年度指标值", "全年完成值"),
        ("年度指标值(指标值)", "全年实际完成值"),
        ("年初设定目标", "全年实际完成情况"),
        ("任务书约定指标", "实际完成情况"),
        ("合同规定指标", "完成情况"),
        ("考核要求", "实际完成"),
        ("目标值", "实际值"),
        ("计划", "完成"),
        ("任务书", "验收"),
        ("预期指标值", "验收时状态"),
    ],
)
def test_header_words_for_target_and_actual(target: str, actual: str) -> None:
    table = grid(f"指标名称 | {target} | {actual}\n发表论文 | 3篇 | 4篇")
    assert read(ACCEPTANCE, table) == ["target 发表论文 eq 3 篇", "actual 发表论文 eq 4 篇"]


def test_unit_in_its_own_column() -> None:
    table = grid(
        "序号 | 考核指标 | 计量单位 | 目标值 | 完成值\n1 | 服务企业数量 | 家 | 50 | 62\n2 | 技术合同成交额 | 万元 | 3000 | 3120.5"
    )
    assert read(ACCEPTANCE, table) == [
        "target 服务企业数量 eq 50 家",
        "actual 服务企业数量 eq 62 家",
        "target 技术合同成交额 eq 3000 万元",
        "actual 技术合同成交额 eq 3120.5 万元",
    ]


def test_unit_in_the_brackets_of_the_name() -> None:
    table = grid(
        "指标名称 | 目标值 | 实际值\n培养研究生（名） | ≥8 | 9\n服务外包在岸(万美元) | 100 | 120\n相变潜热（J/g） | ≥210 | 218"
    )
    assert read(ACCEPTANCE, table) == [
        "target 培养研究生 ge 8 人",
        "actual 培养研究生 eq 9 人",
        "target 服务外包在岸 eq 100 万美元",
        "actual 服务外包在岸 eq 120 万美元",
        "target 相变潜热 ge 210 焦每克",
        "actual 相变潜热 eq 218 焦每克",
    ]


def test_unit_in_the_column_header_and_in_the_caption() -> None:
    header = grid("指标名称 | 目标值（万元） | 实际值（万元）\n新增销售收入 | 500 | 620")
    assert read(ACCEPTANCE, header)[1] == "actual 新增销售收入 eq 620 万元"
    caption = grid(
        "指标名称 | 目标值 | 实际值\n新增销售收入 | 500 | 620\n新增产品数 | 3 | 4", caption="经济指标（单位：万元）"
    )
    assert read(ACCEPTANCE, caption) == [
        "target 新增销售收入 eq 500 万元",
        "actual 新增销售收入 eq 620 万元",
        "target 新增产品数 eq 3",
        "actual 新增产品数 eq 4",
    ]


def test_sign_number_and_unit_in_three_columns() -> None:
    table = grid(
        "三级指标 | 计算符号 | 年度指标值 | 计量单位 | 实际完成值\n带动农户 | ≥ | 300 | 户 | 327\n亩均成本 | ≤ | 2400 | 元 | 2335"
    )
    assert read(SELF, table) == [
        "target 带动农户 ge 300 户",
        "actual 带动农户 eq 327 户",
        "target 亩均成本 le 2400 元",
        "actual 亩均成本 eq 2335 元",
    ]
    merged = grid("三级指标 | 年度指标值 | < | < | 实际完成值\n带动农户 | ≥ | 300 | 户 | 327")
    assert read(SELF, merged) == ["target 带动农户 ge 300 户", "actual 带动农户 eq 327 户"]


def test_national_agreement_with_baseline_interim_and_final_values() -> None:
    table = grid(
        """
        对应的课题名称 | 指标名称 | 立项时已有指标值/状态 | 中期指标值/状态 | 完成时指标值/状态
        课题1 机理研究 | 氨氮去除率 | 72% | ≥80% | ≥90%
        ^ | 授权发明专利 | 0 | ≥2件 | ≥6件
        """
    )
    found = claims(TASK, table)
    assert [line(claim) for claim in found] == [
        "baseline 氨氮去除率 eq 72 %",
        "target 氨氮去除率 ge 80 %",
        "target 氨氮去除率 ge 90 %",
        "baseline 授权发明专利 eq 0 件",
        "target 授权发明专利 ge 2 件",
        "target 授权发明专利 ge 6 件",
    ]
    assert found[1].period is not None
    assert found[1].period.basis == "interim"
    assert found[0].path[0] == "课题1机理研究"


def test_two_targets_in_one_cell_are_split_and_named() -> None:
    table = grid(
        "指标名称 | 完成时指标值/状态\n成套处理装备 | 1套，占地面积比现有装备减少10%\n知识产权 | 申请发明专利5项，软件著作权3项"
    )
    assert read(TASK, table) == [
        "target 成套处理装备 eq 1 套",
        "target 占地面积 eq 10 %",
        "target 申请发明专利 eq 5 项",
        "target 软件著作权 eq 3 项",
    ]


def test_an_actual_value_told_in_words() -> None:
    table = grid(
        "指标名称 | 目标值 | 完成情况\n发明专利 | 申请5项，授权2项 | 已申请发明专利6项，授权2项\n服务企业 | 50家 | 累计服务企业60家，已完成"
    )
    assert read(ACCEPTANCE, table) == [
        "target 申请发明专利 eq 5 项",
        "target 授权发明专利 eq 2 项",
        "actual 申请发明专利 eq 6 项",
        "actual 授权发明专利 eq 2 项",
        "target 服务企业 eq 50 家",
        "actual 服务企业 eq 60 家",
    ]


def test_both_sides_in_one_cell() -> None:
    table = grid("指标名称 | 完成情况\n发表论文 | 任务书要求：5篇\\n实际完成：6篇")
    assert read(ACCEPTANCE, table) == ["target 发表论文 eq 5 篇", "actual 发表论文 eq 6 篇"]


def test_what_was_counted_instead_stays_in_the_caliber() -> None:
    table = grid("指标名称 | 目标值 | 实际完成值\n授权发明专利 | ≥6件 | 申请发明专利7件\n培训人数 | 80人 | 96人次")
    target, actual, _, people = claims(ACCEPTANCE, table)
    assert line(actual) == "actual 授权发明专利 eq 7 件"
    assert "申请" in actual.caliber.action
    assert target.caliber.action == ("授权",)
    assert people.caliber.unit == ("人次",)


def test_targets_that_stand_in_the_name_column() -> None:
    table = grid(
        "序号 | 考核指标 | 完成情况 | 完成率\n1 | 申请发明专利不少于5项 | 6项 | \n2 | 培养技术经理人10名以上 | 已培养技术经理人12名 | 120%"
    )
    assert read(ACCEPTANCE, table) == [
        "target 申请发明专利 ge 5 项",
        "actual 申请发明专利 eq 6 项",
        "target 培养技术经理人 ge 10 人",
        "actual 培养技术经理人 eq 12 人",
        "rate 培养技术经理人 eq 120 %",
    ]


def test_rows_that_are_classes_of_indicators() -> None:
    table = grid(
        """
        项目实施 | 考核要求 | 实际完成
        知识产权指标 | 申请发明专利3项；登记软件著作权2项 | 申请发明专利4项；登记软件著作权2项
        产业化指标 | 新增销售收入500万元 | 新增销售收入620万元
        """
    )
    assert read(ACCEPTANCE, table) == [
        "target 申请发明专利 eq 3 项",
        "target 登记软件著作权 eq 2 项",
        "actual 申请发明专利 eq 4 项",
        "actual 登记软件著作权 eq 2 项",
        "target 新增销售收入 eq 500 万元",
        "actual 新增销售收入 eq 620 万元",
    ]


def test_transposed_table() -> None:
    table = grid(
        "指标 | 申请专利（项） | 发表论文（篇） | 孵化企业（家）\n目标值 | 5 | 3 | ≥10\n实际完成值 | 6 | 4 | 12"
    )
    assert sorted(read(ACCEPTANCE, table)) == sorted(
        [
            "target 申请专利 eq 5 项",
            "actual 申请专利 eq 6 项",
            "target 发表论文 eq 3 篇",
            "actual 发表论文 eq 4 篇",
            "target 孵化企业 ge 10 家",
            "actual 孵化企业 eq 12 家",
        ]
    )


def test_periods_above_targets_and_actuals() -> None:
    table = grid(
        """
        指标名称 | 2022年 | < | 2023年 | < | 累计 | <
        ^ | 目标值 | 完成值 | 目标值 | 完成值 | 目标值 | 完成值
        服务企业（家） | 20 | 22 | 30 | 31 | 50 | 53
        """
    )
    found = claims(PROGRESS, table)
    assert [
        (c.role.value, str(c.quantity.number), c.period.start, c.period.basis) for c in found if c.quantity and c.period
    ] == [
        ("target", "20", "2022", "year"),
        ("actual", "22", "2022", "year"),
        ("target", "30", "2023", "year"),
        ("actual", "31", "2023", "year"),
        ("target", "50", None, "cumulative"),
        ("actual", "53", None, "cumulative"),
    ]


def test_actions_above_targets_and_actuals() -> None:
    table = grid(
        """
        类别 | 申请 | < | 授权 | <
        ^ | 目标 | 完成 | 目标 | 完成
        发明专利 | 5 | 6 | 2 | 3
        """,
        caption="知识产权完成情况（单位：件）",
    )
    assert read(ACCEPTANCE, table) == [
        "target 申请发明专利 eq 5 件",
        "actual 申请发明专利 eq 6 件",
        "target 授权发明专利 eq 2 件",
        "actual 授权发明专利 eq 3 件",
    ]


def test_header_merges_that_the_file_lost() -> None:
    table = grid(
        "指标名称 | 2022年 |  | 2023年 | \n | 目标值 | 完成值 | 目标值 | 完成值\n培训学员（人） | 100 | 110 | 120 | 125"
    )
    found = claims(PROGRESS, table)
    assert [(c.role.value, c.period.start) for c in found if c.period] == [
        ("target", "2022"),
        ("actual", "2022"),
        ("target", "2023"),
        ("actual", "2023"),
    ]


def test_years_as_rows_in_a_section_of_results() -> None:
    table = grid(
        "年度 | 新增销售收入 | 新增净利润\n2022年 | 940 | 96\n2023年 | 1920 | 201\n合计 | 2860 | 297",
        caption="单位：万元",
    )
    found = claims(ACCEPTANCE, "# 三、经济效益情况", table)
    assert [(line(c), c.period.start) for c in found if c.period][:2] == [
        ("actual 新增销售收入 eq 940 万元", "2022"),
        ("actual 新增净利润 eq 96 万元", "2022"),
    ]


def test_before_and_after_in_an_application() -> None:
    table = grid("指标名称 | 实施前 | 实施后\n控温时长（小时） | 48 | ≥72")
    assert read(APPLICATION, "# 实施前后指标对比", table) == [
        "baseline 控温时长 eq 48 小时",
        "target 控温时长 ge 72 小时",
    ]


def test_labelled_values_in_a_section_of_results() -> None:
    table = grid("专利申请（项） | 6 | 软著登记（项） | 4\n论文（篇） | 4 | 就业（人） | 16")
    assert read(ACCEPTANCE, "# 三、产出情况", table) == [
        "actual 专利申请 eq 6 项",
        "actual 软著登记 eq 4 项",
        "actual 论文 eq 4 篇",
        "actual 就业 eq 16 人",
    ]


def test_a_whole_text_beside_its_label() -> None:
    form = grid(
        "项目名称： | 某某平台 | 负责人： | 张三\n项目年度总目标： | 服务企业50家，培养技术经理人10名 | < | <\n主要绩效： | 全年服务企业56家。 | < | <"
    )
    assert read(SELF, form) == [
        "target 服务企业 eq 50 家",
        "target 培养技术经理人 eq 10 人",
        "actual 服务企业 eq 56 家",
    ]


def test_money_of_a_form() -> None:
    form = grid(
        "项目名称： | 某项目 | 预算单位： | 某中心\n当年预算数（元）： | 1,850,000.00 | 上年预算金额（元）： | 2,323,800.00\n预算执行数（元）： | 1,850,000.00 | 预算执行率（%）： | 100.00%"
    )
    assert read(SELF, form) == [
        "budget 当年预算数 eq 1850000.00 元",
        "budget 上年预算金额 eq 2323800.00 元",
        "spent 预算执行数 eq 1850000.00 元",
        "rate 预算执行率 eq 100.00 %",
    ]


def test_weights_and_scores_without_targets() -> None:
    table = grid("一级指标 | 指标名称 | 权重 | 自评分\n产出目标\\n(34分) | 培训完成率 | 3 | 2.5\n合计 | < | 100 | 89")
    assert read(SELF, table) == ["weight 培训完成率 eq 3", "score 培训完成率 eq 2.5"]


def test_monitoring_table() -> None:
    table = grid(
        "三级指标 | 年度指标值 | 1-7月执行数 | 全年预计执行数 | 完成目标可能性\n承担课题 | ≥60项 | 37项 | 62项 | 确定能"
    )
    assert read(PROGRESS, table) == ["target 承担课题 ge 60 项", "actual 承担课题 eq 37 项"]


def test_placeholders_of_the_empty_form_are_dropped() -> None:
    table = grid(
        "三级指标 | 年度指标值 | 实际完成值\n指标1： |  | \n指标2：培训场次 | 5场 | 6场\n…… | …… | ……\n无 | — | /"
    )
    assert read(SELF, table) == ["target 培训场次 eq 5 场", "actual 培训场次 eq 6 场"]


def test_third_level_is_the_name_and_its_content_a_remark() -> None:
    table = grid(
        "一级指标 | 二级指标 | 三级指标 | 指标内容 | 指标值\n产出指标 | 数量指标 | 培训农技人员 | 参训人员数 | 80人"
    )
    assert read(TASK, table) == ["target 培训农技人员 eq 80 人"]
    content = grid(
        "年度 | 一级目标 | 二级目标 | 指标内容 | 指标目标值\n2022年 | 产出指标 | 产出数量 | 支持概念验证中心数 | ≤1项"
    )
    (claim,) = claims(TASK, content)
    assert line(claim) == "target 支持概念验证中心数 le 1 项"
    assert claim.period is not None
    assert claim.period.start == "2022"


def test_a_second_column_of_remarks_gives_no_second_actual() -> None:
    table = grid(
        "指标名称 | 目标值 | 实际值 | 完成情况说明\n建立示范基地 | 3个 | 3个 | 已完成\n发表论文 | 20篇 | 17篇 | 未完成，3篇已投稿"
    )
    assert read(ACCEPTANCE, table) == [
        "target 建立示范基地 eq 3 个",
        "actual 建立示范基地 eq 3 个",
        "target 发表论文 eq 20 篇",
        "actual 发表论文 eq 17 篇",
    ]


def test_units_the_vocabulary_does_not_know_stand_for_themselves() -> None:
    table = grid("指标名称 | 目标值 | 实际值\n转换速率 | ≥3.5 dB/K | 3.8 dB/K")
    assert read(ACCEPTANCE, table) == ["target 转换速率 ge 3.5 dB/K", "actual 转换速率 eq 3.8 dB/K"]


@pytest.mark.parametrize(
    "table",
    [
        "起止时间 | 主要工作内容 | 考核目标\n2022年1-6月 | 完成方案设计 | 设计报告1份",
        "姓名 | 职称 | 分工 | 投入人月\n张三 | 教授 | 总体设计 | 12",
        "设备名称 | 型号 | 数量 | 单价（万元）\n离心机 | X-200 | 2 | 15",
        "预算科目 | 预算数 | 备注\n设备费 | 280 | \n材料费 | 210 | ",
        "序号 | 论文题目 | 期刊名称 | 发表时间\n1 | 某研究 | 某学报 | 2022年",
        "来源 | 2022年 | 2023年 | 合计\n市级财政 | 100 | 50 | 150",
    ],
)
@pytest.mark.parametrize("kind", [TASK, ACCEPTANCE])
def test_tables_that_are_not_about_indicators(table: str, kind: Kind) -> None:
    found = [
        claim
        for claim in claims(kind, "# 四、其他", grid(table))
        if claim.role in {Role.TARGET, Role.ACTUAL, Role.BASELINE}
    ]
    assert found == []


def test_an_amendment_states_the_new_target() -> None:
    table = grid("指标名称 | 变更前指标值 | 变更后指标值\n发表论文 | 10篇 | 8篇")
    assert read(Kind.AMENDMENT, table) == ["target 发表论文 eq 8 篇"]
    text = "同意将考核指标“发表论文不少于10篇”调整为“发表论文不少于8篇”，其余不变。"
    assert read(Kind.AMENDMENT, text) == ["target 发表论文 ge 8 篇"]


# Figures and links


def test_figures_carry_path_context_and_claim() -> None:
    table = grid("指标名称 | 目标值 | 实际值\n新增产值（万元） | 500 | 620", caption="")
    out = extract(part(ACCEPTANCE, "# 完成情况", table, "新增产值620万元，比目标增加24%。"), None)
    first, second, third, fourth = out.figures
    assert [f.id for f in out.figures] == ["f1", "f2", "f3", "f4"]
    assert (first.name, first.path, first.context) == (
        "新增产值（万元）",
        ("新增产值（万元）", "目标值"),
        "新增产值（万元） | 500 | 620",
    )
    assert first.context[first.start : first.end] == "500"
    assert second.quantity.unit is not None
    assert second.quantity.unit.canonical == "万元"
    assert third.context[third.start : third.end] == third.quantity.text
    assert fourth.quantity.number == Decimal(24)
    named = {claim.id: claim for claim in out.claims}
    assert first.claim is not None
    assert named[first.claim].quantity == first.quantity
    assert fourth.claim is None


def test_figures_stay_the_same_from_run_to_run() -> None:
    source = part(
        TASK, "# 考核指标", "服务企业50家，其中中小企业30家。", grid("项目 | 金额（万元）\n甲 | 10\n合计 | 10")
    )
    assert figures_of(source) == figures_of(source)


def test_claim_ids_name_the_part() -> None:
    assert [claim.id for claim in claims(TASK, "# 考核指标", "服务企业50家；培训学员80人。")] == ["p1:c1", "p1:c2"]


def test_an_empty_part_states_nothing() -> None:
    out = extract(part(TASK), None)
    assert (out.claims, out.figures) == ((), ())


_WORDS = st.sampled_from(
    [
        "",
        "<",
        "^",
        "三级指标",
        "目标值",
        "实际完成值",
        "2022年",
        "单位",
        "项",
        "≥",
        "申请发明专利（项）",
        "≥5项",
        "12",
        "已申请6项，授权2项",
        "—",
        "合计",
        "预算数",
        "执行率",
        "98%",
        "年度",
        "完成情况：好",
        "考核指标",
    ]
)


@given(st.lists(st.lists(_WORDS, min_size=2, max_size=5), min_size=1, max_size=6), st.sampled_from(list(Kind)))
def test_no_table_breaks_extraction_and_every_link_holds(rows: list[list[str]], kind: Kind) -> None:
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            if (text == "<" and j == 0) or (text == "^" and (i == 0 or j >= len(rows[i - 1]))):
                row[j] = ""
    out = extract(part(kind, "# 考核指标", grid("\n".join(" | ".join(row) for row in rows))), None)
    ids = [claim.id for claim in out.claims]
    assert len(ids) == len(set(ids))
    assert all(figure.claim in {None, *ids} for figure in out.figures)
    assert all(claim.name and (claim.quantity is None) != (claim.text is None) for claim in out.claims)
