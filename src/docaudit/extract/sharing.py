"""Values that one phrase shares out over years: 2021年、2022年分别培训836人次和1247人次."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from docaudit.extract.periods import period_of
from docaudit.extract.wording import clean
from docaudit.model import Located, Period

_YEARS = re.compile(
    r"(?P<name>[^，,。；;：:]{0,60}?)(?P<years>(?:19|20)\d\d\s*年?(?:度)?(?:\s*[、和及,，—–~～至到-]+\s*(?:19|20)\d\d\s*年?(?:度)?)+)"
    r"\s*(?:的|各?年)?(?P<middle>[^，,。；;、\d]{0,12}?)分别(?P<verb>[^，,。；;、\d]*)$"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_SPAN = re.compile(r"\d\s*年?(?:度)?\s*[—–~～至到-]+\s*(?:19|20)\d\d")
_JOIN = re.compile(r"\s*[、和及,，]?\s*")
_AGAINST = re.compile(r"(?:比|较|同比|相比)(?:于)?(?:19|20)\d\d\s*年(?:度|底|末|初|同期)?")
_CLAUSE_END = re.compile(r"[，,；;。（(]")
_WHOLE = ("合计", "共计", "总计", "累计", "两年共", "三年共", "总共")


@dataclass(frozen=True, slots=True)
class Shared:
    """The name of the values from one on, and the year of each."""

    name: str
    periods: tuple[Period, ...]


def shared_years(text: str, items: Sequence[Located], i: int) -> Shared | None:
    """What the values from `i` on are, when as many years stand before 分别 as values behind it; else None."""
    head = text[: items[i].start]
    match = _YEARS.search(head) if "分别" in head else None
    if match is None:
        return None
    years = _years(match["years"])
    run = items[i : i + len(years)]
    joined = all(_JOIN.fullmatch(text[a.end : b.start]) for a, b in itertools.pairwise(run))
    if len(run) < len(years) or not joined:
        return None
    name = clean(match["verb"]) or clean(match["middle"]) or clean(match["name"])
    return Shared(name, tuple(Period(f"{year}年", year, year, "year") for year in years))


def _years(text: str) -> list[str]:
    """The years named in a text; of a span (2023—2025年) all that lie in it."""
    found = _YEAR.findall(text)
    if len(found) == 2 and _SPAN.search(text) is not None:
        return [str(year) for year in range(int(found[0]), int(found[1]) + 1)]
    return found


def period_at(text: str, position: int) -> Period | None:
    """The period of a value in a sentence; a sum over what was told year by year (合计) is of no one year."""
    head = _AGAINST.sub("", text[:position])
    years = list(_YEAR.finditer(head))
    if years and len({found.group() for found in years}) > 1:
        behind = head[years[-1].end() :]
        if any(word in behind for word in _WHOLE):
            return period_of(behind)
    return period_of(head) or period_of(_AGAINST.sub("", _CLAUSE_END.split(text[position:], maxsplit=1)[0]))
