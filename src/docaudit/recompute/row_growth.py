"""A growth told of what only a row of a table has the levels of: 公务接待费比上年增长15.74%, in a table of two years."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docaudit.recompute.bindings import Open
from docaudit.recompute.change_words import subject_of_change
from docaudit.recompute.facts import Fact, content
from docaudit.recompute.words import squeeze

_YEAR = re.compile(r"((?:19|20)\d\d)年?度?|(本年|本期|当年|今年)度?|(上年|上期|去年|上一年)度?")
_BASE = re.compile(r"(?:比|较)((?:19|20)\d\d)年")
_NOW, _THEN = 10_001, 10_000
_LEAST = 3
_PAIR = 2


def grown_in_row(told: Open) -> Iterator[tuple[Fact, Fact]]:
    """Yield new and old level of the one row that bears the name of what has grown."""
    subject = subject_of_change(told.lead)
    if len(subject) < _LEAST or not content(subject) or re.search(r"\d", subject):
        return
    rows: dict[tuple[str, str], dict[int, Fact]] = {}
    for fact in told.facts.table:
        title, _, head = fact.name.partition("·")
        year = _YEAR.search(squeeze(head))
        if (
            fact.value.is_ratio
            or year is None
            or not re.search(rf"(?:^|[^\u4e00-\u9fff]){re.escape(subject)}$", squeeze(title))
        ):
            continue
        at = int(year[1]) if year[1] else _NOW if year[2] else _THEN
        rows.setdefault((title, _YEAR.sub("", squeeze(head))), {})[at] = fact
    base = _BASE.search(told.lead)
    pairs = []
    for levels in rows.values():
        now = max(levels)
        then = int(base[1]) if base else now - 1
        if len(levels) >= _PAIR and then in levels and then != now and levels[then].number > 0:
            pairs.append((levels[now], levels[then]))
    if len({(new.number, old.number) for new, old in pairs}) == 1:
        yield pairs[0]
