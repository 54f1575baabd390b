"""Conditions on money that a paper states itself (每项资助不超过50万元, 资本金比例不低于20%), with the class each is for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from docaudit import quantities
from docaudit.checks.limits import GRANT, OWN
from docaudit.model import Cell, Figure, Paragraph, ParagraphKind, Part, Place, Quantity, Table

_CLASSED = re.compile(
    r"^(?P<kind>.{2,24}?(?:项目|单位|企业|机构))的?(?:每[个项家]|单[个项家])?(?P<subject>(?:年度)?[\u4e00-\u9fff与和]{2,20})$"
)
_PER_UNIT = re.compile(
    r"^(?:对)?(?:单[个项家支]|每[个项家支])(?P<kind>[\u4e00-\u9fff]{2,8}?)(?P<subject>(?:年度|申请)?(?:市级|省级|财政)*(?:补助|资助|支持|奖补|补贴)[\u4e00-\u9fff]{0,6})$"
)
_NO_CLASS = re.compile(r"^(?:申报|承担|项目|建设|实施|牵头|依托|申请|本|该)*(?:单位|项目|企业|机构)$")
_OF_CLASS = re.compile(r"(?:的项目|的单位|的企业|类项目|类单位)$")
_RATIO = re.compile(r"(\d+(?:\.\d+)?)\s*[：:∶]\s*(\d+(?:\.\d+)?)")
_PARTLY = re.compile(
    r"项目|年度|每[个项家支]|单[个项家支]|申报|承担|单位|经费|资金|额度|金额|比例|市级|省级|申请|之比|的"
)
_OWN, _GRANT = re.compile(OWN), re.compile(GRANT)


@dataclass(frozen=True, slots=True)
class Condition:
    """One bound: the class it is for ("" for all), what it bounds, and the number in 元, as a share or a quotient."""

    kind: str
    subject: str
    upper: bool
    number: Decimal
    unit: str
    """money, share or quotient."""
    words: str
    place: Place


def conditions(part: Part) -> list[Condition]:
    """Return the bounds that sentences of the paper set for amounts, shares and quotients of money."""
    found: list[Condition] = []
    for block in part.blocks:
        if isinstance(block, Paragraph) and block.kind is not ParagraphKind.TOC:
            for sentence in re.split(r"[。；;\n]", block.text):
                if "不" in sentence:
                    found += _of_sentence(sentence, block.place)
    return list(dict.fromkeys(found))


def _of_sentence(sentence: str, place: Place) -> Iterator[Condition]:
    subject = ""
    for spot in quantities.find(sentence):
        quantity = spot.quantity
        unit = _unit(quantity)
        bound = re.match(r"不得?低于|不得?少于|不得?超过|不超过?|不得?高于|不得?大于", quantity.text)
        lead = sentence[: spot.start]
        if unit is None or bound is None or re.search(r"实际|已|仅", lead[-12:]):
            continue
        clause = re.split(r"[，,：:、]", lead)[-1].strip()
        before = re.split(r"[，,：:、]", lead)[-2].strip() if re.search(r"[，,：:、]", lead) else ""
        kind = ""
        if found := (_PER_UNIT.match(clause) or _CLASSED.match(clause)):
            kind, subject = _NO_CLASS.sub("", found["kind"]), found["subject"]
        elif subject and not (_OWN.search(clause) or _GRANT.search(clause) or re.search(r"比例|之比|额|费", clause)):
            kind = clause
        else:
            subject = clause
            kind = before if _OF_CLASS.search(before) else ""
        if subject:
            upper = "超" in bound[0] or "高" in bound[0] or "大" in bound[0]
            words = f"{kind}{subject if kind != subject else ''}{quantity.text}"
            yield Condition(kind, subject, upper, _number(quantity), unit, words, place.quoting(sentence.strip()))


def _unit(quantity: Quantity) -> str | None:
    dimension = quantity.dimension or ""
    if dimension.startswith("money"):
        return "money"
    return {"ratio": "share", "ratio_of": "quotient"}.get(dimension)


def _number(quantity: Quantity) -> Decimal:
    if quantity.dimension == "ratio_of" and (found := _RATIO.search(quantity.text)) and Decimal(found[2]):
        return Decimal(found[1]) / Decimal(found[2])
    return quantity.value


def rows(part: Part, condition: Condition, rivals: list[Condition]) -> Iterator[tuple[str, Figure, Place]]:
    """Yield the figures of a column for what is bounded, in rows of the condition's class: row name, figure, place.

    A row is of a class when one of its short cells is a piece of the name of that class and of no rival's.
    """
    figures: dict[tuple[int | None, ...], Figure] = {
        (f.place.table, f.place.row, f.place.column): f for f in part.figures if f.place.table is not None
    }
    for table in part.blocks:
        if not isinstance(table, Table) or len(table.rows) < 3:
            continue
        columns = [j for j, cell in enumerate(table.rows[0]) if alike(condition.subject, cell.text)]
        if len(columns) != 1:
            continue
        for row in table.rows[1:]:
            cell = row[columns[0]]
            figure = figures.get((table.place.table, cell.place.row, cell.place.column))
            if (
                figure is None
                or re.match(r"合计|总计|小计|平均", row[0].text.strip())
                or not _of(row, condition, rivals)
            ):
                continue
            name = next((c.text.strip() for c in row if re.search(r"[\u4e00-\u9fff]{3}", c.text)), "")
            yield name, figure, cell.place.quoting(f"{name}，{cell.text}")


def _of(row: Sequence[Cell], condition: Condition, rivals: list[Condition]) -> bool:
    words = [cell.text.strip() for cell in row if 2 <= len(cell.text.strip()) <= 6 and not re.search(r"\d", cell.text)]
    if not condition.kind:
        return not any(rival.kind for rival in rivals)
    own = [w for w in words if w in condition.kind]
    return any(not any(w in rival.kind for rival in rivals if rival.kind != condition.kind) for w in own)


def alike(subject: str, head: str) -> bool:
    """Whether a column is about what a condition bounds: 自筹经费与财政资助之比 and 自筹与资助之比."""
    plain = re.sub(r"[（(][^（）()]*[)）]|\s", "", head)
    quotient = "之比" in subject or "比例" in subject
    if quotient != bool(re.search(r"之比|比例|占比|比$", plain)):
        return False
    left, right = _PARTLY.sub("", subject), _PARTLY.sub("", plain)
    if not left or not right:
        return False
    if left == right:
        return True
    sides = [bool(p.search(text)) for p in (_OWN, _GRANT) for text in (subject, plain)]
    return sides[0] == sides[1] and sides[2] == sides[3] and (sides[0] or sides[2]) and not re.search(r"其中|占", plain)
