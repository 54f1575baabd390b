"""Leftovers of two papers that are one indicator under other words, and those that are not."""

from docaudit.align import core
from tests.test_align import names

AGREED = [
    ("目标", "建成卒中救治点", "14个"),
    ("目标", "溶栓患者满意度", "≥93%"),
    ("目标", "入院至溶栓开始时长", "不超过45分钟"),
]


def test_the_same_target_under_quite_another_name_is_one_indicator():
    report = [
        ("目标", "建成卒中救治点", "14个", 1),
        ("目标", "溶栓患者满意度", "≥93%", 2),
        ("目标", "DNT时间", "≤45分钟", 3),
        ("实际", "DNT时间", "41分钟", 3),
    ]
    assert ["DNT时间", "入院至溶栓开始时长"] in names(("任务书", AGREED), ("自评报告", report))


def test_a_round_number_of_any_unit_says_nothing():
    found = names(
        ("申报书", [("目标", "设备完好率", "≥95%"), ("目标", "收集种质资源", "320份")]),
        ("任务书", [("目标", "学员结业率", "≥95%"), ("目标", "收集种质资源", "320份")]),
    )
    assert ["设备完好率"] in found
    assert ["学员结业率"] in found


def test_two_that_promise_the_same_leave_the_choice_open():
    found = names(
        ("申报书", [("目标", "候诊时长", "≤30分钟"), ("目标", "取药时长", "≤30分钟")]),
        ("任务书", [("目标", "平均等待", "≤30分钟"), ("目标", "窗口用时", "≤30分钟")]),
    )
    assert len(found) == 4


def test_opposite_limits_are_not_the_same_target():
    found = names(("申报书", [("目标", "续航", "≥45分钟")]), ("任务书", [("目标", "装配用时", "≤45分钟")]))
    assert len(found) == 2


def test_the_only_result_of_a_unit_answers_the_only_promise_if_they_share_a_word():
    agreed = [("目标", "认定双师型教师", "20人"), ("目标", "共建课程", "6门")]
    found = names(
        ("任务书", agreed), ("验收报告", [("实际", "参加企业实践的专任教师", "62人"), ("实际", "共建课程", "6门")])
    )
    assert ["参加企业实践的专任教师", "认定双师型教师"] in found
    found = names(("任务书", agreed), ("验收报告", [("实际", "参观群众", "62人"), ("实际", "共建课程", "6门")]))
    assert ["参观群众"] in found


def test_a_total_is_not_what_was_newly_built():
    found = names(
        ("任务书", [("目标", "新建村级驿站", "8个")]),
        ("验收报告", [("实际", "新建村级驿站", "8个"), ("实际", "村级驿站总数", "11个")]),
    )
    assert ["村级驿站总数"] in found


def test_how_a_number_became_known_is_no_part_of_the_name():
    assert core("评价组现场清点变频机组") == core("变频机组")
    assert core("核查员培训") == core("核查员培训")
