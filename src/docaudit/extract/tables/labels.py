"""Rows of a form without a header: values beside their labels."""

from __future__ import annotations

from collections.abc import Iterator

from docaudit.extract.cells import distinct, is_blank, whole_quantity
from docaudit.extract.grid import is_field_row
from docaudit.extract.periods import period_of
from docaudit.extract.prose import stated_in
from docaudit.extract.roles import Stance, label_stance
from docaudit.extract.tables.draft import (
    MONEY_ROLES,
    QUALITATIVE_LENGTH,
    SIDE_ROLES,
    Draft,
    Frame,
    is_placeholder,
    is_total,
)
from docaudit.extract.units import completed, left_texts
from docaudit.extract.wording import clean
from docaudit.lexicon import HeaderRole, header_role, plain_header, plain_name, words
from docaudit.model import Cell, Quantity


def labelled_row(frame: Frame, r: int) -> Iterator[Draft]:
    """Labelled values: a whole text beside its label, the money of a form, or an indicator beside its value."""
    cells = [cell for cell in distinct(frame.region.rows[r]) if cell.row == r or cell.row_span == 1]
    for cell in cells:
        if is_blank(cell.text) or cell.row != r:
            continue
        labels = left_texts(frame.region, r, cell.column)
        if not labels:
            yield from _inline(frame, cell)
            continue
        label = plain_header(labels[-1])
        stance, _ = label_stance(f"{label}:", frame.setting)
        whole = whole_quantity(cell.text)
        role = frame.role_of(labels[-1])
        if whole is not None and role in (MONEY_ROLES | SIDE_ROLES):
            quantity = completed(whole, cell, frame.region, r, cell.column, frame.captions)
            stated = (MONEY_ROLES | SIDE_ROLES)[role]
            yield Draft(
                frame.spot(cell, 0),
                cell,
                plain_name(labels[-1]).rstrip(":："),
                stated,
                labels[:-1],
                quantity,
                period=period_of(label),
            )
        elif whole is not None:
            yield from _pair(frame, cell, r, labels, whole)
        elif stance in {Stance.TARGET, Stance.ACTUAL}:
            for item in stated_in(cell.text, stance, frame.setting):
                yield frame.from_sentence(cell, item, labels, None)
        elif (
            frame.stance.role is not None
            and stance is None
            and not is_field_row(frame.region.rows[r])
            and len(cell.text) <= QUALITATIVE_LENGTH
        ):
            for item in stated_in(cell.text, frame.stance, frame.setting, row=plain_name(labels[-1])):
                yield frame.from_sentence(cell, item, labels, None)


def _inline(frame: Frame, cell: Cell) -> Iterator[Draft]:
    """A cell that carries its own label (考核指标：1. 申请发明专利5项…)."""
    stance, _ = label_stance(cell.text, frame.setting)
    if stance in {Stance.TARGET, Stance.ACTUAL}:
        for item in stated_in(cell.text, stance, frame.setting):
            yield frame.from_sentence(cell, item, (), None)


def _pair(frame: Frame, cell: Cell, r: int, labels: tuple[str, ...], whole: Quantity) -> Iterator[Draft]:
    role = frame.stance.role
    name = _whole_name(frame, plain_name(labels[-1]).rstrip(":："), r, cell.column)
    if (
        role is None
        or is_field_row(frame.region.rows[r])
        or not clean(name)
        or is_placeholder(name)
        or is_total(labels)
    ):
        return
    if any(word in name for word in words().not_indicators) or header_role(name) in {
        HeaderRole.ORDER,
        HeaderRole.PERIOD,
    }:
        return
    quantity = completed(whole, cell, frame.region, r, cell.column, frame.captions)
    yield Draft(frame.spot(cell, 0), cell, name, role, labels[:-1], quantity, period=period_of(name), confidence=0.8)


def _whole_name(frame: Frame, name: str, r: int, column: int) -> str:
    """其中发明 behind 专利申请 is 其中发明专利申请."""
    if not name.startswith("其中"):
        return name
    before = [
        plain_name(cell.text) for cell in distinct(frame.region.rows[r][:column]) if whole_quantity(cell.text) is None
    ]
    parent = next((text for text in reversed(before) if text and not text.startswith("其中")), "")
    return name + parent if parent.startswith("专利") and "专利" not in name else name
