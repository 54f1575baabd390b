"""Counts against the names or ordinals that follow: 设立3类平台，分别为A、B、C; 存在4个问题：一是…；二是…."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from docaudit.model import Interval, Paragraph, Part, Recomputation, RecomputationKind
from docaudit.recompute.facts import depth
from docaudit.recompute.prose import Mention, Sentence, is_count, is_level
from docaudit.recompute.values import shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_UNITS = frozenset(
    {
        "个",
        "项",
        "类",
        "种",
        "方面",
        "大类",
        "家",
        "所",
        "条",
        "部分",
        "件",
        "人",
        "名",
        "位",
        "户",
        "篇",
        "部",
        "本",
        "门",
        "场",
        "期",
        "处",
        "座",
        "台",
        "套",
    }
)
_CLOSED = re.compile(
    r"^(?P<noun>[\u4e00-\u9fff“”]{0,10}?)[，,]?(?:(?:分别(?:为|是|有)|即)[：:]?|[：:](?:分别(?:为|是))?)(?P<list>[^。；;：:\n]{4,160})"
)
_NAMES = re.compile(r"[、]")
_NOTE = re.compile(r"[（(][^（）()]*[)）]")
_TOUCHES = re.compile(
    r"^[^，,。；;：:\d（）()]{0,20}[，,](?:分别)?(?:涉及|覆盖|来自|分布在|位于|包括)(?:了|到)?(?P<list>[^，,。；;：:\n\d（）()]{8,160}?)(?=[，,。；;]|$)"
)
_AND = re.compile(r"[和及与]|以及")
_LOOSE = re.compile(r"等|[\d%]|如|例|[（(]|若干|主要|其中|为|是")
_QUOTED = re.compile(r"(?:[“\"][^”“\"]{2,20}[”\"][、和及与]?){2,}$")
_NAMED_BEFORE = re.compile(
    r"(?P<list>[\u4e00-\u9fffA-Za-z]{2,14}(?:、[\u4e00-\u9fffA-Za-z]{2,16})+)(?:等)?(?:共计?)?\s*$"
)
_TITLES = re.compile(r"(?:《[^《》]{1,40}》[、和及与]?){2,}")
_PLACED = re.compile(r"^[\u4e00-\u9fff]{0,8}?(?:分布在|分布于|位于|来自|涉及|覆盖|包括)")
_ORDINALS = "一二三四五六七八九十"
_ORDINAL = re.compile(
    r"(?:^|[：:；;。，,\s、])\s*(?:第?([一二三四五六七八九十])(?:是|(?:种|类|个|项|方面)(?:为|是|[，,]))|(其[一二三四五六七八九十])[，,是])"
)
_OPENS = re.compile(r"^[^。；;\d]{0,24}?[：:。，,；;]\s*(?:第?一(?:是|种|类|个|项|方面)|其一)")
_DOING = re.compile(r"展开|开展|推进|进行|发力|着手|实施|情况")
_THEME = re.compile(r"围绕|聚焦|按照|沿着|紧扣")
_LONGEST = 16
_OFF = 2
_FEW = 3
_SHORT = 12


def enumerations(part: Part, sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Compare counts with the names or ordinals that their own sentence or paragraph lists."""
    paragraphs = {b.place.paragraph: b.text for b in part.blocks if isinstance(b, Paragraph)}
    for sentence in sentences:
        if sentence.reported or sentence.place.table is not None:
            continue
        text = paragraphs.get(sentence.place.paragraph, sentence.text)
        for mention in sentence.mentions:
            unit = mention.quantity.unit
            if not is_count(mention) or not is_level(mention) or mention.quantity.approximate or unit is None:
                continue
            if unit.canonical not in _UNITS or depth(sentence, mention) or mention.value is None:
                continue
            made = (
                _names_after(sentence, mention)
                or _touched(sentence, mention)
                or _names_before(sentence, mention)
                or _ordinals(sentence, mention, text)
            )
            if made is not None:
                yield made


def _names_after(sentence: Sentence, mention: Mention) -> Recomputation | None:
    found = _CLOSED.match(sentence.text[mention.end :])
    if found is None:
        return None
    number = mention.value.number if mention.value is not None else Decimal(0)
    if (noted := _noted(sentence.text[mention.end + found.start("list") :])) is not None:
        return (
            _made(sentence, mention, noted, holds=True)
            if noted == number
            else _off(sentence, mention, number, noted, noted)
        )
    if (exact := _closed(found["list"])) is not None:
        holds = exact == number
        return _made(sentence, mention, exact, holds=True) if holds else _off(sentence, mention, number, exact, exact)
    names = _NAMES.split(found["list"].strip("，, "))
    least = len(names)
    most = least + sum(len(re.findall(r"[和及]", name)) for name in names[:-1]) + len(_AND.findall(names[-1]))
    if least <= number <= most and least >= 2:
        return _made(sentence, mention, int(number), holds=True)
    plainly = least >= _FEW and not _LOOSE.search(found["list"]) and not re.search(r"[，,]", found["list"])
    if not plainly or _DOING.search(found["noun"]) or any(len(name) > _LONGEST for name in names):
        return None
    return _off(sentence, mention, number, least, most)


