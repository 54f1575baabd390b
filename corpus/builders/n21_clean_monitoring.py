"""Traps only: a mid-year monitoring form, where half a year stands beside a whole one."""

from builders.figures import Sheet
from builders.kit import note, right, title


def build() -> Sheet:
    d = Sheet(
        "21-clean-monitoring",
        "绩效运行监控表（1-7月）：全部无误，半年数与全年数并列",
        "2023年项目绩效运行监控表.docx",
        "progress_report",
        source="虚构单位与数据；版式依中央部门绩效运行监控表",
        layouts=["监控表 docx 横向，1-7月执行与全年预计并列"],
        project="公共体育场馆免费低收费开放",
        fields={"project_name": "公共体育场馆免费低收费开放"},
        landscape=True,
    )
    d.add(title("项目支出绩效目标执行监控表"), right("（2023年1-7月）　单位：万元"))
    d.table(
        "资金",
        """
        项目名称 | 公共体育场馆免费低收费开放 | < | 实施单位 | 长岭市体育局 | <
        资金 | 年初预算数 | 1-7月执行数 | 1-7月执行率 | 全年预计执行数 | 预计执行率
        年度资金总额 | =4..6 | =4..6 | =execution_rate{c3/c2:%2} ?@execution-rate-mismatch//1-7月进度，不是全年执行率 | =4..6 | =execution_rate{c5/c2:%2} ?@execution-rate-mismatch//全年预计数除以年初预算，含追加
        其中：本年一般公共预算拨款 | 760.00 | 428.56 | =execution_rate{c3/c2:%2} | 760.00 | =execution_rate{c5/c2:%2}
        其中：上年结转 | 42.60 | 42.60 | =execution_rate{c3/c2:%2} | 42.60 | =execution_rate{c5/c2:%2}
        其他资金 | 180.00 | 96.35 | =execution_rate{c3/c2:%2} | 192.50 | =execution_rate{c5/c2:%2}
        """,
        heads=0,
        cap=False,
    )
    d.table(
        "指标",
        """
        指标 | 年度指标值 | 1-7月执行数 | 1-7月完成率 | 全年预计完成 | 预计完成率 | 完成可能性
        开放场馆（个） | 14 | 14 | * | 14 | =completion_rate{c5/c2:%1} | 确定能
        接待健身人次（万人次） | 120 | 68.4 | * ?@completion-rate-mismatch,target-unmet//1-7月数与全年目标之比，进度正常 | 121.5 | =completion_rate{c5/c2:%1} | 有可能
        举办全民健身赛事（场） | 36 | 19 | * | 38 | =completion_rate{c5/c2:%1} | 确定能
        其中：省级以上（场） | 6 | 4 | * | 6 | =completion_rate{c5/c2:%1} | 确定能
        培训社会体育指导员（人） | 900 | 512 | * | 930 | =completion_rate{c5/c2:%1} | 确定能
        每万人次运行成本（万元，不高于） | 8.00 | 7.45 | — | 7.90 | — | 有可能
        """,
        cols={4: "=completion_rate{c3/c2:%1}"},
        cap=False,
    )
    d.trap(
        d.path,
        "每万人次运行成本",
        ["每万人次运行成本（万元，不高于）"],
        ["target-unmet", "completion-rate-mismatch"],
        "成本越低越好，不计算完成率",
    )
    d.add(note("注：“完成可能性”分确定能、有可能、完全不可能三档。"))
    d.h1("监控情况说明")
    d.p(
        "一、资金执行。1-7月执行[[sum: {428.56+42.6+96.35:2}万元]]，[[execution_rate: 执行率{567.51/982.6:%2}]]，[[difference;?difference-mismatch: 比序时进度58.33%低0.57个百分点 // 7/12=58.33%，57.76%与之相差0.57个百分点]]；上年同期执行522.18万元，[[growth: 同比增长{567.51/522.18-1:%2}]]。其他资金全年预计192.50万元，[[?execution-rate-mismatch,part-exceeds-whole: 超过年初预算12.50万元 // 192.50-180.00，场馆对外服务收入增加]]。",
        "二、指标进展。接待健身68.4万人次，[[growth: 比上年同期的61.9万人次增长{68.4/61.9-1:%1}]]；[[mean: 月均{68.4/7:2}万人次]]，[[?mean-mismatch: 后五个月需月均10.32万人次 // (120-68.4)/5=10.32]]。[[sum: 其中游泳馆{14.6}万人次、羽毛球馆{21.3}万人次、综合馆{18.9}万人次、室外场地{13.6}万人次，合计{14.6+21.3+18.9+13.6:1}万人次]]；[[?part-exceeds-whole,sum-mismatch: 老年人和青少年优惠时段35.7万人次 // 按人群统计的其中项，与按场馆统计交叉]]，占{35.7/68.4:%1}。",
        "三、赛事活动。1-7月举办赛事19场，[[mean: 场均参与{13490/19:0}人次]]（共13490人次），[[?growth-mismatch: 比上年同期减少2场、下降9.5% // 21场减为19场，-9.52%]]，主要是3月场馆检修。社会体育指导员512人，[[share: 其中二级以上{148}人，占{148/512:%1}]]；[[?figure-conflict,text-table-conflict: 全市注册社会体育指导员累计11860人 // 累计注册数，不是本年培训数]]。",
        "四、偏差与措施。7月末完成率低于序时进度的指标为接待人次（57.0%）、赛事（52.8%）和培训（56.9%）；[[?completion-rate-mismatch,mean-mismatch: 平均进度55.6% // 三项完成率的简单平均(57.0+52.8+56.9)/3=55.57]]。下半年计划新增开放时段每周12小时，承办省级赛事2场。",
    )
    d.add(right("填报日期：2023年8月11日"))
    return d.done()
