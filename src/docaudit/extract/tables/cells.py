"""One cell of a value column: a quantity, a sentence with several, or a qualitative value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from docaudit.extract.cells import one_line, whole_quantity
from docaudit.extract.figures import quantities_in
from docaudit.extract.naming import is_own_action, same_kind
from docaudit.extract.pairs import both_sides, result_first, two_numbers
from docaudit.extract.prose import stated_in
from docaudit.extract.roles import Stance
from docaudit.extract.signs import bounded, is_sign, signed
from docaudit.extract.spoken import Stated
from docaudit.extract.tables.draft import QUALITATIVE_LENGTH, Draft, Frame, is_placeholder
from docaudit.extract.units import completed
from docaudit.extract.wording import has_object
from docaudit.lexicon import HeaderRole, broader, core_name, spans, technical_unit
from docaudit.model import Cell, Period, Quantity, Role

_SPAN = re.compile(
    r"\s*(?:全年|每年|年均|年(?=\d)|新增|增加|每月|累计|合计|共计|共|总计|[两三四五]年|(?:19|20)\d\d\s*年底?前?|期末|期满)+[:：]?\s*"
)
_STATE = re.compile(r"[，,]?(?:未|无|均|全部|已|仍|尚|没有)[^\d，,。；;]{1,12}")
_PAIR = 2
_MIDWAY = "中期"
_VAGUE_TAILS = ("指标", "类", "方面", "情况", "成果", "目标", "内容", "任务", "产出", "效益")


def value_cell(
    frame: Frame, cell: Cell, r: int, j: int, name: str, role: Role, path: tuple[str, ...], period: Period | None
) -> Iterator[Draft]:
    """The claims of one cell: its quantity, those of its sentences, or its text as a qualitative value."""
    header = " ".join(frame.region.columns[j].headers)
    pair = two_numbers(cell.text, frame.region.columns[j].header)
    if pair:
        sides = (Role.TARGET, Role.ACTUAL)
        if result_first(frame.region.columns[j].header):
            sides = sides[::-1]
        if period is None and any(_MIDWAY in said for said in (*cell.place.headings, frame.captions)):
            period = Period(_MIDWAY, basis="interim")  # what was to be done by then, not the whole
        for number, side in zip(pair, sides, strict=True):
            quantity = completed(number.quantity, cell, frame.region, r, j, frame.captions)
            yield Draft(frame.spot(cell, number.start), cell, name, side, path, quantity, period=period, words=header)
        return
    whole = whole_quantity(cell.text) or _remarked(cell.text) or _dated(cell.text) or _with_state(cell.text)
    if whole is not None:
        quantity = _related(frame, completed(whole, cell, frame.region, r, j, frame.captions), r, j, role)
        start = next((item.start for item in quantities_in(cell.text)), 0)
        yield Draft(frame.spot(cell, start), cell, name, role, path, quantity, period=period, words=header)
        return
    if role not in {Role.TARGET, Role.ACTUAL, Role.BASELINE}:
        return
    stance = Stance.ACTUAL if role is Role.ACTUAL else Stance.TARGET
    vague = _vague(frame, name)
    said = [item for item in stated_in(cell.text, stance, frame.setting, row=name) if item.quantity is not None]
    found = _paired(said) if both_sides(frame.region.columns[j].header) else _sided(said, role)
    for i, item in enumerate(found):
        own = _own_name(item, name, vague=vague, first=i == 0, single=len(found) == 1)
        if len(found) == 1 and item.quantity is not None:
            item = replace(item, quantity=completed(item.quantity, cell, frame.region, r, j, frame.captions))
        yield replace(frame.from_sentence(cell, item, path, period), name=own)
    text = one_line(cell.text)
    if (
        not found
        and _WORDS.search(text)
        and len(text) <= QUALITATIVE_LENGTH
        and (not is_placeholder(text) or role is Role.BASELINE)
    ):
        yield Draft(
            frame.spot(cell, 0),
            cell,
            name,
            role,
            path,
            text=cell.text.strip(),
            period=period,
            words=header,
            confidence=0.9,
        )


def _related(frame: Frame, quantity: Quantity, r: int, j: int, role: Role) -> Quantity:
    """The quantity with the relation that stands beside it; what is so or was so has the one under its own header only."""
    row, columns = frame.region.rows[r], frame.region.columns
    if role is Role.TARGET:
        return bounded(quantity, row, j, (*frame.region.row_names(r, j), *reversed(columns[j].headers)))
    return signed(quantity, row, j) if j > 0 and columns[j].headers == columns[j - 1].headers else quantity


_WORDS = re.compile(r"\w")
"""A tick says that something holds, not what."""


def _sided(found: list[Stated], role: Role) -> list[Stated]:
    """The column's role for all values of a cell, unless the cell itself speaks of both sides (任务书：5项 完成：6项)."""
    sides = {item.role for item in found if item.explicit}
    if {Role.TARGET, Role.ACTUAL} <= sides or Role.BASELINE in sides:
        return found
    return [replace(item, role=role, explicit=True) for item in found]


