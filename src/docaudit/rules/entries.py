"""Load rule packs and bind them to checks: who a rule is stands in YAML, what it computes in Python."""

from __future__ import annotations

import math
import string
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from docaudit.checks import REGISTRY, Check
from docaudit.model import Severity
from docaudit.packs import PackError, load_yaml, pack_files

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class RuleEntry(BaseModel):
    """One entry of a rule pack, as written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}\d{3}$")]
    slug: Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*$")]
    title: Text
    severity: Severity
    check: Text
    thresholds: dict[str, Any] = {}
    message: Text
    basis: Text
    remedy: Text
    status: Literal["active", "trial", "retired"] = "active"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that can be run: its entry, its check, and the thresholds in force."""

    entry: RuleEntry
    check: Check
    thresholds: Mapping[str, Any]
    severity_is_chosen: bool = False
    """Whether a user's configuration set the severity; then no finding of the rule is worse."""

    @property
    def slug(self) -> str:
        """Stable name, e.g. target-lowered."""
        return self.entry.slug


@dataclass(frozen=True, slots=True)
class Choice:
    """What a user's configuration says about the rules; keys are codes or slugs."""

    off: frozenset[str] = frozenset()
    severity: Mapping[str, Severity] | None = None
    thresholds: Mapping[str, Mapping[str, Any]] | None = None
    also_named: frozenset[str] = frozenset()
    """Rules that the configuration names elsewhere; they must exist."""


def load_rules(extra: Path | None = None, choice: Choice | None = None) -> tuple[Rule, ...]:
    """Load the rules that ship with docaudit, then a user's own; a user's entry with a known code replaces ours.

    Raises `PackError` for an entry that cannot be run: an unknown check, threshold or placeholder, a code used twice.
    """
    entries: dict[str, tuple[Path, RuleEntry]] = {}
    for path in pack_files("rules", extra):
        own: set[str] = set()
        for entry in load_yaml(path, list[RuleEntry]):
            if entry.code in own or (entry.code in entries and not _below(path, extra)):
                raise PackError(f"{path}:{_line(path, entry.code)}：规则代码 {entry.code} 重复；代码一经使用不得再用。")
            own.add(entry.code)
            entries[entry.code] = (path, entry)
    slugs: dict[str, str] = {}
    rules = []
    for path, entry in sorted(entries.values(), key=lambda item: item[1].code):
        if slugs.setdefault(entry.slug, entry.code) != entry.code:
            raise PackError(
                f"{path}:{_line(path, entry.code)}：名称 {entry.slug} 已被 {slugs[entry.slug]} 使用，请另取名称。"
            )
        rules.append(_bind(path, entry))
    return _choose(tuple(rules), choice or Choice())


def _below(path: Path, folder: Path | None) -> bool:
    return folder is not None and path.is_relative_to(folder)


def _line(path: Path, needle: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((i for i, line in enumerate(lines, 1) if needle in line), 1)


def _bind(path: Path, entry: RuleEntry) -> Rule:
    at = f"{path}:{_line(path, entry.code)}：{entry.code}："
    check = REGISTRY.get(entry.check)
    if check is None:
        raise PackError(f"{at}没有名为 {entry.check} 的检查；可用的有 {'、'.join(sorted(REGISTRY))}。")
    thresholds = _merged(at, check, check.thresholds, entry.thresholds)
    holes = _holes(at, entry.message)
    if unknown := sorted(holes - check.says):
        known = "、".join(sorted(check.says)) or "（无）"
        raise PackError(f"{at}message 中的占位符 {'、'.join(unknown)} 不存在；检查 {check.name} 提供 {known}。")
    return Rule(entry, check, thresholds)


def _holes(at: str, message: str) -> set[str]:
    """Return the names of the placeholders, which are names only."""
    try:
        holes = [hole for hole in string.Formatter().parse(message) if hole[1] is not None]
    except ValueError as error:
        raise PackError(f"{at}message 中的花括号不成对；文字中的花括号请写两个：{{{{ }}}}。") from error
    if odd := [name for _, name, form, conversion in holes if form or conversion]:
        raise PackError(f"{at}message 中的占位符 {odd[0]} 只能写名称，不能带格式。")
    return {str(name) for _, name, _, _ in holes}


def _merged(at: str, check: Check, base: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for name, value in new.items():
        if name not in merged:
            known = "、".join(sorted(merged)) or "（无）"
            raise PackError(f"{at}检查 {check.name} 没有阈值 {name}；可用的有 {known}。")
        default: Any = check.thresholds[name]
        if not _fits(value, default):
            raise PackError(f"{at}阈值 {name} 的值 {value!r} 类型不对，应与默认值 {default!r} 同类。")
        merged[name] = float(str(value)) if isinstance(default, float) else value
    return merged


def _fits(value: Any, default: Any) -> bool:
    if isinstance(default, bool) != isinstance(value, bool) or not isinstance(value, _like(default)):
        return False
    if isinstance(value, (tuple, list)):
        return all(_fits(item, default[0]) for item in value)
    return not isinstance(value, float) or math.isfinite(value)


def _like(default: Any) -> tuple[type, ...]:
    if isinstance(default, float):
        return (int, float)
    if isinstance(default, (tuple, list)):
        return (tuple, list)
    return (type(default),)


def _choose(rules: tuple[Rule, ...], choice: Choice) -> tuple[Rule, ...]:
    known = {name for rule in rules for name in (rule.entry.code, rule.slug)}
    named = choice.off | set(choice.severity or {}) | set(choice.thresholds or {}) | choice.also_named
    if unknown := sorted(named - known):
        raise PackError(f"配置中提到的规则 {'、'.join(unknown)} 不存在；可用 docaudit rules 查看全部规则。")
    chosen = []
    for rule in rules:
        names = {rule.entry.code, rule.slug}
        if names & choice.off or rule.entry.status == "retired":
            continue
        severity = next((s for n, s in (choice.severity or {}).items() if n in names), None)
        own = next((t for n, t in (choice.thresholds or {}).items() if n in names), {})
        thresholds = _merged(f"配置：{rule.slug}：", rule.check, rule.thresholds, own)
        entry = rule.entry if severity is None else rule.entry.model_copy(update={"severity": severity})
        chosen.append(Rule(entry, rule.check, thresholds, severity is not None))
    return tuple(chosen)
