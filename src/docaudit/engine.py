"""Map every paper to its parts, reduce per project to indicators and findings.

Reading and extracting know one paper, aligning and stage checks one project, peer checks the folder; the process pool
relies on that.  Whatever happens to a paper costs that paper only.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from docaudit import lexicon, quantities
from docaudit.align import align
from docaudit.checks import Case, Folder
from docaudit.config import Config
from docaudit.duplicates import find_duplicates
from docaudit.extract import extract
from docaudit.model import Audit, Coverage, Document, Kind, Paper, Status, Unreadable
from docaudit.overrides import overridden
from docaudit.profiles import Profile, load_profiles, recognise
from docaudit.projects import group
from docaudit.readers import convert_batch, read
from docaudit.readers.extent import pictured_pages
from docaudit.readers.packed import is_packed, unpack
from docaudit.recompute import recompute
from docaudit.rules import Rule, load_rules, run_rules

IGNORED_NAMES = ("~$*", ".*", "Thumbs.db", "desktop.ini", "docaudit.toml", "docaudit-底稿*.xlsx", "truth.yaml")
"""Lock files of office programs, system files, and our own configuration, working papers and labels."""


class NothingToRead(Exception):
    """The folder does not exist or holds no file; the message is Chinese."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a run is done; `progress` is called with (done, all, path) after each paper."""

    config: Config = field(default_factory=Config)
    in_process: bool = False
    """Read papers in this process, without a pool: for tests and for one file."""
    progress: Callable[[int, int, str], None] | None = None


def audit(folder: Path, options: Options | None = None) -> Audit:
    """Audit a folder (or one file) and return everything that was found, in a deterministic order.

    Raises `NothingToRead`, `PackError` or `ConfigError` before any paper is read; a paper that cannot be read is part
    of the result.
    """
    options = options or Options()
    rules = load_rules(options.config.rule_packs, options.config.choice())
    _profiles(options.config.extractor_packs)  # a bad pack stops the run before any paper is read
    files = list_files(folder, options.config)
    with TemporaryDirectory(prefix="docaudit-", ignore_cleanup_errors=True) as scratch:
        files, refused = open_archives(files, options.config, Path(scratch))
        papers = [*refused, *_read_all(files, options, Path(scratch))]
    return judge(tuple(sorted(papers, key=lambda paper: paper.document.path)), rules, options.config)


def judge(papers: tuple[Paper, ...], rules: tuple[Rule, ...], config: Config) -> Audit:
    """Group, align and check papers that have been read; of those that repeat one another, one."""
    repeated = find_duplicates(papers)
    papers = tuple(_told(paper, repeated) for paper in papers)
    counted = tuple(paper for paper in papers if paper.document.id not in repeated)
    projects = group(counted)
    aliases = tuple(tuple(names) for names in config.aliases)
    guidelines = tuple(p for paper in counted for p in paper.parts if p.kind in (Kind.POLICY, Kind.GUIDELINE))
    cases = tuple(Case(project, align(project, aliases=aliases), guidelines) for project in projects)
    result = run_rules(rules, Folder(counted, cases))
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


def list_files(folder: Path, config: Config) -> list[tuple[Path, str]]:
    """Return every paper below `folder` with its relative path, sorted; links that lead out of the folder are left out."""
    if not folder.exists():
        raise NothingToRead(f"{folder}：文件夹不存在；请检查路径。")
    if folder.is_file():
        return [(folder, folder.name)]
    root = folder.resolve()
    found = []
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(base) / name
            relative = path.relative_to(folder).as_posix()
            if not _is_wanted(relative, config):
                continue
            if path.is_symlink() and not path.resolve().is_relative_to(root):
                continue
            found.append((path, relative))
    if not found:
        raise NothingToRead(f"{folder}：文件夹里没有文件；请把要审核的文书放进去再运行。")
    return sorted(found, key=lambda item: item[1])


def open_archives(
    files: list[tuple[Path, str]], config: Config, into: Path
) -> tuple[list[tuple[Path, str]], list[Paper]]:
    """Put the papers in archives in the place of their archives: 材料.zip/任务书.docx, unpacked below `into`.

    Returns the papers to read, sorted, and an unreadable entry for all that cannot be unpacked, with its reason.
    """
    found: list[tuple[Path, str]] = []
    refused: dict[str, tuple[list[str], str, str]] = {}
    for path, relative in files:
        try:
            packed = is_packed(path)
        except OSError:
            packed = False  # reading it as a paper tells why
        if not packed:
            found.append((path, relative))
            continue
        result = unpack(path, relative, into, wanted=lambda below: _is_wanted(below, config))
        found += result.files
        for below, error in result.refused:
            reasons, _, _ = refused.setdefault(below, ([], error.remedy, _digest(path) if below == relative else ""))
            reasons.append(error.reason)
    entries = [
        Paper(unreadable(below, "；".join(reasons), remedy, digest))
        for below, (reasons, remedy, digest) in refused.items()
    ]
    return sorted(found, key=lambda item: item[1]), entries


def _is_wanted(relative: str, config: Config) -> bool:
    steps = relative.split("/")
    if any(fnmatch(steps[-1], pattern) for pattern in IGNORED_NAMES):
        return False
    if any(step.startswith(".") or step == "__MACOSX" for step in steps[:-1]):
        return False
    return not any(fnmatch(relative, pattern) for pattern in config.exclude)


