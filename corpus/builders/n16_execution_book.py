"""A workbook of many projects: original and adjusted budgets, quarters, rates of two bases."""

from builders.figures import Sheet
from builders.kit import note, right, sheet, title


def build() -> Sheet:
    d = Sheet(
        "16-execution-book",
        "项目支出预算执行情况表：年初、调整、分季度与两种执行率",
        "2023年项目支出预算执行情况表.xlsx",
        "financial_report",
        source="虚构单位与数据；表式依部门预算执行统计表",
        layouts=["预算执行表 xlsx，两张工作表，项目按类分组小计"],
        numeric=True,
    )
    d.add(sheet("执行情况"), title("2023年项目支出预算执行情况表"), right("填报单位：望江区教育局    单位：万元"))
    d.table(
        "执行情况",
        """
        类别 | 项目名称 | 年初预算 | 预算调整 | 调整后预算 | 实际支出 | 占年初预算 | 占调整后预算
        基础教育 | 薄弱学校改造 | 1860.00 | 240.00 | =>3..4 | 2018.36 | * | *
        ^ | 教学仪器购置 | 520.00 | -60.00 ?@sum-mismatch,difference-mismatch//调减60万元，负数 | =>3..4 | 448.75 | * | *
        ^ | 校园安全能力提升 | 380.00 | 0.00 | =>3..4 | 361.20 | * | * !96.05%@execution-rate-mismatch
        ^ | 小计 | =1..3 | =1..3 | =1..3 | =1..3 | * | *
        职业教育 | 实训基地建设 | 960.00 | -180.00 | =>3..4 | 742.18 | * | *
        ^ | 产教融合试点 | 300.00 | 120.00 | =>3..4 !240.00@sum-mismatch | 405.66 | * ?@execution-rate-mismatch//年中追加120万元，支出超过年初预算属正常 | *
        ^ | 小计 | =5..6 | =5..6 | =5..6 | =5..6 | * | *
        学前教育 | 普惠园奖补 | 1240.00 | 85.00 | =>3..4 | 1320.50 | * | *
        ^ | 公办园扩容 | 1500.00 | -205.00 | =>3..4 | 1188.92 | * | *
        ^ | 小计 | =8..9 | =8..9 | =8..9 | =8..9 !2590.42@sum-mismatch,figure-conflict | * | *
        合计 | < | =4+7+10 | =4+7+10 | =4+7+10 | =4+7+10 | * | *
        """,
        cols={7: "=execution_rate{c6/c3:%2}", 8: "=execution_rate{c6/c5:%2}"},
        cap=False,
    )
    d.add(
        note("注：[[?sum-mismatch: 预算调整净额为0 // 各项目调增调减相抵，合计正好为0.00]]，为项目间调剂。"),
        sheet("分季度"),
        title("分季度支出进度表"),
        right("单位：万元"),
    )
    d.table(
        "分季度",
        """
        类别 | 调整后预算 | 一季度 | 二季度 | 三季度 | 四季度 | 全年支出 | 序时进度（9月末） | 全年执行率
        基础教育 | 2940.00 | 386.52 | 702.14 | 815.30 | 924.35 | =>3..6 | * | =execution_rate{c7/c2:%2}
        职业教育 | 1200.00 | 148.26 | 265.87 | 310.45 | 423.26 | =>3..6 | * | =execution_rate{c7/c2:%2}
        学前教育 | 2620.00 | 402.85 | 598.62 | 687.40 | 820.55 | =>3..6 | * !66.44%@execution-rate-mismatch | =execution_rate{c7/c2:%2}
        合计 | =1..3 | =1..3 | =1..3 | =1..3 | =1..3 | =1..3 | * ?@execution-rate-mismatch//前三季度支出之和除以全年预算，不是全年执行率 | =execution_rate{c7/c2:%2}
        """,
        cols={8: "=execution_rate{(c3+c4+c5)/c2:%2}"},
        cap=False,
    )
    d.add(
        note(
            "说明：1.四季度支出[[share: 占全年的{2168.16/6485.57:%1}]]，[[growth: 环比三季度增长{2168.16/1813.15-1:%1}]]。2.[[?growth-mismatch,figure-conflict: 2022年全年支出5977.06万元 // 上年数]]，[[growth: 2023年同比增长{6485.57/5977.06-1:%1}]]。3.[[mean: 7个项目平均支出{6485.57/7:2}万元]]。"
        )
    )
    return d.done()
