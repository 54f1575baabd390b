"""A right workbook: sources of funds of five projects, plan against arrival against spending, in yuan and ten thousand."""

from builders.figures import Sheet
from builders.kit import note, right, sheet, title


def build() -> Sheet:
    d = Sheet(
        "47-clean-sources-book",
        "资金来源与自筹比例台账（全部正确）：计划、到位、支出三套数",
        "项目资金台账.xlsx",
        "financial_report",
        source="虚构单位与数据；表式依科技项目资金台账",
        layouts=["台账 xlsx，三张工作表，数值单元格，比例写成1.50"],
        numeric=True,
    )
    d.add(sheet("来源计划"), title("2023年度产业链协同创新项目资金来源计划表"), right("单位：万元"))
    d.table(
        "来源计划",
        """
        序号 | 项目 | 财政资助 | 牵头单位自筹 | 联合单位自筹 | 总投资 | 自筹/资助 | 资助占比
        1 | 氢燃料电池双极板 | 400.00 | 640.00 | 160.00 | =>3..5 | * | =share{c3/c6:%2}
        2 | 车规级碳化硅模块 | 500.00 | 900.00 | 250.00 | =>3..5 | * | =share{c3/c6:%2}
        3 | 特种机器人减速器 | 300.00 | 450.00 | 0.00 | =>3..5 | * ?@funding-ratio//恰好等于1.50的下限 | =share{c3/c6:%2}
        4 | 生物基可降解薄膜 | 200.00 | 320.00 | 130.00 | =>3..5 | * | =share{c3/c6:%2}
        5 | 海工防腐涂层 | 350.00 | 480.00 | 95.00 | =>3..5 | * | =share{c3/c6:%2}
        合计 | — | =1..5 | =1..5 | =1..5 | =1..5 | * | =share{c3/c6:%2}
        """,
        cols={7: "=share{(c4+c5)/c3:2}"},
        cap=False,
    )
    d.add(
        note(
            "说明：按申报通知，自筹经费与财政资助之比不低于1.5，[[?funding-over-limit: 单个项目财政资助不超过500万元 // 第2项恰为500万元，未超限]]。"
        ),
        sheet("到位支出"),
        title("资金到位与支出情况（截至2023年12月31日）"),
    )
    d.table(
        "到位支出",
        """
        项目 | 计划总投资 | 财政到位 | 自筹到位 | 到位合计 | 到位率 | 支出 | 支出率 | 结存
        氢燃料电池双极板 | 1200.00 | 240.00 | 520.00 | =>3..4 | * | 648.35 | =execution_rate{c7/c5:%2} | =difference{c5-c7:2}
        车规级碳化硅模块 | 1650.00 | 300.00 | 810.00 | =>3..4 | * | 972.60 | =execution_rate{c7/c5:%2} | =difference{c5-c7:2}
        特种机器人减速器 | 750.00 | 180.00 | 270.00 | =>3..4 | * ?@execution-rate-mismatch,completion-rate-mismatch//分母为计划总投资 | 398.40 | =execution_rate{c7/c5:%2} | =difference{c5-c7:2}
        生物基可降解薄膜 | 650.00 | 120.00 | 286.00 | =>3..4 | * | 351.72 | =execution_rate{c7/c5:%2} | =difference{c5-c7:2}
        海工防腐涂层 | 925.00 | 210.00 | 365.00 | =>3..4 | * | 540.18 | =execution_rate{c7/c5:%2} | =difference{c5-c7:2}
        合计 | =1..5 | =1..5 | =1..5 | =1..5 | * | =1..5 | =execution_rate{c7/c5:%2} | =1..5
        """,
        cols={6: "=execution_rate{c5/c2:%2}"},
        cap=False,
    )
    d.add(
        note(
            "注：财政资助首拨60%，[[execution_rate: 已到位1050万元，占资助总额的{1050/1750:%0}]]；其余40%在验收后拨付，[[?funding-sum,sum-mismatch: 故财政到位小于计划数 // 分期拨付]]。"
        ),
        sheet("科目"),
        title("分科目支出（单位：元）"),
    )
    d.table(
        "科目",
        """
        科目 | 财政资金支出 | 自筹资金支出 | 合计 | 占比
        设备费 | 3,286,400.00 | 7,914,200.00 | =>2..3 | *
        材料费 | 2,468,700.00 | 5,106,300.00 | =>2..3 | *
        测试化验加工费 | 1,136,500.00 | 2,247,600.00 | =>2..3 | *
        燃料动力费 | 214,300.00 | 862,900.00 | =>2..3 | *
        劳务与专家咨询费 | 1,324,100.00 | 1,582,400.00 | =>2..3 | *
        管理费及其他 | 618,500.00 | 2,350,700.00 | =>2..3 | *
        合计 | =1..6 | =1..6 | =1..6 ?@unit-scale,text-table-conflict//29112500元即2911.25万元 | =1..6
        """,
        cols={5: "=share{c4/r7c4:%2}"},
        cap=False,
    )
    d.add(
        note(
            "注：合计支出2911.25万元，[[share: 其中财政资金904.85万元，占{904.85/2911.25:%2}]]；[[execution_rate;?execution-rate-mismatch,denominator-mismatch: 财政资金支出率{904.85/1050:%2} // 分母为财政到位1050万元]]。"
        )
    )
    return d.done()
