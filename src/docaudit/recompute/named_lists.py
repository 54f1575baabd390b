"""Counts against the members that they are told with: 5个县区（甲区、乙县、…）, 分别位于甲、乙和丙, 甲区、乙区3个功能区."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from docaudit.model import Interval, Recomputation, RecomputationKind
from docaudit.recompute.facts import depth
from docaudit.recompute.prose import Mention, Sentence, is_count, is_level
from docaudit.recompute.values import shown
from docaudit.recompute.words import squeeze

_UNITS = frozenset(
    {
        "个",
        "家",
        "所",
        "户",
        "处",
        "座",
        "项",
        "件",
        "人",
        "条",
        "门",
        "部",
        "篇",
        "站",
        "支",
        "村",
        "县",
        "区",
        "镇",
        "省",
        "市",
    }
)
_BEHIND = (
    re.compile(
        r"^(?P<noun>[\u4e00-\u9fff]{0,12})[（(](?:登记号|编号|专利号|证书号|项目编号|分别(?:为|是|位于)|即)?[:：]?(?P<list>[^（）()]{3,240})[)）]"
    ),
    re.compile(
        r"^(?P<noun>[\u4e00-\u9fff]{0,12})[^。；;：:\d（）()]{0,30}?[，,]?分别(?:为|是|有|位于|设在|来自|分布在|分布于|在)[:：]?(?P<list>[^。；;\n]{3,240}?)(?=[。；;\n]|[，,](?:以上|上述|均|其中|都)|$)"
    ),
    re.compile(
        r"^(?P<noun>[\u4e00-\u9fff]{0,12})[，,]?(?:即|为|是)(?P<list>[^，,。；;：:\n\d]{2,24}(?:、[^，,。；;：:\n\d]{2,24})+)(?=[。；;\n]|$)"
    ),
    re.compile(
        r"^(?P<noun>[\u4e00-\u9fff]{0,12})[:：](?P<list>[^。；;：:\n]{3,240}?)(?=[。；;\n]|[，,](?:以上|上述|均|其中|都)|$)"
    ),
)
_BEFORE = re.compile(r"(?P<list>[\u4e00-\u9fffA-Za-z]{2,16}(?:、[\u4e00-\u9fffA-Za-z]{2,16})+)(?P<open>等)?(?:共计?)?$")
_CODES_BEFORE = re.compile(
    r"(?P<list>[A-Za-z0-9][\w\-－./]{2,24}(?:、[A-Za-z0-9][\w\-－./]{2,24})+)[，,]?(?:一?共|合计|共计)(?:计|有)?$"
)
_CODE = re.compile(r"[A-Za-z]*\d[\w\-－./]{2,24}|[A-Za-z]+[\-－]?\d[\w\-－./]*")
_NO_NAMES = re.compile(r"等|其他|其它|另|若干|部分|主要|其中|如|例|含|以[上下]|分别|各|每|未|不|前|后")
_KINDS = re.compile(
    r"^(?:国有|民营|外资|私营|合资|集体|公办|民办|公立|民办|大型|中型|小型|微型|规上|规下|高等|科研|医疗|社会|农村|城市|城镇|乡镇|村级|省[级属直]|市[级属直]|县[级属直]|区[级属直]|国家级|省部级|厅局级|初级|中级|高级|[一二三甲乙丙]级|[一二三ⅠⅡⅢABC]类).{0,3}$"
)
_AMOUNT = re.compile(r"[\d.,﹐]+[万亿]?[\u4e00-\u9fff%％]{0,3}$")
_AND = re.compile(r"以及|[和及与]")
_MEMBERS = (
    (
        re.compile(r"部门|单位|机构|科室|处室|股室|委办局|成员"),
        re.compile(r"(?:局|委|办|科|室|处|院|部|中心|会|站|所|队|署|厅|公司|集团|学|园|校)$"),
    ),
    (
        re.compile(r"企业|公司|银行|厂商|供应商|合作社|商户"),
        re.compile(r"(?:公司|集团|厂|银行|行|社|企业|股份|农场|店)$"),
    ),
    (re.compile(r"学校|高校|院校|幼儿园|学院|大学|中学|小学"), re.compile(r"(?:校|学|院|园|高|中|小)$")),
    (re.compile(r"医院|医疗机构|卫生院"), re.compile(r"(?:院|中心|所|站)$")),
    (re.compile(r"乡镇|街镇|街道|镇街|苏木"), re.compile(r"(?:乡|镇|街道|苏木|场)$")),
    (re.compile(r"县|区|市|地市|省份|地区|州|旗"), re.compile(r"(?:县|区|市|省|州|旗|盟)$")),
    (re.compile(r"村|社区"), re.compile(r"(?:村|社区|庄|屯|寨|湾|沟)$")),
    (
        re.compile(r"水库|泵站|电站|电厂|桥|隧道|站|园区|基地|中心|公园|景区|湖|河|港|码头|馆|场|厂|矿"),
        re.compile(r"(?:库|站|厂|桥|道|园|基地|中心|区|湖|河|港|码头|馆|场|矿)$"),
    ),
)
_PLACES = frozenset(
    [
        "北京",
        "天津",
        "河北",
        "山西",
        "内蒙古",
        "辽宁",
        "吉林",
        "黑龙江",
        "上海",
        "江苏",
        "浙江",
        "安徽",
        "福建",
        "江西",
        "山东",
        "河南",
        "湖北",
        "湖南",
        "广东",
        "广西",
        "海南",
        "重庆",
        "四川",
        "贵州",
        "云南",
        "西藏",
        "陕西",
        "甘肃",
        "青海",
        "宁夏",
        "新疆",
    ]
)
_DEPARTMENTS = re.compile(
    r"^(?:财政|审计|教育|民政|人社|卫健|卫生健康|公安|司法|住建|城管|农业|农业农村|交通|交通运输|水利|水务|科技|发改|发展改革|工信|文旅|文化|环保|生态环境|税务|统计|市场监管|应急|应急管理|自然资源|林业|商务|医保|组织|宣传|纪检|检察|法院|金融|档案|保密)$"
)
_ROLES = re.compile(
    r"^[\u4e00-\u9fff]{2,6}(?:单位|部门|方)(?:为|是)?(?P<names>[\u4e00-\u9fff（）()]{3,}(?:、[\u4e00-\u9fff（）()]{3,})*)$"
)
_TITLES = re.compile(r"(?:《[^《》]{1,60}》[、，,和及与]?){2,}")
_FEW = 2
_LONG = 5
_IN_TURN = 1
_OFF = 2
_LONGEST = 16
_NOUN = 4


@dataclass(frozen=True, slots=True)
class _Names:
    """How many names a list holds at least and at most (和 may be in a name), and the names."""

    least: int
    most: int
    each: tuple[str, ...]
    closed: bool = False
    """Whether 和 closes the list."""
    roles: bool = False
    """Whether each is told with what it does: 设计单位市规划院."""


def named_lists(sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Compare counts with the members that the same sentence names, where these are plainly members of what is counted."""
    for sentence in sentences:
        if sentence.reported or sentence.place.table is not None:
            continue
        for mention in sentence.mentions:
            unit = mention.quantity.unit
            if not is_count(mention) or not is_level(mention) or mention.quantity.approximate or unit is None:
                continue
            if unit.canonical not in _UNITS or mention.quantity.value < _FEW or depth(sentence, mention):
                continue
            made = _behind(sentence, mention) or _before(sentence, mention)
            if made is not None:
                yield made


