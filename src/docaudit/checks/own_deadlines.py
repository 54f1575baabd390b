"""Time limits that a paper cites itself (期满后3个月内提交验收材料) against the dates that it tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docaudit import quantities
from docaudit.checks.base import Hit, Holds, Result, Scope, also, evidence
from docaudit.checks.datings import Dated, dated, later, ranged, sentence_at
from docaudit.checks.moments import moment, texts, written
from docaudit.model import Block, Heading, Paragraph, Part, Place, Table

_NUMBER = r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})"
_TERM = (
    r"(?:(?:项目|课题|合同|任务书?|协议)?(?:执行期|实施期|研究周期|研究期|建设期|合同期|协议期|项目期|执行周期|实施周期)限?"
    r"(?:届?满|结束|到期)|(?:项目|课题|合同|任务书)?(?:期满|届满|到期))"
)
_BUILT = r"(?:竣工验收(?:合格|通过)?|通过竣工验收)"
_LIMIT = re.compile(
    rf"(?:(?P<term>{_TERM})|(?P<built>{_BUILT}))(?:之日|之后|后)?(?:起|的)?\s*[，,]?{_NUMBER}\s*(?P<unit>个月|个?自然日|日|天|年)(?:之?内|以内)"
    r"[^，,。；;]{0,16}?(?:(?P<act>提出|提交|报送|申请|上报|报批|办理|编制|完成|通过|组织|进行)[^，,。；;]{0,6}?)?"
    r"(?P<what>(?:综合)?(?:绩效评价|验收|结项|结题)(?:申请|材料|资料)?|(?:竣工)?(?:财务)?决算)"
)
_HANDED = (
    r"(?:提交|报送|提出|递交|上报|报来|申请)[^，,。；;\d]{0,8}?(?:验收|结项|结题|鉴定)(?:申请|材料|资料|报告)?"
    r"|(?:验收|结项|结题)(?:申请)?(?:材料|资料|申请)[^，,。；;]{0,4}于?[^，,。；;]{0,14}?(?:报送|提交|上报|递交)"
    r"|申请(?:验收|结项|结题)(?:日期|时间)|(?:验收|结项|结题)申请(?:日期|时间)|提交(?:验收|结项|结题)?材料"
)
_ACTS = {
    "提交": re.compile(_HANDED),
    "决算": re.compile(
        r"(?:报送|提交|上报|办理|编制|办结|完成)了?[^，,。；;\d]{0,4}(?:竣工)?(?:财务)?决算|(?:竣工)?(?:财务)?决算[^，,。；;\d]{0,6}(?:报送|提交|上报|办结|完成)"
    ),
    "验收": re.compile(
        r"(?:通过|完成|召开|组织)[^，,。；;\d]{0,8}(?:验收|综合绩效评价|结项)(?!申请|材料)|验收(?:会|日期|时间)|(?<=日)验收(?=[，,。；;、]|$)"
    ),
}
_OVER = re.compile(rf"{_TERM}(?![后前之的起])")
_NEAR = 4
_EVENT = re.compile(_BUILT)
_TERM_SPAN = re.compile(r"(?:执行|实施|研究|建设|合同|协议|项目|起止)(?:期限?|周期|年限|时间)[^。；;]{0,18}$")
_RULED = re.compile(r"应当|应于|须|需|不得|规定[:：，]|可以|拟于|计划于|预计")
_KNOWN = re.compile(r"逾期|超期|超过规定|未按期|未按时|延误|滞后|晚于规定|超时")
_EXTENDED = re.compile(
    r"(?<!未办理)(?<!未申请)(?<!未)(?<!无)(?:批准|同意|经批复|获批|批复)[^。；;]{0,12}(?:延期|延长|顺延)|延期至|延长至|延期后"
)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A time limit: what it counts from (term or built), its length, and what must be done by then."""

    base: str
    number: int
    unit: str
    act: str
    words: str
    place: Place


@dataclass(frozen=True, slots=True)
class _Told:
    """A date of a deed with the sentence it stands in, and its own clause."""

    day: Dated
    text: str
    place: Place
    clause: str = ""
    low: int = 0
    """Where the sentence begins in its block."""


@also("late_acceptance", Scope.PART)
def own_deadline(part: Part, **_: Any) -> Iterator[Result]:
    """What a paper says must be handed in within so many months was; a delay that it admits or that was approved is left."""
    rules = list(_rules(part))
    extended = bool(rules) and any(_EXTENDED.search(text) for text, _ in texts(part.blocks))
    for rule in rules:
        for block in part.blocks:
            if isinstance(block, Table):
                continue
            done = [told for told in _deeds(rule, block) if not _RULED.search(told.clause)]
            in_place = [(told, since) for told in done if (since := _since_here(rule, told, block)) is not None]
            for told, since in in_place:
                if not (_KNOWN.search(told.text) or _EXTENDED.search(told.text)):
                    yield _judged(rule, part, since, told)
            if in_place or not done or _KNOWN.search(block.text) or _EXTENDED.search(block.text):
                continue
            since = _since(rule, part, block)
            elsewhere = since is not None and since.place.paragraph != block.place.paragraph
            if since is not None and not (elsewhere and (extended or rule.base == "built")):
                yield _judged(rule, part, since, done[0])


