"""Weights that the text gives to the parts of a score one after the other: 决策、过程、产出、效益权重分别为10、20、40、30."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from docaudit import quantities
from docaudit.model import (
    Figure,
    Interval,
    Paragraph,
    ParagraphKind,
    Part,
    Place,
    Quantity,
    Recomputation,
    RecomputationKind,
    Relation,
)
from docaudit.recompute.values import plain

_NUMBER = r"\d{1,3}(?:\.\d+)?"
_NAME = r"(?!合计|共计|总计|总分)[\u4e00-\u9fff“”]{2,12}?"
_WORD = r"(?:权重|权数|分值|标准分|满分)(?:分值|系数|分)?"
_IN_TURN = re.compile(
    rf"(?P<names>{_NAME}(?:[、和及与]{_NAME}){{2,9}})(?:等?[一二三四五六七八九\d]+(?:项|类|个|方面)?(?:[一二]级)?(?:指标)?)?的?{_WORD}"
    rf"(?:设置|设定|分配)?(?:依次|分别)?(?:设定|确定|设)?(?:为|是|占)[:：]?(?P<list>{_NUMBER}[%分]?(?:[、和∶:：]{_NUMBER}[%分]?){{2,9}})(?![\d.%分])"
)
_ONE_BY_ONE = re.compile(
    rf"{_WORD}(?:设置|设定|分配)?(?:分别|依次)?(?:为|是|如下)?[:：]?(?P<list>{_NAME}{_NUMBER}[%分]?(?:[、，,和]{_NAME}{_NUMBER}[%分]?){{2,9}})(?![\d.、%分])"
)
_BRACKETED = re.compile(
    rf"(?P<list>{_NAME}[（(](?:{_WORD}|占)?(?:为)?{_NUMBER}[%分]?[)）](?:[、，,和及]{_NAME}[（(](?:{_WORD}|占)?(?:为)?{_NUMBER}[%分]?[)）]){{2,9}})"
    r"(?P<count>[两三四五六七八九十\d]+[类个项大方])"
)
_OF_HUNDRED = re.compile(
    rf"(?:总分|满分|指标总分值?)(?:为|是|共)?100分[，,]?(?:其中|分为|包括|由)?[:：]?(?P<list>{_NAME}{_NUMBER}分(?:[、，,和及]{_NAME}{_NUMBER}分){{2,9}})(?![\d.、%分])"
)
_PER_HUNDRED = re.compile(r"百分制|(?:满分|总分|分值|合计|共计|总计|权重)[^，,。；;\d]{0,4}(?:为|计|是)?100(?!\d)")
_OTHERS = re.compile(r"另|其余|其他|其它|加分|附加|上年|去年|原|调整前|修订前")
_HUNDRED = Decimal(100)
_WITHIN = Decimal(15)
_FEW = 3


def told_weights(part: Part) -> Iterator[Recomputation]:
    """Add the weights of a list up to 100 or to 1; less than that is a slip only where the sentence speaks of 100."""
    for block in part.blocks:
        if (
            isinstance(block, Paragraph)
            and block.kind is not ParagraphKind.TOC
            and re.search(rf"{_WORD}|总分", block.text)
        ):
            for sentence in re.split(r"[。；;\n]", block.text):
                yield from _of_sentence(sentence, block.place)


def _of_sentence(sentence: str, place: Place) -> Iterator[Recomputation]:
    for pattern in (_IN_TURN, _ONE_BY_ONE, _BRACKETED, _OF_HUNDRED):
        found = pattern.search(sentence)
        if found is None:
            continue
        numbers = [Decimal(n) for n in re.findall(_NUMBER, found["list"])]
        if pattern is _BRACKETED:
            if len(numbers) != quantities.whole(found["count"][:-1]) or not re.search(rf"{_WORD}|%", found["list"]):
                continue
            sentence = f"{sentence}，权重合计100"  # as many as it says there are: the list is whole
        names = re.split(r"[、和及与]", found["names"]) if pattern is _IN_TURN else numbers
        made = _added(sentence, place, found, numbers) if len(names) == len(numbers) >= _FEW else None
        if made is not None:
            yield made
            return


def _added(sentence: str, place: Place, found: re.Match[str], numbers: list[Decimal]) -> Recomputation | None:
    number = sum(numbers, Decimal(0))
    whole = Decimal(1) if all(n < 1 for n in numbers) else _HUNDRED
    if abs(number - whole) > _WITHIN * whole / _HUNDRED or _OTHERS.search(sentence):
        return None
    if number < whole and not _PER_HUNDRED.search(sentence):
        return None
    quote = found[0].strip()
    quantity = Quantity(text=found["list"], relation=Relation.EQ, low=number, high=number)
    terms = " + ".join(plain(n) for n in numbers)
    return Recomputation(
        kind=RecomputationKind.WEIGHT_TOTAL,
        printed=Figure(
            id=f"weights-{place.where}-{found.start()}",
            quantity=quantity,
            name="权重",
            place=place.quoting(quote),
        ),
        operands=(),
        expression=f"{terms} = {plain(number)}，应为 {plain(whole)}",
        expected=Interval(whole, whole),
        holds=number == whole,
        confidence=0.85,
        label="权重合计",
    )