def _behind(sentence: Sentence, mention: Mention) -> Recomputation | None:
    tail = sentence.text[mention.end :]
    for nth, pattern in enumerate(_BEHIND):
        found = pattern.match(tail)
        names = _names(found["list"]) if found is not None else None
        if found is None or names is None:
            continue
        noun = found["noun"] or squeeze(sentence.clause(mention))[-_NOUN:]  # 减少的乡镇3个：甲镇、乙乡
        return _compared(sentence, mention, names, noun, in_turn=nth == _IN_TURN)
    return None


def _before(sentence: Sentence, mention: Mention) -> Recomputation | None:
    lead = squeeze(sentence.text[: mention.start])
    coded = _CODES_BEFORE.search(lead)
    if coded is not None and (names := _names(coded["list"])) is not None:
        return _compared(sentence, mention, names, "")
    found = _BEFORE.search(lead)
    names = _names(found["list"]) if found is not None else None
    noun = re.match(r"[\u4e00-\u9fff]{1,8}", sentence.text[mention.end :])
    if found is None or names is None or noun is None:
        return None
    if found["open"] and names.most <= mention.quantity.value:
        return None
    made = _compared(sentence, mention, names, noun[0])
    return made if made is not None and (made.holds or _of_kind(names.each, noun[0][:4])) else None


