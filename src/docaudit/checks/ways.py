"""Two steps of one matter that a sentence tells in the wrong order: 4月22日进点、4月11日撤点.

Words for the steps stand in ways.yaml. Two clauses are of one matter when the later one names nobody of its own, or the
same, or, where each step has its own doer, somebody who is no match of the one before (东馆…西馆, 一标…二标 are).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from itertools import pairwise

from docaudit.checks.base import Hit, Holds, Result, evidence
from docaudit.checks.days import Day, days, too_late
from docaudit.checks.steps import Step, bare, pieces_of, plain, steps_in, steps_of
from docaudit.lexicon.ways import Way, aside, undone, ways
from docaudit.model import Part, Place, Severity, Table

_SENTENCE = re.compile(r"[。！？\n]")
_DOER = re.compile(
    r"(?:局|厅|委|部|财政|中心|公司|单位|机构|院|队|组|人员?|办|银行|政府|县|市|区|省|镇|乡|村|学校|园|馆|处|所|站|户|方|社|企业|专家|监理|学会|协会|厂家?|供应商|承包商)$"
)
_COUNT = re.compile(r"\d|[一二两三四五六七八九十百]+[个项家件处座户名人条批所]")
_ODD = re.compile(r"先[\u4e00-\u9fff]{1,8}[后再]")
_PLAN = re.compile(r"计划|预计|约定|应|拟|目标|批复|原")
_SAME = re.compile(r"^\s*(?:该|此|上述|本|其)")
_NUMBERED = re.compile(
    r"第?[一二三四五六七八九十\d]+(?=[号期批标组班轮段县区院部次个]|$)|[A-Z](?=[号期批标组班段]|$)|[甲乙丙丁东西南北上下前后新旧首末](?=[\u4e00-\u9fff]?$)"
)
_ORDERED = re.compile(
    r"(?:第\s*(?P<n>[一二三四五六七八九十]|\d{1,2})|(?P<one>首))\s*(?P<of>批次?|次|轮次?|场|笔|航次|阶段)(?![^，,、；;月\d]{0,4}(?:总|共))"
)
_CELL = 20
_SHORT = 5
_VERB = 2
_AGO = re.compile(r"\s*(?:[就便即]?[已早]|完成(?=[\u4e00-\u9fff]{2}))")
_DUE = re.compile(r"[日月底初末旬]\s*(?:之|以)?[前内]|截至|截止|时限|期限|不[晚迟]于|至今|以来|为止|最[早晚迟先后]")
_ATTRIBUTIVE = re.compile(r"^[^，,]{0,8}的")
_NUMERALS = "一二三四五六七八九十"


def out_of_way(part: Part, known: Container[tuple[object, object]]) -> Iterator[Result]:
    """Yield what each pair of steps of one sentence says about their order, `known` pairs of days left out."""
    for block in part.blocks:
        if isinstance(block, Table):
            yield from (_judged(part, place, *pair) for *pair, place in _rows(block) if not _is_known(known, *pair))
            continue
        text = block.text
        if text.count("月") < 2 and not re.search(r"\d[-./]\d", text):
            continue
        every = days(text)
        start = 0
        for end in [*(m.start() for m in _SENTENCE.finditer(text)), len(text)]:
            own = [day for day in every if start <= day.start < end]
            if len(own) > 1:
                place = block.place.quoting(text[start:end].strip())
                for first, then, sure in _sentence(text, start, end, own):
                    if not _is_known(known, first, then):
                        yield _judged(part, place, first, then, sure=sure)
            start = end + 1


def _backwards(said: str, goes_on: str) -> bool:
    """Whether the second clause tells an earlier step: 5月通过验收，3月完工 is told backwards, and in order."""
    first, then = steps_in("", said), steps_in("", goes_on)
    if first is None or then is None:
        return False
    return any(way in then.ranks and then.ranks[way][1] < low for way, (low, _) in first.ranks.items())


def _is_known(known: Container[tuple[object, object]], first: Step, then: Step) -> bool:
    return (first.day.first, then.day.last) in known


def _sentence(text: str, low: int, high: int, own: list[Day]) -> Iterator[tuple[Step, Step, bool]]:
    """Yield the pairs of steps that a sentence tells in the order they ought to have, and whether that is sure."""
    sentence = text[low:high]
    if aside().search(sentence) or _ODD.search(sentence):
        return
    yield from ((first, then, True) for first, then in _numbered(text, low, high, own))
    steps = list(steps_of(text, low, high, own))
    done: set[Day] = set()
    for nth, first in enumerate(steps):
        for then in steps[nth + 1 :]:
            sure = _follows(first, then)
            if sure is not None:
                done.add(then.day)
                yield first, then, sure
                break
    yield from ((*pair, False) for pair in _told_on(text, low, high, own) if pair[1].day not in done)


def _told_on(text: str, low: int, high: int, own: list[Day]) -> Iterator[tuple[Step, Step]]:
    """Yield neighbours of which the second goes on about the first without a word on who or what: 3月12日入库，3月8日出库.

    What one sentence tells of one subject it tells in order, whatever it is.
    """
    pieces = list(pieces_of(text, low, high, own))
    for (a, b, first), (c, d, then) in pairwise(pieces):
        if first is None or then is None or bare(text[c : then.start]):
            continue
        said, goes_on = text[first.end : b], text[then.end : d]
        one, two = bare(said), bare(goes_on)
        whole = text[a:d]
        if not one or not two or one[:2] == two[:2] or undone().search(whole) or _DUE.search(whole):
            continue
        if _AGO.match(goes_on) or _alike(plain(said), plain(goes_on)) or _backwards(said, goes_on):
            continue
        if _COUNT.search(said) or _COUNT.search(goes_on) or _ATTRIBUTIVE.search(goes_on) or _ATTRIBUTIVE.search(said):
            continue
        if len(plain(goes_on)) > _SHORT and not _share(plain(goes_on), text[a:b]):
            continue
        yield (
            Step(re.sub(r"[，,、；;\s]+", "", said), {}, first, "", "", ""),
            Step(re.sub(r"[，,、；;\s]+", "", goes_on), {}, then, "", "", ""),
        )


def _follows(first: Step, then: Step) -> bool | None:
    """Whether the second is a later step of the same matter: surely (True), by another doer (False), or not (None)."""
    found: bool | None = None
    for nth, (_, reached) in first.ranks.items():
        later = then.ranks.get(nth)
        if later is not None and reached < later[0]:
            sure = _one_matter(first, then, ways().ways[nth])
            found = sure if found is None else found or bool(sure)
    return found


def _one_matter(first: Step, then: Step, way: Way) -> bool | None:
    if _COUNT.search(first.rest) or _COUNT.search(then.rest) or _objects_apart(first, then):
        return None
    a, b, rest = first.lead, plain(then.lead), plain(then.rest)
    if way.loose and rest and rest[-2:] not in plain(a) + plain(first.rest):
        return None
    if not b or _SAME.match(then.clause) or _same(a, b):
        return True
    if way.doers == "one" or _parallel(a, b) or not (_DOER.search(b) or _share(b, first.clause)):
        return None
    return False


def _same(a: str, b: str) -> bool:
    return len(b) > 1 and (b in a or (len(a) > 1 and a in b)) and _NUMBERED.findall(a) == _NUMBERED.findall(b)


def _parallel(a: str, b: str) -> bool:
    """Whether two names are of things of one kind, of which each goes its own way: 东馆 and 西馆, 甲镇 and 乙镇."""
    if not a or not b or a == b:
        return False
    numbers = _NUMBERED.findall(a), _NUMBERED.findall(b)
    return a[-1] == b[-1] or (all(numbers) and numbers[0] != numbers[1])


def _alike(a: str, b: str) -> bool:
    """Whether both clauses tell of things of one kind: 县水利局 and 县教育局."""
    return min(len(a), len(b)) > _VERB and _parallel(a, b)


def _objects_apart(first: Step, then: Step) -> bool:
    """Whether the two steps are taken with different things."""
    a, b = plain(first.rest), plain(then.rest)
    return len(a) > 1 and len(b) > 1 and (not _share(a, b) or _parallel(a, b))


def _share(a: str, b: str) -> bool:
    return any(a[i : i + 2] in b for i in range(len(a) - 1))


def _numbered(text: str, low: int, high: int, own: list[Day]) -> Iterator[tuple[Step, Step]]:
    """第一次在5月20日，第二次在4月15日: neighbours of one count, each with one date behind it in its clause."""
    found = list(_ORDERED.finditer(text, low, high))
    for one, two in pairwise(found):
        a, b = (_NUMERALS.find(m["n"]) + 1 or int(m["n"]) if m["n"] else 1 for m in (one, two))
        if one["of"] != two["of"] or b != a + 1:
            continue
        ends = (
            two.start(),
            min((m.start() for m in re.finditer(r"[。；;]|第", text[two.end() : high])), default=high - two.end())
            + two.end(),
        )
        dates = [[d for d in own if m.end() <= d.start < end] for m, end in zip((one, two), ends, strict=True)]
        if any(len(told) != 1 or told[0].start - m.end() > 6 for told, m in zip(dates, (one, two), strict=True)):
            continue
        yield tuple(Step(m[0], {}, told[0], "", "", m[0]) for told, m in zip(dates, (one, two), strict=True))  # type: ignore[misc]


def _judged(part: Part, place: Place, first: Step, then: Step, *, sure: bool = True) -> Result:
    where = (evidence(place, part.kind),)
    a, b = (step.day.text for step in (first, then))
    if not too_late(first.day, then.day):
        return Holds(f"{first.word} {a}，{then.word} {b}：先后相符", where)
    return Hit(
        evidence=where,
        says={
            "earlier": then.word,
            "earlier_date": b,
            "later": first.word,
            "later_date": a,
            "problem": "先后颠倒",
        },
        computation=f"{then.word} {b} 早于 {first.word} {a}",
        confidence=0.85 if sure else 0.75,
        severity=None if sure else Severity.WARNING,
        key=("way", then.word, b, first.word, a),
    )


def _rows(table: Table) -> Iterator[tuple[Step, Step, Place]]:
    """Yield the steps that the columns of a table date, row by row: 申请日期 | 受理日期 | 批复日期."""
    if len(table.rows) < 2:
        return
    heads = {j: (cell.text, told) for j, cell in enumerate(table.rows[0]) if (told := steps_in("", _head(cell.text)))}
    pairs = [
        (i, j)
        for i, (one, a) in heads.items()
        for j, (two, b) in heads.items()
        if bool(_PLAN.search(one)) == bool(_PLAN.search(two))
        and any(way in b.ranks and last < b.ranks[way][0] for way, (_, last) in a.ranks.items())
        and not _parallel(plain(a.before), plain(b.before))
    ]
    for row in table.rows[1:] if pairs else ():
        dates = {j: days(row[j].text) for j in heads if len(row[j].text) < _CELL}
        for i, j in pairs:
            one, two = dates.get(i, []), dates.get(j, [])
            if len(one) == len(two) == 1 and one[0].year == two[0].year:
                name = row[min(1, len(row) - 1)].text
                place = row[j].place.quoting("，".join(dict.fromkeys((name, row[i].text, row[j].text))))
                first, then = (Step(heads[k][1].word, {}, dates[k][0], "", "", row[k].text) for k in (i, j))
                yield first, then, place


def _head(text: str) -> str:
    return re.sub(r"[（(].*?[)）]|\s|日期|时间|年月", "", text)
