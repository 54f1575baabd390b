"""The period that a paper reports about, told in two ways: 评价期间：2023年1—12月, 本次自评所属期间为2023年1月至10月."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docaudit.checks.base import Hit, Holds, Result, Scope, also, evidence
from docaudit.checks.moments import made, texts
from docaudit.model import Part, Place

_LABELS = (
    (
        "评价期间",
        re.compile(
            r"(?:绩效)?(?:自评价?|评价|自我评价)(?:的)?(?:所属|所涉|覆盖|对应|基准)?(?:期间?|时段|时期|时间范围|年度区间|区间)"
        ),
    ),
    ("审计期间", re.compile(r"(?:被?审计|审查)(?:所属|所涉|覆盖)?(?:期间|时段|时间范围|区间)")),
    ("统计期间", re.compile(r"(?:统计|报告|数据)(?:所属|覆盖)?(?:期间?|时段|周期|时间范围|区间)")),
    ("考核期间", re.compile(r"考核(?:所属|覆盖)?(?:期间?|时段|周期|区间)")),
    ("服务期限", re.compile(r"(?:合同)?服务(?:期限?|期间|周期)")),
)
_IS = r"\s*(?:均?为|是|[:：])?\s*(?:自|从)?\s*"
_DATE = r"(?P<y{n}>(?:19|20)\d\d)\s*[年./-]\s*(?P<m{n}>\d{{1,2}})\s*月?(?:\s*[./-]?\s*(?P<d{n}>\d{{1,2}})\s*日?)?"
_SPAN = re.compile(
    rf"{_IS}{_DATE.format(n=1)}\s*(?:起)?(?:[-—–~～－]{{1,3}}|至|到)\s*"
    r"(?:(?P<y2>(?:19|20)\d\d)\s*[年./-]\s*)?(?P<m2>\d{1,2})\s*月?(?:\s*(?P<d2>\d{1,2})\s*日)?(?:底|末|止)?"
)
_YEAR = re.compile(rf"{_IS}((?:19|20)\d\d)\s*年(?:度|全年)(?=[，,。；;、\s）)]|$)")
_OTHER = re.compile(r"原|延期|延长|变更|调整|延至|第[一二三四]期|子项目|分项|另|上年|上一|工作|现场|实施|分别|各")


@also("period_conflict", Scope.PART)
def covered_twice(part: Part, **_: Any) -> Iterator[Result]:
    """One paper tells in one way which months it is about."""
    told: dict[str, list[tuple[tuple[int, int, int, int], str, Place]]] = {}
    for text, place in texts(part.blocks):
        for subject, label in _LABELS:
            for found in label.finditer(text):
                known = _span(text, found.end())
                if known is not None and not _OTHER.search(text[max(0, found.start() - 8) : found.start()]):
                    value, end = known
                    words = text[found.start() : end].strip()
                    told.setdefault(subject, []).append(
                        (value, words, place.quoting(_clause(text, found.start(), end)))
                    )
    for subject, items in told.items():
        values = {value for value, *_ in items}
        if len(items) < 2 or len(values) > 2:
            continue
        first = items[0]
        other = next((item for item in items if item[0] != first[0]), None)
        if other is None:
            yield Holds(
                f"{subject}：{first[1]}（{len(items)}处一致）", tuple(evidence(p, part.kind) for *_, p in items[:3])
            )
            continue
        yield Hit(
            evidence=(evidence(other[2], part.kind), evidence(first[2], part.kind)),
            says={"subject": subject, "first": first[1], "second": other[1]},
            computation=f"{first[1]} ≠ {other[1]}",
            confidence=0.85,
            key=(subject, first[1], other[1]),
        )


def _span(text: str, at: int) -> tuple[tuple[int, int, int, int], int] | None:
    """Return the first and the last month that stand right behind a label, and where they end."""
    found = _SPAN.match(text, at)
    if found is not None:
        y1, m1 = int(found["y1"]), int(found["m1"])
        y2, m2 = int(found["y2"] or y1), int(found["m2"])
        if made(str(y1), str(m1), None) and made(str(y2), str(m2), None) and (y1, m1) <= (y2, m2):
            return (y1, m1, y2, m2), found.end()
        return None
    year = _YEAR.match(text, at)
    return ((int(year[1]), 1, int(year[1]), 12), year.end()) if year is not None else None


def _clause(text: str, start: int, end: int) -> str:
    low = max(text.rfind(mark, 0, start) for mark in "，,。；;！\n　") + 1
    return text[low:end].strip()
