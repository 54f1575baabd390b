"""Sums in running text: 合计48家：A16家、B10家…; A 16家、B 10家，共26家; 16家（通过15家，结题1家）; 其中."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Interval, Recomputation, RecomputationKind
from docaudit.recompute.linear import adds_up
from docaudit.recompute.listed_sums import listed_sum
from docaudit.recompute.prose import Mention, Sentence, is_level
from docaudit.recompute.prose_parts import among, is_measured, part_of, same
from docaudit.recompute.values import Value, like, shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_TOTAL_BEFORE = re.compile(
    r"(?:合计|总计|共计|总共|一共|共有?|累计共|总额为?|总数为?|总量为?)(?:[\u4e00-\u9fff]{0,6})$"
)
_TOTAL_STRICT = re.compile(r"(?:合计|总计|共计|总共|一共|共)(?:为|达|有)?$")
_ADDED_UP = re.compile(r"(?:相加|加总|之和|加起来)(?:共|为|是|达|得|计)?$")
_OPEN_LIST = re.compile(
    r"^[^，,。；;：:（()\d]{0,24}(?:[：:]|[，,]?(?:其中|包括|包含|分别为|分别是|分别|由)[：:，,]?|[（(](?:其中)?[：:]?)"
)
_OF_WHICH = re.compile(r"其中|包括|包含|含")
_OPEN_ENDED = re.compile(r"^[^，,。；;、）)]{0,6}等")
_JOINT = re.compile(r"^[^。；;]*?$")
_EACH_HAS = re.compile(r"各(?![类项种地级])")
_BREAK = re.compile(r"[。；;！？]|(?:比|较|占|增长|同比|目标|计划|平均|人均|每)")
_WITH_WHAT_WENT_BEFORE = re.compile(r"连同|加上|加之|另加|再加|并计")
"""补助到位448万元；连同自筹240万元、捐赠318万元，共1006万元: the list leaves out what was told before it."""
_ALL_OF_THEM = re.compile(r"[，,；;][两二三四五六七八九十\d][^，,；;\d]{1,3}(?:共|合计|累计|总)")
"""其中设备投资1500万元，两期共投资5400万元: the second is no part any more."""
_YEARED = re.compile(r"(?:19|20)\d\d\s*年")
_RANGE = re.compile(r"((?:19|20)\d\d)\s*年?\s*[-—–~至到]+\s*((?:19|20)\d\d)\s*年|(三|两|二|四|五)年")
_NO_PART = re.compile(r"应|尚|未|原|目标|计划|上年|去年|同期|预算|最高|最低|上限")
_DISJOINT = tuple(
    re.compile(words)
    for words in (
        "发明|实用新型|外观",
        "硕士|博士|本科|大专",
        "男|女",
        "正高|副高|高级|中级|初级",
        "财政|自筹|贷款|配套",
        "优秀|良好|合格|不合格",
        "通过|未通过|结题|终止|撤项",
    )
)
"""What excludes each other; a person may well have a title and a degree."""


def list_sums(sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Recompute the totals that sentences give for their own lists."""
    for sentence in sentences:
        if sentence.reported:
            continue
        used: set[str] = set()
        for mention in sentence.mentions:
            if not is_level(mention) or mention.figure.id in used:
                continue
            made = (
                _list_after(sentence, mention)
                or _list_before(sentence, mention)
                or part_of(sentence, mention)
                or among(sentence, mention)
            )
            if made is not None:
                used.update(f.id for f in (made.printed, *made.operands))
                yield made


