"""The grade scales that a paper defines: 90（含）-100分为优秀, 良好（90分＞得分≥75分）, or a table of grades and spans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from docaudit.model import Cell, Heading, Paragraph, Part, Place, Table
from docaudit.recompute.words import squeeze

WORDS = {
    "优秀": "优", "优": "优", "良好": "良", "良": "良", "中等": "中", "一般": "中", "中": "中", "合格": "合格", "基本合格": "合格",
    "较差": "差", "不合格": "差", "差": "差",
}  # fmt: skip
GRADE = "基本合格|不合格|优秀|良好|中等|一般|合格|较差|优|良|中|差"
NUM = r"(\d{1,3}(?:\.\d+)?)"
_INCL = r"(?:分)?(?:[（(]?(不?含)[^（()）]{0,4}[)）]?)?(?:分)?"
_SPAN_FIRST = re.compile(
    rf"{NUM}{_INCL}\s*[-—–~至到]+\s*{NUM}{_INCL}(?:以内|之间|以下)?\s*(?:[，,]?(?:评定|等级|评价)?(?:为|是|:|：|的?为)?)\s*[“\"「《]?({GRADE})"
)
_AT_LEAST = re.compile(
    rf"(?:≥|>=|大于等于|不低于)?\s*{NUM}\s*分?(?:[（(](不?含)[^（()）]{{0,4}}[)）])?\s*分?(及以上|以上|\(含\)以上)?(?:[（(](不?含)[^（()）]{{0,4}}[)）])?\s*(?:[，,]?(?:评定|等级)?(?:为|是|:|：))\s*[“\"「]?({GRADE})"
)
_GRADE_FIRST = re.compile(rf"({GRADE})\s*[（(:：]\s*{NUM}{_INCL}\s*[-—–~至到]+\s*{NUM}{_INCL}")
_GRADE_AT_LEAST = re.compile(rf"({GRADE})\s*[（(:：]\s*(?:≥|>=)?{NUM}\s*分?(?:[（(]含[)）])?(?:及?以上|\(含\)以上)")
_BETWEEN = r"(?:[\u4e00-\u9fffA-Z]{1,6})?"
_OVER = re.compile(rf"({GRADE})\s*[（(:：]\s*{NUM}\s*分?\s*[>＞]\s*{_BETWEEN}\s*(?:≥|>=|⩾)\s*{NUM}")
_UNDER = re.compile(rf"({GRADE})\s*[（(:：]\s*{NUM}\s*分?\s*(?:≤|<=|⩽)\s*{_BETWEEN}\s*[<＜]\s*{NUM}")
_SPAN_BEFORE = re.compile(
    rf"{NUM}\s*分?\s*(?:(?:≤|<=|⩽)\s*{_BETWEEN}\s*[<＜]|[>＞]\s*{_BETWEEN}\s*(?:≥|>=|⩾))\s*{NUM}\s*分?\s*[，,]?(?:为|是|:)\s*[“\"]?({GRADE})"
)
_OPEN = re.compile(rf"({GRADE})\s*[（(:：]\s*{_BETWEEN}\s*(?:≥|>=|⩾)\s*{NUM}")
_SPAN_CELL = re.compile(rf"^[\[（(]?{NUM}{_INCL}\s*[-—–~至到,，]+\s*{NUM}{_INCL}[\]）)]?(?:以下|之间)?$")
_BOUNDS_CELL = re.compile(rf"^{NUM}分?(?P<first>[>＞]|≤|<=)(?:{_BETWEEN})(?:≥|>=|[<＜]){NUM}分?$")
_OPEN_CELL = re.compile(rf"^(?:{_BETWEEN}(?:≥|>=){NUM}分?|{NUM}分?(?:[（(]含[)）])?(?:及?以上)(?:[（(]含[)）])?)$")
_OTHER_MATTER = re.compile(r"满意度|问卷|信用|学员|考试|成绩|论文|空气|水质|技能")


@dataclass(frozen=True, slots=True)
class Scale:
    """The grades a paper defines: each with its bounds, lower bound included; and the words it defines them by."""

    bounds: dict[str, tuple[Decimal, Decimal]]
    quote: str
    place: Place

    @property
    def of_other_matter(self) -> bool:
        """Whether the grades are of something else than the evaluation: answers, credit, examinations."""
        return bool(_OTHER_MATTER.search(self.quote))

    def grade(self, score: Decimal) -> str | None:
        """The grade of a score, or None outside the scale."""
        best: str | None = None
        for grade, (low, high) in self.bounds.items():
            if low <= score < high or (score == high and high == max(h for _, h in self.bounds.values())):
                best = grade
        return best


def scales_of(part: Part) -> tuple[Scale, ...]:
    """Return the grade scales that the part defines, one for each paragraph or cell that holds at least two grades."""
    result = []
    for text, place in _texts(part):
        bounds: dict[str, tuple[Decimal, Decimal]] = {}
        for found in _SPAN_FIRST.finditer(text):
            low, high = sorted((Decimal(found[1]), Decimal(found[3])))
            bounds.setdefault(WORDS[found[5]], (low, high))
        for found in _GRADE_FIRST.finditer(text):
            low, high = sorted((Decimal(found[2]), Decimal(found[4])))
            bounds.setdefault(WORDS[found[1]], (low, high))
        for found in _GRADE_AT_LEAST.finditer(text):
            bounds.setdefault(WORDS[found[1]], (Decimal(found[2]), Decimal(100)))
        for found in _AT_LEAST.finditer(text):
            if "以上" in (found[3] or "") or found[0].lstrip().startswith(("≥", ">=", "大于", "不低于")):
                bounds.setdefault(WORDS[found[5]], (Decimal(found[1]), Decimal(100)))
        for pattern in (_OVER, _UNDER):
            for found in pattern.finditer(text):
                low, high = sorted((Decimal(found[2]), Decimal(found[3])))
                bounds.setdefault(WORDS[found[1]], (low, high))
        for found in _SPAN_BEFORE.finditer(text):
            low, high = sorted((Decimal(found[1]), Decimal(found[2])))
            bounds[WORDS[found[3]]] = (low, high)
        for found in _OPEN.finditer(text):
            bounds.setdefault(WORDS[found[1]], (Decimal(found[2]), Decimal(100)))
        if len(bounds) >= 2:
            result.append(Scale(_ordered(bounds), text.strip()[:160], place))
    tables = (_of_table(block) for block in part.blocks if isinstance(block, Table))
    return (*result, *(scale for scale in tables if scale is not None))


def _of_table(table: Table) -> Scale | None:
    """A table that gives every grade its span, grades down or across."""
    across = [[row[j] for row in table.rows] for j in range(table.width)]
    for lines in (list(table.rows), across):
        bounds: dict[str, tuple[Decimal, Decimal]] = {}
        for line in lines:
            cells = list({id(cell): squeeze(cell.text) for cell in line}.values())
            grades = [text for text in cells if text in WORDS]
            spans = [span for text in cells if (span := _span(text)) is not None]
            if len(grades) == len(spans) == 1:
                bounds.setdefault(WORDS[grades[0]], spans[0])
        if len(bounds) >= 2:
            cell = _first_grade(table)
            text = "；".join(f"{grade}：{low}-{high}" for grade, (low, high) in bounds.items())
            return Scale(_ordered(bounds), text, cell.place)
    return None


def _first_grade(table: Table) -> Cell:
    return next(cell for row in table.rows for cell in row if squeeze(cell.text) in WORDS)


def _span(text: str) -> tuple[Decimal, Decimal] | None:
    if found := _SPAN_CELL.match(text):
        low, high = sorted((Decimal(found[1]), Decimal(found[3])))
        return low, high
    if found := _BOUNDS_CELL.match(text):
        low, high = sorted((Decimal(found[1]), Decimal(found[3])))
        return low, high
    if found := _OPEN_CELL.match(text):
        return Decimal(found[1] or found[2]), Decimal(100)
    return None


def _ordered(bounds: dict[str, tuple[Decimal, Decimal]]) -> dict[str, tuple[Decimal, Decimal]]:
    """Cut open upper ends (90以上为优, 80以上为良) at the next higher grade's lower end."""
    lows = sorted({low for low, _ in bounds.values()})
    result = {}
    for grade, (low, high) in sorted(bounds.items(), key=lambda item: item[1][0]):
        above = [other for other in lows if other > low]
        result[grade] = (low, min(high, above[0]) if above else high)
    return result


def _texts(part: Part) -> Iterator[tuple[str, Place]]:
    for block in part.blocks:
        if isinstance(block, (Paragraph, Heading)):
            yield squeeze(block.text), block.place
        else:
            for cell in block.cells():
                yield squeeze(cell.text), cell.place
