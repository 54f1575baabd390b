"""The order of dates: a paper about a period is not dated before the period is over; a start is not after its end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from docaudit.checks.base import Hit, Holds, Result, Scope, check, evidence
from docaudit.checks.moments import DAY, WRITTEN, Moment, made, moment, texts, written
from docaudit.model import Field, Heading, Kind, Part, Place, Severity

_REPORTING = frozenset({Kind.SELF_EVALUATION, Kind.ACCEPTANCE_REPORT, Kind.EVALUATION_REPORT, Kind.FINANCIAL_REPORT})
_EVENT = re.compile(
    r"(?:自)?((?:19|20)\d\d)\s*年(?:\s*(\d{1,2})\s*月)?(?:\s*(\d{1,2})\s*[日号])?(?!\s*[-—–~至到]|度?(?:计划|目标|预算|预期|规划)|[（(]?版)"
)
_DONE = re.compile(r"完成|实现|开展|举办|组织|认定|落实|达到|取得|获得|建成|通过|签订|发放|支出|起|召开|我们|共有|已")
_FUTURE = re.compile(
    r"将|拟|计划|预计|预期|目标|结合|下一步|到(?:19|20)\d\d年|力争|规划|明年|下年|届时|修订|截止日|有效期"
)
_CLAUSE = re.compile(r"[。；;！？\n]")
_DATE = r"((?:19|20)\d\d)\s*[年./-]\s*(\d{1,2})\s*月?(?:\s*[./-]?\s*(\d{1,2})\s*日?)?"
_RANGES = re.compile(rf"{_DATE}\s*(?:[-—–~～]+|至|到)\s*{_DATE}")
_RUNNING = r"(?:(?!前|溯|推|调|改|更|退|缩|移)[\u4e00-\u9fff]){0,4}"
_FROM_TO = re.compile(
    rf"(?:自|从){_DATE}{_RUNNING}[，,、]?{_RUNNING}(?:至|到)\s*{_DATE}(?!\d|日|\s*(?:结束|完成|终止|收官))"
)
_WHOLE_YEAR = re.compile(r"((?:19|20)\d\d)\s*年(?:度)?(?:全年|\s*1\s*月?\s*[-—–~至到]\s*12\s*月)")
_PARTIAL = re.compile(r"年度|中期|阶段|季度|半年|月度")
_AHEAD = re.compile(r"提前(?:完成|验收|结题|结项|申请)")
_UNDERWAY = re.compile(r"中期|阶段|半年|季度|月度|监控|拟立项|预算|计划|申报|遴选|\d\s*月?\s*[-—–~至]\s*\d{1,2}\s*月")
_NAMES = {
    "report_date": "报告（自评）日期",
    "acceptance_date": "验收日期",
    "start": "开始日期",
    "end": "结束日期",
    "evaluated_period": "所评期间",
    "approval_date": "立项日期",
    "signing_date": "签订日期",
}


@dataclass(frozen=True, slots=True)
class _Period:
    """What a paper is about: its last day, the words that say so, and how sure that is."""

    end: Moment
    words: str
    confidence: float


@check(Scope.PART, says=("earlier", "later", "earlier_date", "later_date", "problem"))
def date_order(part: Part, *, early_days: int = 20) -> Iterator[Result]:
    """A start is not after its end, and a report is dated after what it reports.

    A report dated within `early_days` before the end of its year is not told: papers are written in the last weeks. Of a
    term that a paper prints to the day or month, a self-evaluation so near its end is told as a note.
    """
    start, end = moment(part, "start"), moment(part, "end")
    spans = list(_spans(part))
    known = {(first.place.where, first.first, last.last) for first, last in spans}
    if start and end and (start.place.where, start.first, end.last) not in known:
        yield from _ordered(part, start, end, _NAMES["start"], _NAMES["end"])
    for first, last in spans:
        yield _judged_span(part, first, last)
    if part.kind not in _REPORTING:
        return
    for name in ("report_date", "acceptance_date"):
        dated = moment(part, name)
        if dated is None:
            continue
        period = _period_of(part, end)
        if period is None:
            continue
        days = (period.end.first - dated.last).days
        near = 0 < days <= early_days and part.kind is Kind.SELF_EVALUATION and period.words == "执行期结束"
        if days <= early_days and not near:
            where = (evidence(dated.place, part.kind), evidence(period.end.place, part.kind))
            yield Holds(f"{_NAMES[name]} {dated.text}，{period.words} {period.end.text}", where)
            break
        yield Hit(
            evidence=(evidence(dated.place, part.kind), evidence(period.end.place, part.kind)),
            says={
                "earlier": _NAMES[name],
                "earlier_date": dated.text,
                "later": period.words,
                "later_date": period.end.text,
                "problem": "所报告的期间尚未结束",
            },
            computation=f"{dated.text} 早于 {period.end.text}，相差 {days} 天",
            confidence=period.confidence,
            severity=Severity.INFO if near else _severity(part, name),
            key=(name, dated.text, period.words, period.end.text),
        )
        break


def _severity(part: Part, name: str) -> Severity | None:
    """A project may be done and accepted before its term ends; then the dates only need a look."""
    if any(_AHEAD.search(text) for text, _ in texts(part.blocks)):
        return Severity.INFO
    return Severity.WARNING if name == "acceptance_date" else None


def _ordered(part: Part, first: Moment, second: Moment, first_name: str, second_name: str) -> Iterator[Result]:
    where = (evidence(second.place, part.kind), evidence(first.place, part.kind))
    if first.first <= second.last:
        yield Holds(f"{first_name} {first.text} ≤ {second_name} {second.text}", where)
        return
    yield Hit(
        evidence=where,
        says={
            "earlier": second_name,
            "earlier_date": second.text,
            "later": first_name,
            "later_date": first.text,
            "problem": "起止颠倒",
        },
        computation=f"{second.text} 早于 {first.text}",
        confidence=0.95,
        key=(first_name, first.text, second_name, second.text),
    )


def _spans(part: Part) -> Iterator[tuple[Moment, Moment]]:
    """Spans written as one phrase, 2022年9月—2022年6月 or 自2022年9月1日运行至2022年6月30日, once for each place."""
    for text, place in texts(part.blocks):
        told: set[str] = set()
        for found in (*_RANGES.finditer(text), *_FROM_TO.finditer(text)):
            first, second = made(found[1], found[2], found[3]), made(found[4], found[5], found[6])
            words = re.sub(r"^(?:自|从)|\s+", "", found[0])
            if first is None or second is None or words in told:
                continue
            told.add(words)
            here = place.quoting(_clause_around(text, found.start(), found.end()))
            if first[0] <= second[1] or int(found[4]) >= int(found[1]) - 1:
                yield (
                    Moment(*first, text=written(found[1], found[2], found[3]), place=here),
                    Moment(*second, text=written(found[4], found[5], found[6]), place=here),
                )


def _clause_around(text: str, start: int, end: int) -> str:
    """The clause that a stretch of a text stands in, which says what the dates are of."""
    low = max(text.rfind(mark, 0, start) for mark in "。；;！？\n，,") + 1
    high = min((at for mark in "。；;！？\n，," if (at := text.find(mark, end)) >= 0), default=len(text))
    return text[low:high].strip()


def _judged_span(part: Part, first: Moment, last: Moment) -> Result:
    where = (evidence(first.place, part.kind),)
    words = f"{first.text}至{last.text}"
    if first.first <= last.last:
        return Holds(f"{words}：开始不晚于结束", where)
    return Hit(
        evidence=where,
        says={
            "earlier": "结束日期",
            "earlier_date": last.text,
            "later": "开始日期",
            "later_date": first.text,
            "problem": "起止颠倒",
        },
        computation=words,
        confidence=0.95,
        key=("range", words),
    )


def _period_of(part: Part, end: Moment | None) -> _Period | None:
    """What the paper reports about: the period it names, its term's end, or the year it tells most deeds of."""
    named = part.field("evaluated_period") or part.field("year")
    if named is not None and named.name == "year" and _UNDERWAY.search(_titles(part)):
        return None  # a report in the middle of the year that its title names
    if named is not None and (last := _last_day(named)) is not None:
        return _Period(last, "所评期间", 0.95)
    if end is not None and part.kind is not Kind.FINANCIAL_REPORT and not _PARTIAL.search(_titles(part)):
        return _Period(Moment(end.last, end.last, end.text, end.place), "执行期结束", 0.9)
    return _year_of_deeds(part) if part.kind is Kind.SELF_EVALUATION else None


