"""docaudit.toml: thresholds, rules switched off, severities and aliases that a user sets for a folder or an office."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from docaudit.faults import reason
from docaudit.model import Severity
from docaudit.recompute import Scale, rank_of, scale_of
from docaudit.rules import Choice

FILE_NAME = "docaudit.toml"


class ConfigError(Exception):
    """A configuration that cannot be used; the message is Chinese and names file, line and key."""


def _is_an_address(value: str | Path) -> str | Path:
    """Refuse what no system can open; ~ stands for the home of somebody who is known here."""
    if any(ord(char) < 32 for char in str(value)):
        raise PydanticCustomError("odd_path", "路径中有控制字符")
    if str(value).startswith("~"):
        try:
            Path(value).expanduser()
        except RuntimeError as error:
            raise PydanticCustomError("nobodys_home", "找不到路径中 ~ 所指的用户目录") from error
    return value


Address = Annotated[str, AfterValidator(_is_an_address)]
PackFolder = Annotated[Path, AfterValidator(_is_an_address)]


class RulesSection(BaseModel):
    """The [rules] section."""

    model_config = ConfigDict(extra="forbid")

    disable: list[str] = []
    severity: dict[str, Severity] = {}
    thresholds: dict[str, dict[str, Any]] = {}


class Override(BaseModel):
    """One [[overrides]] section: other settings for some projects or papers.

    A finding is meant when its project's name or code matches one of `projects`, or the paper that must be changed
    one of `paths`; both take the wildcards * and ?.
    """

    model_config = ConfigDict(extra="forbid")

    paths: list[str] = []
    projects: list[str] = []
    disable: list[str] = []
    severity: dict[str, Severity] = {}

    @model_validator(mode="after")
    def _means_something(self) -> Self:
        if not (self.paths or self.projects):
            raise PydanticCustomError("override_without_scope", "请写 paths 或 projects，说明适用于哪些文书或项目")
        return self


class GradeScale(BaseModel):
    """One [[grade_scales]] section: the lower bounds, included, of the grades of an evaluation out of 100.

    It holds in papers that print no scale of their own for the grade.
    """

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1)
    bands: dict[str, Decimal]

    @model_validator(mode="after")
    def _is_a_scale(self) -> Self:
        if len(self.bands) < 2:
            raise PydanticCustomError("scale_of_one", "bands 至少要有两个等级")
        for word, low in self.bands.items():
            if rank_of(word) is None:
                raise PydanticCustomError(
                    "no_grade", "“{word}”不是等级，可写优、良好、合格、A+、甲等、一级之类", {"word": word}
                )
            if not 0 <= low < 100:
                raise PydanticCustomError("no_score", "“{word}”的下限应在0到100之间", {"word": word})
        ordered = [word for word, _ in sorted(self.bands.items(), key=lambda item: item[1], reverse=True)]
        if len(set(self.bands.values())) < len(ordered) or ordered != sorted(ordered, key=lambda w: rank_of(w) or 0):
            raise PydanticCustomError("scale_upside_down", "较好的等级下限应当更高，且各不相同")
        return self


class Config(BaseModel):
    """The whole file; every key has a default, so an empty file is a valid one."""

    model_config = ConfigDict(extra="forbid")

    rules: RulesSection = RulesSection()
    overrides: list[Override] = []
    grade_scales: list[GradeScale] = []
    aliases: list[list[str]] = []
    """Groups of names that mean one indicator."""
    not_aliases: list[list[str]] = []
    """Groups of names of which every two mean different indicators, however alike they are."""
    exclude: list[str] = []
    timeout: float = Field(default=120.0, gt=0, le=10_000_000)
    """Seconds that reading and extracting one paper may take, the recognition of scanned pages aside."""
    scan_page_timeout: float = Field(default=15.0, ge=0, le=10_000_000)
    """Seconds that each scanned page adds to that."""
    memory: int = Field(default=4096, ge=0, le=1 << 30)
    """Megabytes that a worker process may take, where the system can enforce it; 0 for no limit."""
    jobs: int = Field(default=0, ge=0, le=1024)
    """Worker processes; 0 means one per processor."""
    cache: Address | None = None
    """The folder where what was read is kept for the next run; "" for nowhere, None for the user's own place."""
    history: Address | None = None
    """Where runs and decisions are kept: the path of an sqlite file or a database URL; "" for nowhere, None for the
    user's own place."""
    name: str = ""
    """The name under which the runs over this folder are remembered; empty for where the folder lies."""
    rule_packs: PackFolder | None = None
    extractor_packs: PackFolder | None = None

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Self:
        same = {pair for names in self.aliases for pair in combinations(sorted(set(names)), 2)}
        for pair in (pair for names in self.not_aliases for pair in combinations(sorted(set(names)), 2)):
            if pair in same:
                raise PydanticCustomError(
                    "both_same_and_not",
                    "“{one}”与“{other}”同时写在 aliases 和 not_aliases 里，请只留一处",
                    {"one": pair[0], "other": pair[1]},
                )
        return self

    def choice(self) -> Choice:
        """What this says about the rules."""
        named = frozenset(name for o in self.overrides for name in (*o.disable, *o.severity))
        return Choice(frozenset(self.rules.disable), dict(self.rules.severity), dict(self.rules.thresholds), named)

    def scales(self) -> tuple[Scale, ...]:
        """The grade scales for papers that print none."""
        return tuple(scale_of(tuple(s.bands.items()), s.name) for s in self.grade_scales)


