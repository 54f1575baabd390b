"""Transport, a demonstration project judged by papers and talent; a merged count split differently; hits for alarms; a guideline-free city contract."""

from builders.kit import cap, form, h1, note, p, right, table, title
from builders.stagekit import base, stages


def build():
    d = stages(
        "20-fog-warning",
        "交通科技示范：示范应用类项目合同只考核论文和人才，知识产权合并数拆分对不上，论文录用充发表，验收前后数字不一",
        "建议书：目标分“定量”“定性”两栏",
        "科技合同：考核条款用破折号，指标与数值倒装（“5篇论文”）",
        "年度检查表：上年末累计|本年新增|累计",
        "结题自评：一级标题即指标名，正文给数",
        "验收专家意见：两张表（技术、成果）",
        "应用证明汇总 xlsx",
    )
    name, code = "高速公路团雾感知预警与车流诱导应用示范", "JT2022-Y-19"
    unit, leader = "清沅高速公路运营有限公司", "农思齐"
    d.project(name, code)
    d.alias(name, "发表论文", "学术论文", "论文", "发表学术论文", "科技论文")
    d.alias(name, "培养研究生", "联合培养研究生", "研究生")
    d.alias(name, "培养技术骨干", "技术骨干", "青年技术骨干")
    d.alias(name, "知识产权", "专利和软著", "专利及软件著作权", "知识产权成果")
    d.alias(name, "发明专利申请", "申请发明专利", "发明专利受理")
    d.alias(name, "软件著作权", "软件著作权登记", "软著")
    d.alias(name, "示范路段里程", "示范里程", "示范路段", "安装示范路段", "覆盖示范路段")
    d.alias(name, "预警准确率", "团雾预警准确率", "团雾识别准确率")
    d.alias(name, "预警提前时间", "预警提前量", "团雾预警提前时间")
    d.alias(name, "专题培训", "技术培训", "运维培训")
    d.alias(name, "企业指南", "应用指南", "编制应用指南")
    b = base(name, code, unit, leader)
    span = {"start": "2022-04", "end": "2024-03"}
    a, t, y, s, v, x = (
        "项目建议书.docx",
        "科技项目合同.docx",
        "2022年度检查表.xlsx",
        "结题自评报告.docx",
        "验收专家组意见.docx",
        "应用证明汇总.xlsx",
    )
    d.paper(
        a,
        "application",
        name,
        [
            title("交通运输科技项目建议书"),
            form(f"""
            项目名称 | {name} | < | <
            申报单位 | {unit} | 项目负责人 | {leader}
            研究期限 | 2022年4月—2024年3月 | 项目类别 | 示范应用
            经费概算 | 560万元 | 申请补助 | 280万元
        """),
            h1("一、立项背景"),
            p("管段内团雾多发，近年发生多起因能见度骤降引起的追尾事故，亟需开展感知预警与主动诱导技术的集成示范。"),
            h1("二、预期目标"),
            table(
                """
            定量目标 | 定性目标
            [[示范路段里程62公里|t|示范路段里程|62公里]] | 形成可复制的团雾高发路段管控模式
            [[团雾预警准确率90%以上|t|团雾预警准确率|90%以上]] | 提升恶劣天气通行安全保障能力
            [[预警提前量不少于10分钟|t|预警提前量|不少于10分钟]] | ^
            [[专利和软著8项|t|专利和软著|8项]]（[[发明专利申请3项|t|发明专利申请|3项]]、[[软著5项|t|软著|5项]]） | ^
            [[发表论文5篇|t|发表论文|5篇]]、[[编制应用指南1部|t|编制应用指南|1部]] | ^
        """,
                lint=False,
            ),
            right("2022年1月"),
        ],
        fields={"project_name": name, "undertaker": unit, "leader": leader, "total_budget": "560万元"} | span,
    )
    d.paper(
        t,
        "task_agreement",
        name,
        [
            title("交通运输科技项目合同"),
            p(f"合同编号：{code}"),
            p(f"项目名称：{name}"),
            p("项目类别：示范应用"),
            p("甲方：沅川市交通运输局"),
            p(f"乙方：{unit}"),
            p(f"项目负责人：{leader}"),
            p("履行期限：2022年4月1日至2024年3月31日"),
            p("合同经费：560万元，其中甲方补助280万元，乙方自筹280万元"),
            h1("一、研究内容"),
            p(
                "（1）多源能见度感知与团雾生消预测；（2）预警发布与车流诱导设备联动；（3）在管段内选择团雾高发路段开展示范应用。"
            ),
            h1("二、考核指标"),
            p("——[[5篇论文|t|论文|5篇]]，其中[[核心期刊2篇|t|核心期刊论文|2篇]]；"),
            p("——[[4名研究生|t|研究生|4名]]，[[6名青年技术骨干|t|青年技术骨干|6名]]；"),
            p("——[[8项知识产权|t|知识产权|8项]]；"),
            p("——[[1部应用指南|t|应用指南|1部]]。"),
            h1("三、验收"),
            p("履行期满后三个月内乙方应提出验收申请。"),
            right("2022年3月28日"),
        ],
        fields=b | {"start": "2022-04-01", "end": "2024-03-31"},
    )
    d.paper(
        y,
        "progress_report",
        name,
        [
            title("科技项目年度检查表"),
            form(f"""
            项目名称 | {name} | 合同编号 | {code}
            承担单位 | {unit} | 检查时点 | 2022年12月31日
        """),
            table(
                """
            成果 | 单位 | 上年末累计 | 本年新增 | 累计
            论文 | 篇 | 0 | 2 | [[2|a|论文|2篇|累计至2022年]]
            研究生 | 名 | 0 | 2 | [[2|a|研究生|2名|累计至2022年]]
            知识产权 | 项 | 0 | 3 | [[3|a|知识产权|3项|累计至2022年]]
            示范里程 | 公里 | 0 | 18 | [[18|a|示范里程|18公里|累计至2022年]]
        """,
                lint=False,
            ),
        ],
        fields={"project_name": name, "project_code": code, "undertaker": unit},
    )
    for label, q in (("论文", "2篇"), ("研究生", "2名"), ("知识产权", "3项"), ("示范里程", "18公里")):
        d.claim(
            d.papers[-1],
            "actual",
            label,
            q,
            q.rstrip("篇名项公里"),
            period="2022年",
            thread={"论文": "发表论文", "研究生": "培养研究生", "知识产权": "知识产权", "示范里程": "示范路段里程"}[
                label
            ],
        )
    d.paper(
        s,
        "self_evaluation",
        name,
        [
            title("交通运输科技项目结题自评报告"),
            p(f"项目名称：{name}"),
            p(f"合同编号：{code}"),
            p(f"承担单位：{unit}"),
            p(f"项目负责人：{leader}"),
            p("履行期限：2022年4月1日至2024年3月31日"),
            h1("1 示范应用"),
            p(
                "项目在沅江大桥至青石岭段[[建成示范路段41公里|a|示范路段|41公里]]，布设[[能见度仪36套|a|能见度仪|36套]]、[[雾区诱导灯1180盏|a|雾区诱导灯|1180盏]]，系统投用后[[团雾预警准确率92.7%|a|团雾预警准确率|92.7%]]，[[平均预警提前量11分钟|a|预警提前量|11分钟]]。"
            ),
            h1("2 论文"),
            p("共[[发表论文7篇|a|发表论文|7篇]]，其中[[核心期刊3篇|a|核心期刊论文|3篇]]。"),
            h1("3 人才"),
            p(
                "[[联合培养研究生4名|a|联合培养研究生|4名]]，[[培养技术骨干6名|a|培养技术骨干|6名]]，[[技术培训180人次|a|技术培训|180人次]]。"
            ),
            h1("4 知识产权"),
            p(
                "取得[[知识产权成果9项|a|知识产权成果|9项]]，包括[[发明专利受理3项|a|发明专利受理|3项]]、[[软件著作权登记5项|a|软件著作权登记|5项]]。"
            ),
            h1("5 指南"),
            p("[[编制应用指南1部|a|编制应用指南|1部]]。"),
            h1("6 经费"),
            p("到位经费560万元，支出548.8万元，执行率98.0%。补助经费支出明细见附表2。"),
            h1("7 存在问题"),
            p("团雾样本总量仍偏少，部分偏远点位通信质量不稳定。"),
            right("2024年4月19日"),
            p("附表1 知识产权清单"),
        ],
        fields=b | {"start": "2022-04-01", "end": "2024-03-31"},
    )
    d.paper(
        v,
        "acceptance_report",
        name,
        [
            title("科技项目验收专家组意见"),
            p(f"项目名称：{name}　合同编号：{code}"),
            p("承担单位：清沅高速公路养护有限公司"),
            p("验收日期：2024年5月30日"),
            cap("表1 技术与应用情况"),
            table(
                """
            内容 | 验收核实
            示范里程（公里） | [[41|a|示范里程|41公里]]
            预警准确率（%） | [[92.7|a|预警准确率|92.7%]]
            预警提前时间（分钟） | [[11|a|预警提前时间|11分钟]]
        """,
                lint=False,
            ),
            cap("表2 成果情况"),
            table(
                """
            成果 | 合同要求 | 核实结果
            论文 | 5篇 | [[发表4篇|a|论文|4篇]]（其中[[核心期刊3篇|a|核心期刊论文|3篇]]），[[录用待刊3篇|a|录用论文|3篇]]
            研究生 | 4名 | 4名
            青年技术骨干 | 6名 | 6名
            知识产权 | 8项 | 8项
            应用指南 | 1部 | 1部
        """,
                name=0,
                target=1,
                actual=2,
                lint=False,
            ),
            note("注：知识产权8项为发明专利申请3项、软件著作权5项。"),
            p("专家组认为，项目资料齐全，全部完成合同约定的考核指标，同意通过验收。"),
        ],
        fields={"project_name": name, "project_code": code, "undertaker": "清沅高速公路养护有限公司"},
    )
    d.claim(d.papers[-1], "actual", "发明专利申请", "3项", "发明专利申请3项")
    d.claim(d.papers[-1], "actual", "软件著作权", "5项", "软件著作权5项")
    d.paper(
        x,
        "other",
        name,
        [
            title("应用证明汇总"),
            p(f"项目：{name}"),
            table("""
            序号 | 路段 | 应用里程（公里） | 证明单位
            1 | 沅江大桥至柳溪互通 | 17.5 | 清沅高速第一管理所
            2 | 柳溪互通至青石岭 | 23.5 | 清沅高速第二管理所
            合计 |  | 41.0 |
        """),
        ],
        fields={"project_name": name},
    )
    d.claim(d.papers[-1], "actual", "应用里程", "41.0公里", "41.0", thread="示范路段里程")
    d.skip |= {"示范路段里程", "专题培训", "知识产权"}
    d.claim(d.papers[-1], "actual", "应用里程", "17.5公里", "17.5", thread="分段应用里程一")
    d.claim(d.papers[-1], "actual", "应用里程", "23.5公里", "23.5", thread="分段应用里程二")
    d.skip |= {"分段应用里程一", "分段应用里程二", "能见度仪", "雾区诱导灯"}
    d.skip |= {"录用论文"}
    d.finding(
        "class-unfit-indicator",
        [t, a],
        "示范应用项目只考核论文人才",
        ["5篇论文", "4名研究生", "项目类别：示范应用"],
        2,
        also=["indicator-missing"],
    )
    d.finding(
        "indicator-missing",
        [t, a],
        "预警准确率",
        ["团雾预警准确率90%以上", "示范路段里程62公里", "预警提前量不少于10分钟"],
        3,
        optional=True,
    )
    d.finding(
        "target-unmet",
        [s, v, a],
        "示范里程41公里低于建议书62公里",
        ["建成示范路段41公里", "示范路段里程62公里"],
        3,
        optional=True,
    )
    d.finding("caliber-action", [s, v, t], "发表论文", ["发表论文7篇", "录用待刊3篇"], 2, also=["actual-conflict"])
    d.finding("target-unmet", [v, t], "论文发表4篇", ["发表4篇"], 2, also=["actual-conflict", "completion-misstated"])
    d.finding(
        "sum-mismatch",
        [s, v],
        "知识产权合计",
        ["知识产权成果9项"],
        2,
        also=["actual-conflict", "figure-conflict", "count-list-mismatch"],
    )
    d.finding("field-conflict", [v, t], "承担单位", ["清沅高速公路养护有限公司"], 1)
    d.finding("document-missing", [s], "附表2", ["支出明细见附表2"], 2)
    d.finding("completion-misstated", [v, t], "全部完成考核指标", ["全部完成合同约定的考核指标"], 3)
    d.finding("document-unrecognised", [x], "应用证明汇总", ["应用证明汇总"], 2, optional=True)
    d.trap(y, "年度新增与累计", ["2", "18"], ["target-unmet", "actual-conflict", "sum-mismatch"], "第一年")
    d.trap(s, "培训人次不是合同指标", ["技术培训180人次"], ["indicator-added", "caliber-unit"], "附带说明的工作量")
    d.trap(s, "核心期刊3篇", ["核心期刊3篇"], ["actual-conflict", "target-unmet", "part-exceeds-whole"], "子集")
    d.trap(s, "执行率", ["执行率98.0%"], ["execution-rate-mismatch"], "548.8/560=98.0%")
    d.trap(x, "分段里程之和", ["41.0", "17.5", "23.5"], ["sum-mismatch", "actual-conflict"], "17.5+23.5=41")
    d.trap(
        a,
        "知识产权拆分",
        ["专利和软著8项"],
        ["sum-mismatch", "target-changed", "target-lowered"],
        "3+5=8，合同合并为8项",
    )
    d.trap(v, "履行期满后两个月验收", ["2024年5月30日"], ["late-acceptance", "date-order"], "合同约定三个月内")
    return d
