"""Survey returns, and tables of answers whose shares must come of a whole number of the forms returned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from docaudit import quantities
from docaudit.model import Figure, Interval, Paragraph, Part, Recomputation, RecomputationKind, Table
from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.prose import Mention, Sentence, is_count, is_level, is_percent
from docaudit.recompute.prose_quotients import fits, plausible, quotient, rate_of
from docaudit.recompute.values import Value, shown
from docaudit.recompute.words import squeeze, total_word

_K = RecomputationKind
_SENT = re.compile(r"(?:发放|发出|下发|投放|调查|访谈|抽取|抽样|对)[^，,。；;]{0,16}$")
_SENT_AFTER = re.compile(r"^[^，,。；;\d]{0,8}(?:发放|发出|开展|进行)[^，,。；;\d]{0,6}(?:问卷|调查|访谈)")
_BACK = re.compile(r"(?:回收|收回)(?:到|了|有效)?(?:问卷|调查表|答卷)?(?:共|共计)?$")
_VALID = re.compile(r"有效(?:问卷|答卷|样本|调查表)(?:量|数)?(?:共|共计|为)?$")
_RATE = re.compile(r"(?:回收率|收回率|有效率|有效回收率|占(?:比|发放总数的|发放数的|总数的)?)(?:为|达到?)*$")
_OF_SOME = re.compile(r"^[，,、（(；;](?!问卷|总|整体|平均|实际|样本|有效)[\u4e00-\u9fff]{2,}$")
_SHARE_HEAD = re.compile(r"占比|比例|百分比|构成比|^占")
_ANSWERS = re.compile(r"满意|了解|知晓|同意|认可|选项|非常|一般|比较|评价|态度|意见")
_SIZE = re.compile(
    r"(?:有效问卷|有效样本|回收有效问卷|回收问卷|有效答卷|样本量|受访者?)[^，,。；;\d]{0,6}?(\d{2,3})\s*[份人名家个]"
)
_POWER = Decimal("0.3")
_REACH = 3
_TWO = 2


def samples(part: Part, grids: Sequence[Grid], sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Recompute return rates told in a sentence, and the shares of tables of answers."""
    for sentence in sentences:
        if not sentence.reported and re.search(r"问卷|回收|收回|答卷", sentence.text):
            yield from _returned(sentence)
    yield from _answers(part, grids)


def _returned(sentence: Sentence) -> Iterator[Recomputation]:
    """对45家发放问卷，回收43份，占95.56%，有效41份，有效率95.35%."""
    sent: Mention | None = None
    back: Mention | None = None
    last: Mention | None = None
    for mention in sentence.mentions:
        lead = sentence.text[: mention.start][-20:]
        if is_count(mention) and is_level(mention) and not mention.quantity.approximate:
            if _VALID.search(lead):
                last = mention
            elif _BACK.search(lead):
                back = last = mention
            elif _SENT.search(lead) or _SENT_AFTER.match(sentence.text[mention.end :]):
                sent, back, last = mention, None, None
            continue
        said = _RATE.search(lead)
        if said is None or not is_percent(mention) or mention.value is None or last is None or back is None:
            continue
        if mention.nth == 0 or sentence.mentions[mention.nth - 1] is not last:
            continue
        if _OF_SOME.match(_RATE.sub("", squeeze(sentence.text[last.end : mention.start]))):
            continue  # 回收572份，线上回收率98.2%
        bases = [m for m in (back, sent) if m is not None and m is not last]
        if made := _rate(sentence, mention, last, bases):
            yield made


def _rate(sentence: Sentence, percent: Mention, part: Mention, bases: list[Mention]) -> Recomputation | None:
    if part.value is None or percent.value is None or not bases:
        return None
    fitting = [b for b in bases if fits(part.value, b.value, percent.value)]
    base = (fitting or bases)[0]
    number = quotient(part.value, base.value)
    if number is None or number > 1 or not plausible(number, percent.value.number) or percent.quantity.approximate:
        return None
    return rate_of(
        percent,
        part,
        base,
        holds=bool(fitting),
        kind=_K.SHARE,
        label=squeeze(sentence.clause(part))[-12:] + shown(part.figure),
        confidence=0.9 if len(bases) == 1 else 0.82,
    )


def _answers(part: Part, grids: Sequence[Grid]) -> Iterator[Recomputation]:
    """A table of answers without counts, under a text that tells how many forms came back."""
    sizes = dict(_sizes(part))
    for grid in grids:
        size = sizes.get(grid.table.index)
        heads = [h for h in grid.heads if _SHARE_HEAD.search(squeeze(h.label))]
        if size is None or len(heads) != 1 or len(grid.heads) != 1 or grid.turned:
            continue
        cells = [(line, v) for line, v in grid.column(heads[0]) if not any(map(total_word, line.labels))]
        if sum(bool(_ANSWERS.search(line.label)) for line, _ in cells) < _TWO or not all(v.is_ratio for _, v in cells):
            continue
        made = [m for line, v in cells if (m := _possible(line, v, size)) is not None]
        if sum(m.holds for m in made) * 2 > len(made):
            yield from made


def _sizes(part: Part) -> Iterator[tuple[int, tuple[int, Paragraph]]]:
    """The one number of returned forms that the text right above a table tells."""
    near: list[Paragraph] = []
    for block in part.blocks:
        if isinstance(block, Paragraph):
            near = [*near, block][-_REACH:]
        elif isinstance(block, Table):
            found = [(int(m[1]), p) for p in near for m in _SIZE.finditer(p.text)]
            if found and len({n for n, _ in found[-1:]}) == 1:
                yield block.index, found[-1]
            near = near[-1:]


def _possible(line: Line, share: Value, size: tuple[int, Paragraph]) -> Recomputation | None:
    n = Decimal(size[0])
    power = 1 - n / Decimal(10) ** (share.decimals + 2)
    if power < _POWER:
        return None
    counts = {(share.number * n).to_integral_value(way) for way in (ROUND_FLOOR, ROUND_CEILING)}
    holds = any(quantities.div(Interval(k, k), Interval(n, n)).meets(share.span) for k in counts)
    near = "、".join(f"{k}÷{n:f}={(k / n * 100).quantize(Decimal('0.01'))}%" for k in sorted(counts))
    return Recomputation(
        kind=_K.IMPOSSIBLE,
        printed=share.figure,
        operands=(_base(size),),
        expression=f"以 {n:f} 份为基数，最接近的是 {near}，表中为 {shown(share.figure)}",
        expected=None,
        holds=holds,
        confidence=0.9 if power > Decimal("0.9") else 0.8,
        label=squeeze(line.label),
    )


def _base(size: tuple[int, Paragraph]) -> Figure:
    number, paragraph = size
    located = next(m for m in quantities.find(f"{number}份"))
    return Figure(
        id=f"n{paragraph.place.where}-{number}",
        quantity=located.quantity,
        name="有效问卷",
        place=paragraph.place,
        context=paragraph.text,
    )
