"""Columns whose header writes their formula in the marks of other columns: 缺编③=①-②, 加权得分C=A×B; and 其中 columns apart from their whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from docaudit.model import Interval, Recomputation, RecomputationKind
from docaudit.recompute.grid import Grid, Line
from docaudit.recompute.prose import bigrams
from docaudit.recompute.values import Value, decimals_of, plain, shown
from docaudit.recompute.words import squeeze

_K = RecomputationKind
_FORMULA = re.compile(
    r"(?P<own>[A-Z①-⑳]|[（(]\d{1,2}[)）])?[=＝](?P<terms>(?:[A-Z①-⑳]|[（(]\d{1,2}[)）])(?:[+＋\-－−–×*xX/÷](?:[A-Z①-⑳]|[（(]\d{1,2}[)）]))+)[)）]?$"
)
_TERM = re.compile(r"[A-Z①-⑳]|[（(]\d{1,2}[)）]|[+＋\-－−–×*x/÷]")
_MARK = re.compile(r"[（(]?([A-Z①-⑳]|\d{1,2})[)）]?$")
_SIGNS = {"＋": "+", "－": "-", "−": "-", "–": "-", "*": "×", "x": "×", "÷": "/"}
_OF_WHICH = re.compile(r"^其中[:：]?(?P<what>.{2,12}?)(?:[（(].*)?$")
_AGREE = 2


def header_formulas(grid: Grid) -> Iterator[Recomputation]:
    """Recompute such columns, where most of their rows follow what the header says."""
    marks = {mark: head for head in grid.heads if (mark := _mark(head)) is not None}
    for head in grid.heads:
        found = _FORMULA.search(_plain(head))
        if found is None or grid.turned:
            continue
        parts = [_SIGNS.get(part, part) for part in _TERM.findall(found["terms"])]
        names, signs = [part.strip("（()）") for part in parts[::2]], parts[1::2]
        if len(names) != len(signs) + 1 or any(name not in marks or marks[name] is head for name in names):
            continue
        rows = [
            (line, value, result)
            for line, value in grid.column(head)
            if (result := _reckoned(grid, line, [marks[name] for name in names], signs, value)) is not None
        ]
        right = sum(fits for _, _, (_, _, fits, _) in rows)
        if right < _AGREE or right <= len(rows) - right:
            continue
        for line, value, (number, operands, fits, text) in rows:
            yield _told(line, head, value, number, operands, text, signs, holds=fits)


def _plain(head: Line) -> str:
    """The header without white space, its circled numbers as they are: NFKC would make digits of them."""
    return "".join(head.label.split())


def _mark(head: Line) -> str | None:
    """The mark of a column: 编制数①, 权重A, 预算数（1）; that of a formula stands before its equals sign."""
    label = re.split(r"[=＝]", _plain(head))[0]
    found = _MARK.search(label)
    return found[1] if found is not None and (len(label) > len(found[0])) else None


def _reckoned(
    grid: Grid, line: Line, heads: list[Line], signs: list[str], printed: Value
) -> tuple[Decimal, list[Value], bool, str] | None:
    values = [grid.values.get((line.at, head.at)) for head in heads]
    operands = [value for value in values if value is not None]
    if len(operands) != len(heads):
        return None
    numbers = [_number(value) for value in operands]
    slack = _half(printed)
    result = numbers[0]
    for sign, number, value in zip(signs, numbers[1:], operands[1:], strict=True):
        if sign == "/" and not number:
            return None
        if sign in "×/":
            base = number if sign == "×" else 1 / number
            slack += abs(result) * _half(value) if sign == "×" else abs(result / number) * _half(value) / abs(number)
            result *= base
        else:
            result = result + number if sign == "+" else result - number
            slack += _half(value) if value.decimals else Decimal(0)
    own = _number(printed)
    ratio = printed.is_ratio or "/" in signs
    fits = any(
        abs(own * size - result) <= slack * max(size, Decimal(1)) for size in ((1, Decimal("0.01")) if ratio else (1,))
    )
    text = shown(operands[0].figure) + "".join(
        f" {'÷' if s == '/' else '−' if s == '-' else s} {shown(v.figure)}"
        for s, v in zip(signs, operands[1:], strict=True)
    )
    return result, operands, fits, text


def _number(value: Value) -> Decimal:
    return value.number if value.is_ratio else value.number / value.figure.quantity.factor


def _half(value: Value) -> Decimal:
    step = Decimal(1).scaleb(-decimals_of(value.figure.quantity)) / 2
    return step / 100 if value.is_ratio else step


def _told(
    line: Line,
    head: Line,
    value: Value,
    number: Decimal,
    operands: list[Value],
    text: str,
    signs: list[str],
    *,
    holds: bool,
) -> Recomputation:
    label = re.split(r"[=＝]", _plain(head))[0]
    kind = _K.SHARE if "/" in signs else _K.SUM if set(signs) == {"+"} else _K.DIFFERENCE
    if "×" in signs:
        kind = _K.SCORE if "分" in label else _K.SUM
    return Recomputation(
        kind=kind,
        printed=value.figure,
        operands=tuple(v.figure for v in operands),
        expression=f"{text} = {plain(number.quantize(Decimal('0.0001')))}，表中为 {shown(value.figure)}",
        expected=Interval(number, number),
        holds=holds,
        confidence=1.0 if holds else 0.9,
        label=f"{line.title}（{label}）",
    )


def apart_from_whole(grid: Grid) -> Iterator[Recomputation]:
    """其中：安全扣款 with 扣款率 between it and 考核扣款: no row's part is more than its whole."""
    for head in grid.heads:
        found = _OF_WHICH.match(squeeze(head.label))
        if found is None or grid.turned:
            continue
        said = bigrams(found["what"])
        wholes = [
            h
            for h in grid.heads
            if h.at < head.at
            and not squeeze(h.label).startswith("其中")
            and bigrams(squeeze(h.label)) & said
            and not any(v.is_ratio for _, v in grid.column(h))
        ]
        if not wholes or wholes[-1].at == head.at - 1:
            continue
        whole = wholes[-1]
        rows = [
            (line, v, w) for line, v in grid.column(head) if (w := grid.values.get((line.at, whole.at))) is not None
        ]
        rows = [(line, v, w) for line, v, w in rows if v.dimension == w.dimension or None in (v.dimension, w.dimension)]
        over = [row for row in rows if _number(row[1]) * _scale(row[1], row[2]) > _number(row[2])]
        if len(rows) - len(over) < _AGREE or 2 * len(over) >= len(rows):
            continue
        for line, part, all_ in rows:
            holds = (line, part, all_) not in over
            yield Recomputation(
                kind=_K.PART_WHOLE,
                printed=part.figure,
                operands=(all_.figure,),
                expression=f"其中一项 {shown(part.figure)} {'≤' if holds else '＞'} 总数 {shown(all_.figure)}",
                expected=None,
                holds=holds,
                confidence=0.9,
                label=f"{line.title}（{squeeze(head.label)}）",
            )


def _scale(part: Value, whole: Value) -> Decimal:
    """How many units of the whole one of the part is; bare numbers are in one unit."""
    if part.dimension is None or whole.dimension is None:
        return Decimal(1)
    return part.figure.quantity.factor / whole.figure.quantity.factor
