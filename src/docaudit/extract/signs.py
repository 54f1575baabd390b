"""Relations that stand in a cell of their own beside the number: 关系符 | 指标值."""

from __future__ import annotations

from dataclasses import replace

from docaudit.extract.cells import one_line, whole_quantity
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
    ]
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
        bound = whole_quantity(f"{sign}{quantity.number}")
        if bound is not None:
            return replace(quantity, relation=bound.relation, low=bound.low, high=bound.high)
    return quantity
