"""What a score brings by the bands that the paper tells: 90分以上全额拨付，80分至90分扣减1%，…总分91.3分，按规定扣减补贴1%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from docaudit.checks.base import Hit, Holds, Result, Scope, also, evidence
from docaudit.checks.bounds import plain
from docaudit.checks.datings import half_width
from docaudit.model import Part, Place, Table

_N = r"(\d{1,3}(?:\.\d+)?)"
_INCL = r"(?:[（(]不?含[^（）()]{0,4}[)）])?"
_UNIT = r"(?:分|%)?"
_BAND = re.compile(
    rf"(?:(?P<up>{_N}\s*{_UNIT}{_INCL}(?:及|或)?以上{_INCL})|(?P<span>{_N}\s*{_UNIT}{_INCL}(?:以上)?\s*[-—–~～至到]+\s*(?:不足|不满)?{_N}\s*{_UNIT}{_INCL})"
    rf"|(?P<down>(?:低于|不足|不满){_N}\s*{_UNIT}|{_N}\s*{_UNIT}{_INCL}以下{_INCL}))"
    r"的?[，,:：]?(?:按|可|均|予以|应)*"
    r"(?:(?P<full>全额(?:拨付|支付|兑付|补助|发放)?|不扣减?|满额)|(?P<no>不得分|不予(?:拨付|支付|补助)|不予)|(?P<verb>扣减|扣除|扣|核减|付|支付|拨付|兑付|发放|补助|得满?分?|计)[\u4e00-\u9fff]{0,6}?\s*(?P<value>\d{1,3}(?:\.\d+)?)\s*(?P<unit>%|分))"
)
_STEP = re.compile(
    rf"(?:低于|不足|不满|未达到?)\s*{_N}\s*分[^。；;\n]{{0,8}}?每(?:低|少|降低|差|减少)\s*(?P<step>\d+(?:\.\d+)?|一)?\s*个?分[，,]?(?P<verb>扣减|扣除|扣|核减)[\u4e00-\u9fff]{{0,8}}?\s*(?P<off>\d+(?:\.\d+)?)\s*%"
)
_SCORE = re.compile(
    rf"(?:总分|得分|考核得|综合得分|总得分|考核成绩|评分|得)(?:为|是|共)?\s*{_N}\s*分(?!值|之)|(?:满意度|合格率|完成率|达标率)(?:为|是|达)?\s*{_N}\s*%"
)
_OUTCOME = re.compile(
    r"(?P<verb>扣减|扣除|核减|应?扣|应?付|支付|拨付|兑付|发放|得|计)(?:[\u4e00-\u9fff]{0,8}?)\s*(?P<value>\d{1,3}(?:\.\d+)?)\s*(?P<unit>%|分)"
)
_LOOSE = re.compile(r"上年|去年|平均|其中|如果|若|最高|最低|满分")
_OFF = ("扣", "核减")
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class _Band:
    """From where to where, and what it brings: a share that is taken off or paid, or a score."""

    low: Decimal
    high: Decimal
    sort: str
    """off, paid or points."""
    value: Decimal
    words: str


@also("grade_mismatch", Scope.PART)
def off_its_band(part: Part, **_: Any) -> Iterator[Result]:
    """What a paragraph says a score brings is what its own bands give for it."""
    for block in part.blocks:
        if isinstance(block, Table) or "分" not in block.text:
            continue
        text = half_width(block.text)
        bands, end = _bands(text)
        step = _STEP.search(text)
        if step is not None:
            yield from _by_step(part, block.place, text, step)
        elif len(bands) >= _FEWEST:
            yield from _by_band(part, block.place, text, bands, end)


def _bands(text: str) -> tuple[list[_Band], int]:
    found, end = [], 0
    for match in _BAND.finditer(text):
        numbers = sorted(
            Decimal(n) for n in re.findall(r"\d+(?:\.\d+)?", match["up"] or match["span"] or match["down"])
        )
        low, high = (
            (numbers[0], Decimal(1000))
            if match["up"]
            else (numbers[0], numbers[-1])
            if match["span"]
            else (Decimal(0), numbers[0])
        )
        if match["full"]:
            sort, value = "", Decimal(0)
        elif match["no"]:
            sort, value = "none", Decimal(0)
        else:
            sort = _sort(match["verb"], match["unit"])
            value = Decimal(match["value"])
        found.append(_Band(low, high, sort, value, match[0]))
        end = match.end()
    sorts = {band.sort for band in found if band.sort not in ("", "none")}
    if len(sorts) != 1:
        return [], 0
    kind = sorts.pop()
    full = Decimal(100) if kind == "paid" else Decimal(0)
    none = Decimal(100) if kind == "off" else Decimal(0)
    return [
        _Band(b.low, b.high, kind, full if b.sort == "" else none if b.sort == "none" else b.value, b.words)
        for b in found
    ], end


def _sort(verb: str, unit: str) -> str:
    if unit == "分":
        return "points"
    return "off" if verb.startswith(_OFF) else "paid"


def _by_band(part: Part, place: Place, text: str, bands: list[_Band], end: int) -> Iterator[Result]:
    scores = [m for m in _SCORE.finditer(text, end) if not _LOOSE.search(text[max(end, m.start() - 8) : m.start()])]
    for nth, score in enumerate(scores):
        number = Decimal(score[1] or score[2])
        stop = scores[nth + 1].start() if nth + 1 < len(scores) else len(text)
        stop = min([at for mark in "。；;\n" if (at := text.find(mark, score.end())) >= 0] + [stop])
        outcome = next((m for m in _OUTCOME.finditer(text, score.end(), stop) if _matches(m, bands[0].sort)), None)
        known = {b.value for b in bands if b.low <= number < b.high or (number == b.high == Decimal(100))}
        if outcome is None or len(known) != 1:
            continue
        right, told = known.pop(), Decimal(outcome["value"])
        band = next(b for b in bands if b.value == right and b.low <= number <= b.high)
        yield _judged(part, place, text, score, outcome, told, right, f"按“{band.words}”")


def _matches(outcome: re.Match[str], sort: str) -> bool:
    return _sort(re.sub("^应", "", outcome["verb"]), outcome["unit"]) == sort


def _by_step(part: Part, place: Place, text: str, step: re.Match[str]) -> Iterator[Result]:
    score = _SCORE.search(text, step.end())
    outcome = next((m for m in _OUTCOME.finditer(text, score.end()) if _matches(m, "off")), None) if score else None
    if (
        score is None
        or outcome is None
        or score[1] is None
        or re.search(r"[。\n]", text[score.end() : outcome.start()])
    ):
        return
    size = Decimal(step["step"]) if step["step"] and step["step"] != "一" else Decimal(1)
    line, number = Decimal(step[1]), Decimal(score[1])
    right = max(line - number, Decimal(0)) / size * Decimal(step["off"])
    yield _judged(part, place, text, score, outcome, Decimal(outcome["value"]), right, f"按“{step[0]}”")


def _judged(
    part: Part,
    place: Place,
    text: str,
    score: re.Match[str],
    outcome: re.Match[str],
    told: Decimal,
    right: Decimal,
    rule: str,
) -> Result:
    low = max(text.rfind(mark, 0, score.start()) for mark in "，,。；;\n") + 1
    where = (evidence(place.quoting(text[low : outcome.end()].strip()), part.kind),)
    unit = outcome["unit"]
    shown = f"{score[0].strip()}{rule}应为{plain(right)}{unit}"
    if told == right:
        return Holds(f"{shown}，与文中相符", where)
    computation = f"{shown}，文中为“{outcome[0].strip()}”"
    says = {"label": score[0].strip(), "computation": computation, "printed": outcome[0].strip()}
    return Hit(where, says, computation, 0.8, key=("band", score[0], outcome[0]))
