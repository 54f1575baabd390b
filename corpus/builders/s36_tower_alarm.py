"""Fire rescue: alarms in high buildings; buildings become firms, viewers for drilled residents, an annex that is missing, a locked list."""

from builders.kit import center, form, h1, h2, note, right, title
from builders.stagekit import base, stages
from builders.stagemarks import p, paras, table, values


def build():
    d = stages(
        "36-tower-alarm",
        "消防：高层建筑消防物联网，栋变家，误报率上限改为下限，直播观看顶替演练居民，目标不高于已报进度，承担单位两写",
        "项目建议书：按“平台、终端、力量、宣传”分条，破折号连接数字",
        "合同：附件式“技术与考核要求”，条目a)b)c)",
        "年度监控：表格单列“进度/备注”一格数字加句子",
        "自评：实施前—实施后对比表加目标列",
        "第三方绩效评价：逐项核查句",
        "加密清单 PDF",
    )
    name, code = "高层建筑消防物联感知与快速处置体系建设", "XF-JS-2022-31"
    unit, leader = "湖屏市消防救援支队", "雷劲松"
    d.project(name, code)
    d.alias(name, "接入高层建筑", "联网高层建筑", "高层建筑联网", "接入重点单位")
    d.alias(name, "感知终端", "安装感知终端", "物联感知终端", "部署感知终端")
    d.alias(name, "报警误报率", "误报率", "火灾报警误报率")
    d.alias(name, "平均到场时间", "救援力量平均到场时间", "到场时间")
    d.alias(name, "微型消防站", "建设微型消防站", "微型站")
    d.alias(name, "演练居民", "参加疏散演练居民", "疏散演练", "消防疏散演练")
    d.alias(name, "隐患整改率", "火灾隐患整改率")
    d.alias(name, "设备在线率", "终端在线率", "终端月均在线率")
    d.alias(name, "高层建筑火灾", "高层火灾")
    d.alias(name, "平台", "综合管控平台", "管控平台")
    d.alias(name, "安全员培训", "消防安全员培训", "培训楼栋安全员")
    d.alias(name, "市民满意度", "居民满意度")
    d.alias(name, "起火数下降", "高层火灾起数降幅", "高层建筑火灾起数下降")
    d.alias(name, "软件著作权", "登记软件著作权")
    d.alias(name, "运维响应时间", "故障响应时间")
    b = base(name, code, unit, leader)
    a, t, y, s, v, z = (
        "项目建议书.docx",
        "建设合同.docx",
        "2023年绩效监控表.docx",
        "绩效自评报告.docx",
        "第三方绩效评价报告.pdf",
        "附件3联网建筑清单.pdf",
    )
    d.paper(
        a,
        "application",
        name,
        [
            title("公共安全专项项目建议书（申报）"),
            p(f"项目名称：{name}"),
            p(f"申报单位：{unit}"),
            p(f"项目负责人：{leader}"),
            p("建设周期：2022年4月至2024年3月"),
            p("概算投资：2260万元"),
            *paras("""
        ## 一、必要性
        我市现有高层住宅和公共建筑1120栋，2021年[[高层建筑火灾96起|b@2021年]]，现有系统[[误报率18.5%|b]]，[[救援力量平均到场时间9.2分钟|b]]，夜间尤为突出。
        ## 二、建设目标
        平台——建成市级[[综合管控平台1个|t]]，[[登记软件著作权4项|t]]；
        终端——[[接入高层建筑600栋|t]]，[[安装感知终端4.5万只|t]]，[[终端在线率98%以上|t]]，[[火灾报警误报率不高于5%|t]]，[[故障响应时间不超过30分钟|t]]；
        力量——[[建设微型消防站180个|t]]，[[救援力量平均到场时间不超过6分钟|t]]，[[培训楼栋安全员1200人|t]]；
        宣传——组织[[参加疏散演练居民3万人次|t]]；
        成效——[[高层建筑火灾起数下降20%|t]]，[[火灾隐患整改率95%以上|t]]，[[居民满意度88%以上|t]]。
        """),
        ],
        fields={
            "project_name": name,
            "undertaker": unit,
            "leader": leader,
            "start": "2022-04",
            "end": "2024-03",
            "total_budget": "2260万元",
        },
    )
    d.paper(
        t,
        "task_agreement",
        name,
        [
            title("信息化建设项目合同（任务书）"),
            p(f"合同编号：{code}"),
            p(f"项目名称：{name}"),
            p(f"甲方：湖屏市应急管理局　乙方：{unit}"),
            p(f"乙方负责人：{leader}"),
            p("建设周期：2022年4月至2024年3月"),
            p("合同金额：2260万元"),
            h1("附件一　技术与考核要求"),
            *paras("""
        a) [[接入重点单位600家|t]]，[[部署感知终端4.5万只|t]]；
        b) [[综合管控平台1个|t]]，[[登记软件著作权4项|t]]；
        c) [[终端在线率≥98%|t]]，[[故障响应时间≤30分钟|t]]；
        d) [[误报率≥5%|t]]；
        e) [[微型消防站180个|t]]，[[平均到场时间≤6分钟|t]]，[[消防安全员培训1200人|t]]；
        f) [[消防疏散演练3万人次|t]]，以现场签到为准；
        g) [[高层建筑火灾起数下降20%|t]]（与2021年相比），[[火灾隐患整改率≥95%|t]]，[[居民满意度≥88%|t]]。
        """),
            note("注：到场时间指接警至首车到达建筑物的时间，按全年平均计。"),
            right("2022年4月8日"),
        ],
        fields=b | {"start": "2022-04", "end": "2024-03", "total_budget": "2260万元"},
    )
    d.paper(
        y,
        "progress_report",
        name,
        [
            title("2023年度项目绩效监控表"),
            form(f"""
        项目名称 | {name} | 合同编号 | {code}
        实施单位 | {unit} | 监控截止 | 2023年6月30日
        """),
            table("""
        事项 | 截至2023年6月30日进度
        接入高层建筑 | [[已联网418栋|a@2023年6月|接入高层建筑|418栋]]，其中[[住宅302栋|a@2023年6月]]、[[公共建筑116栋|a@2023年6月]]
        感知终端 | [[已安装3.1万只|a@2023年6月|感知终端|3.1万只]]，[[上半年新增0.9万只|a@2023年上半年|感知终端|0.9万只]]
        微型消防站 | [[已建成196个|a@2023年6月|微型消防站|196个]]，社区自建的一并纳入
        平均到场时间 | 上半年[[6.8分钟|a@2023年6月|平均到场时间]]，[[其中老城区8.1分钟|a@2023年上半年|平均到场时间|8.1分钟]]
        安全员培训 | [[已培训815人|a@2023年6月|安全员培训|815人]]
        资金 | 累计支出1390万元，占合同金额的61.5%
        """),
        ],
        fields={"project_name": name, "project_code": code, "undertaker": unit},
    )
    d.paper(
        s,
        "self_evaluation",
        name,
        [
            title("项目绩效自评报告"),
            p(f"项目名称：{name}"),
            p(f"合同编号：{code}"),
            p("实施单位：湖屏市消防技术服务中心"),
            p(f"负责人：{leader}"),
            p("建设周期：2022年4月至2024年3月"),
            h1("一、指标对比"),
            values(
                """
        指标（单位） | 实施前 | 合同目标 | 实施后
        接入重点单位（家） | — | 600 | 631
        感知终端（万只） | — | 4.5 | 4.62
        误报率（%） | 18.5 | ≤5 | 4.3
        终端在线率（%） | — | ≥98 | 98.8
        故障响应时间（分钟） | — | ≤30 | 26
        微型消防站（个） | — | 180 | 203
        平均到场时间（分钟） | 9.2 | ≤6 | 6.4
        安全员培训（人） | — | 1200 | 1246
        疏散演练（万人次） | — | 3 | [[41.5（含网络直播观看）|a|疏散演练|41.5万人次]]
        火灾隐患整改率（%） | — | ≥95 | 96.7
        居民满意度（%） | — | ≥88 | 90.4
        登记软件著作权（项） | — | 4 | 4
        """,
                {1: "b", 2: "t", 3: "a"},
            ),
            *paras("""
        [[综合管控平台1个|a]]已上线运行。2023年[[高层火灾74起|a@2023年]]，较2021年[[高层建筑火灾起数下降22.9%|a]]。
        平均到场时间控制在目标范围内。各项考核要求均已实现，佐证见附件1至附件4，其中联网建筑清单见附件3，满意度报告见附件6。
        ## 附件目录
        附件1 平台上线报告
        附件2 软件著作权证书
        附件3 联网建筑清单（另册）
        附件4 演练照片
        """),
            right("2024年4月25日"),
        ],
        fields={
            "project_name": name,
            "project_code": code,
            "undertaker": "湖屏市消防技术服务中心",
            "leader": leader,
            "start": "2022-04",
            "end": "2024-03",
        },
    )
    d.paper(
        v,
        "evaluation_report",
        name,
        [
            title("第三方绩效评价报告"),
            center(f"{name}"),
            p(f"合同编号：{code}"),
            p(f"实施单位：{unit}"),
            p("评价时间：2024年7月"),
            h2("核查情况"),
            *paras("""
        1.联网。平台台账显示[[接入高层建筑575栋|a]]、涉及单位631家，较建议书少25栋；[[感知终端4.62万只|a]]，抽查在线，[[终端月均在线率98.8%|a]]。
        2.报警。按平台运行日志核算，[[报警误报率5.6%|a|报警误报率|5.6%]]，与自评数不一致。[[故障响应时间26分钟|a]]。
        3.力量。[[建设微型消防站203个|a]]，[[平均到场时间6.4分钟|a]]，[[培训楼栋安全员1246人|a]]。
        4.宣传。签到表统计[[参加疏散演练居民3.2万人次|a]]。
        5.成效。[[高层建筑火灾起数下降22.9%|a]]（[[96起|b|高层建筑火灾]]降至[[74起|a|高层建筑火灾]]），[[火灾隐患整改率96.7%|a]]，[[居民满意度90.4%|a]]；[[管控平台1个|a]]，[[软件著作权4项|a]]。
        评价认为，项目在“早发现”方面成效明显，但在“早处置”方面仍有差距：老城区道路狭窄、停车占道，首车到场时间难以压降；部分物业企业对报警信息复核不及时；宣传演练统计口径前后不一，线上观看与现场参演应当分列。
        综合评价得分86分，等级为良。
        """),
        ],
        fields={"project_name": name, "project_code": code, "undertaker": unit},
    )
    d.claim(d.papers[-1], "actual", "涉及单位", "631家", "涉及单位631家", thread="接入高层建筑")
    d.paper(
        z, "other", None, [title("联网建筑清单"), p("内部资料")], password="xf119", engine="reportlab", unreadable=True
    )
    d.skip |= {"安全员培训", "起火数下降", "平台", "软件著作权", "运维响应时间"}
    d.skip |= {"住宅", "公共建筑", "感知终端新增", "老城区到场时间", "高层火灾起数", "高层建筑火灾"}
    d.finding(
        "target-changed",
        [t, a, s],
        "接入高层建筑",
        ["接入重点单位600家", "接入高层建筑600栋", "接入重点单位（家）"],
        2,
        also=["caliber-unit", "caliber-subject", "target-lowered"],
    )
    d.finding(
        "target-unmet",
        [v, a],
        "575栋",
        ["接入高层建筑575栋"],
        3,
        also=["actual-conflict", "caliber-unit"],
        optional=True,
    )
    d.finding(
        "target-direction",
        [t, a, s],
        "报警误报率",
        ["误报率≥5%"],
        2,
        also=["target-changed", "target-unmet", "target-lowered"],
    )
    d.finding("actual-conflict", [s, v], "误报率4.3%与5.6%", ["4.3", "报警误报率5.6%"], 2)
    d.finding("target-unmet", [v, a, s], "误报率5.6%", ["报警误报率5.6%"], 3, also=["actual-conflict"], optional=True)
    d.finding(
        "completion-misstated",
        [s, t],
        "平均到场时间",
        ["平均到场时间控制在目标范围内", "各项考核要求均已实现", "6.4"],
        2,
        also=["target-unmet"],
    )
    d.finding(
        "target-unmet",
        [s, v, t],
        "平均到场时间6.4分钟",
        ["6.4", "平均到场时间6.4分钟"],
        1,
        also=["completion-misstated"],
    )
    d.finding(
        "caliber-subject",
        [s, v, t],
        "演练居民",
        ["41.5（含网络直播观看）"],
        2,
        also=["actual-conflict", "target-too-low", "caliber-scope", "caliber-unit"],
    )
    d.finding("field-conflict", [s, t, a], "实施单位", ["湖屏市消防技术服务中心"], 1)
    d.finding("target-too-low", [s, y, t], "微型消防站", ["已建成196个", "203", "180"], 3, optional=True)
    d.finding("document-missing", [s], "附件6", ["满意度报告见附件6"], 1)
    d.finding("document-unreadable", [z], "附件3加密", [], 1)
    d.trap(
        y,
        "半年进度",
        ["已联网418栋", "已安装3.1万只", "已培训815人"],
        ["target-unmet", "actual-conflict", "completion-misstated"],
        "截至2023年6月",
    )
    d.trap(
        y,
        "上半年6.8分钟",
        ["6.8分钟", "其中老城区8.1分钟"],
        ["target-unmet", "actual-conflict", "figure-conflict"],
        "期中值和分区值",
    )
    d.trap(y, "分类之和", ["其中住宅302栋、公共建筑116栋"], ["sum-mismatch", "actual-conflict"], "302+116=418")
    d.trap(y, "61.5%", ["占合同金额的61.5%"], ["share-mismatch", "execution-rate-mismatch"], "1390/2260")
    d.trap(s, "起数下降22.9%", ["高层建筑火灾起数下降22.9%"], ["growth-mismatch", "target-unmet"], "(96-74)/96")
    d.trap(v, "少25栋", ["较建议书少25栋"], ["difference-mismatch"], "600-575")
    d.trap(s, "故障响应26分钟", ["26"], ["target-unmet"], "上限型")
    return d
