"""Dates that ought to be near or equal: acceptance after the end of a term, one period stated twice, one paper dated twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from docaudit.checks.base import Case, Hit, Holds, Result, Scope, check, evidence
from docaudit.checks.issued import issued
from docaudit.checks.moments import Moment, made, moment, texts, written
from docaudit.model import Kind, Part, Place, Severity

_AGREED = (Kind.AMENDMENT, Kind.TASK_AGREEMENT, Kind.APPLICATION)
_CLOSING = (Kind.ACCEPTANCE_REPORT, Kind.SELF_EVALUATION, Kind.FINANCIAL_REPORT)
_EXTENDED = re.compile(r"延期|延长|延至|顺延")
_CHANGED = re.compile(
    r"(?:(?:19|20)\d\d\s*[年./-]\s*\d{1,2}\s*月?(?:\s*\d{1,2}\s*日)?\s*(?:[-—–~～]+|至|到)|(?:延期|延长|顺延|延后|推迟|调整)[^，,。；;\d]{0,6}(?:至|到|为))"
    r"\s*((?:19|20)\d\d)\s*[年./-]\s*(\d{1,2})\s*月?(?:\s*(\d{1,2})\s*日)?"
)
_SPAN = re.compile(
    r"(?P<label>执行期|实施期|实施周期|起止时间|起止年限|研究期限|合同期|项目期|建设期)[^。；;，,\d]{0,8}"
    r"(?P<y1>(?:19|20)\d\d)年(?P<m1>\d{1,2})月(?:\d{1,2}日)?\s*(?:[-—–~～至到]+)\s*"
    r"(?P<y2>(?:19|20)\d\d)年(?P<m2>\d{1,2})月"
)
_SAME = (
    ("执行期", "实施期", "实施周期", "起止时间", "起止年限", "研究期限", "合同期", "项目期"),
    ("建设期",),
)
_OTHER = re.compile(r"原|延期|延长|变更|调整|延至|第[一二三四]期|子项目|分项|另")


@dataclass(frozen=True, slots=True)
class _Told:
    """One statement of a period or a date: what it is of, how it is written, and where."""

    subject: str
    value: tuple[str, ...]
    words: str
    place: Place


@check(Scope.PROJECT, says=("what", "date", "base", "end", "months"))
def late_acceptance(case: Case, *, material_months: int = 3, acceptance_months: int = 6) -> Iterator[Result]:
    """Acceptance comes within `acceptance_months` after the end of the term; a closing report within `material_months`.

    The term is that of the latest paper that sets it, an approved extension included; the later the milder nothing is.
    """
    ends = [(part, end) for kind in _AGREED for part in case.parts(kind) if (end := _end(part)) is not None]
    if not ends:
        return
    agreed, end = max(ends, key=lambda pair: pair[1].last)
    extended = any(_EXTENDED.search(text) for part in case.project.parts for text, _ in texts(part.blocks))
    for part in case.parts(*_CLOSING):
        for name, what, limit in (
            ("acceptance_date", "验收日期", acceptance_months),
            ("report_date", "报告（自评）日期", material_months),
        ):
            dated = moment(part, name)
            if dated is None or (name == "report_date" and part.kind is Kind.FINANCIAL_REPORT):
                continue
            late = _months(end.last, dated.first)
            where = (evidence(dated.place, part.kind), evidence(end.place, agreed.kind))
            if late <= limit:
                yield Holds(f"{what} {dated.text}，执行期结束 {end.text}", where)
                continue
            yield Hit(
                evidence=where,
                says={"what": what, "date": dated.text, "base": "执行期结束", "end": end.text, "months": str(late)},
                computation=f"{dated.text} 晚于 {end.text} {late} 个月",
                confidence=0.8,
                severity=Severity.INFO if name == "report_date" or extended else None,
                key=(name, dated.text, end.text),
            )


def _end(part: Part) -> Moment | None:
    """The end of the term that a paper sets; of an amendment, which tells the old term and the new, the later end."""
    end = moment(part, "end")
    if part.kind is not Kind.AMENDMENT:
        return end
    ends = [end] if end is not None else []
    for text, place in texts(part.blocks):
        for found in _CHANGED.finditer(text):
            known = made(found[1], found[2], found[3])
            if known is not None:
                ends.append(Moment(*known, text=written(found[1], found[2], found[3]), place=place.quoting(found[0])))
    return max(ends, key=lambda m: m.last, default=None)


def _months(end: date, then: date) -> int:
    """Whole months from one day to another, 0 when it is not later."""
    months = (then.year - end.year) * 12 + then.month - end.month - (then.day < end.day)
    return max(months, 0)


@check(Scope.PART, says=("subject", "first", "second"))
def period_conflict(part: Part) -> Iterator[Result]:
    """One paper states the term of its project, the period it evaluates and the date of a paper it names in one way."""
    told: dict[str, list[_Told]] = {}
    for item in (*_spans(part), *_issued(part)):
        told.setdefault(item.subject, []).append(item)
    for subject, items in told.items():
        values = {item.value for item in items}
        if len(items) < 2 or len(values) > 2:
            continue
        first = items[0]
        other = next((item for item in items if item.value != first.value), None)
        if other is None:
            yield Holds(
                f"{subject}：{first.words}（{len(items)}处一致）",
                tuple(evidence(i.place, part.kind) for i in items[:3]),
            )
            continue
        yield Hit(
            evidence=(evidence(other.place, part.kind), evidence(first.place, part.kind)),
            says={"subject": subject, "first": first.words, "second": other.words},
            computation=f"{first.words} ≠ {other.words}",
            confidence=0.85,
            key=(subject, first.words, other.words),
        )


def _spans(part: Part) -> Iterator[_Told]:
    """Periods written as one phrase behind their label, in text and in fields."""
    start, end = moment(part, "start"), moment(part, "end")
    if start is not None and end is not None and _is_month(start) and _is_month(end):
        value = (f"{start.first:%Y-%m}", f"{end.last:%Y-%m}")
        yield _Told(
            "执行期",
            value,
            f"{start.first.year}年{start.first.month}月至{end.last.year}年{end.last.month}月",
            start.place,
        )
    for text, place in texts(part.blocks):
        for found in _SPAN.finditer(text):
            around = text[max(0, found.start() - 12) : found.end() + 12]
            if _OTHER.search(around):
                continue
            first, second = made(found["y1"], found["m1"], None), made(found["y2"], found["m2"], None)
            if first is None or second is None:
                continue
            subject = next(group[0] for group in _SAME if found["label"] in group)
            words = f"{written(found['y1'], found['m1'], None)}至{written(found['y2'], found['m2'], None)}"
            yield _Told(subject, (f"{first[0]:%Y-%m}", f"{second[0]:%Y-%m}"), words, place.quoting(found[0]))


def _is_month(dated: Moment) -> bool:
    return (dated.last - dated.first).days < 31


def _issued(part: Part) -> Iterator[_Told]:
    """The month in which a paper that the text names was issued: 2021年3月印发的《…管理办法》."""
    for item in issued(part):
        yield _Told(item.subject, item.month, item.words, item.place)
