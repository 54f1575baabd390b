"""Read the labelled fields of a form.

Field names (English snake_case; the vocabulary lists the labels): project_name, project_code, parent_project, programme, undertaker,
partners, leader, department, client, recommender, office, start, end, approval_date, approval_year, signing_date, report_date,
acceptance_date, evaluated_period, total_budget, grant (what `grants` settles afterwards), fiscal_budget, self_funding,
budget_previous, budget_initial, budget_adjusted, arrived,
spent, execution_rate, grade, total_score, conclusion, document_number; `year` is the year in brackets under a title.

Values are as printed, except that dates are ISO as precise as printed, and that a bare amount takes the unit its label or
table states (总经费（万元）| 200 gives 200万元).  The place quotes the verbatim words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from docaudit.model import Block, Field, Heading, ParagraphKind, Table
from docaudit.profiles.grids import GridReader
from docaudit.profiles.labels import Found, Labels, has_colon
from docaudit.profiles.lines import LineReader
from docaudit.profiles.schema import FieldSpec, FieldVocabulary
from docaudit.profiles.values import is_organisation
from docaudit.profiles.words import is_numbered, remark, squash

_CHAPTERS = 2
_COVER = 40
_DATES = {"start", "end"}
_ASIDE = {ParagraphKind.TOC, ParagraphKind.COMMENT, ParagraphKind.HEADER, ParagraphKind.FOOTER}


class FormReader:
    """Reads fields with one vocabulary, in which a profile may have its own labels."""

    def __init__(self, vocabulary: FieldVocabulary, own: Mapping[str, FieldSpec] | None = None) -> None:
        self.labels, self._lines, self._grids = _readers(vocabulary, own or {})
        self._read: dict[tuple[int, ...], tuple[Sequence[Block], tuple[Field, ...]]] = {}

    def read(self, blocks: Sequence[Block]) -> tuple[Field, ...]:
        """Return the fields of a form or report in reading order, one for every distinct value of a name.

        A start or end that is stated again more precisely is left out.  Behind the second chapter only names that are
        still missing are taken: there the paper talks about other projects.
        """
        key = tuple(map(id, blocks))
        if key not in self._read:  # first for whose paper it is, then for its fields
            self._read[key] = (tuple(blocks), self._fields(blocks))
        return self._read[key][1]

    def _fields(self, blocks: Sequence[Block]) -> tuple[Field, ...]:
        front: list[Found] = []
        rest: list[Found] = []
        chapter = 0
        for i, block in enumerate(blocks):
            if isinstance(block, Heading):
                chapter += block.level == 1
            (front if chapter <= _CHAPTERS else rest).extend(self._block(block))
            if i < _COVER and i + 1 < len(blocks):
                front.extend(self._under(block, blocks[i + 1]))
        return tuple(_counted(front, rest))

    def _block(self, block: Block) -> Iterator[Found]:
        if isinstance(block, Table):
            yield from self._grids.read(block)
        elif isinstance(block, Heading):
            yield from self._lines.line(block.text, block.place)
        elif block.kind not in _ASIDE:
            yield from self._lines.line(block.text, block.place)
            yield from self._lines.sentence(block.text, block.place)

    def _under(self, block: Block, following: Block) -> Iterator[Found]:
        """Yield the value in the line below a label that stands alone, as on covers."""
        if isinstance(block, Table) or isinstance(following, Table) or following.text.count("\n"):
            return
        spec = self.labels.of(block.text)
        if spec is None or not self.labels.is_value(following.text) or has_colon(following.text):
            return
        name, rank = spec
        kind = self.labels.specs[name].value
        text = following.text.strip()
        if is_numbered(squash(text)) or (kind == "organisation" and not is_organisation(text, self.labels.vocabulary)):
            return
        if kind not in {"text", "span"} and not (kind == "name" and (text.endswith("。") or "，" in text)):
            yield from self.labels.made(name, text, remark(block.text), following.place.quoting(text), rank)

    def project_key(self, blocks: Sequence[Block]) -> tuple[str, str]:
        """Return squashed project name and code stated in `blocks`, "" where there is none."""
        fields = self.read(blocks)
        name = next((squash(field.value) for field in fields if field.name == "project_name"), "")
        code = next((squash(field.value) for field in fields if field.name == "project_code"), "")
        return name, code


_READERS: dict[tuple[int, int], tuple[object, tuple[Labels, LineReader, GridReader]]] = {}
_MOST_READERS = 64


def _readers(vocabulary: FieldVocabulary, own: Mapping[str, FieldSpec]) -> tuple[Labels, LineReader, GridReader]:
    """Return the readers of a vocabulary and of a profile's own labels; they are the same for every paper."""
    key = (id(vocabulary), id(own) if own else 0)
    if key not in _READERS:
        labels = Labels(vocabulary, own)
        lines = LineReader(labels)
        if len(_READERS) >= _MOST_READERS:
            _READERS.clear()
        _READERS[key] = ((vocabulary, own), (labels, lines, GridReader(labels, lines)))  # what has the ids must live
    return _READERS[key][1]


def _counted(front: Sequence[Found], rest: Sequence[Found]) -> Iterator[Field]:
    """Yield the fields that count: proper labels before composed ones, those before fallbacks, each value once."""
    early = {item.name for item in front}
    late: dict[str, Found] = {}
    for item in rest:
        if item.name not in early and (item.name not in late or item.rank < late[item.name].rank):
            late[item.name] = item
    found = [*front, *late.values()]
    best: dict[str, int] = {}
    for item in found:
        best[item.name] = min(item.rank, best.get(item.name, item.rank))
    dates = [item.value for item in found if item.name in _DATES]
    seen: set[tuple[str, str]] = set()
    for item in found:
        coarse = item.name in _DATES and any(date.startswith(item.value + "-") for date in dates)
        key = (item.name, squash(item.value))
        if item.rank > best[item.name] or coarse or key in seen:
            continue
        seen.add(key)
        yield Field(item.name, item.value, item.place)