def load_config(path: Path | None, folder: Path | None = None) -> Config:
    """Load `path`, or docaudit.toml in the working directory or the audited folder, or the defaults.

    Paths in the file are relative to the file.  Raises `ConfigError`.
    """
    if path is None:
        places = [Path(FILE_NAME)] + ([folder / FILE_NAME] if folder is not None else [])
        path = next((place for place in places if place.is_file()), None)
        if path is None:
            return Config()
    try:
        text = path.read_text(encoding="utf-8-sig")  # Notepad leaves a mark before the first letter
        data = tomllib.loads(text)
    except OSError as error:
        raise ConfigError(f"{path}：配置文件无法读取（{error.strerror}）；请检查 --config 的路径。") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}：配置文件不是 UTF-8 编码；请另存为 UTF-8。") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}:{_line_in(str(error), text)}：不是合法的 TOML（{error}）。") from error
    except ValueError as error:  # a number of thousands of digits
        raise ConfigError(f"{path}：不是合法的 TOML：有的数字过长。") from error
    except RecursionError as error:
        raise ConfigError(f"{path}：不是合法的 TOML：括号嵌套过深。") from error
    try:
        config = Config.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        steps = [str(step) for step in first["loc"]]
        key = ".".join(steps)
        raise ConfigError(f"{path}:{_line_of(text, steps)}：{key}：{reason(first)}。") from error
    own: dict[str, Path | str] = {
        name: path.parent / value
        for name, value in (("rule_packs", config.rule_packs), ("extractor_packs", config.extractor_packs))
        if value is not None
    }
    if config.cache:
        own["cache"] = str(path.parent / Path(config.cache).expanduser())
    if config.history and "://" not in config.history:
        own["history"] = str(path.parent / Path(config.history).expanduser())
    return config.model_copy(update=own)


def _line_in(told: str, text: str) -> int:
    """Return the line that tomllib names; the last one where it names the end."""
    found = re.search(r"at line (\d+)", told)
    return int(found[1]) if found else max(1, len(text.splitlines()))


def _line_of(text: str, steps: list[str]) -> int:
    """Return the line of the last key of `steps` that the file shows; tomllib keeps no positions."""
    line = 1
    lines = text.splitlines()
    for before, step in zip(["", *steps], steps, strict=False):
        if step.isdecimal():  # the second of several [[sections]]
            heads = [
                i for i, text in enumerate(lines, 1) if re.fullmatch(rf"\s*\[\[\s*{re.escape(before)}\s*\]\].*", text)
            ]
            line = heads[int(step)] if int(step) < len(heads) else line
            continue
        for i in range(line - 1, len(lines)):
            words = (
                lines[i].replace("[", " ").replace("]", " ").replace(".", " ").replace('"', " ").split("=")[0].split()
            )
            if step in words:
                line = i + 1
                break
    return line