def _paired(found: list[Stated]) -> list[Stated]:
    """Target and result in turn, where the words of the cell do not say which is which."""
    if len(found) != _PAIR or {item.role for item in found} == {Role.TARGET, Role.ACTUAL}:
        return found
    return [
        replace(item, role=role, explicit=True) for item, role in zip(found, (Role.TARGET, Role.ACTUAL), strict=True)
    ]


def _own_name(item: Stated, row: str, *, vague: bool, first: bool, single: bool) -> str:
    """The name of a value in a sentence inside the cell: the row's, unless the sentence names another thing."""
    if core_name(item.name) == core_name(row):
        return row
    if _rated(item, row):
        return item.name
    if vague:
        return item.name if has_object(item.name) or is_own_action(item.name) or len(item.name) >= 4 else row
    if single or (first and same_kind(item.name, row) and not _narrower(item.name, row)):
        return row
    return item.name if has_object(item.name) or len(item.name) >= 4 else row


def _rated(item: Stated, row: str) -> bool:
    """Whether the sentence states a rate of its own beside what the row counts (投诉率≤1% in the row 居家助餐)."""
    if item.quantity is None or item.quantity.dimension != "ratio" or not item.name.endswith(("率", "度", "占比")):
        return False
    return not set(pairwise(item.name)) & set(pairwise(row))


def _vague(frame: Frame, name: str) -> bool:
    """Whether the row's name is a heading of several indicators rather than one (知识产权指标)."""
    if name.endswith(("指标", "方面", "情况")) or quantities_in(name):
        return True
    return HeaderRole.NAME not in frame.roles and (name.endswith(_VAGUE_TAILS) or not has_object(name))


def is_apparatus(frame: Frame, r: int, j: int) -> bool:
    """Whether the cell holds only the sign or the unit of the value beside it, under the same header."""
    text = one_line(frame.region.rows[r][j].text)
    if is_sign(text):
        return True
    columns = frame.region.columns
    if j == 0 or columns[j].headers != columns[j - 1].headers or columns[j].role is None:
        return False
    return not any(char.isdigit() for char in text) and technical_unit(text) is not None


def _narrower(name: str, row: str) -> bool:
    """Whether the name says more than the row's: a narrower thing, or an action where the row has none."""
    things = [value for facet, value, _, _ in spans(name) if facet == "object"]
    classes = [value for facet, value, _, _ in spans(row) if facet == "object"]
    deeper = any(broader("object", above, thing) for above in classes for thing in things)
    return deeper or (is_own_action(name) and not is_own_action(row))


def _dated(text: str) -> Quantity | None:
    """The quantity behind words that only say over which time it is meant (全年不少于330天)."""
    match = _SPAN.match(text)
    return whole_quantity(text[match.end() :]) if match is not None else None


def _with_state(text: str) -> Quantity | None:
    """The quantity that opens a cell before words that say how it is (3600h未起泡, 24台已投运)."""
    found = quantities_in(text)
    if len(found) != 1 or text[: found[0].start].strip() or _STATE.fullmatch(text[found[0].end :].strip()) is None:
        return None
    return found[0].quantity


def _remarked(text: str) -> Quantity | None:
    """The quantity at the head of a cell whose rest is a remark without figures (218 J/g，已完成)."""
    head, _, rest = text.partition(next((char for char in text if char in "，,；;（(\n"), "\0"))
    if not rest or any(char.isdigit() for char in rest) or quantities_in(rest):
        return None
    return whole_quantity(head)
