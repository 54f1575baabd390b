"""Read fields from lines and sentences: 项目名称：甲　　项目编号：乙, and 项目总经费200万元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docaudit.model import Place
from docaudit.profiles.labels import FALLBACK, Found, Labels
from docaudit.profiles.values import is_organisation
from docaudit.profiles.words import is_numbered, label, remark, squash, squash_with_origin, without_numbering

_NEXT_LABEL = re.compile(r"(?:\s{2,}|[\t　;；])\s*[^\s:：;；。，,]{1,14}(?:\s[^\s:：;；。，,]{1,6}){0,5}\s*[:：]")
_RUN_ON = re.compile(
    r"(?<=[^\s:：]) [\u4e00-\u9fff]{0,6}(?:单位|机构|部门|方|负责人|联系人|时间|日期|编号|编码|名称|电话|期限|经费|金额)\s?[:：]"
)
"""A label that a PDF sets behind a value with one blank."""
_ENDS = re.compile(r"[\n\t；;。]")
_PARTY = "单位"
_NAME = "project_name"
_LONGEST = 8
_PROSE_TAIL = 40
_LABEL_LENGTH = 30


@dataclass(frozen=True, slots=True)
class _Spot:
    """A label in a squashed line: from its first character to behind its colon."""

    start: int
    end: int
    name: str
    rank: int


class LineReader:
    """Finds labels with a colon in lines, and amounts and periods in sentences."""

    def __init__(self, labels: Labels) -> None:
        self._labels = labels
        self._prose_names = {label(word): name for name, spec in labels.specs.items() for word in spec.prose}
        ordered = sorted(self._prose_names, key=lambda word: (-len(word), word))
        self._prose = re.compile(
            rf"({'|'.join(map(re.escape, ordered))})(?:为|是|共计|共|合计|约|自|从|:|\()*(?=[\d二〇])"
        )

    def line(self, text: str, place: Place) -> Iterator[Found]:
        """Yield the labelled values of a paragraph or a cell, line by line."""
        for line in text.splitlines():
            yield from self._labelled(line, place)

    def _labelled(self, line: str, place: Place) -> Iterator[Found]:
        if ":" not in squash(line):
            return
        bare, origin = squash_with_origin(line)
        spots = list(self._spots(bare, origin))
        if (
            spots
            and spots[0].start
            and is_organisation(before := line[: origin[spots[0].start]], self._labels.vocabulary)
        ):
            quote = before.strip()
            yield from self._labels.made("undertaker", quote, "", place.quoting(quote), FALLBACK)
        for i, spot in enumerate(spots):
            stop = origin[spots[i + 1].start] if i + 1 < len(spots) else len(line)
            raw = self._alone(spot.name, _value(line[origin[spot.end - 1] + 1 : stop]))
            yield from self._labels.made(
                spot.name, raw, remark(bare[spot.start : spot.end]), place.quoting(raw), spot.rank
            )

    def _alone(self, name: str, raw: str) -> str:
        """Cut the name of a project where a comma parts it from other fields: 课题：甲机理研究，申请人乙，依托单位丙大学."""
        for comma in re.finditer("[，,]", raw) if name == _NAME else ():
            behind = raw[comma.end() :].lstrip()
            found = (self._labels.of(behind[:length]) for length in range(_LONGEST, 1, -1))
            if any(spec is not None and spec[0] != _NAME for spec in found):
                return raw[: comma.start()]
        return raw

    def _spots(self, bare: str, origin: list[int]) -> Iterator[_Spot]:
        """Yield the labels with a colon that stand at the start of the line, behind a gap or behind punctuation."""
        for colon in (i for i, character in enumerate(bare) if character == ":"):
            for start in range(max(0, colon - _LABEL_LENGTH), colon - 1):
                if not _may_start(bare, origin, start):
                    continue
                found = self._labels.of(bare[start:colon]) or self._of_party(bare, start, colon)
                if found is not None:
                    yield _Spot(start, colon + 1, *found)
                    break

    def _of_party(self, bare: str, start: int, colon: int) -> tuple[str, int] | None:
        """Read 单位 as the party where an organisation follows; mostly it is a unit of measure."""
        if bare[start:colon] != _PARTY:
            return None
        following = re.split(r"[,;。]", bare[colon + 1 :])[0]
        return ("undertaker", FALLBACK) if is_organisation(following, self._labels.vocabulary) else None

    def sentence(self, text: str, place: Place) -> Iterator[Found]:
        """Yield the amounts and periods that running text introduces by name."""
        if self._prose.search(squash(text)) is None and not is_numbered(squash(text)):
            return
        bare, origin = squash_with_origin(text)
        yield from self._headed(text, bare, origin, place)
        for spot in self._prose.finditer(bare):
            tail = re.split(r"[。;,](?!\d)", bare[spot.end() : spot.end() + _PROSE_TAIL])[0]
            quote = text[origin[spot.start()] : origin[spot.end() + len(tail) - 1] + 1]
            yield from self._labels.made(
                self._prose_names[spot[1]], tail, "", place.quoting(quote), FALLBACK, prose=True
            )

    def _headed(self, text: str, bare: str, origin: list[int], place: Place) -> Iterator[Found]:
        """Yield the value of a numbered clause that is headed by its label: 第一条　工期。2021年9月至2023年12月."""
        head, stop, rest = without_numbering(bare).partition("。")
        spec = self._labels.of(head) if stop and rest and is_numbered(bare) else None
        if spec is None or self._labels.specs[spec[0]].value not in {"period", "money", "date"}:
            return
        value = re.split(r"[。;,](?!\d)", rest[:_PROSE_TAIL])[0].removeprefix("自").removeprefix("从")
        at = bare.index(value, len(bare) - len(rest))
        if value and (value[0].isdigit() or value[0] in "二〇"):
            quote = text[origin[at] : origin[at + len(value) - 1] + 1]
            yield from self._labels.made(spec[0], value, "", place.quoting(quote), FALLBACK, prose=True)


def _may_start(bare: str, origin: list[int], start: int) -> bool:
    """Whether a label may start at `start` of a squashed line."""
    if start == 0 or origin[start] - origin[start - 1] > 1:
        return True
    return bare[start - 1] in ";,。(《、|." or not without_numbering(bare[:start])


def _value(raw: str) -> str:
    """Cut what follows a label down to its value."""
    for label_behind in (_NEXT_LABEL, _RUN_ON):
        following = label_behind.search(raw)
        raw = raw[: following.start()] if following else raw
    ends = _ENDS.search(raw, len(raw) - len(raw.lstrip()))
    raw = raw[: ends.start()] if ends else raw
    return _closed(raw).strip().rstrip("，,、;；（(《“")


def _closed(text: str) -> str:
    """Cut `text` at the bracket that closes what was opened before it: 21KZ07）由甲公司承担 gives 21KZ07."""
    depth = 0
    for i, character in enumerate(text):
        depth += (character in "（(") - (character in "）)")
        if depth < 0:
            return text[:i]
    return text