def read_paper(path: Path, relative: str, packs: Path | None = None, converted: Path | None = None) -> Paper:
    """Read one paper and extract what it states; a paper that cannot be read comes back as unreadable, never raises.

    `converted` is what a batch made of a file of an older format.
    """
    try:
        document = read(path, relative=relative, converted=converted)
        profiles = _profiles(packs)
        by_id = {profile.id: profile for profile in profiles}
        parts = []
        for part in recognise(document, profiles):
            extracted = extract(part, by_id.get(part.profile))
            parts.append(replace(extracted, recomputations=recompute(extracted)))
        return Paper(document, tuple(parts))
    except Unreadable as error:
        return Paper(unreadable(relative, error.reason, error.remedy, _digest(path)))
    except Exception as error:  # noqa: BLE001  (our own bug must not cost the auditor the other papers)
        reason = f"程序处理这份文书时出错（{type(error).__name__}：{error}）"
        return Paper(unreadable(relative, reason, "请人工审阅这份文书，并把出错信息告诉开发者", _digest(path)))


def unreadable(relative: str, reason: str, remedy: str = "", sha256: str = "") -> Document:
    """Return the entry of a paper that could not be read."""
    problem = f"{reason.rstrip('。')}；{remedy.rstrip('。')}。" if remedy else f"{reason.rstrip('。')}。"
    return Document(
        id="d" + hashlib.sha1(relative.encode("utf-8", "surrogateescape")).hexdigest()[:10],
        path=relative,
        sha256=sha256,
        format=Path(relative).suffix.lstrip(".").lower(),
        status=Status.UNREADABLE,
        problems=(problem,),
    )


def _read_all(files: list[tuple[Path, str]], options: Options, scratch: Path) -> Iterator[Paper]:
    packs = options.config.extractor_packs
    report = options.progress or (lambda *_: None)
    if not files:
        return
    workers = min(options.config.jobs or os.cpu_count() or 1, len(files))
    converted = convert_batch([path for path, _ in files], scratch, workers=workers)
    if options.in_process:
        for i, (path, relative) in enumerate(files, 1):
            yield read_paper(path, relative, packs, converted.get(path))
            report(i, len(files), relative)
        return
    from pebble import ProcessExpired, ProcessPool  # noqa: PLC0415  (a run without a pool need not load it)

    warm_up(packs)
    with ProcessPool(max_workers=workers, initializer=warm_up, initargs=[packs]) as pool:
        glances = [pool.schedule(pictured_pages, args=[path], timeout=options.config.timeout) for path, _ in files]
        limits = [_time_limit(glance, options.config) for glance in glances]
        futures = [
            pool.schedule(read_paper, args=[path, relative, packs, converted.get(path)], timeout=limit)
            for (path, relative), limit in zip(files, limits, strict=True)
        ]
        for i, ((path, relative), limit, future) in enumerate(zip(files, limits, futures, strict=True), 1):
            try:
                paper = future.result()
            except FutureTimeoutError:
                paper = _timed_out(path, relative, limit)
            except ProcessExpired:
                # The worker may have died of another paper whose turn was just before or after: ask again, alone.
                paper = _read_alone(path, relative, options, converted.get(path), limit)
            yield paper
            report(i, len(files), relative)


def _time_limit(glance: Future[int], config: Config) -> float:
    """Seconds that a paper may take: scans grow with their pages, which have been counted beforehand."""
    from pebble import ProcessExpired  # noqa: PLC0415

    try:
        pages = glance.result()
    except (FutureTimeoutError, ProcessExpired):
        pages = 0
    return config.timeout + config.scan_page_timeout * pages


def _read_alone(path: Path, relative: str, options: Options, converted: Path | None, limit: float) -> Paper:
    """Read one paper in a process of its own, so that whatever goes wrong is this paper's doing."""
    from pebble import ProcessExpired, ProcessPool  # noqa: PLC0415

    packs = options.config.extractor_packs
    with ProcessPool(max_workers=1, initializer=warm_up, initargs=[packs]) as pool:
        future = pool.schedule(read_paper, args=[path, relative, packs, converted], timeout=limit)
        try:
            paper: Paper = future.result()
        except FutureTimeoutError:
            paper = _timed_out(path, relative, limit)
        except ProcessExpired as error:
            reason = f"读取时程序异常退出（代码 {error.exitcode}）"
            paper = Paper(unreadable(relative, reason, "文件可能已损坏，请另存一份再试，或人工审阅", _digest(path)))
    return paper


def _timed_out(path: Path, relative: str, limit: float) -> Paper:
    reason = f"读取超过 {limit:g} 秒，已放弃"
    remedy = "可在 docaudit.toml 中调大 timeout（扫描件为 scan_page_timeout），或人工审阅"
    return Paper(unreadable(relative, reason, remedy, _digest(path)))


def warm_up(packs: Path | None = None) -> None:
    """Load what every paper needs: once before the workers fork, or once in each worker where they are spawned."""
    _profiles(packs)
    lexicon.calibers("预热")
    lexicon.tokens("预热")
    quantities.find("1项")


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


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


@lru_cache(maxsize=1)
def _profiles(packs: Path | None) -> tuple[Profile, ...]:
    """Load the profiles, and put a user's vocabulary in force for this process."""
    lexicon.use(packs)
    return load_profiles(packs)
