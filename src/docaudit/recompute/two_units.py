"""One fact with two units: 支持项目16项 in one place of a paper, 16家 in another; 2483人 and 2483人次."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docaudit.model import Recomputation, RecomputationKind
from docaudit.recompute.prose import Mention, Sentence, is_count, is_level
from docaudit.recompute.values import shown
from docaudit.recompute.words import squeeze

_DROP = re.compile(
    r"(?:19|20)\d\d年度?|[一二三四五]年来?|截至.{0,12}?[，,]|全年|目前|本项目|本年度?|累计|合计|共计|一共|总计|已经|成功|完成|实现|共|已|了|的|约|为|达到?|有|[^\u4e00-\u9fffA-Za-z]"
)
_SAME = (
    frozenset({"项", "个", "件", "种"}),
    frozenset({"人", "名", "位"}),
    frozenset({"场", "次", "期", "批", "场次"}),
    frozenset({"台", "套", "台套"}),
)
_OTHER = re.compile(r"其中|分别|目标|计划|预期|不少于|力争|每|平均|占|比")
_SHORTEST = 6
_LEAST = 10


def two_units(sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Find counts of one name and one number that the text states in two units."""
    seen: dict[tuple[str, int | None, str], Mention] = {}
    told: set[tuple[str, str]] = set()
    for sentence in sentences:
        if sentence.reported:
            continue
        for mention in sentence.mentions:
            unit = mention.quantity.unit
            if not is_count(mention) or not is_level(mention) or mention.quantity.approximate or unit is None:
                continue
            clause = squeeze(sentence.clause(mention))
            name = _DROP.sub("", clause)
            if len(name) < _SHORTEST or mention.quantity.value < _LEAST or _OTHER.search(clause):
                continue
            key = (name, sentence.year(mention), f"{mention.quantity.value.normalize():f}")
            earlier = seen.setdefault(key, mention)
            if earlier is mention or _one_unit(earlier, mention) or (name, key[2]) in told:
                continue
            told.add((name, key[2]))
            yield _made(earlier, mention, name)


def _one_unit(a: Mention, b: Mention) -> bool:
    units = {m.quantity.unit.canonical for m in (a, b) if m.quantity.unit is not None}
    return len(units) == 1 or any(units <= same for same in _SAME)


def _made(first: Mention, second: Mention, name: str) -> Recomputation:
    return Recomputation(
        kind=RecomputationKind.CONFLICT,
        printed=second.figure,
        operands=(first.figure,),
        expression=f"{shown(first.figure)} ≠ {shown(second.figure)}，数字相同而单位不同",
        expected=None,
        holds=False,
        confidence=0.75,
        label=name,
    )
