"""Read the labelled fields of a form.

Field names (English snake_case; the vocabulary lists the labels): project_name, project_code, parent_project, programme, undertaker,
partners, leader, department, client, recommender, office, start, end, approval_date, approval_year, signing_date, report_date, acceptance_date,
evaluated_period, total_budget, fiscal_budget, self_funding, budget_previous, budget_initial, budget_adjusted, arrived, spent,
execution_rate, grade, total_score, conclusion, document_number; `year` is the year in brackets under a title.

Values are as printed, except that dates are ISO as precise as printed, and that a bare amount takes the unit its label or
table states (总经费（万元）| 200 gives 200万元).  The place quotes the verbatim words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from docaudit.model import Block, Cell, Field, Heading, Paragraph, ParagraphKind, Place, Table
from docaudit.profiles.schema import FieldSpec, FieldVocabulary
from docaudit.profiles.values import value_of
from docaudit.profiles.words import label, remark, squash, squash_with_origin, without_numbering

_LABEL_LENGTH = 20
_CHAPTER = 2
_HEADER_LIKE = re.compile(r"(?:名称|编号|代码|单位|负责人|时间|日期|期限|年限|金额|经费|类别|类型|数|率)$")
_NEXT_LABEL = re.compile(r"(?:\s{2,}|[\t　;；])\s*[^\s:：;；。，,]{1,14}(?:\s[^\s:：;；。，,]{1,6}){0,5}\s*[:：]")
_ENDS = re.compile(r"[\n\t；;。]")
_MONEY_UNIT = re.compile(r"万美元|美元|亿元|千元|万元|元")


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    value: str
    place: Place
    rank: int
    """0 for a proper label, 1 for a fallback label or words in prose."""
    chapter: int


class FormReader:
    """Reads fields with one vocabulary, in which a profile may have its own labels."""

    def __init__(self, vocabulary: FieldVocabulary, own: dict[str, FieldSpec] | None = None) -> None:
        self.vocabulary = vocabulary
        self.specs = {**vocabulary.fields, **(own or {})}
        self._labels: dict[str, tuple[str, int]] = {}
        replaced = {label(word) for spec in (own or {}).values() for word in (*spec.labels, *spec.fallback)}
        for name, spec in self.specs.items():
            for rank, words in enumerate((spec.labels, spec.fallback)):
                for word in words:
                    key = label(word)
                    if key in replaced and name not in (own or {}):
                        continue
                    self._labels.setdefault(key, (name, rank))
        self._list_headers = {label(word) for word in vocabulary.list_headers}
        self._total_rows = {label(word) for word in vocabulary.total_rows}

    @cached_property
    def _inline(self) -> re.Pattern[str]:
        words = sorted(self._labels, key=lambda word: (-len(word), word))
        return re.compile(rf"({'|'.join(map(re.escape, words))})(?:\([^()]{{0,12}}\))?:")

    @cached_property
    def _prose(self) -> re.Pattern[str]:
        words = {label(word): name for name, spec in self.specs.items() for word in spec.prose}
        ordered = sorted(words, key=lambda word: (-len(word), word))
        return re.compile(rf"({'|'.join(map(re.escape, ordered))})(?:为|是|共计|共|合计|约|自|从|:)*(?=[\d二〇])")

    def spec_of(self, text: str) -> tuple[str, int] | None:
        """Return field name and rank if `text` is a label, else None."""
        if not text or len(text) > 3 * _LABEL_LENGTH:
            return None
        return self._labels.get(label(text))

    def read(self, blocks: Sequence[Block]) -> tuple[Field, ...]:
        """Return the fields of a form or report in reading order, one for every distinct value of a name.

        A start or end that is stated again more precisely is left out.  Behind the second chapter only names that are still missing are taken: there the paper talks about other projects.
        """
        found: list[_Found] = []
        chapter = 0
        for block in blocks:
            if isinstance(block, Heading):
                chapter += block.level == 1
                found += self._line(block.text, block.place, chapter)
            elif isinstance(block, Table):
                found += self._table(block, chapter)
            elif block.kind not in {
                ParagraphKind.TOC,
                ParagraphKind.COMMENT,
                ParagraphKind.HEADER,
                ParagraphKind.FOOTER,
            }:
                found += self._paragraph(block, chapter)
        return tuple(_distinct(found))

    def project_key(self, blocks: Sequence[Block]) -> tuple[str, str]:
        """Return squashed project name and code stated in `blocks`, "" where there is none."""
        fields = self.read(blocks)
        by_name = {
            name: next((squash(f.value) for f in fields if f.name == name), "")
            for name in ("project_name", "project_code")
        }
        return by_name["project_name"], by_name["project_code"]

    def _paragraph(self, block: Paragraph, chapter: int) -> Iterator[_Found]:
        yield from self._line(block.text, block.place, chapter)
        yield from self._sentence(block.text, block.place, chapter)

    def _line(self, text: str, place: Place, chapter: int) -> Iterator[_Found]:
        """Yield the fields of 项目名称：甲　　项目编号：乙, several lines included."""
        start = 0
        for line in text.splitlines(keepends=True):
            yield from self._labelled(text, start, start + len(line), place, chapter)
            start += len(line)

    def _labelled(self, text: str, start: int, end: int, place: Place, chapter: int) -> Iterator[_Found]:
        line = text[start:end]
        bare, origin = squash_with_origin(line)
        spots = list(self._spots(bare, origin))
        for i, spot in enumerate(spots):
            name, rank = self._labels[spot[1]]
            begin = origin[spot.end() - 1] + 1
            stop = origin[spots[i + 1].start()] if i + 1 < len(spots) else len(line)
            raw = line[begin:stop]
            cut = _NEXT_LABEL.search(raw)
            raw = raw[: cut.start()] if cut else raw
            lead = len(raw) - len(raw.lstrip())
            ends = _ENDS.search(raw, lead)
            raw = raw[: ends.start()] if ends else raw
            raw = _closed(raw).strip().rstrip("，,、;；（(《“")
            yield from self._made(name, raw, remark(spot[0]), place.quoting(raw), rank, chapter)

    def _spots(self, bare: str, origin: list[int]) -> Iterator[re.Match[str]]:
        """Yield the labels with a colon that stand at the start of the line, behind a gap or behind punctuation."""
        for spot in self._inline.finditer(bare):
            start = spot.start()
            gap = start > 0 and origin[start] - origin[start - 1] > 1
            if start == 0 or gap or bare[start - 1] in ";,。(《、|." or not without_numbering(bare[:start]):
                yield spot

    def _sentence(self, text: str, place: Place, chapter: int) -> Iterator[_Found]:
        bare, origin = squash_with_origin(text)
        names = {label(word): name for name, spec in self.specs.items() for word in spec.prose}
        for spot in self._prose.finditer(bare):
            tail = re.split(r"[。;,](?!\d)", bare[spot.end() : spot.end() + 40])[0]
            value = value_of(self.specs[names[spot[1]]].value, tail, "", self.vocabulary, prose=True)
            if value:
                stop = origin[min(spot.end() + len(tail), len(bare)) - 1] + 1
                quote = text[origin[spot.start()] : stop]
                yield from _periods(names[spot[1]], value, place.quoting(quote), 1, chapter)

    def _made(self, name: str, raw: str, unit: str, place: Place, rank: int, chapter: int) -> Iterator[_Found]:
        value = value_of(self.specs[name].value, raw, unit, self.vocabulary)
        if value:
            yield from _periods(name, value, place, rank, chapter)

    def _table(self, table: Table, chapter: int) -> Iterator[_Found]:
        rows = [_distinct_cells(row) for row in table.rows]
        for i, row in enumerate(rows):
            for cell in row:
                if cell.row == i and (":" in cell.text or "：" in cell.text):
                    yield from self._line(cell.text, cell.place, chapter)
            if self.is_header(row):
                yield from self._below(rows, i, chapter)
            else:
                yield from self._beside(row, i, table, chapter)
        yield from self._totals(rows, table, chapter)

    def is_header(self, row: Sequence[Cell]) -> bool:
        """Whether a row names columns instead of pairing labels with values."""
        texts = [label(cell.text) for cell in row if cell.text.strip()]
        if any(text in self._list_headers for text in texts) and not any(_has_colon(cell) for cell in row):
            known = sum(self.spec_of(cell.text) is not None for cell in row)
            if known and len(texts) > 2 and all(self._like_label(text) for text in texts):
                return True
        return len(texts) > 1 and all(self._like_label(text) for text in texts)

    def _like_label(self, text: str) -> bool:
        if text in self._labels or text in self._list_headers:
            return True
        return len(text) <= 8 and not any(c.isdigit() for c in text) and _HEADER_LIKE.search(text) is not None

    def _beside(self, row: Sequence[Cell], i: int, table: Table, chapter: int) -> Iterator[_Found]:
        k = 0
        while k < len(row):
            cell = row[k]
            k += 1
            spec = self.spec_of(cell.text)
            if spec is None or (cell.row_span > 1 and cell.row != i):
                if spec is None or not self.specs[spec[0]].within or k >= len(row):
                    continue
                if label(row[k].text) not in map(label, self.specs[spec[0]].within):
                    continue
            name, rank = spec
            unit = remark(cell.text) or next(
                (remark(c.text) for c in row[: k - 1] if _MONEY_UNIT.search(remark(c.text))), ""
            )
            if k < len(row) and label(row[k].text) in map(label, self.specs[name].within):
                k += 1
            if k >= len(row) or not row[k].text.strip() or (row[k].row != i and cell.row_span <= 1):
                continue
            target = row[k]
            if label(target.text) in self._labels or label(target.text) in self._list_headers:
                continue
            yield from self._made(
                name,
                target.text,
                unit or target.unit or _caption_unit(table),
                target.place.quoting(target.text),
                rank,
                chapter,
            )
            k += 1

    def _below(self, rows: Sequence[Sequence[Cell]], i: int, chapter: int) -> Iterator[_Found]:
        """Yield the values under a header row that has exactly one row of data."""
        if i + 1 >= len(rows) or len(rows[i + 1]) != len(rows[i]) or self.is_header(rows[i + 1]):
            return
        if i + 2 < len(rows) and len(rows[i + 2]) == len(rows[i]) and not self.spec_of(rows[i + 2][0].text):
            return
        for head, cell in zip(rows[i], rows[i + 1], strict=True):
            spec = self.spec_of(head.text)
            if spec is not None and cell is not head:
                yield from self._made(
                    spec[0],
                    cell.text,
                    remark(head.text) or cell.unit or "",
                    cell.place.quoting(cell.text),
                    spec[1],
                    chapter,
                )

    def _totals(self, rows: Sequence[Sequence[Cell]], table: Table, chapter: int) -> Iterator[_Found]:
        """Yield the amounts in the total row of a funding table: 年度资金总额 | 200 | 200 | 180."""
        heads: dict[int, tuple[str, str]] = {}
        head_unit = ""
        for i, row in enumerate(rows):
            names = {
                cell.column: (spec[0], remark(cell.text))
                for cell in row
                if (spec := self.spec_of(cell.text)) and _funding(self.specs[spec[0]])
            }
            if len(names) > 1 and all(
                not any(c.isdigit() for c in label(cell.text)) for cell in row if cell.column in names
            ):
                heads = names
                head_unit = next((u for cell in row if (u := _unit_in(cell.text))), "")
                continue
            if not heads or not any(label(cell.text) in self._total_rows for cell in row if cell.column < min(heads)):
                continue
            row_unit = next((u for cell in row if (u := _unit_in(cell.text))), head_unit) or _caption_unit(table)
            for cell in row:
                if cell.column in heads and cell.row == i:
                    name, own = heads[cell.column]
                    unit = _unit_in(own) or (row_unit if self.specs[name].value == "money" else "") or cell.unit or ""
                    yield from self._made(name, cell.text, unit, cell.place.quoting(cell.text), 0, chapter)
            heads = {}


def _closed(text: str) -> str:
    """Cut `text` at the bracket that closes what was opened before it: 21KZ07）由甲公司承担 gives 21KZ07."""
    depth = 0
    for i, character in enumerate(text):
        depth += (character in "（(") - (character in "）)")
        if depth < 0:
            return text[:i]
    return text


def _distinct_cells(row: Sequence[Cell]) -> list[Cell]:
    seen: list[Cell] = []
    for cell in row:
        if not seen or seen[-1] is not cell:
            seen.append(cell)
    return seen


def _has_colon(cell: Cell) -> bool:
    return squash(cell.text).endswith(":")


def _funding(spec: FieldSpec) -> bool:
    return spec.value in {"money", "percent"}


def _unit_in(text: str) -> str:
    found = _MONEY_UNIT.search(squash(text)) if "(" in squash(text) else _MONEY_UNIT.fullmatch(squash(text))
    return found.group() if found else ""


def _caption_unit(table: Table) -> str:
    found = re.search(r"单位:(\w{0,2}元)", squash(table.caption))
    return found.group(1) if found else ""


def _periods(name: str, value: str, place: Place, rank: int, chapter: int) -> Iterator[_Found]:
    if name != "period":
        yield _Found(name, value, place, rank, chapter)
        return
    start, _, end = value.partition("/")
    yield _Found("start", start, place, rank, chapter)
    yield _Found("end", end, place, rank, chapter)


def _distinct(found: Sequence[_Found]) -> Iterator[Field]:
    proper = {item.name for item in found if item.rank == 0}
    early = {item.name for item in found if item.chapter <= _CHAPTER}
    dates = [item.value for item in found if item.name in {"start", "end"}]
    seen: set[tuple[str, str]] = set()
    late: set[str] = set()
    for item in found:
        if item.rank and item.name in proper:
            continue
        if item.chapter > _CHAPTER and (item.name in early or item.name in late):
            continue
        key = (item.name, squash(item.value))
        coarse = item.name in {"start", "end"} and any(date.startswith(item.value + "-") for date in dates)
        if key in seen or coarse:
            continue
        seen.add(key)
        if item.chapter > _CHAPTER:
            late.add(item.name)
        yield Field(item.name, item.value, item.place)
