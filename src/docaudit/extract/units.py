"""Units that stand apart from their number: in the name's brackets, a column header, a unit column, the caption."""

from __future__ import annotations

import re

from docaudit.extract.cells import bracketed_unit, is_blank, one_line, unit_of, whole_quantity
from docaudit.extract.grid import Region
from docaudit.lexicon import HeaderRole
from docaudit.model import Cell, Quantity, Table, Unit
from docaudit.quantities import with_unit

_CAPTION = re.compile(r"(?:计量|金额)?单位\s*[:：]\s*([^()（）\[\]【】\s。；;]{1,20})")
_OWN_UNIT = re.compile(r"[一-鿿A-Za-zμ℃°]{1,6}(?:[/·][一-鿿A-Za-z]{1,5})?")
_CHINESE = 0x4E00
_ASIDE = re.compile(r"[(（]\s*(?:金额)?单位\s*[:：]\s*([^()（）\[\]【】，,。；;]{1,8})[)）]")
_COUNTING = re.compile(r"(?:(人次|场次|台次|班次|架次|例次|批次|车次|航次|床日|人天|人月)|([人户家场件篇台套座辆])数)$")
_COUNTED = ("数", "数量", "个数", "家数", "人数", "次数", "项数", "件数", "序号", "编号", "排名", "名次", "年限")
_SCORED = ("分值", "权重", "得分", "标准分", "评分", "分数", "满分", "自评分", "打分")
_RATED = ("率", "占比", "比例", "比重", "增速", "增幅", "增长", "百分比", "同比", "环比", "比")
_MONEY = (
    "额",
    "金额",
    "资金",
    "经费",
    "投资",
    "收入",
    "支出",
    "费",
    "费用",
    "拨款",
    "预算数",
    "执行数",
    "决算数",
    "预算",
    "决算",
    "成本",
    "利润",
    "税",
    "产值",
    "合计",
)


def completed(quantity: Quantity, cell: Cell, region: Region, row: int, column: int, caption: str) -> Quantity:
    """The quantity with the unit that its surroundings give it; unchanged when it has one or none can be found."""
    if quantity.unit is not None:
        return quantity
    unit = _unit_of(cell, region, row, column, caption)
    return quantity if unit is None else with_unit(quantity, unit)


def captions_of(table: Table, region: Region) -> str:
    """What stands above a region and holds for all of it: caption, full-width rows, the money unit of the heading.

    四、投资估算（万元） speaks for a table below it that says no unit itself.
    """
    texts = [table.caption, *region.titles]
    if table.place.headings and not any(map(caption_units, texts)):
        heading = table.place.headings[-1].rstrip()
        unit = bracketed_unit(heading) if heading.endswith((")", "）")) else None
        if unit is not None and unit.dimension.startswith("money"):
            texts.append(f"单位：{unit.text}")
    return " ".join(texts)


def stated_unit(text: str) -> tuple[int, Unit] | None:
    """The money unit that a bracket in running text gives the bare figures behind it （单位：万元）, and where it ends."""
    match = _ASIDE.search(text)
    unit = unit_of(match.group(1)) if match is not None else None
    return (
        (match.end(), unit) if match is not None and unit is not None and unit.dimension.startswith("money") else None
    )


def caption_units(text: str) -> tuple[Unit, ...]:
    """The units of a 单位：万元 line; several when it names several (单位：家、万元)."""
    match = _CAPTION.search(one_line(text))
    if match is None:
        return ()
    whole = unit_of(match.group(1))
    if whole is not None:
        return (whole,)
    parts = [unit_of(part) for part in re.split(r"[、,，/]", match.group(1))]
    if "/" in match.group(1) and None in parts:
        return ()
    return tuple(unit for unit in parts if unit is not None)


