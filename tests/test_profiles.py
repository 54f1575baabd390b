"""The pieces that recognition is made of: words, dates, values, packs, single layouts."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from docaudit.model import Kind, Role
from docaudit.packs import PackError
from docaudit.profiles import FieldSpec, Section, load_fields, load_profiles, recognise
from docaudit.profiles.dates import is_date, parse_date, parse_period
from docaudit.profiles.form import FormReader
from docaudit.profiles.values import value_of
from docaudit.profiles.words import is_numbered, label, remark, squash, squash_with_origin, title, without_numbering
from tests.support.papers import document

PROFILES = load_profiles()
VOCABULARY = load_fields()
BY_ID = {profile.id: profile for profile in PROFILES}


def fields(text):
    found = FormReader(VOCABULARY).read(document(text).blocks)
    return [(field.name, field.value) for field in found]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2021年7月", "2021-07"),
        ("2021 年 7 月 1 日", "2021-07-01"),
        ("2021.07", "2021-07"),
        ("2021.7.1", "2021-07-01"),
        ("2021/7/1", "2021-07-01"),
        ("2021-07-01", "2021-07-01"),
        ("２０２１年１２月", "2021-12"),
        ("二〇二一年七月", "2021-07"),
        ("二○二三年十二月三十一日", "2023-12-31"),
        ("20210701", "2021-07-01"),
        ("202107", "2021-07"),
        ("2021年度", "2021"),
        ("2021", "2021"),
        ("2021年7月底", "2021-07"),
        ("2020年13月", "2020"),
        ("年 月 日", None),
        ("12345678", None),
        ("编号320210701", None),
        ("", None),
    ],
)
def test_dates(text, iso):
    assert parse_date(text) == iso


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2021年7月至2023年6月", ("2021-07", "2023-06")),
        ("2021.07-2023.06", ("2021-07", "2023-06")),
        ("2021-07-01至2023-06-30", ("2021-07-01", "2023-06-30")),
        ("2021/7/1—2023/6/30", ("2021-07-01", "2023-06-30")),
        ("自2021年7月1日起至2023年6月30日止", ("2021-07-01", "2023-06-30")),
        ("2021年7月——2023年6月", ("2021-07", "2023-06")),
        ("2021年—2023年", ("2021", "2023")),
        ("2021-2023年", ("2021", "2023")),
        ("2022年3-11月", ("2022-03", "2022-11")),
        ("2022年3月至11月", ("2022-03", "2022-11")),
        ("2022年1月1日至12月31日", ("2022-01-01", "2022-12-31")),
        ("起始：2020年1月 结束时间：2021年12月", ("2020-01", "2021-12")),
        ("二〇二二年一月至二〇二四年十二月", ("2022-01", "2024-12")),
        ("202107-202306", ("2021-07", "2023-06")),
        ("2021年7月，2023年6月", None),
        ("24个月", None),
        ("2021年7月", None),
    ],
)
def test_periods(text, period):
    assert parse_period(text) == period


@settings(max_examples=50, deadline=None)
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_date_is_read_the_same_in_every_shape(day):
    for text in (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y-%m-%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
    ):
        assert parse_date(text) == day.isoformat()
        assert is_date(text)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=80))
@example("\xa8\u0316")
def test_squashing_keeps_the_way_back(text):
    bare, origin = squash_with_origin(text)
    assert bare == squash(text)
    assert len(origin) == len(bare)
    assert all(a <= b for a, b in pairwise(origin))


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60))
def test_words_never_fail(text):
    for function in (label, remark, title, without_numbering, parse_date, parse_period, is_date, is_numbered):
        function(text)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("项 目 名 称：", "项目名称"),
        ("一、项目名称", "项目名称"),
        ("（二）承担单位（盖章）：", "承担单位"),
        ("*项目编号", "项目编号"),
        ("当年预算数（元）：", "当年预算数"),
        ("全年执行数(B)", "全年执行数"),
        ("年度资金总额（万元）（含结转）", "年度资金总额"),
        ("3.项目负责人", "项目负责人"),
        ("12.5", "12.5"),
        ("（万元）", "(万元)"),
    ],
)
def test_labels(text, bare):
    assert label(text) == bare


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("附件2：项目支出绩效自评表（2022年度）", "项目支出绩效自评表"),
        ("关于印发《某市行动方案（2021-2023年）》的通知", "关于印发《某市行动方案"),
        ("项目任务书（模板）", "项目任务书"),
        ("申报书 V2.1", "申报书"),
        ("关于项目变更的批复", "关于项目变更的批复"),
        ("关于召开会议的通知", "关于召开会议的通知"),
    ],
)
def test_titles_end_with_what_the_paper_is(text, head):
    assert title(text) == head


@pytest.mark.parametrize(
    ("kind", "raw", "unit", "value"),
    [
        ("money", "200", "万元", "200万元"),
        ("money", "200万元", "元", "200万元"),
        ("money", "1,850,000.00", "元", "1,850,000.00元"),
        ("money", "200", "", "200"),
        ("money", "见附件", "万元", ""),
        ("money", "200万元（其中财政100万元）", "", "200万元"),
        ("code", "无", "", ""),
        ("code", "沪科合（2021）第18号", "", "沪科合（2021）第18号"),
        ("code", "______", "", ""),
        ("code", "由承担单位填写的项目编号1", "", ""),
        ("organisation", "上海理工大学（盖章）", "", "上海理工大学"),
        ("organisation", "（盖章）", "", ""),
        ("organisation", "年　月　日", "", ""),
        ("person", "张三 13800000000", "", "张三"),
        ("person", "（签字）", "", ""),
        ("person", "韦 一 鸣", "", "韦一鸣"),
        ("person", "喻清和教授、阮其昌", "", "喻清和"),
        ("person", "段小石（研究员）", "", "段小石"),
        ("person", "阿卜杜拉·买买提", "", "阿卜杜拉·买买提"),
        ("person", "John A. Smith", "", "John A. Smith"),
        ("person", "因工作调动由他人接任", "", ""),
        ("person", "项目组全体", "", ""),
        ("name", "《智慧粮仓》", "", "智慧粮仓"),
        ("name", "国家重点研发计划", "", ""),
        ("name", "城市道路基础设施\n大数据平台", "", "城市道路基础设施大数据平台"),
        ("name", "（请填写项目全称）", "", ""),
        ("date", "年 月 日", "", ""),
        ("period", "2021年7月至2023年6月", "", "2021-07/2023-06"),
        ("percent", "100.00%", "", "100.00%"),
        ("percent", "/", "", ""),
        ("span", "一级目标", "", ""),
    ],
)
def test_values(kind, raw, unit, value):
    assert value_of(kind, raw, unit, VOCABULARY) == value


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("申报高校", "undertaker"),
        ("项目建设主体（盖章）", "undertaker"),
        ("课题/专题主持人", "leader"),
        ("项目研究周期", "period"),
        ("工程概算总投资（万元）", "total_budget"),
        ("研发费用", "total_budget"),
        ("立项批准号", "project_code"),
        ("合作高校", None),
        ("评价机构", None),
        ("单位负责人", None),
        ("财务负责人", None),
        ("子项目名称", None),
        ("费用", None),
        ("单位", None),
    ],
)
def test_labels_are_composed(text, field):
    found = FormReader(VOCABULARY).labels.of(text)
    assert (found[0] if found else None) == field


def test_a_label_alone_has_its_value_in_the_next_line():
    assert fields("项目名称\n甲平台建设\n承担单位：\n乙市科技大学\n负责人\n审核意见") == [
        ("project_name", "甲平台建设"),
        ("undertaker", "乙市科技大学"),
    ]


def test_after_a_change_the_new_value_holds():
    text = "| 项目名称 | 甲平台建设 | < |\n| 变更事项 | 变更前 | 变更后 |\n| 项目负责人 | 丁一 | 丙二 |"
    assert fields(text) == [("leader", "丙二"), ("project_name", "甲平台建设")]


def test_labels_in_a_line_are_told_apart():
    assert fields("项目名称：甲平台建设　　项目编号：A-2021-1  承担单位：乙大学\t负责人：丙丁") == [
        ("project_name", "甲平台建设"),
        ("project_code", "A-2021-1"),
        ("undertaker", "乙大学"),
        ("leader", "丙丁"),
    ]


def test_an_unknown_label_ends_a_value():
    assert fields("项目名称：甲平台建设    联系电话：021-6666") == [("project_name", "甲平台建设")]


def test_a_label_inside_a_word_is_none():
    assert fields("子项目名称：甲平台建设") == []
    assert fields("各承担单位：应当按时提交。") == []


def test_spaced_labels_on_a_cover():
    assert fields("项 目 名 称：甲平台建设\n承 担 单 位：乙大学") == [
        ("project_name", "甲平台建设"),
        ("undertaker", "乙大学"),
    ]


def test_a_proper_label_beats_a_fallback():
    assert fields("预算单位：某局机关\n项目承担单位：乙大学") == [("undertaker", "乙大学")]
    assert fields("预算单位：某局机关") == [("undertaker", "某局机关")]


def test_two_values_of_one_label_are_both_kept():
    assert fields("项目名称：甲平台建设\n| 项目名称 | 甲平台建设与运行 |") == [
        ("project_name", "甲平台建设"),
        ("project_name", "甲平台建设与运行"),
    ]


def test_a_date_stated_more_precisely_replaces_the_coarse_one():
    assert fields("执行期限：2021年12月至2023年11月\n| 起始时间 | 2021年12月1日 | 结束时间 | 2023年11月30日 |") == [
        ("start", "2021-12-01"),
        ("end", "2023-11-30"),
    ]


def test_a_list_of_projects_has_no_fields():
    assert (
        fields(
            "| 序号 | 项目名称 | 承担单位 | 总经费 |\n| 1 | 甲平台建设 | 乙大学 | 100 |\n| 2 | 丙平台建设 | 丁大学 | 200 |"
        )
        == []
    )


def test_a_header_over_a_single_row_is_a_form():
    assert fields("| 项目名称 | 承担单位 | 总经费（万元） |\n| 甲平台建设 | 乙大学 | 100 |") == [
        ("project_name", "甲平台建设"),
        ("undertaker", "乙大学"),
        ("total_budget", "100万元"),
    ]


def test_empty_values_are_no_fields():
    assert (
        fields("项目名称：\n项目编号：________\n| 承担单位 | | 负责人 | （签字） |\n| 起止时间 | 　年　月至　年　月 |")
        == []
    )


def test_the_unit_may_stand_in_the_group_cell_or_the_caption():
    assert fields("| 经费预算（万元） | 总预算 | 1200 |") == [("total_budget", "1200万元")]
    assert fields("[表] 表1 经费（单位：万元）\n| 总经费 | 1200 |") == [("total_budget", "1200万元")]


def test_labels_of_indicators_are_no_fields():
    text = "| 一级指标 | 三级指标 | 年度指标值 | 实际完成值 |\n| 时效 | 完成时间 | 2022年12月 | 2022年11月 |"
    assert fields(text) == []


def test_later_chapters_only_fill_gaps():
    text = "项目名称：甲平台建设\n## 一、概况\n概况。\n## 二、内容\n内容。\n## 三、案例\n项目名称：丙平台建设\n项目负责人：丁一"
    assert fields(text) == [("project_name", "甲平台建设"), ("leader", "丁一")]


def test_a_field_quotes_its_cell():
    (field, *_) = FormReader(VOCABULARY).read(document("| 起止年月 | 2021年7月至2023年6月 |").blocks)
    assert (field.name, field.value, field.place.quote) == ("start", "2021-07", "2021年7月至2023年6月")
    assert field.place.column == 2


def test_a_profile_may_label_fields_in_its_own_way():
    own = {"project_name": FieldSpec(labels=("课题名称",), value="name")}
    found = FormReader(VOCABULARY, own).read(document("项目名称：上级大项目\n课题名称：下级小课题").blocks)
    assert [(field.name, field.value) for field in found] == [("project_name", "下级小课题")]


def test_no_label_means_two_fields():
    seen: dict[str, str] = {}
    for name, spec in VOCABULARY.fields.items():
        for word in (*spec.labels, *spec.fallback):
            assert seen.setdefault(label(word), name) == name, word


def test_profiles_are_sorted_and_complete():
    assert [profile.id for profile in PROFILES] == sorted(BY_ID)
    assert {profile.kind for profile in PROFILES} == set(Kind)


def test_sections_and_columns():
    agreement = BY_ID["national_project_agreement"]
    assert agreement.default_role is Role.TARGET
    assert agreement.section_of("三、项目目标及考核指标") is Section.INDICATORS
    assert agreement.section_of("五、经 费 预 算") is Section.FUNDS
    assert agreement.section_of("天气") is None
    assert agreement.column_of("完成时指标值/状态") == "target"
    assert agreement.column_of("立项时已有指标值/状态") == "baseline"
    assert BY_ID["expenditure_self_evaluation_table"].column_of("实际完成值（B）") == "actual"
    assert agreement.column_of("天气") is None


def test_a_user_profile_replaces_a_shipped_one(tmp_path):
    (tmp_path / "own.yaml").write_text(
        "id: policy\ntitle: 本市政策\nkind: policy\nnames: [红头文件]\n", encoding="utf-8"
    )
    loaded = {profile.id: profile for profile in load_profiles(tmp_path)}
    assert loaded["policy"].names == ("红头文件",)
    assert len(loaded) == len(PROFILES)
    (part,) = recognise(document("# 某某红头文件\n正文。"), tuple(loaded.values()))
    assert part.profile == "policy"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("id: a\ntitle: 甲\nkind: policy\nname: [红头文件]\n", ":4：name：不认识的键"),
        ("id: a\ntitle: 甲\nkind: polcy\nnames: [甲]\n", ":3：kind"),
        ("id: a\ntitle: 甲\nkind: policy\n", "永远认不出"),
        ("id: a\ntitle: 甲\nkind: policy\nstems:\n  - {stage: [甲]}\n", ":5：stems.0"),
        ("id: a\ntitle: 甲\nkind: policy\nclues:\n  - {where: title, weight: 1}\n", ":5：clues.0"),
        (
            "id: a\ntitle: 甲\nkind: policy\nnames: [甲]\nclues:\n  - {where: title, any: [甲], at_least: 2, weight: 1}\n",
            "at_least 为 2",
        ),
    ],
)
def test_a_bad_profile_stops_with_file_line_and_reason(tmp_path, text, reason):
    (tmp_path / "bad.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_profiles(tmp_path)
    assert str(tmp_path / "bad.yaml") in str(caught.value)
    assert reason in str(caught.value)


def test_a_composed_title_counts_less_than_a_name():
    (named,) = recognise(document("# 项目进展报告\n内容。"), PROFILES)
    (composed,) = recognise(document("# 项目第二季度推进情况汇报\n内容。"), PROFILES)
    assert named.kind is composed.kind is Kind.PROGRESS_REPORT
    assert composed.confidence < named.confidence


@pytest.mark.parametrize(
    "title",
    [
        "进展与经费使用情况汇报",
        "关于公布评审结果的通知",
        "安全生产责任书",
        "框架合作意向书",
        "设备采购合同",
        "年度预算表",
    ],
)
def test_titles_of_two_minds_or_of_other_papers_are_not_guessed(title):
    (part,) = recognise(document(f"# {title}\n内容。"), PROFILES)
    assert part.kind is Kind.OTHER


def test_the_same_id_twice_is_refused(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text("id: own\ntitle: 甲\nkind: policy\nnames: [甲文件]\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"own 与 a\.yaml 重复"):
        load_profiles(tmp_path)


def test_recognition_is_deterministic_and_independent_of_the_order_of_profiles():
    made = document("# 项目绩效自评报告\n## 一、项目基本情况\n## 二、自评结论\n自评得分90分。")
    assert recognise(made, PROFILES) == recognise(made, tuple(reversed(PROFILES)))


def test_a_title_repeated_on_every_page_does_not_cut_the_paper():
    text = (
        "# 项目验收报告\n项目名称：甲平台建设\n"
        "## 一、任务完成情况\n"
        + (
            "完成了任务书规定的全部考核指标，各项成果均已通过第三方检测与用户验证，运行稳定可靠。" * 2
            + "\n项目验收报告\n"
        )
        * 5
    )
    (part,) = recognise(document(text), PROFILES)
    assert part.kind is Kind.ACCEPTANCE_REPORT


def test_a_long_paper_of_short_lines_is_one_part():
    text = "# 项目验收报告\n" + "\n".join(f"第{i}行的内容" for i in range(5_000))
    (part,) = recognise(document(text), PROFILES)
    assert len(part.blocks) == 5_001


def test_part_ids_follow_the_document():
    made = replace(document("# 项目任务书\n甲方：某局机关  乙方：某大学"), id="dabc")
    assert [part.id for part in recognise(made, PROFILES)] == ["dabc#1"]
