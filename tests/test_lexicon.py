"""Words of the field: header roles, names and their cores, synonyms, calibers and how their values relate."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docaudit import lexicon
from docaudit.lexicon import (
    HeaderRole,
    broader,
    calibers,
    canonical_indicator,
    core_name,
    disjoint,
    header_role,
    plain_name,
    polarity,
    synonyms,
    tokens,
)
from docaudit.lexicon.compounds import column_role
from docaudit.lexicon.vocabulary import facets
from docaudit.model import Polarity
from docaudit.packs import PackError
from docaudit.quantities import parse

HEADERS = {
    HeaderRole.TARGET: "年度指标值|年度指标值(A)|指标值|年初目标值（A）|年初设定目标|目标值|考核要求|考核目标|指标值及单位|合同规定指标|任务书指标|预期指标|预期实现值|完成时指标值/状态|任务书约定目标|2023年目标值|变更后指标值",
    HeaderRole.INTERIM: "中期指标值/状态|中期目标值",
    HeaderRole.BASELINE: "立项时已有指标值/状态|基期值|实施前|上年实际值",
    HeaderRole.ACTUAL: "实际完成值(B)|全年完成值|全年实际完成值|全年实际值|完成值|实际完成|完成情况|实际完成情况|全年目标实际完成情况|2022年实际完成值|验收时状态",
    HeaderRole.EXPECTED_LATER: "全年预计完成值|全年预计执行数",
    HeaderRole.WEIGHT: "分值|权重|标准分|执行率权重|分值（10分）",
    HeaderRole.SCORE: "得分|自评得分|自评分|打分|执行率得分",
    HeaderRole.RATE: "执行率（B/A）|完成率|预算执行率（%）|得分率|资金到位率",
    HeaderRole.BUDGET: "预算数|年初预算数|全年预算数（A）|全年（调整）预算数|调整后预算|批复",
    HeaderRole.SPENT: "执行数|全年执行数（B）|支出数|实际支出|决算|1-7月执行数",
    HeaderRole.ARRIVED: "到位|实际到位|拨付|下达",
    HeaderRole.NAME: "三级指标|指标名称|指标内容|绩效指标",
    HeaderRole.EITHER: "考核指标|主要技术经济指标",
    HeaderRole.GROUP: "一级指标|二级指标|对应的课题名称",
    HeaderRole.UNIT: "单位|计量单位",
    HeaderRole.RELATION: "计算符号|符号",
    HeaderRole.REMARK: "备注|偏差原因分析及改进措施|未完成原因和改进措施|考核方式（方法）及评价手段|目标值来源",
    HeaderRole.ORDER: "序号",
    HeaderRole.PERIOD: "年度|起止时间|进度安排",
}


@pytest.mark.parametrize(
    ("header", "role"), [(text, role) for role, listed in HEADERS.items() for text in listed.split("|")]
)
def test_header_roles(header: str, role: HeaderRole) -> None:
    assert header_role(header) is role
    assert header_role(" ".join(header)) is role


@pytest.mark.parametrize(
    "text",
    [
        "",
        "发明专利",
        "承担单位",
        "产出指标",
        "数量指标",
        "项目名称",
        "2022年",
        "申请发明专利不少于5项，其中授权3项，另有软件著作权若干",
    ],
)
def test_what_is_no_header(text: str) -> None:
    assert header_role(text) is None


@pytest.mark.parametrize(
    ("name", "plain", "core"),
    [
        ("申请发明专利数量（项）", "申请发明专利数量", "申请发明专利"),
        ("1.2 培养技术经理人数（人）", "培养技术经理人数", "培养技术经理"),
        ("（3）发表论文", "发表论文", "发表论文"),
        ("指标1：培训场次", "培训场次", "培训"),
        ("① 服务外包在岸(万美元)", "服务外包在岸", "服务外包在岸"),
        ("相变潜热（J/g）", "相变潜热", "相变潜热"),
        ("论文（SCI）", "论文（SCI）", "论文SCI"),
        ("产品质量", "产品质量", "产品质量"),
        ("累计新增销售收入≥", "累计新增销售收入", "销售收入"),
        ("3D打印样机", "3D打印样机", "3D打印样机"),
    ],
)
def test_names_and_their_cores(name: str, plain: str, core: str) -> None:
    assert plain_name(name) == plain
    assert core_name(name) == core


@given(st.text(alphabet="申请发明专利数量完成新增项目（）()1. 、：≥", min_size=1, max_size=12))
def test_a_core_is_never_empty_and_settles(name: str) -> None:
    core = core_name(name)
    assert core or not name.strip(" （）()1.、：≥")
    assert core_name(core) == core


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("发明专利申请数", "申请发明专利"),
        ("专利申请数", "申请专利"),
        ("软著登记（项）", "软件著作权"),
        ("营业收入", "销售收入"),
        ("硕士生", "培养硕士研究生"),
        ("量子纠缠保真度", None),
    ],
)
def test_canonical_indicators(name: str, canonical: str | None) -> None:
    assert canonical_indicator(name) == canonical


def test_synonyms_keep_actions_apart() -> None:
    assert "发明专利申请" in synonyms("申请发明专利")
    assert not set(synonyms("申请发明专利")) & set(synonyms("授权发明专利"))
    assert synonyms("量子纠缠保真度") == ()


def test_tokens_keep_the_words_of_the_field_whole() -> None:
    assert tokens("申请发明专利数量（项）") == ("申请", "发明专利")
    assert "技术经理人" in tokens("新增全职技术经理人数量")


def test_polarity_of_a_name() -> None:
    assert polarity("单位产品能耗") is Polarity.LOWER
    assert polarity("发表论文") is Polarity.UNKNOWN


@pytest.mark.parametrize(
    ("text", "facet", "values"),
    [
        ("申请发明专利", "action", ("申请",)),
        ("申请或授权的专利", "action", ("申请", "授权")),
        ("申请发明专利", "object", ("发明专利",)),
        ("任务书申请书", "action", ()),
        ("培养硕士研究生1000余名", "object", ("硕士",)),
        ("培养创新复合型人才", "object", ("复合型人才",)),
        ("博士后", "object", ("博士后",)),
        ("累计服务企业", "period", ("累计",)),
        ("单个概念验证中心支持额度", "scope", ("单个",)),
        ("技术合同成交额", "basis", ("合同",)),
        ("横向经费到账", "basis", ("到账",)),
        ("不含税销售收入", "inclusion", ("不含税",)),
        ("发表 SCI 论文", "level", ("SCI",)),
        ("牵头制定国家标准", "level", ("牵头", "国家标准")),
    ],
)
def test_calibers(text: str, facet: str, values: tuple[str, ...]) -> None:
    assert getattr(calibers(text), facet) == values


def test_the_counting_unit_comes_from_the_quantity() -> None:
    people, visits = parse("80名"), parse("1.3万人次")
    assert calibers("培训", quantity=people).unit == ("人",)
    assert calibers("培训", quantity=visits).unit == ("人次",)


def test_broader_values() -> None:
    assert broader("object", "知识产权", "发明专利")
    assert broader("object", "人才", "硕士")
    assert not broader("object", "发明专利", "专利")
    assert not broader("object", "专利", "专利")


def test_disjoint_values() -> None:
    assert disjoint("action", "申请", "授权")
    assert disjoint("object", "复合型人才", "硕士")
    assert disjoint("object", "科研项目", "交叉项目")
    assert disjoint("unit", "人", "人次")
    assert not disjoint("action", "申请", "受理")
    assert not disjoint("object", "专利", "发明专利")
    assert not disjoint("action", "申请", "从未听说")
    assert not disjoint("action", "申请", "申请")


@pytest.mark.parametrize("facet", ["action", "object", "basis", "period", "scope", "level", "inclusion"])
def test_relations_are_consistent(facet: str) -> None:
    values = lexicon.facet_values(facet)
    for a in values:
        for b in values:
            assert disjoint(facet, a, b) == disjoint(facet, b, a)
            assert not (broader(facet, a, b) and broader(facet, b, a))


def test_broader_and_overlapping_values_are_known() -> None:
    data = facets()
    for facet in lexicon.FACETS:
        known = set(data.of(facet))
        assert {parent for value in data.of(facet).values() for parent in value.broader} <= known
        assert {value for pair in data.overlaps.get(facet, []) for value in pair} <= known


def test_a_folder_of_ones_own_adds_synonyms(tmp_path: Path) -> None:
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "vocabulary" / "indicators.yaml").write_text(
        "- {name: 保真度, synonyms: [量子纠缠保真度]}\n", encoding="utf-8"
    )
    try:
        lexicon.use(tmp_path)
        assert canonical_indicator("量子纠缠保真度") == "保真度"
        (tmp_path / "vocabulary" / "indicators.yaml").write_text("- {nam: 保真度}\n", encoding="utf-8")
        with pytest.raises(PackError, match=r"indicators\.yaml:1"):
            lexicon.use(tmp_path)
    finally:
        lexicon.use(None)
    assert canonical_indicator("量子纠缠保真度") is None


@pytest.mark.parametrize(
    ("role", "headers"),
    [
        ("target", "期末目标值 合同数 原定数 协议约定 任务要求数 设计值 设计规模 规划值 应建数 拟完成"),
        ("either", "期末目标 验收目标 三年累计目标 结题要求 建设期目标"),
        (
            "actual",
            "核定完成 复核结果 评价认定数 抽查核实 清点数 自报数 竣工量 实有数 实建 监测值 年末数 现有完成 累计完成",
        ),
        ("baseline", "起点值 立项时 改造前"),
    ],
)
def test_headers_are_told_by_their_last_word_and_what_goes_before(role, headers):
    assert {header: column_role(header) for header in headers.split()} == dict.fromkeys(headers.split(), role)


@pytest.mark.parametrize("header", ["监测点", "监测指标"])
def test_what_names_a_point_does_not_report(header):
    assert column_role(header) != "actual"
