"""Metrology: a guideline's floor missed, firms become visits, money signed for received, applied for granted patents, a wider uncertainty."""

from builders.kit import center, form, h1, note, right, title
from builders.stagekit import base, stages
from builders.stagemarks import p, paras, values


def build():
    d = stages(
        "41-hydrogen-metering",
        "计量：氢流量计量平台，服务企业低于指南，家变家次，到账变签约，授权变申请，不确定度放宽，标准数前后不一，经费抄错，自评早于期满",
        "申报指南：条款段落",
        "申报书：按能力、服务、成果分段的句子",
        "项目合同：约定值表与补充约定句子",
        "执行情况年报：短段",
        "自评报告：长段总结",
        "验收意见：核定表与结论",
    )
    name, code = "氢气大流量计量检测服务平台建设", "SJ-JL-2022-017"
    unit, leader = "峤山市计量测试所", "缪衡远"
    d.project(name, code)
    d.alias(name, "计量标准", "建立计量标准", "建成计量标准", "新建计量标准")
    d.alias(name, "测量不确定度", "扩展不确定度", "流量测量不确定度")
    d.alias(name, "流量上限", "最大检测流量", "检测流量上限")
    d.alias(name, "服务企业", "服务氢能企业", "服务涉氢企业")
    d.alias(name, "检测服务收入", "检测收入到账", "检测服务到账收入", "签订检测服务合同")
    d.alias(name, "发明专利", "授权发明专利", "申请发明专利")
    d.alias(name, "技术规范", "制定技术规范", "制修订技术规范", "发布技术规范")
    d.alias(name, "出证时间", "证书出具时间", "平均出证时间")
    d.alias(name, "能力验证", "组织能力验证", "开展能力验证")
    d.alias(name, "专业人员", "培养专业人员", "取得注册计量师资格人员")
    d.alias(name, "客户满意度", "委托方满意度")
    d.alias(name, "学术论文", "发表论文", "发表学术论文")
    d.alias(name, "检测装置", "购置检测装置", "新增检测装置")
    d.alias(name, "平台影响力", "行业影响力")
    g, a, t = "申报指南.docx", "申报书.docx", "项目合同.docx"
    y, s, v = "2023年度执行情况.docx", "自评报告.docx", "验收意见.docx"
    d.paper(
        g,
        "guideline",
        None,
        [
            title("2022年度计量能力提升专项申报指南"),
            *paras("""
        # 一、支持方向
        支持建设面向新能源产业的计量检测服务平台，由法定计量技术机构牵头申报。
        # 二、申报条件与要求
        实施期不超过三年，单个项目财政资助不超过500万元，自筹经费与财政资助之比不低于1:2。
        平台实施期内[[服务企业不少于50家|t]]，[[建立计量标准不少于5项|t]]，[[组织能力验证不少于2次|t]]，[[委托方满意度不低于90%|t]]。
        # 三、组织实施
        项目立项后签订合同，逐年报送执行情况，合同期满后六个月内完成验收。
        """),
            right("2022年3月15日"),
        ],
    )
    head = {"project_name": name, "undertaker": unit, "leader": leader}
    d.paper(
        a,
        "application",
        name,
        [
            title("计量能力提升专项申报书"),
            form(f"""
        项目名称 | {name}
        申报单位 | {unit}
        项目负责人 | {leader}
        实施期限 | 2022年7月至2025年6月
        总经费 | 860万元
        """),
            *paras("""
        # 一、基础与必要性
        我所现有气体流量装置11台套，常压空气流量标准3项，尚不具备35MPa以上氢气实流检测能力，本地加氢机每年须送外省检定，往返约两个月。
        # 二、预期目标
        能力方面，[[新建计量标准6项|t]]，[[最大检测流量达到4.0kg/min|t]]，[[扩展不确定度不超过0.30%|t]]，[[购置检测装置25台套|t]]。
        服务方面，三年[[服务氢能企业40家以上|t]]，[[检测服务到账收入不低于1200万元|t]]，[[证书出具时间不超过7个工作日|t]]，[[组织能力验证3次|t]]，[[委托方满意度不低于92%|t]]，[[平台影响力明显提升|t|平台影响力|~明显提升]]。
        成果方面，[[授权发明专利3件|t]]，[[制定技术规范4项|t]]，[[发表论文8篇|t]]，[[取得注册计量师资格人员30名|t]]。
        # 三、经费
        总经费860万元，其中申请财政资助480万元，自筹380万元，自筹与财政资助之比为0.79:1。
        """),
        ],
        fields=head | {"start": "2022-07", "end": "2025-06", "total_budget": "860万元"},
    )
    b = base(name, code, unit, leader)
    d.paper(
        t,
        "task_agreement",
        name,
        [
            title("计量能力提升专项项目合同"),
            form(f"""
        项目名称 | {name}
        合同编号 | {code}
        承担单位（乙方） | {unit}
        项目负责人 | {leader}
        合同期限 | 2022年7月至2025年6月
        总经费 | 860万元
        """),
            h1("第三条 约定指标"),
            values(
                """
        序号 | 指标内容 | 单位 | 约定值
        1 | 新建计量标准 | 项 | 6
        2 | 最大检测流量 | kg/min | ≥4.0
        3 | 扩展不确定度 | % | ≤0.50
        4 | 检测装置 | 台套 | ≥25
        5 | 服务氢能企业 | 家 | ≥40
        6 | 证书出具时间 | 工作日 | ≤7
        7 | 组织能力验证 | 次 | 3
        """,
                {3: "t"},
                name=1,
                unit=2,
            ),
            *paras("""
        # 第四条 其他约定
        乙方应在合同期内实现[[检测服务到账收入不低于1200万元|t]]，以银行回单为准；[[授权发明专利3件|t]]，[[制定技术规范4项|t]]，[[发表论文8篇|t]]；[[委托方满意度不低于92%|t]]；[[平台影响力明显提升|t|平台影响力|~明显提升]]。
        # 第五条 经费
        总经费860万元，甲方资助480万元，乙方自筹380万元。甲方资助分两次拨付：签约后拨付60%即288万元，验收合格后拨付192万元。
        """),
            note("甲方：省市场监督管理部门　　乙方：峤山市计量测试所"),
            right("2022年7月18日"),
        ],
        fields=b | {"start": "2022-07", "end": "2025-06", "total_budget": "860万元"},
    )
    d.paper(
        y,
        "progress_report",
        name,
        [
            title("2023年度项目执行情况"),
            p(f"项目名称：{name}（{code}）"),
            p(f"承担单位：{unit}"),
            *paras("""
        能力建设：截至年底[[建成计量标准2项|a@2023年]]，第三项正在考核；[[新增检测装置14台套|a@2023年]]。
        检测服务：本年[[服务涉氢企业18家|a@2023年]]，[[检测收入到账312万元|a@2023年]]，比上年的120万元增长160.0%；[[平均出证时间9个工作日|a@2023年]]，主要因加氢机送检集中。[[开展能力验证1次|a@2023年]]。
        经费：财政资助到位288万元，占资助总额的60%；累计支出226.08万元，占到位数的78.5%。
        """),
            right("2024年1月10日"),
        ],
        fields={"project_name": name, "project_code": code, "undertaker": unit},
    )
    d.paper(
        s,
        "self_evaluation",
        name,
        [
            title("项目自评报告"),
            p(f"项目名称：{name}"),
            p(f"合同编号：{code}"),
            p(f"承担单位：{unit}"),
            p(f"项目负责人：{leader}"),
            p("合同期限：2022年7月至2025年6月"),
            p("总经费：680万元"),
            *paras("""
        三年来，我所以加氢站计量为切入点，[[建成计量标准6项|a]]，全部通过考核；[[最大检测流量4.2kg/min|a]]，[[扩展不确定度0.42%|a]]；[[新增检测装置26台套|a]]。
        平台累计[[服务氢能企业126家次|a]]，超额完成合同任务；[[签订检测服务合同1315万元|a]]；[[平均出证时间6个工作日|a]]，优于约定的7个工作日；[[开展能力验证3次|a]]，参加实验室21家，结果满意19家，占90.5%；[[委托方满意度93.4%|a]]。
        成果方面，[[申请发明专利5件|a]]，[[制定技术规范4项|a]]，[[发表论文8篇|a]]，其中核心期刊5篇；[[平台影响力明显提升|a|平台影响力|~明显提升]]。
        综上，合同约定的各项指标均已完成。
        """),
            right("2025年4月22日"),
        ],
        fields=b | {"start": "2022-07", "end": "2025-06", "total_budget": "680万元"},
    )
    d.paper(
        v,
        "acceptance_report",
        name,
        [
            title("项目验收意见"),
            p(f"项目名称：{name}"),
            p(f"合同编号：{code}"),
            p(f"承担单位：{unit}"),
            p(f"项目负责人：{leader}"),
            p("2025年9月12日，验收组听取汇报，查看现场，查阅证书、合同与回单，形成如下意见。"),
            values(
                """
        内容 | 核定结果 | 结论
        计量标准 | 6项 | 完成
        最大检测流量 | 4.2kg/min | 完成
        扩展不确定度 | 0.42% | 完成
        检测装置 | 26台套 | 完成
        服务氢能企业 | 43家 | 完成
        检测服务到账收入 | 1087万元 | 未完成
        证书出具时间 | 6个工作日 | 完成
        能力验证 | 3次 | 完成
        授权发明专利 | 3件 | 完成
        技术规范 | 3项 | 完成
        发表论文 | 8篇 | 完成
        委托方满意度 | 93.4% | 完成
        """,
                {1: "a"},
            ),
            p(
                "[[平台影响力明显提升|a|平台影响力|~明显提升]]。到账收入与合同额的差额228万元为2025年下半年应收款，不计入合同期内完成数。验收组同意通过验收。"
            ),
            center("验收组组长："),
        ],
        fields=b,
    )
    d.skip |= {"服务企业", "测量不确定度", "计量标准", "能力验证", "客户满意度", "检测服务收入", "发明专利", "技术规范"}
    d.skip |= {"专业人员", "出证时间"}
    assert 1315 - 1087 == 228
    assert 288 + 192 == 480 == 860 - 380
    d.finding(
        "target-below-guideline", [a, t, g], "服务企业", ["服务氢能企业40家以上", "≥40", "服务企业不少于50家"], 2,
        also=["target-lowered", "target-changed"],
    )  # fmt: skip
    d.finding(
        "target-lowered", [t, a], "测量不确定度", ["≤0.50", "扩展不确定度不超过0.30%"], 2, also=["target-changed"]
    )
    d.finding("indicator-missing", [a, t, s, v], "专业人员", ["取得注册计量师资格人员30名"], 1, also=["target-changed"])
    d.finding(
        "caliber-unit", [s, t, v], "服务企业", ["服务氢能企业126家次", "126家次"], 1,
        also=["actual-conflict", "completion-misstated", "target-too-low", "caliber-subject"],
    )  # fmt: skip
    d.finding(
        "caliber-action", [s, t, v], "检测服务收入", ["签订检测服务合同1315万元", "1315万元"], 2,
        also=["actual-conflict", "caliber-basis", "caliber-subject"],
    )  # fmt: skip
    d.finding("target-unmet", [v, t], "检测服务收入", ["1087万元"], 1, also=["actual-conflict", "completion-misstated"])
    d.finding(
        "caliber-action", [s, t, v], "发明专利", ["申请发明专利5件"], 1, also=["actual-conflict", "caliber-basis"]
    )
    d.finding("actual-conflict", [s, v], "技术规范", ["制定技术规范4项", "3项"], 1)
    d.finding("completion-misstated", [v, t], "技术规范3项写完成", ["3项"], 2, also=["target-unmet"])
    d.finding(
        "completion-misstated", [s, t, v], "各项指标均已完成", ["合同约定的各项指标均已完成"], 3,
        also=["target-unmet", "actual-conflict"], optional=True,
    )  # fmt: skip
    d.finding("target-not-measurable", [a, t], "平台影响力", ["平台影响力明显提升"], 1)
    d.finding("field-conflict", [s, t, a], "总经费", ["680万元"], 1, also=["figure-conflict"])
    d.finding("date-order", [s, t], "自评早于合同期满", ["2025年4月22日"], 2, also=["period-conflict"])
    d.trap(a, "财政资助480万元", ["申请财政资助480万元"], ["funding-over-limit"], "上限500万元")
    d.trap(a, "自筹比0.79:1", ["自筹与财政资助之比为0.79:1"], ["funding-ratio"], "380/480，高于1:2")
    d.trap(t, "分两次拨付", ["拨付60%即288万元"], ["share-mismatch", "funding-sum"], "480×60%")
    d.trap(y, "增长160.0%", ["增长160.0%"], ["growth-mismatch"], "312/120")
    d.trap(y, "占到位数", ["占到位数的78.5%"], ["execution-rate-mismatch", "share-mismatch"], "226.08/288")
    d.trap(
        y, "年度出证时间9个工作日", ["平均出证时间9个工作日"], ["target-unmet", "actual-conflict"], "年度值，期末6个工作日"
    )  # fmt: skip
    d.trap(s, "结果满意19家", ["占90.5%"], ["share-mismatch", "impossible-percentage"], "19/21")
    d.trap(v, "验收时间", ["2025年9月12日"], ["late-acceptance", "date-order"], "期满后六个月内")
    d.trap(v, "差额228万元", ["差额228万元"], ["difference-mismatch", "figure-conflict"], "1315-1087")
    d.trap(s, "论文其中核心5篇", ["其中核心期刊5篇"], ["actual-conflict", "part-exceeds-whole"], "其中项")
    return d
