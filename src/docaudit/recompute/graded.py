"""The grades that a paper gives in its text, each with the score that it is given for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docaudit.model import Figure, Paragraph, Part, Place, Table
from docaudit.recompute.grade_scales import defines
from docaudit.recompute.grade_words import SPECIAL, TOKEN, standard
from docaudit.recompute.grid import Grid
from docaudit.recompute.prose import Mention, Sentence
from docaudit.recompute.values import Value
from docaudit.recompute.weights import score_heads
from docaudit.recompute.words import squeeze, total_word

_END = r"(?=[”\"」》】]?(?:等级|等次|级别|档次)?(?:[。；;，,、）)]|$))"
_SAID = re.compile(
    rf"(?:等级|等次|评级|级别|档次|结论|结果|评定|考核|评价)(?:评定|确定|认定|划定|应)?(?:为|是|:|达到)?[“\"「]?(?P<a>{TOKEN}){_END}|"
    rf"(?:评定为|评为|定为|确定为|认定为|列为|列入|划为|判定为|获评为?|评定等级为|为|属于?|达到|居|位列)[“\"「]?(?P<b>{SPECIAL}){_END}|"
    rf"(?:评定为|评为|定为|确定为|认定为|列为|判定为|获评为?)[“\"「]?(?P<c>{TOKEN}){_END}|"
    rf"为[“\"「]?(?P<d>{TOKEN}){_END}"
)
_NO_GRADE = re.compile(
    r"以上|以下|目标|争取|力争|应当|必须|如果|若|可|上年|去年|上一年|原|曾|拟|申报|规定|标准|建议|不得|不能|才能|下调|上调|降"
)
_SELF = re.compile(
    r"^(?:.{0,14}?(?:因此|综上|据此|由此|为此|按此|最终|经.{0,10}?(?:评价|评审|自评|评定|审核|考核)))?(?:我们?|本|该|此)?(?:次|年度|部门|项目|单位|课题|中心|局|校|院|公司|办|市|县|区|专项|平台)*(?:整体支出|支出)?"
    r"(?:的)?(?:绩效|自评|自我|财政|综合|评价|考核|评定|验收|总体|最终|年度|评估|结项|鉴定|检查|复核|复评|初评|期满|期末|中期|终期)*(?:的)?(?:等级|等次|评级|级别|档次|结论|结果)?(?:被|均|可|仍)?$"
)
_SCORE = re.compile(
    r"(?:总分|总得分|得分|评分|总评|评价分|自评分|综合分|考核分|综合成绩|自评|评价|分数|分值|综合评价)(?:合计|共计|最终|平均)?(?:为|是|达|得|计|:)*$"
)
_PART = re.compile(
    r"(?:基础|加权|扣|加|满|权重|单项|指标|一级|二级|上年|去年|最高|最低|平均)[^，,。；;]{0,4}$|其中[^，,。；;]*$"
)
_REACH = 120
_LONG_CELL = 8
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Told:
    """A grade with its score: the word in its standard form, as written, and what it is of, if that is named."""

    figure: Figure
    score: Value
    word: str
    place: Place
    name: str = ""


def told_grades(
    part: Part,
    sentences: Sequence[Sentence],
    grids: Sequence[Grid],
    known: frozenset[str],
    total: Value | None = None,
) -> Iterator[Told]:
    """Yield the grades that the text gives to a score told before, or to a row of a table of scores.

    `total` is the one total of the table of scores: what the paper's own grade is for where its paragraph tells no score.

    `known` are the words that the scales of the paper define: letters and numbers mean nothing without.
    """
    rows = _scored_rows(grids)
    told: dict[Place, list[Sentence]] = {}
    for sentence in sentences:
        told.setdefault(sentence.place, []).append(sentence)
    for text, place in _texts(part):
        found = [f for f in _SAID.finditer(text) if standard(f["a"] or f["b"] or f["c"] or f["d"]) in known]
        if not found:
            continue
        taken = defines(text)
        scores = list(_scores(text, told.get(place, ()), taken))
        for item in found:
            clause = re.split(r"[，,。；;:”“]", text[: item.start()])[-1]
            if any(a <= item.start() < b or a < item.end() <= b for a, b in taken):
                continue
            behind = re.split(r"[，,。；;]", text[item.end() : item.end() + 5])[0]
            if _NO_GRADE.search(clause) or _NO_GRADE.search(behind):
                continue
            word, name = standard(item["a"] or item["b"] or item["c"] or item["d"]), _named(clause)
            spot = place.quoting(_around(text, item.start(), item.end()))
            if name in rows:
                yield Told(rows[name].figure, rows[name], word, spot, name)
            elif item["d"] is None and _SELF.match(clause):
                scored = _before(scores, item.start(), taken) or (None if scores else total)
                if scored is not None:
                    yield Told(scored.figure, scored, word, spot)


def _texts(part: Part) -> Iterator[tuple[str, Place]]:
    for block in part.blocks:
        if isinstance(block, Paragraph):
            yield squeeze(block.text), block.place
        elif isinstance(block, Table):
            for cell in block.cells():
                if len(cell.text) >= _LONG_CELL:
                    yield squeeze(cell.text), cell.place


def _around(text: str, start: int, end: int) -> str:
    """The sentence around a stretch."""
    low = max(text.rfind(mark, 0, start) for mark in "。；;") + 1
    high = min((at for mark in "。；;" if (at := text.find(mark, end)) >= 0), default=len(text))
    return text[low:high]


@dataclass(frozen=True, slots=True)
class _Scored:
    """A whole score in a paragraph: where it stands, whether its sentence tells others, whether it is called a total."""

    at: int
    value: Value
    alone: bool
    total: bool


def _scores(text: str, sentences: Sequence[Sentence], taken: Sequence[tuple[int, int]]) -> Iterator[_Scored]:
    start = 0
    for sentence in sentences:
        own = squeeze(sentence.verbatim)
        at = text.find(own, start)
        if at < 0 or sentence.reported:
            continue
        start = at + len(own)
        found = [m for m in sentence.mentions if _is_score(sentence, m)]
        alone = len({m.quantity.value for m in found}) == 1
        for mention in found:
            spot = at + len(squeeze(sentence.text[: mention.start]))
            if mention.value is not None and not any(a <= spot < b for a, b in taken):
                yield _Scored(spot, mention.value, alone, _whole(sentence, mention))


def _before(scores: Sequence[_Scored], at: int, taken: Sequence[tuple[int, int]]) -> Value | None:
    """The last whole score told shortly before a grade, the definition of grades between them left out."""
    near = [s for s in scores if s.at < at]
    if not near:
        return None
    last = near[-1]
    between = at - last.at - sum(b - a for a, b in taken if last.at <= a and b <= at)
    return last.value if between <= _REACH and (last.alone or last.total) else None


def _named(clause: str) -> str:
    return re.sub(r"的?(?:评价|考核|自评|财政评价)?(?:等级|等次|评级|级别|结果)?$", "", clause)


def _is_score(sentence: Sentence, mention: Mention) -> bool:
    lead = squeeze(sentence.text[: mention.start])[-16:]
    if mention.dimension != "score" or mention.value is None or mention.quantity.approximate:
        return False
    if not mention.quantity.text.endswith("分") or mention.quantity.relation.value != "eq":
        return False
    return bool(_SCORE.search(lead)) and not _PART.search(_SCORE.sub("", lead))


def _whole(sentence: Sentence, mention: Mention) -> bool:
    return bool(
        re.search(r"总分|总得分|综合|最终|合计|自评得分|评价得分", squeeze(sentence.text[: mention.start])[-12:])
    )


def _scored_rows(grids: Sequence[Grid]) -> dict[str, Value]:
    """The last score of each row that stands alone under its name in the tables of a paper."""
    rows: dict[str, Value] = {}
    twice: set[str] = set()
    for grid in grids:
        heads = [h for h in score_heads(grid) or () if not re.search(r"率|扣|加分|基础", squeeze(h.label))]
        heads = heads or [h for h in grid.heads if re.search(r"总分", squeeze(h.label))]
        totals = [h for h in heads if re.search(r"总|综合|最终|合计", squeeze(h.label))]
        chosen = totals or heads if 1 in (len(heads), len(totals)) else []
        for line, value in grid.column(chosen[0]) if chosen else ():
            name = squeeze(line.labels[-1]) if line.labels else ""
            if len(name) < _SHORTEST or total_word(name) or value.is_ratio:
                continue
            if name in rows:
                twice.add(name)
            rows[name] = value
        for line in grid.lines:
            if line.labels and re.fullmatch(r"总分|总得分|综合得分|合计得分|得分合计", squeeze(line.labels[-1])):
                for head in grid.heads:
                    name, at = squeeze(head.label), (line.at, head.at)
                    if at in grid.values and len(name) >= _SHORTEST and not re.search(r"权重|分|平均|均值", name):
                        twice |= {name} & rows.keys()
                        rows[name] = grid.values[at]
    return {name: value for name, value in rows.items() if name not in twice}
