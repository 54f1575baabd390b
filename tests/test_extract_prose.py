"""Claims in sentences and numbered items: what counts, whose side it is on, and what is left alone."""

from __future__ import annotations

import pytest

from docaudit.extract import extract
from docaudit.model import Kind
from tests.extracting import part, read

TASK, ACCEPTANCE, SELF = Kind.TASK_AGREEMENT, Kind.ACCEPTANCE_REPORT, Kind.SELF_EVALUATION


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "申请发明专利不少于8项，其中授权3项；培养技术经理人15名以上；服务企业50家次。",
            [
                "target 申请发明专利 ge 8 项",
                "target 授权发明专利 eq 3 项",
                "target 培养技术经理人 ge 15 人",
                "target 服务企业 eq 50 家次",
            ],
        ),
        ("验证平台建档立项科研项目20项", ["target 验证平台建档立项科研项目 eq 20 项"]),
        ("1．发表论文3—5篇；2．制定团体标准1项。", ["target 发表论文 range 3-5 篇", "target 制定团体标准 eq 1 项"]),
        ("项目执行期内累计新增销售收入达到2000万元以上。", ["target 新增销售收入 ge 2000 万元"]),
        ("单位产品能耗不高于0.45千瓦时。", ["target 单位产品能耗 le 0.45 千瓦时"]),
        ("发展100家以上多模式、专业化的技术转移示范机构。", ["target 发展技术转移示范机构 ge 100 家"]),
        ("为企业提供商业可行性方案不少于40份。", ["target 为企业提供商业可行性方案 ge 40 份"]),
        ("面向园区企业开展专题培训不少于300人次。", ["target 开展专题培训 ge 300 人次"]),
        ("用户体验显著提升。", ["target 用户体验 “显著提升”"]),
        ("处理效率由36%提升至46%。", ["baseline 处理效率 eq 36 %", "target 处理效率 eq 46 %"]),
        (
            "建成省级实验室3个（现有1个），年处理量达到80万吨（2019年52万吨）。",
            [
                "target 建成省级实验室 eq 3 个",
                "baseline 建成省级实验室 eq 1 个",
                "target 年处理量 ge 80×10000 吨",
                "baseline 年处理量 eq 52×10000 吨",
            ],
        ),
        ("鉴于两个厂区停产，测试批次由12批调整为9批。", ["target 测试批次 eq 9 批次"]),
        (
            "取消一处站点，自动监测站由20座调整为18座，巡检里程由60公里变更为55公里。",
            ["target 自动监测站 eq 18 座", "target 巡检里程 eq 55 公里"],
        ),
        ("取得特种作业操作资格等级证书不少于90人。", ["target 特种作业操作资格等级证书 ge 90 人"]),
        (
            "管网漏损系数降低到0.11以下，成果转化到账金额300万元。",
            ["target 管网漏损系数 le 0.11", "target 成果转化到账金额 eq 300 万元"],
        ),
        ("园区品牌影响力进一步扩大。", ["target 园区品牌影响力 “进一步扩大”"]),
        ("同意项目实施期限延长8个月，考核内容不变。", []),
        (
            "合同执行期间乙方申请发明专利5件（其中授权不少于2件）。",
            ["target 申请发明专利 eq 5 件", "target 授权发明专利 ge 2 件"],
        ),
        ("服务期满意度不低于90%。", ["target 服务期满意度 ge 90 %"]),
        ("年研发投入占销售收入比重不低于6%。", ["target 年研发投入占销售收入比重 ge 6 %"]),
        (
            "论文10篇，其中一区占30%、二区占40%。",
            ["target 论文 eq 10 篇"],
        ),
        ("托位使用率仍按不低于75%考核，家长满意度指标不变。", ["target 托位使用率 ge 75 %"]),
        (
            "拟对18处危岩体进行锚固，对36个洞窟进行数字化采集。",
            ["target 危岩体锚固 eq 18 处", "target 洞窟数字化采集 eq 36 个"],
        ),
        ("根据对2421项项目进行统计，转化率达到30%以上。", ["target 转化率 ge 30 %"]),
        ("录制教学视频不少于600分钟。", ["target 录制教学视频 ge 600 分钟"]),
        (
            "通过项目实施，水环境质量明显改善，人居环境持续向好。",
            ["target 水环境质量 “明显改善”", "target 人居环境 “持续向好”"],
        ),
        (
            "杜绝较大及以上安全事故；全年无群体性事件；重大投诉零发生。",
            ["target 较大及以上安全事故 “杜绝”", "target 群体性事件 “无”", "target 重大投诉 “零发生”"],
        ),
        ("排查安全隐患，妥善处置突发事件。", []),
        (
            "行业带动作用显著，社会效益良好。",
            ["target 行业带动作用 “显著”", "target 社会效益 “良好”"],
        ),
        ("围绕示范作用显著的产业布局。", []),
    ],
)
def test_targets_of_an_agreement(text: str, found: list[str]) -> None:
    assert read(TASK, "# 三、考核指标", text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("计划申请专利5项，实际申请6项。", ["target 申请专利 eq 5 项", "actual 申请专利 eq 6 项"]),
        ("计划完成样机5台，实际完成样机6台。", ["target 样机 eq 5 台", "actual 样机 eq 6 台"]),
        ("软件著作权任务书要求3项，完成4项。", ["target 软件著作权 eq 3 项", "actual 软件著作权 eq 4 项"]),
        ("发明专利：任务书要求5项，实际完成7项。", ["target 发明专利 eq 5 项", "actual 发明专利 eq 7 项"]),
        (
            "培养硕士研究生1000余名,本科生1000余名。",
            ["actual 培养硕士研究生 ge 1000 人", "actual 培养本科生 ge 1000 人"],
        ),
        ("处理效率由36%提升至46%。", ["baseline 处理效率 eq 36 %", "actual 处理效率 eq 46 %"]),
        (
            "合同要求最大功率不小于320千瓦，经省机械产品质量监督站检测为335千瓦。",
            ["target 最大功率 ge 320 千瓦", "actual 最大功率 eq 335 千瓦"],
        ),
        (
            "使用寿命要求≥900小时，盐雾试验960小时无锈蚀。",
            ["target 使用寿命 ge 900 小时", "actual 使用寿命 eq 960 小时"],
        ),
        ("年产能力1500台，满足1200台的要求。", ["actual 年产能力 eq 1500 台", "target 年产能力 eq 1200 台"]),
        ("定位精度0.8mm，优于阶段目标值1.0mm。", ["actual 定位精度 eq 0.8 毫米", "target 定位精度 eq 1.0 毫米"]),
        ("安装传感器88套，完成安装传感器80套的任务。", ["actual 安装传感器 eq 88 套", "target 安装传感器 eq 80 套"]),
        ("举办安全培训18期、640人次。", ["actual 举办安全培训 eq 18 期", "actual 举办安全培训 eq 640 人次"]),
        (
            "培训1120人次，完成年度计划的101.8%，其中残疾人员75人次。",
            ["actual 培训 eq 1120 人次", "actual 残疾人员 eq 75 人次"],
        ),
        ("合格率98.2%，比2018年提高3.1个百分点。", ["actual 合格率 eq 98.2 %"]),
        ("完成管道改造6.4公里，较调整后任务多0.3公里。", ["actual 管道改造 eq 6.4 公里"]),
        ("12项指标中11项达标，达标率91.7%。", []),
        ("引进青年骨干4人，培育6人。", ["actual 引进青年骨干 eq 4 人", "actual 培育青年骨干 eq 6 人"]),
        ("完成概念验证项目22项，超额完成任务。", ["actual 概念验证项目 eq 22 项"]),
        ("项目共申请发明专利9项，较上年增长20%。", ["actual 申请发明专利 eq 9 项"]),
        (
            "有效集聚850家科研机构，1012家知名企业。",
            ["actual 有效集聚科研机构 eq 850 家", "actual 知名企业 eq 1012 家"],
        ),
        ("四家中心的交易额分别为22万元、16万元和13万元，最低值13万元。", ["actual 最低值 eq 13 万元"]),
        ("申请发明专利9项，占全部专利的75%。", ["actual 申请发明专利 eq 9 项"]),
        ("控制系统智能化水平明显提高，用户反馈良好。", ["actual 控制系统智能化水平 “明显提高”"]),
    ],
)
def test_results_of_an_acceptance_report(text: str, found: list[str]) -> None:
    assert read(ACCEPTANCE, "# 二、考核指标完成情况", text) == found