def _unit_of(cell: Cell, region: Region, row: int, column: int, caption: str) -> Unit | None:
    if cell.unit is not None and (unit := unit_of(cell.unit)) is not None:
        return unit
    headers = region.columns[column].headers if column < len(region.columns) else ()
    for header in reversed(headers):
        if (unit := bracketed_unit(header)) is not None:
            return unit
    role = region.columns[column].role if column < len(region.columns) else None
    if role in {HeaderRole.WEIGHT, HeaderRole.SCORE, HeaderRole.RATE, HeaderRole.ORDER}:
        return None
    names = region.row_names(row, column) if region.headed else left_texts(region, row, column)
    beside = _unit_beside(region, row, column)
    if beside is not None:
        return beside
    unit_columns = [j for j in region.with_role(HeaderRole.UNIT) if j != column]
    if unit_columns:
        nearest = min(unit_columns, key=lambda j: (abs(j - column), j))
        if (unit := _as_written(region.rows[row][nearest].text)) is not None:
            return unit
    for name in reversed(names):
        if (unit := bracketed_unit(name)) is not None:
            return unit
    for j in region.names if region.headed else ():
        if (unit := bracketed_unit(region.columns[j].header)) is not None and unit.dimension.startswith("money"):
            return unit  # 资金（元） in the corner speaks for all amounts of the block
    return _from_caption(headers, names, (caption, *region.titles)) or _counting(names, headers)


def _as_written(text: str) -> Unit | None:
    """The unit in a column of units: one that the vocabulary knows, else the words themselves (自然箱/小时, 个工作面)."""
    said = one_line(text)
    known = unit_of(said)
    if known is not None or is_blank(said) or _OWN_UNIT.fullmatch(said) is None:
        return known
    kind = "other" if any(ord(char) < _CHINESE for char in said) else "count"
    return Unit(said, said, f"{kind}.{said}")


def _counting(names: tuple[str, ...], headers: tuple[str, ...]) -> Unit | None:
    """The unit that the end of a name counts in: 培训人次, 参训人数, 服务家数; the name of the row before the column's."""
    for text in (*reversed(names), *reversed(headers)):
        match = _COUNTING.search(text.strip())
        if match is not None:
            return unit_of(match.group(1) or match.group(2))
    return None


def _unit_beside(region: Region, row: int, column: int) -> Unit | None:
    """The unit right of a value where one header covers number and unit (指标值: ≥ | 800 | 亩)."""
    if not region.headed or column + 1 >= len(region.columns):
        return None
    if region.columns[column].headers != region.columns[column + 1].headers:
        return None
    return unit_of(one_line(region.rows[row][column + 1].text))


def left_texts(region: Region, row: int, column: int) -> tuple[str, ...]:
    """The label cells left of a value in a row without header: back to the value before it."""
    texts: list[str] = []
    own = region.rows[row][column]
    cells: list[Cell] = []
    for j in range(column - 1, -1, -1):
        cell = region.rows[row][j]
        if cell is own or any(cell is other for other in cells):
            continue
        cells.append(cell)
        text = one_line(cell.text)
        if not text:
            continue
        if whole_quantity(text) is not None:
            if texts:
                break
            continue
        texts.append(text)
    return tuple(reversed(texts))


def _from_caption(headers: tuple[str, ...], names: tuple[str, ...], captions: tuple[str, ...]) -> Unit | None:
    units = next((found for found in map(caption_units, captions) if found), ())
    if not units:
        return None
    said = [header.rstrip(")）").split("(")[0].split("（")[0] for header in (*reversed(headers), *reversed(names))]
    for text in said:
        if text.endswith(_RATED + _SCORED):
            return None
        if text.endswith(_COUNTED) and not text.endswith(("预算数", "执行数", "决算数", "到位数", "拨付数", "支出数")):
            return next((unit for unit in units if unit.dimension.startswith("count")), None)
        if text.endswith(_MONEY):
            return next((unit for unit in units if unit.dimension.startswith("money")), units[0])
    return units[0] if len(units) == 1 else None
