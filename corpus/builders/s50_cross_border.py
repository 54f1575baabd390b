"""Cross-border e-commerce, traps only: stocks beside flows, half years, an approval up and down, square metres, dollars, year on year and quarter on quarter, ceilings in a column."""

from builders.kit import N, center, cover, h1, h2, note, right, sheet, title
from builders.kit import table as plain_table
from builders.stagekit import base, stages
from builders.stagemarks import across, p, paras


def build():
    d = stages(
        "50-cross-border",
        "商务（仅陷阱）：期末数与各期相加并列，方向单列，批复一增一减，平方米与万平方米，亿元与万元、美元，同比与环比，注册与新增，人与人次，时间成本越低越好",
        "建设方案 docx：问题与举措对举的叙述",
        "建设任务书 docx：性质列写方向，四期与期满五列数值",
        "任务调整批复 md：条款",
        "2022年度报告 PDF：通讯体叙述",
        "绩效自评 xlsx：三页，期满完成与分期完成",
        "绩效评价报告 docx：三张转置表，叙述说明口径",
    )
    name, code = "禾澜跨境电子商务公共服务平台与海外仓建设项目", "SW-KJ-2021-05"
    unit, leader = "禾澜综试区运营管理有限公司", "屠静娴"
    d.project(name, code)
    d.alias(name, "注册企业", "平台注册企业", "注册企业数", "平台注册企业数")
    d.alias(name, "交易额", "跨境电商交易额", "累计交易额", "实现交易额")
    d.alias(name, "出口单量", "跨境出口单量", "累计出口单量", "出口清单")
    d.alias(name, "海外仓面积", "布局海外仓面积", "海外仓总面积")
    d.alias(name, "海外仓个数", "海外仓数量", "布局海外仓", "海外仓")
    d.alias(name, "退货中心", "建设退货中心", "国内退货中心", "退货中心数")
    d.alias(name, "通关时间", "平均通关时间", "整体通关时间")
    d.alias(name, "物流成本", "单票综合物流成本", "单票物流成本")
    d.alias(name, "人才培训", "培训跨境电商人才", "跨境人才培训", "培训人才")
    d.alias(name, "系统可用率", "平台系统可用率", "平台可用率")
    d.alias(name, "退货率", "出口退货率", "平均退货率")
    d.alias(name, "自主品牌", "培育自主品牌", "自主品牌数")
    d.alias(name, "企业满意度", "入驻企业满意度", "平台企业满意度")
    a, t, c = "建设方案.docx", "建设任务书.docx", "任务调整批复.md"
    y, s, v = "2022年度工作报告.pdf", "绩效自评.xlsx", "绩效评价报告.docx"
    budget = "6,800万元"
    span = {"start": "2021-07", "end": "2024-06"}
    d.paper(
        a,
        "application",
        name,
        [
            cover(
                "服务业发展专项资金项目建设方案",
                f"项目名称：{name}",
                f"申报单位：{unit}",
                f"项目负责人：{leader}",
                "建设期：2021年7月至2024年6月",
                f"总投资：{budget}",
            ),
            *paras("""
        # 问题一：企业多而散，数据不通
        目前线上平台[[注册企业310家|b]]，真正走9710、9810模式的不足四成。举措是重建公共服务平台，期末[[平台注册企业达到1,200家|t]]，[[平台系统可用率不低于99.9%|t]]，三年[[实现交易额120亿元|t]]，[[跨境出口单量4,600万票|t]]。
        # 问题二：货出得去，回不来
        海外租仓靠企业单打独斗，[[出口退货率9.3%|b]]。举措是统一[[布局海外仓6个|t]]、[[海外仓总面积3.0万平方米|t]]，在国内[[建设退货中心2个|t]]，把[[退货率控制在6%以内|t]]。
        # 问题三：慢、贵
        [[整体通关时间46分钟|b]]，[[单票物流成本31元|b]]。举措是推行清单核放、汇总统计，[[整体通关时间不超过20分钟|t]]，力争15分钟；[[单票物流成本不超过24元|t]]。
        # 问题四：缺人、缺牌子
        依托三所院校[[培训跨境电商人才3,000人|t]]，[[培育自主品牌40个|t]]，[[入驻企业满意度不低于90%|t]]。
        # 资金
        总投资6,800万元，其中中央服务业专项2,000万元，占29.4%；市财政1,800万元，占26.5%；企业自筹3,000万元，占44.1%。
        """),
        ],
        fields={"project_name": name, "undertaker": unit, "leader": leader, **span, "total_budget": budget},
        font="仿宋",
    )
    d.claim(d.papers[-1], "target", "整体通关时间", "15分钟", "力争15分钟", thread="通关时间")
    assert [round(q / 68, 1) for q in (2000, 1800, 3000)] == [29.4, 26.5, 44.1]
    b = base(name, code, unit, leader)
    periods = ["2021年下半年", "2022年", "2023年", "2024年上半年"]
    signs = {"期末数": "", "各期相加": "", "不高于": "≤", "不低于": "≥"}
    rows = [
        ("平台注册企业", "家", "期末数", "450", "700", "1,000", "1,200", "1,200"),
        ("跨境电商交易额", "亿元", "各期相加", "13", "35", "48", "24", "120"),
        ("跨境出口单量", "万票", "各期相加", "500", "1,350", "1,850", "900", "4,600"),
        ("海外仓总面积", "万平方米", "期末数", "0.6", "1.8", "2.6", "3.0", "3.0"),
        ("海外仓数量", "个", "期末数", "2", "4", "5", "6", "6"),
        ("退货中心数", "个", "期末数", "—", "1", "2", "2", "2"),
        ("平均通关时间", "分钟", "不高于", "40", "30", "22", "20", "20"),
        ("单票综合物流成本", "元", "不高于", "30", "27", "25", "24", "24"),
        ("退货率", "%", "不高于", "8", "7", "6", "6", "6"),
        ("平台可用率", "%", "不低于", "99.9", "99.9", "99.9", "99.9", "99.9"),
        ("跨境人才培训", "人", "各期相加", "400", "1,000", "1,100", "500", "3,000"),
        ("自主品牌数", "个", "各期相加", "6", "14", "14", "6", "40"),
        ("入驻企业满意度", "%", "不低于", "—", "85", "90", "90", "90"),
    ]
    x = d.paper(
        t,
        "task_agreement",
        name,
        [
            title("服务业发展专项资金项目建设任务书"),
            p(f"任务书编号：{code}"),
            p(f"项目名称：{name}"),
            p("下达单位：禾澜市商务局"),
            p(f"承担单位：{unit}"),
            p(f"项目负责人：{leader}"),
            p("建设期：2021年7月至2024年6月"),
            p(f"总投资：{budget}"),
            h2("任务指标"),
            plain_table(
                [["指标", "单位", "性质", *periods, "期满"], *[list(r) for r in rows]],
                heads=1,
                lint=False,
                widths=[3.6, 1.6, 1.8, 1.9, 1.5, 1.5, 1.9, 1.5],
            ),
            note("说明：“期末数”为该期最后一日存量，“各期相加”的四期之和为期满任务；“不高于”“不低于”按当期平均值考核，期满考核最后一期。平台注册企业含立项前已有的310家。"),
            p("三方约定：中央服务业专项分两次拨付，首次1,200万元，尾款800万元待绩效评价后拨付。"),
        ],
        fields=b | span | {"total_budget": budget},
    )  # fmt: skip
    for label, measure, kind, *cells in rows:
        for cell, when in zip(cells, [*periods, ""], strict=True):
            if cell != "—":
                d.claim(x, "target", label, signs[kind] + cell + measure, cell, period=when)
    for r in rows:
        if r[2] == "各期相加":
            numbers = [int(q.replace(",", "")) for q in r[3:]]
            assert sum(numbers[:4]) == numbers[4], r
    d.paper(
        c,
        "amendment",
        name,
        [
            title("关于调整禾澜跨境电商项目建设任务的批复"),
            p("禾商跨〔2023〕14号"),
            *paras(f"""
        {unit}：
        你公司报来的{name}（{code}）任务调整申请收悉。经局长办公会研究，批复如下：
        一、鉴于欧洲仓扩租，同意[[海外仓总面积由3.0万平方米调增为3.6万平方米|t|海外仓总面积|3.6万平方米]]，仓数不变。
        二、鉴于两处退货中心合址建设，同意[[退货中心由2个调减为1个|t|退货中心|1个]]，处理能力不减。
        三、同意项目负责人由屠静娴变更为计思远。
        四、总投资、建设期及其他任务不变。
        禾澜市商务局
        2023年10月26日
        """),
        ],
        fields={"project_name": name, "project_code": code, "undertaker": unit},
    )
    assert round(7.2 + 9.2 + 10.0 + 12.1, 1) == 38.5
    assert round((38.5 / 27.0 - 1) * 100, 1) == 42.6
    assert round((12.1 / 10.0 - 1) * 100, 1) == 21.0
    d.paper(
        y,
        "progress_report",
        name,
        [
            title("2022年度工作报告"),
            center("——禾澜跨境电商公共服务平台与海外仓建设项目"),
            p(f"任务书编号：{code}"),
            p(f"承担单位：{unit}"),
            *paras("""
        # 交易规模上台阶
        [[全年实现交易额38.5亿元|a@2022年|实现交易额|38.5亿元]]，比[[2021年全年的27.0亿元|a@2021年|实现交易额|27.0亿元]]增长42.6%；分季度看，一至四季度分别为[[7.2亿元|a@2022年一季度|交易额]]、[[9.2亿元|a@2022年二季度|交易额]]、[[10.0亿元|a@2022年三季度|交易额]]和[[12.1亿元|a@2022年四季度|交易额]]，四季度环比增长21.0%。[[全年出口清单1,462万票|a@2022年|出口清单|1,462万票]]。
        # 平台与仓配同步推进
        年末[[平台注册企业742家|a@2022年]]，当年新增276家；[[平台可用率99.91%|a@2022年]]。年末[[海外仓4个|a@2022年]]、[[海外仓面积1.9万平方米|a@2022年]]，[[国内退货中心1个|a@2022年]]。
        # 效率成本两头改善
        [[平均通关时间28分钟|a@2022年]]，[[单票综合物流成本26.9元|a@2022年]]，[[平均退货率6.6%|a@2022年]]，均在当年任务线以内；[[跨境人才培训1,105人|a@2022年]]，[[自主品牌15个|a@2022年]]，[[平台企业满意度88.4%|a@2022年]]。
        # 资金
        截至年末到位3,900万元，支出3,471万元，支出率89.0%。
        """),
            right("2023年1月18日"),
        ],
        fields={"project_code": code, "undertaker": unit},
        engine="reportlab",
    )
    assert 3471 / 3900 == 0.89
    done = [
        # name, unit, target, actual, note
        ("平台注册企业", "家", N(1200), N(1286), "含立项前310家，项目期新增976家"),
        ("跨境电商交易额", "亿元", N(120), N(131.6), "各期相加"),
        ("跨境出口单量", "万票", N(4600), N(4983), "海关清单数"),
        ("海外仓总面积", "万平方米", N(3.6), N(3.68), "按禾商跨〔2023〕14号"),
        ("海外仓数量", "个", N(6), N(6), "欧洲3个、北美2个、东南亚1个"),
        ("退货中心数", "个", N(1), N(1), "按禾商跨〔2023〕14号"),
        ("平均通关时间", "分钟", "≤20", N(17), "2024年上半年平均"),
        ("单票综合物流成本", "元", "≤24", N(22.8), "2024年上半年平均"),
        ("退货率", "%", "≤6", N(4.7), "2024年上半年平均"),
        ("平台可用率", "%", "≥99.9", N(99.93), "2024年上半年平均"),
        ("跨境人才培训", "人", N(3000), N(3214), "另计培训4,870人次"),
        ("自主品牌数", "个", N(40), N(43), "其中取得境外商标29个"),
        ("入驻企业满意度", "%", "≥90", N(92.9), "第三方问卷"),
    ]
    flows = [
        ("跨境电商交易额（亿元）", [N(14.2), N(38.5), N(52.4), N(26.5)], N(131.6)),
        ("跨境出口单量（万票）", [N(538), N(1462), N(2011), N(972)], N(4983)),
        ("跨境人才培训（人）", [N(428), N(1105), N(1162), N(519)], N(3214)),
        ("自主品牌数（个）", [N(7), N(15), N(15), N(6)], N(43)),
    ]
    x = d.paper(
        s,
        "self_evaluation",
        name,
        [
            sheet("基本情况"),
            title("服务业发展专项资金项目绩效自评"),
            plain_table(
                [
                    ["项目名称", name],
                    ["任务书编号", code],
                    ["承担单位", unit],
                    ["项目负责人", "计思远（2023年10月起）"],
                    ["建设期", "2021年7月至2024年6月"],
                    ["总投资", budget],
                    ["自评日期", "2024年8月15日"],
                ],
                heads=0,
                lint=False,
            ),
            sheet("期满完成"),
            plain_table(
                [["任务指标", "计量单位", "期满任务", "期满完成", "备注"], *[list(r) for r in done]],
                heads=1,
                lint=False,
            ),
            note("通关时间、物流成本、退货率为越低越好的指标。"),
            sheet("分期完成"),
            plain_table(
                [["任务指标", *periods, "四期合计"], *[[q, *cells, total] for q, cells, total in flows]],
                heads=1,
                lint=False,
            ),
            p("2023年交易额52.4亿元，同比增长36.1%；2024年上半年26.5亿元，为2023年全年的50.6%。"),
            sheet("资金"),
            plain_table(
                [
                    ["来源（万元）", "预算", "支出", "执行率"],
                    ["中央服务业专项", N(2000), N(2000), N(1.0, "0.00%")],
                    ["市财政", N(1800), N(1786.2), N(0.99233, "0.00%")],
                    ["企业自筹", N(3000), N(2937.2), N(0.979067, "0.00%")],
                    ["合计", N(6800), N(6723.4), N(0.988735, "0.00%")],
                ],
                heads=1,
            ),
        ],
        fields=b | {"leader": "计思远"} | span | {"total_budget": budget},
    )
    for label, measure, goal, got, _ in done:
        shown = goal.shown if isinstance(goal, N) else goal
        d.claim(x, "target", label, shown + measure, shown)
        d.claim(x, "actual", label, got.shown + measure, got.shown)
    for label, cells, total in flows:
        bare, measure = label[:-1].split("（")
        for cell, when in zip(cells, periods, strict=True):
            d.claim(x, "actual", bare, cell.shown + measure, cell.shown, period=when)
        d.claim(x, "actual", bare, total.shown + measure, total.shown)
        assert round(sum(q.value for q in cells), 1) == total.value
    assert round(2000 + 1786.2 + 2937.2, 1) == 6723.4
    assert 1286 - 310 == 976
    assert round((52.4 / 38.5 - 1) * 100, 1) == 36.1
    assert round(26.5 / 52.4 * 100, 1) == 50.6
    d.claim(x, "actual", "交易额", "52.4亿元", "2023年交易额52.4亿元", period="2023年")
    d.claim(x, "actual", "交易额", "26.5亿元", "2024年上半年26.5亿元", period="2024年上半年")
    d.paper(
        v,
        "evaluation_report",
        name,
        [
            title("服务业发展专项资金项目绩效评价报告"),
            p(f"被评价项目：{name}"),
            p(f"任务书编号：{code}"),
            p(f"承担单位：{unit}　现任负责人：计思远"),
            p("建设期：2021年7月至2024年6月　报告日期：2024年11月20日"),
            h1("壹、评价口径"),
            p(
                "注册企业按期末存量核定，[[含立项前已注册的310家|b|注册企业|310家]]；交易额、单量、培训和品牌按四期相加核定；海外仓面积与退货中心按禾商跨〔2023〕14号批复后的任务核定；海外仓面积以租赁合同平方米数填列。"
            ),
            h1("贰、核定结果"),
            across(
                """
        项目 | 注册企业（家） | 交易额（亿元） | 出口单量（万票） | 海外仓面积（平方米）
        任务 | 1,200 | 120 | 4,600 | 36,000
        核定 | 1,286 | 131.6 | 4,983 | 36,800
        """,
                {1: "t", 2: "a"},
            ),
            across(
                """
        项目 | 海外仓个数（个） | 退货中心（个） | 通关时间（分钟） | 单票物流成本（元）
        任务 | 6 | 1 | ≤20 | ≤24
        核定 | 6 | 1 | 17 | 22.8
        """,
                {1: "t", 2: "a"},
            ),
            across(
                """
        项目 | 出口退货率（%） | 系统可用率（%） | 人才培训（人） | 自主品牌（个） | 企业满意度（%）
        任务 | ≤6 | ≥99.9 | 3,000 | 40 | ≥90
        核定 | 4.7 | 99.93 | 3,214 | 43 | 92.9
        """,
                {1: "t", 2: "a"},
            ),
            h1("叁、分析"),
            *paras("""
        131.6亿元（1,316,000万元）交易额中，B2B出口78.96亿元，占60.0%。培训按身份证号去重为3,214人，培训签到4,870人次，人均1.5次。通关时间比[[立项时的46分钟|b|整体通关时间|46分钟]]缩短29分钟，缩短63.0%；退货率下降4.6个百分点。
        发放问卷320份，回收304份，回收率95.0%；其中有效问卷296份，满意275份，满意度按有效问卷计算。
        海外仓三年租金412.5万美元，按平均汇率7.05折合2,908.1万元，由企业自筹资金列支。
        # 肆、资金与结论
        总投资6,800万元，支出6,723.4万元，预算执行率98.87%；中央专项2,000万元已全部支出，其中尾款800万元由单位先行垫付。综合得分93.5分，等级为优。
        """),
        ],
        fields={"project_name": name, "project_code": code, "undertaker": unit, "leader": "计思远", **span},
        headings="bold",
    )
    assert round(78.96 / 131.6 * 100, 1) == 60.0
    assert round(4870 / 3214, 1) == 1.5
    assert round(29 / 46 * 100, 1) == 63.0
    assert round(9.3 - 4.7, 1) == 4.6
    assert 304 / 320 == 0.95
    assert round(275 / 296 * 100, 1) == 92.9
    assert round(412.5 * 7.05, 1) == 2908.1
    d.skip |= {"海外仓面积", "退货中心", "通关时间"}
    d.trap(
        c, "批复一增一减", ["由3.0万平方米调增为3.6万平方米", "由2个调减为1个"], ["target-lowered", "target-changed"], "经批准"
    )  # fmt: skip
    d.trap(
        v, "按批复填列的退货中心", ["退货中心（个）"], ["target-lowered", "target-changed", "target-unmet"], "批复后1个"
    )  # fmt: skip
    d.trap(s, "负责人变更", ["计思远（2023年10月起）"], ["field-conflict"], "批复第三条同意变更")
    d.trap(v, "现任负责人", ["现任负责人：计思远"], ["field-conflict"], "批复第三条同意变更")
    d.trap(
        t, "四期任务与期满任务", ["450", "13", "500"], ["target-lowered", "target-changed", "figure-conflict", "sum-mismatch"], "分期值；期末数不累加"
    )  # fmt: skip
    d.trap(
        t, "上限逐期收紧", ["40", "30", "22"], ["target-changed", "target-lowered", "target-direction"], "性质列为不高于"
    )  # fmt: skip
    d.trap(
        a,
        "力争15分钟",
        ["力争15分钟"],
        ["target-changed", "target-lowered", "target-unmet", "figure-conflict"],
        "努力方向",
    )
    d.trap(
        y, "2022年各值", ["平台注册企业742家", "全年出口清单1,462万票", "平均退货率6.6%", "平台企业满意度88.4%"],
        ["target-unmet", "actual-conflict"], "2022年值，对照当年任务",
    )  # fmt: skip
    d.trap(y, "同比增长42.6%", ["增长42.6%"], ["growth-mismatch"], "与2021年全年27.0亿元相比")
    d.trap(y, "环比增长21.0%", ["四季度环比增长21.0%"], ["growth-mismatch", "figure-conflict"], "与三季度10.0亿元相比")
    d.trap(
        s, "存量与新增", ["含立项前310家，项目期新增976家"], ["actual-conflict", "figure-conflict", "target-unmet", "sum-mismatch"], "310+976=1,286"
    )  # fmt: skip
    d.trap(s, "人与人次并列", ["另计培训4,870人次"], ["caliber-unit", "actual-conflict", "figure-conflict"], "按人考核")
    d.trap(
        s,
        "境外商标为其中数",
        ["其中取得境外商标29个"],
        ["target-unmet", "actual-conflict", "part-exceeds-whole"],
        "品牌43个",
    )
    d.trap(
        s, "半年占全年50.6%", ["为2023年全年的50.6%"], ["share-mismatch", "part-exceeds-whole", "growth-mismatch"], "26.5/52.4"
    )  # fmt: skip
    d.trap(
        s, "越低越好", ["17", "22.8", "4.7"], ["target-unmet", "completion-misstated", "target-direction"], "均低于上限"
    )
    d.trap(
        v, "平方米与万平方米", ["36,000", "36,800"], ["target-changed", "actual-conflict", "unit-scale", "caliber-unit"], "3.6与3.68万平方米"
    )  # fmt: skip
    d.trap(v, "亿元与万元", ["131.6亿元（1,316,000万元）"], ["unit-scale", "figure-conflict"], "同一数")
    d.trap(
        v, "美元折算", ["412.5万美元，按平均汇率7.05折合2,908.1万元"], ["unit-scale", "figure-conflict"], "412.5×7.05"
    )
    d.trap(
        v, "回收与有效两个分母", ["回收304份，回收率95.0%", "有效问卷296份，满意275份"],
        ["denominator-mismatch", "share-mismatch", "impossible-percentage"], "275/296=92.9%",
    )  # fmt: skip
    d.trap(v, "百分点", ["退货率下降4.6个百分点"], ["growth-mismatch", "difference-mismatch", "unit-scale"], "9.3-4.7")
    d.trap(v, "98.87%", ["预算执行率98.87%"], ["execution-rate-mismatch"], "6,723.4/6,800=98.874")
    d.trap(v, "评价时间", ["2024年11月20日"], ["late-acceptance", "date-order"], "期满后五个月内")
    return d
