"""Dated events of a paper: told in a clause, in a field beside its label, or in a row of a table with columns of dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from docaudit.checks.datings import Dated, dated, half_width, ranged, sentence_at
from docaudit.checks.moments import written
from docaudit.lexicon.vocabulary import events, squeeze
from docaudit.model import Part, Place, Table

_CLAUSE = re.compile(
    r"[，,。；;！\n（）()]|、(?=.{0,20}(?:19|20)\d\d|[于在]?\d{1,2}\s*月\s*\d{1,2}\s*[日号])|而(?=.{2,})"
)
_NOT_DONE = re.compile(r"拟|计划|预计|将于|将在|应于|应在|应当|须|原定|届时|力争|目标|之前|以前|早于|晚于|重新|再次|补")
_OTHER = re.compile(r"第[一二三四五六七八九十\d]+(?:批|期|次|轮)|[一二三四]期|分别")


@dataclass(frozen=True, slots=True)
class Told:
    """An event with its day or days, and where it is told."""

    event: str
    first: Dated
    last: Dated
    place: Place
    group: int
    """Events with one number are told in one sentence, one row, or the fields of one table."""
    clause: str = ""
    """The clause that tells it, "" of a cell."""
    around: tuple[str, str, str] = ("", "", "")
    """The clause before its date, from the date to the word of the event, and behind that."""
    one_of_several: bool = False
    """Whether the clause names a batch or a stage, of which there are others."""


def told_in_text(part: Part) -> Iterator[Told]:
    """Yield the events of clauses that hold one date or one span, plans left out."""
    lasting = {event.name for event in events().events if event.lasting}
    for nth, block in enumerate(part.blocks):
        if isinstance(block, Table):
            continue
        text = block.text
        dates = [d for d in dated(text) if d.precise != "year"]
        spans = list(ranged(text))
        start = 0
        for end in [*(m.start() for m in _CLAUSE.finditer(half_width(text))), len(text)]:
            own = [d for d in dates if start <= d.start < end]
            low, _ = sentence_at(text, start, start)
            clause, start, begun = text[start:end], end + 1, start
            span = next((s for s in spans if begun <= s.start < end), None)
            if own and len(own) <= 2 and len(clause.strip()) <= own[-1].end - own[0].start + 1:
                start = begun
                continue
            if not own or (len(own) > 1 and (span is None or len(own) > 2)) or _NOT_DONE.search(clause):
                continue
            for name, word in named(clause, columns=False):
                place = block.place.quoting(text[low : sentence_at(text, begun, end)[1]].strip())
                first = own[-1] if name in lasting else own[0]
                if name in lasting and span is None:
                    continue
                lead, rest = text[begun : own[0].start], text[own[-1].end : end]
                before, _, behind = rest.partition(word) if word in rest else ("", "", rest)
                yield Told(
                    name,
                    first,
                    own[-1],
                    place,
                    nth * 100_000 + low,
                    clause,
                    (lead, before, behind),
                    _OTHER.search(clause) is not None,
                )


def told_in_fields(part: Part) -> Iterator[Told]:
    """申请验收日期 | 2024年1月26日: a label beside its date."""
    for table in part.blocks:
        if not isinstance(table, Table):
            continue
        for row in table.rows:
            for label, value in pairwise(row):
                dates = dated(value.text)
                if len(label.text) > 12 or len(dates) != 1 or dated(label.text) or dates[0].precise == "year":
                    continue
                for name, _ in named(label.text, columns=True):
                    place = value.place.quoting(value.text)
                    yield Told(name, dates[0], dates[0], place, -1 - table.index * 2)


def told_in_rows(part: Part) -> Iterator[Told]:
    """Yield the events of the rows of tables with several columns of dates."""
    for table in part.blocks:
        if not isinstance(table, Table) or len(table.rows) < 2:
            continue
        heads = {j: named(cell.text, columns=True) for j, cell in enumerate(table.rows[0])}
        heads = {j: names for j, names in heads.items() if names}
        if len(heads) < 2:
            continue
        for i, row in enumerate(table.rows[1:], 1):
            for j, names in heads.items():
                dates = dated(row[j].text)
                if len(dates) == 1 and dates[0].precise != "year" and len(row[j].text) < 20:
                    quote = "，".join(dict.fromkeys((row[min(1, len(row) - 1)].text, row[j].text)))
                    group = -2 - (table.index * 10_000 + i) * 2
                    for name, _ in names:
                        yield Told(name, dates[0], dates[0], row[j].place.quoting(quote), group)


def named(text: str, *, columns: bool) -> tuple[tuple[str, str], ...]:
    """Return the events that a clause or a heading tells, each with the word that says so, in order."""
    squeezed = squeeze(text)
    found = [
        (at, -len(word), event.name, word)
        for event in events().events
        for word in (event.columns if columns else event.words)
        if (at := squeezed.find(word)) >= 0
    ]
    names: dict[str, str] = {}
    reached = -1
    for at, length, name, word in sorted(found):
        if at >= reached:
            names.setdefault(name, word)
        reached = max(reached, at - length)
    return tuple(names.items())


def grouped(told: list[Told]) -> list[list[Told]]:
    """Return the events of each sentence, row, or form."""
    groups: dict[int, list[Told]] = {}
    for item in told:
        groups.setdefault(item.group, []).append(item)
    return list(groups.values())


def shown(told: Told) -> str:
    """Return the date of an event as an auditor would write it."""
    a, b = (
        written(str(d.first.year), str(d.first.month), str(d.first.day) if d.precise == "day" else None)
        for d in (told.first, told.last)
    )
    return a if a == b else f"{a}至{b}"
