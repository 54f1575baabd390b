"""A county water bureau evaluates its own upkeep of village water works: form, works by size, fees, samples; wide digits in prose."""

from builders.figures import Sheet
from builders.kit import center, note, right, title

WIDE = str.maketrans("0123456789%", "０１２３４５６７８９％")


def widened(d: Sheet) -> Sheet:
    """Prose with full-width digits, as an older office machine prints them; tables stay as they are."""
    prose = [b for b in d.papers[0].blocks if b.kind in {"p", "note"}]
    text = "\n".join(b.text for b in prose)
    cells = {str(c) for b in d.papers[0].blocks if b.kind == "table" for r in b.rows for c in r}
    for item in [*d.findings, *d.traps, *d.relations]:
        quotes = [q for q in item["quotes"] if any(q in c for c in cells)]
        item["quotes"] = [*(q.translate(WIDE) for q in item["quotes"] if q in text), *quotes]
        if "about" in item and item["about"] in text:
            item["about"] = item["about"].translate(WIDE)
    for b in prose:
        b.text = b.text.translate(WIDE)
    return d


def build() -> Sheet:
    d = Sheet(
        "85-village-water",
        "农村饮水工程维修养护自评：自评表、按规模分类的工程、水费收缴、水质检测（全角数字）",
        "农村饮水工程维修养护项目绩效自评.docx",
        "self_evaluation",
        source="虚构单位与数据；写法依县级水务部门转移支付项目绩效自评",
        layouts=["自评 docx，先叙述后自评表，正文全角数字，表格半角，处、户、立方米、元每立方米"],
        font="仿宋",
        headings="bold",
    )
    d.add(
        title("赤岗县2023年农村饮水工程维修养护项目\n绩效自评材料"),
        center("赤岗县水务局"),
    )
    d.h1("一、项目来由及资金")
    d.p(
        "赤岗县地处丘陵干旱区，农村人口31.6万人分布在17个乡镇、243个行政村。十三五以来陆续建成的农村饮水工程部分进入大修期。2023年省水利厅、财政厅下达我县维修养护补助，中央资金412万元、省级资金206万元，[[sum: 上级补助合计{412+206}万元]]；县财政按1∶0.5配套309万元，[[?funding-ratio,share-mismatch: 配套足额 // 618*0.5]]，[[!sum-mismatch,funding-sum: 项目总投入{412+206+309:0=972}万元]]。",
        "截至12月底，[[!execution-rate-mismatch,text-table-conflict,figure-conflict/2: 累计支付883.4万元，预算执行率{883.4/927:%1=92.3%}]]，未支付的[[~difference-mismatch,sum-mismatch/2: {927-883.4:1}万元]]为三个标段的质保金和两个水站的尾款，[[?date-order,period-conflict: 质保期满（2024年10月）后支付 // 质保]]。按用途归集，管网更换395.6万元，水源与净水设施218.3万元，计量与自动化142.7万元，水质检测与培训58.4万元，应急拉水与抢修68.4万元，[[sum: 五类支出相加为{395.6+218.3+142.7+58.4+68.4:1}万元]]。管网更换[[share: 占四成半（{395.6/883.4:%1}）]]，计量与自动化[[share: 占{142.7/883.4:%1}]]。",
    )
    d.h1("二、实施情况")
    d.p("列入当年维修养护计划的工程共九十六处，按供水规模划分如下表。")
    d.table(
        "表一 维修养护工程分类",
        """
        工程规模 | 处数 | 受益户 | 受益人口（人） | 投资（万元） | 户均投资（元） | 人口占比
        千吨万人 | 3 | 9,472 | 35,216 | 246.80 | * | *
        千人以上 | 14 | 10,835 | 40,127 | 298.40 | * !257@mean-mismatch | *
        百人以上 | 52 | 6,218 | 22,784 | 261.30 | * | * !23.2%@share-mismatch
        分散供水 | 27 | 894 | 3,173 | 76.90 | * | *
        合计 | =1..4 | =1..4 | =1..4 | =1..4 | * | 100.0%
        """,
        cols={6: "=mean{c5*10000/c3:0}", 7: "=share{c4/r5c4:%1}"},
    )
    d.p(
        "表一投资合计883.40万元，[[?figure-conflict,text-table-conflict: 与支付数相同 // 以支付数分摊]]。受益人口101,300人，[[share: 相当于农村人口的{101300/316000:%1}]]，[[?denominator-mismatch,share-mismatch: 若以集中供水人口28.4万人计则为35.7% // 另一分母]]；[[mean: 户均{101300/27419:1}人]]。更换主管道48.7公里、支管126.5公里，[[sum: 共换管{48.7+126.5:1}公里]]，[[mean: 每公里造价{395.6/175.2:2}万元]]。安装智能水表11,640块，[[!sum-mismatch,count-list-mismatch/2: 其中城郊乡4,212块、北片六乡5,087块、南片乡镇2,431块]]；[[share: 智能表覆盖受益户的{11640/27419:%1}]]。",
        "工程于3月15日开工，计划工期210天。96处工程中85处在10月底前完工，[[share: 按期完工率{85/96:%1}]]；其余11处至12月中旬全部建成，[[?date-order,late-acceptance: 最晚一处12月18日竣工、12月26日通过验收 // 次批]]。[[!date-order,period-conflict: 第二标段合同约定2023年5月10日开工、2023年4月20日完工]]。验收分两批，首批58处、次批36处，[[difference: 余{96-58-36}处]]待春灌前复验，[[!completion-rate-mismatch,share-mismatch: 验收完成比例{94/96:%1=98.9%}]]。",
        "运行管护方面，县供水公司直接管理17处（千吨万人和千人以上工程），[[sum(17+79==96): 其余七十九处由村级管水员管理]]，全部工程均落实了管护主体。聘用管水员318人，月补助300元，[[score: 年需补助{318*300*12/10000:2}万元]]，从水费中列支。检测中心年检水样1,248份，其中出厂水286份、末梢水962份；合格1,187份，[[share: 合格率{1187/1248:%1}]]，[[!difference-mismatch: 比上年的92.6%提高{95.1-92.6:1=3.5}个百分点]]。不合格样品主要为总大肠菌群超标，[[share: 占不合格的{49/61:%1}]]（49份）。",
        "水价与收费方面，全县平均执行水价2.60元/立方米，供水成本3.85元/立方米，[[difference: 倒挂{3.85-2.6:2}元]]。当年售水412.5万立方米，应收水费[[score: {412.5*2.6:1}万元]]，实收973.6万元，[[share: 收缴率{973.6/1072.5:%1}]]。售水量比上年增加18.3万立方米，[[growth: 增长{18.3/394.2:%1}]]。供水量486.2万立方米，[[!share-mismatch,difference-mismatch: 管网漏损率{1-412.5/486.2:%1=15.6%}]]，[[?figure-conflict,text-table-conflict: 上年同口径为17.9% // 上年数]]。",
    )
    d.h1("三、群众反映")
    d.p(
        "县农村供水服务热线全年接到来电1,563件，其中报修1,127件、咨询318件、投诉118件，[[sum: 三类共{1127+318+118:,0}件]]，[[mean: 月均{1563/12:0}件]]；[[growth: 投诉较上年的164件减少{46/164:%1}]]。24小时内修复报修1,064件，[[share: 及时率{1064/1127:%1}]]。随机入户320户，满意的302户，[[share: 满意度{302/320:%1}]]；[[?part-exceeds-whole,sum-mismatch: 提出意见建议的41户 // 满意户也可提意见]]，满意户中亦有23户提出建议。",
        "旱情影响期间（4月至6月）向8个乡镇送水，出动拉水车612车次，送水3,672立方米，[[mean: 每车{3672/612:0}立方米]]，惠及4,280人，[[!unit-scale/2: 人均0.86升]]；[[?caliber-unit,figure-conflict: 应急供水按人次计为2.1万人次 // 多次受水]]。",
    )
    d.h1("四、自评得分")
    d.table(
        "表二 绩效自评表",
        """
        序号 | 指标 | 目标值 | 完成值 | 权重 | 自评分
        1 | 维修养护工程（处） | 96 | 96 | 15 | 15.0
        2 | 受益人口（万人） | ≥10 | 10.13 | 15 | 15.0
        3 | 按期完工率 | 100% | 88.5% | 10 | 8.9
        4 | 工程验收合格率 | 100% | 100% | 10 | 10.0
        5 | 水质达标率 | ≥93% | 95.1% | 15 | 15.0
        6 | 水费收缴率 | ≥90% | 90.8% | 15 | 15.0
        7 | 群众满意度 | ≥90% | 94.4% | 10 | 10.0
        8 | 预算执行率 | 100% | 95.3% | 10 | 9.5
        合计 | < | — | — | =1..8:weight_total !95@weight-total,sum-mismatch | =1..8
        """,
    )
    d.finding("target-unmet", [d.path], "按期完工率", ["88.5%"], 1, also=["completion-misstated"], optional=True)
    d.finding("target-unmet", [d.path], "预算执行率", ["95.3%"], 1, also=["completion-misstated"], optional=True)
    d.p(
        "对照评分办法，得分九十分（含）以上为优、八十至九十分为良、六十至八十分为合格。自评98.4分，[[!grade-mismatch: 自评结论为“良”]]。扣分项为按期完工率和预算执行率，[[sum: 两项合计扣{1.1+0.5:1}分]]。",
        "下步措施：一是推行“先建机制、后建工程”，维修项目提前入库；二是核定全成本水价，力争两年内达到3.20元；三是把漏损率纳入供水公司考核。",
    )
    d.add(
        note("填报说明：水质样品合格率与自评表“水质达标率”为同一口径。"), right("赤岗县水务局"), right("2024年2月28日")
    )
    return widened(d.done())
