"""Read fields from tables: pairs of label and value in any number of columns, headers over one row, totals of funds and scores."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from docaudit.model import Cell, Table
from docaudit.profiles.labels import FALLBACK, Found, Labels, has_colon
from docaudit.profiles.lines import LineReader
from docaudit.profiles.words import label, remark, squash

_MONEY_UNIT = re.compile(r"万美元|美元|亿元|千元|万元|元")
_HEADER_ROWS = 8
_PAIR = 2
_OLD = re.compile(r"原(?!因)[\u4e00-\u9fff]{1,7}|(?:变更|调整|修改|修订)之?前[\u4e00-\u9fff]{0,4}")
_NEW = re.compile(
    r"(?:同意|批准|核准|拟|现|申请)?(?:调整|变更|修改|修订)(?:之?后[\u4e00-\u9fff]{0,4}|[为至到成])|(?:核定|批准|批复|核准|同意)为?"
)
"""How a comparison of before and after heads its columns: 原任务书 | 同意调整为."""
_NAME_AND_CODE = {"project_name", "project_code"}
_BELOW_INDICATORS = {"grade", "total_score", "conclusion", "report_date", "leader", "document_number"}
"""What a form may still state below its table of indicators, where 完成时间 is an indicator and no date."""


class GridReader:
    """Reads the labelled values of one table at a time."""

    def __init__(self, labels: Labels, lines: LineReader) -> None:
        self._labels = labels
        self._lines = lines

    def read(self, table: Table) -> Iterator[Found]:
        """Yield the fields of a table in reading order, its totals last."""
        rows = [_distinct(row) for row in table.rows]
        new = self._new_values(rows)
        if new is not None:
            yield from self._changed(rows, *new)
            return
        form = sum(row[0].row == i and self._labels.of(row[0].text) is not None for i, row in enumerate(rows)) > 1
        totals = list(self._totals(rows, table))
        scores = list(self._score(rows))
        taken = {row for row, _ in totals}
        indicators = False
        for i, row in enumerate(rows):
            for cell in row:
                if cell.row == i and has_colon(cell.text):
                    yield from self._lines.line(cell.text, cell.place)
            if i in taken:
                continue
            indicators = indicators or sum(label(cell.text) in self._labels.indicator_headers for cell in row) > 1
            headed = self._labels.is_header(row) or self._heads_one(rows, i)
            found = self._below(rows, i) if headed else self._beside(row, i, table)
            for item in found:
                if item.rank == FALLBACK and not form and len(row) > _PAIR and len(rows) > 1:
                    continue
                if (not indicators or item.name in _BELOW_INDICATORS) and not (scores and item.name == "total_score"):
                    yield item
        yield from (item for _, item in totals)
        yield from scores

    def _beside(self, row: Sequence[Cell], i: int, table: Table | None) -> Iterator[Found]:
        """Yield the values right of their labels: 项目名称 | 甲, 项目负责人 | 姓名 | 乙."""
        specs = [self._labels.of(cell.text) for cell in row]
        if any({a, b} == _NAME_AND_CODE for a, b in pairwise(spec[0] if spec else "" for spec in specs)):
            return  # a header: 项目编号 | 项目名称 | 服务企业
        k = 0
        while k < len(row):
            cell = row[k]
            k += 1
            spec = self._labels.of(cell.text)
            if spec is None or k >= len(row):
                continue
            name, rank = spec
            within = {label(word) for word in self._labels.specs[name].within}
            unit = remark(cell.text) or next((u for c in row[: k - 1] if (u := _bracket_unit(c.text))), "")
            if label(row[k].text) in within and k + 1 < len(row):
                k += 1
            elif cell.row != i:
                continue
            target = row[k]
            if (target.row != i and cell.row_span == 1) or not self._labels.is_value(target.text):
                continue
            unit = unit or target.unit or (_caption_unit(table) if table is not None else "")
            yield from self._labels.made(name, target.text, unit, target.place.quoting(target.text), rank)
            k += 1

    def _heads_one(self, rows: Sequence[Sequence[Cell]], i: int) -> bool:
        """Whether a row begins with two labels side by side and heads the one row below it, whatever its other words are."""
        if i + 2 != len(rows) or len(rows[i]) != len(rows[i + 1]) or len(rows[i]) <= _PAIR:
            return False
        if any(self._labels.of(cell.text) for cell in rows[i + 1]):
            return False
        heads = [
            ((spec := self._labels.of(cell.text)) is not None and spec[0])
            or label(cell.text) in self._labels.list_headers
            for cell in rows[i]
        ]
        return any("project_name" in pair and all(pair) for pair in pairwise(heads))

    def _new_values(self, rows: Sequence[Sequence[Cell]]) -> tuple[int, int] | None:
        """Return header row and column of the values after a change: 变更事项 | 变更前 | 变更后."""
        for i, row in enumerate(rows[:_HEADER_ROWS]):
            old = [cell for cell in row if _heads(cell, self._labels.old_headers, _OLD)]
            new = [cell for cell in row if _heads(cell, self._labels.new_headers, _NEW)]
            if len(old) == len(new) == 1:
                return i, new[0].column
        return None

    def _changed(self, rows: Sequence[Sequence[Cell]], head: int, column: int) -> Iterator[Found]:
        """Yield the new value of every row of a comparison that names a field, then what the form above it states besides."""
        new: set[str] = set()
        for i, row in enumerate(rows[head + 1 :], head + 1):
            spec = next((s for cell in row if cell.column < column and (s := self._labels.of(cell.text))), None)
            cell = next((cell for cell in row if cell.column <= column < cell.column + cell.column_span), None)
            if spec is not None and cell is not None and cell.row == i and self._labels.is_value(cell.text):
                unit = remark(cell.text) or cell.unit or ""
                for item in self._labels.made(spec[0], cell.text, unit, cell.place.quoting(cell.text), spec[1]):
                    new.add(item.name)
                    yield item
        for i, row in enumerate(rows[:head]):
            yield from (item for item in self._beside(row, i, None) if item.name not in new)

    def _below(self, rows: Sequence[Sequence[Cell]], i: int) -> Iterator[Found]:
        """Yield the values under a header row that has exactly one row of data."""
        if i + 1 >= len(rows) or len(rows[i + 1]) != len(rows[i]) or self._labels.is_header(rows[i + 1]):
            return
        if i + 2 < len(rows) and len(rows[i + 2]) == len(rows[i]) and not self._labels.of(rows[i + 2][0].text):
            return
        for head, cell in zip(rows[i], rows[i + 1], strict=True):
            spec = self._labels.of(head.text)
            if spec is not None and cell is not head:
                unit = remark(head.text) or cell.unit or ""
                yield from self._labels.made(spec[0], cell.text, unit, cell.place.quoting(cell.text), spec[1])

    def _totals(self, rows: Sequence[Sequence[Cell]], table: Table) -> Iterator[tuple[int, Found]]:
        """Yield row and amount of the total of a funding table: 年度资金总额 | 200 | 200 | 180 under 年初预算数 | 全年预算数 | 全年执行数."""
        heads: dict[int, tuple[str, str]] = {}
        head_unit = ""
        for i, row in enumerate(rows):
            names = self._fund_columns(row)
            if len(names) > 1:
                heads = names
                head_unit = next((u for cell in row if (u := _bracket_unit(cell.text))), "")
                continue
            if not heads or not any(label(c.text) in self._labels.total_rows for c in row if c.column < min(heads)):
                continue
            row_unit = next((u for cell in row if (u := _bracket_unit(cell.text))), head_unit) or _caption_unit(table)
            for cell in row:
                if cell.column in heads and cell.row == i:
                    name, own = heads[cell.column]
                    money = self._labels.specs[name].value == "money"
                    unit = _bracket_unit(f"({own})") or (row_unit if money else "") or cell.unit or ""
                    for item in self._labels.made(name, cell.text, unit, cell.place.quoting(cell.text), 0):
                        yield i, item
            heads = {}

    def _fund_columns(self, row: Sequence[Cell]) -> dict[int, tuple[str, str]]:
        """Return field and unit by column if a row heads columns of funds."""
        found: dict[int, tuple[str, str]] = {}
        for cell in row:
            spec = self._labels.of(cell.text)
            if spec is not None and self._labels.specs[spec[0]].value in {"money", "percent"}:
                found[cell.column] = (spec[0], remark(cell.text))
        return found

    def _score(self, rows: Sequence[Sequence[Cell]]) -> Iterator[Found]:
        """Yield the total in the score column of a table of indicators: 总分 | 100 | 99.50."""
        column: int | None = None
        for i, row in enumerate(rows):
            if sum(label(cell.text) in self._labels.indicator_headers for cell in row) > 1:
                heads = [cell.column for cell in row if label(cell.text) in self._labels.score_headers]
                column = heads[-1] if heads else None
            elif column is not None and label(row[0].text) in self._labels.score_rows and row[0].row == i:
                for cell in row:
                    if cell.column == column:
                        yield from self._labels.made("total_score", cell.text, "", cell.place.quoting(cell.text), 0)


def _heads(cell: Cell, words: frozenset[str], shape: re.Pattern[str]) -> bool:
    return (bare := label(cell.text)) in words or shape.fullmatch(bare) is not None


def _distinct(row: Sequence[Cell]) -> list[Cell]:
    seen: list[Cell] = []
    for cell in row:
        if not seen or seen[-1] is not cell:
            seen.append(cell)
    return seen


def _bracket_unit(text: str) -> str:
    """Return the unit of money that a label or a header carries in brackets."""
    found = _MONEY_UNIT.search(remark(text))
    return found.group() if found else ""


def _caption_unit(table: Table) -> str:
    found = re.search(r"单位:(\w{0,2}元)", squash(table.caption))
    return found.group(1) if found else ""
