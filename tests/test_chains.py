"""The life of an indicator in words."""

import pytest

from docaudit.engine import Options, audit
from docaudit.reports.chains import chain, set_above

GUIDELINE = """# 2024年度创新平台项目申报指南

## 一、支持方向

| 类别 | 考核指标 |
|---|---|
| 概念验证中心 | 服务企业≥50家，成果转化≥10项 |
| 中试熟化基地 | 服务企业≥30家，中试项目≥8项 |
"""
AGREEMENT = """# 项目任务书

项目名称：东港概念验证中心建设

执行期限：2024年1月至2025年12月

## 考核指标

| 指标名称 | 目标值 |
|---|---|
| 服务企业 | ≥40家 |
| 申请发明专利 | ≥3项 |
"""
APPLICATION = AGREEMENT.replace("任务书", "申报书").replace("≥40家", "≥60家").replace("≥3项", "≥5项")
SELF = """# 项目绩效自评报告

项目名称：东港概念验证中心建设

## 目标完成情况

申请发明专利6项。服务企业35家。
"""
ACCEPTANCE = """# 项目验收报告

项目名称：东港概念验证中心建设

## 指标完成情况

授权发明专利6项。服务企业38家。
"""


@pytest.fixture(scope="module")
def chains(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dossier")
    papers = {"指南": GUIDELINE, "申报书": APPLICATION, "任务书": AGREEMENT, "自评": SELF, "验收": ACCEPTANCE}
    for name, text in papers.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    result = audit(folder, Options(in_process=True))
    demanded = set_above(result)
    return {i.name: chain(i, demanded.get(i.id, ())) for i in result.indicators}


def test_a_lowered_target_is_followed_by_results_of_another_caliber(chains):
    assert chains["申请发明专利"] == "申报书≥5项 → 任务书≥3项（缩水40%） → 自评6项 → 验收6项（授权）"


def test_the_guideline_of_the_class_comes_first_and_what_is_not_reached_is_said(chains):
    said = chains["服务企业"]
    assert (
        said
        == "申报指南≥50家 → 申报书≥60家（提高20%） → 任务书≥40家（缩水33.3%） → 自评35家（未达标） → 验收38家（未达标，多于前次）"
    )
