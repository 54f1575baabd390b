"""What is there at the end by what was there, came and went: 年初640顶，调拨使用285顶、报废12顶，年末353顶."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from docaudit.model import Interval, Recomputation, RecomputationKind
from docaudit.recompute.facts import depth
from docaudit.recompute.linear import adds_up
from docaudit.recompute.prose import Mention, Sentence, is_level
from docaudit.recompute.values import Value, like, shown
from docaudit.recompute.words import is_less, squeeze

_K = RecomputationKind
_OPENING = re.compile(r"(?:年初|期初|月初|上年末|上年底|上年结[转余存]|原有|年初结存)[\u4e00-\u9fff]{0,6}$")
_CLOSING = re.compile(r"(?:年末|期末|月末|年底|期满|目前|库存|结存|尚存|剩余|余)[\u4e00-\u9fff]{0,4}$")
_GONE = re.compile(r"治理|销号|整改|办结|化解|完成|分流|撤并|关停|淘汰|死亡|清退|核减|减少|损坏|归还")
_COME = re.compile(r"新|增|调入|购[入置进]|收入|收到|受理|投放|补充|招|转入|入库|排查|接收|捐赠|移入|征集|建成")
_CLAUSE = re.compile(r"[，,。；;：:、（()）\d]")
_LEAST = 2


def stocks(sentences: Sequence[Sentence]) -> Iterator[Recomputation]:
    """Recompute what a sentence says is there in the end from what was there before and every change that it tells."""
    for sentence in sentences:
        if sentence.reported or not re.search(r"初|上年|原有", sentence.text):
            continue
        made = _stock(sentence)
        if made is not None:
            yield made


def _stock(sentence: Sentence) -> Recomputation | None:
    levels = [m for m in sentence.mentions if is_level(m) and not depth(sentence, m) and not m.quantity.approximate]
    opening = next((m for m in levels if _OPENING.search(_words(sentence, m))), None)
    if opening is None or opening.value is None:
        return None
    alike = [m for m in levels if m.start > opening.start and m.dimension == opening.dimension and m.value is not None]
    closing = next((m for m in alike if _CLOSING.search(_words(sentence, m))), None)
    if closing is None or closing.value is None:
        return None
    terms: list[tuple[int, Value]] = [(1, opening.value)]
    for flow in alike[: alike.index(closing)]:
        sign = _sign(_words(sentence, flow))
        if sign is None or flow.value is None:
            return None
        terms.append((sign, flow.value))
    return _made(sentence, terms, closing, closing.value) if len(terms) >= _LEAST else None


def _words(sentence: Sentence, mention: Mention) -> str:
    """The words of the clause before a figure; those of the figure before it are not its own."""
    return _CLAUSE.split(sentence.before(mention, 14))[-1]


def _sign(words: str) -> int | None:
    """Whether a change adds (1) or takes away (-1); None where the words say neither or both."""
    less, more = is_less(words) or bool(_GONE.search(words)), bool(_COME.search(words))
    return None if less is more else (-1 if less else 1)


def _made(
    sentence: Sentence, terms: Sequence[tuple[int, Value]], closing: Mention, printed: Value
) -> Recomputation | None:
    number = sum((sign * v.number for sign, v in terms), Decimal(0))
    holds = adds_up(terms, printed)
    if not holds and not printed.number / 2 <= number <= printed.number * 2:
        return None
    text = shown(terms[0][1].figure) + "".join(f" {'+' if s > 0 else '−'} {shown(v.figure)}" for s, v in terms[1:])
    return Recomputation(
        kind=_K.DIFFERENCE,
        printed=closing.figure,
        operands=tuple(v.figure for _, v in terms),
        expression=f"{text} = {like(number, closing.quantity)}，文中为 {shown(closing.figure)}",
        expected=Interval(number, number),
        holds=holds,
        confidence=0.85,
        label=squeeze(_words(sentence, closing)) + shown(closing.figure),
    )
