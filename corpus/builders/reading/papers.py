"""What the papers of the reading benchmark say.  Every figure comes from one seeded generator."""

from __future__ import annotations

import random
from dataclasses import dataclass

from builders.kit import Block, cap, center, form, h1, h2, h3, note, p, right, sheet, table, title

ORGS = ("海州市智能制造研究院", "云岭大学", "江北精密仪器有限公司", "临湖县农业技术推广中心", "青禾生物科技有限公司")
TOPICS = ("高寒地区蔬菜保鲜", "桥梁健康监测", "工业视觉检测", "退役电池梯次利用", "小流域水质改善", "中药材规范化种植")
NAMES = ("发明专利申请", "发明专利授权", "软件著作权登记", "SCI论文发表", "核心期刊论文", "技术标准制定", "示范基地建设", "技术人员培训",
         "研究生培养", "新产品开发", "成果转化合同", "新增销售收入", "检测装置研制", "数据集建设", "示范面积推广", "专题报告编制")  # fmt: skip
UNITS = ("项", "件", "项", "篇", "篇", "项", "个", "人次", "人", "种", "份", "万元", "台（套）", "个", "亩", "份")
SUBJECTS = ("设备费", "材料费", "测试化验加工费", "燃料动力费", "差旅费", "会议费", "国际合作与交流费", "出版／文献／信息传播费", "劳务费",
            "专家咨询费", "其他支出", "管理费", "绩效支出")  # fmt: skip
SENTENCES = (
    "项目组于{y}年{m}月完成{t}关键技术攻关，形成技术报告{a}份，经第三方检测，准确率由{b}%提高到{c}%。",
    "截至{y}年{m}月31日，累计投入经费{d}万元，其中财政资金{e}万元、自筹资金{f}万元，资金到位率{c}%。",
    "与任务书约定的“不少于{a}项”相比，实际完成{g}项，超额完成{h}%；用户满意度达到{c}%以上。",
    "团队由{o}牵头，联合3家单位，投入人员{g}人（其中高级职称{a}人），编号为{y}YFD{n}的课题已通过验收。",
    "在{t}方面建成示范基地{a}个，面积{i}亩，带动农户{j}户，户均增收{d}元。",
    "试验表明，在-{a}℃至+{g}℃范围内误差小于±0.{a}mm，处理速度约为{i}件/小时，较同类装置提高1.{a}倍。",
    "研究内容按“总体设计—分项攻关—集成示范”三个阶段推进，进度与实施方案一致，未发生重大调整。",
)


@dataclass(frozen=True)
class Source:
    """One paper: its blocks and how it wants to be set."""

    name: str
    blocks: list[Block]
    headings: str = "style"
    landscape: bool = False


