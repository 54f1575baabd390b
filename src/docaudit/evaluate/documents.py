"""Kinds, fields and grouping against the truth."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from docaudit.evaluate.scores import Tally
from docaudit.evaluate.truth import Truth, plain
from docaudit.model import Audit


def score_documents(name: str, truth: Truth, result: Audit, tally: Tally) -> None:
    """Count kinds of papers, fields, and pairs of papers put into one project."""
    papers = {paper.document.path: paper for paper in result.papers}
    broken = {path for f in truth.findings if f.rule == "document-unreadable" for path in f.documents}
    for document in truth.documents:
        paper = papers.get(document.path)
        got = [part.kind for part in paper.parts] if paper else []
        wanted = [part.kind for part in document.parts] or (
            [] if document.unreadable or document.path in broken else [document.kind]
        )
        right = sum((Counter(got) & Counter(wanted)).values())
        tally.add("文种识别", len(wanted), len(got), right)
        if Counter(got) != Counter(wanted):
            tally.details.append(
                f"[文种] {name}/{document.path}：应为 {[k.value for k in wanted]}，得到 {[k.value for k in got]}"
            )
        fields = {
            item for owner in [document.fields, *(part.fields for part in document.parts)] for item in owner.items()
        }
        read = {(f.name, plain(f.value)) for part in (paper.parts if paper else ()) for f in part.fields}
        for key, value in sorted(fields):
            found = any(k == key and _same_field(v, plain(value)) for k, v in read)
            tally.add("栏目", 1, int(any(k == key for k, _ in read)), int(found))
            if not found:
                got_values = sorted(v for k, v in read if k == key)
                tally.details.append(f"[栏目] {name}/{document.path}：{key} 应为 {value}，得到 {got_values}")
    _score_grouping(name, truth, result, tally)


def _same_field(got: str, wanted: str) -> bool:
    return got == wanted or (len(wanted) >= 4 and (got.startswith(wanted) or wanted.startswith(got)) and len(got) >= 4)


def _score_grouping(name: str, truth: Truth, result: Audit, tally: Tally) -> None:
    paths = {paper.document.id: paper.document.path for paper in result.papers}
    wanted = {pair for p in truth.projects for pair in combinations(sorted(set(p.documents)), 2)}
    got = {
        pair for p in result.projects for pair in combinations(sorted({paths[part.document] for part in p.parts}), 2)
    }
    tally.add("项目归组", len(wanted), len(got), len(wanted & got))
    for first, second in sorted(wanted ^ got):
        tally.details.append(
            f"[归组] {name}：{first} 与 {second} {'未归为一个项目' if (first, second) in wanted else '误归为一个项目'}"
        )