def _titles(part: Part) -> str:
    return part.title + "".join(b.text for b in part.blocks[:6] if isinstance(b, Heading))


def _last_day(field: Field) -> Moment | None:
    """The last day of a span of dates or of a year."""
    found = list(WRITTEN.finditer(field.value)) or list(DAY.finditer(field.value))
    if not found:
        return None
    groups = found[-1].groups()
    year, month, day = (groups[3], None, None) if len(groups) > 3 and groups[3] else groups[:3]
    known = made(year, month, day)
    return None if known is None else Moment(known[1], known[1], field.value.strip(), field.place)


def _year_of_deeds(part: Part) -> _Period | None:
    """The year that most of the things done are told of; None where two years are told of equally often."""
    years: dict[int, list[tuple[str, Place]]] = {}
    for text, place in texts(part.blocks):
        for sentence in _CLAUSE.split(text):
            if not _DONE.search(sentence):
                continue
            for found in _EVENT.finditer(sentence):
                around = sentence[max(0, found.start() - 8) : found.end() + 12]
                if _FUTURE.search(around) or "〔" in sentence[max(0, found.start() - 2) : found.start()]:
                    continue
                years.setdefault(int(found[1]), []).append((sentence.strip()[:80], place))
    for text, place in texts(part.blocks):
        for found in _WHOLE_YEAR.finditer(text):
            years.setdefault(int(found[1]), []).extend([(found[0], place)] * 2)
    ranked = sorted(years, key=lambda year: (-len(years[year]), year))
    if not ranked or len(years[ranked[0]]) < 2:
        return None
    if len(ranked) > 1 and len(years[ranked[0]]) == len(years[ranked[1]]):
        return None
    if len(years[ranked[0]]) * 2 < sum(map(len, years.values())):
        return None
    year = ranked[0]
    quote, place = years[year][0]
    last = date(year, 12, 31)
    told = f"{year}年（文中{len(years[year])}处写到{year}年已完成的事项）"
    return _Period(Moment(last, last, told, place.quoting(quote)), "文中所报告的年度", 0.85)
