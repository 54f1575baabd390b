"""Which parts are one project."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docaudit.model import Document, Field, Kind, Paper, Paragraph, Part, Place
from docaudit.projects import group
from docaudit.projects.index import Index

AGREEMENT, ACCEPTANCE, SELF = Kind.TASK_AGREEMENT, Kind.ACCEPTANCE_REPORT, Kind.SELF_EVALUATION


def paper(path, kind, text="", *, profile="x", **fields):
    place = Place(path, path, "")
    made = tuple(Field(name, value, place.quoting(value)) for name, value in fields.items())
    part = Part(f"{path}#1", path, path, kind, profile, 1.0, (Paragraph(text, place),), fields=made)
    return Paper(Document(path, path, "", "docx"), (part,))


def paths(*papers):
    return sorted(sorted(part.path for part in project.parts) for project in group(papers))


def test_one_code_is_one_project_whatever_the_name():
    one = paper("a", AGREEMENT, project_code="21DZ-100", project_name="甲技术平台建设")
    two = paper("b", ACCEPTANCE, project_code="21dz 100", project_name="甲技术公共服务平台")
    assert paths(one, two) == [["a", "b"]]


def test_a_code_belongs_to_two_projects_when_nothing_else_fits():
    one = paper("a", AGREEMENT, project_code="2021-01", project_name="深海探测装备", undertaker="东海研究院")
    two = paper("b", AGREEMENT, project_code="2021-01", project_name="茶叶绿色防控", undertaker="雪岭茶叶站")
    assert paths(one, two) == [["a"], ["b"]]


def test_names_meet_without_code():
    one = paper("a", AGREEMENT, project_name="《城市道路大数据开放平台》")
    two = paper("b", ACCEPTANCE, project_name="城市道路 大数据 开放平台项目")
    assert paths(one, two) == [["a", "b"]]


def test_a_slip_in_the_name():
    one = paper("a", AGREEMENT, project_name="城市道路基础设施大数据开放式创新平台", undertaker="沪路公司")
    two = paper("b", ACCEPTANCE, project_name="城市道路基础设施大数据开放创新平台", undertaker="沪路公司")
    assert paths(one, two) == [["a", "b"]]


def test_a_slip_in_the_code():
    one = paper("a", AGREEMENT, project_name="相变蓄冷材料", project_code="SGX2022-0458", undertaker="冷科公司")
    two = paper("b", ACCEPTANCE, project_name="相变蓄冷材料", project_code="SGX2022-0485", undertaker="冷科公司")
    assert paths(one, two) == [["a", "b"]]


def test_a_former_name():
    one = paper("a", AGREEMENT, project_name="深海探测装备研制")
    two = paper("b", ACCEPTANCE, project_name="海洋智能装备工程化（原名：深海探测装备研制）")
    assert paths(one, two) == [["a", "b"]]


def test_a_short_name_needs_the_same_undertaker():
    full = paper("a", AGREEMENT, project_name="上海某大学医疗器械转化验证平台建设", undertaker="某大学")
    short = paper("b", ACCEPTANCE, project_name="医疗器械转化验证平台", undertaker="某大学")
    other = paper("c", ACCEPTANCE, project_name="医疗器械转化验证平台", undertaker="外省医院")
    assert paths(full, short) == [["a", "b"]]
    assert paths(full, other) == [["a"], ["c"]]


def test_phases_and_years_are_told_apart():
    one = paper("a", AGREEMENT, project_name="某平台建设一期工程", undertaker="某大学")
    two = paper("b", AGREEMENT, project_name="某平台建设二期工程", undertaker="某大学")
    assert paths(one, two) == [["a"], ["b"]]


def test_two_institutions_with_the_same_kind_of_centre():
    one = paper("一/a", AGREEMENT, project_name="概念验证中心建设", undertaker="甲大学", project_code="23SF100001")
    two = paper("二/b", AGREEMENT, project_name="概念验证中心建设", undertaker="乙研究院", project_code="23SF199999")
    assert paths(one, two) == [["一/a"], ["二/b"]]
    first, second = group([one, two])
    assert first.id != second.id
    uncoded = [
        paper(p, AGREEMENT, project_name="概念验证中心建设", undertaker=u)
        for p, u in (("一/a", "甲大学"), ("二/b", "乙研究院"))
    ]
    first, second = group(uncoded)
    assert first.id != second.id


def test_a_changed_undertaker_in_one_folder_is_still_the_project():
    one = paper("a", AGREEMENT, project_name="船舶压载水紫外处理装置研发", undertaker="渤海船用环保设备有限公司")
    two = paper("b", ACCEPTANCE, project_name="船舶压载水紫外处理装置研发", undertaker="海东电子研究所")
    assert paths(one, two) == [["a", "b"]]


def test_a_late_paper_ties_name_and_code_together():
    name = paper("a", Kind.APPLICATION, project_name="超导磁体工程化研究")
    code = paper("b", SELF, project_code="KJ-2021-77")
    both = paper("c", ACCEPTANCE, project_name="超导磁体工程化研究", project_code="KJ-2021-77")
    assert paths(name, code, both) == [["a", "b", "c"]]


def test_a_nameless_paper_goes_to_the_only_project_of_its_folder():
    one = paper("甲/任务书", AGREEMENT, project_name="深海探测装备")
    two = paper("乙/任务书", AGREEMENT, project_name="茶叶绿色防控")
    lost = paper("乙/附件/决算表", Kind.FINANCIAL_REPORT)
    assert paths(one, two, lost) == [["乙/任务书", "乙/附件/决算表"], ["甲/任务书"]]


def test_a_nameless_paper_between_two_projects_stays_alone():
    one = paper("a", AGREEMENT, project_name="深海探测装备")
    two = paper("b", AGREEMENT, project_name="茶叶绿色防控")
    assert paths(one, two, paper("c", ACCEPTANCE)) == [["a"], ["b"], ["c"]]


def test_a_nameless_paper_goes_to_the_one_project_that_it_mentions():
    one = paper("a", AGREEMENT, project_name="深海探测装备研制")
    two = paper("b", AGREEMENT, project_name="茶叶绿色防控技术")
    talk = paper("c", ACCEPTANCE, "专家组听取了深海探测装备研制项目组的汇报。")
    both = paper("d", ACCEPTANCE, "深海探测装备研制和茶叶绿色防控技术均已验收。")
    assert paths(one, two, talk, both) == [["a", "c"], ["b"], ["d"]]


def test_a_nameless_paper_of_another_undertaker_stays_alone():
    one = paper("a", AGREEMENT, project_name="深海探测装备", undertaker="东海研究院")
    assert paths(one, paper("b", SELF, undertaker="雪岭茶叶站")) == [["a"], ["b"]]


def test_nameless_papers_of_a_folder_are_one_project():
    assert paths(paper("x/a", AGREEMENT), paper("x/b", ACCEPTANCE), paper("y/c", SELF)) == [["x/a", "x/b"], ["y/c"]]


def test_an_attached_part_follows_its_document():
    whole = paper("a", AGREEMENT, project_name="深海探测装备")
    attached = replace(whole.parts[0], id="a#2", kind=Kind.FINANCIAL_REPORT, fields=())
    other = paper("b", AGREEMENT, project_name="茶叶绿色防控")
    projects = group([replace(whole, parts=(*whole.parts, attached)), other])
    assert [[part.id for part in project.parts] for project in projects] == [["a#1", "a#2"], ["b#1"]]


def test_policies_guidelines_and_letters_belong_to_no_project():
    papers = [
        paper("a", Kind.POLICY, project_name="某市行动方案"),
        paper("b", Kind.GUIDELINE, project_name="某指南"),
        paper("c", Kind.OTHER, profile="reply_letter", project_name="某提案"),
        paper("d", Kind.OTHER, profile=""),
    ]
    assert group(papers) == ()
    assert paths(*papers, paper("e", Kind.OTHER, profile="", project_name="深海探测装备")) == [["e"]]


def test_parts_stand_in_the_order_of_stages_and_the_name_is_the_most_stated():
    papers = [
        paper("3", ACCEPTANCE, project_code="A-1", project_name="深海装备"),
        paper("1", Kind.APPLICATION, project_code="A-1", project_name="深海探测装备"),
        paper("2", AGREEMENT, project_code="A-1", project_name="深海探测装备"),
    ]
    (project,) = group(papers)
    assert [part.path for part in project.parts] == ["1", "2", "3"]
    assert (project.name, project.code) == ("深海探测装备", "A-1")


def test_the_id_rests_on_the_code_then_on_the_name():
    (coded,) = group([paper("a", AGREEMENT, project_code="A-100", project_name="深海探测装备")])
    (moved,) = group([paper("z/b", ACCEPTANCE, project_code="a100", project_name="另一个名字")])
    (named,) = group([paper("a", AGREEMENT, project_name="深海探测装备")])
    (spaced,) = group([paper("q", SELF, project_name="《深海 探测装备》项目")])
    assert coded.id == moved.id
    assert named.id == spaced.id
    assert named.id != coded.id
    assert named.id.startswith("p")
    assert len(named.id) == 11


def test_no_papers_no_projects():
    assert group([]) == ()


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(7)))
def test_the_order_of_papers_does_not_matter(order):
    papers = [
        paper("a", AGREEMENT, project_name="深海探测装备研制", project_code="A-1000"),
        paper("b", ACCEPTANCE, project_name="深海探测装备研制"),
        paper("c", SELF, project_code="A-1000"),
        paper("d", AGREEMENT, project_name="茶叶绿色防控技术", undertaker="茶叶站"),
        paper("e", SELF, project_name="茶叶绿色防控新技术", undertaker="茶叶站"),
        paper("f", SELF),
        paper("g", Kind.POLICY),
    ]
    assert group([papers[i] for i in order]) == group(papers)


_NAMES = st.text("甲乙丙丁二期12", min_size=1, max_size=14) | st.sampled_from(
    [
        "深海探测装备研制",
        "深海探测装备研制（原名：海底装备攻关）",
        "深海探测装备",
        "海底装备攻关二期",
        "深海探测装备的研制与示范",
    ]
)
_STATED = st.fixed_dictionaries(
    {},
    optional={
        "project_name": _NAMES,
        "project_code": st.sampled_from(["A-1000", "A-1001", "B-2000", "甲字12号"]),
        "undertaker": st.sampled_from(["茶叶站", "茶叶总站", "海洋大学"]),
        "leader": st.sampled_from(["张三", "李四"]),
    },
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("xyz"), _STATED, _NAMES), max_size=14))
def test_looking_only_at_groups_that_may_fit_changes_no_project(stated):
    papers = [paper(f"{folder}/{i}", AGREEMENT, text, **own) for i, (folder, own, text) in enumerate(stated)]
    quick = group(papers)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            Index,
            "near",
            lambda self, _: (
                {i for known in self._by_name.values() for i in known}
                | {i for known in self._by_code.values() for i in known}
            ),
        )
        assert group(papers) == quick


_WHO = {"undertaker": "汀洲市疾病预防控制中心", "leader": "蓝月英"}
_WHEN = {"start": "2022-01", "end": "2024-12"}


def test_papers_that_agree_on_people_term_and_sum_are_one_project_whatever_they_call_it():
    programme = paper("a", Kind.APPLICATION, project_name="重大疾病防控专项", total_budget="1,260万元", **_WHO, **_WHEN)
    task = paper(
        "b",
        AGREEMENT,
        project_name="结核病主动筛查服务",
        project_code="WJ-22",
        total_budget="12600000元",
        **_WHO,
        **_WHEN,
    )
    report = paper("c", SELF, project_name="结核病主动筛查服务", project_code="WJ-22", **_WHO)
    assert paths(programme, task, report) == [["a", "b", "c"]]
    apart = paper("a", Kind.APPLICATION, project_name="慢性病综合防控", total_budget="300万元", **_WHO)
    assert paths(apart, task, report) == [["a"], ["b", "c"]]


def test_three_papers_with_three_names_that_all_agree_are_one_project():
    names = ("古驿道保护利用", "线性文化遗产工程", "驿道文旅融合示范")
    kinds = (Kind.APPLICATION, AGREEMENT, ACCEPTANCE)
    named = list(zip("abc", kinds, names, strict=True))
    papers = [paper(p, k, project_name=n, total_budget="90万元", **_WHO, **_WHEN) for p, k, n in named]
    assert paths(*papers) == [["a", "b", "c"]]
    papers = [paper(p, k, project_name=n, **_WHO, **_WHEN) for p, k, n in named]
    assert paths(*papers) == [["a"], ["b"], ["c"]]


@pytest.mark.parametrize(
    "other",
    [
        {"kind": AGREEMENT},
        {"project_name": "结核病主动筛查二期"},
        {"leader": "温若谷", "undertaker": "外市疾控中心"},
        {"project_code": "WJ-2022-99"},
    ],
    ids=["another agreement", "another phase", "other people", "another code"],
)
def test_what_speaks_against_one_project_keeps_agreeing_papers_apart(other):
    own = {
        "project_name": "结核病主动筛查一期",
        "project_code": "WJ-2022-31",
        "total_budget": "500万元",
        **_WHO,
        **_WHEN,
    }
    task = paper("a", AGREEMENT, **own)
    stated = {
        "kind": ACCEPTANCE,
        "project_name": "慢性病综合防控",
        "total_budget": "500万元",
        **_WHO,
        **_WHEN,
        **other,
    }
    assert paths(task, paper("b", stated.pop("kind"), **stated)) == [["a"], ["b"]]


def test_a_paper_that_fits_two_projects_of_one_team_stays_alone():
    one = paper("a", AGREEMENT, project_name="结核病主动筛查", **_WHO, **_WHEN)
    two = paper("b", AGREEMENT, project_name="慢性病综合防控", **_WHO, **_WHEN)
    assert paths(one, two, paper("c", SELF, project_name="公共卫生专项", **_WHO, **_WHEN)) == [["a"], ["b"], ["c"]]


def test_many_peers_of_one_undertaker_stay_apart():
    names = ["茶园改造", "稻田养鱼示范", "桑蚕基地", "食用菌工厂", "花卉大棚", "中药材烘干"]
    papers = [
        paper(f"x/{i}", SELF, project_name=name, total_budget="80万元", **_WHO, **_WHEN) for i, name in enumerate(names)
    ]
    assert len(group(papers)) == len(names)


def test_forms_of_different_kinds_on_different_matters_of_one_unit_stay_apart():
    plan = paper("x/a", Kind.APPLICATION, project_name="茶园改造", **_WHO, **_WHEN)
    report = paper("x/b", SELF, project_name="花卉大棚", **_WHO, **_WHEN)
    third = paper("x/c", ACCEPTANCE, project_name="中药材烘干", **_WHO, **_WHEN)
    assert paths(plan, report, third) == [["x/a"], ["x/b"], ["x/c"]]
