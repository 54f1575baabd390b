"""Sums of the lines of a table that the text names: 支出4450万元，方向包括A、B、C、D; and rates of payment that make 100%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from docaudit.model import Interval, Recomputation, RecomputationKind
from docaudit.recompute.facts import Facts, same_kind
from docaudit.recompute.grid import Grid
from docaudit.recompute.linear import adds_up
from docaudit.recompute.listed_sums import listed_sum
from docaudit.recompute.prose import Mention, Sentence, is_level, is_percent
from docaudit.recompute.values import Value, shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_NAMES = re.compile(r"^[^。；;]{0,24}?(?:包括|分为|涉及|涵盖|投向|用于|包含)(?P<names>[^。；;，,：:]{6,120})")
_JOIN = re.compile(r"[、和及与]|以及")
_PAID = re.compile(r"拨付|支付|付款|兑付|发放|付清|结算")
_EACH = re.compile(r"(?P<who>[^，,。；;：:]{2,30}?)(?:分别|各)[\u4e00-\u9fff]{0,6}$")
_WHOLE = Interval(Decimal(1), Decimal(1))
_LEAST, _MOST = 2, 12
_SURE = 3


def named_rows(facts: Facts, grids: Sequence[Grid], decided: Mapping[str, Recomputation]) -> Iterator[Recomputation]:
    """Verify totals by the lines that their sentence names, and payments in percent that are all there is to pay."""
    tables = [grid for grid in grids if not grid.turned]
    for sentence in facts.sentences:
        if sentence.reported:
            continue
        if (made := _payments(sentence, decided)) is not None:
            yield made
        for mention in sentence.mentions:
            open_ = mention.figure.id not in decided and is_level(mention) and mention.value is not None
            if open_ and mention.value is not None and mention.value.digits >= _SURE:
                made = _of_lines(sentence, mention, mention.value, tables)
                if made is not None:
                    yield made


def _of_lines(sentence: Sentence, whole: Mention, printed: Value, grids: Sequence[Grid]) -> Recomputation | None:
    said = _NAMES.match(sentence.text[whole.end :])
    names = (
        [squeeze(name) for name in _JOIN.split(re.sub(r"\s*\d+\s*[\u4e00-\u9fff]{1,2}$", "", said["names"]))]
        if said
        else []
    )
    if not _LEAST <= len(names) <= _MOST or len(set(names)) != len(names):
        return None
    for grid in grids:
        lines = {squeeze(line.label): line for line in grid.lines}
        if any(name not in lines for name in names):
            continue
        for head in grid.heads:
            values = [grid.values.get((lines[name].at, head.at)) for name in names]
            cells = [v for v in values if v is not None]
            fitting = len(cells) == len(names) and all(same_kind(v, printed) for v in cells)
            if fitting and adds_up([(1, v) for v in cells], printed):
                return listed_sum(sentence, whole, cells, holds=True, confidence=0.9)
    return None


def _payments(sentence: Sentence, decided: Mapping[str, Recomputation]) -> Recomputation | None:
    """立项当年拨付60%，中期和验收后分别拨付20%: 分别 counts its figure as often as there are things before it."""
    if not _PAID.search(sentence.text):
        return None
    shares = [m for m in sentence.mentions if is_percent(m) and m.value is not None and m.quantity.growth is None]
    if not _LEAST <= len(shares) <= _MOST or shares[-1].figure.id in decided:
        return None
    added, terms, several = Decimal(0), [], False
    for mention in shares:
        clause = squeeze(sentence.clause(mention))
        if mention.value is None or not _PAID.search(clause):
            return None
        each = _EACH.search(clause)
        times = len(_JOIN.split(each["who"])) if each is not None else 1
        several = several or times > 1
        added += times * mention.value.number
        terms.append(shown(mention.figure) + (f" × {times}" if times > 1 else ""))
    if not several or added != 1:
        return None
    return Recomputation(
        kind=_K.SUM,
        printed=shares[-1].figure,
        operands=tuple(m.figure for m in shares[:-1]),
        expression=f"{' + '.join(terms)} = 100%",
        expected=_WHOLE,
        holds=True,
        confidence=0.85,
        label=squeeze(sentence.clause(shares[-1]))[-14:] + shown(shares[-1].figure),
    )
