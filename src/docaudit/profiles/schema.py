"""What a document profile may say.  Profiles are data: words and lists, written by those who know the templates."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from docaudit.model import Kind, Role
from docaudit.packs import PackError, load_yaml, pack_dir, pack_files
from docaudit.profiles.words import label, squash


class Section(StrEnum):
    """What the text under a heading is about."""

    INDICATORS = "indicators"
    """Targets and actuals side by side, or 考核指标 whose role the kind of paper decides."""
    TARGETS = "targets"
    RESULTS = "results"
    BASELINE = "baseline"
    """研究基础, 立项时已有: what was there before."""
    FUNDS = "funds"
    SCHEDULE = "schedule"
    PEOPLE = "people"
    BACKGROUND = "background"
    """立项依据, 国内外现状, 填写说明: figures here are nobody's target or result."""


Column = Literal[
    "group",
    "name",
    "unit",
    "baseline",
    "interim",
    "target",
    "actual",
    "rate",
    "weight",
    "score",
    "budget",
    "arrived",
    "spent",
    "period",
    "method",
    "remark",
]
"""What a table column holds: the roles of `docaudit.model.Role`, and the columns that say what a row is about."""

ValueType = Literal[
    "text", "span", "name", "organisation", "person", "code", "date", "period", "money", "percent", "number", "grade"
]
"""What a value must look like; a span is words about a time (2021—2023年, 2022年度)."""


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Clue(_Data):
    """Words that speak for a profile (or against it, with a negative weight).

    `where` they are looked for: in the `title` lines, in a `heading`, as a form `label` or table header, in running
    `text`.  At least `at_least` of `any`, all of `all` and none of `none` must be there.
    """

    where: Literal["title", "heading", "label", "text"]
    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    at_least: int = Field(default=1, ge=1)
    weight: float

    @model_validator(mode="after")
    def _says_something(self) -> Clue:
        if not (self.any or self.all):
            raise ValueError("any 与 all 至少要写一项")
        if self.any and self.at_least > len(self.any):
            raise ValueError(f"at_least 为 {self.at_least}，而 any 只有 {len(self.any)} 个词")
        return self


class Stem(_Data):
    """A way to compose the title of a paper: a word of the `stage` close before a closing word of the `form`.

    年度 … 检查记录 or 进展 … 汇报 need no name of their own.  `unless` are words of the title that make it something else.
    Where a stem `decides`, its stage word outweighs the name that the title ends with: 中期自评报告 is no final 自评报告.
    """

    stage: tuple[str, ...] = Field(min_length=1)
    form: tuple[str, ...] = Field(min_length=1)
    unless: tuple[str, ...] = ()
    decides: bool = False


class TableShape(_Data):
    """A table of the template: what its columns are called, by what they hold."""

    title: str
    section: Section
    columns: dict[Column, tuple[str, ...]]


class FieldSpec(_Data):
    """A labelled value of forms.

    `labels` name it; any words of `before` in front of one of `heads` name it too (申报 + 高校, 项目 + 研究 + 周期);
    `fallback` labels count only where none of these has a value; `prose` labels may also introduce the value inside a
    sentence (项目总经费200万元).  `within` are sub-labels between label and value (项目负责人 | 姓名 | 张三).
    """

    labels: tuple[str, ...]
    before: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    fallback: tuple[str, ...] = ()
    prose: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    value: ValueType = "text"


