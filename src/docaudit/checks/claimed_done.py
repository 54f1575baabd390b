"""What one paper says is done as planned, against the plan and the result that it tells itself: 计划500个，实际468个，超额完成任务."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from docaudit import quantities
from docaudit.checks.base import Hit, Holds, Result, Scope, also, evidence
from docaudit.checks.bounds import printed
from docaudit.model import Cell, Kind, Part, Place, Quantity, Relation, Role, Severity, Table

_PLANNED = re.compile(r"计划|目标|要求|约定|应(?!用|急|对)|考核指标|指标值|任务数?(?!完成)|不少于|不低于")
_DONE = re.compile(r"实际|实测|实有|实现|完成|建成|达到?|累计|新增|共|截至|现有|平均")
_OF = r"(?:年度|年初|本年|全年|预期|既定|全部|各项|合同|任务书|考核|预定|设定|计划|规定|绩效|上述|约定|的)*(?:任务|目标|指标|要求|计划|标准)(?!的|率|数|进度|值|[^，,。；;]{0,4}\d)"
_WELL = re.compile(
    rf"(?:超额|全面|全部|圆满|均|已|都|按期|如期|顺利)*(?:完成|实现|达到|达成|符合|满足|超过)(?:了|或超过|并超过|、超过)?{_OF}|超额完成|均(?:已)?达标|^达标(?!率)"
)
_NOT_WELL = re.compile(rf"(?:未能?|没有|尚未)(?:全面|全部|按期|如期)?(?:完成|实现|达到|达成)(?:了)?{_OF}")
_NEGATED = re.compile(r"未能?$|没有$|尚未$|不$|是否$|如未?$|若$|确保$|力争$|为$|基本$|仍$|将$|可$")
_OTHERS = re.compile(
    r"其余|其他|其它|除|外，|预计|拟|力争|确保|如果|若|下一步|上年|去年|调整[为后]|核减|扣除|因|由于|受|批准"
)
_LOWER = re.compile(
    r"率(?=不)|发病|死亡|投诉|事故|故障|响应|时间|时长|用时|天数|能耗|成本|单价|造价|费用|支出|损失|差错|浓度|排放|误差|降低|减少|压减|次品|渗漏|漏损|编制|面积不|限额|预算|投资"
)
_EVERY = re.compile(
    rf"(?P<n>[两二三四五六七八九十\d]+)?(?:[项个类条][\u4e00-\u9fff]{{0,6}})?(?:(?:指标|任务|目标|工作)[\u4e00-\u9fff]{{0,4}})?(?:均|全部|都)(?:已|按期|如期|超额|圆满)*(?:完成|实现|达到|达成|超过|达标)(?:了|或超过|并超过|、超过)?(?:{_OF})?"
)
_PLAN_HEAD = re.compile(r"计划|目标|任务[数量]$|年度任务$|指标值|应完成|下达")
_DONE_HEAD = re.compile(r"完成(?!率|比|时间|日期)|实际|实绩|已达")
_NOT_HEAD = re.compile(r"率|比|占|得分|分值|权重|时间|日期|差|原因|说明|金额|资金|预算|支出")
_NUMBER = re.compile(r"(?:[≥≤<>]|不少于|不低于|不超过)?\s*\d[\d,，]*(?:\.\d+)?\s*(?:%|[\u4e00-\u9fff]{0,4})")
_FEWEST = 2
_JUDGED = frozenset({Kind.SELF_EVALUATION, Kind.ACCEPTANCE_REPORT, Kind.PROGRESS_REPORT})
"""Kinds whose tables of targets and results are read as claims, and judged there."""
_NEAR = 4


@dataclass(frozen=True, slots=True)
class _Pair:
    """A plan and its result, and where they are told."""

    name: str
    plan: Quantity
    done: Quantity
    place: Place

    @property
    def kept(self) -> bool:
        """Whether the result is what was planned, or better."""
        a, b = printed(self.done), printed(self.plan)
        if self.plan.relation in (Relation.LE, Relation.LT):
            return a.low is None or b.high is None or a.low <= b.high
        return a.high is None or b.low is None or a.high >= b.low


@also("completion_misstated", Scope.PART)
def claimed_done(part: Part, **_: Any) -> Iterator[Result]:
    """A sentence that says so is held against its own plan and result, one about every task against the list or table before it."""
    for nth, block in enumerate(part.blocks):
        if isinstance(block, Table):
            continue
        text, start = block.text, 0
        claimed = _claimed(part, block.place)
        for end in [*(m.start() for m in re.finditer(r"[。！\n]", text)), len(text)]:
            sentence, start = text[start:end], end + 1
            yield from (
                result
                for values, result in _of_sentence(part, block.place, sentence)
                if isinstance(result, Holds) or not values <= claimed
            )
        every = next((m for m in _EVERY.finditer(text) if not _OTHERS.search(_clause(text, m.start(), m.end()))), None)
        if every is None or _NEGATED.search(text[: every.start()]):
            continue
        pairs = list(_listed(block.place, text[: every.start()])) or (
            [] if part.kind in _JUDGED else _in_table(part, nth)
        )
        count = quantities.whole(every["n"]) if every["n"] else 0
        if len(pairs) >= _FEWEST and (not count or count == len(pairs)):
            for pair in pairs:
                yield _told(part, block.place.quoting(_clause(text, every.start(), every.end())), every[0], pair)


def _claimed(part: Part, place: Place) -> set[str]:
    """Return the targets and results of a paragraph that are judged as claims, where it has both."""
    own = [c for c in part.claims if c.quantity is not None and c.place.paragraph == place.paragraph]
    roles = {c.role for c in own}
    return {c.quantity.text for c in own if c.quantity is not None} if {Role.TARGET, Role.ACTUAL} <= roles else set()


def _of_sentence(part: Part, place: Place, sentence: str) -> Iterator[tuple[set[str], Result]]:
    """Yield what a sentence says of its plan and its result, with the words of both."""
    spots = [s for s in quantities.find(sentence) if s.quantity.relation is not Relation.APPROX]
    for a, b in pairwise(spots):
        plan, done = a.quantity, b.quantity
        lead, between, tail = sentence[: a.start], sentence[a.end : b.start], sentence[b.end :]
        verdict = _verdict(tail)
        clause = re.split(r"[，,；;：:]", lead)[-1]
        if (
            verdict is None
            or plan.dimension != done.dimension
            or (plan.unit and plan.unit.canonical) != (done.unit and done.unit.canonical)
            or plan.growth is not None
            or done.growth is not None
            or (plan.dimension or "").startswith(("money", "date"))
            or not _PLANNED.search(clause)
            or _DONE.search(re.sub(r"应?完成", "", clause))
            or not _DONE.search(between)
            or _PLANNED.search(re.split(r"[，,；;]", between)[-1])
            or _OTHERS.search(sentence)
        ):
            continue
        word, well = verdict
        exact = plan.relation not in (Relation.LE, Relation.LT, Relation.GE, Relation.GT)
        if exact and (_LOWER.search(clause) or (plan.dimension or "").startswith("time")):
            continue
        name = re.sub(r"^.*(?:计划|目标|要求|约定|应)(?:为|是)?", "", clause).strip() or clause.strip()
        pair = _Pair(name, plan, done, place.quoting(sentence.strip()))
        if well:
            yield {plan.text, done.text}, _told(part, place.quoting(sentence.strip()), word, pair)
        elif pair.kept:
            yield {plan.text, done.text}, _undersold(part, word, pair)


def _verdict(tail: str) -> tuple[str, bool] | None:
    """Return the words right behind a result that judge it, and whether they say that it is as planned."""
    clauses = [c for c in re.split(r"[，,；;]", tail) if c.strip()][:2]
    if len(clauses) > 1 and re.search(r"\d", clauses[0]) and not re.search(r"计划|目标|完成率|占", clauses[0]):
        clauses = clauses[:1]
    for clause in clauses:
        if (found := _NOT_WELL.search(clause)) is not None:
            return found[0], False
        if (found := _WELL.search(clause)) is not None and not _NEGATED.search(clause[: found.start()]):
            return found[0], True
    return None


def _listed(place: Place, text: str) -> Iterator[_Pair]:
    """Yield what one sentence plans and a later one tells of the same names: 计划新建公厕20座…截至年底，新建公厕20座."""
    sentences = re.split(r"[。；;\n]", text)
    for nth, planned in enumerate(sentences):
        if not _PLANNED.search(planned[:16]):
            continue
        wanted = _names(planned)
        for told in sentences[nth + 1 :]:
            for name, done in _names(told).items():
                plan = wanted.get(name)
                if plan is not None and plan.unit == done.unit and not _LOWER.search(name):
                    yield _Pair(name, plan, done, place.quoting(told.strip()))


def _names(sentence: str) -> dict[str, Quantity]:
    """Return the quantities of a sentence by the words right before them."""
    found: dict[str, Quantity] = {}
    for spot in quantities.find(sentence):
        lead = re.split(r"[，,、：:和及]|计划|目标|实际|截至\S{0,4}[底末]", sentence[: spot.start])[-1]
        name = re.sub(r"[^\u4e00-\u9fff]|^(?:年内|全年|年初|完成|共)|[为达共]$", "", lead)
        if len(name) > 1 and spot.quantity.unit is not None:
            found[name] = spot.quantity
    return found


def _in_table(part: Part, nth: int) -> list[_Pair]:
    """Return the rows of the table of plans and results that stands right before a paragraph."""
    for block in reversed(part.blocks[max(0, nth - _NEAR) : nth]):
        if isinstance(block, Table):
            return _rows(block)
    return []


def _rows(table: Table) -> list[_Pair]:
    heads = [re.sub(r"[（(][^（）()]*[)）]|\s", "", cell.text) for cell in table.rows[0]] if table.rows else []
    plans = [
        j
        for j, head in enumerate(heads)
        if _PLAN_HEAD.search(head) and not _NOT_HEAD.search(head) and not _DONE_HEAD.search(head)
    ]
    dones = [j for j, head in enumerate(heads) if _DONE_HEAD.search(head) and not _NOT_HEAD.search(head)]
    if len(plans) != 1 or len(dones) != 1:
        return []
    pairs = []
    for row in table.rows[1:]:
        plan, done = _quantity(row[plans[0]]), _quantity(row[dones[0]])
        name = next((c.text.strip() for c in row if re.search(r"[\u4e00-\u9fff]{2}", c.text)), "")
        if (
            plan is None
            or done is None
            or not name
            or re.match(r"合计|总计|小计", name)
            or plan.dimension != done.dimension
        ):
            continue
        if _LOWER.search(name) and plan.relation is Relation.EQ:
            continue
        pairs.append(
            _Pair(name, plan, done, row[dones[0]].place.quoting(f"{name}，{row[plans[0]].text}，{row[dones[0]].text}"))
        )
    return pairs


def _quantity(cell: Cell) -> Quantity | None:
    text = cell.text.strip()
    spots = quantities.find(text) if _NUMBER.fullmatch(text) else []
    if len(spots) == 1:
        return spots[0].quantity
    if re.fullmatch(r"\d[\d,，]*(?:\.\d+)?", text):
        spots = quantities.find(text + "个")
        return spots[0].quantity if len(spots) == 1 else None
    return None


def _clause(text: str, start: int, end: int) -> str:
    low = max(text.rfind(mark, 0, start) for mark in "。；;！\n") + 1
    high = min((at for mark in "。；;！\n" if (at := text.find(mark, end)) >= 0), default=len(text))
    return text[low:high].strip()


def _told(part: Part, place: Place, word: str, pair: _Pair) -> Result:
    where = (evidence(place, part.kind), evidence(pair.place, part.kind))
    computation = f"{pair.name}：计划{pair.plan.text}，实际{pair.done.text}"
    if pair.kept:
        return Holds(f"{computation}，与“{word}”相符", where)
    says = {
        "later": "文中",
        "words": word,
        "name": pair.name,
        "actual": pair.done.text,
        "source": "文中所列",
        "target": pair.plan.text,
        "note": "",
    }
    return Hit(where, says, computation, 0.8, key=("claimed", word, pair.name, pair.done.text))


def _undersold(part: Part, word: str, pair: _Pair) -> Result:
    says = {
        "later": "文中",
        "words": word,
        "name": pair.name,
        "actual": pair.done.text,
        "source": "文中所列",
        "target": f"{pair.plan.text}”的说法与数据不符，已达“{pair.plan.text}",
        "note": "，请核实",
    }
    where = (evidence(pair.place, part.kind),)
    computation = f"{pair.name}：计划{pair.plan.text}，实际{pair.done.text}，文中称“{word}”"
    return Hit(
        where, says, computation, 0.7, severity=Severity.WARNING, key=("claimed", word, pair.name, pair.done.text)
    )
