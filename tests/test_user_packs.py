"""A user's own profiles and vocabulary, through the same loader as ours."""

import pytest

from docaudit.config import Config
from docaudit.engine import Options, audit
from docaudit.model import Kind
from docaudit.packs import PackError

TASK = "# 项目任务书\n\n项目名称：甲\n\n## 考核指标\n\n1. 门球时间不超过90分钟。\n2. 申请发明专利不少于3项。\n"
REPORT = "# 项目验收报告\n\n项目名称：甲\n\n## 完成情况\n\n1. 入门扩张时长达到85分钟。\n2. 申请发明专利4项。\n"
SLIP = "# 创新驿站回执单\n\n回执编号：A-1\n\n## 驿站服务约定\n\n1. 服务企业不少于30家。\n"

PROFILE = """\
id: station_slip
title: 创新驿站回执单
kind: task_agreement
names: [创新驿站回执单]
clues:
  - {where: heading, any: [驿站服务约定], weight: 3}
  - {where: label, any: [回执编号], weight: 3}
default_role: target
sections:
  indicators: [驿站服务约定]
"""


def _audit(folder, packs):
    return audit(folder, Options(Config(extractor_packs=packs), in_process=True))


@pytest.fixture
def packs(tmp_path):
    folder = tmp_path / "own"
    (folder / "vocabulary").mkdir(parents=True)
    (folder / "profiles").mkdir()
    (folder / "vocabulary" / "indicators.yaml").write_text(
        "- {name: 门球时间, synonyms: [入门扩张时长]}\n", encoding="utf-8"
    )
    (folder / "profiles" / "station.yaml").write_text(PROFILE, encoding="utf-8")
    return folder


def test_own_synonyms_align(tmp_path, packs):
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "1.md").write_text(TASK, encoding="utf-8")
    (folder / "2.md").write_text(REPORT, encoding="utf-8")
    threads = [{c.name for c in i.claims} for i in _audit(folder, packs).indicators]
    assert {"门球时间", "入门扩张时长"} in threads


def test_own_profile_recognises(tmp_path, packs):
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "1.md").write_text(SLIP, encoding="utf-8")
    assert _audit(folder, None).papers[0].parts[0].profile == ""
    (paper,) = _audit(folder, packs).whole.values()
    part = paper.parts[0]
    assert (part.kind, part.profile) == (Kind.TASK_AGREEMENT, "station_slip")
    assert [(c.name, c.quantity.text) for c in part.claims] == [("服务企业", "不少于30家")]


def test_a_bad_own_pack_stops_the_run(tmp_path, packs):
    (packs / "profiles" / "bad.yaml").write_text("id: x\nkid: task_agreement\n", encoding="utf-8")
    (tmp_path / "a.md").write_text(TASK, encoding="utf-8")
    with pytest.raises(PackError, match=r"bad\.yaml:\d"):
        _audit(tmp_path, packs)
