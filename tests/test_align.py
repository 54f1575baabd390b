"""Threads of an indicator over the papers of one project."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docaudit import quantities
from docaudit.align import align, direction, heads, polarity_by_name, similarity
from docaudit.align import threads as threads_module
from docaudit.align.abbreviations import abbreviates
from docaudit.align.names import core
from docaudit.lexicon import calibers
from docaudit.model import Claim, Indicator, Kind, Part, Period, Place, Polarity, Project, Role

ROLES = {"目标": Role.TARGET, "实际": Role.ACTUAL, "基线": Role.BASELINE}
KINDS = {kind.label: kind for kind in Kind}


def project(*papers):
    """Papers as (kind, [(role, name, value, row or None), …]); a row puts the claim into table 1."""
    parts = []
    for n, (label, rows) in enumerate(papers):
        kind = KINDS[label]
        claims = []
        for i, (role, name, value, *more) in enumerate(rows):
            quantity = quantities.parse(value)
            row = more[0] if more else i + 1
            period = Period(more[1]) if len(more) > 1 else None
            place = Place(f"d{n}", f"第{row}行", value, table=1, row=row)
            caliber = calibers(name, value, quantity=quantity)
            text = None if quantity else value
            claims.append(
                Claim(
                    f"d{n}-c{i}", name, ROLES[role], kind, place, quantity, text, (), caliber, period, 1.0, name + value
                )
            )
        parts.append(Part(f"d{n}", f"d{n}", f"{label}{n}.md", kind, "", 1.0, (), claims=tuple(claims)))
    return Project("p", "示例项目", "", tuple(parts))


def threads(*papers, aliases=(), not_aliases=()):
    return [
        [(c.place.document, c.role.value, c.name) for c in indicator.claims]
        for indicator in align(project(*papers), aliases=aliases, not_aliases=not_aliases)
    ]


def names(*papers, aliases=(), not_aliases=()):
    return [
        sorted({name for _, _, name in thread}) for thread in threads(*papers, aliases=aliases, not_aliases=not_aliases)
    ]


def test_target_and_actual_of_one_row_are_one_thread():
    found = threads(("自评报告", [("目标", "研制样机", "6台", 1), ("实际", "样机制造与调试", "4台", 1)]))
    assert found == [[("d0", "target", "研制样机"), ("d0", "actual", "样机制造与调试")]]


def test_rows_that_swap_words_and_order_meet():
    found = names(
        ("申报书", [("目标", "申请发明专利", "8件"), ("目标", "授权发明专利", "3件"), ("目标", "发表学术论文", "6篇")]),
        (
            "任务书",
            [("目标", "学术论文发表数量", "6篇"), ("目标", "发明专利授权数", "3件"), ("目标", "发明专利申请", "8件")],
        ),
    )
    assert found == [
        ["发明专利申请", "申请发明专利"],
        ["发明专利授权数", "授权发明专利"],
        ["发表学术论文", "学术论文发表数量"],
    ]


def test_granted_and_applied_meet_when_nothing_better_is_there():
    assert (
        len(names(("任务书", [("目标", "授权发明专利", "6件")]), ("验收报告", [("实际", "申请发明专利", "7件")]))) == 1
    )


def test_people_and_person_times_meet_but_keep_apart_where_both_are_listed():
    assert len(names(("任务书", [("目标", "培训人员", "300人")]), ("验收报告", [("实际", "培训人员", "312人次")]))) == 1
    both = [("目标", "培训农技人员", "120人"), ("目标", "开展技术培训", "600人次")]
    done = [("实际", "开展技术培训", "648人次"), ("实际", "培训农技人员", "126人")]
    assert names(("任务书", both), ("验收报告", done)) == [["培训农技人员"], ["开展技术培训"]]


def test_periods_stay_in_one_thread():
    rows = [("目标", "建立示范基地", "1个", 1, "中期"), ("目标", "建立示范基地", "3个", 1, "完成时")]
    found = threads(("任务书", rows), ("验收报告", [("实际", "示范基地建设", "3个")]))
    assert len(found) == 1
    assert len(found[0]) == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("培养博士研究生", "2名"), ("培养硕士研究生", "6名")),
        (("销售收入", "2000万元"), ("销售收入增长率", "20%")),
        (("发明专利", "3件"), ("实用新型专利", "3件")),
        (("服务企业", "30家"), ("举办培训班", "30期")),
    ],
)
def test_what_is_listed_side_by_side_is_not_one_indicator(one, other):
    rows = [("目标", *one), ("目标", *other)]
    done = [("实际", *other), ("实际", *one)]
    assert names(("任务书", rows), ("验收报告", done)) == [[one[0]], [other[0]]]


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        (("申请发明专利", "3项"), ("举办技术沙龙", "3场")),
        (("新增销售收入", "2000万元"), ("用户满意度", "95%")),
        (("建设中试线", "1条"), ("发表论文", "12篇")),
    ],
)
def test_unlike_things_are_not_linked(target, actual):
    assert len(names(("任务书", [("目标", *target)]), ("验收报告", [("实际", *actual)]))) == 2


def test_results_of_another_object_are_linked_weakly():
    found = align(
        project(
            ("任务书", [("目标", "培养创新复合型人才", "不少于80人")]),
            ("验收报告", [("实际", "培养硕士研究生", "1000余名"), ("实际", "培养本科生", "1000余名")]),
        )
    )
    assert len(found) == 1
    assert found[0].links[0] == 1.0
    assert max(found[0].links[1:]) <= 0.7


def test_two_open_promises_of_one_kind_are_not_guessed():
    found = names(
        ("任务书", [("目标", "培养复合型人才", "80人"), ("目标", "引进高端人才", "5人")]),
        ("验收报告", [("实际", "吸引青年人才", "60人")]),
    )
    assert ["吸引青年人才"] in found


def test_aliases_of_the_auditor_link():
    papers = (("任务书", [("目标", "筑巢行动受益对象", "60户")]), ("验收报告", [("实际", "安居工程覆盖", "66户")]))
    assert len(names(*papers)) == 2
    assert len(names(*papers, aliases=[("筑巢行动受益对象", "安居工程覆盖")])) == 1


@pytest.mark.parametrize(
    ("promise", "result"),
    [
        (("服务中小企业数量", "100家"), ("服务企业数量", "160家")),  # alike in words
        (("专利数", "5项"), ("专利数量", "6项")),  # one core
        (("培养研究生", "4人"), ("研究生培养", "5人")),  # the same words
        (("培养复合型人才", "80人"), ("培养硕士研究生", "96人")),  # of one kind
        (("新建验证生产线", "2条"), ("生产线改造完成", "2条")),  # alone with the unit
    ],
)
def test_names_that_a_person_says_are_two_indicators_part(promise, result):
    rest = ("制定企业标准", "3项")
    papers = (
        ("任务书", [("目标", *promise), ("目标", *rest)]),
        ("验收报告", [("实际", *result), ("实际", *rest)]),
    )
    assert sorted((promise[0], result[0])) in names(*papers)
    parted = names(*papers, not_aliases=[(promise[0], result[0])])
    assert [promise[0]] in parted
    assert [result[0]] in parted
    assert ["制定企业标准"] in parted


def test_two_indicators_in_one_row_part():
    papers = (("自评报告", [("目标", "研制样机", "6台", 1), ("实际", "样机制造与调试", "4台", 1)]),)
    assert len(names(*papers)) == 1
    assert len(names(*papers, not_aliases=[("样机制造与调试", "研制样机")])) == 2


def test_a_third_name_does_not_bring_two_indicators_together():
    papers = (
        ("申报书", [("目标", "技术服务收入", "500万元")]),
        ("任务书", [("目标", "年技术服务收入", "400万元")]),
        ("验收报告", [("实际", "技术服务总收入", "460万元")]),
    )
    assert len(names(*papers)) == 1
    found = names(*papers, not_aliases=[("技术服务收入", "年技术服务收入")])
    assert not any({"技术服务收入", "年技术服务收入"} <= set(thread) for thread in found)


def test_what_is_said_to_be_two_indicators_outweighs_an_alias():
    papers = (("任务书", [("目标", "筑巢行动受益对象", "60户")]), ("验收报告", [("实际", "安居工程覆盖", "66户")]))
    pair = ("筑巢行动受益对象", "安居工程覆盖")
    assert len(names(*papers, aliases=[pair], not_aliases=[pair])) == 2


def test_other_roles_are_left_out():
    base = project(("自评报告", [("目标", "研制样机", "6台")]))
    claim = base.parts[0].claims[0]
    weight = Claim("w", "研制样机", Role.WEIGHT, claim.stage, claim.place, claim.quantity)
    part = Part("d0", "d0", "a.md", claim.stage, "", 1.0, (), claims=(claim, weight))
    assert [c.id for i in align(Project("p", "", "", (part,))) for c in i.claims] == [claim.id]


def test_nothing_claimed_gives_no_threads():
    assert align(project()) == ()
    assert align(project(("任务书", []))) == ()


def test_ids_do_not_depend_on_other_rows():
    small = align(project(("任务书", [("目标", "研制样机", "6台")])))
    large = align(project(("任务书", [("目标", "发表论文", "3篇"), ("目标", "研制样机", "6台")])))
    assert small[0].id in {indicator.id for indicator in large}


NAMES = st.sampled_from(
    [
        "申请发明专利",
        "授权发明专利",
        "发表论文",
        "培养研究生",
        "新增销售收入",
        "服务企业",
        "用户满意度",
        "研制样机",
        "示范面积",
    ]
)
VALUES = st.sampled_from(["3项", "≥5项", "80%", "200万元", "不少于12人", "显著提高", "15家"])
ROWS = st.lists(st.tuples(st.sampled_from(["目标", "实际"]), NAMES, VALUES), max_size=8)


@given(st.lists(st.tuples(st.sampled_from(["申报书", "任务书", "自评报告", "验收报告"]), ROWS), max_size=4))
def test_every_claim_is_in_exactly_one_thread(papers):
    whole = project(*sorted(papers, key=lambda paper: KINDS[paper[0]].order))
    found = align(whole)
    ids = [claim.id for indicator in found for claim in indicator.claims]
    assert sorted(ids) == sorted(claim.id for part in whole.parts for claim in part.claims)
    assert all(len(i.claims) == len(i.links) and all(0 < link <= 1 for link in i.links) for i in found)
    assert len({i.id for i in found}) == len(found)
    assert found == align(whole)


def test_the_work_grows_with_the_rows_not_with_their_square(monkeypatch):
    calls = []
    real = threads_module.similarity
    monkeypatch.setattr(threads_module, "similarity", lambda *a: calls.append(1) or real(*a))

    def cost(size):
        calls.clear()
        chars = [chr(0x4E00 + 37 * i) + chr(0x5E00 + 41 * i) + chr(0x6E00 + 43 * i) for i in range(size)]
        rows = [("目标", f"{c}示范", "3项") for c in chars]
        done = [("实际", f"{c}示范", "3项") for c in chars]
        assert len(align(project(("任务书", rows), ("验收报告", done)))) == size
        return len(calls)

    assert cost(120) < 6 * cost(30) + 100


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("单位产品成本", Polarity.LOWER),
        ("成本降低率", Polarity.HIGHER),
        ("节约成本", Polarity.HIGHER),
        ("定位误差", Polarity.LOWER),
        ("应急响应时间", Polarity.LOWER),
        ("平均无故障时间", Polarity.HIGHER),
        ("续航时间", Polarity.HIGHER),
        ("单位能耗", Polarity.LOWER),
        ("申请发明专利", Polarity.HIGHER),
        ("用户满意度", Polarity.HIGHER),
        ("建设中试线", Polarity.UNKNOWN),
    ],
)
def test_polarity_by_name(name, expected):
    assert polarity_by_name(name) is expected


def test_a_relation_decides_before_the_polarity():
    thread = Indicator("i", "p", "单位成本", Polarity.LOWER, ())
    assert direction(thread, quantities.parse("≥5万元")) is Polarity.HIGHER
    assert direction(thread, quantities.parse("5万元")) is Polarity.LOWER
    assert direction(thread, quantities.parse("达到5万元")) is Polarity.LOWER


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("申请技术专利或软件著作权数量", ("专利", "软件著作权")),
        ("发明专利申请", ("发明专利",)),
        ("培训企业技术人员", ()),
        ("服务企业数量", ("企业",)),
        ("硕士、博士研究生", ("硕士", "博士")),
    ],
)
def test_heads_are_what_is_counted(name, expected):
    assert heads(name) == expected


@given(NAMES, NAMES)
def test_similarity_is_symmetric_and_bounded(a, b):
    one, other = similarity(core(a), core(b)), similarity(core(b), core(a))
    assert one == pytest.approx(other)
    assert 0 <= one <= 1
    assert (one == 1) == (core(a) == core(b))


def test_containment_is_not_identity():
    assert similarity("专利", "发明专利授权") < 0.85
    assert Decimal(str(similarity("申请发明专利", "发明专利申请"))) == 1


def test_how_a_thing_is_measured_is_no_part_of_its_name():
    assert similarity("高标准农田面积", "高标准农田片区") > 0.9
    assert similarity("排水管网长度", "雨污排水管网") > 0.55
    assert similarity("示范面积", "示范片") < 0.9  # what is left says too little


@pytest.mark.parametrize(
    ("short", "long", "same"),
    [
        ("密接筛查率", "密切接触者筛查率", True),
        ("社体指导员", "社会体育指导员", True),
        ("水保面积", "水土保持面积", True),
        ("职工人次", "职工培训人次", False),
        ("新发病率", "新增发病率", False),
        ("留守儿童", "留守流动儿童", False),
        ("省级奖", "省部级奖", False),
    ],
)
def test_a_name_cut_short_is_the_same_name(short, long, same):
    assert abbreviates(short, long) is same
    assert (similarity(short, long) >= 0.9) is same


def _shared_out(*papers):
    """Papers of (kind, rows), where a name 东湖区:改造水厂 is what 东湖区 has of it."""
    bare = project(
        *((kind, [(role, name.replace(":", ""), value) for role, name, value in rows]) for kind, rows in papers)
    )
    parts = []
    for part, (_, rows) in zip(bare.parts, papers, strict=True):
        places = [name.partition(":")[0] if ":" in name else "" for _, name, _ in rows]
        claims = tuple(replace(claim, place_of=place) for claim, place in zip(part.claims, places, strict=True))
        parts.append(replace(part, claims=claims))
    found = align(replace(bare, parts=tuple(parts)))
    return [[(c.place.document, c.name) for c in indicator.claims] for indicator in found]


def test_the_share_of_a_place_meets_that_of_the_same_place_only():
    agreed = [("目标", "改造水厂", "10处"), ("目标", "东湖区:改造水厂", "4处"), ("目标", "南坪县:改造水厂", "6处")]
    told = [("实际", "改造水厂", "9处"), ("实际", "东湖区:改造水厂", "4处")]
    assert _shared_out(("任务书", agreed), ("自评报告", told)) == [
        [("d0", "改造水厂"), ("d1", "改造水厂")],
        [("d0", "东湖区改造水厂"), ("d1", "东湖区改造水厂")],
    ]
