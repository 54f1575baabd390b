"""Load rule packs, bind them to checks, and run them: who a rule is stands in YAML, what it computes in Python."""

from __future__ import annotations

import hashlib
import re
import string
import traceback
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from docaudit.checks import REGISTRY, Case, Check, Folder, Hit, Holds, Scope
from docaudit.model import CheckRecord, Evidence, Finding, Outcome, Severity
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
    holes = {name for _, name, _, _ in string.Formatter().parse(entry.message) if name is not None}
    if unknown := sorted(holes - check.says):
        known = "、".join(sorted(check.says)) or "（无）"
        raise PackError(f"{at}message 中的占位符 {'、'.join(unknown)} 不存在；检查 {check.name} 提供 {known}。")
    return Rule(entry, check, thresholds)


def _merged(at: str, check: Check, base: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for name, value in new.items():
        if name not in merged:
            known = "、".join(sorted(merged)) or "（无）"
            raise PackError(f"{at}检查 {check.name} 没有阈值 {name}；可用的有 {known}。")
        default: Any = check.thresholds[name]
        if isinstance(default, bool) != isinstance(value, bool) or not isinstance(value, _like(default)):
            raise PackError(f"{at}阈值 {name} 的值 {value!r} 类型不对，应与默认值 {default!r} 同类。")
        merged[name] = float(str(value)) if isinstance(default, float) else value
    return merged


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
        severity = next((s for n, s in (choice.severity or {}).items() if n in names), rule.entry.severity)
        own = next((t for n, t in (choice.thresholds or {}).items() if n in names), {})
        thresholds = _merged(f"配置：{rule.slug}：", rule.check, rule.thresholds, own)
        chosen.append(Rule(rule.entry.model_copy(update={"severity": severity}), rule.check, thresholds))
    return tuple(chosen)


@dataclass(frozen=True, slots=True)
class RunResult:
    """What running the rules gave; `touched` are the ids of indicators for which at least one check said something."""

    findings: tuple[Finding, ...]
    records: tuple[CheckRecord, ...]
    outcomes: tuple[Outcome, ...]
    touched: frozenset[str]
    notes: tuple[str, ...]


def run_rules(rules: Sequence[Rule], folder: Folder) -> RunResult:
    """Run every rule over every subject of its scope.

    A check that raises is counted as failed for that subject and named in `notes`; the rest runs on.
    """
    findings: list[Finding] = []
    records: list[CheckRecord] = []
    outcomes: list[Outcome] = []
    touched: set[str] = set()
    notes: list[str] = []
    owners = {part.id: case for case in folder.cases for part in case.project.parts}
    for rule in rules:
        clear = found = idle = failed = 0
        for arguments, project_id, indicator_id in _subjects(rule.check.scope, folder, owners):
            try:
                results = list(rule.check.function(*arguments, **rule.thresholds))
                made = [_finding(rule, r, project_id, indicator_id) for r in results if isinstance(r, Hit)]
            except Exception:  # noqa: BLE001  (our own bug must not cost the auditor the rest of the run)
                failed += 1
                last = traceback.format_exc(limit=-1).strip().splitlines()
                notes.append(
                    f"规则 {rule.entry.code} {rule.entry.title} 对一处内容检查失败：{last[-1]}（{last[1].strip()}）"
                )
                continue
            held = [r for r in results if isinstance(r, Holds)]
            findings += made
            records += [CheckRecord(rule.slug, project_id, r.computation, r.evidence) for r in held]
            clear, found, idle = clear + len(held), found + len(made), idle + (not results)
            if results and indicator_id:
                touched.add(indicator_id)
        outcomes.append(Outcome(rule.slug, clear, found, idle, failed))
    return RunResult(_numbered(findings), tuple(records), tuple(outcomes), frozenset(touched), tuple(notes))


def _subjects(
    scope: Scope, folder: Folder, owners: Mapping[str, Case]
) -> Iterable[tuple[tuple[Any, ...], str, str | None]]:
    if scope is Scope.PART:
        for paper in folder.papers:
            for part in paper.parts:
                case = owners.get(part.id)
                yield (part,), case.project.id if case else "", None
    elif scope is Scope.INDICATOR:
        for case in folder.cases:
            for indicator in case.indicators:
                yield (indicator, case), case.project.id, indicator.id
    elif scope is Scope.PROJECT:
        for case in folder.cases:
            yield (case,), case.project.id, None
    else:
        yield (folder,), "", None


def _finding(rule: Rule, hit: Hit, project_id: str, indicator_id: str | None) -> Finding:
    owner = hit.project_id if hit.project_id is not None else project_id
    key = hit.key or tuple(_plain(e.place.quote) for e in hit.evidence)
    digest = hashlib.sha1("\x1f".join((owner, rule.slug, *map(_plain, key))).encode()).hexdigest()
    message = rule.entry.message.format_map(dict(hit.says))
    doubts = {} if hit.of_recognition else _doubts(hit, message)
    if doubts:
        message += f"（识别存疑：{'、'.join(f'“{text}”' for text in doubts)}，请先核对原件）"
    return Finding(
        id=f"{rule.entry.code}-{digest[:10]}",
        code=rule.entry.code,
        rule=rule.slug,
        severity=hit.severity or rule.entry.severity,
        confidence=round(max(0.0, min(1.0, hit.confidence, *doubts.values())), 2),
        project_id=owner,
        title=rule.entry.title,
        message=message,
        evidence=hit.evidence,
        computation=hit.computation,
        basis=rule.entry.basis,
        remedy=rule.entry.remedy,
        indicator_id=indicator_id,
    )


_SHORT = 30


def _doubts(hit: Hit, message: str) -> dict[str, float]:
    """Return the doubtful figures that the matter rests on: those it tells, and those of a short cell."""
    told = _figures(f"{message} {hit.computation}")
    found: dict[str, float] = {}
    for item in hit.evidence:
        for text, certainty in item.place.doubtful():
            if (item.place.column is not None and len(item.place.quote) <= _SHORT) or not told.isdisjoint(
                _figures(text) or {text}
            ):
                found[text] = min(certainty, found.get(text, 1.0))
    return found


def _figures(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", unicodedata.normalize("NFKC", text).replace(",", "")))


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _numbered(findings: list[Finding]) -> tuple[Finding, ...]:
    """Sort worst first, and tell apart findings whose ids would be equal, in reading order."""
    seen: dict[str, int] = {}
    result = []
    for finding in findings:
        nth = seen[finding.id] = seen.get(finding.id, 0) + 1
        result.append(finding if nth == 1 else replace(finding, id=f"{finding.id}-{nth}"))
    return tuple(
        sorted(result, key=lambda f: (f.severity.rank, f.project_id, f.code, _reading_order(f.evidence), f.id))
    )


def _reading_order(evidence: tuple[Evidence, ...]) -> tuple[Any, ...]:
    if not evidence:
        return ()
    place = evidence[0].place
    return (place.document, place.page or 0, place.table or 0, place.row or 0, place.paragraph or 0, place.column or 0)
