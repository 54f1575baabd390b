"""Forestry: a camellia nursery; sown for delivered, mu-wide rates, households become people, a demonstration area cut, the county's output for the project's."""

from builders.kit import form, h1, note, right, title
from builders.stagekit import base, stages
from builders.stagemarks import p, paras, values


def build():
    d = stages(
        "42-camellia-nursery",
        "林草：油茶良种苗木基地，面积调低，出圃变播种，户变人，全县产值顶替项目产值，成活率前后不一，丢一项，起止与编号不一",
        "申报书 Markdown：条目句",
        "任务书 docx：指标内容与完成时限表，另有句子",
        "年度进展 Markdown：短段",
        "绩效评价报告 docx：对照表在前，分析句子在后",
    )
    name, code = "油茶良种采穗圃与容器苗繁育基地建设", "LC-ZM-2021-042"
    unit, leader = "岑溪岭国有林场", "覃茂林"
    d.project(name, code)
    d.alias(name, "采穗圃面积", "新建采穗圃", "建设采穗圃", "采穗圃")
    d.alias(name, "示范林面积", "营造示范林", "良种示范林", "示范林")
    d.alias(name, "良种苗木", "出圃良种容器苗", "良种容器苗出圃", "容器苗播种")
    d.alias(name, "嫁接成活率", "嫁接苗成活率")
    d.alias(name, "带动农户", "辐射带动农户", "带动群众")
    d.alias(name, "新增产值", "项目新增产值", "油茶产值")
    d.alias(name, "良种审定", "选育良种", "通过审定良种")
    d.alias(name, "技术标准", "制定地方标准", "发布地方标准")
    d.alias(name, "技术培训", "培训林农", "举办培训")
    d.alias(name, "单株成本", "容器苗单株成本", "每株成本")
    d.alias(name, "轻基质使用率", "轻基质使用比例")
    d.alias(name, "林农满意度", "种植户满意度")
    d.alias(name, "水肥设施", "安装水肥一体化设施", "水肥一体化面积")
    d.alias(name, "生态效益", "区域生态环境")
    a, t, y, s = "申报书.md", "任务书.docx", "2022年度进展.md", "绩效评价报告.docx"
    d.paper(
        a,
        "application",
        name,
        [
            title("林草种苗项目申报书"),
            p(f"项目名称：{name}"),
            p(f"申报单位：{unit}"),
            p(f"项目负责人：{leader}"),
            p("建设期限：2021年4月至2024年3月"),
            p("申请总投资：640万元"),
            *paras("""
        # 建设内容与目标
        1. 基地。[[新建采穗圃120亩|t]]，[[营造示范林800亩|t]]，[[水肥一体化面积不少于100亩|t]]，[[轻基质使用比例达到95%以上|t]]。
        2. 苗木。三年累计[[出圃良种容器苗300万株|t]]，[[嫁接成活率不低于85%|t]]，[[容器苗单株成本控制在2.6元以内|t]]。
        3. 带动。[[辐射带动农户500户|t]]，[[培训林农1200人次|t]]，[[项目新增产值1500万元|t]]，[[种植户满意度达到90%以上|t]]。
        4. 科技。[[选育良种2个|t]]，[[制定地方标准1项|t]]，[[区域生态环境持续改善|t|区域生态环境|~持续改善]]。
        # 投资
        总投资640万元，其中省级补助400万元，占62.5%，林场自筹240万元。
        """),
        ],
        fields={"project_name": name, "undertaker": unit, "leader": leader, "start": "2021-04", "end": "2024-03",
                "total_budget": "640万元"},
    )  # fmt: skip
    b = base(name, code, unit, leader)
    d.paper(
        t,
        "task_agreement",
        name,
        [
            title("林草种苗项目任务书"),
            form(f"""
        项目名称 | {name} | 项目编号 | {code}
        承担单位 | {unit} | 项目负责人 | {leader}
        建设期限 | 2021年4月至2024年3月 | 总投资 | 640万元
        """),
            h1("任务指标"),
            values(
                """
        指标内容 | 指标值 | 完成时限
        采穗圃（亩） | 120 | 2022年12月
        示范林（亩） | 500 | 2023年12月
        水肥一体化面积（亩） | ≥100 | 2023年6月
        良种容器苗出圃（万株） | 300 | 2024年3月
        嫁接成活率（%） | ≥85 | 逐年
        容器苗单株成本（元） | ≤2.6 | 2024年3月
        轻基质使用比例（%） | ≥95 | 2024年3月
        """,
                {1: "t"},
            ),
            note("注：出圃指苗木达到Ⅰ、Ⅱ级标准并凭检验证出场；示范林面积以作业设计验收为准。"),
            *paras("""
        # 效益约定
        项目期内[[辐射带动农户500户|t]]，[[培训林农1200人次|t]]，[[项目新增产值1500万元|t]]（仅计本项目苗木销售与技术服务），[[种植户满意度达到90%以上|t]]；[[选育良种2个|t]]并通过省级审定，[[区域生态环境持续改善|t|区域生态环境|~持续改善]]。
        """),
            right("2021年4月6日"),
        ],
        fields=b | {"start": "2021-04", "end": "2024-03", "total_budget": "640万元"},
    )
    d.paper(
        y,
        "progress_report",
        name,
        [
            title("2022年度项目进展"),
            p(f"项目名称：{name}"),
            p(f"项目编号：{code}"),
            *paras("""
        本年[[新建采穗圃74亩|a@2022年]]，自开工以来累计120亩，采穗圃任务提前完成。[[营造示范林210亩|a@2022年]]；[[良种容器苗出圃96万株|a@2022年]]，比上年的64万株增长50.0%；[[嫁接成活率83.2%|a@2022年]]，受夏季高温影响低于约定值，已加设遮阴。
        [[带动农户186户|a@2022年]]，[[培训林农430人次|a@2022年]]，实到395人。省级补助到位240万元，占补助总额的60%；支出198万元，支出率82.5%。
        """),
            right("2023年1月9日"),
        ],
        fields={"project_name": name, "project_code": code},
    )
    d.claim(d.papers[-1], "actual", "采穗圃", "120亩", "累计120亩", period="截至2022年", thread="采穗圃面积")
    d.paper(
        s,
        "evaluation_report",
        name,
        [
            title("项目绩效评价报告"),
            form(f"""
        项目名称 | {name}
        项目编号 | LC-ZM-2021-024
        承担单位 | {unit}
        项目负责人 | {leader}
        建设期限 | 2021年4月至2024年8月
        """),
            h1("一、指标完成对照"),
            values(
                """
        指标 | 任务书要求 | 实际完成 | 评价
        采穗圃 | 120亩 | 126亩 | 完成
        示范林 | 500亩 | 512亩 | 完成
        嫁接成活率 | ≥85% | 87.4% | 完成
        容器苗单株成本 | ≤2.6元 | 2.75元 | 完成
        轻基质使用比例 | ≥95% | 96.8% | 完成
        """,
                {1: "t", 2: "a"},
            ),
            *paras("""
        # 二、产出分析
        苗木方面，项目期[[容器苗播种338万株|a]]，为任务书的112.7%；[[通过审定良种2个|a]]。分年看，三年[[嫁接成活率均在85%以上|a@三年|嫁接成活率|85%以上]]。
        # 三、效益分析
        [[带动群众1860人|a]]；[[培训林农1268人次|a]]，其中女性476人次，占37.5%；[[全县油茶产值1.24亿元|a|油茶产值|1.24亿元]]；[[种植户满意度91.2%|a]]，系发放问卷160份、收回148份、满意135份所得；[[区域生态环境持续改善|a|区域生态环境|~持续改善]]。
        # 四、结论
        综合得分86.5分，等级为良。评价组建议林场继续扩大采穗圃规模，并与县林业局共享检验数据。
        """),
            right("2024年7月5日"),
        ],
        fields=b | {"project_code": "LC-ZM-2021-024", "start": "2021-04", "end": "2024-08"},
    )
    assert round(135 / 148 * 100, 1) == 91.2
    assert round(476 / 1268 * 100, 1) == 37.5
    assert round(338 / 300 * 100, 1) == 112.7
    d.finding("target-lowered", [t, a], "示范林面积", ["500", "营造示范林800亩"], 1, also=["target-changed"])
    d.finding(
        "caliber-action", [s, t], "良种苗木", ["容器苗播种338万株"], 2,
        also=["caliber-basis", "caliber-subject", "completion-rate-mismatch"],
    )  # fmt: skip
    d.finding("caliber-unit", [s, t], "带动农户", ["带动群众1860人"], 1, also=["caliber-subject", "target-too-low"])
    d.finding(
        "caliber-scope", [s, t], "新增产值", ["全县油茶产值1.24亿元", "1.24亿元"], 2,
        also=["caliber-subject", "caliber-basis", "target-too-low", "unit-scale", "caliber-unit"],
    )  # fmt: skip
    d.finding("completion-misstated", [s, t], "单株成本", ["2.75元"], 1, also=["target-unmet", "actual-conflict"])
    d.finding("indicator-missing", [t, a], "技术标准", ["制定地方标准1项"], 1, also=["target-changed"])
    d.finding(
        "indicator-missing", [s, t], "水肥设施", ["水肥一体化面积不少于100亩", "水肥一体化面积（亩）", "水肥一体化面积"], 2
    )  # fmt: skip
    d.findings[-1]["documents"] = [s, t, a]
    d.finding("field-conflict", [s, t, y], "项目编号", ["LC-ZM-2021-024"], 2)
    d.finding(
        "field-conflict", [s, t, a], "建设期限", ["2021年4月至2024年8月"], 1, also=["period-conflict", "date-order"]
    )
    d.finding(
        "actual-conflict", [s, y], "嫁接成活率三年均在85%以上", ["三年嫁接成活率均在85%以上", "嫁接成活率83.2%"], 3,
        also=["figure-conflict", "text-table-conflict", "completion-misstated"],
    )  # fmt: skip
    d.finding("target-not-measurable", [a, t], "生态效益", ["区域生态环境持续改善"], 1)
    d.finding("date-order", [s], "评价早于所写期末", ["2024年7月5日"], 3, also=["period-conflict"], optional=True)
    d.trap(a, "省级补助占62.5%", ["占62.5%"], ["share-mismatch"], "400/640")
    d.trap(y, "增长50.0%", ["增长50.0%"], ["growth-mismatch"], "96/64")
    d.trap(y, "累计120亩", ["累计120亩"], ["actual-conflict", "figure-conflict"], "当年与累计")
    d.trap(y, "人次与实到人数", ["实到395人"], ["caliber-unit", "figure-conflict"], "人与人次并列")
    d.trap(y, "支出率82.5%", ["支出率82.5%"], ["execution-rate-mismatch"], "198/240")
    d.trap(y, "当年示范林210亩", ["营造示范林210亩"], ["target-unmet", "actual-conflict"], "当年数")
    d.trap(s, "女性占37.5%", ["占37.5%"], ["share-mismatch", "part-exceeds-whole"], "476/1268")
    d.trap(s, "满意度91.2%", ["种植户满意度91.2%"], ["impossible-percentage", "share-mismatch"], "135/148")
    d.trap(s, "等级为良", ["等级为良"], ["grade-mismatch"], "86.5分")
    return d
