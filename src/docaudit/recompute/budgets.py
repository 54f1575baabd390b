"""Execution rates that name their budget: 占年初预算的79.17%，占调整后预算的95%; each is taken of the budget it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Recomputation, RecomputationKind
from docaudit.recompute.change_words import signed
from docaudit.recompute.prose import Mention, Sentence, is_level, is_percent
from docaudit.recompute.prose_quotients import fits, plausible, quotient, rate_of
from docaudit.recompute.values import like, percent, shown, total
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_WHICH = r"(?P<which>年初|期初|调整后?的?|变更后?的?|批复的?|原)"
_OF = re.compile(
    rf"(?:占|完成|达到?|为|按)?{_WHICH}(?:计划)?预算(?:数|额|安排|金额|总额)?(?:的|计算|口径|执行率)?(?:为|是|达到?|约)*$"
)
_BEHIND = re.compile(rf"^\s*[（(](?:按|以|占|与)?{_WHICH}预算[^（）()]{{0,8}}[)）]")
_BUDGET = re.compile(
    rf"{_WHICH}?预算(?:数|额|安排|金额|总额)?(?:调整|变更|核定)?(?:为|是|至|到|共|总计|合计)*$|(?P<moved>(?:预算)?调整为|调整到|调增至|调减至)$"
)
_SPENT = re.compile(
    r"(?:实际支出|累计支出|支出|执行数?|实际执行|执行完成|使用|实际使用|决算数?|全年支出|全年执行)(?:金额|资金|数|合计|共计|共|为|了|总额)*$"
)
_ADDED = re.compile(r"(?:追加|调增|增加|增拨)(?:预算|资金|经费|指标)?(?:共|合计|为|了)*$")
_TAKEN = re.compile(r"(?:核减|调减|压减|收回|追减)(?:预算|资金|经费|指标)?(?:共|合计|为|了)*$")
_REACH = 3


def named_budgets(sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Recompute execution rates whose words name one of two budgets of their paragraph."""
    for i, sentence in enumerate(sentences):
        if sentence.reported or "预算" not in sentence.text:
            continue
        near = [s for s in sentences[max(0, i - _REACH) : i] if s.paragraph == sentence.paragraph]
        for mention in sentence.mentions:
            made = _rate([*near, sentence], sentence, mention) if is_percent(mention) else None
            if made is not None:
                yield made


def _kind_of(which: str | None) -> str:
    return "" if not which else "年初" if which in ("年初", "期初", "原") else "调整"


def _rate(near: Sequence[Sentence], sentence: Sentence, rate: Mention) -> Recomputation | None:
    said = _OF.search(sentence.before(rate, 20)) or _BEHIND.match(sentence.text[rate.end :])
    if said is None or rate.value is None or rate.quantity.approximate or rate.quantity.growth is not None:
        return None
    wanted = _kind_of(said["which"])
    budgets: dict[str, list[Mention]] = {}
    spent: list[Mention] = []
    moves: list[tuple[int, Mention]] = []
    for where in near:
        for mention in where.mentions:
            if where is sentence and mention.start > rate.start:
                break
            if not is_level(mention) or not (mention.dimension or "").startswith("money"):
                continue
            lead = squeeze(where.before(mention, 18))
            if found := _BUDGET.search(lead):
                kind = "调整" if found["moved"] else _kind_of(found["which"])
                budgets.setdefault(kind, []).append(mention)
            elif _SPENT.search(lead):
                spent.append(mention)
            elif _ADDED.search(lead) or _TAKEN.search(lead):
                moves.append((-1 if _TAKEN.search(lead) else 1, mention))
    if wanted == "调整" and moves and set(budgets) == {"年初"} and len(spent) == len(budgets["年初"]) == 1:
        return _of_moved(sentence, rate, spent[0], budgets["年初"][0], moves)
    bases = budgets.get(wanted, [])
    if len(bases) != 1 or len(spent) != 1 or not {"年初", "调整"} <= set(budgets):
        return None
    part, whole = spent[0], bases[0]
    number = quotient(part.value, whole.value)
    if number is None or part.value is None or not plausible(number, rate.value.number):
        return None
    return rate_of(
        rate,
        part,
        whole,
        holds=fits(part.value, whole.value, rate.value),
        kind=_K.EXECUTION_RATE,
        label=squeeze(sentence.clause(rate))[-12:] + shown(rate.figure),
        confidence=0.9,
    )


def _of_moved(
    sentence: Sentence, rate: Mention, part: Mention, first: Mention, moves: Sequence[tuple[int, Mention]]
) -> Recomputation | None:
    """年初预算A，追加B，支出占调整后预算的C: the budget that is named is A + B."""
    terms = [(1, first), *moves]
    if part.value is None or rate.value is None:
        return None
    values = [(sign, m.value) for sign, m in terms if m.value is not None]
    span = total(v.span if sign > 0 else signed(v.span, -1) for sign, v in values)
    number = sum((sign * v.number for sign, v in values), Decimal(0))
    if len(values) != len(terms) or span.low is None or span.low <= 0:
        return None
    result = quantities.div(part.value.span, span)
    holds = result.meets(rate.value.span)
    if not holds and not plausible(part.value.number / number, rate.value.number):
        return None
    words = shown(first.figure) + "".join(f" {'+' if sign > 0 else '−'} {shown(m.figure)}" for sign, m in moves)
    other = not holds and fits(part.value, first.value, rate.value)
    base = f"调整后预算 {like(number, first.quantity)}"
    return Recomputation(
        kind=_K.SHARE if other else _K.EXECUTION_RATE,
        printed=rate.figure,
        operands=(part.figure, first.figure, *(m.figure for _, m in moves)),
        expression=f"{shown(part.figure)} ÷ （{words}） = {percent(part.value.number / number)}，文中为 {shown(rate.figure)}",
        expected=result,
        holds=holds,
        confidence=0.9,
        alternative=f"{shown(rate.figure)} 对应分母 {shown(first.figure)}，而文中所称基数为 {base}" if other else "",
        label=squeeze(sentence.clause(rate))[-12:] + shown(rate.figure),
    )
