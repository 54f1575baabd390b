"""Mangroves: planting and repair with an approval; ponds cut in silence, a cost ceiling written as a floor, propagules for seedlings, the whole bay's birds, a dike transposed."""

from builders.kit import N, center, form, h1, h2, note, right, sheet, title
from builders.kit import table as plain_table
from builders.stagekit import base, stages
from builders.stagemarks import p, paras, table, values


def build():
    d = stages(
        "49-mangrove",
        "湿地修复：红树林营造与修复，批复只调营造面积和期限，退塘面积私自调低，成本上限写成下限，分年与期末不合，采集充出圃，全湾充项目区，海堤长度倒字，保存率未达写完成，丢乡土树种，进展报告早于时点",
        "实施方案 md：按“四个一片”分段的叙述，地块一览表",
        "绩效任务合同 xlsx：方向写进数值，分年与期末列",
        "调整批复 PDF：公文条款",
        "2022年进展报告 docx：计划与实际两列半页表",
        "绩效自评表 docx 横排：三级指标，无分值",
        "竣工验收报告 PDF 两章：现场核查叙述与资金表",
    )
    name, code = "鹭湾湾顶红树林营造与修复项目", "HSL-2021-0417"
    unit, leader = "鹭屿市海岸带生态保护中心", "邬碧波"
    d.project(name, code)
    d.alias(name, "营造面积", "营造红树林", "营造红树林面积", "新营造红树林")
    d.alias(name, "修复面积", "修复现有红树林", "现有红树林修复", "修复现有红树林面积")
    d.alias(name, "退塘还湿", "退塘还湿面积", "完成退塘还湿")
    d.alias(name, "互花米草", "清除互花米草", "互花米草清除", "清除互花米草面积")
    d.alias(name, "保存率", "造林保存率", "营造林保存率", "苗木保存率")
    d.alias(name, "乡土树种", "乡土树种比例", "乡土树种使用比例")
    d.alias(name, "苗木", "培育红树苗木", "红树苗木出圃", "红树苗木", "采集胚轴", "出圃合格苗", "红树苗木培育")
    d.alias(name, "生态海堤", "修建生态海堤", "生态海堤长度", "建成生态海堤")
    d.alias(name, "固碳量", "年固碳量", "项目区年固碳量")
    d.alias(name, "水鸟种数", "项目区水鸟种数", "水鸟种类", "全湾记录水鸟", "湾顶水鸟", "项目区水鸟")
    d.alias(name, "科普研学", "科普研学人数", "接待科普研学", "开展科普研学")
    d.alias(name, "带动务工", "带动沿海村民务工", "村民务工", "带动村民务工")
    d.alias(name, "营造成本", "每公顷营造成本", "单位营造成本")
    d.alias(name, "群众满意度", "沿海群众满意度", "周边群众满意度")
    a, t, c = "实施方案.md", "绩效任务合同.xlsx", "调整批复.pdf"
    y, s, v = "2022年进展报告.docx", "绩效自评表.docx", "竣工验收报告.pdf"
    budget = "3,800万元"
    d.paper(
        a,
        "application",
        name,
        [
            title("鹭湾湾顶红树林营造与修复项目实施方案"),
            p(f"申报单位：{unit}"),
            p(f"项目负责人：{leader}"),
            p("实施期限：2021年5月至2023年12月"),
            p(f"总投资：{budget}"),
            *paras("""
        # 现状
        湾顶原有红树林312公顷，受围塘养殖和互花米草侵占，连年退化。本底调查记录到[[湾顶水鸟68种|b]]。
        # 目标
        ## 一片新林
        [[营造红树林180公顷|t]]，[[造林保存率不低于75%|t]]，[[乡土树种比例不低于90%|t]]，自育苗木，三年[[培育红树苗木260万株|t]]，[[每公顷营造成本不超过9.8万元|t]]。
        ## 一片老林
        [[修复现有红树林240公顷|t]]，疏通潮沟11条。
        ## 一片退塘
        [[完成退塘还湿95公顷|t]]，[[清除互花米草120公顷|t]]。
        ## 一片净滩
        [[修建生态海堤4.5公里|t]]。项目完成后[[年固碳量不低于1,200吨|t]]，[[项目区水鸟种数不少于80种|t]]；[[接待科普研学1.5万人次|t]]，[[带动沿海村民务工600人|t]]，[[周边群众满意度不低于90%|t]]。
        # 地块
        """),
            table("""
        地块 | 营造（公顷） | 修复（公顷） | 退塘（公顷）
        东涌片 | [[72|t|东涌片营造|+公顷]] | [[96|t|东涌片修复|+公顷]] | [[40|t|东涌片退塘|+公顷]]
        麻埭片 | [[63|t|麻埭片营造|+公顷]] | [[84|t|麻埭片修复|+公顷]] | [[30|t|麻埭片退塘|+公顷]]
        沙螺寮片 | [[45|t|沙螺寮片营造|+公顷]] | [[60|t|沙螺寮片修复|+公顷]] | [[25|t|沙螺寮片退塘|+公顷]]
        合计 | [[180|t|营造红树林|+公顷]] | [[240|t|修复现有红树林|+公顷]] | [[95|t|完成退塘还湿|+公顷]]
        """, lint=True),
            h1("资金"),
            p("总投资3,800万元，其中中央海洋生态保护修复资金2,600万元，省级资金700万元，市级配套500万元，中央资金占68.4%。"),
        ],
        fields={
            "project_name": name,
            "undertaker": unit,
            "leader": leader,
            "start": "2021-05",
            "end": "2023-12",
            "total_budget": budget,
        },
    )  # fmt: skip
    assert 2600 + 700 + 500 == 3800
    assert round(2600 / 3800 * 100, 1) == 68.4
    b = base(name, code, unit, leader)
    rows = [
        # name, unit, 2021, 2022, 2023, end
        ("营造红树林面积", "公顷", N(40), N(80), N(60), N(180)),
        ("修复现有红树林面积", "公顷", N(80), N(90), N(60), N(240)),
        ("退塘还湿面积", "公顷", N(30), N(35), N(20), N(85)),
        ("清除互花米草面积", "公顷", N(50), N(40), N(30), N(120)),
        ("造林保存率", "%", "—", "≥70", "≥75", "≥75"),
        ("乡土树种比例", "%", "≥90", "≥90", "≥90", "≥90"),
        ("红树苗木出圃", "万株", N(90), N(100), N(70), N(260)),
        ("生态海堤长度", "公里", N(1.5), N(2), N(1), N(4.5)),
        ("年固碳量", "吨", "—", "≥700", "≥1,200", "≥1,200"),
        ("水鸟种类", "种", "≥70", "≥75", "≥80", "≥80"),
        ("科普研学人数", "万人次", N(0.3), N(0.5), N(0.7), N(1.5)),
        ("带动村民务工", "人", N(200), N(250), N(150), N(600)),
        ("每公顷营造成本", "万元", "—", "—", "—", "≥9.8"),
        ("周边群众满意度", "%", "—", "—", "≥90", "≥90"),
    ]
    x = d.paper(
        t,
        "task_agreement",
        name,
        [
            sheet("合同信息"),
            title("海洋生态保护修复项目绩效任务合同"),
            plain_table(
                [
                    ["合同编号", code],
                    ["项目名称", name],
                    ["发包（主管）部门", "鹭屿市自然资源和规划局"],
                    ["实施单位", unit],
                    ["项目负责人", leader],
                    ["实施期限", "2021年5月至2023年12月"],
                    ["总投资", budget],
                ],
                heads=0,
                lint=False,
            ),
            sheet("绩效任务"),
            plain_table(
                [
                    ["序号", "绩效任务", "单位", "2021年", "2022年", "2023年", "期末"],
                    *[[str(i), *r] for i, r in enumerate(rows, 1)],
                ],
                heads=1,
                lint=False,
            ),
            note("注：面积、株数、长度、人数逐年累加为期末数；保存率、固碳量、鸟种数、比例和满意度为当年末值，不累加。水鸟种类以项目区三处样点监测为准。"),
            sheet("投资计划"),
            plain_table(
                [
                    ["来源（万元）", "2021年", "2022年", "2023年", "合计"],
                    ["中央资金", N(1000), N(1000), N(600), N(2600)],
                    ["省级资金", N(300), N(250), N(150), N(700)],
                    ["市级配套", N(200), N(180), N(120), N(500)],
                    ["合计", N(1500), N(1430), N(870), N(3800)],
                ],
                heads=1,
            ),
        ],
        fields=b | {"start": "2021-05", "end": "2023-12", "total_budget": budget},
    )  # fmt: skip
    for label, measure, *cells in rows:
        for cell, when in zip(cells, ("2021年", "2022年", "2023年", ""), strict=True):
            shown = cell.shown if isinstance(cell, N) else cell
            if shown != "—":
                d.claim(x, "target", label, shown + measure, shown, period=when)
    d.paper(
        c,
        "amendment",
        name,
        [
            title("关于鹭湾湾顶红树林营造与修复项目任务调整的批复"),
            center("鹭资规修〔2023〕28号"),
            p(f"{unit}："),
            *paras(f"""
        你中心《关于调整{name}（{code}）任务的请示》收悉。因进港航道拓宽占用沙螺寮片滩涂20公顷，经研究，批复如下：
        一、同意[[营造红树林面积由180公顷调整为160公顷|t|营造红树林面积|160公顷]]。
        二、同意项目实施期限由2023年12月延至2024年6月。
        三、总投资及其余绩效任务不作调整，你中心应按原合同抓紧实施。
        """),
            right("鹭屿市自然资源和规划局"),
            right("2023年9月18日"),
        ],
        fields={"project_name": name, "project_code": code, "undertaker": unit, "end": "2024-06"},
        engine="reportlab",
    )
    d.paper(
        y,
        "progress_report",
        name,
        [
            title("红树林营造与修复项目2022年进展报告"),
            p(f"项目名称：{name}"),
            p(f"合同编号：{code}"),
            p(f"实施单位：{unit}"),
            p("数据截止：2022年12月31日"),
            h2("一、两年累计"),
            values(
                """
        任务 | 两年计划 | 两年实际
        营造红树林（公顷） | 120 | 124
        修复现有红树林（公顷） | 170 | 172
        退塘还湿（公顷） | 65 | 66
        清除互花米草（公顷） | 90 | 92
        红树苗木出圃（万株） | 190 | 192
        生态海堤长度（公里） | 3.5 | 3.6
        科普研学人数（万人次） | 0.8 | 1.76
        带动村民务工（人） | 450 | 462
        """,
                {1: "t@截至2022年", 2: "a@截至2022年"},
            ),
            p(
                "[[造林保存率72.4%|a@2022年]]，[[乡土树种比例92.8%|a@2022年]]，[[项目区水鸟75种|a@2022年]]，[[年固碳量730吨|a@2022年]]。"
            ),
            h2("二、新林树种"),
            table("""
        树种 | 面积（公顷） | 占比
        秋茄 | 60.8 | 49.0%
        桐花树 | 37.2 | 33.0%
        白骨壤 | 18.6 | 15.0%
        木榄 | 7.4 | 6.0%
        合计 | 124.0 | 100.0%
        """),
            h2("三、问题"),
            p(
                "藤壶附着、浪蚀造成麻埭片新植幼苗缺株，已补植6.2公顷；养殖户搬迁补偿谈判缓慢。到位资金2,930万元，支出2,549.1万元，支出率87.0%。"
            ),
            right("2022年12月8日"),
        ],
        fields={"project_name": name, "project_code": code, "undertaker": unit},
        font="仿宋",
    )
    assert round(60.8 + 37.2 + 18.6 + 7.4, 1) == 124
    assert [round(q / 1.24, 1) for q in (60.8, 37.2, 18.6, 7.4)] == [49.0, 30.0, 15.0, 6.0]
    assert 1500 + 1430 == 2930
    assert round(2549.1 / 2930 * 100, 1) == 87.0
    d.paper(
        s,
        "self_evaluation",
        name,
        [
            title("海洋生态保护修复项目绩效自评表"),
            form(f"""
        项目名称 | {name} | < | <
        合同编号 | {code} | 实施单位 | {unit}
        项目负责人 | {leader} | 实施期限 | 2021年5月至2024年6月
        总投资 | {budget} | 自评日期 | 2024年7月16日
        """),
            values(
                """
        一级 | 二级 | 绩效任务 | 任务值 | 完成值 | 情况说明
        产出 | 数量 | 营造红树林面积 | ≥160公顷 | 162公顷 | 按鹭资规修〔2023〕28号批复
        ^ | ^ | 修复现有红树林面积 | ≥240公顷 | 243公顷 | 已完成
        ^ | ^ | 退塘还湿面积 | ≥85公顷 | 87公顷 | 已完成
        ^ | ^ | 清除互花米草面积 | ≥120公顷 | 1,860亩 | 已完成，经两季复查无复发
        ^ | ^ | 红树苗木 | ≥260万株 | [[采集胚轴305万株|a]] | 已完成
        ^ | ^ | 生态海堤长度 | ≥4.5公里 | 4.61公里 | 已完成
        ^ | 质量 | 造林保存率 | ≥75% | 73.9% | 已完成，无偏差
        ^ | 成本 | 每公顷营造成本 | ≤9.8万元 | 9.63万元 | 已完成
        效益 | 生态 | 年固碳量 | ≥1,200吨 | 1,242吨 | 委托海洋大学测算
        ^ | ^ | 水鸟种类 | ≥80种 | [[全湾记录水鸟112种|a]] | 已完成
        ^ | 社会 | 科普研学人数 | ≥1.5万人次 | 3.92万人次 | 已完成
        ^ | ^ | 带动村民务工 | ≥600人 | 628人 | 女性253人
        满意度 | 满意度 | 周边群众满意度 | ≥90% | 93.6% | 问卷250份，234份满意
        """,
                {3: "t", 4: "a"},
                name=2,
            ),
            p(
                "自评说明：项目按批复调整后的任务推进，各片区均已移交镇村管护。[[营造的162公顷|a|营造红树林|162公顷]]中，[[东涌片72公顷|a|东涌片营造|72公顷]]、[[麻埭片64公顷|a|麻埭片营造|64公顷]]、[[沙螺寮片26公顷|a|沙螺寮片营造|26公顷]]。管护资金尚未列入年度预算，建议市财政按每年每公顷0.3万元安排。"
            ),
        ],
        fields=b | {"start": "2021-05", "end": "2024-06", "total_budget": budget},
        landscape=True,
    )
    assert 1860 / 15 == 124
    assert 234 / 250 == 0.936
    assert 72 + 64 + 26 == 162
    d.paper(
        v,
        "acceptance_report",
        name,
        [
            title("红树林营造与修复项目竣工验收报告"),
            p(f"项目名称：{name}"),
            p("合同编号：HSL-2021-0471"),
            p(f"实施单位：{unit}"),
            p("实施期限：2021年5月至2024年6月（经批准延期）"),
            p("验收日期：2024年9月20日"),
            h1("第一章　现场核查"),
            *paras("""
        验收组以无人机正射影像勾绘图斑，实地设样方46个。核定[[新营造红树林162公顷|a]]，达到批复的[[160公顷|t|营造红树林面积]]；[[现有红树林修复243公顷|a]]；[[退塘还湿87公顷|a]]；[[互花米草清除124公顷|a]]。样方统计[[苗木保存率73.9%|a]]，缺株集中在麻埭片外缘。
        查苗圃台账，三年共采集胚轴305万株，育成后[[出圃合格苗264万株|a]]，出圃率86.6%。实测[[建成生态海堤4.16公里|a]]，与合同4.5公里相比尚欠0.34公里。
        监测单位报告显示，[[项目区年固碳量1,242吨|a]]；三处样点共记录[[项目区水鸟81种|a]]，比本底的[[68种|b|湾顶水鸟|68种]]增加13种，增长19.1%。[[开展科普研学3.92万人次|a]]；[[带动沿海村民务工628人|a]]，其中女性253人，占40.3%；[[单位营造成本9.63万元|a]]；[[沿海群众满意度93.6%|a]]。
        """),
            h1("第二章　资金核查"),
            table("""
        来源 | 计划（万元） | 到位（万元） | 支出（万元） | 结余（万元）
        中央资金 | 2,600.0 | 2,600.0 | 2,568.4 | 31.6
        省级资金 | 700.0 | 700.0 | 692.3 | 7.7
        市级配套 | 500.0 | 460.0 | 455.5 | 4.5
        合计 | 3,800.0 | 3,760.0 | 3,716.2 | 43.8
        """),
            p("支出占计划的97.8%，占到位的98.8%。市级配套欠到40.0万元。结论：海堤尾工和缺株补植列入整改，三个月后复验。"),
        ],
        fields={"project_name": name, "project_code": "HSL-2021-0471", "undertaker": unit, "start": "2021-05",
                "end": "2024-06"},
    )  # fmt: skip
    assert round(264 / 305 * 100, 1) == 86.6
    assert round(13 / 68 * 100, 1) == 19.1
    assert round(253 / 628 * 100, 1) == 40.3
    assert round(2568.4 + 692.3 + 455.5, 1) == 3716.2
    assert round(31.6 + 7.7 + 4.5, 1) == 43.8 == round(3760 - 3716.2, 1)
    assert round(3716.2 / 38, 1) == 97.8
    assert round(3716.2 / 37.6, 1) == 98.8
    d.skip |= {"营造面积", "互花米草", "修复面积"}
    d.skip |= {plot + work for plot in ("东涌片", "麻埭片", "沙螺寮片") for work in ("营造", "修复", "退塘")}
    d.finding("target-lowered", [t, a, s], "退塘还湿", ["完成退塘还湿95公顷"], 1, also=["target-changed"])
    d.finding("target-direction", [t, a, s], "营造成本", ["≥9.8"], 1, also=["target-changed", "target-unmet"])
    d.finding("sum-mismatch", [t], "修复面积分年", ["240"], 2, also=["figure-conflict"])
    d.finding(
        "date-order", [y], "进展报告早于数据截止日", ["2022年12月8日", "2022年12月31日"], 2, also=["period-conflict"]
    )
    d.finding("share-mismatch", [y], "桐花树占比", ["33.0%"], 1, also=["sum-mismatch"])
    d.finding(
        "caliber-action", [s, t, v], "苗木", ["采集胚轴305万株"], 2,
        also=["actual-conflict", "caliber-basis", "caliber-subject"],
    )  # fmt: skip
    d.finding(
        "caliber-scope", [s, t, v], "水鸟种数", ["全湾记录水鸟112种"], 2,
        also=["actual-conflict", "caliber-subject", "target-too-low"],
    )  # fmt: skip
    d.finding("actual-conflict", [s, v], "生态海堤", ["4.61公里", "建成生态海堤4.16公里"], 1)
    d.finding(
        "target-unmet", [v, t, s], "海堤4.16公里", ["建成生态海堤4.16公里"], 1,
        also=["actual-conflict", "completion-misstated"],
    )  # fmt: skip
    d.finding("target-too-low", [t, a, s, v], "科普研学", ["3.92万人次", "开展科普研学3.92万人次"], 1)
    d.finding("completion-misstated", [s, t], "保存率", ["73.9%"], 1, also=["target-unmet"])
    d.finding("target-unmet", [v, t], "苗木保存率73.9%", ["苗木保存率73.9%"], 2, optional=True)
    d.finding("indicator-missing", [s, v, t, a], "乡土树种", ["乡土树种比例不低于90%", "乡土树种比例"], 2)
    d.finding("field-conflict", [v, t, s, c, y], "合同编号", ["HSL-2021-0471"], 1)
    d.finding(
        "target-too-low", [y], "两年科普研学1.76万人次", ["1.76"], 3, also=["completion-misstated"], optional=True
    )
    d.trap(
        c, "批复调减营造面积", ["营造红树林面积由180公顷调整为160公顷"], ["target-lowered", "target-changed"], "经批准"
    )
    d.trap(
        s, "按批复160公顷填列", ["≥160公顷"], ["target-lowered", "target-changed", "target-unmet"], "鹭资规修〔2023〕28号"
    )  # fmt: skip
    d.trap(
        s, "期限延至2024年6月", ["2021年5月至2024年6月"], ["field-conflict", "period-conflict", "late-acceptance"], "经批准"
    )  # fmt: skip
    d.trap(
        s, "1,860亩与124公顷", ["1,860亩"],
        ["actual-conflict", "caliber-unit", "unit-scale", "target-unmet", "target-too-low"], "1公顷=15亩",
    )  # fmt: skip
    d.trap(
        t, "分年任务", ["80", "60", "0.3"], ["target-lowered", "target-changed", "figure-conflict"], "逐年累加为期末数"
    )  # fmt: skip
    d.trap(
        y, "两年累计值", ["124", "172", "462"], ["target-unmet", "actual-conflict", "target-lowered"], "对照两年计划"
    )
    d.trap(y, "年末保存率", ["造林保存率72.4%"], ["target-unmet", "actual-conflict"], "2022年末要求70%")
    d.trap(a, "疏通潮沟11条", ["疏通潮沟11条"], ["indicator-missing"], "措施说明，不是考核任务")
    d.trap(
        s, "三片之和", ["东涌片72公顷、麻埭片64公顷、沙螺寮片26公顷"], ["sum-mismatch", "actual-conflict"], "相加162"
    )
    d.trap(
        s, "沙螺寮片少于原方案", ["沙螺寮片26公顷"], ["target-unmet", "target-lowered", "actual-conflict"], "批复扣除该片20公顷"
    )  # fmt: skip
    d.trap(s, "满意度份数", ["问卷250份，234份满意"], ["impossible-percentage", "share-mismatch"], "234/250")
    d.trap(
        v, "采集与出圃并列", ["三年共采集胚轴305万株"], ["actual-conflict", "figure-conflict", "sum-mismatch"], "口径写明"
    )  # fmt: skip
    d.trap(v, "增长19.1%", ["增加13种，增长19.1%"], ["growth-mismatch", "difference-mismatch"], "13/68")
    d.trap(v, "女性占比", ["其中女性253人，占40.3%"], ["share-mismatch", "part-exceeds-whole"], "253/628")
    d.trap(
        v, "两个分母", ["支出占计划的97.8%，占到位的98.8%"],
        ["execution-rate-mismatch", "denominator-mismatch", "figure-conflict"], "分母写明",
    )  # fmt: skip
    d.trap(v, "配套少到40万元", ["460.0"], ["funding-sum", "sum-mismatch"], "欠到已说明")
    d.trap(v, "验收时间", ["2024年9月20日"], ["late-acceptance", "date-order"], "延期后三个月内")
    return d
