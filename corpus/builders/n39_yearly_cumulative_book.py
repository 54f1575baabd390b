"""A workbook of a five-year plan: yearly columns, cumulative columns, stock and flow side by side."""

from builders.figures import Sheet
from builders.kit import note, right, sheet, title


def build() -> Sheet:
    d = Sheet(
        "39-yearly-cumulative-book",
        "五年计划监测工作簿：年度数、累计数、存量与进度",
        "科技强县建设监测表.xlsx",
        "progress_report",
        source="虚构地区与数据；表式依公开的规划监测表",
        layouts=["工作簿 xlsx，四张工作表，数值单元格，年度列与累计列"],
        numeric=True,
    )
    d.add(sheet("年度与累计"), title("龙栖县科技强县建设主要指标监测表（2021—2025年）"), right("截至2023年12月"))
    d.table(
        "年度与累计",
        """
        序号 | 指标 | 单位 | 2021年 | 2022年 | 2023年 | 累计 | 五年目标 | 累计完成率
        1 | 新增高新技术企业 | 家 | 18 | 23 | 27 | =>4..6 | 110 | *
        2 | 新建研发机构 | 个 | 9 | 12 | 14 | =>4..6 | 60 | *
        3 | 授权发明专利 | 件 | 146 | 173 | 208 | =>4..6 !517@sum-mismatch | 880 | *
        4 | 登记技术合同成交额 | 亿元 | 4.26 | 5.83 | 7.14 | =>4..6 | 30.00 | * !54.73%@completion-rate-mismatch
        5 | 引进科技人才 | 人 | 62 | 75 | 88 | =>4..6 | 400 | *
        6 | 科技成果转化项目 | 项 | 31 | 36 | 44 | =>4..6 | 180 | *
        7 | 举办产学研活动 | 场 | 12 | 16 | 21 | =>4..6 | 80 | *
        8 | 财政科技支出 | 万元 | 8642 | 9518 | 10735 | =>4..6 | 50000 | *
        """,
        cols={9: "=completion_rate{c7/c8:%2}"},
        cap=False,
    )
    d.add(
        note(
            "说明：第4项为登记额；前三年累计完成率应不低于60%的序时进度，[[?completion-rate-mismatch,target-unmet: 低于60%的指标单独说明 // 进度说明，不是目标未完成]]。"
        ),
        sheet("存量"),
        title("年末存量指标"),
    )
    d.table(
        "存量",
        """
        指标 | 单位 | 2020年末 | 2021年末 | 2022年末 | 2023年末 | 三年净增 | 三年增长
        有效期内高新技术企业 | 家 | 86 | 101 | 120 | 139 ?@sum-mismatch,figure-conflict//年末存量，到期未重新认定的已剔除，不等于上年末加新增 | =difference{c6-c3:0} | *
        有效发明专利 | 件 | 523 | 648 | 792 | 964 | =difference{c6-c3:0} | * !94.32%@growth-mismatch
        县级以上研发机构 | 个 | 41 | 50 | 61 | 74 | =difference{c6-c3:0} | *
        规上工业企业 | 家 | 214 | 226 | 241 | 258 | =difference{c6-c3:0} !54@difference-mismatch | *
        有研发活动的规上工业企业 | 家 | 98 | 117 | 138 | 161 | =difference{c6-c3:0} | *
        每万人发明专利拥有量 | 件 | 8.30 | 10.20 | 12.40 | 15.00 | =difference{c6-c3:2} | *
        """,
        cols={8: "=growth{c6/c3-1:%2}"},
        cap=False,
    )
    d.add(
        note(
            "注：存量指标不累加。有研发活动企业占比：2023年末[[share: {161/258:%2}]]，2020年末[[share: {98/214:%2}]]，三年[[difference: 提高{(161/258-98/214)*100:2}个百分点]]。"
        ),
        sheet("分乡镇"),
        title("2023年分乡镇（街道）完成情况"),
    )
    d.table(
        "分乡镇",
        """
        乡镇（街道） | 新增高企 | 新建研发机构 | 授权发明专利 | 技术合同（万元） | 技术合同占比
        城关街道 | 6 | 3 | 52 | 16840 | *
        开发区 | 11 | 5 | 83 | 31260 | *
        石桥镇 | 4 | 2 | 28 | 9450 | *
        白沙镇 | 3 | 2 | 21 | 6720 | * !8.41%@share-mismatch
        云山镇 | 2 | 1 | 13 | 4180 | *
        其他乡镇 | 1 | 1 | 11 | 2950 | *
        合计 | =1..6 | =1..6 | =1..6 | =1..6 ?@unit-scale,text-table-conflict//71400万元即7.14亿元 | *
        """,
        cols={6: "=share{c5/r7c5:%2}"},
        cap=False,
    )
    d.add(sheet("资金"), title("科技专项资金使用情况（单位：元）"))
    d.table(
        "资金",
        """
        支出方向 | 2022年预算 | 2022年执行 | 2022年执行率 | 2023年预算 | 2023年执行 | 2023年执行率 | 执行额增减
        高企奖励 | 4,800,000.00 | 4,600,000.00 | * | 5,600,000.00 | 5,400,000.00 | =execution_rate{c6/c5:%2} | =difference{c6-c3:,2}
        研发后补助 | 12,500,000.00 | 11,836,500.00 | * | 14,200,000.00 | 13,527,600.00 | =execution_rate{c6/c5:%2} | =difference{c6-c3:,2}
        平台建设 | 6,300,000.00 | 5,418,000.00 | * | 7,000,000.00 | 6,251,000.00 | =execution_rate{c6/c5:%2} !90.30%@execution-rate-mismatch | =difference{c6-c3:,2}
        人才引育 | 3,200,000.00 | 2,976,000.00 | * | 3,600,000.00 | 3,258,000.00 | =execution_rate{c6/c5:%2} | =difference{c6-c3:,2}
        合计 | =1..4 | =1..4 | * | =1..4 | =1..4 !28,346,600.00@sum-mismatch | =execution_rate{c6/c5:%2} | =difference{c6-c3:,2}
        """,
        cols={4: "=execution_rate{c3/c2:%2}"},
        cap=False,
    )
    d.add(
        note(
            "注：2023年科技专项资金预算[[sum: {30400000:,2}元]]，[[?unit-scale,part-exceeds-whole: 即3040万元，是财政科技支出10735万元的一部分 // 元与万元]]。"
        )
    )
    return d.done()
