"""Relations that stand apart from the number: in a cell of their own (关系符 | 指标值), behind a name (钻进深度（≥）)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from docaudit.extract.cells import distinct, one_line, whole_quantity
from docaudit.model import Cell, Quantity, Relation

_SIGNS = frozenset(
    [
        "≥",
        "≤",
        "=",
        ">",
        "<",
        "＝",
        "≧",
        "≦",
        ">=",
        "<=",
        "＞",
        "＜",
        "定性",
        "大于等于",
        "小于等于",
        "等于",
        "大于",
        "小于",
        "不少于",
        "不低于",
        "不超过",
        "不高于",
        "不小于",
        "不大于",
    ]
)
_BOUNDS = "|".join(sorted((sign for sign in _SIGNS if sign not in {"定性", "=", "＝", "等于"}), key=len, reverse=True))
_BEHIND = re.compile(
    rf"(?:[（(](?:[^（）()]*[，,、；;\s])?\s*({_BOUNDS})\s*(?:[，,、；;][^（）()]*)?[）)]|(?<=\w)\s*({_BOUNDS}))\s*(?:[（(][^（）()]{{1,10}}[）)])?$"
)
_REACH = 2
"""How many cells to the left a sign may stand."""


def is_sign(text: str) -> bool:
    """Whether a cell says nothing but a relation, or that the indicator has none (定性)."""
    return text in _SIGNS


def signed(quantity: Quantity, row: tuple[Cell, ...], column: int) -> Quantity:
    """The quantity with the relation from a cell to its left; one behind another number belongs to that number."""
    if quantity.relation is not Relation.EQ:
        return quantity
    for k in range(column - 1, max(column - 1 - _REACH, -1), -1):
        sign = one_line(row[k].text)
        if not is_sign(sign):
            if whole_quantity(sign) is not None:
                return quantity
            continue
        return _bounded(quantity, sign)
    return quantity


def bounded(quantity: Quantity, row: tuple[Cell, ...], column: int, names: Iterable[str]) -> Quantity:
    """A target with the relation that its row or its headers give: a cell to its left, or the end of one of `names`.

    The one sign of a row holds for all its targets (方向 | 中期 | 期末).
    """
    if quantity.relation is not Relation.EQ:
        return quantity
    near = signed(quantity, row, column)
    if near.relation is not Relation.EQ:
        return near
    said = [sign for cell in distinct(row[:column]) if is_sign(sign := one_line(cell.text))]
    said = said if len(said) == 1 else [sign for name in names if (sign := sign_behind(name))]
    return _bounded(quantity, said[0]) if said else quantity


def sign_behind(name: str) -> str:
    """The relation at the end of a name or in a bracket there: 钻进深度（≥）, 满意度（%，≥）, 误差≤; "" without one."""
    match = _BEHIND.search(one_line(name))
    return match[1] or match[2] if match is not None else ""


def _bounded(quantity: Quantity, sign: str) -> Quantity:
    bound = whole_quantity(f"{sign}{quantity.number}")
    if bound is None:
        return quantity
    return replace(quantity, relation=bound.relation, low=bound.low, high=bound.high)
