"""A feeder airport's yearly statistics: passengers by quarter, routes, irregular flights, subsidies; notes under the tables."""

from builders.figures import Sheet
from builders.kit import center, note, right, sheet, title


def build() -> Sheet:
    d = Sheet(
        "95-feeder-airport",
        "支线机场年度运营统计工作簿：吞吐量、航线客座率、航班正常性、补贴与收入（表下附注）",
        "芒岭机场2024年运营统计.xlsx",
        "other",
        source="虚构单位与数据；表式依支线机场生产统计月报与补贴结算表",
        layouts=["工作簿 xlsx，四张工作表，季度横列，表下有较长附注，人次、架次、公斤、万元"],
        numeric=True,
    )
    d.add(sheet("生产量"), title("芒岭机场2024年主要生产指标"), right("统计口径：进出港合计"))
    d.table(
        "生产指标",
        """
        指标 | 一季度 | 二季度 | 三季度 | 四季度 | 全年 | 2023年 | 同比
        进港旅客（人次） | 38412 | 45206 | 61875 | 42390 | * | 171240 | *
        出港旅客（人次） | 37985 | 44873 | 62540 | 41724 | * | 170635 | * !9.16%@growth-mismatch
        旅客吞吐量（人次） | =1+2 | =1+2 | =1+2 | =1+2 !81414@sum-mismatch | =1+2 | =1+2 | *
        起降架次（架次） | 612 | 704 | 868 | 690 | * | 2706 | *
        货邮吞吐量（公斤） | 84210 | 91675 | 118340 | 131905 | * | 398600 | *
        """,
        cols={6: "=>2..5", 8: "=growth{c6/c7-1:%2}"},
        cap=False,
    )
    d.add(
        note(
            "附注：1.旅客吞吐量为进港与出港之和，[[?caliber-unit,figure-conflict: 一名旅客往返计两人次 // 口径]]。2.平均每架次载客[[mean: {375005/2874:1}人]]；三季度旅客124415人次，[[share: 占全年的{124415/375005:%1}]]。3.货邮吞吐量全年426130公斤，[[!unit-scale,figure-conflict: 折合42.6吨]]；[[?share-mismatch,growth-mismatch: 四季度花卉发运集中，货邮量为一季度的1.57倍 // 131905/84210]]。"
        ),
        sheet("航线"),
        title("出港航线运行情况（2024年）"),
    )
    d.table(
        "航线",
        """
        通航点 | 出港班次 | 出港旅客 | 可供座位 | 客座率 | 班均旅客（人）
        昆明 | 512 | 70315 | 92160 | * | *
        成都 | 386 | 52140 | 69480 | * | *
        重庆 | 241 | 27468 | 39524 | * !66.50%@share-mismatch | *
        广州 | 178 | 24682 | 32040 | * | *
        西双版纳 | 120 | 12517 | 19680 | * | * !140.3@mean-mismatch
        合计 | =1..5 | =1..5 | =1..5 | =share{c3/c4:%2} | =mean{c3/c2:1}
        """,
        cols={5: "=share{c3/c4:%2}", 6: "=mean{c3/c2:1}"},
        cap=False,
    )
    d.add(
        note(
            "附注：1.出港班次1437班，[[?sum-mismatch,figure-conflict: 为全年起降架次2874的一半 // 一起一降]]。2.[[!count-list-mismatch: 年末通航点6个，即昆明、成都、重庆、广州、西双版纳]]；[[!date-order: 重庆航线因运力调配自7月22日起停航，至7月3日恢复]]。3.昆明航线出港旅客[[share: 占全部出港旅客的{70315/187122:%1}]]，[[difference: 比成都航线多{70315-52140}人次]]。"
        ),
        sheet("正常性"),
        title("不正常航班原因分类"),
    )
    d.table(
        "不正常航班",
        """
        原因 | 班次 | 占比 | 上年班次 | 增减（班）
        天气 | 97 | * | 112 | *
        空域流控 | 54 | * | 49 | *
        航空公司 | 43 | * !17.92%@share-mismatch | 51 | *
        机场保障 | 9 | * | 14 | *
        其他 | 15 | * | 13 | *
        合计 | =1..5 | 100.00% | =1..5 | =1..5
        """,
        cols={3: "=share{c2/r6c2:%2}", 5: "=difference{c2-c4:0}"},
        cap=False,
    )
    d.add(
        note(
            "附注：1.出港航班正常率＝（1437－218）÷1437，[[share: 为{(1437-218)/1437:%1}]]，[[!unit-scale,growth-mismatch,difference-mismatch/2: 比上年的82.3%提高2.5%]]。2.旅客满意度测评发放问卷600份，有效570份，满意539份，[[share: 满意率{539/570:%1}]]。3.[[?share-mismatch,sum-mismatch: 占比保留两位小数，各项相加可能为99.99%或100.01% // 舍入]]。4.[[?figure-conflict,text-table-conflict: 因机场原因造成的不正常航班9班中取消1班 // 其中]]。"
        ),
        sheet("补贴"),
        title("补贴资金收支（万元）"),
    )
    d.table(
        "补贴",
        """
        科目 | 预算 | 执行 | 执行率 | 结余
        航线培育补贴 | 3200.00 | 3086.40 | * | *
        运营补贴 | 1450.00 | 1450.00 | * | *
        安保设备 | 680.00 | 612.35 | * | * !76.65@difference-mismatch
        除冰除雪 | 120.00 | 87.62 | * | *
        跑道道面维护 | 540.00 | 498.70 | * | *
        合计 | =1..5 | =1..5 | * | =difference{c2-c3:2}
        """,
        cols={4: "=execution_rate{c3/c2:%2}", 5: "=difference{c2-c3:2}"},
        cap=False,
    )
    d.add(
        note(
            "附注：1.航线培育补贴3086.40万元，[[mean: 平均每个出港班次补贴{30864000/1437:0}元]]。2.资金来源为省级2396.00万元、市级3594.00万元，[[sum: 合计{2396+3594:2}万元]]，[[?funding-ratio,share-mismatch: 省市四六分担 // 2396/5990]]。3.[[?sum-mismatch,funding-sum,figure-conflict: 候机楼改造专项1260.00万元另行核算，不列入本表 // 另列]]。"
        ),
        center("填表：刀玉香　　审核：施国瑞　　2025年1月20日"),
    )
    return d.done()
