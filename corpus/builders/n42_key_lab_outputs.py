"""Annual outputs of a research institute in Markdown: counts in sentences against the numbered lists below."""

from builders.figures import Sheet
from builders.kit import right, title


def build() -> Sheet:
    d = Sheet(
        "42-institute-outputs",
        "研究所年度成果：论文、专利、品种、获奖的计数与清单",
        "年度科研产出统计.md",
        "progress_report",
        source="虚构单位与数据；写法依科研院所年度总结",
        layouts=["Markdown，条目式清单与两张表，汉字数词"],
    )
    d.add(title("西岭省果树研究所2023年度科研产出统计说明"))
    d.p(
        "2023年，全所在研项目64项，其中国家级11项、省部级29项、地市级及横向24项，[[sum: 合计{11+29+24}项]]；新立项23项，合同经费1,846万元，[[mean: 项均{1846/23:1}万元]]；结题17项。到位科研经费1,573.5万元，[[?execution-rate-mismatch,caliber-basis,share-mismatch: 占合同经费的85.2% // 到位经费含以前年度合同，此处为所内惯用比率]]。现有科研人员92人，[[mean: 人均到位经费{1573.5/92:1}万元]]。"
    )
    d.h1("一、审定（登记）品种")
    d.p("[[!count-list-mismatch: 全年通过审定或登记的新品种七个]]：")
    d.p("（1）西岭红脆（苹果，国家登记）；", "（2）岭蜜2号（桃，国家登记）；", "（3）川玉早（梨，国家登记）；")
    d.p("（4）西岭8号砧木（苹果砧木，省级审定）；", "（5）金岭（杏，省级审定）；", "（6）黑珠晚（樱桃，省级审定）。")
    d.h1("二、知识产权")
    d.table(
        "表1  授权专利与植物新品种权",
        """
        类别 | 2022年 | 2023年 | 增减 | 2023年占比
        发明专利 | 14 | 18 | * | =share{c3/r5c3:%1}
        实用新型 | 21 | 17 | * | =share{c3/r5c3:%1}
        植物新品种权 | 3 | 5 | * | =share{c3/r5c3:%1}
        软件著作权 | 6 | 9 | * !2@difference-mismatch | =share{c3/r5c3:%1}
        合计 | =1..4 | =1..4 !48@sum-mismatch,count-list-mismatch,figure-conflict | * | 100.0%
        """,
        cols={4: "=difference{c3-c2:0}"},
    )
    d.p(
        "18件授权发明专利中，[[!part-exceeds-whole/2: 第一发明人为青年科技人员的有19件]]；[[?count-list-mismatch,part-exceeds-whole: 已实施许可4件，代表性的有“一种果园风送喷雾装置”“苹果腐烂病生防菌剂” // 代表性列举]]。许可合同金额126万元，[[mean: 件均{126/4:1}万元]]，[[!unit-scale: 合{1260000:0=126000}元]]。"
    )
    d.h1("三、论文与著作")
    d.p(
        "发表论文58篇，其中SCI收录21篇、中文核心29篇、其他8篇，[[sum: 合计{21+29+8}篇]]，[[share: SCI收录占{21/58:%1}]]；比上年的52篇[[growth: 增长{58/52-1:%1}]]。[[?sum-mismatch,part-exceeds-whole: SCI一区5篇、二区9篇 // 其余为三、四区，非穷尽]]。[[?count-list-mismatch: 出版专著3部，分别是《苹果矮砧栽培》《西岭省果树种质资源》《樱桃设施栽培图解》 // 清单与数相符]]。"
    )
    d.table(
        "表2  论文分研究室统计（篇）",
        """
        研究室 | 人数 | SCI | 核心 | 其他 | 合计 | 人均
        种质资源 | 18 | 5 | 6 | 1 | =>3..5 | =mean{c6/c2:2}
        育种 | 26 | 8 | 7 | 2 | =>3..5 | =mean{c6/c2:2}
        栽培 | 24 | 4 | 9 | 3 | =>3..5 | =mean{c6/c2:2} !0.76@mean-mismatch
        植保 | 15 | 3 | 5 | 1 | =>3..5 | =mean{c6/c2:2}
        采后加工 | 9 | 1 | 2 | 1 | =>3..5 | =mean{c6/c2:2}
        合计 | =1..5 | =1..5 | =1..5 | =1..5 | =1..5 | =mean{c6/c2:2}
        """,
    )
    d.h1("四、获奖与平台")
    d.p(
        "获省科技进步二等奖1项、三等奖2项，中国园艺学会奖1项，[[sum: 共{1+2+1}项]]，其中第一完成单位3项。[[!count-list-mismatch,sum-mismatch: 新建试验示范基地12个（山区县5个、平川县4个、省外2个）]]，示范面积1.86万亩，[[?mean-mismatch: 基地平均约1550亩 // 1.86万亩/12]]。举办技术培训47场，培训果农6,230人次，[[mean: 场均{6230/47:0}人次]]。",
        "主持制定地方标准四项：《苹果矮砧密植栽培技术规程》《桃主干形整形修剪规程》《梨火疫病检疫防控规范》《果园生草管理规程》，[[?count-list-mismatch: 另参与制定行业标准2项 // 参与的不在清单内]]。[[share: 地方标准采标率75.0%，即4项中已有3项被生产企业引用]]。",
    )
    d.add(right("西岭省果树研究所科研管理科"), right("2024年1月10日"))
    return d.done()