def _list_after(sentence: Sentence, whole: Mention) -> Recomputation | None:
    """合计48家：A16家、B10家、C22家 and 16家（通过15家，结题1家）."""
    tail = sentence.text[whole.end :]
    opening = _OPEN_LIST.match(tail)
    if opening is None:
        return None
    in_brackets = opening[0].rstrip("其中：:").endswith(("（", "("))
    end = _closing(sentence.text, whole.end + opening.end()) if in_brackets else len(sentence.text)
    items = _without_restated(sentence, whole, _run(sentence, whole.nth + 1, whole, end))
    if in_brackets and any(_NO_PART.search(sentence.before(m, 8)) for m in items):
        return None
    if len(items) < 2 or any(_TOTAL_STRICT.search(sentence.before(m, 6)) for m in items):
        return None
    if _OPEN_ENDED.match(sentence.text[items[-1].end :]):
        return None
    of_which = bool(_OF_WHICH.search(opening[0]))
    rest = bool(re.search(r"其他|其余|其它", sentence.before(items[-1], 8)))
    complete = not of_which or rest or _covers_years(sentence, whole, items)
    headed = bool(_TOTAL_BEFORE.search(sentence.before(whole, 12)))
    if in_brackets and not headed and not of_which and end - (whole.end + opening.end()) > 120:
        return None
    return _compare(
        sentence, whole, items, complete=complete and (headed or in_brackets or of_which), of_which=of_which
    )


def _without_restated(sentence: Sentence, whole: Mention, items: list[Mention]) -> list[Mention]:
    """合计286万元，分别为A148万元、B63万元、C75万元，三地相加286万元: the list ends before the total is told again."""
    for k, item in enumerate(items):
        again = k > 1 and item.quantity.value is not None and item.quantity.value == whole.quantity.value
        if k and (again or _ADDED_UP.search(sentence.before(item, 6))):
            return items[:k]
    return items


def _closing(text: str, start: int) -> int:
    depth = 1
    for i in range(start, len(text)):
        depth += (text[i] in "（(") - (text[i] in "）)")
        if depth == 0:
            return i
    return len(text)


def _run(sentence: Sentence, first: int, whole: Mention, end: int) -> list[Mention]:
    """The figures of one unit that follow each other as a list, up to `end`; figures of other units break it."""
    items: list[Mention] = []
    for mention in sentence.mentions[first:]:
        if mention.start >= end:
            break
        gap = sentence.text[(items[-1].end if items else whole.end) : mention.start]
        if items and _BREAK.search(gap):
            break
        if not is_level(mention) or not same(mention, whole):
            break
        if items and not re.search(r"[、，,和及与：:]|\d$", gap):
            break
        if items and (_OF_WHICH.search(gap) or _ALL_OF_THEM.search(gap)):
            break
        items.append(mention)
    return items


def _covers_years(sentence: Sentence, whole: Mention, items: list[Mention]) -> bool:
    """Whether 其中 introduces exactly the years that the total is about, so that nothing may be left over."""
    years = []
    for item in items:
        found = _YEARED.findall(sentence.before(item, 16))
        if len(found) != 1:
            return False
        years.append(int(re.sub(r"\D", "", found[0])))
    if years != list(range(years[0], years[0] + len(years))):
        return False
    spans = _RANGE.findall(sentence.text[: whole.start])
    for first, last, count in spans:
        if first and (int(first), int(last)) == (years[0], years[-1]):
            return True
        if count and quantities.whole(count) == len(years):
            return True
    return False


def _compare(
    sentence: Sentence, whole: Mention, items: list[Mention], *, complete: bool, of_which: bool
) -> Recomputation | None:
    values = [m.value for m in items if m.value is not None]
    if whole.value is None or len(values) != len(items):
        return None
    added = sum((v.number for v in values), Decimal(0))
    holds = adds_up([(1, v) for v in values], whole.value)
    if not holds and not complete:
        biggest = max(values, key=lambda v: v.number)
        if of_which and biggest.number > whole.value.number and not is_measured(whole):
            if len(values) > 1 and added - whole.value.number < whole.value.number / 20:
                return listed_sum(sentence, whole, values, holds=False, confidence=0.9)
            if _EACH_HAS.search(sentence.before(whole, 10)):
                return None  # 两项各形成论文一篇，其中两篇已录用: the whole is of each of several
            return _exceeds(sentence, whole, [biggest])
        if of_which and added > whole.value.number and _of_years(sentence, items):
            return listed_sum(sentence, whole, values, holds=False, confidence=0.9)
        if of_which and added > whole.value.number and _exclude(sentence, items):
            return _exceeds(sentence, whole, values)
        return None
    size = max(abs(added), abs(whole.value.number))
    if not holds and (size == 0 or abs(added - whole.value.number) / size > Decimal("0.5")):
        return None
    return listed_sum(sentence, whole, values, holds=holds, confidence=0.9)


