"""Sports: six community fitness centres under one guideline; cap, own funds, least values, two far below their peers."""

from builders.kit import center, cover, form, h1, note, right, title
from builders.stagekit import base, stages
from builders.stagemarks import p, paras, table, values


def centre(d, n, name, code, unit, leader, aid, own, figures, *, total=None):
    """One agreement of the class; figures: visits, tests, lectures, instructors, events, cases, satisfaction."""
    d.project(name, code)
    d.alias(name, "服务人次", "年服务人次", "年度服务人次", "全年服务人次")
    d.alias(name, "国民体质监测", "体质监测", "国民体质监测人数", "体质测试")
    d.alias(name, "科学健身讲座", "健身讲座", "举办科学健身讲座")
    d.alias(name, "社会体育指导员", "配备社会体育指导员", "在岗社会体育指导员")
    d.alias(name, "群众赛事活动", "组织群众赛事活动", "赛事活动", "群众性赛事活动")
    d.alias(name, "运动干预案例", "慢病运动干预", "完成慢病运动干预案例", "慢病运动干预案例")
    d.alias(name, "居民满意度", "服务对象满意度")
    total = total or aid + own
    cells = [x if x[0] in "≥≤" else "不少于" + x for x in figures]
    path = f"合同/{n:02d}-{unit}.docx"
    span = {"start": "2023-03-01", "end": "2024-02-29"}
    d.paper(
        path,
        "task_agreement",
        name,
        [
            title("运动健康社区中心建设项目合同"),
            form(f"""
        合同编号 | {code} | 签订日期 | 2023年3月1日
        项目名称 | {name} | < | <
        建设单位（乙方） | {unit} | 项目负责人 | {leader}
        建设期限 | 2023年3月1日至2024年2月29日 | 总投入 | {total}万元
        """),
            p(f"甲方（市体育局）补助乙方{aid}万元，乙方自筹{own}万元，分两次拨付。"),
            h1("乙方承诺的建设绩效"),
            table(
                f"""
        服务类 | < | < | 能力类 | < | < | 评价
        服务人次 | 体质监测 | 健身讲座 | 社会体育指导员 | 群众赛事活动 | 慢病运动干预案例 | 居民满意度
        {" | ".join(f"[[{c}|t|{m}]]" for c, m in zip(cells, ("服务人次", "体质监测", "健身讲座", "社会体育指导员", "群众赛事活动", "慢病运动干预案例", "居民满意度"), strict=True))}
        """,
                heads=2,
            ),
            note("注：服务人次按门禁刷卡统计；体质监测按完成整套测试的人数统计，同一人只计一次。"),
        ],
        fields=base(name, code, unit, leader) | span | {"total_budget": f"{total}万元"},
    )
    return path


