"""Say what a document is: its parts, the profile and kind of each, and its labelled fields."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePosixPath

from docaudit.model import Block, Document, Heading, Kind, Paragraph, Part, Table
from docaudit.profiles.changes import changed_fields
from docaudit.profiles.form import FormReader
from docaudit.profiles.grants import settle_grant
from docaudit.profiles.looks import banner, look_at
from docaudit.profiles.matching import Match, best_match
from docaudit.profiles.naming import naming_fields
from docaudit.profiles.registers import is_summed, projects_of, register_of
from docaudit.profiles.schema import FieldVocabulary, Profile, load_fields
from docaudit.profiles.splitting import Segment, names_of, split
from docaudit.profiles.words import squash

_CONTAINERS = {Kind.POLICY, Kind.GUIDELINE, Kind.EVALUATION_REPORT, Kind.OTHER}
"""Papers to which blank forms and assessed tables are attached, which are no papers of their own."""
_NO_PROJECT = {Kind.POLICY, Kind.GUIDELINE}
_OWN_FIELDS = {"report_date", "document_number", "department", "evaluated_period"}
"""What a policy or a guideline may state about itself; its other labels speak of projects to come."""
_REPORTS = {Kind.PROGRESS_REPORT, Kind.SELF_EVALUATION, Kind.ACCEPTANCE_REPORT}
"""Papers in which a table of projects reports on each of them."""
_STAGES = {Kind.APPLICATION, Kind.TASK_AGREEMENT, Kind.AMENDMENT}


@lru_cache(maxsize=1)
def _vocabulary() -> FieldVocabulary:
    return load_fields()


@dataclass(slots=True)
class _Draft:
    segment: Segment
    match: Match
    name: str
    code: str


def recognise(document: Document, profiles: tuple[Profile, ...]) -> tuple[Part, ...]:
    """Return the parts of a document in reading order; a document without content has none.

    A part that no profile fits has kind OTHER, profile "" and a low confidence.
    """
    if not document.blocks:
        return ()
    reader = FormReader(_vocabulary())
    drafts = [_draft(segment, profiles, reader, document.path) for segment in split(document.blocks, profiles, reader)]
    drafts = [
        part
        for draft in _joined(drafts, profiles, reader, document.path)
        for part in _project_by_project(draft, profiles, reader, document.path)
    ]
    return tuple(_part(document, number, draft, drafts[0], profiles, reader) for number, draft in enumerate(drafts, 1))


def _draft(segment: Segment, profiles: Sequence[Profile], reader: FormReader, path: str) -> _Draft:
    match = best_match(profiles, look_at(segment.blocks), file_name=PurePosixPath(path).stem)
    name, code = reader.project_key(segment.blocks)
    return _Draft(segment, match, name, code)


def _project_by_project(draft: _Draft, profiles: Sequence[Profile], reader: FormReader, path: str) -> list[_Draft]:
    """One draft for each project of a paper that is a table of projects; sums over them stay with the table as a whole."""
    kind = draft.match.profile.kind if draft.match.profile is not None else None
    found = register_of(draft.segment.blocks, reader) if kind in _REPORTS and not draft.name else None
    if found is None:
        return [draft]
    table, body, _ = found
    parts = [
        _draft(Segment(blocks=blocks), profiles, reader, path) for blocks in projects_of(draft.segment.blocks, *found)
    ]
    parts = [_Draft(part.segment, draft.match, part.name, part.code) for part in parts]
    if is_summed(table, body):
        parts.append(_Draft(draft.segment, Match(None, draft.match.confidence), "", ""))
    return parts


def _joined(drafts: Sequence[_Draft], profiles: Sequence[Profile], reader: FormReader, path: str) -> list[_Draft]:
    """Join runs that are one paper after all: what is not recognised, or goes on with the same form of the same project."""
    kept: list[_Draft] = []
    for draft in drafts:
        if kept and _belongs(kept[-1], draft, kept[0]):
            earlier = kept.pop()
            merged = replace_blocks(earlier.segment, [*earlier.segment.blocks, *draft.segment.blocks])
            joined = _draft(merged, profiles, reader, path)
            match = joined.match if earlier.match.profile is None else earlier.match
            kept.append(_Draft(merged, match, earlier.name or draft.name, earlier.code or draft.code))
        else:
            kept.append(draft)
    if len(kept) > 1 and kept[0].match.profile is None and not (kept[0].name or kept[0].code):
        first, second = kept[0], kept[1]
        merged = replace_blocks(first.segment, [*first.segment.blocks, *second.segment.blocks])
        kept[:2] = [_Draft(merged, second.match, second.name, second.code)]
    return kept


def replace_blocks(segment: Segment, blocks: list[Block]) -> Segment:
    """Return a segment like `segment` with other blocks."""
    return Segment(blocks=blocks, chapters=dict(segment.chapters))


def _belongs(earlier: _Draft, draft: _Draft, first: _Draft) -> bool:
    """Whether `draft` is no paper of its own but goes on with `earlier`."""
    other_project = bool(draft.name and earlier.name and draft.name != earlier.name)
    other_code = bool(draft.code and earlier.code and draft.code != earlier.code)
    profile, before = draft.match.profile, earlier.match.profile
    if profile is None:
        return not (other_project or other_code)
    if before is None:
        return False
    container = first.match.profile
    if container is not None and container.kind in _CONTAINERS and earlier is first and not (draft.name or draft.code):
        return True
    if profile.id == before.id or (profile.kind is before.kind and not profile.form):
        return not (other_project or other_code)
    return False


def _part(
    document: Document, number: int, draft: _Draft, first: _Draft, profiles: Sequence[Profile], reader: FormReader
) -> Part:
    profile = draft.match.profile
    blocks = tuple(draft.segment.blocks)
    if profile is not None and profile.fields:
        reader = FormReader(_vocabulary(), profile.fields)
    kind = profile.kind if profile is not None else Kind.OTHER
    lead = first.match.profile
    if profile is not None and profile.inherits and draft is not first and lead is not None and lead.kind in _STAGES:
        kind = lead.kind
    part = Part(
        id=f"{document.id}#{number}",
        document=document.id,
        path=document.path,
        kind=kind,
        profile=profile.id if profile is not None else "",
        confidence=draft.match.confidence,
        blocks=blocks,
        title=_title(blocks, profile, profiles),
        fields=tuple(item for item in reader.read(blocks) if kind not in _NO_PROJECT or item.name in _OWN_FIELDS),
    )
    if kind is Kind.AMENDMENT:
        new = tuple(changed_fields(part, _vocabulary()))
        names = {item.name for item in new}
        part = replace(part, fields=new + tuple(item for item in part.fields if item.name not in names))
    return settle_grant(replace(part, fields=part.fields + naming_fields(part, profile, _vocabulary())))


def _title(blocks: Sequence[Block], profile: Profile | None, profiles: Sequence[Profile]) -> str:
    """Return the title line as printed, the profile's title where the paper has none."""
    names = names_of((profile,) if profile is not None else tuple(profiles))
    lines: list[tuple[str, bool]] = []
    for block in blocks[:30]:
        if isinstance(block, Table):
            lines += [(line, False) for line in (*banner(block), block.caption) if line]
            continue
        lines.append((block.text, isinstance(block, Heading) and block.level == 0))
    named = [text for text, _ in lines if text in names]
    main = [text for text, top in lines if top]
    promulgated = [text for text in named if "印发" not in text] or named
    chosen = (
        next((text for text in main if text in promulgated), None)
        or next(iter(promulgated), None)
        or next(iter(main), None)
    )
    if chosen is None:
        chosen = (
            profile.title
            if profile is not None
            else next((b.text for b in blocks if isinstance(b, Paragraph | Heading) and squash(b.text)), "")
        )
    return re.sub(r"\s*\n\s*", "", chosen).strip()[:80]
