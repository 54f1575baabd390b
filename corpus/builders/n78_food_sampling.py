"""A market supervision bureau's workbook of food sampling: batches, failures, money, disposal."""

from builders.figures import Sheet
from builders.kit import note, sheet, title


def build() -> Sheet:
    d = Sheet(
        "78-food-sampling-book",
        "食品安全抽检统计工作簿：批次、不合格率、抽检经费、核查处置",
        "食品安全抽检年度统计.xlsx",
        "other",
        source="虚构地区与数据；表式依市场监管部门食品抽检统计",
        layouts=["工作簿 xlsx，四张表，数值单元格，计划与完成、环节与品种、经费与处置"],
        numeric=True,
    )
    d.add(sheet("任务完成"), title("凤凰区2024年食品安全抽检任务完成情况"))
    d.table(
        "任务完成",
        """
        任务来源 | 计划批次 | 完成批次 | 完成率 | 不合格批次 | 不合格率
        国抽转移 | 186 | 186 | * | 3 | *
        省级抽检 | 420 | 424 | * | 9 | *
        市级抽检 | 960 | 968 | * !101.8%@completion-rate-mismatch | 22 | *
        区级抽检 | 1480 | 1512 | * | 38 | * !2.15%@share-mismatch
        合计 | =1..4 | =1..4 | * | =1..4 | *
        """,
        cols={4: "=completion_rate{c3/c2:%1}", 6: "=share{c5/c3:%2}"},
        cap=False,
    )
    d.add(
        note(
            "全年不合格72批次，[[difference: 比上年的81批次减少{81-72}批次]]；上年完成2,964批次，[[share: 不合格率{81/2964:%2}]]，[[!difference-mismatch,growth-mismatch: 本年下降{2.73-2.33:2=0.50}个百分点]]；[[?share-mismatch,difference-mismatch: 不合格率保留两位小数 // 舍入后相减]]。"
        ),
        sheet("环节品种"),
        title("按抽样环节与食品大类统计"),
    )
    d.table(
        "按环节",
        """
        环节 | 抽检批次 | 占比 | 不合格批次 | 占不合格
        生产 | 372 | * | 4 | *
        流通 | 1698 | * | 35 | *
        餐饮 | 1020 | * | 33 | * !44.8%@share-mismatch
        合计 | =1..3 | 100.0% | =1..3 | 100.0%
        """,
        cols={3: "=share{c2/r4c2:%1}", 5: "=share{c4/r4c4:%1}"},
        cap=False,
    )
    d.table(
        "按大类",
        """
        大类 | 抽检批次 | 不合格批次 | 不合格率 | 上年不合格率 | 增减（百分点）
        食用农产品 | 1284 | 37 | * | 3.24 | *
        餐饮食品及餐饮具 | 566 | 21 | * | 4.10 | * !-0.93@difference-mismatch
        糕点、肉制品 | 448 | 7 | * | 1.48 | *
        调味品及其他 | 792 | 7 | * | 0.95 | *
        合计 | =1..4 !3080@sum-mismatch,figure-conflict | =1..4 | =none{72/3090*100:2} | 2.73 | *
        """,
        cols={4: "=share{c3/c2*100:2}", 6: "=difference{c4-c5:2}"},
        cap=False,
    )
    d.add(
        note(
            "不合格项目共75项次，[[?sum-mismatch,count-list-mismatch,figure-conflict: 一批次可有多项不合格 // 项次与批次]]：农兽药残留34项次、微生物17项次、添加剂11项次、重金属6项次、其他7项次，[[sum: 合计{34+17+11+6+7}项次]]；农兽药残留[[share: 占{34/75:%1}]]。"
        ),
        sheet("经费"),
        title("抽检经费执行（万元）"),
    )
    d.table(
        "经费",
        """
        科目 | 年初预算 | 调整数 | 调整后预算 | 支出 | 执行率 | 结余
        检验费 | 268.00 | 12.00 | * | 274.61 | * | *
        购样费 | 36.50 | 0.00 | * | 33.18 | * | *
        快检耗材 | 28.00 | -6.00 | * | 20.94 | * | * !1.60@difference-mismatch
        培训与宣传 | 17.50 | -6.00 | * | 10.82 | * !84.1%@execution-rate-mismatch | *
        合计 | =1..4 | =1..4 | =1..4 | =1..4 | * | *
        """,
        cols={4: "=sum{c2+c3:2}", 6: "=execution_rate{c5/c4:%1}", 7: "=difference{c4-c5:2}"},
        cap=False,
    )
    d.add(
        note(
            "检验费274.61万元对应3,090批次，[[!mean-mismatch,unit-scale: 批均{2746100/3090:0=898}元]]；购样费[[mean: 批均{331800/3090:1}元]]。[[?sum-mismatch,funding-sum: 国抽转移批次检验费由上级承担，复检费6.40万元由申请人承担 // 不在本表]]。"
        ),
        sheet("核查处置"),
        title("不合格食品核查处置"),
    )
    d.table(
        "核查处置",
        """
        指标 | 数量 | 说明
        应核查处置（件） | 76 | [[?figure-conflict,sum-mismatch: 含外地移送4件 // 72+4]]
        按期完成（件） | 74 | [[share: 按期率{74/76:%1}]]
        立案（件） | 58 | [[share: 立案率{58/76:%1}]]
        罚没款（万元） | 41.76 | [[!mean-mismatch,unit-scale: 案均{417600/58:,0=7,020}元]]
        下架召回（公斤） | 1264 | [[?unit-scale: 约1.3吨 // 舍入]]
        复检申请（件） | 8 | [[share: 维持7件，维持率{7/8:%1}]]
        """,
        cap=False,
    )
    d.add(
        note("[[?date-order,late-acceptance,period-conflict: 未按期的2件因复检延长至2025年1月15日办结 // 法定延长]]。")
    )
    return d.done()
