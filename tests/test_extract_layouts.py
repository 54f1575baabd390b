"""Claims of papers whose layouts and wording no profile and no list of headers knows."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from docaudit.engine import read_paper
from docaudit.lexicon import HeaderRole, column_role
from docaudit.model import Kind
from tests.extracting import grid, read

CASES = yaml.safe_load((Path(__file__).parent / "data" / "layouts.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_layouts_of_other_offices(name: str) -> None:
    case = CASES[name]
    blocks = [grid(block) if "|" in block else block for block in case["blocks"]]
    assert read(Kind(case["kind"]), *blocks) == case["finds"]


HEADERS = {
    HeaderRole.TARGET: "约定量|承诺数|最终约定|总任务数|应建数|下达计划数|期望值|批准数量计划",
    HeaderRole.EITHER: "约定指标|任务目标|立项要求|批准指标",
    HeaderRole.ACTUAL: "达成数|兑现量|自立项起累计完成|截至中期完成|本年完成|验收现场核定数|已建数|结项时状态",
    HeaderRole.BASELINE: "现状（2020年）|项目启动前|期初数",
    HeaderRole.INTERIM: "中期约定",
    HeaderRole.RATE: "完成比例|目标达成度|占全年计划%",
    HeaderRole.REMARK: "佐证|核验方式|是否符合|责任部门|差额|凭据材料",
    HeaderRole.NAME: "观测点",
}


@pytest.mark.parametrize(
    ("header", "role"), [(text, role) for role, listed in HEADERS.items() for text in listed.split("|")]
)
def test_headers_are_understood_by_their_parts(header: str, role: HeaderRole) -> None:
    assert column_role(header) is role


@pytest.mark.parametrize(
    "name", ["数据在线率", "发明专利授权", "技术指南", "接待游客", "研究生培养", "毕业生对口就业率", "支出方向", "学院"]
)
def test_names_of_indicators_are_no_headers(name: str) -> None:
    assert column_role(name) is None


def test_half_a_year_beside_the_whole_is_not_the_whole(tmp_path):
    table = "# 委托协议书\n\n项目名称：甲\n\n## 服务量\n\n| 服务 | 单位 | 上半年 | 全年 |\n|---|---|---|---|\n| 上门护理 | 人次 | 400 | 1000 |\n| 改造厨房 | 户 | 30 | 80 |\n"
    (tmp_path / "协议书.md").write_text(table, encoding="utf-8")
    part = read_paper(tmp_path / "协议书.md", "协议书.md").parts[0]
    periods = {(c.name, c.quantity.low): c.period.basis for c in part.claims if c.quantity and c.period}
    assert periods[("上门护理", 400)] == "interim"
    assert periods[("上门护理", 1000)] == "year"


def test_a_tick_is_no_value(tmp_path):
    table = "# 项目任务书\n\n项目名称：甲\n\n## 考核指标\n\n| 序号 | 考核内容 | 约束性 | 预期性 | 指标值 |\n|---|---|---|---|---|\n| 1 | 示范面积 | √ |  | 2600亩 |\n| 2 | 带动农户 |  | √ | 120户 |\n"
    (tmp_path / "任务书.md").write_text(table, encoding="utf-8")
    part = read_paper(tmp_path / "任务书.md", "任务书.md").parts[0]
    assert "√" not in {c.text for c in part.claims}
    assert {c.quantity.text for c in part.claims if c.quantity} >= {"2600亩", "120户"}
