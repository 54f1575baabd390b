"""What is told of an event, before or after it, beside the day of the event itself: 通车后首次观测, 飞行检查整改."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docaudit.checks.base import Result, Scope, also
from docaudit.checks.datings import Dated, dated, sentence_at
from docaudit.checks.happenings import Told
from docaudit.checks.moments import texts
from docaudit.checks.order import judged
from docaudit.lexicon.vocabulary import events
from docaudit.model import Part, Place

_NOT_DONE = re.compile(r"拟|计划|预计|将于|将在|应于|应在|应当|须|原定|届时|力争|目标|之前|以前|早于|晚于|重新|再次|补")
_FIRST_AFTER = re.compile(r"(?P<event>[\u4e00-\u9fff]{2,10})(?:之后|以后|后)(?:的)?(?:首次|第一次|首轮|首个|首批)")
_BEFORE_IT = re.compile(
    r"(?:完成|通过|开展|组织|进行)了?(?P<event>[\u4e00-\u9fff]{2,8}?)(?:之前|以前|前)的?(?=[\u4e00-\u9fff]{0,6}(?:评估|检查|验收|评审|测试|培训|演练|体检))"
)
_MORE = r"(?P<about>(?:发现|存在)?(?:问题|意见|结果|结论)?)(?P<more>整改|反馈|公示|复核|复查|总结|回复)"
_AFTER_IT = re.compile(
    rf"(?:^|[，,。；;、])\s*(?P<event>[\u4e00-\u9fff]{{3,10}}?){_MORE}(?:工作|时间|日期|报告)*(?:已|均)?[于为是在:：]*(?=(?:19|20)\d\d)"
)
_AFTER_DONE = re.compile(rf"(?:完成|通过|收到|启动|开始|进行)了?(?P<event>[\u4e00-\u9fff]{{3,10}}?){_MORE}")
_AROUND = re.compile(r"前|后|以来|之|整改|问题|意见|反馈|公示|结果")
_IS = re.compile(r"(?:会|会议|工作|时间|日期|合格)*(?:定?于|为|是|在|[:：])?\s*")
_NEAR = 8
_VERBS = re.compile(r"^(?:.*?(?:开展|进行|组织|完成|实施)了?)")


@also("date_order", Scope.PART)
def around_events(part: Part, **_: Any) -> Iterator[Result]:
    """What comes before, first after, or out of an event, against the one day that the paper tells of the event itself."""
    every = [(text, place) for text, place in texts(part.blocks) if dated(text)]
    for text, place in every:
        for pattern in (_FIRST_AFTER, _BEFORE_IT, _AFTER_IT, _AFTER_DONE):
            for found in pattern.finditer(text):
                act = _act(text, place, found)
                event = found["event"] if "more" in found.groupdict() else _VERBS.sub("", found["event"])
                other = day_of(event, found.start("event"), text, every) if act is not None and len(event) > 1 else None
                if (
                    act is None
                    or other is None
                    or (other[0].start == act.first.start and other[1].paragraph == place.paragraph)
                ):
                    continue
                told = Told(event, other[0], other[0], other[1], 0)
                yield judged(part, *((act, told) if pattern is _BEFORE_IT else (told, act)))


def _act(text: str, place: Place, found: re.Match[str]) -> Told | None:
    """What is told with one date in its clause."""
    low, high = sentence_at(text, found.start(), found.end())
    ahead = found.re is _AFTER_IT
    start = found.end() if ahead else max([low, *(text.rfind(mark, 0, found.start()) + 1 for mark in "，,")])
    end = (
        min((at for mark in "，," if (at := text.find(mark, found.end())) >= 0), default=high) if ahead else found.end()
    )
    own = [d for d in dated(text) if start <= d.start and d.end <= min(end, high)]
    if (
        len(own) != 1
        or own[0].precise == "year"
        or _NOT_DONE.search(text[low if ahead else start : max(found.start(), start)])
    ):
        return None
    suffix = {_FIRST_AFTER: "后首次的事项", _BEFORE_IT: "前的事项"}.get(found.re)
    name = _VERBS.sub("", found["event"]) + suffix if suffix else found["event"] + found["about"] + found["more"]
    return Told(name, own[0], own[0], place.quoting(text[low:high].strip()), 0)


def day_of(event: str, at: int, text: str, every: list[tuple[str, Place]]) -> tuple[Dated, Place] | None:
    """Return the one day that is told of an event, right before or right behind its words.

    In `text` only what stands before offset `at` counts, and there any word for opening tells of an opening.
    """
    opening = events().opening
    days: list[tuple[Dated, Place]] = []
    for other, place in every:
        here = other == text
        for word in opening if here and event in opening else [event]:
            for found in re.finditer(re.escape(word), other):
                if (here and found.start() >= at) or _AROUND.match(other, found.end()):
                    continue
                dates = [d for d in dated(other) if d.precise != "year"]
                day = next(
                    (d for d in dates if d.start >= found.end() and _IS.fullmatch(other[found.end() : d.start])), None
                )
                day = day or next(
                    (d for d in reversed(dates) if d.end <= found.start() and found.start() - d.end <= _NEAR), None
                )
                low, high = (
                    (found.start(), day.start)
                    if day and day.start > found.start()
                    else (day.end if day else 0, found.start())
                )
                if day is not None and not re.search(r"[，,。；;]", other[low:high]):
                    days.append((day, place.quoting(other[min(day.start, found.start()) : max(day.end, found.end())])))
    return days[0] if len({(d.first, d.last) for d, _ in days}) == 1 else None
