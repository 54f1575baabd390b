"""A grade with its score right beside it: 优秀（85.9分）, 县水利局得分88.3分，为优秀等次, 自评九十二分，自评结果为良好."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from docaudit.checks.base import Hit, Holds, Result, Scope, also, evidence
from docaudit.checks.bounds import plain
from docaudit.checks.moments import texts
from docaudit.model import Part, Place, RecomputationKind
from docaudit.recompute.grade_scales import Scale, defines, scales_of
from docaudit.recompute.grade_words import TOKEN, in_digits, standard
from docaudit.recompute.words import squeeze

_N = r"(?P<score>\d{1,3}(?:\.\d+)?)"
_OF_GRADE = re.compile(rf"(?P<word>{TOKEN})(?:等次|等级)?[（(]{_N}分[)）]")
_OF_SCORE = re.compile(
    rf"(?:得分|总分|考核得|综合得分|自评|考核|评价|得)(?:为|是|共|了)?{_N}分[，,]?(?:被)?(?:评定|评为|评定为|列为?|列入|为|属于?|达到|定为|确定为|认定为|自评|考核|评价|综合评价|绩效)*"
    rf"(?:结果|结论|等级|等次|档次)*(?:评定)?(?:为|是|:|列)?[“\"「]?(?P<word>{TOKEN})[”\"」]?(?=等次|等级|档|[，,。；;、）)\n]|$)"
)
_ODD = re.compile(r"上年|去年|往年|否决|下调|上调|降为|降至|降等|调整|加分|原评|拟|预计|目标|如果|若|应为|以上|以下")


@also("grade_mismatch", Scope.PART)
def grade_beside_its_score(part: Part, **_: Any) -> Iterator[Result]:
    """The grade is the one that the paper's own scale gives to the score beside it."""
    scales = [scale for scale in scales_of(part) if not scale.of_other_matter]
    if not scales:
        return
    judged = {
        (item.printed.place.paragraph, item.printed.place.row, plain(Decimal(number[0])))
        for item in part.recomputations
        if item.kind is RecomputationKind.GRADE
        for operand in item.operands
        if (number := re.search(r"\d+(?:\.\d+)?", operand.quantity.text)) is not None
    }
    for text, place in texts(part.blocks):
        if "分" in text:
            yield from _of_text(part, place, in_digits(squeeze(text)), scales, judged)


def _of_text(
    part: Part, place: Place, text: str, scales: list[Scale], judged: set[tuple[int | None, int | None, str]]
) -> Iterator[Result]:
    taken = defines(text)
    for pattern in (_OF_GRADE, _OF_SCORE):
        for found in pattern.finditer(text):
            low = max(text.rfind(mark, 0, found.start()) for mark in "。；;\n") + 1
            score = Decimal(found["score"])
            if any(a < found.end() and found.start() < b for a, b in taken) or _ODD.search(text[low : found.end()]):
                continue
            if (place.paragraph, place.row, plain(score)) in judged:
                continue
            word = standard(found["word"])
            known = [(s, s.word(word), s.grade(score)) for s in scales if s.word(word) is not None]
            if not known or any(right is None for *_, right in known):
                continue
            where = (evidence(place.quoting(_verbatim(place, found[0])), part.kind),)
            scale, _own, right = known[0]
            span = "-".join(map(plain, scale.bounds[right or ""]))
            if any(own == grade for _, own, grade in known):
                yield Holds(f"{plain(score)}分为{word}，与等级标准相符", where)
                continue
            computation = f"{plain(score)}分按本文书的等级标准（{span}分）应为{right}，文中等级为{found['word']}"
            says = {"label": found["word"], "computation": computation, "printed": found[0]}
            yield Hit(where, says, computation, 0.85, key=("beside", word, plain(score)))


def _verbatim(place: Place, quote: str) -> str:
    """The words as the paper prints them, where only blanks and brackets differ."""
    found = re.search(r"\s*".join(re.escape(c) if c not in "(),:" else "[(（),，)）:：]" for c in quote), place.quote)
    return quote if found is None else found[0]
