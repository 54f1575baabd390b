"""The grade scales that a paper defines: 90（含）-100分为优秀, A级（≥90分）, 85—94.9分为A, or a table of grades and spans."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from docaudit.model import Heading, Paragraph, Part, Place, Table
from docaudit.recompute.grade_words import CLASSES, TOKEN, in_digits, rank, standard
from docaudit.recompute.words import squeeze

_N = r"(\d{1,3}(?:\.\d+)?)分?"
_INCL = r"(?:[（(]不?含[^（()）]{0,6}[)）]|分)?"
_BETWEEN = r"[\u4e00-\u9fffA-Zxs]{0,6}"
_LEAST = r"(?:≥|>=|⩾|不低于|大于等于|不小于|达到)"
_BELOW = r"(?:<|不足|不满|不到|低于|小于|未达到?|少于)"
_RANGES = (
    # 90-100, 80（含）—90分, [80,90)
    rf"[\[(（]?{_N}{_INCL}(?:以上)?[-—–~至到,，]+(?:不足|不满|低于)?{_N}{_INCL}(?:[\])）](?=$|[^）)]))?(?:以内|之间|以下|以上)?{_INCL}",
    # 90＞得分≥75
    rf"{_N}>{_BETWEEN}{_LEAST}{_N}",
    # 75≤得分＜90
    rf"{_N}(?:≤|<=|⩽){_BETWEEN}<{_N}",
    # 80分及以上、不足90分; ≥80且<90
    rf"{_N}{_INCL}(?:及|或|\(含\))?以上{_INCL}[、，,]?(?:但|且|而)?{_BELOW}{_N}",
    rf"{_BETWEEN}{_LEAST}{_N}[、，,]?(?:但|且|而)?{_BETWEEN}{_BELOW}{_N}",
    # 90分及以上, 90分（含）以上, ≥90, 不低于90分
    rf"{_N}{_INCL}(?:及|或)?以上{_INCL}",
    rf"{_BETWEEN}{_LEAST}{_N}(?:以上)?",
    # 60分以下, 不足60分, ＜60
    rf"{_N}{_INCL}以下{_INCL}",
    rf"{_BETWEEN}{_BELOW}{_N}(?:以下)?",
)
_OPEN_UP, _OPEN_DOWN = (5, 6), (7, 8)
_LINK = r"(?:的?[，,]?(?:等级|等次)?(?:(?:可)?(?:评定|评价|评|定|确定|认定|划|判定|列)?(?:等级|等次|结果)?(?:为|是))|[:：→]|的)?[“\"「《【]?"
_TAIL = r"(?:指|是指|为)?[”\"」》】]?(?:等级|等次|档次)?"
_FIRST = re.compile("|".join(f"(?P<r{k}>{pattern})(?:{_LINK})(?P<g{k}>{TOKEN})" for k, pattern in enumerate(_RANGES)))
_SECOND = re.compile(
    "|".join(f"(?P<g{k}>{TOKEN}){_TAIL}[（(:：]?(?P<r{k}>{pattern})" for k, pattern in enumerate(_RANGES))
)
_CELL = re.compile("|".join(f"(?P<r{k}>{pattern})" for k, pattern in enumerate(_RANGES)))
_DIGIT, _WORD = re.compile(r"\d"), re.compile(TOKEN)
_REST = re.compile(rf"(?:其余|其他|其它)(?:的)?(?:均)?(?:评|定|评定|确定)?(?:为|是)[“\"]?(?P<g>{TOKEN})")
_OTHER_MATTER = re.compile(r"满意度|问卷|信用|学员|考试|成绩|论文|空气|水质|技能")
_NO_SCALE = re.compile(r"[%％]|万元|分钟|年以上")
_HUNDRED = Decimal(100)
_TWO = 2


@dataclass(frozen=True, slots=True)
class Scale:
    """The grades that something defines: each word with its bounds, lower bound included, and the words it does it by."""

    bounds: dict[str, tuple[Decimal, Decimal]]
    quote: str
    place: Place | None
    """Where the paper prints it; None for a scale of the settings."""
    name: str = ""
    """What a scale of the settings is called."""

    @property
    def of_other_matter(self) -> bool:
        """Whether the grades are of something else than the evaluation: answers, credit, examinations."""
        return bool(_OTHER_MATTER.search(self.quote))

    def word(self, given: str) -> str | None:
        """The scale's own word for a grade, in its own letters first, then one of the same class; None for no grade of it."""
        if given in self.bounds:
            return given
        wanted = CLASSES.get(given)
        alike = [word for word in self.bounds if wanted is not None and CLASSES.get(word) == wanted]
        return alike[0] if len(alike) == 1 else None

    def grade(self, score: Decimal) -> str | None:
        """The grade of a score; None outside the scale and in its gaps."""
        best: str | None = None
        for grade, (low, high) in self.bounds.items():
            if low <= score < high or (score == high and all(other != high for other, _ in self.bounds.values())):
                best = grade
        return best


def scale_of(lows: Sequence[tuple[str, Decimal]], name: str) -> Scale:
    """Return a scale of the settings from its words and their lower bounds."""
    bounds = {standard(word): (low, _HUNDRED) for word, low in lows}
    return Scale(_ordered(bounds), "", None, name)


def scales_of(part: Part) -> tuple[Scale, ...]:
    """Return the grade scales that the part defines: one or more in a paragraph or cell, one in a table of grades."""
    found = [scale for text, place in _texts(part) for scale in _in_text(text, place)]
    tables = (_of_table(block) for block in part.blocks if isinstance(block, Table))
    return (*found, *(scale for scale in tables if scale is not None))


def defines(text: str) -> list[tuple[int, int]]:
    """Return where in a squeezed text grades are defined."""
    return [(band.start, band.end) for band in _bands(text)]


