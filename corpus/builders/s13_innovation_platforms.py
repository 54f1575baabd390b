"""City innovation platforms: an action plan, a guideline and six agreements of one class; half-year table over all six; peers."""

from builders.kit import N, cap, center, form, h1, h2, note, p, right, sheet, table, title
from builders.stagekit import base, stages

#      name, code, unit, leader, aid, own, firms, contracts, pilots, managers, trained; first half year: firms, contracts, pilots, managers, trained
SIX = [
    (
        "新型显示材料创新服务平台",
        "LZPT-2023-01",
        "临洲市新型显示研究院",
        "郝连城",
        180,
        380,
        100,
        3000,
        12,
        6,
        400,
        (58, 1620, 6, 3, 216),
    ),
    (
        "精密模具创新服务平台",
        "LZPT-2023-02",
        "临洲模具工业研究院",
        "巫晓岚",
        200,
        420,
        110,
        2800,
        10,
        5,
        450,
        (61, 1410, 5, 2, 230),
    ),
    (
        "智能家电检测创新服务平台",
        "LZPT-2023-03",
        "临洲家电检测中心",
        "展鹏程",
        160,
        330,
        24,
        2600,
        11,
        5,
        380,
        (15, 1305, 5, 3, 187),
    ),
    (
        "生物育种创新服务平台",
        "LZPT-2023-04",
        "临洲市农业科学研究所",
        "邰慕云",
        150,
        225,
        90,
        2500,
        10,
        3,
        360,
        (42, 1190, 4, 1, 171),
    ),
    (
        "海洋药物创新服务平台",
        "LZPT-2023-05",
        "滨海海洋药物研究所",
        "冉子谦",
        260,
        540,
        95,
        3200,
        13,
        7,
        420,
        (49, 1655, 7, 4, 208),
    ),
    (
        "纺织印染绿色创新服务平台",
        "LZPT-2023-06",
        "临洲纺织工程学院",
        "蒙嘉禾",
        170,
        350,
        105,
        900,
        12,
        6,
        430,
        (53, 2140, 6, 3, 225),
    ),
]