def _exclude(sentence: Sentence, items: list[Mention]) -> bool:
    """Whether the items of a list exclude each other, so that together they cannot be more than the whole."""
    return any(all(words.search(sentence.before(m, 10)) for m in items) for words in _DISJOINT)


def _of_years(sentence: Sentence, items: list[Mention]) -> bool:
    """Whether every item of a list is of another year."""
    years = [tuple(_YEARED.findall(sentence.before(item, 16))) for item in items]
    return all(len(year) == 1 for year in years) and len(set(years)) == len(years)


def _exceeds(sentence: Sentence, whole: Mention, parts: list[Value]) -> Recomputation:
    added = like(sum((v.number for v in parts), Decimal(0)), whole.quantity)
    terms = " + ".join(shown(v.figure) for v in parts)
    result = f"其中 {terms} = {added}" if len(parts) > 1 else f"其中一项 {terms}"
    return Recomputation(
        kind=_K.PART_WHOLE,
        printed=parts[0].figure,
        operands=(whole.figure, *(v.figure for v in parts[1:])),
        expression=f"{result} ＞ 总数 {shown(whole.figure)}",
        expected=Interval(None, whole.value.span.high if whole.value else None),
        holds=False,
        confidence=0.85,
        label=squeeze(sentence.clause(whole))[-14:] + shown(whole.figure),
    )


def _list_before(sentence: Sentence, whole: Mention) -> Recomputation | None:
    """A16家、B10家、C5家，共31家: some run of items right before a total word adds up."""
    lead = sentence.before(whole, 12)
    if not _TOTAL_STRICT.search(lead):
        return None
    items: list[Mention] = []
    right = whole
    for mention in reversed(sentence.mentions[: whole.nth]):
        if (mention.dimension or "").startswith("time"):
            continue
        gap = sentence.text[mention.end : right.start]
        if not is_level(mention) or not same(mention, whole) or _BREAK.search(gap):
            break
        if not re.search(r"[、，,和及与（(]", gap):
            break
        items.insert(0, mention)
        right = mention
    if (made := _told_again(sentence, items, whole)) is not None:
        return made
    values = [m.value for m in items if m.value is not None]
    if whole.value is None or len(values) < 2 or _OPEN_ENDED.match(sentence.text[items[-1].end : whole.start]):
        return None
    for skip in range(len(values) - 1):
        run = values[skip:]
        if adds_up([(1, v) for v in run], whole.value):
            return listed_sum(sentence, whole, run, holds=True, confidence=0.9)
    if any(_OF_WHICH.search(sentence.between(a, b)) for a, b in zip(items, [*items[1:], whole], strict=True)):
        return None
    if _WITH_WHAT_WENT_BEFORE.search(sentence.before(items[0], 12)):
        return None
    added = sum((v.number for v in values), Decimal(0))
    size = max(abs(added), abs(whole.value.number))
    if size == 0 or abs(added - whole.value.number) / size > Decimal("0.5"):
        return None
    return listed_sum(sentence, whole, values, holds=False, confidence=0.9)


def _told_again(sentence: Sentence, items: Sequence[Mention], whole: Mention) -> Recomputation | None:
    """1046篇，其中A412篇、B634篇，分类合计1064篇: what 其中 lists makes the head, and is added up to something else."""
    opened = [k for k in range(1, len(items)) if _OF_WHICH.search(sentence.between(items[k - 1], items[k]))]
    if len(opened) != 1 or whole.value is None:
        return None
    head, values = items[opened[0] - 1].value, [m.value for m in items[opened[0] :] if m.value is not None]
    if head is None or len(values) < 2 or len(values) != len(items) - opened[0]:
        return None
    if not adds_up([(1, v) for v in values], head) or adds_up([(1, v) for v in values], whole.value):
        return None
    if abs(whole.value.number - head.number) > head.number / 10:
        return None
    return listed_sum(sentence, whole, values, holds=False, confidence=0.9)
