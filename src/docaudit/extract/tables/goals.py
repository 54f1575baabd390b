"""Tables whose columns sort goals told in whole sentences: 定量目标 | 定性目标."""

from __future__ import annotations

from collections.abc import Iterator

from docaudit.extract.cells import is_blank, one_line
from docaudit.extract.contents import Content, content_of
from docaudit.extract.prose import stated_in
from docaudit.extract.roles import BEFORE, Stance
from docaudit.extract.tables.draft import Draft, Frame
from docaudit.lexicon import HeaderRole, header_role, plain_header

_HEADS = ("目标", "指标")
_KNOWN = frozenset({None, HeaderRole.NAME})
_FEWEST = 2
_SPOKEN = frozenset({Content.TOLD, Content.SENTENCES, Content.NAMES})


def sorts_goals(frame: Frame) -> bool:
    """Whether every column of a table of a paper before the work is headed by a sort of goals and holds what is promised."""
    region = frame.region
    heads = [plain_header(cell.text) for cell in region.rows[region.top]]
    if frame.setting.kind not in BEFORE or frame.stance is not Stance.TARGET or len(set(heads)) < _FEWEST:
        return False
    if len(set(heads)) < len(heads) or not all(
        head.endswith(_HEADS) and head not in _HEADS and header_role(head) in _KNOWN for head in heads
    ):
        return False
    below = range(region.top + 1, region.bottom)
    held = [content_of([region.rows[r][j].text for r in below]) for j in range(len(heads))]
    return held[0] is Content.TOLD and set(held) <= _SPOKEN


def goals_told(frame: Frame) -> Iterator[Draft]:
    """What the cells of such a table promise; a text that goes on over several rows once."""
    region = frame.region
    for j, head in enumerate(one_line(cell.text) for cell in region.rows[region.top]):
        told: set[str] = set()
        for r in range(region.top + 1, region.bottom):
            cell = region.rows[r][j]
            if is_blank(cell.text) or cell.text in told:
                continue
            told.add(cell.text)
            for item in stated_in(cell.text, Stance.TARGET, frame.setting):
                yield frame.from_sentence(cell, item, (head,))
