"""A self-evaluation form on a worksheet, in yuan, with original and adjusted budgets and targets."""

from builders.figures import Sheet
from builders.kit import note, right, sheet, title


def build() -> Sheet:
    d = Sheet(
        "05-yuan-workbook",
        "自评表（元、年初与调整预算并列）：执行率权重与得分",
        "绩效自评表-社区养老服务设施.xlsx",
        "self_evaluation",
        source="虚构单位与数据；列依重庆市公开的自评表",
        layouts=["自评表 xlsx，两张工作表，数值单元格"],
        project="社区养老服务设施建设补助",
        fields={"project_name": "社区养老服务设施建设补助"},
        numeric=True,
    )
    d.add(sheet("自评表"), title("2023年度区级项目支出绩效自评表"), right("单位：元"))
    d.table(
        "资金",
        """
        项目名称 | 社区养老服务设施建设补助 | < | < | < | 项目编码 | 50011823T000003 | <
        主管部门 | 江北区民政局 | < | < | < | 联系人 | 周敏 | <
        资金来源 | 年初预算数 | 全年（调整）预算数 | 全年执行数 | 执行率 | 执行率权重 | 执行率得分 | 备注
        区级财政 | 6,800,000.00 | 6,350,000.00 | 6,204,815.60 | =execution_rate{c4/c3:%2} | — | — | [[difference;?unit-scale,difference-mismatch: 调减{(6800000-6350000)/10000}万元 // 表内用元，备注用万元，差额正好45万元]]
        市级补助 | 2,400,000.00 | 2,400,000.00 | 2,288,460.00 | =execution_rate{c4/c3:%2} | — | — |
        福彩公益金 | 1,500,000.00 | 1,500,000.00 | 1,436,724.40 | =execution_rate{c4/c3:%2} | — | — |
        合计 | =4..6 | =4..6 | =4..6 !9,939,000.00@sum-mismatch,figure-conflict,text-table-conflict/1 | =execution_rate{c4/c3:%2} | 10 | =score{c6*c4/c3:2} |
        """,
        heads=0,
        cap=False,
        widths=[12, 8, 8, 8, 6, 5, 6, 8],
    )
    d.table(
        "指标",
        """
        指标名称 | 计量单位 | 年初指标值 | 调整指标值 | 全年完成值 | 完成率 | 指标权重 | 指标得分
        新建社区养老服务站 | 个 | 12 | 10 | 10 | =completion_rate{c5/c4:%2} ?@completion-rate-mismatch,target-unmet//分母为调整后指标值10个，不是年初12个 | 15 | 15.00
        改造提升养老服务站 | 个 | 26 | 26 | 24 | =completion_rate{c5/c4:%2} | 15 | =score{c7*c5/c4:2} !14.25@score-mismatch
        新增护理型床位 | 张 | 180 | 180 | 196 | =completion_rate{c5/c4:%2} | 10 | 10.00 ?@score-mismatch//完成率超过100%，得分以权重为上限
        助餐服务 | 人次 | 150000 | 150000 | 163482 | =completion_rate{c5/c4:%2} | 10 | 10.00
        适老化改造 | 户 | 420 | 450 | 438 | =completion_rate{c5/c4:%2} !98.33%@completion-rate-mismatch | 10 | =score{c7*c5/c4:2}
        验收合格率 | % | 100 | 100 | 100 | =completion_rate{c5/c4:%2} | 10 | 10.00
        护理型床位补助标准 | 万元/张 | ≤0.65 | ≤0.65 | 0.60 ?@unit-scale,target-unmet,text-table-conflict//0.60万元与明细表6,000.00元同值，成本类低于上限 | — | 5 | 5.00
        老年人满意度 | % | 90 | 90 | 92.4 | =completion_rate{c5/c4:%2} | 15 | 15.00
        合计 | — | — | — | — | — | =1..8:weight_total | =1..8 #sub
        """,
        cap=False,
    )
    d.add(
        note(
            "说明：[[?weight-total: 指标权重合计90分 // 另有执行率10分，总分100分]]，加执行率权重10分，总分100分；执行率得分按“执行率×10”计算。"
        ),
        sheet("明细"),
        title("资金使用明细表"),
        right("单位：元"),
    )
    d.table(
        "明细",
        """
        类别 | 项目 | 数量 | 单价（元） | 金额（元） | 占支出比重
        新建补助 | 街道级养老服务中心 | 2 | 800,000.00 | =none{c3*c4:,2} | *
        ^ | 社区级养老服务站 | 8 | 350,000.00 | =none{c3*c4:,2} | *
        ^ | 小计 | 10 | — | =1..2 | *
        改造补助 | 一类站点 | 14 | 120,000.00 | =none{c3*c4:,2} | *
        ^ | 二类站点 | 10 | 68,000.00 | =none{c3*c4:,2} | *
        ^ | 小计 | 24 | — | =4..5 | *
        床位补助 | 护理型床位 | 196 | 6,000.00 | =none{c3*c4:,2} | *
        运营与助餐 | 助餐补贴 | 163482 | 5.00 | =none{c3*c4:,2} | *
        适老化改造 | 家庭改造 | 438 | 1,945.00 | =none{c3*c4:,2} !951,910.00@sum-mismatch,mean-mismatch,difference-mismatch/3 | *
        宣传培训 | 护理员培训 | — | — | 324,680.00 | *
        合计 | < | — | — | =3+6+7+8+9+10 | 100.00%
        """,
        cols={6: "=share{c5/r11c5:%2}"},
        cap=False,
    )
    d.add(note("注：1.助餐补贴按每人次5元结算。2.适老化改造每户封顶2000元，平均每户{851910/438:0}元。"))
    return d.done()
