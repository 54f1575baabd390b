"""Braille publishing: recorded for released, intentions for rights, all users for blind ones, three years for a yearly mean, an error rate relaxed, tactile sheets lost, instalments short."""

from builders.kit import N, center, h1, h2, note, right, sheet, title
from builders.kit import table as plain_table
from builders.stagekit import base, stages
from builders.stagemarks import p, paras, table, values


def build():
    d = stages(
        "51-braille",
        "出版资助：盲文与无障碍读物，大字版种数调低，差错率上限放宽，录制充上线，意向充授权，全部用户充视障用户，三年累计充年均，印数合计倒字，增速抄错，三笔拨款相加不足，丢触觉图，满意度目标低于现状，承担单位写错",
        "资助申请书 PDF：标题加长句，‱与千分位",
        "资助合同 docx：条款（一）至（五）写任务，无表",
        "2022年度进展统计 xlsx：两年数、合计、增速",
        "结项自评 docx：分年数量表与质量表",
        "绩效评价报告 docx：按“数量—质量—效益”成段核查，经费表",
    )
    name, code = "盲文与无障碍读物出版工程", "ZZ-CB-2021-33"
    unit, leader = "江穹出版集团盲文读物中心", "解语冰"
    d.project(name, code)
    d.alias(name, "盲文图书", "出版盲文图书", "盲文图书出版")
    d.alias(name, "大字版图书", "出版大字版图书", "大字版图书出版")
    d.alias(name, "有声读物", "有声读物上线", "上线有声读物", "有声读物录制")
    d.alias(name, "无障碍影视", "制作无障碍影视", "无障碍影视作品")
    d.alias(name, "印数", "盲文图书印数", "盲文图书总印数")
    d.alias(name, "版权授权", "取得版权授权", "达成授权意向", "版权授权取得")
    d.alias(name, "触觉图册", "编制触觉图册")
    d.alias(name, "赠送机构", "赠送特教学校和图书馆", "受赠机构", "赠送特教学校和公共图书馆")
    d.alias(name, "视障用户", "注册视障用户", "平台注册视障用户", "平台累计注册用户")
    d.alias(name, "借阅量", "年均借阅量", "三年累计借阅", "年借阅量", "平台借阅量")
    d.alias(name, "转换准确率", "盲文转换准确率", "盲文自动转换准确率")
    d.alias(name, "差错率", "编校差错率", "图书编校差错率")
    d.alias(name, "单册成本", "盲文单册成本", "盲文图书单册成本")
    d.alias(name, "读者满意", "读者满意度", "视障读者满意度")
    d.alias(name, "读者获得感", "视障读者获得感")
    a, t, m = "出版资助申请书.pdf", "出版资助合同.docx", "2022年度进展统计.xlsx"
    s, v = "结项自评报告.docx", "绩效评价报告.docx"
    budget = "1,600万元"
    span = {"start": "2021-01", "end": "2023-12"}
    d.paper(
        a,
        "application",
        name,
        [
            title("无障碍出版资助项目申请书"),
            p(f"项目名称：{name}"),
            p(f"申请单位：{unit}"),
            p(f"主编（负责人）：{leader}"),
            p("资助期：2021年1月至2023年12月"),
            p(f"总经费：{budget}"),
            h1("一　读者与现状"),
            p(
                "本省持证视力残疾人21.4万人。2020年本中心自建平台[[注册视障用户0.48万人|b]]，[[年借阅量12.6万次|b]]；[[盲文图书单册成本97元|b]]，主要贵在纸张和人工校对。[[视障读者满意度93.1%|b]]，读者反映最多的是新书少、教辅迟。"
            ),
            h1("二　出版计划"),
            *paras("""
        纸质读物方面，三年[[出版盲文图书120种|t]]，[[盲文图书总印数36万册|t]]，[[出版大字版图书60种|t]]，另按盲校地理、生物教学需要[[编制触觉图册20套|t]]。
        数字读物方面，[[上线有声读物2,000小时|t]]，[[制作无障碍影视80部|t]]，为此[[取得版权授权180种|t]]。
        质量方面，[[盲文自动转换准确率不低于98%|t]]，[[图书编校差错率不超过0.5‱|t]]，[[盲文图书单册成本不超过85元|t]]。
        服务方面，[[赠送特教学校和公共图书馆210家|t]]，期末[[平台注册视障用户1.2万人|t]]，[[年均借阅量20万次|t]]，[[视障读者满意度92%以上|t]]，[[视障读者获得感不断提升|t|视障读者获得感|~不断提升]]。
        # 三　经费
        总经费1,600万元，申请资助960万元，自筹640万元，自筹与资助之比约为0.67:1。
        """),
        ],
        fields={"project_name": name, "undertaker": unit, "leader": leader, **span, "total_budget": budget},
    )
    assert round(640 / 960, 2) == 0.67
    b = base(name, code, unit, leader)
    d.paper(
        t,
        "task_agreement",
        name,
        [
            title("无障碍出版资助合同"),
            p(f"合同编号：{code}"),
            p("甲方：省出版资助管理办公室"),
            p(f"乙方：{unit}"),
            p(f"项目名称：{name}"),
            p(f"项目负责人：{leader}"),
            p("资助期：2021年1月至2023年12月"),
            *paras("""
        第一条　甲方资助乙方实施本项目，乙方保证按本合同完成出版任务，资助款专款专用。
        第二条　乙方应当完成下列任务：
        （一）[[盲文图书出版120种|t]]，[[盲文图书印数不少于36万册|t]]；[[大字版图书出版50种|t]]；
        （二）[[有声读物上线不少于2,000小时|t]]，以在平台公开可听为准；[[无障碍影视作品80部|t]]；[[版权授权取得180种|t]]，以签署授权书为准；
        （三）[[盲文转换准确率不低于98%|t]]，[[编校差错率不超过1‱|t]]，[[盲文单册成本不超过85元|t]]；
        （四）[[受赠机构不少于210家|t]]，[[注册视障用户不少于1.2万人|t]]（凭残疾人证实名认证），[[年均借阅量不少于20万次|t]]；
        （五）[[读者满意度不低于92%|t]]，[[视障读者获得感不断提升|t|视障读者获得感|~不断提升]]。
        第三条　总经费1,600万元，其中甲方资助960万元，乙方自筹640万元。
        第四条　甲方资助款960万元分三次拨付：合同生效后拨付首款576万元，中期检查后拨付182万元，结项后拨付尾款192万元。
        第五条　乙方应于每年一月底前报送上年度进展，资助期满后三个月内提交结项自评。
        第六条　未经甲方书面同意，乙方不得变更出版任务；擅自变更的，甲方可停拨后续款项。
        """),
            right("2021年1月8日"),
        ],
        fields=b | span | {"total_budget": budget},
        font="仿宋",
    )
    assert 576 + 192 + 192 == 960
    stat = [
        # name, unit, 2021, 2022, sum, growth
        ("盲文图书出版", "种", N(36), N(44), N(80), "22.2%"),
        ("大字版图书出版", "种", N(18), N(17), N(35), "-5.6%"),
        ("有声读物上线", "小时", N(528), N(652), N(1180), "23.5%"),
        ("无障碍影视作品", "部", N(24), N(28), N(52), "16.7%"),
        ("盲文图书印数", "万册", N(10.4), N(12.8), N(23.2), "13.1%"),
        ("版权授权取得", "种", N(52), N(58), N(110), "11.5%"),
        ("平台借阅量", "万次", N(19.8), N(22), N(41.8), "11.1%"),
    ]
    for label, _, one, two, both, rate in stat:
        assert round(one.value + two.value, 1) == both.value
        if label != "盲文图书印数":
            assert f"{(two.value / one.value - 1) * 100:.1f}%" == rate, label
    x = d.paper(
        m,
        "progress_report",
        name,
        [
            sheet("进展统计"),
            title("出版资助项目2022年度进展统计表"),
            p(f"项目名称：{name}　合同编号：{code}"),
            p(f"填报单位：{unit}　填报日期：2023年1月16日"),
            plain_table(
                [
                    ["统计项目", "计量", "2021年", "2022年", "两年合计", "2022年比2021年增减"],
                    *[list(r) for r in stat],
                ],
                heads=1,
                lint=False,
                widths=[6, 2.5, 3.5, 3.5, 3.5, 7],
            ),
            note("有声读物按平台公开上线时长统计，不含已录制未上线的部分；借阅量按自然年统计。"),
            sheet("其他情况"),
            p("截至2022年12月31日，[[受赠机构142家|a@2022年]]，[[注册视障用户0.93万人|a@2022年]]，[[编校差错率0.68‱|a@2022年]]，[[盲文单册成本88.4元|a@2022年]]。"),
            p("资助款到位768万元，占资助总额的80.0%；自筹到位450万元；两年支出1,072万元，占到位资金的88.0%。"),
        ],
        fields={"project_name": name, "project_code": code, "undertaker": unit},
    )  # fmt: skip
    for label, measure, one, two, both, _ in stat:
        for cell, when in ((one, "2021年"), (two, "2022年"), (both, "截至2022年")):
            d.claim(x, "actual", label, cell.shown + measure, cell.shown, period=when)
    assert 768 / 960 == 0.8
    assert round(1072 / (768 + 450) * 100, 1) == 88.0
    d.paper(
        s,
        "self_evaluation",
        name,
        [
            title("无障碍出版资助项目结项自评报告"),
            p(f"项目名称：{name}"),
            p(f"合同编号：{code}"),
            p(f"承担单位：{unit}"),
            p(f"项目负责人：{leader}"),
            p("资助期：2021年1月至2023年12月"),
            p("自评日期：2024年2月26日"),
            h2("（一）数量任务"),
            values(
                """
        读物与版权 | 合同任务 | 2021年 | 2022年 | 2023年 | 三年合计
        盲文图书出版（种） | 120 | 36 | 44 | 48 | 128
        大字版图书出版（种） | 50 | 18 | 17 | 19 | 54
        有声读物录制（小时） | 2,000 | 636 | 784 | 820 | 2,240
        无障碍影视作品（部） | 80 | 24 | 28 | 30 | 82
        盲文图书印数（万册） | 36 | 10.4 | 12.8 | 14.6 | 38.7
        """,
                {1: "t", 2: "a@2021年", 3: "a@2022年", 4: "a@2023年", 5: "a"},
            ),
            h2("（二）质量与服务任务"),
            values(
                """
        任务 | 要求 | 结果 | 说明
        版权授权 | 不少于180种 | [[达成授权意向205种|a]] | 与29家出版社洽谈
        盲文转换准确率 | 不低于98% | 98.6% | 抽检50种
        编校差错率 | 不超过1‱ | 0.62‱ | 抽检50种
        盲文单册成本 | 不超过85元 | 83.6元 | 2023年核算
        受赠机构 | 不少于210家 | 216家 | 特教学校64家、公共图书馆152家
        注册视障用户 | 不少于1.2万人 | [[平台累计注册用户4.6万人|a]] | 后台统计
        年均借阅量 | 不少于20万次 | [[三年累计借阅66.3万次|a]] | 后台统计
        读者满意度 | 不低于92% | 95.4% | 电话访问500人，477人满意
        视障读者获得感 | 不断提升 | 不断提升 | 读者来信
        """,
                {1: "t", 2: "a"},
            ),
            h2("（三）经费使用"),
            table(
                """
        用途 | 支出（万元） | 占比
        翻译与编校 | 396.0 | 25.0%
        印制 | 633.6 | 40.0%
        录制与影视 | 316.8 | 20.0%
        平台运维 | 158.4 | 10.0%
        管理与其他 | 79.2 | 5.0%
        合计 | 1,584.0 | 100.0%
        """,
                lint=True,
            ),
            p(
                "项目实施中，盲校教师和盲人校对员全程参与选题，教辅类图书做到“课前到书”。主要不足是盲文纸价上涨，部分图书二次印刷推迟，有声读物审听力量不够，已录制的节目排队上线。"
            ),
        ],
        fields=b | span,
    )
    assert 36 + 44 + 48 == 128
    assert 18 + 17 + 19 == 54
    assert 636 + 784 + 820 == 2240
    assert 24 + 28 + 30 == 82
    assert round(10.4 + 12.8 + 14.6, 1) == 37.8
    assert round(19.8 + 22 + 24.5, 1) == 66.3
    assert 64 + 152 == 216
    assert 477 / 500 == 0.954
    wrong = "江穹出版集团有声读物中心"
    d.paper(
        v,
        "evaluation_report",
        name,
        [
            title("无障碍出版资助项目绩效评价报告"),
            center("（2021—2023年资助周期）"),
            p(f"项目名称：{name}"),
            p(f"合同编号：{code}"),
            p(f"承担单位：{wrong}"),
            p(f"项目负责人：{leader}"),
            p("资助期：2021年1月至2023年12月　评价日期：2024年5月24日"),
            h1("一、数量"),
            p(
                "评价组逐种核对样书、版本记录和平台后台。[[盲文图书出版128种|a]]，其中教材教辅51种，占39.8%；[[盲文图书印数37.8万册|a]]，平均每种2,953册。[[大字版图书出版54种|a]]。[[有声读物上线1,876小时|a]]，另有364小时已录制未上线。[[无障碍影视作品82部|a]]。授权书齐备的[[版权授权168种|a|版权授权|168种]]，其余37种仅有意向函。"
            ),
            h1("二、质量与成本"),
            p(
                "抽检样书50种，[[盲文转换准确率98.6%|a]]，[[图书编校差错率0.62‱|a]]。[[盲文图书单册成本83.6元|a]]，比[[2020年的97元|b|盲文图书单册成本|97元]]下降13.8%。"
            ),
            h1("三、服务效益"),
            p(
                "[[受赠机构216家|a]]，分布在全省11个设区市。平台实名认证的[[注册视障用户1.27万人|a]]，占全部注册用户4.6万人的27.6%。三年借阅66.3万次，[[年均借阅量22.1万次|a]]，比[[2020年的12.6万次|b|年借阅量|12.6万次]]增长75.4%。[[读者满意度95.4%|a]]，[[视障读者获得感不断提升|a|视障读者获得感|~不断提升]]。"
            ),
            h1("四、经费"),
            table(
                """
        来源 | 预算（万元） | 到位（万元） | 支出（万元）
        资助款 | 960.0 | 768.0 | 768.0
        自筹款 | 640.0 | 832.0 | 816.0
        合计 | 1,600.0 | 1,600.0 | 1,584.0
        """,
                lint=True,
            ),
            note("结项尾款192.0万元尚未拨付，由承担单位以自筹款垫付，拨付后冲回。"),
            p(
                "支出占预算的99.0%。综合评分82.5分，等级为良好。评价组建议在尾款拨付前补足版权授权书和有声读物上线时长。"
            ),
        ],
        fields={"project_name": name, "project_code": code, "undertaker": wrong, "leader": leader, **span},
    )
    assert round(51 / 128 * 100, 1) == 39.8
    assert round(378000 / 128) == 2953
    assert 1876 + 364 == 2240
    assert 168 + 37 == 205
    assert round((97 - 83.6) / 97 * 100, 1) == 13.8
    assert round(1.27 / 4.6 * 100, 1) == 27.6
    assert round((22.1 / 12.6 - 1) * 100, 1) == 75.4
    assert 1584 / 1600 == 0.99
    d.skip |= {"有声读物", "版权授权", "视障用户", "借阅量", "印数", "读者满意"}
    d.finding("target-lowered", [t, a, s], "大字版图书", ["出版大字版图书60种"], 1, also=["target-changed"])
    d.finding("target-lowered", [t, a, s], "差错率", ["图书编校差错率不超过0.5‱"], 2, also=["target-changed"])
    d.finding("indicator-missing", [t, a], "触觉图册", ["编制触觉图册20套"], 2)
    d.finding(
        "funding-sum", [t], "三笔拨款", ["拨付182万元", "首款576万元"], 2, also=["sum-mismatch", "figure-conflict"]
    )
    d.finding("growth-mismatch", [m], "印数增速", ["13.1%"], 1)
    d.finding("sum-mismatch", [s, v], "印数三年合计", ["38.7"], 1, also=["actual-conflict", "figure-conflict"])
    d.finding(
        "actual-conflict", [s, v], "盲文图书印数", ["38.7", "盲文图书印数37.8万册"], 1, also=["sum-mismatch"], optional=True
    )  # fmt: skip
    d.finding(
        "caliber-action", [s, t, v, m], "有声读物录制", ["有声读物录制（小时）", "2,240", "636", "784"], 2,
        also=["actual-conflict", "caliber-basis", "caliber-subject"],
    )  # fmt: skip
    d.finding(
        "target-unmet", [v, t], "有声读物上线1,876小时", ["有声读物上线1,876小时"], 1,
        also=["actual-conflict", "completion-misstated"],
    )  # fmt: skip
    d.finding(
        "caliber-basis", [s, t, v], "授权意向", ["达成授权意向205种"], 1, also=["actual-conflict", "caliber-action"]
    )
    d.finding(
        "target-unmet", [v, t], "版权授权168种", ["版权授权168种"], 1, also=["actual-conflict", "completion-misstated"]
    )
    d.finding(
        "caliber-subject", [s, t, v], "注册视障用户", ["平台累计注册用户4.6万人"], 2,
        also=["actual-conflict", "caliber-scope", "caliber-basis", "caliber-period", "target-too-low"],
    )  # fmt: skip
    d.finding(
        "caliber-period", [s, t, v], "年均借阅量", ["三年累计借阅66.3万次"], 1,
        also=["actual-conflict", "caliber-basis", "caliber-scope", "target-too-low"],
    )  # fmt: skip
    d.finding(
        "target-too-low", [a, t, s], "满意度目标低于现状", ["视障读者满意度92%以上", "视障读者满意度93.1%", "读者满意度不低于92%"], 2,
        also=["target-direction"],
    )  # fmt: skip
    d.finding("target-not-measurable", [a, t, s], "读者获得感", ["视障读者获得感不断提升", "不断提升"], 1)
    d.finding("field-conflict", [v, t, s, a, m], "承担单位", [wrong], 1)
    d.trap(a, "自筹与资助之比", ["自筹与资助之比约为0.67:1"], ["funding-ratio", "share-mismatch"], "640/960")
    d.trap(m, "两年累计未到三年任务", ["80", "1180", "52"], ["target-unmet", "actual-conflict"], "年度统计")
    d.trap(m, "2021年借阅量", ["19.8"], ["target-unmet", "actual-conflict"], "单年数，任务为三年平均")
    d.trap(m, "大字版减少", ["-5.6%"], ["growth-mismatch", "target-unmet"], "17/18")
    d.trap(
        m, "2022年差错率和成本", ["编校差错率0.68‱", "盲文单册成本88.4元"], ["target-unmet", "actual-conflict"], "2022年值"
    )  # fmt: skip
    d.trap(m, "支出占到位", ["占到位资金的88.0%"], ["execution-rate-mismatch", "share-mismatch"], "1,072/1,218")
    d.trap(s, "受赠机构分解", ["特教学校64家、公共图书馆152家"], ["sum-mismatch", "actual-conflict"], "64+152=216")
    d.trap(s, "477人满意", ["电话访问500人，477人满意"], ["impossible-percentage", "share-mismatch"], "477/500")
    d.trap(s, "差错率越低越好", ["0.62‱"], ["target-unmet", "completion-misstated", "target-direction"], "不超过1‱")
    d.trap(v, "教材教辅为其中数", ["其中教材教辅51种，占39.8%"], ["share-mismatch", "part-exceeds-whole"], "51/128")
    d.trap(v, "平均每种印数", ["平均每种2,953册"], ["mean-mismatch", "actual-conflict"], "37.8万册/128种")
    d.trap(
        v, "已录制未上线", ["另有364小时已录制未上线"], ["actual-conflict", "figure-conflict", "sum-mismatch"], "1,876+364=2,240"
    )  # fmt: skip
    d.trap(
        v, "视障用户占比", ["占全部注册用户4.6万人的27.6%"], ["share-mismatch", "actual-conflict", "figure-conflict"], "1.27/4.6"
    )  # fmt: skip
    d.trap(
        v,
        "三年借阅与年均并列",
        ["三年借阅66.3万次"],
        ["mean-mismatch", "actual-conflict", "figure-conflict"],
        "66.3/3=22.1",
    )
    d.trap(v, "增长75.4%", ["增长75.4%"], ["growth-mismatch", "target-too-low"], "22.1/12.6")
    d.trap(
        v,
        "自筹多到位",
        ["832.0", "768.0"],
        ["funding-sum", "funding-ratio", "execution-rate-mismatch"],
        "垫付尾款，注已说明",
    )
    d.trap(v, "评价时间", ["2024年5月24日"], ["late-acceptance", "date-order"], "期满后五个月内")
    return d