@pytest.mark.parametrize(
    "text",
    [
        "根据对2421项项目转化数据的统计，情况良好。",
        "评价组发放问卷45份，回收43份。",
        "90（含）-100分为优秀，75（含）-90分为良好。",
        "注：完成率=实际完成值÷目标值×100%。",
        "项目总经费500万元，其中专项经费200万元。",
        "平台覆盖病害、平整度、设施三类数据。",
        "依据沪科发〔2009〕586号文件，2022年12月底前完成。",
        "下一步拟培养技术人员50名。",
    ],
)
def test_what_is_no_result(text: str) -> None:
    assert read(ACCEPTANCE, "# 二、完成情况", text) == []


@pytest.mark.parametrize(
    "heading", ["一、立项依据", "二、国内外研究现状", "四、经费预算", "五、进度安排", "六、项目组人员", "研究基础"]
)
def test_sections_that_state_no_indicator(heading: str) -> None:
    assert read(
        TASK, f"# {heading}", "全市高新技术企业达到1.7万家，培养人才300名。", "# 三、考核指标", "培养人才20名。"
    ) == ["target 培养人才 eq 20 人"]


def test_a_report_without_known_sections_is_read_as_its_kind() -> None:
    assert read(ACCEPTANCE, "项目组完成了合同规定的任务，申请发明专利6项，予以验收通过。") == [
        "actual 申请发明专利 eq 6 项"
    ]
    assert read(Kind.OTHER, "全市申请发明专利6项。") == []


