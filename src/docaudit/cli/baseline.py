"""Findings that are known already: in a file that can be committed, an earlier findings.json, or the history."""

from __future__ import annotations

import json
from pathlib import Path

from docaudit.cli.memory import Memory, known_to_history
from docaudit.cli.run import plain_errors, settings, stop
from docaudit.model import Audit

FROM_HISTORY = "history"


def known_ids(baseline: str | None, folder: Path, config: Path | None, memory: Memory) -> frozenset[str]:
    """Return the ids of the findings that are known; leaves with exit code 2 where the baseline is of no use."""
    if baseline is None:
        return frozenset()
    if baseline == FROM_HISTORY:
        with plain_errors():
            return known_to_history(folder, settings(config, folder, None, None, None), memory)
    try:
        return frozenset(_ids(Path(baseline)))
    except _NoBaseline as error:
        stop(
            f"{baseline}：不是可用的 findings.json 或基线文件（{error}）；请用 docaudit check --write-baseline 重新生成。"
        )


class _NoBaseline(Exception):
    """What is wrong with the file, in Chinese."""


def _ids(path: Path) -> list[str]:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise _NoBaseline(f"文件无法读取：{error.strerror or error}") from error
    except json.JSONDecodeError as error:
        raise _NoBaseline(f"第 {error.lineno} 行第 {error.colno} 列起不是合法的 JSON") from error
    except (ValueError, RecursionError) as error:  # not UTF-8, numbers of thousands of digits, endless brackets
        raise _NoBaseline("内容不是可以读取的 JSON") from error
    findings = content.get("findings") if isinstance(content, dict) else None
    if not isinstance(findings, list):
        raise _NoBaseline("缺少 findings")
    ids = []
    for number, finding in enumerate(findings, 1):
        name = finding.get("id") if isinstance(finding, dict) else None
        if not isinstance(name, str):
            raise _NoBaseline(f"findings 的第 {number} 项没有 id")
        ids.append(name)
    return ids


def write_baseline_file(audit: Audit, path: Path) -> None:
    """Write ids, messages and decisions, sorted by id: a file whose differences between commits can be read."""
    entries = []
    for finding in sorted(audit.findings, key=lambda f: f.id):
        entry = {"id": finding.id, "code": finding.code, "message": finding.message}
        decision = audit.decisions.get(finding.id)
        if decision is not None:
            entry |= {"verdict": decision.verdict.label, "note": decision.note, "by": decision.by}
        entries.append(entry)
    content = {"schema_version": "1", "findings": entries}
    try:
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        stop(f"{path}：无法写入（{error.strerror or error}）。")
