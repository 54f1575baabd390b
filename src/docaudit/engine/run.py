"""Map every paper to its outline, reduce per project to what the rules say, put it together for the folder.

Reading and extracting know one paper, aligning and stage checks one project, peer checks the folder; the process pool
and the cache rely on that.  The run itself holds outlines and verdicts: whole papers stay where they were put.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from docaudit.cache import Cache, key_of
from docaudit.checks import Case, Folder
from docaudit.duplicates import find_repeated
from docaudit.engine.collecting import seldom_collected
from docaudit.engine.crew import Crew, Workers
from docaudit.engine.files import list_files, open_archives
from docaudit.engine.judging import Common, Job, Verdict, judge_job
from docaudit.engine.library import Library, Memory, Store
from docaudit.engine.options import Options
from docaudit.engine.outline import Outline, outline
from docaudit.engine.papers import profiles_of, read_paper
from docaudit.engine.reading import File, read_all, with_keys
from docaudit.model import Audit, Coverage, Indicator, Kind, Packed, Paper, Part, Project, Status
from docaudit.overrides import overridden
from docaudit.projects import group, words_of
from docaudit.rules import Rule, combine, load_rules

_SHARED = (Kind.POLICY, Kind.GUIDELINE)
_FEW = 4
"""Projects that are judged before workers would have started."""


def audit(folder: Path, options: Options | None = None) -> Audit:
    """Audit a folder (or one file) and return everything that was found, in a deterministic order.

    Raises `NothingToRead`, `PackError` or `ConfigError` before any paper is read; a paper that cannot be read is part
    of the result.
    """
    options = options or Options()
    rules = load_rules(options.config.rule_packs, options.config.choice())
    profiles_of(options.config.extractor_packs)  # a bad pack stops the run before any paper is read
    found = list_files(folder, options.config)
    store, keep = _store(options)
    with (
        seldom_collected(),
        TemporaryDirectory(prefix="docaudit-", ignore_cleanup_errors=True) as scratch,
        Crew(options) as crew,
    ):
        found, refused = open_archives(found, options.config, Path(scratch))
        read = read_all(with_keys(found, options), options, store, crew, Path(scratch))
        result = conclude(read, map(outline, refused), rules, options, store, crew, keep)
    if options.cache is not None:
        options.cache.trim()
    return result


def conclude(
    read: Iterable[tuple[File, Outline]],
    refused: Iterable[Outline],
    rules: tuple[Rule, ...],
    options: Options,
    store: Store,
    crew: Workers,
    keep: object = None,
) -> Audit:
    """Judge what was read, project by project, and put it together; `refused` are papers that never became files."""
    outlines = {item.paper.document.id: item for item in refused}
    paths: dict[str, File] = {}
    library = Library(store, lambda document: _read_again(document, paths, outlines, options), keep)
    for file, found in read:
        document = found.paper.document.id
        library.add(document, file.paper, found.whole)
        outlines[document] = replace(found, whole=None)
        paths[document] = file
    ordered = sorted(outlines.values(), key=lambda item: item.paper.document.path)
    return _Desk(ordered, library, rules, options, store, crew).audit()


def _store(options: Options) -> tuple[Store, object]:
    """Return where papers are put, and what must be kept for them to stay there."""
    if options.cache is not None:
        return options.cache, None
    if options.in_process:
        return Memory(), None
    folder = TemporaryDirectory(prefix="docaudit-", ignore_cleanup_errors=True)
    return Cache.open(Path(folder.name)), folder


def _read_again(document: str, paths: dict[str, File], outlines: dict[str, Outline], options: Options) -> Paper:
    """Return a paper that is no longer in the store; its outline where the file is gone as well, or could not be read.

    What cost a worker its life or its time must not be read here, where nothing bounds it.
    """
    file, known = paths.get(document), outlines[document].paper
    if file is None or known.document.status is Status.UNREADABLE or not file.path.is_file():
        return known
    config = options.config
    return read_paper(file.path, file.relative, config.extractor_packs, file.converted, config.scales())


class _Desk:
    """Groups, aligns and checks the papers of one run; what the store knows of a project is not done again."""

    def __init__(
        self,
        outlines: Sequence[Outline],
        library: Library,
        rules: tuple[Rule, ...],
        options: Options,
        store: Store,
        crew: Workers,
    ) -> None:
        gists = [item.gist for item in outlines if item.gist is not None]
        self._repeated = find_repeated(gists, library.__getitem__)
        self._outlines, self._library = outlines, library
        self._rules, self._config, self._options = rules, options.config, options
        self._store, self._crew = store, crew
        self._papers = tuple(_told(item.paper, self._repeated) for item in outlines)
        self._counted = tuple(p for p in self._papers if p.document.id not in self._repeated)
        self._guidelines = tuple(p for paper in self._counted for p in paper.parts if p.kind in _SHARED)
        self._contents = {p.document.id: f"{p.document.path} {p.document.sha256}" for p in self._papers}
        told = "\x1f".join(f"{r.entry!r} {sorted(r.thresholds.items())!r} {r.severity_is_chosen}" for r in rules)
        self._common = Common(
            self._guidelines,
            rules,
            tuple(tuple(names) for names in self._config.aliases),
            tuple(tuple(names) for names in self._config.not_aliases),
        )
        names = repr((self._common.aliases, self._common.not_aliases))
        own = (told, names, str(self._config.extractor_packs or ""), repr(self._config.grade_scales))
        self._for_parts = key_of("rules", *own)
        self._for_projects = key_of("guidelines", *own, self._stand_for(self._guidelines))

    def audit(self) -> Audit:
        """Return the result."""
        words = {part: packed for item in self._outlines for part, packed in item.words.items()}

        def words_by_name(part: Part) -> str:
            return str(words[part.id].values()[0]) if part.id in words else words_of(part)

        projects = group(self._counted, words_by_name)
        jobs = self._jobs(projects)
        verdicts = list(self._verdicts(jobs))
        gathered = {
            **{(name, o.paper.document.id): found for o in self._outlines for name, found in o.gathered.items()},
            **{
                (name, job.project.id): found
                for job, verdict in zip(jobs, verdicts, strict=True)
                if job.project is not None
                for name, found in verdict.gathered.items()
            },
        }
        cases = tuple(Case(project, (), self._guidelines) for project in projects)
        told = combine(self._rules, Folder(self._counted, cases, gathered), [verdict.told for verdict in verdicts])
        findings, left_out = overridden(told.findings, self._config.overrides, projects, self._papers)
        coverage = {part: counts for verdict in verdicts for part, counts in verdict.coverage.items()}
        indicators: Packed[Indicator] = Packed(verdict.indicators for verdict in verdicts)
        return Audit(
            papers=self._papers,
            projects=projects,
            indicators=indicators,
            outcomes=told.outcomes,
            findings=findings,
            records=told.records,
            coverage={paper.document.id: _sum(paper, coverage) for paper in self._papers},
            notes=(*told.notes, *left_out),
            above=Packed(verdict.above for verdict in verdicts),
            whole=self._library,
        )

    def _jobs(self, projects: tuple[Project, ...]) -> list[Job]:
        """Return a job a project, in their order, and one for each paper with parts that belong to none."""
        owners = {part.id: project.id for project in projects for part in project.parts}
        own: dict[str, list[Part]] = {project.id: [] for project in projects}
        stray: dict[str, list[Part]] = {}
        for paper in self._counted:
            for part in paper.parts:
                parts = own.get(owners.get(part.id, ""))
                (stray.setdefault(paper.document.id, []) if parts is None else parts).append(part)
        return [
            *(Job(project, tuple(own[project.id]), self._key(project)) for project in projects),
            *(
                Job(None, tuple(parts), key_of("stray", self._stand_for(parts), self._for_parts))
                for parts in stray.values()
            ),
        ]

    def _key(self, project: Project) -> str:
        named = f"{project.id}\x1f{project.name}\x1f{project.code}"
        return key_of("verdict", named, self._stand_for(project.parts), self._for_projects)

    def _stand_for(self, parts: Sequence[Part]) -> str:
        return "\x1f".join(f"{part.id} {self._contents.get(part.document, '')}" for part in parts)

    def _verdicts(self, jobs: Sequence[Job]) -> Iterator[Verdict]:
        known = [found if isinstance(found := self._store.get(job.key), Verdict) else None for job in jobs]
        rest = [job for job, found in zip(jobs, known, strict=True) if found is None]
        fresh = self._judge(rest)
        for found in known:
            yield next(fresh) if found is None else found

    def _judge(self, jobs: Sequence[Job]) -> Iterator[Verdict]:
        alone = self._options.in_process or not (self._crew.is_at_work or len(jobs) > _FEW)
        if alone:
            yield from map(self._judge_here, jobs)
            return
        self._store.put(self._for_projects, self._common)
        for job, found in self._crew.results(
            jobs, lambda job: (judge_there, (job, self._keys(job), self._for_projects, self._store)), lambda _: None
        ):
            yield found if isinstance(found, Verdict) else self._judge_here(job)

    def _keys(self, job: Job) -> dict[str, str]:
        return {name: self._library.key(name) for name in {part.document for part in job.parts}}

    def _judge_here(self, job: Job) -> Verdict:
        verdict = judge_job(job, self._common, self._library.__getitem__)
        if not verdict.failed:
            self._store.put(job.key, verdict)
        return verdict


def judge_there(job: Job, keys: dict[str, str], common: str, store: Store) -> Verdict | None:
    """Judge a project in a worker; None where something is not in the store and the parent must see to it."""
    try:
        shared = _fetched(store, common)
        papers = {document: store.get(key) for document, key in keys.items()}
    except LookupError:
        return None
    if not all(isinstance(paper, Paper) for paper in papers.values()):
        return None
    verdict = judge_job(job, shared, papers.__getitem__)
    if not verdict.failed:
        store.put(job.key, verdict)
    return verdict


@lru_cache(maxsize=2)
def _fetched(store: Store, key: str) -> Common:
    """What all projects share, loaded once in a worker: checks remember what they read in guidelines."""
    found = store.get(key)
    if isinstance(found, Common):
        return found
    raise LookupError(key)


def _told(paper: Paper, repeated: dict[str, str]) -> Paper:
    """Return the paper, with a sentence about it if it repeats another."""
    other = repeated.get(paper.document.id)
    if other is None:
        return paper
    told = (f"与 {other} 内容相同，未重复核对", *paper.document.problems)
    return replace(paper, document=replace(paper.document, problems=told))


def _sum(paper: Paper, coverage: dict[str, Coverage]) -> Coverage:
    counts = [coverage[part.id] for part in paper.parts if part.id in coverage]
    return Coverage(sum(c.figures for c in counts), sum(c.in_claims for c in counts), sum(c.in_checks for c in counts))
