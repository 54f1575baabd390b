"""Lists in running text: counts against what is counted up, weights that make 100%, sources of funds, 折合, parts of a named whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from docaudit import quantities
from docaudit.model import Interval, Paragraph, Part, Recomputation, RecomputationKind
from docaudit.recompute.breakdowns import among, converted, rest, run_on, sources, wrong_unit
from docaudit.recompute.facts import Facts, content, depth
from docaudit.recompute.linear import adds_up
from docaudit.recompute.listed_sums import listed_sum
from docaudit.recompute.prose import Mention, Sentence, is_count, is_level, is_percent
from docaudit.recompute.values import shown, total
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_ITEM = re.compile(r"(?:^|[：:；;，,、。\s])(?:(\d{1,2})[.、．)）](?!\d)|[（(](\d{1,2})[)）]|([①-⑳]))")
_OPENS = re.compile(r"^[^。；;]{0,30}?(?:[：:]|如下|包括|分别是|分别为)")
_PER_CENT_TOTAL = re.compile(
    r"(?:(?P<many>[两二三四五六七八九十\d]+)项)?(?P<what>权重|占比|比例|分值)?(?:合计|共计|总计|之和(?:为|等于)?)(?:为)?$"
)
_TOTAL = re.compile(r"(?:合计|共计|总计)")
_NOT_ITEMS = re.compile(r"其中|比上年|较上年|目标|计划|预算|增长|增加|减少|超过|平均")
_NOT_COUNTED = {
    "年",
    "月",
    "天",
    "日",
    "小时",
    "岁",
    "分",
    "万元",
    "元",
    "亿元",
    "倍",
    "次",
    "人",
    "人次",
    "名",
    "家次",
}
_REACH = 30


def lists(part: Part, facts: Facts, decided: Mapping[str, Recomputation]) -> Iterator[Recomputation]:
    """Recompute the lists of a part whose totals no other relation has settled."""
    yield from _counted(part, facts)
    for i, sentence in enumerate(facts.sentences):
        if sentence.reported:
            continue
        for mention in sentence.mentions:
            if mention.value is None:
                continue
            settled = decided.get(mention.figure.id)
            made = None
            if is_percent(mention):
                made = _hundred(sentence, mention)
            elif is_level(mention):
                made = converted(sentence, mention)
                made = made or wrong_unit(sentence, mention)
                if settled is None:
                    made = made or _strewn(sentence, mention)
                if settled is None or settled.kind is _K.SUM:
                    made = made or sources(sentence, mention)
                    made = made or sources(run_on(sentence, facts.sentences[i + 1 : i + 2]), mention)
                if settled is None:
                    made = made or rest(sentence, mention)
                made = made or among(facts, i, mention)
            if made is not None:
                yield made


def _counted(part: Part, facts: Facts) -> Iterator[Recomputation]:
    """共7场：1.…；2.…: the number of items that follow it, in the paragraph or as paragraphs of their own."""
    texts = [(b.text, b.place) for b in part.blocks if isinstance(b, Paragraph)]
    at = {place.paragraph: k for k, (_, place) in enumerate(texts) if place.paragraph is not None}
    for sentence in facts.sentences:
        if sentence.place.table is not None or sentence.reported:
            continue
        opened = [m for m in sentence.mentions if is_count(m) and m.value is not None and _opens_list(sentence, m)]
        if not opened:
            continue
        mention = opened[-1]
        k = None if sentence.place.paragraph is None else at.get(sentence.place.paragraph)
        text = texts[k][0] if k is not None else sentence.verbatim
        start = text.find(sentence.verbatim.strip())
        if start < 0:
            continue
        tail = text[start + mention.end - (len(sentence.text) - len(sentence.text.lstrip())) :]
        numbers = _numbers(tail)
        if len(numbers) < 2 and k is not None:
            after = [t for t, _ in texts[k + 1 : k + 1 + _REACH]]
            numbers = _leading(after) if re.search(r"[：:]\s*$|如下", tail) else []
        if len(numbers) < 2 or numbers != list(range(1, len(numbers) + 1)):
            continue
        count = mention.value.number if mention.value is not None else Decimal(0)
        if not 0 < count <= 3 * len(numbers):
            continue
        yield Recomputation(
            kind=_K.COUNT_LIST,
            printed=mention.figure,
            operands=(),
            expression=f"文中为 {shown(mention.figure)}，其后逐项列出 {len(numbers)} 项",
            expected=Interval(Decimal(len(numbers)), Decimal(len(numbers))),
            holds=count == len(numbers),
            confidence=0.85,
            label=squeeze(sentence.clause(mention))[-16:] + shown(mention.figure),
        )


def _opens_list(sentence: Sentence, mention: Mention) -> bool:
    unit = mention.quantity.unit
    if unit is None or unit.canonical in _NOT_COUNTED or depth(sentence, mention) > 0:
        return False
    tail = sentence.text[mention.end :]
    return bool(_OPENS.match(tail)) and not re.match(r"[^：:]*\d[^：:]*[：:]", tail)


def _numbers(text: str) -> list[int]:
    found: list[int] = []
    for item in _ITEM.finditer(text):
        number = int(item[1] or item[2]) if item[1] or item[2] else ord(item[3]) - ord("①") + 1
        if number == len(found) + 1:
            found.append(number)
        elif number == 1 and found:
            break
    return found


def _leading(texts: list[str]) -> list[int]:
    """The numbers that paragraphs start with, as far as they count up."""
    found: list[int] = []
    for text in texts:
        item = _ITEM.match(text.strip())
        if item is None:
            if found and len(text) < 2 * _REACH:
                break
            if not found:
                break
            continue
        number = int(item[1] or item[2]) if item[1] or item[2] else ord(item[3]) - ord("①") + 1
        if number != len(found) + 1:
            break
        found.append(number)
    return found


def _strewn(sentence: Sentence, whole: Mention) -> Recomputation | None:
    """A420万元（占28%）、B360万元（占24%），合计780万元; A立项32项、经费640万元，…合计立项70项、经费1400万元."""
    lead = re.split(r"[，,。；;：:\n]", sentence.text[: whole.start])[-1]
    said = _TOTAL.search(lead)
    if said is None or whole.dimension is None or depth(sentence, whole) > 0:
        return None
    wanted = content(re.split(r"\d", lead[said.end() :])[-1].split("、")[-1])
    items: list[Mention] = []
    for mention in sentence.mentions[: whole.nth]:
        if not is_level(mention) or mention.dimension != whole.dimension or depth(sentence, mention) > 0:
            continue
        if mention.start >= whole.start - len(lead):
            continue
        if wanted and not wanted & content(sentence.before(mention, 12)):
            continue
        items.append(mention)
    values = [m.value for m in items if m.value is not None]
    if len(values) < 2 or whole.value is None or _NOT_ITEMS.search(sentence.text[: whole.start]):
        return None
    added = sum((v.number for v in values), Decimal(0))
    holds = adds_up([(1, v) for v in values], whole.value)
    close = whole.value.number and abs(added - whole.value.number) / whole.value.number <= Decimal("0.1")
    if not holds and (len(values) < 3 or not close):
        return None
    return listed_sum(sentence, whole, values, holds=holds, confidence=0.82, units=True)


def _hundred(sentence: Sentence, whole: Mention) -> Recomputation | None:
    """50%与…、30%与…、25%…，三项权重合计100%."""
    said = _PER_CENT_TOTAL.search(sentence.before(whole, 14))
    if said is None or whole.value is None:
        return None
    items = [
        m for m in sentence.mentions[: whole.nth] if is_percent(m) and m.quantity.growth is None and m.value is not None
    ]
    many = said["many"]
    count = None if many is None else quantities.whole(many) or None
    if len(items) < 2 or (count is not None and count != len(items)) or (count is None and said["what"] is None):
        return None
    values = [m.value for m in items if m.value is not None]
    span = total(v.span for v in values)
    added = sum((v.number for v in values), Decimal(0))
    off = abs(added - whole.value.number)
    holds = span.meets(whole.value.span) or off <= Decimal(len(values)) * Decimal("0.0005")
    if not holds and off > Decimal("0.3"):
        return None
    kind = _K.WEIGHT_TOTAL if said["what"] in ("权重", "分值") else _K.SUM
    return listed_sum(sentence, whole, values, holds=holds, confidence=0.9, kind=kind, units=True)