def build():
    d = stages(
        "13-innovation-platforms",
        "市创新平台：行动方案→指南→六份同类任务书，个别平台指标明显低于同类、低于指南下限或超额度",
        "行动方案：目标一句多数",
        "申报指南：表格列最低指标",
        "六份任务书：简式，指标顺序与排版略有不同（表、分条、一段话）",
        "半年监测汇总 xlsx：六个项目同一表",
        "一份绩效自评",
    )
    for row in SIX:
        d.project(row[0], row[1])
        d.alias(row[0], "服务企业", "服务企业数", "服务企业数量", "服务本市企业")
        d.alias(row[0], "促成技术合同成交额", "技术合同成交额", "促成技术合同成交金额")
        d.alias(row[0], "中试或验证项目", "中试验证项目", "完成中试或验证项目", "中试、验证项目")
        d.alias(row[0], "新增技术经理人", "技术经理人")
        d.alias(row[0], "技术培训", "培训技术人员", "开展技术培训")
    plan, g, x, own = (
        "临洲市产业创新平台提升行动方案.docx",
        "2023年度申报指南.docx",
        "2023年上半年监测汇总.xlsx",
        "06-纺织印染平台绩效自评.docx",
    )
    d.paper(
        plan,
        "policy",
        None,
        [
            title("临洲市产业创新平台提升行动方案（2023—2025年）"),
            h1("一、工作目标"),
            p(
                "到2025年，[[全市市级产业创新服务平台达到20家以上|t|市级产业创新服务平台|20家以上]]，[[年服务企业2000家次以上|t|平台年服务企业|2000家次以上]]，[[平台带动技术合同成交额累计达到15亿元|t|平台带动技术合同成交额|15亿元]]，[[培育技术经理人200名|t|培育技术经理人|200名]]。"
            ),
            h1("二、重点任务"),
            p("按照“一产业一平台”的思路，分年度遴选建设，健全运行评估与动态调整机制，评估结果与后续支持挂钩。"),
            h1("三、保障措施"),
            p("市科技局会同市财政局制定年度申报指南，落实资金保障。"),
        ],
    )
    d.paper(
        g,
        "guideline",
        None,
        [
            title("2023年度市级产业创新服务平台建设项目申报指南"),
            p("根据《临洲市产业创新平台提升行动方案（2023—2025年）》，现启动2023年度申报工作。"),
            h1("一、支持条件与标准"),
            p(
                "（一）每个平台资助金额不超过200万元；（二）建设单位自筹资金与资助资金之比不低于2:1；（三）建设期1年，自2023年1月1日至2023年12月31日。"
            ),
            h1("二、最低考核要求"),
            table(
                """
            指标 | 计量单位 | 最低要求
            服务企业数 | 家 | [[≥20|t|服务企业数|≥20家]]
            促成技术合同成交额 | 万元 | [[≥800|t|促成技术合同成交额|≥800万元]]
            完成中试或验证项目 | 项 | [[≥10|t|完成中试或验证项目|≥10项]]
            新增技术经理人 | 人 | [[≥5|t|新增技术经理人|≥5人]]
            开展技术培训 | 人次 | [[≥300|t|开展技术培训|≥300人次]]
        """,
                lint=False,
            ),
            note("注：以上为各类平台的最低要求，申报单位应结合自身基础合理设定目标，鼓励就高。"),
        ],
    )
    papers = []
    for i, (n, c, u, who, aid, own_funds, firms, contract, pilots, men, trained, _) in enumerate(SIX):
        path = f"{i + 1:02}-任务书（{n[:4]}）.docx"
        papers.append(path)
        head = form(f"""
            项目名称 | {n} | 项目编号 | {c}
            承担单位 | {u} | 项目负责人 | {who}
            建设期 | 2023年1月1日至2023年12月31日 | 总投入 | {aid + own_funds}万元
        """)
        funds = p(f"项目总投入{aid + own_funds}万元，其中市级资助{aid}万元，单位自筹{own_funds}万元。")
        if i % 3 == 0:
            body = [
                table(
                    f"""
                序号 | 考核指标 | 目标值
                1 | 服务企业数 | 不少于{firms}家
                2 | 促成技术合同成交额 | 不低于{contract}万元
                3 | 中试验证项目 | 不少于{pilots}项
                4 | 新增技术经理人 | {men}人
                5 | 技术培训 | {trained}人次
            """,
                    name=1,
                    target=2,
                )
            ]
        elif i % 3 == 1:
            body = [
                p(f"1、[[服务本市企业≥{firms}家|t|服务本市企业|≥{firms}家]]；"),
                p(f"2、[[促成技术合同成交金额≥{contract}万元|t|促成技术合同成交金额|≥{contract}万元]]；"),
                p(f"3、[[完成中试或验证项目≥{pilots}项|t|完成中试或验证项目|≥{pilots}项]]；"),
                p(f"4、[[新增技术经理人≥{men}人|t|新增技术经理人|≥{men}人]]；"),
                p(f"5、[[培训技术人员≥{trained}人次|t|培训技术人员|≥{trained}人次]]。"),
            ]
        else:
            body = [
                p(
                    f"建设期内，[[服务企业{firms}家以上|t|服务企业|{firms}家以上]]，[[完成中试、验证项目{pilots}项|t|中试、验证项目|{pilots}项]]，[[技术合同成交额达到{contract}万元|t|技术合同成交额|达到{contract}万元]]，"
                    f"[[新增技术经理人{men}名|t|新增技术经理人|{men}名]]，[[开展技术培训{trained}人次|t|开展技术培训|{trained}人次]]。"
                )
            ]
        d.paper(
            path,
            "task_agreement",
            n,
            [
                title("市级产业创新服务平台建设项目任务书"),
                head,
                h1("一、建设内容"),
                p(f"围绕{n[:4]}领域企业共性需求，完善中试验证、检测分析与技术转移服务条件，建立开放共享的服务机制。"),
                h1("二、考核指标"),
                *body,
                h1("三、经费"),
                funds,
                right("2023年1月10日"),
            ],
            fields=base(n, c, u, who)
            | {"start": "2023-01-01", "end": "2023-12-31", "total_budget": f"{aid + own_funds}万元"},
        )
    grid = [
        [
            "项目编号",
            "项目名称",
            "服务企业（家）",
            "技术合同成交额（万元）",
            "中试验证项目（项）",
            "新增技术经理人（人）",
            "技术培训（人次）",
        ]
    ]
    for i, row in enumerate(SIX):
        shown_code = "LZPT-2023-20" if i == 1 else row[1]
        grid.append([shown_code, row[0], *(N(v) for v in row[-1])])
    totals = [sum(row[-1][k] for row in SIX) for k in range(5)]
    grid.append(["合计", "", *(N(v) for v in totals)])
    blocks = [
        sheet("监测汇总"),
        title("市级产业创新服务平台2023年上半年建设情况汇总"),
        center("数据截至2023年6月30日"),
        table(grid),
    ]
    paper = d.paper(
        x, "progress_report", SIX[0][0], blocks, parts=[{"kind": "progress_report", "project": r[0]} for r in SIX]
    )
    keys = [
        ("服务企业", "家"),
        ("技术合同成交额", "万元"),
        ("中试验证项目", "项"),
        ("新增技术经理人", "人"),
        ("技术培训", "人次"),
    ]
    for row in SIX:
        for (label, u), v in zip(keys, row[-1], strict=True):
            d.claim(paper, "actual", label, f"{v}{u}", str(v), period="2023年上半年")
            paper.claims[-1]["_project"] = row[0]
    n, c, u, who = SIX[5][:4]
    d.paper(
        own,
        "self_evaluation",
        n,
        [
            title("产业创新服务平台建设项目绩效自评报告"),
            p(f"项目名称：{n}"),
            p(f"项目编号：{c}"),
            p(f"承担单位：{u}　项目负责人：{who}"),
            h1("一、主要成效"),
            p(
                "建设期内，平台[[服务企业112家|a|服务企业|112家]]，[[其中规上企业41家|a|服务规上企业|41家]]；[[完成中试、验证项目13项|a|中试、验证项目|13项]]；[[促成技术合同成交额4318万元|a|技术合同成交额|4318万元]]；[[新增技术经理人6名|a|新增技术经理人|6名]]；[[开展技术培训46场、458人次|a|开展技术培训|458人次]]。"
            ),
            h1("二、资金使用"),
            cap("资金使用情况（单位：万元）"),
            table("""
            来源 | 预算数 | 支出数 | 执行率
            市级资助 | 170 | 166.60 | 98.00%
            单位自筹 | 350 | 350.00 | 100.00%
            合计 | 520 | 516.60 | 99.35%
        """),
            h2("三、自评结论"),
            p("任务书确定的考核指标全部完成。"),
            right("2024年1月22日"),
        ],
        fields=base(n, c, u, who),
    )
    d.claim(d.papers[-1], "actual", "技术培训", "46场", "开展技术培训46场", thread="培训场次")
    d.skip |= {"培训场次", "服务规上企业"}
    d.finding(
        "target-below-peers", [papers[2]], "服务企业数明显低于同类", ["服务企业24家以上"], 3, also=["target-too-low"]
    )
    d.finding("target-below-guideline", [papers[3], g], "新增技术经理人", ["3人"], 1)
    d.finding("funding-ratio", [papers[3], g], "自筹资金之比1.5:1", ["单位自筹225万元", "不低于2:1"], 2)
    d.finding("funding-over-limit", [papers[4], g], "资助260万元", ["市级资助260万元"], 1)
    d.finding(
        "target-below-peers",
        [papers[5]],
        "技术合同成交额明显低于同类",
        ["技术合同成交额达到900万元"],
        3,
        also=["target-too-low"],
    )
    d.finding(
        "target-too-low",
        [papers[5], own, x],
        "技术合同成交额",
        ["技术合同成交额达到900万元", "促成技术合同成交额4318万元"],
        1,
        also=["target-below-peers"],
    )
    d.finding("field-conflict", [x, papers[1]], "精密模具平台编号", ["LZPT-2023-20"], 1, also=["document-missing"])
    d.trap(papers[2], "高于指南最低要求", ["服务企业24家以上"], ["target-below-guideline"], "指南最低20家")
    d.trap(
        papers[1],
        "资助恰为上限",
        ["市级资助200万元"],
        ["funding-over-limit", "funding-ratio"],
        "200万元未超，420:200=2.1",
    )
    d.trap(papers[1], "与指南同值", ["新增技术经理人≥5人"], ["target-below-guideline"], "等于下限")
    d.trap(
        papers[0],
        "各平台目标不同",
        ["不少于100家", "不低于3000万元"],
        ["target-changed", "target-lowered", "target-below-peers"],
        "不同项目的指标",
    )
    d.trap(
        x,
        "半年数不足全年目标",
        ["58", "42", "1190"],
        ["target-unmet", "actual-conflict", "completion-misstated"],
        "截至6月底",
    )
    d.trap(
        x,
        "合计为六个平台之和",
        [str(totals[0]), str(totals[1])],
        ["sum-mismatch", "actual-conflict", "caliber-scope"],
        "六项相加",
    )
    d.trap(
        plan,
        "全市目标",
        ["15亿元", "2000家次以上"],
        ["target-lowered", "target-changed", "caliber-unit", "target-below-guideline"],
        "全市口径，不是单个平台",
    )
    d.trap(
        own,
        "其中规上企业",
        ["其中规上企业41家"],
        ["actual-conflict", "target-unmet", "figure-conflict"],
        "112家中的子集",
    )
    d.trap(
        own,
        "场次与人次",
        ["开展技术培训46场、458人次"],
        ["caliber-unit", "actual-conflict"],
        "两个计量并列，目标为人次",
    )
    d.skip |= {"服务企业", "中试或验证项目", "技术培训"}
    return d
