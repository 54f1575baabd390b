"""Map every paper to its parts, reduce per project to indicators and findings.

Reading and extracting know one paper, aligning and stage checks one project, peer checks the folder; the process pool
and the cache rely on that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from docaudit.align import align
from docaudit.cache import Cache, key_of
from docaudit.checks import Case, Folder
from docaudit.config import Config
from docaudit.duplicates import find_duplicates
from docaudit.engine.files import list_files, open_archives
from docaudit.engine.options import Options
from docaudit.engine.papers import profiles_of
from docaudit.engine.pool import read_all
from docaudit.model import Audit, Coverage, Kind, Paper, Part, Project
from docaudit.overrides import overridden
from docaudit.projects import group
from docaudit.rules import Examined, Rule, examine, load_rules, run_rules


def audit(folder: Path, options: Options | None = None) -> Audit:
    """Audit a folder (or one file) and return everything that was found, in a deterministic order.

    Raises `NothingToRead`, `PackError` or `ConfigError` before any paper is read; a paper that cannot be read is part
    of the result.
    """
    options = options or Options()
    rules = load_rules(options.config.rule_packs, options.config.choice())
    profiles_of(options.config.extractor_packs)  # a bad pack stops the run before any paper is read
    files = list_files(folder, options.config)
    with TemporaryDirectory(prefix="docaudit-", ignore_cleanup_errors=True) as scratch:
        files, refused = open_archives(files, options.config, Path(scratch))
        papers = [*refused, *read_all(files, options, Path(scratch))]
    audit = judge(tuple(sorted(papers, key=lambda paper: paper.document.path)), rules, options.config, options.cache)
    if options.cache is not None:
        options.cache.trim()
    return audit


def judge(papers: tuple[Paper, ...], rules: tuple[Rule, ...], config: Config, cache: Cache | None = None) -> Audit:
    """Group, align and check papers that have been read; of those that repeat one another, one."""
    repeated = find_duplicates(papers)
    papers = tuple(_told(paper, repeated) for paper in papers)
    counted = tuple(paper for paper in papers if paper.document.id not in repeated)
    projects = group(counted)
    guidelines = tuple(p for paper in counted for p in paper.parts if p.kind in (Kind.POLICY, Kind.GUIDELINE))
    desk = _Desk(counted, guidelines, rules, config, cache)
    cases = tuple(desk.case(project) for project in projects)
    result = run_rules(rules, Folder(counted, cases), desk.examine)
    indicators = tuple(indicator for case in cases for indicator in case.indicators)
    findings, left_out = overridden(result.findings, config.overrides, projects, papers)
    checked = {claim.id for i in indicators if i.id in result.touched for claim in i.claims}
    return Audit(
        papers=papers,
        projects=projects,
        indicators=indicators,
        outcomes=result.outcomes,
        findings=findings,
        records=result.records,
        coverage={
            paper.document.id: Coverage() if paper.document.id in repeated else _coverage(paper, checked)
            for paper in papers
        },
        notes=(*result.notes, *left_out),
    )


class _Desk:
    """Aligns and examines the projects of one run; what the cache knows of a project is not done again."""

    def __init__(
        self,
        papers: tuple[Paper, ...],
        guidelines: tuple[Part, ...],
        rules: tuple[Rule, ...],
        config: Config,
        cache: Cache | None,
    ) -> None:
        self._guidelines, self._rules, self._cache = guidelines, rules, cache
        self._aliases = tuple(tuple(names) for names in config.aliases)
        self._not_aliases = tuple(tuple(names) for names in config.not_aliases)
        self._contents = {paper.document.id: f"{paper.document.path} {paper.document.sha256}" for paper in papers}
        told = "\x1f".join(f"{rule.entry!r} {sorted(rule.thresholds.items())!r}" for rule in rules)
        self._common = (
            told,
            repr((self._aliases, self._not_aliases)),
            str(config.extractor_packs or ""),
            self._stand_for(guidelines),
        )

    def _stand_for(self, parts: tuple[Part, ...]) -> str:
        return "\x1f".join(f"{part.id} {self._contents.get(part.document, '')}" for part in parts)

    def case(self, project: Project) -> Case:
        """Return the project with its threads."""
        key = self._key("align", project)
        indicators = self._cache.get(key) if self._cache is not None else None
        if not isinstance(indicators, tuple):
            indicators = align(project, aliases=self._aliases, not_aliases=self._not_aliases)
            if self._cache is not None:
                self._cache.put(key, indicators)
        return Case(project, indicators, self._guidelines)

    def examine(self, parts: Sequence[Part], case: Case | None) -> Examined:
        """Return what the rules say of a project."""
        if self._cache is None or case is None:
            return examine(self._rules, parts, case)
        key = self._key("examine", case.project)
        known = self._cache.get(key)
        if isinstance(known, Examined):
            return known
        examined = examine(self._rules, parts, case)
        if not any(told.failed for told in examined.told):
            self._cache.put(key, examined)
        return examined

    def _key(self, what: str, project: Project) -> str:
        own = f"{project.id}\x1f{project.name}\x1f{project.code}"
        return key_of(what, own, self._stand_for(project.parts), *self._common)


def _told(paper: Paper, repeated: dict[str, str]) -> Paper:
    """Return the paper, with a sentence about it if it repeats another."""
    other = repeated.get(paper.document.id)
    if other is None:
        return paper
    told = (f"与 {other} 内容相同，未重复核对", *paper.document.problems)
    return replace(paper, document=replace(paper.document, problems=told))


def _coverage(paper: Paper, checked_claims: set[str]) -> Coverage:
    figures = in_claims = in_checks = 0
    for part in paper.parts:
        used = {f.id for r in part.recomputations for f in (r.printed, *r.operands)}
        figures += len(part.figures)
        in_claims += sum(f.claim is not None for f in part.figures)
        in_checks += sum(f.id in used or f.claim in checked_claims for f in part.figures)
    return Coverage(figures, in_claims, in_checks)
