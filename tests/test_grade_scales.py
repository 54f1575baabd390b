"""Grade scales that a user sets for papers that print none."""

from decimal import Decimal

import pytest

from docaudit.cli.template import CONFIG_TEMPLATE
from docaudit.config import Config, ConfigError, GradeScale, load_config
from docaudit.engine import Options, audit
from docaudit.recompute.grade_scales import scale_of

SCALE = GradeScale(name="县财政", bands={"A": Decimal(85), "B": Decimal(70), "C": Decimal(0)})
USUAL = GradeScale(name="市财政", bands={"优": Decimal(92), "良": Decimal(80), "差": Decimal(0)})
REPORT = """# 绩效评价报告

本项目综合得分83.40分，评价等级为{}。

{}
"""


def messages(tmp_path, grade, more="", *scales):
    (tmp_path / "评价.md").write_text(REPORT.format(grade, more), encoding="utf-8")
    found = audit(tmp_path, Options(Config(grade_scales=list(scales)), in_process=True)).findings
    return [f.message for f in found if f.code == "NUM410"]


def test_letters_mean_nothing_without_a_scale_and_are_judged_by_the_one_that_is_set(tmp_path):
    assert messages(tmp_path, "A级") == []
    assert messages(tmp_path, "A级", "", USUAL, SCALE) == [
        "83.40分按配置文件的等级标准“县财政”（70-85分）应为B，文中等级为A，分数与等级标准不相符"
    ]
    assert messages(tmp_path, "B级", "", USUAL, SCALE) == []


def test_the_set_scale_goes_before_the_usual_lines(tmp_path):
    assert messages(tmp_path, "优", "", USUAL) == [
        "83.40分按配置文件的等级标准“市财政”（80-92分）应为良，文中等级为优，分数与等级标准不相符"
    ]


def test_the_scale_of_the_paper_wins(tmp_path):
    own = "注：80分（含）以上为优，70分（含）至80分为良，70分以下为差。"
    assert messages(tmp_path, "优", own, USUAL) == []


def test_the_template_shows_a_section_that_loads(tmp_path):
    lines = CONFIG_TEMPLATE.splitlines()
    at = lines.index("# [[grade_scales]]")
    path = tmp_path / "docaudit.toml"
    path.write_text("\n".join(line.removeprefix("# ") for line in lines[at : at + 3]), encoding="utf-8")
    (scale,) = load_config(path).scales()
    assert scale == scale_of(
        [("优", Decimal(90)), ("良", Decimal(80)), ("中", Decimal(60)), ("差", Decimal(0))], scale.name
    )
    assert scale.grade(Decimal("89.99")) == "良"


@pytest.mark.parametrize(
    ("bands", "reason"),
    [
        ('{ "优" = 90 }', "bands 至少要有两个等级"),
        ('{ "优" = 90, "差劲" = 0 }', "“差劲”不是等级，可写优、良好、合格、A+、甲等、一级之类"),
        ('{ "优" = 80, "良" = 90 }', "较好的等级下限应当更高，且各不相同"),
        ('{ "A" = 90, "B" = 90 }', "较好的等级下限应当更高，且各不相同"),
        ('{ "A" = 190, "B" = 90 }', "“A”的下限应在0到100之间"),
    ],
)
def test_a_scale_that_is_none_is_told_with_its_line(tmp_path, bands, reason):
    path = tmp_path / "docaudit.toml"
    path.write_text(
        f'[[grade_scales]]\nname = "甲"\nbands = {{ "优" = 90, "良" = 60 }}\n\n[[grade_scales]]\nname = "乙"\nbands = {bands}\n',
        encoding="utf-8",
    )
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    assert str(caught.value) == f"{path}:5：grade_scales.1：{reason}。"


def test_a_wrong_number_is_told_with_its_key(tmp_path):
    path = tmp_path / "docaudit.toml"
    path.write_text('[[grade_scales]]\nname = "甲"\nbands = { "优" = "高", "良" = 60 }\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"docaudit\.toml:3：grade_scales\.0\.bands\.优："):
        load_config(path)