def _names(text: str) -> _Names | None:
    """The names of a list; None where it is no plain list of names."""
    listed = squeeze(text).strip("，,、。")
    if _TITLES.fullmatch(listed):
        titles = tuple(re.findall(r"《[^《》]+》", listed))
        return _Names(len(titles), len(titles), titles)
    roles = [_ROLES.match(piece) for piece in re.split(r"[，,；;]", listed)]
    if len(roles) > _FEW and all(roles):
        held = tuple(name for role in roles if role for name in role["names"].split("、"))
        return _Names(len(held), len(held), held, roles=True)
    pieces = [_AMOUNT.sub("", piece) if not _CODE.fullmatch(piece) else piece for piece in re.split(r"[、]", listed)]
    if any(not piece or re.search(r"[，,；;：:]", piece) or len(piece) > _LONGEST * 2 for piece in pieces):
        return None
    last = _AND.split(pieces[-1])
    if len(pieces) >= _FEW and len(last) == 2 and all(len(part) >= 2 for part in last):
        least = most = len(pieces) + 1
        if any(_AND.search(piece) for piece in pieces[:-1]):
            least -= 1
        pieces = [*pieces[:-1], *last]
        closed = True
    else:
        closed = False
        least = len(pieces)
        most = least + sum(len(re.findall(r"以及|[和及]", piece)) for piece in pieces) + pieces[-1].count("与")
    plain = most >= _FEW and all(len(piece) >= _FEW for piece in pieces)
    return _Names(least, most, tuple(pieces), closed) if plain else None


def _compared(
    sentence: Sentence, mention: Mention, names: _Names, noun: str, *, in_turn: bool = False
) -> Recomputation | None:
    number = mention.quantity.value
    if names.least <= number <= names.most:
        return _made(sentence, mention, int(number), noun, holds=True) if names.least == names.most else None
    count = names.least if number < names.least else names.most
    sure = names.roles or (in_turn and abs(number - count) == 1 and _one_by_one(names))
    if abs(number - count) > _OFF or not (sure or _members(names, noun, mention)):
        return None
    return _made(sentence, mention, count, noun, holds=False)


def _one_by_one(names: _Names) -> bool:
    """Whether what 分别 introduces is so long, or so plainly closed, that it can only be the members."""
    plain = names.least == names.most and not any(
        _NO_NAMES.search(name) or _KINDS.match(name) or len(name) > _LONGEST for name in names.each
    )
    return plain and (names.closed or len(names.each) >= _LONG)


def _members(names: _Names, noun: str, mention: Mention) -> bool:
    """Whether the names are plainly single members of what is counted, and not kinds of it."""
    each = names.each
    if any(_NO_NAMES.search(name) and not name.startswith("《") for name in each) or names.least != names.most:
        return False
    if all(name.startswith("《") or _CODE.fullmatch(name) for name in each):
        return True
    if any(len(name) > _LONGEST or _KINDS.match(name) for name in each):
        return False
    if _of_kind(each, noun):
        return True
    unit = mention.quantity.unit
    return unit is not None and _of_kind(each, unit.canonical) and unit.canonical not in ("个", "项", "件", "人")


def _of_kind(names: Sequence[str], noun: str) -> bool:
    """Whether the names end as members of the noun do: 区 and 县 of 县区, 局 and 委 of 部门."""
    if all(name in _PLACES for name in names) or (all(n in _PLACES for n in names[1:]) and names[0][-2:] in _PLACES):
        return bool(re.search(r"省|市|区|地", noun))
    if "部门" in noun and all(_DEPARTMENTS.match(name[-2:]) or _DEPARTMENTS.match(name) for name in names):
        return True
    if noun and all(name[-1] in noun for name in names):
        return True
    return any(kind.search(noun) and all(end.search(name) for name in names) for kind, end in _MEMBERS)


def _made(sentence: Sentence, mention: Mention, count: int, noun: str, *, holds: bool) -> Recomputation:
    lead = squeeze(sentence.clause(mention))
    return Recomputation(
        kind=RecomputationKind.COUNT_LIST,
        printed=mention.figure,
        operands=(),
        expression=f"文中为 {shown(mention.figure)}，所列为 {count} 项",
        expected=Interval(Decimal(count), Decimal(count)),
        holds=holds,
        confidence=0.82,
        label=lead[-14:] + shown(mention.figure) + ("" if lead.endswith(noun) else noun[:8]),
    )
