"""The regular expressions of quantities, built once from the vocabulary.

Every repetition is bounded or runs over one character class that its follower does not share, so matching is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from docaudit.quantities.numerals import SMALL
from docaudit.quantities.vocabulary import Before, UnitEntry, vocabulary

CJK = "\u3400-\u4dbf\u4e00-\u9fff〇"
_CN = "零〇一二三四五六七八九十百千"
ARABIC = r"\d{1,3}(?:,\d{3}){1,9}(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
CHINESE = rf"[{SMALL}]+(?:[万亿][{SMALL}]+){{0,3}}"
NUMBER = rf"(?:{ARABIC}|{CHINESE})"
_YEAR = r"(?:19|20)\d{2}"
_TO = r"[-—–―~至到、/,和及与]"
RANGE_MARK = re.compile(r"(?:\(不?含\))?(?P<mark>[-—–―~]{1,2}|至|到)")
RATIO = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)(?::|比)(\d{1,6}(?:\.\d{1,6})?)(?![\d:.])")
FRACTION = re.compile(
    rf"([{SMALL}]{{1,4}}|\d{{1,3}})分之([{SMALL}]{{1,6}}(?:点[{SMALL}]{{1,6}})?|\d{{1,6}}(?:\.\d{{1,6}})?)"
)
DOUBLE = re.compile(r"翻(?:([一两二三四1-4])番|番)")
FOREIGN = re.compile(r" ?((?=[A-Z]{0,3}[a-zμΩ/·])[A-Za-zμΩ°][A-Za-zμΩ°·/()²³\d^%\-]{1,14})(?![A-Za-z\d])")
"""A technical unit that the vocabulary does not know."""
TIMES_TEN_THOUSAND = re.compile(r"(\d{1,4}(?:\.\d{1,4})?)万")

_LABELS = (
    "电话|手机|传真|邮编|邮政编码|编码|代码|编号|账号|帐号|号码|文号|证号|专利号|登记号|软著号|批准号|合同号|"
    "统一社会信用代码|ISBN|ISSN|QQ|DOI"
)
_STANDARDS = "GB|ISO|IEC|DB|YY|JB|HJ|QB|SJ|IEEE|EN|ASTM|DIN|T|NY|HG|JT|CJ|JGJ|TB|YD|DG|LY|SL|WS"
_DAY = r"(?:\d{1,2}(?:[-—~至]\d{1,2})?月(?:\d{1,2}(?:[-—~至]\d{1,2})?日)?)?"


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w)))


def _firsts(words: Iterable[str]) -> str:
    return "".join(sorted({re.escape(word[0]) for word in words}))


def _masks(units: str, idioms: tuple[str, ...]) -> str:
    """Return the pattern of what looks like a figure and is none.

    Grouped by first character, because most characters begin none of it; in a group the longer reading stands first.
    """
    numeral = "[一二三四五六七八九十]"
    groups = {
        f"[{_firsts(idioms)}]": [_any(idioms)],
        f"[{_firsts(_LABELS.split('|'))}]": [
            rf"(?:{_LABELS})[^\d\n，。；;]{{0,6}}?[A-Za-z]{{0,8}}\d[\dA-Za-z.\-()/]{{2,40}}"
        ],
        '[“"]': [rf"[“\"][{CJK}]{{2,8}}[\d{_CN}]{{1,3}}条[”\"]"],  # “科改25条”, a policy by its nickname
        "[〔\\[(【]": [
            rf"[〔\[(【]{_YEAR}[〕\])】]第?\d{{1,5}}号?",
            r"\[\d{1,3}(?:\.\d{1,3})?,\d{1,3}(?:\.\d{1,3})?[\])]%?|\(\d{1,3}(?:\.\d{1,3})?,\d{1,3}(?:\.\d{1,3})?\]%?",
        ],
        "(?<![A-Za-z\\d])[A-Za-z]": [
            r"https?://[\w./?=&%#:~+\-]{1,300}|www\.[\w./?=&%#:~+\-]{1,300}",
            rf"(?:{_STANDARDS})(?:/[A-Z]{{1,8}})? ?(?:\d{{1,6}}(?:\.\d{{1,3}})*[-—:]\d{{2,4}}|\d{{3,6}})",
            r"(?!RMB|USD)[A-Za-z]{1,8}[-_]?\d{5,}[A-Za-z\d.]*",
            r"[vV]\d{1,3}(?:\.\d{1,3})*",
        ],
        r"\d": [
            r"\d{2,6}[A-Z]{1,6}\d{2,}[A-Za-z\d]*|\d{15,}[Xx]?",
            r"(?:0\d{2,3}-\d{7,8}|1[3-9]\d{9})(?![\d.,元万])",
            # dates and times
            rf"{_YEAR}年?(?:{_TO}(?:{_YEAR}|\d{{2}})年?){{0,8}}年(?:度|份|版|级|底|初|末|内|间|来)?{_DAY}",
            rf"{_YEAR}[-—–~至]{_YEAR}学年度?",
            rf"{_YEAR}[-—–~至]{_YEAR}(?!\d|\.\d|{units})",
            rf"{_YEAR}(?P<sep>[-/.])(?:0?[1-9]|1[0-2])(?P=sep)(?:0?[1-9]|[12]\d|3[01])(?!\d)",
            rf"{_YEAR}[-/.](?:0[1-9]|1[0-2])(?!\d|\.\d|,\d|%|万|亿|{units})",
            rf"{_YEAR}/(?:[1-9]|1[0-2])(?!\d|\.\d|,\d|%|万|亿|{units})",
            r"\d{1,2}(?:[-—~至]\d{1,2})?月(?:\d{1,2}(?:[-—~至]\d{1,2})?[日号])?(?:份|底|初|末|上旬|中旬|下旬)?",
            r"(?<![≤≥<>=])(?<!超过)(?<!少于)(?<!低于)(?<!不足)\d{1,2}(?:[-—~至]\d{1,2})?日(?!内|以内|历)",
            r"\d{1,2}:\d{2}:\d{2}(?!\d)",
            r"(?<=[日午晨上晚号\-—~至到 ])(?:[01]?\d|2[0-4]):[0-5]\d(?![\d:])",
            r"(?:0?[6-9]|1\d|2[0-4]):(?:00|15|30|45)(?![\d:])(?=[-—~至到，。；;、)\n]|$)",
            r"\d{1,2}[时点]\d{1,2}分(?!钟)",
            r"[1-4](?:、[1-4])?季度",
            # addresses, lines, sections, sums of parts, ranks, versions
            r"\d{1,6}(?:[-—]\d{1,4})?(?:号|#)(?:楼|院|线|馆)?(?:\d{1,4}(?:楼|室|层))?|\d{1,4}(?:楼|室|弄)(?!宇)",
            r"\d{1,4}(?:\.\d{1,4}){2,6}",
            r"\d{1,3}\+(?:\d{1,3}\+){0,6}[\dXNYxn]\w{0,3}|\d{1,3}(?::\d{1,3}){2,8}",
            r"\d{1,4}强|\d\.0(?=版|时代|版本)",
            rf"[\d{_CN}]{{1,5}}届(?:[{_CN}\d]{{1,3}}次(?:会议|全会)?)?",
        ],
        f"[{_CN}]": [
            rf"[一二][〇零一二三四五六七八九]{{3}}年(?:{numeral}{{1,2}}月(?:{numeral}{{1,3}}日)?)?",
            rf"{numeral}{{1,2}}月(?:{numeral}{{1,3}}日|份|底|初|末)",
            r"[一二三四](?:、[一二三四])?季度",
            r"十[一二三四五六]五(?=[”\"规期时、和及以末初开])",
            rf"[\d{_CN}]{{1,5}}届(?:[{_CN}\d]{{1,3}}次(?:会议|全会)?)?",
        ],
        "[第前排位列表图附公式]": [
            rf"第[\d{_CN}]{{1,12}}(?:[-—~至、和及]第?[\d{_CN}]{{1,6}})*[{CJK}%]?",
            rf"(?:(?<![目此以日当之提])前|排名|位列|位居|列)[\d{_CN}]{{1,4}}(?:名|位|强)",
            r"(?:(?<![水电气仪钟手热流油户])表|图|附件|附表|附录|附图|公式|式)[(]?[A-Za-z]?\d{1,3}(?:[-—.]\d{1,3})*(?!,\d{3}(?!\d))(?![\d个项张份篇套种条幅座处款门名家台件块支场次辆]|人(?!员))",
        ],
    }
    return "|".join(f"(?={first})(?:{'|'.join(bodies)})" for first, bodies in groups.items())


@dataclass(frozen=True, slots=True)
class Patterns:
    """The compiled grammar."""

    scan: re.Pattern[str]
    """A mask (group `no`) or the first character of a possible numeral."""
    single: re.Pattern[str]
    """A number with its own unit or multiplier: n, a, u (or ub in brackets), m, a2, u2 (or u2b)."""
    divisor: re.Pattern[str]
    later: re.Pattern[str]
    """What may follow the unit of a time or an amount: 余, 多, 半."""
    after: re.Pattern[str]
    """Relation behind: groups inc, ge, le, about, in."""
    chain: re.Pattern[str]
    """The words directly in front, up to the end of the searched text."""
    token: re.Pattern[str]
    """One word of the chain; the group name is its meaning."""
    far: re.Pattern[str]
    """A bound in front of the noun that is counted: groups ge, le."""
    enumeration: re.Pattern[str]
    """At least two named figures without units after a colon or a bracket: 合计48家:高校16、企业10、院所5."""
    weak: re.Pattern[str]
    verbs: re.Pattern[str]
    listed: re.Pattern[str]
    """A figure without a unit in a list, with the character before: 工程师1001,高级工程师91人."""
    value: frozenset[str]
    not_one: tuple[str, ...]
    broken_through: frozenset[str]


@lru_cache(maxsize=1)
def patterns() -> Patterns:
    """Compile the grammar."""
    words = vocabulary()
    unit = _unit_pattern(words.units)
    mult = r"万亿|千万|百万|十万|万(?![一能象物])|亿|千(?![家户百])|百(?![分佳强年姓货度家])"
    chars = "".join(sorted({s[0] for e in words.units for s in (e.canonical, *e.spellings)}))
    masks = _masks(f"[{re.escape(chars)}]", words.idioms)
    token = "|".join(f"(?P<{name}>{body})" for name, body in _tokens(words.before, words.tail_of))
    plain = re.sub(r"\(\?P<\w+>", "(?:", token)
    after = words.after
    return Patterns(
        scan=re.compile(f"(?P<no>{masks})|(?P<at>[\\d{SMALL}万亿]|翻(?=[一两二三四1-4]?番)|半(?=年|个月))"),
        single=re.compile(
            rf"(?P<n>{NUMBER}|(?=[万亿]))(?:\(含\))?(?P<a>[余多](?!少))?[\n ]?"
            rf"(?:/?(?:(?P<u>{unit})|\((?P<ub>{unit})\))"
            rf"|(?P<m>{mult})(?P<a2>[余多](?!少))?\n?(?:(?P<u2>{unit})|\((?P<u2b>{unit})\))?)?"
        ),
        divisor=re.compile(rf"(?:/|每)(?P<u>{unit})"),
        later=re.compile(r"(?P<half>半)|(?P<a>[余多](?![额种样功元项个方款]))"),
        after=re.compile(
            r"(?P<inc>\(不?含[^()]{0,10}\))?"
            rf"(?:(?P<ge>{_any(after.ge)})|(?P<le>{_any(after.le)})|(?P<about>{_any(after.about)})|(?P<in>{_any(after.le_time)}))?"
            r"(?P<inc2>\(不?含[^()]{0,10}\))?"
        ),
        chain=re.compile(rf"(?:{plain}){{1,12}}\Z"),
        token=re.compile(token),
        far=re.compile(
            rf"(?:(?P<ge>{_any(words.before.far_ge)})|(?P<le>{_any(words.before.far_le)}))(?!(?<=最[多少])的)[{CJK}]{{1,10}}\Z"
        ),
        enumeration=re.compile(
            rf"[:(](?:其中[:,，]?)?(?:[{CJK}]{{1,12}}\d{{1,7}}(?:[、，,；;]|(?=[{CJK})。\n]|\Z))){{2,12}}"
        ),
        weak=re.compile(_any(words.before.weak)),
        verbs=re.compile(rf"(?:{_any(words.counting_verbs)})了?\Z"),
        listed=re.compile(rf"[{CJK}]\d{{1,9}}[,，;；][{CJK}]{{1,12}}\d"),
        value=frozenset(words.before.value),
        not_one=words.not_before_one,
        broken_through=frozenset(words.before.broken_through),
    )


def _unit_pattern(units: Iterable[UnitEntry]) -> str:
    spelled: dict[str, tuple[str, ...]] = {}
    for entry in units:
        for spelling in (entry.canonical, *entry.spellings):
            spelled[spelling] = entry.not_before
    parts = []
    for spelling in sorted(spelled, key=lambda s: (-len(s), s)):
        guard = f"(?!{_any(spelled[spelling])})" if spelled[spelling] else ""
        if spelling[-1].isascii() and spelling[-1].isalnum():
            guard += r"(?![A-Za-z0-9])"
        parts.append(re.escape(spelling) + guard)
    return f"(?:{'|'.join(parts)})"


def _tokens(before: Before, tail_of: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    """Return (meaning, pattern) per word, longest first, so that 不超过 is read before 超过."""
    names = (
        "ge",
        "gt",
        "le",
        "lt",
        "eq",
        "over",
        "reached",
        "near",
        "about",
        "weak",
        "growth",
        "level_whole",
        "level",
        "filler",
        "value",
    )
    words = sorted(
        ((word, name) for name in names for word in getattr(before, name)),
        key=lambda pair: (-len(pair[0]), names.index(pair[1])),
    )
    order: list[tuple[str, str]] = []
    seen: set[str] = set()
    for word, name in words:
        if word not in seen:
            seen.add(word)
            heads = "".join(tail_of.get(word, ()))
            order.append((name, (f"(?<![{heads}])" if heads else "") + re.escape(word)))
    # one group per word keeps longest-first over all meanings
    return [(f"{name}_{i}", body) for i, (name, body) in enumerate([*order, ("money", r"[¥$]|RMB|US\$")])]