@dataclass(frozen=True, slots=True)
class _Band:
    word: str
    low: Decimal
    high: Decimal
    start: int
    end: int


def _in_text(text: str, place: Place) -> Iterator[Scale]:
    bands = _bands(text)
    groups: list[list[_Band]] = []
    for band in bands:
        known = {b.word for b in groups[-1]} if groups else set()
        classes = {CLASSES.get(word, word) for word in known} - {"合格"}
        if not groups or band.word in known or CLASSES.get(band.word, band.word) in classes:
            groups.append([])
        groups[-1].append(band)
    start = 0
    for group in groups:
        end = group[-1].end
        scale = _scale(group, text[start : end + 60], place)
        if scale is not None:
            yield scale
        start = end


def _bands(text: str) -> list[_Band]:
    """The grades that a text gives bounds, in the order of writing in which they make sense."""
    if len(text) > 20000 or not _DIGIT.search(text) or not _WORD.search(text):
        return []
    readings = [[b for found in pattern.finditer(text) if (b := _band(found, text))] for pattern in (_FIRST, _SECOND)]
    best = max(readings, key=lambda bands: (_sensible(bands), len(bands)))
    return best if len(best) >= _TWO and _sensible(best) else []


def _band(found: re.Match[str], text: str) -> _Band | None:
    k = next(k for k in range(len(_RANGES)) if found[f"r{k}"] is not None)
    low, high = _limits(k, found[f"r{k}"])
    around = text[found.start() : found.end() + 1]
    if high > _HUNDRED or _NO_SCALE.search(around):
        return None
    return _Band(standard(found[f"g{k}"]), low, high, found.start(), found.end())


def _limits(k: int, text: str) -> tuple[Decimal, Decimal]:
    numbers = sorted(Decimal(n) for n in re.findall(r"\d+(?:\.\d+)?", re.sub(r"[（(]不?含[^（()）]*[)）]", "", text)))
    if k in _OPEN_UP:
        return numbers[0], _HUNDRED
    if k in _OPEN_DOWN:
        return Decimal(0), numbers[-1]
    return numbers[0], numbers[-1]


def _sensible(bands: Sequence[_Band]) -> bool:
    """Whether better grades have higher bounds, wherever a scale of the text gives both."""
    last: _Band | None = None
    for band in bands:
        if last is not None and rank(band.word) > rank(last.word) and band.low > last.low:
            return False
        last = band
    return len(bands) >= _TWO


def _scale(bands: Sequence[_Band], quote: str, place: Place) -> Scale | None:
    bounds: dict[str, tuple[Decimal, Decimal]] = {}
    for band in bands:
        bounds.setdefault(band.word, (band.low, band.high))
    rest = _REST.search(quote)
    if rest is not None and bounds:
        least = min(low for low, _ in bounds.values())
        upper = min((low for low, _ in bounds.values() if low > least), default=least)
        under = max((high for low, high in bounds.values() if low == least), default=least)
        if least > 0:
            bounds.setdefault(standard(rest["g"]), (Decimal(0), least))
        elif under < upper:
            bounds.setdefault(standard(rest["g"]), (under, upper))
    ordered = _ordered(bounds)
    ranks = [rank(word) for word, _ in sorted(ordered.items(), key=lambda item: -item[1][0])]
    if len(bounds) < _TWO or ranks != sorted(ranks) or max(high for _, high in bounds.values()) < _HUNDRED / 2:
        return None
    return Scale(ordered, quote.strip()[:160], place)


def _of_table(table: Table) -> Scale | None:
    """A table that gives every grade its span, grades down or across."""
    across = [[row[j] for row in table.rows] for j in range(table.width)]
    for lines in (list(table.rows), across):
        bounds: dict[str, tuple[Decimal, Decimal]] = {}
        place: Place | None = None
        for line in lines:
            cells = list({id(cell): cell for cell in line}.values())
            grades = [cell for cell in cells if re.fullmatch(TOKEN, squeeze(cell.text))]
            spans = [span for cell in cells if (span := _span(squeeze(cell.text))) is not None]
            if len(grades) == len(spans) == 1:
                bounds.setdefault(standard(grades[0].text), spans[0])
                place = place or grades[0].place
        ordered = _ordered(bounds)
        ranks = [rank(word) for word, _ in sorted(ordered.items(), key=lambda item: -item[1][0])]
        if len(bounds) >= _TWO and place is not None and ranks == sorted(ranks):
            text = "；".join(f"{grade}：{low}-{high}" for grade, (low, high) in bounds.items())
            return Scale(ordered, text, place)
    return None


def _span(text: str) -> tuple[Decimal, Decimal] | None:
    found = _CELL.fullmatch(text)
    if found is None:
        return None
    low, high = _limits(next(k for k in range(len(_RANGES)) if found[f"r{k}"] is not None), text)
    return (low, high) if high <= _HUNDRED else None


def _ordered(bounds: dict[str, tuple[Decimal, Decimal]]) -> dict[str, tuple[Decimal, Decimal]]:
    """Cut open upper ends (90以上为优, 80以上为良) at the next higher grade's lower end."""
    lows = sorted({low for low, _ in bounds.values()})
    result = {}
    for grade, (low, high) in sorted(bounds.items(), key=lambda item: item[1][0]):
        above = next((other for other in lows if other > low), None)
        result[grade] = (low, min(high, above) if above is not None else high)
    return result


def _texts(part: Part) -> Iterator[tuple[str, Place]]:
    for block in part.blocks:
        if isinstance(block, (Paragraph, Heading)):
            yield in_digits(squeeze(block.text)), block.place
        else:
            for cell in block.cells():
                yield in_digits(squeeze(cell.text)), cell.place
