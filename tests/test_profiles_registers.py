"""Papers that report on several projects in one table, and fields in the wording of other offices."""

from __future__ import annotations

import pytest

from docaudit.extract import extract
from docaudit.model import Document, Heading, Kind, Paragraph, Part, Place
from docaudit.profiles import load_profiles, recognise
from tests.extracting import grid, line

PROFILES = load_profiles()


def recognised(title: str, *blocks: object) -> tuple[Part, ...]:
    made = [Heading(title, 0, Place("d1", title, title))]
    made += [Paragraph(b, Place("d1", "段", b)) if isinstance(b, str) else b for b in blocks]  # type: ignore[misc]
    return recognise(Document("d1", "a.docx", "0" * 64, "docx", tuple(made)), PROFILES)


def fields(part: Part) -> dict[str, str]:
    return {item.name: item.value for item in part.fields}


REGISTER = """
    项目编号 | 项目名称 | 接诊患者（人次） | 远程会诊（例） | 设备投入（万元）
    YL-2022-01 | 东片区卒中中心 | 3120 | 86 | 240.5
    YL-2022-02 | 西片区创伤中心 | 2875 | 1 | 198
"""


def test_every_row_of_a_list_of_projects_is_a_paper_of_its_project() -> None:
    parts = recognised("区域医疗中心2022年上半年建设情况汇总", grid(REGISTER))
    assert [part.kind for part in parts] == [Kind.PROGRESS_REPORT] * 2
    assert [fields(part)["project_name"] for part in parts] == ["东片区卒中中心", "西片区创伤中心"]
    assert [fields(part)["project_code"] for part in parts] == ["YL-2022-01", "YL-2022-02"]
    assert [line(claim) for claim in extract(parts[1], None).claims] == [
        "actual 接诊患者 eq 2875 人次",
        "actual 远程会诊 eq 1 例",
        "actual 设备投入 eq 198 万元",
    ]


def test_sums_over_projects_stay_with_the_whole_table() -> None:
    parts = recognised("区域医疗中心2022年上半年建设情况汇总", grid(REGISTER + "    合计 | | 5995 | 87 | 438.5\n"))
    assert [part.kind for part in parts] == [Kind.PROGRESS_REPORT, Kind.PROGRESS_REPORT, Kind.OTHER]
    assert len(extract(parts[2], None).figures) == 9
    assert extract(parts[2], None).claims == ()


def test_a_form_and_a_table_of_indicators_are_no_lists_of_projects() -> None:
    form = "项目名称 | 滨河步道修缮 | 项目编号 | XS-2021-4\n承担单位 | 临江区园林所 | 负责人 | 方既白"
    table = "项目 | 年度计划 | 年度完成\n修缮步道 | 3.2公里 | 3.4公里\n补植乔木 | 260株 | 255株"
    assert len(recognised("2021年度进展报告", grid(form))) == 1
    assert len(recognised("2021年度进展报告", grid(table))) == 1


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("课题名称：低温锂电电解液研制（KJ2020-0417）", "project_code", "KJ2020-0417"),
        ("课题名称：低温锂电电解液研制（KJ2020-0417）", "project_name", "低温锂电电解液研制"),
        ("学科名称：海洋工程重点学科建设", "project_name", "海洋工程重点学科建设"),
        ("乙方负责人：方既白", "leader", "方既白"),
        ("项目业主：临江区水务投资有限公司", "undertaker", "临江区水务投资有限公司"),
        ("单位：临江区中心医院", "undertaker", "临江区中心医院"),
        ("协议金额：310万元", "total_budget", "310万元"),
        ("三年建设经费1.2亿元，其中市级专项0.8亿元，自筹0.4亿元。", "total_budget", "1.2亿元"),
        ("申请市级财政资金90万元，单位自筹30万元，合计120万元。", "total_budget", "120万元"),
        ("服务期限：2021年3月至2023年2月", "end", "2023-02"),
    ],
)
def test_fields_in_other_words(text: str, name: str, value: str) -> None:
    assert fields(recognised("项目任务书", text)[0])[name] == value


def test_an_extension_by_months_gives_the_new_end() -> None:
    part = recognised("关于同意项目延期的批复", "经研究，同意项目建设期限延长4个月，至2022年10月31日，其余不变。")[0]
    assert fields(part)["end"] == "2022-10-31"


def test_an_auditor_writes_to_the_undertaker() -> None:
    said = "我们审计了贵公司承担的智能分拣线研制（课题编号：FJ-2020-3）的经费收支情况，现将结果报告如下。"
    part = recognised("课题经费专项审计报告", "临江智能装备有限公司：", said)[0]
    assert fields(part)["undertaker"] == "临江智能装备有限公司"
