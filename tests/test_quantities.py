"""What is read: the table of cases, and properties of reading, writing and placing."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal
from pathlib import Path
from re import _parser as sre  # the tree of a pattern, to see that matching stays linear
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from docaudit.model import Quantity, Relation, Unit
from docaudit.quantities import comparable, find, normalise, parse, parse_unit, render, whole, with_unit
from docaudit.quantities.patterns import Patterns, patterns
from docaudit.quantities.units import lookup
from docaudit.quantities.vocabulary import vocabulary

TABLE: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "quantities.yaml").read_text(encoding="utf-8")
)
TEXTS = [case for cases in TABLE.values() for case in cases if "in" in case]
CELLS = [case for cases in TABLE.values() for case in cases if "cell" in case]


def noted(q: Quantity) -> dict[str, Any]:
    """The quantity in the notation of the table."""
    plain = {
        "text": q.text,
        "relation": q.relation.value,
        "low": None if q.low is None else f"{q.low:f}",
        "high": None if q.high is None else f"{q.high:f}",
        "unit": q.unit.canonical if q.unit else None,
        "multiplier": None if q.multiplier == 1 else f"{q.multiplier:f}",
        "approximate": q.approximate,
        "weak": q.weak,
        "growth": q.growth,
        "reached": q.reached,
    }
    return {key: value for key, value in plain.items() if value not in (None, False)}


def test_the_table_is_large_enough():
    assert len(TEXTS) + len(CELLS) >= 200


@pytest.mark.parametrize("case", TEXTS, ids=[case["in"][:30] for case in TEXTS])
def test_find(case):
    assert [noted(found.quantity) for found in find(case["in"])] == case["finds"]


@pytest.mark.parametrize("case", CELLS, ids=[case["cell"][:30] for case in CELLS])
def test_parse(case):
    read = parse(case["cell"])
    assert (noted(read) if read is not None else None) == case["is"]


@pytest.mark.parametrize("case", TEXTS, ids=[case["in"][:30] for case in TEXTS])
def test_spans_are_verbatim_and_in_order(case):
    at = 0
    for found in find(case["in"]):
        assert case["in"][found.start : found.end] == found.quantity.text
        assert found.start >= at
        at = found.end


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "（", "()", "万", "亿", "半", "翻", "±", "-", "¥", "1:", "3-", "\u00a0", "≥", "从"]
)
def test_fragments_are_no_quantities(text):
    assert find(text) == []
    assert parse(text) is None


# reading back what was written

UNITS = [
    u
    for name in ("项", "人", "人次", "万元", "亿元", "元", "%", "个百分点", "倍", "年", "个月", "mg/L", "m2", "家")
    if (u := lookup(name))
]
NUMBERS = st.decimals(min_value=1, max_value=10**9, places=2, allow_nan=False) | st.integers(1, 10**9).map(Decimal)
BOUNDS = {
    Relation.GE: (True, False),
    Relation.GT: (True, False),
    Relation.LE: (False, True),
    Relation.LT: (False, True),
}


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    relation = draw(st.sampled_from(Relation))
    unit = draw(st.sampled_from([None, *UNITS]))
    number = draw(NUMBERS)
    multiplier = Decimal(1)
    if unit is None or unit.dimension.startswith("count."):
        multiplier = draw(st.sampled_from([Decimal(1), Decimal(10**4), Decimal(10**8)]))
    reached = relation is Relation.GE and draw(st.booleans())
    approximate = relation is Relation.APPROX or (
        relation in (Relation.GE, Relation.GT, Relation.LT) and not reached and draw(st.booleans())
    )
    low: Decimal | None = number
    high: Decimal | None = number
    if relation is Relation.RANGE:
        high = number + draw(st.integers(1, 1000))
    elif relation in BOUNDS:
        has_low, has_high = BOUNDS[relation]
        low, high = (number if has_low else None), (number if has_high else None)
    if approximate and relation is Relation.LT and unit is not None and unit.dimension.startswith("time"):
        approximate = False  # 近三年 is a span of time, not an approximation
    return Quantity(
        "",
        relation,
        low,
        high,
        unit,
        approximate,
        multiplier,
        weak=draw(st.booleans()),
        growth=draw(st.sampled_from([None, "增长", "减少"])) if unit is not None else None,
        reached=reached,
    )


def meaning(q: Quantity) -> tuple[Any, ...]:
    return (q.relation, q.low, q.high, q.unit, q.approximate, q.multiplier, q.weak, q.growth, q.reached)


def like_a_date(q: Quantity) -> bool:
    """1900年, 2078.01-2079.01, 2007.01-2008.01万元: read as dates, and rightly."""
    if q.low is not None and q.high is not None and q.low != q.high and all(1900 <= n < 2100 for n in (q.low, q.high)):
        return True
    return (q.unit is None or q.dimension == "time") and 1900 <= q.number < 2100


@given(quantities())
@settings(max_examples=300, deadline=None)
def test_what_is_written_is_read_back(q):
    assume(not like_a_date(q))
    text = render(q)
    read = parse(text)
    assert read is not None, text
    assert meaning(read) == meaning(q), text
    assert read.text == text


@pytest.mark.parametrize(
    "case", [*TEXTS, *CELLS], ids=[str(case.get("in", case.get("cell")))[:30] for case in [*TEXTS, *CELLS]]
)
def test_rendering_keeps_the_meaning_of_what_was_found(case):
    for found in find(case.get("in", case.get("cell", ""))):
        read = parse(render(found.quantity))
        assert read is not None
        assert read.relation is found.quantity.relation
        assert (read.low, read.high, read.factor) == (found.quantity.low, found.quantity.high, found.quantity.factor)
        assert read.growth == found.quantity.growth


BEFORE = [
    "",
    "完成情况：",
    "（一）",
    "项目 名称",
    "2021年7月，",
    "　其中：",
    "根据沪科发〔2009〕586号，",
    "１．完成",
    "\n",
]
AFTER = ["", "。", "，其余另报", "；2023年", "（见表2）", "\n"]


@given(st.sampled_from(BEFORE), quantities(), st.sampled_from(AFTER))
@settings(max_examples=300, deadline=None)
def test_a_quantity_is_found_where_it_stands(before, q, after):
    if q.unit is None or like_a_date(q):
        return  # a bare number is a figure only where words say so
    text = before + render(q) + after
    found = find(text)
    assert [meaning(f.quantity) for f in found] == [meaning(q)], text
    assert text[found[0].start : found[0].end] == found[0].quantity.text == render(q)


@given(
    st.text(
        alphabet="不少于达到约近超过0123456789.,，、-~—%万亿元项人次个年月日第（）(): \n一二三十百千两半翻番余多以上内从至到为共=≥≤±/ab　０１％",
        max_size=40,
    )
)
@settings(max_examples=400, deadline=None)
def test_any_text_gives_verbatim_ordered_spans(text):
    at = 0
    for found in find(text):
        assert text[found.start : found.end] == found.quantity.text
        assert found.start >= at
        assert found.quantity.number is not None
        at = found.end
    whole = parse(text)
    assert whole is None or whole.text in text


# normalising


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_every_normalised_character_has_its_origin(text):
    norm = normalise(text)
    places = [norm.origin(i) for i in range(len(norm.text))]
    assert places == sorted(places)
    assert all(0 <= place < len(text) for place in places)
    assert norm.origin(len(norm.text)) == len(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("项 目 编 号", "项目编号"),
        ("≥4: 1", "≥4:1"),
        ("≤200 万元", "≤200万元"),
        ("２０２１－２０２３年", "2021-2023年"),
        ("（含）", "(含)"),
        ("５０％", "50%"),
        ("28万㎡", "28万m2"),
        ("35 μg/m³", "35μg/m3"),
        ("2617 项", "2617项"),
        ("MBA 3 人", "MBA 3人"),
        ("1. 5项", "1. 5项"),
        ("1 850 000.00 元", "1850000.00元"),
        ("100 200", "100 200"),
        ("10\u00a0000元", "10000元"),
        ("，。；", "，。；"),
        ("①②", "①②"),
        ("10²", "10²"),
        ("a\u200bb", "ab"),
        ("二○二三", "二〇二三"),
        ("1套 \n 减少", "1套\n减少"),
    ],
)
def test_normalise(text, plain):
    assert normalise(text).text == plain


# units apart from numbers


@pytest.mark.parametrize(
    ("text", "canonical", "dimension", "scale"),
    [
        ("万元", "万元", "money.CNY", 10000),
        ("（万元）", "万元", "money.CNY", 10000),
        ("单位：亿元", "亿元", "money.CNY", 10**8),
        ("(单位：元)", "元", "money.CNY", 1),
        ("%", "%", "ratio", Decimal("0.01")),
        ("％", "%", "ratio", Decimal("0.01")),
        ("人次", "人次", "count.人次", 1),
        ("万人次", "人次", "count.人次", 10000),
        ("名", "人", "count.人", 1),
        ("篇/部", "篇", "count.篇", 1),
        ("万元/项", "万元/项", "money.CNY/count.项", 10000),
        ("台（套）", "台套", "count.台套", 1),
    ],
)
def test_parse_unit(text, canonical, dimension, scale):
    unit = parse_unit(text)
    assert unit is not None
    assert (unit.canonical, unit.dimension, unit.scale) == (canonical, dimension, scale)


@pytest.mark.parametrize("text", ["", "无", "项目名称", "5项", "万元、%", "（ ）", "数量", "2023年"])
def test_what_is_no_unit(text):
    assert parse_unit(text) is None


def test_with_unit_gives_a_bare_number_its_unit():
    bare = parse("1,850,000.00")
    unit = parse_unit("元")
    assert bare is not None
    assert unit is not None
    assert with_unit(bare, unit).value == Decimal("1850000.00")


@pytest.mark.parametrize(
    ("cell", "header", "value", "shown"),
    [
        ("1.3", "万人次", 13000, "1.3万人次"),
        ("3万", "万人次", 30000, "3万人次"),
        ("300万", "元", 3000000, "300万元"),
        ("300", "万元", 3000000, "300万元"),
        ("5%", "万元", Decimal("0.05"), "5%"),
        ("≥5", "项", 5, "≥5项"),
    ],
)
def test_with_unit(cell, header, value, shown):
    quantity, unit = parse(cell), parse_unit(header)
    assert quantity is not None
    assert unit is not None
    joined = with_unit(quantity, unit)
    assert joined.value == value
    assert render(joined) == shown


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        ("名", "人", True),
        ("人", "人次", False),
        ("人次", "人/次", True),
        ("人", "人/次", False),
        ("人", "人月", False),
        ("项", "件", True),
        ("项", "家", False),
        ("场", "次", True),
        ("场", "期", True),
        ("万元", "亿元", True),
        ("万元", "万美元", False),
        ("%", "个百分点", False),
        ("%", "倍", True),
        ("%", "分", False),
        ("年", "个月", True),
        ("mg/L", "%", False),
    ],
)
def test_comparable(one, other, answer):
    a, b = parse_unit(one), parse_unit(other)
    assert a is not None
    assert b is not None
    assert comparable(a, b) is answer
    assert comparable(b, a) is answer


def test_an_unstated_unit_is_comparable_with_none_only():
    assert comparable(None, None)
    assert not comparable(None, Unit("项", "项", "count.项"))


# the vocabulary


def test_no_spelling_names_two_units():
    spelled = [s for entry in vocabulary().units for s in (entry.canonical, *entry.spellings)]
    assert sorted(set(spelled)) == sorted(spelled)


def test_interchangeable_units_exist():
    known = {entry.canonical for entry in vocabulary().units}
    assert {name for group in vocabulary().interchangeable for name in group} <= known


# cost


def unbounded_inside_unbounded(tree: Any, inside: bool = False) -> bool:
    """Whether a pattern repeats without bound what repeats without bound, the seed of exponential matching."""
    for op, value in tree:
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            _, most, body = value
            endless = most is sre.MAXREPEAT
            if endless and inside:
                return True
            if unbounded_inside_unbounded(body, inside or endless):
                return True
        elif op is sre.SUBPATTERN:
            if unbounded_inside_unbounded(value[-1], inside):
                return True
        elif op is sre.BRANCH:
            if any(unbounded_inside_unbounded(branch, inside) for branch in value[1]):
                return True
        elif op in (sre.ASSERT, sre.ASSERT_NOT) and unbounded_inside_unbounded(value[1], inside):
            return True
    return False


COMPILED = {name: value for name in Patterns.__slots__ if isinstance(value := getattr(patterns(), name), re.Pattern)}


@pytest.mark.parametrize("name", sorted(COMPILED))
def test_no_pattern_nests_endless_repetition(name):
    assert not unbounded_inside_unbounded(sre.parse(COMPILED[name].pattern))


def test_the_nesting_check_sees_nesting():
    assert unbounded_inside_unbounded(sre.parse("(a+)+b"))
    assert not unbounded_inside_unbounded(sre.parse("(a{1,3})+b"))


@pytest.mark.parametrize(
    "piece", ["1", "一", "2021、", "1,111", "1 000 ", "3-", "第一", "5(含", "一分之", "1+", "不少于"]
)
def test_a_hundred_thousand_characters_are_scanned_in_steps_that_advance(piece, monkeypatch):
    """Every search goes on from behind the last one, so there are at most as many searches as characters."""
    text = (piece * 100_000)[:100_000]
    real = patterns()
    starts: list[int] = []

    class Counting:
        def search(self, string: str, at: int) -> re.Match[str] | None:
            starts.append(at)
            return real.scan.search(string, at)

    class Shim:
        scan = Counting()

        def __getattr__(self, name: str) -> Any:
            return getattr(real, name)

    monkeypatch.setattr("docaudit.quantities.finding.patterns", Shim)
    find(text)
    assert len(starts) <= len(text) + 1
    assert all(a < b for a, b in itertools.pairwise(starts))


@pytest.mark.parametrize(
    ("unit", "canonical", "value"),
    [
        ("万亩", "亩", "53333333"),
        ("万例次", "例次", "80000"),
        ("万吨", "吨", "80000000"),
        ("万千瓦时", "千瓦时", "80000"),
    ],
)
def test_a_multiplier_before_any_unit_of_a_column(unit: str, canonical: str, value: str) -> None:
    known = parse_unit(unit)
    bare = parse("8")
    assert known is not None
    assert bare is not None
    done = with_unit(bare, known)
    assert done.unit is not None
    assert done.unit.canonical == canonical
    assert int(done.value) == int(value)


@pytest.mark.parametrize("text", ["技术模式3套", "群众代表5名", "服务方式12种"])
def test_a_noun_that_ends_like_a_label_is_still_counted(text: str) -> None:
    assert [item.quantity.text for item in find(text)] == [re.sub(r"^\D+", "", text)]
    assert find("见附表3") == []


def test_the_most_visited_is_no_upper_bound():
    (found,) = find("参观人数最多的州博物馆22.6万人次")
    assert found.quantity.relation is Relation.EQ
    (most,) = find("最多支持企业5家")
    assert most.quantity.relation is Relation.LE


def test_staff_of_institutions_are_people():
    (found,) = find("对48名机构负责人访谈")
    assert found.quantity.unit.canonical == "人"


@pytest.mark.parametrize(
    ("numeral", "number"),
    [("12", 12), ("03", 3), ("两", 2), ("十", 10), ("十二", 12), ("三十", 30), ("〇", 0), ("几", 0)],
)
def test_short_whole_numbers(numeral, number):
    assert whole(numeral) == number