def test_labels_inside_the_text_change_sides() -> None:
    assert read(SELF, "# 目标完成情况", "任务书指标：发表论文5篇。完成情况：发表论文6篇。") == [
        "target 发表论文 eq 5 篇",
        "actual 发表论文 eq 6 篇",
    ]
    assert read(TASK, "考核指标：", "服务企业30家", "经费预算：", "设备购置2台") == ["target 服务企业 eq 30 家"]


def test_an_inner_heading_sorts_but_does_not_change_sides() -> None:
    text = "建成示范线1条。"
    blocks = ["# 二、考核指标完成情况", "（一）约束性指标", text]
    assert read(ACCEPTANCE, *blocks) == ["actual 建成示范线 eq 1 条"]


def test_a_part_of_a_whole_keeps_its_parent_in_the_path() -> None:
    claims = extract(part(TASK, "# 考核指标", "申请专利12项，其中发明专利8项。"), None).claims
    assert [claim.name for claim in claims] == ["申请专利", "申请发明专利"]
    assert claims[1].path[-1] == "申请专利"


def test_caliber_and_period_come_from_the_clause() -> None:
    (claim,) = extract(part(SELF, "# 完成情况", "2023年当年新增SCI论文5篇。"), None).claims
    assert claim.caliber.level == ("SCI",)
    assert set(claim.caliber.period) == {"当年", "新增"}
    assert claim.period is not None
    assert (claim.period.start, claim.period.basis) == ("2023", "year")


def test_quote_is_the_sentence_verbatim() -> None:
    (claim,) = extract(part(TASK, "# 考核指标", "总体要求如下。申请发明专利 不少于 8 项；"), None).claims
    assert claim.place.quote == "申请发明专利 不少于 8 项"
    assert claim.context == claim.place.quote


def test_a_sum_told_year_by_year_gives_every_year_and_is_of_none() -> None:
    text = "种植中药材900亩，其中2020年260亩、2021年300亩、2022年340亩。"
    found = extract(part(ACCEPTANCE, "# 三、完成情况", text), None).claims
    assert [(c.quantity.text, c.period.start if c.period else None) for c in found] == [
        ("900亩", None),
        ("260亩", "2020"),
        ("300亩", "2021"),
        ("340亩", "2022"),
    ]


def test_a_year_that_is_only_compared_with_is_no_period() -> None:
    found = extract(part(ACCEPTANCE, "# 三、完成情况", "合格率98.2%，比2018年提高3.1个百分点。"), None).claims
    assert [c.period for c in found] == [None]