class Writer:
    """Makes up sentences and figures."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)

    def sentence(self) -> str:
        r = self.rng
        return r.choice(SENTENCES).format(
            y=r.randint(2020, 2024), m=r.choice((1, 3, 5, 7, 8, 10, 12)), t=r.choice(TOPICS), a=r.randint(2, 9),
            b=f"{r.uniform(60, 85):.1f}", c=f"{r.uniform(90, 99.9):.2f}", d=f"{r.uniform(100, 3000):,.2f}",
            e=r.randint(100, 900), f=f"{r.uniform(10, 99):.1f}", g=r.randint(11, 48), h=f"{r.uniform(5, 60):.1f}",
            o=r.choice(ORGS), n=r.randint(1000000, 1999999), i=f"{r.randint(1000, 9999):,}", j=r.randint(100, 990),
        )  # fmt: skip

    def text(self, sentences: int) -> str:
        return "".join(self.sentence() for _ in range(sentences))

    def money(self, low: float = 1, high: float = 900) -> str:
        return f"{self.rng.uniform(low, high):,.2f}"

    def count(self, unit: str) -> str:
        return self.money(100, 4000) if unit == "万元" else str(self.rng.randint(2, 60))

    def names(self, count: int) -> list[tuple[str, str]]:
        return [(NAMES[i], UNITS[i]) for i in sorted(self.rng.sample(range(len(NAMES)), count))]


def agreement() -> Source:
    """Sections, an indicator table under merged cells, a budget."""
    w = Writer(1)
    rows = [["一级指标", "二级指标", "三级指标", "计量单位", "目标值", "备注"]]
    chosen = w.names(9)
    for i, (name, unit) in enumerate(chosen):
        first = ["产出指标", "^", "^", "^", "^", "^", "效益指标", "^", "满意度指标"][i]
        second = ["数量指标", "^", "^", "质量指标", "^", "时效指标", "经济效益", "社会效益", "服务对象满意度"][i]
        rows.append([first, second, name, unit, f"≥{w.count(unit)}", "—" if i % 3 else f"含{2021 + i}年"])
    budget = [["序号", "科目", "财政资金（万元）", "自筹资金（万元）", "合计（万元）"]]
    for i, subject in enumerate(SUBJECTS[:8], 1):
        budget.append([str(i), subject, w.money(), w.money(), w.money(100, 2000)])
    budget.append(["合计", "<", w.money(900, 3000), w.money(900, 3000), w.money(2000, 9000)])
    return Source("agreement", [
        title("省级重点研发计划项目任务书"), h1("一、项目概况"), p(w.text(3)), p(w.text(2)),
        h1("二、研究内容与考核指标"), h2("（一）主要研究内容"), p(w.text(3)), h2("（二）考核指标"), p(w.text(1)),
        cap("表1 项目绩效目标表"), table(rows, widths=[2.2, 2.6, 4, 2, 2.6, 2.6]), note("注：目标值为项目执行期累计值。"),
        h1("三、经费预算"), cap("表2 经费预算表"), table(budget, widths=[1.5, 4.5, 3.3, 3.3, 3.3]),
        h1("四、其他约定"), p(w.text(2)), p(w.text(1)),
    ])  # fmt: skip


def report() -> Source:
    """A narrative whose headings are only bold text, with short tables between."""
    w = Writer(2)
    small = [["年度", "申请数（件）", "授权数（件）", "授权率"]]
    small += [
        [f"{y}年", str(w.rng.randint(20, 90)), str(w.rng.randint(5, 19)), f"{w.rng.uniform(10, 60):.2f}%"]
        for y in (2021, 2022, 2023)
    ]
    done = [["指标名称", "任务书目标", "实际完成", "完成率"]]
    done += [
        [n, f"不少于{w.count(u)}{u}", f"{w.count(u)}{u}", f"{w.rng.uniform(100, 180):.1f}%"] for n, u in w.names(6)
    ]
    return Source("report", [
        title("工业视觉检测项目验收报告"), h1("一、项目基本情况"), p(w.text(3)), p(w.text(3)),
        h1("二、任务完成情况"), h2("（一）知识产权"), p(w.text(2)), cap("表1-1 专利申请与授权情况"), table(small),
        h2("（二）考核指标对照"), p(w.text(2)), cap("表1-2 考核指标完成情况"), table(done, widths=[4, 4, 4, 3]),
        p(w.text(2)), h1("三、存在的问题"), p(w.text(2)), p(w.text(3)), h1("四、下一步计划"), p(w.text(2)),
    ], headings="bold")  # fmt: skip


def evaluation() -> Source:
    """A self-evaluation form: keys and values of any width above an indicator table, in one grid."""
    w = Writer(3)
    rows = form(
        f"""
        项目名称 | 退役电池梯次利用示范 | < | < | < | < | <
        主管部门 | 海州市科学技术局 | < | < | 实施单位 | 江北精密仪器有限公司 | <
        项目资金⏎（万元） | 资金来源 | 年初预算数 | 全年预算数 | 全年执行数 | 执行率 | 得分
        ^ | 年度资金总额 | {w.money(500)} | {w.money(500)} | {w.money(400)} | 98.31% | 9.8
        ^ | 其中：财政拨款 | {w.money(300)} | {w.money(300)} | {w.money(300)} | 100.00% | —
        ^ | 其他资金 | {w.money()} | {w.money()} | {w.money()} | 91.07% | —
        年度总体目标 | 预期目标 | < | < | 实际完成情况 | < | <
        ^ | {w.text(1)} | < | < | {w.text(1)} | < | <
        """
    ).rows
    rows.append(["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "得分"])
    for i, (name, unit) in enumerate(w.names(8)):
        rows.append(["^", ["产出指标", "^", "^", "^", "^", "效益指标", "^", "^"][i], ["数量指标", "^", "^", "质量指标", "^", "经济效益", "^", "社会效益"][i],
                     name, f"≥{w.count(unit)}{unit}", f"{w.count(unit)}{unit}", str(w.rng.randint(5, 10))])  # fmt: skip
    rows.append(["总分", "<", "<", "<", "<", "<", "96.8"])
    return Source("evaluation", [
        title("项目支出绩效自评表"), center("（2023年度）"), table(rows, heads=0, widths=[2, 2.2, 2.2, 3.4, 2.6, 2.6, 1.6]),
        note("备注：执行率=全年执行数/全年预算数。"),
    ])  # fmt: skip


def ledger(rows: int = 70, *, name: str = "ledger", seed: int = 4) -> Source:
    """A list that goes over several pages; some of its cells take two lines."""
    w = Writer(seed)
    lines = [["序号", "成果名称", "完成单位", "完成时间", "金额（万元）"]]
    for i in range(1, rows + 1):
        subject = f"{w.rng.choice(TOPICS)}{w.rng.choice(('技术开发', '服务合同', '装置研制与示范应用合同', '数据平台建设'))}（第{i}期）"
        lines.append([str(i), subject, w.rng.choice(ORGS), f"{w.rng.randint(2021, 2023)}-{w.rng.randint(1, 12):02d}-{w.rng.randint(1, 28):02d}", w.money()])  # fmt: skip
    lines.append(["合计", "<", "<", "<", w.money(9000, 20000)])
    return Source(name, [
        title("成果转化合同清单"), p(w.text(2)), cap("表1 技术合同登记明细"), table(lines, widths=[1.4, 6.2, 4.4, 2.6, 2.6]), p(w.text(1)),
    ])  # fmt: skip


def years() -> Source:
    """Three header rows, columns by year, 其中 rows."""
    w = Writer(5)
    rows = [
        ["指标名称", "单位", "任务书约定", "<", "<", "<", "实际完成", "<", "<", "<"],
        ["^", "^", "2021年", "2022年", "2023年", "累计", "2021年", "2022年", "2023年", "累计"],
    ]
    for i, (name, unit) in enumerate(w.names(8)):
        rows.append([name if i % 4 != 1 else f"其中：{name}", unit, *(w.count(unit) for _ in range(8))])
    return Source("years", [
        title("年度进展报告"), h1("一、总体进展"), p(w.text(2)), h1("二、年度指标"), right("单位：见表"), table(rows, heads=2, widths=[3.4, 1.6, *[1.5] * 8]),
        h1("三、经费执行"), p(w.text(3)),
    ])  # fmt: skip


def wide() -> Source:
    """A landscape paper with twelve columns."""
    w = Writer(6)
    rows = [["序号", "课题名称", "承担单位", "专项经费", "<", "<", "自筹经费", "<", "<", "执行率", "结余", "备注"],
            ["^", "^", "^", "预算", "到位", "支出", "预算", "到位", "支出", "^", "^", "^"]]  # fmt: skip
    rows += [
        [
            str(i),
            w.rng.choice(TOPICS),
            w.rng.choice(ORGS),
            *(w.money() for _ in range(6)),
            f"{w.rng.uniform(60, 100):.2f}%",
            w.money(0, 30),
            "" if i % 4 else "延期",
        ]
        for i in range(1, 11)
    ]
    rows.append(["合计", "<", "<", *(w.money(900, 5000) for _ in range(6)), "93.40%", w.money(50, 90), ""])
    return Source("wide", [
        title("项目经费执行情况汇总表"), right("单位：万元"), table(rows, heads=2, widths=[1.3, 3.6, 4, *[2] * 6, 1.9, 1.8, 1.6]), p(w.text(1)),
    ], landscape=True)  # fmt: skip


def performance() -> Source:
    """Numbered sections of three depths and key-value forms."""
    w = Writer(7)
    return Source("performance", [
        title("专项资金绩效评价报告"), h1("一、基本情况"), h2("（一）项目概况"), h3("1.立项背景"), p(w.text(2)), h3("2.主要内容"), p(w.text(2)),
        h2("（二）绩效目标"), form(f"""
        项目编号 | 2023YFD{w.rng.randint(1000000, 1999999)} | 起止时间 | 2021年1月—2023年12月
        牵头单位 | 云岭大学 | 统一社会信用代码 | 12530000MB0X{w.rng.randint(100000, 999999)}
        总经费 | {w.money(1000, 3000)}万元 | 其中：财政资金 | {w.money(100, 900)}万元
        负责人 | 林知远 | 联系电话 | 0871-6{w.rng.randint(1000000, 9999999)}
        """, widths=[3, 5, 3.6, 5]), h1("二、评价结论"), p(w.text(3)), cap("表2 评分汇总"), table(
            [["一级指标", "分值", "得分", "得分率"], *([n, str(s), f"{s * k:.2f}", f"{100 * k:.2f}%"] for n, s, k in
             (("决策", 15, 0.92), ("过程", 25, 0.884), ("产出", 35, 0.951), ("效益", 25, 0.9))), ["合计", "100", "91.69", "91.69%"]]),
        h1("三、主要经验"), p(w.text(3)), h1("四、有关建议"), p(w.text(2)),
    ])  # fmt: skip


def statistics(seed: int = 8) -> Source:
    """Plain statistics, to be set as a three-line or a borderless table."""
    w = Writer(seed)
    rows = [["指标", "2021年", "2022年", "2023年", "年均增速（%）"]]
    rows += [[f"{n}（{u}）", w.count(u), w.count(u), w.count(u), f"{w.rng.uniform(-9, 30):.1f}"] for n, u in w.names(8)]
    other = [["地区", "农户数（户）", "面积（亩）", "产量（吨）", "产值（万元）"]]
    other += [
        [c, str(w.rng.randint(100, 999)), f"{w.rng.randint(1000, 9999):,}", w.money(), w.money()]
        for c in ("临湖县", "青山区", "江北区", "云岭市", "合计")
    ]
    return Source("statistics", [
        title("成果统计分析报告"), h1("一、成果产出"), p(w.text(2)), cap("表1 主要成果统计"), table(rows), p(w.text(2)), h1("二、区域分布"),
        p(w.text(1)), cap("表2 分地区推广情况"), table(other), p(w.text(2)),
    ])  # fmt: skip


def article(seed: int = 9) -> Source:
    """Running text for two columns."""
    w = Writer(seed)
    blocks = [title("桥梁健康监测技术研究进展")]
    for number, name in zip("一二三四", ("研究背景", "技术路线", "试验结果", "结论与展望"), strict=True):
        blocks += [h1(f"{number}、{name}"), p(w.text(4)), p(w.text(3)), p(w.text(3))]
    return Source("article", blocks)


def transposed() -> Source:
    """Indicators as columns."""
    w = Writer(10)
    chosen = w.names(6)
    rows = [
        ["指标", *(n for n, _ in chosen)],
        ["单位", *(u for _, u in chosen)],
        *([k, *(w.count(u) for _, u in chosen)] for k in ("立项时已有", "中期", "任务目标", "完成")),
    ]
    return Source("transposed", [
        title("项目中期检查表"), h1("一、指标进展"), p(w.text(1)), table(rows, widths=[2.4] * 7), h1("二、检查意见"), p(w.text(2)),
    ])  # fmt: skip


def figures() -> Source:
    """Dense numbers, as scans must bear them."""
    w = Writer(11)
    rows = [["科目", "预算数", "调整数", "决算数", "差异", "执行率"]]
    rows += [
        [s, w.money(), w.money(0, 20), w.money(), f"-{w.money(0, 9)}", f"{w.rng.uniform(60, 120):.2f}%"]
        for s in SUBJECTS
    ]
    rows.append(["合计", w.money(2000, 9000), w.money(50, 90), w.money(2000, 9000), w.money(1, 99), "97.65%"])
    return Source("figures", [
        title("项目经费决算表"), right("单位：万元"), table(rows, widths=[5, 2.6, 2.3, 2.6, 2.3, 2.4]), h1("一、决算说明"), p(w.text(3)), h1("二、结余资金"), p(w.text(2)),
    ])  # fmt: skip


def workbook() -> Source:
    """Three sheets."""
    w = Writer(12)
    fund = [
        ["科目", "预算数", "执行数", "执行率"],
        *([s, w.money(), w.money(), f"{w.rng.uniform(60, 100):.2f}%"] for s in SUBJECTS),
    ]
    goal = [["一级指标", "三级指标", "单位", "目标值", "完成值"]]
    goal += [
        ["产出指标" if i == 0 else "^" if i < 5 else "效益指标" if i == 5 else "^", n, u, f"≥{w.count(u)}", w.count(u)]
        for i, (n, u) in enumerate(w.names(8))
    ]
    return Source("workbook", [
        sheet("经费"), title("经费执行情况"), table(fund, widths=[5, 3, 3, 3]), sheet("绩效指标"), table(goal, widths=[3, 5, 2, 3, 3]),
        sheet("成果清单"), *ledger(30, seed=13).blocks[-2:-1],
    ])  # fmt: skip