def build():
    d = stages(
        "32-fitness-centres",
        "体育：同一指南下六个运动健康社区中心，额度上限、自筹比例、最低指标、与同类相差悬殊；其中一个走完申报、合同、自评",
        "指南：正文写条件，附件列最低绩效",
        "合同：横排双层表头（服务类/能力类/评价），一行数值",
        "申报书：按“做什么、做多少”两栏",
        "自评：段落式，半数数据在句中",
    )
    g, a, s = "申报指南.docx", "申报/滨江社区申报书.docx", "自评/滨江社区自评报告.docx"
    d.paper(
        g,
        "guideline",
        None,
        [
            title("2023年度运动健康社区中心建设项目申报指南"),
            center("（市体育局　2022年12月）"),
            *paras("""
        # 一、支持范围与方式
        面向街道（乡镇）社区遴选建设运动健康社区中心，采取事前补助方式，单个项目补助额度不超过200万元，建设单位自筹资金与补助资金之比不低于1:1。
        # 二、建设期
        建设期一年。
        # 三、绩效要求
        各申报单位提出的绩效目标不得低于下表，申报书格式、承诺书格式和资金预算表见附件。
        """),
            values(
                """
        绩效内容 | 最低要求
        服务人次 | ≥3万人次
        国民体质监测 | ≥1500人
        科学健身讲座 | ≥24场
        社会体育指导员 | ≥20人
        群众赛事活动 | ≥12场
        慢病运动干预案例 | ≥100例
        服务对象满意度 | ≥85%
        """,
                {1: "t"},
            ),
            *paras("""
            附件1 申报书格式
            附件2 承诺书格式
            附件2 资金预算表
            """),
        ],
    )
    one, unit, leader, code = "滨江街道运动健康社区中心", "滨江街道社区文体服务中心", "荀晓峰", "YDJK-2023-01"
    p1 = centre(
        d,
        1,
        one,
        code,
        unit,
        leader,
        180,
        200,
        ("5.2万人次", "3600人", "60场", "32人", "24场", "260例", "≥90%"),
        total=400,
    )
    p2 = centre(
        d,
        2,
        "凤栖街道运动健康社区中心",
        "YDJK-2023-02",
        "凤栖体育发展有限公司",
        "戚望舒",
        200,
        220,
        ("4.8万人次", "3400人", "62场", "30人", "22场", "240例", "≥90%"),
    )
    p3 = centre(
        d,
        3,
        "梧桐里运动健康社区中心",
        "YDJK-2023-03",
        "梧桐里社区服务站",
        "褚清欢",
        160,
        180,
        ("5.0万人次", "1500人", "58场", "28人", "20场", "250例", "≥88%"),
    )
    p4 = centre(
        d,
        4,
        "东港镇运动健康社区中心",
        "YDJK-2023-04",
        "东港镇综合文化站",
        "卫长风",
        230,
        240,
        ("4.6万人次", "3200人", "64场", "26人", "24场", "230例", "≥90%"),
    )
    p5 = centre(
        d,
        5,
        "丹霞街道运动健康社区中心",
        "YDJK-2023-05",
        "丹霞健身俱乐部",
        "蒲若谷",
        180,
        120,
        ("5.5万人次", "3800人", "66场", "15人", "26场", "280例", "≥92%"),
    )
    p6 = centre(
        d,
        6,
        "清源乡运动健康社区中心",
        "YDJK-2023-06",
        "清源乡体育指导中心",
        "郁文澜",
        150,
        170,
        ("4.7万人次", "3300人", "24场", "25人", "21场", "235例", "≥90%"),
    )
    d.paper(
        a,
        "application",
        one,
        [
            cover(
                "运动健康社区中心建设项目申报书",
                f"项目名称：{one}",
                f"申报单位：{unit}",
                f"项目负责人：{leader}",
                "建设期：2023年3月至2024年2月",
            ),
            table("""
        做什么 | 做多少
        开放健身空间，延时服务 | 全年[[服务人次不少于5.2万人次|t|服务人次]]，2022年为[[4.1万人次|b|服务人次]]
        开展体质测试并出具运动处方 | [[国民体质监测4500人|t]]
        科学健身进社区 | [[举办科学健身讲座60场|t]]
        充实指导力量 | [[配备社会体育指导员32人|t]]，每周值守
        办好群众身边的赛事 | [[组织群众赛事活动24场|t]]
        体医融合 | [[完成慢病运动干预案例260例|t]]，以高血压、糖尿病前期人群为主
        让居民满意 | [[服务对象满意度90%以上|t]]
        """),
            p("资金来源：总投入380万元，其中申请补助180万元，街道自筹200万元。"),
        ],
        fields={
            "project_name": one,
            "undertaker": unit,
            "leader": leader,
            "start": "2023-03",
            "end": "2024-02",
            "total_budget": "380万元",
        },
    )
    d.paper(
        s,
        "self_evaluation",
        one,
        [
            title("运动健康社区中心项目绩效自评报告"),
            p(f"项目名称：{one}（合同编号YDJK-2023-01）"),
            p(f"建设单位：{unit}　负责人：{leader}"),
            p("建设期限：2023年3月1日至2024年2月29日"),
            *paras("""
        一、目标完成情况
        中心全年开放342天，门禁统计[[服务人次5.46万人次|a]]，完成合同[[5.2万人次|t|服务人次]]的105.0%。其中[[老年人2.31万人次|a]]，占42.3%。
        合同要求[[体质监测3600人|t]]，实际完成[[体质监测4120人次|a]]，测试数据已上传市级平台。[[举办科学健身讲座63场|a]]，超过合同[[60场|t|科学健身讲座]]的要求。
        [[在岗社会体育指导员27人|a]]，合同为[[32人|t|社会体育指导员]]，因两家合作俱乐部停业，5人离岗尚未补充。[[组织赛事活动25场|a|赛事活动]]（合同[[24场|t|赛事活动]]），其中[[社区自办16场|a]]、[[承接区级9场|a]]。
        体医融合方面，[[完成慢病运动干预案例266例|a]]（合同[[260例|t|慢病运动干预案例]]）。第三方调查[[居民满意度91.5%|a]]，高于合同[[90%|t|居民满意度]]。
        二、资金
        到位380万元，支出376.2万元，支出率99.0%。
        三、结论
        合同约定的七项绩效目标全部完成，自评等级为优。
        """),
            right("2024年3月22日"),
        ],
        fields={
            "project_name": one,
            "project_code": code,
            "undertaker": unit,
            "leader": leader,
            "start": "2023-03-01",
            "end": "2024-02-29",
        },
    )
    d.skip |= {"老年人", "社区自办", "承接区级"}
    d.finding(
        "target-lowered", [p1, a], "国民体质监测", ["不少于3600人", "国民体质监测4500人"], 1, also=["target-changed"]
    )
    d.finding("caliber-unit", [s, p1], "国民体质监测人次", ["体质监测4120人次"], 2, also=["actual-conflict"])
    d.finding("target-unmet", [s, p1], "社会体育指导员", ["在岗社会体育指导员27人"], 1)
    d.finding("completion-misstated", [s, p1], "七项全部完成", ["合同约定的七项绩效目标全部完成"], 2)
    d.finding(
        "funding-sum",
        [p1, a],
        "总投入400万元",
        ["400万元", "甲方（市体育局）补助乙方180万元，乙方自筹200万元"],
        2,
        also=["field-conflict", "sum-mismatch"],
    )
    d.finding("field-conflict", [p1, a], "总投入", ["400万元", "总投入380万元"], 2, also=["funding-sum"], optional=True)
    d.finding("target-below-peers", [p3], "体质监测", ["不少于1500人"], 3)
    d.finding("target-below-peers", [p6], "健身讲座", ["不少于24场"], 3)
    d.finding("funding-over-limit", [p4, g], "补助230万元", ["补助乙方230万元"], 1)
    d.finding("funding-ratio", [p5, g], "自筹120万元", ["补助乙方180万元，乙方自筹120万元"], 2)
    d.finding("target-below-guideline", [p5, g], "社会体育指导员", ["不少于15人"], 1, also=["target-below-peers"])
    d.finding("numbering-clash", [g], "附件2", ["附件2 承诺书格式", "附件2 资金预算表"], 1)
    d.skip |= {
        "国民体质监测",
        "社会体育指导员",
        "服务人次",
        "居民满意度",
        "群众赛事活动",
        "运动干预案例",
        "科学健身讲座",
    }
    d.trap(p2, "补助等于上限", ["补助乙方200万元"], ["funding-over-limit", "funding-ratio"], "200万元未超，220:200≥1:1")
    d.trap(p3, "满意度88%", ["≥88%"], ["target-below-guideline", "target-below-peers"], "高于85%，与同类接近")
    d.trap(s, "服务人次105.0%", ["105.0%"], ["completion-rate-mismatch", "target-too-low"], "5.46/5.2=105.0%")
    d.trap(
        s,
        "其中老年人",
        ["其中老年人2.31万人次，占42.3%"],
        ["share-mismatch", "actual-conflict", "target-unmet"],
        "2.31/5.46",
    )
    d.trap(s, "赛事分项", ["其中社区自办16场、承接区级9场"], ["sum-mismatch", "actual-conflict"], "16+9=25")
    d.trap(s, "5人离岗", ["5人离岗"], ["difference-mismatch", "actual-conflict"], "32-27=5")
    d.trap(
        p6, "清源乡服务人次4.7万", ["不少于4.7万人次"], ["target-below-peers", "target-below-guideline"], "与同类接近"
    )
    d.trap(
        p3, "项目不同目标不同", ["不少于5.0万人次"], ["target-changed", "target-lowered", "actual-conflict"], "另一项目"
    )
    return d
