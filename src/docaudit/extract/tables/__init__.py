"""Claims in tables: indicator tables of any layout, fund blocks, goal blocks and labelled values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from docaudit.extract.cells import is_band
from docaudit.extract.grid import Region, RoleOf, is_field_row, regions
from docaudit.extract.roles import Setting, Stance
from docaudit.extract.tables.across import has_indicator_columns, indicator_columns
from docaudit.extract.tables.captioned import captioned, is_captioned
from docaudit.extract.tables.columns import are_years, as_meant, turned, value_columns
from docaudit.extract.tables.draft import Draft, Frame
from docaudit.extract.tables.goals import goals_told, sorts_goals
from docaudit.extract.tables.labels import labelled_row
from docaudit.extract.tables.places import places_across, places_down, shares_out, with_places
from docaudit.extract.tables.rows import indicator_row, year_rows
from docaudit.extract.tables.sided import blocks, side_column, sided_rows
from docaudit.extract.units import captions_of
from docaudit.lexicon import HeaderRole, composed_role, header_role
from docaudit.model import Table

__all__ = ["Draft", "table_drafts"]


def table_drafts(table: Table, index: int, stance: Stance, setting: Setting, above: str = "") -> Iterator[Draft]:
    """The claims of one table, region by region; `stance` is what the section it stands in states.

    `index` is the table's place among the blocks of its part, `above` the line before a table without a caption.
    """
    role_of = _role_of(setting)

    def frame(region: Region) -> Frame:
        return Frame(region, index, stance, setting, role_of, captions_of(table, region), frozenset(region.roles()))

    for region in regions(table, role_of):
        own = frame(region)
        lone = own if table.caption else replace(own, captions=above)
        if region.headed and is_captioned(lone):
            yield from captioned(lone)
        elif sorts_goals(own):
            yield from goals_told(own)
        elif not region.headed and (turned_over := blocks(own)):
            for block in turned_over:
                for part in regions(block, role_of):
                    yield from _rows(frame(part))
        elif not region.headed:
            for r in range(region.body, region.bottom):
                yield from labelled_row(own, r)
        elif (side := side_column(own)) is not None:
            yield from sided_rows(own, side)
        elif (grid := turned(own)) is not None:
            for part in regions(grid, role_of):
                yield from _rows(frame(part))
        elif shares_out(own):
            yield from places_down(own)
        elif are_years(own):
            yield from year_rows(own)
        elif has_indicator_columns(own):
            yield from indicator_columns(own)
        else:
            yield from _rows(own)


def _rows(frame: Frame) -> Iterator[Draft]:
    """The rows of a region with a header."""
    frame = as_meant(frame)
    region, values = frame.region, value_columns(frame)
    places = places_across(frame, values)
    values = with_places(values, places)
    for r in range(region.body, region.bottom):
        if is_band(region.rows[r]):
            continue
        if is_field_row(region.rows[r]):
            yield from labelled_row(frame, r)
        else:
            yield from indicator_row(frame, r, values, places)


def _role_of(setting: Setting) -> RoleOf:
    """Header roles with the profile's own words for what the vocabulary does not know."""
    profile = setting.profile

    def role(text: str) -> HeaderRole | None:
        known = header_role(text)
        column = profile.column_of(text) if known is None and profile is not None else None
        if column is None:
            return known or composed_role(text)
        return HeaderRole.REMARK if column == "method" else HeaderRole(column)

    return role
