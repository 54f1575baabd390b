"""Claims of a part: the drafts of its tables and sentences, in reading order, with ids and calibers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from docaudit.extract.cells import distinct, one_line
from docaudit.extract.evidence import is_evident, is_excused, looks_ahead, sets_bounds
from docaudit.extract.figures import STATING, Spot, quantities_in
from docaudit.extract.prose import stated_in
from docaudit.extract.roles import (
    Setting,
    Stance,
    is_answered,
    is_pseudo_heading,
    is_unsaid,
    label_stance,
    setting_of,
    stance_of_heading,
    stance_under,
)
from docaudit.extract.standing import PROPOSALS, Promised, is_state, is_state_heading, standings
from docaudit.extract.tables import Draft, table_drafts
from docaudit.lexicon import calibers, core_name
from docaudit.model import Claim, Heading, Paragraph, Part, Role, Table
from docaudit.profiles import Profile


@dataclass(frozen=True, slots=True)
class Spotted:
    """A claim and the spot it was read from."""

    spot: Spot
    claim: Claim


def claims_of(part: Part, profile: Profile | None) -> list[Spotted]:
    """Every claim of the part in reading order; ids are unique over all papers (part id and number)."""
    setting = setting_of(part, profile)
    found: list[Spotted] = []
    seen: set[tuple[Spot, str]] = set()
    stated = list(_all(part, setting))
    for spot, claim in (*stated, *_standing(part, setting, stated)):
        if (spot, claim.role) in seen:
            continue
        seen.add((spot, claim.role))
        found.append(Spotted(spot, claim))
    found.sort(key=lambda item: item.spot.block)
    return [Spotted(item.spot, _numbered(item.claim, part, i)) for i, item in enumerate(found, 1)]


def _all(part: Part, setting: Setting) -> Iterator[tuple[Spot, Claim]]:
    section: Stance | None = None
    under: tuple[str, ...] = ()
    titles = {block.text for block in part.blocks if isinstance(block, Heading) and block.level == 0}
    for index, block in enumerate(part.blocks):
        if isinstance(block, Heading):
            section, under = None, ()
        elif isinstance(block, Table):
            stance = section or stance_under((*block.place.headings, block.caption), setting)
            above = part.blocks[index - 1] if index else None
            said = above.text if isinstance(above, Paragraph) else ""
            for draft in table_drafts(block, index, stance, setting, said):
                yield draft.spot, _from_draft(draft, block, part)
        elif isinstance(block, Paragraph) and block.kind in STATING:
            if is_pseudo_heading(block) and not quantities_in(block.text):
                if stance_of_heading(block.text, setting) is not None:
                    section = stance_under((*block.place.headings, block.text), setting)
                under = (block.text.strip(),)
                continue
            label, end = label_stance(block.text, setting)
            if label is not None and not block.text[end:].strip():
                section = label
                continue
            stance = section or stance_under((*block.place.headings, *under), setting)
            headings = (text for text in (*block.place.headings, *under) if text not in titles)
            unsaid = Stance.OPEN in {section, label} or (
                section is None and label in {None, Stance.SILENT} and is_unsaid(headings, setting)
            )
            yield from _in_paragraph(block, index, stance, setting, part, under, unsaid=unsaid)


def _in_paragraph(
    block: Paragraph, index: int, stance: Stance, setting: Setting, part: Part, under: tuple[str, ...], *, unsaid: bool
) -> Iterator[tuple[Spot, Claim]]:
    """The claims of a paragraph; where no heading says a side (`unsaid`) only those that their own words make evident."""
    headings = (*block.place.headings, *under)
    planned = stance is Stance.OPEN
    stance = setting.default if unsaid and stance.role is None else stance
    told = setting.kind in PROPOSALS and is_state_heading(headings)
    answered = told and is_answered(headings)
    listed = False
    for item in stated_in(block.text, stance, setting, topic=headings[-1] if headings else ""):
        if item.role is Role.TARGET and setting.kind in PROPOSALS and is_state(item.sentence):
            continue
        if unsaid and not (
            is_evident(item, setting.kind, listed=listed, planned=planned)
            if setting.sectioned
            else not is_excused(item, setting.kind)
        ):
            continue
        if unsaid and told and not (looks_ahead(item) or (answered and sets_bounds(item.sentence))):
            continue
        listed = listed or item.quantity is not None
        claim = Claim(
            "",
            item.name,
            item.role,
            part.kind,
            block.place.quoting(item.sentence),
            item.quantity,
            item.text,
            path=(*headings, item.parent) if item.parent else headings,
            caliber=calibers(item.name, item.clause, quantity=item.quantity),
            period=item.period,
            confidence=0.85 if setting.sectioned or item.explicit else 0.75,
            context=item.sentence,
        )
        yield Spot(index, -1, -1, item.start), claim


def _standing(part: Part, setting: Setting, stated: list[tuple[Spot, Claim]]) -> Iterator[tuple[Spot, Claim]]:
    """The baselines that a proposal tells in its background, of what its targets count."""
    if setting.kind not in PROPOSALS:
        return
    promised = tuple(
        dict.fromkeys(
            Promised(claim.name, core_name(claim.name), claim.quantity.dimension)
            for _, claim in stated
            if claim.role is Role.TARGET and claim.quantity is not None
        )
    )
    taken = {spot for spot, _ in stated}
    for index, block in enumerate(part.blocks if promised else ()):
        if not isinstance(block, Paragraph) or block.kind not in STATING or not quantities_in(block.text):
            continue
        headings = block.place.headings
        found = standings(
            block.text, setting, promised, background=is_state_heading(headings), problem=is_answered(headings)
        )
        for offset, item in found:
            spot = Spot(index, -1, -1, offset + item.start)
            if spot in taken:
                continue
            claim = Claim(
                "",
                item.name,
                item.role,
                part.kind,
                block.place.quoting(item.sentence),
                item.quantity,
                path=headings,
                caliber=calibers(item.name, item.clause, quantity=item.quantity),
                period=item.period,
                confidence=0.75,
                context=item.sentence,
            )
            yield spot, claim


def _from_draft(draft: Draft, table: Table, part: Part) -> Claim:
    row = table.rows[draft.cell.row]
    context = draft.sentence or " | ".join(one_line(cell.text) for cell in distinct(row))
    return Claim(
        "",
        draft.name,
        draft.role,
        part.kind,
        draft.cell.place.quoting(draft.sentence) if draft.sentence else draft.cell.place,
        draft.quantity,
        draft.text,
        path=draft.path,
        caliber=calibers(draft.name, draft.words, draft.text or "", quantity=draft.quantity),
        period=draft.period,
        confidence=draft.confidence,
        context=context,
        place_of=draft.place_of,
    )


def _numbered(claim: Claim, part: Part, number: int) -> Claim:
    said = claim.quantity.text if claim.quantity else claim.text or ""
    return replace(claim, id=f"{part.id}:c{number}", confidence=claim.confidence * claim.place.certainty(said))
