"""When the papers that a text names were issued: 2021年3月印发的《…》, 《…》（…号）于2021年4月发布."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docaudit.checks.moments import texts, written
from docaudit.model import Part, Place

_DATE = r"(?P<y>(?:19|20)\d\d)年(?P<m>\d{1,2})月(?:\d{1,2}日)?"
_VERB = r"(?P<verb>印发|出台|发布|下发|颁布|制定出台|修订)"
_NAME = r"《(?P<name>[^》]{4,60})》"
_NUMBER = r"(?:[（(][^（）()]{0,30}[)）])?"
_WORDINGS = (
    re.compile(rf"{_DATE}(?:正式|联合)?{_VERB}(?:后|了)?的?{_NAME}"),
    re.compile(rf"{_DATE}[，,]?[^。；;，,《》\d]{{1,24}}?(?:正式|联合)?{_VERB}(?:了)?{_NAME}"),
    re.compile(rf"{_NAME}{_NUMBER}(?:已|正式)?于{_DATE}(?:由[^。；;，,]{{2,16}})?(?:正式|联合)?{_VERB}"),
    re.compile(rf"{_NAME}[（(][^（）()]{{0,24}}号[，,、]\s*{_DATE}(?P<verb>)[)）]"),
)
_ISSUE = frozenset({"印发", "出台", "发布", "下发", "颁布", "制定出台", ""})
_DRAFT = re.compile(r"[（(](?:试行|暂行|修订|征求意见稿|以下简称[^（）()]*)[)）]|\s")


@dataclass(frozen=True, slots=True)
class Issued:
    """One statement of the month in which a named paper was issued or revised."""

    subject: str
    month: tuple[str, str]
    words: str
    place: Place


def issued(part: Part) -> Iterator[Issued]:
    """Yield every month of issue or revision that the part states of a paper it names, each statement once."""
    for text, place in texts(part.blocks):
        told: set[tuple[str, int]] = set()
        for wording in _WORDINGS:
            for found in wording.finditer(text):
                name = _DRAFT.sub("", found["name"])
                at = (name, found.start("y"))
                if at in told:
                    continue
                told.add(at)
                verb = "印发" if found["verb"] in _ISSUE else found["verb"]
                yield Issued(
                    f"《{name}》{verb}日期",
                    (found["y"], str(int(found["m"]))),
                    written(found["y"], found["m"], None),
                    place.quoting(found[0]),
                )
