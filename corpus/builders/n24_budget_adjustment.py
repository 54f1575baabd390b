"""A note on a budget adjustment in Markdown: before, change, after; yuan and ten thousand yuan; approved and not."""

from builders.figures import Sheet
from builders.kit import title


def build() -> Sheet:
    d = Sheet(
        "24-budget-adjustment",
        "项目预算调整与执行说明：调整前后、科目调剂与三个分母",
        "预算调整与执行情况说明.md",
        "financial_report",
        source="虚构单位与数据；写法依项目预算调整说明",
        layouts=["Markdown，说明文字＋三张表，元与万元混用"],
        project="流域水生态智慧监测平台",
        fields={"project_name": "流域水生态智慧监测平台"},
    )
    d.let(b0=1280, add=150, cut=65, b1="1280+150-65", got="1318.00", paid="1246.73")
    d.add(title("流域水生态智慧监测平台项目预算调整与执行情况说明"))
    d.h1("一、预算批复与调整")
    d.p(
        "项目年初预算{b0}万元，2022年6月追加{add}万元（水财预〔2022〕43号），10月核减{cut}万元（水财预〔2022〕81号），[[difference: 调整后预算{b1}万元]]，[[difference: 净增加{add-cut}万元]]，[[growth: 增幅{b1/b0-1:%2}]]。[[?unit-scale,figure-conflict: 追加资金1500000元 // 即150万元]]用于新增自动监测站及配套软件；核减部分为取消的[[!unit-scale/2: 无人机航测费{650000:0=65000}元]]。",
    )
    d.table(
        "表1  科目预算调整表（单位：万元）",
        """
        科目 | 年初预算 | 追加 | 核减 | 科目间调剂 | 调整后预算
        设备购置 | 620.00 | 110.00 | 0.00 | -18.00 | =sum{c2+c3-c4+c5:2}
        软件开发 | 285.00 | 40.00 | 0.00 | 12.00 | =sum{c2+c3-c4+c5:2}
        安装与土建 | 168.00 | 0.00 | 0.00 | 0.00 | =sum{c2+c3-c4+c5:2}
        航测与调查 | 92.00 | 0.00 | 65.00 | 6.00 | =sum{c2+c3-c4+c5:2} !43.00@sum-mismatch,difference-mismatch,figure-conflict
        运行维护 | 75.00 | 0.00 | 0.00 | 0.00 | =sum{c2+c3-c4+c5:2}
        管理费 | 40.00 | 0.00 | 0.00 | 0.00 | =sum{c2+c3-c4+c5:2}
        合计 | =1..6 | =1..6 | =1..6 | =1..6 ?@sum-mismatch//科目间调剂有增有减，合计为0.00 | =1..6
        """,
    )
    d.p(
        "[[?difference-mismatch,sum-mismatch: 设备购置调减18.00万元 // 仅指科目间调剂；设备购置总额因追加而净增92万元]]，[[sum: 其中调入软件开发{12:2}万元、航测与调查{6:2}万元，合计{12+6:2}万元]]，[[share: 占设备购置年初预算的{18/620:%2}]]，不超过10%的自主调剂权限。"
    )
    d.h1("二、资金到位与执行")
    d.p(
        "截至2022年12月31日，到位{got:2}万元，[[execution_rate: 到位率{got/b1:%2}]]；支出{paid:2}万元，[[!execution-rate-mismatch: 占调整后预算的{paid/b1:%2=93.13%}]]。另按其他口径计算，[[execution_rate;?execution-rate-mismatch,denominator-mismatch: 占年初预算的{paid/b0:%2} // 分母为年初预算]]，[[execution_rate;?execution-rate-mismatch,denominator-mismatch: 占到位资金的{paid/got:%2} // 分母为到位资金]]。未到位{b1-got:2}万元，预计2023年一季度拨付；[[difference: 结存资金{got-paid:2}万元]]。",
    )
    d.table(
        "表2  科目执行情况（单位：万元）",
        """
        科目 | 调整后预算 | 实际支出 | 执行率 | 结余
        设备购置 | 712.00 | 683.45 | * | =difference{c2-c3:2}
        软件开发 | 337.00 | 298.60 | * | =difference{c2-c3:2}
        安装与土建 | 168.00 | 142.38 | * !87.45%@execution-rate-mismatch | =difference{c2-c3:2}
        航测与调查 | 33.00 | 30.15 | * | =difference{c2-c3:2}
        运行维护 | 75.00 | 57.65 | * | =difference{c2-c3:2} !17.53@difference-mismatch
        管理费 | 40.00 | 34.50 | * | =difference{c2-c3:2}
        合计 | =1..6 | =1..6 | * | =1..6
        """,
        cols={4: "=execution_rate{c3/c2:%2}"},
    )
    d.h1("三、实物量完成情况")
    d.table(
        "表3  实物量与单价",
        """
        内容 | 单位 | 批复数量 | 调整后数量 | 完成数量 | 完成率 | 实际单价（万元）
        自动监测站 | 座 | 18 | 22 | 22 | =completion_rate{c5/c4:%1} ?@completion-rate-mismatch//分母是调整后22座，不是批复的18座 | 24.60
        浮标站 | 座 | 6 | 6 | 5 | =completion_rate{c5/c4:%1} | 16.85
        视频监控 | 路 | 64 | 64 | 61 | =completion_rate{c5/c4:%1} !93.5%@completion-rate-mismatch | 0.95
        数据模块 | 个 | 9 | 11 | 11 | =completion_rate{c5/c4:%1} | 27.15
        """,
    )
    d.p(
        "自动监测站22座共541.20万元，[[share: 占设备购置支出的{541.2/683.45:%1}]]；浮标站5座[[mean: 共84.25万元，座均{84.25/5:2}万元]]；视频监控61路共57.95万元。三类设备[[sum: 合计{541.2+84.25+57.95:2}万元]]，[[?sum-mismatch,figure-conflict: 与设备购置支出683.45万元基本一致 // 差0.05万元为运费，文字说明为“基本一致”]]。自动监测站由18座增至22座，[[growth: 增加{22/18-1:%1}]]；[[?figure-conflict,sum-mismatch: 全流域累计建成自动站57座 // 累计数，含前期35座]]。",
        "数据上传率由上年的91.2%提高到96.8%，[[difference: 提高{96.8-91.2:1}个百分点]]；监测断面覆盖43个，[[!share-mismatch: 占流域断面总数52个的{43/52:%1=84.3%}]]；预警事件处置[[share: 及时率{117/121:%1}]]（121起中117起）。",
    )
    return d.done()