def cites_limit(text: str) -> bool:
    """Whether a text cites a time limit that `own_deadline` reads."""
    return _LIMIT.search(text) is not None


def _rules(part: Part) -> Iterator[_Rule]:
    for block in part.blocks:
        if not isinstance(block, (Paragraph, Heading)):
            continue
        for found in _LIMIT.finditer(block.text):
            number = quantities.whole(found["n"])
            what = found["what"]
            if not number:
                continue
            handed = (found["act"] or "") in ("提出", "提交", "报送", "申请", "上报") or what.endswith(
                ("申请", "材料", "资料")
            )
            act = "决算" if "决算" in what else "提交" if handed else "验收"
            base = "term" if found["term"] else "built"
            unit = "月" if found["unit"] == "个月" else "年" if found["unit"] == "年" else "日"
            yield _Rule(base, number, unit, act, found[0], block.place.quoting(found[0]))


def _deeds(rule: _Rule, block: Block) -> Iterator[_Told]:
    """The dates of what had to be done: the one before the words of the deed in its clause, else the one right behind."""
    if isinstance(block, Table):
        return
    text = block.text
    dates = [d for d in dated(text) if d.precise != "year"]
    for found in _ACTS[rule.act].finditer(text):
        low, high = sentence_at(text, found.start(), found.end())
        sentence = text[low:high]
        inside = [d for d in dates if low <= d.start < high]
        before = [d for d in inside if d.end <= found.end() and not re.search(r"[，,]", text[d.end : found.start()])]
        after = [d for d in inside if d.start >= found.end() and d.start - found.end() <= 6]
        if before or after:
            day = before[-1] if before else after[0]
            begun = max(low, *(text.rfind(mark, low, min(day.start, found.start())) + 1 for mark in "，,"))
            clause = text[begun : max(found.end(), day.end)]
            yield _Told(day, sentence, block.place.quoting(sentence.strip()), clause, low)


def _since_here(rule: _Rule, told: _Told, block: Block) -> _Told | None:
    """The day that the same sentence gives right before the words for the start of the limit: 2022年9月30日执行期满."""
    if rule.base != "term" or isinstance(block, Table):
        return None
    ends = []
    for found in _OVER.finditer(block.text, told.low, told.low + len(told.text)):
        own = [
            d
            for d in dated(block.text)
            if d.end <= found.start() and found.start() - d.end <= _NEAR and d.start >= told.low
        ]
        if own and own[-1].precise != "year" and own[-1].start < told.day.start:
            ends.append(own[-1])
    if len(ends) != 1:
        return None
    return _Told(ends[0], told.text, block.place.quoting(told.text.strip()))


def _since(rule: _Rule, part: Part, block: Block) -> _Told | None:
    """The day that the limit counts from: told in the same text, else once in the paper."""
    near = list(_starts(rule, block))
    if near:
        return near[-1] if len({told.day.last for told in near}) == 1 else None
    if rule.base == "term" and (end := moment(part, "end")) is not None:
        day = Dated(end.first, end.last, 0, 0, "day" if end.first == end.last else "month")
        return None if (end.last - end.first).days > 31 else _Told(day, end.text, end.place)
    every = [told for other in part.blocks for told in _starts(rule, other)]
    return every[0] if len({told.day.last for told in every}) == 1 else None


def _starts(rule: _Rule, block: Block) -> Iterator[_Told]:
    if isinstance(block, Table):
        return
    text = block.text
    if rule.base == "term":
        for span in ranged(text):
            if span.last.precise != "year" and _TERM_SPAN.search(text[: span.start]):
                yield _Told(span.last, text, block.place.quoting(text[span.start : span.end]))
        return
    dates = [d for d in dated(text) if d.precise != "year"]
    for found in _EVENT.finditer(text):
        own = [d for d in dates if d.end <= found.start() and not re.search(r"[，,。；;]", text[d.end : found.start()])]
        if own:
            yield _Told(own[-1], text, block.place.quoting(text[own[-1].start : found.end()]))


def _judged(rule: _Rule, part: Part, since: _Told, done: _Told) -> Result:
    limit = later(since.day.last, rule.number, rule.unit, at_month_end=True)
    where = (evidence(done.place, part.kind), evidence(rule.place, part.kind), evidence(since.place, part.kind))
    told = _words(done.day)
    due = written(str(limit.year), str(limit.month), str(limit.day))
    if done.day.first <= limit:
        return Holds(f"{told} 未晚于 {due}（{rule.words}）", where)
    late = max((done.day.first.year - since.day.last.year) * 12 + done.day.first.month - since.day.last.month, 0)
    late -= done.day.first.day < since.day.last.day and late > 0
    return Hit(
        evidence=where,
        says={
            "what": "提交日期" if rule.act == "提交" else "决算日期" if rule.act == "决算" else "验收日期",
            "date": told,
            "base": "竣工验收" if rule.base == "built" else "执行期结束",
            "end": _words(since.day),
            "months": str(late),
        },
        computation=f"按“{rule.words}”应不晚于 {due}，实际为 {told}，晚 {(done.day.first - limit).days} 天",
        confidence=0.85,
        key=("own", rule.words, told),
    )


def _words(day: Dated) -> str:
    return written(str(day.last.year), str(day.last.month), str(day.last.day) if day.precise == "day" else None)