def _closed(text: str) -> int | None:
    """The number of names in a list that 和 closes, or of titles one after the other; None where that is not plain."""
    listed = re.split(r"[，,。；;：:\n]", text)[0].strip()
    if _TITLES.fullmatch(listed):
        return listed.count("《")
    names = _NAMES.split(listed)
    last = re.split(r"[和及与]|以及", names[-1])
    if len(names) < _FEW or len(last) != 2 or _LOOSE.search(listed):
        return None
    names = [*names[:-1], *last]
    return len(names) if all(2 <= len(name) <= _SHORT and not _AND.search(name) for name in names) else None


def _noted(text: str) -> int | None:
    """The number of names in a list that gives each a note in brackets or a pair of quotes: 陆某（2021年）、崔某（2022年）."""
    listed = re.split(r"[。；;\n]", text)[0].strip("，, ")
    plain = _NOTE.sub("（）", listed)
    if re.fullmatch(r"[^、，,（）]{2,40}（）(?:[、和及与][^、，,（）]{2,40}（）)+", plain):
        return plain.count("（）")
    return None


def _touched(sentence: Sentence, mention: Mention) -> Recomputation | None:
    """向6户市属企业委派外部董事，涉及甲集团、乙集团、…: names of one kind, by their last character."""
    found = _TOUCHES.match(sentence.text[mention.end :])
    if found is None:
        return None
    names = _NAMES.split(found["list"].strip())
    number = mention.value.number if mention.value is not None else Decimal(0)
    alike = len({name[-1:] for name in names}) == 1 and all(_FEW <= len(name) <= _SHORT for name in names)
    if len(names) < _FEW or not alike or _LOOSE.search(found["list"]) or _AND.search(found["list"]):
        return None
    if number == len(names):
        return _made(sentence, mention, len(names), holds=True)
    return _made(sentence, mention, len(names), holds=False) if abs(number - len(names)) == 1 else None


def _off(sentence: Sentence, mention: Mention, number: Decimal, least: int, most: int) -> Recomputation | None:
    count = least if number < least else most
    return _made(sentence, mention, count, holds=False) if abs(number - count) <= _OFF and number > 1 else None


def _names_before(sentence: Sentence, mention: Mention) -> Recomputation | None:
    """“指导思想”“基本原则”“组织保障”三个部分; 概念验证中心、…示范等共计4个方向: a list that ends in its count."""
    lead = sentence.text[: mention.start].rstrip()
    number = mention.value.number if mention.value is not None else Decimal(0)
    if quoted := _QUOTED.search(lead):
        count = len(re.findall(r"[“\"][^”“\"]{2,20}[”\"]", quoted[0]))
        return _made(sentence, mention, count, holds=True) if count == number else None
    listed = _NAMED_BEFORE.search(lead)
    if listed is None:
        return None
    names = listed["list"].split("、")
    most = len(names) + len(_AND.findall(names[-1]))
    placed = _PLACED.search(listed["list"])
    exact = _closed(listed["list"][placed.end() :]) if placed is not None else None
    if exact is not None and exact != number:
        return _made(sentence, mention, exact, holds=False) if abs(exact - number) == 1 else None
    return _made(sentence, mention, int(number), holds=True) if len(names) <= number <= most else None


def _ordinals(sentence: Sentence, mention: Mention, text: str) -> Recomputation | None:
    at = text.find(sentence.verbatim.strip())
    if at < 0:
        return None
    tail = text[at + mention.end - (len(sentence.text) - len(sentence.text.lstrip())) :]
    if not _OPENS.match(tail):
        return None
    count = 0
    for found in _ORDINAL.finditer(tail):
        own = _ORDINALS.index(found[1] or found[2][1]) + 1
        if own == count + 1:
            count = own
        elif own == 1:
            break
    number = mention.value.number if mention.value is not None else Decimal(0)
    if count < 2 or (count != number and abs(number - count) > _OFF):
        return None
    if count != number and (_DOING.search(tail[: tail.find("一")]) or _THEME.search(sentence.clause(mention))):
        return None
    return _made(sentence, mention, count, holds=count == number)


def _made(sentence: Sentence, mention: Mention, count: int, *, holds: bool) -> Recomputation:
    return Recomputation(
        kind=_K.COUNT_LIST,
        printed=mention.figure,
        operands=(),
        expression=f"文中为 {shown(mention.figure)}，所列为 {count} 项",
        expected=Interval(Decimal(count), Decimal(count)),
        holds=holds,
        confidence=0.85,
        label=squeeze(sentence.clause(mention))[-14:] + shown(mention.figure) + _noun(sentence.text[mention.end :]),
    )


def _noun(tail: str) -> str:
    """What is counted: the words up to the list."""
    found = re.match(r"[\u4e00-\u9fff]{1,8}?(?=[，,：:；;。]|分别|即|$)", tail)
    return found[0] if found else ""