class FieldVocabulary(_Data):
    """extractors/vocabulary/fields.yaml: the fields of forms, and the words that tell a form from a list."""

    fields: dict[str, FieldSpec]
    list_headers: tuple[str, ...]
    """Cells that make a row the header of a list (序号, 备注): what stands right of them is not their value."""
    total_rows: tuple[str, ...]
    """Row labels under which a funding table states its totals (年度资金总额)."""
    indicator_headers: tuple[str, ...]
    """Headers of a table of indicators: below two of them labels are indicators."""
    old_headers: tuple[str, ...]
    new_headers: tuple[str, ...]
    """Headers of a comparison of what was agreed and what holds after a change."""
    score_headers: tuple[str, ...]
    score_rows: tuple[str, ...]
    """Where a table of indicators states its total score."""
    signatures: tuple[str, ...]
    """Words of the place where one signs: never a value."""
    not_persons: tuple[str, ...]
    """Words that no person is called by: what stands there is a phrase."""
    organisations: tuple[str, ...]
    """Last words of the names of organisations."""
    generic_names: tuple[str, ...]
    """Names of programmes and forms, which are never the name of a project by themselves."""


class Profile(_Data):
    """How one kind of paper is recognised, and where its content stands."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    kind: Kind
    names: tuple[str, ...] = ()
    """What the paper calls itself: a title ends with one of these (项目任务书, 绩效自评表)."""
    weak_names: tuple[str, ...] = ()
    """Names that other papers bear too (总结报告, 批复): they need support from the clues."""
    unless: tuple[str, ...] = ()
    """Title words that show it is another paper (设计任务书)."""
    stems: tuple[Stem, ...] = ()
    """Titles that are composed rather than named; they count less than names."""
    requires: tuple[str, ...] = ()
    """At least one must stand in a title, heading or label for this variant of a template."""
    clues: tuple[Clue, ...] = ()
    form: bool = False
    """A short form made of one or two tables: another 项目名称 starts another form."""
    inherits: bool = False
    """As an attachment it belongs to the stage of the application or agreement that it is attached to."""
    default_role: Role | None = None
    """What a figure without any word about its role is: 任务书 states targets, 验收报告 actuals."""
    sections: dict[Section, tuple[str, ...]] = Field(default_factory=dict)
    """Heading words by what stands under them."""
    tables: tuple[TableShape, ...] = ()
    fields: dict[str, FieldSpec] = Field(default_factory=dict)
    """Fields that this template labels in its own way; they replace those of the vocabulary."""

    @model_validator(mode="after")
    def _can_be_recognised(self) -> Profile:
        if not (self.names or self.stems) and not any(clue.weight > 0 for clue in self.clues):
            raise ValueError("names 与 clues 至少要写一项，否则永远认不出这种文书")
        return self

    def section_of(self, heading: str) -> Section | None:
        """What stands under a heading, or None where the profile does not say; the longest matching word decides."""
        bare = squash(heading)
        found = [
            (len(squash(word)), section)
            for section, words in self.sections.items()
            for word in words
            if squash(word) in bare
        ]
        return max(found, key=lambda item: item[0])[1] if found else None

    def column_of(self, header: str) -> Column | None:
        """What a column under this header holds in this template's tables, or None."""
        bare = label(header)
        for shape in self.tables:
            for column, words in shape.columns.items():
                if any(label(word) == bare for word in words):
                    return column
        return None


def load_profiles(extra: Path | None = None) -> tuple[Profile, ...]:
    """Load the shipped profiles and those of a user's folder; a user's profile replaces a shipped one of the same id.

    Raises `docaudit.packs.PackError` with file, line and reason.
    """
    shipped = pack_dir("extractors")
    found: dict[str, tuple[Path, Profile]] = {}
    for path in pack_files("extractors", extra):
        own = path.is_relative_to(shipped)
        if path.parent.name == "vocabulary" or (own and path.parent.name != "profiles"):
            continue
        profile = load_yaml(path, Profile)
        earlier = found.get(profile.id)
        if earlier is not None and earlier[0].is_relative_to(shipped) == own:
            raise PackError(f"{path}:1：id：{profile.id} 与 {earlier[0].name} 重复。")
        found[profile.id] = (path, profile)
    return tuple(found[name][1] for name in sorted(found))


def load_fields() -> FieldVocabulary:
    """Load the vocabulary of form fields.  Raises `docaudit.packs.PackError`."""
    return load_yaml(pack_dir("extractors") / "vocabulary" / "fields.yaml", FieldVocabulary)
